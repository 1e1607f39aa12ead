"""Two numbers that are the bounds of one range: "8,000 to 10,000", "between 4% and 5%", "three or four"; and those that
are a change.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.core.counting.numerals import Numeral, NumeralForm, NumeralWords
from monitor.core.language.text import Sentence

_DASHES = frozenset("-–—‐‑")
_NEAR = 1.001
_FIRST_YEAR = 1900
_LARGEST_WHOLE = 1000  # of a share said as "one in a hundred"
_ROUND = frozenset((10.0, 100.0, 1000.0))  # wholes of which a share is told: "nine in 10"
_LARGEST_PART = 10
_UNIT = 4  # tokens of a unit with its rate: "barrels of oil daily"
_STEP = 2.0  # "by 40 to 400" is a step and a level; "by 1 to 1.5" is a range
_PLAIN_STEP = 4.0  # the same without "by": "dropped $100 to $1,199"


def join_ranges(sentence: Sentence, figures: list[Numeral], numerals: NumeralWords) -> list[Numeral]:
    """Join two neighbours that are the bounds of one range; each figure joins at most one range."""
    joined: list[Numeral] = []
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


def _range(sentence: Sentence, left: Numeral, right: Numeral, numerals: NumeralWords) -> Numeral | None:
    if right.first - left.last > 1 and _says_unit_twice(sentence, left, right, numerals):
        return _span(left, right, left.low)
    if _begins_with_dash(sentence, left, right):
        right = replace(right, first=right.first + 1, low=-right.low, high=-right.high)
    if not _may_bound(left, right) or not _is_linked(sentence, left, right, numerals) or not _fit(left, right):
        return None
    low = _lower_bound(sentence, left, right)
    return _span(left, right, low) if low < right.high else None


def _span(left: Numeral, right: Numeral, low: float) -> Numeral:
    """Return the range from `low` to the right bound, over the tokens of both."""
    unit = right.unit or left.unit
    return Numeral(
        left.first, right.last, low, right.high, NumeralForm.RANGE, unit, right.tail, left.is_digits, right.is_scaled
    )


def _begins_with_dash(sentence: Sentence, left: Numeral, right: Numeral) -> bool:
    """Tell "5% -8%", whose dash was read as a minus."""
    return right.first == left.last and right.low < 0 < left.low and sentence.lower_at(right.first) in _DASHES


def _may_bound(left: Numeral, right: Numeral) -> bool:
    """Tell whether two figures, one or two tokens apart, are of a form that can be a bound."""
    if not 1 <= right.first - left.last <= 2 or (left.tail and not right.tail):
        return False
    return left.form not in (NumeralForm.VAGUE, NumeralForm.RANGE) and right.form is not NumeralForm.VAGUE


def _is_linked(sentence: Sentence, left: Numeral, right: Numeral, numerals: NumeralWords) -> bool:
    """Tell "4 to 5", "4-5", "4 to -5", "between 4 and 5" and "four or five"."""
    link = sentence.lowers[left.last]
    if _is_suspended(sentence, left, right, numerals):
        return True
    if right.first - left.last > 1 and not (sentence.lowers[left.last + 1] in _DASHES and link in numerals.range_links):
        return False
    is_other = _is_change(sentence, left, right, numerals) or _is_of_vote(sentence, left, numerals)
    if link in numerals.range_links and not is_other:
        return True
    if link in numerals.between_links and sentence.lower_at(left.first - 1) in numerals.between:
        return True
    has_one_unit = left.unit == right.unit or right.unit == "percent"
    return link in numerals.alternatives and right.low == left.low + 1 and has_one_unit


def _is_of_vote(sentence: Sentence, left: Numeral, numerals: NumeralWords) -> bool:
    """Tell "voted 38 to 62", "by a vote of 38 to 62": those for and those against."""
    before = sentence.lowers[max(0, left.first - 2) : left.first]
    return before[-1:] != () and (
        before[-1] in numerals.voting or (before[0] in numerals.voting and before[-1] in numerals.of)
    )


def _is_suspended(sentence: Sentence, left: Numeral, right: Numeral, numerals: NumeralWords) -> bool:
    """Tell "30- bis 40.000", "30- to 40,000": a hyphen stands for what both have."""
    at = left.last
    is_hyphen = sentence.lowers[at] in _DASHES and sentence.touches(at) and not sentence.touches(at + 1)
    return is_hyphen and right.first == at + 2 and sentence.lowers[at + 1] in numerals.range_links - _DASHES


def _fit(left: Numeral, right: Numeral) -> bool:
    """Tell whether the bounds can have one unit, and the lower one is no year ("in 2018 to 3.9 million")."""
    if left.unit:
        return left.unit == right.unit or not (right.unit or left.unit == "percent")
    return left.is_scaled or not right.is_scaled or left.low < _FIRST_YEAR


def _lower_bound(sentence: Sentence, left: Numeral, right: Numeral) -> float:
    """Return the lower bound, with the scale of the upper one where it lacks its own ("4 to 5 million")."""
    low = left.low * 1000 if _shares_thousands(sentence, left, right) else left.low
    if left.is_scaled or not right.is_scaled:
        return low
    mantissa = _mantissa(right)
    return low * (right.low / mantissa) if low * _NEAR < mantissa else low


def _says_unit_twice(sentence: Sentence, left: Numeral, right: Numeral, numerals: NumeralWords) -> bool:
    """Tell "between 12 barrels a day and 15 barrels a day", where each bound has the unit."""
    lowers, link = sentence.lowers, right.first - 1
    unit = lowers[left.last : link]
    is_between = (
        left.first > 0 and lowers[left.first - 1] in numerals.between and lowers[link] in numerals.between_links
    )
    is_same = 0 < len(unit) <= _UNIT and lowers[right.last : right.last + len(unit)] == unit and left.unit == right.unit
    return is_between and is_same and left.form is right.form is NumeralForm.NUMBER and left.low < right.high


def _shares_thousands(sentence: Sentence, left: Numeral, right: Numeral) -> bool:
    """Tell "30-40,000", whose bounds share their thousands, from "30 to 40,000", which may be said of a wide range."""
    is_suspended = right.first - left.last == 2 and sentence.words[left.last] in _DASHES
    is_dash = (
        right.first - left.last == 1
        and sentence.words[left.last] in _DASHES
        and sentence.touches(left.last)
        and sentence.touches(right.first)
    )
    surface = sentence.slice(right.first, right.last)
    is_grouped = left.is_digits and right.is_digits and surface[-4:-3] in (",", ".") and surface.endswith("000")
    return (is_dash or is_suspended) and is_grouped and left.low < 1000 and left.low * 1000 < right.high


def _ratio(sentence: Sentence, left: Numeral, right: Numeral, numerals: NumeralWords) -> Numeral | None:
    """Read "one in five", "nine out of ten": a share, told of whom follows."""
    link = sentence.lowers[left.last : right.first]
    is_plain = all(
        figure.form is NumeralForm.NUMBER and figure.unit is None and figure.tail is None and not figure.is_scaled
        for figure in (left, right)
    )
    if not is_plain or link not in numerals.ratio_links or not 0 < left.low < right.low <= _LARGEST_WHOLE:
        return None
    if len(link) == 1 and not _is_share(sentence, left, right, numerals):
        return None
    return Numeral(left.first, right.last, left.low / right.low, left.low / right.low, NumeralForm.FRACTION)


def _is_share(sentence: Sentence, left: Numeral, right: Numeral, numerals: NumeralWords) -> bool:
    """Tell "one in five", "nine in 10 workers" from "12 in 30 minutes", "nine in 10 days", "zwei von 40"."""
    after = sentence.lower_at(right.last)
    is_tenth = right.low in _ROUND and left.low < _LARGEST_PART and not any(map(after.startswith, numerals.spans))
    return is_tenth or (left.low == 1 and not left.is_digits)


def _is_change(sentence: Sentence, left: Numeral, right: Numeral, numerals: NumeralWords) -> bool:
    """Tell "rose from 12 to 15" and "rose by 3 to 15", two figures, from "12 to 15", "fines from 12 to 15" and "rose by
    1 to 1.5".
    """
    before = sentence.lower_at(left.first - 1)
    if before in numerals.change_words and left.low * _PLAIN_STEP <= right.high:
        return left.unit is not None or right.unit is None
    if before not in numerals.change_links or (before in numerals.step_links and right.high < _STEP * left.low):
        return False
    return not numerals.change_words.isdisjoint(sentence.lowers[max(0, left.first - 6) : left.first - 1])


def _mantissa(figure: Numeral) -> float:
    value = figure.low
    while value >= 1000:
        value /= 1000
    return value
