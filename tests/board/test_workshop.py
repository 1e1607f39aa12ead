"""The workshop of a watchlist: articles to a draft, a draft to alerts, and nothing of it is kept or trusted."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import json
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from monitor.board.workshop import MOST_FILE, MOST_TEXT
from tests.lab.boards import OWN, a_project, serving
from tests.lab.stories import WATCHLIST, Desk, a_story, a_watchlist

ARTICLES = """Thirteen dead in Kursk
Shelling of Kursk killed 13 people on Tuesday, the governor said.
---
Kursk toll rises
Shelling of Kursk killed 31 people, the governor said. <script>alert(1)</script>"""
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.fixture
async def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[aiohttp.ClientSession]:
    monkeypatch.setattr("monitor.board.trials.SECONDS", 300.0)  # a busy machine is no reason
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    now = desk.now
    desk.tell(a_story("one", "Shelling of Kursk killed 13 people, the governor said.", hours=1, title="Thirteen dead"))
    async with serving(a_project(desk), desk, now + timedelta(hours=3)) as found:
        yield found
    desk.close()


async def send(
    session: aiohttp.ClientSession, fields: Mapping[str, str], path: str = "/try", **headers: str
) -> tuple[int, str]:
    own = {**OWN, "Origin": f"http://127.0.0.1:{session._base_url.port}", "Accept-Encoding": "identity"}  # type: ignore[union-attr]
    async with session.post(path, data=fields, headers={**own, **headers}) as answer:
        return answer.status, await answer.text()


async def test_articles_become_a_draft_and_the_file_says_what_it_would_have_told(
    session: aiohttp.ClientSession,
) -> None:
    async with session.get("/try", headers={"Accept-Encoding": "identity"}) as answer:
        assert (answer.status, "Read them and draft" in await answer.text()) == (200, True)
    status, page = await send(session, {"do": "read", "articles": ARTICLES, "documents": "one"})
    assert status == 200
    assert "<script>alert" not in page
    for words in ("watchlist: draft", "What the reader sees", "13 people killed", "Thirteen dead:"):
        assert words in html.unescape(page)
    status, page = await send(session, {"do": "try", "file": WATCHLIST, "days": "1"})
    assert (status, "would have told 1 alert" in page) == (200, True)
    assert "of 1 article" in page
    status, page = await send(session, {"do": "download", "file": WATCHLIST})
    assert (status, page) == (200, WATCHLIST)


async def test_alerts_of_a_file_are_held_against_the_list_in_force(session: aiohttp.ClientSession) -> None:
    same = await send(session, {"do": "try", "file": WATCHLIST})
    assert "Against the list in force: no difference." in same[1]
    gone = {"do": "try", "file": WATCHLIST.replace("Kursk", "Atlantis")}
    _, page = await send(session, gone)
    assert "0 new, 0 in other words, 1 told no more" in page
    assert ">told no more</strong>" in page
    other = {"do": "try", "file": WATCHLIST.replace("watchlist: river", "watchlist: other")}
    _, page = await send(session, other)
    assert ("would have told 1 alert" in page, "Against the list" in page) == (True, False)
    rows = json.loads((await send(session, gone, "/try.json"))[1])["rows"]
    assert [(row["change"], row["document_id"]) for row in rows] == [("removed", "one")]
    table = list(csv.DictReader(io.StringIO((await send(session, other, "/try.csv"))[1].removeprefix("\ufeff"))))
    assert [(row["change"], row["document_id"]) for row in table] == [("", "one")]


async def test_the_table_of_a_trial_is_had_by_its_form_alone(session: aiohttp.ClientSession) -> None:
    async with session.get("/try.json") as answer:
        assert answer.status == 404
    async with session.get("/try", headers={"Accept-Encoding": "identity"}) as answer:
        assert 'href="/try.' not in await answer.text()


async def test_whoever_comes_while_somebody_tries_is_told_when_to_come_again(session: aiohttp.ClientSession) -> None:
    trials = [asyncio.create_task(send(session, {"do": "try", "file": WATCHLIST})) for _ in range(2)]
    answers = [await each for each in trials]
    assert sorted(status for status, _ in answers) == [200, 503]
    assert any("somebody else is trying" in page.lower() for _, page in answers)


async def test_what_is_wrong_with_a_file_is_said_with_its_line(session: aiohttp.ClientSession) -> None:
    wrong = WATCHLIST.replace("kind: place", "kind: plaice")
    line = next(number for number, text in enumerate(wrong.splitlines(), 1) if "plaice" in text)
    status, page = await send(session, {"do": "try", "file": wrong})
    assert (status, f"line {line}:" in page, "would have told" in page) == (200, True, False)


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        pytest.param({"do": "try", "file": BOMB}, 200, "once aliases are unfolded", id="yaml bomb"),
        pytest.param({"do": "try", "file": "[" * 5000}, 200, "open brackets", id="nested"),
        pytest.param({"do": "try", "file": "a" * (MOST_FILE + 1)}, 400, "longer than", id="long file"),
        pytest.param({"do": "read", "articles": "a" * (MOST_TEXT + 1)}, 400, "longer than", id="long articles"),
        pytest.param({"do": "read", "articles": "a\n---\n" * 20}, 400, "t most 12", id="many articles"),
        pytest.param({"do": "read", "documents": "none"}, 400, "No article has the id none", id="unknown id"),
        pytest.param({"do": "eat"}, 400, "Do may be", id="unknown button"),
        pytest.param({"articles": "a" * 1_000_100}, 400, "form of at most", id="large form"),
    ],
)
async def test_what_is_too_much_or_means_nothing_is_refused_in_words(
    session: aiohttp.ClientSession, fields: Mapping[str, str], status: int, words: str
) -> None:
    got, page = await send(session, fields)
    assert (got, words in html.unescape(page)) == (status, True), page


async def test_a_form_of_another_site_is_not_taken(session: aiohttp.ClientSession) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        status, _ = await send(session, {"do": "download", "file": "x"}, **headers)
        assert status == 403
