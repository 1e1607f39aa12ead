"""Articles of running stories are asked for again: a correction is told with the alert that it corrects, and nothing
else is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from shutil import copy

import pytest
from rich.console import Console

from monitor.app.explaining import Reread
from monitor.app.routes import rules_of
from monitor.commands.explained_printing import render_explained
from monitor.core.documents.revisits import LONGEST, MOST_ASKED, next_visit
from monitor.core.facts.watchlist import Watchlist
from monitor.delivery.dispatch import Dispatcher
from monitor.model import Delivery, DeliveryKind, Posted, SendResult
from monitor.pipeline.pipeline import Pipeline
from monitor.polling.revisits import Revisits
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.polling.web import Pauses, Reach, Web
from monitor.service.daemon import Daemon
from monitor.service.parts import DaemonSettings
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.robots import Robots
from monitor.sources.threads import Threads
from monitor.store import Store
from monitor.workers.analysts import InProcess
from tests.lab.outlet import TEASER, Outlet, a_page
from tests.lab.slack_channels import channels_by_token
from tests.lab.stories import BODY, a_watchlist

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CORRECTED = TEASER.replace("12", "17")
QUARTER = timedelta(minutes=17)  # the quarter of an hour, and what the times are spread by
HOUR = timedelta(minutes=70)


class Channel:
    """Where alerts go; `sent` says which kinds of delivery came, with the alert's headline."""

    interval = timedelta(0)

    def __init__(self) -> None:
        self.sent: list[tuple[DeliveryKind, str]] = []

    def send(self, delivery: Delivery) -> SendResult:
        self.sent.append((delivery.kind, delivery.alert.headline))
        return Posted(f"message {len(self.sent)}")


class Room:
    """A desk that follows the outlet: a `cycle` is a run of the daemon, a `look` the part of it that asks again."""

    def __init__(self, folder: Path, outlet: Outlet, reader: InProcess, watchlist: Watchlist) -> None:
        self.outlet, self.now, self.channel = outlet, NOON, Channel()
        self.store = Store.open(f"sqlite:///{folder / 'monitor.db'}")
        self.times = Times(now=lambda: self.now, jitter=lambda: 0.0)
        self.pipeline = Pipeline(
            self.store.intake, self.store.parked, self.store.ledger, reader, rules_of((watchlist,), channels_by_token())
        )
        self.sender = Dispatcher(
            self.store.outbox, {"slack": self.channel}, lambda: self.now, owner="test", jitter=lambda: 0.0
        )
        feeds = (FeedSource("Outlet", f"{outlet.url}/feed.xml"),)
        self.settings = DaemonSettings(feeds=feeds, fetch=FetchSettings(allow_private=(outlet.endpoint,)))

    def cycle(self, after: timedelta = timedelta(0)) -> list[str]:
        """Run the daemon once; return the headlines that were told."""
        self.now += after
        before = len(self.channel.sent)
        assert Daemon(self.settings, self.store, self.pipeline, self.sender, times=self.times).run(once=True)
        return [headline for _, headline in self.channel.sent[before:]]

    def look(self, after: timedelta) -> list[str]:
        """Ask for what is due, decide and send; return the headlines that were told."""
        self.now += after
        before = len(self.channel.sent)
        asyncio.run(self._look())
        self.pipeline.drain(lambda: self.now)
        self.sender.dispatch_due()
        return [headline for _, headline in self.channel.sent[before:]]

    async def _look(self) -> None:
        async with Fetcher(self.settings.fetch) as fetcher:
            web = Web(fetcher, Robots(fetcher), Pauses(self.times), Reach(1))
            web.pauses.take_in(self.store.sources.held_hosts(self.now))
            await Revisits(self.settings.feeds, self.store.revisits, Threads(), web, self.times, nothing).ask_due()

    def facts(self) -> dict[str, float | None]:
        return {
            fact.claim.fact: fact.claim.mention.value_low
            for fact in self.store.views.facts()
            if fact.head_id == fact.id
        }


async def nothing() -> None:
    """What is news is decided by the test."""


@pytest.fixture(scope="module")
def watchlist(tmp_path_factory: pytest.TempPathFactory) -> Watchlist:
    return a_watchlist(tmp_path_factory.mktemp("watchlists"))


