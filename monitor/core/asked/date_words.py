"""The words of one language around a date that is asked for, compiled from dates.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.asked.predicates import Way, compile_predicate, parse_predicate
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence

_TUPLES = ("instead", "open", "unset", "limits")


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """dates.toml; what each list means is said in its English file."""

    moving: tuple[Way, ...]
    putting_off: tuple[Way, ...]
    target: frozenset[str]
    source: frozenset[str]
    former: frozenset[str]
    instead: tuple[tuple[str, ...], ...]
    open: tuple[tuple[str, ...], ...]
    unset: tuple[tuple[str, ...], ...]
    limits: tuple[tuple[str, ...], ...]
    lower: frozenset[str]
    plain: frozenset[str]
    beside: frozenset[str]
    whose: frozenset[str]
    reported: frozenset[str]
    denying: frozenset[str]
    past: frozenset[str]
    past_endings: tuple[str, ...]
    participles: tuple[str, ...]
    preterites: frozenset[str]  # forms of the past that no ending tells


@lru_cache(maxsize=8)
def compile_date_words(language: Language) -> DateWords:
    """Return the words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["dates"]
    names = ("target", "source", "former", "lower", "plain", "beside", "whose", "reported", "denying", "past")
    sets: dict[str, Any] = {name: frozenset(table[name]) for name in names}
    sequences: dict[str, Any] = {name: tuple(tuple(phrase.split()) for phrase in table[name]) for name in _TUPLES}
    return DateWords(
        moving=_ways(table["moving"], language),
        putting_off=_ways(table["putting_off"], language),
        past_endings=tuple(table["past_endings"]),
        participles=tuple(table["participles"]),
        preterites=frozenset(_preterites(language)),
        **sets,
        **sequences,
    )


def _preterites(language: Language) -> Iterator[str]:
    active = tuple(language.tables["predicates"]["active_endings"])
    for row in (*language.tables["predicates"]["irregular"], *language.tables["verbs"]["irregular"]):
        base, *forms = row.split()
        yield from (form for form in forms if form != base and not form.endswith(active))


def _ways(predicates: list[str], language: Language) -> tuple[Way, ...]:
    return tuple(way for text in predicates for way in compile_predicate(parse_predicate(text), language))


def starts_at(sentence: Sentence, i: int, phrases: tuple[tuple[str, ...], ...]) -> int | None:
    """Return where the first of `phrases` ends that begins at token `i`."""
    found = (phrase for phrase in phrases if sentence.lowers[i : i + len(phrase)] == phrase)
    return next((i + len(phrase) for phrase in found), None)
