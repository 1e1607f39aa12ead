"""Hours of the day on the tokens of a sentence: "2 a.m.", "14:30 GMT", "11:30 p.m. local time (6:30 p.m. GMT)".

An hour counts only beside its day, which is read by `time_points`.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.chronology.intervals import TimePoint
from monitor.core.chronology.time_words import TimeWords
from monitor.core.language.text import Sentence
from monitor.model.valueclasses import replace

_WEST = 11  # hours behind UTC that a zone may be
_EXACT_HOURS = 2  # noon and midnight are hours, a morning is none
_Found = tuple[TimePoint, int]  # a time point and the token after it


@dataclass(frozen=True, slots=True)
class ClockTimeReader:
    """Looks at the tokens of one sentence; each rule returns what it reads and the token after it."""

    sentence: Sentence
    words: TimeWords

    def low(self, i: int) -> str:
        return self.sentence.lowers[i] if 0 <= i < len(self.sentence.lowers) else ""

    def is_(self, i: int, group: str) -> bool:
        return self.low(i) in self.words.links[group]

    def hours(self, i: int) -> tuple[tuple[int, int] | None, int]:
        """Return the hour that a clock time at `i` lies in, and the token after it."""
        word = self.low(i)
        part = self.words.dayparts.get(word)
        if part is not None and part[1] - part[0] <= _EXACT_HOURS:
            return part, i + 1
        if not word.isascii() or not word[:1].isdecimal():
            return None, i
        at, digits = i + 1, word.partition(".")[0]
        has_minutes = self.low(at) == ":" and self.low(at + 1).isdecimal() and self.sentence.touches(at)
        at += 2 * has_minutes
        half = self.half_of_day(at, word[len(digits) :])
        if half is not None:
            hour = _hour(digits, 0)
            return ((hour % 12 + half[0], hour % 12 + half[0] + 1) if 1 <= hour <= 12 else None), half[1]
        if digits.isdecimal() and len(digits) == 4 and self.low(at) in self.words.zones:
            digits, has_minutes = digits[:2], True
        if self.low(at) in self.words.oclock:
            at, has_minutes = at + 1, True
        hour = _hour(digits, 24)
        return ((hour, hour + 1) if has_minutes and hour < 24 else None), at

    def half_of_day(self, at: int, rest: str) -> tuple[int, int] | None:
        """Return the hours that "a.m." or "p.m." adds, and the token after it; it stands at `at`, or is the `rest` of
        the number's own token.
        """
        for letters, shift in ((self.words.am, 0), (self.words.pm, 12)):
            if self.low(at) in letters or rest in letters:
                return shift, at + (self.low(at) in letters)
        return None

    def zone(self, at: int) -> tuple[int | None, int]:
        while self.low(at) in self.words.local:
            at += 1
        return (self.words.zones[self.low(at)], at + 1) if self.low(at) in self.words.zones else (None, at)

    def zone_of(self, hours: tuple[int, int], at: int) -> tuple[int | None, int]:
        """Return the zone that stands behind a clock time, or that a bracket there gives away, and the token after."""
        zone, at = self.zone(at)
        return self.restated(hours, zone, at) if self.low(at) == "(" else (zone, at)

    def restated(self, hours: tuple[int, int], zone: int | None, at: int) -> tuple[int | None, int]:
        """Return the zone that "23:30 local time (1930 GMT)" gives away, and the token after the bracket."""
        again, end = self.hours(at + 1)
        if again is None:
            return zone, at
        other, end = self.zone(end)
        if other is None or self.low(end) != ")":
            return zone, at
        ahead = (hours[0] - again[0] + other + _WEST) % 24 - _WEST
        return (ahead if zone is None else zone), end + 1

    def hours_after(self, point: TimePoint, at: int) -> _Found:
        """Add what stands behind a day: "Friday night", "Friday at 2 a.m."."""
        if self.low(at) in self.words.dayparts:
            return replace(point, hours=self.words.dayparts[self.low(at)]), at + 1
        if self.is_(at, "at"):
            hours, end = self.hours(at + 1)
            if hours is not None:
                zone, end = self.zone_of(hours, end)
                return replace(point, hours=hours, zone=zone), end
        return point, at


def _hour(digits: str, unknown: int) -> int:
    """Return the hour that one or two digits name; `unknown` for any other."""
    return int(digits) if digits.isdecimal() and len(digits) <= 2 else unknown
