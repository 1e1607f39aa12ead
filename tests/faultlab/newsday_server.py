"""The outlets of `newsday`, served in a process of its own at simulated moments; it notes what each answer carried.

Noted are the entries of answers that were handed over whole and readable: what a reader cannot say that it never got.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import format_datetime
from hashlib import sha256
from multiprocessing.connection import Connection
from typing import Any
from urllib.request import ProxyHandler, build_opener

from tests.faultlab.newsday import BEGIN, Outlet, Told, Trouble, plan, shown, write_page, write_rss

_HTML = "<!doctype html><html><head><title>{}</title></head><body><h1>{}</h1><p>{}</p></body></html>"
_WALL = _HTML.format(
    "Subscribe",
    "Subscribe to read on",
    "Subscribe now to continue reading. Already a subscriber? Log in. One month for one euro, cancel at any time.",
)
_TITLE = "Länder, Städte, Bücher, Köche, Gärten, Höfe, Flüsse, Wälder, Küsten, Brücken"
_RSS, _PAGE, _TEXT = "application/rss+xml", "text/html; charset=utf-8", "text/plain"


@dataclass(frozen=True)
class Answer:
    """What goes over the wire. carried: entries that it hands over whole. is_lost: the connection ends with it; of a
    body of which less is sent than is announced, `missing` bytes.
    """

    status: int = 200
    body: bytes = b""
    kind: str = _RSS
    headers: tuple[tuple[str, str], ...] = ()
    carried: tuple[Told, ...] = ()
    missing: int = 0
    is_lost: bool = False
    is_silent: bool = False  # it never comes


@dataclass
class Newsstand:
    """What is answered at a moment, and what was."""

    outlets: tuple[Outlet, ...]
    port: int = 0
    carried: dict[int, set[str]] = field(default_factory=dict)  # by outlet: digests of entries
    stories: dict[int, set[int]] = field(default_factory=dict)  # by outlet
    pages: dict[int, set[str]] = field(default_factory=dict)  # by outlet: digests of pages
    answers: int = 0

    def answer(self, host: str, path: str, headers: dict[str, str], at: float) -> Answer:
        """Return the answer to a question, and note what it carries."""
        self.answers += 1
        if path == "/robots.txt":
            return self._robots(host, at)
        number, _, rest = path.strip("/").partition("/")
        outlet = self.outlets[int(number)]
        if rest.startswith("page/"):
            return self._page(outlet, int(rest.removeprefix("page/").split("?")[0].split("-")[0]), at)
        found = self._feed(outlet, rest, headers, at)
        self.carried.setdefault(outlet.number, set()).update(entry.digest for entry in found.carried)
        self.stories.setdefault(outlet.number, set()).update(entry.story for entry in found.carried)
        return found

    def noted(self) -> dict[str, object]:
        """Return what was handed over: by outlet what it carried, the stories of that, and pages; how many answers."""
        told: tuple[tuple[str, dict[int, set[str]] | dict[int, set[int]]], ...] = (
            ("carried", self.carried),
            ("stories", self.stories),
            ("pages", self.pages),
        )
        return {"answers": self.answers} | {name: {key: [*found] for key, found in by.items()} for name, by in told}

    def _robots(self, host: str, at: float) -> Answer:
        kinds = {trouble.kind for outlet in self.outlets if outlet.host == host if (trouble := outlet.trouble(at))}
        if "robots down" in kinds:
            return Answer(503, kind=_TEXT)
        if "robots forbid" in kinds:
            return Answer(200, b"User-agent: *\nDisallow: /\n", _TEXT)
        return Answer(404, kind=_TEXT)

    def _page(self, outlet: Outlet, number: int, at: float) -> Answer:
        trouble = outlet.trouble(at)
        story = next(story for story in outlet.stories if story.number == number)
        whole = Answer(200, write_page(story).encode(), _PAGE)
        front = _HTML.format("The front page", "Today", "Much has happened. Read it all.").encode()
        found = {
            "pages 503": Answer(503, kind=_PAGE),
            "pages 404": Answer(404, kind=_PAGE),
            "pages 429": Answer(429, kind=_PAGE, headers=(("Retry-After", "900"),)),
            "a wall": replace(whole, body=_WALL.encode()),
            "no page but a file": replace(whole, body=b"%PDF-1.7", kind="application/pdf"),
            "pages cut": replace(whole, missing=200),
            "the front page": replace(whole, body=front),
            "pages time out": Answer(is_silent=True),
            "empty pages": replace(whole, body=b""),
        }.get(trouble.kind if trouble else "", whole)
        if found.status == 200 and not found.missing:
            self.pages.setdefault(outlet.number, set()).add(sha256(found.body).hexdigest())
        return found

    def _feed(self, outlet: Outlet, rest: str, headers: dict[str, str], at: float) -> Answer:
        trouble = outlet.trouble(at)
        kind = trouble.kind if trouble else ""
        if trouble is not None and kind in _REFUSALS:
            return _REFUSALS[kind](self, outlet, trouble, at)
        if kind == "moved for good" and rest != "new":
            assert trouble is not None
            is_gone = at > trouble.begin + outlet.day / 6
            return Answer(410) if is_gone else self._to(outlet, "new", 301)
        if kind == "elsewhere for a while" and rest != "else":
            return self._to(outlet, "else", 302)
        entries = shown(outlet, trouble.begin if trouble is not None and kind == "a stuck cache" else at)
        body = write_rss(f"Outlet {outlet.number}: {_TITLE}", entries, self.port).encode()
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        named = headers.get("if-none-match")
        if named is not None and (named == tag or kind == "not modified for ever"):
            return Answer(304, headers=(("ETag", named),))
        good = Answer(200, body, headers=(("ETag", tag),), carried=entries)
        return _DAMAGES[kind](good) if kind in _DAMAGES else good

    def _to(self, outlet: Outlet, name: str, status: int) -> Answer:
        location = f"http://{outlet.host}:{self.port}/{outlet.number}/{name}"
        return Answer(status, headers=(("Location", location),))


def _until(stand: Newsstand, outlet: Outlet, trouble: Trouble, at: float) -> Answer:
    end = BEGIN + timedelta(seconds=trouble.end)
    return Answer(429, headers=(("Retry-After", format_datetime(end, usegmt=True)),))


def _plain(**values: Any) -> Callable[..., Answer]:
    return lambda *_: Answer(**values)


_REFUSALS: dict[str, Callable[..., Answer]] = {
    "503": _plain(status=503),
    "503 and when to come again": _plain(status=503, headers=(("Retry-After", "1200"),)),
    "500": _plain(status=500),
    "time-outs": _plain(is_silent=True),
    "lost connections": _plain(is_lost=True),
    "a page in its place": _plain(body=_HTML.format("Maintenance", "Maintenance", "Come again.").encode(), kind=_PAGE),
    "a challenge": _plain(status=403, headers=(("cf-mitigated", "challenge"),), kind=_PAGE),
    "429": _plain(status=429, headers=(("Retry-After", "1800"),)),
    "429 until an hour": _until,
    "a loop": lambda stand, outlet, *_: stand._to(outlet, "", 302),
    "a login page": _plain(body=_WALL.encode(), kind=_PAGE),
    "nothing": _plain(),
    "no entries": _plain(body=write_rss("Nothing", (), 0).encode()),
    "403": _plain(status=403),
    "404": _plain(status=404),
    "410": _plain(status=410),
}


def _cut(good: Answer) -> Answer:
    """Cut the feed within its last entry, as a server does that ran out of time while it wrote."""
    end = good.body.rfind(b"<description>")
    if end < 0:
        return good
    return replace(good, body=good.body[: end + 30], carried=good.carried[:-1])


def _with_bad_byte(good: Answer) -> Answer:
    """Spoil a letter of the first entry's text."""
    if not good.carried or not good.carried[0].text:
        return good
    first = good.carried[0]
    spoilt = replace(first, text=f"{first.text[:9]}\ufffd{first.text[10:]}")
    old, new = (text.encode() for text in (first.text, f"{first.text[:9]}\n{first.text[10:]}"))
    return replace(
        good, body=good.body.replace(old, new.replace(b"\n", b"\xff"), 1), carried=(spoilt, *good.carried[1:])
    )


