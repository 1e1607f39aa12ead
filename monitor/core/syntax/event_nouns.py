"""Nouns that name an event: "quake", "war", "Grubenbrand". A year before one says which event is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.language.lexicon import Language


@dataclass(frozen=True, slots=True, eq=False)
class EventNouns:
    """`short`: over within days; `long`: goes on for weeks or years. `plurals`: endings of short ones; `ends` of
    compounds, and those of long ones.
    """

    short: frozenset[str]
    long: frozenset[str]
    plurals: tuple[str, ...]
    ends: tuple[str, ...]
    long_ends: tuple[str, ...]

    def names_event(self, word: str) -> bool:
        """Tell whether a word, in small letters, names an event."""
        if word in self.short or word in self.long or word.endswith(self.ends):
            return True
        return any(word.endswith(ending) and word[: -len(ending)] in self.short for ending in self.plurals)

    def names_long_event(self, word: str) -> bool:
        """Tell whether a word names an event that holds many others."""
        return word in self.long or word.endswith(self.long_ends)


@lru_cache(maxsize=8)
def compile_event_nouns(language: Language) -> EventNouns:
    """Return the event nouns of `language`, none where it has no list; the same object on every call."""
    table: Mapping[str, Any] = language.tables.get("occasions", {}).get("nouns", {})
    names = ("short", "long", "plurals", "compounds", "long_compounds")
    short, long, plurals, ends, long_ends = (tuple(table.get(name, ())) for name in names)
    return EventNouns(frozenset(short), frozenset(long), plurals, ends + long_ends, long_ends)
