"""What a desk's silence keeps quiet, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.decision import Rules, decide
from monitor.core.facts.silences import make_silence, slot_scope, story_scope
from monitor.model import ClusterAssignment, Decision, Outcome, Scope, Silence, StoryLink
from monitor.model.errors import UsageError
from tests.lab.alert_builders import an_alert
from tests.lab.builders import (
    EVERY_CHANGE,
    GEOGRAPHY,
    KURSK,
    NOON,
    UKRAINE,
    a_claim,
    a_history,
    a_quantity,
    a_watchlist,
    an_analysis,
    an_entry,
)

HOUR = timedelta(hours=1)
IN_STORY = ClusterAssignment("c1", None, story=StoryLink("s1"))


def a_silence(scope: Scope, **fields: object) -> Silence:
    return replace(make_silence(scope, NOON + HOUR, NOON - HOUR, "Ada", "live on air"), **fields)  # type: ignore[arg-type]


def told(*silences: Silence, alert_on: frozenset[Outcome] | None = None) -> Decision:
    """Decide a figure in the Kursk region, of a document in story s1, after another of 10,000."""
    known = an_entry(a_quantity(10_000, place=KURSK, speaker="Budanov"), id="f0", alert_id="a0")
    watchlist = a_watchlist() if alert_on is None else a_watchlist(alert_on=alert_on)
    rules = Rules({"troops": watchlist}, GEOGRAPHY, {"troops": ("#desk",)}, weights=EVERY_CHANGE)
    history = a_history(known, assignment=IN_STORY, silences=silences)
    return decide(an_analysis(a_quantity(12_000, place=KURSK, speaker="Umerov")), history, rules, NOON)


@pytest.mark.parametrize(
    ("scope", "is_quiet"),
    [
        pytest.param(Scope(story="s1"), True, id="its story"),
        pytest.param(Scope(story="c1"), True, id="its cluster"),
        pytest.param(Scope(story="s2"), False, id="another story"),
        pytest.param(Scope(watchlist="troops"), True, id="its watchlist"),
        pytest.param(Scope(watchlist="floods"), False, id="another watchlist"),
        pytest.param(Scope(watchlist="troops", fact="figure"), True, id="its fact"),
        pytest.param(Scope(watchlist="troops", fact="denial"), False, id="another fact"),
        pytest.param(Scope(place="kursk region"), True, id="its place"),
        pytest.param(Scope(place="Russia"), True, id="a place around it"),
        pytest.param(Scope(place="Ukraine"), False, id="another place"),
        pytest.param(Scope(actor="North Kore*"), True, id="the beginning of its actor"),
        pytest.param(Scope(actor="Korean"), False, id="another word"),
        pytest.param(Scope(watchlist="troops", place="Ukraine"), False, id="all that it names must fit"),
    ],
)
def test_a_silence_covers_what_fits_all_that_it_names(scope: Scope, is_quiet: bool) -> None:
    decision = told(a_silence(scope))
    assert [fact.outcome for fact in decision.facts] == [Outcome.MUTED if is_quiet else Outcome.CONFLICT]
    assert bool(decision.alerts or decision.deliveries or decision.follow_ups) is not is_quiet


def test_the_fact_says_which_silence_until_when_by_whom_and_why() -> None:
    silence = a_silence(Scope(story="s1"))
    assert (
        told(silence).facts[0].explanation == f"silence {silence.id}, until 2024-10-20 13:00 UTC, by Ada (live on air)"
    )


@pytest.mark.parametrize(
    "change", [{"until": NOON}, {"lifted_at": NOON - timedelta(minutes=1), "lifted_by": "Bo"}], ids=["over", "lifted"]
)
def test_a_silence_that_is_over_or_lifted_keeps_nothing_quiet(change: dict[str, object]) -> None:
    assert told(a_silence(Scope(story="s1"), **change)).alerts


def test_a_watchlist_that_tells_muted_facts_is_still_silenced_by_the_desk() -> None:
    assert not told(a_silence(Scope(story="s1")), alert_on=frozenset(Outcome)).alerts


def test_a_corroboration_of_a_silenced_story_is_kept_and_not_answered_in_the_thread() -> None:
    known = an_entry(a_quantity(10_000), id="f0", alert_id="a0")
    rules = Rules({"troops": a_watchlist()}, GEOGRAPHY, {"troops": ("#desk",)}, weights=EVERY_CHANGE)
    for silences, replies in (((), 1), ((a_silence(Scope(story="c1")),), 0)):
        decision = decide(an_analysis(a_quantity(10_000)), a_history(known, silences=silences), rules, NOON)
        assert [fact.outcome for fact in decision.facts] == [Outcome.CORROBORATION]
        assert len(decision.follow_ups) == replies


def test_the_scope_of_a_slot_covers_its_own_claim_and_no_other_place() -> None:
    claim = a_claim(a_quantity(10_000, place=UKRAINE))
    assert slot_scope(claim) == Scope("troops", "figure", place="Ukraine", actor="North Korea")
    assert told(a_silence(slot_scope(claim))).alerts
    assert not told(a_silence(slot_scope(a_claim(a_quantity(1, place=KURSK))))).alerts


def test_the_scope_of_an_alert_without_a_story_is_its_cluster() -> None:
    assert story_scope(an_alert(story_id="s9")) == Scope(story="s9")
    assert story_scope(an_alert(cluster_id="c7")) == Scope(story="c7")


@pytest.mark.parametrize(
    ("scope", "until", "words"),
    [
        pytest.param(Scope(), HOUR, "name a story", id="everything"),
        pytest.param(Scope(fact="figure"), HOUR, "name the watchlist too", id="a fact of any watchlist"),
        pytest.param(Scope(story="s1"), -HOUR, "is over already", id="a time that has passed"),
    ],
)
def test_a_silence_that_makes_no_sense_is_refused(scope: Scope, until: timedelta, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        make_silence(scope, NOON + until, NOON, "Ada")
