"""Text to sentences and tokens, with offsets. Knows layout and punctuation; leaves meaning to the readers above it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Set
from functools import lru_cache
from operator import add

from monitor.model.valueclasses import replace, valueclass

# One alternation, each branch linear: abbreviations with inner points, words (inner apostrophes, hyphens and digits
# stay inside: "Jong-un", "KN-23"; but not those of "magnitude-6.9", "M6.9"), numbers with separators, an elided or
# possessive "'s", any other single mark.
_TOKEN = re.compile(
    r"[mM](?:agnitude(?=[-‐]\d)|[wW]?(?=\d\.\d))"
    r"|[^\W\d_](?:\.(?:[^\W\d_]\.)+|\w*(?:[-’'‐](?=[^\W_])\w*)*)"
    r"|\d+(?:[.,]\d+)*"
    r"|[^\w\s]|_",
)
_POSSESSIVE = re.compile(r"\w(?:'s|’s|'S)")
_APOSTROPHES = ("'", "’")
_POSSESSIVES = frozenset(("'s", "’s", "'S", "’S"))
_SENTENCE_END = re.compile(
    r"[.!?…]+[\"'“”’«»)\]]*(?=\s+(?:[\"'“„‘«»(\[]*[^\W_a-zß-öø-ÿ]|\|\s))|[.!?…]+[\"'“”’«»)\]]*\s*$"
)
_SIGNED = re.compile(r"[ \t]{1,3}\([^()\n]{1,40}\)[ \t]{0,3}[-–—:]")  # "LODI, Calif. (Agency) -": no sentence begins so
_ENDS_TEXT = frozenset(".!?…:,;")  # what no heading ends with
_LINE = re.compile(r"[^\n]+")
_WRAPPED_AT_LEAST = 45  # a line shorter than this that lacks a full stop is a heading or a list item, not wrapped text
_HEADING_WORDS = 18
_LONGEST_SENTENCE = 2_000  # characters; hostile or unpunctuated text is cut here so that every scan stays bounded


@valueclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence and its tokens as parallel tuples; `starts` and `ends` count in the field, not in the sentence."""

    field: str
    paragraph: int
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    lowers: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    is_heading: bool

    def slice(self, first: int, last: int) -> str:
        """Return the surface from token `first` up to, not including, token `last`."""
        if first >= last:
            return ""
        return self.text[self.starts[first] - self.start : self.ends[last - 1] - self.start]

    def part(self, first: int, last: int | None = None) -> Sentence:
        """Return tokens [first, last) as a sentence of their own, at the same offsets of the field."""
        last = len(self.words) if last is None else last
        if first == 0 and last == len(self.words):
            return self
        start = self.starts[first] if first < last else self.end
        end = self.ends[last - 1] if last < len(self.words) and first < last else self.end
        return replace(
            self,
            start=start,
            end=end,
            text=self.text[start - self.start : end - self.start],
            words=self.words[first:last],
            lowers=self.lowers[first:last],
            starts=self.starts[first:last],
            ends=self.ends[first:last],
        )

    def lower_at(self, index: int) -> str:
        """Return token `index` in lower case; "" beyond either end of the sentence."""
        return self.lowers[index] if 0 <= index < len(self.lowers) else ""

    def touches(self, index: int) -> bool:
        """Tell whether token `index` follows its predecessor without a space ("122-mm", "12k")."""
        return 0 < index < len(self.words) and self.starts[index] == self.ends[index - 1]


def read_sentences(text: str, *, field: str = "text", abbreviations: Set[str] = frozenset()) -> tuple[Sentence, ...]:
    """Split `text` into sentences, in order; time is linear in its length.

    `abbreviations`: lower-case words after whose full stop a sentence goes on ("gen", "no", "mr").
    """
    sentences: list[Sentence] = []
    for paragraph, (start, end) in enumerate(read_paragraphs(text)):
        for first, last in _split(text, start, end, abbreviations):
            sentence = _sentence(text, first, last, field, paragraph)
            if sentence.words:
                sentences.append(sentence)
    return tuple(sentences)


