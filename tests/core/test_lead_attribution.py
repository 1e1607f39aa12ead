"""Who vouches for a lead: headline and first sentences take the source that the story gives the same figure further
down.
"""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind

ENGLISH, GERMAN = load_language("en"), load_language("de")
GAZETTEERS = {"en": load_gazetteer("en"), "de": load_gazetteer("de")}
BODY = "The ferry lay on its side in the morning. Divers went down at noon."


def first_figure(text: str, *, title: str | None = None, language: str = "en") -> Mention:
    words = ENGLISH if language == "en" else GERMAN
    mentions = read_mentions(title, text, words, GAZETTEERS[language])
    return next(mention for mention in mentions if mention.kind is MentionKind.QUANTITY)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param(
            None, f"A ferry sank, killing five people. {BODY} Five people were killed, Anna Moreau said.", id="lead"
        ),
        pytest.param(
            "Ferry sinks, killing five people", f"{BODY} Five people were killed, Anna Moreau said.", id="title"
        ),
    ],
)
def test_figure_of_the_lead_has_the_source_that_the_text_gives_it(title: str | None, text: str) -> None:
    mention = first_figure(text, title=title)
    assert mention.speaker == "Anna Moreau"
    assert "speaker" in mention.inherited
    assert "said further down" in [reason.rule for reason in mention.reasons]


def test_lead_in_german_has_its_source_too() -> None:
    text = "Bei dem Unglück starben fünf Menschen. Taucher kamen am Mittag. Fünf Menschen seien gestorben, sagte Anna Lehmann."
    assert first_figure(text, language="de").speaker == "Anna Lehmann"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"A ferry sank, killing five people. {BODY} Six people were killed, Anna Moreau said.", id="number"
        ),
        pytest.param(f"A ferry sank, killing five people. {BODY} Five people were hurt, Anna Moreau said.", id="event"),
        pytest.param(
            f"A ferry sank. {BODY} Its crew killed five people. Five people were killed, Anna Moreau said.",
            id="no-lead",
        ),
        pytest.param(
            f"A ferry sank off Peru, killing five people. {BODY} Five people were killed in Chile, Anna Moreau said.",
            id="place",
        ),
    ],
)
def test_another_figure_lends_no_source(text: str) -> None:
    mention = first_figure(text)
    assert (mention.speaker, mention.organisation) == (None, None)


def test_figure_with_a_source_of_its_own_keeps_it() -> None:
    text = f"Five people were killed, police said. {BODY} Five people were killed, Anna Moreau said."
    assert first_figure(text).organisation == "police"
