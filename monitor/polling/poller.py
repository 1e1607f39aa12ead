"""Polls each feed when it is due, many at once, and commits what came of it, many polls in one transaction.

The database says what is due at the start; from then on waits are counted on the monotonic clock, so that a clock which
is set back or forward neither stops the polls nor starts them all.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

import structlog

from monitor.model import Arrival, KnownEntry, RawItem, Rejected, SourceState
from monitor.model.errors import ReaderError, StoreError, StoreUnavailableError
from monitor.polling.batched_writes import GATHER_SECONDS, Commits, PollStore
from monitor.polling.poll import Poll, Surroundings, poll_feed
from monitor.polling.schedule import LONGEST_WAIT, NETWORK_REASONS, FeedSource, wait_before
from monitor.polling.trouble import find_trouble, offline_notice
from monitor.sources.feeds import FeedReading
from monitor.sources.fetch import Fetched, Fetcher
from monitor.sources.links import host_of
from monitor.sources.robots import Robots
from monitor.sources.threads import Threads
from monitor.workers.feed_readers import FeedBody, FeedReaders

log = structlog.get_logger()

_UNSTORED_WAIT = timedelta(seconds=60)  # until a feed whose poll could not be stored is asked again
_TRIAL_WAITS = (5.0, 10.0, 20.0, 40.0)  # seconds between tries to store anything while the database takes nothing
_OFFLINE_FEEDS = 3  # the least number of feeds whose failure together says that it is this machine


class Poller:
    """The feeds of one run. Use it inside the fetcher's context; all methods belong to one event loop.

    on_news: called after a commit that queued items.
    """

    def __init__(
        self,
        feeds: Iterable[FeedSource],
        store: PollStore,
        fetcher: Fetcher,
        readers: FeedReaders,
        threads: Threads,
        *,
        robots: Robots,
        now: Callable[[], datetime],
        jitter: Callable[[], float],
        on_news: Callable[[], Awaitable[None]],
        clock: Callable[[], float] = monotonic,
        gather_seconds: float = GATHER_SECONDS,
    ) -> None:
        self._feeds = {feed.name: feed for feed in feeds}
        self._store, self._readers, self._threads = store, readers, threads
        self._now, self._clock, self._on_news = now, clock, on_news
        self._around = Surroundings(
            fetcher, self._read, self._begin, self._recall, self._choose_new, robots, now, jitter, self._is_offline
        )
        self._commits = Commits(store, threads, now, gather_seconds=gather_seconds)
        self._states: dict[str, SourceState] | None = None
        self._due: list[tuple[float, str]] = []
        self._held: dict[str, float] = {}
        self._polls: dict[str, asyncio.Task[None]] = {}
        self._unreached: set[str] = set()
        self._has_told_offline = False
        self._trials = 0  # polls in a row that the database would not take
        self._trial_at = 0.0
        self.failures = 0

    @property
    def states(self) -> Mapping[str, SourceState]:
        """The states of the configured feeds, as they were last stored."""
        return self._states or {}

    @property
    def is_offline(self) -> bool:
        """Whether no server has been reached while most feeds were asked."""
        return len(self._unreached) >= max(_OFFLINE_FEEDS, len(self._feeds) / 2)

    @property
    def is_ready(self) -> bool:
        """Whether the pauses of hosts are known and this machine isn't offline, so that articles may be asked for."""
        return self._states is not None and not self.is_offline

    def paused_until(self, host: str | None) -> datetime | None:
        """Return the end of the pause that `host` has asked for; `None` where it may be asked."""
        left = self._held.get(host or "", 0.0) - self._clock()
        return self._now() + timedelta(seconds=left) if left > 0 else None

    def pause(self, host: str, span: timedelta) -> datetime:
        """Leave `host` alone for `span`, unless it asked for longer before; return until when."""
        at = self._clock()
        self._held[host] = max(
            self._held.get(host, at), at + min(span, LONGEST_WAIT).total_seconds()
        )  # no feed shortens what another was told
        return self._now() + timedelta(seconds=self._held[host] - at)

    @property
    def is_paused(self) -> bool:
        """Whether nothing is asked because the database takes nothing."""
        return self._trials > 0

    async def start_due(self, *, is_forced: bool = False) -> None:
        """Start a poll of each feed that is due and isn't being polled; a forced round starts those too that are well.

        While the database takes nothing, one poll at a time is made for a trial, and that only once the database has
        taken a probe.
        """
        if self._states is None:
            await self._load(is_forced=is_forced)
        if self.is_paused and not await self._may_try():
            return
        at = self._clock()
        while self._due and self._due[0][0] <= at and not (self.is_paused and self._polls):
            _, name = heapq.heappop(self._due)
            feed = self._feeds[name]
            held_until = self._held.get(host_of(feed.url) or "", at) if self._held else at
            if held_until > at:
                heapq.heappush(self._due, (held_until, name))
            elif name not in self._polls:
                self._polls[name] = asyncio.create_task(self._poll(feed))

    async def _may_try(self) -> bool:
        if self._polls or self._clock() < self._trial_at:
            return False
        if await self._threads.run(self._store.is_writable):
            return True
        self._pause()
        return False

    def _pause(self) -> None:
        """Ask nothing for a while, longer after each trial that failed; polls that fail together count once."""
        at = self._clock()
        if not self.is_paused or at >= self._trial_at:
            self._trial_at = at + _TRIAL_WAITS[min(self._trials, len(_TRIAL_WAITS) - 1)]
            self._trials += 1

    async def tell_trouble(self, channel: str) -> bool:
        """Queue a notice of the sources whose trouble the desk was not told of, or, once, that none can be reached;
        tell whether there was one.
        """
        states, now = self._states or {}, self._now()
        if not self.is_offline:
            self._has_told_offline = False
            trouble = find_trouble(states.values(), channel, now)
        elif self._has_told_offline:
            return False
        else:
            trouble = offline_notice(len(self._feeds), channel, now)
        if trouble.notice is None and not trouble.told:
            return False
        await self._threads.run(lambda: self._store.tell(trouble.notice, trouble.deliveries, trouble.told, now))
        self._has_told_offline = self.is_offline
        for name, told in trouble.told.items():
            states[name] = replace(states[name], told_state=told)
        return trouble.notice is not None

    async def wait(self) -> None:
        """Return when every poll that was started is committed."""
        while self._polls:
            await asyncio.wait(list(self._polls.values()))

    async def stop(self) -> None:
        """Give up the polls in hand; what they have handed over is still committed."""
        polls = list(self._polls.values())
        for task in polls:
            task.cancel()
        await asyncio.gather(*polls, return_exceptions=True)
        await self._commits.finish()

    async def _load(self, *, is_forced: bool) -> None:
        now, at = self._now(), self._clock()
        stored = await self._threads.run(self._store.source_states)
        held = await self._threads.run(lambda: self._store.held_hosts(now))
        self._held = {host: at + min(until - now, LONGEST_WAIT).total_seconds() for host, until in held.items()}
        self._states = {name: stored[name] for name in self._feeds if name in stored}
        for name, feed in self._feeds.items():
            wait = wait_before(feed, self._states.get(name), now, is_forced=is_forced)
            if wait is not None:
                heapq.heappush(self._due, (at + wait.total_seconds(), name))

    async def _poll(self, feed: FeedSource) -> None:
        assert self._states is not None
        state = self._states.get(feed.name) or SourceState(feed.name, "feed", feed.url)
        wait: timedelta | None = _UNSTORED_WAIT
        try:
            poll = await poll_feed(feed, state, self._around)
            accepted = await self._commits.put(self._arrival(feed, poll), is_urgent=bool(poll.items) or self.is_paused)
            self._trials = 0
            current = self._states.get(feed.name)
            told = current.told_state if current else None  # it may have been told meanwhile
            self._states[feed.name] = (
                poll.state if poll.state.told_state == told else replace(poll.state, told_state=told)
            )
            wait = wait_before(feed, poll.state, self._now())
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
                heapq.heappush(self._due, (self._clock() + wait.total_seconds(), feed.name))
        if poll.outcome not in NETWORK_REASONS:
            self._unreached.clear()
        _tell(poll, accepted, is_first=state.body_hash is None)
        if accepted:
            await self._on_news()

    def _arrival(self, feed: FeedSource, poll: Poll) -> Arrival:
        host = host_of(feed.url) if poll.retry_after is not None else None
        if poll.retry_after is None or host is None:
            return Arrival(poll.state, poll.items, poll.memories)
        return Arrival(poll.state, poll.items, poll.memories, host, self.pause(host, poll.retry_after))

    async def _read(self, answer: Fetched, feed: FeedSource, observed_at: datetime) -> FeedReading | Rejected:
        state = (self._states or {}).get(feed.name)
        is_suspect = state is not None and state.reason in ("too_slow", "too_hard")
        body = FeedBody(answer.body, answer.url, feed.name, observed_at, answer.media_type, is_suspect)
        return await self._threads.run(lambda: self._readers.read(body))

    async def _begin(self, state: SourceState) -> None:
        await self._commits.put(Arrival(state), is_urgent=True)

    async def _recall(self, source: str, keys: Collection[int]) -> Mapping[int, KnownEntry]:
        if self._is_new(source):
            return {}
        return await self._threads.run(lambda: self._store.recall(source, keys))

    async def _choose_new(self, items: Sequence[RawItem]) -> Sequence[RawItem]:
        if not items or self._is_new(items[0].source):
            return items
        return await self._threads.run(lambda: self._store.unseen(items))

    def _is_new(self, source: str) -> bool:
        """Tell whether nothing of the source can be stored: its state would be, in the same commit."""
        return self._states is not None and source not in self._states

    def _is_offline(self, name: str, reason: str) -> bool:
        if reason in NETWORK_REASONS:
            self._unreached.add(name)
        return reason in NETWORK_REASONS and self.is_offline


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
