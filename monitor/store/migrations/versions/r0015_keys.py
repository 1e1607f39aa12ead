"""One index for the keys of clusters and of stories, filled by the row and folded by the thousand; it begins anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    connection = op.get_bind()
    for table in sa.inspect(connection).get_table_names():
        if table.startswith("cluster_keys_"):
            op.drop_table(table)
    for table in ("story_names", "story_clusters", "clusters"):
        op.drop_table(table)
    for table in ("cluster_members", "cluster_days"):
        connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 (a constant)
    op.create_table(
        "clusters",
        sa.Column("number", _number, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(17), nullable=False, unique=True),
        sa.Column("first_document", sa.Text, nullable=False),
        sa.Column("line", sa.BigInteger),
        sa.Column("is_roundup", sa.Boolean, nullable=False),
        sa.Column("last_day", sa.Integer, nullable=False),
        sa.Column("joined", sa.String(17)),
        sa.Column("story_id", sa.String(17)),
        sa.Column("single_names", sa.Integer, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cluster_recent",
        sa.Column("sequence", _number, primary_key=True, autoincrement=True),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("cluster", sa.BigInteger, nullable=False),
        sa.Column("keys", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
