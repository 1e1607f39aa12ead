"""What belongs to a number itself: its scale ("2.5 million", "12k"), its currency, its percent sign, its minus."""

from __future__ import annotations

import re

from monitor.core.counting.numerals import Numeral, NumeralWords
from monitor.core.language.text import Sentence
from monitor.model.valueclasses import replace

_GLUED = re.compile(r"([^\W\d_]{1,6}-?)(\d{1,12})([a-z]{0,3})", re.IGNORECASE)
_MINUS_SIGNS = frozenset("-−")
_MONEY_SCALES = frozenset({"m", "bn", "b"})
_MOST_SCALES = 3  # in a row: hostile text can't make a scan longer
_LONGEST_CODE = 3  # letters of "EUR"; longer words before a currency are a nation ("Kenyan shillings")


def with_currency(sentence: Sentence, figure: Numeral, numerals: NumeralWords) -> Numeral:
    figure = _currency_before(sentence, figure, numerals)
    if figure.tail or figure.last >= len(sentence.words):
        return figure
    if figure.unit is not None:
        return _behind_sign(sentence, figure, numerals)
    found = _share_behind(sentence, figure.last, numerals) or _currency_behind(sentence, figure, numerals)
    return figure if found is None else replace(figure, last=found[0], unit=found[1])


def _behind_sign(sentence: Sentence, figure: Numeral, numerals: NumeralWords) -> Numeral:
    """Return a figure with a currency before it and what is behind it: "$500 US", "$2.5 million"."""
    last = figure.last
    if sentence.lowers[last] in numerals.dollar_after and figure.unit == "USD" and sentence.words[last].isupper():
        return replace(figure, last=last + 1)
    return figure if figure.is_scaled else scaled(sentence, figure, numerals)


def _share_behind(sentence: Sentence, last: int, numerals: NumeralWords) -> tuple[int, str] | None:
    """Return where "percentage points", "per cent" or "-%" ends that begins at token `last`, and its unit."""
    word, after = sentence.lowers[last], sentence.lower_at(last + 1)
    if word in numerals.point_nouns:
        return last + 1, "percentage points"
    if word in numerals.percent:
        return (last + 2, "percentage points") if after in numerals.points else (last + 1, "percent")
    if (word, after) == numerals.per_cent:
        return last + 2, "percent"
    is_joined = word == "-" and sentence.touches(last) and sentence.touches(last + 1)
    return (last + 2, "percent") if is_joined and after in numerals.percent else None


def _currency_behind(sentence: Sentence, figure: Numeral, numerals: NumeralWords) -> tuple[int, str] | None:
    """Return where a currency ends that begins behind a figure ("euros", "Canadian dollars", "p"), and its code."""
    last = figure.last
    word, after = sentence.lowers[last], sentence.lower_at(last + 1)
    if word in numerals.after:
        return last + 1, numerals.after[word]
    if word in numerals.doubtful and _is_money(sentence, figure, numerals):
        return last + 1, numerals.doubtful[word]
    second = numerals.after.get(after)
    if second == "USD" and word in numerals.dollar_adjectives:
        return last + 2, numerals.dollar_adjectives[word]
    if second is not None and sentence.words[last][0].isupper() and len(word) > _LONGEST_CODE:
        return last + 2, second
    if after in numerals.dollar_adjectives and numerals.after.get(sentence.lower_at(last + 2)) == "USD":
        return last + 3, numerals.dollar_adjectives[after]
    return (last + 1, word) if word == "p" and sentence.touches(last) and not figure.is_scaled else None


def _is_money(sentence: Sentence, figure: Numeral, numerals: NumeralWords) -> bool:
    """Tell "12 million pounds" and "paid 40 pounds" from "40 pounds of flour" and "weighs 40 pounds"."""
    if sentence.lower_at(figure.last + 1) in numerals.matters or not numerals.of_weight.isdisjoint(sentence.lowers):
        return False
    return figure.is_scaled or not numerals.of_money.isdisjoint(sentence.lowers)


def _currency_before(sentence: Sentence, figure: Numeral, numerals: NumeralWords) -> Numeral:
    minus = _minus_before(sentence, figure, numerals)
    first, unit = figure.first if minus is None else minus, figure.unit
    if sentence.lower_at(first - 1) == "=" and sentence.lower_at(first - 2) == "y":
        return replace(figure, first=first - 2, unit="JPY")
    is_negative = minus is not None
    if (sign := _sign_before(sentence, first, numerals, is_digits=figure.is_digits)) is not None:
        first, unit = sign
        if sentence.lower_at(first - 1) in _MINUS_SIGNS and not sentence.touches(first - 1):
            is_negative, first = True, first - 1
    if is_negative:
        return replace(figure, first=first, unit=unit, low=-figure.high, high=-figure.low)
    return figure if first == figure.first else replace(figure, first=first, unit=unit)


def _minus_before(sentence: Sentence, figure: Numeral, numerals: NumeralWords) -> int | None:
    """Return the token of the minus sign or word that belongs to a figure."""
    at = figure.first - 1
    word = sentence.lower_at(at)
    if word in _MINUS_SIGNS:
        return at if _is_minus(sentence, figure, word, numerals) else None
    return at if word in numerals.minus else None


