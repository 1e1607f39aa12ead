"""Content codings under a cap: what a body was compressed with is undone no further than the bytes allowed."""

from __future__ import annotations

import zlib
from typing import Any

import brotli

from monitor.model.errors import FetchError

MOST_FEED_BYTES = 5_000_000
CODINGS = ("gzip", "deflate", "br")
_NOT_READ = ("compress", "dcb", "dcz", "zstd")  # the other codings of IANA's register that change the bytes
_STEP_BYTES = 65_536


class BodyDecoder:
    """Undoes one content coding piece by piece; `FetchError` "too_large" above `limit` decoded bytes.

    codings: the Content-Encoding header. More than one coding, or one that is not read here, is refused as
    "bad_encoding"; what is no coding at all ("UTF-8", "none", "aws-chunked") says nothing of the body, as in browsers.
    """

    def __init__(self, codings: str | None, limit: int) -> None:
        named = [name.strip().lower().removeprefix("x-") for name in (codings or "").split(",")]
        names = [name for name in named if name in (*CODINGS, *_NOT_READ)]
        if len(names) > 1 or any(name in _NOT_READ for name in names):
            raise FetchError("bad_encoding", f"content encoding {codings!r:.80} is not read; gzip, deflate or br are")
        self._coding = names[0] if names else None
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._decoder: Any = None

    def feed(self, piece: bytes) -> None:
        """Take the next bytes as received."""
        if self._coding is None:
            self._keep(piece)
        elif self._coding == "br":
            self._feed_brotli(piece)
        else:
            self._feed_zlib(piece)

    def finish(self) -> bytes:
        """Return the whole decoded body; `FetchError` "incomplete" where the compressed stream has no end."""
        if self._decoder is not None:
            is_whole = self._decoder.is_finished() if self._coding == "br" else self._decoder.eof
            if not is_whole:
                raise FetchError("incomplete", f"the {self._coding} stream ends before its end")
        return b"".join(self._parts)

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise FetchError("too_large", f"more than {self._limit:,} bytes after decoding")
        if piece:
            self._parts.append(piece)

    def _feed_zlib(self, piece: bytes) -> None:
        if self._decoder is None:
            self._decoder = zlib.decompressobj(31 if self._coding == "gzip" else _deflate_bits(piece))
        try:
            while piece and not self._decoder.eof:
                self._keep(self._decoder.decompress(piece, _STEP_BYTES))
                piece = self._decoder.unconsumed_tail
        except zlib.error as error:
            raise FetchError("bad_encoding", f"the body is no {self._coding} stream") from error
        self._next_member()

    def _next_member(self) -> None:
        """Go on with a further gzip member; anything else behind the end is left out, as browsers do."""
        rest = self._decoder.unused_data if self._decoder.eof else b""
        if self._coding == "gzip" and rest.startswith(b"\x1f\x8b") and len(rest) > 18:
            self._decoder = None
            self._feed_zlib(rest)

    def _feed_brotli(self, piece: bytes) -> None:
        if self._decoder is None:
            self._decoder = brotli.Decompressor()
        try:
            self._keep(self._decoder.process(piece, output_buffer_limit=_STEP_BYTES))
            while not self._decoder.is_finished() and not self._decoder.can_accept_more_data():
                self._keep(self._decoder.process(b"", output_buffer_limit=_STEP_BYTES))
        except brotli.error as error:
            raise FetchError("bad_encoding", "the body is no br stream") from error


def _deflate_bits(first: bytes) -> int:
    """Tell zlib's wrapper (RFC 9110) from the raw stream that some servers send under the same name."""
    is_wrapped = len(first) >= 2 and first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0
    return 15 if is_wrapped else -15
