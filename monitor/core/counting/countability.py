"""Whether a figure that is no label counts anything: "five-year" only describes, "the one that" stands for somebody.

Labels, such as dates and scores, are read by `labels`.
"""

from __future__ import annotations

from monitor.core.counting.numerals import Numeral
from monitor.core.counting.units import Unit, Units
from monitor.core.language.text import Sentence


def no_count_of(sentence: Sentence, figure: Numeral, unit: Unit, units: Units) -> str | None:
    """Return why a figure that is no label counts nothing all the same: "description" or "pronoun", or None."""
    if _is_description(figure, unit):
        return "description"
    return "pronoun" if _is_generic_one(sentence, figure, unit, units) else None


def _is_description(figure: Numeral, unit: Unit) -> bool:
    """Tell "five-year", "three-bed": words that describe and do not count; ages, measures and "zwölfköpfige Besatzung"
    are kept.
    """
    is_kept = unit.unit_class != "duration" if unit.is_measure else not unit.is_attributive
    return figure.tail is not None and not is_kept


def _is_generic_one(sentence: Sentence, figure: Numeral, unit: Unit, units: Units) -> bool:
    """Tell the pronoun or article-like "one" ("one of the", "the one that", "one day") from the count, "one of the
    40 passengers".
    """
    if not _is_word_one(figure):
        return False
    lowers = sentence.lowers
    before = sentence.lower_at(figure.first - 1)
    after = lowers[figure.last] if figure.last < len(lowers) else ""
    if before in units.one_counted and unit.text is not None:
        return False  # "just one street"
    if before in units.one_described and figure.first > 1 and lowers[figure.first - 2] in units.determiners:
        return unit.text is None  # "a loved one", "the last one"
    if before in units.one_before:
        return True
    if unit.is_part and _is_of_number(sentence, figure, unit, units):
        return any(map(units.events.is_negation, lowers[max(0, figure.first - 2) : figure.first]))  # "ohne dass einer"
    if after in units.more and unit.is_increment and unit.unit_class is not None and not unit.is_measure:
        return False  # "one more death"
    if after in units.one_generic or (unit.is_part and unit.text is not None):
        return True
    return unit.text is not None and unit.unit_class is None and not unit.is_measure


def _is_word_one(figure: Numeral) -> bool:
    """Tell the bare word "one", neither a digit nor a person who stands for one."""
    is_one = figure.low == figure.high == 1.0 and not (figure.has_article or figure.is_digits or figure.is_scaled)
    return is_one and figure.tail is None and figure.unit is None


def _is_of_number(sentence: Sentence, figure: Numeral, unit: Unit, units: Units) -> bool:
    between = sentence.lowers[figure.last : unit.last]
    return any(word[0].isdecimal() or word in units.numbers for word in between)
