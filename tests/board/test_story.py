"""A story at a glance, and an alert with all around it, as pages and as tables."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.app.ledger import read_courses
from monitor.board.courses import Courses, Known
from monitor.core.records import instant
from monitor.model import Feedback, FeedbackKind
from monitor.store.alert_log import AlertFilter
from tests.board.test_whats_new import PLAIN, page_of
from tests.lab.alert_builders import NAUGHTY
from tests.lab.boards import a_project, serving
from tests.lab.stories import MORNING, Desk, a_story, a_watchlist


async def test_a_slot_has_its_lowest_latest_and_highest_figure_and_who_says_so(river: Desk) -> None:
    rows = json.loads(await page_of(river, "/w/river.json"))["rows"]
    (toll,) = [row for row in rows if row["fact"] == "toll"]
    assert (toll["lowest"], toll["highest"], toll["disputed"]) == ("31 people", "54 people", True)
    assert toll["source"] == "the doctors’ union says"
    assert [(step["what"], step["stands"]) for step in toll["before"]] == [("31", True), ("13", False)]
    page = html.unescape(await page_of(river, "/w/river"))
    for words in (
        "54 people killed",
        "Disputed",
        "against 31",
        "before 13",
        "the doctors’ union says",
        "12,000 soldiers",
    ):
        assert words in page


async def test_a_story_is_shown_as_it_was_known_at_a_time(river: Desk) -> None:
    first, second, *_ = river.store.views.alerts()
    asked = f"as_of={instant(second.at - timedelta(minutes=1))}"
    (toll,) = [
        row for row in json.loads(await page_of(river, f"/w/river.json?{asked}"))["rows"] if row["fact"] == "toll"
    ]
    assert (toll["value_high"], toll["before"], toll["disputed"]) == (13, [], False)
    page = html.unescape(await page_of(river, f"/w/river?{asked}"))
    assert "What was known 4 Mar 2025" in page
    assert f"/alert/{first.id}" in page
    assert f"/alert/{second.id}" not in page
    assert "hx-sse:connect" not in page
    assert "Nothing was known then." in await page_of(river, "/w/river?as_of=2020-01-01")


async def test_a_story_that_is_not_there_is_said_with_those_that_are(river: Desk) -> None:
    async with serving(a_project(river), river) as session, session.get("/w/none") as answer:
        assert answer.status == 404
    async with serving(a_project(river), river) as session, session.get("/alert/none") as answer:
        assert answer.status == 404


async def test_an_alert_is_told_with_its_reasons_and_what_was_said_of_it(desk: Desk) -> None:
    first, second, *_ = desk.store.views.alerts()
    desk.store.feedback.mark(Feedback(second.id, FeedbackKind.WRONG, "Ada <b>", "same as =noon", MORNING), {})
    page = html.unescape(await page_of(desk, f"/alert/{second.id}"))
    for words in ("Disputed", "31 people killed", "update", "wrong says Ada <b>: same as =noon", "Coast Radio"):
        assert words in page
    assert "Thirteen dead in Kursk" in await page_of(desk, f"/alert/{first.id[:9]}")
    rows = json.loads(await page_of(desk, f"/alert/{second.id}.json"))["rows"]
    assert {row["alert_id"] for row in rows} == {second.id}


async def test_text_of_strangers_is_shown_and_never_read_as_markup(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    for number, naughty in enumerate(NAUGHTY, 10):
        story = a_story(
            f"n{number}", f"Shelling of Kursk killed {number} people, the governor said.", hours=number, title=naughty
        )
        desk.tell(replace(story, source=naughty, url=f"javascript:alert({number})"))
    paths = ["/", "/w/river", *(f"/alert/{alert.id}" for alert in desk.store.views.alerts())]
    async with serving(a_project(desk), desk) as session:
        for path in paths:
            async with session.get(path, headers=PLAIN) as answer:
                page = await answer.text()
            assert "<script>" not in page
            assert "<img" not in page
            assert "onerror=alert" not in page.replace("onerror=alert(1)&gt;", "")
            assert 'href="javascript' not in page
    desk.close()


def test_the_ledger_is_put_together_anew_only_where_something_came(desk: Desk) -> None:
    courses = Courses(desk.store, desk.watchlists)
    found = courses.of("river")
    assert found.facts == read_courses(desk.store.views, desk.watchlists, "river")
    assert courses.of("river") is found
    desk.tell(a_story("five", "Shelling of Kursk killed 60 people, the governor said.", hours=6, body=()))
    assert len(courses.of("river").facts) > len(found.facts)
    assert courses.of("none") == Known(())


async def test_of_a_large_ledger_the_latest_facts_count_and_the_page_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Of the latest facts" not in await page_of(desk, "/w/river")
    monkeypatch.setattr("monitor.board.courses.MOST_READ", 2)
    page = await page_of(desk, "/w/river")
    assert ("Of the latest facts, recorded since" in page, "soldiers" in page) == (True, True)
    assert len(Courses(desk.store, desk.watchlists).of("river").facts) == 2
    first = desk.store.alert_log.page(AlertFilter(), 1)[0].alert.at
    assert len(Courses(desk.store, desk.watchlists).of("river", first).facts) == 2
