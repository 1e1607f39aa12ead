"""Who vouches for a toll that goes on in the next sentence."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind

LANGUAGES = {code: load_language(code) for code in ("en", "de")}
GAZETTEERS = {code: load_gazetteer(code) for code in LANGUAGES}
DEAD = "The ferry sank at noon. Officials say 12 people were killed."


def last_figure(text: str, language: str = "en") -> Mention:
    mentions = read_mentions(None, text, LANGUAGES[language], GAZETTEERS[language])
    return [mention for mention in mentions if mention.kind is MentionKind.QUANTITY][-1]


@pytest.mark.parametrize(
    ("text", "language", "source"),
    [
        pytest.param(f"{DEAD} Some 40 people were injured.", "en", "Officials", id="injured"),
        pytest.param(
            f"{DEAD} Some 40 people were injured. Nine people are missing.", "en", "Officials", id="on-and-on"
        ),
        pytest.param(
            "Die Fähre sank. Zwölf Menschen starben, sagte die Polizei. Vierzig Menschen wurden verletzt.",
            "de",
            "Polizei",
            id="german",
        ),
    ],
)
def test_a_toll_that_goes_on_keeps_its_source(text: str, language: str, source: str) -> None:
    mention = last_figure(text, language)
    assert mention.organisation == source
    assert "speaker" in mention.inherited
    assert "the toll goes on" in [reason.rule for reason in mention.reasons]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{DEAD} It was a calm day. Some 40 people were injured.", id="a-sentence-between"),
        pytest.param(f"{DEAD} The ferry had 40 cabins.", id="no-toll"),
        pytest.param(
            "Officials say 12 people were killed in Peru. Some 40 people were injured in Chile.", id="another-place"
        ),
        pytest.param("The ferry sank. Twelve people were killed. Some 40 people were injured.", id="nobody-before"),
    ],
)
def test_another_figure_has_no_source(text: str) -> None:
    mention = last_figure(text)
    assert (mention.speaker, mention.organisation) == (None, None)


def test_a_toll_with_a_source_of_its_own_keeps_it() -> None:
    assert last_figure(f"{DEAD} Some 40 people were injured, the port agency said.").organisation == "port agency"


def test_who_arrests_people_is_no_part_of_a_toll() -> None:
    mention = last_figure(f"{DEAD} Some 40 people were injured. Police arrested two sailors.")
    assert "the toll goes on" not in [reason.rule for reason in mention.reasons]
