"""How real a sentence takes what it tells to be: negation, modality, voice, and what governs a clause."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind, Modality, Stance


def figure_of(text: str, code: str = "en") -> Mention:
    """Return the only quantity of `text`."""
    mentions = read_mentions(None, text, load_language(code), load_gazetteer())
    (quantity,) = (mention for mention in mentions if mention.kind is MentionKind.QUANTITY)
    return quantity


def place_of(text: str, code: str = "en") -> Mention:
    """Return the only place of `text`."""
    mentions = read_mentions(None, text, load_language(code), load_gazetteer())
    (place,) = (mention for mention in mentions if mention.kind is MentionKind.PLACE)
    return place


def standing(mention: Mention) -> str:
    """Return how real what happens to a figure or at a place is said to be."""
    if mention.aspect is None or mention.stance is Stance.DENIED:
        return "denied"
    if mention.modality is Modality.POSSIBLE or mention.stance is Stance.UNVERIFIED:
        return "open"
    return "planned" if mention.modality is Modality.PLANNED else "happened"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor did not say that 14 people were hurt in Bern.", "open"),
        ("Nobody said that 14 people were killed in Bern.", "open"),
        ("Officials can't say whether 14 people were killed in Bern.", "open"),
        ("The wall is weak, and 40 guards are to be sent to Bern.", "planned"),
        ("The army refused to confirm that 14 soldiers had been killed near Bern.", "open"),
        ("The ministry had denied that 14 soldiers were killed near Bern.", "denied"),
        ("Without the dam, 14 people would have been killed in Bern.", "denied"),
        ("The governor wants 300 soldiers deployed in Bern.", "planned"),
        ("The court ordered that 300 families be evicted in Bern.", "planned"),
        ("The bridge fell in Bern without anybody being hurt, and 14 cars were destroyed.", "happened"),
        ("None of the 14 people on board was hurt in Bern.", "denied"),
        ("Bogus claims that 14 people were killed in Bern were shared online.", "denied"),
        ("Police: 'fake' report of 14 people killed in Bern", "denied"),
        ("Simulation shows 14 people killed in Bern", "open"),
        ("Models predict that 14 people are killed in Bern.", "open"),
        ("The police got 14 people to leave Bern.", "happened"),
        ("Smoke forces 14 people to leave hotel in Bern", "happened"),
        ("No fewer than 14 people were hurt in Bern.", "happened"),
        ("Not only were 14 people killed in Bern, the bridge fell too.", "happened"),
        ("It is not true that 14 people were killed in Bern.", "denied"),
        ("Neighbours hoped that 14 miners had been rescued in Bern.", "open"),
        ("It is feared that 14 people were killed in Bern.", "open"),
        ("The hospital has yet to confirm that 14 people were killed in Bern.", "open"),
        ("The ministry failed to evacuate 300 families from Bern.", "denied"),
        ("The 300 soldiers were never sent to Bern.", "denied"),
        ("The army may have killed 14 people in Bern.", "open"),
        ("At least 14 people could not be rescued in Bern.", "denied"),
        ("Should the dam break, 300 families would be displaced near Bern.", "open"),
        ("Police ruled out that 14 people had been killed in Bern.", "denied"),
        ("The fire was put out before anybody was hurt, and 14 people were rescued in Bern.", "happened"),
        ("Neither the 14 passengers nor the driver was hurt in Bern.", "denied"),
        ("It was not until Friday that 14 people were rescued in Bern.", "happened"),
        ("Doctors could not rule out that 14 people had been infected in Bern.", "open"),
        ("Were 14 people killed in Bern?", "open"),
        ("When were 14 people killed in Bern?", "happened"),
        ("Did the mayor ask the 14 people who were hurt in Bern?", "happened"),
        ("The blast tore off the roof without any of the 14 workers being hurt.", "denied"),
        ("The report falsely claimed that 14 people were killed in Bern.", "denied"),
    ],
)
def test_what_governs_a_verb_says_how_real_it_is(text: str, expected: str) -> None:
    assert standing(figure_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Jena dürften 14 Menschen getötet worden sein.", "open"),
        ("Die Polizei teilte mit, dass in Jena 14 Menschen getötet worden seien.", "happened"),
        ("In Jena wurden weder die 14 Fahrgäste noch der Fahrer verletzt.", "denied"),
        ("Keiner der 14 Fahrgäste wurde in Jena verletzt.", "denied"),
        ("Die Polizei bestritt, dass in Jena 14 Menschen getötet wurden.", "denied"),
        ("Das Ministerium wollte nicht bestätigen, dass in Jena 14 Soldaten getötet wurden.", "open"),
        ("Niemand sagte, dass in Jena 14 Menschen getötet wurden.", "open"),
        ("Der Bürgermeister sagte nicht, ob in Jena 14 Menschen getötet wurden.", "open"),
        ("Die Stadt will 300 Menschen aus Jena evakuieren.", "planned"),
        ("In Jena sollen am Montag 300 Menschen evakuiert werden.", "planned"),
        ("Die Mauer stürzte in Jena ein, ohne dass einer der 14 Arbeiter verletzt wurde.", "denied"),
        ("Es sei nicht wahr, dass in Jena 14 Menschen getötet wurden, sagte der Minister.", "denied"),
        ("Die Feuerwehr konnte 14 Menschen in Jena nicht retten.", "denied"),
        ("Bei dem Brand in Jena sollen 14 Menschen verletzt worden sein.", "open"),
        ("Das Militär soll in Jena 14 Menschen getötet haben.", "open"),
        ("Die 14 Soldaten müssen in Jena getötet worden sein.", "open"),
        ("Wurden in Jena 14 Menschen getötet?", "open"),
        ("Nicht nur wurden in Jena 14 Menschen verletzt, auch die Brücke fiel.", "happened"),
        ("Das Modell sieht 14 Menschen in Jena getötet.", "open"),
        ("Die Zeitung meldete irrtümlich, dass in Jena 14 Menschen getötet wurden.", "denied"),
    ],
)
def test_so_it_is_where_the_verb_stands_last(text: str, expected: str) -> None:
    assert standing(figure_of(text, "de")) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("None of the 14 people on board was hurt in Bern.", "en", "denied"),
        ("Neither the 14 passengers nor the driver was hurt in Bern.", "en", "denied"),
        ("A dozen people, none of them armed, were hurt in Bern.", "en", "happened"),
        ("Neither side named the 14 who were hurt in Bern.", "en", "happened"),
        ("No guests were hurt in Bern.", "en", "denied"),
        ("No guards were there when 14 people were hurt in Bern.", "en", "happened"),
        ("Were 14 people killed in Bern?", "en", "open"),
        ("Das Militär soll in Jena 14 Menschen getötet haben.", "de", "open"),
    ],
)
def test_a_place_stands_as_what_happens_there(text: str, code: str, expected: str) -> None:
    assert standing(place_of(text, code)) == expected


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("The guard then shot 14 wolves.", "shoot"),
        ("14 wolves were then shot.", "shoot"),
    ],
)
def test_adverbs_belong_to_the_verb(text: str, predicate: str) -> None:
    assert figure_of(text).predicate == predicate
