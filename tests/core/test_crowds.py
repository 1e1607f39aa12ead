"""People whom a sentence counts without a noun: a crowd, those who march, one more of whom something else is said."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind

GAZETTEER = load_gazetteer()


def figures_of(text: str, language: str = "en") -> list[Mention]:
    mentions = read_mentions(None, text, load_language(language), GAZETTEER)
    return [mention for mention in mentions if mention.kind is MentionKind.QUANTITY]


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("Police put the crowd at 8,000.", 8_000),
        ("Police estimated the crowd at 8,000 on Sunday.", 8_000),
        ("A crowd of about 8,000 filled the square.", 8_000),
        ("Crowds of 8,000 were counted.", 8_000),
        ("Turnout was put at 8,000 by the organisers.", 8_000),
        ("Thousands marched through Porto on Sunday.", 1_000),
        ("In Porto, thousands marched past the town hall singing songs.", 1_000),
        ("Hundreds were protesting in Porto.", 100),
        ("Hundreds rally in Porto against rents", 100),
        ("Tens of thousands took to the streets of Porto.", 10_000),
        ("Some 8,000 had turned out by noon.", 8_000),
        ("Hundreds more joined the strike.", 100),
    ],
)
def test_a_crowd_and_those_who_do_what_only_people_do_are_people(text: str, low: float) -> None:
    (mention,) = figures_of(text)
    assert (mention.value_low, mention.unit, mention.unit_class) == (low, None, "person")


@pytest.mark.parametrize("text", ["Tausende demonstrierten in Mainz.", "Am Sonntag demonstrierten Tausende in Mainz."])
def test_those_who_demonstrate_are_people_in_german(text: str) -> None:
    (mention,) = figures_of(text, "de")
    assert mention.unit_class == "person"


@pytest.mark.parametrize("text", ["Shares of the 500 rose 2 percent.", "The index stood at 8,000."])
def test_other_bare_numbers_are_nobody(text: str) -> None:
    assert all(mention.unit_class != "person" for mention in figures_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "One diver was killed and another injured.",
        "One diver was killed and another was injured.",
        "Three divers were killed and another seriously injured.",
    ],
)
def test_one_more_without_a_noun_is_counted(text: str) -> None:
    _, mention = figures_of(text)
    assert (mention.value_low, mention.unit_class, mention.aspect) == (1, "person", "injured")
