"""Whether a text may not be told yet: a formula in its first or last lines, or what its source declares. Pure.

An article that speaks of an embargo is under none: a formula opens its line, or what stands there behind a mark, and
nothing but a time stands between it and the end of the line or the next mark. The words are data (embargoes.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from monitor.core.documents.embargo_times import ends_at, one_of, read_time
from monitor.core.language.lexicon import Language
from monitor.model import Document, Embargo, EmbargoTime

# An end that is further away, from publication, was misread or mistyped more likely than meant. Set by hand: journals
# give a week, lists of honours ten days, budgets and reports up to four weeks.
LONGEST = timedelta(days=30)
_FIRST_LINES, _LAST_LINES = 6, 3
_LONGEST_LINE = 400
_LONGEST_WORDS = 120  # of the formula, that are kept
_END = re.compile(r"[\s\"”“’']*(?:$|[)\]*.:;|–—-])")
_WHOLE = re.compile(r"[\s\"”“’')\]*.]*$")
_MOST_WORDS = 8  # of a line that is a formula without a time that can be read


@dataclass(frozen=True, slots=True)
class Hold:
    """Why something is not told yet, in words, and until when; `None` until a person lets it go."""

    words: str
    until: datetime | None


def read_embargo(
    title: str | None, text: str, languages: Iterable[Language], declared: datetime | None = None
) -> Embargo | None:
    """Return the embargo that a text or its source names, over or not; `None` where neither does."""
    found = next(
        (
            embargo
            for line in _lines(title, text)
            for language in languages
            if (embargo := _read_line(line, language)) is not None
        ),
        None,
    )
    if declared is None:
        return found
    return Embargo(found.words if found else "declared by its source", found.time if found else None, declared)


def hold_of(document: Document, now: datetime, zone: tzinfo) -> Hold | None:
    """Return why `document` is not to be told at `now`; `None` where it may be.

    zone: of the desk, for a time that names none. What was published longer ago than an embargo lasts is under none.
    """
    embargo = document.embargo
    if embargo is None:
        return None
    published_at = document.published_at or now
    told = ends_at(embargo.time, published_at, zone) if embargo.time is not None else None
    ends = [end for end in (told, embargo.declared) if end is not None]
    if now - published_at > LONGEST or (ends and max(ends) <= now):
        return None
    if not ends:
        return Hold(f"{embargo.words}: its time can't be read", None)
    if max(ends) - published_at > LONGEST:
        return Hold(f"{embargo.words}: its time is more than {LONGEST.days} days off", None)
    return Hold(embargo.words, max(ends))


def _lines(title: str | None, text: str) -> list[str]:
    first = [line.strip() for line in text[:6_000].split("\n", 20)[:20] if line.strip()][:_FIRST_LINES]
    last = [line.strip() for line in text[-3_000:].rsplit("\n", 12)[-12:] if line.strip()][-_LAST_LINES:]
    return [line[:_LONGEST_LINE] for line in dict.fromkeys(((title or "").strip(), *first, *last)) if line]


def _read_line(line: str, language: Language) -> Embargo | None:
    formulas = _formulas(language)
    if formulas is None or not _may_hold_formula(line, language):
        return None
    for match in formulas.finditer(line):
        embargo = _read_formula(line, match, language)
        if embargo is not None:
            return embargo
    return None


def _read_formula(line: str, match: re.Match[str], language: Language) -> Embargo | None:
    """Return the embargo of a formula; `None` where what stands behind it shows that it is none."""
    is_sure, begin = match["sure"] is not None, match.start("formula")
    behind = match.end()
    found = read_time(line, behind, language)
    if found is not None:
        time, end = found
        if _is_meant(line, match, time, end):
            return Embargo(_words_of(line[begin:end]), time)
    if match["told"] is not None:
        return None
    rest = line[behind:].strip(' \t.:*()[]"”“')
    is_open = bool(rest) and _open_ends(language).fullmatch(rest) is not None
    is_joined = bool((match["join"] or "").strip())
    is_notice = not rest or (is_joined and len(line.split()) <= _MOST_WORDS and line.upper() == line)
    if (is_open and (is_sure or is_joined)) or (is_sure and is_notice and not line[:begin].strip()):
        return Embargo(_words_of(line[begin:]))
    return None


def _is_meant(line: str, match: re.Match[str], time: EmbargoTime, end: int) -> bool:
    """Tell a time that ends an embargo from one of an article that begins with such words."""
    has_clock = time.minutes is not None or time.instant is not None
    ends_here, is_last = _END.match(line, end) is not None, _WHOLE.match(line, end) is not None
    if match["told"] is not None:
        return has_clock and ends_here and (time.day, time.weekday, time.offset, time.instant) != (None,) * 4
    if match["sure"] is not None:
        return ends_here
    join = (match["join"] or "").strip()
    return (ends_here if join else is_last) if has_clock else is_last and ":" in join


def _words_of(formula: str) -> str:
    return " ".join(formula.split()).strip(' *()[]"“„')[:_LONGEST_WORDS]


def _may_hold_formula(line: str, language: Language) -> bool:
    """Tell whether the longest word of some formula is in the line: the pattern of all formulas tries every place."""
    folded = line.casefold()
    return any(word in folded for word in _telling_words(language))


@lru_cache(maxsize=16)
def _telling_words(language: Language) -> tuple[str, ...]:
    table = language.tables["embargoes"]
    formulas = (*table["sure"], *table["timed"], *table["told"])
    return tuple({max(formula.casefold().split(), key=len) for formula in formulas})


@lru_cache(maxsize=16)
def _formulas(language: Language) -> re.Pattern[str] | None:
    """Compile embargoes.toml; `None` where the language has none. `join`: what stands between formula and time."""
    table = language.tables.get("embargoes")
    if table is None:
        return None
    joins = rf"(?P<join>(?:\s*[:(–—-]\s*|\s+)(?:(?:{one_of(table['joins'])})\b[:\s]*)*)"
    opening = r"(?:^|(?<=[–—|:;*\[(/.-])|(?<=[–—|:;/.-]\s))[\s*\[(\"“„]*"
    told = rf"\b(?P<told>{one_of(table['told'])})"
    return re.compile(
        rf"(?P<formula>(?:{opening})(?:(?P<sure>{one_of(table['sure'])})|(?P<timed>{one_of(table['timed'])}))"
        rf"|{told})(?!\w){joins}?",
        re.IGNORECASE,
    )


@lru_cache(maxsize=16)
def _open_ends(language: Language) -> re.Pattern[str]:
    table = language.tables["embargoes"]
    return re.compile(rf"(?:(?:{one_of(table['joins'])})\s+)*(?:{one_of(table['open_ends'])})", re.IGNORECASE)
