"""The words of one language that say when something happened, compiled from times.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.counting.numerals import compile_numerals
from monitor.core.language.lexicon import Language
from monitor.core.language.text import tokenise
from monitor.core.syntax.event_nouns import EventNouns, compile_event_nouns
from monitor.core.syntax.grammar import Grammar, compile_grammar

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
    seasons: frozenset[str]
    not_bare: frozenset[str]
    days: Mapping[str, int]
    dayparts: Mapping[str, tuple[int, int]]
    festivals: Mapping[str, tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]]  # by first word: the words and when
    nights: Mapping[str, tuple[int, int, int]]
    units: Mapping[str, str]
    years: frozenset[str]
    numbers: Mapping[str, float]
    few: Mapping[str, int]
    multiples: Mapping[str, tuple[str, int]]  # units that are so many of another: a fortnight, a decade
    relative: Mapping[str, frozenset[str]]
    parts: Mapping[str, str]
    mid_prefix: str
    told: Mapping[str, frozenset[str]]
    links: Mapping[str, frozenset[str]]
    am: frozenset[str]
    pm: frozenset[str]
    zones: Mapping[str, int]
    local: frozenset[str]
    clauses: Mapping[str, frozenset[str]]
    grammar: Grammar
    clause_openers: frozenset[str]  # words and marks that may open a clause of some kind
    attributes: Mapping[str, frozenset[str]]
    participles: tuple[str, ...]
    has_bare_years: bool  # "das Hochwasser 2002"
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
    numbers = {word: value for word, value in compile_numerals(language).simple.items() if value >= 1}
    units_or_days = frozenset(units) | multiples.keys() | table["days"].keys() | table["dayparts"].keys()
    attributes = dict(table["attributes"])
    has_bare_years = attributes.pop("has_bare_years")
    festivals = _festivals(table["festivals"])
    gate = (
        frozenset(festivals) | frozenset(weekdays) | months.keys() | prefixed | units_or_days | nights.keys() | _YEARS
    )
    told, days = _sets(table["told"]), frozenset(word for word, unit in units.items() if unit == "day")
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
        gate=gate,
        starts=(gate - (frozenset(units) - {"weekend"}) - multiples.keys()) | openers | parts.keys() | days,
        weekdays=weekdays,
        months=months,
        full_months=frozenset(full),
        doubtful=frozenset(calendar["doubtful"]),
        before_month=frozenset(calendar["before_month"]),
        not_after=frozenset(calendar["not_after"]),
        not_before=frozenset(calendar["not_before"]),
        ordinals=frozenset(calendar["ordinals"]),
        decades=frozenset(calendar["decades"]),
        seasons=frozenset(calendar["seasons"]),
        not_bare=frozenset(calendar["not_bare"]),
        days=table["days"],
        dayparts={word: (hours[0], hours[1]) for word, hours in table["dayparts"].items()},
        festivals=festivals,
        nights=nights,
        units=units,
        years=_YEARS,
        numbers=numbers,
        few=few,
        multiples=multiples,
        relative=relatives,
        parts=parts,
        mid_prefix=prefix,
        told=told,
        links=links,
        am=frozenset(clock["am"]),
        pm=frozenset(clock["pm"]),
        zones=clock["zones"],
        local=frozenset(clock["local"]),
        clauses=clauses,
        grammar=compile_grammar(language),
        clause_openers=links["since"].union(
            *(clauses[name] for name in ("relative", "apart", "that", "joins", "subordinates", "marks"))
        ),
        attributes=_sets(attributes),
        participles=tuple(attributes["participles"]),
        has_bare_years=has_bare_years,
        nouns=compile_event_nouns(language),
    )


def _festivals(table: Mapping[str, list[int]]) -> dict[str, tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]] = {}
    for name, when in table.items():
        words = tuple(tokenise(name)[0])
        found.setdefault(words[0], []).append((words, tuple(when)))
    return {word: tuple(many) for word, many in found.items()}


def _sets(table: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table.items()}
