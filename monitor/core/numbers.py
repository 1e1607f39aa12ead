"""Numbers on the tokens of a sentence: digits in several writings, words, vague figures, fractions, ranges, money and shares.

What a number counts, and whether it counts anything (a date does not), is left to `units`, `labels` and `quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from monitor.core.lexicon import Language
from monitor.core.text import Sentence

_GLUED = re.compile(r"([^\W\d_]{1,6}-?)(\d{1,12})([a-z]{0,3})", re.IGNORECASE)
_HAS_GLUED = re.compile(r"[^\W\d_]-?\d")
_DASHES = frozenset("-–—‐‑")
_LONGEST = 24  # tokens of one number: hostile text can't make a scan longer
_NEAR = 1.001


class Form(StrEnum):
    NUMBER = "number"
    RANGE = "range"
    VAGUE = "vague"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written: tokens [first, last), its bounds, and the currency or "percent" that belongs to it.

    `tail` is the rest of a hyphenated token ("year-old" of "four-year-old"). `is_digits` tells 3 from three.
    """

    first: int
    last: int
    low: float
    high: float
    form: Form = Form.NUMBER
    unit: str | None = None
    tail: str | None = None
    is_digits: bool = False
    is_scaled: bool = False
    has_article: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Numerals:
    """The number words of one language, compiled."""

    decimal: str
    simple: Mapping[str, float]
    tens: frozenset[str]
    scales: Mapping[str, float]
    attached: Mapping[str, float]
    vague: Mapping[str, tuple[float, float]]
    vague_times: Mapping[str, float]
    vague_before: frozenset[str]
    fractions: Mapping[str, int]
    signs: Mapping[str, float]
    before: Mapping[str, str]
    after: Mapping[str, str]
    dollar_letters: Mapping[str, str]
    dollar_adjectives: Mapping[str, str]
    articles: frozenset[str]
    link: frozenset[str]
    minus: frozenset[str]
    range_links: frozenset[str]
    alternatives: frozenset[str]
    between: frozenset[str]
    between_links: frozenset[str]
    percent: frozenset[str]
    change_links: frozenset[str]
    change_words: frozenset[str]
    starts: frozenset[str]


