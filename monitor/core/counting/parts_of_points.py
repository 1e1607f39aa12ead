"""Parts of a percentage point, by which rates move: "half a point", "a quarter of a percentage point"."""

from __future__ import annotations

from monitor.core.counting.numerals import Numeral, NumeralWords
from monitor.core.language.text import Sentence

_LONGEST = 3  # tokens of "of a percentage"


def read_part_of_point(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral | None:
    """Return the part of a percentage point that is named from token `i` on, or None."""
    head, _, tail = sentence.lowers[i].partition("-")
    if tail in numerals.points:
        part = _value(head, "", numerals)
        return None if part is None else _points(i, i + 1, part)
    found = _part(sentence, i, numerals)
    if found is None:
        return None
    value, at = found
    skipped = numerals.of | numerals.articles | numerals.percent
    end = at
    while end < at + _LONGEST and sentence.lower_at(end) in skipped:
        end += 1
    return _points(i, end + 1, value) if sentence.lower_at(end) in numerals.points else None


def _points(first: int, last: int, value: float) -> Numeral:
    return Numeral(first, last, value, value, unit="percentage points")


def _part(sentence: Sentence, i: int, numerals: NumeralWords) -> tuple[float, int] | None:
    """Return the value of "half", "a quarter", "three quarters" and the token behind it."""
    word, after = sentence.lowers[i], sentence.lower_at(i + 1)
    if word in numerals.half or "-" in word:
        value = _value(word, "", numerals)
        return None if value is None else (value, i + 1)
    value = _value(after, word, numerals)
    return None if value is None else (value, i + 2)


def _value(word: str, count: str, numerals: NumeralWords) -> float | None:
    """Return how much "half", "quarter" or "three-quarters" is, `count` times; "a third point" is an ordinal."""
    if word in numerals.half and not count:
        return 0.5
    head, _, tail = word.rpartition("-")
    if tail not in numerals.fractions or tail in numerals.ordinals:
        return None
    times = 1.0 if not head and (not count or count in numerals.articles) else numerals.simple.get(head or count)
    return None if times is None else times / numerals.fractions[tail]
