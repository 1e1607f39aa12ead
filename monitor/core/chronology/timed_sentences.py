"""The temporal expressions of a sentence in its clauses, and which of them may date a thing that stands beside them.

What they mean, and which of those that may date a thing does, is asked by `event_times`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.chronology.temporal_clauses import TemporalClauses
from monitor.core.chronology.temporal_expressions import TemporalExpression
from monitor.core.chronology.time_words import TimeWords
from monitor.core.language.text import Sentence
from monitor.model.valueclasses import valueclass

_LIGHT_START = 2  # tokens before an expression that still opens its clause ("But on Friday")


@dataclass(frozen=True, slots=True)
class TimedExpression:
    """An expression in its clause; `told_at`: the time told last before it; `is_said`: it is the time of saying.

    `reach`: the token that ends what a distance ("ten years after") tells the time of, which begins behind it.
    """

    expression: TemporalExpression
    clause: int
    is_said: bool
    told_at: datetime | None
    reach: int = 0

    def reaches(self, token: int) -> bool:
        """Tell whether a distance tells the time of the thing at `token`."""
        return self.expression.last <= token < self.reach


@valueclass(frozen=True, slots=True)
class TimedSentence:
    sentence: Sentence
    clauses: TemporalClauses
    timed: tuple[TimedExpression, ...]


def reach_of(sentence: Sentence, expression: TemporalExpression, words: TimeWords) -> int:
    """Return the token that ends what stands behind a distance: the next comma that no clause on it follows."""
    lowers, table = sentence.lowers, words.attributes
    for at in range(expression.last, len(lowers)):
        is_comma = lowers[at] in words.clauses["commas"]
        if lowers[at] in words.clauses["marks"] or (
            is_comma and lowers[at + 1 : at + 2] != () and lowers[at + 1] not in table["goes_on"]
        ):
            return at
    return len(lowers)


def is_described(within: TimedSentence, timed: TimedExpression, opener: int | None, words: TimeWords | None) -> bool:
    """Tell that the clause opened at `opener` describes what a time says: "the 1966 flood, in which 35 died"."""
    if opener is None or opener < timed.expression.last or words is None:
        return False
    small = words.clauses["commas"] | words.attributes["within"]
    return opener <= timed.expression.last + 1 or (
        opener == timed.expression.last + 2 and small.issuperset(within.sentence.lowers[timed.expression.last : opener])
    )


def dates_thing(within: TimedSentence, timed: TimedExpression, first: int, last: int, words: TimeWords | None) -> bool:
    """Tell whether a time is that of the thing at [first, last) beside it. "The 2004 tsunami killed 9" and "killed by
    the 2004 tsunami" are; "survivors of the 2004 tsunami" and "in a town devastated by the tsunami of 2004" are not.
    """
    noun, lowers = timed.expression.noun, within.sentence.lowers
    if noun is None or words is None:
        return True
    table = words.attributes
    before = lowers[noun - 1] if noun > 0 else ""
    is_within = before in table["within"] or lowers[noun] in table["within"]
    if noun < first:
        return is_within or noun <= within.clauses.numbers.index(timed.clause) + 1
    verb = noun - 2  # "hit by the"
    is_participle = verb > 0 and (lowers[verb].endswith(words.participles) or lowers[verb] in table["reduced"])
    return is_within and not (is_participle and last < verb and lowers[verb - 1] not in words.grammar.be)


def nearest(within: TimedSentence, own: Sequence[TimedExpression], first: int, clause: int) -> TimedExpression:
    """Return the expression behind the thing, or where expressions open the clause ("On Monday 12 fell and on Tuesday
    5") the one before it.
    """
    before = [timed for timed in own if timed.expression.first < first]
    after = [timed for timed in own if timed.expression.first >= first]
    begin = within.clauses.numbers.index(clause)
    if before and (not after or before[0].expression.first - begin <= _LIGHT_START):
        return before[-1]
    return after[0]


def usable_times(within: TimedSentence, first: int, last: int) -> tuple[list[TimedExpression], TimedExpression | None]:
    """Return the times that may date the thing at tokens [first, last), and the distance ("ten years after") that
    reaches it.
    """
    around = [
        timed
        for timed in within.timed
        if not timed.is_said and (timed.expression.last <= first or timed.expression.first >= last)
    ]
    distance = next((timed for timed in around if timed.reaches(first)), None)
    plain = [timed for timed in around if not timed.expression.is_distance]
    return [timed for timed in plain if distance is None or distance.reaches(timed.expression.first)], distance