@lru_cache(maxsize=8)
def compile_numerals(language: Language) -> Numerals:
    """Return the number words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["numbers"]
    units: dict[str, float] = dict(table["units"])
    simple = dict(units) | dict(table["tens"])
    for tens_word, tens in table["tens"].items():
        for unit_word, unit in units.items():
            if 0 < unit < 10:
                simple[str(table["compound"]).format(tens=tens_word, units=unit_word)] = tens + unit
    vague = {word: (float(low), float(high)) for word, (low, high) in table["vague"].items()}
    scales = dict(table["scales"])
    starts = frozenset(simple) | frozenset(vague) | frozenset(table["vague_times"]) | frozenset(table["fractions"]) | frozenset(scales)
    return Numerals(
        decimal=table["decimal"],
        simple=simple,
        tens=frozenset(table["tens"]),
        scales=scales | dict(table["short_scales"]),
        attached=table["attached"],
        vague=vague,
        vague_times=table["vague_times"],
        vague_before=frozenset(table["vague_before"]["words"]),
        fractions=table["fractions"],
        signs=table["signs"],
        before=table["currency_before"],
        after=table["currency_after"],
        dollar_letters=table["dollar_letters"],
        dollar_adjectives=table["dollar_adjectives"],
        articles=frozenset(table["articles"]),
        link=frozenset(table["link"]),
        minus=frozenset(table["minus"]),
        range_links=frozenset(table["range_links"]),
        alternatives=frozenset(table["alternatives"]),
        between=frozenset(table["between"]),
        between_links=frozenset(table["between_links"]),
        percent=frozenset(table["percent"]),
        change_links=frozenset(table["change_links"]),
        change_words=frozenset(table["change_words"]),
        starts=starts,
    )


def find_figures(sentence: Sentence, language: Language) -> tuple[Figure, ...]:
    """Return every number of the sentence, left to right, without overlap; linear in its length."""
    numerals = compile_numerals(language)
    if not _may_hold_number(sentence, numerals):
        return ()
    figures: list[Figure] = []
    has_glued = _HAS_GLUED.search(sentence.text) is not None
    i, size = 0, len(sentence.words)
    while i < size:
        figure = _read_figure(sentence, i, numerals, has_glued=has_glued)
        if figure is None:
            i += 1
            continue
        figures.append(figure)
        i = max(figure.last, i + 1)
    return tuple(_join_ranges(sentence, figures, numerals))


def _may_hold_number(sentence: Sentence, numerals: Numerals) -> bool:
    if not numerals.starts.isdisjoint(sentence.lowers):
        return True
    return (
        any(char.isdigit() for char in sentence.text)
        or any("-" in word and word.split("-", 1)[0] in numerals.starts for word in sentence.lowers)
        or any(sign in sentence.text for sign in numerals.signs)
    )


def _read_figure(sentence: Sentence, i: int, numerals: Numerals, *, has_glued: bool) -> Figure | None:
    word = sentence.lowers[i]
    if word[0].isdecimal() or (word == numerals.decimal and _is_leading_point(sentence, i)):
        return _with_currency(sentence, _read_digits(sentence, i, numerals), numerals)
    if word in numerals.signs:
        return Figure(i, i + 1, numerals.signs[word], numerals.signs[word], Form.FRACTION)
    if has_glued and word[-1].isalnum() and any(map(str.isdecimal, word)):
        return _read_glued(sentence, i, numerals)
    figure = _read_vague(sentence, i, numerals) or _read_fraction(sentence, i, numerals) or _read_words(sentence, i, numerals)
    if figure is None and "-" in word:
        figure = _read_hyphenated(sentence, i, numerals)
    return _with_currency(sentence, figure, numerals) if figure else None


# ---- digits


def _is_leading_point(sentence: Sentence, i: int) -> bool:
    return sentence.touches(i + 1) and sentence.words[i + 1][0].isdecimal() and not (sentence.touches(i) and sentence.words[i - 1][-1].isalnum())


def _read_digits(sentence: Sentence, i: int, numerals: Numerals) -> Figure:
    words, last = sentence.words, i + 1
    surface = words[i]
    if surface == numerals.decimal:
        surface, last = "0" + surface + words[i + 1], i + 2
    elif surface.isdecimal() and len(surface) <= 3 and surface[0] != "0":
        while last < len(words) and last - i < 6 and _is_spaced_group(sentence, last):
            surface += words[last]
            last += 1
        if last > i + 1 and i > 0 and words[i - 1][0].isupper() and sentence.lowers[i - 1] not in numerals.before:
            surface, last = words[i], i + 1  # "iPhone 11 256 GB": a name's number and the next one
    value, last = _mixed_fraction(sentence, last, _digits_value(surface, _is_scale(sentence, last, numerals), numerals), numerals)
    return _scaled(sentence, Figure(i, last, value, value, is_digits=True), numerals)


def _is_spaced_group(sentence: Sentence, i: int) -> bool:
    word = sentence.words[i]
    return (
        len(word) == 3
        and word.isdecimal()
        and sentence.starts[i] == sentence.ends[i - 1] + 1
        and sentence.text[sentence.starts[i] - sentence.start - 1] in "   "
    )


def _is_scale(sentence: Sentence, i: int, numerals: Numerals) -> bool:
    if i >= len(sentence.words):
        return False
    return sentence.lowers[i] in numerals.scales or (sentence.touches(i) and not sentence.words[i][0].isalpha())


def _digits_value(surface: str, is_scaled: bool, numerals: Numerals) -> float:
    """Return the value of digits with separators; a point before three final noughts groups ("12.000 men")."""
    group = "." if numerals.decimal == "," else ","
    parts = surface.split(numerals.decimal)
    if len(parts) > 2 or (len(parts) == 2 and parts[1] == "000" and 0 < len(parts[0]) <= 3 and parts[0] != "0" and group not in surface and not is_scaled):
        return float("".join(part.replace(group, "") for part in parts)[:30])
    whole = parts[0].replace(group, "")
    if (
        group in parts[0]
        and not all(len(piece) == 3 for piece in parts[0].split(group)[1:])
        and len(parts) == 1
        and parts[0].count(group) == 1
        and len(parts[0].split(group)[1]) < 3
    ):
        return float(parts[0].replace(group, ".")[:30])  # "2,5": a comma used as decimal point
    return float((whole or "0")[:30] + ("." + parts[1][:12].replace(group, "") if len(parts) == 2 else ""))


def _mixed_fraction(sentence: Sentence, last: int, value: float, numerals: Numerals) -> tuple[float, int]:
    """Read "1/2" and "2 1/2" and "2½"."""
    words = sentence.words
    if last < len(words) and words[last] in numerals.signs:
        return value + numerals.signs[words[last]], last + 1
    if last + 1 < len(words) and words[last] == "/" and sentence.touches(last) and sentence.touches(last + 1) and _is_small(words[last + 1]):
        denominator = float(words[last + 1])
        is_date = last + 2 < len(words) and words[last + 2] == "/"
        if value < denominator <= 10 and not is_date and value == int(value):
            return value / denominator, last + 2
    if (
        last + 2 < len(words)
        and words[last + 1] == "/"
        and _is_small(words[last])
        and _is_small(words[last + 2])
        and sentence.touches(last + 1)
        and sentence.touches(last + 2)
    ):
        over, under = float(words[last]), float(words[last + 2])
        if 0 < over < under <= 16:
            return value + over / under, last + 3
    return value, last


def _is_small(word: str) -> bool:
    return len(word) <= 2 and word.isdecimal() and word != "0"


def _read_glued(sentence: Sentence, i: int, numerals: Numerals) -> Figure | None:
    """Read a currency's letters or a minus word that the tokeniser kept with the digits: "RM23.50", "EUR50m", "minus-5"."""
    match = _GLUED.fullmatch(sentence.words[i])
    if match is None:
        return None
    letters, digits, suffix = match.group(1).lower(), match.group(2), match.group(3).lower()
    is_minus = letters.rstrip("-") in numerals.minus
    unit = numerals.before.get(letters)
    if unit is None and i > 0 and sentence.words[i - 1] == "$":
        unit = numerals.dollar_letters.get(letters)  # "$US160 million"
    if not is_minus and (unit is None or not sentence.words[i][0].isupper()):
        return None
    last, words = i + 1, sentence.words
    if (
        not suffix
        and last + 1 < len(words)
        and words[last] in ".,"
        and sentence.touches(last)
        and sentence.touches(last + 1)
        and words[last + 1][0].isdecimal()
    ):
        digits, last = digits + words[last] + words[last + 1], last + 2
    value = _digits_value(digits, True, numerals) * (-1 if is_minus else 1)
    if suffix:
        scale = numerals.scales.get(suffix) or numerals.attached.get(suffix)
        if scale is None:
            return None
        return Figure(i, last, value * scale, value * scale, unit=unit, is_digits=True, is_scaled=True)
    return _scaled(sentence, Figure(i, last, value, value, unit=unit, is_digits=True), numerals)


