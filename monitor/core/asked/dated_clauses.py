"""The clauses that a date stands in: parts between commas, the verb beside a time, and whether that tells what is
ahead, over, or wanted. Which of the times is the date is told by `dates`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.asked.date_words import DateWords, starts_at
from monitor.core.asked.events import Occurrence, said_at
from monitor.core.asked.predicates import PredicateWords, Way
from monitor.core.chronology.event_times import EventTimes
from monitor.core.chronology.temporal_expressions import TemporalExpression
from monitor.core.chronology.time_words import TimeWords
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import compile_cue_words
from monitor.core.syntax.event_words import compile_event_words
from monitor.core.syntax.grammar import compile_grammar
from monitor.core.syntax.verbs import Verbs, compile_verbs, is_verb

GROUP = 5  # tokens of a verb's group
OWNER = 4  # words of who stands before a noun: "the Birk trial"
HARD_MARKS = frozenset(";:()[]—–“”„")
_REACH = 40  # tokens of a sentence on either side of what is dated


@dataclass(frozen=True, slots=True)
class DatedClauses:
    """One sentence with the times that it names, asked for what stands around them."""

    sentence: Sentence
    number: int
    phrases: tuple[TemporalExpression, ...]
    times: EventTimes
    time_words: TimeWords
    words: DateWords
    asked: PredicateWords
    language: Language

    def between_commas(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the parts between commas around tokens [first, last), up to stronger marks."""
        lowers, commas = self.sentence.lowers, compile_event_words(self.language).commas
        inside = {k for phrase in self.phrases for k in range(phrase.first, phrase.last)}
        begin, end = first, last
        while begin > max(0, first - _REACH) and lowers[begin - 1] not in HARD_MARKS:
            begin -= 1
        while end < min(len(lowers), last + _REACH) and lowers[end] not in HARD_MARKS:
            end += 1
        cuts = [k for k in range(begin, end) if lowers[k] in commas and k not in inside and not first <= k < last]
        return [(a, b) for a, b in zip([begin, *(k + 1 for k in cuts)], [*cuts, end], strict=True) if a < b]

    def has_date(self, part: tuple[int, int]) -> bool:
        """Tell whether a part names a time."""
        return any(part[0] <= phrase.first < part[1] for phrase in self.phrases)

    def is_beside(self, first: int, begin: int) -> bool:
        """Tell "after the trial, the mayor goes to Rome on 12 March": it only says when something else is."""
        inside = {k for phrase in self.phrases for k in range(phrase.first, phrase.last)}
        for k in range(first - 1, max(begin, first - OWNER) - 1, -1):
            low = self.sentence.lowers[k]
            if low in self.words.beside and k not in inside:
                return True
            if k in inside or low in self.words.whose or low in compile_verbs(self.language).lemmas:
                return False
        return False

    def said_in(self, parts: Sequence[tuple[int, int]], ways: Sequence[Way]) -> int | None:
        """Return the first token of the parts at which a verb of `ways` stands."""
        return next(
            (
                i
                for a, b in parts
                for i in range(a, b)
                for way in ways
                if said_at(self.sentence, i, way, self.language)[0] is not None
            ),
            None,
        )

    def has_verb(self, between: range) -> bool:
        """Tell whether a verb stands among the tokens."""
        verbs = compile_verbs(self.language)
        return any(self.sentence.lowers[i] in verbs.auxiliaries or is_verb(self.sentence, i, verbs) for i in between)

    def is_speech(self, k: int) -> bool:
        """Tell a verb of speech from "was held", "is expected", which say when something is."""
        low = self.sentence.lowers[k]
        verb = compile_cue_words(self.language).verbs.get(low)
        if self.is_passive(k) and low in self.asked.planning:
            return False
        if low in compile_verbs(self.language).saying:
            return True
        return verb is not None and verb.kind in self.time_words.clauses["speech"] and not self.is_passive(k)

    def is_passive(self, k: int) -> bool:
        """Tell "is expected", "wird im Mai erwartet": its auxiliary stands before it, or earlier in its clause where
        verbs stand last.
        """
        reach = _REACH if compile_event_words(self.language).is_verb_final else 1
        passive = compile_grammar(self.language).passive
        return any(
            self.sentence.lowers[at] in passive and self.is_of_clause(at, k) for at in range(max(0, k - reach), k)
        )

    def opens_with(self, phrase: TemporalExpression, links: frozenset[str]) -> bool:
        """Tell whether a phrase begins with, or stands behind, one of the words."""
        first = phrase.first
        return self.sentence.lowers[first] in links or (first > 0 and self.sentence.lowers[first - 1] in links)

    def is_of_clause(self, k: int, other: int) -> bool:
        """Tell whether two tokens stand in one clause."""
        return self.times.clause_at(self.number, k) == self.times.clause_at(self.number, other)

    def looks_back(self, phrase: TemporalExpression) -> bool:
        """Tell "since May", "last week", "earlier this week"."""
        start = phrase.value.start
        is_back = (start.offset or 0) < 0 or (start.stretch or 0) < 0 or start.pull < 0 or start.part == "earlier"
        return is_back or self.sentence.lowers[phrase.first] in self.time_words.links["since"]

    def is_ahead(self, verb: int, occurrence: Occurrence) -> bool:
        """Tell that a verb, or what belongs to it, speaks of what is to come."""
        ahead = self.asked.planning | self.words.reported | compile_grammar(self.language).future
        return not ahead.isdisjoint((*self.group(verb, occurrence), self.sentence.lowers[verb]))

    def is_wanted(self, verb: int, occurrence: Occurrence) -> bool:
        """Tell that somebody asks for it, or that it only may be: "asked the court to postpone", "could begin"."""
        open_words = compile_grammar(self.language).modals - self.words.reported - self.asked.planning
        if not self.is_past(verb):
            open_words |= self.asked.urging
        return not open_words.isdisjoint((*self.group(verb, occurrence), *self.head(verb, occurrence)))

    def head(self, verb: int, occurrence: Occurrence) -> tuple[str, ...]:
        """Return the verb itself, unless it is what is dated: "könnte im Mai beginnen"."""
        return () if occurrence.first <= verb < occurrence.last else self.sentence.lowers[verb : verb + 1]

    def group(self, verb: int, occurrence: Occurrence) -> list[str]:
        """Return the words before a verb in its clause; what is dated, and a month of the name of a modal, left out."""
        times = {k for phrase in self.phrases for k in range(phrase.first, phrase.last)}
        times.update(range(occurrence.first, occurrence.last))
        return [
            self.sentence.lowers[k]
            for k in range(max(0, verb - GROUP), verb)
            if k not in times and self.is_of_clause(k, verb)
        ]

    def verb(self, phrase: TemporalExpression, occurrence: Occurrence) -> int | None:
        """Return the verb that stands nearest before a time in its clause, else behind it; `None`: there is none."""
        verbs = compile_verbs(self.language)
        own = self.times.clause_at(self.number, phrase.first)
        before = range(phrase.first - 1, max(-1, phrase.first - _REACH), -1)
        after = range(phrase.last, min(len(self.sentence.lowers), phrase.last + _REACH))
        return next(
            (
                k
                for k in (*before, *after)
                if self.times.clause_at(self.number, k) == own and self.is_verb(k, occurrence, verbs)
            ),
            None,
        )

    def is_verb(self, k: int, occurrence: Occurrence, verbs: Verbs) -> bool:
        """Tell whether the token is a verb that says when something is."""
        if self.is_participle(k):
            return False
        if occurrence.first <= k < occurrence.last:
            return not self.is_noun(occurrence)
        if self.sentence.lowers[k] in self.asked.planning | compile_grammar(self.language).modals:
            return not self.is_month(k)
        return not self.is_speech(k) and (is_verb(self.sentence, k, verbs) or self.is_past(k))

    def is_month(self, k: int) -> bool:
        """Tell whether a token belongs to a time: "May"."""
        return any(phrase.first <= k < phrase.last for phrase in self.phrases)

    def is_noun(self, occurrence: Occurrence) -> bool:
        """Tell whether what is dated is a noun where it stands."""
        return occurrence.is_noun or self.is_participle(occurrence.first)

    def is_participle(self, k: int) -> bool:
        """Tell "a meeting", "involving", which say no time of their own, from "is meeting"."""
        is_alone = k == 0 or self.sentence.lowers[k - 1] not in compile_verbs(self.language).auxiliaries
        return is_alone and self.sentence.lowers[k].endswith(self.words.participles)

    def is_past(self, k: int) -> bool:
        """Tell a verb of what is over: "began", "was held", "opened"."""
        low, verbs = self.sentence.lowers[k], compile_verbs(self.language)
        if low in self.words.past:
            return True
        is_name = self.sentence.words[k][0].isupper()
        is_attribute = k > 0 and self.sentence.lowers[k - 1] in self.asked.determiners
        if low.endswith(self.words.past_endings) and not is_name:
            return not is_attribute and (not compile_event_words(self.language).is_verb_final or low in verbs.lemmas)
        return low in self.words.preterites and low not in verbs.nouns_too

    def is_limited(self, phrase: TemporalExpression) -> bool:
        """Tell "not before October", "unlikely to be ready by May": the words bound the date, and deny nothing."""
        around = self.sentence.lowers[max(0, phrase.first - 2) : phrase.first + 1]
        return not self.words.lower.isdisjoint(around)

    def is_refused(self, verb: int, occurrence: Occurrence) -> bool:
        """Tell that a verb is denied."""
        return not compile_grammar(self.language).negations.isdisjoint(self.group(verb, occurrence))

    def sequence(
        self, parts: Sequence[tuple[int, int]], phrases: tuple[tuple[str, ...], ...]
    ) -> tuple[int, int] | None:
        """Return the tokens of the first of `phrases` that the parts hold."""
        found = ((i, starts_at(self.sentence, i, phrases)) for a, b in parts for i in range(a, b))
        return next(((i, end) for i, end in found if end is not None), None)
