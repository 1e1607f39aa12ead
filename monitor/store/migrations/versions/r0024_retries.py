"""When what is parked is tried again; what is parked already is tried at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("items", sa.Column("retries", sa.Integer, nullable=False, server_default="0"))
    op.add_column("items", sa.Column("retry_at", sa.String(27)))
    op.add_column("items", sa.Column("is_told", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE items SET retry_at = accepted_at WHERE state = 'parked'")
