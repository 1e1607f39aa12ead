"""When something happened, where the text says so: which temporal expression of a sentence belongs to which thing.

An expression beside a verb of speech ("said on Friday") says when it was said, so it counts for statements alone. Where
two times could be meant, none is taken: no time hides nothing, a wrong one makes an old event look new. Expressions are
read by `temporal_expressions`, resolved by `intervals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.chronology.intervals import Interval, TemporalRelation, resolve
from monitor.core.chronology.reporting_times import reporting_times
from monitor.core.chronology.temporal_clauses import ClauseKind, read_clauses
from monitor.core.chronology.temporal_expressions import find_temporal_expressions
from monitor.core.chronology.time_words import TimeWords, compile_time_words
from monitor.core.chronology.timed_sentences import (
    TimedExpression,
    TimedSentence,
    dates_thing,
    is_described,
    nearest,
    reach_of,
    usable_times,
)
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import compile_cue_words
from monitor.core.syntax.event_words import compile_event_words
from monitor.model import Modality, Reason
from monitor.model.valueclasses import replace, valueclass

# In nineteen real stories no fact that an editor wanted told had an event time further back, and eight of the false
# ones had.
LONG_BEFORE = timedelta(days=30)
_MOST = 12  # expressions of one sentence; hostile text has more


@dataclass(frozen=True, slots=True)
class EventTime:
    """[start, stop) in UTC; `is_inherited` where another sentence says it."""

    start: datetime
    stop: datetime
    reason: Reason
    is_inherited: bool = False


def slots_of_time(
    time: EventTime | None,
) -> tuple[datetime | None, datetime | None, tuple[str, ...], tuple[Reason, ...]]:
    """Return beginning and end of a mention's event, what of that is inherited, and the reasons."""
    if time is None:
        return None, None, (), ()
    return time.start, time.stop, ("event_time",) if time.is_inherited else (), (time.reason,)


