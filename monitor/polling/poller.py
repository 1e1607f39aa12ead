"""Polls each feed when it is due, many at once, and commits what came of it, many polls in one transaction.

The database says what is due at the start; from then on waits are counted on the monotonic clock, so that a clock which
is set back or forward neither stops the polls nor starts them all.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from monitor.model import SourceState
from monitor.model.errors import ReaderError, StoreError, StoreUnavailableError
from monitor.polling.batched_writes import Commits
from monitor.polling.phases import Poll
from monitor.polling.poll import follow, make_steps
from monitor.polling.schedule import FeedSource, wait_before
from monitor.polling.times import Times
from monitor.polling.trouble import find_trouble, offline_notice
from monitor.polling.turns import Turn, Turns
from monitor.polling.web import Web
from monitor.sources.links import host_of
from monitor.sources.threads import Threads
from monitor.sources.timings import Timings
from monitor.store.sources import Sources
from monitor.workers.feed_readers import FeedReaders

log = structlog.get_logger()

_MOST_POLLS = 1_000  # in hand at once: five times the exchanges, since most wait to be stored with others
_LATE_BOUNDS = (1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0)  # seconds; the shortest is the daemon's tick
_UNSTORED_WAIT = timedelta(seconds=60)  # until a feed whose poll could not be stored is asked again
_TRIAL_WAITS = (5.0, 10.0, 20.0, 40.0)  # seconds between tries to store anything while the database takes nothing


class Poller:
    """The feeds of one run. Use it inside the fetcher's context; all methods belong to one event loop.

    on_news: called after a commit that queued items.
    """

    def __init__(
        self,
        feeds: Iterable[FeedSource],
        sources: Sources,
        threads: Threads,
        web: Web,
        readers: FeedReaders,
        times: Times,
        on_news: Callable[[], Awaitable[None]],
    ) -> None:
        self._feeds = {feed.name: feed for feed in feeds}
        self._sources, self._threads, self._web, self._times, self._on_news = sources, threads, web, times, on_news
        self._commits = Commits(sources, threads, times)
        self._steps = make_steps(web, readers, sources, threads, self._commits, times)
        self._states: dict[str, SourceState] | None = None
        self._due: list[tuple[float, str]] = []
        self._turns = Turns(web.fetcher.per_host + 1)  # one waits, so that no time is lost between two
        self._polls: dict[str, asyncio.Task[None]] = {}
        self.lateness = Timings(_LATE_BOUNDS)  # of polls that began, against when their feeds were due
        self._has_told_offline = False
        self._trials = 0  # polls in a row that the database would not take
        self._trial_at = 0.0
        self.failures = 0

    @property
    def states(self) -> Mapping[str, SourceState]:
        """The states of the configured feeds, as they were last stored."""
        return self._states or {}

    @property
    def is_paused(self) -> bool:
        """Whether nothing is asked because the database takes nothing."""
        return self._trials > 0

    async def start_due(self, *, is_forced: bool = False) -> None:
        """Start a poll of each feed that is due, as its turn comes; a forced round starts those too that are well.

        Very many that are due at once, as at the first start or after an outage, take turns by host.

        While the database takes nothing, one poll at a time is made for a trial, and that only once the database has
        taken a probe.
        """
        if self._states is None:
            await self._load(is_forced=is_forced)
        if self.is_paused and not await self._may_try():
            return
        at = self._times.clock()
        while self._due and self._due[0][0] <= at:
            due_at, name = heapq.heappop(self._due)
            self._turns.add(Turn(name, host_of(self._feeds[name].url) or "", due_at))
        self._start_next()

    def _go_on(self) -> None:
        """Give the room of a poll that has ended to the next one; whether a trial is made is not its matter."""
        if not self.is_paused:
            self._start_next()

    def _start_next(self) -> None:
        """Start polls of feeds whose turn it is, while there is room."""
        at = self._times.clock()
        while len(self._polls) < (1 if self.is_paused else _MOST_POLLS) and (turn := self._turns.take()) is not None:
            held_until = self._web.pauses.end_of(turn.host, at)
            if held_until > at:
                self._turns.end(turn.host)
                heapq.heappush(self._due, (held_until, turn.name))
            else:
                self.lateness.add(at - turn.due_at)
                self._polls[turn.name] = asyncio.create_task(self._poll(self._feeds[turn.name], turn.host))

    async def _may_try(self) -> bool:
        if self._polls or self._times.clock() < self._trial_at:
            return False
        if await self._threads.run(self._sources.can_accept):
            return True
        self._pause()
        return False

    def _pause(self) -> None:
        """Ask nothing for a while, longer after each trial that failed; polls that fail together count once."""
        at = self._times.clock()
        if not self.is_paused or at >= self._trial_at:
            self._trial_at = at + _TRIAL_WAITS[min(self._trials, len(_TRIAL_WAITS) - 1)]
            self._trials += 1

    async def tell_trouble(self, channel: str) -> bool:
        """Queue a notice of the sources whose trouble the desk was not told of, or, once, that none can be reached;
        tell whether there was one.
        """
        states, now = self._states or {}, self._times.now()
        if not self._web.reach.is_offline:
            self._has_told_offline = False
            trouble = find_trouble(states.values(), channel, now)
        elif self._has_told_offline:
            return False
        else:
            trouble = offline_notice(len(self._feeds), channel, now)
        if trouble.notice is None and not trouble.told:
            return False
        await self._threads.run(lambda: self._sources.tell(trouble.notice, trouble.deliveries, trouble.told, now))
        self._has_told_offline = self._web.reach.is_offline
        for name, told in trouble.told.items():
            states[name] = replace(states[name], told_state=told)
        return trouble.notice is not None

    async def wait(self) -> None:
        """Return when every poll that was started is committed."""
        while self._polls:
            await asyncio.wait(list(self._polls.values()))

    async def stop(self) -> None:
        """Give up the polls in hand; what they have handed over is still committed."""
        self._turns.clear()
        polls = list(self._polls.values())
        for task in polls:
            task.cancel()
        await asyncio.gather(*polls, return_exceptions=True)
        await self._commits.finish()

    async def _load(self, *, is_forced: bool) -> None:
        now, at = self._times.now(), self._times.clock()
        stored = await self._threads.run(self._sources.states)
        self._web.pauses.take_in(await self._threads.run(lambda: self._sources.held_hosts(now)))
        self._states = {name: stored[name] for name in self._feeds if name in stored}
        for name, feed in self._feeds.items():
            wait = wait_before(feed, self._states.get(name), now, is_forced=is_forced)
            if wait is not None:
                heapq.heappush(self._due, (at + wait.total_seconds(), name))

    async def _poll(self, feed: FeedSource, host: str) -> None:
        assert self._states is not None
        state = self._states.get(feed.name) or SourceState(feed.name, "feed", feed.url)
        wait: timedelta | None = _UNSTORED_WAIT
        try:
            try:
                asked = await self._steps.ask(feed, state)
            finally:
                self._turns.end(host)
                self._go_on()
            poll = await follow(asked, self._steps)
            accepted = await self._steps.arrive(poll, is_urgent=self.is_paused)
            self._trials = 0
            current = self._states.get(feed.name)
            told = current.told_state if current else None  # it may have been told meanwhile
            self._states[feed.name] = (
                poll.state if poll.state.told_state == told else replace(poll.state, told_state=told)
            )
            wait = wait_before(feed, poll.state, self._times.now())
        except StoreError as error:
            self.failures += 1
            if isinstance(error, StoreUnavailableError):
                self._pause()
            log.error(
                "poll not stored", source=feed.name, error=str(error)
            )  # nothing of it counts; the feed is asked again
            return
        except ReaderError as error:
            self.failures += 1
            log.error("poll broke", source=feed.name, error=str(error))
            return
        except Exception:
            self.failures += 1
            log.exception("poll broke", source=feed.name)
            return
        finally:
            self._polls.pop(feed.name, None)
            if wait is not None:
                heapq.heappush(self._due, (self._times.clock() + wait.total_seconds(), feed.name))
            self._go_on()
        self._web.reach.note(poll.outcome)
        _tell(poll, accepted, is_first=state.body_hash is None)
        if accepted:
            await self._on_news()


def _tell(poll: Poll, accepted: int, *, is_first: bool) -> None:
    state = poll.state
    if poll.outcome == "unchanged":
        log.debug(
            "feed polled", source=state.name, outcome=poll.outcome
        )  # most polls are; what became of them stands in `monitor status`
    elif poll.outcome == "read":
        log.info(
            "feed polled", source=state.name, outcome=poll.outcome, new=accepted, pages=poll.pages, is_first=is_first
        )
        if state.note:
            log.warning("feed needs a look", source=state.name, note=state.note)
    else:
        log.warning(
            "feed failed",
            source=state.name,
            reason=poll.outcome,
            detail=poll.detail,
            failures=state.failures,
            next=str(state.next_poll_at),
        )
