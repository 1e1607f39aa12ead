"""Which feed or folder has brought an item, so that all of them are read in turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("items", sa.Column("brought_by", sa.Text))
