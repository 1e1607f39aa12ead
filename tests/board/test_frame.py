"""What holds for every page: what it says to browsers, who is answered, and what is sent again."""

from __future__ import annotations

import asyncio
import gzip
import html
import json
import re
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.board.guard import HEADERS
from monitor.board.reading import MOST_AT_ONCE, Reading, SharedReading
from monitor.config.settings import Http, Settings
from monitor.model.errors import StoreError
from tests.lab.boards import OWN, a_project, serving
from tests.lab.stories import Desk

PAGES = ("/", "/new.json", "/new.csv", "/nowhere", "/?watchlist=none", "/static/x/board.css", "/static/x/none.js")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_keeps_browsers_safe(river: Desk, path: str, method: str) -> None:
    async with serving(a_project(river), river) as session, session.request(method, path) as answer:
        assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
        assert answer.status < 500


async def test_health_is_as_it_was(river: Desk) -> None:
    async with serving(a_project(river), river) as session, session.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "alive"})
        assert "Content-Security-Policy" not in answer.headers


OPENED = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="no browser"),
        pytest.param(OWN, 200, id="a page of the board"),
        pytest.param({"Sec-Fetch-Site": "none"}, 200, id="typed"),
        pytest.param(OPENED, 200, id="a link in a chat"),
        pytest.param({**OPENED, "Sec-Fetch-Dest": "iframe"}, 403, id="a frame of another site"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403, id="an image of another site"),
        pytest.param({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403, id="a neighbour's script"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="another site's script"),
        pytest.param({"Origin": "null"}, 403, id="a file"),
        pytest.param({"Host": "evil.example"}, 421, id="another name for this machine"),
        pytest.param({"Host": "news.example"}, 200, id="its own name"),
        pytest.param({"Host": "news.example", "Origin": "http://news.example"}, 200, id="a script of its own"),
    ],
)
async def test_only_who_opens_a_page_or_is_of_the_board_reads_it(
    river: Desk, headers: dict[str, str], status: int
) -> None:
    async with serving(a_project(river), river) as session:
        for path in ("/", "/new.json", "/events"):
            if status != 200 or path != "/events":
                async with session.get(path, headers=headers) as answer:
                    assert answer.status == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_nothing_can_be_written_where_nothing_takes_it(river: Desk, method: str) -> None:
    async with serving(a_project(river), river) as session:
        own = {**OWN, "Origin": f"http://127.0.0.1:{session._base_url.port}"}  # type: ignore[union-attr]
        for path in ("/", "/alert/x", "/nowhere"):
            for headers in ({}, own):
                async with session.request(method, path, headers=headers) as answer:
                    assert answer.status in (403, 405)


async def test_a_page_is_sent_again_only_where_it_has_changed_and_packed_where_it_may_be(river: Desk) -> None:
    async with serving(a_project(river), river) as session:
        async with session.get("/new.json", headers={"Accept-Encoding": "identity"}) as answer:
            plain, etag = await answer.read(), answer.headers["ETag"]
        async with session.get("/new.json", headers={"If-None-Match": etag}) as answer:
            assert (answer.status, await answer.read()) == (304, b"")
        async with session.get("/new.json", headers={"Accept-Encoding": "gzip"}) as answer:
            packed = await answer.read()
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["Cache-Control"] == "private, no-cache"
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


async def test_files_are_kept_for_ever_under_the_name_of_their_content(river: Desk) -> None:
    async with serving(a_project(river), river) as session:
        page = await (await session.get("/", headers={"Accept-Encoding": "identity"})).text()
        named = [part for part in page.split('"') if part.startswith("/static/")]
        assert {name.rpartition("/")[2] for name in named} == {
            "board.css", "htmx.min.js", "hx-sse.min.js", "icon.svg",
        }  # fmt: skip
        for name in named:
            async with session.get(name, headers={"Accept-Encoding": "gzip"}) as answer:
                assert answer.status == 200
                assert "immutable" in answer.headers["Cache-Control"]
        async with session.get("/static/0/board.css") as answer:
            assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-cache")


