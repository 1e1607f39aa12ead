"""Numbers in digits: groups of thousands, a decimal point, fractions, and a scale behind them.

Which token opens a number, and numbers in words, is read by `numbers`.
"""

from __future__ import annotations

from monitor.core.counting.amounts import digits_value, scaled
from monitor.core.counting.numerals import Numeral, NumeralWords
from monitor.core.language.text import Sentence

_LARGEST_DENOMINATOR = 64  # of "40-7/64"; beyond it two numbers stand side by side
_LARGEST_SPACED = 16  # of "2 7/16"
_LARGEST_BARE = 10  # of "3/10"; beyond it is a date or a score
_SPACES = frozenset(" \u00a0\u2009\u202f")  # plain, hard, thin, narrow
_APOSTROPHES = frozenset("'’")


def is_leading_point(sentence: Sentence, i: int) -> bool:
    return (
        sentence.touches(i + 1)
        and sentence.words[i + 1][0].isdecimal()
        and not (sentence.touches(i) and sentence.words[i - 1][-1].isalnum())
    )


def read_digits(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral:
    words, last = sentence.words, i + 1
    surface = words[i]
    if surface == numerals.decimal:
        surface, last = "0" + surface + words[i + 1], i + 2
    elif surface.isdecimal() and len(surface) <= 3 and surface[0] != "0":
        while last < len(words) and last - i < 6 and (step := _group_step(sentence, last)):
            surface += words[last + step - 1]
            last += step
        if last > i + 1 and _is_named_number(sentence, i, numerals):
            surface, last = words[i], i + 1  # "iPhone 11 256 GB": a name's number and the next one
    value, last = _mixed_fraction(
        sentence, last, digits_value(surface, _is_scale(sentence, last, numerals), numerals), numerals
    )
    return scaled(sentence, Numeral(i, last, value, value, is_digits=True), numerals)


def _group_step(sentence: Sentence, i: int) -> int:
    """Return how many tokens the next group of three digits takes: one after a space ("12 000"), two with an apostrophe
    ("1'219"), or none.
    """
    words = sentence.words
    if _is_spaced_group(sentence, i):
        return 1
    is_quoted = words[i] in _APOSTROPHES and i + 1 < len(words) and sentence.touches(i) and sentence.touches(i + 1)
    is_closed = (
        i + 2 >= len(words)
        or not sentence.touches(i + 2)
        or words[i + 2] not in _APOSTROPHES
        or (i + 3 < len(words) and words[i + 3].isdecimal())
    )
    return 2 if is_quoted and is_closed and len(words[i + 1]) == 3 and words[i + 1].isdecimal() else 0


def _is_named_number(sentence: Sentence, i: int, numerals: NumeralWords) -> bool:
    """Tell that a name stands before token `i`; a word that opens the sentence and bounds a number ("About") is
    none.
    """
    if i == 0 or not sentence.words[i - 1][0].isupper() or sentence.lowers[i - 1] in numerals.before:
        return False
    return not (i == 1 and sentence.lowers[0] in numerals.bounding)


def _is_spaced_group(sentence: Sentence, i: int) -> bool:
    word = sentence.words[i]
    return (
        len(word) == 3
        and word.isdecimal()
        and sentence.starts[i] == sentence.ends[i - 1] + 1
        and sentence.text[sentence.starts[i] - sentence.start - 1] in _SPACES
    )


def _is_scale(sentence: Sentence, i: int, numerals: NumeralWords) -> bool:
    if i >= len(sentence.words):
        return False
    return sentence.lowers[i] in numerals.scales or (sentence.touches(i) and not sentence.words[i][0].isalpha())


def _mixed_fraction(sentence: Sentence, last: int, value: float, numerals: NumeralWords) -> tuple[float, int]:
    """Read "1/2" and "2 1/2" and "2-1/2" and "2½"."""
    mark = sentence.lower_at(last)
    if mark in numerals.signs:
        return value + numerals.signs[mark], last + 1
    if mark == "/":
        return _over(sentence, last, value)
    if mark == "-":
        over, under = _fraction_at(sentence, last + 1)
        is_joined = sentence.touches(last) and sentence.touches(last + 1)
        return (value + over / under, last + 4) if is_joined and over < under <= _LARGEST_DENOMINATOR else (value, last)
    over, under = _fraction_at(sentence, last)
    return (value + over / under, last + 3) if 0 < over < under <= _LARGEST_SPACED else (value, last)


def _over(sentence: Sentence, stroke: int, value: float) -> tuple[float, int]:
    """Return `value` over what follows the stroke, where that is a fraction and no date."""
    under = sentence.lower_at(stroke + 1)
    is_joined = sentence.touches(stroke) and sentence.touches(stroke + 1) and _is_small(under)
    if not is_joined or sentence.lower_at(stroke + 2) == "/" or value != int(value):
        return value, stroke
    return (value / float(under), stroke + 2) if value < float(under) <= _LARGEST_BARE else (value, stroke)


def _fraction_at(sentence: Sentence, at: int) -> tuple[float, float]:
    """Return the two sides of a stroke at token `at` ("7/64"); noughts where none stand there."""
    over, under = sentence.lower_at(at), sentence.lower_at(at + 2)
    is_joined = sentence.lower_at(at + 1) == "/" and sentence.touches(at + 1) and sentence.touches(at + 2)
    return (float(over), float(under)) if is_joined and _is_small(over) and _is_small(under) else (0.0, 0.0)


def _is_small(word: str) -> bool:
    return len(word) <= 2 and word.isdecimal() and word != "0"
