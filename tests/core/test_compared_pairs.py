"""What is remembered of pairs of texts is what would be found anew."""

from __future__ import annotations

import pytest

from monitor.core.clusters.pairs import ComparedPairs
from monitor.core.clusters.signatures import mark_boilerplate, read_units, sign, unit_keys
from tests.core.newswire import SHELL, a_story, printed, with_other_figures

STORY = a_story(1, 24)
TEXTS = [
    sign(printed(each)) for each in (STORY, STORY[:10], STORY[6:], with_other_figures(STORY)[3:20], a_story(2, 12))
]


def test_pairs_that_are_known_and_pairs_that_are_not_give_the_same() -> None:
    known = ComparedPairs()
    known.smaller(TEXTS[:2], TEXTS[1:4]), known.facts(TEXTS[:2], TEXTS[1:4])
    for some, others in ((TEXTS, TEXTS), (TEXTS[2:], TEXTS[:2])):
        assert known.smaller(some, others).tolist() == ComparedPairs().smaller(some, others).tolist()
        assert known.facts(some, others) == ComparedPairs().facts(some, others)


def test_pairs_are_the_same_from_either_side() -> None:
    assert ComparedPairs().smaller(TEXTS, TEXTS).tolist() == ComparedPairs().smaller(TEXTS, TEXTS).T.tolist()
    assert ComparedPairs().facts(TEXTS[:2], TEXTS[2:]) == ComparedPairs().facts(TEXTS[2:], TEXTS[:2])


def test_share_is_of_the_smaller_text() -> None:
    assert ComparedPairs().smaller(TEXTS[:1], TEXTS[1:2])[0, 0] == pytest.approx(1)
    assert ComparedPairs().smaller(TEXTS[:1], TEXTS[4:])[0, 0] == 0


def test_a_sentence_that_is_marked_since_is_another_text() -> None:
    page = sign(printed([*STORY[:5], *SHELL]))
    story, known = sign(printed(STORY)), ComparedPairs()
    before = known.smaller([story], [page])[0, 0]
    furniture = frozenset(key for sentence in SHELL for key in unit_keys(read_units(sign(sentence))))
    assert known.smaller([story], [mark_boilerplate(page, furniture)])[0, 0] > before
