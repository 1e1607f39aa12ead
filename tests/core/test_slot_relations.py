"""How two slots lie to one another, as a table: what both say, and what one leaves unsaid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.core.facts.slots import compare, slot_of
from monitor.core.facts.topics import topics_of
from monitor.core.facts.unit_keys import Relation, unit_key, unit_relation
from monitor.core.facts.watchlist import Story, Term
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Bid, Certainty, Event, EventRole, Mention
from tests.lab.builders import (
    FAR_EAST,
    GEOGRAPHY,
    KURSK,
    NOON,
    RUSSIA,
    UKRAINE,
    VLADIVOSTOK,
    a_claim,
    a_quantity,
    a_rule,
    a_watchlist,
)

MONDAY = {"event_from": NOON - timedelta(days=6), "event_to": NOON - timedelta(days=5)}
FRIDAY = {"event_from": NOON - timedelta(days=2), "event_to": NOON - timedelta(days=1)}
AT_KURSK = {"event": Event(EventRole.OWN, "its scene", KURSK)}
AT_KYIV = {"event": Event(EventRole.OWN, "its scene", UKRAINE)}
PLAIN: dict[str, Any] = {"actor": None, "aspect": "killed", "unit_class": "person"}


def dead(value: int, **slots: Any) -> Mention:
    return a_quantity(value, **{**PLAIN, **slots})


def share(of_what: str | None, **slots: Any) -> Mention:
    return a_quantity(
        3, **{**PLAIN, "aspect": None, "unit": "percent", "unit_class": "share", "of_what": of_what, **slots}
    )


@pytest.mark.parametrize(
    ("coming", "known", "expected"),
    [
        pytest.param(dead(31), dead(12), Relation.UNKNOWN, id="neither says a place"),
        pytest.param(
            dead(31, place=KURSK),
            dead(12),
            Relation.UNKNOWN,
            id="a place that one leaves unsaid fits nothing by itself",
        ),
        pytest.param(dead(31, place=KURSK), dead(12, place=KURSK), Relation.SAME, id="one place"),
        pytest.param(dead(31, place=KURSK), dead(12, place=UKRAINE), Relation.APART, id="two places"),
        pytest.param(
            dead(5, place=VLADIVOSTOK), dead(12, place=RUSSIA), Relation.NARROWER, id="a place in the known one"
        ),
        pytest.param(
            dead(31, place=FAR_EAST), dead(12, place=VLADIVOSTOK), Relation.BROADER, id="a place around the known one"
        ),
        pytest.param(dead(31, **AT_KURSK), dead(12, place=KURSK), Relation.SAME, id="a place that its event says"),
        pytest.param(dead(31, aspect="injured"), dead(12), Relation.APART, id="another thing that happened"),
        pytest.param(dead(31, actor="Russia"), dead(12, actor="Ukraine"), Relation.APART, id="another owner"),
        pytest.param(dead(31, **MONDAY), dead(12, **FRIDAY), Relation.APART, id="another time"),
        pytest.param(dead(3, is_increment=True), dead(12), Relation.APART, id="one more is no total"),
        pytest.param(dead(3, part_of=True), dead(12), Relation.NARROWER, id="a part of it"),
        pytest.param(dead(8000, is_running_total=True), dead(12), Relation.APART, id="a war's total"),
        pytest.param(
            dead(12, certainty=Certainty.CONFIRMED),
            dead(150, certainty=Certainty.SUSPECTED),
            Relation.APART,
            id="suspected and confirmed",
        ),
        pytest.param(dead(32, bid=Bid.OFFERED), dead(60, bid=Bid.DEMANDED), Relation.APART, id="offered and demanded"),
        pytest.param(dead(32, bid=Bid.OFFERED), dead(25, bid=Bid.OFFERED), Relation.SAME, id="offered twice"),
        pytest.param(dead(2, of_what="pipeline repair"), dead(3, of_what="pipeline"), Relation.SAME, id="of one thing"),
        pytest.param(
            dead(2, of_what="13-inch model"),
            dead(3, of_what="15-inch model"),
            Relation.UNKNOWN,
            id="of two sizes of a model",
        ),
        pytest.param(dead(31, per="day"), dead(31), Relation.APART, id="a rate is no total"),
        pytest.param(share("wage"), share("price"), Relation.APART, id="percent of two things"),
        pytest.param(share("pay rise"), share("rise"), Relation.SAME, id="percent of one thing"),
        pytest.param(share("wage"), share(None), Relation.UNKNOWN, id="percent of what nobody says"),
        pytest.param(
            share("pay", bid=Bid.OFFERED), share("raise", bid=Bid.OFFERED), Relation.SAME, id="percent of one bargain"
        ),
    ],
)
def test_slots_lie_to_one_another_by_what_both_say(coming: Mention, known: Mention, expected: Relation) -> None:
    assert compare(slot_of(a_claim(coming)), slot_of(a_claim(known)), GEOGRAPHY).relation is expected


@pytest.mark.parametrize(
    ("code", "one", "other", "expected"),
    [
        pytest.param("en", "teens", "teenagers", Relation.SAME, id="two words for the young"),
        pytest.param("en", "mother", "woman", Relation.SAME, id="a woman by her kin"),
        pytest.param("en", "boy", "teenager", Relation.NARROWER, id="a boy is one of the young"),
        pytest.param("en", "children", "girls", Relation.BROADER, id="children may be girls"),
        pytest.param("en", "female", "teen", Relation.UNKNOWN, id="sex here and age there"),
        pytest.param("en", "man", "woman", Relation.APART, id="a man is no woman"),
        pytest.param("en", "adults", "children", Relation.APART, id="adults are no children"),
        pytest.param("en", "nurses", "women", Relation.APART, id="what they do tells nothing of it"),
        pytest.param("de", "Jugendliche", "Jungen", Relation.BROADER, id="german young"),
        pytest.param("de", "Ehefrau", "Frau", Relation.SAME, id="german woman"),
        pytest.param("de", "Männer", "Kinder", Relation.APART, id="german men and children"),
    ],
)
def test_people_are_told_apart_by_sex_and_age(code: str, one: str, other: str, expected: Relation) -> None:
    rule, language = a_rule(unit_classes=frozenset({"person"})), load_language(code)
    first, second = (unit_key(a_quantity(2, unit=unit, unit_class="person"), rule, language) for unit in (one, other))
    assert unit_relation(first, second) is expected


@pytest.mark.parametrize(
    ("terms", "story", "is_topic"),
    [
        pytest.param(["earthquake", "quake"], Story(), True, id="a kind of event"),
        pytest.param(["police", "chip", "rig"], Story(), True, id="words that are villages too"),
        pytest.param(["earthquake", "turkey"], Story(), False, id="a country"),
        pytest.param(["quake", "aceh"], Story(), False, id="a province"),
        pytest.param(["earthquake"], Story(where=(KURSK,)), False, id="a story that says where"),
    ],
)
def test_a_watchlist_that_names_no_place_follows_a_topic(terms: list[str], story: Story, is_topic: bool) -> None:
    watchlist = a_watchlist(groups=(tuple(Term(term) for term in terms),), story=story)
    assert (watchlist.id in topics_of([watchlist], load_gazetteer())) is is_topic
