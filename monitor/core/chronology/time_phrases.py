"""Calendar phrases on the tokens of a sentence: "between October 8 and 13", "early this month", "two days ago".

Joins the moments that `moments` reads to ranges, and takes in their prepositions; each position is tried once over a bounded window.
What a phrase means on a given day is left to `intervals`, and what happened then to `times`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.core.chronology.intervals import Expression, Link, Moment
from monitor.core.chronology.moments import MomentReader
from monitor.core.chronology.time_words import TimeWords
from monitor.core.language.text import Sentence


@dataclass(frozen=True, slots=True)
class Phrase:
    """An expression at tokens [first, last), its preposition included. `is_owner`: "Friday's", which belongs to the noun behind it."""

    first: int
    last: int
    expression: Expression
    is_owner: bool = False


def find_phrases(sentence: Sentence, words: TimeWords) -> tuple[Phrase, ...]:
    """Return the calendar phrases of a sentence, left to right, without overlap; linear in its length."""
    lowers = sentence.lowers
    if words.gate.isdisjoint(lowers):
        return ()
    scan = _Scan(sentence, words)
    phrases: list[Phrase] = []
    i, size, free = 0, len(lowers), 0
    while i < size:
        word = lowers[i]
        phrase = scan.phrase(i, free) if word in words.starts or word[0].isdecimal() else None
        if phrase is None:
            i += 1
            continue
        phrases.append(phrase)
        i = free = phrase.last
    return tuple(phrases)


class _Scan(MomentReader):
    """Moments, joined."""

    __slots__ = ()

    def phrase(self, i: int, free: int) -> Phrase | None:
        found = self.days(i) or self.moments(i)
        if found is None or self.low(i - 1) in self.words.not_after:
            return None
        expression, last = found
        first = i
        while first > free and (self.is_(first - 1, "the") or self.low(first - 1) in self.words.parts):
            first -= 1
        link = Link.RANGE if expression.stop is not None else Link.AT
        if first > free:
            before = first - 1
            if link is Link.AT:
                link = Link.SINCE if self.is_(before, "since") else Link.UNTIL if self.is_(before, "until") else Link.BY if self.is_(before, "by") else link
                if self.is_(before, "from") and not self.is_(before, "between") and not self.is_(before - 1, "starting"):
                    link = Link.SINCE
            if link in (Link.SINCE, Link.UNTIL, Link.BY) or any(self.is_(before, group) for group in ("at", "since", "until", "by", "from", "starting")):
                first = before
            if first > free and self.is_(first - 1, "starting"):
                first -= 1
        return Phrase(first, last, replace(expression, link=link), self.low(last) in self.words.clauses["possessives"])

    # ---- two moments

    def days(self, i: int) -> tuple[Expression, int] | None:
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
        days = [Moment("day", year=year, month=month, day=number) for number in (start[0], stop[0])]
        return (Expression(days[0], days[1]), last) if start[0] < stop[0] else None

    def joins(self, i: int, *, opened: bool) -> bool:
        return self.is_(i, "to") or (opened and self.is_(i, "and"))

    def moments(self, i: int) -> tuple[Expression, int] | None:
        """Read one moment, or two that "between X and Y", "from X to Y", "X to Y" join."""
        found = self.moment(i)
        if found is None:
            return None
        moment, last = found
        opened = self.is_(i - 1, "from") or (self.is_(i - 1, "the") and self.is_(i - 2, "from"))
        if self.joins(last, opened=opened):
            after = last + 1
            while self.is_(after, "the") or (self.is_(after, "at") and after < last + 3):
                after += 1
            second = self.moment(after)
            if second is not None and (opened or (second[0].unit == moment.unit and not moment.is_told)):
                stop, last = second
                if moment.year is None and stop.year is not None and moment.month is not None:
                    moment = replace(moment, year=stop.year - (stop.month is not None and moment.month > stop.month))
                elif moment.year is not None and stop.year is None and stop.month is not None and moment.month is not None:
                    stop = replace(stop, year=moment.year + (moment.month > stop.month))
                return Expression(moment, stop), last
        return Expression(moment), last
