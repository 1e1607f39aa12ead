"""Which rule gave a fact its outcome, so that reasons can be counted; of earlier facts it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("facts", sa.Column("rule", sa.String(48)))
