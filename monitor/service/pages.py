"""What the daemon serves beside its health: a page a path, each a function from what is asked to bytes.

Which pages there are is put together in `app.life_cycle`; how they are asked for and sent is `server`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from types import TracebackType
from typing import Protocol

from aiohttp import web

from monitor.channels.alert_feeds import MOST_ALERTS, write_atom, write_json_feed
from monitor.model import Alert
from monitor.store.views import Views


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What is asked for: the whole address, and the watchlist that it names."""

    address: str
    watchlist: str | None


@dataclass(frozen=True, slots=True)
class ServedPage:
    """What is served at a path. write: called in a thread at each request; `StoreError` where the database can't be
    read.
    """

    path: str
    media_type: str
    write: Callable[[PageRequest], bytes]


class Site(Protocol):
    """Pages that answer for themselves while they are open; an async context manager."""

    async def __aenter__(self) -> Site: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None, /
    ) -> None: ...
    def routes(self) -> Iterable[web.AbstractRouteDef]: ...


def alert_feeds(views: Views, zone: tzinfo) -> tuple[ServedPage, ...]:
    """Return what was told as an Atom feed and as a JSON Feed, with the times of `zone`."""

    def told(write: Callable[[Sequence[Alert], tzinfo, str | None], bytes]) -> Callable[[PageRequest], bytes]:
        return lambda asked: write(views.told_alerts(asked.watchlist, MOST_ALERTS), zone, asked.address)

    return (
        ServedPage("/alerts.atom", "application/atom+xml", told(write_atom)),
        ServedPage("/alerts.json", "application/feed+json", told(write_json_feed)),
    )
