"""Dates that a watchlist asks for: when the trial begins, until when the offer stands, to which day a vote was put off.

The time is the one that the clause of the asked word gives it. Times are read by `chronology`; here is told which of a
sentence's is meant, whether it is ahead, and which it was before. Where no date stands any more, the dating has none.
Long because these are one chain of questions about one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from monitor.core.asked.date_words import compile_date_words, starts_at
from monitor.core.asked.dated_clauses import GROUP, HARD_MARKS, OWNER, DatedClauses
from monitor.core.asked.events import Occurrence, occurrences_in
from monitor.core.asked.predicates import (
    Predicate,
    compile_predicate,
    compile_predicate_words,
)
from monitor.core.chronology.event_times import EventTimes
from monitor.core.chronology.intervals import Interval, TemporalRelation, TimeValue, resolve
from monitor.core.chronology.temporal_expressions import TemporalExpression, find_temporal_expressions
from monitor.core.chronology.time_words import TimeWords, compile_time_words
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import compile_event_words
from monitor.core.syntax.grammar import compile_grammar
from monitor.core.syntax.verbs import compile_verbs
from monitor.model import Modality
from monitor.model.valueclasses import valueclass

_MOST = 12  # phrases of one sentence; hostile text has more
_MOST_SAYINGS = 4  # places of one sentence that say one predicate
_PARTS = 3  # parts between commas that may go on with the subject: "The trial, he said, begins on 12 March"
_OBJECT = 7  # tokens between what is put off and the verb that says so
_FORMER = 5  # tokens from "originally" to the date
_LIMIT = 4  # words that limit a date: "no later than"
# "the deadline of 31 March", written in April without its year: neither the day that was nor one in eleven months.
_FAR_AHEAD, _JUST_OVER = timedelta(days=300), timedelta(days=65)


@valueclass(frozen=True, slots=True)
class Dating:
    """When something is to be or was. Tokens [begin, end) say it; `start` and `stop` are `None` where no date stands,
    which `negated` tells from one that was never set: it was put off.
    """

    occurrence: Occurrence
    begin: int
    end: int
    modality: Modality
    start: datetime | None = None
    stop: datetime | None = None
    was: Interval | None = None
    negated: bool = False
    who: str = ""
    whom: str = ""


def find_datings(
    sentences: Sequence[Sentence], predicates: Sequence[Predicate], times: EventTimes, language: Language
) -> Iterator[Dating]:
    """Yield the dates of one text that any of `predicates` asks for, in order; of one predicate the first of each
    sentence. Linear in the text for a given number of predicates.
    """
    words = compile_time_words(language)
    if words is None:
        return
    ways = [compile_predicate(predicate, language) for predicate in predicates]
    for number, sentence in enumerate(sentences):
        line: _DatedSentence | None = None
        for several in ways:
            for occurrence in islice(occurrences_in(sentence, number, several, language), _MOST_SAYINGS):
                line = line or _read_line(sentence, number, times, words, language)
                dating = line.dating(occurrence)
                if dating is not None:
                    yield dating
                    break


def _read_line(
    sentence: Sentence, number: int, times: EventTimes, words: TimeWords, language: Language
) -> _DatedSentence:
    date_words = compile_date_words(language)
    phrases = tuple(
        phrase
        for phrase in find_temporal_expressions(sentence, words)[:_MOST]
        if phrase.noun is None
        and not phrase.is_distance
        and not phrase.value.start.is_anaphoric
        and (not times.is_said(number, phrase.first) or _is_behind(sentence, phrase, date_words.former))
    )
    return _DatedSentence(
        sentence,
        number,
        phrases,
        times,
        words,
        date_words,
        compile_predicate_words(language),
        language,
    )


def _is_behind(sentence: Sentence, phrase: TemporalExpression, words: frozenset[str]) -> bool:
    return not words.isdisjoint(sentence.lowers[max(0, phrase.first - _FORMER) : phrase.first])


class _DatedSentence(DatedClauses):
    """One sentence, and which of its times is the date of what it says."""

    __slots__ = ()

    def dating(self, occurrence: Occurrence) -> Dating | None:
        """Return the date that the sentence gives what it says at `occurrence`."""
        parts = self._parts(occurrence)
        mover = self.said_in(parts, (*self.words.moving, *self.words.putting_off))
        here = [phrase for phrase in self.phrases if self._may_date(phrase, occurrence, parts)]
        was, now = self._parted(here, occurrence, mover)
        old = next((span for span in map(self._old, was) if span is not None), None)
        phrase = self._chosen(now, occurrence, parts, mover)
        if phrase is None:
            return self._undated(occurrence, parts, old)
        verb = mover if mover is not None else self.verb(phrase, occurrence)
        if self._is_denied(phrase, verb, occurrence):
            return self._fallen(occurrence, phrase, verb)
        return self._dated(occurrence, phrase, old, verb, mover)

    # ---- which part of the sentence tells of it

    def _parts(self, occurrence: Occurrence) -> list[tuple[int, int]]:
        """Return the parts between commas that may tell the date: the one that says what it is of, and where that ends
        with it as its subject, the next ones; before it one that is a date alone.
        """
        first, last = occurrence.first, occurrence.last
        parts = self.between_commas(first, last)
        own = next(k for k, (a, b) in enumerate(parts) if a <= first < b)
        found = [parts[own]]
        if not self.has_date(parts[own]) and not self.is_beside(first, parts[own][0]):
            found += parts[own + 1 : own + 1 + _PARTS]
        if own > 0 and any(
            phrase.first <= parts[own - 1][0] + 1 and phrase.last >= parts[own - 1][1] for phrase in self.phrases
        ):
            found.insert(0, parts[own - 1])
        return found

    # ---- which of its times is the date

    def _may_date(self, phrase: TemporalExpression, occurrence: Occurrence, parts: Sequence[tuple[int, int]]) -> bool:
        """Tell whether a time can be that of the occurrence: none of another noun ("caused by last week's storm"), of
        who said so, of a verb that is joined to it or hangs on it ("voted to strike on Monday").
        """
        if not any(a <= phrase.first < b for a, b in parts):
            return False
        if phrase.is_owner:
            return 0 <= occurrence.first - phrase.last <= OWNER
        if self._is_of_saying(phrase, occurrence):
            return False
        between = range(occurrence.last, phrase.first)
        begin = next(a for a, b in parts if a <= phrase.first < b)
        is_fronted = compile_event_words(self.language).is_verb_final and self.is_beside(occurrence.first, begin)
        if (is_fronted and between) or (self.has_verb(between) and self.is_beside(occurrence.first, begin)):
            return False
        lowers, infinitive = self.sentence.lowers, compile_grammar(self.language).infinitive
        if not self.is_noun(occurrence) and any(
            lowers[k] in infinitive and lowers[k + 1] in compile_verbs(self.language).lemmas for k in between
        ):
            return False
        return not any(self._parts_clauses(k, occurrence) for k in between)

    def _parts_clauses(self, k: int, occurrence: Occurrence) -> bool:
        """Tell the "and" behind a verb, which joins another clause to it, from that of "a meeting of X and Y"."""
        if self.sentence.lowers[k] not in self.time_words.clauses["joins"] or self.is_of_clause(k, occurrence.first):
            return False
        return not self.is_noun(occurrence) or self.has_verb(range(occurrence.last, k))

    def _is_of_saying(self, phrase: TemporalExpression, occurrence: Occurrence) -> bool:
        """Tell "promised the rebels on Wednesday that": a verb of speech stands before it, and not what is dated."""
        for k in range(phrase.first - 1, max(-1, phrase.first - 1 - GROUP), -1):
            if occurrence.first <= k < occurrence.last or self.sentence.lowers[k] in HARD_MARKS | {","}:
                return False
            if self.is_speech(k):
                return True
        return False

    def _parted(
        self, phrases: Sequence[TemporalExpression], occurrence: Occurrence, mover: int | None
    ) -> tuple[list[TemporalExpression], list[TemporalExpression]]:
        """Part the dates that hold no longer from the others: "from June to August", "originally planned for May"."""
        was = [phrase for phrase in phrases if self._is_former(phrase, occurrence, mover)]
        now = [phrase for phrase in phrases if phrase not in was or self._is_course(phrase, mover)]
        return was, now

    def _is_former(self, phrase: TemporalExpression, occurrence: Occurrence, mover: int | None) -> bool:
        lowers, first = self.sentence.lowers, phrase.first
        if self._is_course(phrase, mover):
            return True
        before = lowers[max(0, first - _FORMER) : first]
        is_over = not compile_event_words(self.language).pluperfect.isdisjoint(before)
        if _is_behind(self.sentence, phrase, self.words.former) or (
            is_over and not self.asked.planning.isdisjoint(before)
        ):
            return True  # "originally planned for May", "had been due in May"
        if any(
            starts_at(self.sentence, k, self.words.instead) in (first, first + 1)
            for k in range(max(0, first - 2), first + 1)
        ):
            return True
        if mover is None:
            return False
        is_attribute = phrase.last in (occurrence.first, occurrence.first - 1) and first < mover
        return self.opens_with(phrase, self.words.source) or is_attribute

    def _is_course(self, phrase: TemporalExpression, mover: int | None) -> bool:
        """Tell "put off from June to August", one phrase of two dates."""
        return mover is not None and phrase.value.stop is not None and self.opens_with(phrase, self.words.source)

    def _chosen(
        self,
        now: Sequence[TemporalExpression],
        occurrence: Occurrence,
        parts: Sequence[tuple[int, int]],
        mover: int | None,
    ) -> TemporalExpression | None:
        """Return the phrase that dates the occurrence: of a date that moves the one behind "to"; else the nearest
        behind it, what is set "for" it first; else the nearest before it.
        """
        if mover is not None and not any(self._is_course(phrase, mover) for phrase in now):
            return next((phrase for phrase in now if self.opens_with(phrase, self.words.target)), None)
        own = self.times.clause_at(self.number, occurrence.first)
        behind = [phrase for phrase in now if phrase.first >= occurrence.last]
        near = [phrase for phrase in behind if self.times.clause_at(self.number, phrase.first) == own]
        if near:
            return next((phrase for phrase in near if self.opens_with(phrase, self.words.target)), near[0])
        if behind:
            return behind[0]
        before = [phrase for phrase in now if phrase.last <= occurrence.first]
        fronted = [
            phrase
            for phrase in before
            if not parts[-1][0] <= phrase.first or self.is_of_clause(phrase.first, occurrence.first)
        ]
        return fronted[-1] if fronted else None

    # ---- what it means

    def _dated(
        self,
        occurrence: Occurrence,
        phrase: TemporalExpression,
        was: Interval | None,
        verb: int | None,
        mover: int | None,
    ) -> Dating | None:
        modality = self._modality(occurrence, phrase, verb, mover)
        is_future = modality is not Modality.ACTUAL
        is_course = self._is_course(phrase, mover)
        span = self._meaning(phrase, is_future=is_future, is_course=is_course)
        if span is None or (is_future and self._is_just_over(phrase, span)):
            return None
        published_at = self.times.published_at
        if published_at is not None and span[1] <= published_at:
            modality = Modality.ACTUAL
        begin = self._begin(phrase, is_course=is_course)
        return self._told(occurrence, (begin, phrase.last), modality, span, was)

    def _told(
        self,
        occurrence: Occurrence,
        words: tuple[int, int],
        modality: Modality,
        span: Interval | None,
        was: Interval | None,
        *,
        negated: bool = False,
    ) -> Dating:
        start, stop = span if span is not None else (None, None)
        return Dating(
            occurrence,
            *words,
            modality,
            start,
            stop,
            was,
            negated,
            self._without_dates(occurrence.doer) or self._owner(occurrence),
            self._without_dates(occurrence.undergoer) or self._named_behind(occurrence),
        )

    def _fallen(self, occurrence: Occurrence, phrase: TemporalExpression, verb: int | None) -> Dating | None:
        """Return the dating of what will not be on the day that was set."""
        was = self._meaning(phrase, is_future=True)
        begin = phrase.first if verb is None else min(verb, phrase.first)
        begin -= begin > 0 and self.sentence.lowers[begin - 1] in self.words.denying
        return self._told(occurrence, (begin, phrase.last), Modality.PLANNED, None, was, negated=True)

    def _is_denied(self, phrase: TemporalExpression, verb: int | None, occurrence: Occurrence) -> bool:
        """Tell "will not begin on 12 March"; "not before October" bounds a date."""
        if verb is None or self.is_limited(phrase) or phrase.value.relation is TemporalRelation.UNTIL:
            return False
        if self.is_past(verb) and not self.is_ahead(verb, occurrence):
            return False
        begin = max(0, min(verb, phrase.first) - GROUP)
        return any(
            self.sentence.lowers[k] in self.words.denying and self.is_of_clause(k, verb)
            for k in range(begin, max(verb, phrase.first))
        )

    def _old(self, phrase: TemporalExpression) -> Interval | None:
        expression = phrase.value
        plain = TimeValue(expression.start)
        return resolve(plain, self.times.published_at, is_future=True)

    def _meaning(self, phrase: TemporalExpression, *, is_future: bool, is_course: bool = False) -> Interval | None:
        """Return the days of a phrase themselves, whether something is until, by or from then on."""
        expression = phrase.value
        if is_course and expression.stop is not None:
            expression = TimeValue(expression.stop)
        elif expression.relation is not TemporalRelation.RANGE:
            expression = TimeValue(expression.start)
        return resolve(expression, self.times.published_at, is_future=is_future)

    def _is_just_over(self, phrase: TemporalExpression, span: Interval) -> bool:
        published_at, start = self.times.published_at, phrase.value.start
        if published_at is None or start.year is not None or span[0] - published_at < _FAR_AHEAD:
            return False
        before = resolve(TimeValue(start), published_at)
        return before is not None and published_at - before[1] < _JUST_OVER

    def _modality(
        self, occurrence: Occurrence, phrase: TemporalExpression, verb: int | None, mover: int | None
    ) -> Modality:
        """Tell a date that is ahead from one that is only wanted or possible, and from when it was: by the verb that
        stands nearest before the date, else behind it.
        """
        if self.looks_back(phrase) and mover is None:
            return Modality.ACTUAL
        at = verb if verb is not None else occurrence.first
        if not self.is_limited(phrase) and (
            self.is_wanted(at, occurrence) or self.is_wanted(occurrence.first, occurrence)
        ):
            return Modality.POSSIBLE
        is_said = mover is not None or self.opens_with(phrase, self.words.target)
        if is_said or verb is None or self.is_ahead(verb, occurrence):
            return Modality.PLANNED
        return Modality.ACTUAL if self.is_past(verb) else Modality.PLANNED

    def _begin(self, phrase: TemporalExpression, *, is_course: bool) -> int:
        """Return where the words of a date begin: small ones that say nothing left out, what limits it taken in."""
        lowers, first = self.sentence.lowers, phrase.first
        if is_course:
            first = max(k for k in range(first, phrase.last - 1) if lowers[k] in self.words.target) + 1
        while first < phrase.last - 1 and lowers[first] in self.words.plain:
            first += 1
        limits = (
            begin
            for begin in range(max(0, phrase.first - _LIMIT), first)
            if starts_at(self.sentence, begin, self.words.limits) in (phrase.first, phrase.first + 1, first)
        )
        return next(limits, first)

    # ---- where no date stands

    def _undated(self, occurrence: Occurrence, parts: Sequence[tuple[int, int]], old: Interval | None) -> Dating | None:
        """Return the dating of what was put off for good or without a new date, or has none yet."""
        lost, verb = self.sequence(parts, self.words.open), self.said_in(parts, self.words.putting_off)
        unset = self.sequence(parts, self.words.unset)
        if verb is not None and abs(verb - occurrence.first) > _OBJECT:
            verb = None
        if verb is not None and (self.is_wanted(verb, occurrence) or self.is_refused(verb, occurrence)):
            return None
        if verb is not None or lost is not None:
            spans = [span for span in (lost, unset, None if verb is None else (verb, verb + 1)) if span is not None]
            words = min(span[0] for span in spans), max(span[1] for span in spans)
            return self._told(occurrence, words, Modality.PLANNED, None, old, negated=True)
        return None if unset is None else self._told(occurrence, unset, Modality.PLANNED, None, old)

    # ---- whose it is

    def _without_dates(self, span: tuple[int, int]) -> str:
        """Return the words of a span up to the first that tells a time."""
        first, last = span
        stop = next((k for k in range(first, last) if any(p.first <= k < p.last for p in self.phrases)), last)
        return self.sentence.slice(first, stop) if first < stop else ""

    def _owner(self, occurrence: Occurrence) -> str:
        """Return the name before a noun: "Birk's trial", "the Birk trial"."""
        words, end = self.sentence.words, occurrence.first
        if compile_event_words(self.language).is_verb_final:
            return ""
        end -= end > 0 and self.sentence.lowers[end - 1] in self.time_words.clauses["possessives"]
        begin = end
        while begin > 0 and end - begin < OWNER and words[begin - 1][0].isupper():
            begin -= 1
        if begin < end and self.sentence.lowers[begin] in self.asked.determiners:
            begin += 1
        return self._without_dates((begin, end))

    def _named_behind(self, occurrence: Occurrence) -> str:
        """Return the name that a noun has behind it: "the trial against Jon Birk"."""
        words, begin = self.sentence.words, occurrence.last + 1
        if begin >= len(words) or self.sentence.lowers[occurrence.last] not in self.words.whose:
            return ""
        end = begin
        while end < len(words) and end - begin < OWNER and words[end][0].isupper():
            end += 1
        return self._without_dates((begin, end))
