"""One poll of one feed, from its question to what is stored: the steps as they follow one another.

What is due and how many polls run at once is the poller's business; when a feed is asked again stands in `schedule`.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import SourceState
from monitor.polling.asking import Ask, Read
from monitor.polling.batched_writes import Arrive, Commits
from monitor.polling.completing import Complete
from monitor.polling.phases import Answered, Poll
from monitor.polling.recalling import Recall, judge_news, sort_entries
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.polling.web import Web
from monitor.sources.threads import Threads
from monitor.store.sources import Sources
from monitor.workers.feed_readers import FeedReaders


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps that reach out of the poll: to servers, to a worker, to the database."""

    times: Times
    ask: Ask
    read: Read
    recall: Recall
    complete: Complete
    arrive: Arrive


def make_steps(
    web: Web, readers: FeedReaders, sources: Sources, threads: Threads, commits: Commits, times: Times
) -> Steps:
    """Return the steps of polls that share all of this."""
    return Steps(
        times,
        Ask(web, times),
        Read(readers, threads, times),
        Recall(sources, threads),
        Complete(web, sources.awaited_pages, threads, times),
        Arrive(commits, web.pauses),
    )


async def poll_feed(feed: FeedSource, state: SourceState, steps: Steps) -> Poll:
    """Return what the feed brought and its next state, which are still to arrive; never raises for a server."""
    return await follow(await steps.ask(feed, state), steps)


async def follow(asked: Answered | Poll, steps: Steps) -> Poll:
    """Return what an answer brought: all of a poll behind its question."""
    if isinstance(asked, Poll):
        return asked
    read = await steps.read(asked)
    if isinstance(read, Poll):
        return read
    recalled = await steps.recall(read)
    found = await steps.recall.leave_out_queued(sort_entries(recalled))
    return await steps.complete(judge_news(found, steps.times.now()))