def _is_minus(sentence: Sentence, figure: Numeral, sign: str, numerals: NumeralWords) -> bool:
    """Tell the minus of "-5", "$-5" and "grew by -5 percent" from the dash of "KN-5" and "5 -5"."""
    first = figure.first
    if not sentence.touches(first):
        return False
    is_money = sentence.lower_at(first - 2) in numerals.before
    if is_money and sentence.touches(first - 1):
        return True
    return (is_money or _stands_free(sentence, figure, numerals)) and (sign == "−" or not figure.tail)


def _stands_free(sentence: Sentence, figure: Numeral, numerals: NumeralWords) -> bool:
    """Tell whether a dash before a figure stands apart from the word before it, and joins it to no name."""
    before = figure.first - 2
    if before < 0:
        return True
    if sentence.touches(figure.first - 1):
        return False
    return not sentence.words[before][0].isupper() or sentence.lower_at(figure.last) in numerals.percent


def _sign_before(sentence: Sentence, first: int, numerals: NumeralWords, *, is_digits: bool) -> tuple[int, str] | None:
    """Return where the currency begins that stands before token `first` ("$", "EUR", "US$"), and its code."""
    at = first - 1
    sign = sentence.lower_at(at)
    if sign not in numerals.before or (sign.isalpha() and not (is_digits and sentence.words[at][0].isupper())):
        return None
    unit = numerals.before[sign]
    if sign == "$" and unit == "USD" and at > 0 and sentence.words[at - 1].isupper():
        country = numerals.dollar_letters.get(sentence.lowers[at - 1].replace(".", ""))
        if country is not None:
            return at - 1, country
    return at, unit


def read_glued(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral | None:
    """Read a currency's letters or a minus word that the tokeniser kept with the digits: "RM23.50", "EUR50m",
    "minus-5".
    """
    match = _GLUED.fullmatch(sentence.words[i])
    if match is None:
        return None
    letters, digits, suffix = match.group(1).lower(), match.group(2), match.group(3).lower()
    is_minus = letters.rstrip("-") in numerals.minus
    unit = numerals.before.get(letters)
    first = i
    if unit is None and i > 0 and sentence.words[i - 1] == "$":
        unit, first = numerals.dollar_letters.get(letters), i - 1  # "$US160 million"
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
    value = digits_value(digits, True, numerals) * (-1 if is_minus else 1)
    if suffix:
        scale = numerals.scales.get(suffix) or numerals.attached.get(suffix)
        if scale is None:
            return None
        return Numeral(first, last, value * scale, value * scale, unit=unit, is_digits=True, is_scaled=True)
    return scaled(sentence, Numeral(first, last, value, value, unit=unit, is_digits=True), numerals)


def scaled(sentence: Sentence, figure: Numeral, numerals: NumeralWords) -> Numeral:
    """Multiply by the scales that follow: "2.5 million", "4 hundred million", "12k"."""
    last, factor = figure.last, 1.0
    for _ in range(_MOST_SCALES):
        scale = _scale_at(sentence, last, figure.unit, numerals)
        if scale is not None:
            factor *= scale
        elif not _joins_scale(sentence, last, numerals):
            break
        last += 1
    if factor == 1.0:
        return figure
    last -= sentence.words[last - 1] == "-"
    is_cut = sentence.lower_at(last - 1) in numerals.short_scales and sentence.lower_at(last) == "."
    last += is_cut and sentence.touches(last) and last + 1 < len(sentence.words)  # "3,5 Mio. Menschen"
    return replace(figure, last=last, low=figure.low * factor, high=figure.high * factor, is_scaled=True)


def _scale_at(sentence: Sentence, at: int, unit: str | None, numerals: NumeralWords) -> float | None:
    """Return the scale that token `at` is for a number of `unit`: "million", the "k" of "12k", "bn" of money."""
    word = sentence.lower_at(at)
    scale = numerals.scales.get(word)
    if scale is not None:
        return scale
    is_touching = sentence.touches(at) and (word != "t" or unit is not None)
    return numerals.attached.get(word) if is_touching or (unit is not None and word in _MONEY_SCALES) else None


def _joins_scale(sentence: Sentence, at: int, numerals: NumeralWords) -> bool:
    """Tell the dash of "5-million"."""
    return sentence.lower_at(at) == "-" and sentence.touches(at) and sentence.lower_at(at + 1) in numerals.scales


def digits_value(surface: str, is_scaled: bool, numerals: NumeralWords) -> float:
    """Return the value of digits with separators; a point before three final noughts groups ("12.000 men")."""
    group = "." if numerals.decimal == "," else ","
    parts = surface.split(numerals.decimal)
    if len(parts) > 2 or (len(parts) == 2 and not is_scaled and group not in surface and _is_grouped(*parts)):
        return float("".join(part.replace(group, "") for part in parts)[:30])
    if len(parts) == 1 and _is_foreign_decimal(surface.split(group)):
        return float(surface.replace(group, ".")[:30])  # "2,5": a comma used as decimal point
    whole = parts[0].replace(group, "")
    return float((whole or "0")[:30] + ("." + parts[1][:12].replace(group, "") if len(parts) == 2 else ""))


def _is_grouped(whole: str, rest: str) -> bool:
    """Tell "12.000" from "0.000" and "12.500"."""
    return rest == "000" and 0 < len(whole) <= 3 and whole != "0"


def _is_foreign_decimal(pieces: list[str]) -> bool:
    """Tell "2,5" from "2,500", where a comma groups."""
    return len(pieces) == 2 and len(pieces[1]) < 3
