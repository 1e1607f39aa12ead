"""The noun that a number shares with another word of its sentence: "four- and six-seat boats", "another week or two".

A noun right behind the number is read by `counted_units`, one of an earlier sentence by `noun_ellipsis`.
"""

from __future__ import annotations

from monitor.core.counting.numerals import Numeral
from monitor.core.counting.units import Unit, Units, class_of, singular
from monitor.core.language.text import Sentence

_ALTERNATIVE = 3  # tokens of "a week or"
_REACH = 8  # tokens from one compound to the last of them
_DASHES = frozenset("-–—‐‑")


def shared_noun(sentence: Sentence, figure: Numeral, units: Units) -> Unit | None:
    """Return the unit that the figure shares with the last of several compounds, or with what stands before "or"."""
    return _suspended(sentence, figure, units) or _before_or(sentence, figure, units)


def _suspended(sentence: Sentence, figure: Numeral, units: Units) -> Unit | None:
    """Read "four- and six-seat boats", "a 12- and a 16-year-old": what the last of several compounds is of."""
    lowers, dash = sentence.lowers, figure.last
    if sentence.lower_at(dash) not in _DASHES or dash == 0 or not sentence.touches(dash):
        return None
    links = units.joins | units.events.commas | units.events.articles | units.numbers | _DASHES
    for k in range(dash + 1, min(len(lowers), dash + _REACH)):
        word, _, noun = lowers[k].partition("-")
        if word in units.numbers and noun:
            return _described_by(figure, k, noun, units)
        if lowers[k - 1] in _DASHES and sentence.touches(k) and word.isalpha() and k > dash + 1:
            return _described_by(figure, k, lowers[k], units)
        if lowers[k] not in links and not lowers[k].isdecimal():
            return None
    return None


def _described_by(figure: Numeral, head: int, noun: str, units: Units) -> Unit:
    is_age = noun.endswith(units.age_endings)
    unit_class = "age" if is_age else class_of(singular(noun, units), (), units)
    return Unit(figure.last, figure.last, head, noun, unit_class, is_attributive=True, is_measure=is_age)


def _before_or(sentence: Sentence, figure: Numeral, units: Units) -> Unit | None:
    """Read "another week or two", "a house or two"."""
    lowers, first = sentence.lowers, figure.first
    if figure.is_digits or first < _ALTERNATIVE or lowers[first - 1] not in units.alternatives:
        return None
    noun, opener = lowers[first - 2], lowers[first - 3]
    if opener not in units.events.articles | units.one_before or noun in units.stops or not noun.isalpha():
        return None
    measure_class = units.measures.get(noun)
    unit_class = measure_class or class_of(noun, (), units)
    return Unit(
        figure.last, figure.last, first - 2, sentence.words[first - 2], unit_class, is_measure=measure_class is not None
    )
