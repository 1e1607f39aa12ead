"""How the lines of an alert read: changes, who says so, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from monitor.core.alerts.lines import becoming_of, change_of, change_phrase, group_lines, line_phrases
from monitor.model import AlertLine, ChangeKind, Outcome


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (None, "1,500 soldiers", "1,500 soldiers"),
        ("10,000 soldiers", "about 11,000 soldiers", "10,000 → about 11,000 soldiers"),
        ("10,000 soldiers", "more than 10,000 soldiers", "10,000 soldiers → more than 10,000 soldiers"),
        (
            "training in the Far East, Russia",
            "training in Vladivostok, Russia",
            "training in the Far East → Vladivostok, Russia",
        ),
        (
            "training in eastern Russia",
            "training in the Far East, Russia",
            "training in eastern Russia → the Far East, Russia",
        ),
        ("deaths in Van, Turkey", "injuries in Van, Turkey", "deaths → injuries in Van, Turkey"),
        ("North Korea", "South Korea", "North Korea → South Korea"),
        ("dozens of graves", "hundreds of graves", "dozens → hundreds of graves"),
        ("$3 million", "$5 million", "$3 million → $5 million"),
        ("3 million shells", "5 million shells", "3 million → 5 million shells"),
        ("at least 13 people killed", "at least 20 people killed", "at least 13 → at least 20 people killed"),
        ("31 people killed", "54 people killed in Van, Turkey", "31 → 54 people killed in Van, Turkey"),
        ("10,000 soldiers", "10,000 of the soldiers killed", "10,000 soldiers → 10,000 of the soldiers killed"),
        ("3 million", "5 million shells", "3 million → 5 million shells"),
    ],
)
def test_a_change_shows_the_old_first_and_shared_words_once(was: str | None, now: str, expected: str) -> None:
    assert change_phrase(was, now) == expected


def a_line(
    outcome: Outcome,
    was: str | None,
    now: str,
    source: str = "the DPRK denies",
    evidence: str = "It is not so.",
    **slots: Any,
) -> AlertLine:
    return AlertLine("f", outcome, "label", was, now, source, evidence, **slots)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (a_line(Outcome.NEW, None, "13 people killed"), "13 people killed"),
        (a_line(Outcome.UPDATE, "13 people killed", "31 people killed"), "13 → 31 people killed"),
        (
            a_line(Outcome.UPDATE, "880,000 shares", "310,000 shares", course=ChangeKind.FALL),
            "310,000 shares, down from 880,000",
        ),
        (
            a_line(Outcome.UPDATE, "34 people killed", "12 people killed in Peru", course=ChangeKind.CORRECTION),
            "12 people killed in Peru, corrected from 34",
        ),
        (a_line(Outcome.CONFLICT, "9 people killed", "31 people killed"), "31 people killed, against 9 (disputed)"),
        (
            a_line(Outcome.REFINEMENT, "up to 1,000 barrels", "about 1,052 barrels"),
            "up to 1,000 → about 1,052 barrels (more precise)",
        ),
        (a_line(Outcome.RETRACTION, "six officers killed", "withdrawn"), "six officers killed (withdrawn)"),
        (a_line(Outcome.CORROBORATION, None, "13 people killed"), "13 people killed (confirmed elsewhere)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_change_is_worded_by_its_outcome_and_its_course(line: AlertLine, expected: str) -> None:
    assert change_of(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (a_line(Outcome.UPDATE, "13 dead", "31 dead"), "Updated: 13 → 31 dead"),
        (a_line(Outcome.UPDATE, "34 dead", "12 dead", course=ChangeKind.CORRECTION), "Corrected: 34 → 12 dead"),
        (a_line(Outcome.CONFLICT, "9 dead", "31 dead"), "Disputed: 31 dead"),
        (a_line(Outcome.RETRACTION, "9 dead", "withdrawn"), "Withdrawn: 9 dead"),
        (a_line(Outcome.CORROBORATION, None, "9 dead"), "Confirmed elsewhere: 9 dead"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_becomes_of_a_line_says_its_kind_first(line: AlertLine, expected: str) -> None:
    assert becoming_of(line) == expected


FIGURE = a_line(Outcome.UPDATE, "10,000 soldiers", "11,000 soldiers")
SAID = replace(FIGURE, is_said=True)
PLACE = a_line(Outcome.NEW, None, "training in Vladivostok, Russia")
DENIAL = a_line(Outcome.DENIAL, None, "the DPRK denies that it is so")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([FIGURE], ("10,000 → 11,000 soldiers", "The DPRK denies:")),
        ([SAID], ("The DPRK denies:",)),
        ([FIGURE, PLACE], ("10,000 → 11,000 soldiers", "Training in Vladivostok, Russia", "The DPRK denies:")),
        ([SAID, PLACE], ("Training in Vladivostok, Russia", "The DPRK denies:")),
        ([SAID, replace(PLACE, is_said=True)], ("The DPRK denies:",)),
        ([replace(FIGURE, was=None, heading="price", now="$40")], ("Price: $40", "The DPRK denies:")),
        (
            [replace(PLACE, earlier="30 people killed in the province")],
            ("Training in Vladivostok, Russia (earlier: 30 people killed in the province)", "The DPRK denies:"),
        ),
        ([replace(SAID, earlier="30 people killed")], ("Earlier: 30 people killed", "The DPRK denies:")),
        ([DENIAL], ("The DPRK denies that it is so:",)),
        ([replace(DENIAL, is_said=True)], ()),
        (
            [a_line(Outcome.DENIAL, None, "Example World reports a denial", "Example World reports a denial")],
            ("Example World reports a denial:",),
        ),
        ([SAID, DENIAL], ("The DPRK denies that it is so:",)),
    ],
)
def test_lines_say_nothing_twice(lines: list[AlertLine], expected: tuple[str, ...]) -> None:
    assert line_phrases(lines) == expected


def test_lines_of_one_sentence_stand_together() -> None:
    other = replace(DENIAL, evidence="Another sentence.")
    assert group_lines([FIGURE, other, PLACE], most=4) == ((FIGURE, PLACE), (other,))
    assert [len(group) for group in group_lines([FIGURE] * 5, most=2)] == [2, 2, 1]