def _scaled(sentence: Sentence, figure: Figure, numerals: Numerals) -> Figure:
    """Multiply by the scales that follow: "2.5 million", "4 hundred million", "12k"."""
    last, factor = figure.last, 1.0
    for _ in range(3):
        if last >= len(sentence.words):
            break
        word = sentence.lowers[last]
        scale = numerals.scales.get(word)
        if scale is None and sentence.touches(last) and not (word == "t" and figure.unit is None):
            scale = numerals.attached.get(word)
        if scale is None and word == "-" and last + 1 < len(sentence.words) and sentence.touches(last) and sentence.lowers[last + 1] in numerals.scales:
            last += 1
            continue
        if scale is None and figure.unit is not None:
            scale = numerals.attached.get(word) if word in ("m", "bn", "b") else None
        if scale is None:
            break
        factor *= scale
        last += 1
    if last and sentence.words[last - 1] == "-":
        last -= 1
    if factor == 1.0:
        return figure
    return replace(figure, last=last, low=figure.low * factor, high=figure.high * factor, is_scaled=True)


# ---- words


def _read_words(sentence: Sentence, i: int, numerals: Numerals) -> Figure | None:
    lowers, size = sentence.lowers, len(sentence.words)
    first, total, current, last = i, 0.0, None, i
    has_article = False
    if lowers[i] in numerals.articles:
        if i + 1 >= size or lowers[i + 1] not in numerals.scales:
            return None
        current, i, has_article = 1.0, i + 1, True
    elif lowers[i] not in numerals.simple:
        return None
    is_scaled = False
    while i < size and i - first < _LONGEST:
        word = lowers[i]
        if word in numerals.simple:
            value = numerals.simple[word]
            joined = _join_simple(current, value)
            if joined is None:
                break
            current = joined
        elif word in numerals.scales:
            scale = numerals.scales[word]
            is_scaled = True
            if scale <= 100:
                current = (current if current is not None else 1.0) * scale
            else:
                total, current = total + (current if current else 1.0) * scale, None
        elif not (word in numerals.link and is_scaled and i + 1 < size and lowers[i + 1] in numerals.simple and _is_link(sentence, i, current, numerals)):
            break
        i += 1
        last = i
    value = total + (current or 0.0)
    if (
        last < size
        and last + 2 < size
        and lowers[last] in numerals.link
        and lowers[last + 1] in numerals.articles
        and numerals.fractions.get(lowers[last + 2]) == 2
    ):
        value, last = value + 0.5, last + 3
    return Figure(first, last, value, value, is_scaled=is_scaled, has_article=has_article) if last > first else None


