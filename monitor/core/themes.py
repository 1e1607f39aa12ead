"""What a named place says: the people and troops of its sentence, what happens to them there, and whose they are.

Serves place mentions; quantities look for their own place in `placement`. Where arms are sent is said by quantities
alone: the place of a place mention is where people are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.core.counting.actors import actor_of
from monitor.core.counting.anaphora import Antecedents
from monitor.core.counting.attachment import SentenceContext, event_of
from monitor.core.counting.locations import is_context, is_of_house, is_scene, may_hold_event
from monitor.core.counting.place_attachment import place_cost
from monitor.core.counting.prepositions import preposition_of
from monitor.core.counting.quantities import Quantity
from monitor.core.counting.units import compile_units, is_plural, singular
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import CueKind, compile_event_words
from monitor.core.syntax.events import EventTrigger
from monitor.model import Place

_CLASSES = frozenset(("soldier", "military_unit", "person"))
_COUNTED = _CLASSES | {"casualty", "group", None}
_NOUN_PHRASE = 4  # tokens back from a noun to the nation that it is said to be of
_LIST_GAP = 3  # tokens between two places of one list: ", and"


@dataclass(frozen=True, slots=True)
class Theme:
    """A thing that an event happens to: tokens [first, last), its class, its event, its owner; `is_inherited`: an
    earlier sentence names the owner.
    """

    first: int
    last: int
    unit_class: str | None
    event: EventTrigger
    actor: str | None
    is_inherited: bool = False
    place: Place | None = None  # where its figure is


@dataclass(frozen=True, slots=True, order=True)
class _Thing:
    """People or troops at tokens [first, last), counted or not; `start`: where their noun phrase begins."""

    first: int
    last: int
    start: int
    unit_class: str | None = field(compare=False)
    quantity: Quantity | None = field(default=None, compare=False)


@lru_cache(maxsize=8)
def _theme_nouns(language: Language) -> Mapping[str, str]:
    """Return the plural nouns, and singular military ones, that can be a theme without a number."""
    units = compile_units(language)
    force = frozenset(language.tables["units"]["military"]["bare"])
    forms = {
        form: name
        for form, name in units.forms.items()
        if name in _CLASSES and (name != "person" or form in units.irregular or is_plural(form, units))
    }
    return forms | dict.fromkeys(force, "soldier")


def find_themes(
    sentence: Sentence,
    number: int,
    around: SentenceContext,
    quantities: Sequence[Quantity],
    memory: Antecedents,
    language: Language,
) -> tuple[Theme, ...]:
    """Return the things of sentence `number` that something happens to, counted or not; `memory` knows what the
    sentences before it spoke of.
    """
    if not around.events.events or not any(map(may_hold_event, around.places)):
        return ()
    themes: list[Theme] = []
    things = _things(sentence, around, quantities, language)
    ordered = sorted(things)
    links = compile_event_words(language).joins | compile_event_words(language).commas
    for thing in things:
        event = event_of(
            sentence, around.events, thing.first, thing.last, unit_class=thing.unit_class, language=language
        )
        if event is not None and not _is_passed_over(sentence, thing, event, ordered, links):
            themes.append(_theme(sentence, number, around, thing, event, memory))
    return tuple(themes + _named_events(sentence, number, around, things, themes, memory))


def _is_passed_over(
    sentence: Sentence, thing: _Thing, event: EventTrigger, ordered: Sequence[_Thing], links: frozenset[str]
) -> bool:
    """Tell that a verb has a nearer subject: "officials in Lima said nine people were hurt" hurts no official."""
    if thing.quantity is not None or event.first < thing.last:
        return False
    for other in ordered[bisect_right(ordered, thing) :]:
        if other.last > event.first:
            return False
        if thing.last < other.start and not links.issuperset(sentence.lowers[thing.last : other.start]):
            return True
    return False


def _theme(
    sentence: Sentence, number: int, around: SentenceContext, thing: _Thing, event: EventTrigger, memory: Antecedents
) -> Theme:
    actor: str | None
    quantity = thing.quantity
    place = quantity.place if quantity is not None and "place" not in quantity.inherited else None
    if quantity is not None and quantity.actor is not None:
        actor, is_inherited = quantity.actor, "actor" in quantity.inherited
    else:
        said = actor_of(sentence, around, event, thing.start, thing.last, thing.first)[0]
        actor = said or memory.actor(number, thing.unit_class)
        is_inherited = said is None and actor is not None
    return Theme(thing.first, thing.last, thing.unit_class, event, actor, is_inherited, place)


def _named_events(
    sentence: Sentence,
    number: int,
    around: SentenceContext,
    things: Sequence[_Thing],
    themes: Sequence[Theme],
    memory: Antecedents,
) -> list[Theme]:
    """Return events that a noun names ("preparing for deployment to"), of the things named last before them."""
    taken = {theme.event for theme in themes}
    found: list[Theme] = []
    for event in around.events.events:
        before = [thing for thing in things if thing.last <= event.first]
        if event.kind is not CueKind.NOUN or event in taken or not before:
            continue
        thing = max(before)
        actor = actor_of(sentence, around, None, thing.start, thing.last, thing.first)[0]
        known = actor or memory.actor(number, thing.unit_class)
        found.append(
            Theme(event.first, event.last, thing.unit_class, event, known, actor is None and known is not None)
        )
    return found


def theme_of(sentence: Sentence, span: PlaceSpan, around: SentenceContext, themes: Sequence[Theme]) -> Theme | None:
    """Return what happens at a place, or None: the nearest theme by path weight, else, of a place that opens the
    sentence, the one whose figure is there.
    """
    preposition = _preposition_of_scene(sentence, span, around)
    if preposition is None:
        return None
    costs = [
        (cost, order)
        for order, theme in enumerate(themes)
        if _happens_outside(theme, span)
        and (cost := place_cost(sentence, around, theme.event, theme.first, theme.last, span, preposition)) is not None
    ]
    chosen = themes[min(costs)[1]] if costs else None
    if chosen is None and preposition == 0:
        chosen = next((theme for theme in themes if _is_there(theme, span)), None)
    return None if chosen is not None and _is_ruled_out(around, chosen, preposition) else chosen


def _preposition_of_scene(sentence: Sentence, span: PlaceSpan, around: SentenceContext) -> int | None:
    """Return the token of the preposition of a place where things can happen; `None` where it only places another or
    those who speak.
    """
    if not may_hold_event(span) or (span.is_source and _has_scene(sentence, around)):
        return None
    if span.relation is not None and is_context(sentence, span, around.places):
        return None
    preposition = preposition_of(sentence, span, around.words)
    if preposition is not None and span.is_source and sentence.lowers[preposition] in around.words.towards:
        return None  # "a spokesman for the port said"
    if preposition is not None and is_of_house(sentence, span, preposition, around.words):
        return None  # "a spokesman for a hospital in Lodi said"
    return preposition


def _happens_outside(theme: Theme, span: PlaceSpan) -> bool:
    """Tell whether a theme is real, and the place no part of its own words."""
    return not (theme.event.negated or theme.event.is_unreal or theme.first <= span.first < theme.last)


def _is_there(theme: Theme, span: PlaceSpan) -> bool:
    """Tell that the figure of a theme has the place as its own: "In X a landslide buried a farm, killing one man"."""
    is_real = not theme.event.negated and not theme.event.is_unreal
    return is_real and theme.place is not None and theme.place.id == span.place.id


def _has_scene(sentence: Sentence, around: SentenceContext) -> bool:
    """Tell that a sentence names a scene besides where those are who speak."""
    return any(not one.is_source and is_scene(sentence, one, around.places, around.words, 0) for one in around.places)


def _is_ruled_out(around: SentenceContext, theme: Theme, preposition: int) -> bool:
    """Tell that between an event and a place something else did not happen: "training soldiers, but have not moved them
    to".
    """
    end = max(theme.last, theme.event.last)
    return any(event.negated and end <= event.first < preposition for event in around.events.events)


def continues_list(sentence: Sentence, before: PlaceSpan, span: PlaceSpan, language: Language) -> bool:
    """Tell that two places belong to one list: "in Aden, Taiz and Marib"."""
    gap, events = sentence.lowers[before.last : span.first], compile_event_words(language)
    links = events.joins | events.commas | events.articles | {"&"}
    return 0 < len(gap) <= _LIST_GAP and links.issuperset(gap) and before.role == span.role


def _phrase_start(sentence: Sentence, around: SentenceContext, starts: Mapping[int, int], noun: int) -> int:
    """Return where the noun phrase of a bare noun begins: at a nation shortly before it, unless that one owns something
    in between.
    """
    cues = {event.first for event in around.events.events}
    for k in range(noun, max(-1, noun - _NOUN_PHRASE), -1):
        if k < noun and (k in cues or sentence.lowers[k] in around.words.carriers):
            break
        if k in starts:
            return starts[k]
    return noun


def _things(
    sentence: Sentence, around: SentenceContext, quantities: Sequence[Quantity], language: Language
) -> list[_Thing]:
    forms = _theme_nouns(language)
    things = [
        _Thing(quantity.first, quantity.last, quantity.first, quantity.unit_class, quantity)
        for quantity in quantities
        if quantity.aspect is not None and quantity.unit_class in _COUNTED
    ]
    taken = {i for thing in things for i in range(thing.first, thing.last)}
    starts = {span.last: span.first for span, _ in around.nations}
    for i, word in enumerate(sentence.lowers):
        if i in taken or word not in forms:
            continue
        things.append(_Thing(i, i + 1, _phrase_start(sentence, around, starts, i), forms[word]))
    units = compile_units(language)
    for span, _ in around.nations:
        if span.role != "adjective" or span.first in taken:
            continue
        word = sentence.lowers[span.last - 1]
        if is_plural(word, units) and singular(word, units) != word:
            things.append(_Thing(span.first, span.last, span.first, "person"))
    return things
