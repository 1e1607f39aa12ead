"""One poll of one feed, by hand and now: what came, what of it is new, and what the daemon would make of it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.model import Alert, Arrival, Delivery, KnownEntry, RawItem, SourceState
from monitor.polling.batched_writes import Commits, PollStore
from monitor.polling.phases import Poll
from monitor.polling.poll import make_steps, poll_feed
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.polling.web import Pauses, Reach, Web
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.robots import Robots
from monitor.sources.threads import Threads
from monitor.workers.feed_readers import FeedReaders


def poll_now(
    feed: FeedSource, fetch: FetchSettings, store: PollStore | None, now: datetime, *, respects_robots: bool = True
) -> Poll:
    """Return what the feed brings; it is committed to `store`, or, where there is none, compared with nothing and
    forgotten. A feed that is parked is read once more.
    """
    return asyncio.run(_poll(feed, fetch, store or _Forgetful(), now, respects_robots=respects_robots))


async def _poll(
    feed: FeedSource, fetch: FetchSettings, store: PollStore, now: datetime, *, respects_robots: bool
) -> Poll:
    times, threads = Times(now=lambda: now, jitter=lambda: 0.0, gather_seconds=0.0), Threads()
    stored = store.source_states().get(feed.name) or SourceState(feed.name, "feed", feed.url)
    state = replace(stored, attempts=0, attempt_hash=None)
    with FeedReaders(1) as readers:
        async with Fetcher(fetch) as fetcher:
            web = Web(fetcher, Robots(fetcher, is_respected=respects_robots), Pauses(times), Reach(1))
            steps = make_steps(web, readers, store, threads, Commits(store, threads, times), times)
            poll = await poll_feed(feed, state, steps)
            await steps.arrive(poll)
    return poll


class _Forgetful:
    """A store that knows nothing and keeps nothing."""

    @property
    def awaited_pages(self) -> _Forgetful:
        return self

    def count(self, source: str) -> int:  # noqa: ARG002 (a store's signature)
        return 0

    def source_states(self) -> dict[str, SourceState]:
        return {}

    def accept_all(self, brought: Sequence[Arrival], now: datetime) -> list[int]:  # noqa: ARG002
        return [len(arrival.items) for arrival in brought]

    def recall(self, source: str, keys: Collection[int]) -> dict[int, KnownEntry]:  # noqa: ARG002
        return {}

    def unseen(self, items: Sequence[RawItem]) -> list[RawItem]:
        return list(items)

    def is_writable(self) -> bool:
        return True

    def held_hosts(self, now: datetime) -> dict[str, datetime]:  # noqa: ARG002
        return {}

    def tell(
        self, notice: Alert | None, deliveries: Sequence[Delivery], told: Mapping[str, str | None], now: datetime
    ) -> None:
        """Tell nobody."""
