"""When a feed is asked again, and how it is said to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import RawItem, SourceState
from monitor.polling.schedule import (
    OFFLINE,
    FeedSource,
    after_failure,
    after_success,
    interval,
    wait_before,
    with_move,
    with_news,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEED = FeedSource("lab", "http://lab.example/feed", every=timedelta(minutes=5))
STATE = SourceState("lab", "feed", FEED.url, etag='"v1"', body_hash="h", last_success_at=NOON)


def test_waits_double_to_a_day_and_never_end() -> None:
    state, waits = STATE, []
    for _ in range(40):
        state = after_failure(state, FEED, "timeout", None, NOON, 0.0)
        assert state.next_poll_at is not None
        waits.append(state.next_poll_at - NOON)
    assert waits[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert waits[-1] == timedelta(hours=24)
    assert (state.state, state.etag, state.last_success_at) == ("failing", '"v1"', NOON)


def test_three_times_gone_over_a_day_is_the_end() -> None:
    state, now = STATE, NOON
    for _ in range(3):
        assert state.state != "gone"
        state = after_failure(state, FEED, "gone", None, now, 0.9)
        assert state.next_poll_at is not None
        now = state.next_poll_at
    assert state.state == "gone"
    assert now - NOON >= timedelta(hours=24)
    assert wait_before(FEED, state, now + timedelta(days=400), is_forced=True) is None


def test_gone_among_other_failures_starts_its_own_count() -> None:
    state = STATE
    for reason in ("timeout", "timeout", "timeout", "gone", "gone"):
        state = after_failure(state, FEED, reason, None, NOON, 0.0)
    assert state.state == "failing"


def test_success_clears_the_failures() -> None:
    failed = after_failure(STATE, FEED, "timeout", None, NOON, 0.0)
    state = after_success(failed, FEED, NOON, 0.0)
    assert (state.failures, state.reason, state.state, state.next_poll_at) == (0, None, "ok", NOON + FEED.every)


@given(
    st.integers(0, 10_000),
    st.floats(0, 0.999),
    st.one_of(st.none(), st.integers(1, 10**9)),
    st.sampled_from(["timeout", "gone", "not_found", "rate_limited"]),
)
def test_every_failure_waits_between_a_moment_and_a_day(
    failures: int, jitter: float, retry_after: int | None, reason: str
) -> None:
    wait = timedelta(seconds=retry_after) if retry_after is not None else None
    state = after_failure(replace(STATE, failures=failures), FEED, reason, wait, NOON, jitter)
    assert state.next_poll_at is not None
    assert timedelta(0) < state.next_poll_at - NOON <= timedelta(hours=24)
    assert wait is None or state.next_poll_at - NOON >= min(wait, timedelta(hours=24))


@pytest.mark.parametrize(
    ("state", "is_forced", "expected"),
    [
        pytest.param(None, False, timedelta(0), id="never asked"),
        pytest.param(
            replace(STATE, next_poll_at=NOON - timedelta(hours=8)), False, timedelta(0), id="its time has passed"
        ),
        pytest.param(
            replace(STATE, next_poll_at=NOON + timedelta(seconds=90)),
            False,
            timedelta(seconds=90),
            id="before its time",
        ),
        pytest.param(replace(STATE, next_poll_at=NOON + timedelta(minutes=4)), True, timedelta(0), id="a forced round"),
        pytest.param(
            replace(STATE, next_poll_at=NOON + timedelta(hours=1), failures=1),
            True,
            timedelta(hours=1),
            id="backing off, also in a forced round",
        ),
        pytest.param(
            replace(STATE, next_poll_at=NOON + timedelta(hours=9), state="gone", url="http://lab.example/old"),
            False,
            timedelta(0),
            id="a new address",
        ),
        pytest.param(
            replace(STATE, next_poll_at=NOON + timedelta(days=3650)),
            False,
            FEED.every,
            id="set by a clock that was wrong",
        ),
        pytest.param(
            replace(STATE, next_poll_at=NOON + timedelta(days=3650), failures=3),
            False,
            timedelta(hours=24),
            id="set so after failures",
        ),
    ],
)
def test_a_feed_waits(state: SourceState | None, is_forced: bool, expected: timedelta) -> None:
    assert wait_before(FEED, state, NOON, is_forced=is_forced) == expected


def test_offline_nothing_is_held_against_a_feed() -> None:
    state = after_failure(STATE, FEED, OFFLINE, None, NOON, 0.0)
    assert (state.failures, state.state, state.next_poll_at) == (0, STATE.state, NOON + FEED.every)


@pytest.mark.parametrize(
    ("rhythm", "asked", "expected"),
    [
        pytest.param(None, None, timedelta(minutes=5), id="nothing known"),
        pytest.param(60.0, None, timedelta(minutes=5), id="a busy feed"),
        pytest.param(3600.0, None, timedelta(minutes=10), id="one item an hour"),
        pytest.param(7 * 86_400.0, None, timedelta(minutes=30), id="one item a week"),
        pytest.param(60.0, 900.0, timedelta(minutes=15), id="its server asks for a quarter of an hour"),
        pytest.param(60.0, 1e9, timedelta(minutes=30), id="its server asks for years"),
    ],
)
def test_the_interval_follows_rhythm_and_server_inside_its_bounds(
    rhythm: float | None, asked: float | None, expected: timedelta
) -> None:
    assert interval(replace(STATE, rhythm_seconds=rhythm, asked_seconds=asked), FEED) == expected


@given(st.floats(0, 1e12), st.floats(0, 1e12), st.integers(1, 86_400), st.integers(1, 86_400))
def test_no_interval_leaves_its_bounds(rhythm: float, asked: float, every: int, slowest: int) -> None:
    feed = replace(FEED, every=timedelta(seconds=every), slowest=timedelta(seconds=slowest))
    wait = interval(replace(STATE, rhythm_seconds=rhythm, asked_seconds=asked), feed)
    assert feed.every <= wait <= max(feed.every, feed.slowest)


def items_dated(*hours: float) -> list[RawItem]:
    return [
        RawItem(f"i{number}", "lab", "text", "text/plain", published_at=NOON + timedelta(hours=hour))
        for number, hour in enumerate(hours)
    ]


def test_the_rhythm_begins_with_the_dates_of_the_first_entries_and_follows_the_news() -> None:
    state = with_news(STATE, items_dated(-4, -2, 0), NOON)
    assert state.rhythm_seconds == 7200
    state = with_news(state, items_dated(1, 1), NOON + timedelta(hours=1))
    assert state.rhythm_seconds == pytest.approx(0.8 * 7200 + 0.2 * 1800)


@pytest.mark.parametrize(
    ("hours", "changed_hours", "expected"),
    [
        pytest.param(10, 0, "ok", id="a night"),
        pytest.param(60, 0, "quiet", id="longer than it ever is"),
        pytest.param(60, 59, "stale", id="it changes and brings nothing new"),
    ],
)
def test_a_feed_without_news_is_told_by_its_own_rhythm(hours: float, changed_hours: float, expected: str) -> None:
    state = replace(STATE, rhythm_seconds=3600.0, last_news_at=NOON, changed_at=NOON + timedelta(hours=changed_hours))
    assert after_success(state, FEED, NOON + timedelta(hours=hours), 0.0).state == expected


def test_a_feed_that_fails_where_it_moved_to_is_looked_for_where_it_was() -> None:
    state = replace(STATE, moved_url="http://new.example/feed")
    for _ in range(3):
        state = after_failure(state, FEED, "not_found", None, NOON, 0.0)
    assert (state.moved_url, state.next_poll_at) == (None, NOON + FEED.every)


def test_a_move_takes_three_equal_answers_in_a_row() -> None:
    state = STATE
    for url in (
        "http://a.example/",
        "http://a.example/",
        "http://b.example/",
        "http://a.example/",
        None,
        "http://a.example/",
    ):
        state = with_move(state, url)
        assert state.moved_url is None
