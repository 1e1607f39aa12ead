"""The number grammar: what is read as which figure, and which numbers are labels and no figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.counting.numbers import Numeral, NumeralForm, find_numerals
from monitor.core.language.text import read_sentences
from monitor.data.resources import load_language

ENGLISH = load_language("en")


def figures_of(text: str) -> list[Numeral]:
    return [figure for sentence in read_sentences(text) for figure in find_numerals(sentence, ENGLISH)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("12,000 men", 12_000, None, id="comma-groups"),
        pytest.param("12 000 men", 12_000, None, id="space-groups"),
        pytest.param("12 000 men", 12_000, None, id="hard-space-groups"),
        pytest.param("12.000 men", 12_000, None, id="point-groups"),
        pytest.param("1.356 billion", 1.356e9, None, id="point-is-decimal-before-a-scale"),
        pytest.param("12k", 12_000, None, id="attached-k"),
        pytest.param("2.5bn", 2.5e9, None, id="attached-bn"),
        pytest.param("$3m", 3e6, "USD", id="dollars-m"),
        pytest.param("US$84 billion", 84e9, "USD", id="us-dollars"),
        pytest.param("HK $5.4m", 5.4e6, "HKD", id="letters-before-the-sign"),
        pytest.param("RM23.50", 23.5, "MYR", id="letters-glued"),
        pytest.param("EUR50m", 50e6, "EUR", id="code-glued-with-scale"),
        pytest.param("9 billion yuan", 9e9, "CNY", id="currency-word"),
        pytest.param("10.5 million Australian dollars", 10.5e6, "AUD", id="adjective-dollars"),
        pytest.param("a loss of $-50.8bn", -50.8e9, "USD", id="minus-inside-money"),
        pytest.param("5 per cent", 5, "percent", id="per-cent"),
        pytest.param(".001 percent", 0.001, "percent", id="leading-point"),
        pytest.param("twenty-eight thousand six hundred forty-two", 28_642, None, id="long-words"),
        pytest.param("four hundred million", 4e8, None, id="scale-on-scale"),
        pytest.param("one hundred and five", 105, None, id="and"),
        pytest.param("a dozen", 12, None, id="a-dozen"),
        pytest.param("half a dozen", 6, None, id="half-a-dozen"),
        pytest.param("half a million", 5e5, None, id="half-a-million"),
        pytest.param("one-and-a-half million people", 1.5e6, None, id="one-and-a-half-joined"),
        pytest.param("a pair of climbers", 2, None, id="a-pair-of"),
        pytest.param("a score of people", 20, None, id="a-score-of"),
        pytest.param("every fifth house", 0.2, None, id="every-fifth"),
        pytest.param("nine in 10 workers", 0.9, None, id="nine-in-ten"),
        pytest.param("2 1/2 cups", 2.5, None, id="mixed-fraction"),
        pytest.param("two-thirds of them", 2 / 3, None, id="two-thirds"),
        pytest.param("a third of them", 1 / 3, None, id="a-third-of"),
        pytest.param("nearly half of the shells", 0.5, None, id="half"),
    ],
)
def test_one_number_is_read(text: str, value: float, unit: str | None) -> None:
    (figure,) = figures_of(text)
    assert (figure.low, figure.high, figure.unit) == (pytest.approx(value), pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("8,000 to 10,000 men", 8_000, 10_000, id="to"),
        pytest.param("30- to 40,000 men", 30_000, 40_000, id="suspended-hyphen"),
        pytest.param("15-22 miles", 15, 22, id="hyphen"),
        pytest.param("between 4% and 5%", 4, 5, id="between"),
        pytest.param("$89 to $93 billion", 89e9, 93e9, id="scale-of-the-second-for-both"),
        pytest.param("three or four years", 3, 4, id="or"),
        pytest.param("fines from $250,000 to $1 million", 250_000, 1e6, id="from-to-without-a-change"),
    ],
)
def test_two_bounds_are_one_range(text: str, low: float, high: float) -> None:
    (figure,) = figures_of(text)
    assert (figure.form, figure.low, figure.high) == (NumeralForm.RANGE, pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("sales rose from 12 to 15 million", id="from-to-after-a-verb-of-change"),
        pytest.param("the gap grew by $43 billion to $419 billion", id="by-to"),
        pytest.param("the larger model dropped $150 to $1,249", id="a-step-without-by"),
        pytest.param("6 percent to 3,005 points", id="different-units"),
    ],
)
def test_a_change_is_two_figures(text: str) -> None:
    assert [figure.form for figure in figures_of(text)] == [NumeralForm.NUMBER, NumeralForm.NUMBER]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens of recruits", 24, 99),
        ("hundreds of recruits", 100, 999),
        ("tens of thousands of recruits", 10_000, 99_999),
        ("hundreds of thousands of recruits", 100_000, 999_999),
        ("several hundred recruits", 100, 999),
        ("a few thousand recruits", 1_000, 9_999),
    ],
)
def test_a_vague_figure_has_its_bounds(text: str, low: float, high: float) -> None:
    (figure,) = figures_of(text)
    assert (figure.form, figure.low, figure.high) == (NumeralForm.VAGUE, low, high)


def test_a_change_between_two_near_figures_is_a_range() -> None:
    (figure,) = figures_of("fares rose $10 to $20")
    assert (figure.low, figure.high) == (10, 20)


def test_an_ordinal_is_no_number() -> None:
    assert figures_of("the third attempt, a second chance, the first soldier") == []


def test_a_negative_vague_figure_keeps_its_bounds_in_order() -> None:
    assert [(figure.low, figure.high) for text in ("-dozens", "-$dozens") for figure in figures_of(text)] == [
        (-99, -24),
        (-99, -24),
    ]


@given(st.text(max_size=300))
def test_any_text_is_read_without_error_and_figures_do_not_overlap(text: str) -> None:
    for sentence in read_sentences(text):
        end = 0
        for figure in find_numerals(sentence, ENGLISH):
            assert end <= figure.first < figure.last <= len(sentence.words)
            assert figure.low <= figure.high
            end = figure.last


@given(
    st.lists(
        st.sampled_from(
            [
                "2",
                "12,000",
                ".",
                "-",
                "/",
                "$",
                "million",
                "hundred",
                "and",
                "two",
                "to",
                "between",
                "%",
                "half",
                "a",
                "of",
                "dozens",
                "\u00bd",
                "k",
                "-five",
            ]
        ),
        max_size=60,
    )
)
def test_any_heap_of_number_words_is_bounded(words: list[str]) -> None:
    for joint in (" ", ""):
        for figure in figures_of(joint.join(words)):
            assert figure.low <= figure.high
            assert figure.last - figure.first <= 60


@given(st.integers(min_value=1, max_value=10**12))
def test_a_number_in_digits_is_read_back(value: int) -> None:
    (figure,) = figures_of(f"{value:,} soldiers")
    assert figure.low == figure.high == value


@pytest.mark.parametrize("text", ["every third day", "the pair of them", "a pair of 40 foot poles", "nine in 10 days"])
def test_what_is_no_group_and_no_share_is_not_read_as_one(text: str) -> None:
    assert all(figure.form is NumeralForm.NUMBER and figure.low not in (2, 20) for figure in figures_of(text))
