"""Furniture and roundups are told by stories that have nothing to do with each other, not by how much is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clusters.unrelated import count_unrelated, find_kin, is_furniture

EVENT = [frozenset({1, 2, 3}), frozenset({1, 2, 9}), frozenset({2, 3, 8}), frozenset({1, 3, 7})]
OTHERS = [frozenset({10, 11}), frozenset({20, 21, 22}), frozenset({30, 31})]
COUNTS = [
    pytest.param(EVENT, 1, id="reports of one event"),
    pytest.param(OTHERS, 3, id="three matters"),
    pytest.param([*EVENT, *OTHERS], 4, id="both"),
    pytest.param([frozenset({1, 2}), frozenset({3, 4}), frozenset({1, 2, 3, 4})], 1, id="related by a third"),
    pytest.param([frozenset({1, 2}), frozenset({1, 5})], 2, id="one official in common"),
    pytest.param([frozenset(), frozenset()], 2, id="nobody is named"),
]


@pytest.mark.parametrize(("leads", "count"), COUNTS)
def test_texts_that_share_names_are_of_one_matter(leads: list[frozenset[int]], count: int) -> None:
    assert count_unrelated(leads) == count


@given(st.permutations([*EVENT, *OTHERS]))
def test_the_order_of_the_stories_does_not_matter(leads: list[frozenset[int]]) -> None:
    assert count_unrelated(leads) == 4


SENTENCES = [
    pytest.param(EVENT, 0, False, id="a wire's sentence in many stories of one event"),
    pytest.param(EVENT, 1, False, id="the same, which the outlet has told as well"),
    pytest.param(OTHERS, 0, True, id="in unrelated stories"),
    pytest.param(OTHERS[:2], 2, False, id="in two of them: too few to tell"),
    pytest.param(EVENT, 3, True, id="in stories of one event, by this outlet alone"),
    pytest.param(EVENT * 2, 3, False, id="in stories of one event, by others more often"),
]


@pytest.mark.parametrize(("leads", "by_outlet", "expected"), SENTENCES)
def test_furniture_is_an_outlets_own(leads: list[frozenset[int]], by_outlet: int, expected: bool) -> None:
    assert is_furniture(dict(enumerate(leads)), frozenset(range(by_outlet))) is expected


def test_versions_of_one_wire_have_no_furniture_in_common_whatever_they_name() -> None:
    leads, kin = dict(enumerate(OTHERS, 7)), {(7, 8), (8, 9)}
    assert is_furniture(leads, frozenset())
    assert not is_furniture(leads, frozenset(), kin)
    assert not is_furniture(leads, frozenset(leads), kin)


def test_stories_are_kin_that_tell_a_good_part_of_one_text() -> None:
    words = dict.fromkeys(range(12), 20)
    told = {0: {1, 2, 3}, 1: {1, 2, 3}, 2: {1, 2}, 3: {2}}
    assert find_kin(told, words) == {(1, 2)}
