"""How strong a quake is, by a bare number, in English and German."""

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
    "text",
    [
        "A magnitude 6.4 earthquake hit Samos on Friday.",
        "Magnitude 6.4 quake hits Samos",
        "Magnitude-6.4 quake hits Samos",
        "M6.4 earthquake hits Samos",
        "A 6.4-magnitude tremor hit Samos.",
        "A 6.4 magnitude tremor hit Samos.",
        "A tremor with a preliminary magnitude of 6.4 hit Samos.",
        "The magnitude of the quake was put at 6.4.",
        "The 6.4 earthquake hit Samos at dawn.",
        "The aftershock measured 6.4.",
        "The tremor reached 6.4 on the Richter scale.",
    ],
)
def test_a_number_that_says_how_strong_a_quake_is_has_a_unit(text: str) -> None:
    (mention,) = figures_of(text)
    assert (mention.value_low, mention.unit, mention.unit_class, mention.aspect) == (6.4, "magnitude", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Ein Erdbeben der Stärke 6,4 hat Samos erschüttert.",
        "Das Beben hatte eine Magnitude von 6,4.",
        "Das Nachbeben hatte eine Stärke von etwa 6,4.",
    ],
)
def test_a_magnitude_is_read_in_german(text: str) -> None:
    (mention,) = figures_of(text, "de")
    assert (mention.value_low, mention.unit) == (6.4, "Magnitude")


def test_a_revised_magnitude_has_its_earlier_one() -> None:
    new, old = figures_of("The institute revised the magnitude to 6.4 from 6.8.")
    assert (new.value_low, new.was_low, old.negated) == (6.4, 6.8, True)


def test_the_dead_of_a_quake_are_none_of_its_magnitude() -> None:
    strength, dead = figures_of("A magnitude 7 earthquake killed 31 people on Samos.")
    assert (strength.unit, strength.aspect) == ("magnitude", None)
    assert (dead.value_low, dead.aspect) == (31, "killed")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The magnitude of the flood is shown by 12 bridges that fell.", "bridges"),
        ("The quake measured tents and set up six camps.", "camps"),
        ("Nine quakes were felt on Samos.", "quakes"),
    ],
)
def test_other_numbers_beside_a_quake_count_what_follows(text: str, unit: str) -> None:
    (mention,) = figures_of(text)
    assert mention.unit == unit
