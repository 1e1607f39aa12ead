"""Which entries of a topic's ledger are of the event that a document tells of, as a table of what both say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.core.facts.grounds import Teller
from monitor.core.facts.same_event import of_one_event
from monitor.model import Claim, Event, EventRole, LedgerEntry, Mention, Place
from tests.lab.builders import GEOGRAPHY, KURSK, NOON, RUSSIA, VLADIVOSTOK, a_claim, a_fact, a_quantity

OMSK = Place("1496153", "Omsk", "city", "RU", ("Russia",), ("RU",), 54.99, 73.37)
SUBURB = Place("s1", "Chernoluchye", "city", "RU", ("Russia",), ("RU",), 55.27, 73.05)
SPLIT = Place("3190261", "Split", "city", "HR", ("Croatia",), ("HR",), 43.51, 16.44)
MONDAY = {"event_from": NOON - timedelta(days=3), "event_to": NOON - timedelta(days=2)}
SUNDAY = {"event_from": NOON - timedelta(days=4), "event_to": NOON - timedelta(days=3)}


def dead(value: int, place: Place | None = None, **slots: Any) -> Mention:
    return a_quantity(
        value, **{"actor": None, "aspect": "killed", "unit_class": "person", "place": place, "text": "dead", **slots}
    )


def hurt(value: int, place: Place | None = None, **slots: Any) -> Mention:
    return dead(value, place, aspect="injured", **slots)


def claim_of(mention: Mention) -> Claim:
    return a_claim(mention, watchlist="shootings", fact=str(mention.aspect))


def told(name: str, *mentions: Mention, days: float = 1, story: str = "", cluster: str = "") -> list[LedgerEntry]:
    """What an earlier document told, published so many days before."""
    return [
        LedgerEntry(
            a_fact(
                claim_of(mention),
                id=f"{name}{number}",
                document_id=name,
                published_at=NOON - timedelta(days=days),
                cluster_id=cluster or f"c-{name}",
            ),
            ("text",),
            ("Post",),
            (cluster or f"c-{name}",),
            (story or f"s-{name}",),
        )
        for number, mention in enumerate(mentions)
    ]


ELSEWHERE = [*told("far", dead(4, SPLIT), days=3), *told("off", dead(7, VLADIVOSTOK), days=3)]
TELLER = Teller("text", "new", NOON, ("c-new",), ("s-new",))


def same(coming: list[Mention], entries: list[LedgerEntry], teller: Teller = TELLER) -> set[str]:
    return {name[:-1] for name in of_one_event(entries, list(map(claim_of, coming)), teller, GEOGRAPHY)}


@pytest.mark.parametrize(
    ("coming", "known", "is_one"),
    [
        pytest.param([dead(2)], told("old", dead(2)), False, id="a number alone shows nothing"),
        pytest.param([dead(2)], told("old", dead(2), story="s-new"), True, id="one story"),
        pytest.param([dead(2)], told("old", dead(2), cluster="c-new"), True, id="one text"),
        pytest.param([dead(3)], told("old", dead(2), days=20, story="s-new"), True, id="one story, long after"),
        pytest.param([dead(3, OMSK)], told("old", dead(2, OMSK)), True, id="one town at once"),
        pytest.param([dead(3, OMSK)], told("old", dead(2, OMSK), days=-1), True, id="one town, the later text first"),
        pytest.param([dead(3, OMSK)], told("old", dead(2, OMSK), days=6), False, id="one town, days after"),
        pytest.param(
            [dead(3, OMSK, **MONDAY)], told("old", dead(2, OMSK, **MONDAY), days=6), True, id="one town, the same day"
        ),
        pytest.param(
            [dead(3, OMSK, **MONDAY)], told("old", dead(2, OMSK, **SUNDAY)), False, id="one town, another day"
        ),
        pytest.param([dead(3, OMSK)], told("old", dead(2, SPLIT)), False, id="two towns"),
        pytest.param([dead(3, RUSSIA)], told("old", dead(2, RUSSIA)), True, id="one country, and none says more"),
        pytest.param([dead(2, KURSK)], told("old", dead(2, KURSK), days=6), False, id="one region, days after"),
        pytest.param(
            [dead(3, OMSK), hurt(2, RUSSIA)],
            told("old", dead(2, VLADIVOSTOK), hurt(3, RUSSIA)),
            False,
            id="two towns of one country",
        ),
        pytest.param(
            [dead(2, OMSK), hurt(3)], told("old", dead(2, OMSK), hurt(3), days=9), True, id="two figures at one place"
        ),
        pytest.param([dead(12, RUSSIA)], told("old", dead(12, KURSK), days=9), True, id="a great figure at one place"),
        pytest.param(
            [dead(2, OMSK, **MONDAY), hurt(3)],
            told("old", dead(2, SUBURB, **MONDAY), hurt(3)),
            True,
            id="two figures of one day in the next town",
        ),
        pytest.param([dead(2, OMSK)], told("old", dead(2, SUBURB)), False, id="one figure in the next town"),
        pytest.param(
            [dead(1, text="a 13-year-old boy")],
            told("old", dead(1, OMSK, text="A 13-year-old boy")),
            True,
            id="one victim, by the age",
        ),
        pytest.param(
            [dead(1, text="a 13-year-old boy")],
            told("old", dead(1, OMSK, text="A 31-year-old man")),
            False,
            id="another age",
        ),
        pytest.param([dead(3, actor="Brask")], told("old", dead(2, actor="Brask"), days=9), True, id="one firm"),
        pytest.param(
            [dead(3, event=Event(EventRole.BACKGROUND, "it looks back", OMSK))],
            told("old", dead(2, OMSK)),
            False,
            id="a look back shows nothing of the text's own event",
        ),
    ],
)
def test_an_entry_of_a_topic_is_of_the_event_that_something_shows(
    coming: list[Mention], known: list[LedgerEntry], is_one: bool
) -> None:
    assert same(coming, [*ELSEWHERE, *known]) == ({"old"} if is_one else set())


def test_what_is_told_without_a_place_is_of_the_only_event_in_the_news() -> None:
    assert same([dead(3)], told("old", dead(2, OMSK))) == {"old"}
    assert same([dead(3, OMSK)], told("old", dead(2))) == {"old"}
    assert same([dead(3)], told("old", dead(2, OMSK), days=15)) == set()
    assert same([dead(3, SPLIT)], told("old", dead(2, OMSK))) == set()


def test_a_figure_again_is_of_the_only_event_that_is_known_however_long_after() -> None:
    assert same([dead(2)], told("old", dead(2, OMSK), days=200)) == {"old"}
    assert same([dead(2, OMSK)], told("old", dead(2, OMSK), days=200)) == {"old"}
    assert same([dead(2, SPLIT)], told("old", dead(2, OMSK), days=200)) == set()
    assert same([dead(2)], [*told("old", dead(2, OMSK), days=200), *told("far", dead(4, SPLIT), days=200)]) == set()


def test_what_is_of_an_event_brings_the_rest_of_its_story_with_it() -> None:
    first, second = told("first", dead(2, OMSK), story="s-one"), told("second", dead(3), story="s-one")
    assert same([dead(3, OMSK)], [*ELSEWHERE, *first, *second]) == {"first", "second"}


def test_an_entry_that_a_text_of_the_story_has_repeated_is_of_the_event() -> None:
    (known,) = told("old", dead(2))
    assert same([dead(2)], [*ELSEWHERE, replace(known, stories=("s-old", "s-new"))]) == {"old"}
