"""One poll of one feed: what is new, what is fetched for it, and when the next poll comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Rejected, SourceState
from monitor.model.errors import ReaderError
from monitor.polling.batched_writes import Commits
from monitor.polling.phases import Poll
from monitor.polling.poll import make_steps, poll_feed
from monitor.polling.schedule import FeedSource
from monitor.polling.sorting import MOST_REVISIONS
from monitor.polling.times import Times
from monitor.polling.web import Pauses, Reach, Web
from monitor.sources.feeds import FeedReading, read_feed
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.robots import Robots
from monitor.sources.threads import Threads
from monitor.store import Store
from monitor.workers.feed_readers import FeedBody, FeedReaders
from tests.faultlab.serving import Lab

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Readers(FeedReaders):
    """Reads in this process. readings: what is to be said instead of what is read. count: of the readings."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.readings: list[FeedReading | Rejected | ReaderError] = []

    def read(self, feed: FeedBody) -> FeedReading | Rejected:
        self.count += 1
        if self.readings:
            reading = self.readings.pop()
            if isinstance(reading, ReaderError):
                raise reading
            return reading
        return read_feed(
            feed.body, url=feed.url, source=feed.source, observed_at=feed.observed_at, content_type=feed.media_type
        )


class Poller:
    """Polls one feed of the lab again and again, on a real database."""

    def __init__(self, fetcher: Fetcher, lab: Lab, store: Store) -> None:
        times, threads = Times(now=lambda: self.now, jitter=lambda: 0.0, gather_seconds=0.0), Threads()
        web = Web(fetcher, Robots(fetcher, is_respected=False), Pauses(times), Reach(1))
        self._lab, self._store, self.readers = lab, store, Readers()
        self._steps = make_steps(
            web, self.readers, store.sources, threads, Commits(store.sources, threads, times), times
        )
        self.state: SourceState | None = None
        self.now = NOON

    def states(self) -> dict[str, SourceState]:
        return self._store.sources.states()

    async def poll(self, path: str, *, full_text: bool = False) -> Poll:
        feed = FeedSource("lab", self._lab.url + path, full_text=full_text)
        poll = await poll_feed(feed, self.state or SourceState("lab", "feed", feed.url), self._steps)
        self.state = poll.state
        await self._steps.arrive(poll)
        return poll


@pytest.fixture
async def poller(lab: Lab) -> AsyncIterator[Poller]:
    store = Store.open("sqlite://")
    async with Fetcher(
        FetchSettings(timeout=timedelta(seconds=20), per_host=4, allow_private=(lab.endpoint,))
    ) as fetcher:
        yield Poller(fetcher, lab, store)
    store.close()


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
        pytest.param(
            "/status/flap", ["server_error", "read", "server_error", "unchanged"], [0, 5, 0, 0], id="flapping"
        ),
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
    assert first.state.note == "an entry is left out: cut off, or not to be read"
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


@pytest.mark.parametrize(
    ("path", "fresh", "revised"),
    [
        pytest.param("/item/guid-churn", [5, 0, 0], [0, 0, 0], id="every GUID new"),
        pytest.param("/item/guid-link-churn", [5, 0, 0], [0, 0, 0], id="GUID and link parameters new"),
        pytest.param("/item/guid-all-churn", [5, 0, 0], [0, 0, 0], id="GUID, link and date new"),
        pytest.param("/item/guid-dup", [5, 0, 0], [0, 0, 0], id="one GUID for all"),
        pytest.param("/item/guid-reuse", [1, 1, 1], [0, 0, 0], id="a GUID used again"),
        pytest.param("/item/date-drift", [5, 0, 0], [0, 0, 0], id="always dated now"),
        pytest.param("/item/flap", [5, 0, 0], [0, 0, 0], id="an entry vanishes and is back"),
        pytest.param("/item/window-overrun", [3, 3, 3], [0, 0, 0], id="a small window"),
        pytest.param("/item/edit-typo", [1, 0, 0], [0, 1, 0], id="a typo mended"),
        pytest.param("/item/edit-fact", [1, 0, 0], [0, 1, 0], id="a figure changed"),
        pytest.param("/item/oscillate", [1, 0, 0, 0], [0, 1, 0, 0], id="headlines tried out"),
        pytest.param("/item/counter", [5, 0, 0], [0, 5, 5], id="a counter in the text"),
    ],
)
async def test_new_names_are_no_news_and_new_texts_are(
    poller: Poller, path: str, fresh: list[int], revised: list[int]
) -> None:
    polls = [await poller.poll(path) for _ in fresh]
    assert [len(poll.items) - poll.revised for poll in polls] == fresh
    assert [poll.revised for poll in polls] == revised