@valueclass(frozen=True, slots=True)
class ResolvedExpression:
    """A temporal expression at tokens [first, last) and what it means: [start, stop) in UTC.

    `is_said`: the time of saying; `is_main`: it stands in the main clause of its sentence; `is_open`: from then until
    now ("since 1999"); `noun`: where the noun phrase begins that it tells apart ("the 2004 tsunami"); `reach`: the
    token that ends what a distance is the time of.
    """

    first: int
    last: int
    start: datetime
    stop: datetime
    is_said: bool
    is_main: bool
    is_open: bool
    noun: int | None = None
    reach: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class EventTimes:
    """The times of one text, by position of the sentence."""

    by_sentence: dict[int, TimedSentence]
    published_at: datetime | None
    have: frozenset[str]
    words: TimeWords | None = None

    def of_thing(
        self, position: int, first: int, last: int, modality: Modality, *, has_event: bool, points_back: bool = False
    ) -> EventTime | None:
        """Return when what happens to the thing at tokens [first, last) happens: the time of its clause, else the only
        one of its sentence.

        `has_event`: something is said to happen to it; of a thing with no event only the clause tells the time.
        `points_back`: the sentence goes on with the one before ("of these troops"), so it has that one's time if it has
        none.
        """
        within = self.by_sentence.get(position)
        if within is not None and any(not timed.is_said for timed in within.timed):
            return self._in_sentence(within, first, last, modality, has_event=has_event)
        before = self.by_sentence.get(position - 1) if points_back else None
        if before is None:
            return None
        exported = [
            timed
            for timed in before.timed
            if not timed.is_said and before.clauses.kinds[timed.clause] not in (ClauseKind.RELATIVE, ClauseKind.APART)
        ]
        found = self._only(before, exported, None, modality, "time of the sentence before")
        return None if found is None else replace(found, is_inherited=True)

    def resolved(self, position: int) -> tuple[ResolvedExpression, ...]:
        """Return the times that sentence `position` names, in order; what can't be resolved is left out."""
        within = self.by_sentence.get(position)
        found: list[ResolvedExpression] = []
        for timed in within.timed if within is not None else ():
            interval = self.interval_of(within, timed, timed.clause, Modality.ACTUAL) if within is not None else None
            if within is None or interval is None:
                continue
            is_main = within.clauses.kinds[timed.clause] is ClauseKind.MAIN
            is_open = (
                timed.expression.value.relation is TemporalRelation.SINCE
                or within.clauses.kinds[timed.clause] is ClauseKind.SINCE
            )
            reach = timed.reach if timed.expression.is_distance else None
            found.append(
                ResolvedExpression(
                    timed.expression.first,
                    timed.expression.last,
                    *interval,
                    timed.is_said,
                    is_main,
                    is_open,
                    timed.expression.noun,
                    reach,
                )
            )
        return tuple(found)

    def is_said(self, position: int, first: int) -> bool:
        """Tell whether the expression that begins at token `first` is the time of saying."""
        within = self.by_sentence.get(position)
        return within is not None and any(timed.is_said and timed.expression.first == first for timed in within.timed)

    def clause_at(self, position: int, token: int) -> int:
        """Return the number of the clause that a token of the sentence stands in."""
        within = self.by_sentence.get(position)
        return 0 if within is None else within.clauses.numbers[token]

    def of_statement(self, position: int, first: int, last: int) -> EventTime | None:
        """Return when the statement about the claim at tokens [first, last) was made: the time of saying, else one
        outside the claim.
        """
        within = self.by_sentence.get(position)
        if within is None:
            return None
        said = [timed for timed in within.timed if timed.is_said]
        outside = [
            timed
            for timed in within.timed
            if (timed.expression.first <= first or timed.expression.first >= last)
            and within.clauses.kinds[timed.clause] in (ClauseKind.MAIN, ClauseKind.JOINED)
        ]
        return self._only(within, said or outside, None, Modality.ACTUAL, "time of saying")

    def _in_sentence(
        self, within: TimedSentence, first: int, last: int, modality: Modality, *, has_event: bool
    ) -> EventTime | None:
        clause = within.clauses.numbers[first]
        found = self._in_clause(within, clause, first, last, modality, has_event=has_event)
        return None if found is not None and self._is_perfect(within, clause, found) else found

    def _is_perfect(self, within: TimedSentence, clause: int, time: EventTime) -> bool:
        """Tell "has killed 12": it goes on until now, so a time that ended long ago is none of it."""
        if self.words is None or self.published_at is None or self.published_at - time.stop < LONG_BEFORE:
            return False
        chain = {clause}
        while within.clauses.kinds[clause] is ClauseKind.JOINED:
            clause -= 1
            chain.add(clause)
        perfect = self.words.clauses["perfect"]
        return any(
            word in perfect
            for word, number in zip(within.sentence.lowers, within.clauses.numbers, strict=True)
            if number in chain
        )

    def _in_clause(
        self, within: TimedSentence, clause: int, first: int, last: int, modality: Modality, *, has_event: bool
    ) -> EventTime | None:
        usable, distance = usable_times(within, first, last)
        behind = None if distance is None else distance.expression.last  # "ten years after the 2004 tsunami killed 9"
        own = [
            timed
            for timed in usable
            if timed.clause == clause
            and (
                (behind is not None and timed.expression.noun == behind)
                or dates_thing(within, timed, first, last, self.words)
            )
        ]
        if own:
            return self._only(within, [nearest(within, own, first, clause)], clause, modality, "time of its clause")
        if distance is not None:
            return self._only(within, [distance], clause, modality, "so long ago")
        if not has_event:
            return None
        return self._only(within, self._of_sentence(within, clause, usable), clause, modality, "time of its sentence")

    def _of_sentence(
        self, within: TimedSentence, clause: int, usable: Sequence[TimedExpression]
    ) -> Sequence[TimedExpression]:
        """Return the times of clauses near by and of what this one describes, else the only one of the sentence."""
        near, described = within.clauses.neighbours(clause), self._described_at(within, clause)
        told_of = [timed for timed in usable if is_described(within, timed, described, self.words)]
        free = [timed for timed in usable if timed.expression.noun is None or timed in told_of]
        return [timed for timed in free if timed.clause in near or timed in told_of] or self._fronted(within, free)

    def _described_at(self, within: TimedSentence, clause: int) -> int | None:
        """Return the token that opens a description of what stands before, "since 1999, when 40 people died" among
        them.
        """
        opener = within.clauses.openers[clause]
        is_when = self.words is not None and opener > 0 and within.sentence.lowers[opener] in self.words.clauses["when"]
        return opener if is_when else within.clauses.described_at(clause)

    def _fronted(self, within: TimedSentence, usable: Sequence[TimedExpression]) -> list[TimedExpression]:
        """Return the only time of a sentence that opens with one of long ago: "In 2008, the mill was fined after a
        blast that killed 11".
        """
        if (
            len(usable) != 1
            or usable[0].expression.first > 0
            or within.clauses.kinds[usable[0].clause] is not ClauseKind.MAIN
            or self.published_at is None
        ):
            return []
        interval = self.interval_of(within, usable[0], usable[0].clause, Modality.ACTUAL)
        return list(usable) if interval is not None and self.published_at - interval[1] >= LONG_BEFORE else []

    def _only(
        self, within: TimedSentence, timed: Sequence[TimedExpression], clause: int | None, modality: Modality, rule: str
    ) -> EventTime | None:
        """Return the time that the expressions agree on, or `None`."""
        found = {self.interval_of(within, one, clause, modality): one for one in timed}
        if len(found) != 1:
            return None
        ((interval, one),) = found.items()
        if interval is None:
            return None
        expression, sentence = one.expression, within.sentence
        reason = Reason("event_time", rule, sentence.starts[expression.first], sentence.ends[expression.last - 1])
        return EventTime(*interval, reason, expression.value.start.is_anaphoric)

    def interval_of(
        self, within: TimedSentence, timed: TimedExpression, clause: int | None, modality: Modality
    ) -> Interval | None:
        """Return what an expression means for a thing in `clause`; `None` as the clause: the thing is elsewhere."""
        value = timed.expression.value
        if (
            value.relation is TemporalRelation.SINCE
            and clause is not None
            and clause != timed.clause
            and is_described(within, timed, self._described_at(within, clause), self.words)
        ):
            value = replace(value, relation=TemporalRelation.AT)
        if (
            within.clauses.kinds[timed.clause] is ClauseKind.SINCE
            and timed.clause != clause
            and value.relation is TemporalRelation.AT
        ):
            value = replace(value, relation=TemporalRelation.SINCE)
        is_possible = modality is Modality.POSSIBLE and self.have.isdisjoint(within.sentence.lowers)
        is_future = not timed.is_said and (
            modality is Modality.PLANNED or is_possible or timed.clause in within.clauses.future
        )
        return resolve(value, self.published_at, timed.told_at, is_future=is_future)


