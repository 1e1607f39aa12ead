"""One guarded exchange over HTTP: bounded in time, bytes, hops and addresses, whatever the server does.

The only module that knows aiohttp's client. It keeps no cookies beyond one exchange, reads no proxy from the
environment and follows redirects by hand. When to ask again is the scheduler's business; at once it asks only where the
head of an answer is one that strict readers refuse, and reads that as lenient ones do.
Long because each way in which a server can fail has its reason here.
"""

from __future__ import annotations

import asyncio
import random
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial
from time import monotonic
from types import TracebackType
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import HttpProcessingError
from yarl import URL

from monitor import __version__
from monitor.model.errors import FetchError
from monitor.sources.addresses import AddressGuard, read_guard
from monitor.sources.answer_heads import MOST_HEAD_BYTES, mend_head, split_head
from monitor.sources.bodies import CODINGS, BodyDecoder
from monitor.sources.headers import max_age, retry_after, validator
from monitor.sources.threads import Threads
from monitor.sources.timings import Timings

PRODUCT = "news-monitor"  # what a robots.txt calls us
_MOST_HOPS = 10
_MOST_HOSTS = 10_000
_BURST = 2
_LONGEST_URL = 4_000
_LONGEST_HEADER = 16_384
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_READ = frozenset(range(200, 300)) - {202, 204, 205, 206}  # not yet there, nothing, or a part
_COOKIE = re.compile(r"([!#-+.-:<-\[\]-~]{1,200})=([ -:<-~]{0,4000})")  # of a Set-Cookie, before its attributes
_MOST_COOKIES = 50
_MOST_INTERIM = 20  # heads that announce an answer, before its own ("103 Early Hints")
_STATUS_REASONS = {
    401: "unauthorised",
    403: "forbidden",
    404: "not_found",
    410: "gone",
    429: "rate_limited",
    451: "forbidden",
    503: "unavailable",
}


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Bounds of every exchange. allow_private: "host:port" or networks that may be dialled though they aren't
    public.
    """

    timeout: timedelta = timedelta(seconds=30)  # the whole exchange: names, hops, head and body
    per_host: int = 1
    concurrency: int = 200  # so many servers that hang can't hold up the others
    spacing: timedelta = timedelta(0)  # between two exchanges with one host, spread by half
    allow_private: tuple[str, ...] = ()
    contact: str | None = None  # an address or page that the User-Agent gives, so that a site's owner can ask


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete answer. `permanent_url`: where only permanent redirects led, if anywhere. `media_type` as the server
    wrote it.
    """

    url: str
    status: int
    body: bytes
    media_type: str
    etag: str | None = None
    last_modified: str | None = None
    permanent_url: str | None = None
    max_age: timedelta | None = None  # for how long the server says that the answer holds

    @property
    def is_not_modified(self) -> bool:
        """Tell whether the server says that what the validators named still holds; then there is no body."""
        return self.status == 304


