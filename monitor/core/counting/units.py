"""Unit words of a language: classes of counted nouns, units of measure, plurals. Which noun a number counts is read by
`counted_units`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.counting.numerals import compile_numeral_words
from monitor.core.counting.scale_words import ScaleWords, compile_scales
from monitor.core.language.lexicon import Language
from monitor.core.syntax.event_words import EventWords, compile_event_words
from monitor.core.syntax.grammar import compile_grammar
from monitor.model.valueclasses import valueclass

_SHORTEST_PLURAL = 3  # letters
_SHORTEST_SUFFIX = 4  # letters of a noun that can end a compound


@valueclass(frozen=True, slots=True)
class Unit:
    """The counted thing: tokens [first, last), its head, its words as written, its class.

    `implied` is the aspect that the noun itself says ("deaths"). `is_part`: "of the 12,000", "of them".
    `is_attributive`: "a two-car crash".
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
    outcomes: frozenset[str]  # plurals that say what happened: "deaths", "arrests"
    endings: tuple[str, ...]
    charge_heads: frozenset[str]
    crimes: frozenset[str]
    multiples: Mapping[str, int]  # "double", before one of slayings, or with it one word
    slayings: frozenset[str]
    not_crimes: frozenset[str]
    measures: Mapping[str, str]
    only_after_digits: frozenset[str]
    touching_or_upper: frozenset[str]
    sign_names: Mapping[str, str]
    square: frozenset[str]
    double: Mapping[tuple[str, ...], str]  # measures of two words: "basis points"
    square_of: str  # the unit of an area by that of its sides: "square {}"
    by: frozenset[str]  # between two sides: "15 by 12 miles"
    age_words: frozenset[str]  # behind a span of time: "old", "of age"
    time_nouns: frozenset[str]
    rate_articles: frozenset[str]
    rate_prepositions: frozenset[str]
    rate_phrases: frozenset[tuple[str, ...]]  # at the end of a clause: "20 Euro die Stunde"
    rate_markers: frozenset[str]  # before a span, anywhere in the clause: "each day"
    rate_heads: frozenset[str]  # between "a daily output" and its figure
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
    fresh: frozenset[str]  # "new cases"
    fresh_beginnings: tuple[str, ...]
    others: frozenset[str]
    of: frozenset[str]
    most: frozenset[str]  # parts without a number: "most of the 40"
    one_generic: frozenset[str]
    one_before: frozenset[str]
    one_counted: frozenset[str]  # before "one" these say that it is no more: "just one street"
    one_described: frozenset[str]  # between an article and "one": "a loved one"
    military: frozenset[str]
    military_persons: frozenset[str]
    force: frozenset[str]
    adverb_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    corps: frozenset[str]
    strengths: frozenset[str]  # joined to a number: "100-strong"
    gatherings: frozenset[str]  # nouns for people together, behind these
    partitive: frozenset[str]
    numbers: frozenset[str]
    alternatives: frozenset[str]  # "a week or two"
    events: EventWords
    scales: ScaleWords  # of the magnitudes of quakes
    peoples: frozenset[str]  # nouns and adjectives of nations
    forms: Mapping[str, str]  # every form of a noun whose class is known
    suffixes: tuple[str, ...]  # of those, the ones that end compound nouns, longest first
    has_capital_nouns: bool
    plural_rules: tuple[tuple[str, str, int], ...]
    plural_marks: tuple[str, ...]
    not_plural_endings: tuple[str, ...]
    short_plurals: frozenset[str]
    adjective_endings: tuple[str, ...]
    people_endings: tuple[str, ...]
    age_endings: tuple[str, ...]