def read_times(sentences: Iterable[Sentence], published_at: datetime | None, language: Language) -> EventTimes:
    """Read the times of one text; linear in its length. Without `published_at` only what names its year is resolved."""
    events = compile_event_words(language)
    words = compile_time_words(language)
    times = EventTimes({}, published_at, events.have, words)
    if words is None:
        return times
    cues = compile_cue_words(language)
    told_at: datetime | None = None
    for position, sentence in enumerate(sentences):
        expressions = find_temporal_expressions(sentence, words)[:_MOST]
        if not expressions:
            continue
        clauses = read_clauses(sentence, expressions, words, events, cues)
        said = reporting_times(sentence, expressions, words, events, cues)
        timed: list[TimedExpression] = []
        within = TimedSentence(sentence, clauses, ())
        for expression in expressions:
            if expression.first > 0 and sentence.lowers[expression.first - 1] in words.clauses["apart"]:
                continue
            reach = reach_of(sentence, expression, words) if expression.is_distance else 0
            one = TimedExpression(expression, clauses.numbers[expression.first], expression in said, told_at, reach)
            timed.append(one)
            if expression.is_distance or expression.noun is not None:
                continue
            interval = None if one.is_said else times.interval_of(within, one, one.clause, Modality.ACTUAL)
            told_at = interval[0] if interval is not None else told_at
        times.by_sentence[position] = replace(within, timed=tuple(timed))
    return times
