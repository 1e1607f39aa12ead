"""When a version of a feed's entry was last read, so that they are counted by the time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("feed_entries", sa.Column("revised_at", sa.String(27)))
