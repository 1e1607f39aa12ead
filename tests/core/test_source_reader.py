"""Names of those who speak: roles, bodies and the discourse model of one text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.language.text import read_sentences
from monitor.core.speech.discourse import DiscourseModel, Source
from monitor.core.speech.noun_phrases import NounPhrase, subject_after, subject_before
from monitor.core.speech.source_reader import SourceReader
from monitor.core.speech.speaker_words import compile_speaker_words
from monitor.data.resources import load_language

ENGLISH = load_language("en")
WORDS = compile_speaker_words(ENGLISH)


def read_phrase(words: str, *, before: str = "") -> Source | None:
    """Read the words before "said" in a text of their own, after the text `before`."""
    sentences = read_sentences(f"{before} Yesterday {words} said so.", abbreviations=ENGLISH.abbreviations)
    sentence = sentences[-1]
    phrase = subject_before(sentence, sentence.lowers.index("said"), WORDS)
    assert phrase is not None
    return SourceReader(WORDS, DiscourseModel(sentences, WORDS), frozenset()).read(len(sentences) - 1, sentence, phrase)


PERSONS = [
    pytest.param("Anna Lindqvist", "Anna Lindqvist", None, id="plain-name"),
    pytest.param("Mr. Okoro", "Okoro", None, id="honorific"),
    pytest.param("Prime Minister Anna Lindqvist", "Anna Lindqvist", "Prime Minister", id="office"),
    pytest.param(
        "Danish Prime Minister Anna Lindqvist", "Anna Lindqvist", "Danish Prime Minister", id="office-with-country"
    ),
    pytest.param("Senator Ann Lee of Ohio", "Ann Lee", "Senator", id="senator-of"),
    pytest.param("Harbour Authority spokeswoman Ines Moreau", "Ines Moreau", "Harbour Authority", id="spokeswoman"),
    pytest.param("former army chief Omar Diallo", "Omar Diallo", "former army", id="former-chief"),
    pytest.param("Gen. Omar Diallo", "Omar Diallo", "Gen.", id="rank"),
    pytest.param("George W. Harlan", "George W. Harlan", None, id="initial"),
    pytest.param("Ludwig van Houten", "Ludwig van Houten", None, id="particle"),
    pytest.param("Ann Lee of the Northern Institute", "Ann Lee", "Northern Institute", id="of-a-body"),
    pytest.param("Sen. Claire Dubois (D-Mo.)", "Claire Dubois", "Sen.", id="parenthesis"),
]

BODIES = [
    pytest.param("the Ministry of Fisheries", "Ministry of Fisheries", id="ministry-of"),
    pytest.param("Freedonia's National Intelligence Service", "National Intelligence Service", id="possessor-left-out"),
    pytest.param("Freedonia's spy agency", "Freedonia's spy agency", id="possessor-kept"),
    pytest.param("the UNHCR", "UNHCR", id="acronym"),
    pytest.param("a spokesman for the Harbour Authority", "Harbour Authority", id="spokesman-for"),
    pytest.param(
        "a senior official with the Harbour Authority",
        "a senior official with the Harbour Authority",
        id="official-with",
    ),
    pytest.param("two senior officials", "two senior officials", id="plain-people"),
    pytest.param("the Bank of Freedonia", "Bank of Freedonia", id="bank-of"),
]


@pytest.mark.parametrize(("words", "speaker", "organisation"), PERSONS)
def test_person_is_read_with_role(words: str, speaker: str, organisation: str | None) -> None:
    source = read_phrase(words)
    assert source is not None
    assert (source.speaker, source.organisation) == (speaker, organisation)


@pytest.mark.parametrize(("words", "organisation"), BODIES)
def test_body_is_an_organisation(words: str, organisation: str) -> None:
    source = read_phrase(words)
    assert source is not None
    assert (source.speaker, source.organisation) == (None, organisation)


REGISTERED = [
    pytest.param("Kofi Mensah came.", "Mensah", "Kofi Mensah", id="surname"),
    pytest.param("Minister Kofi Mensah came.", "Mensah", "Kofi Mensah", id="title-left-out"),
    pytest.param("The Harbour Safety Board met.", "HSB", "Harbour Safety Board", id="initials"),
    pytest.param("The Centre for Clean Ports opened.", "the centre", "Centre for Clean Ports", id="common-noun"),
    pytest.param("Nobody came.", "Mensah", "Mensah", id="unknown"),
]


@pytest.mark.parametrize(("before", "words", "name"), REGISTERED)
def test_short_form_is_completed_from_the_text(before: str, words: str, name: str) -> None:
    source = read_phrase(words, before=before)
    assert source is not None
    assert name in (source.speaker, source.organisation)


def test_name_given_most_often_wins() -> None:
    discourse = DiscourseModel(read_sentences("Ann Lee met Bo Lee. Bo Lee spoke. Ann Lee and Bo Lee left."), WORDS)
    assert discourse.full_name("Lee") == "Bo Lee"


def test_pronoun_does_not_stand_for_a_person_of_another_gender() -> None:
    discourse = DiscourseModel((), WORDS)
    discourse.meet(Source("Ann Lee", None, 0, 7, "name"))
    discourse.learn_gender("Ann Lee", "she")
    assert discourse.last_person("he") is None
    assert discourse.last_person("she") is not None


def test_phrase_before_ends_at_a_conjunction() -> None:
    (sentence,) = read_sentences("They fled after rebel commanders said so.")
    assert subject_before(sentence, sentence.lowers.index("said"), WORDS) == NounPhrase(3, 5)


def test_phrase_after_ends_before_an_adjunct() -> None:
    (sentence,) = read_sentences("It was late, said officials in a statement.")
    assert subject_after(sentence, 5, WORDS, with_apposition=False) == NounPhrase(5, 6)


TOKENS = st.sampled_from(
    [
        "the",
        "of",
        "and",
        "Ann",
        "Lee",
        "NIS",
        "spokesman",
        "for",
        "in",
        "'s",
        ".",
        ",",
        "(",
        ")",
        "van",
        "U.S.",
        "2019",
        "it",
        "who",
        "police",
        "-",
        "/",
        "&",
    ]
)


@given(st.lists(TOKENS, min_size=1, max_size=40).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_phrases_stay_inside_the_sentence(text: str) -> None:
    for sentence in read_sentences(text):
        count = len(sentence.words)
        for at in range(count + 1):
            for phrase in (
                subject_before(sentence, at, WORDS),
                subject_after(sentence, at, WORDS, with_apposition=True),
            ):
                assert phrase is None or 0 <= phrase.first < phrase.last <= count
                assert phrase is None or 0 <= phrase.start < phrase.end <= count
