"""Which figures are told as a change with the weights that the package ships, and which are plainly new."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.core.facts.grounds import Grounds, Teller, Verdict
from monitor.core.facts.novelty import judge
from monitor.data.resources import load_weights
from monitor.model import Certainty, LedgerEntry, Mention, Modifier, Outcome, Rule, Trend
from tests.lab.builders import GEOGRAPHY, KURSK, NOON, RUSSIA, UKRAINE, a_claim, a_quantity, an_entry

PLAIN: dict[str, Any] = {"actor": None, "aspect": "killed", "unit": "people", "unit_class": "person"}
GOVERNOR, RESCUER = {"organisation": "governor's office"}, {"organisation": "rescue workers"}


def dead(value: int, **slots: Any) -> Mention:
    return a_quantity(value, **{**PLAIN, **slots})


def idle(value: int, **slots: Any) -> Mention:
    return a_quantity(value, **{"actor": None, "aspect": None, "unit": "ships", "unit_class": "vehicle", **slots})


def spent(value: int) -> Mention:
    return a_quantity(value, actor=None, aspect=None, unit="USD", unit_class="money")


def known(mention: Mention, hours: int = 24, **slots: Any) -> LedgerEntry:
    entry = an_entry(mention, published_at=NOON - timedelta(hours=hours), **slots)
    return replace(entry, fact=replace(entry.fact, claim=replace(entry.fact.claim, is_chief=True)))


def judged(mention: Mention, *entries: LedgerEntry) -> Verdict:
    claim = replace(a_claim(mention), is_chief=True)
    return judge(
        claim,
        Teller("text:new", "new", NOON, outlet="Harbour Post"),
        entries,
        Grounds(GEOGRAPHY, 0.05, weights=load_weights()),
    )


@pytest.mark.parametrize(
    ("coming", "stood", "hours", "expected"),
    [
        pytest.param(
            dead(31, place=KURSK, **GOVERNOR),
            dead(12, place=KURSK, **GOVERNOR),
            24,
            Outcome.UPDATE,
            id="the same voice of one place",
        ),
        pytest.param(
            dead(31, place=KURSK, **GOVERNOR),
            dead(12, place=KURSK, **RESCUER),
            24,
            Outcome.UPDATE,
            id="another voice, later and higher",
        ),
        pytest.param(
            dead(31, place=KURSK, **GOVERNOR),
            dead(12, place=KURSK, **RESCUER),
            1,
            Outcome.CONFLICT,
            id="another voice at the same moment",
        ),
        pytest.param(
            dead(12, place=KURSK, **GOVERNOR),
            dead(200, place=KURSK, **RESCUER),
            24,
            Outcome.CONFLICT,
            id="another voice, far lower",
        ),
        pytest.param(
            dead(12, place=KURSK, **GOVERNOR),
            dead(34, place=KURSK, **GOVERNOR),
            24,
            Outcome.UPDATE,
            id="a voice takes back its own",
        ),
        pytest.param(
            dead(12, place=KURSK, trend=Trend.FALL),
            dead(34, place=KURSK),
            24,
            Outcome.UPDATE,
            id="brought down, says the text",
        ),
        pytest.param(dead(12, place=KURSK), dead(34, place=KURSK), 24, Outcome.NEW, id="lower, and nobody says why"),
        pytest.param(
            dead(120, place=KURSK, **GOVERNOR),
            dead(30, **RESCUER),
            24,
            Outcome.NEW,
            id="a place that the known one leaves unsaid",
        ),
        pytest.param(dead(31, place=KURSK), dead(12, place=UKRAINE), 24, Outcome.NEW, id="another place"),
        pytest.param(
            dead(75, place=KURSK),
            dead(60, place=KURSK, certainty=Certainty.FEARED),
            24,
            Outcome.NEW,
            id="what is known is no change of what was feared",
        ),
        pytest.param(idle(190), idle(160), 24, Outcome.UPDATE, id="a count of things past the greatest known"),
        pytest.param(idle(80), idle(160), 24, Outcome.NEW, id="a lower count of things, and nobody says why"),
        pytest.param(idle(700), idle(160), 24, Outcome.NEW, id="far more than is known"),
        pytest.param(
            dead(700, place=KURSK), dead(12, place=KURSK), 24, Outcome.UPDATE, id="far more dead at one place"
        ),
        pytest.param(idle(190, is_increment=True), idle(160), 24, Outcome.NEW, id="so many more"),
        pytest.param(spent(190), spent(160), 24, Outcome.NEW, id="money is of anything"),
        pytest.param(
            dead(188, place=KURSK),
            dead(150, place=RUSSIA),
            24,
            Outcome.UPDATE,
            id="a part greater than the known whole",
        ),
        pytest.param(dead(120, place=KURSK), dead(150, place=RUSSIA), 24, Outcome.NEW, id="a part of the known whole"),
        pytest.param(dead(9000), dead(12), 24, Outcome.NEW, id="nothing said of either"),
    ],
)
def test_a_change_has_to_be_earned(coming: Mention, stood: Mention, hours: int, expected: Outcome) -> None:
    assert judged(coming, known(stood, hours)).outcome is expected


def test_the_text_itself_tells_a_change_that_the_ledger_never_saw() -> None:
    verdict = judged(dead(12, was_low=30, was_high=30))
    assert (verdict.outcome, verdict.relates_to) == (Outcome.UPDATE, None)


def test_a_figure_that_is_said_to_have_risen_comes_from_the_newest_below_it() -> None:
    below, above = known(dead(40, **GOVERNOR), 30, id="below"), known(dead(150, **RESCUER), 9, id="above")
    verdict = judged(dead(80, trend=Trend.RISE, organisation="UN"), below, above)
    assert (verdict.outcome, verdict.rule, verdict.relates_to) == (Outcome.UPDATE, Rule.CHANGE_AS_TOLD, below)


@pytest.mark.parametrize(
    "slots",
    [
        pytest.param({"trend": None}, id="nobody says that it has risen"),
        pytest.param({"trend": Trend.RISE, "aspect": "injured"}, id="of the injured"),
        pytest.param({"trend": Trend.RISE, "is_increment": True}, id="of more on top"),
        pytest.param({"trend": Trend.RISE, "certainty": Certainty.FEARED}, id="of those who are feared dead"),
    ],
)
def test_what_else_has_risen_comes_from_no_toll(slots: dict[str, Any]) -> None:
    below, above = known(dead(40, **GOVERNOR), 30), known(dead(150, **RESCUER), 9)
    verdict = judged(dead(80, organisation="UN", **slots), below, above)
    assert verdict.rule is not Rule.CHANGE_AS_TOLD


def test_a_figure_well_past_a_floor_is_an_update_and_one_near_it_says_more_exactly_what_it_meant() -> None:
    stood = known(dead(35, place=KURSK, modifier=Modifier.AT_LEAST, **GOVERNOR))
    far = judged(dead(61, place=KURSK, **RESCUER), stood)
    near = judged(dead(38, place=KURSK, **RESCUER), stood)
    assert (far.outcome, near.outcome) == (Outcome.UPDATE, Outcome.REFINEMENT)


def test_the_missing_grow_fewer_whoever_counts_them() -> None:
    stood = known(dead(11, aspect="missing", **GOVERNOR))
    verdict = judged(dead(6, aspect="missing", **RESCUER), stood)
    assert (verdict.outcome, verdict.relates_to) == (Outcome.UPDATE, stood)


def test_of_the_miners_who_are_trapped_there_are_fewer_men() -> None:
    stood = known(dead(19, aspect="trapped", unit="miners", place=KURSK, **GOVERNOR))
    men = dead(12, aspect="trapped", unit="men", place=KURSK, **RESCUER)
    assert judged(men, stood).relates_to == stood
    assert judged(replace(men, place=UKRAINE), stood).relates_to is None


def test_fewer_injured_are_no_change() -> None:
    stood = known(dead(11, aspect="injured", **GOVERNOR))
    assert judged(dead(6, aspect="injured", **RESCUER), stood).outcome is Outcome.NEW


def test_what_a_text_sets_against_anothers_figure_is_disputed() -> None:
    stood = known(dead(9, **GOVERNOR))
    verdict = judged(dead(12, was_low=9, was_high=9, organisation="mayor of Talsi"), stood)
    assert (verdict.outcome, verdict.relates_to) == (Outcome.CONFLICT, stood)


def test_a_count_between_two_that_are_known_is_no_change() -> None:
    first, second = known(idle(160), 9, id="first"), known(idle(300), 30, id="second")
    assert judged(idle(190), first, second).outcome is Outcome.NEW


def test_at_one_place_a_count_changes_the_newest_whatever_is_known_elsewhere() -> None:
    here, elsewhere = known(idle(40, place=KURSK), 9, id="here"), known(idle(300, place=UKRAINE), 3, id="elsewhere")
    verdict = judged(idle(60, place=KURSK), here, elsewhere)
    assert (verdict.outcome, verdict.relates_to) == (Outcome.UPDATE, here)


def test_of_two_voices_the_own_one_is_updated() -> None:
    theirs, ours = (
        known(dead(200, place=KURSK, **RESCUER), 9, id="theirs"),
        known(dead(12, place=KURSK, **GOVERNOR), 6, id="ours"),
    )
    verdict = judged(dead(25, place=KURSK, **GOVERNOR), theirs, ours)
    assert (verdict.outcome, verdict.relates_to) == (Outcome.UPDATE, ours)


@pytest.mark.parametrize(("inherited", "expected"), [((), Outcome.UPDATE), (("speaker",), Outcome.NEW)])
def test_a_voice_that_was_taken_over_takes_nothing_back(inherited: tuple[str, ...], expected: Outcome) -> None:
    sizes = {"unit": "hours", "unit_class": "duration", "actor": None, "aspect": None, **GOVERNOR}
    verdict = judged(a_quantity(5, **sizes, inherited=inherited), known(a_quantity(7, **sizes)))
    assert verdict.outcome is expected


def test_a_falling_ceiling_is_news() -> None:
    ceiling = {"modifier": Modifier.UP_TO, "place": KURSK, **GOVERNOR}
    verdict = judged(a_quantity(None, 22, **{**PLAIN, **ceiling}), known(a_quantity(None, 60, **{**PLAIN, **ceiling})))
    assert verdict.outcome is Outcome.UPDATE


def test_what_is_plainly_new_says_which_evidence_was_too_little() -> None:
    verdict = judged(dead(9000), known(dead(12)))
    assert verdict.relates_to is None
    assert "evidence" in verdict.explanation
    assert "size more by far" in verdict.explanation


PRICE: dict[str, Any] = {"unit": "USD", "unit_class": "money:usd", "aspect": None}


@pytest.mark.parametrize(
    ("coming", "stood", "is_context"),
    [
        pytest.param(dead(12, place=KURSK), dead(34, place=KURSK), True, id="the same happens at both"),
        pytest.param(dead(9000), dead(12), False, id="by far another size"),
        pytest.param(dead(5, place=KURSK), dead(120, place=UKRAINE), False, id="another place"),
        pytest.param(
            dead(7, aspect=None, unit_class="vehicle:ship"),
            dead(12, aspect=None, unit_class="vehicle:ship"),
            True,
            id="ships and ships",
        ),
        pytest.param(dead(30, **PRICE), dead(40, **PRICE), False, id="money of nobody knows what"),
        pytest.param(
            dead(30, of_what="repair pipeline", **PRICE), dead(40, of_what="pipeline", **PRICE), True, id="of one thing"
        ),
        pytest.param(
            dead(30, of_what="loan", **PRICE), dead(40, of_what="pipeline", **PRICE), False, id="of two things"
        ),
        pytest.param(dead(5, unit_class="person:child"), dead(120), True, id="a part of a whole, of whatever size"),
    ],
)
def test_beside_a_new_figure_stands_only_one_that_a_reader_can_hold_it_against(
    coming: Mention, stood: Mention, is_context: bool
) -> None:
    verdict = judged(coming, known(stood))
    assert (verdict.outcome, verdict.relates_to is not None) == (Outcome.NEW, is_context)


def test_a_higher_figure_of_another_voice_is_a_dispute_where_its_text_tells_the_known_one_as_that_voice_s() -> None:
    stood = dead(12, place=KURSK, **RESCUER)
    claim = replace(a_claim(dead(31, place=KURSK, **GOVERNOR)), is_chief=True)
    for said, expected in ((stood, Outcome.CONFLICT), (dead(12, place=KURSK, **GOVERNOR), Outcome.UPDATE)):
        teller = Teller("text:new", "new", NOON, outlet="Harbour Post", claims=(claim, a_claim(said)))
        verdict = judge(claim, teller, [known(stood)], Grounds(GEOGRAPHY, 0.05, weights=load_weights()))
        assert verdict.outcome is expected


def test_the_day_on_which_a_toll_rose_is_not_the_day_of_the_deaths() -> None:
    monday = {"event_from": NOON - timedelta(days=2), "event_to": NOON - timedelta(days=1)}
    tuesday = {"event_from": NOON - timedelta(days=1), "event_to": NOON}
    stood = known(dead(3, place=KURSK, **monday, **GOVERNOR))
    assert judged(dead(9, place=KURSK, trend=Trend.CHANGE, **tuesday, **GOVERNOR), stood).outcome is Outcome.UPDATE
    assert judged(dead(9, place=KURSK, **tuesday, **GOVERNOR), stood).outcome is Outcome.NEW
