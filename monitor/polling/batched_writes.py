"""What polls bring on its way to the database: many polls in one transaction."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, replace

from monitor.model import Arrival
from monitor.model.errors import StoreUnavailableError
from monitor.polling.phases import Poll
from monitor.polling.times import Times
from monitor.polling.web import Pauses
from monitor.sources.links import host_of
from monitor.sources.threads import Threads
from monitor.store.sources import Sources

_URGENT_SECONDS = 0.02  # likewise for one with news: a transaction costs as much as several polls


class Commits:
    """Arrivals on their way to the database: while one transaction runs, the next gathers. What failed together is
    tried one by one.
    """

    def __init__(self, sources: Sources, threads: Threads, times: Times) -> None:
        self._sources, self._threads, self._now, self._gather_seconds = (
            sources,
            threads,
            times.now,
            times.gather_seconds,
        )
        self._waiting: list[tuple[Arrival, asyncio.Future[int]]] = []
        self._is_urgent = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def put(self, arrival: Arrival, *, is_urgent: bool) -> int:
        """Return how many items were queued, once the arrival is committed; `StoreError` where it can't be."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, future))
        if is_urgent:
            self._is_urgent.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return await future

    async def finish(self) -> None:
        """Return when all that was put is committed, or has failed."""
        self._is_urgent.set()
        if self._task is not None:
            await self._task

    async def _work(self) -> None:
        while self._waiting:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._is_urgent.wait(), self._gather_seconds)
                await asyncio.sleep(min(_URGENT_SECONDS, self._gather_seconds))
            self._is_urgent.clear()
            batch, self._waiting = self._waiting, []
            await self._commit(batch)

    async def _commit(self, batch: list[tuple[Arrival, asyncio.Future[int]]]) -> None:
        try:
            counts = await self._threads.run(
                lambda: self._sources.accept_all([arrival for arrival, _ in batch], self._now())
            )
        except Exception as error:  # noqa: BLE001 (handed to those who wait)
            if len(batch) > 1 and not isinstance(error, StoreUnavailableError):
                for single in batch:
                    await self._commit([single])
                return
            for _, future in batch:  # it would be the same for each of them, after as long a wait
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), count in zip(batch, counts, strict=True):
            if not future.done():
                future.set_result(count)


@dataclass(frozen=True, slots=True)
class Arrive:
    """The last step of a poll: what it came to is stored, together with what other polls bring."""

    commits: Commits
    pauses: Pauses

    async def __call__(self, poll: Poll, *, is_urgent: bool = False) -> int:
        """Return how many items were queued, once all that the poll came to is committed; `StoreError` where it can't
        be.
        """
        return await self.commits.put(self._arrival(poll), is_urgent=bool(poll.items) or is_urgent)

    def _arrival(self, poll: Poll) -> Arrival:
        host = host_of(poll.state.url) if poll.retry_after is not None else None
        arrival = Arrival(
            poll.state, poll.items, poll.memories, awaited=poll.awaited, settled=poll.settled, paced=poll.paced
        )
        if poll.retry_after is None or host is None:
            return arrival
        return replace(arrival, host=host, held_until=self.pauses.pause(host, poll.retry_after))
