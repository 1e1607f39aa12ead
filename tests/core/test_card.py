"""The state card: one row a slot, with what stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.core.alerts.card import CardRow, card_of
from monitor.model import Fact, Mention, Outcome, Stance
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


def rows(*facts: Fact) -> list[CardRow]:
    return list(card_of("Troops", facts, NOON + timedelta(hours=9)).rows)


def test_slots_stand_in_the_order_of_the_watchlist() -> None:
    heads = [
        a_fact(replace(a_claim(a_quantity(number)), fact=name), id=name, published_at=NOON)
        for number, name in enumerate(("displaced", "deaths", "aid", "injured"), start=2)
    ]
    card = card_of("Flood", heads, NOON, ("deaths", "injured", "displaced"))
    assert [row.label for row in card.rows] == ["Deaths", "Injured", "Displaced", "Aid"]


def test_a_part_does_not_stand_in_the_place_of_its_whole() -> None:
    whole, part = a_head("a", a_quantity(31)), a_head("b", a_quantity(9, part_of=True, text="9 of them"), 1)
    assert [row.latest.split()[0] for row in rows(whole, part)] == ["9", "31"]


def a_head(name: str, mention: Mention, hours: int = 0, **slots: Any) -> Fact:
    return a_fact(a_claim(mention), id=name, published_at=NOON + timedelta(hours=hours), **slots)


def test_what_disputes_a_figure_stands_beside_it_however_each_names_the_place() -> None:
    first = a_head("a", a_quantity(31))
    other = a_head("b", a_quantity(54, place=KURSK), 1, outcome=Outcome.CONFLICT, relates_to="a", is_live=False)
    revised = a_head("c", a_quantity(45, place=KURSK), 2, outcome=Outcome.UPDATE, relates_to="b")
    (row,) = rows(first, other, revised)
    assert (row.lowest, row.highest, row.is_disputed) == ("31 soldiers", "45 soldiers", True)
    assert row.latest == "45 soldiers arrived in the Kursk region, Russia"
    assert row.spark == "▁█▅"


def test_a_dispute_ends_when_one_figure_is_left() -> None:
    first = a_head("a", a_quantity(31))
    other = a_head("b", a_quantity(54), 1, outcome=Outcome.CONFLICT, relates_to="a", is_live=False)
    assert [row.is_disputed for row in rows(first, other)] == [False]


def test_a_denied_figure_is_disputed() -> None:
    denial = a_head(
        "d",
        a_mention(kind="statement", stance=Stance.DENIED, organisation="Kremlin"),
        1,
        outcome=Outcome.DENIAL,
        relates_to="a",
    )
    assert [row.is_disputed for row in rows(a_head("a", a_quantity(31)), denial)] == [False, True]


def test_places_of_one_slot_share_a_row_that_names_them_all() -> None:
    places = [
        a_head(str(hours), a_place_mention(place), hours)
        for hours, place in enumerate((FAR_EAST, VLADIVOSTOK, KURSK, VLADIVOSTOK))
    ]
    (row,) = rows(*places)
    assert (row.latest, row.also) == ("training in Vladivostok, Russia", ("Kursk region", "Far East"))


def test_figures_of_two_places_have_a_row_each() -> None:
    assert len(rows(a_head("a", a_quantity(31, place=KURSK)), a_head("b", a_quantity(54, place=VLADIVOSTOK), 1))) == 2
