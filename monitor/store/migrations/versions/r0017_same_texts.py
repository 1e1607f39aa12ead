"""Documents by their text, so that one that comes again under a new date is known."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_index("ix_documents_content_hash", "documents", ["content_hash"])
