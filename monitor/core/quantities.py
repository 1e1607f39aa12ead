"""Quantities: a number with its modifier, what it counts, whose it is, what happens to it and where.

The parts come from `numbers`, `labels`, `modifiers`, `counted`, `events` and `attachment`; here they meet, and here a figure
without a noun ("at least 2,600 would be sent") takes unit and owner from `anaphora`, each inherited slot marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.anaphora import FAMILIES, Memory
from monitor.core.attachment import Surroundings, actor_of, event_of, place_of
from monitor.core.counted import read_unit
from monitor.core.event_words import CueKind, Events, compile_events
from monitor.core.events import Event
from monitor.core.labels import Labels, compile_labels, label_of
from monitor.core.lexicon import Language
from monitor.core.modifiers import Bound, Modifiers, bound_of, bounds, compile_modifiers
from monitor.core.numbers import find_figures
from monitor.core.numerals import Figure, Form
from monitor.core.paths import distance
from monitor.core.text import Sentence
from monitor.core.units import Unit, Units, compile_units
from monitor.model import Modality, Modifier, Place, Reason

_CHAINING = frozenset(("date", "year", "age", "label"))  # a label that a list goes on with: "8 and 13 May"
_MOVED = frozenset(("sent", "transported", "deployed"))  # said of arms these mean that they were supplied
_PEOPLE = frozenset(("person", "soldier", "casualty", "group"))
_FIGURE_REACH = 9  # tokens back to "the figure", "the toll"
_MODAL_REACH = 6
_ADJACENT = 3.0  # path weight up to which a bare number is the subject or object of an event
_POINTED = 4  # tokens by which "on their land" must come before a named place


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of the text; token span [first, last) of sentence number `sentence`. Field meanings as in model.Mention.

    `points_back`: the sentence goes on with the one before ("of these troops"), so its speaker may be that one's.
    """

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
    points_back: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    language: Language
    labels: Labels
    modifiers: Modifiers
    units: Units
    events: Events
    figure_nouns: frozenset[str]
    toll_nouns: frozenset[str]
    death_nouns: frozenset[str]
    list_links: frozenset[str]
    including: frozenset[str]
    singular_verbs: frozenset[str]


@lru_cache(maxsize=8)
def _compile(language: Language) -> _Words:
    table: Mapping[str, Any] = language.tables["units"]["elliptical"]
    parts = (compile_labels(language), compile_modifiers(language), compile_units(language), compile_events(language))
    names = ("figure_nouns", "toll_nouns", "death_nouns", "list_links", "including", "singular_verbs")
    return _Words(language, *parts, *(frozenset(table[name]) for name in names))


@dataclass(frozen=True, slots=True)
class _Scene:
    """A figure in its sentence: what every question about it needs. [first, last) holds modifier, number and noun."""

    number: int
    sentence: Sentence
    around: Surroundings
    words: _Words
    memory: Memory
    figure: Figure
    unit: Unit
    bound: Bound
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Noun:
    """What is counted; `antecedent` is the earlier quantity that it was taken from."""

    text: str | None
    unit_class: str | None
    antecedent: Quantity | None = None
    inherited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Happening:
    """What is said to happen to it."""

    event: Event | None = None
    aspect: str | None = None
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    inherited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Setting:
    """Whose it is and where, with the token spans that say so."""

    actor: str | None = None
    place: Place | None = None
    spans: tuple[tuple[str, tuple[int, int] | None], ...] = ()
    inherited: tuple[str, ...] = ()


def find_quantities(sentences: Sequence[Sentence], surroundings: Sequence[Surroundings], language: Language) -> tuple[Quantity, ...]:
    """Return the quantities of `sentences`, in order. `surroundings[i]` holds events and places of `sentences[i]`."""
    words = _compile(language)
    memory = Memory(tells_of_death=any(not words.events.deaths.isdisjoint(sentence.lowers) for sentence in sentences))
    found: list[Quantity] = []
    for number, (sentence, around) in enumerate(zip(sentences, surroundings, strict=True)):
        label: str | None = None
        previous: Quantity | None = None
        for figure in find_figures(sentence, language):
            unit = read_unit(sentence, figure, words.units)
            is_listed = label in _CHAINING and figure.first > 0 and sentence.lowers[figure.first - 1] in words.list_links
            label = label_of(sentence, figure, words.labels, has_noun=unit.text is not None, previous=label if is_listed else None)
            if label is not None or _is_description(figure, unit) or _is_generic_one(sentence, figure, unit, words.units):
                continue
            previous = _quantity(number, sentence, around, words, memory, figure, unit, previous)
            found.append(previous)
            memory.remember(previous)
        memory.remember_sentence(number, sentence, around, words.units)
    return tuple(found)


