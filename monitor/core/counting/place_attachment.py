"""Where an event of a sentence happens to a thing in it: the place that is cheapest to reach over the words between."""

from __future__ import annotations

from math import inf

from monitor.core.counting.attachment import SentenceContext, within_reach
from monitor.core.counting.locations import has_fled_from, is_context, is_of_house, may_hold_event, opens_other_time
from monitor.core.counting.prepositions import GOVERNED, preposition_of
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import EventWords, compile_event_words
from monitor.core.syntax.events import EventTrigger
from monitor.core.syntax.paths import distance
from monitor.model import Place

_FARTHEST_PLACE = 14.0
_FARTHEST_FRONTED = 8.0
_LEAVING = frozenset(("departed", "displaced"))  # what happens to people where they come from
_MOVING = frozenset(("arrived", "transported", "departed"))  # what the dead and the hurt do elsewhere
_VAGUE_PLACE = 20.0  # "the front lines in Ukraine": Ukraine is the place
_FRONTED = 3.0  # what a place before its event costs more


def _is_of_next_member(sentence: Sentence, span: PlaceSpan, preposition: int, last: int, lexicon: EventWords) -> bool:
    """Tell "In Cork two people drowned, in Galway three": a figure right behind a place of a list is what it is of."""
    lowers = sentence.lowers
    if preposition <= last or lowers[preposition - 1] not in lexicon.joins | lexicon.commas:
        return False
    after = lowers[span.last : span.last + 2]
    is_bare = len(after) > 1 and (after[1] in lexicon.joins or not after[1][0].isalnum())
    return is_bare and lexicon.is_count(after[0])


def place_of(
    sentence: Sentence, around: SentenceContext, event: EventTrigger | None, first: int, last: int, language: Language
) -> tuple[Place | None, tuple[int, int] | None]:
    """Return the place of what happens to the thing at [first, last)."""
    lexicon = compile_event_words(language)
    best: tuple[float, PlaceSpan] | None = None
    nearest, farthest = _reach_of_places(around, event, first, last)
    for span in around.places:
        if span.last < nearest or span.first > farthest:
            continue
        if (
            not may_hold_event(span)
            or first <= span.first < last
            or span.is_source
            or is_context(sentence, span, around.places)
        ):
            continue
        preposition = preposition_of(sentence, span, around.words)
        if preposition is None or _is_of_next_member(sentence, span, preposition, last, lexicon):
            continue
        if is_of_house(sentence, span, preposition, around.words):
            continue
        cost = place_cost(sentence, around, event, first, last, span, preposition)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, span)
    if best is None:
        return None, None
    return best[1].place, (best[1].first, best[1].last)


def _reach_of_places(around: SentenceContext, event: EventTrigger | None, first: int, last: int) -> tuple[int, int]:
    """Return the tokens between which a place may stand that `place_cost` lets be that of what happens."""
    if event is None:
        return last, last + GOVERNED
    begin, end = min(first, event.first), max(last, event.last)
    nearest, farthest = within_reach(around.events.weights, begin, end, _FARTHEST_FRONTED, _FARTHEST_PLACE)
    return nearest, farthest + GOVERNED


def place_cost(
    sentence: Sentence,
    around: SentenceContext,
    event: EventTrigger | None,
    first: int,
    last: int,
    span: PlaceSpan,
    preposition: int,
) -> float | None:
    """Return how far a place is from what happens to the thing at [first, last), or None where it can't be its
    place.
    """
    if event is None:
        return 0.0 if preposition == last and sentence.lowers[preposition] in around.words.at else None
    cost = _path_to_place(sentence, around, event, first, last, span, preposition)
    if cost > _FARTHEST_PLACE or _is_elsewhere(sentence, around, event, last, preposition):
        return None
    if span.place.latitude is None and _is_within_named(sentence, span, around):
        cost += _VAGUE_PLACE
    return None if cost > _FARTHEST_PLACE or _is_of_another_event(around, event, last, span) else cost


def _is_elsewhere(
    sentence: Sentence, around: SentenceContext, event: EventTrigger, last: int, preposition: int
) -> bool:
    """Tell a place that its preposition, or another time before it, sets apart from the event."""
    word, words = sentence.lowers[preposition], around.words
    if event.is_harm and word in words.towards and word not in words.at:
        return True  # "has killed 25 people in Togo and spread to Benin"
    is_away = word in words.away or word in words.leaving
    if is_away and event.aspect not in _LEAVING:
        return True
    if opens_other_time(sentence, max(event.last, last), preposition, words):
        return True
    return not is_away and has_fled_from(sentence, preposition, words)


def _path_to_place(
    sentence: Sentence,
    around: SentenceContext,
    event: EventTrigger,
    first: int,
    last: int,
    span: PlaceSpan,
    preposition: int,
) -> float:
    """Return the weight of the words between a place and what happens; infinite where it stands too far in front."""
    weights, begin, end = around.events.weights, min(first, event.first), max(last, event.last)
    if preposition >= end:
        return distance(weights, end, preposition)
    if span.last > begin:
        return distance(weights, event.last, preposition) if event.last <= preposition else 1.0
    is_shown = preposition == span.first or sentence.lowers[preposition] in around.words.belonging
    cost = distance(weights, span.last, begin) + (0.0 if is_shown else _FRONTED)
    return inf if cost > _FARTHEST_FRONTED else cost


def _is_of_another_event(around: SentenceContext, event: EventTrigger, last: int, span: PlaceSpan) -> bool:
    """Tell "those trapped in Jena were flown to Fulda": Jena belongs to what happened there."""
    return is_goal_of_the_harmed(around, event, span) or any(
        last <= other.first and other.last <= span.first < event.first and not other.is_named
        for other in around.events.events
    )


def is_goal_of_the_harmed(around: SentenceContext, event: EventTrigger, span: PlaceSpan) -> bool:
    """Tell "those killed in the quake have arrived in Fulda", where nobody was killed."""
    return event.is_harm and any(
        other.aspect in _MOVING and event.last <= other.first and other.last <= span.first
        for other in around.events.events
    )


def _is_within_named(sentence: Sentence, span: PlaceSpan, around: SentenceContext) -> bool:
    """Tell that a place without coordinates is at once placed in another ("the front lines in Ukraine")."""
    return any(
        other.first - span.last in (1, 2)
        and sentence.lowers[span.last] in around.words.at | around.words.belonging
        and other.place.latitude is not None
        for other in around.places
    )
