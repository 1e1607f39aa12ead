"""Axes of charts: where a value or an instant lies on one, and which of them are written beside it. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.core.alerts.figure_words import number_phrase
from monitor.core.alerts.wording import time_phrase

_LARGEST = 1e300  # beyond it sums of two overflow; no text counts so much
_SLIGHT = 1e-9  # of a step: what binary fractions add to a multiple of it
_FROM_ZERO = 0.5  # an axis begins at 0 where the lowest value is less than this part of the highest


@dataclass(frozen=True, slots=True)
class Tick:
    """What is written at one place of an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` (low < high) laid on places from `start` to `stop`."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """Return the place of a value, to a tenth; what lies outside goes to the nearer end."""
        part = (value - self.low) / (self.high - self.low) if math.isfinite(value) else float(value > 0)
        return round(self.start + min(1.0, max(0.0, part)) * (self.stop - self.start), 1)


def value_axis(values: list[float], start: float, stop: float, most: int) -> tuple[Scale, tuple[Tick, ...]]:
    """Return a scale that holds the values, and at most `most` + 1 ticks at round numbers."""
    kept = [min(_LARGEST, max(-_LARGEST, value)) for value in values if math.isfinite(value)] or [0.0]
    low, high = min(kept), max(kept)
    if 0 < low <= high * _FROM_ZERO:
        low = 0.0
    if high < 0 and low * _FROM_ZERO <= high:
        high = 0.0
    if low == high:
        low, high = (min(0.0, low), max(0.0, high)) if low else (0.0, 1.0)
    step = _round_step((high - low) / most)
    low, high = math.floor(low / step + _SLIGHT) * step, math.ceil(high / step - _SLIGHT) * step
    if low == high:  # the values differ by less than their own precision
        low, high = low - step, high + step
    scale = Scale(low, high, start, stop)
    places = dict.fromkeys(low + number * step for number in range(round((high - low) / step) + 1))
    return scale, tuple(Tick(scale(value), number_phrase(_rounded(value, step))) for value in places)


def _round_step(least: float) -> float:
    """Return the least of 1, 2 and 5 times a power of ten that is no smaller."""
    power = 10.0 ** math.floor(math.log10(max(least, 1e-9)))
    return next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= least * (1 - 1e-9))


def _rounded(value: float, step: float) -> float:
    """Return a multiple of the step without what binary fractions add to it."""
    return round(value, max(0, -math.floor(math.log10(step)) + 1)) if abs(value) < 1e15 else value


_STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (
        5,
        15,
        30,
        60,
        180,
        360,
        720,
        1440,
        2 * 1440,
        5 * 1440,
        10 * 1440,
        30 * 1440,
        61 * 1440,
        91 * 1440,
        365.25 * 1440,
    )
)
_MARGIN = 20  # before the end of an axis, so that what is written there has room
_LEAST = timedelta(minutes=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def time_axis(first: datetime, last: datetime, start: float, stop: float, most: int) -> tuple[Scale, tuple[Tick, ...]]:
    """Return a scale of seconds since 1970 from the first instant to a little after the last, and at most `most` ticks
    at round times (UTC).
    """
    span = max(last - first, _LEAST)
    begin, end = first.timestamp() - span.total_seconds() * 0.03, first.timestamp() + span.total_seconds() * 1.1
    scale = Scale(begin, end, start, stop)
    step = next((each for each in _STEPS if (end - begin) / each.total_seconds() <= most), None)
    seconds = (
        step.total_seconds()
        if step
        else _STEPS[-1].total_seconds() * math.ceil((end - begin) / _STEPS[-1].total_seconds() / most)
    )
    number = math.ceil(begin / seconds)
    ticks: list[Tick] = []
    while number * seconds <= end and len(ticks) < most:
        if scale(number * seconds) <= stop - _MARGIN:
            ticks.append(Tick(scale(number * seconds), _label(number * seconds, seconds, is_first=not ticks)))
        number += 1
    return scale, tuple(ticks)


def _label(at: float, step: float, *, is_first: bool) -> str:
    """Return an instant as an axis of this step has it: "14:00", "3 Nov" at midnight; with the date, or its
    year, where it is the first: "3 Nov 09:00", "3 Nov 2024".
    """
    day, month, year, clock = time_phrase(_EPOCH + timedelta(seconds=at)).split()[:4]
    if step >= timedelta(days=300).total_seconds():
        return f"{month} {year}"
    if clock == "00:00":
        return f"{day} {month} {year}" if is_first else f"{day} {month}"
    return f"{day} {month} {clock}" if is_first else clock
