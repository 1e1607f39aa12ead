"""Values found by sets of words of which one holds the other: names that may be one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Generic, TypeVar

Value = TypeVar("Value")

_MOST_WORDS = 6  # of a name whose parts are looked up one by one: 63 of them


class WordSets(Generic[Value]):
    """Values by the words of their names. A search costs what it finds, beside the names that share the rarest word."""

    def __init__(self) -> None:
        self._values: dict[frozenset[str], list[Value]] = {}
        self._by_word: dict[str, list[frozenset[str]]] = {}

    def add(self, words: frozenset[str], value: Value) -> None:
        """Hold the value under these words; under none it is never found."""
        if words and words not in self._values:
            self._values[words] = []
            for word in words:
                self._by_word.setdefault(word, []).append(words)
        if words:
            self._values[words].append(value)

    def find(self, words: frozenset[str]) -> Iterator[Value]:
        """Yield the values whose words are among `words`, or that have all of them."""
        for known in self._alike(words):
            yield from self._values[known]

    def _alike(self, words: frozenset[str]) -> Iterator[frozenset[str]]:
        if not words or not self._values:
            return
        if len(words) <= _MOST_WORDS:
            parts = (frozenset(part) for size in range(1, len(words) + 1) for part in combinations(words, size))
            yield from (part for part in parts if part in self._values)
        else:
            near = {known for word in words for known in self._by_word.get(word, ())}
            yield from (known for known in near if known <= words)
        rarest = min((self._by_word.get(word, []) for word in words), key=len)
        yield from (known for known in rarest if words < known)