class Fetcher:
    """An async context manager; `fetch` may run many times at once, at most `per_host` of them to one host."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._guard = read_guard(settings.allow_private)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._next_at: dict[str, float] = {}
        self._all = asyncio.Semaphore(settings.concurrency)
        self._session: aiohttp.ClientSession | None = None
        self._lenient: aiohttp.ClientSession | None = None
        self.timings = Timings()

    @property
    def per_host(self) -> int:
        """How many exchanges there are with one host at a time."""
        return self._settings.per_host

    async def __aenter__(self) -> Fetcher:
        self._session = self._open_session(aiohttp.TCPConnector(**self._dialling()))
        self._lenient = self._open_session(_LenientConnector(force_close=True, **self._dialling()))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in (self._session, self._lenient):
            if session is not None:
                await session.close()

    def _dialling(self) -> dict[str, Any]:
        return {
            "limit": self._settings.concurrency,
            "resolver": _GuardedResolver(self._guard),
            "socket_factory": self._open_socket,
            "ttl_dns_cache": 60,
        }

    def _open_session(self, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": user_agent(self._settings.contact), "Accept-Encoding": ", ".join(CODINGS)},
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
            trust_env=False,
            max_field_size=_LONGEST_HEADER,
        )

    async def fetch(
        self,
        url: str,
        *,
        limit_bytes: int,
        accept: str = "*/*",
        is_wanted: Callable[[str], bool] = lambda media_type: True,  # noqa: ARG005 (the default wants every type)
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Fetched:
        """Return the complete answer of `url`, decoded; `FetchError` with a stable reason for anything else.

        limit_bytes: of the decoded body. is_wanted: asked with the media type before the body is read.
        etag, last_modified: opaque validators of an earlier answer, for a conditional request.
        """
        target = _web_url(url)
        headers = {"Accept": accept} | _conditions(etag, last_modified)
        host = self._hosts.setdefault(target.host or "", asyncio.Semaphore(self._settings.per_host))
        async with host:
            await self._wait_for_turn(target.host or "")
            return await self._fetch(target, headers, limit_bytes, is_wanted)

    async def _fetch(
        self, target: URL, headers: dict[str, str], limit_bytes: int, is_wanted: Callable[[str], bool]
    ) -> Fetched:
        async with self._all:
            began = monotonic()
            try:
                async with asyncio.timeout(self._settings.timeout.total_seconds()):
                    return await self._ask(target, headers, limit_bytes, is_wanted)
            except TimeoutError as error:
                raise FetchError(
                    "timeout",
                    f"{target.host} gave no complete answer in {self._settings.timeout.total_seconds():.0f} s",
                ) from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise _translated(error, target.host) from error
            finally:
                self.timings.add(monotonic() - began)

    async def _wait_for_turn(self, host: str) -> None:
        """Keep the spacing to the last exchanges with `host`, after a few at once: a feed and the page behind its
        news.
        """
        spacing, now = self._settings.spacing.total_seconds(), monotonic()
        if spacing <= 0:
            return
        if len(self._next_at) > _MOST_HOSTS:
            self._next_at = {name: at for name, at in self._next_at.items() if at > now}
        free_at = max(self._next_at.get(host, now), now)
        begin = max(free_at - _BURST * spacing, now)
        self._next_at[host] = free_at + spacing * (0.75 + random.random() / 2)  # noqa: S311 (no secret)
        if begin > now:
            await asyncio.sleep(begin - now)

    async def _ask(
        self, target: URL, headers: dict[str, str], limit_bytes: int, is_wanted: Callable[[str], bool]
    ) -> Fetched:
        """Follow the redirects; once more, read leniently, where the head of an answer is refused."""
        assert self._session is not None, "the fetcher is used inside `async with`"
        assert self._lenient is not None
        try:
            return await self._follow(self._session, target, headers, limit_bytes, is_wanted)
        except aiohttp.ClientResponseError:
            return await self._follow(self._lenient, target, headers, limit_bytes, is_wanted)

    async def _follow(
        self,
        session: aiohttp.ClientSession,
        url: URL,
        headers: dict[str, str],
        limit_bytes: int,
        is_wanted: Callable[[str], bool],
    ) -> Fetched:
        is_permanent, start = True, url
        cookies: dict[str, str] = {}  # of this exchange and host: some redirect to themselves until theirs comes back
        for _ in range(_MOST_HOPS + 1):
            self._check_literal(url)
            said = headers | ({"Cookie": "; ".join(map("=".join, cookies.items()))} if cookies else {})
            async with session.get(url, headers=said, allow_redirects=False) as answer:
                if answer.status not in _REDIRECTS:
                    body = await _read_body(answer, limit_bytes, is_wanted)
                    return _fetched(answer, body, str(url) if is_permanent and url != start else None)
                is_permanent = is_permanent and answer.status in _PERMANENT
                target = _redirected(url, answer.headers.get("Location"))
                cookies = _cookies(cookies, answer) if target.origin() == url.origin() else {}
                url = target
        raise FetchError("redirects", f"{start.host} redirects more than {_MOST_HOPS} times")

    def _check_literal(self, url: URL) -> None:
        """Refuse an address written into the URL before anything is opened; names are checked when they are
        resolved.
        """
        host, port = url.host or "", url.port or 0
        if _is_literal(host) and not self._guard.is_allowed(host, port):
            raise _blocked(host, port)

    def _open_socket(self, info: Any) -> socket.socket:
        """Open a socket to the address that is really dialled, if the guard lets it: no name can change in between."""
        family, kind, protocol, _, target = info
        if not self._guard.is_allowed(str(target[0]), int(target[1])):
            raise _RefusedError(str(target[0]), int(target[1]))
        return socket.socket(family=family, type=kind, proto=protocol)


def user_agent(contact: str | None) -> str:
    """Return who is asking: the program, its version, and where its operator can be reached."""
    return f"{PRODUCT}/{__version__}" + (f" (+{contact})" if contact else "")


class _LenientConnector(aiohttp.TCPConnector):
    """A connector whose answers are mended before they are read; one answer a connection."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        factory: Any = partial(_LenientHandler, asyncio.get_running_loop())
        self._factory = factory


