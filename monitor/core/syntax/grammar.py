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
    negative_articles: frozenset[str]
    negation_endings: tuple[str, ...]
    be: frozenset[str]
    get: frozenset[str]
    have: frozenset[str]
    do: frozenset[str]
    modals: frozenset[str]
    future: frozenset[str]
    adverbs: frozenset[str]
    adverb_endings: tuple[str, ...]
    infinitive: frozenset[str]

    @cached_property
    def passive(self) -> frozenset[str]:
        """The auxiliaries of the passive, the denied ones included: "wasn't"."""
        return self._denied(self.be | self.get)

    @cached_property
    def auxiliaries(self) -> frozenset[str]:
        """All that is no verb proper where another verb follows, modals and signs of the future included."""
        return self.passive | self._denied(self.have | self.do | self.modals | self.future)

    def _denied(self, auxiliaries: frozenset[str]) -> frozenset[str]:
        """Return the auxiliaries with their denied forms: "was" and "wasn't", "can" and "can't"."""
        return (
            auxiliaries
            | {low.removesuffix("n") + end for low in auxiliaries for end in self.negation_endings}
            | {low + end for low in auxiliaries for end in self.negation_endings}
        )

    @cached_property
    def group(self) -> frozenset[str]:
        """All that belongs to a verb before it: auxiliaries, negations, adverbs and the sign of the infinitive."""
        return self.auxiliaries | self.infinitive | self.negations | self.adverbs

    @cached_property
    def group_endings(self) -> tuple[str, ...]:
        """How a word ends that belongs to a verb and is not listed."""
        return self.adverb_endings + self.negation_endings

    def is_of_group(self, low: str) -> bool:
        """Tell whether a word, in lower case, may belong to the verb behind it."""
        return low in self.group or low.endswith(self.group_endings)

    def makes_passive(self, group: tuple[str, ...]) -> bool:
        """Tell "were believed to have been" from "were believed to have": the last auxiliary says it."""
        auxiliaries = (low for low in reversed(group) if low in self.auxiliaries or low in self.infinitive)
        return next(auxiliaries, "") in self.passive

    def is_negation(self, low: str) -> bool:
        """Tell whether a word, in lower case, denies."""
        return low in self.negations or low.endswith(self.negation_endings)


@lru_cache(maxsize=8)
def compile_grammar(language: Language) -> Grammar:
    """Return the closed classes of `language`; the same object on every call."""
    table = language.tables["grammar"]
    lists: dict[str, Any] = {name: tuple(table[name]) for name in _TUPLES}
    return Grammar(**{field.name: frozenset(table[field.name]) for field in fields(Grammar)} | lists)
