"""What each watchlist asks for, so that an edit is noticed; of those that read before it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("watchlists", sa.Column("facts_asked", sa.Text))
    op.add_column("watchlists", sa.Column("documents_asked", sa.Text))
