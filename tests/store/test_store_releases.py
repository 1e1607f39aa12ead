"""A database that an earlier release has written is opened, read and gone on with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.core.facts.watchlist import Watchlist
from monitor.model import Outcome
from monitor.store import Store
from tests.lab.stories import Desk, a_story, a_watchlist, told

RELEASES = Path(__file__).parent / "releases"


@pytest.fixture(params=sorted(path.stem for path in RELEASES.glob("*.sql")))
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A copy of the database that the release has written of four documents."""
    path = tmp_path / "monitor.db"
    connection = sqlite3.connect(path)
    connection.executescript((RELEASES / f"{request.param}.sql").read_text(encoding="utf-8"))
    connection.close()
    return f"sqlite:///{path}"


@pytest.fixture
def watchlist(tmp_path: Path) -> Watchlist:
    return a_watchlist(tmp_path)


@pytest.fixture
def desk(database: str, watchlist: Watchlist) -> Iterator[Desk]:
    """The present program on that database; its store is migrated as it is opened."""
    desk = Desk(watchlist, database=database)
    yield desk
    desk.close()


def test_its_facts_are_read_and_say_nothing_of_what_was_not_yet_read(desk: Desk) -> None:
    mentions = {fact.claim.fact: fact.claim.mention for fact in desk.store.views.facts("river")}
    assert {"toll", "hurt", "troops", "where", "denial"} <= set(mentions)
    assert (mentions["toll"].value_low, mentions["toll"].organisation) == (31, "police")
    assert all(
        (each.event, each.certainty, each.of_what, each.was_low, each.trend) == (None, None, None, None, None)
        for each in mentions.values()
    )


def test_its_ledger_is_folded(desk: Desk) -> None:
    standing = {(fact.claim.fact, fact.claim.mention.value_low) for fact in desk.ledger() if fact.head_id == fact.id}
    assert {("toll", 31), ("hurt", 40), ("troops", 3_000)} <= standing


def test_its_facts_and_alerts_are_explained(desk: Desk) -> None:
    toll = next(fact for fact in desk.store.views.facts("river") if fact.claim.fact == "toll")
    explained = desk.store.explanations.find(toll.id)
    assert explained is not None
    assert [stored.fact.id for stored in explained.facts] == [toll.id]
    assert [line.fact_id for alert in explained.alerts for line in alert.lines if line.label == "toll"] == [toll.id]
    assert [stored.document.id for stored in explained.versions] == ["rise"]


def test_a_new_document_is_decided_against_it(desk: Desk) -> None:
    again, more, denied = desk.tell(
        a_story("again", "The strike killed 31 people in Sumy, police said.", hours=12, body=()),
        a_story("more", "The strike killed 44 people in Sumy, police said.", hours=14, body=()),
        a_story(
            "denied",
            "The Veldanian defence ministry denied that 3,000 soldiers were sent to Belgorod.",
            hours=15,
            body=(),
        ),
    )
    assert not [line for line in told([again]) if line[1] == "toll"]
    assert [(fact.outcome, fact.head_id) for fact in again.facts if fact.claim.fact == "toll"] == [
        (Outcome.REPEAT, _toll(desk.store, "rise"))
    ]
    assert [label for _, label, _ in told([more]) if label == "toll"] == ["toll"]
    assert {fact.outcome for fact in denied.facts if fact.claim.fact == "denial"} == {Outcome.REPEAT}


def _toll(store: Store, document: str) -> str:
    explained = store.explanations.find(document)
    assert explained is not None
    return next(stored.fact.id for stored in explained.facts if stored.fact.claim.fact == "toll")
