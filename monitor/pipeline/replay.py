"""A folder of documents through the daemon's own pipeline, with each document's time as `now`."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.core.records import Record
from monitor.model import Analysis, Decision, RawItem, Rejected
from monitor.pipeline.pipeline import Pipeline
from monitor.store.spool import Key, Spool

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # the time of a document that has none: it sorts first and is never stale
_FIRST = datetime(1, 1, 1, tzinfo=UTC)  # of what can't be read and has no date


def replay(
    documents: Path | Sequence[RawItem], pipeline: Pipeline, progress: Callable[[int], None] = lambda _: None
) -> Iterator[Decision | Rejected]:
    """Yield a decision or a rejection for each document of a folder, a file or a list, by publication, then name; what
    can't be read comes first, unless its date is known without reading.

    What has such a date is read when its turn comes, while others are decided; the rest is read before the first is
    decided, since a page may carry its date inside. All that waits lies on disk. What is under embargo comes at the end
    of it, and is read as of that time; where that can't be read, it is refused, since no person lets it go here.
    `UsageError` where there is nothing to read, StoreError where the disk is full.

    progress: called with the number of documents read since the last call.
    """
    with Spool[RawItem]() as unread, Spool[Analysis | Rejected]() as read:
        for turn in _Order(pipeline, unread, read, progress).turns(documents):
            yield pipeline.decide(turn, UNDATED if isinstance(turn, Rejected) else _now(turn))


class _Order:
    """Puts the documents of one replay in their order: `unread` are those that have a date, `read` all others."""

    def __init__(
        self,
        pipeline: Pipeline,
        unread: Spool[RawItem],
        read: Spool[Analysis | Rejected],
        progress: Callable[[int], None],
    ) -> None:
        self._pipeline, self._unread, self._read, self._progress = pipeline, unread, read, progress

    def turns(self, documents: Path | Sequence[RawItem]) -> Iterator[Analysis | Rejected]:
        for item, result in self._pipeline.analyse_archive(documents, self._puts_off):
            self._progress(1)
            self._wait(result, item)
        keys: deque[Key] = deque()
        for item, result in self._pipeline.analyse(self._in_turn(keys)):
            self._progress(1)
            key = keys.popleft()
            while (first := self._read.first()) is not None and first < key:
                yield self._read.take()
            judged = self._judge(item, result)
            if isinstance(judged, RawItem):
                self._wait_for_its_end(judged)
            else:
                yield judged
        yield from self._read.drain()

    def _puts_off(self, item: RawItem | Rejected) -> bool:
        """Let an item wait unread where reading it can't change its place, and what can't be had; tell whether it
        does.
        """
        if isinstance(item, Rejected):
            self._progress(1)
            self._wait(item, None)
            return True
        at = item.published_at
        if at is None or (item.observed_at or at) < at:  # an embargo may end between the two
            return False
        self._unread.add((at, item.id), item)
        return True

    def _in_turn(self, keys: deque[Key]) -> Iterator[RawItem]:
        while (key := self._unread.first()) is not None:
            keys.append(key)
            yield self._unread.take()

    def _wait(self, result: Analysis | Rejected, item: RawItem | None) -> None:
        """Let what was read wait for its turn, which is after its embargo where it is under one."""
        judged = self._judge(item, result)
        if isinstance(judged, RawItem):
            self._wait_for_its_end(judged)
        else:
            self._read.add(_key(judged), judged)

    def _judge(self, item: RawItem | None, result: Analysis | Rejected) -> Analysis | Rejected | RawItem:
        """Return what was read; of what is under an embargo the item as of its end, or why it is refused."""
        hold = None if isinstance(result, Rejected) else self._pipeline.hold_of(result, _now(result))
        if isinstance(result, Rejected) or hold is None:
            return result
        if hold.until is None:
            name = result.item_id
            return Rejected(name, "embargoed", f"{name}: {hold.words}; take these words out to replay it")
        assert item is not None  # which `analyse_archive` promises of what is under an embargo
        return replace(item, published_at=hold.until, observed_at=hold.until, is_baseline=False)

    def _wait_for_its_end(self, item: RawItem) -> None:
        ((_, result),) = self._pipeline.analyse([item])
        self._read.add(_key(result), result)


def _key(result: Analysis | Rejected) -> Key:
    if isinstance(result, Rejected):
        return _FIRST, result.id
    return result.document.published_at or UNDATED, result.item_id


def _now(analysis: Analysis) -> datetime:
    return analysis.document.observed_at or analysis.document.published_at or UNDATED


@dataclass
class Summary:
    """Counts of a replay, by record and by outcome."""

    records: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    copies: int = 0

    @property
    def is_unread(self) -> bool:
        """Whether there was something, and none of it could be read."""
        return self.records["rejected"] > 0 and not self.records["document"]

    def add(self, result: Decision | Rejected) -> None:
        """Count one result."""
        if isinstance(result, Rejected):
            self.records["rejected"] += 1
            return
        self.records["document"] += 1
        self.records["fact"] += len(result.facts)
        self.records["alert"] += len(result.alerts)
        self.outcomes.update(fact.outcome.value for fact in result.facts)
        self.copies += result.assignment.copy_of is not None


def compare_alerts(expected: Sequence[Record], actual: Sequence[Record]) -> tuple[str, ...]:
    """Return the differences between two lists of alert records, a line each; none where they agree.

    Alerts are paired by watchlist and document, in order. Only the fields that an expected alert has are compared, so a
    list written by hand may leave out ids and times.
    """
    waiting: dict[tuple[object, object], list[Record]] = {}
    for alert in actual:
        waiting.setdefault(_place_of(alert), []).append(alert)
    lines = []
    for alert in expected:
        pair = waiting.get(_place_of(alert))
        if not pair:
            lines.append(f"missing     {_name_of(alert)}")
            continue
        found = pair.pop(0)
        for name, value in alert.items():
            if found.get(name) != value:
                lines.append(
                    f"different   {_name_of(alert)}\n  {name}: expected {value!r}\n  {name}: found   "
                    f" {found.get(name)!r}"
                )
    lines += [f"unexpected  {_name_of(alert)}" for left in waiting.values() for alert in left]
    return tuple(lines)


def _place_of(alert: Record) -> tuple[object, object]:
    return alert.get("watchlist"), alert.get("document_id")


def _name_of(alert: Record) -> str:
    return f"{alert.get('watchlist')}: {alert.get('headline')} ({alert.get('document_id')})"
