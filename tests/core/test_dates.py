"""When something was published, in the spellings that feeds and pages have for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.core.documents.dates import read_date

NOON = datetime(2026, 4, 3, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-03T12:30:00Z",
        "2026-04-03T12:30:00.123456789Z",
        "2026-04-03T14:30:00+02",
        "2026-04-03T18:00:00+0530",
        "2026-04-03 12:30:00 UTC",
        "2026-04-03 07:30:00 -0500",
        "Fri, 03 Apr 2026 12:30:00 GMT",
        "Fri, 03 Apr 2026 12:30 +0000",
        "fri,  3 apr 2026  12:30:00 gmt",
        "Xyz, 03 Apr 2026 12:30:00 GMT",
        "2026-04-03T14:30:00[Europe/Berlin]",
        "2026-04-03T14:30:00+02:00[Europe/Berlin]",
        "2026-04-03 09:30 America/Argentina/Buenos_Aires",
        "2026-04-03T07:30:00\u221205:00",
        "1775219400000000",
        "Fr, 3. April 2026 14:30 MESZ",
        "vendredi 3 avril 2026 14:30 +0200",
        "vie, 03 abr 2026 14:30:00 +0200",
        "3 de abril de 2026 09:30 -0300",
        "Fri, 03 Apr 2026 07:30:00 CDT",
        "Fri, 03 Apr 2026 14:30:00 CEST",
        "Fri, 03 Apr 2026 14:30:00 GMT+2",
        "Fri, 03 Apr 2026 14:30:00 UTC+02:00",
        "Fri, 03 Apr 2026 18:00:00 IST",
        "Fri, 03 Apr 2026 21:30:00 JST",
        "Fri, 03 Apr 2026 12:30:00 PM GMT",
        "Friday, April 3, 2026 at 08:30 AM EDT",
        "Apr 3, 2026 12:30 GMT",
        "03-Apr-2026 12:30:00 GMT",
        "4/3/2026 12:30:00 PM",
        "03.04.2026 12:30",
        "Fri Apr 03 2026 12:30:00 GMT+0000 (Coordinated Universal Time)",
        "Fri Apr  3 12:30:00 2026",
        "1775219400",
        "1775219400000",
    ],
)
def test_an_instant_is_read_in_each_of_its_spellings(written: str) -> None:
    date = read_date(written)
    assert date is not None
    assert date.astimezone(UTC).replace(microsecond=0) == NOON


@pytest.mark.parametrize(
    ("written", "month"),
    [("Di, 29 Dez 2025 07:30:00 +0100", 12), ("29. März 2026 07:30", 3), ("jue, 29 ene 2026", 1), ("29 août 2026", 8)],
)
def test_months_are_read_in_the_languages_of_feeds(written: str, month: int) -> None:
    date = read_date(written)
    assert date is not None
    assert (date.month, date.day) == (month, 29)


def test_a_leap_second_is_a_time() -> None:
    assert read_date("Fri, 03 Apr 2026 12:29:60 GMT") == NOON - timedelta(seconds=1)


def test_a_publishers_offset_is_kept() -> None:
    date = read_date("Fri, 03 Apr 2026 14:30:00 +0200")
    assert date is not None
    assert date.isoformat() == "2026-04-03T14:30:00+02:00"


def test_midnight_at_the_end_of_a_day_is_the_next_days_beginning() -> None:
    assert read_date("Fri, 03 Apr 2026 24:15:00 GMT") == datetime(2026, 4, 4, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["", "soon", "12:30", "April 3", "31 Feb 2026", "0000-00-00", "99999999999999999999", "١٢٣٤٥٦٧٨٩"]
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_date(written) is None


@example("0:0G")
@given(st.text("0123456789:-/.,+ TZGMTapm", max_size=80) | st.text(max_size=80))
def test_any_text_is_a_date_of_our_time_or_none(written: str) -> None:
    date = read_date(written)
    assert date is None or (date.tzinfo is not None and 1970 <= date.astimezone(UTC).year < 9000)
