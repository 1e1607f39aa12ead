"""Whose the thing is that a figure counts, and where: said in its sentence, or carried from what was said before."""

from __future__ import annotations

from monitor.core.counting.actors import actor_of
from monitor.core.counting.announcements import is_toll
from monitor.core.counting.figure_context import FigureContext
from monitor.core.counting.lists import fronted_place, is_member, member_place
from monitor.core.counting.locations import (
    host_of,
    kind_of,
    kind_pointed_at,
    reported_from,
    scene_after,
    scene_before,
    scene_of,
    subject_of,
)
from monitor.core.counting.noun_ellipsis import Noun
from monitor.core.counting.place_attachment import is_goal_of_the_harmed, place_of
from monitor.core.counting.predication import shares_event
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.totals import total_place
from monitor.core.counting.units import singular
from monitor.core.geography.places import PlaceSpan
from monitor.core.syntax.events import EventTrigger
from monitor.model import Place
from monitor.model.valueclasses import valueclass

_COUNTED_BY_STATES = frozenset(("event", "casualty"))  # cases, deaths
_PLACED = _COUNTED_BY_STATES | {"person", "building", "group"}
_POINTED = 4  # tokens by which "on their land" must come before a named place

_Found = tuple[
    Place | None, tuple[int, int] | None, bool
]  # a place, its tokens, and whether an earlier sentence names it


@valueclass(frozen=True, slots=True)
class SemanticRoles:
    """Whose it is and where, with the token spans that say so."""

    actor: str | None = None
    place: Place | None = None
    spans: tuple[tuple[str, tuple[int, int] | None], ...] = ()
    inherited: tuple[str, ...] = ()


def read_semantic_roles(context: FigureContext, noun: Noun, event: EventTrigger | None) -> SemanticRoles:
    """Return whose the thing is and where, from its sentence or from what was said before."""
    actor, actor_span = actor_of(
        context.sentence, context.around, event, context.figure.last, context.last, context.first
    )
    is_known = actor is None and (actor := _known_actor(context, noun)) is not None
    if event is None and (previous := _sharing(context)) is not None:
        actor, place, place_span, is_carried = actor or previous.actor, previous.place, None, True
    else:
        place, place_span, is_carried = _place(context, noun, event, actor)
    inherited = tuple(slot for slot, is_taken in (("actor", is_known), ("place", is_carried)) if is_taken)
    return SemanticRoles(actor, place, (("actor", actor_span), ("place", place_span)), inherited)


def _known_actor(context: FigureContext, noun: Noun) -> str | None:
    """Return whose a thing is by what was said of it before."""
    if noun.unit_class is None:
        return None
    said = noun.antecedent.actor if noun.antecedent is not None else None
    return said or context.discourse.actor(context.number, noun.unit_class)


def _sharing(context: FigureContext) -> Quantity | None:
    """Return the figure before this one where both are of one event, and it has a place."""
    previous = context.previous
    return previous if previous is not None and previous.place is not None and shares_event(context) else None


def _place(context: FigureContext, noun: Noun, event: EventTrigger | None, actor: str | None) -> _Found:
    if is_member(context):
        return *member_place(context), False
    if (beside := total_place(context)) is not None:
        return beside.place, (beside.first, beside.last), False
    place, span = place_of(context.sentence, context.around, event, context.first, context.last, context.words.language)
    if event is not None:
        carried = fronted_place(context) if place is None else None
        is_far = span is None or span[0] > max(context.last, event.last) + _POINTED
        if carried is None and is_far:
            carried = _pointed_place(context, noun, event, actor, is_open=place is None)
        if carried is not None:
            return carried, None, True
    return _place_beside(context, noun, event) if place is None else (place, span, False)


def _pointed_place(
    context: FigureContext, noun: Noun, event: EventTrigger, actor: str | None, *, is_open: bool
) -> Place | None:
    """Return the place that "there" or "on their land" points to, or, where none is named, the goal of a movement."""
    discourse = context.discourse
    pointed = discourse.pointed_place(context.number, context.sentence, context.around, event, context.last, actor)
    return discourse.goal(context.number, noun.unit_class, event) if pointed is None and is_open else pointed


def _place_beside(context: FigureContext, noun: Noun, event: EventTrigger | None) -> _Found:
    """Return the place of what the words beside a figure leave without one."""
    if event is None and noun.unit_class not in _PLACED:
        return None, None, False
    span = _named_beside(context, noun)
    if span is not None and event is not None and is_goal_of_the_harmed(context.around, event, span):
        return None, None, False
    if span is not None and not span.is_source:
        return span.place, (span.first, span.last), False
    pointed = kind_pointed_at(context.sentence, context.around.words)
    if pointed is not None:
        place = _of_kind(context, *pointed)
    elif span is not None:
        return span.place, (span.first, span.last), False
    else:
        is_told = event is not None and event.is_harm and not is_toll(context)
        place = context.discourse.staged_place(context.number, context.around) if is_told else None
    return place, None, place is not None


def _is_of_the_sick(context: FigureContext) -> bool:
    """Tell "Bulgaria has 33 patients", whom states count like cases."""
    unit = context.unit
    return unit.implied == "infected" or (
        unit.head is not None and _noun_at(context, unit.head) in context.words.patients
    )


def _noun_at(context: FigureContext, at: int) -> str:
    return singular(context.sentence.lowers[at], context.words.units)


def _named_beside(context: FigureContext, noun: Noun) -> PlaceSpan | None:
    """Return the place of the sentence that a figure without its own is at, or that counts it."""
    sentence, places, words = context.sentence, context.around.places, context.around.words
    span = host_of(sentence, places, words, context.first) or scene_before(sentence, places, words, context.first)
    span = span or scene_of(sentence, places, words, context.last) or scene_after(sentence, places, words, context.last)
    if span is not None or not (noun.unit_class in _COUNTED_BY_STATES or _is_of_the_sick(context)):
        return span
    inside = (one for one in places if context.first <= one.first < context.last and one.role != "adjective")
    span = next(inside, None) or subject_of(sentence, places, words, context.first)
    return span or reported_from(sentence, places, words)


def _of_kind(context: FigureContext, at: int, kind: str) -> Place | None:
    """Return the place that "the town" at token `at` stands for."""
    named = (one for one in reversed(context.around.places) if one.last <= at)
    here = next((one for one in named if kind_of(context.sentence, one, context.around.words) == kind), None)
    return here.place if here is not None else context.discourse.kind_named(context.number, kind)
