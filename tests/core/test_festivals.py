"""On which days festivals fall, held against calendars of past years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.chronology.festivals import Festival

RULES = {
    "Easter Monday": Festival("easter", (1,)),
    "Eid al-Fitr": Festival("islamic", (1, 10)),
    "Eid al-Adha": Festival("islamic", (10, 12)),
    "Diwali": Festival("new_moon_from", (18, 10)),
    "Lunar New Year": Festival("new_moon_from", (21, 1)),
    "Thanksgiving": Festival("weekday", (3, 4, 11)),
    "last Monday of May": Festival("weekday", (0, -1, 5)),
}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Easter Monday", "2011-04-25"),
        ("Eid al-Fitr", "2010-09-10"),
        ("Eid al-Fitr", "2020-05-24"),
        ("Eid al-Fitr", "2024-04-10"),
        ("Eid al-Adha", "2011-11-06"),
        ("Eid al-Adha", "2023-06-28"),
        ("Diwali", "2001-11-14"),
        ("Diwali", "2009-10-17"),
        ("Diwali", "2020-11-14"),
        ("Diwali", "2022-10-24"),
        ("Lunar New Year", "2015-02-19"),
        ("Lunar New Year", "2023-01-22"),
        ("Lunar New Year", "2024-02-10"),
        ("Thanksgiving", "2023-11-23"),
        ("last Monday of May", "2024-05-27"),
    ],
)
def test_a_festival_falls_on_its_day(name: str, day: str) -> None:
    when = datetime.fromisoformat(day).replace(tzinfo=UTC)
    ((first, last),) = RULES[name].spans(when.year)
    assert first <= when < last


def test_a_festival_by_the_moon_may_fall_twice_in_a_year() -> None:
    assert [first.month for first, _ in RULES["Eid al-Fitr"].spans(2000)] == [1, 12]


@given(st.sampled_from(sorted(RULES)), st.integers(1900, 2100))
def test_what_comes_once_a_year_lasts_as_many_days_as_it_has(name: str, year: int) -> None:
    spans = RULES[name].spans(year)
    assert all(timedelta(days=1) <= last - first <= timedelta(days=3) for first, last in spans)
    assert len(spans) == 1 or name.startswith("Eid")
