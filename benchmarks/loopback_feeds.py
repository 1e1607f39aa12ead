"""A server of very many feeds in a process of its own, behind thousands of addresses of the loopback interface, as a
mix that a large list has; it notes when each feed was asked for.

Its one socket is bound to that interface alone, so that nobody from outside reaches it, and answers at each address of
127.0.0.0/8. Of a hundred feeds two answer after seconds, one with 503, one with 404, one breaks off; all others say "not
modified" until they change, one in twenty a round. One in five has an entry at the beginning.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
import struct
import time
import urllib.request
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from html import escape
from multiprocessing.connection import Connection

from feed_server import make_text

_CHANGES_A_ROUND = 20  # one feed in so many
_FILLED = 5  # one feed in so many has an entry at first; the others are empty until they change
_SLOW_SECONDS = 5.0
_MOST_ITEMS = 10
_WORDS = 60  # of an entry
_NOTE = struct.Struct("=Id")


def address_of(feed: int, feeds_a_host: int) -> str:
    """Return the loopback address that serves a feed."""
    host = feed // feeds_a_host
    return f"127.{1 + host // 62_500}.{host // 250 % 250}.{1 + host % 250}"


class _Feeds:
    def __init__(self, round_seconds: float) -> None:
        self._round_seconds = round_seconds
        self._began = time.time()
        self.numbers, self.times = array("I"), array("d")

    def answer(self, number: int, tag: str) -> tuple[str, bytes, float]:
        """Return the status with its fields, the body, and for how many seconds the answer is kept back; no status
        where the connection is cut.
        """
        now = time.time()
        self.numbers.append(number)
        self.times.append(now)
        match number % 100:
            case 13:
                return "503 Service Unavailable", b"", 0.0
            case 14:
                return "404 Not Found", b"", 0.0
            case 15:
                return "", b"", 0.0
        version = self._version(number, now)
        delay = _SLOW_SECONDS if number % 100 in (7, 8) else 0.0
        if tag == f'"{version}"':
            return f"304 Not Modified\r\nETag: {tag}", b"", delay
        return f'200 OK\r\nETag: "{version}"\r\nContent-Type: application/rss+xml', self._feed(number, version), delay

    def book(self) -> bytes:
        """Return the number of each feed that was asked for, and when."""
        return b"".join(map(_NOTE.pack, self.numbers, self.times))

    def _version(self, number: int, now: float) -> int:
        """Return how often the feed has changed: each in its own part of a round, so that changes are spread."""
        rounds = (now - self._began) / self._round_seconds + (number * 7919 % 1000) / 1000
        return int((rounds + number % _CHANGES_A_ROUND) / _CHANGES_A_ROUND)

    def _feed(self, number: int, version: int) -> bytes:
        items = []
        oldest = max(0 if number % _FILLED == 0 else 1, version - _MOST_ITEMS + 1)
        for each in range(version, oldest - 1, -1):
            at = self._began - 86_400 if each <= 1 else self._began + (each - 1) * self._round_seconds
            items.append(
                f"<item><title>Report {number}/{each} on the basin</title><guid isPermaLink='false'>{number}/{each}"
                f"</guid><link>https://feed{number}.example/{each}</link><pubDate>{formatdate(at, usegmt=True)}</pubDate>"
                f"<description>{escape(make_text(f'{number}/{each}', _WORDS))}</description></item>"
            )
        title = f"<title>Feed {number}</title><link>https://feed{number}.example/</link>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{title}{"".join(items)}</channel></rss>'.encode()


class _Connection(asyncio.Protocol):
    def __init__(self, feeds: _Feeds) -> None:
        self._feeds, self._received = feeds, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head, self._received = self._received[:end].decode("latin-1"), self._received[end + 4 :]
            line, *fields = head.split("\r\n")
            path = line.split(" ")[1]
            if path == "/book":
                self._write("200 OK", self._feeds.book())
                continue
            tag = next((each.partition(":")[2].strip() for each in fields if each[:14].lower() == "if-none-match:"), "")
            status, body, delay = self._feeds.answer(int(path[1:]), tag)
            if delay:
                asyncio.get_running_loop().call_later(delay, self._write, status, body)
            elif status:
                self._write(status, body)
            else:
                self._transport.abort()

    def _write(self, status: str, body: bytes) -> None:
        length = "" if status.startswith("304") else f"Content-Length: {len(body)}\r\n"
        self._transport.write(f"HTTP/1.1 {status}\r\n{length}\r\n".encode() + body)


def _serve(pipe: Connection, round_seconds: float) -> None:
    async def run() -> None:
        feeds = _Feeds(round_seconds)
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
        listener.bind(("", 0))
        server = await asyncio.get_running_loop().create_server(
            lambda: _Connection(feeds), sock=listener, backlog=4_096
        )
        pipe.send(listener.getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def serving_many(round_seconds: float) -> Iterator[int]:
    """Give the port of a server whose feeds change in rounds of so many seconds. Linux alone binds a socket to an
    interface.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, round_seconds), name="feed server", daemon=True)
    process.start()
    try:
        yield int(ours.recv())
    finally:
        process.terminate()
        process.join()


def read_book(port: int) -> dict[int, list[float]]:
    """Return when each feed was asked for, in seconds since the epoch."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/book", timeout=120) as answer:
        book: dict[int, list[float]] = {}
        for number, at in _NOTE.iter_unpack(answer.read()):
            book.setdefault(number, []).append(at)
        return book
