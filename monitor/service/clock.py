"""The clock: APScheduler starts each job at its interval, one run at a time, and stops without tearing a job that is in
hand.

What is due lives in the database, so a round that is late or left out is made up for by the next. APScheduler plans by
the time of day, which may be set while the desk runs: a job's next run is an interval after the one that is starting,
never a list of those that were missed, and a watch on the event loop's monotonic clock calls a job that the scheduler
puts off for longer than that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

Job = Callable[[], Awaitable[None]]
_WATCH = 1.0  # seconds between two looks at what the scheduler plans
_BACK = 60.0  # seconds; less is a correction by the network's time, and nothing waits for long by it
_JUMP = 3600.0


class JobClock(Protocol):
    """Starts jobs, each at its interval; it is made of the jobs, of which none raises."""

    def start(self) -> None: ...
    async def stop(self, seconds: float) -> None: ...


class _Every(BaseTrigger):  # type: ignore[misc]
    """Fires at once, and then an interval after each run begins, however the time of day is set in between."""

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now if previous_fire_time is None else now + self.interval


class Clock:
    """Runs jobs on the running event loop, each at once and then at its interval. A job must not raise."""

    def __init__(self, jobs: Iterable[tuple[Job, timedelta]]) -> None:
        self._in_hand: set[asyncio.Task[None]] = set()
        self._is_stopping = False
        self._watch: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for job, every in jobs:
            self._scheduler.add_job(self._run, _Every(every), (job,))

    def start(self) -> None:
        """Begin; the first round of every job is due."""
        self._scheduler.start()
        self._watch_over()

    async def stop(self, seconds: float) -> None:
        """Start nothing more, and give the jobs in hand `seconds`; what outlasts them is cancelled."""
        self._is_stopping = True
        if self._watch is not None:
            self._watch.cancel()
        self._scheduler.pause()  # shutting down would cancel what is in hand
        await asyncio.sleep(0)  # what was handed over in this moment begins, and is waited for
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=seconds)
        self._scheduler.shutdown(wait=False)

    def _watch_over(self) -> None:
        """Let what is planned for later than its interval from now run now, since the clock was set back, and what is
        overdue, since it was set back and on again before this was looked at: the scheduler sleeps by the first.
        """
        now = datetime.now(UTC)
        for planned in self._scheduler.get_jobs():
            if planned.next_run_time - now > planned.trigger.interval:
                planned.modify(next_run_time=now)
            elif (now - planned.next_run_time).total_seconds() > _WATCH:
                self._scheduler.wakeup()
        self._watch = asyncio.get_running_loop().call_later(_WATCH, self._watch_over)

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
