"""Facts by what they are counted by, so that a count reads none of them."""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_index("ix_facts_counts", "facts", ["outcome", "rule", "ended_at", "alert_id"])
