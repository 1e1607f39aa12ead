"""On which days of a year a festival falls: at a date, so far from Easter, on a Thursday of a month, by the moon.

Calendar arithmetic; what festivals there are and what they are called is in times.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta, weekday

from monitor.model.valueclasses import valueclass

_DAY = timedelta(days=1)
_HIJRA = datetime(622, 7, 19, tzinfo=UTC)  # its first day in the civil epoch, told in the Gregorian calendar
_ISLAMIC_YEAR = 354.366667  # days in the mean
_MOON = 29.530588861  # days of a mean lunation
_NEW_MOON = datetime(
    2000, 1, 6, 14, 21, tzinfo=UTC
)  # a mean new moon; Meeus (1998), Astronomical Algorithms, chapter 49
# The moon is seen, and not reckoned, and the mean new moon is up to 14 hours off: what goes by it is a day either way.
_UNSURE = frozenset({"islamic", "new_moon_from"})


@valueclass(frozen=True, slots=True)
class Festival:
    """What a festival's days go by (`rule`, with its `numbers`), how many they are, and of which hours of the first.

    `date`: day and month; `easter`: days from Easter Sunday; `weekday`: which one (0 is Monday) of the month, and the
    month; `islamic`: pairs of day and month; `new_moon_from`: the first new moon from a day and month on.
    """

    rule: str
    numbers: tuple[int, ...]
    days: int = 1
    hours: tuple[int, int] | None = None

    def spans(self, year: int) -> list[tuple[datetime, datetime]]:
        """Return the days [first, last) on which it falls in `year`, in order."""
        width = self.days * _DAY
        margin = _DAY if self.rule in _UNSURE else timedelta()
        return [(first - margin, first + width + margin) for first in _RULES[self.rule](self.numbers, year)]


def festival_of(entry: Mapping[str, Any]) -> Festival:
    """Return the festival that an entry of times.toml tells: its rule by name, `days` and `hours` where it has them."""
    ((rule, numbers),) = ((name, entry[name]) for name in _RULES if name in entry)
    hours = entry.get("hours")
    return Festival(rule, tuple(numbers), entry.get("days", 1), (hours[0], hours[1]) if hours else None)


def _by_date(numbers: Sequence[int], year: int) -> list[datetime]:
    return [datetime(year, numbers[1], numbers[0], tzinfo=UTC)]


def _by_easter(numbers: Sequence[int], year: int) -> list[datetime]:
    sunday = easter(year)
    return [datetime(year, sunday.month, sunday.day, tzinfo=UTC) + numbers[0] * _DAY]


def _by_weekday(numbers: Sequence[int], year: int) -> list[datetime]:
    """Return the `numbers[1]`th weekday of a month, -1 the last."""
    day, count, month = numbers
    begin = datetime(year, month, 1 if count > 0 else 28, tzinfo=UTC)
    found: datetime = begin + relativedelta(day=1 if count > 0 else 31, weekday=weekday(day)(count))
    return [found]


def _by_islamic(numbers: Sequence[int], year: int) -> list[datetime]:
    """Return the days of the tabular Islamic calendar; Reingold and Dershowitz (2018), Calendrical Calculations."""
    first = int((datetime(year, 1, 1, tzinfo=UTC) - _HIJRA) / _DAY / _ISLAMIC_YEAR) + 1
    found = (
        _HIJRA + (354 * (hijri - 1) + (3 + 11 * hijri) // 30 + (59 * month - 58) // 2 + day - 1) * _DAY
        for hijri in range(first, first + 3)
        for day, month in zip(numbers[::2], numbers[1::2], strict=True)
    )
    return sorted(day for day in found if day.year == year)


def _by_new_moon(numbers: Sequence[int], year: int) -> list[datetime]:
    begin = datetime(year, numbers[1], numbers[0], tzinfo=UTC)
    age = ((begin - _NEW_MOON) / _DAY) % _MOON
    moon = begin + (_MOON - age) % _MOON * _DAY
    return [moon.replace(hour=0, minute=0, second=0, microsecond=0)]


_RULES: Mapping[str, Callable[[Sequence[int], int], list[datetime]]] = {
    "date": _by_date,
    "easter": _by_easter,
    "weekday": _by_weekday,
    "islamic": _by_islamic,
    "new_moon_from": _by_new_moon,
}
