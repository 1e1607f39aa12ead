"""The clock: APScheduler starts each job at its interval, one run at a time, and stops without tearing a job that is in hand.

What is due lives in the database, so a round that is late or left out is made up for by the next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

Job = Callable[[], Awaitable[None]]


class Clock:
    """Runs jobs on the running event loop, each at once and then at its interval. A job must not raise."""

    def __init__(self, jobs: Iterable[tuple[Job, timedelta]]) -> None:
        self._in_hand: set[asyncio.Task[None]] = set()
        self._is_stopping = False
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
        for number, (job, every) in enumerate(jobs):
            self._scheduler.add_job(self._run, "interval", (job,), seconds=every.total_seconds(), next_run_time=datetime.now(UTC), id=str(number))

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
