"""What is of another event than the story's is kept, counted and silent; nothing is held against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.app import read_ledger
from monitor.core.facts.background import background_of
from monitor.core.facts.ledger import fold
from monitor.model import Event, EventRole, Mention, Modality, Notice, Outcome, Told
from tests.builders import GEOGRAPHY, NOON, a_claim, a_fact, a_quantity
from tests.stories import Desk, a_story, a_watchlist, told


def ended(**ago: float) -> dict[str, datetime]:
    stop = NOON - timedelta(**ago)
    return {"event_from": stop - timedelta(days=1), "event_to": stop}


def of_event(role: EventRole, stop: datetime | None = None) -> Event:
    return Event(role, "a rule", stop=stop)


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        pytest.param(a_quantity(12), None, id="no time and no event"),
        pytest.param(a_quantity(12, **ended(days=29)), None, id="within a month"),
        pytest.param(a_quantity(12, **ended(days=31)), "it happened long before", id="over more than a month before"),
        pytest.param(a_quantity(12, event_from=NOON - timedelta(days=400), event_to=NOON), None, id="began long ago and goes on"),
        pytest.param(a_quantity(12, event_from=NOON - timedelta(days=400)), None, id="began long ago, no end said"),
        pytest.param(a_quantity(12, modality=Modality.PLANNED, event_to=NOON + timedelta(days=90)), None, id="still to come"),
        pytest.param(a_quantity(12, event=of_event(EventRole.OWN)), None, id="the article's own event"),
        pytest.param(a_quantity(12, event=of_event(EventRole.ELSEWHERE)), None, id="another place's event of the day"),
        pytest.param(a_quantity(12, event=of_event(EventRole.BACKGROUND)), "looks back", id="a look back"),
        pytest.param(a_quantity(12, event=of_event(EventRole.UNREAL)), "no real event", id="a drill"),
        pytest.param(a_quantity(12, event=of_event(EventRole.OWN, NOON - timedelta(days=99))), "it happened long before", id="by the time of its event"),
        pytest.param(a_quantity(12, event=of_event(EventRole.OWN, NOON - timedelta(days=99)), **ended(days=1)), None, id="its own time goes before"),
    ],
)
def test_what_is_background_says_why(mention: Mention, expected: str | None) -> None:
    why = background_of(mention, NOON)
    assert (why is None) if expected is None else (why is not None and expected in why)


def test_the_fold_keeps_background_apart_from_what_stands() -> None:
    old = a_fact(a_claim(a_quantity(12, **ended(days=400))), id="old", cluster_id="c1", outcome=Outcome.BACKGROUND, is_live=False)
    own = a_fact(a_claim(a_quantity(12)), id="own", cluster_id="c1")
    versions = [Told("d1", NOON, None, "c1", ("c1",), (old,)), Told("d2", NOON, Notice.UPDATE, "c1", ("c1",), (own,))]
    (looked_back, stands) = fold(versions, GEOGRAPHY, {})
    assert (looked_back.id, looked_back.outcome, looked_back.is_live, looked_back.head_id) == ("old", Outcome.BACKGROUND, False, "old")
    assert (stands.id, stands.head_id, stands.is_live) == ("own", "own", True)


LOOK_BACK = "In October 1999 a strike killed 400 people in Sumy, police said."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(a_watchlist(tmp_path))


def test_a_look_back_is_silent_and_swallows_nothing(desk: Desk) -> None:
    looked_back, news = desk.tell(a_story("past", LOOK_BACK), a_story("today", "The strike killed 400 people in Sumy, police said.", hours=3))
    (toll,) = [fact for fact in looked_back.facts if fact.claim.fact == "toll"]
    assert (toll.outcome, toll.alert_id, toll.is_live) == (Outcome.BACKGROUND, None, False)
    assert "over by 1999-11-01" in toll.explanation
    assert told([looked_back]) == []
    assert ("new", "toll") in [(outcome, label) for outcome, label, _ in told([news])]
    assert desk.store.status(datetime(2025, 3, 5, tzinfo=UTC)).facts_by_outcome["background"] == len(looked_back.facts)
    assert not [fact for fact in desk.store.heads("river") if fact.document_id == "past"]
    assert [fact.document_id for fact in read_ledger(desk.store, desk.watchlists) if fact.claim.fact == "toll"] == ["today"]
    desk.close()


def test_an_edit_that_drops_a_look_back_takes_nothing_back(desk: Desk) -> None:
    desk.tell(a_story("piece", "The strike killed 12 people in Sumy, police said.", LOOK_BACK))
    (edited,) = desk.tell(a_story("piece", "The strike killed 12 people in Sumy, police said."))
    assert {fact.outcome for fact in edited.facts} == {Outcome.REPEAT}
    assert edited.superseded == ()
    desk.close()


def test_a_denial_is_of_no_look_back(desk: Desk) -> None:
    (decision,) = desk.tell(a_story("denial", LOOK_BACK, "The Veldanian defence ministry denied that 3,000 soldiers were sent to Belgorod."))
    (denial,) = [fact for fact in decision.facts if fact.claim.fact == "denial"]
    assert denial.outcome is Outcome.DENIAL
    assert denial.relates_to not in {fact.id for fact in decision.facts if fact.outcome is Outcome.BACKGROUND}
    desk.close()