@pytest.fixture(scope="module")
def reader(watchlist: Watchlist) -> InProcess:
    return InProcess((watchlist,))


@pytest.fixture(scope="module")
def running_outlet() -> Iterator[Outlet]:
    with Outlet(NOON - timedelta(minutes=30)).open() as outlet:
        yield outlet


@pytest.fixture
def outlet(running_outlet: Outlet) -> Outlet:
    running_outlet.reset()
    return running_outlet


@pytest.fixture
def room(tmp_path: Path, outlet: Outlet, reader: InProcess, watchlist: Watchlist) -> Iterator[Room]:
    room = Room(tmp_path, outlet, reader, watchlist)
    yield room
    room.store.close()


@pytest.fixture
def told(room: Room) -> Room:
    """A desk that was told of the article as news: its feed had been empty before."""
    feed, room.outlet.feed = room.outlet.feed, "<rss version='2.0'><channel><title>Outlet</title></channel></rss>"
    room.cycle()
    room.outlet.feed = feed
    assert len(room.cycle(timedelta(hours=1))) == 1
    return room


@pytest.fixture(scope="module")
def first_poll(
    tmp_path_factory: pytest.TempPathFactory, running_outlet: Outlet, reader: InProcess, watchlist: Watchlist
) -> Path:
    """The database after a feed's first poll, which every desk of `known` begins with."""
    folder = tmp_path_factory.mktemp("first poll")
    running_outlet.reset()
    room = Room(folder, running_outlet, reader, watchlist)
    assert room.cycle() == []
    room.store.close()
    return folder / "monitor.db"


@pytest.fixture
def known(tmp_path: Path, first_poll: Path, outlet: Outlet, reader: InProcess, watchlist: Watchlist) -> Iterator[Room]:
    """A desk that knows the article from the feed's first poll, and was not told of it."""
    copy(first_poll, tmp_path / "monitor.db")
    room = Room(tmp_path, outlet, reader, watchlist)
    yield room
    room.store.close()


def test_a_corrected_article_is_told_and_the_alert_is_edited(told: Room) -> None:
    told.outlet.page = a_page(CORRECTED)
    headlines = told.cycle(QUARTER)
    assert told.facts()["toll"] == 17
    assert [kind for kind, _ in told.channel.sent] == [DeliveryKind.ALERT, DeliveryKind.REPLY, DeliveryKind.EDIT]
    assert "17" in headlines[0]


def test_a_corrected_article_of_a_first_poll_is_told(room: Room) -> None:
    assert room.cycle() == []
    room.outlet.page = a_page(CORRECTED)
    assert ["17 dead" in headline for headline in room.cycle(QUARTER)] == [True]


