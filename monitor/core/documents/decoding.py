"""Bytes to characters: byte order marks, UTF-8, a declared charset, and cp1252 as an admitted guess.

Leaves markup and layout to others. Cleaning keeps the length of a text, so that offsets into a document given as
text are offsets into what its sender gave.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
    b"ID3",
    b"OggS",
    b"BZh",
    b"7z\xbc\xaf",
)
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ") | {
    ord("\n"): "\n",
    ord("\t"): "\t",
    0x0B: "\n",
    0x0C: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_CONTROLS |= {0xFEFF: " ", 0xFFFE: " ", 0xFFFF: " "}
_NEEDS_CLEANING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_INVISIBLE_MARK = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_INVISIBLE = dict.fromkeys(
    (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TERMINAL_SEQUENCE = re.compile("\x1b\\[[0-?]{0,64}[ -/]{0,8}[@-~]")
# Numbers of characters that no XML may hold, as markup writes them: a page has none of its text where one is left in.
_NO_CHARACTER = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?:;|(?!\d))"
    rb"|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?:;|(?![0-9a-fA-F])))"
)
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_BLANK_NUMBERS = frozenset(b"%d" % code for code in (11, 12, 28, 29, 30, 31)) | frozenset(
    (b"b", b"c", b"1c", b"1d", b"1e", b"1f")
)
_TERMINAL_BYTES = re.compile(_TERMINAL_SEQUENCE.pattern.encode())
_UNSEEN_BYTES = bytes((*range(0x09), *range(0x0E, 0x1C), 0x7F))
_PARTED = bytes.maketrans(b"\x0b\x0c\x1c\x1d\x1e\x1f", b" " * 6)
_UNSEEN_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\ufeff\ufffe\uffff]"
)  # the others part words: tabs, lines, separators
# A character beyond U+FFFF as the two halves of UTF-16, each in three bytes, as Java and old databases write it.
# Source: Unicode Technical Report 26, CESU-8.
_SPLIT = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_SHAPED = re.compile(rb"[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3}")
_FEWEST_SHAPED = 2  # one may be chance: "VOILÀ" before a no-break space, in cp1252
_LEGACY = (
    "iso8859",
    "cp",
    "koi8",
    "mac",
    "gb",
    "big5",
    "hz",
    "shift_jis",
    "euc",
    "iso2022",
    "johab",
    "tis",
    "ptcp",
    "kz1048",
    "utf-16",
    "utf-32",
)
_RIGHT_PER_BAD = 3  # characters beyond ASCII
_PROBE_BYTES = 4_096
_MOST_CONTROLS = 0.02  # share of control bytes above which a file isn't text; real text in any charset has next to none
_MOST_FOREIGN = (
    0.3  # share of letters outside ASCII above which cp1252 is surely the wrong guess (French has about 5 %)
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters and the charset that gave them; `is_guess` where nothing but experience speaks for it."""

    text: str
    encoding: str
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Bytes that are no text we can read: "binary" or "unknown_encoding", with the remedy in `detail`."""

    reason: str
    detail: str


def decode_text(content: bytes, declared: str | None = None) -> Decoded | Undecodable:
    """Return the characters of `content`: byte order mark, else UTF-8, else `declared`, else cp1252 as a guess."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], encoding)
    if content.startswith(_SIGNATURES):
        return Undecodable("binary", "the content is no text but a binary format; give text, HTML or JSON")
    wide = _wide_encoding(content)
    if wide is not None:
        return _decode_marked(content, wide)
    probe = content[:_PROBE_BYTES]
    if len(probe) - len(probe.translate(None, _CONTROL_BYTES)) > _MOST_CONTROLS * len(probe):
        return Undecodable("binary", "the content holds control bytes as no text does; give text, HTML or JSON")
    try:
        return Decoded(mend_utf8(content).decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(content, declared)


def mend_utf8(content: bytes) -> bytes:
    """Return UTF-8 with its few bad bytes as "�"; anything else as it is.

    Bad bytes are few where far more of the characters beyond ASCII are right: a teaser that was cut inside a letter,
    while a text in another charset hardly has one that is UTF-8 by chance. They are UTF-8 as well where all of them
    stand together as its bytes do, in forms that it forbids.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        whole = _SPLIT.sub(_joined, content)
        text = whole.decode("utf-8", errors="replace")
        bad = text.count("\ufffd")
        right = sum(1 for character in text if character > "\x7f") - bad
        return text.encode("utf-8") if right >= _RIGHT_PER_BAD * bad or _is_shaped(whole) else content
    return content


def _joined(halves: re.Match[bytes]) -> bytes:
    return halves[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _is_shaped(content: bytes) -> bool:
    rest, count = _SHAPED.subn(b"", content)
    return rest.isascii() and count >= _FEWEST_SHAPED


def clean_text(text: str) -> str:
    """Return `text`, as long as before, without control characters, lone surrogates or line ends other than a
    newline.
    """
    if _NEEDS_CLEANING.search(text) is None:
        return text
    text = text.replace("\r\n", " \n").replace("\r", "\n").translate(_CONTROLS)
    return _SURROGATE.sub("\ufffd", text)


def tidy_text(text: str) -> str:
    """Return `text` as `clean_text` does where nobody counts on its length: control characters that a reader doesn't
    see and terminal sequences part no word ("1\\x002" is 12), so that they go.
    """
    if _NEEDS_CLEANING.search(text) is None:
        return text
    return clean_text(_UNSEEN_CONTROL.sub("", _TERMINAL_SEQUENCE.sub("", text)))


def tidy_markup(encoded: bytes) -> bytes:
    """Return markup in UTF-8 without what no reader sees and no XML may hold: control characters, raw or by their
    number, and terminal sequences.
    """
    encoded = _TERMINAL_BYTES.sub(b"", encoded).translate(_PARTED, _UNSEEN_BYTES)
    for character in _NONCHARACTERS:
        encoded = encoded.replace(character, b"")
    return _NO_CHARACTER.sub(_blank, encoded)


def _blank(reference: re.Match[bytes]) -> bytes:
    """Return a blank in place of a character that parts words, nothing in place of another."""
    number = reference[0].lower().strip(b"&#;").lstrip(b"x0")
    return b" " if number in _BLANK_NUMBERS else b""


def drop_invisible(text: str) -> str:
    """Return `text` without soft hyphens, zero-width marks and direction marks: what a reader doesn't see between
    letters.
    """
    return text.translate(_INVISIBLE) if not text.isascii() and _INVISIBLE_MARK.search(text) else text


_CONTROL_BYTES = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0C, 0x0D, 0x1B)) + b"\x7f"


def _decode_marked(content: bytes, encoding: str) -> Decoded | Undecodable:
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        return Undecodable(
            "unknown_encoding", f"the content looks like {encoding}, but is not at byte {error.start}; save it as UTF-8"
        )


def _wide_encoding(content: bytes) -> str | None:
    """Name UTF-16 written without a mark: every second byte of Latin text is NUL."""
    probe = content[:_PROBE_BYTES]
    nuls = probe.count(0)
    if nuls < len(probe) * 0.3 or len(content) % 2:
        return None
    return (
        "utf-16-le" if probe[1::2].count(0) > nuls * 0.9 else "utf-16-be" if probe[0::2].count(0) > nuls * 0.9 else None
    )


def _decode_legacy(content: bytes, declared: str | None) -> Decoded | Undecodable:
    encoding = _known_charset(declared)
    if encoding is not None:
        return Decoded(content.decode(encoding, errors="replace"), encoding)
    text = content.decode("cp1252", errors="replace")
    letters = sum(map(str.isalpha, text[: _PROBE_BYTES * 4]))
    foreign = sum(1 for mark in text[: _PROBE_BYTES * 4] if mark > "\x7f")
    if foreign > _MOST_FOREIGN * max(letters, 1):
        return Undecodable(
            "unknown_encoding", "the content is not UTF-8 and names no charset; save it as UTF-8 or declare its charset"
        )
    return Decoded(text, "cp1252", is_guess=True)


def _known_charset(declared: str | None) -> str | None:
    """Return Python's name of a declared charset; `None` for one that nobody knows, or that the bytes have already
    disproved.
    """
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None  # the guess that follows is judged by its result
    if name == "iso8859-1":
        return "cp1252"  # a web page that says Latin-1 means cp1252 (WHATWG Encoding Standard, 4.2)
    return name if name.startswith(_LEGACY) else None
