"""Pages that stand where an article should be: consent and pay walls, "not found" served as a success. The words are
data.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.core.language.lexicon import Language

_LONGEST_WALL = 1_500  # characters of main text; an article that quotes such words is longer
_WORD = re.compile(r"[^\W\d_]{4,}")
_LEAST_SHARED = 0.3  # share of the announced words that the page must hold; real pairs share most, a wall next to none
_FEWEST_WORDS = 4


def name_wall(title: str | None, text: str, language: Language) -> str | None:
    """Return what the page is instead of an article ("consent_wall", "paywall", "not_found", ...), or `None`."""
    if len(text) > _LONGEST_WALL:
        return None
    opening = f"{title or ''}\n{text}"
    return next((name for name, pattern in _patterns(language) if pattern.search(opening)), None)


def is_about(announced: str, text: str) -> bool:
    """Tell whether `text` can be what the words of `announced` promise; too few words to judge by count as yes."""
    words = set(_WORD.findall(announced[:1_000].lower()))
    if len(words) < _FEWEST_WORDS:
        return True
    found = words & set(_WORD.findall(text.lower()))
    return len(found) >= _LEAST_SHARED * len(words)


@lru_cache(maxsize=16)
def _patterns(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = language.tables.get("walls", {})
    return tuple(
        (name, re.compile("|".join(rf"\b{re.escape(phrase)}" for phrase in words["phrases"]), re.IGNORECASE))
        for name, words in table.items()
    )
