"""Until when an item is held for its embargo."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("items", sa.Column("held_until", sa.String(27)))
