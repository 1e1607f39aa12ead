"""Quantities: a number with its modifier, what it counts, whose it is, what happens to it and where.

The parts come from `numbers`, `labels`, `modifiers`, `units` and `events`; here they meet, and here a figure without
a noun ("at least 2,600 would be sent") takes unit and actor from the figure before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from monitor.core.attachment import Surroundings, actor_of, place_of
from monitor.core.events import Event, EventReading, compile_events, distance, event_of
from monitor.core.labels import Labels, compile_labels, label_of
from monitor.core.lexicon import Language
from monitor.core.modifiers import Bound, Modifiers, bound_of, bounds, compile_modifiers
from monitor.core.numbers import Figure, Form, find_figures
from monitor.core.text import Sentence
from monitor.core.units import Unit, Units, compile_units, read_unit
from monitor.model import Modality, Modifier, Place, Reason

_FAMILIES = {"soldier": "force", "military_unit": "force", "materiel": "arms", "container": "arms"}
_MOVED = frozenset(("sent", "transported", "deployed"))  # said of arms these mean that they were supplied
_COUNTABLE = frozenset(("person", "soldier", "military_unit", "materiel", "container", "vehicle", "casualty", "group", "job", "building"))
_UNIT_REACH = 4  # sentences back to the noun that an elliptical figure leaves out
_ACTOR_REACH = 8  # sentences back to whose soldiers they are
_FIGURE_REACH = 9  # tokens back to "the figure", "the toll"
_ADJACENT = 3.0
_POINTED = 4


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of the text; token span [first, last) of sentence number `sentence`. Field meanings as in model.Mention."""

    sentence: int
    first: int
    last: int
    low: float | None
    high: float | None
    modifier: Modifier
    unit: str | None
    unit_class: str | None
    per: str | None = None
    part_of: bool = False
    is_increment: bool = False
    actor: str | None = None
    aspect: str | None = None
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    place: Place | None = None
    inherited: tuple[str, ...] = ()
    points_back: bool = False  # "of these troops": the sentence goes on with the one before
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    labels: Labels
    modifiers: Modifiers
    units: Units
    figure_nouns: frozenset[str]
    toll_nouns: frozenset[str]
    death_nouns: frozenset[str]
    possible: frozenset[str]
    planned: frozenset[str]
    through: frozenset[str]
    deaths: frozenset[str]
    modals: frozenset[str]
    rivals: frozenset[str]
    no_one_of: frozenset[str]


@lru_cache(maxsize=8)
def _compile(language: Language) -> _Words:
    table: Mapping[str, Any] = language.tables["units"]["elliptical"]
    events = compile_events(language)
    return _Words(
        compile_labels(language),
        compile_modifiers(language),
        compile_units(language),
        frozenset(table["figure_nouns"]),
        frozenset(table["toll_nouns"]),
        frozenset(table["death_nouns"]),
        events.possible,
        events.planned,
        events.through,
        events.deaths,
        events.modals,
        events.rivals,
        events.no_one_of,
    )


@dataclass(slots=True)
class _Memory:
    """What the text has said so far: the last counted thing, and whose the last soldiers and arms were."""

    tells_of_death: bool
    last: Quantity | None = None
    actors: dict[str, tuple[int, str]] = field(default_factory=dict)
    places: dict[str, tuple[int, Place]] = field(default_factory=dict)
    states: dict[str, Place] = field(default_factory=dict)
    last_place: tuple[int, Place] | None = None


def find_quantities(sentences: Sequence[Sentence], surroundings: Sequence[Surroundings], language: Language) -> tuple[Quantity, ...]:
    """Return the quantities of `sentences`, in order. `surroundings[i]` holds events and places of `sentences[i]`."""
    words = _compile(language)
    memory = _Memory(tells_of_death=any(not words.deaths.isdisjoint(sentence.lowers) for sentence in sentences))
    found: list[Quantity] = []
    for number, (sentence, around) in enumerate(zip(sentences, surroundings, strict=True)):
        figures = find_figures(sentence, language)
        is_after_date = False
        previous: Quantity | None = None
        for figure in figures:
            unit = read_unit(sentence, figure, words.units)
            reason = label_of(sentence, figure, words.labels, has_noun=unit.text is not None, is_after_date=is_after_date and _is_listed(sentence, figure))
            is_after_date = reason in ("date", "year", "age", "label")
            if reason is not None or _is_compound_duration(figure, unit) or _is_generic_one(sentence, figure, unit, words.units):
                continue
            previous = _quantity(number, sentence, figure, unit, around, memory, previous, words, language)
            found.append(previous)
            _remember(memory, previous)
        _remember_actors(memory, number, sentence, around, words)
        _remember_place(memory, number, sentence, around)
    return tuple(found)


