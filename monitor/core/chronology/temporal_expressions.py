"""Temporal expressions on the tokens of a sentence: "between October 8 and 13", "early this month", "two days ago".

Joins the time points that `time_points` reads to ranges, and takes in their prepositions; each position is tried once
over a bounded window. What a phrase means on a given day is left to `intervals`, and what happened then to
`event_times`.
"""

from __future__ import annotations

from monitor.core.chronology.intervals import TemporalRelation, TimePoint, TimeValue
from monitor.core.chronology.time_points import TimePointReader
from monitor.core.chronology.time_words import TimeWords
from monitor.core.language.text import Sentence
from monitor.model.valueclasses import replace, valueclass

_WORD_REACH = 8  # tokens from a time point to a word of the gate: "late in the early hours of last Friday"
_REACH = 18  # the same from a clock time: "11:30 p.m. local time (6:30 p.m. GMT) on the 8th of October"
_NOUN_REACH = 4  # tokens of "the 2004 Indian Ocean tsunami" behind its year
_LINKS = (("since", TemporalRelation.SINCE), ("until", TemporalRelation.UNTIL), ("by", TemporalRelation.BY))
_BOUNDS = frozenset({TemporalRelation.SINCE, TemporalRelation.UNTIL, TemporalRelation.BY})
_PREPOSITIONS = ("at", "since", "until", "by", "from", "starting")


@valueclass(frozen=True, slots=True)
class TemporalExpression:
    """An expression at tokens [first, last), its preposition included. `is_owner`: "Friday's", which belongs to the
    noun behind it.

    `noun`: the token at which the noun phrase begins that the time tells apart ("the 2004 tsunami"), which is no time
    of its sentence by itself. `is_distance`: "ten years after", the time of what stands behind it.
    """

    first: int
    last: int
    value: TimeValue
    is_owner: bool = False
    noun: int | None = None
    is_distance: bool = False


def find_temporal_expressions(sentence: Sentence, words: TimeWords) -> tuple[TemporalExpression, ...]:
    """Return the temporal expressions of a sentence, left to right, without overlap; linear in its length."""
    lowers = sentence.lowers
    if words.gate.isdisjoint(lowers):
        return ()
    scan = _Scan(sentence, words)
    expressions: list[TemporalExpression] = []
    i = free = 0
    for at, word in enumerate(lowers):
        if word not in words.gate:
            continue
        i = max(i, at - _REACH)
        while i <= at:
            is_start = (lowers[i] in words.starts and at - i <= _WORD_REACH) or lowers[i][0].isdecimal()
            expression = scan.named_event(i) or scan.after(i) or scan.expression(i, free) if is_start else None
            if expression is None:
                i += 1
                continue
            expressions.append(expression)
            i = free = expression.last
    return tuple(expressions)