async def test_a_first_visit_takes_less_than_sixty_kilobytes(river: Desk) -> None:
    async with serving(a_project(river), river) as session:
        headers, total = {"Accept-Encoding": "gzip"}, 0
        page = await (await session.get("/", headers=headers)).read()
        named = [part for part in gzip.decompress(page).decode().split('"') if part.startswith("/static/")]
        for name in named:
            total += len(await (await session.get(name, headers=headers)).read())
    assert total + len(page) < 60_000


async def test_every_link_of_a_page_leads_to_a_page(river: Desk) -> None:
    """Followed from the first page on, at most three of each kind of page and table."""
    async with serving(a_project(river), river) as session:
        kinds, waiting, met = Counter[tuple[str, str]](), ["/"], {"/"}
        while waiting:
            path = waiting.pop(0)
            async with session.get(path, headers={"Accept-Encoding": "identity"}) as answer:
                assert answer.status == 200, path
                page = await answer.text() if answer.content_type == "text/html" else ""
            for link in sorted({html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', page)} - met):
                met.add(link)
                kind = (link.split("/")[1].partition("?")[0], Path(link.partition("?")[0]).suffix)
                kinds[kind] += 1
                waiting += [link] if kinds[kind] <= 3 else []
    assert {kind for kind, _ in kinds} >= {"w", "alert", "document", "fact", "silences", "static"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("watchlist=none", "watchlist may be river"),
        ("urgency=very", "urgency may be urgent, normal, low"),
        ("since=yesterday", "since is a span such as 24h"),
        ("since=99999999999999999999w", "since is a span such as 24h"),
        ("before=-1", "before is no place"),
        ("before=" + "9" * 30, "before is no place"),
        ("disputed=yes", "disputed may be 0, 1"),
        ("since=" + "9" * 600, "longer than 500"),
    ],
)
async def test_a_query_that_means_nothing_is_told_what_it_may_be(river: Desk, query: str, words: str) -> None:
    async with serving(a_project(river), river) as session, session.get(f"/?{query}") as answer:
        assert answer.status == 400
        body = await answer.read()
        assert words in (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


async def test_a_page_that_takes_too_long_is_given_up_and_keeps_its_place_until_it_ends() -> None:
    reading, may_end = Reading(timedelta(milliseconds=20)), threading.Event()
    found = await asyncio.gather(*(reading.run(may_end.wait) for _ in range(MOST_AT_ONCE)), return_exceptions=True)
    assert {type(each) for each in found} == {TimeoutError}
    with pytest.raises(TimeoutError):
        await reading.run(lambda: "no place is free")
    may_end.set()
    assert await Reading().run(lambda: "answered") == "answered"


async def test_what_many_ask_for_at_once_is_read_once_and_anew_after_a_write() -> None:
    reading, read = SharedReading(Reading()), []

    def look() -> int:
        read.append("look")
        return len(read)

    assert set(await asyncio.gather(*(reading.run("page", look) for _ in range(20)))) == {1}
    assert await reading.run("other", look) == 2
    reading.clear()
    assert await reading.run("page", look) == 3


async def test_a_read_that_fails_fails_for_all_who_asked_and_is_tried_again() -> None:
    reading = SharedReading(Reading())

    def fail() -> None:
        raise StoreError("gone")

    found = await asyncio.gather(*(reading.run("page", fail) for _ in range(3)), return_exceptions=True)
    assert {type(each) for each in found} == {StoreError}
    reading.clear()
    assert await reading.run("page", lambda: "back") == "back"


def test_a_board_switched_off_is_none() -> None:
    assert Settings.model_validate_json(json.dumps({"board": False})).board is None
    assert Settings.model_validate_json(json.dumps({"board": True})).board is not None
    assert Settings(http=Http()).board is not None