def _join_simple(current: float | None, value: float) -> float | None:
    """Return the number that "twenty" and "eight", or "six hundred" and "two" make, or None where a new number begins."""
    if current is None:
        return value
    if current >= 100 and current % 100 == 0 and value < 100:
        return current + value
    if current % 10 == 0 and 20 <= current % 100 <= 90 and 0 < value < 10:
        return current + value
    return None


def _is_link(sentence: Sentence, i: int, current: float | None, numerals: Numerals) -> bool:
    """Tell "a hundred and five" from "a hundred and two dogs": the number goes on only right after its scale."""
    before = sentence.lowers[i - 1]
    return before in numerals.scales and numerals.scales[before] in (100, 1000) and (current is None or current % 100 == 0)


def _read_hyphenated(sentence: Sentence, i: int, numerals: Numerals) -> Figure | None:
    """Read the number at the head of a compound ("four-year-old", "two-thirds", "three-hundred-strong")."""
    head, _, tail = sentence.lowers[i].partition("-")
    if head not in numerals.simple and head not in numerals.fractions:
        return None
    if tail in numerals.fractions and head in numerals.simple:
        value = numerals.simple[head] / numerals.fractions[tail]
        return Figure(i, i + 1, value, value, Form.FRACTION) if 0 < value < 1 else None
    if head not in numerals.simple:
        return None
    value = numerals.simple[head]
    second, _, rest = tail.partition("-")
    if head in numerals.tens and 0 < numerals.simple.get(second, 0) < 10:
        value, tail = value + numerals.simple[second], rest
    scale_word, _, rest = tail.partition("-")
    if scale_word in numerals.scales:
        value, tail = value * numerals.scales[scale_word], rest
    return Figure(i, i + 1, value, value, tail=tail or None)


def _read_vague(sentence: Sentence, i: int, numerals: Numerals) -> Figure | None:
    """Read "dozens", "tens of thousands", "several hundred", and "half a million"."""
    lowers, size = sentence.lowers, len(sentence.words)
    word = lowers[i]
    if word in numerals.vague_before and i + 1 < size:
        bounds = numerals.vague.get(lowers[i + 1] + "s")
        if bounds is None:
            return None
        last, (low, high) = i + 2, bounds
        if last < size and lowers[last] in numerals.scales and numerals.scales[lowers[last]] > 100:
            return Figure(i, last + 1, low * numerals.scales[lowers[last]], (high + 1) * numerals.scales[lowers[last]] - 1, Form.VAGUE)
        return Figure(i, last, low, high, Form.VAGUE)
    if word in numerals.vague_times and i + 2 < size and lowers[i + 2] in numerals.vague:
        factor, (low, high) = numerals.vague_times[word], numerals.vague[lowers[i + 2]]
        return Figure(i, i + 3, low * factor, (high + 1) * factor - 1, Form.VAGUE)
    if word in numerals.vague:
        low, high = numerals.vague[word]
        return Figure(i, i + 1, low, high, Form.VAGUE)
    return None


