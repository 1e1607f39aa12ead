"""How real a sentence takes its clauses to be: conditions, fiction and drills, and what somebody fears, hopes or
supposes.

Auxiliaries and negation belong to single verbs and are read with them, in `events`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
class FactualityWords:
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
    models: frozenset[str]  # before one of sightings: "Model sees 900 dead", "the simulation put the toll at"
    sightings: frozenset[str]
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
    def governing(self) -> frozenset[str]:
        """The words that may govern the clause behind them."""
        return frozenset[str]().union(*(getattr(self, governor.name) for governor in _GOVERNORS))

    @cached_property
    def gate(self) -> frozenset[str]:
        return self.governing | self.inverted | self.fictions | {phrase.split()[-1] for phrase in self.over} | {"?"}


@valueclass(frozen=True, slots=True)
class Factuality:
    """The tokens of one sentence that are `unreal` (a condition and what follows from it, fiction), `supposed`,
    `feared` to have happened, or `over`.
    """

    unreal: frozenset[int] = frozenset()
    supposed: frozenset[int] = frozenset()
    feared: frozenset[int] = frozenset()
    over: frozenset[int] = frozenset()


@lru_cache(maxsize=8)
def compile_factuality(language: Language) -> FactualityWords:
    """Return the words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["events"]["reality"]
    sets = {field.name: frozenset(table[field.name]) for field in fields(FactualityWords) if field.name in table}
    return FactualityWords(auxiliaries=compile_grammar(language).auxiliaries, **sets)


def read_factuality(sentence: Sentence, language: Language) -> Factuality:
    """Return what the sentence takes for unreal and for supposed."""
    words = compile_factuality(language)
    lowers = sentence.lowers
    if words.gate.isdisjoint(lowers):
        return Factuality()
    if _is_fiction(sentence, words):
        return Factuality(unreal=frozenset(range(len(lowers))))
    governed: dict[str, set[int]] = {"unreal": set(), "supposed": set(), "feared": set()}
    if lowers[-1] == "?" and lowers[0] in words.auxiliaries:
        governed["supposed"].update(range(_clause_end(lowers, 1, words)))  # "Were 14 people killed?"
    elif lowers[0] in words.inverted and "," in lowers:
        governed["unreal"].update(range(_condition_end(lowers, 0, words)))
    for k, word in enumerate(lowers):
        if word in words.governing and (governor := _governor_at(lowers, k, words)) is not None:
            governed[governor.standing].update(range(k, governor.end(lowers, k, words)))
    unreal, supposed, feared = map(frozenset, governed.values())
    return Factuality(unreal, supposed, feared, _over(lowers, words))


def _governor_at(lowers: tuple[str, ...], k: int, words: FactualityWords) -> _Governor | None:
    """Return what kind of governor the word at `k` is where it stands, or None."""
    for governor in _GOVERNORS:
        is_named = lowers[k] in getattr(words, governor.name)
        if is_named and (governor.governs is None or governor.governs(lowers, k, words)):
            return governor
    return None


def _opens_clause(lowers: tuple[str, ...], k: int, words: FactualityWords) -> bool:
    """Tell that "that" stands behind the word at `k`, or behind the comma there."""
    return not words.that.isdisjoint(lowers[k + 1 : k + 2 + (lowers[k + 1 : k + 2] == (",",))])


def _inquires(lowers: tuple[str, ...], k: int, words: FactualityWords) -> bool:
    """Tell "looking into claims"."""
    return not words.claims.isdisjoint(lowers[k + 1 : k + 1 + _CLAIM])


def _models(lowers: tuple[str, ...], k: int, words: FactualityWords) -> bool:
    """Tell "models show"."""
    return not words.sightings.isdisjoint(lowers[k + 1 : k + 2])


def _over(lowers: tuple[str, ...], words: FactualityWords) -> frozenset[int]:
    """Return the tokens of a relative clause whose subject is said to have ended: "the curfew that kept them indoors is
    over".
    """
    end = next((k for k in range(len(lowers) - 1) if " ".join(lowers[k : k + 2]) in words.over), None)
    start = None if end is None else next((k for k in range(1, end) if lowers[k] in words.relatives), None)
    return frozenset() if start is None or end is None else frozenset(range(start, end))


def _is_fiction(sentence: Sentence, words: FactualityWords) -> bool:
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


def _is_condition(lowers: tuple[str, ...], k: int, words: FactualityWords) -> bool:
    """Tell "if the dam breaks" from "as if", "dozens, if not hundreds"."""
    return not (k > 0 and lowers[k - 1] in words.not_after) and not (
        k + 1 < len(lowers) and lowers[k + 1] in words.not_before
    )


def _condition_end(lowers: tuple[str, ...], k: int, words: FactualityWords) -> int:
    """Return where a condition ends, with the clause that follows from it where the condition comes first."""
    end = _clause_end(lowers, k + 1, words)
    is_first = k == 0 or not lowers[k - 1][0].isalnum() or lowers[k - 1] in words.that
    if is_first and end < len(lowers) and lowers[end] == ",":
        return _clause_end(lowers, end + 1, words)
    return end


def _supposed_end(lowers: tuple[str, ...], k: int, words: FactualityWords) -> int:
    """Return where what is supposed ends; a comma before "that" opens it ("fürchtet, dass ...")."""
    start = k + 1
    if lowers[start : start + 1] == (",",):
        start += 1
    if not words.that.isdisjoint(lowers[start : start + 1]):
        start += 1
    return _clause_end(lowers, start, words)


def _question_end(lowers: tuple[str, ...], k: int, words: FactualityWords) -> int:
    return _clause_end(lowers, k + 1, words)


def _clause_end(lowers: tuple[str, ...], start: int, words: FactualityWords) -> int:
    """Return where a clause ends: what is said "after 12 people died" is no condition any more."""
    return clause_end(lowers, start, words.clause_ends, words.facts, reach=_REACH)


@dataclass(frozen=True, slots=True)
class _Governor:
    """A list of words that take what follows out of what has happened: where they govern, up to where, and how real it
    then is.
    """

    name: str
    standing: str
    governs: Callable[[tuple[str, ...], int, FactualityWords], bool] | None  # None: wherever they stand
    end: Callable[[tuple[str, ...], int, FactualityWords], int]


_GOVERNORS = (
    _Governor("conditions", "unreal", _is_condition, _condition_end),
    _Governor("questions", "unreal", None, _question_end),
    _Governor("suppositions", "supposed", None, _supposed_end),
    _Governor("models", "supposed", _models, _supposed_end),
    _Governor("demands", "supposed", _opens_clause, _supposed_end),
    _Governor("inquiries", "supposed", _inquires, _supposed_end),
    _Governor("fears", "feared", None, _supposed_end),
    _Governor("suspicions", "feared", _opens_clause, _supposed_end),
)
