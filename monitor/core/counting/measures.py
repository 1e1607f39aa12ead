"""Units of measure after a number ("40 km", "5 per cent", "four-year-old") and the denominators of rates ("a day")."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.counting.numerals import Figure
from monitor.core.counting.units import Unit, Units, singular
from monitor.core.language.text import Sentence

_DASHES = frozenset("-–—‐‑")


def money_or_share(figure: Figure) -> Unit:
    """Return the unit of a figure that carries a currency or a percent sign."""
    unit_class = {"percent": "share", "percentage points": "points"}.get(figure.unit or "", "money")
    return Unit(figure.last, figure.last, None, figure.unit, unit_class, is_measure=True)


def measure(sentence: Sentence, figure: Figure, units: Units) -> Unit | None:
    """Return the unit of measure that follows a figure, or None."""
    if figure.tail is not None:
        return _measured_tail(figure, figure.tail, units)
    i, size, lowers = figure.last, len(sentence.words), sentence.lowers
    i = _over_side(sentence, i, units)
    is_joined = is_joined_dash(sentence, i)
    if is_joined or (i + 1 < size and lowers[i] in ("-", "–") and lowers[i + 1] in units.measures):
        i += 1
    if i >= size:
        return None
    first = i
    if lowers[i : i + 2] in units.double:
        return Unit(first, i + 2, i + 1, sentence.slice(first, i + 2), units.double[lowers[i : i + 2]], is_measure=True)
    if lowers[i] in units.square and i + 1 < size:
        i += 2 if lowers[i + 1] in units.measures or lowers[i + 1] in ("m", "ft", "foot", "feet") else 1
        if i - first < 2:
            return None
        return Unit(
            first, i, i - 1, sentence.slice(first, i), "area" if lowers[first][0] == "s" else "volume", is_measure=True
        )
    if lowers[i] == "°" and i + 1 < size and sentence.touches(i + 1):
        return Unit(first, i + 2, i + 1, sentence.slice(first, i + 2), "temperature", is_measure=True)
    if i + 2 < size and lowers[i + 1] == "/" and "".join(lowers[i : i + 3]) in units.measures:
        return Unit(
            first,
            i + 3,
            i,
            sentence.slice(first, i + 3),
            units.measures["".join(lowers[i : i + 3])],
            is_attributive=True,
            is_measure=True,
        )
    if (
        i + 2 < size
        and lowers[i + 1] == "/"
        and sentence.touches(i + 1)
        and sentence.touches(i + 2)
        and (lowers[i] in units.measures or sentence.touches(i))
    ):
        return Unit(first, i + 3, i, sentence.slice(first, i + 3), "speed", is_measure=True)
    unit_class = units.measures.get(lowers[i])
    if unit_class is None or not _is_measure_here(sentence, figure, i, units):
        return None
    last = i + 1
    if unit_class == "temperature" and last < size and units.measures.get(lowers[last]) == "temperature":
        last += 1
    if unit_class == "duration" and (end := _age_end(lowers, last, units)) > last:
        return Unit(first, end, i, sentence.slice(first, end), "age", is_measure=True)
    if (
        unit_class in ("volume", "mass")
        and last + 1 < size
        and lowers[last] == "of"
        and lowers[last + 1] not in units.stops
    ):
        return Unit(first, last + 2, i, sentence.slice(first, last), unit_class, is_measure=True)
    name = units.sign_names.get(lowers[i]) or sentence.slice(first, last)
    return Unit(first, last, i, name, unit_class, is_attributive=is_joined, is_measure=True)


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


def _is_measure_here(sentence: Sentence, figure: Figure, i: int, units: Units) -> bool:
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


def _measured_tail(figure: Figure, tail: str, units: Units) -> Unit | None:
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
    i, lowers = unit.last, sentence.lowers
    word = lowers[i] if i < len(lowers) else ""
    follows = lowers[i + 1] if i + 1 < len(lowers) else ""
    is_period = follows in units.time_nouns and units.not_rate_after.isdisjoint(lowers[i + 2 : i + 3])
    is_price = (
        unit.unit_class == "money"
        and word in units.rate_articles
        and follows.isalpha()
        and follows not in units.stops | units.time_nouns
    )
    if (word in units.rate_articles and (is_period or is_price)) or (
        word in units.rate_prepositions and follows[:1].isalpha()
    ):
        return replace(
            unit, last=i + 2, per=sentence.words[i + 1] if units.has_capital_nouns else singular(follows, units)
        )
    if word in units.rate_adverbs and unit.text is not None and unit.unit_class != "duration":
        return replace(unit, last=i + 1, per=units.rate_adverbs[word])
    return unit
