"""One document against the past: facts with outcomes, what they end, and one alert a watchlist."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.decision import Rules, decide, origin_of
from monitor.core.facts.watchlist import Mute, Term, Watchlist
from monitor.model import (
    Analysis,
    Decision,
    History,
    LedgerEntry,
    Mention,
    Modality,
    Modifier,
    Notice,
    Outcome,
    PreviousVersion,
    Trend,
)
from tests.lab.builders import (
    EVERY_CHANGE,
    GEOGRAPHY,
    KURSK,
    NOON,
    VLADIVOSTOK,
    a_claim,
    a_document,
    a_fact,
    a_history,
    a_place_mention,
    a_quantity,
    a_rule,
    a_watchlist,
    an_analysis,
    an_entry,
)


def decided(analysis: Analysis, history: History | None = None, watchlist: Watchlist | None = None) -> Decision:
    watchlist = watchlist or a_watchlist()
    return decide(
        analysis,
        history or a_history(),
        Rules({watchlist.id: watchlist}, GEOGRAPHY, {watchlist.id: ("#desk",)}, weights=EVERY_CHANGE),
        NOON,
    )


def outcomes(decision: Decision) -> list[Outcome]:
    return [fact.outcome for fact in decision.facts]


def test_a_documents_news_for_a_watchlist_is_one_alert_with_one_delivery_a_channel() -> None:
    decision = decided(
        an_analysis(
            a_quantity(1_500), a_quantity(2_600, start=9, end=12, place=KURSK, aspect="sent", modality=Modality.PLANNED)
        )
    )
    (alert,) = decision.alerts
    assert [line.outcome for line in alert.lines] == [Outcome.NEW, Outcome.NEW]
    assert [delivery.channel for delivery in decision.deliveries] == ["#desk"]
    assert {fact.alert_id for fact in decision.facts} == {alert.id}


def test_a_figure_said_twice_in_one_document_is_told_once() -> None:
    decision = decided(an_analysis(a_quantity(1_500), a_quantity(1_500, start=9, end=12)))
    assert outcomes(decision) == [Outcome.NEW, Outcome.REPEAT]
    assert decision.facts[1].head_id == decision.facts[0].id


def test_the_same_input_gives_the_same_decision() -> None:
    assert decided(an_analysis(a_quantity(1_500))) == decided(an_analysis(a_quantity(1_500)))


def test_a_version_seen_before_changes_nothing() -> None:
    previous = PreviousVersion("h1", "c1", ())
    decision = decided(an_analysis(a_quantity(1_500)), a_history(previous=previous))
    assert decision.is_unchanged
    assert not decision.facts
    assert not decision.alerts


@pytest.mark.parametrize(
    ("watchlist", "document", "expected"),
    [
        pytest.param({}, {"is_baseline": True}, Outcome.BASELINE, id="first reading of a source"),
        pytest.param({"since": NOON + timedelta(days=1)}, {}, Outcome.BASELINE, id="before the watchlist began"),
        pytest.param(
            {"stale_after": timedelta(days=3)},
            {"published_at": NOON - timedelta(days=9), "observed_at": NOON},
            Outcome.STALE,
            id="published long before it was seen",
        ),
        pytest.param(
            {"stale_after": timedelta(days=3)},
            {"published_at": NOON - timedelta(days=9), "observed_at": NOON, "mention": {"event_from": NOON}},
            Outcome.NEW,
            id="published long before, of what happened today",
        ),
        pytest.param(
            {"stale_after": None},
            {"published_at": NOON - timedelta(days=900), "observed_at": NOON},
            Outcome.NEW,
            id="never stale",
        ),
        pytest.param(
            {"mutes": (Mute(fact="figure", until=NOON + timedelta(hours=1)),)}, {}, Outcome.MUTED, id="muted for now"
        ),
        pytest.param({"mutes": (Mute(fact="figure", until=NOON),)}, {}, Outcome.NEW, id="a mute that has run out"),
        pytest.param({"mutes": (Mute(speaker=Term("peskov")),)}, {}, Outcome.NEW, id="another speaker is muted"),
        pytest.param({"facts": (a_rule(threshold=2_000.0),)}, {}, Outcome.BELOW_THRESHOLD, id="below the threshold"),
    ],
)
def test_news_is_silent_where_the_desk_asked_for_silence(
    watchlist: dict[str, object], document: dict[str, Any], expected: Outcome
) -> None:
    mention = document.pop("mention", {})
    decision = decided(
        an_analysis(a_quantity(1_500, **mention), document=a_document(**document)), watchlist=a_watchlist(**watchlist)
    )
    assert outcomes(decision) == [expected]
    assert bool(decision.alerts) is (expected is Outcome.NEW)


_LONG = "Rescue teams searched the ruins of the bazaar through the night, and the hospital asked for blood of every group. Schools and markets stay closed until next week, said the mayor."


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        pytest.param(_LONG, timedelta(days=57), Outcome.STALE, id="again after two months"),
        pytest.param(_LONG, timedelta(minutes=-5), Outcome.NEW, id="this one is the first"),
        pytest.param(
            "Two people died on the roads yesterday, police said.",
            timedelta(days=7),
            Outcome.NEW,
            id="a bulletin that may say so of any day",
        ),
        pytest.param(_LONG, None, Outcome.NEW, id="never before"),
    ],
)
def test_a_text_that_comes_again_under_a_later_date_is_no_news(
    text: str, first: timedelta | None, expected: Outcome
) -> None:
    history = a_history(text_published_at=NOON - first if first is not None else None)
    decision = decided(an_analysis(a_quantity(1_500), document=a_document(text=text)), history)
    assert outcomes(decision) == [expected]
    assert bool(decision.alerts) is (expected is Outcome.NEW)


def test_a_text_that_comes_again_ends_no_later_figure() -> None:
    known = an_entry(a_quantity(3_000, speaker="Kyrylo Budanov"), published_at=NOON - timedelta(days=9))
    history = a_history(known, text_published_at=NOON - timedelta(days=20))
    decision = decided(an_analysis(a_quantity(1_500, speaker="Budanov"), document=a_document(text=_LONG)), history)
    assert decision.superseded != ("f0",)
    assert not decision.alerts


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(frozenset(), Outcome.MUTED, id="kept, never told"),
        pytest.param(frozenset({Outcome.UPDATE}), Outcome.MUTED, id="not among those told"),
        pytest.param(frozenset({Outcome.NEW}), Outcome.NEW, id="told"),
    ],
)
def test_a_fact_has_outcomes_of_its_own_that_alert(on: frozenset[Outcome], expected: Outcome) -> None:
    decision = decided(an_analysis(a_quantity(1_500)), watchlist=a_watchlist(a_rule(on=on)))
    assert outcomes(decision) == [expected]
    assert bool(decision.alerts) is (expected is Outcome.NEW)
    assert expected is Outcome.NEW or decision.facts[0].explanation.startswith("new, but")


def test_a_silent_fact_leaves_the_others_of_its_watchlist_as_they_are() -> None:
    watchlist = a_watchlist(a_rule(name="figure", on=frozenset()), a_rule(name="other"))
    assert not decided(an_analysis(a_quantity(1_500)), watchlist=watchlist).alerts
    assert decided(an_analysis(a_quantity(1_500), fact="other"), watchlist=watchlist).alerts


@pytest.mark.parametrize(
    ("alert_id", "expected"),
    [
        pytest.param("a1", Outcome.UPDATE, id="of a figure that was told"),
        pytest.param(None, Outcome.BELOW_THRESHOLD, id="of one that was kept quiet"),
    ],
)
def test_a_threshold_hides_no_change_of_what_was_told(alert_id: str | None, expected: Outcome) -> None:
    known = an_entry(a_quantity(1_500, speaker="Kyrylo Budanov"), alert_id=alert_id)
    decision = decided(
        an_analysis(a_quantity(300, speaker="Budanov")), a_history(known), a_watchlist(a_rule(threshold=500.0))
    )
    assert outcomes(decision) == [expected]


def test_the_same_speakers_later_figure_ends_the_earlier_one() -> None:
    known = an_entry(a_quantity(1_500, speaker="Kyrylo Budanov"))
    decision = decided(an_analysis(a_quantity(3_000, speaker="Budanov")), a_history(known))
    assert outcomes(decision) == [Outcome.UPDATE]
    assert decision.superseded == ("f0",)
    assert decision.alerts[0].lines[0].was == "1,500 soldiers arrived"


def a_version(*mentions: Mention, content_hash: str = "h0") -> tuple[PreviousVersion, History]:
    facts = tuple(
        a_fact(a_claim(mention), id=f"old{number}", head_id=f"old{number}", document_id="d1", origin="text:c1")
        for number, mention in enumerate(mentions)
    )
    previous = PreviousVersion(content_hash, "c1", facts)
    entries = tuple(LedgerEntry(fact, (fact.origin,), (fact.source,)) for fact in facts)
    return previous, a_history(*entries, previous=previous)


def test_a_revision_updates_what_it_changes_and_withdraws_what_it_drops() -> None:
    _, history = a_version(a_quantity(13, aspect="killed"), a_quantity(40, aspect="missing"))
    decision = decided(an_analysis(a_quantity(31, aspect="killed")), history)
    assert outcomes(decision) == [Outcome.UPDATE, Outcome.RETRACTION]
    assert set(decision.superseded) >= {"old0", "old1"}
    assert [(line.was, line.now) for line in decision.alerts[0].lines][1] == ("40 soldiers missing", "withdrawn")


def test_a_revision_that_says_the_same_withdraws_nothing() -> None:
    _, history = a_version(a_quantity(13, aspect="killed"))
    decision = decided(an_analysis(a_quantity(13, aspect="killed")), history)
    assert outcomes(decision) == [Outcome.REPEAT]
    assert decision.superseded == ()


def test_a_correction_updates_its_clusters_figure_whoever_said_it() -> None:
    known = an_entry(a_quantity(54, aspect="killed", organisation="union"))
    history = a_history(known, cluster_facts=(known.fact,))
    correction = an_analysis(a_quantity(45, aspect="killed"), document=a_document(notice=Notice.CORRECTION))
    decision = decided(correction, history)
    assert outcomes(decision) == [Outcome.UPDATE]
    assert decision.superseded == ("f0",)


def test_a_kill_notice_withdraws_all_that_its_cluster_said() -> None:
    known = an_entry(a_quantity(54, aspect="killed"), cluster_id="c1")
    decision = decided(
        an_analysis(document=a_document(notice=Notice.KILL)), a_history(known, cluster_facts=(known.fact,))
    )
    assert outcomes(decision) == [Outcome.RETRACTION]


def test_an_alert_of_a_corroboration_counts_the_origins_behind_it() -> None:
    known = an_entry(a_quantity(1_500, organisation="police"), origin="cited:police")
    decision = decided(
        an_analysis(a_quantity(1_500, organisation="Red Cross")),
        a_history(known),
        a_watchlist(a_rule(on=frozenset({Outcome.CORROBORATION}))),
    )
    assert [alert.origins for alert in decision.alerts] == [2]


@pytest.mark.parametrize(
    "known",
    [{"source": "Harbour Post"}, {"cluster_id": "c1"}],
    ids=["the outlet's own earlier article", "a copy of the text"],
)
def test_no_article_confirms_its_own_outlet_or_text(known: dict[str, str]) -> None:
    entry = an_entry(a_quantity(1_500, organisation="police"), origin="cited:police", **known)
    decision = decided(an_analysis(a_quantity(1_500, organisation="Red Cross")), a_history(entry))
    assert outcomes(decision) == [Outcome.REPEAT]


def test_articles_that_cite_one_origin_are_one_witness() -> None:
    said = a_quantity(1, organisation="National Intelligence Service")
    assert origin_of(said, a_document(id="a", source="One"), "c1") == origin_of(
        said, a_document(id="b", source="Two"), "c2"
    )
    assert origin_of(a_quantity(1), a_document(credit="AP"), "c1") == origin_of(
        a_quantity(1), a_document(credit="AP"), "c2"
    )
    assert origin_of(a_quantity(1), a_document(), "c1") != origin_of(a_quantity(1), a_document(), "c2")


mentions = st.one_of(
    st.builds(
        a_quantity,
        st.integers(1, 50).map(float),
        aspect=st.sampled_from(["killed", "arrived", "sent"]),
        speaker=st.sampled_from([None, "A B", "C D"]),
    ),
    st.builds(
        a_quantity,
        st.integers(1, 50).map(float),
        modifier=st.just(Modifier.ABOUT),
        place=st.sampled_from([None, KURSK, VLADIVOSTOK]),
    ),
    st.builds(a_place_mention, st.sampled_from([KURSK, VLADIVOSTOK])),
)


@given(st.lists(mentions, max_size=6))
def test_reading_a_document_again_alerts_nothing(read: list[Mention]) -> None:
    first = decided(an_analysis(*read))
    entries = tuple(
        LedgerEntry(replace(fact, is_live=fact.id not in first.superseded), (fact.origin,), (fact.source,))
        for fact in first.facts
        if fact.head_id == fact.id
    )
    again = decided(an_analysis(*read, document=a_document(id="copy")), a_history(*entries))
    assert not again.alerts


def test_a_threshold_hides_no_change_of_what_was_told_before_a_silence() -> None:
    told = an_entry(a_quantity(10_000, speaker="Budanov"), id="f0", alert_id="a0", is_live=False)
    quiet = an_entry(
        a_quantity(700, speaker="Budanov"), id="f1", relates_to="f0", outcome=Outcome.MUTED, kept_outcome=Outcome.UPDATE
    )
    decision = decided(
        an_analysis(a_quantity(300, speaker="Budanov")), a_history(told, quiet), a_watchlist(a_rule(threshold=500.0))
    )
    assert outcomes(decision) == [Outcome.UPDATE]


def test_a_threshold_hides_no_change_that_a_text_tells_of_a_figure_that_was_told() -> None:
    told = an_entry(a_quantity(1_200, modifier=Modifier.ABOUT, speaker="Budanov"), id="f0", alert_id="a0")
    mention = a_quantity(300, speaker="Gerasimov", was_low=1_200, was_high=1_200, trend=Trend.FALL)
    decision = decided(an_analysis(mention), a_history(told), a_watchlist(a_rule(threshold=500.0)))
    assert outcomes(decision) == [Outcome.UPDATE]


def test_a_threshold_hides_a_fall_of_what_nobody_was_told() -> None:
    mention = a_quantity(300, speaker="Gerasimov", was_low=1_200, was_high=1_200, trend=Trend.FALL)
    decision = decided(an_analysis(mention), a_history(), a_watchlist(a_rule(threshold=500.0)))
    assert outcomes(decision) == [Outcome.BELOW_THRESHOLD]
