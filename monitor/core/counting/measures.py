"""Units of measure after a number ("40 km", "5 per cent", "four-year-old") and the denominators of rates ("a day")."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.counting.numerals import Numeral
from monitor.core.counting.units import Unit, Units, singular
from monitor.core.language.text import Sentence

_DASHES = frozenset("-–—‐‑")
_SHORT_LENGTHS = frozenset({"m", "ft", "foot", "feet"})


def money_or_share(figure: Numeral) -> Unit:
    """Return the unit of a figure that carries a currency or a percent sign."""
    unit_class = {"percent": "share", "percentage points": "points"}.get(figure.unit or "", "money")
    return Unit(figure.last, figure.last, None, figure.unit, unit_class, is_measure=True)


def measure(sentence: Sentence, figure: Numeral, units: Units) -> Unit | None:
    """Return the unit of measure that follows a figure, or None."""
    if figure.tail is not None:
        return _measured_tail(figure, figure.tail, units)
    i = _over_side(sentence, figure.last, units)
    is_joined = is_joined_dash(sentence, i)
    if is_joined or (sentence.lower_at(i) in ("-", "–") and sentence.lower_at(i + 1) in units.measures):
        i += 1
    if i >= len(sentence.words):
        return None
    pair = sentence.lowers[i : i + 2]
    if pair in units.double:
        return _unit(sentence, i, i + 2, i + 1, units.double[pair])
    if pair[0] in units.square and len(pair) > 1:
        return _powered(sentence, i, units)
    if pair[0] == "°" and sentence.touches(i + 1):
        return _unit(sentence, i, i + 2, i + 1, "temperature")
    return _over_stroke(sentence, i, units) or _plain(sentence, figure, i, units, is_joined=is_joined)


def _unit(sentence: Sentence, first: int, last: int, head: int, unit_class: str) -> Unit:
    return Unit(first, last, head, sentence.slice(first, last), unit_class, is_measure=True)


def _powered(sentence: Sentence, first: int, units: Units) -> Unit | None:
    """Return "square miles", "cubic feet"; None where no length follows."""
    length = sentence.lowers[first + 1]
    if length not in units.measures and length not in _SHORT_LENGTHS:
        return None
    return _unit(sentence, first, first + 2, first + 1, "area" if sentence.lowers[first][0] == "s" else "volume")


def _over_stroke(sentence: Sentence, i: int, units: Units) -> Unit | None:
    """Return "km/h", and "km/s" as any length over another."""
    lowers = sentence.lowers
    if sentence.lower_at(i + 1) != "/" or i + 2 >= len(lowers):
        return None
    unit_class = units.measures.get("".join(lowers[i : i + 3]))
    if unit_class is not None:
        return replace(_unit(sentence, i, i + 3, i, unit_class), is_attributive=True)
    is_joined = sentence.touches(i + 1) and sentence.touches(i + 2)
    is_rate = is_joined and (lowers[i] in units.measures or sentence.touches(i))
    return _unit(sentence, i, i + 3, i, "speed") if is_rate else None


def _plain(sentence: Sentence, figure: Numeral, i: int, units: Units, *, is_joined: bool) -> Unit | None:
    """Return the measure of one word at token `i`, with what belongs to it: "years old", "tonnes of grain"."""
    lowers, last = sentence.lowers, i + 1
    unit_class = units.measures.get(lowers[i])
    if unit_class is None or not _is_measure_here(sentence, figure, i, units):
        return None
    if unit_class == "temperature":
        last += units.measures.get(sentence.lower_at(last)) == "temperature"
    if unit_class == "duration" and (end := _age_end(lowers, last, units)) > last:
        return _unit(sentence, i, end, i, "age")
    if unit_class in ("volume", "mass") and _names_matter(sentence, last, units):
        return Unit(i, last + 2, i, sentence.slice(i, last), unit_class, is_measure=True)
    name = units.sign_names.get(lowers[i]) or sentence.slice(i, last)
    return Unit(i, last, i, name, unit_class, is_attributive=is_joined, is_measure=True)


def _names_matter(sentence: Sentence, at: int, units: Units) -> bool:
    """Tell "of grain" from "of the"."""
    matter = sentence.lower_at(at + 1)
    return sentence.lower_at(at) == "of" and matter != "" and matter not in units.stops


def _age_end(lowers: tuple[str, ...], last: int, units: Units) -> int:
    """Return the token after the words that make a span of time an age ("years old", "years of age"), or `last` where
    none stand there.
    """
    return next((last + size for size in (1, 2) if " ".join(lowers[last : last + size]) in units.age_words), last)


def _over_side(sentence: Sentence, i: int, units: Units) -> int:
    """Return the token of the measure that two sides share, "15 by 12 miles"; `i` itself where no second side
    follows.
    """
    lowers = sentence.lowers
    is_side = (
        i + 2 < len(lowers)
        and lowers[i] in units.by
        and lowers[i + 1][0].isdecimal()
        and units.measures.get(lowers[i + 2]) == "length"
    )
    return i + 2 if is_side else i


def _is_measure_here(sentence: Sentence, figure: Numeral, i: int, units: Units) -> bool:
    """Tell 5 m and 5m from a word that only looks like a unit ("12 in hospital")."""
    word = sentence.lowers[i]
    if word not in units.only_after_digits:
        return True
    if not figure.is_digits:
        return False
    if sentence.touches(i):
        return True
    if word in units.touching_or_upper:
        return word.isalpha() and sentence.words[i].isupper() and len(word) == 1
    return True


def _measured_tail(figure: Numeral, tail: str, units: Units) -> Unit | None:
    """Read the unit inside a compound token: "four-year-old", "six-mile"."""
    head = tail.split("-", 1)[0]
    if tail in units.measures or tail.endswith(units.age_endings):
        name = units.measures.get(tail, "age")
        return Unit(figure.first, figure.last, figure.first, tail, name, is_attributive=True, is_measure=True)
    if head in units.measures and head not in units.only_after_digits:
        return Unit(
            figure.first, figure.last, figure.first, tail, units.measures[head], is_attributive=True, is_measure=True
        )
    return None


def is_joined_dash(sentence: Sentence, i: int) -> bool:
    """Tell that a dash joins a word to the number before it ("3-car")."""
    return (
        i + 1 < len(sentence.words)
        and sentence.lowers[i] in _DASHES
        and sentence.touches(i)
        and sentence.touches(i + 1)
        and sentence.words[i + 1][0].isalpha()
    )


def rated(sentence: Sentence, unit: Unit, units: Units) -> Unit:
    """Add the denominator of a rate: "a day", "per share", "each year", "daily"."""
    word, after = sentence.lower_at(unit.last), sentence.lower_at(unit.last + 1)
    is_rate = (word in units.rate_articles and _is_denominator(sentence, unit, after, units)) or (
        word in units.rate_prepositions and after[:1].isalpha()
    )
    if is_rate:
        noun = sentence.words[unit.last + 1] if units.has_capital_nouns else singular(after, units)
        return replace(unit, last=unit.last + 2, per=noun)
    if word in units.rate_adverbs and unit.text is not None and unit.unit_class != "duration":
        return replace(unit, last=unit.last + 1, per=units.rate_adverbs[word])
    return unit


def _is_denominator(sentence: Sentence, unit: Unit, noun: str, units: Units) -> bool:
    """Tell "a day" and, behind a price, "a share" from "a deal"."""
    if noun in units.time_nouns:
        return sentence.lower_at(unit.last + 2) not in units.not_rate_after
    return unit.unit_class == "money" and noun.isalpha() and noun not in units.stops
