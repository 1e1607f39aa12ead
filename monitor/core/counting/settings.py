"""Whose the thing is that a figure counts, and where: said in its sentence, or carried from what was said before."""

from __future__ import annotations

from monitor.core.counting.actors import actor_of
from monitor.core.counting.announcements import is_toll
from monitor.core.counting.happenings import shares_event
from monitor.core.counting.lists import fronted_place, is_member, member_place
from monitor.core.counting.nouns import Noun
from monitor.core.counting.placement import is_goal_of_the_harmed, place_of
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.scenes import Scene
from monitor.core.counting.totals import total_place
from monitor.core.counting.units import singular
from monitor.core.counting.whereabouts import (
    host_of,
    kind_of,
    kind_pointed_at,
    reported_from,
    scene_after,
    scene_before,
    scene_of,
    subject_of,
)
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
class Setting:
    """Whose it is and where, with the token spans that say so."""

    actor: str | None = None
    place: Place | None = None
    spans: tuple[tuple[str, tuple[int, int] | None], ...] = ()
    inherited: tuple[str, ...] = ()


def read_setting(scene: Scene, noun: Noun, event: EventTrigger | None) -> Setting:
    """Return whose the thing is and where, from its sentence or from what was said before."""
    actor, actor_span = actor_of(scene.sentence, scene.around, event, scene.figure.last, scene.last, scene.first)
    is_known = actor is None and (actor := _known_actor(scene, noun)) is not None
    if event is None and (previous := _sharing(scene)) is not None:
        actor, place, place_span, is_carried = actor or previous.actor, previous.place, None, True
    else:
        place, place_span, is_carried = _place(scene, noun, event, actor)
    inherited = tuple(slot for slot, is_taken in (("actor", is_known), ("place", is_carried)) if is_taken)
    return Setting(actor, place, (("actor", actor_span), ("place", place_span)), inherited)


def _known_actor(scene: Scene, noun: Noun) -> str | None:
    """Return whose a thing is by what was said of it before."""
    if noun.unit_class is None:
        return None
    said = noun.antecedent.actor if noun.antecedent is not None else None
    return said or scene.memory.actor(scene.number, noun.unit_class)


def _sharing(scene: Scene) -> Quantity | None:
    """Return the figure before this one where both are of one event, and it has a place."""
    previous = scene.previous
    return previous if previous is not None and previous.place is not None and shares_event(scene) else None


def _place(scene: Scene, noun: Noun, event: EventTrigger | None, actor: str | None) -> _Found:
    if is_member(scene):
        return *member_place(scene), False
    if (beside := total_place(scene)) is not None:
        return beside.place, (beside.first, beside.last), False
    place, span = place_of(scene.sentence, scene.around, event, scene.first, scene.last, scene.words.language)
    if event is not None:
        carried = fronted_place(scene) if place is None else None
        is_far = span is None or span[0] > max(scene.last, event.last) + _POINTED
        if carried is None and is_far:
            carried = _pointed_place(scene, noun, event, actor, is_open=place is None)
        if carried is not None:
            return carried, None, True
    return _whereabouts(scene, noun, event) if place is None else (place, span, False)


def _pointed_place(scene: Scene, noun: Noun, event: EventTrigger, actor: str | None, *, is_open: bool) -> Place | None:
    """Return the place that "there" or "on their land" points to, or, where none is named, the goal of a movement."""
    memory = scene.memory
    pointed = memory.pointed_place(scene.number, scene.sentence, scene.around, event, scene.last, actor)
    return memory.goal(scene.number, noun.unit_class, event) if pointed is None and is_open else pointed


def _whereabouts(scene: Scene, noun: Noun, event: EventTrigger | None) -> _Found:
    """Return the place of what the words beside a figure leave without one."""
    if event is None and noun.unit_class not in _PLACED:
        return None, None, False
    span = _named_beside(scene, noun)
    if span is not None and event is not None and is_goal_of_the_harmed(scene.around, event, span):
        return None, None, False
    if span is not None and not span.is_source:
        return span.place, (span.first, span.last), False
    pointed = kind_pointed_at(scene.sentence, scene.around.words)
    if pointed is not None:
        place = _of_kind(scene, *pointed)
    elif span is not None:
        return span.place, (span.first, span.last), False
    else:
        is_told = event is not None and event.is_harm and not is_toll(scene)
        place = scene.memory.scene(scene.number, scene.around) if is_told else None
    return place, None, place is not None


def _is_of_the_sick(scene: Scene) -> bool:
    """Tell "Bulgaria has 33 patients", whom states count like cases."""
    unit = scene.unit
    return unit.implied == "infected" or (unit.head is not None and _noun_at(scene, unit.head) in scene.words.patients)


def _noun_at(scene: Scene, at: int) -> str:
    return singular(scene.sentence.lowers[at], scene.words.units)


def _named_beside(scene: Scene, noun: Noun) -> PlaceSpan | None:
    """Return the place of the sentence that a figure without its own is at, or that counts it."""
    sentence, places, words = scene.sentence, scene.around.places, scene.around.words
    span = host_of(sentence, places, words, scene.first) or scene_before(sentence, places, words, scene.first)
    span = span or scene_of(sentence, places, words, scene.last) or scene_after(sentence, places, words, scene.last)
    if span is not None or not (noun.unit_class in _COUNTED_BY_STATES or _is_of_the_sick(scene)):
        return span
    inside = (one for one in places if scene.first <= one.first < scene.last and one.role != "adjective")
    span = next(inside, None) or subject_of(sentence, places, words, scene.first)
    return span or reported_from(sentence, places, words)


def _of_kind(scene: Scene, at: int, kind: str) -> Place | None:
    """Return the place that "the town" at token `at` stands for."""
    named = (one for one in reversed(scene.around.places) if one.last <= at)
    here = next((one for one in named if kind_of(scene.sentence, one, scene.around.words) == kind), None)
    return here.place if here is not None else scene.memory.kind_named(scene.number, kind)
