"""The verb that governs a figure, and its lemma: read from the forms in verbs.toml, clause by clause, without a parser.

A word that is a noun as often as a verb ("offer", "rise") is taken for a verb only after an auxiliary or "to".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.grammar import Grammar, compile_grammar
from monitor.core.syntax.verb_forms import lemmas_of
from monitor.core.syntax.verb_groups import group_start

_GROUP = 4  # tokens back over adverbs and auxiliaries of one verb group
_REACH = 14  # tokens from a figure to the verb of its clause


@dataclass(frozen=True, slots=True, eq=False)
class Verbs:
    """The verbs of one language. `lemmas` gives every known form its base."""

    lemmas: Mapping[str, str]
    nouns_too: frozenset[str]
    articles: frozenset[str]
    saying: frozenset[str]
    grammar: Grammar
    auxiliaries: frozenset[str]
    clause_ends: frozenset[str]
    infinitive: frozenset[str]
    measuring: frozenset[str]
    needing: frozenset[str]


@lru_cache(maxsize=8)
def compile_verbs(language: Language) -> Verbs:
    """Return the verbs of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["verbs"]
    names = (
        "nouns_too",
        "articles",
        "saying",
        "clause_ends",
        "measuring",
        "needing",
    )
    grammar = compile_grammar(language)
    return Verbs(
        lemmas=lemmas_of(language),
        grammar=grammar,
        auxiliaries=grammar.auxiliaries | grammar.infinitive | grammar.negations,
        infinitive=grammar.infinitive,
        **{name: frozenset(table[name]) for name in names},
    )


def lemma_of(form: str, verbs: Verbs) -> str:
    """Return the base of a verb's form; a form of no known verb stands for itself."""
    return verbs.lemmas.get(form, form)


def is_verb(sentence: Sentence, i: int, verbs: Verbs) -> bool:
    """Tell whether token `i` is a verb where it stands; auxiliaries count when they are the only verb of their
    group.
    """
    word = sentence.lowers[i]
    if word in verbs.saying or word not in verbs.lemmas:
        return False
    if word in verbs.auxiliaries:
        return not _opens_group(sentence, i, verbs)
    return word not in verbs.nouns_too or _follows_auxiliary(sentence, i, verbs)


def _opens_group(sentence: Sentence, i: int, verbs: Verbs) -> bool:
    """Tell that the verb proper follows an auxiliary: "was (badly) hurt"."""
    for k in range(i + 1, min(i + 1 + _GROUP, len(sentence.lowers))):
        word = sentence.lowers[k]
        if word in verbs.lemmas and word not in verbs.auxiliaries:
            return word not in verbs.nouns_too or k == i + 1
        if not verbs.grammar.is_of_group(word):
            return False
    return False


def _follows_auxiliary(sentence: Sentence, i: int, verbs: Verbs) -> bool:
    first = group_start(sentence, i, verbs.grammar, longest=_GROUP)
    return not verbs.auxiliaries.isdisjoint(sentence.lowers[first:i])


def is_passive(sentence: Sentence, i: int, verbs: Verbs) -> bool:
    """Tell that a form of "be" is the auxiliary of the verb at `i`."""
    return verbs.grammar.makes_passive(sentence.lowers[group_start(sentence, i, verbs.grammar) : i])


def verb_before(sentence: Sentence, first: int, verbs: Verbs) -> int | None:
    """Return the token of the nearest verb before token `first` in its clause, or None."""
    for k in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word = sentence.lowers[k]
        if word in verbs.clause_ends or word in verbs.saying:
            return None
        if word not in verbs.lemmas:
            continue
        if is_verb(sentence, k, verbs) or (k == first - 1 and k > 0 and sentence.lowers[k - 1] not in verbs.articles):
            return k  # "the model costs 999 dollars"
    return None


def verb_after(sentence: Sentence, last: int, verbs: Verbs) -> int | None:
    """Return the token of the nearest verb from token `last` on in its clause, or None."""
    for k in range(last, min(len(sentence.lowers), last + _REACH)):
        word = sentence.lowers[k]
        if word in verbs.clause_ends or word in verbs.saying:
            return None
        if word in verbs.lemmas and is_verb(sentence, k, verbs):
            return k
    return None
