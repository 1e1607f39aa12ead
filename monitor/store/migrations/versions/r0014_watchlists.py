"""When each watchlist began; those that have facts began before this was noted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "watchlists", sa.Column("id", sa.Text, primary_key=True), sa.Column("began_at", sa.String(27), nullable=False)
    )
    op.execute("INSERT INTO watchlists (id, began_at) SELECT watchlist, MIN(recorded_at) FROM facts GROUP BY watchlist")