def _in_another_encoding(good: Answer) -> Answer:
    """Write it in windows-1252, under the declaration of UTF-8."""
    return replace(good, body=good.body.decode().encode("cp1252"))


_DAMAGES: dict[str, Callable[[Answer], Answer]] = {
    "short of its length": lambda good: replace(good, missing=len(good.body) // 3, carried=()),
    "cut at its origin": _cut,
    "bad gzip": lambda good: replace(
        good, headers=(("Content-Encoding", "gzip"),), body=b"\x1f\x8b" + good.body, carried=()
    ),
    "cut gzip": lambda good: replace(
        good, headers=(("Content-Encoding", "gzip"),), body=gzip.compress(good.body)[:-300], carried=()
    ),
    "a gzip file": lambda good: replace(good, body=gzip.compress(good.body), kind="application/x-gzip"),
    "a bad byte": _with_bad_byte,
    "ill-formed": lambda good: replace(
        good, body=good.body.replace(b"</channel>", b"<p>&nbsp;&copy & more<br></channel>")
    ),
    "another encoding": _in_another_encoding,
}


class _Connection(asyncio.Protocol):
    def __init__(self, stand: Newsstand, moment: Any) -> None:
        self._stand, self._moment, self._received = stand, moment, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head, self._received = self._received[:end].decode("latin-1"), self._received[end + 4 :]
            line, *fields = head.split("\r\n")
            named = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
            self._answer(line.split(" ")[1], named)

    def _answer(self, path: str, headers: dict[str, str]) -> None:
        if path == "/=/noted":
            self._write(Answer(200, json.dumps(self._stand.noted()).encode(), _TEXT), 0.0)
            return
        at = self._moment.value
        self._write(self._stand.answer(headers["host"].partition(":")[0], path, headers, at), at)

    def _write(self, found: Answer, at: float) -> None:
        if found.is_silent:
            return
        if found.is_lost:
            self._transport.abort()
            return
        date = format_datetime(BEGIN + timedelta(seconds=at), usegmt=True)
        headers = [("Date", date), *found.headers]
        if found.status != 304:
            headers += [("Content-Type", found.kind), ("Content-Length", str(len(found.body)))]
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        sent = found.body[: len(found.body) - found.missing]
        self._transport.write(f"HTTP/1.1 {found.status} x\r\n{lines}\r\n".encode() + sent)
        if found.missing:
            self._transport.close()


def _serve(pipe: Connection, moment: Any, count: int, hours: float) -> None:
    async def run() -> None:
        loop, stand = asyncio.get_running_loop(), Newsstand(plan(count, hours))
        hosts = sorted({outlet.host for outlet in stand.outlets})
        for host in hosts:
            server = await loop.create_server(lambda: _Connection(stand, moment), host, stand.port, backlog=256)
            stand.port = server.sockets[0].getsockname()[1]
        pipe.send(stand.port)
        with suppress(EOFError):
            await asyncio.to_thread(pipe.recv)  # until who asked for it has gone

    asyncio.run(run())


@dataclass(frozen=True)
class Served:
    """The outlets as they are served; whoever moves the clock sets `moment`, seconds from the day's begin."""

    outlets: tuple[Outlet, ...]
    port: int
    moment: Any

    def url(self, outlet: Outlet) -> str:
        return f"http://{outlet.host}:{self.port}/{outlet.number}/feed"

    def noted(self) -> dict[str, Any]:
        """Return what the server noted."""
        with build_opener(ProxyHandler({})).open(f"http://{self.outlets[0].host}:{self.port}/=/noted") as answer:
            return dict(json.load(answer))


@contextmanager
def serving(count: int, hours: float) -> Iterator[Served]:
    """Serve so many outlets for so many hours, from a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    moment = context.Value("d", 0.0, lock=False)
    process = context.Process(target=_serve, args=(theirs, moment, count, hours), name="newsday", daemon=True)
    process.start()
    theirs.close()
    try:
        yield Served(plan(count, hours), int(ours.recv()), moment)
    finally:
        ours.close()
        process.join()
