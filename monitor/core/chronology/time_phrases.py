"""Calendar phrases on the tokens of a sentence: "between October 8 and 13", "early this month", "two days ago".

Joins the moments that `moments` reads to ranges, and takes in their prepositions; each position is tried once over a
bounded window. What a phrase means on a given day is left to `intervals`, and what happened then to `times`.
"""

from __future__ import annotations

from monitor.core.chronology.intervals import Expression, Link, Moment
from monitor.core.chronology.moments import MomentReader
from monitor.core.chronology.time_words import TimeWords
from monitor.core.language.text import Sentence
from monitor.model.valueclasses import replace, valueclass

_WORD_REACH = 8  # tokens from the first word of a moment to one of the gate: "late in the early hours of last Friday"
_REACH = 18  # the same from a clock time: "11:30 p.m. local time (6:30 p.m. GMT) on the 8th of October"
_NOUN_REACH = 4  # tokens of "the 2004 Indian Ocean tsunami" behind its year
_LINKS = (("since", Link.SINCE), ("until", Link.UNTIL), ("by", Link.BY))
_BOUNDS = frozenset({Link.SINCE, Link.UNTIL, Link.BY})
_PREPOSITIONS = ("at", "since", "until", "by", "from", "starting")


@valueclass(frozen=True, slots=True)
class Phrase:
    """An expression at tokens [first, last), its preposition included. `is_owner`: "Friday's", which belongs to the
    noun behind it.

    `noun`: the token at which the noun phrase begins that the time tells apart ("the 2004 tsunami"), which is no time
    of its sentence by itself. `is_distance`: "ten years after", the time of what stands behind it.
    """

    first: int
    last: int
    expression: Expression
    is_owner: bool = False
    noun: int | None = None
    is_distance: bool = False


def find_phrases(sentence: Sentence, words: TimeWords) -> tuple[Phrase, ...]:
    """Return the calendar phrases of a sentence, left to right, without overlap; linear in its length."""
    lowers = sentence.lowers
    if words.gate.isdisjoint(lowers):
        return ()
    scan = _Scan(sentence, words)
    phrases: list[Phrase] = []
    i = free = 0
    for at, word in enumerate(lowers):
        if word not in words.gate:
            continue
        i = max(i, at - _REACH)
        while i <= at:
            is_start = (lowers[i] in words.starts and at - i <= _WORD_REACH) or lowers[i][0].isdecimal()
            phrase = scan.named_event(i) or scan.after(i) or scan.phrase(i, free) if is_start else None
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
            link = self.link_at(first - 1) if link is Link.AT else link
            first = self.with_preposition(first, free, link)
        is_owner = self.low(last) in self.words.clauses["possessives"]
        noun = self.noun_before(first, expression)
        link = Link.AT if noun is not None and link is Link.SINCE else link  # "das Beben von 1999"
        return Phrase(first, last, replace(expression, link=link), is_owner, noun)

    def link_at(self, at: int) -> Link:
        """Return what the preposition at `at` says of a single moment behind it."""
        if self.is_(at, "from") and not self.is_(at, "between") and not self.is_(at - 1, "starting"):
            return Link.SINCE
        return next((link for group, link in _LINKS if self.is_(at, group)), Link.AT)

    def with_preposition(self, first: int, free: int, link: Link) -> int:
        """Return the token at which the phrase begins whose moment begins at `first`, its preposition included."""
        if link in _BOUNDS or any(self.is_(first - 1, group) for group in _PREPOSITIONS):
            first -= 1
        return first - 1 if first > free and self.is_(first - 1, "starting") else first

    # ---- times that tell an event apart

    def named_event(self, i: int) -> Phrase | None:
        """Read "the 2004 tsunami", "the 2019-2020 outbreak": a year before a noun that names an event, at the end of
        its phrase; it may open a headline.
        """
        if self.low(i) not in self.words.years or (i == 0 and not self.sentence.is_heading):
            return None
        start = stop = Moment("year", year=int(self.low(i)))
        at = i + 1
        if self.is_(at, "to") and self.low(at + 1) in self.words.years and self.sentence.touches(at):
            stop, at = Moment("year", year=int(self.low(at + 1))), at + 2
        first = self.phrase_start(i - 1) if i > 0 else 0
        noun = self.event_noun(
            at, is_closed=first is not None and self.low(first - 1) in self.words.attributes["within"]
        )
        if noun is None or first is None:
            return None
        is_range = stop.year is not None and start.year is not None and start.year < stop.year
        expression = Expression(start, stop, Link.RANGE) if is_range else Expression(start)
        return Phrase(i, noun + 1, expression, noun=first)

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

    def phrase_start(self, at: int) -> int | None:
        """Return the token of the article at or before `at` that opens the noun phrase."""
        for k in range(at, max(-1, at - _NOUN_REACH), -1):
            if self.low(k) in self.words.attributes["determiners"]:
                return k
            if not self.low(k)[:1].isalpha():
                return None
        return None

    def noun_before(self, first: int, expression: Expression) -> int | None:
        """Return where "the tsunami of 2004" begins whose year stands at `first`; in a language without that "of" the
        year may stand bare.
        """
        if expression.start.unit != "year" or expression.start.year is None or first == 0:
            return None
        is_joined = self.low(first) in self.words.attributes["of"] or self.low(first) in self.words.years
        return self.phrase_start(first - 2) if is_joined and self.words.nouns.names_event(self.low(first - 1)) else None

    def after(self, i: int) -> Phrase | None:
        """Read "ten years after" the fire, "two days after" an attack: as long ago as the words say."""
        counted = self.count(i)
        if counted is None or counted[2]:
            return None
        number, at, _ = counted
        unit, size = self.measure(at)
        if unit is None or unit in ("hour", "weekend") or self.low(at + 1) not in self.words.attributes["after"]:
            return None
        return Phrase(i, at + 2, Expression(Moment(unit, offset=-number * size)), is_distance=True)

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
                elif (
                    moment.year is not None
                    and stop.year is None
                    and stop.month is not None
                    and moment.month is not None
                ):
                    stop = replace(stop, year=moment.year + (moment.month > stop.month))
                return Expression(moment, stop), last
        return Expression(moment), last
