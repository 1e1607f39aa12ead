"""The closed classes of a language: negations, auxiliaries, modals; one list of each, in grammar.toml, for all."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

from monitor.core.language.lexicon import Language

_TUPLES = ("negation_endings", "adverb_endings")  # for `str.endswith`


@dataclass(frozen=True, eq=False)
class Grammar:
    """The lists of one language's grammar.toml, under their own names; what each means is said in en/grammar.toml."""

    negations: frozenset[str]
    negation_endings: tuple[str, ...]
    be: frozenset[str]
    get: frozenset[str]
    have: frozenset[str]
    do: frozenset[str]
    modals: frozenset[str]
    future: frozenset[str]
    adverb_endings: tuple[str, ...]
    infinitive: frozenset[str]

    @cached_property
    def passive(self) -> frozenset[str]:
        """The auxiliaries of the passive."""
        return self.be | self.get

    @cached_property
    def auxiliaries(self) -> frozenset[str]:
        """All that is no verb proper where another verb follows, modals and signs of the future included."""
        return self.passive | self.have | self.do | self.modals | self.future

    def is_negation(self, low: str) -> bool:
        """Tell whether a word, in lower case, denies."""
        return low in self.negations or low.endswith(self.negation_endings)


@lru_cache(maxsize=8)
def compile_grammar(language: Language) -> Grammar:
    """Return the closed classes of `language`; the same object on every call."""
    table = language.tables["grammar"]
    lists: dict[str, Any] = {name: tuple(table[name]) for name in _TUPLES}
    return Grammar(**{field.name: frozenset(table[field.name]) for field in fields(Grammar)} | lists)
