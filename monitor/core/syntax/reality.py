"""How real a sentence takes its clauses to be: conditions, fiction and drills, and what somebody fears, hopes or
supposes.

Auxiliaries and negation belong to single verbs and are read with them, in `events`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.clauses import clause_end
from monitor.core.syntax.grammar import compile_grammar
from monitor.model.valueclasses import valueclass

_FRAME = 5  # tokens in which a sentence names the fiction that it tells of: "In the second film,"
_CLAIM = 3  # tokens from "looking into" to "claims"
_REACH = 30  # tokens of a clause that a word before it governs


@dataclass(frozen=True, eq=False)
class RealityWords:
    """The words of one language that take a clause out of what has happened; see `[reality]` in events.toml."""

    conditions: frozenset[str]
    inverted: frozenset[str]  # at the head of a sentence: "Should the dam break,", "Sollte der Damm brechen,"
    demands: frozenset[str]  # before "that": what is asked for is not done yet
    inquiries: frozenset[str]  # before a claim: what is looked into is not known
    claims: frozenset[str]
    tellings: frozenset[str]  # what a fiction does: "The novel opens with"
    questions: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    suppositions: frozenset[str]
    fears: frozenset[str]
    suspicions: frozenset[str]  # fears that are nouns of people too: "suspect that", but "two suspects"
    that: frozenset[str]
    fictions: frozenset[str]
    frames: frozenset[str]
    frame_ends: frozenset[str]
    clause_ends: frozenset[str]
    facts: frozenset[str]
    relatives: frozenset[str]
    over: frozenset[str]  # of two words each: "is over"
    auxiliaries: frozenset[str]

    @cached_property
    def gate(self) -> frozenset[str]:
        return (
            self.conditions
            | self.inverted
            | self.demands
            | self.inquiries
            | self.questions
            | self.suppositions
            | self.fears
            | self.suspicions
            | self.fictions
            | {phrase.split()[-1] for phrase in self.over}
            | {"?"}
        )


@valueclass(frozen=True, slots=True)
class Reality:
    """The tokens of one sentence that are `unreal` (a condition and what follows from it, fiction), `supposed`,
    `feared` to have happened, or `over`.
    """

    unreal: frozenset[int] = frozenset()
    supposed: frozenset[int] = frozenset()
    feared: frozenset[int] = frozenset()
    over: frozenset[int] = frozenset()


@lru_cache(maxsize=8)
def compile_reality(language: Language) -> RealityWords:
    """Return the words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["events"]["reality"]
    sets = {field.name: frozenset(table[field.name]) for field in fields(RealityWords) if field.name in table}
    return RealityWords(auxiliaries=compile_grammar(language).auxiliaries, **sets)


def read_reality(sentence: Sentence, language: Language) -> Reality:
    """Return what the sentence takes for unreal and for supposed."""
    words = compile_reality(language)
    lowers = sentence.lowers
    if words.gate.isdisjoint(lowers):
        return Reality()
    if _is_fiction(sentence, words):
        return Reality(unreal=frozenset(range(len(lowers))))
    unreal: set[int] = set()
    supposed: set[int] = set()
    feared: set[int] = set()
    if lowers[-1] == "?" and lowers[0] in words.auxiliaries:
        supposed.update(range(_clause_end(lowers, 1, words)))  # "Were 14 people killed?"
    elif lowers[0] in words.inverted and "," in lowers:
        unreal.update(range(_condition_end(lowers, 0, words)))
    for k, word in enumerate(lowers):
        if word in words.conditions and _is_condition(lowers, k, words):
            unreal.update(range(k, _condition_end(lowers, k, words)))
        elif word in words.questions:
            unreal.update(range(k, _clause_end(lowers, k + 1, words)))
        elif (
            word in words.suppositions
            or (word in words.demands and _opens_clause(lowers, k + 1, words))
            or (word in words.inquiries and not words.claims.isdisjoint(lowers[k + 1 : k + 1 + _CLAIM]))
        ):
            supposed.update(range(k, _supposed_end(lowers, k + 1, words)))
        elif word in words.fears or (word in words.suspicions and _opens_clause(lowers, k + 1, words)):
            feared.update(range(k, _supposed_end(lowers, k + 1, words)))
    return Reality(frozenset(unreal), frozenset(supposed), frozenset(feared), _over(lowers, words))


def _opens_clause(lowers: tuple[str, ...], k: int, words: RealityWords) -> bool:
    """Tell that "that" stands at `k`, or behind the comma there."""
    return not words.that.isdisjoint(lowers[k : k + 1 + (lowers[k : k + 1] == (",",))])


def _over(lowers: tuple[str, ...], words: RealityWords) -> frozenset[int]:
    """Return the tokens of a relative clause whose subject is said to have ended: "the curfew that kept them indoors is
    over".
    """
    end = next((k for k in range(len(lowers) - 1) if " ".join(lowers[k : k + 2]) in words.over), None)
    start = None if end is None else next((k for k in range(1, end) if lowers[k] in words.relatives), None)
    return frozenset() if start is None or end is None else frozenset(range(start, end))


def _is_fiction(sentence: Sentence, words: RealityWords) -> bool:
    """Tell "In the film 400 sailors ...", "The novel opens with ...": a sentence that opens with what it is told in."""
    lowers = sentence.lowers
    if any(
        lowers[k] in words.fictions and lowers[k + 1] in words.tellings for k in range(1, min(_FRAME, len(lowers) - 1))
    ):
        return True
    if not lowers or lowers[0] not in words.frames:
        return False
    for k in range(1, min(_FRAME, len(lowers) - 1)):
        if lowers[k] in words.fictions:
            return lowers[k + 1] in words.frame_ends or lowers[k + 1][0].isdecimal()
    return False


def _is_condition(lowers: tuple[str, ...], k: int, words: RealityWords) -> bool:
    """Tell "if the dam breaks" from "as if", "dozens, if not hundreds"."""
    return not (k > 0 and lowers[k - 1] in words.not_after) and not (
        k + 1 < len(lowers) and lowers[k + 1] in words.not_before
    )


def _condition_end(lowers: tuple[str, ...], k: int, words: RealityWords) -> int:
    """Return where a condition ends, with the clause that follows from it where the condition comes first."""
    end = _clause_end(lowers, k + 1, words)
    is_first = k == 0 or not lowers[k - 1][0].isalnum() or lowers[k - 1] in words.that
    if is_first and end < len(lowers) and lowers[end] == ",":
        return _clause_end(lowers, end + 1, words)
    return end


def _supposed_end(lowers: tuple[str, ...], start: int, words: RealityWords) -> int:
    """Return where what is supposed ends; a comma before "that" opens it ("fürchtet, dass ...")."""
    if start + 1 < len(lowers) and lowers[start] == "," and lowers[start + 1] in words.that:
        start += 1
    return _clause_end(
        lowers, start + 1 if start < len(lowers) and lowers[start] in (",", *words.that) else start, words
    )


def _clause_end(lowers: tuple[str, ...], start: int, words: RealityWords) -> int:
    """Return where a clause ends: what is said "after 12 people died" is no condition any more."""
    return clause_end(lowers, start, words.clause_ends, words.facts, reach=_REACH)
