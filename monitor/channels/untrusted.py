"""Text and links of strangers, made fit for one line of a sink: visible, whole characters, no longer than asked.

Each sink adds its own escaping; nothing here knows a markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import regex  # \X, the extended grapheme clusters of UAX 29

LONGEST_LINK = 2000  # characters; Slack takes 3,000, browsers and mail gateways less


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be made clickable: http(s), percent-encoded ASCII, no credentials; `host` is where it truly
    leads.
    """

    url: str
    host: str


def one_line(text: str) -> str:
    """Return `text` as one line without terminal sequences, control characters, lone surrogates or bidirectional
    overrides.

    Letters of every script, joiners and marks stay as they are. Runs of white space become one space.
    """
    text = _TERMINAL_SEQUENCE.sub("", text)
    return " ".join(_FORBIDDEN.sub("", _SURROGATE.sub("\ufffd", _LINE_BREAK.sub(" ", text))).split())


def fit(text: str, limit: int, escape: Callable[[str], str] = str) -> str:
    """Return `escape(text)`, cut before the first character that would exceed `limit` and ended by "…" when it is too
    long.

    A character is what a reader sees as one (a grapheme cluster); it is never split. `limit` (1 or more) counts UTF-16
    units of the escaped text, the strictest of the ways in which services count. `escape` must work character by
    character.
    """
    escaped = escape(text)
    if _size(escaped) <= limit:
        return escaped
    kept: list[str] = []
    room = limit - 1
    for match in regex.finditer(r"\X", text):
        piece = escape(match.group())
        room -= _size(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + "…"


def checked_link(url: str | None) -> Link | None:
    """Return the link that `url` safely is, or `None`: not http(s), no plain host name, credentials inside, or too
    long.
    """
    try:
        parts = urlsplit(one_line(url or ""))
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:  # also a name that IDNA refuses
        return None
    if parts.scheme not in {"http", "https"} or parts.username is not None or not _HOST.fullmatch(host):
        return None
    rest = quote(parts._replace(scheme="", netloc="").geturl(), safe="%/:?#[]@!$&'()*+,;=-._~")
    clean = f"{parts.scheme}://{host}{f':{port}' if port else ''}{rest}"
    return Link(clean, host) if len(clean) <= LONGEST_LINK else None


def as_cell(value: object) -> object:
    """Return a cell of a table for spreadsheets: a text that one would run as a formula gets a quote before it."""
    return f"'{value}" if isinstance(value, str) and value and value[0] in "=+-@\t\r" else value


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


_TERMINAL_SEQUENCE = re.compile("\x1b\\[[0-?]{0,64}[ -/]{0,8}[@-~]|\x1b\\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\\\)")
_LINE_BREAK = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # C0, C1, embeddings, overrides, isolates
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?")
