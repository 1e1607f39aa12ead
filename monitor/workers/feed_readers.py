"""Feeds are read in processes of their own: one that hangs or eats memory is killed, and costs that reading alone.

What takes long, or has ended a reader before, is read in one process beside the others, so that no number of such feeds
holds up the rest.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

from monitor.model import Rejected
from monitor.sources.feeds import FeedReading, read_feed
from monitor.workers.pool import Death, Pool

_SECONDS = 20.0  # the largest feed that is read, of 5 MB and 2,000 entries, takes about 14
_QUICK_SECONDS = (
    3.0  # within which all but the largest feeds are read; what takes longer begins again beside the others
)
_LARGE = 1_000_000  # bytes from which on a reading takes longer than that
_BYTES = 1024**3  # address space, of which libraries map about a third


@dataclass(frozen=True, slots=True)
class FeedBody:
    """What `read_feed` is told of a feed; see there."""

    body: bytes
    url: str
    source: str
    observed_at: datetime
    media_type: str
    is_suspect: bool = False  # it has ended a reader before


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
        self._seconds, self._quick_seconds = seconds, min(seconds, quick_seconds)
        self._turns, self._long_turn = threading.Semaphore(count), threading.Semaphore(1)
        self._pool: Pool[FeedBody, FeedReading | Rejected] = Pool(prepare_feed_reading, most_bytes)

    def __enter__(self) -> FeedReaders:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)

    @property
    def deaths(self) -> int:
        """How many workers have died of what they read."""
        return self._pool.deaths

    def read(self, feed: FeedBody) -> FeedReading | Rejected:
        """Return what `read_feed` makes of the body, or that it ended its reader: "too_slow" or "too_hard".

        `ReaderError` where no reader comes up, which is no fault of the feed.
        """
        if not feed.is_suspect and len(feed.body) <= _LARGE:
            with self._turns:
                (answer,) = self._pool.read((feed,), self._quick_seconds)
            if not (isinstance(answer, Death) and answer.is_slow and self._quick_seconds < self._seconds):
                return self._as_reading(feed, answer)
        with self._long_turn:
            (answer,) = self._pool.read((feed,), self._seconds)
        return self._as_reading(feed, answer)

    def _as_reading(self, feed: FeedBody, answer: FeedReading | Rejected | Death) -> FeedReading | Rejected:
        if not isinstance(answer, Death):
            return answer
        if answer.is_slow:
            detail = f"{feed.source}: reading the feed took over {self._seconds:g} s; it was given up"
            return Rejected(feed.source, "too_slow", detail)
        detail = f"{feed.source}: reading the feed took too much memory, or broke the reader; it was given up"
        return Rejected(feed.source, "too_hard", detail)


def prepare_feed_reading() -> Callable[[FeedBody], FeedReading | Rejected]:
    """Return what reads a feed."""
    return _read


def _read(feed: FeedBody) -> FeedReading | Rejected:
    return read_feed(
        feed.body, url=feed.url, source=feed.source, observed_at=feed.observed_at, content_type=feed.media_type
    )
