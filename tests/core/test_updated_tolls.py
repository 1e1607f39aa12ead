"""Updates of a toll: totals whose noun was told before, what became of those who were hurt, what is only awaited."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Certainty, Mention, MentionKind, Modality

ENGLISH = load_language("en")
GAZETTEER = load_gazetteer()


def figures_of(text: str) -> list[Mention]:
    mentions = read_mentions(None, text, ENGLISH, GAZETTEER)
    return [mention for mention in mentions if mention.kind is MentionKind.QUANTITY]


@pytest.mark.parametrize(
    ("text", "unit_class", "aspect"),
    [
        pytest.param("Nine new cases were found, for a total of 71.", "event", None, id="for-a-total"),
        pytest.param("Nine more divers were hurt, making a total of 71.", "person", "injured", id="making-a-total"),
        pytest.param("The new infections took the tally to 71.", "event", None, id="what-takes-a-tally"),
        pytest.param("The latest deaths bring the total to 71.", "casualty", "killed", id="what-brings-a-total"),
        pytest.param("The case count reached 71 on Friday.", "event", None, id="case-count"),
        pytest.param("The death count stood at 71.", "casualty", "killed", id="death-count"),
    ],
)
def test_a_total_counts_what_was_told_before_it(text: str, unit_class: str, aspect: str | None) -> None:
    mention = figures_of(text)[-1]
    assert (mention.value_low, mention.unit_class, mention.aspect) == (71, unit_class, aspect)
    assert not mention.is_increment


def test_what_brings_a_total_up_is_not_who_does() -> None:
    (mention,) = figures_of("Rebels raised the total to 71.")
    assert mention.unit_class is None


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("Two of the injured died on Friday.", "killed"),
        ("Two of the missing were found alive.", "rescued"),
        ("Two of the wounded were arrested.", "arrested"),
        ("Two of the injured are in critical condition.", "injured"),
        ("Two of the dead were hurt in a crash before.", "killed"),
        ("Forty lives were lost.", "killed"),
        ("Of the 71 cases, 12 have been fatal.", "killed"),
        ("None of the 71 people on board survived.", "killed"),
        ("None of the 71 people on board was hurt.", None),
        ("The dead included two children.", "killed"),
        ("Among the injured were two children.", "injured"),
    ],
)
def test_what_became_of_people_is_what_their_figure_tells(text: str, aspect: str | None) -> None:
    assert figures_of(text)[-1].aspect == aspect


@pytest.mark.parametrize("text", ["The death toll is expected to exceed 300.", "The toll is likely to reach 300."])
def test_a_toll_that_is_awaited_has_not_come_about(text: str) -> None:
    (mention,) = figures_of(text)
    assert (mention.aspect, mention.modality, mention.certainty) == ("killed", Modality.POSSIBLE, Certainty.FEARED)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("Some 40 sheds burned.", "destroyed"),
        ("Some 40 houses collapsed.", "destroyed"),
        ("Some 40 houses were flooded.", "damaged"),
        ("Fire burned 40 outbuildings.", "destroyed"),
        ("Some 40 villagers were sheltering in schools.", "displaced"),
        ("Some 40 villagers are under evacuation orders.", "evacuated"),
        ("Forty divers were brought to the surface.", "rescued"),
        ("The group is holding 40 hostages.", "captured"),
        ("Forty girls remain in captivity.", "captured"),
        ("Four men are being held on suspicion of arson.", "arrested"),
        ("Four inmates were recaptured.", "arrested"),
        ("Four reporters were beaten by guards.", "attacked"),
        ("Two Democrats were beaten in the primary.", None),
        ("Crews pulled 40 people out alive.", "rescued"),
        ("Firefighters led 40 pupils to safety.", "rescued"),
        ("Forty hikers were found safe.", "rescued"),
        ("Seven required hospital treatment.", "injured"),
        ("Two divers are in a coma.", "injured"),
        ("Two divers are fighting for their lives.", "injured"),
        ("One more death was reported.", "killed"),
        ("The fire claimed 40 homes.", "destroyed"),
        ("The blaze reduced 40 homes to ashes.", "destroyed"),
        ("Gunmen took 70 pupils hostage.", "captured"),
        ("Nine prisoners were put to death.", "killed"),
        ("Soldiers moved 1,200 villagers to higher ground.", "evacuated"),
        ("The injured: 60.", "injured"),
        ("Casualties: 17 killed.", "killed"),
        ("One more person has died.", "killed"),
    ],
)
def test_states_and_deeds_of_accidents_and_raids_have_their_aspect(text: str, aspect: str | None) -> None:
    (mention,) = figures_of(text)
    assert mention.aspect == aspect


def test_a_toll_that_a_headline_says_is_up_has_risen() -> None:
    mentions = read_mentions("Death toll of Kabul blast up to 17", "Officials said so.", ENGLISH, GAZETTEER)
    (toll,) = [mention for mention in mentions if mention.kind is MentionKind.QUANTITY]
    assert (toll.value_low, toll.value_high, toll.aspect) == (17, 17, "killed")


def test_those_who_are_missing_are_no_bodies() -> None:
    _, missing = figures_of("Nine bodies were recovered and 31 are missing.")
    assert (missing.unit, missing.unit_class, missing.aspect) == (None, "person", "missing")


def test_what_is_left_missing_is_not_the_whole() -> None:
    whole, missing = figures_of("A boat with 60 migrants on board sank off Tunisia, leaving 40 missing.")
    assert (whole.aspect, missing.aspect) == (None, "missing")


def test_ships_that_collide_are_not_missing() -> None:
    ships, crew = figures_of("Two cargo ships collided off Rotterdam, and five crew members are missing.")
    assert (ships.aspect, crew.aspect) == (None, "missing")
