"""When a feed is asked again, and how it is: the next state from the last one and what a poll came to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model import RawItem, SourceState
from monitor.sources.bodies import MOST_FEED_BYTES

LONGEST_WAIT = timedelta(hours=24)
OFFLINE = "offline"
NETWORK_REASONS = frozenset(("dns", "connect", "timeout", "tls", "disconnected", OFFLINE))
_GONE_AFTER = 3  # answers "gone" in a row before a feed is retired
_GONE_WAIT = timedelta(hours=12)  # between them, so that retiring takes at least a day
_REFUSED_WAIT = timedelta(hours=1)  # after an answer that only a person can change
_REFUSED = frozenset(
    (
        "unauthorised",
        "forbidden",
        "not_found",
        "challenged",
        "blocked",
        "bad_url",
        "not_a_feed",
        "too_large",
        "too_complex",
        "empty",
    )
)
ENDS_READERS = ("too_slow", "too_hard")
_PARKED_AFTER = 3  # readings of one body that ended their reader
_BROKEN_WAIT = timedelta(hours=1)  # the longest between two questions to a feed that ends readers, for it may change
_UNCONDITIONAL_EVERY = timedelta(hours=24)
_MOVED_AFTER = 3  # answers in a row that led to a feed at the same new address
_POLLS_A_RHYTHM = 6  # so that an item waits a twelfth of the time between two of them
_QUIET_RHYTHMS = 8  # without news, before a feed counts as quiet; nights and weekends are longer than the mean
_QUIET_AT_LEAST = timedelta(hours=36)
_SMOOTHING = 0.2  # the weight of the last news in the rhythm


@dataclass(frozen=True, slots=True)
class FeedSource:
    """A feed as configured. `name` is unique; `full_text`: fetch the page behind a teaser.

    every, slowest: the bounds of the time between two polls; inside them the feed's rhythm and what its server asks
    decide.
    """

    name: str
    url: str
    every: timedelta = timedelta(minutes=5)
    full_text: bool = True
    most_bytes: int = MOST_FEED_BYTES
    most_article_bytes: int = 2_000_000
    slowest: timedelta = timedelta(minutes=30)


def wait_before(
    feed: FeedSource, state: SourceState | None, now: datetime, *, is_forced: bool = False
) -> timedelta | None:
    """Return how long it is until the feed is to be asked; `None` for one that is gone.

    A forced round asks those at once that are well. So is a new address: what was learned of the old one, even that it
    is gone, doesn't hold for it. No wait is longer than a poll could have set it: a clock may have been wrong then.
    """
    if state is None or state.next_poll_at is None or state.url != feed.url:
        return timedelta(0)
    if state.state == "gone":
        return None
    if is_forced and state.failures == 0:
        return timedelta(0)
    longest = interval(state, feed) if state.failures == 0 else LONGEST_WAIT
    return min(max(state.next_poll_at - now, timedelta(0)), longest)


def asks_unconditionally(state: SourceState, now: datetime) -> bool:
    """Tell whether the next question goes without validators: daily, since some servers answer "not modified" for
    ever.
    """
    return (
        state.distrusts_validators
        or state.read_at is None
        or not timedelta(0) <= now - state.read_at < _UNCONDITIONAL_EVERY
    )


def is_parked(state: SourceState, body_hash: str) -> bool:
    """Tell whether reading this body has ended its reader so often that it isn't tried again."""
    return state.attempt_hash == body_hash and state.attempts >= _PARKED_AFTER


def with_attempt(state: SourceState, body_hash: str) -> SourceState:
    """Return the state with one more reader that reading this body has ended."""
    return replace(state, attempts=state.attempts + 1 if state.attempt_hash == body_hash else 1, attempt_hash=body_hash)


def with_move(state: SourceState, permanent_url: str | None) -> SourceState:
    """Return the state after an answer that led to a feed, at `permanent_url` where only permanent redirects led there.

    After three equal ones the feed is asked there; the configured address stays, to go back to.
    """
    if permanent_url is None:
        return replace(state, moving_url=None, moving_count=0)
    count = state.moving_count + 1 if permanent_url == state.moving_url else 1
    if count < _MOVED_AFTER:
        return replace(state, moving_url=permanent_url, moving_count=count)
    return replace(
        state, moved_url=permanent_url, moving_url=None, moving_count=0, note=f"moved for good to {permanent_url}"
    )


