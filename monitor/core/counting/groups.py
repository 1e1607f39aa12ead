"""People whom a sentence counts side by side by sex, age or kin, and who came to the same harm: "two men and a woman
were shot" are three who were shot, "a couple and their two children" four.

What happened to them is told once and has one figure, their sum. Soldiers and civilians, or people of two nations, stay
apart, since they are asked for apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.counting.harm import HARMED
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.units import Units, class_of, compile_units, is_plural, singular
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.events import CueKind, EventTrigger
from monitor.core.syntax.verbs import Verbs, compile_verbs
from monitor.model import Modality, Modifier
from monitor.model.valueclasses import replace

_PHRASE = 6  # tokens from the article to the noun: "a 2-year-old girl"
_SAID_OF = 3  # tokens from a person to the verb of a clause of their own
_PEOPLE = ("person", "casualty")
_OBJECT = 2  # tokens from a verb to its object


@dataclass(frozen=True, slots=True, eq=False)
class _PeopleWords:
    units: Units
    verbs: Verbs
    kinds: frozenset[str]  # people by sex and age
    openers: frozenset[str]
    possessives: frozenset[str]
    pairs: frozenset[str]
    victims: frozenset[str]
    singles: frozenset[str]  # "he and two others"
    selves: frozenset[str]  # "killed two men and himself"
    including: frozenset[str]


@lru_cache(maxsize=8)
def _compile(language: Language) -> _PeopleWords:
    units: Any = language.tables["units"]
    people, victims = language.tables["ledger"]["people"], units["victims"]
    kinds = {noun for name in ("male", "female", "young", "grown") for noun in people[name]}
    return _PeopleWords(
        compile_units(language),
        compile_verbs(language),
        frozenset(kinds | set(victims["pairs"])),
        frozenset(victims["ones"]) | frozenset(victims["definites"]) | frozenset(victims["possessives"]),
        frozenset(victims["possessives"]),
        frozenset(victims["pairs"]),
        frozenset(victims["steering"]),
        frozenset(victims["singles"]),
        frozenset(victims["selves"]),
        frozenset(units["elliptical"]["including"]),
    )


def with_groups(
    sentence: Sentence, quantities: Sequence[Quantity], events: Sequence[EventTrigger], language: Language
) -> list[Quantity]:
    """Return the quantities of a sentence, those of one group of people put together into their sum."""
    words = _compile(language)
    found: list[Quantity] = []
    for quantity in quantities:
        if found and _goes_on(sentence, found[-1], quantity, words):
            found[-1] = _together(found[-1], quantity.last, quantity.low or 0.0)
        else:
            found.append(quantity)
    return [_with_singles(sentence, quantity, events, words) for quantity in found]


def _is_plain(sentence: Sentence, quantity: Quantity, words: _PeopleWords) -> bool:
    """Tell people who came to harm, as a plain number that is no part of another."""
    is_exact = (
        quantity.modifier is Modifier.EXACT and quantity.modality is Modality.ACTUAL and quantity.aspect in HARMED
    )
    if not is_exact or quantity.part_of or quantity.negated or quantity.passed_over is not None:
        return False
    return quantity.unit_class in _PEOPLE and not _is_included(sentence, quantity, words)


def _is_group(sentence: Sentence, quantity: Quantity, words: _PeopleWords) -> bool:
    """Tell people of a kind, "two men", "two female victims", or "three others"."""
    units, counted = words.units, sentence.lowers[quantity.first : quantity.last]
    is_of_kind = any(singular(word, units) in words.kinds for word in counted)
    return is_of_kind or counted[-1] in units.others or not units.other.isdisjoint(counted)


def _is_included(sentence: Sentence, quantity: Quantity, words: _PeopleWords) -> bool:
    """Tell "six people, including two men and a woman", who are counted already."""
    return not words.including.isdisjoint(sentence.lowers[max(0, quantity.first - 1) : quantity.first])


def _goes_on(sentence: Sentence, before: Quantity, quantity: Quantity, words: _PeopleWords) -> bool:
    """Tell "two men" and "three women" of one harm with only "and" between."""
    between = sentence.lowers[before.last : quantity.first]
    if before.aspect != quantity.aspect or not _is_joined(between, words.units):
        return False
    return all(_is_plain(sentence, part, words) and _is_group(sentence, part, words) for part in (before, quantity))


def _is_joined(between: Sequence[str], units: Units) -> bool:
    return bool(between) and all(word in units.joins or word in units.events.commas for word in between)


def _together(quantity: Quantity, last: int, more: float, first: int | None = None) -> Quantity:
    """Return the quantity with `more` people, up to token `last`."""
    count = (quantity.low or 0.0) + more
    start = quantity.first if first is None else first
    return replace(
        quantity, first=start, last=last, low=count, high=count, unit=None, unit_class="person", is_increment=False
    )


def _with_singles(
    sentence: Sentence, quantity: Quantity, events: Sequence[EventTrigger], words: _PeopleWords
) -> Quantity:
    """Return the quantity with the people who stand beside it without a number: "a woman and two men", "two men and a
    woman".
    """
    if not _is_plain(sentence, quantity, words):
        return quantity
    last = quantity.last
    is_next = sentence.lower_at(last) in words.units.joins or sentence.lower_at(last) in words.units.events.commas
    if is_next and sentence.lower_at(last + 1) in words.selves:
        return _together(quantity, last + 2, 1.0)
    if not _is_group(sentence, quantity, words):
        return quantity
    before = _single_before(sentence, quantity.first, words)
    if before is not None and _shares_verb(sentence, before[0], quantity, events, words):
        quantity = _together(quantity, quantity.last, before[1], before[0])
    after = _single_after(sentence, quantity.last, words)
    if after is not None and not _has_own_verb(sentence, after[0], quantity, events, words):
        quantity = _together(quantity, after[0], after[1])
    return quantity


def _single_before(sentence: Sentence, first: int, words: _PeopleWords) -> tuple[int, float] | None:
    """Return the first token of the person or couple that is named before token `first` and joined to it, and how many
    they are.
    """
    lowers, units = sentence.lowers, words.units
    end = first - 1 if sentence.lower_at(first - 1) in words.possessives else first
    joined = end
    while end > 0 and (lowers[end - 1] in units.joins or lowers[end - 1] in units.events.commas):
        end -= 1
    if end in (0, joined):
        return None
    if lowers[end - 1] in words.singles:
        return end - 1, 1.0
    count = _count_of(lowers[end - 1], words)
    for k in range(end - 2, max(-1, end - 1 - _PHRASE), -1):
        if lowers[k] in words.openers:
            return None if count is None else (k, count)
        if lowers[k] in units.stops or lowers[k] in units.events.clause_marks:
            return None
    return (0, count) if end == 1 and count is not None and sentence.is_heading else None


def _single_after(sentence: Sentence, last: int, words: _PeopleWords) -> tuple[int, float] | None:
    """Return the token behind the person or couple that is joined to what ends at token `last`, and how many they
    are.
    """
    lowers, units = sentence.lowers, words.units
    start = last
    while sentence.lower_at(start) in units.joins or sentence.lower_at(start) in units.events.commas:
        start += 1
    if start == last or lowers[start - 1] not in units.joins or sentence.lower_at(start) not in words.openers:
        return None
    for k in range(start + 1, min(len(lowers), start + _PHRASE)):
        if lowers[k] in units.stops or lowers[k] in units.joins or lowers[k] in units.events.clause_marks:
            return None
        count = _count_of(lowers[k], words)
        if count is not None and (k + 1 >= len(lowers) or _count_of(lowers[k + 1], words) is None):
            return k + 1, count
    return None


def _count_of(word: str, words: _PeopleWords) -> float | None:
    """Return how many people a noun in the singular stands for, or None."""
    if word in words.pairs:
        return 2.0
    is_one = not is_plural(word, words.units) and class_of(word, (), words.units) == "person"
    return 1.0 if is_one or word in words.victims else None


def _shares_verb(
    sentence: Sentence, start: int, quantity: Quantity, events: Sequence[EventTrigger], words: _PeopleWords
) -> bool:
    """Tell that a person named from token `start` on opens a clause, or is the object of what happens to the quantity;
    "shot a man and two women were hurt" tells of two harms.
    """
    if start == 0 or any(event.last == start and event.aspect == quantity.aspect for event in events):
        return True
    lowers = sentence.lowers
    return all(
        any(lowers[k] in words.units.events.clause_marks for k in range(event.last, start))
        for event in events
        if event.last <= start and event.kind is not CueKind.NOUN and not event.is_named
    )


def _has_own_verb(
    sentence: Sentence, last: int, quantity: Quantity, events: Sequence[EventTrigger], words: _PeopleWords
) -> bool:
    """Tell "injured two men and a woman said", "killed two men and a boy was hurt": the person that ends at token
    `last` is the subject of another clause.
    """
    is_object = any(event.may_take_object() and 0 <= quantity.first - event.last < _OBJECT for event in events)
    if not is_object:
        return False
    is_told = any(last <= event.first < last + _SAID_OF for event in events)
    return is_told or sentence.lower_at(last) in words.verbs.lemmas or sentence.lower_at(last) in words.verbs.saying
