"""The alerts by time, as a page and as tables."""

from __future__ import annotations

import csv
import html
import io
import json
from pathlib import Path

import pytest

from tests.lab.boards import a_project, serving
from tests.lab.stories import Desk, a_story, a_watchlist

PLAIN = {"Accept-Encoding": "identity"}


async def page_of(desk: Desk, path: str) -> str:
    async with serving(a_project(desk), desk) as session, session.get(path, headers=PLAIN) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.text()


async def test_what_is_new_is_told_with_what_has_become_of_it(river: Desk) -> None:
    page = html.unescape(await page_of(river, "/"))
    assert page.index("12,000 soldiers") < page.index("against 31 (disputed)") < page.index("Since updated")
    for words in ("Shelling of Kursk killed 13 people, the governor said.", "Coast Radio", "The doctors’ union says"):
        assert words in page


async def test_only_the_first_page_is_live_and_says_when_it_is_old(river: Desk) -> None:
    (first, *_), older = json.loads(await page_of(river, "/new.json"))["rows"], await page_of(river, "/?before=3")
    live = await page_of(river, "/?watchlist=river")
    for words in ('hx-sse:connect="/events?watchlist=river"', 'hx-get="/?watchlist=river"', 'class="stale" id="as-of-'):
        assert words in live
    assert "hx-sse:connect" not in older
    assert "stale" not in older
    assert first["id"] not in older


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("watchlist=river", 4),
        ("disputed=1", 2),
        ("urgency=normal", 4),
        ("urgency=urgent", 0),
        ("since=2025-03-04T09:00", 2),
        ("since=1h", 0),
        ("watchlist=&urgency=&since=", 4),
    ],
)
async def test_filters_leave_what_they_name(river: Desk, query: str, count: int) -> None:
    page = await page_of(river, f"/?{query}")
    assert page.count("<article") == count
    assert len(json.loads(await page_of(river, f"/new.json?{query}"))["rows"]) == count


async def test_a_page_leads_to_its_next_until_nothing_is_left(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    desk.tell(
        *(
            a_story(
                f"s{number}", f"Shelling of Kursk killed {number} people, the governor said.", hours=number, body=()
            )
            for number in range(2, 32)
        )
    )
    address, met = "/new.json", []
    while address:
        found = json.loads(await page_of(desk, address))
        met.append([row["id"] for row in found["rows"]])
        address = found["next"]
    assert [len(rows) for rows in met] == [25, 5]
    assert len({name for rows in met for name in rows}) == 30
    assert 'rel="next"' in await page_of(desk, "/")
    desk.close()


async def test_a_spreadsheet_runs_nothing_of_it(river: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO((await page_of(river, "/new.csv")).removeprefix("\ufeff"))))
    assert len(rows) == 4
    assert rows[-1]["outlet"] == "The One Post"
    assert rows[0]["headline"]
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
