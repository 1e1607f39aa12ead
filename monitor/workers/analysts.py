"""Analysis in order, in this process or in worker processes that can die without taking the batch with them.

Each worker is ended by the kernel's alarm when one item takes too long, and by its address-space limit when one takes
too much memory. The death of a worker breaks the whole pool, so the pool is rebuilt and the items that were in its
hands are tried one by one: the guilty one alone is rejected. Workers never outlive the process that started them.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import TracebackType
from typing import Protocol

from monitor.core.analysis import Reader, analyse
from monitor.core.facts.watchlist import Watchlist
from monitor.data.resources import load_agencies, load_gazetteer, load_languages
from monitor.model import Analysis, RawItem, Rejected
from monitor.workers.processes import begin_worker, deaf_to_interrupts

Result = Analysis | Rejected
_CHUNK = 8  # items a hand-over: the cost of one is a third of that of eight single ones (PERFORMANCE.md, 2c)
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


class ClosedError(Exception):
    """The pool was closed while it was reading: whoever still waits for an item gets nothing more."""


class Pool:
    """Analyses in `count` worker processes; use it as a context manager. At its end, items that are still being read
    are given up.
    """

    def __init__(self, watchlists: Sequence[Watchlist], count: int, *, item_seconds: float = _ITEM_SECONDS) -> None:
        self._watchlists = tuple(watchlists)
        self._count = count
        self._item_seconds = item_seconds
        self._executor = self._start()
        self._is_closed = False
        self.deaths = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True
        workers = multiprocessing.active_children()  # whoever else has any ends them before the pool
        self._executor.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.kill()  # reading writes nothing, so there is nothing to finish
        for worker in workers:
            worker.join()

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]:
        """Yield each item with its analysis, in the order given; a killer of workers is a `Rejected`.

        Another thread may close the pool meanwhile: then `ClosedError`.
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
            except BrokenProcessPool:
                results = self._one_by_one(chunk)
                window = deque((waiting, self._submit(waiting)) for waiting, _ in window)
            yield from zip(chunk, results, strict=True)

    def _one_by_one(self, chunk: list[RawItem]) -> list[Result]:
        self._restart()
        results: list[Result] = []
        for item in chunk:
            try:
                results += self._submit([item]).result()
            except BrokenProcessPool:
                self._restart()
                detail = (
                    f"reading it took over {self._item_seconds:g} s or too much memory; look at the file, or leave"
                    " it out"
                )
                results.append(Rejected(item.id, "unreadable", detail))
        return results

    def _submit(self, chunk: list[RawItem]) -> Future[list[Result]]:
        if self._is_closed:
            raise ClosedError
        with deaf_to_interrupts():  # a worker that is started here inherits it
            try:
                return self._executor.submit(_analyse_chunk, chunk, self._item_seconds)
            except BrokenProcessPool:
                self._restart()
                return self._executor.submit(_analyse_chunk, chunk, self._item_seconds)

    def _restart(self) -> None:
        if self._is_closed:
            raise ClosedError
        self.deaths += 1
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
        return ProcessPoolExecutor(self._count, mp_context=context, initializer=_begin, initargs=(self._watchlists,))


_reader: Reader | None = None  # one a worker process, set once by its initializer


def _begin(watchlists: tuple[Watchlist, ...]) -> None:
    global _reader
    begin_worker(_WORKER_BYTES)
    _reader = make_reader(watchlists)
    analyse(_FIRST, _reader)  # what is loaded on first use is loaded before the clock runs


def _analyse_chunk(chunk: list[RawItem], item_seconds: float) -> list[Result]:
    assert _reader is not None
    results = []
    for item in chunk:
        signal.setitimer(signal.ITIMER_REAL, item_seconds)  # SIGALRM's default action ends the process, C code or not
        results.append(analyse(item, _reader))
        signal.setitimer(signal.ITIMER_REAL, 0)
    return results
