"""What a named place says: the people and troops of its sentence, what happens to them there, and whose they are.

Serves place mentions; quantities look for their own place in `attachment`. Where arms are sent is said by quantities alone:
the place of a place mention is where people are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.attachment import Surroundings, actor_of, event_of, may_hold_event, place_cost, preposition_of
from monitor.core.event_words import CueKind
from monitor.core.events import Event
from monitor.core.lexicon import Language
from monitor.core.places import PlaceSpan
from monitor.core.quantities import Quantity
from monitor.core.text import Sentence
from monitor.core.units import compile_units, is_plural, singular

_CLASSES = frozenset(("soldier", "military_unit", "person"))
_COUNTED = _CLASSES | {"casualty", "group", None}
_Thing = tuple[int, int, str | None, int]  # token span, class, and where the noun phrase begins
_LIST_GAP = 3  # tokens between two places of one list: ", and"


@dataclass(frozen=True, slots=True)
class Theme:
    """A thing that an event happens to: tokens [first, last), its class, its event, its owner."""

    first: int
    last: int
    unit_class: str | None
    event: Event
    actor: str | None


@lru_cache(maxsize=8)
def _theme_nouns(language: Language) -> Mapping[str, str]:
    """Return the plural nouns, and singular military ones, that can be a theme without a number."""
    units = compile_units(language)
    forms: dict[str, str] = {}
    for noun, name in units.classes.items():
        if name not in _CLASSES:
            continue
        plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "es" if noun.endswith(("s", "x", "ch", "sh")) else noun + "s"
        forms[plural] = name
        if name in ("soldier", "military_unit") or noun in units.irregular:
            forms[noun] = name
    for plural, noun in units.irregular.items():
        if units.classes.get(noun) in _CLASSES:
            forms[plural] = units.classes[noun]
    return forms | dict.fromkeys(("forces", "unit", "units"), "soldier")


def find_themes(sentence: Sentence, around: Surroundings, quantities: Sequence[Quantity], language: Language) -> tuple[Theme, ...]:
    """Return the things of a sentence that something happens to, counted or not."""
    if not around.events.events or not any(map(may_hold_event, around.places)):
        return ()
    themes: list[Theme] = []
    things = _things(sentence, around, quantities, language)
    for first, last, unit_class, start in things:
        event = event_of(sentence, around.events, first, last, unit_class=unit_class, language=language)
        if event is not None:
            themes.append(Theme(first, last, unit_class, event, actor_of(sentence, around, event, start, last, first)[0]))
    return tuple(themes + _named_events(sentence, around, things, themes))


def _named_events(sentence: Sentence, around: Surroundings, things: Sequence[_Thing], themes: Sequence[Theme]) -> list[Theme]:
    """Return events that a noun names ("preparing for deployment to"), of the things named last before them."""
    taken = {theme.event for theme in themes}
    found: list[Theme] = []
    for event in around.events.events:
        before = [thing for thing in things if thing[1] <= event.first]
        if event.kind is not CueKind.NOUN or event in taken or not before:
            continue
        first, last, unit_class, start = max(before)
        found.append(Theme(event.first, event.last, unit_class, event, actor_of(sentence, around, None, start, last, first)[0]))
    return found


def theme_of(sentence: Sentence, span: PlaceSpan, around: Surroundings, themes: Sequence[Theme]) -> Theme | None:
    """Return what happens at a place, or None; the nearest theme by path weight."""
    if not may_hold_event(span):
        return None
    preposition = preposition_of(sentence, span, around.words)
    if preposition is None:
        return None
    best: tuple[float, int] | None = None
    chosen: Theme | None = None
    for order, theme in enumerate(themes):
        if theme.event.negated or theme.event.is_conditional or theme.first <= span.first < theme.last:
            continue
        cost = place_cost(sentence, around, theme.event, theme.first, theme.last, span, preposition)
        if cost is not None and (best is None or (cost, order) < best):
            best, chosen = (cost, order), theme
    return chosen


def continues_list(sentence: Sentence, before: PlaceSpan, span: PlaceSpan) -> bool:
    """Tell that two places belong to one list: "in Aden, Taiz and Marib"."""
    gap = sentence.lowers[before.last : span.first]
    return 0 < len(gap) <= _LIST_GAP and all(word in (",", "and", "or", "the", "&") for word in gap) and before.role == span.role


def _things(sentence: Sentence, around: Surroundings, quantities: Sequence[Quantity], language: Language) -> list[_Thing]:
    forms = _theme_nouns(language)
    things = [
        (quantity.first, quantity.last, quantity.unit_class, quantity.first)
        for quantity in quantities
        if quantity.aspect is not None and quantity.unit_class in _COUNTED
    ]
    taken = {i for first, last, _, _ in things for i in range(first, last)}
    starts = {span.last: span.first for span, _ in around.nations}
    for i, word in enumerate(sentence.lowers):
        if i in taken or word not in forms:
            continue
        first = next((starts[k] for k in range(i, max(-1, i - 4), -1) if k in starts), i)
        things.append((i, i + 1, forms[word], first))
    units = compile_units(language)
    for span, _ in around.nations:
        if span.role != "adjective" or span.first in taken:
            continue
        word = sentence.lowers[span.last - 1]
        if is_plural(word, units) and singular(word, units) != word:
            things.append((span.first, span.last, "person", span.first))
    return things
