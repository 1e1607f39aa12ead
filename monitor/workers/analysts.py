"""Analysis in order, in this process or in worker processes that can die without taking the batch with them.

An item that ends its worker is rejected alone; what was handed over with it is read by another worker.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from types import TracebackType
from typing import Protocol

from monitor.core.analysis import Reader, analyse
from monitor.core.facts.watchlist import Watchlist
from monitor.data.resources import load_agencies, load_gazetteer, load_languages
from monitor.model import Analysis, RawItem, Rejected
from monitor.workers.pool import ClosedError, Death, Pool

Result = Analysis | Rejected
Reading = Callable[[RawItem], Result]
_CHUNK = 8  # items a hand-over
_ITEM_SECONDS = 20.0  # the slowest of 1,041 real pages took 3 s
_WORKER_BYTES = 2 * 1024**3  # address space, of which libraries map about a half
_FIRST = RawItem(
    "",
    "",
    "<html><body><article><p>On Sunday 12 people arrived in Paris, the mayor said.</p></article></body></html>",
    "text/html",
)


class Analysts(Protocol):
    """An ordered map from items to what was read in them."""

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]: ...


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


class AnalystPool:
    """Analyses in `count` worker processes; use it as a context manager. At its end, items that are still being read
    are given up.
    """

    def __init__(
        self,
        watchlists: Sequence[Watchlist],
        count: int,
        *,
        item_seconds: float = _ITEM_SECONDS,
        prepare: Callable[[], Reading] | None = None,
    ) -> None:
        self._count, self._item_seconds = count, item_seconds
        self._pool = Pool(prepare or partial(prepare_analysis, tuple(watchlists)), _WORKER_BYTES)
        self._threads = ThreadPoolExecutor(count, "analyst")

    def __enter__(self) -> AnalystPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)
        self._threads.shutdown(cancel_futures=True)

    @property
    def deaths(self) -> int:
        """How many workers have died of what they read."""
        return self._pool.deaths

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]:
        """Yield each item with its analysis, in the order given; a killer of workers is a `Rejected`.

        Another thread may close the pool meanwhile: then `ClosedError`. `ReaderError` where no worker comes up.
        """
        source = iter(items)
        window: deque[tuple[list[RawItem], Future[list[Result]]]] = deque()
        while True:
            while len(window) < 2 * self._count and (chunk := list(islice(source, _CHUNK))):
                window.append((chunk, self._submit(chunk)))
            if not window:
                return
            chunk, future = window.popleft()
            try:
                results = future.result()
            except CancelledError as error:
                raise ClosedError from error
            yield from zip(chunk, results, strict=True)

    def _submit(self, chunk: list[RawItem]) -> Future[list[Result]]:
        try:
            return self._threads.submit(self._read, chunk)
        except RuntimeError as error:  # its threads are gone
            raise ClosedError from error

    def _read(self, chunk: list[RawItem]) -> list[Result]:
        answers = self._pool.read(chunk, self._item_seconds)
        return [
            self._again(item) if isinstance(answer, Death) else answer
            for item, answer in zip(chunk, answers, strict=True)
        ]

    def _again(self, item: RawItem) -> Result:
        """Return what a second worker makes of an item: the first may have died of a machine short of memory."""
        (answer,) = self._pool.read((item,), self._item_seconds)
        if not isinstance(answer, Death):
            return answer
        cause = f"over {self._item_seconds:g} s" if answer.is_slow else "too much memory"
        return Rejected(item.id, "unreadable", f"reading it took {cause}; look at the file, or leave it out")


def prepare_analysis(watchlists: tuple[Watchlist, ...]) -> Reading:
    """Return what reads an item for `watchlists`, with all loaded that is loaded on first use."""
    reader = make_reader(watchlists)
    analyse(_FIRST, reader)
    return partial(_analyse, reader)


def _analyse(reader: Reader, item: RawItem) -> Result:
    return analyse(item, reader)
