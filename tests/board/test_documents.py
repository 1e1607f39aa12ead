"""Documents and facts explained as pages: the evidence marked in its text, why each is what it is, where it was told."""

from __future__ import annotations

import csv
import html
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.board.marked_text import Span, around_marks, mark_text
from tests.board.test_whats_new import page_of
from tests.lab.alert_builders import NAUGHTY
from tests.lab.boards import a_project, serving
from tests.lab.stories import Desk, a_story, a_watchlist

HOSTILE = (*NAUGHTY, '"><script>alert(1)</script>', "=1+1", "\u202egpj.exe", "</mark><b>")


async def test_a_document_shows_its_text_with_what_was_read_in_it(river: Desk) -> None:
    page = html.unescape(await page_of(river, "/document/two"))
    for words in ("Coast Radio", "Read for", "31 people killed", "What was told of it"):
        assert words in page
    assert page.count("<mark>") == 1
    assert "Shelling of Kursk killed 31 people, the governor said.</a></mark>" in page
    assert "hospital was working without a break" in page
    rows = json.loads(await page_of(river, "/document/two/facts.json"))["rows"]
    assert {row["document_id"] for row in rows} == {"two"}


async def test_what_else_the_reader_sees_is_shown_where_it_is_asked_for(river: Desk) -> None:
    assert "quantity “31 people”" not in await page_of(river, "/document/two")
    page = html.unescape(await page_of(river, "/document/two?read=1"))
    assert "quantity “31 people”" in page
    assert "Read it again" not in page


async def test_a_fact_shows_its_sentence_where_it_stands_and_why_it_is_what_it_is(river: Desk) -> None:
    (row,) = [
        row for row in json.loads(await page_of(river, "/document/three/facts.json"))["rows"] if row["fact"] == "toll"
    ]
    page = html.unescape(await page_of(river, f"/fact/{row['id']}"))
    for words in ("54 people killed", row["explanation"], row["rule"], "31 people killed", "How it was read", "<mark>"):
        assert words in page
    assert f"/w/river/f/{row['id']}" in page
    assert f"/alert/{row['alert_id']}" in page
    rows = json.loads(await page_of(river, f"/fact/{row['id'][:12]}.json"))["rows"]
    assert rows[0]["id"] == row["id"]
    assert {each["fact"] for each in rows} == {"toll"}


async def test_an_id_that_ends_like_a_table_or_holds_a_slash_is_found(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    for number, name in enumerate(("12.json", "feed/7#a b", "ü?x=1.csv")):
        desk.tell(a_story(name, f"Shelling of Kursk killed {number + 5} people, the governor said.", hours=number))
    for name in ("12.json", "feed%2F7%23a%20b", "%C3%BC%3Fx%3D1.csv"):
        assert "<mark>" in await page_of(desk, f"/document/{name}")
        assert json.loads(await page_of(desk, f"/document/{name}/facts.json"))["rows"]
    page = await page_of(desk, "/document/feed%2F7%23a%20b")
    assert 'href="/document/feed%2F7%23a%20b/facts.csv"' in page
    desk.close()


@pytest.mark.parametrize("path", ["/document/none", "/fact/none", "/fact/two", "/document/%00", "/fact/%3Cscript%3E"])
async def test_what_is_not_there_is_said(river: Desk, path: str) -> None:
    async with serving(a_project(river), river) as session, session.get(path) as answer:
        assert answer.status == 404


async def test_text_of_strangers_is_shown_and_runs_nowhere(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path), database=f"sqlite:///{tmp_path}/monitor.db")
    for number, naughty in enumerate(HOSTILE, 10):
        story = a_story(f"n{number}", f"Shelling of Kursk killed {number} people, {naughty} said.", hours=number)
        desk.tell(replace(story, source=naughty, title=naughty, url=f"javascript:alert({number})"))
    for number in range(10, 10 + len(HOSTILE)):
        table = await page_of(desk, f"/document/n{number}/facts.csv")
        cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
        assert not [cell for cell in cells if cell and cell[0] in "=+-@\t\r"]
        rows = json.loads(await page_of(desk, f"/document/n{number}/facts.json"))["rows"]
        for path in (f"/document/n{number}?read=1", *(f"/fact/{row['id']}" for row in rows)):
            page = await page_of(desk, path)
            for evil in ("<script>", "<img", "<b>", 'href="javascript', "\u202e"):
                assert evil not in page
    desk.close()


spans = st.tuples(st.integers(0, 80), st.integers(1, 40), st.sampled_from("abc"))


@given(st.text(st.sampled_from("ab \n\t\u2028é"), max_size=90), st.lists(spans, max_size=5))
def test_marks_lose_no_word_and_mark_no_more_than_the_evidence(text: str, marks: list[tuple[int, int, str]]) -> None:
    found = [Span(start, min(len(text), start + length), name) for start, length, name in marks if start < len(text)]
    paragraphs = mark_text(text, found)
    pieces = [piece for paragraph in paragraphs for piece in paragraph]
    assert "".join("".join(piece.text.split()) for piece in pieces) == "".join(text.split())
    for name in "abc":
        wanted = {at for span in found if span.fact_id == name for at in range(span.start, span.stop)}
        told = "".join("".join(piece.text.split()) for piece in pieces if name in piece.facts)
        assert told == "".join("".join(text[at] for at in sorted(wanted)).split())
    joined = " ".join("".join(" " * piece.is_apart + piece.text for piece in paragraph) for paragraph in paragraphs)
    assert joined.split() == text.split()


def test_a_passage_is_what_stands_around_its_evidence() -> None:
    paragraphs = mark_text("one\n\ntwo\nthree\nfour\nfive", [Span(9, 14, "f")])
    assert [paragraph[0].text for paragraph in around_marks(paragraphs, 1)] == ["two", "three", "four"]
