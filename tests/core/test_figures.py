"""Figures compare as sets of numbers, whatever the words around them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.facts.figures import (
    ValueRange,
    figure_of,
    is_disjoint,
    is_rounding,
    is_same,
    is_satisfied,
    is_shortened,
)
from monitor.model import Modifier
from tests.lab.builders import a_mention, a_quantity

INF = math.inf


def exact(value: float) -> ValueRange:
    return ValueRange(value, value, Modifier.EXACT)


def about(value: float) -> ValueRange:
    return ValueRange(value, value, Modifier.ABOUT)


def at_least(value: float) -> ValueRange:
    return ValueRange(value, INF, Modifier.AT_LEAST)


def more_than(value: float) -> ValueRange:
    return ValueRange(value, INF, Modifier.MORE_THAN)


def up_to(value: float) -> ValueRange:
    return ValueRange(-INF, value, Modifier.UP_TO)


numbers = st.integers(min_value=1, max_value=10**9).map(float)
figures = st.one_of(
    numbers.map(exact),
    numbers.map(about),
    numbers.map(at_least),
    numbers.map(more_than),
    numbers.map(up_to),
    st.tuples(numbers, numbers).map(lambda pair: ValueRange(min(pair), max(pair), Modifier.BETWEEN)),
)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param(
            about(11_000), exact(11_200), True, id="an exact figure within five percent of an approximate one"
        ),
        pytest.param(exact(11_000), exact(11_200), False, id="two exact figures that differ"),
        pytest.param(about(2_600), exact(2_640), True, id="within tolerance"),
        pytest.param(exact(10_600), about(11_000), True, id="equal at one significant digit less"),
        pytest.param(exact(10_000), about(11_000), False, id="an approximate figure is no exact one's last digit"),
        pytest.param(exact(10_400), about(11_000), False, id="neither near nor a coarser writing"),
        pytest.param(exact(14_000), about(10_000), False, id="one digit less, but another figure"),
        pytest.param(up_to(12_000), about(12_000), False, id="a bound is no rounding"),
    ],
)
def test_rounding_needs_an_approximate_figure(a: ValueRange, b: ValueRange, expected: bool) -> None:
    assert is_rounding(a, b, 0.05) is expected
    assert is_rounding(b, a, 0.05) is expected


@pytest.mark.parametrize(
    ("bound", "known", "expected"),
    [
        pytest.param(more_than(10_000), exact(11_000), True, id="more than 10,000 after 11,000"),
        pytest.param(more_than(10_000), exact(10_000), True, id="more than 10,000 after 10,000"),
        pytest.param(at_least(12), more_than(15), True, id="at least 12 after more than 15"),
        pytest.param(at_least(31), exact(12), False, id="at least 31 after 12"),
        pytest.param(up_to(12_000), exact(10_000), False, id="a rising ceiling is news"),
        pytest.param(up_to(12_000), exact(12_000), True, id="a ceiling that is known as a figure"),
        pytest.param(ValueRange(10, 20, Modifier.BETWEEN), exact(15), True, id="a range around a known number"),
        pytest.param(ValueRange(10, 20, Modifier.BETWEEN), exact(25), False, id="a range beside a known number"),
    ],
)
def test_a_bound_is_satisfied_by_what_already_says_it(bound: ValueRange, known: ValueRange, expected: bool) -> None:
    assert is_satisfied(bound, known, 0.05) is expected


@pytest.mark.parametrize(
    ("headline", "full", "expected"),
    [
        pytest.param(exact(1_600), exact(1_607), True, id="cut off"),
        pytest.param(exact(2_000), exact(1_987), True, id="rounded up"),
        pytest.param(exact(1_607), exact(1_600), False, id="a headline with more digits"),
        pytest.param(exact(31), exact(29), False, id="another number of as many digits"),
        pytest.param(exact(1_600), exact(1_712), False, id="another number"),
        pytest.param(exact(1_600), more_than(1_607), False, id="a bound"),
    ],
)
def test_a_headline_shortens_a_figure(headline: ValueRange, full: ValueRange, expected: bool) -> None:
    assert is_shortened(headline, full) is expected


@given(figures, figures)
def test_sameness_and_disjointness_do_not_depend_on_order(a: ValueRange, b: ValueRange) -> None:
    assert is_same(a, b) is is_same(b, a)
    assert is_disjoint(a, b, 0.05) is is_disjoint(b, a, 0.05)
    assert is_rounding(a, b, 0.05) is is_rounding(b, a, 0.05)


@given(figures)
def test_a_figure_is_the_same_as_itself_and_never_disjoint_from_itself(figure: ValueRange) -> None:
    assert is_same(figure, figure)
    assert not is_disjoint(figure, figure, 0.0)


@given(figures, figures)
def test_the_same_figures_are_never_disjoint(a: ValueRange, b: ValueRange) -> None:
    assert not (is_same(a, b) and is_disjoint(a, b, 0.05))


def test_an_open_end_is_infinite_and_a_mention_without_numbers_has_no_figure() -> None:
    assert figure_of(a_quantity(None, 12_000, modifier=Modifier.UP_TO)) == up_to(12_000)
    assert figure_of(a_mention()) is None
