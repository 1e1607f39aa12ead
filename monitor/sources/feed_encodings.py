"""Feeds in encodings in which markup has other bytes than in ASCII (UTF-16, UTF-7, ISO-2022-JP and the like) as UTF-8,
so that what is refused in a feed is seen whatever it is written in. All other encodings are left to the feed's reader.
"""

from __future__ import annotations

import codecs
import re

# In these every byte below 128 is the ASCII character, so that markup is where it is looked for; the second bytes of
# the Asian ones are letters and digits at most, never a mark of markup.
_LIKE_ASCII = re.compile(
    r"ascii|utf-8|iso8859-\d+|cp125\d|cp(?:437|7[37]\d|85\d|86[0-35-69]|874|93[26]|949|950|1006|1125)|gb2312|gbk|gb18030"
    r"|big5(?:hkscs)?|euc_\w+|euc-\w+|shift_jis|johab|koi8-[rtu]|kz1048|ptcp154|tis-620|mac-\w+|hp-roman8"
)
_SHIFTING = re.compile(
    r"utf-7|hz|iso2022_\w+|shift_jis\w+|cp(?:037|273|424|500|875|1026|1140)"
)  # these we decode ourselves
_WIDE = (  # what a text begins with, the longest first
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    ("<".encode("utf-32-le"), "utf-32-le"),
    ("<".encode("utf-32-be"), "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("<".encode("utf-16-le"), "utf-16-le"),
    ("<".encode("utf-16-be"), "utf-16-be"),
    ("<?xm".encode("cp037"), "cp037"),
)
_DECLARATION = re.compile(rb"\A\s{0,100}<\?xml\b[^<>]{0,300}\?>")
_DECLARED = re.compile(rb"<\?.*encoding=['\"](.*?)['\"].*\?>")  # as feedparser finds it: anywhere in the first line
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']*)", re.IGNORECASE)


def decode_wide(body: bytes, content_type: str | None) -> tuple[bytes, str]:
    """Return a feed and its Content-Type, both in UTF-8 where ASCII is not written as ASCII, else as they are.

    An encoding that no feed has, or that the bytes belie, is named no longer, so that nobody decodes by it; of the
    Content-Type only the media type and the charset are left.
    """
    media_type = (content_type or "application/xml").partition(";")[0].strip()
    wide = next((name for opening, name in _WIDE if body.startswith(opening)), None)
    if wide is not None:
        return _as_utf8(body, wide, media_type)
    charsets = _CHARSET.findall(content_type or "")
    declared = _DECLARED.match(body.removeprefix(codecs.BOM_UTF8))
    named = [*charsets, *([declared.group(1).decode("ascii", "replace")] if declared else [])]
    found = [_codec(name) for name in named if name]
    if all(_LIKE_ASCII.fullmatch(name) for name in found):
        return body, f"{media_type}; charset={charsets[0]}" if charsets else media_type
    shifting = next((name for name in found if _SHIFTING.fullmatch(name)), None)
    return _as_utf8(body, shifting, media_type) if shifting else (_undeclared(body), media_type)


def _as_utf8(body: bytes, codec: str, media_type: str) -> tuple[bytes, str]:
    text = body.decode(codec, errors="replace").removeprefix("\ufeff")
    return _undeclared(text.encode("utf-8", errors="replace")), f"{media_type}; charset=utf-8"


def _undeclared(body: bytes) -> bytes:
    """Return the body without its XML declaration, nor anything that could be taken for one."""
    return b"\n" + _DECLARATION.sub(b"", body.removeprefix(codecs.BOM_UTF8)).lstrip()


def _codec(name: str) -> str:
    """Return Python's name of an encoding; "" for one that it doesn't know."""
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
