"""Answers that strict readers refuse and curl and browsers read: heads with a flaw, any success, cookies on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.errors import FetchError
from monitor.sources.answer_heads import mend_head, split_head
from monitor.sources.fetch import Fetcher, FetchSettings

BODY = b"<rss version='2.0'><channel><title>Harbour</title></channel></rss>"
SIZE = b"Content-Length: %d\r\n" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
Serve = Callable[[bytes], bytes]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[int]:
    """Answer each request, which `serve` is given whole, with its bytes, and close; yield the port."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(serve(await reader.readuntil(b"\r\n\r\n")))
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def fetched(*serves: Serve) -> bytes:
    """Return the body that the first server leads to; `PORT` in an answer is the port of the second one."""
    async with AsyncExitStack() as stack:
        ports: list[int] = []
        for serve in reversed(serves):
            known = tuple(ports)

            def answer(request: bytes, serve: Serve = serve, known: tuple[int, ...] = known) -> bytes:
                return serve(request).replace(b"PORT", b"%d" % (known[-1] if known else 0))

            ports.append(await stack.enter_async_context(serving(answer)))
        settings = FetchSettings(
            timeout=timedelta(seconds=20), allow_private=tuple(f"127.0.0.1:{port}" for port in ports)
        )
        fetcher = await stack.enter_async_context(Fetcher(settings))
        return (await fetcher.fetch(f"http://127.0.0.1:{ports[-1]}/feed", limit_bytes=100_000)).body


def a_head(*fields: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return status + b"\r\nContent-Type: application/rss+xml\r\n" + b"".join(fields) + b"\r\n"


@pytest.mark.parametrize("status", [200, 201, 203, 207, 226, 299])
async def test_every_success_with_a_body_is_read(status: int) -> None:
    assert await fetched(lambda _: a_head(SIZE, status=b"HTTP/1.1 %d Fine" % status) + BODY) == BODY


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(a_head(SIZE, CHUNKED) + CHUNKS, id="a length and chunks"),
        pytest.param(a_head(b"Content-Length: 7\r\n", CHUNKED) + CHUNKS, id="a wrong length and chunks"),
        pytest.param(a_head(SIZE, SIZE) + BODY, id="one length twice"),
        pytest.param(a_head(b"Content-Length: %d, %d\r\n" % (len(BODY), len(BODY))) + BODY, id="one length as a list"),
        pytest.param(a_head(b"Content-Length: unknown\r\n") + BODY, id="no length"),
        pytest.param(a_head(SIZE) + BODY + b"more", id="more than its length"),
        pytest.param(a_head(SIZE, b"Transfer-Encoding: identity\r\n") + BODY, id="a coding that is none"),
        pytest.param(a_head(SIZE, b"X-Odd : 1\r\n") + BODY, id="a blank before the colon"),
        pytest.param(a_head(SIZE, b"X (odd): 1\r\n", b"no field\r\n", b": 2\r\n") + BODY, id="names that are none"),
        pytest.param(a_head(SIZE, b"X-Odd: 1\r2\x003\r\n") + BODY, id="control characters"),
        pytest.param(a_head(SIZE, b"Content-Security-Policy: " + b"x" * 30_000 + b"\r\n") + BODY, id="a long field"),
        pytest.param(a_head(SIZE, *(b"X-%d: 1\r\n" % number for number in range(600))) + BODY, id="many fields"),
        pytest.param(a_head(SIZE, b"X: 1\r\n 2\r\n").replace(b"HTTP", b"http", 1) + BODY, id="small letters, folded"),
        pytest.param(b"HTTP/1.1 103 Early\r\nX : 1\r\n\r\n" + a_head(SIZE, SIZE) + BODY, id="a head before the head"),
    ],
)
async def test_a_flaw_in_the_head_costs_nothing(answer: bytes) -> None:
    assert await fetched(lambda _: answer) == BODY


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (a_head(b"Content-Length: 10\r\n", SIZE) + BODY, "protocol"),
        (a_head(SIZE, SIZE) + BODY[:9], "incomplete"),
        (a_head(SIZE, CHUNKED) + CHUNKS[:20], "incomplete"),
        (a_head(SIZE, CHUNKED) + b"ZZ\r\n" + BODY, "incomplete"),
        (b"HTTP/1.1 103 Early\r\nX : 1\r\n\r\n" * 30 + a_head(SIZE, SIZE) + BODY, "protocol"),
        (b"SSH-2.0-server\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 400_000, "protocol"),
        (a_head(SIZE, status=b"HTTP/1.1 202 Accepted") + BODY, "unexpected_status"),
    ],
)
async def test_what_nobody_can_read_whole_is_refused(answer: bytes, reason: str) -> None:
    with pytest.raises(FetchError) as caught:
        await fetched(lambda _: answer)
    assert caught.value.reason == reason


def a_redirect(location: bytes, *cookies: bytes) -> bytes:
    fields = (b"Set-Cookie: %s\r\n" % cookie for cookie in cookies)
    return a_head(b"Location: %s\r\nContent-Length: 0\r\n" % location, *fields, status=b"HTTP/1.1 302 Found")


async def test_a_redirect_to_itself_that_wants_its_cookies_back_gets_them() -> None:
    def serve(request: bytes) -> bytes:
        has_all = b"Cookie: seen=1; lang=en\r\n" in request
        return a_head(SIZE) + BODY if has_all else a_redirect(b"/feed", b"seen=1; Path=/; HttpOnly", b"lang=en", b"=;")

    assert await fetched(serve) == BODY


async def test_cookies_are_for_their_origin_alone() -> None:
    def elsewhere(request: bytes) -> bytes:
        assert b"ookie" not in request
        return a_head(SIZE) + BODY

    assert await fetched(lambda _: a_redirect(b"http://127.0.0.1:PORT/", b"seen=1"), elsewhere) == BODY


def test_a_folded_field_is_read_as_a_plain_one() -> None:
    mended, _ = mend_head(b'HTTP/1.1 200 OK\r\nETag: "a\r\n b\x00"\r\nLocation: /' + b"\n x" * 4_000)
    assert mended == b'HTTP/1.1 200 OK\r\netag: "a b"\r\nlocation: \r\n\r\n'


@given(
    st.binary() | st.lists(st.sampled_from((b"\r\n", b"\n", b" ", b"Content-Length:", b"7", b",", b"x"))).map(b"".join)
)
def test_any_head_is_mended_to_one_that_ends(fields: bytes) -> None:
    mended, _ = mend_head(b"HTTP/1.1 200 OK\r\n" + fields)
    assert split_head(mended + b"body") == (mended[:-4], b"body")
