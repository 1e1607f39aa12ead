"""The connections of the HTTP server: few, and none that says nothing for long.

A neighbour who opens a thousand of them never takes the files that polling and posting need.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import web

MOST = 256  # at once, and never more than a quarter of the files that the process may open
IDLE_SECONDS = 15.0  # within which a request must be whole, from the connection or the answer before


class _Connection(web.RequestHandler):
    """A connection that says when it has ended."""

    __slots__ = ("_is_unwanted", "_on_lost")

    def __init__(self, server: web.Server, on_lost: Callable[[_Connection], None]) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(server, loop=loop, keepalive_timeout=IDLE_SECONDS, access_log=None)  # type: ignore[arg-type]
        self._on_lost = on_lost
        self._is_unwanted = False

    def end(self) -> None:
        """Close it, at once or as soon as it has begun."""
        self._is_unwanted = True
        self.force_close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self._is_unwanted:
            self.force_close()

    def connection_lost(self, exc: BaseException | None) -> None:
        super().connection_lost(exc)
        self._on_lost(self)


class Connections:
    """Those that are open, the oldest first."""

    def __init__(self) -> None:
        self._open: dict[_Connection, None] = {}
        self._answering: set[object] = set()  # those with a request in hand

    def admit(self, server: web.Server) -> asyncio.Protocol:
        """Take a connection to `server`; where there are too many, the longest idle one ends."""
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if len(self._open) >= min(MOST, limit // 4):
            idle = next((each for each in self._open if each not in self._answering), None)
            if idle is not None:
                self._forget(idle)
                idle.end()
        connection = _Connection(server, self._forget)
        self._open[connection] = None
        return connection

    @contextmanager
    def answering(self, request: web.Request) -> Iterator[None]:
        """Hold the connection of a request that is being answered."""
        connection = request.protocol
        self._answering.add(connection)
        try:
            yield
        finally:
            self._answering.discard(connection)
            if connection in self._open:  # idle from now on: the last to end
                self._open[connection] = self._open.pop(connection)

    def _forget(self, connection: _Connection) -> None:
        self._open.pop(connection, None)
