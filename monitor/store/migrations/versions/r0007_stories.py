"""Stories: clusters that tell of one event, and the names by which they are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "story_clusters",
        sa.Column("number", _number, primary_key=True, autoincrement=True),
        sa.Column("cluster_id", sa.String(17), nullable=False, unique=True),
        sa.Column("story_id", sa.String(17), nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("single_names", sa.Integer, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
    )
    op.create_index("ix_story_clusters_day", "story_clusters", ["day"])
    op.create_table(
        "story_names",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("cluster", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_names_cluster", "story_names", ["cluster"])
    op.add_column("documents", sa.Column("story_id", sa.Text))
    op.create_index("ix_documents_story_id", "documents", ["story_id"])
