"""By when documents came, all of them and those that still have a text, so that the old ones are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    has_text = sa.text("text <> ''")
    op.create_index("ix_documents_recorded_at", "documents", ["recorded_at"])
    op.create_index(
        "ix_documents_bodies", "documents", ["recorded_at"], sqlite_where=has_text, postgresql_where=has_text
    )