@lru_cache(maxsize=8)
def compile_units(language: Language) -> Units:
    """Return the unit words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["units"]
    nouns, words, military = table["nouns"], table["measure_words"], table["military"]
    numerals = compile_numeral_words(language)
    classes = {noun: name for name, members in table["classes"].items() for noun in members}
    forms = _forms(classes, nouns)
    implied = {noun: aspect for aspect, members in table["implied"].items() for noun in members}
    return Units(
        classes=classes,
        implied=implied,
        outcomes=frozenset(_forms(implied, nouns)) - frozenset(implied),
        endings=tuple(table["person_endings"]["endings"]),
        charge_heads=frozenset(table["charges"]["heads"]),
        crimes=frozenset(table["charges"]["crimes"]),
        scales=compile_scales(table["scales"]),
        not_crimes=frozenset(table["charges"]["not_crimes"]),
        multiples=table["victims"]["multiples"],
        slayings=frozenset(table["victims"]["slayings"]),
        measures={word: name for name, members in table["measures"].items() for word in members},
        only_after_digits=frozenset(words["only_after_digits"]),
        touching_or_upper=frozenset(words["touching_or_upper"]),
        sign_names=words["sign_names"],
        square=frozenset(words["square"]),
        double={tuple(text.split()): name for text, name in words["double"].items()},
        square_of=words["square_of"],
        by=frozenset(words["by"]),
        age_words=frozenset(words["age_words"]),
        time_nouns=frozenset(words["time_nouns"]),
        rate_articles=frozenset(words["rate_articles"]),
        rate_prepositions=frozenset(words["rate_prepositions"]),
        rate_phrases=frozenset(tuple(phrase.split()) for phrase in words["rate_phrases"]),
        rate_markers=frozenset(words["rate_markers"]),
        rate_heads=frozenset(words["rate_heads"]),
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
        fresh=frozenset(nouns["fresh"]),
        fresh_beginnings=tuple(nouns["fresh_beginnings"]),
        others=frozenset(nouns["others"]),
        of=frozenset(nouns["of"]),
        most=frozenset(nouns["most"]),
        one_generic=frozenset(nouns["one_generic"]),
        one_before=frozenset(nouns["one_before"]),
        one_counted=frozenset(nouns["one_counted"]),
        one_described=frozenset(nouns["one_described"]),
        military=frozenset(military["modifiers"]),
        military_persons=frozenset(military["persons"]),
        force=frozenset(military["force"]),
        adverb_endings=compile_grammar(language).adverb_endings,
        participle_endings=tuple(nouns["participle_endings"]),
        corps=frozenset(military["corps"]),
        strengths=frozenset(nouns["strengths"]),
        gatherings=frozenset(nouns["gatherings"]),
        partitive=frozenset(military["partitive"]),
        numbers=frozenset(numerals.simple) | frozenset(numerals.vague),
        alternatives=numerals.alternatives,
        events=compile_event_words(language),
        peoples=_peoples(language.tables["nations"]),
        forms=forms,
        suffixes=tuple(
            sorted((form for form in forms if len(form) >= _SHORTEST_SUFFIX), key=lambda form: (-len(form), form))
        )
        if nouns["has_compounds"]
        else (),
        has_capital_nouns=nouns["has_capitals"],
        plural_rules=tuple((str(ending), str(rest), int(length)) for ending, rest, length in nouns["plural_rules"]),
        plural_marks=tuple(nouns["plural_marks"]),
        not_plural_endings=tuple(nouns["not_plural_endings"]),
        short_plurals=frozenset(nouns["short_plurals"]),
        adjective_endings=tuple(nouns["adjective_endings"]),
        people_endings=tuple(nouns["people_endings"]),
        age_endings=tuple(nouns["age_endings"]),
    )


def _peoples(table: Mapping[str, Any]) -> frozenset[str]:
    """Return the capitalised words for who comes from a nation, and their plurals by rule, in lower case."""
    words = {
        word.lower()
        for key in ("adjectives", "peoples")
        for many in table[key].values()
        for word in many
        if word[0].isupper()
    }
    return frozenset(words | {word + ending for word in words for ending in table["plurals"]})


def _forms(classes: Mapping[str, str], nouns: Mapping[str, Any]) -> dict[str, str]:
    """Return each form of the nouns in `classes` with its class: the noun, its plural by rule, and irregular
    plurals.
    """
    forms = dict(classes)
    for noun, name in classes.items():
        for ending, plural in nouns["plural_endings"]:
            if noun.endswith(ending):
                forms[noun.removesuffix(ending) + plural] = name
                break
    return forms | {plural: classes[noun] for plural, noun in nouns["irregular"].items() if noun in classes}


def singular(word: str, units: Units) -> str:
    """Return the dictionary form of a noun in lower case, as far as its ending tells."""
    known = units.irregular.get(word)
    if known:
        return known
    if word.endswith(units.not_plural_endings):
        return word
    for ending, rest, length in units.plural_rules:
        if len(word) >= length and word.endswith(ending):
            return word.removesuffix(ending) + rest
    return word


def is_plural(word: str, units: Units) -> bool:
    """Tell whether a lower-case word looks like a plural or collective noun."""
    if word in units.irregular:
        return True
    if (
        len(word) < _SHORTEST_PLURAL
        or word in units.not_plural
        or not word.endswith(units.plural_marks)
        or word.endswith(units.not_plural_endings)
    ):
        return False
    return word[-2].isalpha() and (len(word) > _SHORTEST_PLURAL or word in units.short_plurals)


def class_of(head: str, modifiers: tuple[str, ...], units: Units) -> str | None:
    """Return the class of a counted noun, given its singular head and the words before it."""
    is_military = not units.military.isdisjoint(modifiers)
    if head in units.force:
        return (
            "soldier"
            if is_military or not modifiers or modifiers[-1].endswith(units.adjective_endings)
            else "military_unit"
        )
    if is_military and head in units.military_persons:
        return "soldier"
    if is_military and head in units.corps:
        return "military_unit"
    name = units.classes.get(head)
    if name is None and "-" in head:
        name = units.forms.get(head.rsplit("-", 1)[1])
    if name is None and units.suffixes:
        name = next((units.forms[suffix] for suffix in units.suffixes if head.endswith(suffix)), None)
    if name is None and head.endswith(units.endings):
        return "person"
    return name
