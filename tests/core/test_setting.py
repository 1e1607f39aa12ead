"""Where a fact is whose sentence gives it no place."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.records import fact_record
from tests.lab.stories import Desk, a_story, a_watchlist, told

RULES = """
match: {{all: [[{match}]]}}
facts:
  - {{fact: deaths, kind: quantity, of: people, aspects: [killed]}}
  - {{fact: injured, kind: quantity, of: people, aspects: [injured]}}
"""
# A scene holds for one sentence anyway; here it is two sentences back.
SHOOK = "An earthquake shook Ecuador on Tuesday."
NIGHT = "Many families spent the night outside, and the army brought them blankets."
QUAKE = f"{SHOOK} {NIGHT}"
ELSEWHERE = "A plane with tents and medicine left Colombia in the morning, and others were said to follow."
WITHIN = "Most schools and markets of Quito were open in the morning, and buses ran as on any other day."
SAID = "Rescuers found 12 people dead."


def place_told(folder: Path, *sentences: str, title: str, headline: str | None = None) -> tuple[str | None, bool]:
    """Return the place of the one fact that is read, and whether it is marked as unsaid."""
    rules = f"watchlist: quake\ntitle: {title}\n" + RULES.format(match="earthquake, Beben, Erdbeben, condition")
    desk = Desk(a_watchlist(folder, rules))
    (decision,) = desk.tell(a_story("herald", *sentences, body=(), title=headline))
    (record,) = map(fact_record, decision.facts)
    desk.close()
    place = record["place"]
    return (place["name"] if place else None), "place" in record["inherited"]


@pytest.mark.parametrize(
    ("title", "sentences", "expected"),
    [
        pytest.param("The earthquake in Ecuador", (QUAKE, SAID), "Ecuador", id="the story's"),
        pytest.param("The earthquake in Ecuador", (QUAKE, ELSEWHERE, SAID), None, id="another one just before"),
        pytest.param("The earthquake in Ecuador", (QUAKE, WITHIN, SAID), None, id="a part of it before"),
        pytest.param(
            "The earthquake in Ecuador",
            (QUAKE, ELSEWHERE, "Ecuadorean rescuers found 12 people dead."),
            "Ecuador",
            id="a sentence that names it",
        ),
        pytest.param(
            "The earthquake in Ecuador",
            ("An earthquake shook the coast on Tuesday.", NIGHT, SAID),
            None,
            id="an article that does not name it",
        ),
        pytest.param(
            "The earthquake in Ecuador",
            (QUAKE, "Four people who were hurt are in critical condition."),
            None,
            id="people who are where they are treated",
        ),
        pytest.param("Tolls of earthquakes", (QUAKE, SAID), None, id="a topic, and a headline that names no place"),
        pytest.param("Das Beben in Ecuador", (QUAKE, SAID), "Ecuador", id="a title in German"),
        pytest.param("Ecuador after the earthquake", (QUAKE, SAID), None, id="a title that names it as no scene"),
    ],
)
def test_a_figure_without_a_place_is_where_its_story_is(
    tmp_path: Path, title: str, sentences: tuple[str, ...], expected: str | None
) -> None:
    assert place_told(tmp_path, *sentences, title=title) == (expected, expected is not None)


def test_a_topic_takes_the_event_of_an_article_whose_headline_names_its_place(tmp_path: Path) -> None:
    found = place_told(tmp_path, QUAKE, SAID, title="Tolls of earthquakes", headline="Earthquake in Ecuador")
    assert found == ("Ecuador", True)


def test_a_place_that_the_sentence_says_is_its_own(tmp_path: Path) -> None:
    found = place_told(tmp_path, QUAKE, "In Quito 12 people were killed.", title="The earthquake in Ecuador")
    assert found == ("Quito", False)


def test_a_place_that_is_only_understood_is_compared_with_nothing_and_told_in_no_line(tmp_path: Path) -> None:
    rules = "watchlist: quake\ntitle: The earthquake in Ecuador\n" + RULES.format(match="earthquake")
    desk = Desk(a_watchlist(tmp_path, rules))
    decisions = desk.tell(
        a_story("herald", QUAKE, "In Quito 12 people were killed.", body=()),
        a_story("courier", QUAKE, "It left 31 people dead.", body=(), hours=3),
    )
    desk.close()
    (later,) = decisions[1].facts
    assert later.claim.mention.place is None
    assert [words for _, _, words in told(decisions)][1:] == ["31 people killed"]
