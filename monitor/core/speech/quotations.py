"""Speech in a text: quotation marks that open and close over sentences and paragraphs, and the turns of a transcript.
Knows marks, not speakers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.core.language.text import Sentence

_MARKS = frozenset("“”„\"«»'‘’")
_CLOSES = frozenset('”»"“«')
_LONGEST = 40  # sentences; what is still open then was never meant to be
_LONGEST_LABEL = 6  # tokens of a speaker's name in a transcript
_FEWEST_TURNS = 3
_OPENING = ("“", '"', "''", "«", "„")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Speech from token `first` of sentence `first_sentence` up to, not including, token `last` of `last_sentence`; the
    marks are left out.
    """

    first_sentence: int
    first: int
    last_sentence: int
    last: int
    is_single: bool = False
    is_closed: bool = True

    def span_in(self, sentence: int, length: int) -> tuple[int, int]:
        """Return the tokens of `sentence` (which has `length` of them) that are inside; empty where none is."""
        if not self.first_sentence <= sentence <= self.last_sentence:
            return (0, 0)
        return (
            self.first if sentence == self.first_sentence else 0,
            self.last if sentence == self.last_sentence else length,
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph of a transcript: tokens `first` to `last` of `sentence` name the speaker in capitals, before a
    colon.
    """

    sentence: int
    first: int
    last: int
    last_sentence: int


def find_turns(sentences: Sequence[Sentence]) -> tuple[Turn, ...]:
    """Return the turns of a transcript ("LEE: How many?"); none unless two speakers or more take three turns or more.

    Below that a word in capitals before a colon is a label ("UPDATE: ...").
    """
    turns: list[Turn] = []
    for position, sentence in enumerate(sentences):
        if ":" not in sentence.words[1:_LONGEST_LABEL] or (
            position > 0 and sentences[position - 1].paragraph == sentence.paragraph
        ):
            continue
        colon = sentence.words.index(":", 1)
        first = 1 if sentence.words[0] in ('"', "“") else 0
        names = [word for word in sentence.words[first:colon] if word != "."]
        if names and all(word.isupper() and len(word) > 1 and word.isalpha() for word in names):
            last = position
            while last + 1 < len(sentences) and sentences[last + 1].paragraph == sentence.paragraph:
                last += 1
            turns.append(Turn(position, first, colon, last))
    speakers = {sentences[turn.sentence].words[turn.last - 1] for turn in turns}
    return tuple(turns) if len(turns) >= _FEWEST_TURNS and len(speakers) > 1 else ()


def find_quotations(sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """Return the quotations of one text in order; single marks are followed only inside one sentence.

    A quotation goes on in the next paragraph where that paragraph opens with a mark and the former did not close. One
    that never closes is taken to end with the sentence in which it opened, so that a forgotten mark does not swallow
    the text.
    """
    found: list[Quotation] = []
    opened: tuple[int, int] | None = None  # sentence, and the token after the mark
    for position, sentence in enumerate(sentences):
        start = 0
        if opened is not None and position > 0 and sentence.paragraph != sentences[position - 1].paragraph:
            if sentence.text.startswith(_OPENING):
                found.append(Quotation(*opened, position - 1, len(sentences[position - 1].words)))
                start = 2 if sentence.words[0] == "'" else 1
                opened = (position, start)
            else:
                found.append(_unclosed(opened, sentences))
                opened = None
        elif opened is not None and position - opened[0] > _LONGEST:
            found.append(_unclosed(opened, sentences))
            opened = None
        if not _MARKS.isdisjoint(sentence.words):
            opened = _read_marks(sentences, position, opened, start, found)
    if opened is not None:
        found.append(_unclosed(opened, sentences))
    return tuple(
        quotation
        for quotation in found
        if (quotation.first_sentence, quotation.first) < (quotation.last_sentence, quotation.last)
    )


def _unclosed(opened: tuple[int, int], sentences: Sequence[Sentence]) -> Quotation:
    return Quotation(*opened, opened[0], len(sentences[opened[0]].words), is_closed=False)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark at tokens [first, last) of its sentence; two single ones are read as a double one."""

    word: str
    first: int
    last: int
    is_free_before: bool
    is_free_after: bool
    ends_word: bool  # no word is fastened to its right

    def opens(self, *, is_open: bool) -> bool:
        """Tell whether it opens double marks, where some are open already or none; “, « and », which do either („so“,
        »so«), by the word that they touch.
        """
        opens_word = self.is_free_before and not self.is_free_after
        if self.word == '"':
            return not is_open or opens_word
        if self.word == "»":
            return not is_open and opens_word
        is_turned = is_open and self.ends_word and not self.is_free_before
        return self.word == "„" or (self.word in ("“", "«") and not is_turned)


def _marks_of(sentence: Sentence, start: int) -> Iterator[_Mark]:
    words, last = sentence.words, start
    for index in range(start, len(words)):
        if words[index] not in _MARKS or index < last:
            continue
        is_double = words[index] == "'" and sentence.touches(index + 1) and words[index + 1] == "'"
        last = index + 1 + is_double
        is_free_after = not sentence.touches(last)
        yield _Mark(
            '"' if is_double else words[index],
            index,
            last,
            not sentence.touches(index),
            is_free_after,
            is_free_after or not words[last].isalnum(),
        )


def _read_marks(
    sentences: Sequence[Sentence], position: int, opened: tuple[int, int] | None, start: int, found: list[Quotation]
) -> tuple[int, int] | None:
    """Add the quotations that close in a sentence; return what is still open at its end."""
    sentence = sentences[position]
    single: int | None = None
    for mark in _marks_of(sentence, start):
        if mark.opens(is_open=opened is not None):
            if opened is not None:
                found.append(_unclosed(opened, sentences))
            if mark.word != '"' or mark.is_free_before or mark.first == start:
                opened = (position, mark.last)
        elif mark.word in _CLOSES and opened is not None:
            found.append(Quotation(*opened, position, mark.first))
            opened = None
        elif mark.word == "‘" and opened is None:
            single = mark.last
        elif mark.word == "’" and single is not None and mark.ends_word:
            found.append(Quotation(position, single, position, mark.first, is_single=True))
            single = None
    return opened
