"""A page that could not be had with its entry comes later, and what it adds is told once; many of one host by turns."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import AwaitedPage, PageTry
from monitor.model.errors import StoreError
from monitor.polling.page_queue import PageQueue
from monitor.polling.web import Pauses, Reach, Web
from monitor.sources.fetch import Fetcher
from monitor.sources.robots import Robots
from monitor.sources.threads import Threads
from monitor.store.awaited_pages import AwaitedPages
from monitor.workers.analysts import InProcess
from tests.lab.outlet import TEASER, TITLE, Outlet, a_page
from tests.lab.stories import a_watchlist
from tests.polling.test_revisits import Room

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WALL = "<html><body><article><p>Subscribe to continue reading this story.</p></article></body></html>"
MORE = "At least 31 people were injured in Sumy, police said."


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A desk whose feed had been empty before, and whose outlet is busy now."""
    watchlist = a_watchlist(tmp_path)
    with Outlet(NOON - timedelta(minutes=30)).open() as outlet:
        room = Room(tmp_path, outlet, InProcess((watchlist,)), watchlist)
        feed, outlet.feed = outlet.feed, "<rss version='2.0'><channel><title>Outlet</title></channel></rss>"
        room.cycle()
        outlet.feed, outlet.status, outlet.page = feed, 503, "busy"
        yield room
        room.store.close()


def waiting(room: Room) -> dict[str, dict[str, int]]:
    return room.store.views.status(room.now).awaited.by_host


def versions(room: Room) -> int:
    return room.store.views.status(room.now).items_by_state["done"]


def test_a_teaser_is_told_at_once_and_what_its_page_adds_when_it_comes(room: Room) -> None:
    first = room.cycle(timedelta(minutes=5))
    assert len(first) == 1
    assert "12" in first[0]
    assert waiting(room) == {"127.0.0.1": {"unavailable": 1}}
    room.outlet.status, room.outlet.page = 200, a_page(TEASER, MORE)
    second = room.cycle(timedelta(minutes=5))
    assert len(second) == 1
    assert "31" in second[0]
    assert waiting(room) == {}
    assert room.cycle(timedelta(minutes=5)) == []
    assert versions(room) == 2


def test_what_the_teaser_told_is_not_told_again_by_its_page(room: Room) -> None:
    assert len(room.cycle(timedelta(minutes=5))) == 1
    room.outlet.status, room.outlet.page = 200, a_page(TEASER)
    assert room.cycle(timedelta(minutes=5)) == []
    assert (waiting(room), versions(room)) == ({}, 2)


def test_an_entry_without_words_is_refused_as_empty_and_told_by_its_page_when_it_comes(room: Room) -> None:
    words = (f"<title>{TITLE}</title>", f"<description>{TEASER}</description>")
    for word in words:
        assert word in room.outlet.feed
        room.outlet.feed = room.outlet.feed.replace(word, "")
    assert room.cycle(timedelta(minutes=5)) == []
    assert room.store.audits.read(room.now).refused == {"empty": 1}
    room.outlet.status, room.outlet.page = 200, a_page(TEASER)
    (told,) = room.cycle(timedelta(minutes=5))
    assert "12" in told
    assert room.store.audits.read(room.now).is_complete


def test_a_wall_in_the_place_of_the_page_replaces_nothing(room: Room) -> None:
    assert len(room.cycle(timedelta(minutes=5))) == 1
    before = room.facts()
    room.outlet.status, room.outlet.page = 200, WALL
    assert room.cycle(timedelta(minutes=5)) == []
    assert (waiting(room), room.facts()) == ({}, before)
    assert room.store.views.status(room.now).rejections_by_reason == {}


@pytest.mark.parametrize("status", [404, 410, 401])
def test_a_page_that_is_refused_for_good_is_not_asked_again(room: Room, status: int) -> None:
    room.outlet.status = status
    assert len(room.cycle(timedelta(minutes=5))) == 1
    assert waiting(room) == {}


