"""Where a clause with a verb of its own begins and ends, in English and German."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.language.text import read_sentence
from monitor.core.syntax.verb_clauses import clause_around
from monitor.data.resources import load_language


def clause_of(text: str, word: str, code: str) -> str:
    sentence = read_sentence(text)
    return sentence.slice(*clause_around(sentence, sentence.words.index(word), load_language(code)))


@pytest.mark.parametrize(
    ("text", "word", "code", "expected"),
    [
        pytest.param(
            "Rents rose 3 percent and fares fell 4 percent.",
            "4",
            "en",
            "fares fell 4 percent.",
            id="a subject and a verb",
        ),
        pytest.param(
            "Rents rose 3 percent and fell 2 percent.",
            "2",
            "en",
            "Rents rose 3 percent and fell 2 percent.",
            id="one subject of two verbs",
        ),
        pytest.param(
            "Rents rose 3 percent, fares 4 percent.", "4", "en", "fares 4 percent.", id="a verb that is understood"
        ),
        pytest.param(
            "Rents rose 3 percent, while inflation is at 4 percent.",
            "3",
            "en",
            "Rents rose 3 percent",
            id="a conjunction",
        ),
        pytest.param(
            "Rents fell after 30 firms closed.", "30", "en", "30 firms closed.", id="a conjunction before a number"
        ),
        pytest.param(
            "Rents fell after a rise of 30 percent.",
            "30",
            "en",
            "Rents fell after a rise of 30 percent.",
            id="a preposition",
        ),
        pytest.param(
            "The fire spread and more than 30 people died.",
            "30",
            "en",
            "The fire spread and more than 30 people died.",
            id="a comparison parts nothing",
        ),
        pytest.param(
            "Rents, the office said, rose 3 percent.",
            "3",
            "en",
            "Rents, the office said, rose 3 percent.",
            id="an aside",
        ),
        pytest.param(
            "Three people who lived there died.",
            "Three",
            "en",
            "Three people who lived there died.",
            id="a relative clause inside",
        ),
        pytest.param(
            "Weil die Mieten um 3 Prozent stiegen, sanken die Preise.",
            "sanken",
            "de",
            "sanken die Preise.",
            id="a verb behind the comma: de",
        ),
        pytest.param(
            "Die Mieten stiegen um 3 Prozent, die Preise um 4 Prozent.",
            "4",
            "de",
            "die Preise um 4 Prozent.",
            id="a verb that is understood: de",
        ),
        pytest.param(
            "Die Mieten stiegen, teilte das Amt mit, um 3 Prozent.",
            "3",
            "de",
            "Die Mieten stiegen, teilte das Amt mit, um 3 Prozent.",
            id="an aside: de",
        ),
    ],
)
def test_a_clause_has_a_verb_of_its_own(text: str, word: str, code: str, expected: str) -> None:
    assert clause_of(text, word, code) == expected


@given(
    st.lists(
        st.sampled_from("wages prices rose fell and , ; while who as than 30 percent the ( )".split()),
        min_size=1,
        max_size=25,
    )
)
def test_a_word_lies_in_its_clause_and_clauses_do_not_overlap(words: list[str]) -> None:
    sentence, english = read_sentence(" ".join(words)), load_language("en")
    clauses = [clause_around(sentence, at, english) for at in range(len(sentence.words))]
    assert all(first <= at <= stop for at, (first, stop) in enumerate(clauses))
    spans = sorted(set(clauses))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
