"""Pages out of a web archive: a small, bounded reader of WARC 1.x `response` and `resource` records (ISO 28500)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from typing import BinaryIO, cast

from monitor.core.documents.dates import read_date
from monitor.core.documents.extraction import MOST_HTML_BYTES
from monitor.model import RawItem, Rejected
from monitor.model.errors import FetchError
from monitor.sources.bodies import BodyDecoder
from monitor.sources.links import host_of

_LONGEST_LINE = 16_384
_MOST_HEADERS = 200
_MOST_RECORDS = 1_000_000
_READABLE = ("text/html", "application/xhtml+xml", "text/plain")


class _BrokenError(Exception):
    """The archive can't be followed any further."""


def read_warc(archive: BinaryIO, name: str, *, is_packed: bool) -> Iterator[RawItem | Rejected]:
    """Yield each page of the archive, in its order; ids are file name and record number.

    Records that hold no page (requests, images, redirects, errors) are passed over; a damaged archive ends with one
    `Rejected`.
    """
    number = 1
    with gzip.GzipFile(fileobj=archive) if is_packed else nullcontext(archive) as opened:
        stream = cast("BinaryIO", opened)
        try:
            while number <= _MOST_RECORDS and (headers := _read_head(stream)) is not None:
                document = _read_record(stream, headers, f"{name}:{number}")
                if document is not None:
                    yield document
                number += 1
        except (_BrokenError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield Rejected(
                f"{name}:{number}",
                "bad_archive",
                f"{name}: record {number} can't be read ({error}); the records before it were",
            )


def _read_head(stream: BinaryIO) -> dict[str, str] | None:
    line = stream.readline(_LONGEST_LINE)
    while line in (b"\r\n", b"\n"):
        line = stream.readline(_LONGEST_LINE)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise _BrokenError("no WARC header where a record should begin")
    return _read_headers(stream)


def _read_headers(stream: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = stream.readline(_LONGEST_LINE)
        if line in (b"\r\n", b"\n"):
            return headers
        if not line:
            break
        key, _, value = line.decode("utf-8", errors="replace").partition(":")
        headers[key.strip().lower()] = value.strip()
    raise _BrokenError("a header without an end")


def _read_record(stream: BinaryIO, headers: dict[str, str], place: str) -> RawItem | Rejected | None:
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or len(length) > 15:
        raise _BrokenError("no content length")
    is_page = headers.get("warc-type", "").lower() in ("response", "resource")
    limit = MOST_HTML_BYTES + 65_536
    if not is_page or int(length) > limit:
        _skip(stream, int(length))
        return (
            Rejected(place, "too_large", f"{place}: a record of {int(length):,} bytes, at most {limit:,} are read")
            if is_page
            else None
        )
    block = stream.read(int(length))
    if len(block) < int(length):
        raise _BrokenError("the archive ends within a record")
    try:
        return _page(block, headers, place)
    except FetchError as error:
        return Rejected(place, error.reason, f"{place}: {error.detail}")


def _skip(stream: BinaryIO, length: int) -> None:
    while length > 0:
        step = len(stream.read(min(length, 1 << 20)))
        if step == 0:
            raise _BrokenError("the archive ends within a record")
        length -= step


def _page(block: bytes, headers: dict[str, str], place: str) -> RawItem | None:
    url = headers.get("warc-target-uri", "").strip("<>")
    media_type, body = headers.get("content-type", ""), block
    if headers.get("warc-type", "").lower() == "response":
        head, _, body = block.partition(b"\r\n\r\n")
        status, _, lines = head.partition(b"\r\n")
        if status.split(b" ")[1:2] != [b"200"]:
            return None
        fields = dict(_field(line) for line in lines.split(b"\r\n"))
        if "chunked" in fields.get("transfer-encoding", "").lower():
            body = _unchunk(body)
        decoder = BodyDecoder(fields.get("content-encoding"), MOST_HTML_BYTES)
        decoder.feed(body)
        body, media_type = decoder.finish(), fields.get("content-type", "")
    if media_type.partition(";")[0].strip().lower() not in _READABLE:
        return None
    return RawItem(
        id=place,
        source=host_of(url) or place.rpartition(":")[0],
        content=body,
        media_type=media_type,
        url=url if url.startswith(("http://", "https://")) else None,
        observed_at=read_date(headers.get("warc-date", "")),
    )


def _field(line: bytes) -> tuple[str, str]:
    key, _, value = line.decode("latin-1").partition(":")
    return key.strip().lower(), value.strip()


def _unchunk(body: bytes) -> bytes:
    """Join a chunked body; one that some archivers had already joined is returned as it is."""
    parts: list[bytes] = []
    position = 0
    while position < len(body):
        end = body.find(b"\r\n", position, position + 32)
        size = body[position:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return b"".join(parts) if parts else body
        if length <= 0:
            break
        parts.append(body[end + 2 : end + 2 + length])
        position = end + 4 + length
    return b"".join(parts)