@lru_cache(maxsize=1024)
def read_sentence(text: str) -> Sentence:
    """Return a text that is known to be one sentence, as it was cut from a longer one."""
    return _sentence(text, 0, len(text), "text", 0)


def tokenise(text: str, first: int = 0, last: int = sys.maxsize) -> tuple[list[str], list[int], list[int]]:
    """Return the tokens of text[first:last] in order, with their starts and ends in `text`; a possessive "'s" is a
    token of its own.
    """
    words = _TOKEN.findall(text, first, last)
    is_marked = any(text.find(mark, first, last) >= 0 for mark in _APOSTROPHES)
    if is_marked and _POSSESSIVE.search(text, first, last) is not None:
        words = [part for word in words for part in _split_possessive(word)]
    starts: list[int] = []
    end, find = first, text.index
    for word in words:
        start = find(word, end)
        starts.append(start)
        end = start + len(word)
    return words, starts, list(map(add, starts, map(len, words)))


def _split_possessive(word: str) -> tuple[str, ...]:
    return (word[:-2], word[-2:]) if word[-2:] in _POSSESSIVES else (word,)


def read_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each non-blank line begins and ends, a line joined to the one before where the text was only
    wrapped.
    """
    pending: tuple[int, int] | None = None
    for match in _LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if pending is not None:
            is_adjacent = text.count("\n", pending[1], start) == 1
            is_wrapped = (
                is_adjacent
                and text[start].islower()
                and text[pending[1] - 1] not in '.!?:;”"'
                and pending[1] - pending[0] >= _WRAPPED_AT_LEAST
            )
            if is_wrapped:
                pending = (pending[0], end)
                continue
            yield pending
        pending = (start, end)
    if pending is not None:
        yield pending


def _split(text: str, start: int, end: int, abbreviations: Set[str]) -> Iterator[tuple[int, int]]:
    first = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.end() < end and _goes_on(text, first, match.start(), match.group(), abbreviations):
            continue
        yield from _bounded(first, match.end())
        first = match.end()
        while first < end and text[first].isspace():
            first += 1
    if first < end:
        yield from _bounded(first, end)


def _bounded(first: int, last: int) -> Iterator[tuple[int, int]]:
    while last - first > _LONGEST_SENTENCE:
        yield first, first + _LONGEST_SENTENCE
        first += _LONGEST_SENTENCE
    yield first, last


def _goes_on(text: str, first: int, stop: int, marks: str, abbreviations: Set[str]) -> bool:
    """Tell whether the full stop at `stop` belongs to an abbreviation or an initial."""
    if marks[0] != ".":
        return False
    if _SIGNED.match(text, stop + 1):
        return True
    begin = stop
    while begin > first and not text[begin - 1].isspace() and stop - begin < 24:
        begin -= 1
    word = text[begin:stop].lstrip("\"'“„‘«»(").lower()
    if len(word) == 1 and word.isalpha() and text[stop - 1].isupper():
        return True  # an initial: "George W. Bush"
    return word in abbreviations or (
        len(word) > 1 and "." in word and all(len(part) == 1 for part in word.split(".")) and word in abbreviations
    )


def _sentence(text: str, first: int, last: int, field: str, paragraph: int) -> Sentence:
    surface = text[first:last]
    words, starts, ends = tokenise(text, first, last)
    is_heading = len(words) <= _HEADING_WORDS and surface.rstrip("\"'“”’«»)]")[-1:] not in _ENDS_TEXT
    return Sentence(
        field=field,
        paragraph=paragraph,
        start=first,
        end=last,
        text=surface,
        words=tuple(words),
        lowers=tuple(map(str.lower, words)),
        starts=tuple(starts),
        ends=tuple(ends),
        is_heading=is_heading or field == "title",
    )
