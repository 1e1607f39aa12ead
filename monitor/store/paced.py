"""Versions of entries that change too often: each waits in the queue for its turn, a later one in its place.

How often an entry is read is decided in `polling.sorting`; a version that waits is taken up by `Parked.take_up`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam

from monitor.model import PacedItem
from monitor.store.intake import item_digest, row_of, seen_among
from monitor.store.schema import items

TOO_OFTEN = "too_often"
_IDS_A_QUERY = 500
_OVERTAKE = (
    items.update()
    .where(items.c.state == "paced", items.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state="done",
        reason="overtaken",
        finished_at=bindparam("finished"),
        retry_at=None,
        envelope=None,
        content=None,
    )
)


def put(connection: Connection, paced: Sequence[PacedItem], now: datetime) -> None:
    """Let versions that were never seen wait until they are due, each in the place of what waits of its entry."""
    seen = seen_among(connection, [each.item for each in paced])
    new = {each.item.id: each for each in paced if (each.item.id, item_digest(each.item)) not in seen}
    overtake(connection, new, now)
    rows = [
        row_of(each.item, item_digest(each.item), now, None)
        | {"state": "paced", "reason": TOO_OFTEN, "retry_at": each.due_at}
        for each in new.values()
    ]
    if rows:
        connection.execute(items.insert(), rows)


def overtake(connection: Connection, ids: Collection[str], now: datetime) -> None:
    """Be done with what waits of entries that have come in a later version."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _IDS_A_QUERY):
        connection.execute(_OVERTAKE, {"ids": ordered[start : start + _IDS_A_QUERY], "finished": now})
