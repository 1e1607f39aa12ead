"""Rates that are said away from their figure: "800 barrels are leaking each day", "Each day 1,300 families cross", "a
daily output of 40 tonnes".
"""

from __future__ import annotations

from monitor.core.counting.units import Units
from monitor.core.language.text import Sentence

_REACH = 12  # tokens of a clause between a figure and its rate
_PHRASE = 4  # tokens of what a measure is of, between it and "a day"
_OPENER = 3  # tokens of "Every week,"
_BEFORE = 5  # tokens between "daily" and the figure of an output
_ENDS = frozenset((",", ";", ":", ".", "“", "”", '"', "and", "und", "but", "aber", "while", "während"))
_ASIDES = {"(": ")", "—": "—", "–": "–", "-": "-"}


def rate_of(sentence: Sentence, first: int, last: int, units: Units) -> str | None:
    """Return the span of the rate ("day") that the clause of the figure at tokens [first, last) says apart from it, or
    None.
    """
    return _after(sentence, last, units) or _before(sentence, first, units)


def _after(sentence: Sentence, last: int, units: Units) -> str | None:
    lowers, k, left = sentence.lowers, last, _REACH
    while k < len(lowers) and left > 0:
        word, left = lowers[k], left - 1
        closer = _ASIDES.get(word)
        if closer is not None and not sentence.touches(k):
            k = _over_aside(lowers, k, closer)
            continue
        if word in _ENDS or word[0].isdecimal() or word in units.numbers:
            return None
        if word in units.rate_articles and _is_after_phrase(lowers, last, k, units) and _is_span(lowers, k + 1, units):
            return lowers[k + 1]
        if (span := _span_at(sentence, k, units)) is not None and k > last:
            return span
        if (span := _phrase_at(sentence, k, units)) is not None:
            return span
        k += 1
    return None


def _is_after_phrase(lowers: tuple[str, ...], last: int, k: int, units: Units) -> bool:
    """Tell that only what a measure is of stands before token `k`: "gallons of crude oil a day"."""
    start = next((at + 1 for at in (last, last - 2) if lowers[at] in units.of), None)
    return start is not None and start < k <= start + _PHRASE and units.stops.isdisjoint(lowers[start:k])


def _is_span(lowers: tuple[str, ...], k: int, units: Units) -> bool:
    """Tell that a span of time stands at `k` that no "ago" or "later" follows."""
    return k < len(lowers) and lowers[k] in units.time_nouns and units.not_rate_after.isdisjoint(lowers[k + 1 : k + 2])


def _over_aside(lowers: tuple[str, ...], k: int, closer: str) -> int:
    """Return the token after the aside that opens at `k`; the one after `k` where it does not close."""
    while k + 1 < len(lowers) and lowers[k + 1] == lowers[k]:
        k += 1  # "--"
    end = next((j for j in range(k + 1, min(len(lowers), k + 2 * _REACH)) if lowers[j] == closer), k)
    while end + 1 < len(lowers) and lowers[end + 1] == closer:
        end += 1
    return end + 1


def _before(sentence: Sentence, first: int, units: Units) -> str | None:
    """Read what opens the clause of the figure, and "a daily output of"."""
    lowers = sentence.lowers
    start = next(
        (k + 1 for k in range(first - 1, max(-1, first - 1 - _REACH), -1) if lowers[k] in _ENDS),
        0 if first <= _REACH else first,
    )
    if start < first and (span := _span_at(sentence, start, units)) is not None:
        return span
    if 0 < start <= _OPENER and lowers[start - 1] == "," and (span := _span_at(sentence, 0, units)) is not None:
        return span
    if sentence.lower_at(first - 1) in units.rate_heads:
        return next(
            (
                units.rate_adverbs[word]
                for word in lowers[max(start, first - _BEFORE) : first]
                if word in units.rate_adverbs
            ),
            None,
        )
    return None


def _phrase_at(sentence: Sentence, k: int, units: Units) -> str | None:
    """Return the span of "die Stunde", "im Jahr" at token `k` where nothing of it follows, as in "im Jahr 1998"."""
    lowers = sentence.lowers
    for phrase in units.rate_phrases:
        end = k + len(phrase)
        if lowers[k:end] == phrase and (end == len(lowers) or not lowers[end][0].isalnum()):
            return sentence.words[end - 1] if units.has_capital_nouns else lowers[end - 1]
    return None


def _span_at(sentence: Sentence, k: int, units: Units) -> str | None:
    """Return the span of "each day", "per week", "daily" at token `k`; an adverb must not describe a noun that
    follows.
    """
    lowers = sentence.lowers
    word, follows = lowers[k], lowers[k + 1] if k + 1 < len(lowers) else ""
    if word in units.rate_markers and follows in units.time_nouns:
        return sentence.words[k + 1] if units.has_capital_nouns else follows
    is_adverb = word in units.rate_adverbs and (k == 0 or not follows[:1].isalpha() or follows in units.stops)
    return units.rate_adverbs[word] if is_adverb else None
