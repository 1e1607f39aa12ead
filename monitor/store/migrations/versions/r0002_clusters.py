"""Clusters and their members; the tables of keys come and go with the days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "clusters",
        sa.Column("number", _number, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(17), nullable=False, unique=True),
        sa.Column("first_document", sa.Text, nullable=False),
        sa.Column("story", sa.BigInteger),
        sa.Column("is_roundup", sa.Boolean, nullable=False),
        sa.Column("last_day", sa.Integer, nullable=False),
    )
    op.create_index("ix_clusters_last_day", "clusters", ["last_day"])
    op.create_table(
        "cluster_members",
        sa.Column("number", _number, primary_key=True, autoincrement=True),
        sa.Column("document", sa.Text, nullable=False, unique=True),
        sa.Column("cluster", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("exact", sa.BigInteger, nullable=False),
        sa.Column("word_count", sa.Integer, nullable=False),
        sa.Column("shingles", sa.LargeBinary, nullable=False),
        sa.Column("units", sa.LargeBinary, nullable=False),
        sa.Column("contexts", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_cluster_members_cluster", "cluster_members", ["cluster", "number"])
    op.create_index("ix_cluster_members_day", "cluster_members", ["day"])
    op.create_table("cluster_days", sa.Column("day", sa.Integer, primary_key=True, autoincrement=False))
