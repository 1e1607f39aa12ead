"""The places of a story on a map and as tables, and what lies where on it, for any places."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.board.place_map import Spot, draw_map
from monitor.core.geography.outlines import Frame, pack_outlines, read_outlines, within
from monitor.data.resources import load_outlines
from tests.board.test_whats_new import page_of
from tests.lab.boards import a_project, serving
from tests.lab.stories import WATCHLIST, Desk, a_story, a_watchlist


async def test_each_place_is_on_the_map_with_how_many_texts_tell_of_it(river: Desk) -> None:
    rows = json.loads(await page_of(river, "/map.json?watchlist=river"))["rows"]
    assert [(row["place"], row["country"]) for row in rows] == [("Kursk", "RU")]
    assert rows[0]["texts"] == len({fact.cluster_id for fact in river.ledger() if fact.claim.mention.place})
    page = await page_of(river, "/map")
    assert page.count('class="mark"') == 2  # of a wide and of a narrow screen
    assert '<path class="land" d="M' in page
    assert "Kursk" in page


async def test_a_watchlist_is_chosen_where_there_are_several(tmp_path: Path) -> None:
    lake = a_watchlist(tmp_path, WATCHLIST.replace("watchlist: river", "watchlist: lake"))
    desk = Desk(a_watchlist(tmp_path), lake, database=f"sqlite:///{tmp_path}/monitor.db")
    assert "Choose a watchlist" in await page_of(desk, "/map")
    assert "Nothing that stands names a place" in await page_of(desk, "/map?watchlist=lake")
    async with serving(a_project(desk), desk) as session, session.get("/map?watchlist=%3Cb%3E") as answer:
        assert answer.status == 400
    desk.close()


async def test_names_of_strangers_are_shown_and_run_nowhere(tmp_path: Path) -> None:
    camp = WATCHLIST.replace("finer_than: country", "finer_than: country, places: {Blue Camp: {within: Russia}}")
    desk = Desk(a_watchlist(tmp_path, camp), database=f"sqlite:///{tmp_path}/monitor.db")
    story = a_story("one", "Shelling of Kursk killed 13 people at Blue Camp, =cmd said.", title="<img src=x>")
    desk.tell(replace(story, source="\u202e<b>"))
    page = await page_of(desk, "/map")
    assert "Blue Camp" in page
    assert "not on the map" in page
    for naughty in ("<script>", "<img", "<b>", "\u202e"):
        assert naughty not in page
    cells = [cell for row in csv.reader(io.StringIO(await page_of(desk, "/map.csv"))) for cell in row]
    assert not [cell for cell in cells if cell and cell[0] in "=+-@\t\r"]
    desk.close()


spots = st.lists(
    st.builds(
        Spot,
        number=st.integers(1, 99),
        name=st.text(max_size=40),
        longitude=st.floats(-180, 180),
        latitude=st.floats(-90, 90),
        weight=st.integers(1, 10**6),
        is_exact=st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(spots, st.sampled_from([(720, 420), (300, 300)]))
def test_every_place_is_in_one_mark_within_the_view_box(found: list[Spot], size: tuple[int, int]) -> None:
    drawn = draw_map(found, (), *size)
    assert drawn is not None
    assert sorted(spot.number for mark in drawn.marks for spot in mark.spots) == sorted(spot.number for spot in found)
    assert all(0 <= mark.x <= size[0] and 0 <= mark.y <= size[1] for mark in drawn.marks)
    assert 0 < drawn.bar <= size[0] / 2
    assert drawn.bar_km >= 1


def test_places_on_both_sides_of_the_line_of_dates_lie_near_one_another() -> None:
    fiji, samoa = Spot(1, "Suva", 178.4, -18.1, 1, True), Spot(2, "Apia", -171.8, -13.8, 1, True)
    drawn = draw_map([fiji, samoa], load_outlines(), 720, 420)
    assert drawn is not None
    (first, second) = drawn.marks
    assert first.x < second.x
    assert second.x - first.x > 100
    assert drawn.land


@pytest.mark.parametrize(
    ("longitude", "latitude", "is_land"),
    [(36, 51.7, True), (100, 62, True), (-176, 67, True), (20, -80, True), (34, 43, False), (-40, 30, False)],
)
def test_land_is_where_it_is(longitude: float, latitude: float, is_land: bool) -> None:
    frame = Frame(longitude - 0.1, longitude + 0.1, latitude - 0.1, latitude + 0.1)
    area = sum(
        abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise((*ring, ring[0])))) / 2
        for ring in within(load_outlines(), frame)
    )
    assert area == pytest.approx(0.04 if is_land else 0, abs=1e-6)


rings = st.lists(
    st.lists(st.tuples(st.integers(-18000, 18000), st.integers(-9000, 9000)), min_size=3, max_size=9), max_size=4
).map(lambda found: tuple(tuple((x / 100, y / 100) for x, y in ring) for ring in found))


@given(rings)
def test_outlines_are_read_as_they_were_packed_and_cut_to_a_frame(
    found: tuple[tuple[tuple[float, float], ...], ...],
) -> None:
    assert read_outlines(pack_outlines(found)) == found
    frame = Frame(-50, 60, -20, 30)
    for ring in within(found, frame):
        assert all(frame.west - 1e-9 <= x <= frame.east + 1e-9 for x, _ in ring)
        assert all(frame.south - 1e-9 <= y <= frame.north + 1e-9 for _, y in ring)