class _Scan(TimePointReader):
    """Time points, joined."""

    __slots__ = ()

    def expression(self, i: int, free: int) -> TemporalExpression | None:
        found = self.days(i) or self.points(i)
        if found is None or self.low(i - 1) in self.words.not_after:
            return None
        value, last = found
        first = i
        while first > free and (self.is_(first - 1, "the") or self.low(first - 1) in self.words.parts):
            first -= 1
        relation = TemporalRelation.RANGE if value.stop is not None else TemporalRelation.AT
        if first > free:
            relation = self.relation_at(first - 1) if relation is TemporalRelation.AT else relation
            first = self.with_preposition(first, free, relation)
        is_owner = self.low(last) in self.words.clauses["possessives"]
        noun = self.noun_before(first, value)
        relation = (
            TemporalRelation.AT if noun is not None and relation is TemporalRelation.SINCE else relation
        )  # "das Beben von 1999"
        return TemporalExpression(first, last, replace(value, relation=relation), is_owner, noun)

    def relation_at(self, at: int) -> TemporalRelation:
        """Return what the preposition at `at` says of a single time point behind it."""
        if self.is_(at, "from") and not self.is_(at, "between") and not self.is_(at - 1, "starting"):
            return TemporalRelation.SINCE
        return next((relation for group, relation in _LINKS if self.is_(at, group)), TemporalRelation.AT)

    def with_preposition(self, first: int, free: int, relation: TemporalRelation) -> int:
        """Return the token at which the phrase begins whose time point begins at `first`, its preposition included."""
        if relation in _BOUNDS or any(self.is_(first - 1, group) for group in _PREPOSITIONS):
            first -= 1
        return first - 1 if first > free and self.is_(first - 1, "starting") else first

    # ---- times that tell an event apart

    def named_event(self, i: int) -> TemporalExpression | None:
        """Read "the 2004 tsunami", "the 2019-2020 outbreak": a year before a noun that names an event, at the end of
        its phrase; it may open a headline.
        """
        if self.low(i) not in self.words.years or (i == 0 and not self.sentence.is_heading):
            return None
        start = stop = TimePoint("year", year=int(self.low(i)))
        at = i + 1
        if self.is_(at, "to") and self.low(at + 1) in self.words.years and self.sentence.touches(at):
            stop, at = TimePoint("year", year=int(self.low(at + 1))), at + 2
        first = self.noun_phrase_start(i - 1) if i > 0 else 0
        noun = self.event_noun(
            at, is_closed=first is not None and self.low(first - 1) in self.words.attributes["within"]
        )
        if noun is None or first is None:
            return None
        is_range = stop.year is not None and start.year is not None and start.year < stop.year
        value = TimeValue(start, stop, TemporalRelation.RANGE) if is_range else TimeValue(start)
        return TemporalExpression(i, noun + 1, value, noun=first)

    def event_noun(self, start: int, *, is_closed: bool) -> int | None:
        """Return the token of the event's name that ends the noun phrase at `start`; "the 2004 tsunami victims" is no
        event.

        `is_closed`: a preposition opens the phrase ("in the 2004 tsunami nine people died"), so a noun behind the name
        is the next phrase.
        """
        nouns = self.words.nouns
        for at in range(start, start + _NOUN_REACH):
            word = self.low(at)
            if not word[:1].isalpha():
                return None
            if nouns.names_event(word) and (is_closed or not self.is_noun_like(at + 1)):
                return at
        return None

    def is_noun_like(self, at: int) -> bool:
        """Tell whether the word at `at` may go on with a noun phrase: no mark, no small word, no verb in the past."""
        word = self.low(at)
        small = self.words.attributes["function"]
        return word[:1].isalpha() and word not in small and not word.endswith(self.words.participles)

    def noun_phrase_start(self, at: int) -> int | None:
        """Return the token of the article at or before `at` that opens the noun phrase."""
        for k in range(at, max(-1, at - _NOUN_REACH), -1):
            if self.low(k) in self.words.attributes["determiners"]:
                return k
            if not self.low(k)[:1].isalpha():
                return None
        return None

    def noun_before(self, first: int, value: TimeValue) -> int | None:
        """Return where "the tsunami of 2004" begins whose year stands at `first`; in a language without that "of" the
        year may stand bare.
        """
        if value.start.unit != "year" or value.start.year is None or first == 0:
            return None
        is_joined = self.low(first) in self.words.attributes["of"] or self.low(first) in self.words.years
        return (
            self.noun_phrase_start(first - 2)
            if is_joined and self.words.nouns.names_event(self.low(first - 1))
            else None
        )

    def after(self, i: int) -> TemporalExpression | None:
        """Read "ten years after" the fire, "two days after" an attack: as long ago as the words say."""
        counted = self.count(i)
        if counted is None or counted[2]:
            return None
        number, at, _ = counted
        unit, size = self.measure(at)
        if unit is None or unit in ("hour", "weekend") or self.low(at + 1) not in self.words.attributes["after"]:
            return None
        return TemporalExpression(i, at + 2, TimeValue(TimePoint(unit, offset=-number * size)), is_distance=True)

    # ---- two time points

    def days(self, i: int) -> tuple[TimeValue, int] | None:
        """Read "October 8-13", "8 to 13 October", and between its opener "October 8 and 13", with or without a year."""
        opened = self.is_(i - 1, "between")
        if self.low(i) in self.words.months:
            start = self.day_number(i + 1 + (self.low(i + 1) == "."))
            stop = self.day_number(start[1] + 1) if start and self.joins(start[1], opened=opened) else None
            if start is None or stop is None or self.low(stop[1]) in self.words.months:
                return None
            month, last = self.words.months[self.low(i)], stop[1]
        else:
            start = self.day_number(i)
            stop = self.day_number(start[1] + 1) if start and self.joins(start[1], opened=opened) else None
            if start is None or stop is None or self.low(stop[1]) not in self.words.months:
                return None
            month, last = self.words.months[self.low(stop[1])], stop[1] + 1
        year, last = self.year_after(last)
        days = [TimePoint("day", year=year, month=month, day=number) for number in (start[0], stop[0])]
        return (TimeValue(days[0], days[1]), last) if start[0] < stop[0] else None

    def joins(self, i: int, *, opened: bool) -> bool:
        return self.is_(i, "to") or (opened and self.is_(i, "and"))

    def points(self, i: int) -> tuple[TimeValue, int] | None:
        """Read one time point, or two that "between X and Y", "from X to Y", "X to Y" join."""
        found = self.point(i)
        if found is None:
            return None
        point, last = found
        opened = self.is_(i - 1, "from") or (self.is_(i - 1, "the") and self.is_(i - 2, "from"))
        if self.joins(last, opened=opened):
            after = last + 1
            while self.is_(after, "the") or (self.is_(after, "at") and after < last + 3):
                after += 1
            second = self.point(after)
            if second is not None and (opened or (second[0].unit == point.unit and not point.is_anaphoric)):
                stop, last = second
                if point.year is None and stop.year is not None and point.month is not None:
                    point = replace(point, year=stop.year - (stop.month is not None and point.month > stop.month))
                elif (
                    point.year is not None and stop.year is None and stop.month is not None and point.month is not None
                ):
                    stop = replace(stop, year=point.year + (point.month > stop.month))
                return TimeValue(point, stop), last
        return TimeValue(point), last
