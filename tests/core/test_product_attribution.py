"""Who vouches for a product: what it is, has and costs is the word of the firm that brings it out."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind

LANGUAGES = {code: load_language(code) for code in ("en", "de")}
GAZETTEERS = {code: load_gazetteer(code) for code in LANGUAGES}


def last_figure(text: str, *, title: str | None = None, language: str = "en") -> Mention:
    mentions = read_mentions(title, text, LANGUAGES[language], GAZETTEERS[language])
    return [mention for mention in mentions if mention.kind is MentionKind.QUANTITY][-1]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param(None, "Vanto unveiled its new laptop on Monday. The basic model starts at $799.", id="active"),
        pytest.param(None, "The new tablets were introduced by Vanto. They weigh 300 grams.", id="passive-pronoun"),
        pytest.param(None, "Vanto's Ann Lee unveiled a new tablet. The screen has 2 million pixels.", id="its-person"),
        pytest.param("Vanto launches VantoBook", "Today was the day. The VantoBook costs $900.", id="trade-name-title"),
        pytest.param(None, "Vanto has launched its new Sorrel. The Sorrel has a range of 300 km.", id="new-name"),
    ],
)
def test_feature_of_a_product_is_its_makers_word(title: str | None, text: str) -> None:
    mention = last_figure(text, title=title)
    assert mention.organisation == "Vanto"
    assert "speaker" in mention.inherited
    assert "maker of the product" in [reason.rule for reason in mention.reasons]


def test_german_verb_in_two_parts_brings_out_a_product() -> None:
    text = "Vanto stellte am Montag ein neues Notebook vor. Das Gerät wiegt 1,2 Kilogramm."
    assert last_figure(text, language="de").organisation == "Vanto"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Vanto unveiled its new laptop. Its shares rose by 3 percent on the model.", id="trade"),
        pytest.param("Vanto unveiled its new laptop. Lunch for the guests was $20.", id="another-matter"),
        pytest.param("Vanto unveiled its new laptop. The model was shown to 400 reporters.", id="people"),
        pytest.param("Vanto never unveiled its new laptop. The model starts at $799.", id="not-brought-out"),
        pytest.param("Ann Lee unveiled her new laptop. The model starts at $799.", id="person"),
        pytest.param("Norland launched a new offensive. Its tanks cost $4 million.", id="no-product"),
    ],
)
def test_other_figures_are_nobodys(text: str) -> None:
    mention = last_figure(text)
    assert (mention.speaker, mention.organisation) == (None, None)


def test_feature_with_a_source_of_its_own_keeps_it() -> None:
    text = "Vanto unveiled its new laptop. The model weighs 900 grams, the trade journal Orbis said."
    assert last_figure(text).organisation != "Vanto"
