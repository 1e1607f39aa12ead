"""The event stream says which watchlist changed, and to nobody more than that."""

from __future__ import annotations

import asyncio
import contextlib
import json

import aiohttp

from monitor.board.events import MOST_LISTENERS
from monitor.model import Feedback, FeedbackKind
from tests.lab.boards import a_project, serving
from tests.lab.stories import MORNING, Desk, a_story


async def next_event(answer: aiohttp.ClientResponse) -> dict[str, str]:
    """Return the next event that says something, by its fields."""
    event: dict[str, str] = {}
    async for line in answer.content:
        name, _, value = line.decode().strip().partition(": ")
        if name == "" and "data" in event:
            return event
        event |= {name: value}
    raise AssertionError("the stream ended")


async def heard(answer: aiohttp.ClientResponse) -> dict[str, str]:
    async with asyncio.timeout(20):
        return await next_event(answer)


async def begun(answer: aiohttp.ClientResponse) -> None:
    assert (answer.status, answer.content_type) == (200, "text/event-stream")
    assert await answer.content.readline() == b"retry: 3000\n"


async def test_a_page_hears_which_watchlist_changed_and_a_later_one_what_it_missed(desk: Desk) -> None:
    async with serving(a_project(desk), desk) as session:
        async with session.get("/events") as answer:
            await begun(answer)
            async with session.get("/events", headers={"Last-Event-ID": "0-0-0"}) as other:
                assert json.loads((await heard(other))["data"]) == {"watchlist": "river"}
            await asyncio.to_thread(
                desk.tell, a_story("five", "Shelling of Kursk killed 60 people, the governor said.", hours=6, body=())
            )
            event = await heard(answer)
            assert (event["event"], json.loads(event["data"])) == ("changed", {"watchlist": "river"})
        alert = desk.store.views.alerts()[0]
        desk.store.feedback.mark(Feedback(alert.id, FeedbackKind.ACKNOWLEDGED, "Ada", "", MORNING), {})
        async with session.get("/events?watchlist=river", headers={"Last-Event-ID": event["id"]}) as answer:
            assert (await heard(answer))["id"] != event["id"]


async def test_who_listens_to_one_watchlist_hears_of_no_other(desk: Desk) -> None:
    missed = {"Last-Event-ID": "0-0-0"}
    async with (
        serving(a_project(desk), desk) as session,
        session.get("/events?watchlist=other", headers=missed) as answer,
    ):
        await begun(answer)
        assert await answer.content.readline() == b"\n"
        async with session.get("/events", headers=missed) as other:
            await heard(other)
        assert answer.content.total_bytes == len("retry: 3000\n\n")


async def test_no_more_listen_than_there_is_room_for_and_all_end_with_the_board(desk: Desk) -> None:
    async with serving(a_project(desk), desk) as session, contextlib.AsyncExitStack() as stack:
        held = [await stack.enter_async_context(session.get("/events")) for _ in range(MOST_LISTENERS)]
        assert {answer.status for answer in held} == {200}
        async with session.get("/events") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "30")


async def test_a_place_is_free_again_soon_after_its_page_was_closed(desk: Desk) -> None:
    async with serving(a_project(desk), desk) as session:
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(MOST_LISTENERS):
                await begun(await stack.enter_async_context(session.get("/events")))
        async with asyncio.timeout(10):  # less than a heartbeat
            while (answer := await session.get("/events")).status == 503:
                answer.release()
        await begun(answer)
        answer.close()
