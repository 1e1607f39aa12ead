"""Temporal expressions to intervals of time. Knows the calendar and publication; the words are read by
`temporal_expressions`.

Calendar arithmetic is dateutil's, and it is imported here and in `festivals` alone. dateparser was tried and left: it
returns an instant where news gives a span ("last week", "in June 2023" lose their width), nothing for "early this
month", "since August", "overnight" or "the weekend", and takes 0.3 to 6 ms a call after 1.05 s for import and first
call; this takes 0.02 to 0.1 ms, or 0.002 ms for what was met before.

A calendar day is a day where the text was published, as its date of publication says, else of UTC; a clock time
likewise unless its zone is named.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from dateutil.relativedelta import MO, SA, relativedelta, weekday

from monitor.core.chronology.festivals import Festival
from monitor.model.valueclasses import valueclass

Interval = tuple[datetime, datetime]  # [from, to), UTC

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
# "October 8" in a text of October 3: the one a year ago, or the one to come? A tense would tell; within this span
# nothing is said.
_TOO_NEAR = timedelta(days=60)
_TOLD_BY_PUBLICATION = ("month", "year")  # "a year earlier" where no other time is told
_STALE = timedelta(days=180)  # "by December", written in June or later, is the next one
_ZONED = timedelta(days=8)  # a longer span says nothing of hours, so no zone moves it
_EARLY_HOURS, _LATE_HOURS = (0, 8), (18, 24)


class TemporalRelation(StrEnum):
    """How an event lies to the time named."""

    AT = "at"
    SINCE = "since"
    UNTIL = "until"
    BY = "by"
    RANGE = "range"


@valueclass(frozen=True, slots=True)
class TimePoint:
    """What a temporal expression names before the date of publication is known: a unit of time, as coarse as said.

    `offset`: units from publication ("last week": -1), or from the time told last where `is_anaphoric`. `stretch`: so
    many units back (negative) or ahead, all of them meant. `pull`: -1 for "last Friday", 1 for "next Friday". `hours`:
    part of the day, from midnight.
    """

    unit: str  # "hour", "day", "week", "weekend", "month", "year", "decade"
    offset: int | None = None
    stretch: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday
    pull: int = 0
    part: str | None = None  # "early", "mid", "late"; "earlier" and "later" cut at publication
    hours: tuple[int, int] | None = None
    zone: int | None = None  # hours ahead of UTC
    festival: Festival | None = None
    is_anaphoric: bool = False

    @property
    def is_ahead(self) -> bool:
        """Tell whether the words themselves speak of what is to come: "next month", "tomorrow", "in the coming
        days".
        """
        return not self.is_anaphoric and (
            (self.offset or 0) > 0 or (self.stretch or 0) > 0 or self.pull > 0 or self.part == "later"
        )


@valueclass(frozen=True, slots=True)
class TimeValue:
    """One or two time points and how the event lies to them."""

    start: TimePoint
    stop: TimePoint | None = None
    relation: TemporalRelation = TemporalRelation.AT


@lru_cache(maxsize=4096)
def resolve(
    value: TimeValue, published_at: datetime | None, told_at: datetime | None = None, *, is_future: bool = False
) -> Interval | None:
    """Return when an event happened, or `None` where the phrase with these dates does not say.

    A weekday or a month without a year is the latest one not after publication, with `is_future` the first one not
    before it. What is not to come ends with the day of publication. `told_at`: the time that the text told last.
    Without `published_at` only a year resolves.
    """
    shift = (published_at.utcoffset() if published_at is not None else None) or timedelta()
    if not shift or published_at is None:
        return _resolve(value, published_at, told_at, is_future=is_future)
    told_at = told_at + shift if told_at is not None else None
    found = _resolve(value, published_at.astimezone(UTC) + shift, told_at, is_future=is_future)
    if found is None or value.start.zone is not None or found[1] - found[0] > _ZONED:
        return found
    return (found[0] - shift, found[1] - shift)


def _resolve(
    value: TimeValue, published_at: datetime | None, told_at: datetime | None, *, is_future: bool
) -> Interval | None:
    """Return what `resolve` does where publication and text are in UTC."""
    is_future = is_future or value.start.is_ahead
    try:
        if value.relation is TemporalRelation.BY and not is_future and published_at is not None:
            is_future = _is_stale(_interval(value.start, published_at, told_at, is_future=False), published_at)
        found = _related(value, published_at, told_at, is_future=is_future)
        if found is None or published_at is None or is_future:
            return found if found and found[0] < found[1] else None
        end = _midnight(published_at) + _DAY
        if value.start.zone is not None:
            end += _DAY
        start, stop = found[0], min(found[1], end)
    except (ValueError, OverflowError):  # the calendar ends at the years 1 and 9999
        return None
    return (start, stop) if start < stop else None


def _related(
    value: TimeValue, published_at: datetime | None, told_at: datetime | None, *, is_future: bool
) -> Interval | None:
    start, relation = _interval(value.start, published_at, told_at, is_future=is_future), value.relation
    if start is None:
        return None
    if relation is TemporalRelation.RANGE and value.stop is not None:
        stop = _interval(_with_year_of(value.stop, value.start), published_at, told_at, is_future=is_future)
        return _range(value, start, stop, is_future=is_future)
    if relation is TemporalRelation.AT or published_at is None:
        return start if relation in (TemporalRelation.AT, TemporalRelation.BY) else None
    today = _midnight(published_at)
    if relation is TemporalRelation.SINCE:
        return start if is_future else (start[0], today + _DAY)
    is_ahead = start[1] > today + _DAY
    if relation is TemporalRelation.UNTIL:
        return (today, start[1]) if is_future and is_ahead else None
    return (today, start[1]) if is_ahead else start


def _is_stale(interval: Interval | None, published_at: datetime) -> bool:
    """Tell that "by the end of October", written in October, does not look back a year."""
    return interval is None or interval[1] < _midnight(published_at) - _STALE


def _range(value: TimeValue, start: Interval, stop: Interval | None, *, is_future: bool) -> Interval | None:
    """Join two time points; of two weekdays or months the second is behind the first, whichever is the next or last
    one.
    """
    if stop is None:
        return None
    first, last = value.start, value.stop
    if start[0] >= stop[1] and first.year is None and last is not None:
        unit = "weeks" if first.weekday is not None else "years" if first.month is not None else None
        if unit is None:
            return None
        if is_future:
            return (start[0], _moved(stop[1], **{unit: 1}))
        start = (_moved(start[0], **{unit: -1}), _moved(start[1], **{unit: -1}))
    return (start[0], stop[1])


def _with_year_of(point: TimePoint, other: TimePoint) -> TimePoint:
    """Let "between October 2023 and January" lie in one run only where both years are told or neither is."""
    return point if point.year is not None or other.year is None or point.month is None else TimePoint("none")


def _interval(
    point: TimePoint, published_at: datetime | None, told_at: datetime | None, *, is_future: bool
) -> Interval | None:
    if point.year is not None:
        return _dated(point, point.year)
    if point.is_anaphoric and told_at is None and point.unit in _TOLD_BY_PUBLICATION:
        told_at = published_at
    anchor = told_at if point.is_anaphoric else published_at
    if anchor is None or point.unit == "none":
        return None
    anchor = anchor.astimezone(UTC)
    if point.stretch is not None:
        return _stretch(point, anchor)
    if point.weekday is not None and point.offset is not None:
        start = _start_of("week", anchor, point.offset) + timedelta(days=point.weekday)
        return _with_hours(point, start)
    if point.weekday is not None:
        return _with_hours(point, _weekday(point, _midnight(anchor), is_future=is_future))
    if (point.month is not None or point.festival is not None) and point.offset is not None:
        return _dated(point, anchor.year + point.offset)
    if point.month is not None or point.festival is not None:
        return _month_day(point, anchor, is_future=is_future)
    if point.unit == "hour":
        start = anchor.replace(minute=0, second=0, microsecond=0) + _HOUR * (point.offset or 0)
        return (start, start + _HOUR)
    return _unit(point, anchor, is_future=is_future)


def _dated(point: TimePoint, year: int) -> Interval | None:
    """Return the one time in `year` that a time point names; `None` where there is no such day, or more than one."""
    if point.festival is not None:
        found = _festive(point, year)
        return found[0] if len(found) == 1 else None
    if point.month is None:
        return _part(point.part, point.unit if point.unit == "decade" else "year", datetime(year, 1, 1, tzinfo=UTC))
    if point.day is None:
        return _part(point.part, "month", datetime(year, point.month, 1, tzinfo=UTC))
    if point.day > monthrange(year, point.month)[1]:
        return None
    return _with_hours(point, datetime(year, point.month, point.day, tzinfo=UTC))


def _festive(point: TimePoint, year: int) -> list[Interval]:
    festival = point.festival
    spans = festival.spans(year) if festival is not None else []
    is_part = point.hours is not None or point.part is not None
    return [_with_hours(point, first) for first, _ in spans] if is_part else spans


def _years_around(point: TimePoint, anchor: datetime) -> list[Interval]:
    """Return when a month, a day or a festival comes round before and after `anchor`, in order."""
    far = 8 if point.month == 2 and point.day == 29 else 1  # years to the next leap year at most
    years = range(max(1, anchor.year - far), anchor.year + far + 1)
    if point.festival is not None:
        return [interval for year in years for interval in _festive(point, year)]
    return [interval for year in years if (interval := _dated(point, year)) is not None]


def _month_day(point: TimePoint, anchor: datetime, *, is_future: bool) -> Interval | None:
    today, found = _midnight(anchor), _years_around(point, anchor)
    if is_future or point.pull > 0:
        begin = today if point.pull <= 0 else _start_of("month", anchor, 1)
        return next((interval for interval in found if interval[1] > begin), None)
    is_day = point.day is not None or point.festival is not None
    if point.pull == 0 and is_day and _comes_soon(found, today):
        return None
    end = today + _DAY if point.pull == 0 or point.festival is not None else _start_of("month", anchor, 0)
    return next((interval for interval in reversed(found) if interval[0] < end), None)


def _comes_soon(found: Iterable[Interval], today: datetime) -> bool:
    """Tell whether the next of some days is so near that it may be meant as well as the last."""
    ahead = next((interval for interval in found if interval[0] >= today + _DAY), None)
    return ahead is not None and ahead[0] - today <= _TOO_NEAR


def _weekday(point: TimePoint, today: datetime, *, is_future: bool) -> datetime:
    name = weekday(point.weekday or 0)
    if point.pull > 0:
        return _moved(today, days=1, weekday=name(1))
    if point.pull < 0:
        return _moved(today, days=-1, weekday=name(-1))
    return _moved(today, weekday=name(1) if is_future else name(-1))


def _unit(point: TimePoint, anchor: datetime, *, is_future: bool) -> Interval | None:
    unit, offset = point.unit, point.offset or 0
    if unit == "weekend":
        today = _midnight(anchor)
        latest = _moved(today, weekday=SA(-1))
        start = latest if not is_future or latest + 2 * _DAY > today else _moved(today, weekday=SA(1))
        if offset < 0 and today < latest + 2 * _DAY:
            start = _moved(latest, weeks=offset)
        elif offset > 0:
            start = _moved(today, days=1, weekday=SA(1))
        return (start, start + 2 * _DAY)
    start = _start_of(unit, anchor, offset)
    if unit == "day":
        return _with_hours(point, start)
    if point.part == "earlier":
        return (start, min(_midnight(anchor) + _DAY, _end_of(unit, start)))
    if point.part == "later":
        return (max(_midnight(anchor), start), _end_of(unit, start))
    return _part(point.part, unit, start)


def _stretch(point: TimePoint, anchor: datetime) -> Interval:
    size = point.stretch or 0
    if point.unit == "hour":
        now = anchor.replace(minute=0, second=0, microsecond=0) + _HOUR
        return (now + size * _HOUR, now) if size < 0 else (now - _HOUR, now + size * _HOUR)
    today = _midnight(anchor)
    far = _moved_by(today, point.unit, size)
    # "a few days ago" is a stretch that ended before today; "the past few days" goes on.
    ends = today + _DAY if point.offset is None else _moved_by(today, point.unit, point.offset) + _DAY
    return (far, ends) if size < 0 else (today, far + _DAY)


def _part(part: str | None, unit: str, start: datetime) -> Interval:
    """Cut a month at the 11th and the 21st, a year in three times four months, a week at Wednesday and Friday, a decade
    after 3 and 7 years.
    """
    end = _end_of(unit, start)
    if part is None:
        return (start, end)
    if unit == "year":
        cuts = (start, _moved(start, months=4), _moved(start, months=8), end)
    elif unit == "decade":
        cuts = (start, _moved(start, years=3), _moved(start, years=7), end)
    elif unit == "month":
        cuts = (start, start + 10 * _DAY, start + 20 * _DAY, end)
    else:
        cuts = (start, start + 2 * _DAY, start + 4 * _DAY, end)
    first = ("early", "mid", "late").index(part)
    return (cuts[first], cuts[first + 1])


def _with_hours(point: TimePoint, day: datetime) -> Interval:
    hours = point.hours or {"early": _EARLY_HOURS, "late": _LATE_HOURS}.get(point.part or "") or (0, 24)
    shift = _HOUR * (point.zone or 0)
    return (day + hours[0] * _HOUR - shift, day + hours[1] * _HOUR - shift)


def _start_of(unit: str, anchor: datetime, offset: int) -> datetime:
    today = _midnight(anchor)
    if unit == "week":
        return _moved(today + timedelta(weeks=offset), weekday=MO(-1))
    if unit == "month":
        return _moved(today, months=offset, day=1)
    return _moved(today, years=offset, month=1, day=1) if unit == "year" else today + timedelta(days=offset)


def _end_of(unit: str, start: datetime) -> datetime:
    return _moved_by(start, unit, 1)


def _moved_by(at: datetime, unit: str, count: int) -> datetime:
    return _moved(at, years=10 * count) if unit == "decade" else _moved(at, **{f"{unit}s": count})


def _moved(at: datetime, **steps: Any) -> datetime:
    """Return `at` moved by calendar steps, as dateutil's relativedelta names them."""
    moved: datetime = at + relativedelta(**steps)
    return moved


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
