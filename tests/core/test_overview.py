"""What is known at a glance: each slot with its course, parts under their whole, other events apart."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rich.console import Console

from monitor.commands.ledger_printing import print_ledger
from monitor.core.alerts.overview import Overview, course_phrase, overviews_of
from monitor.model import Fact, Mention, MentionKind, Outcome, Place, Stance
from tests.lab.builders import (
    FAR_EAST,
    KURSK,
    NOON,
    VLADIVOSTOK,
    a_claim,
    a_fact,
    a_mention,
    a_place_mention,
    a_quantity,
)


def a_head(name: str, mention: Mention, hours: int = 0, fact: str = "figure", **slots: Any) -> Fact:
    return a_fact(
        a_claim(mention, fact=fact),
        **{"id": name, "head_id": name, "published_at": NOON + timedelta(hours=hours), **slots},
    )


def people(count: float, place: Place = KURSK, **slots: Any) -> Mention:
    return a_quantity(count, unit="people", unit_class="person", aspect="killed", actor=None, place=place, **slots)


def of(*facts: Fact) -> Overview:
    (overview,) = overviews_of(facts)
    return overview


def printed(*facts: Fact, is_terminal: bool = False) -> str:
    stream = io.StringIO()
    print_ledger(Console(file=stream, width=80, force_terminal=is_terminal, color_system=None, highlight=False), facts)
    return stream.getvalue()


FIRST = a_head("f1", people(13), is_live=False)
SECOND = a_head("f2", people(31), 1, outcome=Outcome.UPDATE, relates_to="f1", is_live=False)
THIRD = a_head("f3", people(54), 2, outcome=Outcome.UPDATE, relates_to="f2", source="Coast Radio", origin="agency")
OTHER = a_head("f4", people(60), 3, outcome=Outcome.CONFLICT, relates_to="f3")


def test_a_slot_is_one_line_with_its_course_whatever_the_order_of_its_facts() -> None:
    (slot,) = of(THIRD, FIRST, SECOND).slots
    assert course_phrase(slot) == "13 → 31 → 54 people killed in the Kursk region, Russia"
    assert [step.id for step in slot.earlier] == ["f2", "f1"]


def test_figures_that_stand_against_one_another_are_both_named() -> None:
    (slot,) = of(FIRST, SECOND, THIRD, OTHER).slots
    assert (course_phrase(slot), slot.is_disputed) == (
        "13 → 31 → 54 or 60 people killed in the Kursk region, Russia",
        True,
    )


def test_of_many_steps_the_latest_are_shown() -> None:
    steps = [a_head("s0", people(10), is_live=False)]
    steps += [
        a_head(f"s{n}", people(10 + n), n, outcome=Outcome.UPDATE, relates_to=f"s{n - 1}", is_live=n == 9)
        for n in range(1, 10)
    ]
    (slot,) = of(*steps).slots
    assert course_phrase(slot).startswith("… → 14 → 15 → ")


def test_a_part_stands_under_its_whole_and_alone_where_that_is_gone() -> None:
    part = a_head("p", people(6, VLADIVOSTOK), 3, relates_to="w")
    more = a_head("m", people(2, is_increment=True), 3, relates_to="w")
    near = a_head("n", people(7, Place("UA", "Ukraine", "country", "UA")), 3, relates_to="w")
    whole = a_head("w", people(54, Place("RU", "Russia", "country", "RU")))
    assert [
        (slot.latest.id, [part.latest.id for part in slot.parts]) for slot in of(whole, part, more, near).slots
    ] == [("w", ["m", "p"]), ("n", [])]
    gone = a_head("w", people(54), is_live=False)
    assert [slot.latest.id for slot in of(gone, part).slots] == ["p"]


def test_a_more_precise_place_is_part_of_the_coarser_one() -> None:
    finer = a_head("b", a_place_mention(VLADIVOSTOK), 1, "where", outcome=Outcome.REFINEMENT, relates_to="a")
    (slot,) = of(a_head("a", a_place_mention(FAR_EAST), 0, "where"), finer).slots
    assert [part.latest.id for part in slot.parts] == ["b"]


def test_support_is_counted_and_what_ended_is_gone() -> None:
    again = a_head(
        "f5", people(54), 4, outcome=Outcome.CORROBORATION, head_id="f3", source="Third Post", origin="text:third"
    )
    again = replace(again, cluster_id="c-third")
    withdrawn = a_head("f6", people(99), 4, is_live=False)
    (slot,) = of(FIRST, SECOND, THIRD, again, withdrawn).slots
    assert (slot.outlets, slot.origins) == (2, 2)
    (slot,) = of(FIRST, SECOND, THIRD, replace(again, source=THIRD.source)).slots
    assert (slot.outlets, slot.origins) == (1, 1)


def test_deaths_stand_before_other_figures_and_these_before_statements() -> None:
    denial = a_head("d", a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED), fact="a denial")
    troops = a_head("t", a_quantity(500), fact="army")
    assert [slot.latest.id for slot in of(denial, troops, THIRD).slots] == ["f3", "t", "d"]


BACKGROUND = a_head("b1", people(400), 1, outcome=Outcome.BACKGROUND, is_live=False)


def test_other_events_stand_apart() -> None:
    overview = of(THIRD, BACKGROUND)
    assert ([slot.latest.id for slot in overview.slots], [fact.id for fact in overview.background]) == (["f3"], ["b1"])


def test_where_nobody_looks_at_a_terminal_a_slot_is_one_line_neither_padded_nor_wrapped() -> None:
    lines = printed(FIRST, SECOND, THIRD, BACKGROUND).splitlines()
    assert [line.count("\t") for line in lines] == [5, 5, 5]
    assert lines[1] == "\t".join(
        (
            "troops",
            "figure",
            "13 → 31 → 54 people killed in the Kursk region, Russia",
            "Coast Radio reports, 20 Oct 2024 14:00; before: 31, Earlier Post reports, 20 Oct 2024 13:00; before: 13, Earlier Post reports, 20 Oct 2024 12:00",
            "1 outlet",
            "f3",
        )
    )
    assert "figure (of another event, never told)\t400 people" in lines[2]


def test_on_a_terminal_who_says_so_stands_below_each_slot() -> None:
    shown = printed(
        THIRD, a_head("p", people(6, VLADIVOSTOK, part_of=True), 3, relates_to="f3"), BACKGROUND, is_terminal=True
    )
    assert all(len(line) <= 80 for line in shown.splitlines())
    rows = [line.rstrip() for line in shown.splitlines()]
    assert rows[:4] == [
        "troops",
        "  figure",
        "    54 people killed in the Kursk region, Russia  f3",
        "        Coast Radio reports, 20 Oct 2024 14:00; 1 outlet",
    ]
    assert rows[4].startswith("      – 6 ")
    assert "  of another event, never told" in rows


def test_what_an_article_says_reaches_the_terminal_as_text() -> None:
    shown = printed(a_head("f", people(3, Place("x", "Van\t\x1b[31m", "city"))))
    assert "\x1b" not in shown
    assert shown.splitlines()[1].count("\t") == 5
