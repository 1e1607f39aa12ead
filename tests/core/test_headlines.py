"""The one bold line of an alert says which story and its state, and the lines below say nothing of it again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from monitor.core.alerts.alerting import AlertContext, alert_of
from monitor.core.alerts.wording import sentence_case
from monitor.core.facts.watchlist import Story, Term
from monitor.model import (
    Alert,
    Claim,
    Event,
    EventRole,
    Fact,
    Mention,
    MentionKind,
    Modality,
    Modifier,
    Notice,
    Outcome,
    Place,
    Stance,
    StoryKind,
)
from tests.lab.builders import NOON, a_document, a_fact, a_history, a_mention, a_watchlist

TURKEY = Place("TR", "Turkey", "country", "TR")
VAN = Place("van", "Van", "city", "TR", ("Turkey",), ("TR",))
FINLAND = Place("FI", "Finland", "country", "FI")
TOPIC = a_watchlist(
    title="Tolls of earthquakes", groups=((Term("earthquake", is_prefix=True), Term("quake", is_prefix=True)),)
)
STORY = a_watchlist(title="The earthquake in Van")


def people(count: float, aspect: str = "killed", **slots: Any) -> Mention:
    text = f"{count} people"
    return a_mention(
        **{
            "value_low": count,
            "value_high": count,
            "unit": "people",
            "unit_class": "person",
            "aspect": aspect,
            "text": text,
            **slots,
        }
    )


def told(
    *facts: Fact,
    title: str = "",
    related: Fact | None = None,
    notice: Notice | None = None,
    corrects: bool = False,
    **slots: Any,
) -> Alert:
    watchlist = a_watchlist(title=title, **slots) if title else TOPIC
    known = {related.id: related} if related else {}
    document = a_document(notice=notice)
    context = AlertContext(document, a_history(), known, {}, frozenset(known) if corrects else frozenset())
    return alert_of("a", watchlist, facts, context, (), NOON)


def a_told(mention: Mention, fact: str = "deaths", **slots: Any) -> Fact:
    general = "person" if mention.unit in ("people", None) else f"{mention.unit_class}:{mention.unit}"
    claim = Claim("troops", fact, mention, "", mention.aspect or "", general, f"troops|{fact}")
    return a_fact(claim, **{"id": f"{fact}{mention.value_low}{mention.text}", **slots})


@pytest.mark.parametrize(
    ("facts", "title", "expected"),
    [
        (
            [a_told(people(13, place=VAN)), a_told(people(60, "injured", place=VAN), "injured")],
            "",
            "Van earthquake: 13 dead, 60 injured",
        ),
        (
            [a_told(people(60, "injured", place=VAN), "injured"), a_told(people(13, place=VAN))],
            "",
            "Van earthquake: 13 dead, 60 injured",
        ),
        ([a_told(people(13)), a_told(people(60, "injured"), "injured")], "", "13 dead, 60 injured"),
        ([a_told(people(13, event=Event(EventRole.OWN, "title", VAN)))], "", "Van earthquake: 13 dead"),
        (
            [a_told(people(13)), a_told(people(40, "missing", place=VAN, speaker="Ali"), "missing")],
            "",
            "Van earthquake: 13 dead (+1 more)",
        ),
        ([a_told(people(13, place=VAN))], "The earthquake in Van", "Earthquake in Van: 13 dead"),
        ([a_told(people(13, place=TURKEY))], "The earthquake in Van", "Earthquake in Van: 13 dead in Turkey"),
        (
            [a_told(people(13, "sent", place=VAN), "troops")],
            "The earthquake in Van",
            "Earthquake in Van: 13 people sent to Van",
        ),
        ([a_told(people(13, place=VAN))], "Story", "13 dead in Van, Turkey"),
        (
            [a_told(people(13, place=VAN, modifier=Modifier.UP_TO, value_low=None, modality=Modality.POSSIBLE))],
            "Story",
            "Up to 13 people possibly killed in Van, Turkey",
        ),
        ([a_told(people(6, unit="children", place=VAN))], "", "Van earthquake: 6 children dead"),
        ([a_told(people(5, "displaced"), "displaced"), a_told(people(13))], "Story", "13 dead, 5 displaced"),
        (
            [a_told(people(3, is_increment=True)), a_told(people(9), outcome=Outcome.UPDATE, relates_to="x")],
            "Story",
            "9 dead (+1 more)",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_headline_names_the_story_and_what_matters_most(facts: list[Fact], title: str, expected: str) -> None:
    assert sentence_case(told(*facts, title=title).headline) == expected


def test_a_storys_place_and_kind_are_the_watchlists_where_it_has_them() -> None:
    killed = a_told(people(13, place=VAN))
    assert told(killed, title="Tolls", story=Story(kind=StoryKind.EARTHQUAKE)).headline == "Van earthquake: 13 dead"
    assert (
        told(killed, title="Earthquake toll", story=Story(where=(TURKEY,))).headline
        == "Earthquake toll: 13 dead in Van"
    )


def test_the_firm_is_named_where_jobs_go() -> None:
    jobs = a_mention(
        value_low=1200,
        value_high=1200,
        unit="jobs",
        unit_class="job",
        aspect="laid_off",
        modality=Modality.PLANNED,
        actor="Brask",
        place=FINLAND,
    )
    groups = ((Term("job", is_prefix=True),),)
    assert (
        told(a_told(jobs, "job cuts"), title="Lay-offs at companies", groups=groups).headline
        == "Brask: 1,200 jobs to be cut in Finland"
    )


@pytest.mark.parametrize(
    ("mention", "fact", "expected"),
    [
        (
            a_mention(value_low=80, value_high=80, unit="percent", unit_class="share"),
            "pay rise",
            "Strike at Brask: pay rise 80 percent",
        ),
        (
            a_mention(value_low=72, value_high=72, unit="ships", unit_class="vehicle"),
            "ships idle",
            "Strike at Brask: ships idle 72",
        ),
        (
            a_mention(value_low=72, value_high=72, unit="ships", unit_class="vehicle"),
            "ships",
            "Strike at Brask: 72 ships",
        ),
        (a_mention(value_low=4, value_high=4, unit=None), "docks", "Strike at Brask: docks 4"),
    ],
    ids=["measure", "label of the noun", "noun alone", "number alone"],
)
def test_a_figure_that_is_not_understood_alone_has_its_label(mention: Mention, fact: str, expected: str) -> None:
    assert told(a_told(mention, fact), title="Strike at Brask").headline == expected


BEFORE = a_told(people(34, place=VAN), id="before")


@pytest.mark.parametrize(
    ("now", "options", "expected"),
    [
        (people(54, place=VAN), {}, "34 → 54 dead"),
        (people(12, place=VAN), {}, "12 dead, down from 34"),
        (people(12, place=VAN), {"corrects": True}, "12 dead, corrected from 34"),
        (people(54, place=VAN), {"corrects": True, "notice": Notice.CORRECTION}, "54 dead, corrected from 34"),
        (people(54, place=VAN), {"corrects": True}, "34 → 54 dead"),
        (people(12, place=VAN), {"corrects": True, "notice": Notice.UPDATE}, "12 dead, down from 34"),
        (people(54, place=VAN, was_low=50, was_high=50), {}, "50 → 54 dead"),
    ],
    ids=[
        "rise",
        "fall",
        "own figure lowered",
        "correction",
        "page brought up to date",
        "update notice",
        "from A to B in the text",
    ],
)
def test_a_changed_figure_reads_by_its_course(now: Mention, options: dict[str, Any], expected: str) -> None:
    alert = told(a_told(now, id="now", outcome=Outcome.UPDATE, relates_to="before"), related=BEFORE, **options)
    assert alert.headline == f"Van earthquake: {expected}"


def test_a_text_that_says_from_what_it_rose_is_told_so_though_the_ledger_never_saw_that() -> None:
    alert = told(a_told(people(54, place=VAN, was_low=50, was_high=50)))
    assert (alert.headline, alert.lines[0].was) == ("Van earthquake: 50 → 54 dead", "50 people killed in Van, Turkey")


def test_another_voice_is_a_dispute_in_words_and_no_arrow() -> None:
    alert = told(a_told(people(54, place=VAN), outcome=Outcome.CONFLICT, relates_to="before"), related=BEFORE)
    assert alert.headline == "Van earthquake: 54 dead, against 34 (disputed)"


def test_the_nearest_known_figure_of_a_new_one_is_context_without_an_arrow() -> None:
    (line,) = told(a_told(people(12, unit="children", place=VAN), relates_to="before"), related=BEFORE).lines
    assert (line.was, line.earlier, line.now) == (
        None,
        "34 people killed in Van, Turkey",
        "12 children killed in Van, Turkey",
    )


def test_a_withdrawn_figure_says_so() -> None:
    fact = a_told(people(34, place=VAN), outcome=Outcome.RETRACTION, relates_to="before")
    assert told(fact, related=BEFORE).headline == "Van earthquake: 34 dead (withdrawn)"


def test_a_place_that_a_figure_of_its_sentence_names_is_not_said_again() -> None:
    place = a_told(a_mention(kind=MentionKind.PLACE, place=VAN, aspect="killed", text="Van"), "where")
    alert = told(a_told(people(13, place=VAN)), place)
    assert (alert.headline, [line.is_said for line in alert.lines]) == ("Van earthquake: 13 dead", [True, True])
    elsewhere = a_told(replace(place.claim.mention, evidence="Another sentence."), "where")
    assert [line.is_said for line in told(a_told(people(13, place=VAN)), elsewhere).lines] == [True, False]


def test_who_denies_is_the_news_and_an_unnamed_denial_is_the_outlets_report() -> None:
    denial = a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED, organisation="Brask", text="that it cuts jobs")
    assert (
        told(a_told(denial, "denial"), title="Strike at Brask").headline
        == "Strike at Brask: Brask denies that it cuts jobs"
    )
    unnamed = a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED, text="denied")
    assert (
        told(a_told(unnamed, "denial"), title="Strike at Brask").headline
        == "Strike at Brask: Harbour Post reports a denial: “Some words.”"
    )


def test_figures_that_have_no_room_are_counted() -> None:
    title = f"The strike at Brask {'and its suppliers ' * 6}".strip()
    alert = told(a_told(people(13)), a_told(people(60, "injured"), "injured"), title=title)
    assert alert.headline.endswith(": 13 dead (+1 more)")
    assert [line.is_said for line in alert.lines] == [True, False]
