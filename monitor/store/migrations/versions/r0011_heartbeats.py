"""The days that had their heartbeat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "heartbeats", sa.Column("day", sa.String(10), primary_key=True), sa.Column("at", sa.String(27), nullable=False)
    )
