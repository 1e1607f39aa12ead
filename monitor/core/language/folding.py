"""Words as they are compared where it shall not matter how they were typed: accents, quotation marks, hyphens, white
space, and characters that nobody sees. Case is left to who compares.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_QUOTES = dict.fromkeys("‘’‚‛ʼʹʻ′`´＇", "'") | dict.fromkeys("“”„‟«»″＂", '"')
# Letters that no accent can be taken off.
LETTERS = {
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ı": "i",
    "þ": "th",
    "ð": "d",
}
_CAPITALS = {"ẞ": "SS", "Þ": "TH", "Ð": "D"}
# soft hyphen, joiners, zero width and bidirectional marks, variation selectors, the Arabic stretching stroke
_UNSEEN = (
    "\u00ad\u034f\u061c\u0640\u180e\ufeff"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f"
) + "".join(map(chr, range(0xFE00, 0xFE10)))
_AS_WRITTEN = _QUOTES | LETTERS | _CAPITALS | dict.fromkeys(_UNSEEN, "")
# Accents of Latin and Greek, stress marks, points of Hebrew and Arabic vowels. The vowel signs of India and Thailand
# are letters, and so is the breve of Cyrillic.
_ACCENTS = re.compile(
    "(?<![\u0418\u0438\u0423\u0443])\u0306|[\u0300-\u0305\u0307-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5"
    "\u064b-\u065f\u0670]"
)
# All but ASCII and the letters of Russian, Han, Kana and Hangul, which stay as they are.
_FOREIGN = re.compile("[^\x00-\x7f\u0410-\u044f\u3041-\u3093\u30a1-\u30f6\u4e00-\u9fff\uac00-\ud7a3]")
_HYPHEN = re.compile(r"[-\u2010-\u2013](?<=\w.)\s*(?=\w)")
# Chinese, Japanese, Thai, Lao, Tibetan, Burmese and Khmer put no space between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u309f\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def fold(text: str) -> str:
    """Return `text` as terms are compared, its case kept: no accents and nothing unseen, one kind of quotation mark, a
    space for any white space and for a hyphen inside a word.
    """
    if not text.isascii():
        text = _FOREIGN.sub(_fold_character, unicodedata.normalize("NFC", text))
    return " ".join(_HYPHEN.sub(" ", text.replace("`", "'")).split())


def _fold_character(found: re.Match[str]) -> str:
    return _folded(found[0])


@cache
def _folded(character: str) -> str:
    known = _AS_WRITTEN.get(character)
    if known is None:
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", character))
        known = unicodedata.normalize("NFC", "".join(_AS_WRITTEN.get(part, part) for part in plain))
    return known


@lru_cache(maxsize=4096)
def fold_words(text: str) -> tuple[str, str]:
    """Return a few words folded, as written and in lower case; they are remembered, so that a long text is none of
    them.
    """
    written = fold(text)
    return written, written.lower()


def parts_words(text: str, at: int) -> bool:
    """Tell whether a word may end before, and another begin at, offset `at` of a folded text."""
    if at <= 0 or at >= len(text):
        return True
    before, here = text[at - 1], text[at]
    if before.isascii() and here.isascii():
        return not (before.isalnum() and here.isalnum())
    if _is_mark(here):
        return False  # a vowel sign goes on with the letter before it
    if _UNSPACED.match(before) or _UNSPACED.match(here):
        return True
    return not (_is_letter(before) and _is_letter(here))


def _is_letter(character: str) -> bool:
    return character.isalnum() or _is_mark(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
