"""The words of one language that tell one event from another, compiled from occasions.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.language.lexicon import Language
from monitor.core.speech.cue_words import compile_cue_words
from monitor.core.syntax.event_nouns import EventNouns, compile_event_nouns

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]  # by first word, the longest first


@dataclass(frozen=True, slots=True, eq=False)
class OccasionWords:
    """occasions.toml; `gate` holds a word of every cue, so that most sentences cost one set intersection.

    `together`: the first words of what is taken together, which are too frequent for the gate.
    """

    gate: frozenset[str]
    together: frozenset[str]
    further: frozenset[str]  # a word of each cue for one more event
    nouns: EventNouns
    before: Mapping[str, frozenset[str]]
    last_times: Phrases
    early: Phrases
    follows: Phrases
    numbers: frozenset[str]
    apart: Mapping[str, frozenset[str]]
    since: frozenset[str]
    inside: frozenset[str]
    periods: Phrases
    each: frozenset[str]
    habits: Phrases
    rates: Mapping[str, str]  # what a habit's words say it is counted by: "annually" gives year
    works: frozenset[str]
    work_openers: frozenset[str]
    unreal: frozenset[str]
    back: Mapping[str, frozenset[str]]
    speech: frozenset[str]


@lru_cache(maxsize=8)
def compile_occasion_words(language: Language) -> OccasionWords | None:
    """Return the words of `language`, the same object on every call; `None` where it has none."""
    table: Mapping[str, Any] | None = language.tables.get("occasions")
    if table is None:
        return None
    before, together, habits, unreal = (table[name] for name in ("before", "together", "habits", "unreal"))
    nouns = compile_event_nouns(language)
    before_words, apart = _sets(before), _sets(table["apart"])
    last_times, periods, rates = before["phrases"], together["periods"], habits["phrases"] | habits["periods"]
    verbs, kinds = compile_cue_words(language).verbs, language.tables["times"]["clauses"]["speech"]
    rarest = {
        max(phrase.split(), key=len)
        for phrase in (*last_times, *habits["phrases"], *before["follows"], *before["early"])
    }  # the longest word of a phrase is its rarest
    kinds_of_before = (
        before_words[name] for name in ("others", "such", "came", "compared", "like", "anniversaries", "best", "ahead")
    )
    classes = (*kinds_of_before, apart["separate"], apart["several"], apart["openers"], apart["neighbours"])
    return OccasionWords(
        gate=frozenset().union(rarest, *classes, habits["each"], unreal["works"], unreal["words"]),
        together=frozenset((*together["since"], *together["inside"], *(phrase.split()[0] for phrase in periods))),
        further=frozenset((*apart["others"], *apart["nexts"], *apart["openers"])),
        nouns=nouns,
        before=before_words,
        last_times=_phrases(last_times),
        early=_phrases(before["early"]),
        follows=_phrases(before["follows"]),
        numbers=frozenset(language.tables["numbers"]["units"]),
        apart=apart,
        since=frozenset(together["since"]),
        inside=frozenset(together["inside"]),
        periods=_phrases(periods),
        each=frozenset(habits["each"]),
        habits=_phrases(habits["phrases"]),
        rates=rates,
        works=frozenset(unreal["works"]),
        work_openers=frozenset(unreal["openers"]),
        unreal=frozenset(unreal["words"]),
        back=_sets(table["back"]),
        speech=frozenset(word for word, verb in verbs.items() if verb.kind in kinds and not verb.is_plain),
    )


def phrase_at(lowers: tuple[str, ...], at: int, phrases: Phrases) -> int:
    """Return the token after the phrase that stands at `at`, or `at` where none does."""
    for phrase in phrases.get(lowers[at], ()):
        if lowers[at : at + len(phrase)] == phrase:
            return at + len(phrase)
    return at


def _phrases(texts: Iterable[str]) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for text in texts:
        words = tuple(text.split())
        found.setdefault(words[0], []).append(words)
    return {word: tuple(sorted(phrases, key=len, reverse=True)) for word, phrases in found.items()}


def _sets(table: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table.items()}
