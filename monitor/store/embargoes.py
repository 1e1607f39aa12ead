"""Items under embargo: held with their content until its time, and then handed out as what has just come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from monitor.model import Alert, Delivery
from monitor.model.errors import UsageError
from monitor.store.codec import read_item, write_item
from monitor.store.engine import Database
from monitor.store.explained import StoredItem
from monitor.store.outbox import enqueue
from monitor.store.rows import read_items
from monitor.store.schema import items

_MOST_TOLD = 1000  # items in one notice
_later, _first = items.alias(), items.alias()
_FIRST_PENDING = (
    select(func.min(_first.c.sequence))
    .where(_first.c.state == "pending", _first.c.id == bindparam("item_id"))
    .scalar_subquery()
)
_IN_HAND = select(items.c.sequence, items.c.held_until, items.c.envelope, items.c.content).where(
    items.c.sequence == _FIRST_PENDING
)
_IS_HELD = items.c.state == "held"
_IS_UNTOLD = _IS_HELD & items.c.held_until.is_(None) & ~items.c.is_told


def _has_later(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(_later.c.sequence)
        .where(_later.c.id == items.c.id, _later.c.sequence > items.c.sequence, condition)
        .exists()
    )


_IS_OVERTAKEN = _has_later((_later.c.state == "held") | ((_later.c.state == "done") & _later.c.version.is_not(None)))
_DUE = (
    select(items.c.sequence, items.c.held_until, items.c.envelope, items.c.content, _IS_OVERTAKEN.label("is_overtaken"))
    .where(_IS_HELD, items.c.held_until <= bindparam("now"), ~_has_later(_later.c.state == "pending"))
    .order_by(items.c.held_until, items.c.sequence)
)


class Embargoes:
    """The held items of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self, item_id: str, words: str, until: datetime | None, now: datetime) -> bool:
        """Hold the version of the item that was handed out, until then or, with `None`, until a person lets it go; tell
        whether it is held, which what was let go already is not.
        """
        with self._database.write() as connection:
            row = connection.execute(_IN_HAND, {"item_id": item_id}).first()
            if row is None or (row.held_until is not None and row.held_until <= now):
                return False
            connection.execute(_of(row).values(state="held", reason=words, held_until=until, is_told=False))
            return True

    def let_go(self, now: datetime) -> int:
        """Hand out what is held until `now` or before, published at the end of its embargo; return how many items.

        What comes then is news even if its source was first read while it was held. A version that a later one has
        overtaken is done with; one whose later version is still to be read waits for that.
        """
        with self._database.read() as connection:
            if connection.execute(_DUE, {"now": now}).first() is None:
                return 0
        with self._database.write() as connection:
            due = connection.execute(_DUE, {"now": now}).all()
            for row in due:
                end = {"state": "done", "reason": "overtaken", "finished_at": now, "envelope": None, "content": None}
                connection.execute(_of(row).values(**(end if row.is_overtaken else _handed_out(row, row.held_until))))
        return sum(not row.is_overtaken for row in due)

    def release(self, wanted: str, now: datetime) -> StoredItem:
        """Hand out the held item with this id, or with the only id that begins so, at once; raise UsageError where
        there is none, or several.
        """
        with self._database.write() as connection:
            is_meant = _IS_HELD & items.c.id.startswith(wanted, autoescape=True)
            found = {item.id: item for item in read_items(connection, is_meant)}
            item = found.get(wanted) or (next(iter(found.values())) if len(found) == 1 else None)
            if item is None:
                few = f"{len(found)} held articles have ids that begin so; give more of it"
                raise UsageError(
                    f"{wanted}: {few if found else 'no article under embargo has this id'}; see monitor status"
                )
            query = select(items.c.sequence, items.c.envelope, items.c.content).where(_IS_HELD, items.c.id == item.id)
            for row in connection.execute(query.order_by(items.c.sequence)).all():
                connection.execute(_of(row).values(**_handed_out(row, now)))
        return item

    def untold(self) -> tuple[StoredItem, ...]:
        """Return items that wait for a person of which the desk was not told; the first where there are very many."""
        with self._database.read() as connection:
            return read_items(connection, _IS_UNTOLD)[:_MOST_TOLD]

    def tell(self, ids: Collection[str], notice: Alert, deliveries: Sequence[Delivery], now: datetime) -> None:
        """Queue a notice, and note with it that the desk knows that these items wait for a person."""
        with self._database.write() as connection:
            enqueue(connection, (notice,), deliveries, now)
            connection.execute(items.update().where(_IS_UNTOLD, items.c.id.in_(ids)).values(is_told=True))


def _handed_out(row: Any, at: datetime) -> dict[str, Any]:
    """Return what an item's row is when it is handed out, as published at the end of its embargo."""
    item = read_item(row.envelope, row.content)
    published_at = max(item.published_at, at) if item.published_at is not None else at
    envelope, content = write_item(replace(item, published_at=published_at, is_baseline=False))
    told = {"state": "pending", "reason": None, "held_until": at, "ordered_at": published_at}
    return {**told, "envelope": envelope, "content": content}


def _of(row: Any) -> Any:
    return items.update().where(items.c.sequence == row.sequence)
