"""What a wire's own heading says a document is: a correction, a withdrawal, an update. The words are data."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.core.language.lexicon import Language
from monitor.model import Notice

_HEADING_LINES = 3  # a wire's notice stands in the first lines, a web page's correction often in the last
_LONGEST_HEADING = 300


def read_notice(title: str | None, text: str, language: Language) -> Notice | None:
    """Return the notice that a heading gives, a withdrawal before a correction before an update; `None` for a plain
    document.
    """
    openings, closings = _lines(text)
    found = {
        notice
        for line in ((title or "")[:_LONGEST_HEADING], *openings)
        for notice, pattern in _patterns(language)
        if pattern.match(line)
    }
    found |= {
        notice
        for line in closings
        for notice, pattern in _patterns(language)
        if notice is not Notice.UPDATE and pattern.match(line)
    }
    return next((notice for notice in (Notice.KILL, Notice.CORRECTION, Notice.UPDATE) if notice in found), None)


def opens_correction(line: str, languages: tuple[Language, ...]) -> bool:
    """Tell whether a line begins as those do that correct or withdraw what was told, in any of the languages."""
    return _corrections(languages).match(line) is not None


def _lines(text: str) -> tuple[list[str], list[str]]:
    first = [line.strip() for line in text[: _HEADING_LINES * 1_000].split("\n", 12)[:12] if line.strip()][
        :_HEADING_LINES
    ]
    last = [line.strip() for line in text[-_HEADING_LINES * 1_000 :].rsplit("\n", 12)[-12:] if line.strip()][
        -_HEADING_LINES:
    ]
    return [line[:_LONGEST_HEADING] for line in first], [line[:_LONGEST_HEADING] for line in last]


@lru_cache(maxsize=16)
def _patterns(language: Language) -> tuple[tuple[Notice, re.Pattern[str]], ...]:
    """Compile notices.toml: `marks` need a mark or a number behind them ("UPDATE 2-"), `phrases` open a line as they
    stand.
    """
    table = language.tables.get("notices", {})
    return tuple((notice, _pattern(table[notice.value])) for notice in Notice if notice.value in table)


@lru_cache(maxsize=16)
def _corrections(languages: tuple[Language, ...]) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            pattern.pattern
            for language in languages
            for notice, pattern in _patterns(language)
            if notice is not Notice.UPDATE
        )
        or "(?!)",
        re.IGNORECASE,
    )


def _pattern(words: dict[str, list[str]]) -> re.Pattern[str]:
    marks = "|".join(re.escape(word) for word in sorted(words.get("marks", ()), key=len, reverse=True))
    phrases = "|".join(re.escape(word) for word in sorted(words.get("phrases", ()), key=len, reverse=True))
    branches = [
        rf"(?:{marks})(?:\s*\(?\d{{1,2}}\)?)?\s*[:\-–—)\]]" if marks else "",
        rf"(?:{phrases})\b" if phrases else "",
    ]
    return re.compile(r"[\[(*\s]{0,4}(?:" + "|".join(filter(None, branches)) + ")", re.IGNORECASE)
