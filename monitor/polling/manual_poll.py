"""One poll of one feed, by hand and now: what came, what of it is new, and what the daemon would make of it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from monitor.model import Arrival, KnownEntry, RawItem, Rejected, SourceState
from monitor.polling.batched_writes import PollStore
from monitor.polling.poll import Poll, Surroundings, poll_feed
from monitor.polling.schedule import FeedSource
from monitor.sources.feeds import FeedReading
from monitor.sources.fetch import Fetched, Fetcher, FetchSettings
from monitor.sources.robots import Robots
from monitor.workers.feed_readers import FeedBody, FeedReaders


def poll_now(
    feed: FeedSource, fetch: FetchSettings, store: PollStore | None, now: datetime, *, respects_robots: bool = True
) -> Poll:
    """Return what the feed brings; it is committed to `store`, or, where there is none, compared with nothing and
    forgotten.
    """

    async def run() -> Poll:
        state = store.source_states().get(feed.name) if store else None
        async with Fetcher(fetch) as fetcher:
            with FeedReaders(1) as readers:
                robots = Robots(fetcher, is_respected=respects_robots)
                around = _surroundings(fetcher, readers, store, robots, now)
                poll = await poll_feed(feed, state or SourceState(feed.name, "feed", feed.url), around)
        if store:
            store.accept_all([Arrival(poll.state, poll.items, poll.memories)], now)
        return poll

    return asyncio.run(run())


def _surroundings(
    fetcher: Fetcher, readers: FeedReaders, store: PollStore | None, robots: Robots, now: datetime
) -> Surroundings:
    async def read(answer: Fetched, feed: FeedSource, observed_at: datetime) -> FeedReading | Rejected:
        return readers.read(FeedBody(answer.body, answer.url, feed.name, observed_at, answer.media_type))

    async def begin(state: SourceState) -> None:
        if store:
            store.accept_all([Arrival(state)], now)

    async def recall(source: str, keys: Collection[int]) -> Mapping[int, KnownEntry]:
        return store.recall(source, keys) if store else {}

    async def choose_new(items: Sequence[RawItem]) -> Sequence[RawItem]:
        return store.unseen(items) if store else items

    return Surroundings(fetcher, read, begin, recall, choose_new, robots, lambda: now, lambda: 0.0)
