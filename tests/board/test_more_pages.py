"""What was not told, sources, search and watchlists: as pages and as tables."""

from __future__ import annotations

import csv
import html
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import AwaitedPage, SourceState
from monitor.model.feeds import Arrival
from monitor.store.search import Search
from tests.lab.boards import a_project, serving
from tests.lab.stories import MORNING, WATCHLIST, Desk, a_story, a_watchlist

PLAIN = {"Accept-Encoding": "identity"}
HOSTILE = "<script>alert('x')</script> \u202eevil"
TESTS = """
tests:
  - {text: "Shelling of Kursk killed 13 people, the governor said.", expect: [{fact: toll, value_low: 13}]}
  - {text: "Shelling of Kursk killed 13 people, the governor said.", expect: [{fact: toll, value_low: 14}]}
"""


async def page_of(desk: Desk, path: str, status: int = 200) -> str:
    async with serving(a_project(desk), desk) as session, session.get(path, headers=PLAIN) as answer:
        assert answer.status == status, await answer.text()
        return await answer.text()


async def rows_of(desk: Desk, path: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(await page_of(desk, path))["rows"]
    return rows


@pytest.fixture
def repeating(tmp_path: Path) -> Desk:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    desk.tell(
        a_story("one", "Shelling of Kursk killed 13 people, the governor said.", title="Thirteen dead"),
        a_story("two", "Shelling of Kursk killed 13 people, the doctors’ union said.", hours=2, title=HOSTILE),
        a_story("three", "Shelling of Kursk killed 13 people, officials said.", hours=30, body=()),
    )
    return desk


async def test_what_was_not_told_is_counted_by_outcome_and_rule_and_leads_to_each_fact(repeating: Desk) -> None:
    ever = "since=2025-01-01"
    rows = await rows_of(repeating, f"/silent.json?{ever}")
    assert rows
    assert all(row["alert_id"] is None and row["rule"] for row in rows)
    page = html.unescape(await page_of(repeating, f"/silent?{ever}"))
    for row in rows:
        assert f'href="/fact/{row["id"]}"' in page
        assert f'href="/document/{row["document_id"]}"' in page
        assert f"<code>{row['rule']}</code>" in page
    first = rows[0]
    narrowed = await rows_of(repeating, f"/silent.json?{ever}&outcome={first['outcome']}&rule={first['rule']}")
    assert {(row["outcome"], row["rule"]) for row in narrowed} == {(first["outcome"], first["rule"])}
    assert await rows_of(repeating, "/silent.json?since=2025-03-05T11:00") == rows[:1]
    assert await rows_of(repeating, "/silent.json") == []  # the last 24 hours
    assert list(csv.DictReader(io.StringIO((await page_of(repeating, f"/silent.csv?{ever}")).removeprefix("\ufeff"))))
    await page_of(repeating, "/silent?rule=none", 400)


async def test_text_of_the_network_is_shown_as_it_is_written(repeating: Desk) -> None:
    for path in ("/silent?since=2025-01-01", "/search?q=alert"):
        page = await page_of(repeating, path)
        assert "<script>alert" not in page
        assert "alert(&#39;x&#39;)" in page
        assert "\u202e" not in page


async def test_what_was_not_told_goes_on_until_nothing_is_left(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    said = [f"Shelling of Kursk killed 13 people, the governor said on day {day}." for day in range(60)]
    desk.tell(*(a_story(f"s{at}", each, hours=at / 60, body=()) for at, each in enumerate(said)))
    address, met = "/silent.json?since=2025-01-01", []
    while address:
        found = json.loads(await page_of(desk, address))
        met += [row["id"] for row in found["rows"]]
        address = found["next"]
    assert len(met) == len(set(met)) == sum(each.count for each in desk.store.untold.count())
    desk.close()


async def test_sources_in_trouble_stand_first_with_what_to_do(repeating: Desk) -> None:
    well = SourceState("alpha", "feed", "https://alpha.example/feed", state="ok", rhythm_seconds=1800)
    failing = SourceState("omega", "feed", "javascript:alert(1)", state="failing", reason="timeout", failures=3)
    item = a_story("page", "Text.")
    page = AwaitedPage(item, "alpha.example", "timeout", MORNING, MORNING)
    store = repeating.store.sources
    store.accept_all([Arrival(well, (), awaited=(page,)), Arrival(failing, ())], MORNING)
    rows = await rows_of(repeating, "/sources.json")
    assert [(row["name"], row["state"]) for row in rows] == [("omega", "failing"), ("alpha", "ok")]
    assert rows[0]["advice"]
    assert await rows_of(repeating, "/sources.json?state=ok") == rows[1:]
    shown = html.unescape(await page_of(repeating, "/sources"))
    assert "every 30 min" in shown
    assert 'href="javascript' not in shown
    await page_of(repeating, "/sources?state=none", 400)


async def test_a_search_finds_titles_and_the_sentences_behind_facts(repeating: Desk) -> None:
    for query, found in (
        ("thirteen", ["one"]),
        ("DOCTORS kursk", ["two"]),
        ('"officials said"', ["three"]),
        ('"said officials"', []),
        ("governor nobody", []),
    ):
        rows = await rows_of(repeating, f"/search.json?q={query}")
        assert [row["document_id"] for row in rows] == found, query
    assert 'href="/document/three"' in await page_of(repeating, "/search?q=officials")
    assert await rows_of(repeating, "/search.json") == []
    await page_of(repeating, "/search?q=" + "+".join("abcdefghijklmno"), 400)
    await page_of(repeating, "/search?q=a&before=9007199254740992")


async def test_a_search_goes_on_from_where_it_ended_and_meets_each_article_once(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    desk.tell(*(a_story(f"s{at}", f"Kursk is quiet on day {at}.", hours=at, title="Quiet", body=()) for at in range(7)))
    found: list[str] = []
    search, before = Search(desk.store.database), None
    while True:
        part = search.look(["quiet"], before, 3, timedelta(minutes=1))
        found += [hit.document_id for hit in part.hits]
        if part.next is None:
            break
        assert len(part.hits) == 3
        before = part.next
    assert found == [f"s{at}" for at in range(6, -1, -1)]
    desk.close()


async def test_a_watchlist_says_whether_its_tests_pass_and_what_it_brought_last(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path, WATCHLIST + TESTS), database=f"sqlite:///{tmp_path}/monitor.db")
    assert "It has not begun to read" in await page_of(desk, "/watchlists")
    desk.tell(a_story("one", "Shelling of Kursk killed 13 people, the governor said."))
    async with serving(a_project(desk), desk) as session:
        row = {"tests_failed": None}
        while row["tests_failed"] is None:  # each look waits a moment for them
            (row,) = json.loads(await (await session.get("/watchlists.json", headers=PLAIN)).text())["rows"]
        page = html.unescape(await (await session.get("/watchlists", headers=PLAIN)).text())
    assert (row["watchlist"], row["tests_passed"], row["tests_failed"]) == ("river", 1, 1)
    assert "1 of 2 tests fail" in page
    assert "expected fact toll, value_low 14" in page
    assert str(row["last_headline"]).lower() in page.lower()
    desk.close()
