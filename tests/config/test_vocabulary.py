from __future__ import annotations

from monitor.config.vocabulary import ALERTING, unit_class_of
from monitor.data.resources import load_language
from monitor.model import Aspect, Outcome, UnitClass


def test_aspects_are_those_that_the_reader_knows() -> None:
    tables = load_language("en").tables["events"]["aspects"]
    assert {table.get("name", key) for key, table in tables.items()} == set(Aspect)


def test_unit_classes_are_those_that_the_reader_knows() -> None:
    units = load_language("en").tables["units"]
    assert {*units["classes"], *units["measures"], "money", "share"} == set(UnitClass)


def test_class_is_named_in_either_number() -> None:
    assert [unit_class_of(word) for word in ("soldier", "Soldiers", "military  units", "shells")] == [
        "soldier",
        "soldier",
        "military_unit",
        None,
    ]


def test_what_alerts_by_default_is_what_can() -> None:
    assert set(ALERTING) == {
        Outcome.NEW,
        Outcome.UPDATE,
        Outcome.CONFLICT,
        Outcome.REFINEMENT,
        Outcome.DENIAL,
        Outcome.RETRACTION,
    }
