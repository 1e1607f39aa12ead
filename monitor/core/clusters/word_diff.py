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


class EditKind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffSegment:
    """A run of words that both texts have, or only the first (REMOVED), or only the copy (ADDED)."""

    kind: EditKind
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the words with single spaces."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class WordDiff:
    """The segments in order; `is_cut`: a text is longer than what was compared."""

    segments: tuple[DiffSegment, ...]
    is_cut: bool

    def count(self, kind: EditKind) -> int:
        """Return how many words that is."""
        return sum(len(segment.words) for segment in self.segments if segment.kind is kind)


def words_beside(words: Sequence[str], around: int, *, is_first: bool, is_last: bool) -> str:
    """Return what of a run that both texts have stands beside a change, so many words on either side, and a mark for
    what lies between; is_first, is_last: nothing changes before it, behind it.
    """
    before, after = (() if is_first else words[:around]), (() if is_last else words[-around:])
    if len(before) + len(after) >= len(words):
        return " ".join(words)
    return " ".join((*before, "…", *after))


def compare_words(first: str, copy: str) -> WordDiff:
    """Return how `copy` comes from `first`; the same for the same two texts. Of what is replaced, what went stands
    before what came.
    """
    before, after = first.split(), copy.split()
    is_cut = max(len(before), len(after)) > MOST_WORDS
    before, after = before[:MOST_WORDS], after[:MOST_WORDS]
    segments: list[DiffSegment] = []
    for tag, a, b, c, d in SequenceMatcher(None, _fold(before), _fold(after), autojunk=False).get_opcodes():
        if tag == "equal":
            segments.append(DiffSegment(EditKind.SAME, tuple(after[c:d])))
            continue
        if b > a:
            segments.append(DiffSegment(EditKind.REMOVED, tuple(before[a:b])))
        if d > c:
            segments.append(DiffSegment(EditKind.ADDED, tuple(after[c:d])))
    return WordDiff(tuple(segments), is_cut)


def _fold(words: Sequence[str]) -> list[str]:
    return [word.translate(_FOLDED).casefold() for word in words]
