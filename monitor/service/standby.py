"""Waits until this process may lead the database: a standby for as long as it takes, any other for a lease whose holder
is no more.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, sleep

import structlog

from monitor.service.jobs import Jobs
from monitor.service.metrics import STANDBY, Measured
from monitor.service.server import HealthServer, ServerSettings
from monitor.sources.threads import Threads
from monitor.store import Store
from monitor.store.leases import LeaseStanding

log = structlog.get_logger()

LOOKS_EVERY = 1.0  # seconds between two looks whether the lease has ended; a part of what a take-over takes


@dataclass(frozen=True, slots=True)
class Standby:
    """A daemon that does not lead. serves: where its health is asked for, `None` for nowhere."""

    store: Store
    serves: ServerSettings | None
    now: Callable[[], datetime]

    def wait(self, on_ready: Callable[[int | None], None]) -> bool:
        """Wait until this process leads, and tell so; false where it was told to stop before.

        on_ready: called once the wait begins, with the port that health is served on.
        """
        return asyncio.run(self._wait(on_ready))

    async def _wait(self, on_ready: Callable[[int | None], None]) -> bool:
        stopping, jobs, threads, loop = asyncio.Event(), Jobs(), Threads(), asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(name, stopping.set)

        def measure() -> Measured:
            troubles = tuple(f"job_failing:{job}" for job in jobs.failing)
            return Measured(jobs.pulse.ages(), troubles=troubles, role=STANDBY)

        async with contextlib.AsyncExitStack() as stack:
            port: int | None = None
            if self.serves is not None:
                server = HealthServer(self.serves, self.store.database, self.store.views, self.now, measure)
                port = (await stack.enter_async_context(server)).port
            on_ready(port)
            log.info("standing by", port=port)
            while not stopping.is_set():
                # "tick" as the daemon's own: what `/readyz` goes by
                if await jobs.run("tick", lambda: threads.run(self.store.leadership.take)):
                    log.info("taking over")
                    return True
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), LOOKS_EVERY)
            return False


def take_from_the_dead(store: Store, on_wait: Callable[[LeaseStanding], None]) -> None:
    """Lead, once the lease of a holder that renews it no more has ended; raise HeldError where its holder lives.

    on_wait: called once where that takes a while.
    """
    leadership, ends_at = store.leadership, None
    while not leadership.take():
        found = leadership.standing()
        if found is None or not found.is_held:
            break  # a lock says it, or the lease has just ended
        seen, ends_at = ends_at, monotonic() + found.seconds
        if seen is None:
            on_wait(found)
        elif ends_at > seen + LOOKS_EVERY / 2:
            break  # it was renewed
        sleep(LOOKS_EVERY)
    store.lead()
