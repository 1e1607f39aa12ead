"""What counts as a place, which place it is, and how it stands in its sentence."""

from __future__ import annotations

import pytest

from monitor.core.places import PlaceSpan, find_places
from monitor.core.text import read_sentences
from monitor.resources import load_gazetteer, load_language


def places_of(text: str, **options: object) -> list[tuple[str, PlaceSpan]]:
    language = load_language("en")
    sentences = read_sentences(text, abbreviations=language.abbreviations)
    spans = find_places(sentences, load_gazetteer(), language, **options)  # type: ignore[arg-type]
    return [(sentences[span.sentence].slice(span.first, span.last), span) for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The convoy reached Donetsk on Monday.", [("Donetsk", "location")], id="a city"),
        pytest.param("Russia has denied it.", [("Russia", "actor")], id="a state that acts"),
        pytest.param("Kyiv said the claim was false.", [("Kyiv", "metonym")], id="a capital that speaks"),
        pytest.param("The Kremlin denied it.", [("Kremlin", "metonym")], id="a seat of government"),
        pytest.param("North Korean soldiers wait.", [("North Korean", "adjective")], id="an adjective"),
        pytest.param("LAGOS (Wire) – Rain fell.", [("LAGOS", "dateline")], id="a dateline"),
        pytest.param("She works for the Washington Post.", [], id="a newspaper"),
        pytest.param("Paris Hilton sang.", [], id="a person"),
    ],
)
def test_names_are_told_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(surface, span.role) for surface, span in places_of(text)] == expected
