"""The items that sources brought: what was seen, what waits for its decision, what was given up."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal, select, tuple_

from monitor.model import RawItem, Rejected
from monitor.store.codec import read_item, write_item
from monitor.store.embargoes import Embargoes
from monitor.store.engine import Database
from monitor.store.schema import items, rejections
from monitor.store.statements import Prepared

_IDS_A_QUERY = 500

_SEEN = select(items.c.id, items.c.digest).where(items.c.id.in_(bindparam("ids", expanding=True)))
_OTHER = items.alias()
_FIRST_VERSION = (
    select(func.min(_OTHER.c.sequence)).where(_OTHER.c.state == "pending", _OTHER.c.id == items.c.id).scalar_subquery()
)
_ORDER = (items.c.ordered_at, items.c.id, items.c.sequence)
_IS_WAITING = (items.c.state == "pending") & items.c.id.not_in(bindparam("in_hand", expanding=True))
_IS_FIRST = _IS_WAITING & (items.c.sequence == _FIRST_VERSION)
_LATER_VERSION = select(*_ORDER).where(_IS_WAITING, items.c.sequence != _FIRST_VERSION).order_by(*_ORDER).limit(1)
_BROUGHT_BY = func.coalesce(items.c.brought_by, items.c.source)
_FIRST_PENDING = (
    select(func.min(_OTHER.c.sequence))
    .where(_OTHER.c.state == "pending", _OTHER.c.id == bindparam("item_id"))
    .scalar_subquery()
)
_FINISH = Prepared(
    items.update()
    .where(items.c.sequence == _FIRST_PENDING)
    .values(
        state=bindparam("new_state"),
        reason=bindparam("why"),
        finished_at=bindparam("finished"),
        version=bindparam("new_version"),
        envelope=None,
        content=None,
    )
)
_IN_HAND = select(items.c.envelope, items.c.content).where(items.c.sequence == _FIRST_PENDING)
_REJECT = rejections.insert()
_REJECTED = select(rejections.c.sequence).where(
    rejections.c.item_id == bindparam("item_id"),
    rejections.c.reason == bindparam("reason"),
    rejections.c.detail == bindparam("detail"),
)


class Intake:
    """The items of one database on their way to a decision; any thread may call it. `embargoes`: those held for one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.embargoes = Embargoes(database)

    def pending(self, limit: int, in_hand: Collection[str] = ()) -> list[RawItem]:
        """Hand out up to `limit` items, oldest first, one version of an id at a time (the first accepted), and none
        that is `in_hand`; what of it isn't decided afterwards is handed out again.

        Where more wait, each source has its turn: the oldest of each, then the next of each; so one with a thousand
        articles holds up nobody. What is younger than a version that has to wait for an earlier one waits too, so that
        all is decided in its order. That counts as no try: whatever ends the whole process meanwhile is no fault of an
        item, which is read elsewhere.
        """
        known = {"in_hand": list(in_hand)}
        with self._database.read() as connection:
            later = connection.execute(_LATER_VERSION, known).first()
            is_in_turn = _IS_FIRST & _is_before(later) if later else _IS_FIRST
            rows = _oldest(connection, is_in_turn, limit + 1, known)
            if len(rows) > limit:
                rows = _by_turns(connection, is_in_turn, limit, known)
            found = rows or _oldest(connection, _IS_FIRST, 1, known)
        return [read_item(row.envelope, row.content) for row in found]

    def item(self, item_id: str) -> RawItem | None:
        """Return the version of the item that is to be decided next; `None` where none waits."""
        with self._database.read() as connection:
            return item_in_hand(connection, item_id)

    def reject(self, rejected: Rejected, now: datetime) -> None:
        """Record the rejection, once however often the same is found, and mark the item, where it was queued, as
        rejected.
        """
        found = {"item_id": rejected.id, "reason": rejected.reason, "detail": rejected.detail}
        end = {"item_id": rejected.id, "new_state": "rejected", "why": rejected.reason, "finished": now}
        end |= {"new_version": None}
        with self._database.write() as connection:
            if connection.execute(_REJECTED, found).first() is None:
                connection.execute(_REJECT, {**found, "rejected_at": now})
            _FINISH.run(connection, end)

    def pass_over(self, rejected: Rejected, now: datetime) -> None:
        """Mark an item that was to replace an earlier version and is no article as done, with the reason for which it
        replaces nothing; what was read before stands.
        """
        end = {"item_id": rejected.id, "new_state": "done", "why": rejected.reason, "finished": now}
        end |= {"new_version": None}
        with self._database.write() as connection:
            _FINISH.run(connection, end)


