"""Unit words of a language: classes of counted nouns, units of measure, plurals. Which noun a number counts is read by `counted`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.event_words import Events, compile_events
from monitor.core.lexicon import Language
from monitor.core.numerals import compile_numerals


@dataclass(frozen=True, slots=True)
class Unit:
    """The counted thing: tokens [first, last), its head, its words as written, its class.

    `implied` is the aspect that the noun itself says ("deaths"). `is_part`: "of the 12,000", "of them". `is_attributive`: "a two-car crash".
    """

    first: int
    last: int
    head: int | None
    text: str | None
    unit_class: str | None
    per: str | None = None
    implied: str | None = None
    is_part: bool = False
    is_increment: bool = False
    is_attributive: bool = False
    is_measure: bool = False
    points_back: bool = False  # "of these troops", "of them"
    is_alleged: bool = False  # "counts of murder": a charge says so


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The unit words of one language, compiled."""

    classes: Mapping[str, str]
    implied: Mapping[str, str]
    endings: tuple[str, ...]
    charge_heads: frozenset[str]
    crimes: frozenset[str]
    not_crimes: frozenset[str]
    measures: Mapping[str, str]
    only_after_digits: frozenset[str]
    touching_or_upper: frozenset[str]
    sign_names: Mapping[str, str]
    square: frozenset[str]
    time_nouns: frozenset[str]
    rate_articles: frozenset[str]
    rate_prepositions: frozenset[str]
    not_rate_after: frozenset[str]
    rate_adverbs: Mapping[str, str]
    irregular: Mapping[str, str]
    not_plural: frozenset[str]
    attributive: frozenset[str]
    stops: frozenset[str]
    joins: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    more: frozenset[str]
    other: frozenset[str]
    others: frozenset[str]
    of: frozenset[str]
    one_generic: frozenset[str]
    one_before: frozenset[str]
    military: frozenset[str]
    military_persons: frozenset[str]
    force: frozenset[str]
    adverb_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    corps: frozenset[str]
    partitive: frozenset[str]
    numbers: frozenset[str]
    events: Events


@lru_cache(maxsize=8)
def compile_units(language: Language) -> Units:
    """Return the unit words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["units"]
    nouns, words, military = table["nouns"], table["measure_words"], table["military"]
    numerals = compile_numerals(language)
    return Units(
        classes={noun: name for name, members in table["classes"].items() for noun in members},
        implied={noun: aspect for aspect, members in table["implied"].items() for noun in members},
        endings=tuple(table["person_endings"]["endings"]),
        charge_heads=frozenset(table["charges"]["heads"]),
        crimes=frozenset(table["charges"]["crimes"]),
        not_crimes=frozenset(table["charges"]["not_crimes"]),
        measures={word: name for name, members in table["measures"].items() for word in members},
        only_after_digits=frozenset(words["only_after_digits"]),
        touching_or_upper=frozenset(words["touching_or_upper"]),
        sign_names=words["sign_names"],
        square=frozenset(words["square"]),
        time_nouns=frozenset(words["time_nouns"]),
        rate_articles=frozenset(words["rate_articles"]),
        rate_prepositions=frozenset(words["rate_prepositions"]),
        not_rate_after=frozenset(words["not_rate_after"]),
        rate_adverbs=words["rate_adverbs"],
        irregular=nouns["irregular"],
        not_plural=frozenset(nouns["not_plural"]),
        attributive=frozenset(nouns["attributive_plurals"]),
        stops=frozenset(nouns["stops"]),
        joins=frozenset(nouns["joins"]),
        determiners=frozenset(nouns["determiners"]),
        pronouns=frozenset(nouns["pronouns"]),
        more=frozenset(nouns["more"]),
        other=frozenset(nouns["other"]),
        others=frozenset(nouns["others"]),
        of=frozenset(nouns["of"]),
        one_generic=frozenset(nouns["one_generic"]),
        one_before=frozenset(nouns["one_before"]),
        military=frozenset(military["modifiers"]),
        military_persons=frozenset(military["persons"]),
        force=frozenset(military["force"]),
        adverb_endings=tuple(nouns["adverb_endings"]),
        participle_endings=tuple(nouns["participle_endings"]),
        corps=frozenset(military["corps"]),
        partitive=frozenset(military["partitive"]),
        numbers=frozenset(numerals.simple) | frozenset(numerals.vague),
        events=compile_events(language),
    )


def singular(word: str, units: Units) -> str:
    """Return the dictionary form of a noun in lower case, as far as its ending tells."""
    known = units.irregular.get(word)
    if known:
        return known
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def is_plural(word: str, units: Units) -> bool:
    """Tell whether a lower-case word looks like a plural or collective noun."""
    if word in units.irregular:
        return True
    if len(word) < 3 or word in units.not_plural:
        return False
    if word.endswith("s"):
        return not word.endswith(("ss", "us", "is", "'s", "’s")) and word[-2].isalpha() and (len(word) > 3 or word[0] in "tck")
    return word.endswith("men") and len(word) > 5


def class_of(head: str, modifiers: tuple[str, ...], units: Units) -> str | None:
    """Return the class of a counted noun, given its singular head and the words before it."""
    is_military = not units.military.isdisjoint(modifiers)
    if head in units.force:
        return "soldier" if is_military or not modifiers or modifiers[-1].endswith("n") else "military_unit"
    if is_military and head in units.military_persons:
        return "soldier"
    if is_military and head in units.corps:
        return "military_unit"
    name = units.classes.get(head)
    if name is None and "-" in head:
        name = units.classes.get(head.rsplit("-", 1)[1])
    if name is None and head.endswith(units.endings):
        return "person"
    return name
