"""The daemon's jobs, each run once at a time: what goes wrong in one is logged and counted, and the clock goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from time import monotonic
from typing import TypeVar

import structlog

from monitor.model.errors import ReaderError, StoreError

log = structlog.get_logger()
Result = TypeVar("Result")


class Pulse:
    """When each of the daemon's jobs last came to an end, on the monotonic clock."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._beats: dict[str, float] = {}

    def beat(self, job: str) -> None:
        """Note that `job` has just come to an end."""
        self._beats[job] = self._clock()

    def ages(self) -> dict[str, float]:
        """Return the seconds since each job's last end."""
        return {job: self._clock() - at for job, at in self._beats.items()}


class Jobs:
    """The jobs of one run, by name. All methods but `failing` belong to one event loop."""

    def __init__(self) -> None:
        self.pulse = Pulse()
        self.failures = 0
        self._busy: set[str] = set()
        self._failing: dict[str, str] = {}  # jobs whose last run failed, and how

    @property
    def failing(self) -> list[str]:
        """The jobs whose last run failed, sorted."""
        return sorted(self._failing)

    def have_run(self, jobs: Collection[str]) -> bool:
        """Tell whether each of these jobs came to an end once, and none runs."""
        return self.pulse.ages().keys() >= set(jobs) and not self._busy & set(jobs)

    async def run(self, job: str, work: Callable[[], Awaitable[Result]]) -> Result | None:
        """Return what the job's work returns, or `None` where it failed or runs already."""
        if job in self._busy:
            return None
        self._busy.add(job)
        try:
            result = await work()
            self.pulse.beat(job)
            if self._failing.pop(job, None) is not None:
                log.info("job works again", job=job)
            return result
        except (StoreError, ReaderError) as error:
            if self._is_other_failure(job, str(error)):  # the database may be back at the next tick
                log.error("job failed", job=job, error=str(error))
        except Exception as error:
            if self._is_other_failure(job, repr(error)):
                log.exception("job broke", job=job)
        finally:
            self._busy.discard(job)
        return None

    def _is_other_failure(self, job: str, how: str) -> bool:
        """Count a failure; tell whether the job's last run did not fail the same way, so that it is told once."""
        self.failures += 1
        before, self._failing[job] = self._failing.get(job), how
        return before != how