class _LenientHandler(ResponseHandler):
    """Hands on the heads of one answer, mended, and of its body what the head says that it has."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._waiting: bytes | None = b""  # of a head that isn't whole; `None` behind it
        self._left: int | None = None
        self._interim = 0

    def data_received(self, data: bytes) -> None:
        while self._waiting is not None:
            whole = split_head(self._waiting + data)
            if whole is None:
                self._waiting += data
                if len(self._waiting) <= MOST_HEAD_BYTES:
                    return
                data, self._waiting = self._waiting, None  # the reader refuses it
                break
            head, self._left = mend_head(whole[0])
            is_interim = head.startswith(b"HTTP/1.1 1")
            data, self._waiting = whole[1], b"" if is_interim else None
            self._interim += is_interim
            if self._interim > _MOST_INTERIM:
                data, self._waiting, self._left = b"", None, 0
                self.set_exception(HttpProcessingError(message="no answer behind its announcements"))
                break
            super().data_received(head)
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        if data:
            super().data_received(data)
        if self.exception() is not None and self._payload is not None and not self._payload.is_eof():
            self._payload.set_exception(aiohttp.ClientPayloadError("the body breaks off"))  # else it is waited for

    def eof_received(self) -> None:
        if self._waiting:  # no head came: what there is decides
            super().data_received(self._waiting)
        super().eof_received()


class _RefusedError(OSError):
    """An address that must not be dialled, in the shape that aiohttp hands on."""

    def __init__(self, address: str, port: int) -> None:
        super().__init__(f"{address} port {port} is not public")
        self.address, self.port = address, port


class _GuardedResolver(AbstractResolver):
    """Resolves a name and refuses it whole when one of its addresses is not allowed (a mixed answer is an attack)."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._threads = (
            Threads()
        )  # aiohttp's own resolver shares a few threads, which slow name servers fill and which hold up a stop

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        infos = await self._threads.run(
            lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        )
        addresses = [(kind, protocol, str(target[0])) for kind, _, protocol, _, target in infos]
        for _, _, address in addresses:
            if self._guard.names(host, port):
                self._guard.grant(address, port)
            elif not self._guard.is_allowed(address, port):
                raise _RefusedError(address, port)
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=protocol, flags=flags)
            for kind, protocol, address in addresses
        ]

    async def close(self) -> None:
        """Nothing is held open."""


async def _read_body(answer: aiohttp.ClientResponse, limit_bytes: int, is_wanted: Callable[[str], bool]) -> bytes:
    if answer.status == 304:
        return b""
    if answer.status not in _READ:
        raise _refused(answer)
    media_type = answer.headers.get("Content-Type", "")
    if not is_wanted(media_type):
        raise FetchError("wrong_type", f"{answer.url.host} sends {media_type!r:.80}")
    decoder = BodyDecoder(answer.headers.get("Content-Encoding"), limit_bytes)
    async for piece in answer.content.iter_any():
        decoder.feed(piece)
    return decoder.finish()


