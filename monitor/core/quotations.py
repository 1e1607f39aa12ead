"""Quotations of a text: where speech in quotation marks opens and closes, over sentences and paragraphs. Knows marks, not speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.text import Sentence

_MARKS = re.compile("[“”„\"«»]|''|[‘’]")
_LONGEST = 60  # sentences; a quotation that never closes ends here


@dataclass(frozen=True, slots=True)
class Quotation:
    """Speech from token `first` of sentence `first_sentence` up to, not including, token `last` of `last_sentence`; the marks are left out."""

    first_sentence: int
    first: int
    last_sentence: int
    last: int
    is_single: bool = False

    def span_in(self, sentence: int, length: int) -> tuple[int, int]:
        """Return the tokens of `sentence` (which has `length` of them) that are inside; empty where none is."""
        if not self.first_sentence <= sentence <= self.last_sentence:
            return (0, 0)
        return (self.first if sentence == self.first_sentence else 0, self.last if sentence == self.last_sentence else length)


def find_quotations(sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """Return the quotations of one text in order; single marks are followed only inside one sentence.

    A quotation goes on in the next paragraph where that paragraph opens with a mark and the former did not close.
    """
    found: list[Quotation] = []
    opened: tuple[int, int] | None = None  # sentence and token after the mark
    for position, sentence in enumerate(sentences):
        text = sentence.text
        is_new_paragraph = position > 0 and sentence.paragraph != sentences[position - 1].paragraph
        if opened is not None and (is_new_paragraph or position - opened[0] > _LONGEST):
            starts_quoted = text.startswith(("“", '"', "''", "«", "„"))
            if not starts_quoted or position - opened[0] > _LONGEST:
                found.append(Quotation(*opened, position - 1, len(sentences[position - 1].words)))
                opened = None
            else:
                found.append(Quotation(*opened, position - 1, len(sentences[position - 1].words)))
                opened = (position, _after_mark(sentence))
                opened = _read_marks(sentence, position, opened, opened[1], found)
                continue
        if _MARKS.search(text):
            opened = _read_marks(sentence, position, opened, 0, found)
    if opened is not None and sentences:
        found.append(Quotation(*opened, len(sentences) - 1, len(sentences[-1].words)))
    return tuple(quotation for quotation in found if (quotation.first_sentence, quotation.first) < (quotation.last_sentence, quotation.last))


def _after_mark(sentence: Sentence) -> int:
    return 2 if sentence.words[0] == "'" else 1


def _read_marks(sentence: Sentence, position: int, opened: tuple[int, int] | None, start: int, found: list[Quotation]) -> tuple[int, int] | None:
    """Add the quotations that close in `sentence`; return what is still open at its end."""
    words = sentence.words
    single: int | None = None
    index, count = start, len(words)
    while index < count:
        word = words[index]
        width = 1
        if word == "'" and index + 1 < count and words[index + 1] == "'" and sentence.touches(index + 1):
            word, width = '"', 2
        if word in "“„«" or (word == '"' and opened is None):
            opened = (position, index + width)
        elif word in '”»"' and opened is not None:
            found.append(Quotation(*opened, position, index))
            opened = None
        elif word == "‘" and opened is None:
            single = index + 1
        elif word == "’" and single is not None and not sentence.touches(index + 1 if index + 1 < count and words[index + 1].isalnum() else 0):
            found.append(Quotation(position, single, position, index, is_single=True))
            single = None
        index += width
    return opened
