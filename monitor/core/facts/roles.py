"""Which people a fact asks for by what they are or do: no agents where protesters are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from monitor.core.counting.units import compile_units, singular
from monitor.core.facts.unit_keys import general_nouns
from monitor.core.facts.watchlist import FactRule, Term
from monitor.core.language.folding import fold
from monitor.core.language.lexicon import Language
from monitor.model import Mention, UnitClass
from monitor.model.valueclasses import valueclass

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_BEFORE, _AFTER = 3, 5  # words


def has_another_role(mention: Mention, rule: FactRule, language: Language) -> bool:
    """Tell that people of whom nothing is said are called by another role than those whom the rule asks for, and that
    the words beside them tell of no gathering: agents and children are no protesters, students who march are.

    What a rule asks for is said by its own words for people, beside which "people" is only another word for them, or by
    its name, "crowd". A rule that asks for what happens to people takes whomever it happens to.
    """
    if mention.aspect is not None or mention.unit_class != UnitClass.PERSON or not mention.unit:
        return False
    if rule.aspects or rule.happens:
        return False
    noun, words = singular(mention.unit.split()[-1].lower(), compile_units(language)), _compile_crowds(language)
    if noun in general_nouns(language)[UnitClass.PERSON] or not words.gathering.isdisjoint(_beside(mention)):
        return False
    is_crowd = not words.nouns.isdisjoint(_words(rule.name))
    return is_crowd or any(_names_people(term, language) for term in rule.units)


@valueclass(frozen=True, slots=True, eq=False)
class _Crowds:
    """Nouns for those who gather, by which a fact may be called, and words that tell of a gathering; lower case."""

    nouns: frozenset[str]
    gathering: frozenset[str]


@lru_cache(maxsize=8)
def _compile_crowds(language: Language) -> _Crowds:
    table: Mapping[str, Sequence[str]] = language.tables.get("ledger", {}).get("crowds", {})
    return _Crowds(frozenset(table.get("nouns", ())), frozenset(table.get("gathering", ())))


def _beside(mention: Mention) -> list[str]:
    """Return the words just before and after those that count: "a march by 300 nurses", "300 nurses marched"."""
    before, _, after = mention.evidence.partition(mention.text)
    return _words(before)[-_BEFORE:] + _words(after)[:_AFTER]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


@lru_cache(maxsize=1024)
def _names_people(term: Term, language: Language) -> bool:
    """Tell whether a term names people by what they are or do, "protester*", and not as people at all."""
    classes, general = compile_units(language).classes, general_nouns(language)[UnitClass.PERSON]
    nouns = (noun for noun in classes if _is_called(fold(noun), term))
    return any(classes[noun] == UnitClass.PERSON and noun not in general for noun in nouns)


def _is_called(noun: str, term: Term) -> bool:
    return noun == term.text or (term.is_prefix and noun.startswith(term.text))
