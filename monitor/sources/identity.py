"""What an entry of a feed may be known by: keys of its names and its text, and how much two texts have in common. Pure.

What is new among the entries of a poll is judged by these in `polling.sorting`.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import islice
from struct import pack
from zlib import crc32

from monitor.model import Trace

_MOST_WORDS = 80
_SKETCHED = 2_000  # characters of a text, which have so many distinct words
_MOSTLY_ENOUGH = 900  # characters likewise, in most texts
_OWN_TEXT = (
    12  # words from which on a text is nobody else's; a shorter one ("Photo of the day") needs its link beside it
)
_OWN_TITLE = 4  # words likewise, for a title to lead to an entry whose text is another
_SHORT_TITLE = 2  # words likewise, to lead to one whose whole text stands in the other
_BEGINNING = 0.9  # of the words of a first sentence that are in the full text after it
_WORD = re.compile(r"\w+")
_ASCII_WORDS = bytes(code if _WORD.match(chr(code)) and code < 128 else ord(" ") for code in range(256))


def trace_of(guid: str | None, link: str | None, title: str | None, text: str) -> Trace:
    """Return what an entry may be known by; `guid`, `link` and `title` only where no other entry of the feed has
    them.
    """
    words = _first_words(text)
    title_words = len(title.split()) if title else 0
    is_own = len(words) >= _OWN_TEXT
    sketch = [*map(crc32, islice(dict.fromkeys(words), _MOST_WORDS))]
    return Trace(
        guid=_key("guid", guid) if guid else None,
        link=_key("link", link) if link else None,
        title=_key("title", title.lower()) if title and title_words >= _SHORT_TITLE else None,
        text=_key("text", text if is_own else f"{text}\n{link or guid}"),
        words=pack(f"<{len(sketch)}I", *sketch),
        is_title_own=title_words >= _OWN_TITLE,
    )


def keys_of(trace: Trace) -> tuple[int, ...]:
    """Return the keys of an entry, the surest first."""
    return tuple(key for key in (trace.text, trace.guid, trace.link, trace.title) if key is not None)


def resemblance(one: bytes, other: bytes) -> float:
    """Return the share of words that two sketches have in common, 0 to 1."""
    left, right = _sketched(one), _sketched(other)
    return len(left & right) / len(left | right) if left or right else 1.0


def is_beginning(one: bytes, other: bytes) -> bool:
    """Tell whether a text is but the beginning of another, by their sketches: a first sentence of a full text."""
    left, right = _sketched(one), _sketched(other)
    return _OWN_TEXT <= len(left) < len(right) and len(left & right) >= _BEGINNING * len(left)


def _sketched(sketch: bytes) -> set[bytes]:
    return {sketch[at : at + 4] for at in range(0, len(sketch), 4)}


def _first_words(text: str) -> list[bytes]:
    """Return the words of the part that is sketched, or of its beginning where that has as many distinct ones as a
    sketch takes.
    """
    words = _words_of(text[:_MOSTLY_ENOUGH])[:-1]  # the last one may be cut
    return words if len(set(words)) >= _MOST_WORDS else _words_of(text[:_SKETCHED])


def _words_of(text: str) -> list[bytes]:
    if text.isascii():
        return text.encode("ascii").lower().translate(_ASCII_WORDS).split()  # the same at a fifth of the time
    return [word.encode(errors="replace") for word in _WORD.findall(text.lower())]


def _key(kind: str, value: str) -> int:
    return int.from_bytes(
        blake2b(f"{kind}\n{value}".encode(errors="replace"), digest_size=8).digest(), "little", signed=True
    )
