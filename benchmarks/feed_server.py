"""A light server of generated feeds in a process of its own: HTTP/1.1 with keep-alive and entity tags, and commands by
address.

/N is feed N. /=/validators and /=/ignored say whether "not modified" is answered; /=/bump/K gives every twentieth feed,
from the K-th on, a new entry; /=/touch/N gives feed N a piece of news; /=/served tells, as JSON, when each touched feed
was first served.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from multiprocessing.connection import Connection

_SHARE = 20  # one feed in so many changes at a bump
_SYLLABLES = (
    "har",
    "bour",
    "mi",
    "nis",
    "ter",
    "fer",
    "ry",
    "coun",
    "cil",
    "elec",
    "tion",
    "brid",
    "ge",
    "po",
    "lice",
    "win",
    "ter",
    "mar",
    "ket",
)
_RANDOM = random.Random(7)
_WORDS = ["".join(_RANDOM.choices(_SYLLABLES, k=_RANDOM.randint(1, 4))) for _ in range(3_000)]


def make_text(seed: str, words: int) -> str:
    """Return paragraphs of invented words, the same for the same seed."""
    chosen = random.Random(seed).choices(_WORDS, k=words)
    chosen[words // 3] = f'<a href="https://example.org/{seed}">{chosen[words // 3]}</a>'
    chosen[words // 2] = f"<strong>{chosen[words // 2]}</strong>"
    return "<p>" + "</p><p>".join(" ".join(chosen[start : start + 60]) + "." for start in range(0, words, 60)) + "</p>"


def _entry(number: int, index: int, words: int, *, is_atom: bool) -> str:
    seed, hour = f"{number}/{index}", index % 24
    brief = escape(make_text(seed, words))
    full = escape(make_text(f"{seed}+", 3 * words)) if number % 5 == 1 else ""  # one feed in five has the full text
    if is_atom:
        return (
            f'<entry><id>tag:example.org,2026:{seed}</id><title>Report {seed} on the harbour</title><link href="https://feed{number}.example/{index}"/>'
            f"<updated>2026-03-02T{hour:02}:00:00Z</updated><author><name>Ann Example</name></author>"
            f'<summary type="html">{brief}</summary></entry>'
        )
    content = f"<content:encoded>{full}</content:encoded>" if full else ""
    return (
        f"<item><title>Report {seed} on the harbour</title><link>https://feed{number}.example/{index}</link><guid isPermaLink='false'>{seed}</guid>"
        f"<pubDate>Mon, 02 Mar 2026 {hour:02}:00:00 GMT</pubDate><category>Harbour</category><dc:creator>Ann Example</dc:creator>"
        f"<description>{brief}</description>{content}</item>"
    )


_DIGITS_SPOKEN = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu")


def _news(number: int, version: int) -> str:
    """Return news of a figure of a town of the feed's own, so that each piece alerts in whatever order they come: at one
    place the greater figure would be the later one, and those behind it stale.
    """
    speaker = "".join(_DIGITS_SPOKEN[int(digit)] for digit in f"{number:04}").capitalize()
    count = 100 * (number + 1) + version
    return (
        f"<item><title>Report {number}/{version}</title><guid isPermaLink='false'>news {number}/{version}</guid>"
        f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate><description>In the town of {speaker}, {count} workers were sent home on Monday, Mayor Ann {speaker} said. "
        "The plant there, which makes parts for ferries, has been closed since the storm of last week, and nobody knows yet when it will open again.</description></item>"
    )


def make_feed(number: int, version: int = 0, items: int = 25, words: int = 130) -> bytes:
    """Return a feed of `items` entries, the newest `version` of them new since version 0; one in five is Atom, of about
    30 kB all.
    """
    is_atom = number % 5 == 0
    entries = "".join(
        _entry(number, index, words if number % 5 != 1 else words // 4, is_atom=is_atom)
        for index in range(items + version - 1, version - 1, -1)
    )
    if is_atom:
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{number}</id><title>Feed {number}</title>{entries}</feed>'.encode()
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {spaces}><channel><title>Feed {number}</title>{entries}</channel></rss>'.encode()


class _Feeds:
    """What is served now."""

    def __init__(self, items: int) -> None:
        self._items, self._ignores_validators = items, False
        self._versions: Counter[int] = Counter()
        self._news: dict[int, str] = {}
        self._served: dict[str, float] = {}
        self._made = lru_cache(maxsize=2_000)(lambda number, version: make_feed(number, version, items))

    def answer(self, path: str, tag: str) -> tuple[int, str, bytes]:
        if path.startswith("/=/"):
            return 200, "", self._obey(*path[3:].split("/"))
        number = int(path[1:])
        version = self._versions[number]
        if tag == f'"{version}"' and not self._ignores_validators:
            return 304, tag, b""
        if number not in self._news:
            return 200, f'"{version}"', self._made(number, version)
        self._served.setdefault(f"{number}/{version}", time.time())
        return (
            200,
            f'"{version}"',
            make_feed(number, 0, self._items).replace(b"<item>", self._news[number].encode() + b"<item>", 1),
        )

    def _obey(self, command: str, argument: str = "0") -> bytes:
        if command == "served":
            return json.dumps(self._served).encode()
        if command == "touch":
            self._versions[int(argument)] += 1
            self._news[int(argument)] = _news(int(argument), self._versions[int(argument)])
        elif command == "bump":
            self._versions.update(range(int(argument), 20_000, _SHARE))
        else:
            self._ignores_validators = command == "ignored"
        return b"{}"


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
            tag = next(
                (field.partition(":")[2].strip() for field in fields if field.lower().startswith("if-none-match:")), ""
            )
            status, tag, body = self._feeds.answer(line.split(" ")[1], tag)
            length = f"Content-Type: application/xml\r\nContent-Length: {len(body)}\r\n" if status == 200 else ""
            self._transport.write(f"HTTP/1.1 {status} x\r\nETag: {tag}\r\n{length}\r\n".encode() + body)


def _serve(pipe: Connection, items: int) -> None:
    async def run() -> None:
        feeds = _Feeds(items)
        server = await asyncio.get_running_loop().create_server(
            lambda: _Connection(feeds), "127.0.0.1", 0, backlog=1_024
        )
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def serving(items: int = 25) -> Iterator[int]:
    """Give the port of a server of feeds with so many entries."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, items), name="feed server", daemon=True)
    process.start()
    try:
        yield int(ours.recv())
    finally:
        process.terminate()
        process.join()


def tell(port: int, command: str) -> dict[str, float]:
    """Give the server a command; return its answer."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/=/{command}") as answer:
        found: dict[str, float] = json.load(answer)
        return found
