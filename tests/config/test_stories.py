"""Which event a watchlist follows, as its file says it: places of the gazetteer, a span, a kind with its words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config.stories import find_place, name_of, words_of
from monitor.core.facts.watchlist import Story, Term
from monitor.data.resources import load_languages
from monitor.model import StoryKind
from tests.config.test_watchlists import FACTS, HEAD, load, problems_of


def test_a_story_is_places_a_span_and_a_kind_with_its_words(tmp_path: Path) -> None:
    story = load(
        tmp_path,
        HEAD + "story: {where: [Van (Turkey), Peru], from: 2024-11-03, until: 2024-12-31, kind: earthquake}\n" + FACTS,
    ).story
    assert [(place.name, place.kind) for place in story.where] == [("Van", "region"), ("Peru", "country")]
    assert (story.start, story.stop, story.kind) == (
        datetime(2024, 11, 3, tzinfo=UTC),
        datetime(2024, 12, 31, tzinfo=UTC),
        StoryKind.EARTHQUAKE,
    )
    assert {Term("quake", is_prefix=True), Term("erdbeben", is_prefix=True), Term("tsunami", is_prefix=True)} <= set(
        story.words
    )
    assert Term("hurricane", is_prefix=True) in story.others


def test_without_a_story_a_watchlist_follows_a_topic(tmp_path: Path) -> None:
    assert load(tmp_path, HEAD + FACTS).story == Story()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "story:\n  where: [Peru, Vanland]\n",
            "5: where: the gazetteer has no place 'Vanland'; write a country, a region or a city, with its country where many have the name: Van (Turkey)",
            id="unknown place",
        ),
        pytest.param(
            "story: {where: Van (Peru)}\n",
            "4: where: the gazetteer has no place 'Van (Peru)'; write a country, a region or a city, with its country where many have the name: Van (Turkey)",
            id="not in that country",
        ),
        pytest.param(
            "story:\n  from: 2024-11-03\n  until: 2024-10-01\n",
            "6: until: 2024-10-01 is before from: 2024-11-03; write a later date, or leave one of them out",
            id="ends before it begins",
        ),
        pytest.param(
            "story: {from: soon}\n",
            "4: from: wants a date or a time, found 'soon'; write 2024-10-24 or 2024-10-24T16:30:00Z",
            id="no date",
        ),
        pytest.param(
            "story: {kind: earthquak}\n", "4: kind: found 'earthquak'; did you mean earthquake?", id="nearly a kind"
        ),
        pytest.param(
            "story: {kind: gossip}\n",
            f"4: kind: found 'gossip'; use one of: {', '.join(sorted(StoryKind))}",
            id="unknown kind",
        ),
        pytest.param("story: {frm: 2024-11-03}\n", "4: unknown key frm; did you mean from?", id="misspelt key"),
    ],
)
def test_a_wrong_story_is_one_line_with_line_and_remedy(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, HEAD + text + FACTS) == [problem]


@pytest.mark.parametrize(
    ("name", "kind", "within"),
    [
        pytest.param("Haiti", "country", "North America", id="country"),
        pytest.param("Van", "region", "Turkey", id="the province around the city of its name"),
        pytest.param("Georgia", "country", "Asia", id="the likeliest of its name"),
        pytest.param("Georgia, United States", "region", "United States", id="the one in that country"),
        pytest.param("Georgia (United States)", "region", "United States", id="the same in brackets"),
    ],
)
def test_a_place_is_found_by_its_name_and_country(name: str, kind: str, within: str) -> None:
    place = find_place(name)
    assert place is not None
    assert (place.kind, place.within[0]) == (kind, within)
    assert find_place(name_of(place) or "") == place


def test_every_language_has_words_for_every_kind() -> None:
    for language in load_languages().by_code.values():
        assert set(language.tables["kinds"]["kinds"]) == set(StoryKind)
    assert all(words_of(kind) for kind in StoryKind)
