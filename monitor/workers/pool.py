"""A pool of processes that may die: the death of one costs the item that it was reading, and nobody else anything.

Each process has one list of items at a time and its own pipe, and answers item by item: so it is known which one it
died of, the answers before it stand, and those after it go to another process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Self, TypeVar

from monitor.model.errors import ReaderError
from monitor.workers.processes import Trade, WorkerProcess

Item = TypeVar("Item")
Answer = TypeVar("Answer")
_START_SECONDS = 120.0  # for the libraries, on a machine that is busy


class ClosedError(Exception):
    """The pool was closed while it was reading: whoever still waits for an item gets nothing more."""


@dataclass(frozen=True, slots=True)
class Death:
    """What came of an item that ended its worker. `is_slow`: it had its time; else it took too much memory, or broke
    the process.
    """

    is_slow: bool


class Pool(Generic[Item, Answer]):
    """As many workers as there are callers of `read` at once, started when they are first needed; use it as a context
    manager, which any thread may leave.
    """

    def __init__(self, prepare: Callable[[], Callable[[Item], Answer]], most_bytes: int) -> None:
        self._trade = Trade(prepare, most_bytes)
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._workers: set[WorkerProcess] = set()
        self._is_closed = False
        self.deaths = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._is_closed = True
            workers = list(self._workers)
        for worker in workers:
            worker.kill()

    def read(self, items: Sequence[Item], seconds: float) -> list[Answer | Death]:
        """Return what the workers make of the items, in their order; each has `seconds`.

        `ReaderError` where no worker comes up, which is no fault of the items; `ClosedError` where the pool is closed.
        """
        answers: list[Answer | Death] = []
        while len(answers) < len(items):
            answers += self.read_some(items[len(answers) :], seconds)
        return answers

    def read_some(self, items: Sequence[Item], seconds: float) -> list[Answer | Death]:
        """Return what one worker makes of the items, up to the first that it dies of; as `read` otherwise."""
        worker = self._take()
        answers: list[Answer | Death] = []
        try:
            worker.pipe.send(items)
            while len(answers) < len(items):
                answers.append(worker.pipe.recv() if worker.pipe.poll(seconds) else Death(is_slow=True))
                if isinstance(answers[-1], Death):
                    break
        except (EOFError, OSError):
            answers.append(Death(is_slow=False))
        if isinstance(answers[-1], Death):
            self._end(worker)
        else:
            with self._lock:
                self._idle.append(worker)
        return answers

    def _take(self) -> WorkerProcess:
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return self._start()
            if worker.is_alive:
                return worker
            self._end(worker)  # it was killed while it had nothing to read, so nothing that it read is guilty

    def _start(self) -> WorkerProcess:
        try:
            worker = WorkerProcess(self._trade)
        except OSError as error:
            raise ReaderError(_NONE_COMES_UP) from error
        with self._lock:
            self._workers.add(worker)
            if self._is_closed:
                worker.kill()
        try:
            if worker.become_ready(_START_SECONDS):
                return worker
        except (EOFError, OSError):
            pass
        self._end(worker)
        raise ReaderError(_NONE_COMES_UP)

    def _end(self, worker: WorkerProcess) -> None:
        worker.kill()
        worker.pipe.close()
        with self._lock:
            self._workers.discard(worker)
            if self._is_closed:
                raise ClosedError
            self.deaths += 1


_NONE_COMES_UP = "no process that reads comes up: this machine may be short of memory or processes"
