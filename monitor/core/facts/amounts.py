"""Which amounts of money and shares a fact asks for by its name: no prices where a pay rise is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from monitor.core.counting.units import compile_units, singular
from monitor.core.facts.watchlist import FactRule
from monitor.core.language.lexicon import Language
from monitor.model import Mention, UnitClass

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BAGS = frozenset({UnitClass.MONEY, UnitClass.SHARE})  # their units say nothing of what is counted


def is_of_another_kind(mention: Mention, rule: FactRule, language: Language) -> bool:
    """Tell that money or a share is said to be of one kind of amount, that the fact is called after another, and that
    nothing in the sentence speaks of the fact's own: "inflation, put at 33 percent" is no pay rise.

    A fact that says itself what its figure is of is not judged by its name.
    """
    if UnitClass.of(mention.unit_class) not in _BAGS or rule.of_what or rule.near:
        return False
    asked = _kinds_of(_words(rule.name), language, ("amounts",))
    before, _, _ = mention.evidence.partition(mention.text)
    told = _kinds_of(_words(mention.of_what or ""), language) or _nearest(_words(before), language)
    return bool(asked and told) and asked.isdisjoint(told | _kinds_of(_words(mention.evidence), language))


def _nearest(before: list[str], language: Language) -> frozenset[str]:
    """Return the kinds of the last word that names any."""
    return next((kinds for word in reversed(before) if (kinds := _kinds_of([word], language))), frozenset())


def _kinds_of(
    words: Iterable[str], language: Language, tables: tuple[str, ...] = ("amounts", "amounts_told")
) -> frozenset[str]:
    known, units = _kinds(language, tables), compile_units(language)
    none: frozenset[str] = frozenset()
    return none.union(*(known.get(word, none) | known.get(singular(word, units), none) for word in words))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


@lru_cache(maxsize=8)
def _kinds(language: Language, tables: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return the kinds of amounts that a word names, by the word as its list has it."""
    kinds: dict[str, set[str]] = {}
    for table in tables:
        for name, nouns in language.tables.get("ledger", {}).get(table, {}).items():
            for noun in nouns:
                kinds.setdefault(noun, set()).add(name)
    return {noun: frozenset(names) for noun, names in kinds.items()}
