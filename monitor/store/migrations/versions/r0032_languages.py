"""Documents by the language of their first version, so that a count reads none of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    is_first = sa.text("version = 1")
    op.create_index(
        "ix_documents_language", "documents", ["language"], sqlite_where=is_first, postgresql_where=is_first
    )
