"""The scope of a figure: how sure it is, whose side of a bargain it stands on, and its course.

Each is said by words near the figure in its own clause. What a figure is of is read by `complements`, what it was by
`former_values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from monitor.core.counting.figure_context import FigureContext
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Bid, Certainty, Trend
from monitor.model.valueclasses import valueclass

_BESIDE = 2  # tokens before a figure and its noun in which "confirmed" may stand
_SAID_OF = 5  # tokens after it: "12 cases have already been confirmed"
_BARGAIN = 18  # tokens back from a figure to who offers: a list of offers
_FULL_STOPS = frozenset(".!?")
_DESCRIBED = 4  # tokens after it: "a 12 percent cut in the offer" is no offer, "a 12 percent pay offer" is
_COURSE = 16  # tokens from "to 41" back to "brings": "bringing the death toll from the disaster to 41"
_NOW = 4

_Meaning = TypeVar("_Meaning")
Phrases = Mapping[str, tuple[tuple[tuple[str, ...], _Meaning], ...]]  # by their last word, longest first


@dataclass(frozen=True, slots=True, eq=False)
class ScopeWords:
    """The words of one language that say a figure's scope; phrases by their last word, the longest first."""

    certainty: Phrases[Certainty]
    bid: Phrases[Bid]
    bid_ends: frozenset[str]
    of_measures: frozenset[Bid]
    measures_only: frozenset[str]
    trend: Phrases[Trend]
    links: frozenset[str]
    steps: frozenset[str]
    to: frozenset[str]
    now: frozenset[str]


@valueclass(frozen=True, slots=True)
class FigureScope:
    """How sure, whose side, which course. `is_step`: the figure is by how much something changed, not what it came
    to.
    """

    certainty: Certainty | None = None
    bid: Bid | None = None
    trend: Trend | None = None
    is_step: bool = False


