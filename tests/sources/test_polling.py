"""One poll of one feed: what is new, what is fetched for it, and when the next poll comes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import RawItem, SourceState
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.polling import FeedSource, Poll, Surroundings, after_failure, after_success, is_due, poll_feed
from monitor.sources.threads import Threads
from tests.faultlab.serving import Lab

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEED = FeedSource("lab", "http://lab.example/feed", every=timedelta(minutes=5))


class Poller:
    """Polls one feed of the lab again and again, and remembers what it brought as the store would."""

    def __init__(self, fetcher: Fetcher, lab: Lab) -> None:
        self._lab = lab
        self._around = Surroundings(fetcher, Threads(), self._choose, lambda: NOON, lambda: 0.0)
        self._seen: set[tuple[str, str | None]] = set()
        self.state: SourceState | None = None

    async def poll(self, path: str, *, full_text: bool = False) -> Poll:
        feed = FeedSource("lab", self._lab.url + path, full_text=full_text)
        poll = await poll_feed(feed, self.state or SourceState("lab", "feed", feed.url), self._around)
        self.state = poll.state
        self._seen |= {(item.id, item.revision) for item in poll.items}
        return poll

    async def _choose(self, items: Sequence[RawItem]) -> Sequence[RawItem]:
        return [item for item in items if (item.id, item.revision) not in self._seen]


@pytest.fixture
async def poller(lab: Lab) -> AsyncIterator[Poller]:
    async with Fetcher(FetchSettings(timeout=timedelta(seconds=20), per_host=4, allow_private=(lab.endpoint,))) as fetcher:
        yield Poller(fetcher, lab)


async def test_the_first_poll_is_a_baseline_and_later_news_are_none(poller: Poller) -> None:
    first, second = await poller.poll("/ok/growing"), await poller.poll("/ok/growing")
    assert [item.is_baseline for item in first.items] == [True] * 5
    assert [item.is_baseline for item in second.items] == [False]


@pytest.mark.parametrize(
    ("path", "outcomes", "counts"),
    [
        pytest.param("/ok/rss", ["read", "unchanged"], [5, 0], id="the same body is not parsed again"),
        pytest.param("/ok/etag", ["read", "unchanged"], [5, 0], id="not modified"),
        pytest.param("/status/etag-stale", ["read", "read", "read"], [5, 1, 1], id="one validator for changing bodies"),
        pytest.param("/status/etag-changing", ["read", "unchanged"], [5, 0], id="changing validators for one body"),
        pytest.param("/status/304-always", ["unchanged", "unchanged"], [0, 0], id="not modified without a question"),
        pytest.param("/status/flap", ["server_error", "read", "server_error", "unchanged"], [0, 5, 0, 0], id="flapping"),
        pytest.param("/status/flap-404", ["read", "not_found", "unchanged"], [5, 0, 0], id="gone for a while"),
        pytest.param("/status/200-empty", ["empty", "empty"], [0, 0], id="nothing under 200"),
        pytest.param("/status/200-error-page", ["not_a_feed"], [0], id="an error page under 200"),
        pytest.param("/redirect/captive", ["not_a_feed"], [0], id="a login page in the way"),
        pytest.param("/item/shuffled", ["read", "read"], [5, 0], id="another order"),
        pytest.param("/bomb/lol", ["too_complex"], [0], id="entities"),
        pytest.param("/bomb/xml-depth", ["too_complex"], [0], id="depth"),
    ],
)
async def test_polls_bring_each_entry_once(poller: Poller, path: str, outcomes: list[str], counts: list[int]) -> None:
    polls = [await poller.poll(path) for _ in outcomes]
    assert [poll.outcome for poll in polls] == outcomes
    assert [len(poll.items) for poll in polls] == counts


async def test_validators_of_a_bad_body_are_not_kept(poller: Poller) -> None:
    await poller.poll("/status/200-error-page")
    assert poller.state is not None
    assert (poller.state.etag, poller.state.body_hash, poller.state.state) == (None, None, "failing")


async def test_a_cut_body_gives_its_whole_entries_and_is_not_parsed_again(poller: Poller) -> None:
    first, second = await poller.poll("/bad/truncated"), await poller.poll("/bad/truncated")
    assert (len(first.items), first.state.reason, first.state.etag) == (3, "damaged", None)
    assert second.outcome == "unchanged"


async def test_a_changed_address_forgets_the_validators(lab: Lab, poller: Poller) -> None:
    await poller.poll("/ok/etag")
    poll = await poller.poll("/ok/etag?moved=1")
    assert poll.outcome == "read"
    assert "if-none-match" not in lab.requests("/ok/etag")[1]["headers"]


async def test_teasers_get_their_page_and_keep_the_feeds_title(poller: Poller) -> None:
    poll = await poller.poll("/ok/rss", full_text=True)
    assert poll.pages == 5
    for item in poll.items:
        assert isinstance(item.content, bytes)
        assert item.media_type.startswith("text/html")
        assert item.fallback
        assert item.title
        assert item.title.encode() in item.content


@pytest.mark.parametrize("path", ["/item/private-links", "/item/bad-links"])
async def test_entries_whose_pages_cannot_be_had_keep_the_feeds_text(poller: Poller, path: str) -> None:
    poll = await poller.poll(path, full_text=True)
    assert poll.outcome == "read"
    assert poll.items
    assert all(isinstance(item.content, str) and item.content for item in poll.items)


async def test_a_poll_fetches_no_page_for_what_is_known(lab: Lab, poller: Poller) -> None:
    await poller.poll("/ok/growing", full_text=True)
    await poller.poll("/ok/growing", full_text=True)
    assert len(lab.requests("/article/6.html")) == 1
    assert len(lab.requests("/article/5.html")) == 1


async def test_what_the_host_asked_for_is_handed_on(poller: Poller) -> None:
    poll = await poller.poll("/status/429")
    assert poll.retry_after == timedelta(seconds=120)
    assert poll.state.next_poll_at == NOON + timedelta(minutes=5)


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
    assert not is_due(FEED, state, now + timedelta(days=400), is_forced=True)


def test_gone_among_other_failures_starts_its_own_count() -> None:
    state = STATE
    for reason in ("timeout", "timeout", "timeout", "gone", "gone"):
        state = after_failure(state, FEED, reason, None, NOON, 0.0)
    assert state.state == "failing"


def test_success_clears_the_failures() -> None:
    failed = after_failure(STATE, FEED, "timeout", None, NOON, 0.0)
    state = after_success(failed, FEED, None, NOON, 0.0)
    assert (state.failures, state.reason, state.state, state.next_poll_at) == (0, None, "ok", NOON + FEED.every)


@given(
    st.integers(0, 10_000), st.floats(0, 0.999), st.one_of(st.none(), st.integers(1, 10**9)), st.sampled_from(["timeout", "gone", "not_found", "rate_limited"])
)
def test_every_failure_waits_between_a_moment_and_a_day(failures: int, jitter: float, retry_after: int | None, reason: str) -> None:
    wait = timedelta(seconds=retry_after) if retry_after is not None else None
    state = after_failure(replace(STATE, failures=failures), FEED, reason, wait, NOON, jitter)
    assert state.next_poll_at is not None
    assert timedelta(0) < state.next_poll_at - NOON <= timedelta(hours=24)
    assert wait is None or state.next_poll_at - NOON >= min(wait, timedelta(hours=24))


@pytest.mark.parametrize(
    ("state", "is_forced", "expected"),
    [
        pytest.param(None, False, True, id="never asked"),
        pytest.param(replace(STATE, next_poll_at=NOON), False, True, id="its time"),
        pytest.param(replace(STATE, next_poll_at=NOON + timedelta(seconds=1)), False, False, id="before its time"),
        pytest.param(replace(STATE, next_poll_at=NOON + timedelta(hours=1)), True, True, id="a forced round"),
        pytest.param(replace(STATE, next_poll_at=NOON + timedelta(hours=1), failures=1), True, False, id="backing off, also in a forced round"),
        pytest.param(replace(STATE, next_poll_at=NOON + timedelta(hours=9), state="gone", url="http://lab.example/old"), False, True, id="a new address"),
    ],
)
def test_a_feed_is_due(state: SourceState | None, is_forced: bool, expected: bool) -> None:
    assert is_due(FEED, state, NOON, is_forced=is_forced) == expected
