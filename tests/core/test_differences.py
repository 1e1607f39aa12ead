"""What a copy changed, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clusters.differences import MOST_WORDS, Change, compare_words

words = st.lists(st.sampled_from("a b c d the 12 19".split()), max_size=40).map(" ".join)


def changes(first: str, copy: str) -> list[tuple[str, str]]:
    return [(passage.change.value, passage.text) for passage in compare_words(first, copy).passages]


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
    assert (difference.count(Change.SAME), difference.count(Change.REMOVED)) == (3, MOST_WORDS - 3)


@given(words, words)
def test_both_texts_can_be_read_from_the_passages(first: str, copy: str) -> None:
    passages = compare_words(first, copy).passages
    assert " ".join(passage.text for passage in passages if passage.change is not Change.REMOVED) == copy
    assert " ".join(passage.text for passage in passages if passage.change is not Change.ADDED) == first
