"""Pages of feeds' entries that could not be had at once: queued with the poll that brought the entry, taken out with
the page.

The entry itself is queued with its feed's words by the same poll, so nothing waits for a row of this table.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from monitor.model import AwaitedPage, PageTry
from monitor.store import intake
from monitor.store.codec import read_item, write_item
from monitor.store.engine import Database
from monitor.store.hosts import hold
from monitor.store.schema import awaited_pages

LONGEST_WAIT = timedelta(hours=27)  # what is due later was planned by a clock that was wrong

_TABLE = awaited_pages
_DROP = _TABLE.delete().where(_TABLE.c.item_id == bindparam("of_item"))
# An entry that its feed has told anew since it was read, in another version, is left alone.
_IS_AS_READ = (_TABLE.c.item_id == bindparam("of_item")) & (
    func.coalesce(_TABLE.c.revision, "") == bindparam("as_read")
)
_END = _TABLE.delete().where(_IS_AS_READ)
_PUT_OFF = (
    _TABLE.update()
    .where(_IS_AS_READ)
    .values({name: bindparam(f"new_{name}") for name in ("reason", "due_at", "tries", "asked_at")})
)
_IS_DUE = or_(
    _TABLE.c.due_at <= bindparam("now"),
    _TABLE.c.due_at > bindparam("too_late"),
    _TABLE.c.asked_at < bindparam("asked_before"),
)
_IN_TURN = (
    select(
        *_TABLE.c,
        func.row_number()
        .over(partition_by=_TABLE.c.host, order_by=(_TABLE.c.due_at, _TABLE.c.tries, _TABLE.c.item_id))
        .label("place"),
    )
    .where(_IS_DUE, _TABLE.c.host.not_in(bindparam("busy", expanding=True)))
    .subquery()
)
_DUE = (
    select(_IN_TURN)
    .where(_IN_TURN.c.place <= bindparam("most_a_host"))
    .order_by(_IN_TURN.c.place, _IN_TURN.c.due_at, _IN_TURN.c.item_id)
    .limit(bindparam("count"))
)
_COUNT = select(func.count()).where(_TABLE.c.source == bindparam("source"))
_BY_SOURCE = select(_TABLE.c.source, func.count()).group_by(_TABLE.c.source)


class AwaitedPages:
    """The queue of one database. Any thread may call its methods, each of which is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(
        self,
        now: datetime,
        busy: Collection[str],
        *,
        asked_before: datetime | None = None,
        most_a_host: int = 8,
        count: int = 200,
    ) -> list[AwaitedPage]:
        """Return pages that are to be asked for, first the first of each host, none of a `busy` one.

        asked_before: what was asked for last before that is due as well.
        """
        asked = {"now": now, "too_late": now + LONGEST_WAIT, "asked_before": asked_before, "busy": list(busy)}
        with self._database.read() as connection:
            rows = connection.execute(_DUE, asked | {"most_a_host": most_a_host, "count": count})
            return [_page(row) for row in rows]

    def count(self, source: str) -> int:
        """Return how many pages of one source are still to be had."""
        with self._database.read() as connection:
            return connection.execute(_COUNT, {"source": source}).scalar_one()

    def by_source(self) -> dict[str, int]:
        """Return how many pages are still to be had, by the source that named them."""
        with self._database.read() as connection:
            return {name: count for name, count in connection.execute(_BY_SOURCE)}  # noqa: C416 (rows are not pairs to mypy)

    def note(self, tried: PageTry, now: datetime) -> int:
        """Store what asking brought, in one commit; return how many items were queued, 1 or 0.

        An entry whose page was had is queued once: with the same commit it is in the queue no more.
        """
        page = tried.page
        as_read = {"of_item": page.item.id, "as_read": page.item.revision or ""}
        with self._database.write() as connection:
            hold(connection, [(page.host, tried.held_until)])
            if tried.next is not None:
                new = {f"new_{name}": getattr(tried.next, name) for name in ("reason", "due_at", "tries", "asked_at")}
                connection.execute(_PUT_OFF, as_read | new)
                return 0
            is_as_read = connection.execute(_END, as_read).rowcount == 1
            return intake.queue(connection, [[tried.item]], now)[0] if tried.item is not None and is_as_read else 0


def put(connection: Connection, awaited: Sequence[AwaitedPage], settled: Sequence[str]) -> None:
    """Queue pages in the place of those that were awaited for the same entries, and take out what is settled."""
    dropped = [{"of_item": item_id} for item_id in (*settled, *(page.item.id for page in awaited))]
    if dropped:
        connection.execute(_DROP, dropped)
    if awaited:
        connection.execute(_TABLE.insert(), [_row(page) for page in awaited])


def _row(page: AwaitedPage) -> dict[str, Any]:
    envelope, content = write_item(page.item)
    return {
        "item_id": page.item.id,
        "source": page.item.source,
        "host": page.host,
        "revision": page.item.revision,
        "envelope": envelope,
        "content": content,
        "reason": page.reason,
        "first_at": page.first_at,
        "due_at": page.due_at,
        "tries": page.tries,
        "asked_at": page.asked_at,
    }


def _page(row: Any) -> AwaitedPage:
    return AwaitedPage(
        item=read_item(row.envelope, row.content),
        host=row.host,
        reason=row.reason,
        first_at=row.first_at,
        due_at=row.due_at,
        tries=row.tries,
        asked_at=row.asked_at,
    )
