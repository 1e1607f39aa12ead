"""Deliveries that are held, digests, and channels that wait for a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("urgency", sa.String(16), nullable=False, server_default="normal"))
    op.add_column("deliveries", sa.Column("why", sa.Text))
    op.add_column("deliveries", sa.Column("digest", sa.Text))
    op.add_column("deliveries", sa.Column("is_stopped", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("ix_deliveries_digest", "deliveries", ["digest"])
