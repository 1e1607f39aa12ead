"""Embargoes: what is one and when it ends, and which articles only speak of one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.documents.embargoes import LONGEST, Hold, hold_of
from monitor.core.documents.extraction import read_document
from monitor.data.resources import load_languages
from monitor.model import Document, RawItem

MONDAY = datetime(2024, 12, 2, 9, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
BODY = "Twelve people were killed in the flood on the Oder, the report of the agency says."


def read(line: str, *, published_at: datetime = MONDAY, declared: datetime | None = None) -> Document:
    item = RawItem("a", "Wire", f"{line}\n{BODY}", "text/plain", published_at=published_at, embargoed_until=declared)
    document = read_document(item, load_languages())
    assert isinstance(document, Document)
    return document


def hold(line: str, now: datetime = MONDAY) -> Hold | None:
    return hold_of(read(line), now, BERLIN)


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("EMBARGOED UNTIL 00:01 GMT Tuesday 3 December", "03T00:01Z"),
        ("EMBARGOED UNTIL 00:01 GMT Tuesday 3 December - Scientists have found a way", "03T00:01Z"),
        ("***STRICTLY EMBARGOED UNTIL 1600 LONDON TIME, WEDNESDAY 4 DECEMBER 2024***", "04T16:00Z"),
        ("Embargo: 00.01 Tuesday 3rd December 2024", "03T00:01+01:00"),
        ("Embargo: 7pm EST, 2 December / 0000 GMT, 3 December 2024", "03T00:00Z"),
        ("Embargo 14:00", "02T14:00+01:00"),
        ("Embargo lifts: 4pm Thursday 5 Dec", "05T16:00+01:00"),
        ("Not for release before 12:01 a.m. ET, December 3, 2024", "03T05:01Z"),
        ("NOT FOR PUBLICATION BEFORE 0001 GMT ON 3 DECEMBER", "03T00:01Z"),
        ("HOLD FOR RELEASE UNTIL 10 A.M. EST TUESDAY, DEC. 3", "03T15:00Z"),
        ("FOR RELEASE: 10:00 A.M. EASTERN TIME, TUESDAY, DECEMBER 3", "03T15:00Z"),
        ("Under embargo until 2024-12-05T08:00:00Z", "05T08:00Z"),
        ("PRESS RELEASE - EMBARGOED UNTIL NOON TOMORROW", "03T12:00+01:00"),
        ("(embargoed until midnight, 3 December)", "04T00:00+01:00"),
        ("Embargo: 3/12/2024 10:00", "03T10:00+01:00"),
        ("EMBARGOED UNTIL 00:01 GMT+1 Tuesday 3 December", "02T23:01Z"),
        ("This report is embargoed until 8:30 a.m. (ET) Friday, December 6, 2024", "06T13:30Z"),
        ("Sperrfrist: 3.12., 10 Uhr", "03T10:00+01:00"),
        ("SPERRFRIST: Dienstag, 3. Dezember 2024, 10.00 Uhr (MEZ)", "03T09:00Z"),
        ("Sperrfrist bis 3. Dezember, 10.30 Uhr", "03T10:30+01:00"),
        ("Achtung Redaktionen: Sperrfrist 3.12.2024, 18:00 Uhr", "03T18:00+01:00"),
        ("Sperrfrist: Dienstag, 3.12.2024", "03T00:00+01:00"),
    ],
)
def test_an_embargo_holds_until_its_minute(line: str, end: str) -> None:
    until = datetime.fromisoformat(f"2024-12-{end}")
    found = hold(line)
    assert found is not None
    assert found.until == until
    assert hold(line, until - timedelta(seconds=1)) is not None
    assert hold(line, until) is None


@pytest.mark.parametrize(
    "line",
    [
        "Embargo: UN extends Libya arms embargo until 30 May 2025",
        "EU oil embargo until December 5 explained",
        "Embargo until Friday: how Congress reacted",
        "Embargo until January 31",
        "Embargo on Russian oil from 5 December",
        "Embargoed until 10am on Tuesday, the report found that most rivers are dirty",
        "EMBARGOED: the story of Cuba's cigars",
        "Ministers said the oil embargo will hold until 10 a.m. on Tuesday 3 December.",
        "The Embargo Act of 1807 was in force until 1 March 1809",
        "For immediate release",
        "For release on 12 December",
        "Sperrfrist: Wann bekomme ich den Führerschein wieder?",
        "Die A7 ist bis Dienstag, 10 Uhr, gesperrt.",
        "Das Embargo gegen Russland gilt bis 31. Januar.",
    ],
)
def test_an_article_that_speaks_of_an_embargo_is_under_none(line: str) -> None:
    assert read(line).embargo is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("HOLD FOR RELEASE", "HOLD FOR RELEASE: its time can't be read"),
        ("EMBARGOED UNTIL DELIVERY", "EMBARGOED UNTIL DELIVERY: its time can't be read"),
        ("Sperrfrist: Redebeginn", "Sperrfrist: Redebeginn: its time can't be read"),
        (
            "Embargoed until 3 February 2025, 10:00",
            "Embargoed until 3 February 2025, 10:00: its time is more than 30 days off",
        ),
    ],
)
def test_without_a_time_to_go_by_a_person_lets_it_go(line: str, words: str) -> None:
    assert hold(line) == Hold(words, None)
    assert hold(line, MONDAY + LONGEST + timedelta(days=70)) is None


def test_what_is_declared_holds_like_what_is_written_and_the_later_end_counts() -> None:
    tuesday, thursday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    assert hold_of(read(BODY, declared=tuesday), MONDAY, UTC) == Hold("declared by its source", tuesday)
    both = read("EMBARGOED UNTIL 00:01 GMT Tuesday 3 December", declared=thursday)
    assert hold_of(both, MONDAY, UTC) == Hold("EMBARGOED UNTIL 00:01 GMT Tuesday 3 December", thursday)
    assert hold_of(read(BODY, declared=MONDAY - timedelta(hours=1)), MONDAY, UTC) is None


def test_a_page_declares_when_it_is_available() -> None:
    head = '<meta name="dcterms.available" content="2024-12-03T08:00:00Z">'
    page = f"<html><head>{head}</head><body><article><p>{BODY}</p></article></body></html>"
    document = read_document(RawItem("a", "Wire", page, "text/html", published_at=MONDAY), load_languages())
    assert isinstance(document, Document)
    assert hold_of(document, MONDAY, UTC) == Hold("declared by its source", datetime(2024, 12, 3, 8, tzinfo=UTC))


@given(minutes=st.integers(1, 28 * 24 * 60))
def test_whatever_its_minute_an_end_is_read_as_it_is_written(minutes: int) -> None:
    end = MONDAY + timedelta(minutes=minutes)
    found = hold_of(read(f"EMBARGOED UNTIL {end:%H:%M} GMT {end:%A %d %B}"), MONDAY, BERLIN)
    assert found is not None
    assert found.until == end


@given(st.text(max_size=60), st.sampled_from(["Embargo: ", "EMBARGOED UNTIL ", "Sperrfrist: ", "is embargoed until "]))
def test_no_words_break_the_reader(words: str, formula: str) -> None:
    hold(formula + words)