@lru_cache(maxsize=8)
def compile_scopes(language: Language) -> ScopeWords:
    """Return the scope words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["scopes"]
    bids, trends = table["bid"], table["trend"]
    sides = {bid: bids[bid.value] for bid in Bid}
    sides[Bid.DEMANDED] = [*bids["demanded"], *bids["demanded_measures"]]
    return ScopeWords(
        certainty=_phrases((words, grade) for grade in Certainty for words in table["certainty"][grade.value]),
        bid=_phrases((words, bid) for bid, many in sides.items() for words in many),
        bid_ends=frozenset(bids["ends"]),
        of_measures=frozenset(Bid(name) for name in bids["of_measures"]),
        measures_only=frozenset(bids["demanded_measures"]),
        trend=_phrases((words, trend) for trend in Trend for words in trends[trend.value]),
        links=frozenset(trends["links"]),
        steps=frozenset(trends["steps"]),
        to=frozenset(trends["to"]),
        now=frozenset(trends["now"]),
    )


def _phrases(pairs: Iterable[tuple[str, _Meaning]]) -> Phrases[_Meaning]:
    found: dict[str, list[tuple[tuple[str, ...], _Meaning]]] = {}
    for text, value in pairs:
        words = tuple(text.split())
        found.setdefault(words[-1], []).append((words, value))
    return {word: tuple(sorted(many, key=lambda item: -len(item[0]))) for word, many in found.items()}


def read_scope(context: FigureContext, counted: FigureContext, verb: int | None) -> FigureScope:
    """Return the scope of the context's figure. `counted`: where its noun stands; `verb`: the token of the verb that
    governs it.
    """
    words = compile_scopes(context.words.language)
    trend, is_step = _trend(context, words, is_announced=counted is not context)
    return FigureScope(_certainty(context, counted, words), _bid(context, verb, words), trend, is_step)


def _ending_at(sentence: Sentence, last: int, phrases: Phrases[_Meaning]) -> _Meaning | None:
    """Return what the longest of `phrases` that ends with token `last` says, or None."""
    for words, value in phrases.get(sentence.lowers[last], ()):
        if sentence.lowers[max(0, last + 1 - len(words)) : last + 1] == words:
            return value
    return None


def _certainty(context: FigureContext, counted: FigureContext, words: ScopeWords) -> Certainty | None:
    grades = _grades_beside(counted, words) or (_grades_beside(context, words) if counted is not context else [])
    return grades[0] if grades else None


def _grades_beside(context: FigureContext, words: ScopeWords) -> list[Certainty]:
    """Return what is said of certainty inside the noun phrase, right before it, and as its predicate; the nearest last
    word first.
    """
    sentence, events = context.sentence, context.words.events
    beside = range(context.last - 1, max(-1, context.first - 1 - _BESIDE), -1)
    inside = [_ending_at(sentence, k, words.certainty) for k in beside if sentence.lowers[k] in words.certainty]
    found = [grade for grade in inside if grade is not None]
    for k in range(context.last, min(len(sentence.lowers), context.last + _SAID_OF)):
        grade = _ending_at(sentence, k, words.certainty)
        if grade is not None:
            return [*found, grade]
        if not events.is_of_group(sentence.lowers[k]):
            break
    return found


def _bid(context: FigureContext, verb: int | None, words: ScopeWords) -> Bid | None:
    """Return the side that the nearest word of a bargain says; what is agreed outranks the offer that it names
    ("accepted an offer of 12").
    """
    sides = (_bid_after(context, words), *_bids_before(context, words), _bid_at_end(context, words))
    found = [bid for bid in sides if bid is not None]
    if not found:
        return None
    governing = _ending_at(context.sentence, verb, words.bid) if verb is not None else None
    bid = Bid.AGREED if governing is Bid.AGREED else found[0]
    return (
        None
        if bid in words.of_measures and not context.unit.is_measure and context.unit.unit_class not in (None, "job")
        else bid
    )


def _bid_after(context: FigureContext, words: ScopeWords) -> Bid | None:
    sentence, last = context.sentence, context.last
    for k in range(last, min(len(sentence.lowers), last + _DESCRIBED)):
        if not sentence.lowers[k][0].isalpha():
            return None
        bid = _ending_at(sentence, k, words.bid)
        if bid is not None:
            return bid
        if (
            sentence.lowers[k] in context.words.units.stops
            and sentence.lowers[k] not in context.words.events.verb_group
        ):
            return None
    return None


def _bid_at_end(context: FigureContext, words: ScopeWords) -> Bid | None:
    """Read "hat sechs Jahre Haft für den Fahrer gefordert", where verbs stand last."""
    sentence, events = context.sentence, context.words.events
    if not events.is_verb_final:
        return None
    marks = events.joins | events.commas | words.bid_ends
    end = next((k for k in range(context.last, len(sentence.lowers)) if not _goes_on(sentence, k, marks)), None)
    at = (len(sentence.lowers) if end is None else end) - 1
    return _ending_at(sentence, at, words.bid) if at >= context.last else None


def _goes_on(sentence: Sentence, k: int, marks: Set[str]) -> bool:
    return sentence.lowers[k] not in marks and sentence.lowers[k] not in _FULL_STOPS


def _bids_before(context: FigureContext, words: ScopeWords) -> list[Bid]:
    sentence = context.sentence
    for k in range(context.first - 1, max(-1, context.first - 1 - _BARGAIN), -1):
        word = sentence.lowers[k]
        bid = _ending_at(sentence, k, words.bid) if word in words.bid else None
        if bid is not None and (word not in words.measures_only or context.unit.is_measure):
            return [bid]
        if word in words.bid_ends:
            return []
    return []


def _trend(context: FigureContext, words: ScopeWords, *, is_announced: bool) -> tuple[Trend | None, bool]:
    """Return the course that the words right before the figure say: "rose to", "brings the toll to", "up", "now"; and
    whether it is a step. What is announced may stand between: "cut its staff by".
    """
    sentence, at = context.sentence, context.first - 1
    link = sentence.lowers[at] if at >= 0 else ""
    if link in words.to:
        return _course_before(sentence, at, words), False
    is_step = link in words.steps
    if link in words.links:
        at -= 1
    trend = _ending_at(sentence, at, words.trend) if at >= 0 else None
    if trend is None and is_step and is_announced:
        trend = _course_before(sentence, at + 1, words)
    if trend is None and not words.now.isdisjoint(sentence.lowers[max(0, context.first - _NOW) : context.first]):
        trend = Trend.CHANGE
    return (
        trend,
        is_step and trend is not None and context.unit.unit_class != "share",
    )  # a share says by how much, and of nothing else


def _course_before(sentence: Sentence, at: int, words: ScopeWords) -> Trend | None:
    for k in range(at - 1, max(-1, at - 1 - _COURSE), -1):
        trend = _ending_at(sentence, k, words.trend)
        if trend is not None:
            return trend
        if sentence.lowers[k] in (";", ":"):
            return None
    return None
