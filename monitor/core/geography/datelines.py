"""Finds the dateline that opens a report: where it was filed, not where it happened."""

from __future__ import annotations

from monitor.core.language.text import Sentence

_DASHES = frozenset("-–—―")
_LONGEST_PLACE = 6
_LONGEST_DATELINE = 16  # tokens up to the dash that ends it


def dateline_end(sentence: Sentence) -> int:
    """Return the token that ends the places of a dateline ("SEOUL/KYIV (Agency) –"), or 0 when the sentence has none."""
    words = sentence.words
    if _DASHES.isdisjoint(words[1:_LONGEST_DATELINE]):
        return 0
    for at in range(1, min(len(words), _LONGEST_DATELINE)):
        if words[at] in _DASHES and not sentence.touches(at):
            head = words[:at]
            is_upper = head[0].isupper() and len(head[0]) > 1
            bracket = head.index("(") if "(" in head[:_LONGEST_PLACE] else 0
            return (bracket or at) if is_upper or (bracket and head[0][0].isupper()) else 0
        if words[at] in '.;:!?"':
            return 0
    return 0