def _is_description(figure: Figure, unit: Unit) -> bool:
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
    number: int, sentence: Sentence, around: Surroundings, words: _Words, memory: Memory, figure: Figure, unit: Unit, previous: Quantity | None
) -> Quantity:
    bound = bound_of(sentence, figure, unit.last, words.modifiers)
    scene = _Scene(number, sentence, around, words, memory, figure, unit, bound, bound.first, max(figure.last, unit.last, bound.last))
    if unit.is_measure or unit.is_attributive:
        return _put_together(scene, _Noun(unit.text, unit.unit_class), _Happening(), _Setting())
    is_toll = unit.text is None and _is_toll(scene)
    event = _toll(scene) if is_toll else None if _is_set_apart(scene, previous) else _event(scene)
    noun = _noun(scene, event, is_toll=is_toll)
    return _put_together(scene, noun, _happening(scene, noun, event, previous, is_toll=is_toll), _setting(scene, noun, event))


def _put_together(scene: _Scene, noun: _Noun, happening: _Happening, setting: _Setting) -> Quantity:
    low, high = bounds(scene.figure, scene.bound.modifier)
    inherited = noun.inherited + happening.inherited + setting.inherited
    return Quantity(
        sentence=scene.number,
        first=scene.first,
        last=scene.last,
        low=low,
        high=high,
        modifier=scene.bound.modifier,
        unit=noun.text,
        unit_class=noun.unit_class,
        per=scene.unit.per,
        part_of=scene.unit.is_part,
        is_increment=scene.bound.is_increment or scene.unit.is_increment,
        actor=setting.actor,
        aspect=happening.aspect,
        modality=happening.modality,
        negated=happening.negated,
        place=setting.place,
        inherited=inherited,
        points_back=scene.unit.points_back,
        reasons=_reasons(scene, happening.event, setting.spans, inherited),
    )


def _event(scene: _Scene) -> Event | None:
    unit_class = None if scene.unit.text is None else scene.unit.unit_class or "other"
    return event_of(scene.sentence, scene.around.events, scene.first, scene.last, unit_class=unit_class, language=scene.words.language)


def _toll(scene: _Scene) -> Event | None:
    """Return the toll itself as an event: its place is where the people died."""
    before = [event for event in scene.around.events.events if event.kind is CueKind.NOUN and event.last <= scene.first and event.is_harm]
    return before[-1] if before else None


def _is_set_apart(scene: _Scene, previous: Quantity | None) -> bool:
    """Tell "the father of two children was shot", which happens to the father, "200 of the 900 left" and "Of the 900, 200 left",
    which do not happen to the whole, and "who was 16, died", an age.
    """
    if previous is not None and previous.part_of and previous.last > scene.first:
        return True
    lowers, first = scene.sentence.lowers, scene.first
    while first > 1 and lowers[first - 1] in scene.words.events.articles:
        first -= 1
    if first == 1 and lowers[0] in scene.words.units.of:
        return True
    if first > 1 and lowers[first - 1] in scene.words.units.of and lowers[first - 2] in scene.words.events.rivals:
        return True
    return scene.unit.text is None and scene.figure.first > 0 and lowers[scene.figure.first - 1] in scene.words.singular_verbs


# ---- the counted noun, where the sentence leaves it out


def _noun(scene: _Scene, event: Event | None, *, is_toll: bool) -> _Noun:
    unit = scene.unit
    if unit.text is not None:
        return _Noun(unit.text, unit.unit_class)
    if is_toll:
        return _Noun(None, "person")
    if not _is_elliptical(scene, event):
        return _Noun(None, unit.unit_class)
    antecedent = scene.memory.antecedent(scene.number)
    is_harm = event is not None and event.is_harm
    if antecedent is not None and not (is_harm and antecedent.unit_class not in _PEOPLE):
        return _Noun(antecedent.unit, antecedent.unit_class, antecedent, ("unit",))
    return _Noun(None, "person" if is_harm else None)


def _is_elliptical(scene: _Scene, event: Event | None) -> bool:
    if scene.unit.is_part or _stands_before(scene, scene.words.figure_nouns):
        return True
    if event is None or scene.figure.form is Form.FRACTION:
        return False
    start, stop = (scene.figure.last, event.first) if event.first >= scene.figure.last else (event.last, scene.figure.first)
    return distance(scene.around.events.weights, start, stop) <= _ADJACENT


def _is_toll(scene: _Scene) -> bool:
    """Tell "the toll rose to 41" and "the number of deaths rose to 41"."""
    words = scene.words
    return _stands_before(scene, words.toll_nouns) or (_stands_before(scene, words.death_nouns) and _stands_before(scene, words.figure_nouns))


def _stands_before(scene: _Scene, nouns: frozenset[str]) -> bool:
    """Tell that one of `nouns` stands before the figure with no other number between."""
    first = scene.figure.first
    for k in range(first - 1, max(-1, first - _FIGURE_REACH), -1):
        word = scene.sentence.lowers[k]
        if word in nouns:
            return True
        if word[0].isdecimal() or word in (";", ".", ":"):
            return False
    return False


# ---- what happens