async def test_a_revision_keeps_the_id_that_the_entry_had(poller: Poller) -> None:
    first, second = await poller.poll("/item/edit-fact"), await poller.poll("/item/edit-fact")
    assert [item.id for item in second.items] == [item.id for item in first.items]


async def test_a_text_that_changes_at_each_poll_is_read_a_bounded_number_of_times(poller: Poller) -> None:
    revised = [(await poller.poll("/item/counter")).revised for _ in range(MOST_REVISIONS + 3)]
    assert sum(revised) == 5 * MOST_REVISIONS
    assert revised[-2:] == [0, 0]
    assert poller.state is not None
    assert poller.state.note == "5 entries have changed 96 times of late; read again within a quarter hour"
    paced = (await poller.poll("/item/counter")).paced
    assert [each.due_at for each in paced] == [NOON + timedelta(minutes=15)] * 5


async def test_a_feed_that_holds_nothing_that_was_there_before_says_that_more_may_have_been(poller: Poller) -> None:
    assert (await poller.poll("/item/window-overrun")).state.note is None
    note = (await poller.poll("/item/window-overrun")).state.note
    assert note == "none of its 3 entries was there before; others may have come and gone since it was read"


async def test_a_backfill_is_one_silent_event_with_a_note(poller: Poller) -> None:
    await poller.poll("/item/backfill")
    poll = await poller.poll("/item/backfill")
    assert [item.is_baseline for item in poll.items] == [True] * 50
    assert poll.state.note is not None
    assert "50 entries" in poll.state.note
    assert poll.state.last_news_at == NOON


async def test_an_answer_not_modified_is_no_first_reading(poller: Poller) -> None:
    await poller.poll("/status/304-always")
    poll = await poller.poll("/ok/rss")
    assert [item.is_baseline for item in poll.items] == [True] * 5


async def test_a_server_that_lies_is_found_out_within_a_day_and_not_believed_again(lab: Lab, poller: Poller) -> None:
    await poller.poll("/status/304-stuck")
    assert (await poller.poll("/status/304-stuck")).outcome == "unchanged"
    poller.now += timedelta(hours=25)
    found = await poller.poll("/status/304-stuck")
    assert len(found.items) == 2
    assert found.state.distrusts_validators
    assert [item.is_baseline for item in found.items] == [False, False]
    await poller.poll("/status/304-stuck")
    assert ["if-none-match" in request["headers"] for request in lab.requests("/status/304-stuck")] == [
        False,
        True,
        False,
        False,
    ]


async def test_a_feed_that_has_moved_for_good_is_asked_at_its_new_address_after_three_proofs(
    lab: Lab, poller: Poller
) -> None:
    for _ in range(4):
        await poller.poll("/redirect/301")
    assert poller.state is not None
    assert (poller.state.url, poller.state.moved_url) == (f"{lab.url}/redirect/301", f"{lab.url}/ok/rss?via=301")
    assert len(lab.requests("/redirect/301")) == 3


@pytest.mark.parametrize("path", ["/redirect/302", "/redirect/captive"])
async def test_other_redirects_change_no_address(poller: Poller, path: str) -> None:
    for _ in range(4):
        poll = await poller.poll(path)
    assert poll.state.moved_url is None


async def test_a_feed_that_ends_its_reader_three_times_is_parked_and_asked_again_within_the_hour(
    poller: Poller,
) -> None:
    for attempt in (1, 2, 3):
        poller.readers.readings = [Rejected("lab", "too_slow", "it took too long")]
        poll = await poller.poll("/ok/rss")
        assert (poll.outcome, poll.state.attempts) == ("too_slow", attempt)
    for _ in range(8):
        parked = (await poller.poll("/ok/rss")).state
        assert (parked.state, poller.readers.count) == ("parked", 3)
        assert parked.next_poll_at is not None
        assert parked.next_poll_at - NOON <= timedelta(hours=1)


async def test_a_reading_that_did_not_come_to_its_end_leaves_no_trace(poller: Poller) -> None:
    for _ in range(4):
        poller.readers.readings = [ReaderError("none comes up")]
        with pytest.raises(ReaderError):
            await poller.poll("/ok/rss")
        assert poller.states() == {}
    assert (await poller.poll("/ok/rss")).outcome == "read"


async def test_a_parked_feed_is_read_again_when_it_has_changed(poller: Poller) -> None:
    for _ in range(3):
        poller.readers.readings = [Rejected("lab", "too_hard", "it took too much memory")]
        await poller.poll("/status/etag-stale?parked")
    assert (await poller.poll("/ok/rss?")).outcome == "read"
