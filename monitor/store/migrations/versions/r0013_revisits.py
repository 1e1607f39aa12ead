"""Articles to be asked for again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_instant = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "revisits",
        sa.Column("item_id", sa.Text, primary_key=True),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("first_at", _instant, nullable=False),
        sa.Column("changed_at", _instant, nullable=False),
        sa.Column("due_at", _instant, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
    )
    op.create_index("ix_revisits_due_at", "revisits", ["due_at"])
