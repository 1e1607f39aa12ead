"""Figures whose noun stands before them: a number of people killed, cases that have reached so many, troop numbers; and
nouns that are verbs as well.
"""

from __future__ import annotations

from typing import Any

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind


def quantities_of(text: str, code: str = "en") -> list[Mention]:
    mentions = read_mentions(None, text, load_language(code), load_gazetteer(code))
    return [mention for mention in mentions if mention.kind is MentionKind.QUANTITY]


def the(value: float, text: str, code: str = "en") -> Mention:
    (mention,) = [mention for mention in quantities_of(text, code) if value in (mention.value_low, mention.value_high)]
    return mention


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        pytest.param("The number of people killed rose to 40.", "killed", id="rose"),
        pytest.param("The number of people killed stands at 40.", "killed", id="stands"),
        pytest.param("The number of sailors shot dead fell to 40.", "killed", id="shot-dead"),
        pytest.param("The number of people confirmed dead rose to 40.", "killed", id="confirmed-dead"),
        pytest.param("The number of people feared dead has risen to 40.", "killed", id="feared-dead"),
        pytest.param("The number of people arrested fell to 40.", "arrested", id="arrested"),
        pytest.param("The number of homes destroyed rose to 40.", "destroyed", id="destroyed"),
        pytest.param("The number of miners trapped fell to 40.", "trapped", id="trapped"),
        pytest.param("The 40 people injured remain in hospital.", "injured", id="a-verb-behind"),
        pytest.param("The 40 men killed left nine widows.", "killed", id="an-irregular-verb-behind"),
        pytest.param("The rebels killed 40 miners.", "killed", id="an-object"),
    ],
)
def test_what_happened_to_them_stands_between_noun_and_verb(text: str, aspect: str) -> None:
    assert the(40, text).aspect == aspect


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param("The number of people confirmed dead rose to 40.", None, id="those-who-are-counted"),
        pytest.param("The total number of those reported missing rose to 40.", None, id="a-total-number"),
        pytest.param("A number of doctors confirmed that 40 patients were dead.", "doctors", id="several"),
        pytest.param("A growing number of doctors said 40 patients had died.", "doctors", id="ever-more"),
    ],
)
def test_those_who_are_counted_say_nothing_but_several_people_may(text: str, speaker: str | None) -> None:
    found = the(40, text)
    said = found.speaker or found.organisation
    assert said is None if speaker is None else speaker in (said or "")


@pytest.mark.parametrize(
    ("code", "text", "slots"),
    [
        pytest.param("en", "Confirmed cases have reached 98.", {"unit_class": "event"}, id="reached"),
        pytest.param("en", "Infections in Togo stood at 98.", {"unit_class": "event"}, id="stood-at"),
        pytest.param("en", "Deaths now stand at 98.", {"unit_class": "casualty"}, id="stand-at"),
        pytest.param("en", "Arrests have topped 98.", {"unit_class": "event", "modifier": "more_than"}, id="topped"),
        pytest.param("en", "Troop numbers rose to 98.", {"unit_class": "soldier"}, id="troop-numbers"),
        pytest.param("en", "Job losses could reach 98.", {"unit": "Job losses", "unit_class": "job"}, id="job-losses"),
        pytest.param("en", "The column reached 98 villages.", {"unit": "villages"}, id="a-noun-of-its-own"),
        pytest.param("de", "Die Infektionen erreichten 98.", {"unit": "Infektionen"}, id="german-reached"),
        pytest.param("de", "Die Festnahmen lagen bei 98.", {"unit": "Festnahmen"}, id="german-stood-at"),
    ],
)
def test_what_reaches_a_figure_is_counted(code: str, text: str, slots: dict[str, Any]) -> None:
    found = the(98, text, code)
    assert {name: getattr(found, name) for name in slots} == slots


@pytest.mark.parametrize(
    ("text", "aspect", "modality"),
    [
        pytest.param("Die Zahl der Getöteten stieg auf 40.", "killed", "actual", id="those-killed"),
        pytest.param("Die Zahl der Festgenommenen stieg auf 40.", "arrested", "actual", id="those-arrested"),
        pytest.param("Die Zahl der Verschütteten sank auf 40.", "trapped", "actual", id="those-buried"),
        pytest.param("40 seiner 900 Leute wurden getötet.", "killed", "actual", id="of-his-men"),
        pytest.param("40 Menschen werden noch vermisst.", "missing", "actual", id="a-passive"),
        pytest.param("40 Menschen werden dort sterben.", "killed", "planned", id="what-is-to-come"),
    ],
)
def test_german_names_those_harmed_by_participles(text: str, aspect: str, modality: str) -> None:
    found = the(40, text, "de")
    assert (found.aspect, found.modality) == (aspect, modality)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param("Two trains collided near Delhi.", ["trains"], id="trains"),
        pytest.param("Two fires were burning on Sunday.", ["fires"], id="fires"),
        pytest.param("Police said two arrests were made.", ["arrests"], id="arrests"),
        pytest.param("The agency made two launches.", ["launches"], id="of-no-class"),
        pytest.param("The driver and two wounded were flown home.", [None], id="a-participle"),
        pytest.param("The probe Luna 2 lands on the moon.", [], id="the-number-of-a-name"),
    ],
)
def test_a_plural_right_behind_a_number_is_no_verb(text: str, units: list[str | None]) -> None:
    assert [mention.unit for mention in quantities_of(text)] == units


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        pytest.param("The gunmen are holding 30 hostages.", ["captured"], id="holding"),
        pytest.param("Thirty people are still being held.", ["captured"], id="being-held"),
        pytest.param("The rebels freed 12 miners and still hold 30.", ["rescued", "captured"], id="still-hold"),
        pytest.param("The party still holds 30 seats.", [None], id="seats"),
        pytest.param("Thirty miners remain in captivity.", ["captured"], id="in-captivity"),
    ],
)
def test_those_who_are_held_are_captured(text: str, aspects: list[str | None]) -> None:
    assert [mention.aspect for mention in quantities_of(text)] == aspects


@pytest.mark.parametrize(
    ("title", "aspect"),
    [
        pytest.param("400 soldiers leave Niger", "departed", id="a-place"),
        pytest.param("400 Soldiers Leave Money Behind", None, id="every-word-has-a-capital"),
    ],
)
def test_a_heading_in_small_letters_names_places_by_their_capitals(title: str, aspect: str | None) -> None:
    mentions = read_mentions(title, "The army spoke on Monday.", load_language("en"), load_gazetteer("en"))
    assert [mention.aspect for mention in mentions if mention.kind is MentionKind.QUANTITY] == [aspect]


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        pytest.param("All 150 passengers survived.", None, id="all-on-board"),
        pytest.param("Two men survived the shooting.", "injured", id="who-were-shot-at"),
        pytest.param("Two people were in grave condition on Monday.", "injured", id="in-a-condition"),
        pytest.param("About 3,000 residents were told to evacuate.", "evacuated", id="told-to-go"),
        pytest.param("Police ordered 3,000 people to leave their homes.", "evacuated", id="ordered-to-go"),
    ],
)
def test_who_survives_is_hurt_where_there_was_harm_and_who_is_told_to_leave_is_evacuated(
    text: str, aspect: str | None
) -> None:
    (found,) = quantities_of(text)
    assert found.aspect == aspect
