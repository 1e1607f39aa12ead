"""Articles that took longer than the quick lane gives, and with them all that their sources bring until they are read:
one after the other, beside the others.

They stay pending in the database, so a daemon that ends loses nothing; each is decided when its reading comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, wait

from monitor.model import RawItem
from monitor.store.intake import Intake
from monitor.workers.analysts import Analysts, Result, Unread

_MOST = 500  # that wait; while there are as many, what else their sources bring is left in the database


class _Turns:
    """Ids that wait, by source; the sources take turns, and what one has brought stays in its order."""

    def __init__(self) -> None:
        self.by_source: dict[str, list[str]] = {}

    def add(self, item: RawItem) -> None:
        self.by_source.setdefault(item.source, []).append(item.id)

    def take(self) -> str | None:
        """Return the next; `None` where nothing waits."""
        if not self.by_source:
            return None
        source = next(iter(self.by_source))
        first, *others = self.by_source.pop(source)
        if others:
            self.by_source[source] = others  # behind the other sources
        return first


class LongLane:
    """The long lane of one pipeline; its methods belong to one thread at a time.

    What was never tried goes first, with a few seconds each, so that what is quick of a source that has brought many
    slow articles waits for a few seconds of each; what was late begins again when nothing else waits here.
    """

    def __init__(self, intake: Intake, analysts: Analysts) -> None:
        self._intake, self._analysts = intake, analysts
        self._untried, self._late = _Turns(), _Turns()
        self._in_hand: tuple[RawItem, Future[Result | Unread]] | None = None

    @property
    def ids(self) -> frozenset[str]:
        """The items that are here."""
        waiting = (*self._untried.by_source.values(), *self._late.by_source.values())
        in_hand = (self._in_hand[0].id,) if self._in_hand else ()
        return frozenset((*in_hand, *(item_id for ids in waiting for item_id in ids)))

    def __bool__(self) -> bool:
        return bool(self.ids)

    def add_late(self, item: RawItem) -> None:
        """Take an item that the quick lane could not read in its time."""
        self._late.add(item)
        self._begin()

    def leave_quick(self, items: Iterable[RawItem]) -> list[RawItem]:
        """Return those of the items that the quick lane is to read: of no source that has something here. The others
        are taken.
        """
        slow = {*self._untried.by_source, *self._late.by_source, *((self._in_hand[0].source,) if self._in_hand else ())}
        quick, room = [], _MOST - len(self.ids)
        for item in items:
            if item.source not in slow:
                quick.append(item)
            elif room > 0:
                self._untried.add(item)
                room -= 1
        return quick

    def take(self, seconds: float = 0.0) -> tuple[RawItem, Result] | None:
        """Return an item whose reading comes to its end within `seconds`; raise what the reading raised.

        Such an item is no longer here, and is handed out by the intake again until it is decided.
        """
        self._begin()
        while self._in_hand is not None and wait((self._in_hand[1],), seconds).done:
            item, reading = self._in_hand
            self._in_hand = None
            result = reading.result()
            if isinstance(result, Unread):
                self._late.add(item)
            self._begin()
            if not isinstance(result, Unread):
                return item, result
        return None

    def _begin(self) -> None:
        """Read the next item, where none is being read."""
        while self._in_hand is None and (turn := self._next()):
            item_id, is_late = turn
            item = self._intake.item(item_id)
            if item is not None:
                self._in_hand = item, self._analysts.read_beside(item, is_late=is_late)

    def _next(self) -> tuple[str, bool] | None:
        untried = self._untried.take()
        if untried is not None:
            return untried, False
        late = self._late.take()
        return (late, True) if late is not None else None
