"""What a copy changed, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clusters.word_diff import MOST_WORDS, EditKind, compare_words

words = st.lists(st.sampled_from("a b c d the 12 19".split()), max_size=40).map(" ".join)


def changes(first: str, copy: str) -> list[tuple[str, str]]:
    return [(segment.kind.value, segment.text) for segment in compare_words(first, copy).segments]


def test_replaced_words_stand_where_they_were() -> None:
    assert changes("At least 12 people died", "At least 19 people died") == [
        ("same", "At least"),
        ("removed", "12"),
        ("added", "19"),
        ("same", "people died"),
    ]


def test_layout_case_and_quotation_marks_are_no_change() -> None:
    assert changes("“It’s over”,\n\nHe said", '"it\'s over", he said') == [("same", '"it\'s over", he said')]


def test_long_texts_are_compared_to_a_bound() -> None:
    difference = compare_words("word " * (MOST_WORDS + 1), "word " * 3)
    assert difference.is_cut
    assert (difference.count(EditKind.SAME), difference.count(EditKind.REMOVED)) == (3, MOST_WORDS - 3)


@given(words, words)
def test_both_texts_can_be_read_from_the_passages(first: str, copy: str) -> None:
    segments = compare_words(first, copy).segments
    assert " ".join(segment.text for segment in segments if segment.kind is not EditKind.REMOVED) == copy
    assert " ".join(segment.text for segment in segments if segment.kind is not EditKind.ADDED) == first
