"""Why a number of a text is no quantity: for whoever asks why it was not told. Reading itself needs none of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.core.counting.countability import no_count_of
from monitor.core.counting.counted_units import read_unit
from monitor.core.counting.figure_context import compile_counting_words
from monitor.core.counting.numbers import find_numerals
from monitor.core.counting.quantities import label_after
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence, read_sentences
from monitor.model import Mention, MentionKind

_DIGITS = re.compile(r"\d(?:[\d.,:/-]*\d)?")
_RUN = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class NonQuantity:
    """A number at the offsets [start, end) of a field that is no quantity. `reason` is one word: a label of
    `labels.label_of`, "description" ("a five-year plan"), "pronoun" ("one of them"), "name" (a part of a name or a
    code), or "unread".
    """

    field: str  # "text" or "title"
    text: str
    start: int
    end: int
    reason: str
    evidence: str


def find_non_quantities(
    text: str, field: str, mentions: Sequence[Mention], language: Language
) -> tuple[NonQuantity, ...]:
    """Return the numbers of `text` that none of its `mentions` tells, in order: in digits all, in words those that the
    reader knows for numbers. Time is linear in the text.
    """
    told = _Spans([(m.start, m.end) for m in mentions if m.field == field and m.kind is MentionKind.QUANTITY])
    sentences = read_sentences(text, field=field, abbreviations=language.abbreviations)
    return tuple(one for sentence in sentences for one in _of_sentence(sentence, text, told, language))


def _of_sentence(sentence: Sentence, text: str, told: _Spans, language: Language) -> Iterator[NonQuantity]:
    words = compile_counting_words(language)
    found: list[NonQuantity] = []
    label: str | None = None
    for figure in find_numerals(sentence, language):
        start, end = sentence.starts[figure.first], sentence.ends[figure.last - 1]
        unit = read_unit(sentence, figure, words.units)
        label = label_after(label, sentence, figure, unit, words)
        if told.meets(start, end):
            continue
        reason = label or no_count_of(sentence, figure, unit, words.units) or "unread"
        found.append(NonQuantity(sentence.field, text[start:end], start, end, reason, sentence.text))
    known = _Spans([(one.start, one.end) for one in found])
    found += [
        NonQuantity(sentence.field, text[start:end], start, end, "name", sentence.text)
        for start, end in _names(text, sentence, told, known)
    ]
    yield from sorted(found, key=lambda one: one.start)


def _names(text: str, sentence: Sentence, told: _Spans, known: _Spans) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the digits that no figure has: a whole code, or what a figure leaves of it ("A1:1")."""
    for match in _DIGITS.finditer(text, sentence.start, sentence.end):
        has_figure = told.meets(*match.span()) or known.meets(*match.span())
        for part in _RUN.finditer(text, *match.span()) if has_figure else (match,):
            if not (told.meets(*part.span()) or known.meets(*part.span())):
                yield part.span()


class _Spans:
    """Spans of offsets, asked in any order whether one of them meets another span."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts = sorted(start for start, _ in spans)
        self._ends = sorted(end for _, end in spans)

    def meets(self, start: int, end: int) -> bool:
        """Tell whether any span has a character in [start, end): more begin before its end than end before it."""
        return bisect_right(self._starts, end - 1) > bisect_right(self._ends, start)
