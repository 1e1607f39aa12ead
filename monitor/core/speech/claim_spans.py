"""The words of a claim that somebody denies, doubts or does not say: from behind the cue to the end of the clause, or
before it.

Only says which words; who takes which stand is read in `stances` and `attribution_cues`.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.clauses import clause_start

_MARKS = frozenset(';!?“”"„«»—–.')
_TRAILING = 8  # tokens behind a comma in which a cue shows that the clause is over ("..., the mayor of Split said")
_OPENING = 4  # tokens behind a comma in which a clause of time opens ("a day after")
_PAIRED = 3  # tokens from "as" to "as" in "as many as"
_LONGEST = 60  # tokens of a claim; bounds the search on hostile text
_NOUN_WINDOW = 30  # tokens between the noun of a claim and the judgement on it


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """What bounds a claim; a part of statements.toml, with the verbs of speech of attribution.toml."""

    that: frozenset[str]
    clause_ends: frozenset[str]
    paired: frozenset[str]
    asides: frozenset[str]
    leaving: frozenset[str]
    nouns: frozenset[str]
    joining: frozenset[str]
    speech: frozenset[str]
    participle_endings: tuple[str, ...]
    has_comma_clauses: bool  # a comma stands before a clause that is said: "bestritt, Geld genommen zu haben"


def compile_claim_words(language: Language) -> ClaimWords:
    """Return what bounds a claim in `language`."""
    words, verbs = language.tables["statements"]["words"], language.tables["attribution"]["verbs"]
    speech = frozenset(
        form for kind in ("said", "estimated", "noted") for entry in verbs[kind] for form in entry.split()
    )
    joining = frozenset(language.tables["attribution"]["words"]["joining"])
    sets = {name: frozenset(words[name]) for name in ("that", "clause_ends", "paired", "asides", "leaving")}
    return ClaimWords(
        **sets,
        nouns=frozenset(words["claims"]),
        joining=joining,
        speech=speech,
        participle_endings=tuple(words["participle_endings"]),
        has_comma_clauses=bool(language.tables["attribution"]["frames"]["has_comma_clauses"]),
    )


def claim_behind(sentence: Sentence, start: int, words: ClaimWords) -> tuple[int, int]:
    """Return the token span of the claim that begins at `start`, or behind the comma there; empty where none does.

    A claim that "that" opens goes on over commas, up to what cannot belong to it: a trailing cue, a participle, a
    clause of time. Another ends with its clause.
    """
    lowers, count = sentence.lowers, min(len(sentence.words), start + _LONGEST)
    if (
        start + 1 < count
        and lowers[start] == ","
        and (lowers[start + 1] in words.that or (words.has_comma_clauses and not _leaves(sentence, start + 1, words)))
    ):
        start += 1
    is_clause = any(low in words.that for low in lowers[start : min(count, start + _PAIRED)])
    at = start
    while at < count and not _ends(sentence, at, words, is_clause=is_clause):
        at += _pair_at(lowers, at, words.paired)
    return start, min(at, count)


def _pair_at(lowers: tuple[str, ...], at: int, paired: Set[str]) -> int:
    """Return how many tokens to step over at `at`: those of "as many as" together, else one."""
    if lowers[at] in paired:
        for step in range(2, _PAIRED):
            if lowers[at + step : at + step + 1] == (lowers[at],):
                return step + 1
    return 1


def _ends(sentence: Sentence, at: int, words: ClaimWords, *, is_clause: bool) -> bool:
    low = sentence.lowers[at]
    if low == ",":
        return not is_clause or _leaves(sentence, at + 1, words)
    if low in words.joining and words.speech.intersection(sentence.lowers[at + 1 : at + 2]):
        return True  # "denied targeting the town and said"
    if low in words.clause_ends:
        return _pair_at(sentence.lowers, at, words.paired) == 1
    return low[0] in _MARKS and not (low == "." and sentence.touches(at) and at + 1 < len(sentence.words))


def _leaves(sentence: Sentence, at: int, words: ClaimWords) -> bool:
    """Tell whether what follows a comma is no part of the claim before it."""
    lowers = sentence.lowers[at : at + _TRAILING]
    if not lowers or lowers[0] in words.clause_ends:
        return True
    if lowers[0] in words.asides:
        return False
    if lowers[0].endswith(words.participle_endings) or not words.leaving.isdisjoint(lowers[:_OPENING]):
        return True
    stop = next((index for index, low in enumerate(lowers) if low[0] in _MARKS or low == ","), len(lowers))
    return not words.speech.isdisjoint(lowers[:stop])


def claim_before(sentence: Sentence, end: int, words: ClaimWords) -> tuple[int, int]:
    """Return the token span of a claim that ends at `end` and opens with a noun for a claim ("reports that 12 died");
    empty where none does.
    """
    first = end
    for at in range(end - 1, max(-1, end - _NOUN_WINDOW), -1):
        low = sentence.lowers[at]
        if low in words.clause_ends or low[0] in _MARKS:
            break
        if low in words.nouns:
            first = at
    return first, end


def clause_before(sentence: Sentence, comma: int, words: ClaimWords) -> tuple[int, int]:
    """Return the token span of the clause that ends with the comma at `comma`."""
    return clause_start(sentence.lowers, comma, words.clause_ends, _MARKS, reach=comma), comma
