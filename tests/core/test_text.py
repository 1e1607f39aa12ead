"""Text splits into sentences and tokens whose offsets point back at the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.language.text import read_sentences
from monitor.data.resources import load_language

ABBREVIATIONS = load_language("en").abbreviations


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in read_sentences(text, abbreviations=ABBREVIATIONS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("They left. Nobody saw them.", ["They left.", "Nobody saw them."], id="at a full stop"),
        pytest.param(
            "Gen. Flynn met Mr. Yoon in the U.S. on Oct. 8.",
            ["Gen. Flynn met Mr. Yoon in the U.S. on Oct. 8."],
            id="not after abbreviations",
        ),
        pytest.param("George W. Bush spoke.", ["George W. Bush spoke."], id="not after an initial"),
        pytest.param(
            "It rose by 2.5 percent. Then it fell.",
            ["It rose by 2.5 percent.", "Then it fell."],
            id="not inside a number",
        ),
        pytest.param(
            "“We left.” She stayed.",
            ["“We left.”", "She stayed."],
            id="the closing mark belongs to the sentence before",
        ),
        pytest.param(
            "They left the house. | Photo Lind Mayor quits",
            ["They left the house.", "| Photo Lind Mayor quits"],
            id="before a bar",
        ),
        pytest.param(
            "A HEADING\nThe text begins.", ["A HEADING", "The text begins."], id="a heading ends without a full stop"
        ),
        pytest.param(
            "The ships that took the soldiers aboard at the\nport went north in the night.",
            ["The ships that took the soldiers aboard at the\nport went north in the night."],
            id="a wrapped line goes on",
        ),
        pytest.param("„Wir gehen.“ Sie blieben.", ["„Wir gehen.“", "Sie blieben."], id="German marks close"),
        pytest.param(
            "Sie gingen. »Wir auch.« Er blieb.", ["Sie gingen.", "»Wir auch.«", "Er blieb."], id="French marks turned"
        ),
    ],
)
def test_text_splits_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_possessive_is_a_token_and_a_model_name_is_one() -> None:
    (sentence,) = read_sentences("Russia’s KN-23 and 12k men")
    assert sentence.words == ("Russia", "’s", "KN-23", "and", "12", "k", "men")
    assert sentence.touches(5)
    assert sentence.slice(0, 3) == "Russia’s KN-23"


@given(st.text(alphabet=st.sampled_from("aA1 .,!?“”\"'’-\n\t…()é€中"), max_size=400))
def test_offsets_point_at_the_text_and_no_token_is_lost(text: str) -> None:
    end = 0
    for sentence in read_sentences(text, abbreviations=ABBREVIATIONS):
        assert sentence.start >= end
        assert sentence.text == text[sentence.start : sentence.end]
        for word, start, stop in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
            assert text[start:stop] == word
        assert "".join(sentence.words) == "".join(sentence.text.split())
        end = sentence.end


def test_a_text_without_an_end_is_cut_into_bounded_sentences() -> None:
    read = read_sentences("word " * 10_000)
    assert max(len(sentence.text) for sentence in read) <= 2_000
    assert sum(len(sentence.words) for sentence in read) >= 10_000