def _happening(scene: _Scene, noun: _Noun, event: Event | None, previous: Quantity | None, *, is_toll: bool) -> _Happening:
    aspect, modality, negated = _aspect(scene, event, previous, noun.antecedent, is_toll=is_toll)
    inherited = ("aspect",) if noun.antecedent is not None and event is None and aspect is not None else ()
    if aspect in _MOVED and FAMILIES.get(noun.unit_class or "") == "arms":
        aspect = "supplied"
    if aspect == "shot":
        aspect = "killed_or_injured" if scene.memory.tells_of_death else "injured"
    if modality is Modality.ACTUAL and event is not None and event.first >= scene.last:
        modality = _shared_modality(scene)
    if negated or not scene.words.events.no_one_of.isdisjoint(scene.sentence.lowers[max(0, scene.first - 4) : scene.first]):
        return _Happening(event, None, modality, negated=aspect is not None, inherited=inherited)  # what did not happen is no aspect
    return _Happening(event, aspect, modality, inherited=inherited)


def _aspect(scene: _Scene, event: Event | None, previous: Quantity | None, antecedent: Quantity | None, *, is_toll: bool) -> tuple[str | None, Modality, bool]:
    if scene.unit.implied is not None:
        return scene.unit.implied, event.modality if event else Modality.ACTUAL, bool(event and event.negated)
    if is_toll:
        return "killed", _modality_before(scene), False
    if event is not None:
        return event.aspect, event.modality, event.negated
    is_included = not scene.words.including.isdisjoint(scene.sentence.lowers[max(0, scene.figure.first - 3) : scene.figure.first])
    if previous is not None and previous.aspect is not None and is_included:
        return previous.aspect, previous.modality, previous.negated  # "12 people, including three children"
    if antecedent is not None:
        return antecedent.aspect, _modality_before(scene), False
    return None, Modality.ACTUAL, False


def _modality_before(scene: _Scene) -> Modality:
    first, events = scene.figure.first, scene.words.events
    for k in range(first - 1, max(-1, first - 1 - _MODAL_REACH), -1):
        word = scene.sentence.lowers[k]
        if word in events.possible:
            return Modality.POSSIBLE
        if word in events.modals:
            return Modality.PLANNED
    return Modality.ACTUAL


def _shared_modality(scene: _Scene) -> Modality:
    """Read the auxiliary right after a subject, which its later verbs share: "will assist and fight"."""
    events = scene.words.events
    for word in scene.sentence.lowers[scene.last : scene.last + 2]:
        if word in events.modals:
            return Modality.POSSIBLE if word in events.possible else Modality.PLANNED
    return Modality.ACTUAL


# ---- whose, and where


def _setting(scene: _Scene, noun: _Noun, event: Event | None) -> _Setting:
    sentence, around, memory = scene.sentence, scene.around, scene.memory
    inherited: tuple[str, ...] = ()
    actor, actor_span = actor_of(sentence, around, event, scene.figure.last, scene.last, scene.first)
    if actor is None and noun.unit_class is not None:
        actor = noun.antecedent.actor if noun.antecedent is not None and noun.antecedent.actor else memory.actor(scene.number, noun.unit_class)
        inherited = ("actor",) if actor is not None else ()
    place, place_span = place_of(sentence, around, event, scene.first, scene.last)
    if event is not None and (place_span is None or place_span[0] > max(scene.last, event.last) + _POINTED):
        pointed = memory.pointed_place(scene.number, sentence, around, event, scene.last, actor)
        if pointed is None and place is None:
            pointed = memory.goal(scene.number, noun.unit_class, event)
        if pointed is not None:
            place, place_span, inherited = pointed, None, (*inherited, "place")
    return _Setting(actor, place, (("actor", actor_span), ("place", place_span)), inherited)


def _reasons(scene: _Scene, event: Event | None, spans: tuple[tuple[str, tuple[int, int] | None], ...], inherited: tuple[str, ...]) -> tuple[Reason, ...]:
    unit, figure, sentence = scene.unit, scene.figure, scene.sentence
    said: list[tuple[str, str, tuple[int, int] | None]] = [
        ("value", figure.form.value, (figure.first, figure.last)),
        ("modifier", scene.bound.modifier.value, scene.bound.cue),
    ]
    if unit.head is not None:
        said.append(("unit", "measure" if unit.is_measure else "counted noun", (unit.head, unit.head + 1)))
    if unit.implied is not None and unit.head is not None:
        said.append(("aspect", "said by the noun", (unit.head, unit.head + 1)))
    elif event is not None:
        said.append(("aspect", f"{event.kind.value} cue", (event.first, event.last)))
    said += [(slot, "named", span) for slot, span in spans]
    named = tuple(Reason(slot, rule, sentence.starts[span[0]], sentence.ends[span[1] - 1]) for slot, rule, span in said if span is not None)
    return named + tuple(Reason(slot, "inherited") for slot in inherited)
