"""What the daemon says over HTTP: /healthz (alive), /readyz (makes progress), /metrics (Prometheus), its `pages`, and
behind these the site for people.

It answers only who asks for it by an address, as localhost, or by a name that the configuration gives: a web page that
has its own name point here can't read what it says through a visitor's browser.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import ipaddress
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from monitor.model.errors import StoreError, UsageError
from monitor.service.connections import Connections
from monitor.service.metrics import Measured, write_metrics
from monitor.service.pages import PageRequest, ServedPage, Site
from monitor.service.readiness import Remedy, read_readiness
from monitor.sources.threads import Threads
from monitor.store.engine import Database
from monitor.store.views import Views

_MOST_TRIED = 50  # ports, of which another desk of this machine has the first few


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where health is served, 0 being any free port. names: by which it may be asked, beside addresses. pages: what is
    served beside it, and `site` behind them. remedy: what to do about a channel, by its reason.
    """

    host: str
    port: int
    names: Sequence[str] = ()
    pages: Sequence[ServedPage] = ()
    site: Site | None = None
    may_move: bool = False  # to the next free port where another program has this one
    remedy: Remedy = lambda channel, reason: None  # noqa: ARG005 (no channel is known)


class HealthServer:
    """An async context manager that serves while it is open; `port` is known then, also where 0 was asked for."""

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        views: Views,
        now: Callable[[], datetime],
        measure: Callable[[], Measured] = Measured,
    ) -> None:
        self._host, self.port, self._pages, self._site = settings.host, settings.port, settings.pages, settings.site
        self._remedy = settings.remedy
        self._ports = range(self.port, min(self.port + _MOST_TRIED, 65536) if settings.may_move else self.port + 1)
        self._names = frozenset(name.lower() for name in (settings.host, "localhost", *settings.names))
        self._database, self._views, self._now, self._measure = database, views, now, measure
        self._threads = Threads()
        self._runner: web.AppRunner | None = None
        self._listener: asyncio.Server | None = None
        self._connections = Connections()
        self._opened = contextlib.AsyncExitStack()

    async def __aenter__(self) -> HealthServer:
        app = web.Application(middlewares=[self._check_host])
        app.add_routes(
            [web.get("/healthz", self._alive), web.get("/readyz", self._ready), web.get("/metrics", self._metrics)]
        )
        app.add_routes([web.get(page.path, partial(self._page, page)) for page in self._pages])
        if self._site is not None:
            await self._opened.enter_async_context(self._site)
            app.add_routes(self._site.routes())
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1)
        await self._runner.setup()
        assert self._runner.server is not None
        admit = partial(self._connections.admit, self._runner.server)
        try:
            self._listener = await self._listen(admit)
        except OSError as error:
            await self._close()
            raise UsageError(
                f"can't serve health on {self._host}:{self.port}"
                f" ({os.strerror(error.errno) if error.errno else error}); "
                f'stop what uses it, or choose another port: write http: {{bind: "{self._host}:{self.port + 1}"}} into'
                " monitor.yaml"
            ) from error
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    async def _listen(self, admit: Callable[[], asyncio.Protocol]) -> asyncio.Server:
        """Listen on the first port that no other program has; OSError where none is free, or it's no matter of that."""
        loop = asyncio.get_running_loop()
        for port in self._ports:
            try:
                return await loop.create_server(admit, self._host, port)
            except OSError as error:
                if error.errno != errno.EADDRINUSE or port == self._ports[-1]:
                    raise
        raise AssertionError("at least one port is tried")

    async def __aexit__(self, *_: object) -> None:
        if self._listener is not None:
            self._listener.close()
        await self._close()

    async def _close(self) -> None:
        await self._opened.aclose()
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _check_host(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse a name that nobody gave this server; what is being answered is not idle."""
        with self._connections.answering(request):
            return await self._answer(request, handler)

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        asked = request.headers.get("Host")
        if asked is not None and not _is_known(asked, self._names):
            return web.Response(
                status=421,
                text=f"this server does not answer to {asked[:100]!r}: name it in http.hosts of monitor.yaml\n",
            )
        return await handler(request)

    async def _alive(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def _ready(self, _: web.Request) -> web.Response:
        measured = self._measure()
        found = await self._threads.run(
            lambda: read_readiness(self._database, self._views, self._now(), measured, self._remedy)
        )
        body: dict[str, Any] = {
            "status": "ready" if not found.problems else "not ready",
            "problems": list(found.problems),
            "warnings": list(found.warnings),
            "remedies": dict(found.remedies),
            "role": measured.role,
        }
        if found.lease is not None:
            body["leader"] = found.lease.record
        return web.json_response(body, status=200 if not found.problems else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        try:
            status = await self._threads.run(lambda: self._views.status(self._now()))
        except StoreError as error:
            return web.Response(status=503, text=f"# the database can't be read: {type(error).__name__}\n")
        body = write_metrics(status, self._measure())
        return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    async def _page(self, page: ServedPage, request: web.Request) -> web.Response:
        """Answer with the page, of one watchlist where `?watchlist=ID` names it, or that it is the same as before."""
        asked_for = PageRequest(str(request.url), request.query.get("watchlist"))
        try:
            body = await self._threads.run(lambda: page.write(asked_for))
        except StoreError as error:
            return web.Response(status=503, text=f"the database can't be read: {type(error).__name__}\n")
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {
            "ETag": etag,
            "Cache-Control": "no-cache",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'",
        }
        asked = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
        if etag in asked or "*" in asked:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type=page.media_type, charset="utf-8", headers=headers)


def _is_known(asked: str, names: frozenset[str]) -> bool:
    """Tell whether a Host header holds an address or one of the names; the port doesn't matter."""
    host = asked.rpartition(":")[0] if ":" in asked.rpartition("]")[2] else asked
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.lower().rstrip(".") in names
    return True
