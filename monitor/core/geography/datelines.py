"""Cuts the dateline off a report's first words: where and when it was filed, and for whom. It is no part of what the
report says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.gazetteer_format import fold
from monitor.core.geography.place_words import PlaceWords
from monitor.core.language.text import Sentence

_DASHES = frozenset("-–—―|")
_ENDS = frozenset("-–—―:")
_JOINTS = frozenset(",./|")
_LONGEST_DATELINE = 26  # tokens: "PARIS/MISRATA, Libya | Wed Apr 20, 2011 6:42 pm EDT"
_LONGEST_NAME = 4  # tokens of the first place
_LONGEST_BRACKET = 8  # tokens
# A radio or television station by its call sign in the United States, or by its channel: it reports from its own town.
_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}|[A-Z]{2,4}[0-9]{1,2}")
_SHORTEST_NAME = 3  # letters in capitals; "UN - " opens no dateline


@dataclass(frozen=True, slots=True)
class Dateline:
    """The places of a dateline as a text of their own; `number` is the sentence that it was cut from.

    `is_signed`: it names the day or the agency that the report was filed for, or ends in a colon as a correspondent's
    does, so its place is where the reporter sits rather than where it happened. A station's sign, or a town that needs
    its state named, says that it happened there.
    """

    number: int
    places: Sentence
    is_signed: bool


class _Part(Enum):
    NAME = auto()
    TIME = auto()
    AGENCY = auto()  # in brackets
    JOINT = auto()
    END = auto()
    ELSE = auto()


@dataclass(frozen=True, slots=True)
class _Header:
    """What may be a dateline: places in the tokens [0, named), then a day or a bracket, and the mark that ends it at
    `end`.
    """

    named: int
    end: int
    is_dated: bool
    is_credited: bool
    is_local: bool


@dataclass(frozen=True, slots=True)
class _DatelineOpening:
    """What a dateline was read as: its places are the tokens [0, named), the report begins at `stop`."""

    named: int
    stop: int
    is_signed: bool


def cut_datelines(
    sentences: Sequence[Sentence], gazetteer: Gazetteer, words: PlaceWords
) -> tuple[tuple[Sentence, ...], tuple[Dateline, ...]]:
    """Return the sentences without the datelines that open some of them, and those datelines, in order; time is
    linear.
    """
    left: list[Sentence] = []
    found: list[Dateline] = []
    paragraph = -1
    for number, sentence in enumerate(sentences):
        is_opening, paragraph = sentence.paragraph != paragraph, sentence.paragraph
        named, stop, is_signed = 0, 0, False
        while (
            is_opening
            and (opening := _opening(sentence.part(stop), gazetteer, words, is_first=number == 0)) is not None
        ):
            named, stop, is_signed = (named or opening.named), stop + opening.stop, is_signed or opening.is_signed
        if named:
            found.append(Dateline(number, sentence.part(0, named), is_signed))
        left.append(sentence.part(stop) if stop else sentence)
    return tuple(left), tuple(found)


def _opening(sentence: Sentence, gazetteer: Gazetteer, words: PlaceWords, *, is_first: bool) -> _DatelineOpening | None:
    """Return the dateline that opens `sentence`, and is no label, list or aside."""
    header = _header(sentence, words)
    if header is None or (sentence.is_heading and not header.is_credited):
        return None
    named, stop = header.named, header.end
    while stop < len(sentence.words) and (sentence.words[stop] in _DASHES or sentence.words[stop] == ":"):
        stop += 1
    while named and sentence.words[named - 1] in _JOINTS - {"."}:
        named -= 1
    if stop >= len(sentence.words):
        return None
    if not named:
        return _DatelineOpening(0, stop, is_signed=True) if header.is_credited else None
    if not _is_filed(sentence, stop, header, is_known=_is_known(sentence, named, gazetteer), is_first=is_first):
        return None
    is_bureau = (
        header.is_credited and "," not in sentence.words[:named]
    )  # a town that needs its state named is where it happened
    is_signed = header.is_dated or is_bureau or sentence.words[header.end] == ":"
    return _DatelineOpening(named, stop, is_signed=is_signed and not header.is_local)


def _is_filed(sentence: Sentence, stop: int, header: _Header, *, is_known: bool, is_first: bool) -> bool:
    """Tell whether names and mark are a dateline's: in capitals, with a day or an agency, or a known place that opens
    the text.
    """
    first = sentence.words[0]
    is_upper = first.isupper() and len(first) >= _SHORTEST_NAME and not sentence.text.isupper()
    if header.is_credited:
        return is_upper or is_known
    if not is_known:
        return False
    if is_upper or (header.is_dated and sentence.words[header.end] != ":"):
        return True
    return is_first and (sentence.words[stop][0].isupper() or not sentence.words[stop][0].isalpha())


def _header(sentence: Sentence, words: PlaceWords) -> _Header | None:
    """Return the names, day, bracket and mark that open `sentence`, or None where its first words are anything else."""
    if not sentence.words or not (sentence.words[0][0].isupper() or sentence.words[0] == "("):
        return None
    named: int | None = None
    at, is_dated, is_credited, is_local = 0, False, False, False
    limit = min(_LONGEST_DATELINE, len(sentence.words) - 1)
    if _ENDS.isdisjoint(sentence.words[:limit]):
        return None
    while at < limit:
        part, stop = _part(sentence, at, words, is_dated=is_dated)
        if part is _Part.END:
            return _Header(at if named is None else named, at, is_dated, is_credited, is_local)
        if part is _Part.ELSE or (is_credited and part is not _Part.JOINT):
            return None
        if named is None and part in (_Part.TIME, _Part.AGENCY):
            named = at
        is_dated = is_dated or part is _Part.TIME
        is_credited = is_credited or part is _Part.AGENCY
        is_local = is_local or (
            sentence.words[at] == "("
            and (part is _Part.JOINT or any(map(_CALL_SIGN.fullmatch, sentence.words[at:stop])))
        )
        at = stop
    return None


def _is_known(sentence: Sentence, named: int, gazetteer: Gazetteer) -> bool:
    """Tell whether the tokens [0, named) begin with a name of the gazetteer, or name one behind a comma: the county or
    state of a small town.
    """
    begins = (0, *(k + 1 for k in range(1, min(named, _LONGEST_NAME + 1)) if sentence.words[k] == ","))
    return any(
        gazetteer.candidates(fold(" ".join(sentence.words[begin:end])))
        for begin in begins
        for end in range(min(named, begin + _LONGEST_NAME), begin, -1)
    )


def _part(sentence: Sentence, at: int, words: PlaceWords, *, is_dated: bool) -> tuple[_Part, int]:
    """Return what token `at` begins in a dateline, and the token after it."""
    word, lower = sentence.words[at], sentence.lowers[at]
    if word == "(":
        closed = _bracket_end(sentence, at)
        is_day = not words.calendar.isdisjoint(
            sentence.lowers[at:closed]
        )  # as stations and offices write it, and agencies don't
        return ((_Part.JOINT if is_day else _Part.AGENCY), closed) if closed else (_Part.ELSE, at + 1)
    if at and _is_end(sentence, at):
        is_before_day = not is_dated and (
            _begins_date(sentence, at + 1, words) or not words.calendar.isdisjoint(sentence.lowers[at + 1 : at + 2])
        )
        return (_Part.JOINT if is_before_day else _Part.END), at + 1  # "Vienna - 17 September - Two climbers"
    if word in _JOINTS or word == ":":
        return _Part.JOINT, at + 1
    if (
        lower in words.calendar
        or (is_dated and (word[0].isdecimal() or lower in words.clock))
        or _begins_date(sentence, at, words)
    ):
        return _Part.TIME, at + 1
    if word[0].isupper() or lower in words.connectors:
        return (_Part.TIME if is_dated else _Part.NAME), at + 1
    return _Part.ELSE, at + 1


def _bracket_end(sentence: Sentence, at: int) -> int:
    """Return the token after the bracket that opens at `at`, or 0 where it holds no name of an agency."""
    inside = sentence.words[at + 1 : at + 2 + _LONGEST_BRACKET]
    if ")" not in inside or inside[0] == ")" or not any(word[0].isalpha() for word in inside[: inside.index(")")]):
        return 0
    return at + 2 + inside.index(")")


def _is_end(sentence: Sentence, at: int) -> bool:
    """Tell the dash or colon that ends a dateline from a hyphen and from the colon of "6:42"."""
    if sentence.words[at] == ":":
        return not (sentence.touches(at) and sentence.touches(at + 1) and sentence.words[at + 1][0].isdecimal())
    return sentence.words[at] in _ENDS and not sentence.touches(at)


def _begins_date(sentence: Sentence, at: int, words: PlaceWords) -> bool:
    """Tell the day before its month: "3 February", "3. Februar"."""
    after = sentence.lowers[at + 1 : at + 3]
    return (
        sentence.words[at][0].isdecimal()
        and bool(after)
        and (after[0] in words.calendar or (after[0] == "." and after[-1] in words.calendar))
    )
