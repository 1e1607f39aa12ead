"""The head of an HTTP answer as strict readers take it, from one that only lenient ones do (curl, browsers). Pure.

Only the fields that a fetch looks at are left: what is wrong with the others, or how long they are, costs nothing.
"""

from __future__ import annotations

import re

MOST_HEAD_BYTES = 262_144
_FIELDS = frozenset(
    (
        *(b"cache-control", b"cf-mitigated", b"connection", b"content-encoding", b"content-length", b"content-range"),
        *(b"content-type", b"etag", b"last-modified", b"location", b"retry-after", b"set-cookie", b"transfer-encoding"),
    )
)
_STATUS_LINE = re.compile(rb"\s*(?:HTTP/1|ICY)(\.\d)?[ \t]+(\d{3})[ \t]*([^\r\n]*)", re.IGNORECASE)
_END = re.compile(rb"\r?\n\r?\n")
_UNPRINTABLE = bytes((*range(0x09), *range(0x0A, 0x20), 0x7F))
_LONGEST = 8_000  # bytes of a field
_MOST_COOKIES = 50
_LONGEST_NUMBER = 19  # digits of a length


def split_head(data: bytes) -> tuple[bytes, bytes] | None:
    """Return head and what follows it, `None` where the head isn't whole."""
    end = _END.search(data.lstrip(b"\r\n"))
    if end is None:
        return None
    data = data.lstrip(b"\r\n")
    return data[: end.start()], data[end.end() :]


def mend_head(head: bytes) -> tuple[bytes, int | None]:
    """Return a head that a strict reader takes, and how many bytes of the body are its own (`None`: until it ends, or
    as its chunks say). What begins with no line of status is returned as it is.

    Of chunks and a length the chunks count (RFC 9112, 6.3), of equal lengths one; a length that is no number is none.
    """
    status = _STATUS_LINE.match(head)
    if status is None:
        return head + b"\r\n\r\n", None
    fields = [field for field in _fields(head[status.end() :]) if field[0] in _FIELDS]
    kept = [field for field in fields if field[0] not in (b"content-length", b"transfer-encoding", b"set-cookie")]
    kept += [field for field in fields if field[0] == b"set-cookie"][:_MOST_COOKIES]
    lengths = _lengths(fields)
    if _is_chunked(fields):
        kept, lengths = [*kept, (b"transfer-encoding", b"chunked")], []
    kept += [(b"content-length", length) for length in lengths]
    words = status[3].translate(None, _UNPRINTABLE)[:100] or b"-"
    lines = [b"HTTP/1.1 %s %s" % (status[2], words), *(b"%s: %s" % field for field in kept)]
    return b"\r\n".join(lines) + b"\r\n\r\n", int(lengths[0]) if len(lengths) == 1 else None


def _is_chunked(fields: list[tuple[bytes, bytes]]) -> bool:
    return any(name == b"transfer-encoding" and b"chunked" in value.lower() for name, value in fields)


def _lengths(fields: list[tuple[bytes, bytes]]) -> list[bytes]:
    """Return the different lengths that are numbers."""
    said = (value for name, value in fields if name == b"content-length")
    pieces = (piece.strip().removeprefix(b"+") for value in said for piece in value.split(b","))
    return sorted({piece for piece in pieces if piece.isdigit() and len(piece) < _LONGEST_NUMBER})


def _fields(head: bytes) -> list[tuple[bytes, bytes]]:
    """Return name, in small letters, and value of each field; a line that begins with a blank goes on with the one
    before.
    """
    found: list[tuple[bytes, list[bytes]]] = []
    for line in head.replace(b"\r\n", b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t") and found:
            found[-1][1].append(line)
            continue
        name, colon, value = line.partition(b":")
        if colon:
            found.append((name.strip().lower(), [value]))
    return [(name, _value_of(lines)) for name, lines in found]


def _value_of(lines: list[bytes]) -> bytes:
    """Return what a field's lines say, on one; nothing where that is more than any honest field says."""
    value = b" ".join(line.strip() for line in lines).translate(None, _UNPRINTABLE)
    return value if len(value) <= _LONGEST else b""
