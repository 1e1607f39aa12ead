"""One poll of one feed: ask, read, complete what is new, and say when to ask again. Stores nothing.

What is due, how many polls run at once and when the result is committed is the daemon's business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from monitor.errors import FetchError
from monitor.model import RawItem, Rejected, SourceState
from monitor.sources.articles import ArticleReading, fetch_article, is_teaser
from monitor.sources.feeds import MOST_FEED_BYTES, FeedReading, read_feed
from monitor.sources.fetch import Fetched, Fetcher
from monitor.sources.threads import Threads

LONGEST_WAIT = timedelta(hours=24)
_ACCEPT = "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml,application/xml;q=0.9,text/xml;q=0.8,*/*;q=0.5"
_GONE_AFTER = 3  # answers "gone" in a row before a feed is retired
_GONE_WAIT = timedelta(hours=12)  # between them, so that retiring takes at least a day
_REFUSED_WAIT = timedelta(hours=1)  # after an answer that only a person can change
_REFUSED = frozenset(("unauthorised", "forbidden", "not_found", "challenged", "blocked", "bad_url", "not_a_feed", "too_large", "too_complex", "empty"))
_ARTICLES_AT_FIRST = 5  # of a new feed's entries, the newest: they are the past that later claims are compared with
_ARTICLES_A_POLL = 40
_ARTICLES_WAIT = timedelta(seconds=60)  # for all pages of one poll; what isn't here by then is read as the feed gave it


@dataclass(frozen=True, slots=True)
class FeedSource:
    """A feed as configured. `name` is unique; `full_text`: fetch the page behind a teaser."""

    name: str
    url: str
    every: timedelta = timedelta(minutes=5)
    full_text: bool = True
    most_bytes: int = MOST_FEED_BYTES
    most_article_bytes: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll came to: the state to commit together with `items`. `outcome`: "read", "unchanged" or a failure's reason."""

    state: SourceState
    items: tuple[RawItem, ...]
    outcome: str
    detail: str = ""
    pages: int = 0  # articles fetched
    retry_after: timedelta | None = None  # what the host asked for; it holds for all its feeds


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a poll needs beside its feed.

    choose_new: picks the items that aren't known yet; only those are completed and returned.
    now: the time. jitter: a number in [0, 1), which spreads the polls of feeds that were added together.
    """

    fetcher: Fetcher
    threads: Threads
    choose_new: Callable[[Sequence[RawItem]], Awaitable[Sequence[RawItem]]]
    now: Callable[[], datetime]
    jitter: Callable[[], float]


async def poll_feed(feed: FeedSource, state: SourceState, around: Surroundings) -> Poll:
    """Return what the feed brought and its next state; never raises for what a server does."""
    is_same_url = state.url == feed.url
    etag, last_modified = (state.etag, state.last_modified) if is_same_url else (None, None)
    try:
        answer = await around.fetcher.fetch(feed.url, limit_bytes=feed.most_bytes, accept=_ACCEPT, etag=etag, last_modified=last_modified)
    except FetchError as error:
        wait = timedelta(seconds=error.retry_after_seconds) if error.retry_after_seconds is not None else None
        return Poll(after_failure(state, feed, error.reason, wait, around.now(), around.jitter()), (), error.reason, error.detail, retry_after=wait)
    if answer.is_not_modified or (is_same_url and sha256(answer.body).hexdigest() == state.body_hash):
        return Poll(after_success(state, feed, None, around.now(), around.jitter()), (), "unchanged")
    observed_at = around.now()
    reading = await around.threads.run(
        lambda: read_feed(answer.body, url=answer.url, source=feed.name, observed_at=observed_at, content_type=answer.media_type)
    )
    if isinstance(reading, Rejected):
        return Poll(after_failure(state, feed, reading.reason, None, around.now(), around.jitter()), (), reading.reason, reading.detail)
    return await _complete(feed, state, answer, reading, around)


async def _complete(feed: FeedSource, state: SourceState, answer: Fetched, reading: FeedReading, around: Surroundings) -> Poll:
    is_first = state.last_success_at is None
    fresh = [replace(item, is_baseline=is_first) for item in await around.choose_new(reading.entries)]
    wanted = [item for item in fresh if feed.full_text and is_teaser(item)][: _ARTICLES_AT_FIRST if is_first else _ARTICLES_A_POLL]
    pages = await _fetch_articles(around.fetcher, wanted, feed.most_article_bytes)
    items = tuple(pages[item.id].item if item.id in pages else item for item in fresh)
    next_state = after_success(state, feed, answer, around.now(), around.jitter(), has_news=bool(items))
    next_state = replace(next_state, state="ok" if reading.entries else "empty")
    if reading.is_damaged:  # the server must not answer "not modified" for what may have been cut on the way
        next_state = replace(next_state, reason="damaged", etag=None, last_modified=None)
    return Poll(next_state, items, "read", pages=sum(1 for page in pages.values() if page.reason is None))


async def _fetch_articles(fetcher: Fetcher, wanted: Sequence[RawItem], most_bytes: int) -> dict[str, ArticleReading]:
    if not wanted:
        return {}
    tasks = [asyncio.create_task(fetch_article(fetcher, item, most_bytes)) for item in wanted]
    try:
        done, _ = await asyncio.wait(tasks, timeout=_ARTICLES_WAIT.total_seconds())
    finally:
        for task in tasks:
            task.cancel()
    readings = [task.result() for task in done]
    return {reading.item.id: reading for reading in readings}


def after_success(state: SourceState, feed: FeedSource, answer: Fetched | None, now: datetime, jitter: float, *, has_news: bool = False) -> SourceState:
    """Return the state after an answer that was understood.

    answer: whose validators and body the next poll may rely on; `None` keeps the old ones.
    """
    kept = replace(state, url=feed.url, failures=0, reason=None, state="empty" if state.state == "empty" else "ok", last_success_at=now)
    if answer is not None:
        kept = replace(kept, etag=answer.etag, last_modified=answer.last_modified, body_hash=sha256(answer.body).hexdigest())
    return replace(kept, next_poll_at=now + feed.every * (1 - 0.1 * jitter), last_news_at=now if has_news else state.last_news_at)


def after_failure(state: SourceState, feed: FeedSource, reason: str, retry_after: timedelta | None, now: datetime, jitter: float) -> SourceState:
    """Return the state after an answer that brought nothing: what was known is kept, the next poll comes later and later.

    Waits double from `feed.every` to a day, spread over their upper half; only "gone" three times over ends them.
    """
    state = state if state.url == feed.url else replace(state, failures=0)
    failures = (state.failures + 1) if reason != "gone" or state.reason == "gone" else 1
    wait = min(feed.every * 2 ** min(failures, 16), LONGEST_WAIT) * (1 - 0.5 * jitter)
    if reason == "gone":
        wait = max(wait, _GONE_WAIT)
    elif reason in _REFUSED:
        wait = max(wait, min(_REFUSED_WAIT, 12 * feed.every))
    if retry_after is not None:
        wait = max(min(retry_after, LONGEST_WAIT), feed.every)
    is_gone = reason == "gone" and failures >= _GONE_AFTER
    return replace(state, url=feed.url, failures=failures, reason=reason, state="gone" if is_gone else "failing", next_poll_at=now + wait)


def is_due(feed: FeedSource, state: SourceState | None, now: datetime, *, is_forced: bool = False) -> bool:
    """Tell whether a feed is to be asked now; a forced round also asks those that are well before their time.

    A new address is asked at once: what was learned of the old one, even that it is gone, doesn't hold for it.
    """
    if state is None or state.next_poll_at is None or state.url != feed.url:
        return True
    return state.state != "gone" and (state.next_poll_at <= now or (is_forced and state.failures == 0))
