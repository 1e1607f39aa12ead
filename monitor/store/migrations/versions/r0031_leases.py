"""Who leads, by a lease with an epoch, and how often people have changed what decisions are held against."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    table = op.create_table(
        "leases",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("ends_at", sa.Float(53), nullable=False),
        sa.Column("changes", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(table, [{"id": 1, "epoch": 0, "holder": "", "ends_at": 0.0, "changes": 0}])
