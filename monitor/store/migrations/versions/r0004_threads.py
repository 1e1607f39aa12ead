"""Deliveries that answer or edit an earlier one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("kind", sa.String(16), nullable=False, server_default="alert"))
    op.add_column("deliveries", sa.Column("about", sa.Text))
    op.add_column("deliveries", sa.Column("body", sa.Text))
    op.create_index("ix_deliveries_about", "deliveries", ["about"])