def _read_fraction(sentence: Sentence, i: int, numerals: Numerals) -> Figure | None:
    """Read "half of", "a third of", "three quarters", "half a million", "one and a half"; a bare "third" is an ordinal."""
    lowers, size = sentence.lowers, len(sentence.words)
    if lowers[i] in numerals.fractions and numerals.fractions[lowers[i]] == 2 and lowers[i][-1] == "f":
        if i + 2 < size and lowers[i + 1] in numerals.articles and lowers[i + 2] in numerals.scales:
            value = 0.5 * numerals.scales[lowers[i + 2]]
            return Figure(i, i + 3, value, value, is_scaled=True)
        if i + 1 < size and lowers[i + 1] in ("of", "the", "its", "their", "all", "his", "her", "our", "an", "a"):
            return Figure(i, i + 1, 0.5, 0.5, Form.FRACTION)
        return None
    if i + 2 >= size or lowers[i + 1] not in numerals.fractions or lowers[i + 2] != "of":
        return None
    numerator = 1.0 if lowers[i] in numerals.articles else numerals.simple.get(lowers[i])
    if numerator is None:
        return None
    value = numerator / numerals.fractions[lowers[i + 1]]
    return Figure(i, i + 2, value, value, Form.FRACTION) if 0 < value < 1 else None


# ---- money, shares, ranges


def _with_currency(sentence: Sentence, figure: Figure, numerals: Numerals) -> Figure:
    figure = _currency_before(sentence, figure, numerals)
    lowers, size, last = sentence.lowers, len(sentence.words), figure.last
    if figure.tail or last >= size:
        return figure
    word = lowers[last]
    if figure.unit is not None:
        if word in ("us", "usd", "u.s.", "cad", "aud") and figure.unit == "USD" and sentence.words[last].isupper():
            return replace(figure, last=last + 1)  # "$500 US"
        return _scaled(sentence, figure, numerals) if not figure.is_scaled else figure
    if word in numerals.percent or (word == "per" and last + 1 < size and lowers[last + 1] == "cent"):
        return replace(figure, last=last + (2 if word == "per" else 1), unit="percent")
    if word == "-" and last + 1 < size and sentence.touches(last) and lowers[last + 1] in numerals.percent and sentence.touches(last + 1):
        return replace(figure, last=last + 2, unit="percent")
    if word in numerals.after:
        return replace(figure, last=last + 1, unit=numerals.after[word])
    for skip in (1, 2):
        if (
            last + skip < size
            and lowers[last + skip] in numerals.after
            and numerals.after[lowers[last + skip]] == "USD"
            and lowers[last + skip - 1] in numerals.dollar_adjectives
        ):
            return replace(figure, last=last + skip + 1, unit=numerals.dollar_adjectives[lowers[last + skip - 1]])
        if last + skip < size and lowers[last + skip] in numerals.after and sentence.words[last][0].isupper() and skip == 1 and len(word) > 3:
            return replace(figure, last=last + 2, unit=numerals.after[lowers[last + 1]])
    if sentence.touches(last) and word == "p" and not figure.is_scaled:
        return replace(figure, last=last + 1, unit="pence")
    return figure


