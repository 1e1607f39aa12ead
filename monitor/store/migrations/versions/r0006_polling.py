"""What polls remember: attempts, moves, rhythm and what the desk was told; what each feed's entries are known by; hosts
that asked for a pause.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_instant = sa.String(27)


def upgrade() -> None:
    for column in (
        sa.Column("note", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("attempt_hash", sa.Text),
        sa.Column("read_at", _instant),
        sa.Column("distrusts_validators", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("moved_url", sa.Text),
        sa.Column("moving_url", sa.Text),
        sa.Column("moving_count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("rhythm_seconds", sa.Float),
        sa.Column("asked_seconds", sa.Float),
        sa.Column("changed_at", _instant),
        sa.Column("failing_since", _instant),
        sa.Column("told_state", sa.Text),
    ):
        op.add_column("sources", column)
    op.execute("UPDATE sources SET read_at = last_success_at, changed_at = last_news_at")
    op.create_table(
        "feed_entries",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("item_id", sa.Text, primary_key=True),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("revisions", sa.Integer, nullable=False),
        sa.Column("key_count", sa.Integer, nullable=False),
    )
    op.create_table(
        "feed_keys",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("item_id", sa.Text, nullable=False),
    )
    op.create_table(
        "hosts", sa.Column("host", sa.Text, primary_key=True), sa.Column("held_until", _instant, nullable=False)
    )
