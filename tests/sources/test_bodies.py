"""Content codings are undone piece by piece, whole, and no further than the cap."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.errors import FetchError
from monitor.sources.bodies import BodyDecoder

TEXT = b"A short body, said twice. " * 40


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "": bytes,
    "identity": bytes,
}


def decode(coding: str | None, body: bytes, limit: int = 10_000, step: int = 7) -> bytes:
    decoder = BodyDecoder(coding, limit)
    for start in range(0, len(body), step):
        decoder.feed(body[start : start + step])
    return decoder.finish()


def reason(coding: str | None, body: bytes, limit: int = 10_000, step: int = 7) -> str:
    with pytest.raises(FetchError) as caught:
        decode(coding, body, limit, step)
    return caught.value.reason


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=2_000), st.integers(min_value=2, max_value=500))
def test_every_coding_gives_back_what_went_in(coding: str, body: bytes, step: int) -> None:
    assert decode(coding, PACKERS[coding](body), step=step) == body


def test_raw_deflate_of_old_servers_is_read() -> None:
    assert decode("deflate", raw_deflate(TEXT)) == TEXT


def test_several_gzip_members_are_one_body_and_trailing_bytes_are_left_out() -> None:
    assert decode("gzip", gzip.compress(b"one ") + gzip.compress(b"two"), step=10_000) == b"one two"
    assert decode("gzip", gzip.compress(TEXT) + b"\0\0garbage", step=10_000) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_stops_at_the_cap(coding: str) -> None:
    assert reason(coding, PACKERS[coding](bytes(30_000_000)), limit=100_000, step=1_000_000) == "too_large"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_cut_stream_is_incomplete(coding: str) -> None:
    assert reason(coding, PACKERS[coding](TEXT)[:-5]) == "incomplete"


@pytest.mark.parametrize("coding", ["gzip, gzip", "zstd", "compress", "br, gzip"])
def test_other_codings_are_refused(coding: str) -> None:
    assert reason(coding, TEXT) == "bad_encoding"


@pytest.mark.parametrize("coding", ["UTF-8", "none", "aws-chunked", "binary", "iso-8859-1, identity"])
def test_what_is_no_coding_says_nothing_of_the_body(coding: str) -> None:
    assert decode(coding, TEXT) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_plain_text_called_compressed_is_refused(coding: str) -> None:
    assert reason(coding, TEXT) in ("bad_encoding", "incomplete")


def test_an_uncompressed_body_has_the_same_cap() -> None:
    assert reason(None, bytes(20_000)) == "too_large"
