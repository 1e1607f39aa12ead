"""robots.txt (RFC 9309): whether a page may be fetched by a program of our name. Feeds are made for programs and are
not asked about.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

import structlog

from monitor.model.errors import FetchError
from monitor.sources.fetch import PRODUCT, Fetcher
from monitor.sources.robots_rules import RobotsRules, read_robots

log = structlog.get_logger()

_MOST_FETCHED = 5_000_000  # bytes; of a text that is longer than is read, the beginning holds
_MOST_HOSTS = 2_000
_MOST_KEPT = 20_000_000  # characters of rules, of all sites together
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
    rules: RobotsRules | None
    is_open: bool  # where there are no rules: whether all is allowed, or nothing


class Robots:
    """The rules of the sites that were asked last, each asked for once a day; `is_respected=False` allows all and asks
    nothing. clock: seconds that nobody can set.
    """

    def __init__(self, fetcher: Fetcher, *, is_respected: bool = True, clock: Callable[[], float] = monotonic) -> None:
        self._fetcher, self._clock = fetcher, clock
        self._is_respected = is_respected
        self._sites: OrderedDict[str, asyncio.Task[_Rules]] = OrderedDict()
        self._kept = 0  # characters of rules

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
        if task is None or (task.done() and (task.cancelled() or task.result().until < self._clock())):
            task = asyncio.create_task(self._ask(site))
            self._sites[site] = task
        self._sites.move_to_end(site)
        while len(self._sites) > _MOST_HOSTS:
            self._forget_oldest()
        rules = await asyncio.shield(task)
        if rules.rules is None:
            return None if rules.is_open else UNREACHABLE
        may = await asyncio.to_thread(
            rules.rules.allow, url
        )  # long rules take a while, and the loop has others to serve
        return None if may else FORBIDDEN

    async def _ask(self, site: str) -> _Rules:
        try:
            answer = await self._fetcher.fetch(
                f"{site}/robots.txt", limit_bytes=_MOST_FETCHED, accept="text/plain,*/*;q=0.5"
            )
        except FetchError as error:
            is_open = error.reason in _NONE_SET
            is_soon = not is_open and error.reason != "too_large"
            return _Rules(self._clock() + (_KEEP_UNREACHABLE_SECONDS if is_soon else _KEEP_SECONDS), None, is_open)
        rules = await asyncio.to_thread(read_robots, answer.body, PRODUCT)
        if rules.rules_left_out or rules.bytes_left_out:
            log.warning(
                "robots.txt read in part",
                site=site,
                rules_left_out=rules.rules_left_out,
                bytes_left_out=rules.bytes_left_out,
            )
        self._kept += rules.size
        while self._kept > _MOST_KEPT and len(self._sites) > 1:
            self._forget_oldest()
        return _Rules(self._clock() + _KEEP_SECONDS, rules, is_open=True)

    def _forget_oldest(self) -> None:
        _, task = self._sites.popitem(last=False)
        if task.done() and not task.cancelled() and (rules := task.result().rules) is not None:
            self._kept -= rules.size
