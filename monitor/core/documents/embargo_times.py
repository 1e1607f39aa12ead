"""The time at which an embargo ends: read in the words behind its formula, and set on the calendar.

Only words of times are passed: where anything else stands among them, the formula is none. `core.chronology` reads what
sentences say, to the hour; here a minute counts ("00:01"), and nothing that is no time may be skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.core.documents.dates import read_date
from monitor.core.language.lexicon import Language
from monitor.model import EmbargoTime

_DAY = 24 * 60  # minutes
# A time of day alone that has passed by less than this when the text is published is of the same day, else of the next.
# Set by hand: a release comes again within hours of its time, and is sent out the evening before it.
_PASSED = 6 * 60
_YEAR = r"(?P<year>(?:19|20)\d\d)"


@dataclass(frozen=True, slots=True)
class _Words:
    """What one language's times are made of: patterns, tried in this order at each place, and what words stand for."""

    patterns: tuple[re.Pattern[str], ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    clock: Mapping[str, int]
    zones: Mapping[str, str]


def read_time(text: str, start: int, language: Language) -> tuple[EmbargoTime, int] | None:
    """Return the time that is told at `start`, and where its words end; `None` where none is."""
    words, found, at, end = _words(language), EmbargoTime(), start, start
    while at < len(text):
        match = next((match for pattern in words.patterns if (match := pattern.match(text, at))), None)
        if match is None or match.end() == at:
            break
        at = match.end()
        if match.lastgroup == "tail" and found != EmbargoTime():
            end = at
        if match.lastgroup in ("filler", "tail"):
            continue
        told = _add(found, match, words)
        if told is None:
            break
        found, end = told, at
    return (found, end) if found != EmbargoTime() else None


def ends_at(time: EmbargoTime, published_at: datetime, zone: tzinfo) -> datetime | None:
    """Return the instant of a time in a text that was published then, `zone` where it names none; `None` for no date.

    A year that is not named is the one that brings the day nearest. A weekday alone is the next one, the day of
    publication included; a time of day alone is the next, or the one of a few hours ago. Of two figures whose order is
    not sure the day counts that comes next, and of two such days the later one.
    """
    place = _zone_of(time, zone)
    if time.instant is not None:
        return time.instant if time.instant.tzinfo else time.instant.replace(tzinfo=place)
    if place is None:
        return None
    local = published_at.astimezone(place)
    day = _day_of(time, local)
    try:
        return None if day is None else _at(day, time.minutes or 0, place).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day_of(time: EmbargoTime, local: datetime) -> date | None:
    today = local.date()
    if time.day is not None and time.month is not None:
        orders = {(time.day, time.month), *([(time.month, time.day)] if time.is_order_unsure else [])}
        days = [day for order in orders if (day := _nearest(*order, time.year, today)) is not None]
        return _next(days, today) if days else None
    if time.offset is not None:
        return today + timedelta(days=time.offset)
    if time.weekday is not None:
        return today + timedelta(days=(time.weekday - today.weekday()) % 7)
    if time.minutes is None:
        return None
    passed = local.hour * 60 + local.minute - time.minutes
    return today + timedelta(days=passed >= _PASSED)


def _next(days: Iterable[date], today: date) -> date:
    """Return, of the days that two figures may be, the later one of those within a month, else the nearest."""
    near = [day for day in days if timedelta(0) <= day - today <= timedelta(days=31)]
    return max(near) if near else min(days, key=lambda day: abs(day - today))


def _nearest(day: int, month: int, year: int | None, today: date) -> date | None:
    years = (year,) if year is not None else (today.year - 1, today.year, today.year + 1)
    days = [found for each in years if (found := _date(each, month, day)) is not None]
    return min(days, key=lambda found: abs(found - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    later, left = divmod(minutes, _DAY)
    day += timedelta(days=later)
    return datetime(day.year, day.month, day.day, left // 60, left % 60, tzinfo=zone)


def _zone_of(time: EmbargoTime, zone: tzinfo) -> tzinfo | None:
    """Return the zone that a time names, else `zone`; `None` for one that this machine does not know."""
    if time.zone is None:
        return zone
    if time.zone[0] in "+-":
        return timezone(timedelta(hours=float(time.zone)))
    try:
        return ZoneInfo(time.zone)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None


def _add(found: EmbargoTime, match: re.Match[str], words: _Words) -> EmbargoTime | None:
    """Return what is known with one piece more; of what is told twice, in a second zone, the first counts."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    if "instant" in groups:
        return _with_instant(found, groups["instant"])
    if "day" in groups:
        month = words.months.get(groups.get("month", "").lower()) or int(groups.get("number") or 0)
        return _with_day(found, int(groups["day"]), month, _year_of(groups.get("year")), is_unsure="unsure" in groups)
    if "hour" in groups:
        minutes = _minutes(groups)
        return None if minutes is None else _once(found, minutes=minutes)
    word = " ".join(next(iter(groups.values())).lower().rstrip(".").split())
    for name, table in (("weekday", words.weekdays), ("offset", words.days), ("minutes", words.clock)):
        if word in table:
            return _once(found, **{name: table[word]})
    return _once(found, zone=words.zones.get(word, word))


def _with_instant(found: EmbargoTime, text: str) -> EmbargoTime | None:
    instant = read_date(text)
    if instant is None:
        return None
    has_time, has_zone = len(text) > 10, text[-1] in "zZ" or re.search(r"[+-]\d\d:?\d\d$", text[10:]) is not None
    if has_time and has_zone:
        return _once(found, instant=instant)
    told = _with_day(found, instant.day, instant.month, instant.year, is_unsure=False)
    return _once(told, minutes=instant.hour * 60 + instant.minute) if told is not None and has_time else told


def _with_day(found: EmbargoTime, day: int, month: int, year: int | None, *, is_unsure: bool) -> EmbargoTime | None:
    if found.day is not None:
        return found
    if month > 12 and is_unsure:
        day, month = month, day
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return replace(found, day=day, month=month, year=year, is_order_unsure=is_unsure and day <= 12 and day != month)


def _year_of(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


def _minutes(groups: Mapping[str, str]) -> int | None:
    hour, minute, half = int(groups["hour"]), int(groups.get("minute") or 0), groups.get("half")
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    return hour * 60 + minute if hour * 60 + minute <= _DAY and minute < 60 else None


def _once(found: EmbargoTime | None, **told: Any) -> EmbargoTime | None:
    if found is None:
        return None
    new = {name: value for name, value in told.items() if getattr(found, name) is None}
    return replace(found, **new)


@lru_cache(maxsize=16)
def _words(language: Language) -> _Words:
    table, times = language.tables["embargoes"]["times"], language.tables["times"]
    calendar, clock = times["calendar"], times["clock"]
    months = {name: number for number, name in enumerate(calendar["months"], 1)} | calendar["abbreviations"]
    weekdays = {name: number for number, name in enumerate(calendar["weekdays"])} | table["weekdays"]
    zones = {name: f"{hours:+}" for name, hours in clock["zones"].items()} | table["zones"]
    days = {name: offset for name, offset in times["days"].items() if offset >= 0}
    patterns = _patterns(table, clock, months, [*weekdays, *days, *table["clock"]], zones)
    return _Words(tuple(patterns), months, weekdays, days, table["clock"], zones)


def _patterns(
    table: Mapping[str, list[str]],
    clock: Mapping[str, list[str]],
    months: Iterable[str],
    names: Iterable[str],
    zones: Iterable[str],
) -> Iterator[re.Pattern[str]]:
    """Yield the pieces of a time; what is longer is tried before what it begins with."""
    halves = one_of([*clock["am"], *clock["pm"]])
    behind = rf"(?=\s*\(?(?:{one_of([*table['hours'], *clock['oclock'], *zones])})\b)"
    month = rf"(?P<month>{one_of(months)})\b\.?"
    ordinal = r"(?:st|nd|rd|th|\.)?"
    year = rf"(?:,?\s+{_YEAR}\b(?!{behind[3:-1]}))?"
    dotted = r"(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})"
    yield _piece(r"(?P<instant>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:\s?Z\b|[+-]\d\d:?\d\d)?)?)(?!\d)")
    yield _piece(r"(?:gmt|utc)\s?(?P<zone>[+-]\d{1,2})(?::?00)?\b")
    yield _piece(rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?\s?(?P<half>{halves})(?!\w)\.?")
    yield _piece(rf"{dotted}\.(?:\s?(?P<year>\d{{4}}|\d\d)\b(?![:.]\d))?")
    yield _piece(rf"(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?!\d|\.\d){behind}")
    yield _piece(rf"{dotted}\b(?![:.]\d)" if table["day_first"] else r"(?P<hour>\d{1,2})\.(?P<minute>\d\d)(?![\d.])")
    yield _piece(r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?(?!\d)")
    yield _piece(r"(?P<day>\d{1,2})(?P<unsure>/)(?P<number>\d{1,2})(?:/(?P<year>\d{4}|\d\d))?(?![\d/])")
    yield _piece(rf"(?P<day>\d{{1,2}}){ordinal}\s+(?:of\s+)?{month}{year}")
    yield _piece(rf"{month}\s+(?P<day>\d{{1,2}}){ordinal}(?![\d:]|\.\d){year}")
    yield _piece(rf"(?:(?=\d{{4}}{behind})|(?!(?:19|20)\d\d))(?P<hour>\d\d)(?P<minute>\d\d)(?!\d)")
    yield _piece(rf"(?P<hour>\d{{1,2}})\s?(?:{one_of([*table['hours'], *clock['oclock']])})\b")
    yield _piece(rf"(?P<name>{one_of([*names, *zones])})(?!\w)\.?")
    yield _piece(rf"(?P<tail>{one_of([*table['tails'], *table['hours'], *clock['oclock']])})(?!\w)\.?")
    yield re.compile(rf"(?P<filler>[\s,()\[\]/–—-]+|(?<!\w)(?:{one_of(table['fillers'])})\b)", re.IGNORECASE)


def _piece(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first; of no words one that matches nothing."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)) or "(?!)"
