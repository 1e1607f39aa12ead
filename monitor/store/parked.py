"""Items that ended their readers, or that could not be decided: set aside with their content, and taken up again.

So are versions of entries that change too often, when they are due.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from monitor.core.documents.retries import next_try
from monitor.model import Alert, Delivery, Rejected
from monitor.store.engine import Database
from monitor.store.explained import StoredItem
from monitor.store.outbox import enqueue
from monitor.store.rows import read_items
from monitor.store.schema import Instant, items

MOST_TRIES = 3
PACED_AT_MOST = timedelta(hours=1)
_MOST_TOLD = 1000  # items in one notice
_OTHER = items.alias()
_FIRST_PENDING = (
    select(func.min(_OTHER.c.sequence))
    .where(_OTHER.c.state == "pending", _OTHER.c.id == bindparam("item_id"))
    .scalar_subquery()
)
_IN_HAND = select(items.c.id, items.c.sequence, items.c.attempts, items.c.retries).where(
    items.c.sequence == _FIRST_PENDING
)
_IS_PARKED = items.c.state == "parked"
_IS_DUE = _IS_PARKED & (items.c.retry_at <= bindparam("now"))
# What is due later than any such version can be was planned by a clock that was wrong.
_IS_PACED = (items.c.state == "paced") & or_(
    items.c.retry_at <= bindparam("now"), items.c.retry_at > bindparam("too_late", type_=Instant())
)
_IS_OVERTAKEN = (
    select(_OTHER.c.sequence)
    .where(_OTHER.c.id == items.c.id, _OTHER.c.sequence > items.c.sequence, _OTHER.c.state == "done")
    .exists()
)
_UNTOLD = _IS_PARKED & ~items.c.is_told


class Parked:
    """The parked items of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def park(self, rejected: Rejected, now: datetime) -> None:
        """Set the version of the item that was handed out aside, with the reason, until it is tried again."""
        with self._database.write() as connection:
            row = connection.execute(_IN_HAND, {"item_id": rejected.id}).first()
            if row:
                park(connection, row, f"{rejected.reason}: {rejected.detail}", now)

    def count_try(self, item_id: str, error: str, now: datetime) -> None:
        """Count that deciding the version of the item that was handed out failed, with `error`, by a fault of this
        program; the third time it is parked.
        """
        with self._database.write() as connection:
            row = connection.execute(_IN_HAND, {"item_id": item_id}).first()
            if row is None:
                return
            connection.execute(_of(row).values(attempts=row.attempts + 1))
            if row.attempts + 1 >= MOST_TRIES:
                park(connection, row, f"deciding it failed {MOST_TRIES} times, at last: {error}", now)

    def take_up(self, now: datetime, *, is_forced: bool = False) -> int:
        """Let what is due be handed out again, or, where it is forced, all that is parked too, as if for the first
        time; return how many items those are.

        One try is enough to park an item again. A version that a later one has overtaken is done with.
        """
        asked = {"now": now, "is_forced": is_forced, "too_late": now + PACED_AT_MOST}
        with self._database.read() as connection:
            if connection.execute(_DUE, asked).first() is None:
                return 0
        with self._database.write() as connection:
            due = connection.execute(_DUE, asked).all()
            for row in due:
                again = {"state": "pending", "attempts": MOST_TRIES - 1, "reason": None, "retry_at": None}
                if row.state == "paced":
                    connection.execute(_of(row).values(again | {"attempts": 0}))
                    continue
                end = {"state": "done", "reason": "overtaken", "finished_at": now, "envelope": None, "content": None}
                retries = 0 if is_forced else row.retries + 1
                connection.execute(_of(row).values(**(end if row.is_overtaken else again), retries=retries))
        return sum(not row.is_overtaken for row in due)

    def untold(self) -> tuple[StoredItem, ...]:
        """Return items of which the desk was not told that they are parked; the first where there are very many."""
        with self._database.read() as connection:
            return read_items(connection, _UNTOLD)[:_MOST_TOLD]

    def tell(self, ids: Collection[str], notice: Alert, deliveries: Sequence[Delivery], now: datetime) -> None:
        """Queue a notice, and note with it that the desk knows that these items are parked."""
        with self._database.write() as connection:
            enqueue(connection, (notice,), deliveries, now)
            connection.execute(items.update().where(_UNTOLD, items.c.id.in_(ids)).values(is_told=True))


_DUE = select(items.c.sequence, items.c.retries, items.c.state, _IS_OVERTAKEN.label("is_overtaken")).where(
    or_(_IS_DUE, _IS_PACED, _IS_PARKED & bindparam("is_forced"))
)


def park(connection: Connection, row: Any, reason: str, now: datetime) -> None:
    """Set a version aside; row: its id, sequence and retries."""
    retry_at = next_try(row.id, row.retries, now)
    connection.execute(_of(row).values(state="parked", reason=reason, retry_at=retry_at))


def _of(row: Any) -> Any:
    return items.update().where(items.c.sequence == row.sequence)
