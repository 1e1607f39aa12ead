"""The rule beside each reason: a stable id on each fact, in the database, in the record, and counted."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import monitor
from monitor.core.facts.silences import make_silence
from monitor.core.records import fact_record
from monitor.model import Decision, RawItem, Rule, Scope
from monitor.service.metrics import Measured, write_metrics
from tests.lab.stories import MORNING, Desk, a_story, a_watchlist

PACKAGE = Path(monitor.__file__).parent
ROOT = Path(__file__).parent.parent.parent

WATCHLIST = """
watchlist: town
title: The story of Orsk
match: {all: [[Orsk]]}
story: {where: [Orsk], kind: earthquake}
facts:
  - {fact: toll, kind: quantity, of: people, aspects: [killed]}
  - {fact: hurt, kind: quantity, of: people, aspects: [injured], threshold: 5}
  - {fact: saved, kind: quantity, of: people, aspects: [rescued], below: 50}
  - {fact: missing, kind: quantity, of: people, aspects: [missing], on: [update]}
  - {fact: away, kind: quantity, of: people, aspects: [displaced], on: []}
  - {fact: oil, kind: quantity, of: volume}
  - {fact: arms, kind: quantity, of: materiel}
  - {fact: troops, kind: quantity, of: [soldiers]}
  - {fact: where, kind: place, aspects: [deployed, sent, arrived]}
  - {fact: resigned, kind: event, what: [resign]}
  - {fact: trial, kind: date, of: [trial]}
  - {fact: officer, kind: name, role: [officer]}
  - {fact: quiet, kind: event, what: [strike]}
  - {fact: talks, kind: statement, about: [rule out + talks]}
  - {fact: denial, kind: statement, stance: denied}
mute: [{fact: quiet}]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(a_watchlist(tmp_path, WATCHLIST))
    yield desk
    desk.close()


def texts(*told: str) -> list[RawItem]:
    """Return a text an hour, each of an outlet of its own."""
    return [
        a_story(f"t{at}", text, source=f"Outlet {at}", hours=at, body=(), title="News of Orsk")
        for at, text in enumerate(told)
    ]


def rules(decisions: Sequence[Decision]) -> list[Rule | None]:
    return [fact.rule for decision in decisions for fact in decision.facts]


TABLE: Mapping[str, tuple[tuple[str, ...], list[Rule]]] = {
    "who says so again": (
        (
            "The quake killed 12 people in Orsk, police said.",
            "The quake killed 12 people in Orsk, police said.",
            "The quake killed 12 people in Orsk, the army said.",
        ),
        [Rule.FIGURE_FIRST, Rule.KNOWN_OF_ORIGIN, Rule.KNOWN_OF_OTHERS],
    ),
    "a figure twice in one text": (
        ("The quake killed 12 people in Orsk. In Orsk 12 people were killed.",),
        [Rule.FIGURE_FIRST, Rule.KNOWN_IN_DOCUMENT],
    ),
    "a figure that grows": (
        (
            "The quake killed 12 people in Orsk, police said.",
            "The quake killed 30 people in Orsk, police said.",
            "The toll in Orsk rose to 40 people killed from 30, police said.",
        ),
        [Rule.FIGURE_FIRST, Rule.CHANGE_IN_SERIES, Rule.CHANGE_IN_TEXT],
    ),
    "a figure in other words": (
        (
            "The quake killed 1,512 people in Orsk. Dozens of people were killed in Orsk.",
            "The quake killed about 1,500 people in Orsk.",
            "The quake killed at least 1,000 people in Orsk.",
            "Dozens of people were killed in Orsk.",
            "The quake killed more than 1,512 people in Orsk.",
        ),
        [
            Rule.FIGURE_FIRST,
            Rule.FIGURE_VAGUER_IN_TEXT,
            Rule.FIGURE_ROUNDED,
            Rule.FIGURE_SATISFIED,
            Rule.FIGURE_VAGUER,
            Rule.FIGURE_BOUND,
        ],
    ),
    "what the watchlist keeps silent": (
        (
            "The quake injured 3 people in Orsk and police rescued 80 people."
            " 30 people are missing in Orsk. 90 people were displaced in Orsk. Miners in Orsk struck.",
        ),
        [
            Rule.SILENCE_BELOW_THRESHOLD,
            Rule.SILENCE_NOT_BELOW,
            Rule.SILENCE_OUTCOME_UNTOLD,
            Rule.SILENCE_NEVER_TOLD,
            Rule.SILENCE_WATCHLIST_MUTED,
        ],
    ),
    "places": (
        ("Police deployed in Orsk.", "Soldiers were deployed in Russia."),
        [Rule.PLACE_FIRST, Rule.PLACE_COARSER],
    ),
    "an event": (
        (
            "The mayor of Orsk will resign.",
            "The mayor of Orsk resigned.",
            "The mayor of Orsk denied that he had resigned.",
        ),
        [Rule.EVENT_FIRST, Rule.EVENT_TURNED, Rule.STATEMENT_FIRST_DENIED, Rule.BESIDE_DENIAL],
    ),
    "a date": (
        (
            "No date has been set for the trial in Orsk.",
            "The trial in Orsk begins in May.",
            "The trial in Orsk begins on 9 May.",
            "The trial in Orsk was moved from 9 May to 3 June.",
        ),
        [Rule.DATE_UNSET, Rule.DATE_MOVED, Rule.DATE_FINER, Rule.DATE_MOVED_IN_TEXT],
    ),
    "a name": (
        (
            "Police in Orsk identified the officer as Jon Birk.",
            "Police in Orsk wrongly identified the officer as Jon Birk.",
        ),
        [Rule.NAME_FIRST, Rule.NAME_WITHDRAWN],
    ),
    "a denial": (
        (
            "The mayor of Orsk denied the charge of fraud.",
            "The mayor of Orsk denied the charge of fraud.",
        ),
        [Rule.STATEMENT_FIRST_DENIED, Rule.STATEMENT_KNOWN],
    ),
    "a statement on a topic": (
        ("The mayor of Orsk ruled out talks.", "The mayor of Orsk did not rule out talks."),
        [Rule.BESIDE_DENIAL, Rule.STATEMENT_FIRST_DENIED, Rule.STATEMENT_TURNED],
    ),
    "of another event": (
        ("In October 1999 a quake killed 400 people in Orsk.", "A quake killed 5 people in Tokyo, as one did in Orsk."),
        [Rule.BACKGROUND_LOOKS_BACK, Rule.BACKGROUND_OUTSIDE],
    ),
}