def queue(
    connection: Connection, brought: Sequence[Sequence[RawItem]], now: datetime, names: Sequence[str | None] = (None,)
) -> list[int]:
    """Queue what was never seen with its content of several sources' items; return of how many, source by source.

    names: by which feed or folder each was brought, `None` where the items' own source says it.
    """
    seen = seen_among(connection, [item for items_of_one in brought for item in items_of_one])
    rows: list[dict[str, Any]] = []
    counts = []
    for items_of_one, name in zip(brought, names, strict=True):
        before = len(rows)
        for item in items_of_one:
            digest = item_digest(item)
            if (item.id, digest) not in seen:
                seen.add((item.id, digest))
                rows.append(row_of(item, digest, now, name))
        counts.append(len(rows) - before)
    if rows:
        connection.execute(items.insert(), rows)
    return counts


def select_unseen(connection: Connection, brought: Sequence[RawItem]) -> list[RawItem]:
    """Return those of `brought` that `queue` would queue."""
    seen = seen_among(connection, brought)
    return [item for item in brought if (item.id, item_digest(item)) not in seen]


def item_in_hand(connection: Connection, item_id: str) -> RawItem | None:
    """Return the version of the item that was handed out; `None` where the item was never queued (replay)."""
    row = connection.execute(_IN_HAND, {"item_id": item_id}).first()
    return read_item(row.envelope, row.content) if row else None


def finish(connection: Connection, item_id: str, now: datetime, version: int | None) -> None:
    """Mark the version of the item that was handed out as decided; nothing where the item was never queued (replay).

    version: of the document that it became, `None` where it changed nothing.
    """
    end = {"item_id": item_id, "new_state": "done", "why": None, "finished": now, "new_version": version}
    _FINISH.run(connection, end)


def item_digest(item: RawItem) -> str:
    """Return what changes when the item's revision changes, or, where it has none, title, content or the kind of
    content: SHA-256, 64 hex digits.
    """
    digest = hashlib.sha256()
    for part in (
        (item.media_type, item.title or "", item.content) if item.revision is None else ("revision", item.revision)
    ):
        piece = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(piece).to_bytes(8, "big"))
        digest.update(piece)
    return digest.hexdigest()


def _is_before(row: Sequence[Any]) -> ColumnElement[bool]:
    return tuple_(*_ORDER) < tuple_(*(literal(value, column.type) for value, column in zip(row, _ORDER, strict=True)))


def _oldest(
    connection: Connection, is_meant: ColumnElement[bool], count: int, known: dict[str, list[str]]
) -> Sequence[Any]:
    query = select(items.c.envelope, items.c.content).where(is_meant).order_by(*_ORDER).limit(count)
    return connection.execute(query, known).all()


def _by_turns(
    connection: Connection, is_meant: ColumnElement[bool], count: int, known: dict[str, list[str]]
) -> Sequence[Any]:
    turn = func.row_number().over(partition_by=_BROUGHT_BY, order_by=_ORDER).label("turn")
    lined_up = select(*_ORDER, turn).where(is_meant).subquery()
    place = (lined_up.c.turn, lined_up.c.ordered_at, lined_up.c.id, lined_up.c.sequence)
    chosen = select(lined_up.c.sequence).order_by(*place).limit(count)
    query = select(items.c.envelope, items.c.content).where(items.c.sequence.in_(chosen)).order_by(*_ORDER)
    return connection.execute(query, known).all()


def seen_among(connection: Connection, brought: Sequence[RawItem]) -> set[tuple[str, str]]:
    """Return the id and digest of all versions that were ever accepted of the items."""
    ids = sorted({item.id for item in brought})
    portions = (ids[start : start + _IDS_A_QUERY] for start in range(0, len(ids), _IDS_A_QUERY))
    return {(row.id, row.digest) for portion in portions for row in connection.execute(_SEEN, {"ids": portion})}


def row_of(item: RawItem, digest: str, now: datetime, name: str | None) -> dict[str, Any]:
    """Return the row of an item that waits for its decision; name: by which feed or folder it was brought."""
    envelope, content = write_item(item)
    return {
        "id": item.id,
        "digest": digest,
        "source": item.source,
        "brought_by": name if name != item.source else None,
        "ordered_at": item.published_at or item.observed_at or now,
        "accepted_at": now,
        "state": "pending",
        "attempts": 0,
        "envelope": envelope,
        "content": content,
    }
