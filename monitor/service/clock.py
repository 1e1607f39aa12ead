"""The clock: APScheduler starts each job at its interval, one run at a time, and stops without tearing a job that is in
hand.

What is due lives in the database, so a round that is late or left out is made up for by the next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

Job = Callable[[], Awaitable[None]]
_BACK = 60.0  # seconds; less is a correction by the network's time, and nothing waits for long by it
_JUMP = 3600.0


class Clock:
    """Runs jobs on the running event loop, each at once and then at its interval. A job must not raise."""

    def __init__(self, jobs: Iterable[tuple[Job, timedelta]]) -> None:
        self._in_hand: set[asyncio.Task[None]] = set()
        self._is_stopping = False
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for number, (job, every) in enumerate(jobs):
            self._scheduler.add_job(
                self._run,
                "interval",
                (job,),
                seconds=every.total_seconds(),
                next_run_time=datetime.now(UTC),
                id=str(number),
            )

    def start(self) -> None:
        """Begin; the first round of every job is due."""
        self._scheduler.start()

    async def stop(self, seconds: float) -> None:
        """Start nothing more, and give the jobs in hand `seconds`; what outlasts them is cancelled."""
        self._is_stopping = True
        self._scheduler.pause()  # shutting down would cancel what is in hand
        await asyncio.sleep(0)  # what was handed over in this moment begins, and is waited for
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=seconds)
        self._scheduler.shutdown(wait=False)

    async def _run(self, job: Job) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._in_hand.add(task)
        try:
            await job()
        except asyncio.CancelledError:
            if not self._is_stopping:
                raise
        finally:
            self._in_hand.discard(task)


class ClockSkew:
    """How the time of day runs against the monotonic clock: whether somebody has set it."""

    def __init__(self, now: Callable[[], datetime], clock: Callable[[], float]) -> None:
        self._now, self._clock = now, clock
        self._before: float | None = None
        self._last: float | None = None

    def has_gone_back(self) -> bool:
        """Tell whether it was set back by over a minute since this was asked last; at first, whether that is
        unknown.
        """
        skew = self._skew()
        has_gone_back = self._before is None or skew < self._before - _BACK
        self._before = skew
        return has_gone_back

    def has_jumped(self) -> bool:
        """Tell whether it was set by over an hour, either way, since this was asked last."""
        skew, last = self._skew(), self._last
        self._last = skew
        return last is not None and abs(skew - last) > _JUMP

    def _skew(self) -> float:
        return self._now().timestamp() - self._clock()
