"""What an outlet changed in a text that it took over: word by word, layout and quotation marks apart. Bounded for any
two texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_WORDS = 1_200  # of either text; the rest is not compared
_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that both texts have, or only the first (REMOVED), or only the copy (ADDED)."""

    change: Change
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the words with single spaces."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Difference:
    """The passages in order; `is_cut`: a text is longer than what was compared."""

    passages: tuple[Passage, ...]
    is_cut: bool

    def count(self, change: Change) -> int:
        """Return how many words that is."""
        return sum(len(passage.words) for passage in self.passages if passage.change is change)


def compare_words(first: str, copy: str) -> Difference:
    """Return how `copy` comes from `first`; the same for the same two texts. Of what is replaced, what went stands
    before what came.
    """
    before, after = first.split(), copy.split()
    is_cut = max(len(before), len(after)) > MOST_WORDS
    before, after = before[:MOST_WORDS], after[:MOST_WORDS]
    passages: list[Passage] = []
    for kind, a, b, c, d in SequenceMatcher(None, _fold(before), _fold(after), autojunk=False).get_opcodes():
        if kind == "equal":
            passages.append(Passage(Change.SAME, tuple(after[c:d])))
            continue
        if b > a:
            passages.append(Passage(Change.REMOVED, tuple(before[a:b])))
        if d > c:
            passages.append(Passage(Change.ADDED, tuple(after[c:d])))
    return Difference(tuple(passages), is_cut)


def _fold(words: Sequence[str]) -> list[str]:
    return [word.translate(_FOLDED).casefold() for word in words]
