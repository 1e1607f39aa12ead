"""Alerts and facts are found by their watchlist, alerts by their time, and notices among the documents: pages of the
board ask for them at each look.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"


def upgrade() -> None:
    op.create_index("ix_alerts_watchlist", "alerts", ["watchlist", "sequence"])
    op.create_index("ix_alerts_at", "alerts", ["at"])
    op.create_index("ix_facts_watchlist", "facts", ["watchlist", "sequence"])
    is_notice = sa.text("notice IS NOT NULL")
    op.create_index("ix_documents_notice", "documents", ["id"], sqlite_where=is_notice, postgresql_where=is_notice)