@pytest.mark.parametrize(("told", "expected"), TABLE.values(), ids=TABLE.keys())
def test_each_reason_has_its_rule(desk: Desk, told: tuple[str, ...], expected: list[Rule]) -> None:
    assert rules(desk.tell(*texts(*told))) == expected


NEWS = "The quake killed 12 people in Orsk, police said."


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"is_baseline": True}, Rule.SILENCE_FIRST_READING, id="first reading of a source"),
        pytest.param({"observed_at": MORNING + timedelta(days=9)}, Rule.SILENCE_LATE, id="seen long after"),
    ],
)
def test_what_a_document_is_kept_silent_for_has_its_rule(desk: Desk, change: dict[str, Any], expected: Rule) -> None:
    (item,) = texts(NEWS)
    assert rules(desk.tell(replace(item, **change))) == [expected]


def test_the_silence_of_a_desk_has_its_rule(desk: Desk) -> None:
    desk.store.silences.add(make_silence(Scope(watchlist="town"), MORNING + timedelta(days=1), MORNING, "Ada"))
    assert rules(desk.tell(*texts(NEWS))) == [Rule.SILENCE_OF_DESK]


def test_the_rule_is_kept_recorded_and_counted_by_outcome(desk: Desk) -> None:
    desk.tell(*texts(NEWS, NEWS))
    kept = desk.store.views.facts()
    assert {fact_record(fact)["rule"] for fact in kept} == {"figure.first", "known.of_origin"}
    status = desk.store.views.status(desk.now)
    assert status.facts_by_rule == {("new", "figure.first"): 1, ("repeat", "known.of_origin"): 1}
    assert b'monitor_facts_by_rule{outcome="new",rule="figure.first"} 1.0' in write_metrics(status, Measured())


@pytest.mark.parametrize("stored", [None, "a.rule_of_a_later_version"])
def test_a_rule_that_is_not_known_is_read_as_none(tmp_path: Path, stored: str | None) -> None:
    path = tmp_path / "ledger.db"
    desk = Desk(a_watchlist(tmp_path, WATCHLIST), database=f"sqlite:///{path}")
    desk.tell(*texts(NEWS))
    with sqlite3.connect(path) as database:
        database.execute("UPDATE facts SET rule = ?", (stored,))
    assert [(fact.rule, fact_record(fact)["rule"]) for fact in desk.store.views.facts()] == [(None, None)]
    assert desk.store.views.status(desk.now).facts_by_rule == {("new", stored or "unknown"): 1}
    desk.close()


def test_every_rule_is_given_by_the_code() -> None:
    given = {
        node.attr
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Rule"
    }
    assert sorted(set(Rule.__members__) - given) == []


def test_a_rule_is_named_by_its_subject_and_documented_under_it() -> None:
    documented = set(re.findall(r"`(\w+)\.`", (ROOT / "docs" / "records.md").read_text("utf-8")))
    assert {rule.value.partition(".")[0] for rule in Rule} == documented
    assert all(rule.value.replace(".", "_").upper() == rule.name for rule in Rule)
