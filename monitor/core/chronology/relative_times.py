"""Times that are counted from publication or from the time told last: "two days ago", "the past week", "that day".

Days, dates and years by name are read by `time_points`.
"""

from __future__ import annotations

from monitor.core.chronology.clock_times import ClockTimeReader
from monitor.core.chronology.intervals import TimePoint
from monitor.model.valueclasses import replace

_MOST = 1_000  # "40,000 years ago" is no news
_Found = tuple[TimePoint, int]  # a time point and the token after it


class RelativeTimeReader(ClockTimeReader):
    """The rules for times without a date; each returns a time point and the token after it, or `None`."""

    __slots__ = ()

    def count(self, i: int) -> tuple[int, int, bool] | None:
        """Return a small count, the token after it, and whether it is vague: "two", "3", "a few", "a couple of"."""
        words, word = self.words, self.low(i)
        at = i + 1 if word in words.relative["articles"] and self.low(i + 1) in words.few else i
        if self.low(at) in words.few:
            return words.few[self.low(at)], at + 1 + (self.is_(at + 1, "of")), True
        if word.isdecimal() and len(word) <= 4 and 0 < int(word) <= _MOST:
            return int(word), i + 1, False
        if word in words.numbers or word in words.relative["articles"]:
            return int(words.numbers.get(word, 1)), i + 1, False
        return None

    def ago(self, i: int) -> _Found | None:
        """Read "two days ago", "vor zwei Tagen", "a few weeks ago", "in three days" (still to come)."""
        is_ahead, is_before = self.low(i) in self.words.relative["in"], self.low(i) in self.words.relative["before_ago"]
        counted = self.count(i + (is_ahead or is_before))
        if counted is None:
            return None
        number, at, is_vague = counted
        unit, size = self.measure(at)
        if unit is None or unit == "weekend":
            return None
        number *= size
        if is_before:
            return (
                TimePoint(unit, stretch=-number, offset=-2) if is_vague else TimePoint(unit, offset=-number)
            ), at + 1
        if not is_ahead and self.low(at + 1) in self.words.relative["ago"]:
            return (
                TimePoint(unit, stretch=-number, offset=-2) if is_vague else TimePoint(unit, offset=-number)
            ), at + 2
        if not is_ahead and not is_vague and unit != "hour" and self.low(at + 1) in self.words.relative["earlier"]:
            return TimePoint(unit, offset=-number, is_anaphoric=True), at + 2
        if not is_ahead and not is_vague and unit != "hour" and self.low(at + 1) in self.words.relative["later"]:
            return TimePoint(unit, offset=number, is_anaphoric=True), at + 2
        return None

    def stretch(self, i: int) -> _Found | None:
        """Read "the past three days", "the last 24 hours", "the past week", "recent days", "the next two months",
        "within a week".
        """
        words, word = self.words, self.low(i)
        is_many = self.low(i + 1) in words.units and self.low(i + 1) not in words.singulars
        is_back = word in words.relative["recent"] or (word in words.relative["past"] and is_many)
        if is_back or (word in words.relative["next"] and is_many):
            unit, size = words.units.get(self.low(i + 1)), max(words.few.values())
            return (
                None if unit in (None, "weekend") else (TimePoint(str(unit), stretch=-size if is_back else size), i + 2)
            )
        is_past, is_ahead = (
            word in words.relative["past"],
            word in words.relative["ahead"] or word in words.relative["within"],
        )
        if not (is_past or is_ahead):
            return None
        at = i + 1 + (self.is_(i + 1, "the"))
        counted = self.count(at)
        if counted is not None:
            number, at, _ = counted
        elif word in words.relative["rolling"] and self.is_(i - 1, "the") and self.measure(at)[0] is not None:
            number = 1  # "the last week", not "last week"
        else:
            return None
        unit, size = self.measure(at)
        if unit is None or unit == "weekend":
            return None
        return TimePoint(unit, stretch=size * (-number if is_past else number)), at + 1

    def measure(self, at: int) -> tuple[str | None, int]:
        """Return the unit of time at `at` and how many of them it is: a fortnight is two weeks."""
        return self.words.multiples.get(self.low(at)) or (self.words.units.get(self.low(at)), 1)

    def relative(self, i: int) -> _Found | None:
        """Read "last week", "this month", "next year", "later this week", "earlier this year"."""
        words, word = self.words, self.low(i)
        if word in words.relative["earlier"] or word in words.relative["later"]:
            found = (
                self.relative(i + 1)
                if self.low(i + 1) in words.relative["this"] or self.low(i + 1) in words.relative["last"]
                else None
            )
            if found is None or found[0].unit in ("day", "weekend"):
                return found
            cut = "earlier" if word in words.relative["earlier"] else "later"
            return replace(found[0], part=cut if found[0].offset == 0 else None), found[1]
        offset = (
            0
            if word in words.relative["this"]
            else -1
            if word in words.relative["last"]
            else 1
            if word in words.relative["next"]
            else None
        )
        unit = words.units.get(self.low(i + 1))
        if offset is None or unit is None or unit in ("hour", "day") or self.low(i + 1) not in self.words.singulars:
            return None
        return TimePoint(unit, offset=offset), i + 2

    def weekend(self, i: int) -> _Found | None:
        if self.words.units.get(self.low(i)) == "weekend" and (self.is_(i - 1, "the") or self.is_(i - 1, "contracted")):
            return TimePoint("weekend", offset=0), i + 1
        return None

    def anaphoric(self, i: int) -> _Found | None:
        """Read "the same day", "that week", "the previous month", "the following day", "the day before"."""
        words, word = self.words, self.low(i)
        unit = words.units.get(self.low(i + 1))
        if word in words.told_names:
            name, offset = words.told_names[word]
            return TimePoint(name, offset=offset, is_anaphoric=True), i + 1
        if self.is_before(i):
            return TimePoint("day", offset=-1, is_anaphoric=True), i + 2
        if unit is None or unit in ("hour", "weekend") or self.low(i + 1) not in self.words.singulars:
            return None
        if word in words.told["same"]:
            return TimePoint(unit, offset=0, is_anaphoric=True), i + 2
        if self.is_(i - 1, "the") and word in words.told["before"]:
            return TimePoint(unit, offset=-1, is_anaphoric=True), i + 2
        if self.is_(i - 1, "the") and (
            word in words.told["after"] or (unit == "day" and word in words.relative["next"])
        ):
            return TimePoint(unit, offset=1, is_anaphoric=True), i + 2
        return None

    def is_before(self, i: int) -> bool:
        """Tell "the day before" at the end of its clause; "the day before the vote" is counted from the vote."""
        words = self.words
        is_day = (
            words.units.get(self.low(i)) == "day"
            and self.low(i) in self.words.singulars
            and (self.is_(i - 1, "the") or self.is_(i - 1, "at"))
        )
        return is_day and self.low(i + 1) in words.told["days_before"] and not self.low(i + 2)[:1].isalnum()