def _is_listed(sentence: Sentence, figure: Figure) -> bool:
    return figure.first > 0 and sentence.lowers[figure.first - 1] in ("and", "-", "–", "to", ",", "or", "through", "&", "of")


def _is_compound_duration(figure: Figure, unit: Unit) -> bool:
    """Tell "five-year", "three-bed": words that describe and do not count; ages and measures are kept."""
    return figure.tail is not None and (not unit.is_measure or unit.unit_class == "duration")


def _is_generic_one(sentence: Sentence, figure: Figure, unit: Unit, units: Units) -> bool:
    """Tell the pronoun or article-like "one" ("one of the", "the one that", "one day") from the count."""
    if figure.low != 1.0 or figure.high != 1.0 or figure.is_digits or figure.is_scaled or figure.tail is not None or figure.unit is not None:
        return False
    lowers = sentence.lowers
    before = lowers[figure.first - 1] if figure.first > 0 else ""
    after = lowers[figure.last] if figure.last < len(lowers) else ""
    if before in units.one_before or after in units.one_generic or (unit.is_part and unit.text is not None):
        return True
    return unit.text is not None and unit.unit_class is None and not unit.is_measure


def _quantity(
    number: int,
    sentence: Sentence,
    figure: Figure,
    unit: Unit,
    around: Surroundings,
    memory: _Memory,
    previous: Quantity | None,
    words: _Words,
    language: Language,
) -> Quantity:
    bound = bound_of(sentence, figure, unit.last, words.modifiers)
    low, high = bounds(figure, bound.modifier)
    first, last = bound.first, max(figure.last, unit.last, bound.last)
    is_plain = unit.is_measure or unit.is_attributive
    text, unit_class, inherited = unit.text, unit.unit_class, ()
    event = (
        None
        if is_plain or _belongs_to_someone(sentence, first, words) or (text is None and _is_predicate(sentence, figure))
        else event_of(sentence, around.events, first, last, unit_class=_event_class(unit), language=language)
    )
    antecedent = None
    toll = text is None and (
        _has_before(sentence, figure, words.toll_nouns)
        or (_has_before(sentence, figure, words.death_nouns) and _has_before(sentence, figure, words.figure_nouns))
    )
    if text is None and not is_plain:
        if toll:
            unit_class, event = "person", None
        elif _is_elliptical(sentence, figure, unit, event, around.events, words):
            antecedent = _antecedent(memory, number)
            if antecedent is not None and event is not None and event.is_harm and antecedent.unit_class not in ("person", "soldier", "casualty", "group"):
                antecedent = None
            if antecedent is not None:
                text, unit_class, inherited = antecedent.unit, antecedent.unit_class, ("unit",)
            elif event is not None and event.is_harm:
                unit_class = "person"
    aspect, modality, negated = _aspect(sentence, figure, unit, event, previous, antecedent, toll, words)
    if aspect in _MOVED and _FAMILIES.get(unit_class or "") == "arms":
        aspect = "supplied"
    if modality is Modality.ACTUAL and event is not None and event.first >= last:
        modality = _modality_after(sentence, last, words)
    if aspect == "shot":
        aspect = "killed_or_injured" if memory.tells_of_death else "injured"
    if antecedent is not None and event is None and aspect is not None:
        inherited = (*inherited, "aspect")
    if negated or not words.no_one_of.isdisjoint(sentence.lowers[max(0, first - 4) : first]):
        negated = aspect is not None
        aspect = None  # what did not happen is not said to happen
    actor, actor_span = (None, None) if is_plain else actor_of(sentence, around, event, figure.last, last, first)
    if actor is None and unit_class is not None and not is_plain:
        actor = _inherited_actor(memory, number, unit_class, antecedent)
        inherited = (*inherited, "actor") if actor is not None else inherited
    place, place_span = (None, None) if is_plain else place_of(sentence, around, event, first, last)
    if event is not None and not is_plain and (place is None or place_span[0] > max(last, event.last) + _POINTED):
        pointed = _pointed_place(sentence, around, event, last, actor, memory, number)
        if pointed is not None:
            place, place_span, inherited = pointed, None, (*inherited, "place")
    if place is None and event is not None and not is_plain:
        place = _inherited_place(memory, number, unit_class, event)
        inherited = (*inherited, "place") if place is not None else inherited
    return Quantity(
        number,
        first,
        last,
        low,
        high,
        bound.modifier,
        text,
        unit_class,
        unit.per,
        unit.is_part,
        bound.is_increment or unit.is_increment,
        actor,
        aspect,
        modality,
        negated,
        place,
        inherited,
        unit.points_back,
        _reasons(sentence, figure, bound, unit, event, actor_span, place_span, inherited),
    )


