"""One poll of one feed, by hand and now: what came, what of it is new, and what the daemon would make of it."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from monitor.model import SourceState
from monitor.polling.batched_writes import Commits
from monitor.polling.phases import Poll
from monitor.polling.poll import make_steps, poll_feed
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.polling.web import Pauses, Reach, Web
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.robots import Robots
from monitor.sources.threads import Threads
from monitor.store import Store
from monitor.store.sources import Sources
from monitor.workers.feed_readers import FeedReaders


def poll_now(
    feed: FeedSource, fetch: FetchSettings, sources: Sources | None, now: datetime, *, respects_robots: bool = True
) -> Poll:
    """Return what the feed brings; it is committed to `sources`, or, where there is none, compared with nothing and
    forgotten. A feed that is parked is read once more.
    """
    if sources is not None:
        return asyncio.run(_poll(feed, fetch, sources, now, respects_robots=respects_robots))
    with closing(Store.open("sqlite://")) as forgetful:
        return asyncio.run(_poll(feed, fetch, forgetful.sources, now, respects_robots=respects_robots))


async def _poll(
    feed: FeedSource, fetch: FetchSettings, sources: Sources, now: datetime, *, respects_robots: bool
) -> Poll:
    times, threads = Times(now=lambda: now, jitter=lambda: 0.0, gather_seconds=0.0), Threads()
    stored = sources.states().get(feed.name) or SourceState(feed.name, "feed", feed.url)
    state = replace(stored, attempts=0, attempt_hash=None)
    with FeedReaders(1) as readers:
        async with Fetcher(fetch) as fetcher:
            web = Web(fetcher, Robots(fetcher, is_respected=respects_robots), Pauses(times), Reach(1))
            steps = make_steps(web, readers, sources, threads, Commits(sources, threads, times), times)
            poll = await poll_feed(feed, state, steps)
            await steps.arrive(poll)
    return poll