def _currency_before(sentence: Sentence, figure: Figure, numerals: Numerals) -> Figure:
    first, lowers = figure.first, sentence.lowers
    sign = 1.0
    is_free = first == 1 or (first > 1 and not sentence.touches(first - 1) and not sentence.words[first - 2][0].isupper())
    if first > 0 and lowers[first - 1] in ("-", "−") and sentence.touches(first) and (is_free or lowers[first - 2] in numerals.before):
        if first > 1 and lowers[first - 2] in numerals.before and sentence.touches(first - 1):
            sign, first = -1.0, first - 1  # "$-50.8bn"
        elif lowers[first - 1] == "−" or not figure.tail:
            sign, first = -1.0, first - 1
    elif first > 0 and lowers[first - 1] in numerals.minus:
        sign, first = -1.0, first - 1
    if first > 0 and lowers[first - 1] == "=" and first > 1 and lowers[first - 2] == "y":
        return replace(figure, first=first - 2, unit="JPY")
    if (
        first > 0
        and lowers[first - 1] in numerals.before
        and (not lowers[first - 1].isalpha() or (sentence.words[first - 1][0].isupper() and figure.is_digits))
    ):
        unit, first = numerals.before[lowers[first - 1]], first - 1
        if unit == "USD" and first > 0 and lowers[first] == "$" and sentence.words[first - 1].isupper():
            letters = lowers[first - 1].replace(".", "")
            if letters in numerals.dollar_letters:
                unit, first = numerals.dollar_letters[letters], first - 1
        if first > 0 and lowers[first - 1] in ("-", "−") and not sentence.touches(first - 1):
            sign, first = -1.0, first - 1
        return replace(figure, first=first, low=figure.low * sign, high=figure.high * sign, unit=unit)
    if sign < 0:
        return replace(figure, first=first, low=-figure.low, high=-figure.high)
    return figure


def _join_ranges(sentence: Sentence, figures: list[Figure], numerals: Numerals) -> list[Figure]:
    """Join two neighbours that are the bounds of one range; each figure joins at most one range."""
    joined: list[Figure] = []
    i = 0
    while i < len(figures):
        merged = _range(sentence, figures[i], figures[i + 1], numerals) if i + 1 < len(figures) else None
        joined.append(merged or figures[i])
        i += 2 if merged else 1
    return joined


def _range(sentence: Sentence, left: Figure, right: Figure, numerals: Numerals) -> Figure | None:
    gap, lowers = right.first - left.last, sentence.lowers
    if gap == 0 and right.low < 0 < left.low and left.last < len(lowers) and lowers[right.first] in _DASHES:
        right, gap = replace(right, first=right.first + 1, low=-right.low, high=-right.high), 1
    if gap not in (1, 2) or Form.VAGUE in (left.form, right.form) or left.form is Form.RANGE or (left.tail and not right.tail):
        return None
    link = lowers[left.last]
    if gap == 2 and not (lowers[left.last + 1] in _DASHES and link in numerals.range_links):
        return None
    is_between = left.first > 0 and lowers[left.first - 1] in numerals.between and link in numerals.between_links
    is_alternative = link in numerals.alternatives and right.low == left.low + 1 and (left.unit == right.unit or right.unit == "percent")
    is_range = link in numerals.range_links and not _is_change(sentence, left, numerals)
    if not (is_between or is_alternative or is_range):
        return None
    if left.unit and left.unit != right.unit and (right.unit or left.unit == "percent"):
        return None
    if right.is_scaled and not left.is_scaled and left.low >= 1900 and left.unit is None:
        return None  # "in 2018 to 3.9 million"
    low = left.low
    if right.is_scaled and not left.is_scaled and low * _NEAR < _mantissa(right):
        low *= right.low / _mantissa(right)
    if low >= right.high:
        return None
    return Figure(left.first, right.last, low, right.high, Form.RANGE, right.unit or left.unit, right.tail, left.is_digits, right.is_scaled)


def _is_change(sentence: Sentence, left: Figure, numerals: Numerals) -> bool:
    """Tell "rose from 12 to 15", two figures, from "12 to 15" and "fines from 12 to 15", a range."""
    if left.first == 0 or sentence.lowers[left.first - 1] not in numerals.change_links:
        return False
    return any(word in numerals.change_words for word in sentence.lowers[max(0, left.first - 6) : left.first - 1])


def _mantissa(figure: Figure) -> float:
    value = figure.low
    while value >= 1000:
        value /= 1000
    return value
