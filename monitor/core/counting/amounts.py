"""What belongs to a number itself: its scale ("2.5 million", "12k"), its currency, its percent sign, its minus."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.core.counting.numerals import Figure, Numerals
from monitor.core.language.text import Sentence

_GLUED = re.compile(r"([^\W\d_]{1,6}-?)(\d{1,12})([a-z]{0,3})", re.IGNORECASE)


def with_currency(sentence: Sentence, figure: Figure, numerals: Numerals) -> Figure:
    figure = _currency_before(sentence, figure, numerals)
    lowers, size, last = sentence.lowers, len(sentence.words), figure.last
    if figure.tail or last >= size:
        return figure
    word = lowers[last]
    if figure.unit is not None:
        if word in numerals.dollar_after and figure.unit == "USD" and sentence.words[last].isupper():
            return replace(figure, last=last + 1)  # "$500 US"
        return scaled(sentence, figure, numerals) if not figure.is_scaled else figure
    if word in numerals.point_nouns or (
        lowers[last + 1 : last + 2] and word in numerals.percent and lowers[last + 1] in numerals.points
    ):
        return replace(figure, last=last + (1 if word in numerals.point_nouns else 2), unit="percentage points")
    if word in numerals.percent or lowers[last : last + 2] == numerals.per_cent:
        return replace(figure, last=last + (1 if word in numerals.percent else 2), unit="percent")
    if (
        word == "-"
        and last + 1 < size
        and sentence.touches(last)
        and lowers[last + 1] in numerals.percent
        and sentence.touches(last + 1)
    ):
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
        if (
            last + skip < size
            and lowers[last + skip] in numerals.after
            and sentence.words[last][0].isupper()
            and skip == 1
            and len(word) > 3
        ):
            return replace(figure, last=last + 2, unit=numerals.after[lowers[last + 1]])
    if sentence.touches(last) and word == "p" and not figure.is_scaled:
        return replace(figure, last=last + 1, unit=word)
    return figure


def _currency_before(sentence: Sentence, figure: Figure, numerals: Numerals) -> Figure:
    first, lowers = figure.first, sentence.lowers
    sign = 1.0
    is_free = first == 1 or (
        first > 1
        and not sentence.touches(first - 1)
        and (not sentence.words[first - 2][0].isupper() or _is_percent(sentence, figure.last, numerals))
    )
    if (
        first > 0
        and lowers[first - 1] in ("-", "−")
        and sentence.touches(first)
        and (is_free or lowers[first - 2] in numerals.before)
    ):
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
        figure = replace(figure, first=first, unit=unit)
    return replace(figure, first=first, low=-figure.high, high=-figure.low) if sign < 0 else figure


def read_glued(sentence: Sentence, i: int, numerals: Numerals) -> Figure | None:
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
        return Figure(first, last, value * scale, value * scale, unit=unit, is_digits=True, is_scaled=True)
    return scaled(sentence, Figure(first, last, value, value, unit=unit, is_digits=True), numerals)


def scaled(sentence: Sentence, figure: Figure, numerals: Numerals) -> Figure:
    """Multiply by the scales that follow: "2.5 million", "4 hundred million", "12k"."""
    last, factor = figure.last, 1.0
    for _ in range(3):
        if last >= len(sentence.words):
            break
        word = sentence.lowers[last]
        scale = numerals.scales.get(word)
        if scale is None and sentence.touches(last) and not (word == "t" and figure.unit is None):
            scale = numerals.attached.get(word)
        if (
            scale is None
            and word == "-"
            and last + 1 < len(sentence.words)
            and sentence.touches(last)
            and sentence.lowers[last + 1] in numerals.scales
        ):
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


def digits_value(surface: str, is_scaled: bool, numerals: Numerals) -> float:
    """Return the value of digits with separators; a point before three final noughts groups ("12.000 men")."""
    group = "." if numerals.decimal == "," else ","
    parts = surface.split(numerals.decimal)
    if len(parts) > 2 or (
        len(parts) == 2
        and parts[1] == "000"
        and 0 < len(parts[0]) <= 3
        and parts[0] != "0"
        and group not in surface
        and not is_scaled
    ):
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


def _is_percent(sentence: Sentence, i: int, numerals: Numerals) -> bool:
    return i < len(sentence.words) and sentence.lowers[i] in numerals.percent
