"""Time that goes on only when nothing is in hand: a day of the daemon in minutes, with its own polls, waits and limits.

What the daemon waits for by its schedule passes at once; what work takes in seconds, such as a server's answer or an
article's reading, takes them as ever, so that no limit is met sooner than on a real day.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import count

from monitor.polling.times import Times
from monitor.service.clock import Job


class SimulatedTime:
    """The time of day and the monotonic clock of one run, from `begin` on. on_move: called with the seconds since."""

    def __init__(self, begin: datetime, on_move: Callable[[float], None] = lambda seconds: None) -> None:
        self._begin, self._on_move = begin, on_move
        self.seconds = 0.0

    def now(self) -> datetime:
        return self._begin + timedelta(seconds=self.seconds)

    def times(self) -> Times:
        """Return the clocks as the daemon takes them; nothing gathers, since no poll runs while time stands."""
        return Times(self.now, lambda: self.seconds, lambda: 0.5, gather_seconds=0.02)

    def move_to(self, seconds: float) -> None:
        self.seconds = max(self.seconds, seconds)
        self._on_move(self.seconds)


class SimulatedClock:
    """Starts the daemon's jobs by simulated time until `end`, in seconds; then `on_end` is called."""

    def __init__(
        self,
        jobs: Iterable[tuple[Job, timedelta]],
        time: SimulatedTime,
        end: float,
        on_end: Callable[[], None],
    ) -> None:
        self._jobs, self._time, self._end, self._on_end = list(jobs), time, end, on_end
        self._standing: set[asyncio.Task[object]] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._standing = set(asyncio.all_tasks())
        self._task = asyncio.create_task(self._run())

    async def stop(self, seconds: float) -> None:
        if self._task is not None:
            await asyncio.wait((self._task,), timeout=seconds)

    async def _run(self) -> None:
        turn = count()
        due = [(self._time.seconds, next(turn), job, every.total_seconds()) for job, every in self._jobs]
        while due[0][0] <= self._end:
            at, _, job, every = heapq.heappop(due)
            self._time.move_to(at)
            await job()
            await self._settle()
            heapq.heappush(due, (at + every, next(turn), job, every))
        self._on_end()

    async def _settle(self) -> None:
        """Return when all that the jobs have begun is done: polls, questions for pages, what is stored."""
        ours = asyncio.current_task()
        while others := asyncio.all_tasks() - self._standing - {ours}:
            await asyncio.wait(others)
