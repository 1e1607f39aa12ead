"""One poll of one feed: ask, read, complete what is new, and say what is to be committed. Stores nothing.

What is due, how many polls run at once and when the result is committed is the poller's business; when a feed is asked
again stands in `schedule`, what counts as new in `identity`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from monitor.model import KnownEntry, Memory, RawItem, Rejected, SourceState
from monitor.model.errors import FetchError
from monitor.polling.schedule import (
    FeedSource,
    after_failure,
    after_success,
    asks_unconditionally,
    is_parked,
    with_attempt,
    with_move,
    with_news,
)
from monitor.sources.articles import ArticleReading, fetch_article, is_teaser
from monitor.sources.feeds import FeedReading
from monitor.sources.fetch import Fetched, Fetcher
from monitor.sources.identity import MOST_REVISIONS, Sorted, bulk_of, keys_of, sort_out
from monitor.sources.robots import Robots

_ACCEPT = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml,"
    "application/xml;q=0.9,text/xml;q=0.8,*/*;q=0.5"
)
_ARTICLES_AT_FIRST = 5  # of a new feed's entries, the newest: they are the past that later claims are compared with
_ARTICLES_A_POLL = 40
_ARTICLES_WAIT = timedelta(seconds=60)  # for all pages of one poll; what isn't here by then is read as the feed gave it


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll came to: the state to commit together with `items`. `outcome`: "read", "unchanged" or a failure's
    reason.
    """

    state: SourceState
    items: tuple[RawItem, ...]
    outcome: str
    detail: str = ""
    pages: int = 0  # articles fetched
    retry_after: timedelta | None = None  # what the host asked for; it holds for all its feeds
    memories: tuple[Memory, ...] = ()
    entries: int = 0  # in the feed now
    revised: int = 0  # among `items`, those that were known with another text
    answer: Fetched | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a poll needs beside its feed.

    read: reads a body, away from this process. begin: makes sure that the state, with its attempt counted, outlives the
    reading. recall: what a feed's entries are known by. choose_new: picks the items that were never queued with their
    content. is_offline: tells, for a failure to reach this feed's server, that it is this machine that can't reach any.
    now: the time. jitter: a number in [0, 1), which spreads the polls of feeds that were added together.
    """

    fetcher: Fetcher
    read: Callable[[Fetched, FeedSource, datetime], Awaitable[FeedReading | Rejected]]
    begin: Callable[[SourceState], Awaitable[None]]
    recall: Callable[[str, Collection[int]], Awaitable[Mapping[int, KnownEntry]]]
    choose_new: Callable[[Sequence[RawItem]], Awaitable[Sequence[RawItem]]]
    robots: Robots
    now: Callable[[], datetime]
    jitter: Callable[[], float]
    is_offline: Callable[[str, str], bool] = lambda name, reason: False  # noqa: ARG005 (a single poll can't know)


async def poll_feed(feed: FeedSource, state: SourceState, around: Surroundings) -> Poll:
    """Return what the feed brought and its next state; never raises for what a server does."""
    if state.url != feed.url:
        state = _at_new_address(state, feed)
    is_unconditional = asks_unconditionally(state, around.now())
    etag, last_modified = (None, None) if is_unconditional else (state.etag, state.last_modified)
    try:
        answer = await around.fetcher.fetch(
            state.moved_url or feed.url,
            limit_bytes=feed.most_bytes,
            accept=_ACCEPT,
            etag=etag,
            last_modified=last_modified,
        )
    except FetchError as error:
        wait = timedelta(seconds=error.retry_after_seconds) if error.retry_after_seconds is not None else None
        return _failed(
            feed,
            state,
            "offline" if around.is_offline(feed.name, error.reason) else error.reason,
            error.detail,
            around,
            wait,
        )
    if answer.is_not_modified:
        return Poll(after_success(state, feed, around.now(), around.jitter()), (), "unchanged", answer=answer)
    body_hash = sha256(answer.body).hexdigest()
    if body_hash == state.body_hash:
        same = replace(
            with_move(state, answer.permanent_url), read_at=around.now() if is_unconditional else state.read_at
        )
        return Poll(after_success(same, feed, around.now(), around.jitter()), (), "unchanged", answer=answer)
    if is_parked(state, body_hash):
        return _failed(
            feed,
            state,
            "parked",
            f"{feed.name}: reading the feed broke its reader three times; it is read again when it changes",
            around,
        )
    begun = with_attempt(state, body_hash)
    await around.begin(begun)
    reading = await around.read(answer, feed, around.now())
    if isinstance(reading, Rejected):
        ended = begun if reading.reason in ("too_slow", "too_hard") else replace(begun, attempts=0, attempt_hash=None)
        return replace(_failed(feed, ended, reading.reason, reading.detail, around), answer=answer)
    understood = _understood(begun, answer, reading, body_hash, around.now(), is_unconditional=is_unconditional)
    return await _complete(feed, understood, answer, reading, around, is_first=state.body_hash is None)


def _failed(
    feed: FeedSource, state: SourceState, reason: str, detail: str, around: Surroundings, wait: timedelta | None = None
) -> Poll:
    return Poll(
        after_failure(state, feed, reason, wait, around.now(), around.jitter()), (), reason, detail, retry_after=wait
    )


def _at_new_address(state: SourceState, feed: FeedSource) -> SourceState:
    """Return what still holds of a feed whose configured address has changed: what it brought."""
    kept = SourceState(
        state.name,
        state.kind,
        feed.url,
        last_success_at=state.last_success_at,
        last_news_at=state.last_news_at,
        changed_at=state.changed_at,
    )
    return replace(kept, rhythm_seconds=state.rhythm_seconds, told_state=state.told_state)


def _understood(
    state: SourceState, answer: Fetched, reading: FeedReading, body_hash: str, now: datetime, *, is_unconditional: bool
) -> SourceState:
    """Return the state with what a whole good answer says of the feed: validators to rely on, when to come again, where
    it lives.
    """
    named = (answer.etag, answer.last_modified)
    has_lied = (
        is_unconditional
        and state.read_at is not None
        and any(named)
        and named == (state.etag, state.last_modified)
        and not state.distrusts_validators
    )
    asked = max((span.total_seconds() for span in (reading.ttl, answer.max_age) if span is not None), default=None)
    note = "its server says “not modified” of what has changed; it is asked without conditions" if has_lied else None
    known = replace(
        with_move(replace(state, note=note), answer.permanent_url),
        body_hash=body_hash,
        changed_at=now,
        asked_seconds=asked,
    )
    known = replace(
        known, distrusts_validators=state.distrusts_validators or has_lied, state="ok" if reading.entries else "empty"
    )
    if is_unconditional:
        known = replace(known, read_at=now)
    if reading.is_damaged:  # the server must not answer "not modified" for what may have been cut on the way
        return replace(known, etag=None, last_modified=None)
    return replace(known, etag=answer.etag, last_modified=answer.last_modified)


async def _complete(
    feed: FeedSource, state: SourceState, answer: Fetched, reading: FeedReading, around: Surroundings, *, is_first: bool
) -> Poll:
    known = await around.recall(feed.name, [key for trace in reading.traces for key in keys_of(trace)])
    found = await _never_queued(sort_out(reading.entries, reading.traces, known), around)
    bulk = frozenset[str]() if is_first else _bulk(found, state, len(reading.entries), around.now())
    fresh = [replace(item, is_baseline=is_first or item.id in bulk) for item in (*found.fresh, *found.revised)]
    most = _ARTICLES_AT_FIRST if is_first else _ARTICLES_A_POLL
    wanted = [item for item in fresh if feed.full_text and is_teaser(item) and item.id not in bulk][:most]
    pages = await _fetch_articles(around, wanted, feed.most_article_bytes)
    ended = after_success(_with_found(state, found, bulk, around.now()), feed, around.now(), around.jitter())
    return Poll(
        replace(ended, reason="damaged" if reading.is_damaged else None),
        tuple(pages[item.id].item if item.id in pages else item for item in fresh),
        "read",
        pages=sum(page.reason is None for page in pages.values()),
        memories=found.memories,
        entries=len(reading.entries),
        revised=len(found.revised),
        answer=answer,
    )


async def _never_queued(found: Sorted, around: Surroundings) -> Sorted:
    """Return what was never queued with its content."""
    unknown = {item.id for item in await around.choose_new((*found.fresh, *found.revised))}
    fresh, revised = (tuple(item for item in items if item.id in unknown) for items in (found.fresh, found.revised))
    return replace(found, fresh=fresh, revised=revised)


def _bulk(found: Sorted, state: SourceState, held: int, now: datetime) -> frozenset[str]:
    """Return the ids of entries that are no news, since they came at once; none where nothing ever came."""
    since = state.last_news_at or state.last_success_at
    if since is None:
        return frozenset()
    rhythm = timedelta(seconds=state.rhythm_seconds) if state.rhythm_seconds else None
    return bulk_of(found, held, since, rhythm, now)


def _with_found(state: SourceState, found: Sorted, bulk: frozenset[str], now: datetime) -> SourceState:
    """Return the state with the news that came, and with a note of what came at once or has to wait."""
    if bulk:
        state = replace(state, note=f"{len(bulk)} entries came at once, as no news does; they are taken as its past")
    elif found.postponed:
        count = len(found.postponed)
        who = "an entry has" if count == 1 else f"{count} entries have"
        state = replace(state, note=f"{who} changed {MOST_REVISIONS} times of late; read again within a quarter hour")
    news = [item for item in found.fresh if item.id not in bulk]
    return with_news(state, news, now) if news else state


async def _fetch_articles(
    around: Surroundings, wanted: Sequence[RawItem], most_bytes: int
) -> dict[str, ArticleReading]:
    if not wanted:
        return {}
    tasks = [asyncio.create_task(fetch_article(around.fetcher, around.robots, item, most_bytes)) for item in wanted]
    try:
        done, _ = await asyncio.wait(tasks, timeout=_ARTICLES_WAIT.total_seconds())
    finally:
        for task in tasks:
            task.cancel()
    readings = [task.result() for task in done]
    return {reading.item.id: reading for reading in readings}
