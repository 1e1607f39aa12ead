"""Asks for the pages that could not be had at once, a few of each host in turn and many hosts side by side.

What is due lies in the database, and is taken out there with the page, so a kill costs a question and no page. Pages
share the fetcher with its spacing, the pauses and the robots.txt of the feeds' polls.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from monitor.model import AwaitedPage, PageTry
from monitor.polling.awaited import after_try, is_of_its_host, wait_after
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.polling.web import Web
from monitor.sources.articles import fetch_article
from monitor.sources.threads import Threads
from monitor.store.awaited_pages import AwaitedPages

log = structlog.get_logger()

_MOST_HOSTS = 20  # asked at once, each for one page at a time
_UNSTORED_WAIT = 60.0  # seconds for which nothing is asked after what came could not be stored


class PageQueue:
    """The awaited pages of the configured feeds; all methods belong to one event loop. on_news: called after an entry
    was queued with its page.
    """

    def __init__(
        self,
        feeds: Iterable[FeedSource],
        pages: AwaitedPages,
        threads: Threads,
        web: Web,
        times: Times,
        on_news: Callable[[], Awaitable[None]],
    ) -> None:
        self._feeds = {feed.name: feed for feed in feeds if feed.full_text}
        self._pages, self._threads, self._web, self._times, self._on_news = pages, threads, web, times, on_news
        self._hosts: dict[str, asyncio.Task[None]] = {}
        self._down: dict[str, tuple[int, float]] = {}  # hosts by failures in a row, and until when they are left alone
        self._error: BaseException | None = None  # which kept what came from being stored
        self._stopped_until = 0.0

    async def ask_due(self, *, asked_before: datetime | None = None) -> None:
        """Begin to ask for what is due, of each host that isn't being asked; raise what went wrong with one of
        them, for a minute.

        asked_before: what was asked for last before that counts as due.
        """
        self._collect()
        if self._error is not None and self._times.clock() < self._stopped_until:
            raise self._error
        self._error = None
        if not self._web.is_ready:
            return
        now, busy = self._times.now(), {*self._hosts, *self._web.pauses.hosts(), *self._left_alone()}
        due = await self._threads.run(lambda: self._pages.due(now, busy, asked_before=asked_before))
        for host in list(dict.fromkeys(page.host for page in due))[: _MOST_HOSTS - len(self._hosts)]:
            pages = [page for page in due if page.host == host]
            self._hosts[host] = asyncio.create_task(self._ask_host(host, pages))

    async def ask_all(self, asked_before: datetime, patience: timedelta) -> None:
        """Return when everything was asked for once, hosts that are down or asked for a pause aside; or after
        `patience`.
        """
        end = self._times.clock() + patience.total_seconds()
        try:
            while (left := end - self._times.clock()) > 0:
                await self.ask_due(asked_before=asked_before)
                if not self._hosts:
                    return
                await asyncio.wait(self._hosts.values(), timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self.stop()

    async def finish(self) -> None:
        """Return when the questions in hand are answered; raise what went wrong with one of them."""
        if self._hosts:
            await asyncio.wait(self._hosts.values())
        self._collect()

    async def stop(self) -> None:
        """Give up the questions in hand; they stay in the queue."""
        tasks = list(self._hosts.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._hosts = {}

    def _collect(self) -> None:
        """Let go of hosts that were asked; raise what went wrong with one of them."""
        done = [self._hosts.pop(host) for host, task in list(self._hosts.items()) if task.done()]
        errors = [error for task in done if not task.cancelled() and (error := task.exception()) is not None]
        if errors:
            self._error, self._stopped_until = errors[0], self._times.clock() + _UNSTORED_WAIT
            raise errors[0]

    def _left_alone(self) -> list[str]:
        at = self._times.clock()
        return [host for host, (_, until) in self._down.items() if until > at]

    async def _ask_host(self, host: str, pages: Sequence[AwaitedPage]) -> None:
        """Ask one host for some pages, one after the other, until it turns out to be down or to want a pause."""
        for page in pages:
            if not await self._ask(page) or self._web.pauses.until(host) is not None:
                return

    async def _ask(self, page: AwaitedPage) -> bool:
        """Ask for one page and store what came of it; tell whether its host may be asked for others."""
        feed = self._feeds.get(page.item.source)
        if feed is None:  # its feed isn't configured any more, or has full texts
            await self._note(PageTry(page, None))
            return True
        reading = await fetch_article(self._web.fetcher, self._web.robots, page.item, feed.most_article_bytes)
        tried = after_try(page, reading, self._times.now())
        if reading.retry_after is not None:
            tried = replace(tried, held_until=self._web.pauses.pause(page.host, reading.retry_after))
        is_up = reading.reason is None or not is_of_its_host(reading.reason)
        self._judge(page.host, is_up=is_up)
        log.info(
            "page asked again",
            id=page.item.id,
            outcome=reading.reason or "had",
            tries=page.tries + 1,
            is_given_up=tried.next is None and tried.item is None,
        )
        await self._note(tried)
        return is_up

    async def _note(self, tried: PageTry) -> None:
        if await self._threads.run(lambda: self._pages.note(tried, self._times.now())):
            await self._on_news()

    def _judge(self, host: str, *, is_up: bool) -> None:
        """Leave a host that is down alone, longer each time, whichever of its pages was asked for."""
        failures = 0 if is_up else self._down.get(host, (0, 0.0))[0] + 1
        self._down.pop(host, None)
        if failures:
            self._down[host] = (failures, self._times.clock() + wait_after(host, failures).total_seconds())
