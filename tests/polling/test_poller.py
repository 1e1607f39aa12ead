"""Polls in their time, in few commits; what can't be stored is asked again, and a machine that is offline is not the
feeds' fault.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Arrival, SourceState
from monitor.model.errors import StoreError, StoreUnavailableError
from monitor.polling.batched_writes import Commits
from monitor.polling.poller import Poller
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.polling.web import Pauses, Reach, Web
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.robots import Robots
from monitor.sources.threads import Threads
from monitor.store import Store
from monitor.store.sources import Sources
from monitor.workers.feed_readers import FeedReaders
from tests.faultlab.serving import Lab

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class CountingSources(Sources):
    """The sources of a real store, which count their commits, and fail for as many as they are told."""

    def __init__(self) -> None:
        self.store = Store.open("sqlite://")
        super().__init__(self.store.database)
        self.commits: list[int] = []
        self.fails = 0
        self.error: type[StoreError] = StoreError

    def accept_all(self, brought: Sequence[Arrival], now: datetime) -> list[int]:
        if self.fails:
            self.fails -= 1
            raise self.error("the disk is full")
        self.commits.append(len(brought))
        return super().accept_all(brought, now)

    def can_accept(self) -> bool:
        return not self.fails and super().can_accept()


class Clock:
    """The monotonic clock; `jump` is by how much the time of day was set."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.jump = timedelta(0)

    def __call__(self) -> float:
        return self.seconds


