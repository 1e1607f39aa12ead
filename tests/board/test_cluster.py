"""The copies of one text as a page and as tables: who had it first, and what each outlet changed."""

from __future__ import annotations

import csv
import html
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.board.cluster import PAGE
from tests.board.test_whats_new import page_of
from tests.lab.alert_builders import NAUGHTY
from tests.lab.boards import a_project, serving
from tests.lab.stories import BODY, Desk, a_story, a_watchlist

NEWS = "Shelling of Kursk killed 60 people, the governor said."


def cluster_of(desk: Desk, document: str) -> str:
    found = desk.store.explanations.find(document)
    assert found is not None
    return f"/cluster/{found.versions[0].assignment.cluster_id}"


async def test_each_copy_says_whom_it_copies_and_what_it_changed(desk: Desk) -> None:
    first = a_story("six", NEWS, hours=6, title="Sixty dead")
    desk.tell(first, a_story("seven", NEWS, "By our own staff.", hours=7, body=BODY[:-1], source="Bay Echo"))
    page = html.unescape(await page_of(desk, cluster_of(desk, "seven")))
    for words in ("2 texts, counted as one", "The Six Post, which had it first", "copied from The Six Post"):
        assert words in page
    assert "<ins>By our own staff.</ins>" in page
    assert f"<del>{BODY[-1]}</del>" in page
    rows = json.loads(await page_of(desk, f"{cluster_of(desk, 'six')}.json"))["rows"]
    assert [(row["document_id"], row["copy_of"]) for row in rows] == [("six", None), ("seven", "six")]
    assert (rows[1]["added"], rows[1]["removed"]) == (["By our own staff."], [BODY[-1]])


async def test_many_copies_come_in_pages_and_the_table_has_all(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    count = PAGE + 3
    for number in range(count):
        desk.tell(a_story(f"n{number}", NEWS, hours=number / 10, source=f"Outlet {number}"))
    address = cluster_of(desk, "n0")
    first, second = await page_of(desk, address), await page_of(desk, f"{address}?before={PAGE}")
    assert (first.count('class="copy"'), second.count('class="copy"')) == (PAGE, 3)
    assert f'href="{address}?before={PAGE}"' in first
    assert len(json.loads(await page_of(desk, f"{address}.json"))["rows"]) == count
    assert "There are no more" in await page_of(desk, f"{address}?before=999")
    desk.close()


@pytest.mark.parametrize("path", ["/cluster/none", "/cluster/two", "/cluster/%22%3E"])
async def test_a_cluster_that_is_not_there_is_said(river: Desk, path: str) -> None:
    async with serving(a_project(river), river) as session, session.get(path) as answer:
        assert answer.status == 404


async def test_text_of_strangers_is_shown_and_runs_nowhere(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    hostile = (*NAUGHTY, "</del></ins><script>alert(1)</script>", "=1+1", "\u202egpj.exe")
    for number, naughty in enumerate(hostile):
        story = a_story(f"n{number}", NEWS, f"{naughty}", hours=number / 10)
        desk.tell(replace(story, source=naughty, title=naughty, url=f"javascript:alert({number})"))
    for number in range(len(hostile)):
        address = cluster_of(desk, f"n{number}")
        for path in (address, f"{address}?before={PAGE}"):
            page = await page_of(desk, path)
            for evil in ("<script>", "<img", 'href="javascript', "\u202e"):
                assert evil not in page
        table = await page_of(desk, f"{address}.csv")
        assert not [cell for row in csv.reader(io.StringIO(table)) for cell in row if cell and cell[0] in "=+-@\t\r"]
    desk.close()
