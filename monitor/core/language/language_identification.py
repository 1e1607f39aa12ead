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
_NO_LANGUAGE = frozenset({UNDETERMINED, "mul", "mis", "zxx"})  # ISO 639-2
_CODES = frozenset(  # ISO 639-1
    (
        "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
        "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie "
        "ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln "
        "lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi "
        "pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti "
        "tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
    ).split()
)
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
        is undetermined. What declares no language (a country, the name of a setting) counts as no declaration.
        """
        code = self._declared(declared) if declared else None
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

    def _declared(self, declared: str) -> str | None:
        """Return the code that a declaration names ("de-AT", "German", "ger": "de"), `None` where it names none."""
        found = _WORD.match(declared.strip())
        name = found[0].lower() if found else ""
        if name in self.by_code:
            return name
        for code, language in self.by_code.items():
            if name in language.tables["text"]["declared_as"]:
                return code
        is_code = name in _CODES if len(name) < len(UNDETERMINED) else len(name) == len(UNDETERMINED)
        return name if is_code and name not in _NO_LANGUAGE else None


def _words(text: str) -> list[str]:
    """Return the words of a text in lower case; what stands in capitals among others is a name: the "WAR" of a player
    is no German verb.
    """
    found = _WORD.findall(text)
    is_shouted = sum(map(str.isupper, found)) * 2 > len(found)
    return [word.lower() for word in found if is_shouted or len(word) == 1 or not word.isupper()]


def _share(words: list[str], language: Language) -> float:
    return sum(map(_frequent(language).__contains__, words)) / max(1, len(words))


def _signs(text: str, language: Language) -> int:
    """Return how many letters of a short text the language alone has: they tell where no small word does."""
    return sum(map(text.lower().count, language.tables["text"]["letters"]))


@lru_cache(maxsize=8)
def _frequent(language: Language) -> frozenset[str]:
    return frozenset(language.tables["text"]["frequent"])
