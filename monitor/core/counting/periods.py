"""Figures of another time: statistics over a year or longer and events of other years, which are no casualties of the
news at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.clauses import clause_end, clause_start
from monitor.core.syntax.events import EventTrigger

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CENTURIES = ("19", "20")
_BEFORE = 30  # tokens before figure and event in which a time may stand that holds for them
_AFTER = 12
_DATE = 4  # tokens of "Nov. 5," before the year


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """Phrases that name a long or an earlier time, by their first word; `aspects`: what a statistic is no report of."""

    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    year_after: frozenset[str]
    months: frozenset[str]
    ends: frozenset[str]
    aspects: frozenset[str]


@lru_cache(maxsize=8)
def compile_periods(language: Language) -> Periods:
    """Return the words of `language` for long and earlier times; the same object on every call."""
    table: Mapping[str, Any] = language.tables["events"]["periods"]
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for text in table["phrases"]:
        words = tuple(text.split())
        phrases.setdefault(words[0], []).append(words)
    return Periods(
        {word: tuple(found) for word, found in phrases.items()},
        frozenset(table["year_after"]),
        frozenset(language.tables["labels"]["months"]),
        frozenset(table["ends"]),
        frozenset(table["aspects"]),
    )


def other_time(
    sentence: Sentence, first: int, last: int, event: EventTrigger | None, present_year: int, periods: Periods
) -> tuple[int, int] | None:
    """Return the tokens that say that the figure at [first, last) belongs to another time, in its own clause; else
    None.

    present_year: the latest year that the text names; a full date in that year may be that of the news itself.
    """
    begin = min(first, event.first) if event is not None else first
    end = max(last, event.last) if event is not None else last
    lowers = sentence.lowers
    start = clause_start(lowers, begin, periods.ends, reach=_BEFORE)
    stop = clause_end(lowers, end, periods.ends, reach=_AFTER)
    for k in range(start, stop):
        word = lowers[k]
        if word in periods.phrases:
            for phrase in periods.phrases[word]:
                if lowers[k : k + len(phrase)] == phrase:
                    return k, k + len(phrase)
        if k > 0 and not first <= k < last and _is_year(word) and _is_other_year(lowers, k, present_year, periods):
            return k, k + 1
    return None


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and word[:2] in _CENTURIES


def latest_year(sentences: Iterable[Sentence]) -> int:
    """Return the latest year that a text names, 0 where it names none."""
    dated = (sentence.text for sentence in sentences if any(century in sentence.text for century in _CENTURIES))
    return max((int(year) for text in dated for year in _YEAR.findall(text)), default=0)


def _is_other_year(lowers: tuple[str, ...], k: int, present_year: int, periods: Periods) -> bool:
    """Tell "in 2012" and, where the text names a later year, "March 3, 2012" from a count and from the date of the
    news.
    """
    if lowers[k - 1] in periods.year_after:
        return True
    return int(lowers[k]) < present_year and not periods.months.isdisjoint(lowers[max(0, k - _DATE) : k])
