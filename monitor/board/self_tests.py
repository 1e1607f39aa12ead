"""The watchlists' own tests, run once in a process of their own when somebody first asks for them.

Watchlists don't change while the board is open: a configuration that is read anew opens another board.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotDoneError
from dataclasses import dataclass, field
from threading import Lock, Thread

import structlog

from monitor.core.facts.watchlist import Watchlist
from monitor.core.selftest import TestResult, run_tests
from monitor.model.errors import MonitorError
from monitor.workers.analysts import make_reader
from monitor.workers.pool import Death, Pool

log = structlog.get_logger()

Results = Mapping[str, tuple[TestResult, ...]]
_SECONDS = 120.0  # for all of them together; a test takes a few milliseconds
_BYTES = 2 * 1024**3  # address space, as an analyst has


@dataclass(slots=True)
class SelfTests:
    """What the tests of some watchlists came to; any thread may ask."""

    watchlists: Sequence[Watchlist]
    _lock: Lock = field(default_factory=Lock)
    _future: Future[Results] | None = None

    def results(self, within_seconds: float) -> Results | None:
        """Return the results by watchlist, in the order of each file; `None` where they are not there within the time:
        then they are there for a later question.
        """
        with self._lock:
            if self._future is None:
                self._future = Future()
                Thread(target=_run, args=(tuple(self.watchlists), self._future), daemon=True, name="self tests").start()
        try:
            return self._future.result(within_seconds)
        except NotDoneError:
            return None
        except MonitorError:
            with self._lock:
                self._future = None  # the next question tries again
            return None


def _run(watchlists: tuple[Watchlist, ...], future: Future[Results]) -> None:
    try:
        with Pool[tuple[Watchlist, ...], Results](prepare_tests, _BYTES) as pool:
            (answer,) = pool.read((watchlists,), _SECONDS)
        if isinstance(answer, Death):
            raise MonitorError("the watchlists' tests took too long, or too much memory")
        future.set_result(answer)
    except MonitorError as error:
        log.warning("watchlists not tested", reason=str(error))
        future.set_exception(error)


def prepare_tests() -> Callable[[tuple[Watchlist, ...]], Results]:
    """Return what tests watchlists, for a worker."""
    return _test


def _test(watchlists: tuple[Watchlist, ...]) -> Results:
    reader = make_reader(watchlists)
    return {each.id: run_tests(each, reader) for each in watchlists}
