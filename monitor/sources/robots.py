"""robots.txt (RFC 9309): whether a page may be fetched by a program of our name. Feeds are made for programs and are
not asked about.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from protego import Protego

from monitor.model.errors import FetchError
from monitor.sources.fetch import PRODUCT, Fetcher

_MOST_BYTES = 500_000  # what RFC 9309 wants read at least
_MOST_HOSTS = 2_000
_KEEP_SECONDS = 24 * 3600.0
# A site that can't say its rules forbids all (RFC 9309), and is asked again soon: it is mostly down for a minute.
_KEEP_UNREACHABLE_SECONDS = 60.0
FORBIDDEN, UNREACHABLE = "robots", "robots_unreachable"  # why a page may not be fetched
_NONE_SET = frozenset(
    ("not_found", "unauthorised", "forbidden", "gone", "unexpected_status", "challenged")
)  # "unavailable": no rule holds


@dataclass(frozen=True, slots=True)
class _Rules:
    until: float  # on the monotonic clock
    rules: Protego | None
    is_open: bool  # where there are no rules: whether all is allowed, or nothing


class Robots:
    """The rules of the sites that were asked last, each asked for once a day; `is_respected=False` allows all and asks
    nothing.
    """

    def __init__(self, fetcher: Fetcher, *, is_respected: bool = True) -> None:
        self._fetcher = fetcher
        self._is_respected = is_respected
        self._sites: OrderedDict[str, asyncio.Task[_Rules]] = OrderedDict()

    async def allows(self, url: str) -> bool:
        """Tell whether `url` may be fetched; not while its site can't say so."""
        return await self.refusal(url) is None

    async def refusal(self, url: str) -> str | None:
        """Return why `url` may not be fetched: its site says so, or can't be reached; `None` where it may."""
        if not self._is_respected:
            return None
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        task = self._sites.get(site)
        if task is None or (task.done() and (task.cancelled() or task.result().until < monotonic())):
            task = asyncio.create_task(self._ask(site))
            self._sites[site] = task
        self._sites.move_to_end(site)
        while len(self._sites) > _MOST_HOSTS:
            self._sites.popitem(last=False)
        rules = await asyncio.shield(task)
        if rules.rules is None:
            return None if rules.is_open else UNREACHABLE
        return None if rules.rules.can_fetch(url, PRODUCT) else FORBIDDEN

    async def _ask(self, site: str) -> _Rules:
        try:
            answer = await self._fetcher.fetch(
                f"{site}/robots.txt", limit_bytes=_MOST_BYTES, accept="text/plain,*/*;q=0.5"
            )
        except FetchError as error:
            is_open = error.reason in _NONE_SET
            return _Rules(monotonic() + (_KEEP_SECONDS if is_open else _KEEP_UNREACHABLE_SECONDS), None, is_open)
        return _Rules(monotonic() + _KEEP_SECONDS, Protego.parse(answer.body.decode("utf-8", "replace")), is_open=True)
