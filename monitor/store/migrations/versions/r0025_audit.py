"""Which version of a document an item became, and indexes by which the audit counts without reading texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("items", sa.Column("version", sa.Integer))
    op.execute(
        "UPDATE items SET version = (SELECT max(documents.version) FROM documents WHERE documents.id = items.id)"
        " WHERE state = 'done' AND reason IS NULL"
    )
    op.create_index("ix_items_version", "items", ["id", "version", "state"])
    op.create_index("ix_documents_audit", "documents", ["id", "version", "is_baseline", "copy_of", "watchlists"])
    op.drop_index("ix_facts_document_id", "facts")
    op.create_index(
        "ix_facts_document_id", "facts", ["document_id", "document_version", "sequence", "alert_id", "outcome", "rule"]
    )
