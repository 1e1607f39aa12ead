"""Totals that a text brings up to date: "12 new cases in Wales, bringing the UK total to 215".

What is counted was told before, and where is said beside the total's own noun: the 12 are in Wales, the 215 in the
UK.
"""

from __future__ import annotations

from monitor.core.counting.figure_context import FigureContext
from monitor.core.counting.prepositions import preposition_of
from monitor.core.geography.places import PlaceSpan

_REACH = 9  # tokens from the noun over "in the UK so far has risen" to "to"
_OPENED = 5  # tokens of "for a grand total of"
_POSSESSIVES = frozenset(("'s", "’s"))
_BESIDE = 3  # tokens from a place to the noun: "the UK death toll", "Scotland's running total"


def total_noun(context: FigureContext) -> int | None:
    """Return the token of the noun of which the figure is the level: "bringing the total to 215", or None."""
    words, lowers, first = context.words, context.sentence.lowers, context.first
    if first > 3 and lowers[first - 1] in words.units.of and lowers[first - 2] in words.figure_nouns:
        is_opened = not words.total_openers.isdisjoint(lowers[max(0, first - _OPENED) : first - 2])
        return first - 2 if is_opened and context.previous is not None else None  # "..., for a total of 98"
    if first < 2 or lowers[first - 1] not in words.level_links:
        return None
    for k in range(first - 2, max(-1, first - 2 - _REACH), -1):
        if lowers[k] in words.announcers:
            return k
        if lowers[k][0].isdecimal() or lowers[k] in words.events.clause_marks:
            return None
    return None


def total_place(context: FigureContext) -> PlaceSpan | None:
    """Return the place that is named beside the noun of a total: "the UK total", "Togo's toll", "the total in Togo"."""
    noun = total_noun(context)
    if noun is None:
        return None
    lowers, words = context.sentence.lowers, context.around.words
    for span in context.around.places:
        is_owner = 0 <= noun - span.last < _BESIDE and not any(
            lowers[k] in words.articles or not (lowers[k][0].isalpha() or lowers[k] in _POSSESSIVES)
            for k in range(span.last, noun)
        )
        preposition = preposition_of(context.sentence, span, words) if noun < span.first < context.first else None
        if is_owner or (preposition is not None and lowers[preposition] in words.at):
            return span
    return None
