"""What a desk wants to hear nothing of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "silences",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("watchlist", sa.Text),
        sa.Column("fact", sa.Text),
        sa.Column("story", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("actor", sa.Text),
        sa.Column("until", sa.String(27), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("lifted_at", sa.String(27)),
        sa.Column("lifted_by", sa.Text),
    )
    op.create_index("ix_silences_until", "silences", ["until"])
