"""Feeds are read in processes of their own: one that hangs or eats memory is killed, and costs that reading alone.

Unlike the analysts' pool, each process has one reading at a time and its own pipe, so the death of one is nobody
else's. What takes long, or has ended a reader before, is read in one process beside the others, so that no number of
such feeds holds up the rest.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from monitor.model import Rejected
from monitor.model.errors import ReaderError
from monitor.sources.feeds import FeedReading, read_feed
from monitor.workers.processes import begin_worker, deaf_to_interrupts

_SECONDS = 20.0  # the largest feed that is read, of 5 MB and 2,000 entries, takes about 14
_QUICK_SECONDS = (
    3.0  # within which all but the largest feeds are read; what takes longer begins again beside the others
)
_LARGE = 1_000_000  # bytes from which on a reading takes longer than that
_BYTES = 1024**3  # address space, of which libraries map about a third
_START_SECONDS = 120.0  # for the libraries, on a machine that is busy


@dataclass(frozen=True, slots=True)
class FeedBody:
    """What `read_feed` is told of a feed; see there."""

    body: bytes
    url: str
    source: str
    observed_at: datetime
    media_type: str
    is_suspect: bool = False  # it has ended a reader before


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    is_ready: bool = False


class FeedReaders:
    """Up to `count` processes and one for what takes long, started when they are first needed; use it as a context
    manager.

    `read` may be called from any thread.
    """

    def __init__(
        self,
        count: int = 2,
        *,
        seconds: float = _SECONDS,
        quick_seconds: float = _QUICK_SECONDS,
        most_bytes: int = _BYTES,
    ) -> None:
        self._seconds, self._quick_seconds, self._most_bytes = seconds, min(seconds, quick_seconds), most_bytes
        self._turns, self._long_turn = threading.Semaphore(count), threading.Semaphore(1)
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()
        self._workers: dict[int, _Worker] = {}
        self._is_closed = False
        self.deaths = 0

    def __enter__(self) -> FeedReaders:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._is_closed = True
            workers = list(self._workers.values())
        for worker in workers:
            worker.process.kill()  # reading writes nothing, so there is nothing to finish
            worker.process.join()

    def read(self, feed: FeedBody) -> FeedReading | Rejected:
        """Return what `read_feed` makes of the body, or that it ended its reader: "too_slow" or "too_hard".

        `ReaderError` where no reader comes up, which is no fault of the feed.
        """
        if not feed.is_suspect and len(feed.body) <= _LARGE:
            with self._turns:
                answer = self._read(feed, self._quick_seconds)
            if self._quick_seconds == self._seconds or not (
                isinstance(answer, Rejected) and answer.reason == "too_slow"
            ):
                return answer
        with self._long_turn:
            return self._read(feed, self._seconds)

    def _read(self, feed: FeedBody, seconds: float) -> FeedReading | Rejected:
        worker = self._take()
        reading = self._ask(worker, feed, seconds)
        if reading is not None:
            with self._lock:
                self._idle.append(worker)
            return reading
        is_ready, is_slow = worker.is_ready, worker.process.is_alive()
        self._end(worker)
        if not is_ready and not self._is_closed:
            raise ReaderError("no reader of feeds comes up: this machine may be short of memory or processes")
        if is_slow:
            return Rejected(
                feed.source, "too_slow", f"{feed.source}: reading the feed took over {seconds:g} s; it was given up"
            )
        return Rejected(
            feed.source,
            "too_hard",
            f"{feed.source}: reading the feed took too much memory, or broke the reader; it was given up",
        )

    def _ask(self, worker: _Worker, feed: FeedBody, seconds: float) -> FeedReading | Rejected | None:
        """Return the worker's answer; `None` where none came, and the worker is of no more use."""
        try:
            if not worker.is_ready:
                worker.is_ready = worker.pipe.poll(_START_SECONDS) and bool(worker.pipe.recv())
                if not worker.is_ready:
                    return None
            worker.pipe.send(feed)
            answer = worker.pipe.recv() if worker.pipe.poll(seconds) else None
        except (EOFError, OSError):
            worker.process.join(1.0)  # it has closed its end, so it is ending
            return None
        return answer if isinstance(answer, FeedReading | Rejected) else None

    def _take(self) -> _Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, self._most_bytes), name="monitor feed reader", daemon=True
        )
        with deaf_to_interrupts():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        with self._lock:
            self._workers[id(worker)] = worker
            if self._is_closed:
                process.kill()
        return worker

    def _end(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        with self._lock:
            self.deaths += 1
            del self._workers[id(worker)]


def _serve(pipe: Connection, most_bytes: int) -> None:
    """Read one feed after the other until the parent is gone; without memory, end."""
    begin_worker(most_bytes)
    with contextlib.suppress(EOFError, OSError):
        pipe.send("ready")
        while True:
            try:
                feed: FeedBody = pipe.recv()
                reading = read_feed(
                    feed.body,
                    url=feed.url,
                    source=feed.source,
                    observed_at=feed.observed_at,
                    content_type=feed.media_type,
                )
            except (MemoryError, RecursionError):
                os._exit(2)
            pipe.send(reading)
