"""How many pages of feeds' entries are still to be had."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from monitor.store.schema import awaited_pages

_TALLY = (
    select(
        awaited_pages.c.host,
        awaited_pages.c.reason,
        func.count().label("pages"),
        func.min(awaited_pages.c.first_at).label("first_at"),
    )
    .group_by(awaited_pages.c.host, awaited_pages.c.reason)
    .order_by(awaited_pages.c.host, awaited_pages.c.reason)
)


@dataclass(frozen=True, slots=True)
class PageTally:
    """How many pages are still to be had, by host and then by reason, and for how long the first of them has waited."""

    by_host: dict[str, dict[str, int]]
    oldest: timedelta | None = None

    @property
    def count(self) -> int:
        """The number of all of them."""
        return sum(sum(reasons.values()) for reasons in self.by_host.values())

    @property
    def by_reason(self) -> dict[str, int]:
        """How many there are for each reason, of all hosts together."""
        total: Counter[str] = Counter()
        for reasons in self.by_host.values():
            total.update(reasons)
        return dict(sorted(total.items()))


def tally(connection: Connection, now: datetime) -> PageTally:
    """Return what is still to be had at `now`."""
    by_host: dict[str, dict[str, int]] = {}
    oldest: datetime | None = None
    for row in connection.execute(_TALLY):
        by_host.setdefault(row.host, {})[row.reason] = row.pages
        oldest = min(oldest or row.first_at, row.first_at)
    return PageTally(by_host, max(now - oldest, timedelta(0)) if oldest is not None else None)
