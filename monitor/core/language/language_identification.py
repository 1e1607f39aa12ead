"""Which language a text is in: what it declares, unless its small words say otherwise. No statistics beyond a share of
function words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.language.lexicon import Language

UNDETERMINED = "und"  # ISO 639-2
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4_000  # characters; more do not change the answer
_ENOUGH = 40  # words; of a shorter text the share says too little
# Running text of the language itself has a share of 0.3 to 0.5, lists of names about 0.15, another European language up
# to 0.1.
_SURE = 0.2
_ALIEN = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Languages:
    """The languages that can be read, by code; `default` is taken for a text whose words tell nothing."""

    by_code: Mapping[str, Language]
    default: str

    def choose(self, text: str, declared: str | None) -> tuple[str, Language | None]:
        """Return the code of the language of `text`, and the language where it can be read.

        A declared code ("de", "de-AT") holds unless a longer text surely is of another language: feeds often declare
        their software's. A code that can't be read is returned as it was declared; a longer text of no known language
        is undetermined.
        """
        code = declared.replace("_", "-").partition("-")[0].lower() if declared else None
        words = _words(text[:_SAMPLE])
        shares = {own: _share(words, language) for own, language in self.by_code.items()}
        signs = {own: _signs(text, language) if len(words) < _ENOUGH else 0 for own, language in self.by_code.items()}
        likeliest = max(shares, key=lambda own: (shares[own], own == code, signs[own], own == self.default, own))
        if code is None and words and not any(word.isascii() for word in words):
            return UNDETERMINED, None  # in another script than that of any language here
        if len(words) < _ENOUGH:
            code = code or likeliest
            return code, self.by_code.get(code)
        if shares[likeliest] >= _SURE and shares[likeliest] > 2 * shares.get(code or "", 0.0):
            return likeliest, self.by_code[likeliest]
        if code is not None:
            return code, self.by_code.get(code)
        return (likeliest, self.by_code[likeliest]) if shares[likeliest] >= _ALIEN else (UNDETERMINED, None)


def _words(text: str) -> list[str]:
    """Return the words of a text in lower case; what stands in capitals among others is a name: the "WAR" of a player
    is no German verb.
    """
    found = _WORD.findall(text)
    is_shouted = sum(map(str.isupper, found)) * 2 > len(found)
    return [word.lower() for word in found if is_shouted or len(word) == 1 or not word.isupper()]


def _share(words: list[str], language: Language) -> float:
    frequent = _frequent(language)
    return sum(word in frequent for word in words) / max(1, len(words))


def _signs(text: str, language: Language) -> int:
    """Return how many letters of a short text the language alone has: they tell where no small word does."""
    return sum(map(text.lower().count, language.tables["text"]["letters"]))


@lru_cache(maxsize=8)
def _frequent(language: Language) -> frozenset[str]:
    return frozenset(language.tables["text"]["frequent"])
