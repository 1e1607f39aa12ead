"""Analysis in order, in this process or in worker processes that can die without taking the batch with them.

An item that ends its worker is rejected alone; what was handed over with it is read by another worker. Where news may
not wait for the slowest, items are read in two lanes: a quick one, and one beside it, in which what did not come to its
end begins again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from enum import Enum, auto
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Protocol, TypeVar

from monitor.core.analysis import Reader, analyse
from monitor.core.clusters import signatures
from monitor.core.clusters.signatures import Permutations
from monitor.core.facts.watchlist import Watchlist
from monitor.data.resources import load_agencies, load_gazetteer, load_languages
from monitor.model import Analysis, RawItem, Rejected
from monitor.sources.files import read_path
from monitor.workers.pool import ClosedError, Death, Pool

Result = Analysis | Rejected
PutsOff = Callable[[RawItem | Rejected], bool]  # asked of each document of an archive: whether it is left out for now
Reading = Callable[[RawItem], Result]
Answer = TypeVar("Answer")
Handed = TypeVar("Handed")
_CHUNK = 8  # items a hand-over
ITEM_SECONDS = 20.0  # the slowest of 1,041 real pages took 3 s
_QUICK_SECONDS = 3.0  # within which nearly every article is read
WORKER_BYTES = 2 * 1024**3  # address space, of which libraries map about a half
ENDS_READERS = frozenset(("too_slow", "too_hard"))  # why an item is rejected that ended two workers
_FIRST = RawItem(
    "",
    "",
    "<html><body><article><p>On Sunday 12 people arrived in Paris, the mayor said.</p></article></body></html>",
    "text/html",
)


class Unread(Enum):
    """Why the quick lane has no analysis of an item."""

    LATE = auto()  # it took too long, or broke its reader: it is to begin again in the long lane
    PUT_OFF = auto()  # not looked at, since another item of its source was late


class Analysts(Protocol):
    """An ordered map from items to what was read in them."""

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]: ...
    def map_archive(self, path: Path, puts_off: PutsOff) -> Iterator[tuple[RawItem | None, Result]]: ...
    def map_quickly(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result | Unread]]: ...
    def read_beside(self, item: RawItem, *, is_late: bool) -> Future[Result | Unread]: ...


def make_reader(watchlists: Sequence[Watchlist]) -> Reader:
    """Return the reader for `watchlists`, with the languages and gazetteers that the package ships."""
    languages = load_languages()
    return Reader(
        languages, {code: load_gazetteer(code) for code in languages.by_code}, tuple(watchlists), load_agencies()
    )


class InProcess:
    """Analyses in this process: no start-up, no limits; for one worker over trusted files."""

    def __init__(self, watchlists: Sequence[Watchlist]) -> None:
        self._reader = make_reader(watchlists)

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]:
        """Yield each item with its analysis, in the order given."""
        for item in items:
            yield item, analyse(item, self._reader)

    def map_archive(self, path: Path, puts_off: PutsOff) -> Iterator[tuple[RawItem | None, Result]]:
        """Yield what becomes of each document of a folder or a file, in order, without those that are put off, and
        without what can't be had, of which `puts_off` is told; `UsageError` as `read_path`.
        """
        return self.map(_kept(path, puts_off))

    def map_quickly(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result | Unread]]:
        """Yield what `map` does: nothing is given up here."""
        return self.map(items)

    def read_beside(self, item: RawItem, *, is_late: bool) -> Future[Result | Unread]:  # noqa: ARG002 (as in the pool)
        """Return the analysis, done."""
        done: Future[Result | Unread] = Future()
        done.set_result(analyse(item, self._reader))
        return done


class AnalystPool:
    """Analyses in `count` worker processes, and in one more while there is something in the long lane; use it as a
    context manager. At its end, items that are still being read are given up.

    item_seconds: for one item, where it is waited for, and in the long lane. quick_seconds: for one in the quick lane.
    """

    def __init__(
        self,
        watchlists: Sequence[Watchlist],
        count: int,
        *,
        item_seconds: float = ITEM_SECONDS,
        quick_seconds: float = _QUICK_SECONDS,
        prepare: Callable[[], Reading] | None = None,
    ) -> None:
        self._count, self._item_seconds = count, item_seconds
        self._quick_seconds = min(quick_seconds, item_seconds)
        prepare = prepare or partial(prepare_analysis, tuple(watchlists), signatures.prepare())
        self._pool = Pool(prepare, WORKER_BYTES)
        self._threads = ThreadPoolExecutor(count, "analyst")
        self._beside = Pool(prepare, WORKER_BYTES)
        self._long_lane = ThreadPoolExecutor(1, "long lane")

    def __enter__(self) -> AnalystPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in (self._pool, self._beside):
            pool.__exit__(kind, error, trace)
        self._threads.shutdown(cancel_futures=True)
        self._long_lane.shutdown(cancel_futures=True)

    @property
    def deaths(self) -> int:
        """How many workers have died of what they read."""
        return self._pool.deaths + self._beside.deaths

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]:
        """Yield each item with its analysis, in the order given; a killer of workers is a `Rejected`.

        Another thread may close the pool meanwhile: then `ClosedError`. `ReaderError` where no worker comes up.
        """
        return self._map(items, self._read)

    def map_archive(self, path: Path, puts_off: PutsOff) -> Iterator[tuple[RawItem | None, Result]]:
        """Yield what becomes of each document of a folder or a file, in order, without those that are put off, and
        without what can't be had, of which `puts_off` is told; `UsageError` as `read_path`.
        """
        return self.map(_kept(path, puts_off))

    def map_quickly(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result | Unread]]:
        """Yield each item with its analysis, in the order given, where that takes a few seconds.

        What takes longer, or ends its worker, is late; from then on the source's other items are put off, so that those
        that were handed over already are all that the others wait for. Raises as `map`.
        """
        slow: set[str] = set()  # sources; threads only add to it
        return self._map(items, lambda chunk: self._read_quickly(chunk, slow))

    def read_beside(self, item: RawItem, *, is_late: bool) -> Future[Result | Unread]:
        """Return what becomes of an item in the long lane, by a worker of its own, one after the other.

        What is late already has all of its time, and a killer of workers is a `Rejected`; else it may be late. The
        result raises as `map`.
        """
        return _submitted(self._long_lane, self._read_late if is_late else self._try_beside, item)

    def _map(
        self, items: Iterable[RawItem], read: Callable[[list[RawItem]], list[Answer]]
    ) -> Iterator[tuple[RawItem, Answer]]:
        source = iter(items)
        window: deque[tuple[list[RawItem], Future[list[Answer]]]] = deque()
        while True:
            while len(window) < 2 * self._count and (chunk := list(islice(source, _CHUNK))):
                window.append((chunk, _submitted(self._threads, read, chunk)))
            if not window:
                return
            chunk, future = window.popleft()
            try:
                results = future.result()
            except CancelledError as error:
                raise ClosedError from error
            yield from zip(chunk, results, strict=True)

    def _read_quickly(self, chunk: list[RawItem], slow: set[str]) -> list[Result | Unread]:
        results: list[Result | Unread] = [Unread.PUT_OFF] * len(chunk)
        left = [place for place, item in enumerate(chunk) if item.source not in slow]
        while left:
            answers = self._pool.read_some([chunk[place] for place in left], self._quick_seconds)
            for place, answer in zip(left, answers, strict=False):
                results[place] = Unread.LATE if isinstance(answer, Death) else answer
                if isinstance(answer, Death):
                    slow.add(chunk[place].source)
            left = [place for place in left[len(answers) :] if chunk[place].source not in slow]
        return results

    def _read(self, chunk: list[RawItem]) -> list[Result]:
        answers = self._pool.read(chunk, self._item_seconds)
        return [
            self._read_alone(item) if isinstance(answer, Death) else answer
            for item, answer in zip(chunk, answers, strict=True)
        ]

    def _read_alone(self, item: RawItem) -> Result:
        """Return what a second worker makes of an item: the first may have died of a machine short of memory."""
        return self._read_to_its_end(self._pool, item)

    def _read_late(self, item: RawItem) -> Result | Unread:
        return self._read_to_its_end(self._beside, item)

    def _try_beside(self, item: RawItem) -> Result | Unread:
        (answer,) = self._beside.read((item,), self._quick_seconds)
        return Unread.LATE if isinstance(answer, Death) else answer

    def _read_to_its_end(self, pool: Pool[RawItem, Result], item: RawItem) -> Result:
        return read_to_its_end(pool, item, self._item_seconds)


def read_to_its_end(pool: Pool[RawItem, Answer], item: RawItem, seconds: float) -> Answer | Rejected:
    """Return what a worker of `pool` makes of an item by itself; where it dies of it, why the item is rejected."""
    (answer,) = pool.read((item,), seconds)
    if not isinstance(answer, Death):
        return answer
    if answer.is_slow:
        return Rejected(item.id, "too_slow", f"reading it took over {seconds:g} s")
    return Rejected(item.id, "too_hard", "reading it took too much memory, or broke the reader")


def _kept(path: Path, puts_off: PutsOff) -> Iterator[RawItem]:
    for item in read_path(path):
        if not puts_off(item) and isinstance(item, RawItem):
            yield item


def _submitted(threads: ThreadPoolExecutor, read: Callable[[Handed], Answer], handed: Handed) -> Future[Answer]:
    try:
        return threads.submit(read, handed)
    except RuntimeError as error:  # its threads are gone
        raise ClosedError from error


def prepare_analysis(watchlists: tuple[Watchlist, ...], permutations: Permutations | None = None) -> Reading:
    """Return what reads an item for `watchlists`, with all loaded that is loaded on first use.

    permutations: as `signatures.prepare` returned them in the process that starts this one.
    """
    signatures.prepare(permutations)
    reader = make_reader(watchlists)
    analyse(_FIRST, reader)
    return partial(_analyse, reader)


def _analyse(reader: Reader, item: RawItem) -> Result:
    return analyse(item, reader)