class Bench:
    """A poller over the lab with a clock that the test turns."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.sources, self.clock = lab, CountingSources(), Clock()
        self.told = 0
        self.gather_seconds = 0.0
        self.reach = Reach(0)

    @asynccontextmanager
    async def poller(self, *paths: str) -> AsyncIterator[Poller]:
        feeds = [
            FeedSource(path, path if path.startswith("http") else self.lab.url + path, full_text=False)
            for path in paths
        ]
        settings = FetchSettings(
            timeout=timedelta(seconds=20), per_host=4, allow_private=(self.lab.endpoint, "127.0.0.1:9")
        )
        async with Fetcher(settings) as fetcher:
            with FeedReaders() as readers:
                times = Times(self.now, self.clock, lambda: 0.0, self.gather_seconds)
                web = Web(fetcher, Robots(fetcher), Pauses(times), Reach(len(feeds)))
                self.reach = web.reach
                yield Poller(feeds, self.sources, Threads(), web, readers, times, self.on_news)

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.clock.seconds) + self.clock.jump

    async def on_news(self) -> None:
        self.told += 1

    async def round(self, poller: Poller, after: timedelta = timedelta(0)) -> None:
        self.clock.seconds += after.total_seconds()
        await poller.start_due()
        await poller.wait()


@pytest.fixture
def bench(lab: Lab) -> Bench:
    return Bench(lab)


async def test_a_feed_is_polled_when_it_is_due_and_not_before(bench: Bench) -> None:
    async with bench.poller("/ok/growing") as poller:
        await bench.round(poller)
        await bench.round(poller, timedelta(minutes=4))
        assert len(bench.lab.requests("/ok/growing")) == 1
        await bench.round(poller, timedelta(minutes=30))
    assert len(bench.lab.requests("/ok/growing")) == 2
    assert bench.told == 2


JUMPS = (timedelta(hours=2), -timedelta(hours=2), timedelta(hours=8), timedelta(days=3653), -timedelta(days=3653))
STEADY = ("/ok/etag", "/ok/json", "/ok/rss")


async def test_a_time_of_day_that_jumps_costs_each_feed_at_most_one_poll(bench: Bench) -> None:
    async with bench.poller(*STEADY) as poller:
        await bench.round(poller)
        for jump in JUMPS:
            bench.clock.jump = jump
            await check_half_an_hour(bench, poller)


async def test_a_restart_by_a_clock_that_was_set_costs_each_feed_at_most_one_poll(bench: Bench) -> None:
    for jump in (timedelta(0), *JUMPS):
        bench.clock.jump = jump
        async with bench.poller(*STEADY) as poller:
            await check_half_an_hour(bench, poller)


async def check_half_an_hour(bench: Bench, poller: Poller) -> None:
    """Check that within half an hour each feed is asked, and at most once more than its interval of five minutes
    wants.
    """
    before = {path: len(bench.lab.requests(path)) for path in STEADY}
    await bench.round(poller)
    await bench.round(poller)
    assert all(len(bench.lab.requests(path)) <= before[path] + 1 for path in STEADY)
    for _ in range(6):
        await bench.round(poller, timedelta(minutes=5))
    assert all(1 <= len(bench.lab.requests(path)) - before[path] <= 7 for path in STEADY)


async def test_after_a_suspension_each_feed_is_asked_once(bench: Bench) -> None:
    async with bench.poller(*STEADY) as poller:
        await bench.round(poller)
        await bench.round(poller, timedelta(hours=8))  # where the monotonic clock has gone on
        await bench.round(poller)
    assert [len(bench.lab.requests(path)) for path in STEADY] == [2, 2, 2]


async def test_what_is_due_outlives_the_poller(bench: Bench) -> None:
    async with bench.poller("/ok/growing", "/status/429") as poller:
        await bench.round(poller)
    async with bench.poller("/ok/growing", "/status/429") as poller:
        await bench.round(poller, timedelta(minutes=1))
    assert len(bench.lab.requests("/ok/growing")) == 1


async def test_a_pause_holds_for_every_feed_of_the_host_also_after_a_restart(bench: Bench) -> None:
    async with bench.poller("/status/429") as poller:
        await bench.round(poller)
    async with bench.poller("/status/429", "/ok/rss") as poller:
        await bench.round(poller, timedelta(seconds=100))
        assert bench.lab.requests("/ok/rss") == []
        await bench.round(poller, timedelta(seconds=21))
    assert len(bench.lab.requests("/ok/rss")) == 1


async def test_polls_without_news_share_a_commit(bench: Bench) -> None:
    paths = [f"/ok/etag?{number}" for number in range(12)]
    bench.gather_seconds = 1.0
    async with bench.poller(*paths) as poller:
        await bench.round(poller)
        bench.sources.commits.clear()
        await bench.round(poller, timedelta(hours=1))
    assert sum(bench.sources.commits) == 12
    assert len(bench.sources.commits) <= 4


async def test_a_poll_that_cannot_be_stored_is_made_again(bench: Bench) -> None:
    async with bench.poller("/ok/rss") as poller:
        bench.sources.fails = 1
        await bench.round(poller)
        assert (poller.failures, bench.told) == (1, 0)
        await bench.round(poller, timedelta(seconds=60))
    assert bench.told == 1
    assert bench.sources.store.views.status(NOON).items_by_state == {"pending": 5}


async def test_a_database_that_takes_nothing_is_told_at_once_to_all_that_wait() -> None:
    sources = CountingSources()
    sources.error, sources.fails = StoreUnavailableError, 1
    commits = Commits(sources, Threads(), Times(now=lambda: NOON, gather_seconds=0.0))
    results = await asyncio.gather(
        *(commits.put(Arrival(SourceState(name, "feed", "u")), is_urgent=False) for name in "ab"),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [StoreUnavailableError] * 2


async def test_while_nothing_can_be_stored_one_feed_at_a_time_is_asked_for_a_trial(bench: Bench) -> None:
    paths = ["/ok/growing", *(f"/ok/etag?{number}" for number in range(5))]
    async with bench.poller(*paths) as poller:
        await bench.round(poller)
        bench.sources.error, bench.sources.fails = StoreUnavailableError, 1_000
        await bench.round(poller, timedelta(hours=1))
        asked = len(bench.lab.requests("/ok/etag")) + len(bench.lab.requests("/ok/growing"))
        for _ in range(60):
            await bench.round(poller, timedelta(minutes=1))
        assert poller.is_paused
        assert len(bench.lab.requests("/ok/etag")) + len(bench.lab.requests("/ok/growing")) == asked
        bench.sources.fails, stored = 0, len(bench.sources.commits)
        await bench.round(poller, timedelta(minutes=1))
        assert bench.sources.commits[stored] == 1
        assert len(bench.lab.requests("/ok/etag")) + len(bench.lab.requests("/ok/growing")) == asked + len(paths)


async def test_a_machine_that_reaches_nobody_is_offline_and_no_feed_fails_for_it(bench: Bench) -> None:
    feeds = [f"http://127.0.0.1:9/{number}" for number in range(4)]
    async with bench.poller(*feeds) as poller:
        await bench.round(poller)
        assert bench.reach.is_offline
        before = {name: state.failures for name, state in poller.states.items()}
        await bench.round(poller, timedelta(hours=1))
        assert {name: state.failures for name, state in poller.states.items()} == before


async def test_feeds_that_fail_beside_one_that_answers_are_at_fault_themselves(bench: Bench) -> None:
    async with bench.poller(
        "http://127.0.0.1:9/1", "http://127.0.0.1:9/2", "/ok/etag", "/ok/rss", "/ok/atom"
    ) as poller:
        for _ in range(3):
            await bench.round(poller, timedelta(hours=1))
        assert not bench.reach.is_offline
        assert poller.states["http://127.0.0.1:9/1"].failures == 3


async def test_what_failed_together_is_committed_one_by_one() -> None:
    sources = CountingSources()
    commits = Commits(sources, Threads(), Times(now=lambda: NOON, gather_seconds=0.0))
    sources.fails = 2
    results = await asyncio.gather(
        *(commits.put(Arrival(SourceState(name, "feed", "u")), is_urgent=False) for name in "ab"),
        return_exceptions=True,
    )
    assert [isinstance(result, StoreError) for result in results] == [True, False]
    assert set(sources.states()) == {"b"}


async def test_the_desk_is_told_once_of_a_source_that_fails_for_long(bench: Bench) -> None:
    async with bench.poller("/status/500", "/ok/etag", "/ok/rss") as poller:
        told = []
        for _ in range(8):
            await bench.round(poller, timedelta(hours=2))
            told.append(await poller.tell_trouble("console:"))
    assert sum(told) == 1
    async with bench.poller("/status/500", "/ok/etag") as poller:
        await bench.round(poller, timedelta(hours=2))
        assert not await poller.tell_trouble("console:")
    [notice] = bench.sources.store.views.alerts()
    assert notice.headline == "/status/500: failing for 4 h (server_error)"
    assert [
        delivery.alert for delivery in bench.sources.store.outbox.claim("o", bench.now(), timedelta(minutes=1), 9)
    ] == [notice]


async def test_being_offline_is_one_notice_and_no_feeds_trouble(bench: Bench) -> None:
    async with bench.poller(*(f"http://127.0.0.1:9/{number}" for number in range(3))) as poller:
        told = []
        for _ in range(5):
            await bench.round(poller, timedelta(hours=2))
            told.append(await poller.tell_trouble("console:"))
    assert told == [True, False, False, False, False]
    assert [notice.headline for notice in bench.sources.store.views.alerts()] == [
        "None of 3 feeds can be reached: this machine seems to be offline"
    ]


async def test_very_many_feeds_of_one_host_are_all_asked_in_one_round_a_few_at_a_time(bench: Bench) -> None:
    async with bench.poller(*(f"/ok/etag?{number}" for number in range(60))) as poller:
        await bench.round(poller)
        assert len(bench.lab.requests("/ok/etag")) == 60
        assert {state.state for state in poller.states.values()} == {"ok"}


async def test_it_is_counted_how_late_polls_begin(bench: Bench) -> None:
    async with bench.poller("/ok/etag") as poller:
        await bench.round(poller)
        due_at = poller.states["/ok/etag"].next_poll_at
        assert due_at is not None
        await bench.round(poller, due_at - NOON + timedelta(seconds=40))
    assert [count for bound, count in poller.lateness.cumulated() if bound in ("1.0", "30.0", "60.0")] == [1, 1, 2]
