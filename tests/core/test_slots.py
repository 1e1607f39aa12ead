"""What a figure counts, under which key the ledger is asked for it, and how two units lie to one another."""

from __future__ import annotations

import pytest

from monitor.core.facts.slots import look_up_key
from monitor.core.facts.unit_keys import Relation, unit_key, unit_relation
from monitor.core.facts.watchlist import FactRule, Term
from monitor.data.resources import load_language
from tests.lab.builders import a_quantity, a_rule

SOLDIERS = a_rule(unit_classes=frozenset({"soldier"}), units=(Term("men"),))
JOBS = a_rule(unit_classes=frozenset({"job", "person"}))
PEOPLE = a_rule(unit_classes=frozenset({"person"}))
THINGS = a_rule(unit_classes=frozenset({"materiel"}), units=(Term("container", is_prefix=True),))


@pytest.mark.parametrize(
    ("rule", "unit", "unit_class", "expected"),
    [
        pytest.param(SOLDIERS, "North Korean troops", "soldier", "soldier", id="a noun for the class as a whole"),
        pytest.param(SOLDIERS, "men", "person", "soldier", id="a term beside a class counts what the class counts"),
        pytest.param(SOLDIERS, "officers", "soldier", "soldier:officer", id="a noun for some of the class"),
        pytest.param(SOLDIERS, "volunteers", "person", "soldier:volunteer", id="a term for some of the class"),
        pytest.param(JOBS, "workers", "person", "job", id="workers where jobs are asked for"),
        pytest.param(JOBS, "people", "person", "person", id="people where jobs and people are asked for"),
        pytest.param(PEOPLE, "workers", "person", "person:worker", id="workers where people are asked for"),
        pytest.param(PEOPLE, "people", "person", "person", id="people"),
        pytest.param(PEOPLE, "deaths", "casualty", "person", id="deaths count people"),
        pytest.param(PEOPLE, "children", "person", "person:young", id="children"),
        pytest.param(PEOPLE, "teenage girls", "person", "person:female+young", id="people by sex and age"),
        pytest.param(PEOPLE, "year-olds", "person", "person:aged", id="people by their age alone"),
        pytest.param(PEOPLE, None, "person", "person", id="no noun of its own"),
        pytest.param(THINGS, "artillery shells", "materiel", "materiel:shell", id="things by their noun"),
        pytest.param(THINGS, "widgets", None, "widget", id="a noun of no class"),
    ],
)
def test_a_unit_is_its_class_or_its_noun(
    rule: FactRule, unit: str | None, unit_class: str | None, expected: str
) -> None:
    assert unit_key(a_quantity(1, unit=unit, unit_class=unit_class), rule, load_language("en")) == expected


def test_people_laid_off_are_jobs_where_jobs_are_asked_for() -> None:
    assert (
        unit_key(a_quantity(120, unit="people", unit_class="person", aspect="laid_off"), JOBS, load_language("en"))
        == "job"
    )
    assert (
        unit_key(a_quantity(120, unit="people", unit_class="person", aspect="laid_off"), PEOPLE, load_language("en"))
        == "person"
    )


def test_a_rate_is_a_unit_of_its_own() -> None:
    assert unit_key(a_quantity(1, per="day"), SOLDIERS, load_language("en")) == "soldier/day"


def test_all_that_one_fact_asks_for_is_looked_up_together() -> None:
    assert look_up_key("w", "deaths") == look_up_key("w", "deaths")
    assert len({look_up_key("w", "deaths"), look_up_key("w", "injured"), look_up_key("v", "deaths")}) == 3


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param("soldier", "soldier", Relation.SAME, id="equal"),
        pytest.param("soldier:officer", "soldier", Relation.NARROWER, id="a noun of the class"),
        pytest.param("soldier", "person", Relation.NARROWER, id="soldiers are people"),
        pytest.param("person", "soldier:officer", Relation.BROADER, id="people, of whom some are officers"),
        pytest.param("person:child", "person:woman", Relation.APART, id="two nouns of a class"),
        pytest.param("person:child", "soldier", Relation.APART, id="a noun of another class"),
        pytest.param("soldier", "soldier/day", Relation.APART, id="a rate"),
        pytest.param("case", "infection", Relation.UNKNOWN, id="two words of no class, that one fact asks for"),
    ],
)
def test_units_lie_to_one_another_as_their_things_do(a: str, b: str, expected: Relation) -> None:
    assert unit_relation(a, b) is expected
