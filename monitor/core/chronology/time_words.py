"""The words of one language that say when something happened, compiled from times.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from monitor.core.chronology.festivals import Festival, festival_of
from monitor.core.counting.numerals import compile_numeral_words
from monitor.core.language.lexicon import Language
from monitor.core.language.text import tokenise
from monitor.core.syntax.event_nouns import EventNouns, compile_event_nouns
from monitor.core.syntax.grammar import Grammar, compile_grammar

_T = TypeVar("_T")
_YEARS = frozenset(map(str, range(1900, 2100)))


@dataclass(frozen=True, slots=True, eq=False)
class TimeWords:
    """times.toml; `gate` holds a word of every phrase, so that most sentences cost one set intersection."""

    gate: frozenset[str]
    starts: frozenset[str]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    full_months: frozenset[str]
    doubtful: frozenset[str]
    before_month: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    ordinals: frozenset[str]
    decades: frozenset[str]
    decade_names: Mapping[str, int]  # "the nineties": the year with which they begin
    seasons: frozenset[str]
    not_bare: frozenset[str]
    day_names: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]  # by first word: "day before yesterday"
    weekday_parts: Mapping[str, tuple[int, tuple[int, int]]]  # one word for both: "Dienstagabend"
    dayparts: Mapping[str, tuple[int, int]]
    festivals: Mapping[str, tuple[tuple[tuple[str, ...], Festival], ...]]  # by first word, the longest name first
    nights: Mapping[str, tuple[int, int, int]]
    units: Mapping[str, str]
    singulars: frozenset[str]  # the first word of each unit
    years: frozenset[str]
    numbers: Mapping[str, float]
    few: Mapping[str, int]
    multiples: Mapping[str, tuple[str, int]]  # units that are so many of another: a fortnight, a decade
    relative: Mapping[str, frozenset[str]]
    parts: Mapping[str, str]
    mid_prefix: str
    told: Mapping[str, frozenset[str]]
    told_names: Mapping[str, tuple[str, int]]  # one word that counts from the time told last: "Vortag"
    links: Mapping[str, frozenset[str]]
    am: frozenset[str]
    pm: frozenset[str]
    zones: Mapping[str, int]
    local: frozenset[str]
    oclock: frozenset[str]  # behind an hour: "20 Uhr"
    clauses: Mapping[str, frozenset[str]]
    grammar: Grammar
    clause_openers: frozenset[str]  # words and marks that may open a clause of some kind
    attributes: Mapping[str, frozenset[str]]
    participles: tuple[str, ...]
    has_bare_years: bool  # "das Hochwasser 2002"
    has_compounds: bool  # nouns are joined in writing, so none stands behind another
    nouns: EventNouns


@lru_cache(maxsize=8)
def compile_time_words(language: Language) -> TimeWords | None:
    """Return the time words of `language`, the same object on every call; `None` where it has none."""
    table: Mapping[str, Any] | None = language.tables.get("times")
    if table is None:
        return None
    calendar, clock, relative = table["calendar"], table["clock"], dict(table["relative"])
    weekdays = {name: number for number, name in enumerate(calendar["weekdays"])}
    full = {name: number for number, name in enumerate(calendar["months"], 1)}
    months = full | calendar["abbreviations"]
    units = {word: unit for unit, words in table["units"].items() for word in words}
    nights = {word: (entry[0], entry[1], entry[2]) for word, entry in table["nights"].items()}
    prefix, few = table["parts"]["mid_prefix"], relative.pop("few")
    multiples = {word: (unit, size) for word, (unit, size) in relative.pop("multiples").items()}
    parts = {word: part for part in ("early", "mid", "late") for word in table["parts"][part]}
    prefixed = {prefix + month for month in full}
    relatives = _sets(relative)
    day_names = _by_first_word(table["days"])
    units_or_days = frozenset(units) | multiples.keys() | day_names.keys() | table["dayparts"].keys()
    numbers, attributes = _numbers(language), dict(table["attributes"])
    has_bare_years = attributes.pop("has_bare_years")
    festivals = _festivals(table["festivals"])
    weekday_parts = _weekday_parts(weekdays, table["daypart_endings"])
    told_table = dict(table["told"])
    told_names = {word: (unit, offset) for word, (unit, offset) in told_table.pop("names").items()}
    named = frozenset(festivals) | weekday_parts.keys() | calendar["decade_names"].keys() | told_names.keys()
    gate = named | weekdays.keys() | months.keys() | prefixed | units_or_days | nights.keys() | _YEARS
    told, whole_days = _sets(told_table), frozenset(word for word, unit in units.items() if unit == "day")
    openers = (
        relatives["this"]
        | relatives["last"]
        | relatives["next"]
        | relatives["past"]
        | relatives["recent"]
        | relatives["within"]
        | relatives["in"]
    )
    openers |= (
        relatives["before_ago"]
        | relatives["earlier"]
        | relatives["later"]
        | told["same"]
        | told["before"]
        | told["after"]
        | few.keys()
        | numbers.keys()
        | relatives["articles"]
    )
    links, clauses = _sets(table["links"]), _sets(table["clauses"])
    return TimeWords(
        gate=gate | frozenset(calendar["decades"]),
        starts=(gate - frozenset(word for word, unit in units.items() if unit != "weekend") - multiples.keys())
        | openers
        | parts.keys()
        | whole_days,
        weekdays=weekdays,
        months=months,
        full_months=frozenset(full),
        doubtful=frozenset(calendar["doubtful"]),
        before_month=frozenset(calendar["before_month"]),
        not_after=frozenset(calendar["not_after"]),
        not_before=frozenset(calendar["not_before"]),
        ordinals=frozenset(calendar["ordinals"]),
        decades=frozenset(calendar["decades"]),
        decade_names=calendar["decade_names"],
        seasons=frozenset(calendar["seasons"]),
        not_bare=frozenset(calendar["not_bare"]),
        day_names=day_names,
        weekday_parts=weekday_parts,
        dayparts={word: (hours[0], hours[1]) for word, hours in table["dayparts"].items()},
        festivals=festivals,
        nights=nights,
        units=units,
        singulars=frozenset(words[0] for words in table["units"].values() if words),
        years=_YEARS,
        numbers=numbers,
        few=few,
        multiples=multiples,
        relative=relatives,
        parts=parts,
        mid_prefix=prefix,
        told=told,
        told_names=told_names,
        links=links,
        am=frozenset(clock["am"]),
        pm=frozenset(clock["pm"]),
        zones=clock["zones"],
        local=frozenset(clock["local"]),
        oclock=frozenset(clock["oclock"]),
        clauses=clauses,
        grammar=compile_grammar(language),
        clause_openers=links["since"].union(
            *(clauses[name] for name in ("relative", "apart", "that", "joins", "subordinates", "marks"))
        ),
        attributes=_sets(attributes),
        participles=tuple(attributes["participles"]),
        has_bare_years=has_bare_years,
        has_compounds=language.tables["units"]["nouns"]["has_compounds"],
        nouns=compile_event_nouns(language),
    )


def _numbers(language: Language) -> dict[str, float]:
    return {word: value for word, value in compile_numeral_words(language).simple.items() if value >= 1}


def _weekday_parts(
    weekdays: Mapping[str, int], endings: Mapping[str, list[int]]
) -> dict[str, tuple[int, tuple[int, int]]]:
    return {
        name + ending: (number, (hours[0], hours[1]))
        for name, number in weekdays.items()
        for ending, hours in endings.items()
    }


def _festivals(table: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[tuple[tuple[str, ...], Festival], ...]]:
    return _by_first_word({name: festival_of(entry) for entry in table.values() for name in entry["names"]})


def _by_first_word(names: Mapping[str, _T]) -> dict[str, tuple[tuple[tuple[str, ...], _T], ...]]:
    """Return what names of several words stand for, by their first words, the longest name first."""
    found: dict[str, list[tuple[tuple[str, ...], _T]]] = {}
    for name, meaning in names.items():
        words = tuple(tokenise(name)[0])
        found.setdefault(words[0], []).append((words, meaning))
    return {word: tuple(sorted(many, key=lambda one: -len(one[0]))) for word, many in found.items()}


def _sets(table: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table.items()}
