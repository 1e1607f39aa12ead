"""The conditions of a fact that tell a class's figures apart: into the core's values, and which of them can't hold
together or leave a class of all things as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.config.fact_models import AnyKind, PlaceFact, QuantityFact
from monitor.config.vocabulary import unit_class_of
from monitor.core.facts.watchlist import FactRule, Term
from monitor.model import Bid, Extent, UnitClass

_NO_RATE = "none"

# What a class holds that has nothing to do with one another, for those that hold more than one thing.
_BAGS = {
    UnitClass.MONEY: "a price, a fine and a budget",
    UnitClass.SHARE: "a pay rise, inflation and a vote",
    UnitClass.POINTS: "a rise of a rate and of an index",
    UnitClass.RATIO: "one in ten patients and one in ten votes",
    UnitClass.DURATION: "a prison term, a delay and the length of a war",
    UnitClass.AGE: "the age of a victim, of a suspect and of a building",
    UnitClass.LENGTH: "a height, a depth and a distance",
    UnitClass.AREA: "a burnt forest and a flat",
    UnitClass.VOLUME: "a leak, a reserve and an output",
    UnitClass.MASS: "a harvest, a ship and a drug haul",
    UnitClass.SPEED: "a wind and a car",
    UnitClass.TEMPERATURE: "a heat wave and a reactor",
    UnitClass.POWER: "a plant and a grid",
    UnitClass.DATA: "a leak and a memory",
}
_TELLING = ("of_what", "near", "not_near", "happens", "aspects", "rate", "scope", "currency", "actor")


def with_conditions(rule: FactRule, fact: AnyKind) -> FactRule:
    """Return `rule` with the conditions that a checked fact has."""
    if not isinstance(fact, QuantityFact | PlaceFact):
        return rule
    rule = replace(rule, happens=fact.happens, near=fact.near, not_near=fact.not_near)
    if isinstance(fact, PlaceFact):
        return rule
    words = {word.value for word in fact.scope}
    return replace(
        rule,
        of_what=fact.of_what,
        rates=tuple(term for term in fact.rate if not _is_none(term)) if fact.rate else None,
        extents=frozenset(extent for extent in Extent if extent in words),
        bids=frozenset(bid for bid in Bid if bid in words),
        currencies=frozenset(fact.currency),
        scale=fact.measure,
        threshold=fact.threshold,
        below=fact.below,
    )


def clashes_of(fact: AnyKind) -> Iterator[tuple[str, str]]:
    """Yield conditions of a fact that no figure can meet: the key, and what is wrong with the remedy."""
    if not isinstance(fact, QuantityFact | PlaceFact):
        return
    if both := [term for term in fact.near if term in fact.not_near]:
        yield "not_near", f"{both[0].text!r} stands in near and in not_near; remove it from one"
    if isinstance(fact, PlaceFact):
        return
    if any(map(_is_none, fact.rate)) and len(fact.rate) > 1:
        yield "rate", "none excludes the other rates; write none alone, or remove it"
    if fact.below is not None and fact.threshold is not None and fact.below <= fact.threshold:
        yield (
            "below",
            f"{fact.below:g} is not above the threshold of {fact.threshold:g}, and no figure is told; write a higher"
            " number, or leave one of them out",
        )
    classes = fact.of.classes
    if fact.currency and classes and UnitClass.MONEY not in classes:
        yield "currency", f"no figure of {_list(sorted(classes))} is money; write of: money, or remove currency"
    if fact.measure is not None and classes and fact.measure.measure.dimension not in classes:
        dimension = fact.measure.measure.dimension
        yield "measure", f"{fact.measure.unit} measure {dimension}, which of: does not ask for; write of: {dimension}"


def read_as_class(fact: QuantityFact) -> str | None:
    """Say of a list of words that one of them is a class of measures as well; `None` where none is, or they are
    several classes.
    """
    words = [term.text for term in fact.of.terms if not term.is_prefix]
    if 1 < len(words) == len(fact.of.terms) and all(unit_class_of(word) is not None for word in words):
        return None
    found = next(((word, known) for word in words if (known := unit_class_of(word)) in _BAGS), None)
    if found is None:
        return None
    word, known = found
    return (
        f"of: {word} is read as the class {known}, with all that is measured so, and as a word; write of: {known} for"
        f" the class, or {word}* for the word alone"
    )


def mixture_of(fact: QuantityFact) -> str | None:
    """Say what a class holds that the fact does not tell apart; `None` where a condition tells it, or the class is of
    one thing.
    """
    if any(getattr(fact, key) for key in _TELLING) or len(fact.of.terms) > len(fact.of.classes):
        return None
    mixed = next((_BAGS[bag] for bag in _BAGS if bag in fact.of.classes), None)
    if mixed is None:
        return None
    name = fact.of.terms[0].text
    return f"of: {name} mixes {mixed} in one fact; say which with {_list(('of_what', 'near', 'happens'))}"


def _is_none(term: Term) -> bool:
    return term.text == _NO_RATE and not term.is_prefix


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
