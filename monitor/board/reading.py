"""Reads for pages: in threads of their own, a few at a time, each with a time limit, and once for all who ask at once.

A page that takes too long is given up, and its statement with it; whatever Python still does for it keeps its place
among the few, so that no number of visitors takes the machine from the desk's own work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from monitor.sources.threads import Threads

Result = TypeVar("Result")

MOST_AT_ONCE = 4
LONGEST = timedelta(seconds=5)


# Of what was begun so long ago a later visitor gets no part. An open page asks half a second after it heard of a change
# (`templates/parts.html`), so that what it gets was read after that.
SHARED = timedelta(milliseconds=400)


class Reading:
    """Runs reads beside the event loop."""

    def __init__(self, longest: timedelta = LONGEST) -> None:
        self._threads, self._places = Threads(), asyncio.Semaphore(MOST_AT_ONCE)
        self._seconds = longest.total_seconds()

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, or raise what it raises; TimeoutError where it takes too long, or waits too long
        for its turn.
        """
        async with asyncio.timeout(self._seconds):
            await self._places.acquire()
        task = asyncio.ensure_future(self._threads.run(work))
        task.add_done_callback(self._end)
        return await asyncio.wait_for(asyncio.shield(task), self._seconds)

    def _end(self, task: asyncio.Future[Result]) -> None:
        self._places.release()
        _notice(task)


@dataclass(frozen=True, slots=True)
class _Shared:
    """A read that has begun, by the loop's clock."""

    task: asyncio.Future[Any]
    began: float


class SharedReading:
    """Runs a read once for all who ask for the same within a moment, as the pages do that hear of one change."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._begun: dict[Hashable, _Shared] = {}

    async def run(self, key: Hashable, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, or what a read of the same key did that began just before; raise what `Reading`
        raises.
        """
        loop = asyncio.get_running_loop()
        found = self._begun.get(key)
        if found is None or loop.time() - found.began > SHARED.total_seconds():
            found = self._begun[key] = _Shared(asyncio.ensure_future(self._reading.run(work)), loop.time())
            found.task.add_done_callback(_notice)
            loop.call_later(SHARED.total_seconds(), self._forget, key, found)
        result: Result = await asyncio.shield(found.task)
        return result

    def clear(self) -> None:
        """Share nothing that was begun before now: something was written."""
        self._begun.clear()

    def _forget(self, key: Hashable, shared: _Shared) -> None:
        if self._begun.get(key) is shared:
            del self._begun[key]


def _notice(task: asyncio.Future[Any]) -> None:
    """Take note of how a read ended that nobody waits for any more."""
    if not task.cancelled():
        task.exception()
