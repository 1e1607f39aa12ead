"""Where the parts of a step chart lie: for any course of a figure, in the order of time and within the view box."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.board.scales import time_axis, value_axis
from monitor.board.step_chart import StepChart, draw_steps
from monitor.core.alerts.figure_course import Course, Ending, course_of
from monitor.core.alerts.overview import SlotHistory, slot_of
from monitor.model import Claim, Fact, Modifier, Outcome
from tests.lab.stories import MORNING
from tests.store.store_builders import a_claim, a_fact, after

FOLLOWING = (Outcome.UPDATE, Outcome.CONFLICT, Outcome.REFINEMENT)
numbers = st.floats(allow_nan=False, allow_infinity=False)


def figure(low: float | None, high: float | None, modifier: Modifier = Modifier.EXACT) -> Claim:
    claim = a_claim()
    return replace(claim, mention=replace(claim.mention, value_low=low, value_high=high, modifier=modifier))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Any course: steps that follow one another at any time, of any size, exact or open, standing or not."""
    steps: list[Fact] = []
    for number in range(draw(st.integers(1, 8))):
        low, high = sorted((draw(numbers), draw(numbers)))
        ends = draw(st.sampled_from([(low, low), (low, high), (low, None), (None, high)]))
        claim = figure(*ends, draw(st.sampled_from(Modifier)))
        fact = a_fact(
            f"f{number}",
            claim=claim,
            outcome=draw(st.sampled_from(FOLLOWING)) if steps else Outcome.NEW,
            relates_to=draw(st.sampled_from(steps)).id if steps else None,
            published_at=after(seconds=draw(st.integers(0, 10**9))),
            is_live=draw(st.booleans()),
        )
        steps.append(fact)
    slot = SlotHistory(tuple(sorted(steps, key=lambda fact: fact.published_at)), 1, 1)
    return course_of(slot, steps)


def places(chart: StepChart) -> list[tuple[float, float]]:
    """Every point that is drawn."""
    found = [(mark.x, mark.y) for mark in chart.marks] + [(sign.x, sign.y) for sign in chart.signs]
    for level in chart.levels:
        found += [
            (level.x_from, level.y),
            (level.x_to, level.y),
            (level.x_from, level.y_low),
            (level.x_to, level.y_high),
        ]
        found += [(float(x), float(y)) for x, y in (point.split(",") for point in level.arrow.split())]
    for rise in chart.rises:
        found += [(rise.x, rise.y_from), (rise.x, rise.y_to)]
    found += [(tick.at, chart.bottom) for tick in chart.times] + [(chart.left, tick.at) for tick in chart.values]
    return found


@given(courses(), st.sampled_from([(720, 340), (300, 300)]))
def test_steps_follow_one_another_from_left_to_right_and_all_lies_within_the_view_box(
    course: Course, size: tuple[int, int]
) -> None:
    chart = draw_steps(course, *size)
    assert chart is not None
    assert [mark.step.number for mark in chart.marks] == list(range(1, len(course.steps) + 1))
    begins = [level.x_from for level in chart.levels]
    assert begins == sorted(begins)
    assert all(level.x_from <= level.x_to and level.y_low >= level.y >= level.y_high for level in chart.levels)
    assert all(0 <= x <= size[0] and 0 <= y <= size[1] for x, y in places(chart))


@given(courses())
def test_a_greater_figure_lies_no_lower(course: Course) -> None:
    chart = draw_steps(course, 720, 340)
    assert chart is not None
    shown = sorted((mark.step.value.headline, -mark.y) for mark in chart.marks if mark.step.value is not None)
    assert [y for _, y in shown] == sorted(y for _, y in shown)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([13, 31, 54], ["0", "20", "40", "60"]),
        ([82.1, 82.4], ["82.1", "82.2", "82.3", "82.4"]),
        ([7], ["0", "2", "4", "6", "8"]),
        ([0], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        ([3_500_000, 8_000_000], ["0", "2 million", "4 million", "6 million", "8 million"]),
        ([-12, -3], ["-15", "-10", "-5", "0"]),
    ],
)
def test_an_axis_is_written_at_round_numbers(values: list[float], labels: list[str]) -> None:
    _, ticks = value_axis(values, 300, 0, 5)
    assert [tick.label for tick in ticks] == labels


@pytest.mark.parametrize(
    ("span", "labels"),
    [
        (timedelta(), ["4 Mar 06:00", "06:05", "06:10"]),
        (timedelta(hours=9), ["4 Mar 06:00", "09:00", "12:00", "15:00"]),
        (timedelta(days=5), ["5 Mar 2025", "6 Mar", "7 Mar"]),
        (timedelta(days=3000), ["Jan 2026", "Jan 2028"]),
    ],
)
def test_an_axis_of_time_begins_with_a_date(span: timedelta, labels: list[str]) -> None:
    first: datetime = MORNING
    _, ticks = time_axis(first, first + span, 0, 700, 7)
    assert [tick.label for tick in ticks][: len(labels)] == labels


def test_a_step_that_nothing_ended_stands_to_the_edge_and_a_corrected_one_is_crossed_out() -> None:
    first = a_fact("one", claim=figure(13, 13), is_live=False)
    second = a_fact(
        "two",
        claim=figure(31, 31),
        outcome=Outcome.RETRACTION,
        head_id="one",
        relates_to="one",
        published_at=after(hours=2),
        is_live=False,
    )
    slot = slot_of([first, second], "two")
    assert slot is not None
    course = course_of(slot, [first, second])
    assert (course.steps[0].ending, course.steps[0].ended_at) == (Ending.WITHDRAWN, after(hours=2))
    chart = draw_steps(course, 720, 340)
    assert chart is not None
    assert [sign.kind for sign in chart.signs] == ["objection"]
    assert chart.levels[0].x_to < chart.right
