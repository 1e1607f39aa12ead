"""Pages of feeds' entries that are still to be had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_instant = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "awaited_pages",
        sa.Column("item_id", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("revision", sa.Text),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("first_at", _instant, nullable=False),
        sa.Column("due_at", _instant, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("asked_at", _instant),
    )
    op.create_index("ix_awaited_pages_due_at", "awaited_pages", ["due_at"])
    op.create_index("ix_awaited_pages_source", "awaited_pages", ["source"])
