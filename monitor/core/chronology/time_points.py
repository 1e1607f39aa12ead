"""One time point on the tokens of a sentence: "2 a.m. on Saturday", "early this month", "two days ago", "the end of
October 2023".

A small grammar over word classes that data names; every rule looks at a bounded number of tokens. Ranges and
prepositions are read by `temporal_expressions`.
"""

from __future__ import annotations

from monitor.core.chronology.intervals import TimePoint
from monitor.core.chronology.relative_times import RelativeTimeReader
from monitor.model.valueclasses import replace

_LINE_MARKS = (":", "-", "–", "—")  # "2010 - Haiti: ..."
_BEFORE_FEASTS = ("at", "feast", "since", "until", "by", "from", "and", "to")
_CUTS = frozenset("'’‘")
_CENTURY = 1900  # of "the '90s"
_SHORT_DECADES = frozenset(map(str, range(30, 100, 10)))
_EVE = (-6, 6)  # "in der Nacht zum Montag": what of the night lies before the day, and what in it
_Found = tuple[TimePoint, int]  # a time point and the token after it


class TimePointReader(RelativeTimeReader):
    """The grammar at work in one sentence; each rule returns a time point and the token after it, or `None`."""

    __slots__ = ()

    def point(self, i: int) -> _Found | None:
        if not self.low(i):
            return None
        return (
            self.part(i)
            or self.clock(i)
            or self.named_day(i)
            or self.weekday(i)
            or self.date(i)
            or self.festival(i)
            or self.decade(i)
            or self.ago(i)
            or self.stretch(i)
            or self.anaphoric(i)
            or self.relative(i)
            or self.weekend(i)
            or self.bare_year(i)
        )

    def part(self, i: int) -> _Found | None:
        """Read "early this month", "the end of October", "mid-October", "late on Friday", "early 2023"."""
        words, word = self.words, self.low(i)
        if word.startswith(words.mid_prefix) and word[len(words.mid_prefix) :] in words.full_months:
            year, last = self.year_after(i + 1)
            return TimePoint("month", year=year, month=words.months[word[len(words.mid_prefix) :]], part="mid"), last
        part = words.parts.get(word)
        if part is None:
            return None
        at = self.whole_after(i + 1)
        if self.low(at) in words.parts:
            return None
        if self.low(at) in words.years and self.low(at + 1) not in words.decades:
            return TimePoint("year", year=int(self.low(at)), part=part), at + 1
        found = self.named_day(at) or self.weekday(at) or self.date(at) or self.relative(at) or self.decade(at)
        found = found or self.festival(at) or self.present(at)
        return (replace(found[0], part=part), found[1]) if found is not None and _is_whole(found[0]) else None

    def whole_after(self, at: int) -> int:
        """Return the token at which the whole begins whose part ends before `at`: behind "of the", "-", "hours of"."""
        stop = at + 3
        while at < stop and (self.is_(at, "of") or self.is_(at, "the") or self.is_(at, "at") or self.low(at) == "-"):
            at += 1
        is_hours = self.words.units.get(self.low(at)) == "hour" and self.is_(at + 1, "of")
        return at + 2 if is_hours else at  # "the early hours of Saturday"

    def present(self, at: int) -> _Found | None:
        """Read "the month" as this one."""
        unit = self.words.units.get(self.low(at))
        return (
            (TimePoint(unit, offset=0), at + 1)
            if unit in ("month", "year", "week") and self.is_(at - 1, "the")
            else None
        )

    def clock(self, i: int) -> _Found | None:
        """Read "2 a.m. on Saturday", "14:30 GMT on October 8": an hour counts only beside its day."""
        hours, at = self.hours(i)
        if hours is None:
            return None
        zone, at = self.zone_of(hours, at)
        at += self.low(at) == "," or self.is_(at, "at")
        found = self.named_day(at) or self.weekday(at) or self.date(at) or self.festival(at)
        if found is None or found[0].unit != "day" or found[0].hours is not None:
            return None
        return replace(found[0], hours=hours, zone=zone, part=None), found[1]

    def named_day(self, i: int) -> _Found | None:
        """Read "yesterday evening", "overnight", "this morning", "last night"; a name ("USA Today") is none."""
        words, word = self.words, self.low(i)
        if word in words.day_names:
            return self.counted_day(i)
        if word in words.nights:
            offset, start, end = words.nights[word]
            return TimePoint("day", offset=offset, hours=(start, end)), i + 1
        if word in words.dayparts and (self.is_(i + 1, "eve") or self.is_(i + 1, "of")):
            return self.part_of_day(i)
        part = words.dayparts.get(self.low(i + 1))
        if part is not None and word in words.relative["this"]:
            return TimePoint("day", offset=0, hours=part), i + 2
        if part is not None and word in words.relative["last"]:
            return TimePoint("day", offset=-1, hours=part), i + 2
        return None

    def counted_day(self, i: int) -> _Found | None:
        """Read "yesterday", "the day before yesterday"; "am Morgen" is a part of a day, and "morgen" is tomorrow."""
        is_capital = i > 0 and self.sentence.words[i][0].isupper()
        if is_capital and (self.low(i) in self.words.dayparts or self.sentence.words[i - 1][0].isupper()):
            return self.part_of_day(i) if self.is_(i + 1, "of") else None
        for names, offset in self.words.day_names[self.low(i)]:
            if self.sentence.lowers[i : i + len(names)] == names:
                return self.hours_after(TimePoint("day", offset=offset), i + len(names))
        return None

    def part_of_day(self, i: int) -> _Found | None:
        """Read "the night of October 8", "in der Nacht zum Montag"."""
        found = self.weekday(i + 2) or self.date(i + 2) or self.festival(i + 2)
        if found is None or found[0].unit != "day" or found[0].hours is not None:
            return None
        return replace(found[0], hours=_EVE if self.is_(i + 1, "eve") else self.words.dayparts[self.low(i)]), found[1]

    def weekday(self, i: int) -> _Found | None:
        """Read "Friday", "last Friday", "Friday night", "Friday last week"; with a date behind it the date counts."""
        words = self.words
        pull, at = self.pull(i)
        if self.low(at) in words.weekday_parts:
            day, hours = words.weekday_parts[self.low(at)]
            point, end = self.hours_after(TimePoint("day", weekday=day, pull=pull), at + 1)
            return replace(point, hours=point.hours or hours), end
        number = words.weekdays.get(self.low(at))
        if number is None or not self.sentence.words[at][0].isupper() or self.low(at + 1) in words.not_before:
            return None
        dated = self.date(self.behind_mark(at + 1))
        if dated is not None and dated[0].day is not None:
            return dated
        found = self.relative(at + 1 + (self.is_(at + 1, "of")))
        if found is not None and found[0].unit == "week" and found[0].stretch is None and found[0].part is None:
            return TimePoint("day", weekday=number, offset=found[0].offset), found[1]
        point, end = self.hours_after(TimePoint("day", weekday=number, pull=pull), at + 1)
        dated = self.date(self.behind_mark(end)) if point.hours is not None else None
        if dated is not None and dated[0].day is not None and dated[0].hours is None:
            return replace(dated[0], hours=point.hours), dated[1]
        return point, end

    def pull(self, i: int) -> tuple[int, int]:
        """Return -1, 1 or 0 for "last", "next" or "this" at `i`, and the token after it; `(0, i)` for anything else."""
        for name, pull in (("last", -1), ("next", 1), ("this", 0)):
            if self.low(i) in self.words.relative[name]:
                return pull, i + 1
        return 0, i

    def behind_mark(self, at: int) -> int:
        """Return the token after the comma or bracket at `at`, or `at`."""
        return at + (self.low(at) in (",", "("))

    def date(self, i: int) -> _Found | None:
        """Read "October 8, 2024", "8th of October", "Oct. 8", "October 2024", "October", "last October",
        "2024-10-08".
        """
        words = self.words
        if (
            self.low(i) in words.years
            and self.low(i + 1) == "-"
            and self.low(i + 3) == "-"
            and self.sentence.touches(i + 1)
            and self.sentence.touches(i + 4)
        ):
            month, day = self.low(i + 2), self.low(i + 4)
            if month.isdecimal() and day.isdecimal() and 1 <= int(month[:3]) <= 12 and 1 <= int(day[:3]) <= 31:
                return TimePoint("day", year=int(self.low(i)), month=int(month[:3]), day=int(day[:3])), i + 5
        day_first = self.day_number(i)
        if day_first is not None:
            at = day_first[1] + (self.is_(day_first[1], "of"))
            if self.low(at) not in words.months:
                return None
            year, last = self.year_after(at + 1 + (self.low(at + 1) == "." and self.low(at) not in words.full_months))
            return self.hours_after(
                TimePoint("day", year=year, month=words.months[self.low(at)], day=day_first[0]), last
            )
        return self.month(i)

    def month(self, i: int) -> _Found | None:
        words = self.words
        pull, at = self.pull(i) if self.low(i + 1) in words.full_months else (0, i)
        month = words.months.get(self.low(at))
        if month is None or not self.sentence.words[at][0].isupper():
            return None
        is_full = self.low(at) in words.full_months
        behind = at + 1 + (not is_full and self.low(at + 1) == ".")
        day = self.day_number(behind)
        if day is not None and self.low(day[1]) not in words.units:
            year, last = self.year_after(day[1])
            return self.hours_after(TimePoint("day", year=year, month=month, day=day[0], pull=pull), last)
        year, last = self.year_after(behind)
        if year is None:
            found = self.relative(last) if pull == 0 else None
            if found is not None and found[0].unit == "year" and found[0].part is None:
                return TimePoint("month", month=month, offset=found[0].offset), found[1]
            if not is_full or not (at > i or self.is_surely_month(at)):
                return None
        return TimePoint("month", year=year, month=month, pull=pull), last

    def is_surely_month(self, at: int) -> bool:
        """Tell "in May", "planned for May" from "May" at the head of a question."""
        is_planned = self.is_(at - 1, "at") and self.low(at - 2) in self.words.clauses["future"]
        return self.low(at) not in self.words.doubtful or self.low(at - 1) in self.words.before_month or is_planned

    def year_after(self, at: int) -> tuple[int | None, int]:
        """Return the year that stands at `at`, behind a comma or "of", and the token after it."""
        behind = at + (self.low(at) == "," or self.is_(at, "of"))
        if self.low(behind) in self.words.years and not self.sentence.touches(
            behind + 1 if self.low(behind + 1) in ("%", "-") else -1
        ):
            return int(self.low(behind)), behind + 1
        return None, at

    def day_number(self, i: int) -> tuple[int, int] | None:
        word = self.low(i)
        if not word.isdecimal() or len(word) > 2 or not 1 <= int(word) <= 31:
            return None
        if self.low(i + 1) == "." and self.low(i + 2).isdecimal() and self.sentence.touches(i + 2):
            return None
        return int(word), i + 1 + (self.low(i + 1) in self.words.ordinals and self.sentence.touches(i + 1))

    def festival(self, i: int) -> _Found | None:
        """Read "on Boxing Day", "Good Friday 2011", "at Christmas"; before a noun ("the Boxing Day quake", "at
        Christmas markets") it only names.
        """
        pull, at = self.pull(i)
        for names, festival in self.words.festivals.get(self.low(at), ()):
            end = at + len(names)
            if self.sentence.lowers[at:end] != names or all(map(str.islower, self.sentence.words[at:end])):
                continue
            year, last = self.year_after(end)
            point = TimePoint("day", year=year, pull=pull, festival=festival, hours=festival.hours)
            found = self.relative(last) if year is None else None
            if found is not None and found[0].unit == "year" and found[0].part is None:
                return replace(point, offset=found[0].offset), found[1]
            before = i - 1 - (self.is_(i - 1, "the") and self.words.has_compounds)  # "in der Silvesternacht"
            is_told = year is not None or at > i or any(self.is_(before, group) for group in _BEFORE_FEASTS)
            is_name = year is None and self.is_noun(last)
            if not is_told or is_name:
                return None
            point, last = self.hours_after(point, last)
            year, last = self.year_after(last) if year is None else (year, last)
            return replace(point, year=year), last
        return None

    def is_noun(self, at: int) -> bool:
        """Tell whether the word at `at` may go on with the name before it: no mark, no small word, no time, no verb in
        the past, and a word in a language that joins nouns in writing is none.
        """
        word, words = self.low(at), self.words
        if words.has_compounds:
            return False
        is_time = word in words.dayparts or word in words.weekdays or word in words.relative["last"]
        is_small = is_time or word in words.attributes["function"] or word in words.relative["this"]
        return word[:1].isalpha() and not is_small and not word.endswith(words.participles)

    def decade(self, i: int) -> _Found | None:
        """Read "the 1990s", "the '90s", "the nineties", "den 1990er Jahren"."""
        words = self.words
        name = words.decade_names.get(self.low(i))
        if name is not None and self.is_(i - 1 - (self.low(i - 1) in words.parts), "the"):
            return TimePoint("decade", year=name), self.behind_years(i + 1)
        at = i + (self.low(i) in _CUTS)
        digits = self.low(at)
        year = int(digits) if digits in words.years else _CENTURY + int(digits) if digits in _SHORT_DECADES else None
        if year is None or year % 10 or self.low(at + 1) not in words.decades or not self.sentence.touches(at + 1):
            return None
        return TimePoint("decade", year=year), self.behind_years(at + 2)

    def behind_years(self, at: int) -> int:
        """Return the token after the "Jahre" of "den 1990er Jahren" at `at`, or `at`."""
        return at + (self.words.units.get(self.low(at)) == "year")

    def is_of_event(self, i: int) -> bool:
        """Tell that what stands at `i` tells an event apart: "the tsunami of 2004", "das Hochwasser 2002"."""
        nouns = self.words.nouns
        is_joined = self.low(i - 1) in self.words.attributes["of"] and (
            nouns.names_event(self.low(i - 2)) or self.low(i - 2) in self.words.seasons
        )
        return is_joined or (
            self.words.has_bare_years and (nouns.names_event(self.low(i - 1)) or self.low(i - 1) in self.words.seasons)
        )

    def is_bare(self, i: int) -> bool:
        """Tell a year that stands alone in a language that writes it so: "2021 im Ahrtal", "1962 starben"; a noun
        behind it would be counted.
        """
        if not self.words.has_bare_years or self.low(i - 1) in self.words.not_bare:
            return False
        return self.is_(i + 1, "at") or (i == 0 and self.low(1).isalpha() and self.sentence.words[1][0].islower())

    def bare_year(self, i: int) -> _Found | None:
        """Read "2023" behind a word that a year can follow, or at the head of a line of dates; "to 2,000" and "by 1995
        metres" are none.
        """
        if i == 0 and self.low(i) in self.words.years and self.low(1) in _LINE_MARKS:
            return TimePoint("year", year=int(self.low(i))), 1
        is_of_event = self.is_of_event(i) or self.is_bare(i)
        is_behind = is_of_event or self.is_(i - 1, "year_after")
        if self.low(i) not in self.words.years or not is_behind or self.low(i + 1) in self.words.units:
            return None
        after = self.low(i + 1)
        is_joined = self.is_(i + 1, "to") or self.is_(i + 1, "and")
        is_counting = (
            not is_joined
            and after[:1].isalpha()
            and not self.sentence.words[i + 1][0].isupper()
            and self.low(i - 1) not in self.words.relative["in"]
            and self.words.units.get(self.low(i - 1)) != "year"
        )
        return (
            None
            if (is_counting and not is_of_event) or after == "%"
            else (TimePoint("year", year=int(self.low(i))), i + 1)
        )


def _is_whole(point: TimePoint) -> bool:
    """Tell whether a time point can have parts: no weekend, and nothing that is a part itself."""
    return point.hours is None and point.part is None and point.unit != "weekend"