def _is_predicate(sentence: Sentence, figure: Figure) -> bool:
    """Tell "who was 16": a bare number after a singular verb is an age or a name's, and nothing happens to it."""
    return figure.first > 0 and sentence.lowers[figure.first - 1] in ("was", "is")


def _belongs_to_someone(sentence: Sentence, first: int, words: _Words) -> bool:
    """Tell "the father of two children was shot": what happens, happens to the father."""
    return first > 1 and sentence.lowers[first - 1] == "of" and sentence.lowers[first - 2] in words.rivals


def _event_class(unit: Unit) -> str | None:
    return None if unit.text is None else unit.unit_class or "other"


def _aspect(
    sentence: Sentence,
    figure: Figure,
    unit: Unit,
    event: Event | None,
    previous: Quantity | None,
    antecedent: Quantity | None,
    toll: bool,
    words: _Words,
) -> tuple[str | None, Modality, bool]:
    if unit.implied is not None:
        return unit.implied, event.modality if event else Modality.ACTUAL, bool(event and event.negated)
    if toll:
        return "killed", _modality_before(sentence, figure, words), False
    if event is not None:
        return event.aspect, event.modality, event.negated
    if unit.is_measure or unit.is_attributive:
        return None, Modality.ACTUAL, False
    if previous is not None and previous.aspect is not None and _is_included(sentence, figure, words):
        return previous.aspect, previous.modality, previous.negated
    if antecedent is not None:
        return antecedent.aspect, _modality_before(sentence, figure, words), False
    return None, Modality.ACTUAL, False


def _is_included(sentence: Sentence, figure: Figure, words: _Words) -> bool:
    """Tell "12 people, including three children"."""
    return "including" in sentence.lowers[max(0, figure.first - 3) : figure.first]


def _modality_before(sentence: Sentence, figure: Figure, words: _Words) -> Modality:
    for k in range(figure.first - 1, max(-1, figure.first - 7), -1):
        word = sentence.lowers[k]
        if word in words.possible:
            return Modality.POSSIBLE
        if word in words.planned and word != "to":
            return Modality.PLANNED
    return Modality.ACTUAL


def _modality_after(sentence: Sentence, last: int, words: _Words) -> Modality:
    """Read the auxiliary right after a subject, which its later verbs share: "will assist and fight"."""
    for word in sentence.lowers[last : last + 2]:
        if word in words.modals:
            return Modality.POSSIBLE if word in words.possible else Modality.PLANNED
    return Modality.ACTUAL


def _has_before(sentence: Sentence, figure: Figure, nouns: frozenset[str]) -> bool:
    """Tell that one of `nouns` stands before the figure with no other number between."""
    for k in range(figure.first - 1, max(-1, figure.first - _FIGURE_REACH), -1):
        word = sentence.lowers[k]
        if word in nouns:
            return True
        if word[0].isdecimal() or word in (";", ".", ":"):
            return False
    return False


def _is_elliptical(sentence: Sentence, figure: Figure, unit: Unit, event: Event | None, events: EventReading, words: _Words) -> bool:
    if unit.is_part or _has_before(sentence, figure, words.figure_nouns):
        return True
    if event is None or figure.form is Form.FRACTION:
        return False
    near = distance(events, figure.last, event.first) if event.first >= figure.last else distance(events, event.last, figure.first)
    return near <= _ADJACENT


