"""What is new under a claim's key is found without reading the other facts."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_facts_claim_key", "facts", ["claim_key", "sequence"])
