"""Texts that say nowhere whose they are: nothing shows that two of them are of two outlets, and no outlet is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from monitor.channels.plain import body_of, plain
from monitor.model import UNKNOWN_OUTLET, Outcome, RawItem
from tests.lab.stories import Desk, a_story, a_watchlist

NEWS = "Veldania has sent 10,000 soldiers to Kursk."
SAID = "Veldania has sent 10,000 soldiers to Kursk, the Sumy council said."
OTHER = ("A poet from the islands won the prize for a book about her mother, and read from it on Saturday.",)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(a_watchlist(tmp_path))
    yield desk
    desk.close()


def nobodys(item: RawItem) -> RawItem:
    return replace(item, source=UNKNOWN_OUTLET)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (nobodys(a_story("one", NEWS)), nobodys(a_story("two", SAID, body=OTHER, hours=1))),
        (nobodys(a_story("one", NEWS)), a_story("two", SAID, body=OTHER, hours=1)),
        (a_story("one", NEWS), nobodys(a_story("two", SAID, body=OTHER, hours=1))),
    ],
    ids=["both unknown", "the first", "the second"],
)
def test_a_text_of_an_unknown_outlet_confirms_nothing_and_is_confirmed_by_nothing(
    desk: Desk, first: RawItem, second: RawItem
) -> None:
    outcomes = [fact.outcome for decision in desk.tell(first, second) for fact in decision.facts]
    assert Outcome.CORROBORATION not in outcomes
    assert {entry.outcome for entry in desk.ledger()} >= {Outcome.NEW, Outcome.REPEAT}


def test_two_known_outlets_confirm_one_another(desk: Desk) -> None:
    decisions = desk.tell(a_story("one", NEWS), a_story("two", SAID, body=OTHER, hours=1))
    assert Outcome.CORROBORATION in [fact.outcome for decision in decisions for fact in decision.facts]


def test_a_page_that_cites_somebody_does_not_confirm_its_own_teaser(desk: Desk) -> None:
    teaser = a_story("one", NEWS, body=())
    page = replace(a_story("one", SAID, hours=1), source=teaser.source, revision="page")
    first, second = desk.tell(teaser, page)
    assert first.alerts
    assert not second.follow_ups
    assert Outcome.CORROBORATION not in [fact.outcome for fact in second.facts]


def test_no_outlet_is_told(desk: Desk) -> None:
    (decision,) = desk.tell(nobodys(a_story("one", NEWS, title="Soldiers on their way")))
    (alert,) = decision.alerts
    assert (alert.outlet, alert.outlets, alert.lines[0].source_phrase) == ("", 0, "")
    text = body_of(alert, UTC, plain)
    assert text.splitlines()[:2] == [f"“{NEWS}”", "Soldiers on their way"]
    assert "outlet not known" in text
