"""The clauses of a sentence as far as times care: how each hangs on the one before, and what is still to come.

Each token has the number of its clause. Which time is that of a clause is asked by `event_times`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from monitor.core.chronology.temporal_expressions import TemporalExpression
from monitor.core.chronology.time_words import TimeWords
from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import CueWords
from monitor.core.syntax.event_words import EventWords


class ClauseKind(Enum):
    """How a clause hangs on the one before it."""

    MAIN = "main"
    JOINED = "joined"
    SUBORDINATE = "subordinate"
    SINCE = "since"
    THAT = "that"
    RELATIVE = "relative"
    APART = "apart"


_LENDING = frozenset((ClauseKind.JOINED, ClauseKind.SUBORDINATE, ClauseKind.SINCE))  # lend their time to the one before
_CLOSED_BY_COMMA = frozenset((ClauseKind.RELATIVE, ClauseKind.APART, ClauseKind.SINCE))
# The groups of words that open a clause, by its kind; a word of several groups is of the first.
_OPENERS = (
    ("relative", ClauseKind.RELATIVE),
    ("apart", ClauseKind.APART),
    ("since", ClauseKind.SINCE),
    ("that", ClauseKind.THAT),
    ("joins", ClauseKind.JOINED),
    ("subordinates", ClauseKind.SUBORDINATE),
    ("marks", ClauseKind.MAIN),  # a mark opens one that has nothing to do with the one before
)


@dataclass(frozen=True, slots=True)
class TemporalClauses:
    """The clause of each token, and of each clause the kind, its opening token, and whether it speaks of what is to
    come.
    """

    numbers: tuple[int, ...]
    kinds: tuple[ClauseKind, ...]
    openers: tuple[int, ...]
    future: frozenset[int]

    def neighbours(self, clause: int) -> frozenset[int]:
        """Return the clauses whose time may be that of `clause`: what it is joined to, and what hangs on it."""
        found: set[int] = set()
        at = clause
        while self.kinds[at] is ClauseKind.JOINED:
            at -= 1
            found.add(at)
        at = clause + 1
        while at < len(self.kinds) and self.kinds[at] in _LENDING:
            found.add(at)
            at += 1
        return frozenset(found)

    def described_at(self, clause: int) -> int | None:
        """Return the token that opens the description which `clause` gives of what stands before ("a blast on Friday
        that killed 12").
        """
        while self.kinds[clause] is ClauseKind.JOINED:
            clause -= 1
        return self.openers[clause] if self.kinds[clause] in (ClauseKind.THAT, ClauseKind.RELATIVE) else None


def read_clauses(
    sentence: Sentence, expressions: Sequence[TemporalExpression], words: TimeWords, events: EventWords, cues: CueWords
) -> TemporalClauses:
    """Number the clauses; a comma ends a relative clause, and the clause around it goes on."""
    lowers, future = sentence.lowers, words.clauses["future"]
    inside = {i for expression in expressions for i in range(expression.first, expression.last)}
    numbers: list[int] = []
    kinds, openers, coming = [ClauseKind.MAIN], [0], set[int]()
    number = outer = 0
    kinds_by_word, before_verb = _kinds_by_word(words), words.clauses["before_verb"]
    next_verb = _next_verbs(sentence, words, events, cues)
    for i, word in enumerate(lowers):
        kind = None if i in inside or (word in before_verb and not next_verb[i]) else kinds_by_word.get(word)
        if kind is not None:
            outer = number if kind in _CLOSED_BY_COMMA and number == outer else outer
            number = len(kinds)
            outer = outer if kind in _CLOSED_BY_COMMA else number
            kinds.append(kind)
            openers.append(i)
        elif word in words.clauses["commas"] and i not in inside:
            number = outer
        elif word in future:
            number = _resumed(lowers, i, numbers, kinds, openers, events)
            coming.add(number)
        numbers.append(number)
    return TemporalClauses(tuple(numbers), tuple(kinds), tuple(openers), frozenset(coming))


def _resumed(
    lowers: Sequence[str],
    at: int,
    numbers: Sequence[int],
    kinds: Sequence[ClauseKind],
    openers: Sequence[int],
    events: EventWords,
) -> int:
    """Return the clause of a modal: in "who shot and killed two in May will" that around the relative clause, which has
    its verb already.
    """
    number = numbers[-1] if numbers else 0
    relative = number - 1 if kinds[number] is ClauseKind.JOINED else number
    if relative < 1 or kinds[relative] is not ClauseKind.RELATIVE:
        return number
    opener = openers[relative]
    has_verb = any(word in events.words or word in events.auxiliaries for word in lowers[opener + 1 : at])
    return numbers[opener - 1] if has_verb and "," not in lowers[opener:at] else number


@lru_cache(maxsize=8)
def _kinds_by_word(words: TimeWords) -> Mapping[str, ClauseKind]:
    """Return the kind of the clause that each word opens; the same object on every call."""
    groups = {**words.clauses, "since": words.links["since"]}
    found = {word: kind for group, kind in reversed(_OPENERS) for word in groups[group]}
    return {word: kind for word, kind in found.items() if word in words.clause_openers}


def _next_verbs(sentence: Sentence, words: TimeWords, events: EventWords, cues: CueWords) -> list[bool]:
    """Tell for each token whether a verb follows before the next mark or opener of a clause."""
    kinds_by_word = _kinds_by_word(words)
    follows, found = [False] * len(sentence.lowers), False
    for i in range(len(sentence.lowers) - 1, -1, -1):
        follows[i] = found
        word = sentence.lowers[i]
        if word in events.words or word in events.auxiliaries or word in events.modals or word in cues.verbs:
            found = True
        elif word in kinds_by_word:
            found = False
    return follows
