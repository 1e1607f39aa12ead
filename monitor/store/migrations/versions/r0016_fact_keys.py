"""A claim is looked up by watchlist and fact alone: how two figures lie to one another is said by their slots, not by
their keys.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_BATCH = 1_000
_facts = sa.table(
    "facts", sa.column("sequence", sa.BigInteger), sa.column("claim_key", sa.Text), sa.column("claim", sa.Text)
)
_AFTER = (
    sa.select(_facts.c.sequence, _facts.c.claim)
    .where(_facts.c.sequence > sa.bindparam("last"))
    .order_by(_facts.c.sequence)
    .limit(_BATCH)
)


def upgrade() -> None:
    connection = op.get_bind()
    last = 0
    while rows := connection.execute(_AFTER, {"last": last}).all():
        for sequence, text in rows:
            stored = json.loads(text)
            value = stored["value"]
            value["key"] = f"{value['watchlist']}|{value['fact']}"
            changed = {"claim_key": value["key"], "claim": json.dumps(stored, separators=(",", ":"))}
            connection.execute(_facts.update().where(_facts.c.sequence == sequence).values(changed))
        last = rows[-1].sequence