def _antecedent(memory: _Memory, number: int) -> Quantity | None:
    last = memory.last
    return last if last is not None and number - last.sentence <= _UNIT_REACH else None


def _inherited_actor(memory: _Memory, number: int, unit_class: str, antecedent: Quantity | None) -> str | None:
    if antecedent is not None and antecedent.actor is not None:
        return antecedent.actor
    at, actor = memory.actors.get(_FAMILIES.get(unit_class, ""), (-_ACTOR_REACH - 1, None))
    return actor if number - at <= _ACTOR_REACH else None


def _pointed_place(sentence: Sentence, around: Surroundings, event: Event, last: int, actor: str | None, memory: _Memory, number: int) -> Place | None:
    """Return the place that words point to: "on their land", "at these bases"."""
    words, lowers = around.words, sentence.lowers
    for k in range(event.last, min(max(event.last, last) + 6, len(lowers) - 2)):
        if lowers[k] not in words.at and lowers[k] not in words.towards:
            continue
        if lowers[k + 1] in words.possessives and lowers[k + 2] in words.homeland and actor is not None:
            return memory.states.get(actor)
        if lowers[k + 1] in words.demonstratives and not words.sites.isdisjoint(lowers[k + 2 : k + 4]) and memory.last_place is not None:
            at, place = memory.last_place
            return place if number - at <= 1 else None
    return None


def _remember_place(memory: _Memory, number: int, sentence: Sentence, around: Surroundings) -> None:
    """Keep the first place of the last list of places that a sentence names."""
    for before, span in zip((None, *around.places), around.places, strict=False):
        if span.role == "location" and (before is None or before.role != "location" or span.first - before.last > 3):
            memory.last_place = (number, span.place)


def _inherited_place(memory: _Memory, number: int, unit_class: str | None, event: Event) -> Place | None:
    """Return where the last such things went, when the next sentence says that more went without saying where."""
    if unit_class not in _FAMILIES or event.aspect not in ("sent", "supplied", "transported") or not event.is_passive:
        return None
    at, place = memory.places.get(_FAMILIES[unit_class], (-9, None))
    return place if number - at <= 1 else None


def _remember(memory: _Memory, quantity: Quantity) -> None:
    if quantity.unit is not None and quantity.unit_class in _COUNTABLE:
        memory.last = quantity
    family = _FAMILIES.get(quantity.unit_class or "")
    if family is None:
        return
    if quantity.actor is not None:
        memory.actors[family] = (quantity.sentence, quantity.actor)
    if quantity.place is not None and quantity.aspect in ("sent", "supplied", "transported"):
        memory.places[family] = (quantity.sentence, quantity.place)


def _remember_actors(memory: _Memory, number: int, sentence: Sentence, around: Surroundings, words: _Words) -> None:
    """Note whose soldiers or arms a sentence speaks of, figure or not: "North Korean troops"."""
    for span, nation in around.nations:
        memory.states[nation.name] = nation
        for k in range(span.first, min(span.last + 3, len(sentence.lowers))):
            family = _FAMILIES.get(words.units.classes.get(sentence.lowers[k].rstrip("s"), ""))
            if family is not None and k >= span.last:
                memory.actors[family] = (number, nation.name)
                break


def _reasons(
    sentence: Sentence,
    figure: Figure,
    bound: Bound,
    unit: Unit,
    event: Event | None,
    actor_span: tuple[int, int] | None,
    place_span: tuple[int, int] | None,
    inherited: tuple[str, ...],
) -> tuple[Reason, ...]:
    spans = [("value", figure.form.value, (figure.first, figure.last)), ("modifier", bound.modifier.value, bound.cue)]
    if unit.head is not None:
        spans.append(("unit", "measure" if unit.is_measure else "counted noun", (unit.head, unit.head + 1)))
    if event is not None:
        spans.append(("aspect", f"{event.kind.value} cue", (event.first, event.last)))
    elif unit.implied is not None and unit.head is not None:
        spans.append(("aspect", "said by the noun", (unit.head, unit.head + 1)))
    spans += [("actor", "named", actor_span), ("place", "attached", place_span)]
    said = tuple(Reason(slot, rule, sentence.starts[span[0]], sentence.ends[span[1] - 1]) for slot, rule, span in spans if span is not None)
    return said + tuple(Reason(slot, "inherited") for slot in inherited)