def _fetched(answer: aiohttp.ClientResponse, body: bytes, permanent_url: str | None) -> Fetched:
    return Fetched(
        url=str(answer.url),
        status=answer.status,
        body=body,
        media_type=answer.headers.get("Content-Type", "")[:200],
        etag=validator(answer.headers.get("ETag")),
        last_modified=validator(answer.headers.get("Last-Modified")),
        permanent_url=permanent_url,
        max_age=max_age(answer.headers),
    )


def _refused(answer: aiohttp.ClientResponse) -> FetchError:
    """Name an answer that is neither a page nor "not modified"."""
    reason = _STATUS_REASONS.get(answer.status, "server_error" if answer.status >= 500 else "unexpected_status")
    if answer.headers.get("cf-mitigated") == "challenge":
        reason = "challenged"
    return FetchError(
        reason, f"{answer.url.host} answers {answer.status}", retry_after_seconds=retry_after(answer.headers)
    )


@lru_cache(maxsize=4_096)  # feeds are asked again and again
def _web_url(url: str) -> URL:
    if len(url) > _LONGEST_URL:
        raise FetchError("bad_url", f"the address has {len(url):,} characters, at most {_LONGEST_URL:,} are asked for")
    try:
        target = URL(url)
        is_whole = bool(target.host) and target.port is not None
    except ValueError as error:
        raise FetchError("bad_url", "the address can't be read") from error
    if target.scheme not in ("http", "https"):
        raise FetchError("blocked", f"addresses of kind {target.scheme[:20]!r} are not fetched, only http and https")
    if not is_whole:
        raise FetchError("bad_url", "the address names no host")
    return target


def _cookies(known: dict[str, str], answer: aiohttp.ClientResponse) -> dict[str, str]:
    """Return what a redirect within one origin wants to see again, beside what the ones before it wanted."""
    found = dict(known)
    for field in answer.headers.getall("Set-Cookie", ()):
        named = _COOKIE.match(field.strip())
        if named is not None and len(found) < _MOST_COOKIES:
            found[named[1]] = named[2].strip()
    return found


def _redirected(url: URL, location: str | None) -> URL:
    if not location:
        raise FetchError("bad_redirect", f"{url.host} redirects to nowhere")
    try:
        return _web_url(str(url.join(URL(location))))
    except ValueError as error:
        raise FetchError("bad_redirect", f"{url.host} redirects to an address that can't be read") from error


def _is_literal(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _blocked(address: str, port: int) -> FetchError:
    return FetchError(
        "blocked", f"{address} port {port} is not a public web address; name it in fetch.allow_private if it is yours"
    )


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    pairs = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    return {name: value for name, value in pairs if value}


def _translated(error: Exception, host: str | None) -> FetchError:
    """Name an error of aiohttp or of the system; its own text may hold the address with its secrets, so it isn't
    repeated.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _RefusedError):
            return _blocked(cause.address, cause.port)
        cause = getattr(cause, "os_error", None) or cause.__cause__
    reason = next(reason for kind, reason in _REASONS if isinstance(error, kind))
    return FetchError(reason, f"{host}: {type(error).__name__}")


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientConnectorDNSError, "dns"),
    (aiohttp.ClientSSLError, "tls"),
    (aiohttp.ServerFingerprintMismatch, "tls"),
    (aiohttp.ClientConnectorError, "connect"),
    (aiohttp.ClientPayloadError, "incomplete"),
    (aiohttp.InvalidURL, "bad_url"),
    (aiohttp.ClientResponseError, "protocol"),
    (aiohttp.ClientError, "disconnected"),
    (OSError, "disconnected"),
    (ValueError, "protocol"),
)
