"""The event stream: it says which watchlist changed, and nothing of what; who hears it asks for the page again.

The database is asked once a second, however many listen, and not at all while nobody does. A listener that comes back
names the last event it had, and hears what changed since.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web

from monitor.board.guard import HEADERS
from monitor.model.errors import StoreError
from monitor.store.changes import Changes, Position

MOST_LISTENERS = 64  # at once: a quarter of the server's connections
_EVERY = timedelta(seconds=1)  # between two looks
_HEARTBEAT = timedelta(seconds=15)  # within which a listener hears something, so that proxies keep the connection
_RETRY_MS = 3000  # after which a browser comes back


class _Listener:
    """One stream: what it is to hear next. watchlist: the only one that it hears of, `None` for all."""

    def __init__(self, request: web.Request, watchlist: str | None) -> None:
        self._request, self._watchlist = request, watchlist
        self._changed: dict[str, None] = {}
        self._has_news = asyncio.Event()
        self.position: Position | None = None
        self.is_over = False

    @property
    def has_gone(self) -> bool:
        """Whether its browser has closed the connection."""
        return self._request.transport is None

    def tell(self, watchlists: frozenset[str], position: Position) -> None:
        self.position = position
        self._changed |= {each: None for each in sorted(watchlists) if self._watchlist in (None, each)}
        if self._changed:
            self._has_news.set()

    def end(self) -> None:
        """Let the stream end, and with it its place among the few."""
        self.is_over = True
        self._has_news.set()

    async def next(self) -> list[str]:
        """Return what changed, waiting for it no longer than a heartbeat."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._has_news.wait(), _HEARTBEAT.total_seconds())
        self._has_news.clear()
        changed, self._changed = list(self._changed), {}
        return changed


class EventStream:
    """The streams of one board. `read` runs a look into the database beside the event loop."""

    def __init__(
        self, changes: Changes, read: Callable[[Callable[[], tuple[frozenset[str], Position]]], Awaitable[object]]
    ) -> None:
        self._changes, self._read = changes, read
        self._listeners: set[_Listener] = set()
        self._watching: asyncio.Task[None] | None = None
        self._position: Position | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Tell a browser of changes until it goes, or the board ends."""
        if len(self._listeners) >= MOST_LISTENERS:
            return web.Response(status=503, text="too many pages listen at once\n", headers={"Retry-After": "30"})
        response = web.StreamResponse(
            headers={
                **HEADERS,
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",  # nginx passes it on as it comes
            }
        )
        listener = _Listener(request, request.query.get("watchlist") or None)
        self._listeners.add(listener)
        try:
            await response.prepare(request)
            if request.method == "HEAD":
                return response
            await self._begin(listener, request.headers.get("Last-Event-ID", ""))
            await response.write(f"retry: {_RETRY_MS}\n\n".encode())
            while not listener.is_over:
                await response.write(_message(await listener.next(), listener.position))
        except ConnectionError:
            pass  # the browser has gone
        finally:
            self._listeners.discard(listener)
        return response

    async def close(self) -> None:
        """End all streams."""
        for listener in self._listeners:
            listener.end()
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching

    async def _begin(self, listener: _Listener, last_id: str) -> None:
        """Let the listener hear what came since its last event, and see to it that changes are looked for."""
        if (since := _position_of(last_id)) is not None:
            found = await self._look(since)
            if found is not None:
                listener.tell(*found)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        """Look for changes while somebody listens."""
        self._position = None
        while self._listeners:
            found = await self._look(self._position)
            if found is not None:
                changed, self._position = found
                for listener in self._listeners:
                    listener.tell(changed, self._position)
            for listener in self._listeners:
                if listener.has_gone:  # else its place would be taken until its next heartbeat
                    listener.end()
            await asyncio.sleep(_EVERY.total_seconds())

    async def _look(self, since: Position | None) -> tuple[frozenset[str], Position] | None:
        """Return what changed since then; `None` where the database can't say at present."""

        def look() -> tuple[frozenset[str], Position]:
            return self._changes.since(since) if since is not None else (frozenset(), self._changes.position())

        try:
            found = await self._read(look)
        except (StoreError, TimeoutError):
            return None
        assert isinstance(found, tuple)
        return found


def _message(changed: list[str], position: Position | None) -> bytes:
    """Return the events, a line each as JSON; a comment where there is nothing to say."""
    if not changed or position is None:
        return b": nothing new\n\n"
    name = "-".join(map(str, position))
    events = (f"id: {name}\nevent: changed\ndata: {json.dumps({'watchlist': each})}\n\n" for each in changed)
    return "".join(events).encode()


def _position_of(last_id: str) -> Position | None:
    match = re.fullmatch(r"([0-9]{1,15})-([0-9]{1,15})-([0-9]{1,15})", last_id)
    return Position(*map(int, match.groups())) if match else None
