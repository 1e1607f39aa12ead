"""The first two steps of a poll: a feed's server is asked, and its answer is read, in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from monitor.model import Rejected, SourceState
from monitor.model.errors import FetchError
from monitor.polling.phases import Answered, Poll, Understood
from monitor.polling.schedule import (
    ENDS_READERS,
    FeedSource,
    after_failure,
    after_success,
    asks_unconditionally,
    is_parked,
    with_attempt,
    with_move,
)
from monitor.polling.times import Times
from monitor.polling.web import Web
from monitor.sources.feeds import MOST_ENTRIES, FeedReading
from monitor.sources.fetch import Fetched
from monitor.sources.threads import Threads
from monitor.workers.feed_readers import FeedBody, FeedReaders

_ACCEPT = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml,"
    "application/xml;q=0.9,text/xml;q=0.8,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """The question to a feed's server."""

    web: Web
    times: Times

    async def __call__(self, feed: FeedSource, state: SourceState) -> Answered | Poll:
        """Return an answer that is to be read, or what the poll came to without one; never raises for what a server
        does.
        """
        is_suspect = state.reason in ENDS_READERS
        if state.url != feed.url:
            state = _at_new_address(state, feed)
        is_unconditional = asks_unconditionally(state, self.times.now())
        etag, last_modified = (None, None) if is_unconditional else (state.etag, state.last_modified)
        try:
            answer = await self.web.fetcher.fetch(
                state.moved_url or feed.url,
                limit_bytes=feed.most_bytes,
                accept=_ACCEPT,
                etag=etag,
                last_modified=last_modified,
            )
        except FetchError as error:
            wait = timedelta(seconds=error.retry_after_seconds) if error.retry_after_seconds is not None else None
            reason = self.web.reach.judge(feed.name, error.reason)
            return _failed(feed, state, Rejected(feed.name, reason, error.detail), self.times, wait)
        if answer.is_not_modified:
            return _unchanged(feed, state, answer, self.times)
        body_hash = sha256(answer.body).hexdigest()
        if body_hash == state.body_hash:
            moved = with_move(state, answer.permanent_url)
            return _unchanged(
                feed, replace(moved, read_at=self.times.now()) if is_unconditional else moved, answer, self.times
            )
        if is_parked(state, body_hash):
            detail = f"{feed.name}: reading the feed broke its reader three times; it is read again when it changes"
            return _failed(feed, state, Rejected(feed.name, "parked", detail), self.times)
        return Answered(feed, state, answer, body_hash, is_unconditional, is_suspect)


@dataclass(frozen=True, slots=True)
class Read:
    """The reading of an answer, away from this process."""

    readers: FeedReaders
    threads: Threads
    times: Times

    async def __call__(self, asked: Answered) -> Understood | Poll:
        """Return the feed as read, or what the poll came to where it can't be read; `ReaderError` where no reader comes
        up.
        """
        feed, answer, now = asked.feed, asked.answer, self.times.now()
        body = FeedBody(answer.body, answer.url, feed.name, now, answer.media_type, asked.is_suspect)
        reading = await self.threads.run(lambda: self.readers.read(body))
        if isinstance(reading, Rejected):
            counted = with_attempt(asked.state, asked.body_hash)
            ended = counted if reading.reason in ENDS_READERS else replace(counted, attempts=0, attempt_hash=None)
            return replace(_failed(feed, ended, reading, self.times), answer=answer)
        return Understood(feed, _understood(asked, reading, self.times.now()), answer, reading, asked.is_first)


def _unchanged(feed: FeedSource, state: SourceState, answer: Fetched, times: Times) -> Poll:
    return Poll(after_success(state, feed, times.now(), times.jitter()), (), "unchanged", answer=answer)


def _failed(
    feed: FeedSource, state: SourceState, failure: Rejected, times: Times, wait: timedelta | None = None
) -> Poll:
    ended = after_failure(state, feed, failure.reason, wait, times.now(), times.jitter())
    return Poll(ended, (), failure.reason, failure.detail, retry_after=wait)


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


def _understood(asked: Answered, reading: FeedReading, now: datetime) -> SourceState:
    """Return the state with what a whole good answer says of the feed: validators to rely on, when to come again, where
    it lives.
    """
    state, answer = asked.state, asked.answer
    has_lied = _has_lied(asked)
    asked_spans = (span.total_seconds() for span in (reading.ttl, answer.max_age) if span is not None)
    known = replace(
        with_move(replace(state, note=_note(reading, has_lied=has_lied)), answer.permanent_url),
        body_hash=asked.body_hash,
        changed_at=now,
        asked_seconds=max(asked_spans, default=None),
        distrusts_validators=state.distrusts_validators or has_lied,
        state="ok" if reading.entries else "empty",
        read_at=now if asked.is_unconditional else state.read_at,
    )
    if reading.is_damaged:  # the server must not answer "not modified" for what may have been cut on the way
        return replace(known, etag=None, last_modified=None)
    return replace(known, etag=answer.etag, last_modified=answer.last_modified)


def _note(reading: FeedReading, *, has_lied: bool) -> str | None:
    """Return what a person should know of the answer; what of it was not read comes first."""
    if reading.left_out:
        return f"{reading.left_out:,} entries are left out, the oldest: {MOST_ENTRIES:,} of a feed are read"
    if reading.unreadable:
        who = "an entry is" if reading.unreadable == 1 else f"{reading.unreadable} entries are"
        return f"{who} left out: cut off, or not to be read"
    return "its server says “not modified” of what has changed; it is asked without conditions" if has_lied else None


def _has_lied(asked: Answered) -> bool:
    """Tell whether what has changed bears the validators of what it was."""
    state, named = asked.state, (asked.answer.etag, asked.answer.last_modified)
    was_compared = asked.is_unconditional and state.read_at is not None and not state.distrusts_validators
    return was_compared and any(named) and named == (state.etag, state.last_modified)
