"""The course of a figure as a step chart: what lies where, in the units of a view box. Pure; the template draws it.

Each step is a level from when it was told until it stood no more; a rise leads from the step that it follows. How exact
a figure is shows in its line, and which end of it is open in arrows: both are signs, so that no colour is needed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.board.scales import Scale, Tick, time_axis, value_axis
from monitor.core.alerts.figure_course import Course, Ending, Step
from monitor.core.facts.figures import ValueRange
from monitor.model import Modifier, Outcome

MOST_STEPS = 60  # drawn, the latest of them: more can't be told apart
_LETTER = 7.5  # how wide one is, at most, in the size that the style sheet gives labels
_ROOM = 22  # above and below what is drawn, for arrows and marks
_ARROW = 6
_FLOORS = frozenset({Modifier.AT_LEAST, Modifier.MORE_THAN})
_CEILINGS = frozenset({Modifier.UP_TO, Modifier.LESS_THAN})


@dataclass(frozen=True, slots=True)
class Level:
    """How long a figure stood. look: "exact", "about" or "open"; y_low, y_high: both ends of a range, else `y`."""

    x_from: float
    x_to: float
    y: float
    y_low: float
    y_high: float
    look: str
    stands: bool
    arrow: str  # points of a triangle towards the open end; "" where neither is open


@dataclass(frozen=True, slots=True)
class Rise:
    """From the step that another follows, or stands against, to that one."""

    x: float
    y_from: float
    y_to: float
    is_against: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a step begins."""

    x: float
    y: float
    step: Step


@dataclass(frozen=True, slots=True)
class Sign:
    """A text that says so too ("telling"), or what denies or ends a step ("objection")."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class StepChart:
    """What is drawn, all of it within `width` and `height`; left, right, top, bottom: where the axes are."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    times: tuple[Tick, ...]
    values: tuple[Tick, ...]
    levels: tuple[Level, ...]
    rises: tuple[Rise, ...]
    marks: tuple[Mark, ...]
    signs: tuple[Sign, ...]

    @property
    def looks(self) -> frozenset[str]:
        """Which signs there are, so that only these are explained."""
        found = {level.look for level in self.levels} | {sign.kind for sign in self.signs}
        found |= {"arrow"} if any(level.arrow for level in self.levels) else set()
        found |= {"range"} if any(level.y_low != level.y_high for level in self.levels) else set()
        found |= {"ended"} if not all(level.stands for level in self.levels) else set()
        return frozenset(found | ({"against"} if any(rise.is_against for rise in self.rises) else set()))


def draw_steps(course: Course, width: int, height: int) -> StepChart | None:
    """Return the chart of a course; `None` where it has no figure."""
    drawn = [(step, step.value) for step in course.steps[-MOST_STEPS:] if step.value is not None]
    if not drawn:
        return None
    instants = [at for step, _ in drawn for at in _instants(step)]
    top, bottom = _ROOM, height - _ROOM - 12
    ends = [end for _, value in drawn for end in (_low(value), _high(value))]
    y, values = value_axis(ends, bottom, top, max(2, height // 60))
    left = min(width / 2, max(len(tick.label) for tick in values) * _LETTER + 16)
    right = width - 12
    x, times = time_axis(min(instants), max(instants), left + 8, right, max(3, width // 100))
    levels = {step.number: _level(step, value, x, y, right) for step, value in drawn}
    return StepChart(
        width,
        height,
        left,
        right,
        top,
        bottom,
        times,
        values,
        tuple(levels.values()),
        tuple(_rises([step for step, _ in drawn], x, y)),
        tuple(Mark(levels[step.number].x_from, levels[step.number].y, step) for step, _ in drawn),
        tuple(sign for step, _ in drawn for sign in _signs(step, levels[step.number], x)),
    )


def _instants(step: Step) -> Iterator[datetime]:
    yield from (telling.fact.published_at for telling in step.tellings)
    yield from (objection.fact.published_at for objection in step.objections)
    if step.ended_at is not None:
        yield step.ended_at


def _level(step: Step, value: ValueRange, x: Scale, y: Scale, right: float) -> Level:
    begin = x(step.fact.published_at.timestamp())
    if step.stands:
        end = right
    elif step.ended_at is not None:
        end = x(step.ended_at.timestamp())
    else:
        end = x(max(telling.fact.published_at for telling in step.tellings).timestamp())
    at = y(value.headline)
    look = "about" if value.is_approximate else "open" if value.is_open else "exact"
    return Level(
        begin, max(begin, end), at, y(_low(value)), y(_high(value)), look, step.stands, _arrow(value, begin, at, right)
    )


def _arrow(value: ValueRange, x: float, y: float, right: float) -> str:
    """Return a triangle beside the mark, up for a floor, down for a ceiling."""
    towards = -1 if value.modifier in _FLOORS else 1 if value.modifier in _CEILINGS else 0
    if not towards:
        return ""
    middle = min(x + 20, right - _ARROW)
    base = y + towards * 3
    points = ((middle - _ARROW, base), (middle + _ARROW, base), (middle, base + towards * 2 * _ARROW))
    return " ".join(f"{round(across, 1)},{round(down, 1)}" for across, down in points)


def _rises(steps: Iterable[Step], x: Scale, y: Scale) -> Iterator[Rise]:
    known: dict[str, Step] = {}
    for step in steps:
        before = known.get(step.fact.relates_to or "")
        if before is not None and before.value is not None and step.value is not None and step.fact.outcome.revises:
            is_against = step.fact.outcome is Outcome.CONFLICT
            at = x(step.fact.published_at.timestamp())
            yield Rise(at, y(before.value.headline), y(step.value.headline), is_against)
        known[step.fact.id] = step


def _signs(step: Step, level: Level, x: Scale) -> Iterator[Sign]:
    for telling in step.tellings[1:]:
        if telling.is_independent:
            yield Sign(x(telling.fact.published_at.timestamp()), level.y, "telling")
    for objection in step.objections:
        yield Sign(x(objection.fact.published_at.timestamp()), level.y, "objection")
    if step.ending in (Ending.CORRECTED, Ending.WITHDRAWN) and not step.objections:
        yield Sign(level.x_to, level.y, "objection")


def _low(value: ValueRange) -> float:
    return value.low if math.isfinite(value.low) else value.high


def _high(value: ValueRange) -> float:
    return value.high if math.isfinite(value.high) else value.low
