"""Which pages are worth another question, and when it is put."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import AwaitedPage, RawItem
from monitor.polling.awaited import (
    CROWDED,
    LATE,
    MOST_A_SOURCE,
    PATIENCE,
    after_try,
    await_pages,
    wait_after,
    with_room,
)
from monitor.polling.schedule import LONGEST_WAIT
from monitor.sources.articles import ArticleReading

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ITEM = RawItem("a", "wire", "A teaser.", "text/plain", url="https://wire.example/a", revision="r1")
PAGE = AwaitedPage(ITEM, "wire.example", "unavailable", NOON, NOON, 1, NOON)


@pytest.mark.parametrize("reason", [LATE, CROWDED])
def test_what_was_never_answered_is_due_at_once(reason: str) -> None:
    assert await_pages([ArticleReading(ITEM, reason)], NOON) == (
        AwaitedPage(ITEM, "wire.example", reason, NOON, NOON, 0, None),
    )


@pytest.mark.parametrize("reason", ["unavailable", "timeout", "server_error", "empty", "robots_unreachable", "dns"])
def test_what_may_be_of_the_moment_is_asked_again_after_a_minute(reason: str) -> None:
    (page,) = await_pages([ArticleReading(ITEM, reason)], NOON)
    assert (page.reason, page.tries, page.asked_at) == (reason, 1, NOON)
    assert timedelta(minutes=1) <= page.due_at - NOON < timedelta(minutes=1.1)


@pytest.mark.parametrize("reason", [None, "not_found", "gone", "forbidden", "robots", "wrong_type", "too_large"])
def test_what_was_had_or_refused_for_good_is_not_awaited(reason: str | None) -> None:
    assert await_pages([ArticleReading(ITEM, reason)], NOON) == ()


def test_waits_grow_to_an_hour() -> None:
    minutes = [wait_after("a", tries) // timedelta(minutes=1) for tries in (1, 2, 3, 4, 5, 6, 7, 30)]
    assert minutes == sorted(minutes)
    assert 60 <= minutes[-1] < 66


def test_the_host_says_how_long_to_wait_up_to_a_day() -> None:
    for asked, expected in ((timedelta(minutes=7), timedelta(minutes=7)), (timedelta(days=30), LONGEST_WAIT)):
        tried = after_try(PAGE, ArticleReading(ITEM, "unavailable", asked), NOON)
        assert tried.next is not None
        assert tried.next.due_at - NOON == expected


@pytest.mark.parametrize(
    ("reason", "age", "is_over"),
    [
        pytest.param("unavailable", PATIENCE / 2, False, id="down for half a day"),
        pytest.param("unavailable", PATIENCE, True, id="down for a day"),
        pytest.param("gone", timedelta(0), True, id="refused for good"),
    ],
)
def test_a_page_is_given_up(reason: str, age: timedelta, *, is_over: bool) -> None:
    tried = after_try(PAGE, ArticleReading(ITEM, reason), NOON + age)
    assert (tried.next is None, tried.item) == (is_over, None)


def test_a_page_that_is_had_is_a_first_reading_with_the_entrys_own_dates() -> None:
    full = RawItem("a", "wire", b"<p>All.</p>", "text/html", url=ITEM.url, revision="r1", fallback="A teaser.")
    tried = after_try(PAGE, ArticleReading(full), NOON + timedelta(hours=3))
    assert tried.item is not None
    assert (tried.item.replaces, tried.item.published_at, tried.item.observed_at) == (0, None, None)
    assert tried.item.revision != ITEM.revision


def test_a_source_has_a_bounded_number_of_pages_waiting() -> None:
    pages = (PAGE,) * 9
    assert [len(with_room(pages, waiting)) for waiting in (0, MOST_A_SOURCE - 4, MOST_A_SOURCE + 4)] == [9, 4, 0]
