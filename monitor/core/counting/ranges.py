"""Two numbers that are the bounds of one range: "8,000 to 10,000", "between 4% and 5%", "three or four"; and those that
are a change.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.core.counting.numerals import Figure, Form, Numerals
from monitor.core.language.text import Sentence

_DASHES = frozenset("-–—‐‑")
_NEAR = 1.001
_LARGEST_WHOLE = 1000  # of a share said as "one in a hundred"
_UNIT = 4  # tokens of a unit with its rate: "barrels of oil daily"
_STEP = 2.0  # "by 40 to 400" is a step and a level; "by 1 to 1.5" is a range
_PLAIN_STEP = 4.0  # the same without "by": "dropped $100 to $1,199"


def join_ranges(sentence: Sentence, figures: list[Figure], numerals: Numerals) -> list[Figure]:
    """Join two neighbours that are the bounds of one range; each figure joins at most one range."""
    joined: list[Figure] = []
    i = 0
    while i < len(figures):
        after = figures[i + 1] if i + 1 < len(figures) else None
        merged = (
            (_range(sentence, figures[i], after, numerals) or _ratio(sentence, figures[i], after, numerals))
            if after is not None
            else None
        )
        joined.append(merged or figures[i])
        i += 2 if merged else 1
    return joined


def _range(sentence: Sentence, left: Figure, right: Figure, numerals: Numerals) -> Figure | None:
    gap, lowers = right.first - left.last, sentence.lowers
    if gap > 1 and _says_unit_twice(sentence, left, right, numerals):
        return Figure(
            left.first,
            right.last,
            left.low,
            right.high,
            Form.RANGE,
            right.unit or left.unit,
            right.tail,
            left.is_digits,
            right.is_scaled,
        )
    if gap == 0 and right.low < 0 < left.low and left.last < len(lowers) and lowers[right.first] in _DASHES:
        right, gap = replace(right, first=right.first + 1, low=-right.low, high=-right.high), 1
    if (
        gap not in (1, 2)
        or Form.VAGUE in (left.form, right.form)
        or left.form is Form.RANGE
        or (left.tail and not right.tail)
    ):
        return None
    link = lowers[left.last]
    if gap == 2 and not (lowers[left.last + 1] in _DASHES and link in numerals.range_links):
        return None
    is_between = left.first > 0 and lowers[left.first - 1] in numerals.between and link in numerals.between_links
    is_alternative = (
        link in numerals.alternatives
        and right.low == left.low + 1
        and (left.unit == right.unit or right.unit == "percent")
    )
    is_range = link in numerals.range_links and not _is_change(sentence, left, right, numerals)
    if not (is_between or is_alternative or is_range):
        return None
    if left.unit and left.unit != right.unit and (right.unit or left.unit == "percent"):
        return None
    if right.is_scaled and not left.is_scaled and left.low >= 1900 and left.unit is None:
        return None  # "in 2018 to 3.9 million"
    low = left.low
    if _shares_thousands(sentence, left, right):
        low *= 1000
    if right.is_scaled and not left.is_scaled and low * _NEAR < _mantissa(right):
        low *= right.low / _mantissa(right)
    if low >= right.high:
        return None
    return Figure(
        left.first,
        right.last,
        low,
        right.high,
        Form.RANGE,
        right.unit or left.unit,
        right.tail,
        left.is_digits,
        right.is_scaled,
    )


def _says_unit_twice(sentence: Sentence, left: Figure, right: Figure, numerals: Numerals) -> bool:
    """Tell "between 12 barrels a day and 15 barrels a day", where each bound has the unit."""
    lowers, link = sentence.lowers, right.first - 1
    unit = lowers[left.last : link]
    is_between = (
        left.first > 0 and lowers[left.first - 1] in numerals.between and lowers[link] in numerals.between_links
    )
    is_same = 0 < len(unit) <= _UNIT and lowers[right.last : right.last + len(unit)] == unit and left.unit == right.unit
    return is_between and is_same and left.form is right.form is Form.NUMBER and left.low < right.high


def _shares_thousands(sentence: Sentence, left: Figure, right: Figure) -> bool:
    """Tell "30-40,000", whose bounds share their thousands, from "30 to 40,000", which may be said of a wide range."""
    is_dash = (
        right.first - left.last == 1
        and sentence.words[left.last] in _DASHES
        and sentence.touches(left.last)
        and sentence.touches(right.first)
    )
    surface = sentence.slice(right.first, right.last)
    is_grouped = left.is_digits and right.is_digits and surface[-4:-3] in (",", ".") and surface.endswith("000")
    return is_dash and is_grouped and left.low < 1000 and left.low * 1000 < right.high


def _ratio(sentence: Sentence, left: Figure, right: Figure, numerals: Numerals) -> Figure | None:
    """Read "one in five", "nine out of ten": a share, told of whom follows."""
    link = sentence.lowers[left.last : right.first]
    is_plain = all(
        figure.form is Form.NUMBER and figure.unit is None and figure.tail is None and not figure.is_scaled
        for figure in (left, right)
    )
    if not is_plain or link not in numerals.ratio_links or not 0 < left.low < right.low <= _LARGEST_WHOLE:
        return None
    if len(link) == 1 and (left.low != 1 or left.is_digits):
        return None  # "12 in 30 minutes"
    return Figure(left.first, right.last, left.low / right.low, left.low / right.low, Form.FRACTION)


def _is_change(sentence: Sentence, left: Figure, right: Figure, numerals: Numerals) -> bool:
    """Tell "rose from 12 to 15" and "rose by 3 to 15", two figures, from "12 to 15", "fines from 12 to 15" and "rose by
    1 to 1.5".
    """
    before = sentence.lowers[left.first - 1] if left.first > 0 else ""
    if before in numerals.change_words and left.low * _PLAIN_STEP <= right.high:
        return left.unit is not None or right.unit is None
    if before not in numerals.change_links or (before in numerals.step_links and right.high < _STEP * left.low):
        return False
    return not numerals.change_words.isdisjoint(sentence.lowers[max(0, left.first - 6) : left.first - 1])


def _mantissa(figure: Figure) -> float:
    value = figure.low
    while value >= 1000:
        value /= 1000
    return value
