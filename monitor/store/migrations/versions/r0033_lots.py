"""A cluster's members are compared by lot, which the document's id draws, so that it is the same in any order of
arrival; those that are there draw theirs by their number.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("cluster_members", sa.Column("lot", sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE cluster_members SET lot = number * 40503 % 65521 * 32749")
    op.drop_index("ix_cluster_members_cluster", "cluster_members")
    op.create_index("ix_cluster_members_cluster", "cluster_members", ["cluster", "lot"])
