"""Votes for and against: "passed by 201 votes to 180", "voted 201-180", "312 votes in favour and 140 against".

Two figures of one ballot count votes, and the second one those against; neither is a step to the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.counting.quantity import Quantity
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model.valueclasses import replace

_PAIR = 2
_BETWEEN = 2  # tokens of "votes to"
_SIDE = 7  # tokens between "312 votes" and "140 against": "in favour and"


@dataclass(frozen=True, slots=True, eq=False)
class BallotWords:
    """The words of one language around votes; `unit` is what both figures count."""

    ballots: frozenset[str]
    voting: frozenset[str]
    links: frozenset[str]
    sides: frozenset[str]
    unit: str | None


@lru_cache(maxsize=8)
def compile_ballots(language: Language) -> BallotWords:
    """Return the words of `language` around votes; the same object on every call."""
    table: Mapping[str, Any] = language.tables["labels"]
    return BallotWords(
        ballots=frozenset(table["ballots"]),
        voting=frozenset(table["voting"]),
        links=frozenset(table["vote_links"]),
        sides=frozenset(table["vote_sides"]),
        unit=next(iter(table["vote_unit"]), None),
    )


def with_votes(sentence: Sentence, quantities: Sequence[Quantity], language: Language) -> list[Quantity]:
    """Return the quantities of one sentence, those that are votes for and against told as votes."""
    words, found = compile_ballots(language), list(quantities)
    if len(found) < _PAIR or words.ballots.isdisjoint(sentence.lowers):
        return found
    for i in range(len(found) - 1):
        ours, theirs = found[i], found[i + 1]
        if _are_votes(sentence, ours, theirs, words):
            found[i] = replace(ours, unit=ours.unit or words.unit, is_increment=False, trend=None, bid=None)
            found[i + 1] = _against(sentence, theirs, words)
    return found


def _against(sentence: Sentence, theirs: Quantity, words: BallotWords) -> Quantity:
    side = sentence.lower_at(theirs.last)
    of_what = side if side in words.sides else "against"
    return replace(theirs, unit=theirs.unit or words.unit, is_increment=False, trend=None, bid=None, of_what=of_what)


def _are_votes(sentence: Sentence, ours: Quantity, theirs: Quantity, words: BallotWords) -> bool:
    """Tell "62 to 38", "201-180", "201 votes to 180" and "312 votes in favour and 140 against"."""
    lowers = sentence.lowers
    between = lowers[ours.last : theirs.first]
    is_counted = ours.unit is not None and ours.unit.lower() in words.voting
    if any(figure.unit is not None and figure.unit.lower() not in words.voting for figure in (ours, theirs)):
        return False
    if 0 < len(between) <= _BETWEEN and words.links.issuperset(between):
        return True
    return is_counted and len(between) <= _SIDE and sentence.lower_at(theirs.last) in words.sides