def test_a_page_is_asked_for_ever_more_rarely_and_given_up_after_a_day(room: Room) -> None:
    room.cycle(timedelta(minutes=5))
    asked = len(room.outlet.asked)
    for _ in range(30 * 6):
        look(room, timedelta(minutes=10))
    assert 20 <= len(room.outlet.asked) - asked <= 40
    assert waiting(room) == {}


def test_a_pause_that_the_host_asks_for_is_kept(room: Room) -> None:
    room.outlet.headers = {"Retry-After": "3600"}
    room.cycle(timedelta(minutes=5))
    asked = len(room.outlet.asked)
    for _ in range(9):
        look(room, timedelta(minutes=6))
    assert len(room.outlet.asked) == asked
    room.outlet.status, room.outlet.page = 200, a_page(TEASER)
    look(room, timedelta(minutes=7))
    assert waiting(room) == {}


def test_a_site_that_cannot_say_its_rules_is_asked_again(room: Room) -> None:
    room.outlet.status, room.outlet.page, room.outlet.robots_status = 200, a_page(TEASER, MORE), 503
    assert len(room.cycle(timedelta(minutes=5))) == 1
    assert (waiting(room), len(room.outlet.asked)) == ({"127.0.0.1": {"robots_unreachable": 1}}, 0)
    room.outlet.robots_status = 200
    assert len(room.cycle(timedelta(minutes=5))) == 1
    assert waiting(room) == {}


def test_a_page_of_a_feed_that_is_not_configured_any_more_is_dropped(room: Room) -> None:
    room.cycle(timedelta(minutes=5))
    room.settings = replace(room.settings, feeds=())
    look(room, timedelta(minutes=2))
    assert waiting(room) == {}


def test_an_entry_that_its_feed_changes_meanwhile_is_read_in_its_last_version(room: Room) -> None:
    room.cycle(timedelta(minutes=5))
    room.outlet.feed = room.outlet.feed.replace("12 people", "14 people")
    room.outlet.status, room.outlet.page = 200, a_page(TEASER.replace("12", "14"))
    room.cycle(timedelta(minutes=5))
    assert waiting(room) == {}
    assert room.facts()["toll"] == 14
    assert versions(room) == 2


class FullDisk:
    """The queue of a database that takes nothing."""

    def __init__(self, pages: AwaitedPages) -> None:
        self._pages = pages

    def due(self, now: datetime, busy: Collection[str], *, asked_before: datetime | None = None) -> list[AwaitedPage]:
        return self._pages.due(now, busy, asked_before=asked_before)

    def note(self, tried: PageTry, now: datetime) -> int:
        raise StoreError("the disk is full")


async def test_while_nothing_can_be_stored_no_page_is_asked_for_and_none_is_lost(room: Room) -> None:
    await asyncio.to_thread(room.cycle, timedelta(minutes=5))
    room.now += timedelta(minutes=5)
    async with Fetcher(room.settings.fetch) as fetcher:
        web = Web(fetcher, Robots(fetcher), Pauses(room.times), Reach(1))
        web.pauses.take_in({})
        store = FullDisk(room.store.awaited_pages)
        queue = PageQueue(room.settings.feeds, store, Threads(), web, room.times, nothing)
        await queue.ask_due()
        with pytest.raises(StoreError):
            await queue.finish()
        asked = len(room.outlet.asked)
        with pytest.raises(StoreError):
            await queue.ask_due()
    assert len(room.outlet.asked) == asked
    assert waiting(room) == {"127.0.0.1": {"unavailable": 1}}


def look(room: Room, after: timedelta) -> None:
    """Ask for what is due, in a run of its own, and decide it."""
    room.now += after

    async def ask() -> None:
        async with Fetcher(room.settings.fetch) as fetcher:
            web = Web(fetcher, Robots(fetcher), Pauses(room.times), Reach(1))
            web.pauses.take_in(room.store.sources.held_hosts(room.now))
            queue = PageQueue(room.settings.feeds, room.store.awaited_pages, Threads(), web, room.times, nothing)
            await queue.ask_due()
            await queue.finish()

    asyncio.run(ask())
    room.pipeline.drain(lambda: room.now)


async def nothing() -> None:
    """What is news is decided by the test."""
