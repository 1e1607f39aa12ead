"""The ledger as it stands, by watchlist: put together once, and anew when something of the watchlist came."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from monitor.app.ledger import read_courses
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Fact
from monitor.store import Store
from monitor.store.changes import Position

MOST_READ = 3_000  # facts of one watchlist, the latest: a second of the processor; a story of the seeds has a dozen
MOST_KEPT = 6_000  # facts of all watchlists together, some 4 kB each
_LONGEST_KEPT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a watchlist. since: when the earliest was recorded that counts; `None` where all of it does."""

    facts: tuple[Fact, ...]
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read of a watchlist when all had come so far; `read_at` by a clock that only goes on."""

    position: Position
    read_at: float
    known: Known


class Courses:
    """What is known of each watchlist; any thread may call it. The watchlists asked for last are kept in memory."""

    def __init__(self, store: Store, watchlists: Sequence[Watchlist]) -> None:
        self._store, self._watchlists = store, tuple(watchlists)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._turn = Lock()  # of what is kept
        self._turns: defaultdict[str, Lock] = defaultdict(Lock)  # whoever comes while one is put together waits for it

    def of(self, watchlist: str, as_of: datetime | None = None) -> Known:
        """Return what `read_courses` does of the latest facts: those that stand, what was superseded, and what is of
        other events; what was known `as_of` a time is put together for whoever asks.

        A desk's corrections of clusters, which add no fact, are seen within minutes.
        """
        if as_of is not None:
            return self._read(watchlist, as_of)
        with self._turn:
            turn = self._turns[watchlist]
        with turn:
            position = self._store.changes.position()
            with self._turn:
                kept = self._kept.get(watchlist)
            if kept is None or self._has_changed(watchlist, kept, position):
                kept = _Kept(position, monotonic(), self._read(watchlist, None))
            self._keep(watchlist, replace(kept, position=position))
            return kept.known

    def _read(self, watchlist: str, as_of: datetime | None) -> Known:
        before = self._store.views.place_before(watchlist, MOST_READ, as_of)
        behind, since = before if before is not None else (None, None)
        return Known(read_courses(self._store.views, self._watchlists, watchlist, as_of, behind), since)

    def _has_changed(self, watchlist: str, kept: _Kept, position: Position) -> bool:
        if monotonic() - kept.read_at > _LONGEST_KEPT.total_seconds():
            return True
        return kept.position != position and watchlist in self._store.changes.since(kept.position)[0]

    def _keep(self, watchlist: str, kept: _Kept) -> None:
        """Keep it, and let go of those that were asked for longest ago, where all are too many."""
        with self._turn:
            self._kept[watchlist] = kept
            self._kept.move_to_end(watchlist)
            while len(self._kept) > 1 and sum(len(each.known.facts) for each in self._kept.values()) > MOST_KEPT:
                self._kept.popitem(last=False)
