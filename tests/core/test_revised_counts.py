"""Who gives a count a new value, in English and German, active and passive; and who only makes one grow."""

from __future__ import annotations

import pytest

from monitor.core.language.text import read_sentences
from monitor.core.speech.attribution import read_attributions
from monitor.data.resources import load_language

NOBODY = ""


def source_of(text: str, figure: str, language: str) -> str:
    """Return who says the figure of a text of one sentence."""
    words = load_language(language)
    sentences = read_sentences(text, field="text", abbreviations=words.abbreviations)
    at = sentences[0].words.index(figure)
    attribution = read_attributions(sentences, (), words).at(0, at, at + 1)
    return NOBODY if attribution is None else attribution.organisation or attribution.speaker or NOBODY


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The army raised the death toll from the strike in Orsk to 11 on Wednesday.", "army"),
        ("The army on Wednesday lowered the toll to 11.", "army"),
        ("Officials have revised the number of confirmed dead in Orsk from 7 to 11.", "Officials"),
        (
            "The health ministry placed the number of people injured at 11 as crews searched for more.",
            "health ministry",
        ),
        ("The interior ministry cut its estimate of the dead to 11 from 17.", "interior ministry"),
        ("The WHO has increased the number of cases in the district to 11.", "WHO"),
        ("The death toll in Orsk was raised to 11 by the army.", "army"),
        ("The death toll in Orsk was put at 11 by the health ministry.", "health ministry"),
        ("The strike raised the death toll in Orsk to 11.", NOBODY),
        ("The deaths of two officers raised the toll to 11.", NOBODY),
        ("Hurricane Livia raised the death toll in Orsk to 11.", NOBODY),
        ("The ministry did not raise the death toll above 11.", NOBODY),
        ("The army may raise the death toll to 11.", NOBODY),
        ("The ministry raised the number of teachers in Orsk to 11.", NOBODY),
        ("The company raised the price of its pumps to 11 euros.", NOBODY),
        ("The army raised the toll on the bridge while 11 people were killed in Orsk.", NOBODY),
    ],
)
def test_who_revises_a_count_of_the_harmed_says_it(text: str, source: str) -> None:
    assert source_of(text, "11", "en") == source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Die Armee hat die Zahl der Toten in Mainz am Mittwoch auf 11 erhöht.", "Armee"),
        ("Die Armee korrigierte die Zahl der Toten in Mainz auf 11.", "Armee"),
        ("In Mainz korrigierten die Behörden die Opferzahl auf 11.", "Behörden"),
        ("Das Gesundheitsministerium bezifferte die Zahl der Verletzten auf 11.", "Gesundheitsministerium"),
        ("Die Behörden gaben die Zahl der Toten mit 11 an.", "Behörden"),
        ("Die Zahl der Toten wurde von der Armee auf 11 beziffert.", "Armee"),
        ("Der Angriff erhöhte die Zahl der Toten in Mainz auf 11.", NOBODY),
        ("Die Regierung will die Zahl der Toten nicht auf 11 erhöhen.", NOBODY),
        ("Das Ministerium hat die Zahl der Lehrer auf 11 erhöht.", NOBODY),
    ],
)
def test_who_revises_a_count_of_the_harmed_says_it_in_german(text: str, source: str) -> None:
    assert source_of(text, "11", "de") == source
