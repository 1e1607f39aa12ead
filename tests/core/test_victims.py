"""People who died without a number are one, or two; so is one more who was hurt."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind


def harmed(text: str, aspect: str, code: str = "en") -> list[Mention]:
    mentions = read_mentions(None, text, load_language(code), load_gazetteer(code))
    return [mention for mention in mentions if mention.kind is MentionKind.QUANTITY and mention.aspect == aspect]


def dead(text: str, code: str = "en") -> list[Mention]:
    return harmed(text, "killed", code)


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        pytest.param("en", "A girl was killed by a falling wall in Gorkha.", 1, id="passive"),
        pytest.param("en", "A 47-year-old diver is dead after an accident off Split.", 1, id="with-an-age"),
        pytest.param("en", "A policeman was shot dead in Tuzla, officials said.", 1, id="shot-dead"),
        pytest.param("en", "The quake in Gorkha killed a child and destroyed buildings.", 1, id="object"),
        pytest.param("en", "Both pilots were killed near Puno.", 2, id="both"),
        pytest.param("en", "It was the first death from the fever in Porto.", 1, id="first-death"),
        pytest.param("en", "A man died after a crash.", 1, id="nowhere-named"),
        pytest.param("en", "A couple drowned in the river near Braga.", 2, id="couple"),
        pytest.param("en", "The pilot was killed when the glider hit a tree near Larissa.", 1, id="who-steers"),
        pytest.param("en", "The victim, a mother of four, was stabbed to death in Split.", 1, id="before-an-aside"),
        pytest.param("en", "A tourist from Oslo was killed in Split.", 1, id="before-an-origin"),
        pytest.param("en", "A schoolboy was found dead in a canal in Delft.", 1, id="found-dead"),
        pytest.param("en", "The storm claimed its first victim in Split.", 1, id="claimed-a-victim"),
        pytest.param("en", "Both were pronounced dead at the scene.", 2, id="both-alone"),
        pytest.param("en", "A man and a teenage boy were found shot to death in Split.", 2, id="pair"),
        pytest.param("en", "The storm killed a nurse and her daughter.", 2, id="pair-as-object"),
        pytest.param("en", "A nurse and her daughter drowned near Split.", 2, id="pair-of-kin"),
        pytest.param("en", "Police are investigating a triple homicide in Split.", 3, id="multiple"),
        pytest.param("en", "A double murder suspect was seen in Split.", 2, id="multiple-before-a-noun"),
        pytest.param("en", "The blast cost a plumber his life near Split.", 1, id="cost-a-life"),
        pytest.param("en", "Jogger killed by falling tree in Split", 1, id="headline"),
        pytest.param("en", "Woman, 61, dies after fall in Split", 1, id="headline-with-an-age"),
        pytest.param("en", "Split: Off-duty fireman found dead", 1, id="headline-behind-a-colon"),
        pytest.param("en", "Avalanche kills farmer near Split", 1, id="headline-object"),
        pytest.param("en", "Mother and daughter drown near Split", 2, id="headline-pair"),
        pytest.param("en", "Nurse, patient killed in Split", 2, id="headline-pair-with-a-comma"),
        pytest.param("en", "Couple found dead in Split", 2, id="headline-couple"),
        pytest.param("de", "Radfahrerin stirbt nach Sturz in Jena", 1, id="german-headline"),
        pytest.param("de", "Eine Frau wurde in Jena getötet.", 1, id="german-passive"),
        pytest.param("de", "Beide starben noch an der Unfallstelle.", 2, id="german-both-alone"),
        pytest.param("de", "Ein Mann und eine Frau wurden in Jena getötet.", 2, id="german-pair"),
        pytest.param("de", "Bei Jena starben ein Mann und seine Tochter.", 2, id="german-pair-of-kin"),
        pytest.param("de", "Die Polizei ermittelt nach einem Doppelmord in Jena.", 2, id="german-multiple-of-one-word"),
        pytest.param("de", "Es geht um einen dreifachen Mord in Jena.", 3, id="german-multiple"),
        pytest.param("de", "Ein 19-jähriger Radfahrer ist in Jena ums Leben gekommen.", 1, id="german-with-an-age"),
        pytest.param("de", "Der Fahrer starb noch an der Unfallstelle in Jena.", 1, id="german-who-steers"),
        pytest.param("de", "Ein Ehepaar kam bei einem Unfall nahe Jena ums Leben.", 2, id="german-couple-light-verb"),
        pytest.param("de", "Ein Ehepaar ist bei Jena ertrunken.", 2, id="german-couple"),
    ],
)
def test_a_victim_without_a_number_is_counted(code: str, text: str, value: float) -> None:
    (mention,) = dead(text, code)
    assert (mention.value_low, mention.value_high) == (value, value)


@pytest.mark.parametrize(
    ("code", "text", "is_increment"),
    [
        pytest.param("en", "A second diver has died after an accident off Split, police said.", True, id="a-second"),
        pytest.param("en", "Another diver has died near Split.", True, id="another"),
        pytest.param("en", "The storm killed a third child in Split.", True, id="object"),
        pytest.param("en", "The third victim, a cook, died in hospital in Split.", True, id="definite"),
        pytest.param("en", "A diver has died near Split.", False, id="the-first"),
        pytest.param("de", "Ein zweiter Mann ist in Jena gestorben.", True, id="german-second"),
        pytest.param("de", "Eine weitere Frau ist in Jena gestorben.", True, id="german-another"),
    ],
)
def test_a_second_victim_is_one_more(code: str, text: str, is_increment: bool) -> None:
    (mention,) = dead(text, code)
    assert (mention.value_low, mention.value_high, mention.is_increment) == (1, 1, is_increment)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A driver was not killed in Split.", id="negated"),
        pytest.param("A man in Split said that the storm was over.", id="nobody-died"),
        pytest.param("A bus driver could be killed in Split.", id="possible"),
        pytest.param("She spoke of the hardship that children face when a parent dies.", id="anybody"),
        pytest.param("A company in Split was killed by its debts.", id="no-person"),
        pytest.param("He was charged with attempted double murder in Split.", id="attempted"),
        pytest.param("The price may double after a murder in Split.", id="doubling"),
        pytest.param("Murder suspect seen in Split", id="headline-of-a-crime"),
        pytest.param("Driver kills time in Split", id="headline-of-a-figure-of-speech"),
        pytest.param("Singer Ana Horvat dies in Split", id="headline-of-a-name"),
        pytest.param("Police: Ana Ziman, 19, killed in Split", id="headline-of-a-name-like-a-noun"),
        pytest.param("Trial of Split murder suspect begins", id="headline-of-a-suspect"),
    ],
)
def test_who_did_not_die_is_no_victim(text: str) -> None:
    assert dead(text) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("en", "He killed two clerks and critically injured a third worker in Split.", id="object"),
        pytest.param("en", "Two clerks died and another man was wounded in Split.", id="subject"),
        pytest.param("de", "In Jena starben zwei Menschen, ein dritter Mann wurde verletzt.", id="german-subject"),
        pytest.param("de", "Er tötete zwei Frauen und verletzte einen dritten Mann.", id="german-object"),
    ],
)
def test_one_more_who_is_hurt_is_counted(code: str, text: str) -> None:
    (mention,) = harmed(text, "injured", code)
    assert (mention.value_low, mention.value_high) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A worker was injured in Split.", id="the-first"),
        pytest.param("Two workers died in Split. The third victim was injured.", id="one-who-is-known"),
        pytest.param("Two workers died and another man was not hurt in Split.", id="unhurt"),
    ],
)
def test_who_is_only_named_as_hurt_is_not_counted(text: str) -> None:
    assert harmed(text, "injured") == []


def test_a_definite_victim_after_others_is_one_of_them() -> None:
    (mention,) = dead("A bus crash near Split killed four people. The driver died in hospital.")
    assert mention.value_low == 4


def test_a_definite_person_who_steers_nothing_is_known_already() -> None:
    assert dead("The woman died in Split.") == []


def test_german_nouns_of_one_form_are_one_beside_a_verb_of_one() -> None:
    assert dead("Die Bewohner starben in Jena.", "de") == []


def test_a_victim_lends_its_noun_to_no_later_figure() -> None:
    text = "The quake in Gorkha killed a child, injured dozens and destroyed buildings."
    mentions = read_mentions(None, text, load_language("en"), load_gazetteer())
    (injured,) = [
        mention for mention in mentions if mention.aspect == "injured" and mention.kind is MentionKind.QUANTITY
    ]
    assert (injured.unit, injured.unit_class) == (None, "person")


@pytest.mark.parametrize(
    ("code", "text", "dead_so_far"),
    [
        pytest.param("en", "Her death is the third cholera-related fatality in Togo.", [(3, False)], id="a rank"),
        pytest.param("en", "It was the island's twelfth drowning death.", [(12, False)], id="of an owner"),
        pytest.param("en", "A second death was reported in Split.", [(1, True)], id="one more"),
        pytest.param("en", "The third anniversary of his death is near.", [], id="the rank of something else"),
        pytest.param("de", "Es ist der dritte Todesfall in Togo.", [(3, False)], id="a German rank"),
        pytest.param("de", "In Jena wurde das zwölfte Todesopfer gefunden.", [(12, False)], id="a German victim"),
    ],
)
def test_the_third_death_makes_three(code: str, text: str, dead_so_far: list[tuple[float, bool]]) -> None:
    assert [(mention.value_low, mention.is_increment) for mention in dead(text, code)] == dead_so_far