def test_an_unchanged_article_tells_nothing_and_is_asked_ever_more_rarely(known: Room) -> None:
    start, asked_after = known.now, []
    for _ in range(40):
        before = len(known.outlet.asked)
        assert known.look(timedelta(hours=1)) == []
        asked_after += [(known.now - start) // timedelta(hours=1)] * (len(known.outlet.asked) - before)
    assert asked_after in (
        [1, 2, 5, hours, days] for hours in (13, 14) for days in (25, 26, 27)
    )  # the longer waits are spread over a tenth


def test_a_change_begins_the_schedule_anew(known: Room) -> None:
    known.look(timedelta(hours=14))
    known.outlet.page = a_page(CORRECTED)
    known.look(timedelta(hours=14))
    before = len(known.outlet.asked)
    known.look(QUARTER)
    assert len(known.outlet.asked) == before + 1


@pytest.mark.parametrize(
    ("status", "page"),
    [
        pytest.param(404, "", id="not found"),
        pytest.param(410, "", id="gone"),
        pytest.param(500, "", id="a broken server"),
        pytest.param(200, "", id="an empty page"),
        pytest.param(
            200, "<html><body><p>We use cookies. Accept all cookies to continue.</p></body></html>", id="a consent wall"
        ),
        pytest.param(
            200,
            "<html><body><article><p>Subscribe to continue reading this story.</p></article></body></html>",
            id="a paywall",
        ),
        pytest.param(
            200,
            "<html><title>404</title><body><p>Sorry, page not found</p></body></html>",
            id="a missing page under 200",
        ),
        pytest.param(
            200,
            a_page("Twelve people were killed in Sumy in the night, police say.", body=BODY[:1]),
            id="a metered page",
        ),
        pytest.param(
            200, a_page("The zoo has a new bear, and she likes honey cake. " * 20, body=()), id="another page"
        ),
    ],
)
def test_a_page_that_is_no_article_any_more_withdraws_nothing(known: Room, status: int, page: str) -> None:
    before = known.facts()
    known.outlet.status, known.outlet.page = status, page
    assert known.look(QUARTER) == []
    assert known.facts() == before
    assert known.store.views.status(known.now).rejections_by_reason == {}


def test_an_article_that_is_back_from_behind_a_wall_is_compared_with_what_was_read_last(known: Room) -> None:
    known.outlet.page = "<html><body><article><p>Subscribe to continue reading this story.</p></article></body></html>"
    known.look(QUARTER)
    known.outlet.page = a_page(CORRECTED)
    assert len(known.look(HOUR)) == 1


def test_an_article_replaced_by_a_kill_notice_is_withdrawn(known: Room) -> None:
    known.outlet.page = a_page("KILL: This story about Sumy has been withdrawn by its publisher.", body=())
    known.look(QUARTER)
    assert known.facts() == {}


def test_why_a_page_replaced_nothing_is_explained(known: Room) -> None:
    known.outlet.page = "<html><body><article><p>Subscribe to continue reading this story.</p></article></body></html>"
    known.look(QUARTER)
    (document,) = {fact.document_id for fact in known.store.views.facts()}
    explained = known.store.explanations.find(document)
    assert explained is not None
    console = Console(record=True, width=200, file=StringIO())
    console.print(render_explained(explained, Reread()))
    assert "asked for again, 2 Mar 2026 12:17 UTC: paywall, so what was read before stands" in console.export_text()


def test_validators_are_sent_back_but_not_always_believed(known: Room) -> None:
    known.outlet.headers["ETag"] = '"one"'
    for hours in (1, 1, 4, 10, 14):
        known.look(timedelta(hours=hours))
    assert ["If-None-Match" in headers for headers in known.outlet.asked] == [False, True, True, True, False]


def test_a_pause_that_the_host_asks_for_is_kept(known: Room) -> None:
    known.outlet.status, known.outlet.headers = 429, {"Retry-After": "7200"}
    known.look(QUARTER)
    asked = len(known.outlet.asked)
    known.look(HOUR)
    assert len(known.outlet.asked) == asked
    known.outlet.status, known.outlet.headers, known.outlet.page = 200, {"Content-Type": "text/html"}, a_page(CORRECTED)
    assert len(known.look(HOUR)) == 1


def test_what_robots_txt_has_come_to_forbid_is_not_asked_for(known: Room) -> None:
    known.outlet.robots = "User-agent: *\nDisallow: /article\n"
    asked = len(known.outlet.asked)
    known.look(QUARTER)
    assert len(known.outlet.asked) == asked


def test_it_can_be_switched_off(known: Room) -> None:
    known.settings = replace(known.settings, revisits=False)
    asked = len(known.outlet.asked)
    known.cycle(timedelta(hours=2))
    assert len(known.outlet.asked) == asked


def test_an_article_that_changes_at_every_look_is_asked_a_bounded_number_of_times(known: Room) -> None:
    for number in range(MOST_ASKED + 6):
        known.outlet.page = a_page(TEASER, f"Reader number {number} is here.")
        known.look(QUARTER)
    assert len(known.outlet.asked) == MOST_ASKED


@pytest.mark.parametrize("jump", [timedelta(days=3653), -timedelta(days=3653), timedelta(hours=2), -timedelta(hours=2)])
def test_a_clock_that_jumps_brings_no_storm(known: Room, jump: timedelta) -> None:
    asked = len(known.outlet.asked)
    known.look(jump)
    for _ in range(3):
        known.look(timedelta(minutes=1))
    assert len(known.outlet.asked) - asked <= 1
    known.look(timedelta(hours=27))
    assert len(known.outlet.asked) - asked >= (1 if jump < LONGEST else 0)


def test_what_was_missed_is_one_question() -> None:
    assert next_visit("a", NOON, NOON + timedelta(hours=9)) > NOON + timedelta(hours=12)
    assert next_visit("a", NOON + timedelta(days=3653), NOON) < NOON + QUARTER
