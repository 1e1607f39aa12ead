"""Reads for pages: in threads of their own, a few at a time, each with a time limit.

A page that takes too long is given up, and its statement with it; whatever Python still does for it keeps its place
among the few, so that no number of visitors takes the machine from the desk's own work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from monitor.sources.threads import Threads

Result = TypeVar("Result")

MOST_AT_ONCE = 4
LONGEST = timedelta(seconds=5)


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
        if not task.cancelled():
            task.exception()  # of one that nobody waits for any more
