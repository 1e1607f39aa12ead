"""The course of a figure as a page and as tables: who said what when, each step with its sentence and its article."""

from __future__ import annotations

import csv
import html
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.board.figure import MOST_STEPS
from tests.board.test_whats_new import page_of
from tests.lab.alert_builders import NAUGHTY
from tests.lab.boards import a_project, serving
from tests.lab.stories import Desk, a_story, a_watchlist


async def course_of(desk: Desk, fact: str, value: float | None = None) -> str:
    """Return the address of the course of a fact's slot that stands, or of that which stands at this value."""
    rows = json.loads(await page_of(desk, "/w/river.json"))["rows"]
    return next(f"/w/river/f/{row['id']}" for row in rows if row["fact"] == fact and value in (None, row["value_low"]))


async def test_each_step_says_who_said_it_when_and_until_when_it_stood(river: Desk) -> None:
    address = await course_of(river, "toll")
    page = html.unescape(await page_of(river, address))
    for words in (
        "Toll: 54 people killed",
        "Disputed",
        "13 people killed",
        "the doctors’ union says",
        "the governor says",
    ):
        assert words in page
    assert page.count('<circle class="mark') == 2 * 3
    assert "4 Mar 2025 08:00 UTC" in page
    rows = json.loads(await page_of(river, f"{address}.json"))["rows"]
    assert [(row["step"], row["role"], row["value_low"], row["stands"]) for row in rows] == [
        (1, "step", 13, False),
        (2, "step", 31, True),
        (3, "step", 54, True),
    ]
    assert (rows[0]["ended"], rows[0]["ended_at"]) == ("followed", "2025-03-04T08:00:00Z")


async def test_any_fact_of_a_slot_names_it(river: Desk) -> None:
    rows = json.loads(await page_of(river, f"{await course_of(river, 'toll')}.json"))["rows"]
    pages = {(await page_of(river, f"/w/river/f/{row['id']}.csv")) for row in rows}
    assert len(pages) == 1


async def test_a_copy_is_no_step_and_counts_no_origin(desk: Desk) -> None:
    first = a_story("six", "Shelling of Kursk killed 60 people, the governor said.", hours=6)
    desk.tell(first, replace(first, id="seven", source="Bay Echo", published_at=first.published_at))
    rows = json.loads(await page_of(desk, f"{await course_of(desk, 'toll', 60)}.json"))["rows"]
    assert [row["role"] for row in rows if row["value_low"] == 60] == ["step", "copy"]
    page = await page_of(desk, await course_of(desk, "toll", 60))
    assert "copied by 1" in page
    assert 'class="telling"' not in page


async def test_what_a_text_said_before_its_correction_is_crossed_out(desk: Desk) -> None:
    (story,) = desk.tell(a_story("six", "Some 900 tanks were sent to Sumy, the ministry said.", hours=6))
    assert story.facts
    desk.tell(a_story("six", "Some 90 tanks were sent to Sumy, the ministry said.", hours=6, title="Corrected"))
    address = await course_of(desk, "arms")
    rows = json.loads(await page_of(desk, f"{address}.json"))["rows"]
    assert [(row["value_low"], row["ended"]) for row in rows] == [(900, "corrected"), (90, "stands")]
    page = await page_of(desk, address)
    assert 'class="objection"' in page
    assert "corrected" in page


async def test_what_is_no_figure_has_its_steps_and_no_chart(river: Desk) -> None:
    page = await page_of(river, await course_of(river, "where"))
    assert "<circle" not in page
    assert "Step by step" in page


@pytest.mark.parametrize("path", ["/w/river/f/none", "/w/none/f/none", "/w/river/f/%3Cscript%3E"])
async def test_a_slot_that_is_not_there_is_said(river: Desk, path: str) -> None:
    async with serving(a_project(river), river) as session, session.get(path) as answer:
        assert answer.status == 404


async def test_a_long_course_shows_its_latest_steps_and_the_table_has_all(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    count = MOST_STEPS + 5
    for number in range(count):
        sentence = f"Shelling of Kursk has now killed {100 + 7 * number} people, the governor said."
        desk.tell(a_story(f"n{number}", sentence, hours=number, source="Wire", body=(f"It was day {number}.",)))
    address = await course_of(desk, "toll")
    rows = json.loads(await page_of(desk, f"{address}.json"))["rows"]
    assert {row["step"] for row in rows} == set(range(1, count + 1))
    assert (await page_of(desk, address)).count("<tbody") == MOST_STEPS
    desk.close()


async def test_text_of_strangers_is_shown_and_runs_nowhere(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    for number, naughty in enumerate((*NAUGHTY, "=1+1", '"><script>alert(1)</script>', "\u202egpj.exe"), 10):
        story = a_story(f"n{number}", f"Shelling of Kursk killed {number} people, {naughty} said.", hours=number)
        desk.tell(replace(story, source=naughty, title=naughty, url=f"javascript:alert({number})"))
    address = await course_of(desk, "toll")
    page = await page_of(desk, address)
    assert "<script>" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "\u202e" not in page
    cells = [cell for row in csv.reader(io.StringIO(await page_of(desk, f"{address}.csv"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r") and cell]
    desk.close()