def with_news(state: SourceState, items: Sequence[RawItem], now: datetime) -> SourceState:
    """Return the state after `items` came that were new; at the first poll the rhythm is that of their dates."""
    if state.last_news_at is None:
        dates = sorted(item.published_at for item in items if item.published_at is not None)
        span = (dates[-1] - dates[0]).total_seconds() / (len(dates) - 1) if len(dates) > 1 else 0.0
        return replace(state, last_news_at=now, rhythm_seconds=span or None)
    gap = max(0.0, (now - state.last_news_at).total_seconds()) / len(items)
    rhythm = gap if state.rhythm_seconds is None else (1 - _SMOOTHING) * state.rhythm_seconds + _SMOOTHING * gap
    return replace(state, last_news_at=now, rhythm_seconds=rhythm)


def after_success(state: SourceState, feed: FeedSource, now: datetime, jitter: float) -> SourceState:
    """Return the state after an answer that was understood; what it brought is noted already."""
    return replace(
        state,
        url=feed.url,
        failures=0,
        reason=None,
        failing_since=None,
        attempts=0,
        attempt_hash=None,
        last_success_at=now,
        state=_condition(state, now),
        next_poll_at=now + interval(state, feed) * (1 - 0.1 * jitter),
    )


def after_failure(
    state: SourceState, feed: FeedSource, reason: str, retry_after: timedelta | None, now: datetime, jitter: float
) -> SourceState:
    """Return the state after an answer that brought nothing: what was known is kept, the next poll comes later and
    later.

    Waits double from `feed.every` to a day, spread over their upper half; only "gone" three times over ends them.
    Where this machine is offline nothing is held against the feed. A feed that has moved is looked for at its old
    address again.
    """
    if reason == OFFLINE:
        return replace(state, url=feed.url, next_poll_at=now + feed.every * (1 - 0.5 * jitter))
    state = state if state.url == feed.url else replace(state, failures=0, failing_since=None)
    failures = (state.failures + 1) if reason != "gone" or state.reason == "gone" else 1
    wait = min(feed.every * 2 ** min(failures, 16), LONGEST_WAIT) * (1 - 0.5 * jitter)
    if reason == "gone":
        wait = max(wait, _GONE_WAIT)
    elif reason in _REFUSED:
        wait = max(wait, min(_REFUSED_WAIT, 12 * feed.every))
    elif reason in ("parked", *ENDS_READERS):
        wait = min(wait, max(_BROKEN_WAIT, feed.every))
    if retry_after is not None:
        wait = max(min(retry_after, LONGEST_WAIT), feed.every)
    name = "gone" if reason == "gone" and failures >= _GONE_AFTER else "parked" if reason == "parked" else "failing"
    failed = replace(
        state,
        url=feed.url,
        failures=failures,
        reason=reason,
        state=name,
        failing_since=state.failing_since or now,
        next_poll_at=now + wait,
    )
    if state.moved_url is not None and failures >= _MOVED_AFTER:
        return replace(
            failed,
            moved_url=None,
            failures=0,
            state="failing",
            next_poll_at=now + feed.every,
            note=f"no feed at {state.moved_url} any more",
        )
    return failed


def interval(state: SourceState, feed: FeedSource) -> timedelta:
    """Return the time to the next poll: what the rhythm and the server suggest, never under `every` nor over
    `slowest`.
    """
    suggested = max((state.rhythm_seconds or 0.0) / _POLLS_A_RHYTHM, state.asked_seconds or 0.0)
    return min(max(feed.every.total_seconds(), suggested), max(feed.slowest, feed.every).total_seconds()) * timedelta(
        seconds=1
    )


def quiet_after(state: SourceState) -> timedelta | None:
    """Return how long without news is longer than usual; `None` where the rhythm isn't known."""
    return (
        max(_QUIET_AT_LEAST, timedelta(seconds=_QUIET_RHYTHMS * state.rhythm_seconds)) if state.rhythm_seconds else None
    )


def _condition(state: SourceState, now: datetime) -> str:
    """Return the state of a feed that answers: it holds nothing, is silent for too long, only repeats itself, or is
    well.
    """
    if state.state == "empty":
        return "empty"
    patience = quiet_after(state)
    if patience is None or state.last_news_at is None or now - state.last_news_at <= patience:
        return "ok"
    return "stale" if state.changed_at is not None and state.changed_at > state.last_news_at + patience / 2 else "quiet"
