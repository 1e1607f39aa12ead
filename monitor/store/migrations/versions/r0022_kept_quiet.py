"""What silences and mutes keep quiet, until it is told; silences that are over by now are taken for summed up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("facts", sa.Column("kept_outcome", sa.String(32)))
    is_kept = sa.text("kept_outcome IS NOT NULL")
    op.create_index("ix_facts_kept", "facts", ["recorded_at"], sqlite_where=is_kept, postgresql_where=is_kept)
    op.add_column("silences", sa.Column("summed_at", sa.String(27)))
    now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')" if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_NOW
    op.execute(f"UPDATE silences SET summed_at = made_at WHERE lifted_at IS NOT NULL OR until <= {now}")  # noqa: S608 (words of ours)


_POSTGRESQL_NOW = "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
