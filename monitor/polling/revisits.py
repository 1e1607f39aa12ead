"""Asks again for the articles of running stories, a few at a time, and hands over those that have changed.

What is due lies in the database, and is noted there with what it brought, so a kill costs a question and no answer.
Pages share the fetcher, the pauses and the robots.txt of the feeds' polls.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from monitor.model import Revisit, Revisited
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.polling.visits import Visit, after_visit, fetch_again
from monitor.polling.web import Web
from monitor.sources.links import host_of
from monitor.sources.threads import Threads
from monitor.store.revisits import RevisitPlans

log = structlog.get_logger()

_MOST_DUE = 200  # that are looked at in one round
_MOST_ASKED = 20  # at once
_MOST_A_HOST = 2  # so that a feed of the same host waits for no more than these
_WAIT = timedelta(seconds=60)  # for all of one round; what isn't here by then counts as not to be had


class Revisits:
    """The articles of the configured feeds; all methods belong to one event loop. on_news: called after changed
    articles were queued.
    """

    def __init__(
        self,
        feeds: Iterable[FeedSource],
        plans: RevisitPlans,
        threads: Threads,
        web: Web,
        times: Times,
        on_news: Callable[[], Awaitable[None]],
    ) -> None:
        self._feeds = {feed.name: feed for feed in feeds if feed.full_text}
        self._plans, self._threads, self._web = plans, threads, web
        self._now, self._on_news = times.now, on_news

    async def ask_due(self) -> None:
        """Ask for the articles that are due, at most a few of one host, and commit what came of it."""
        if not self._web.is_ready or not self._feeds:
            return
        now = self._now()
        due = await self._threads.run(lambda: self._plans.due(now, _MOST_DUE))
        visits = [self._set_aside(revisit) for revisit in due if not self._may_ask(revisit)]
        visits += await self._ask_all(choose([revisit for revisit in due if self._may_ask(revisit)]))
        if not visits:
            return
        queued = await self._threads.run(lambda: self._plans.note(visits, self._now()))
        if queued:
            await self._on_news()

    def _may_ask(self, revisit: Revisit) -> bool:
        return revisit.item.source in self._feeds and self._web.pauses.until(host_of(revisit.item.url)) is None

    def _set_aside(self, revisit: Revisit) -> Revisited:
        """Leave alone what belongs to no feed any more; move what must wait behind what need not."""
        until = self._web.pauses.until(host_of(revisit.item.url))
        return Revisited(
            revisit,
            replace(revisit, due_at=until) if until is not None and revisit.item.source in self._feeds else None,
        )

    async def _ask_all(self, chosen: Sequence[Revisit]) -> list[Revisited]:
        tasks = {asyncio.create_task(self._ask(revisit)): revisit for revisit in chosen}
        if not tasks:
            return []
        try:
            done, late = await asyncio.wait(tasks, timeout=_WAIT.total_seconds())
        finally:
            for task in tasks:
                task.cancel()
        return [self._revisited(tasks[task], task.result()) for task in done] + [
            Revisited(tasks[task], after_visit(tasks[task], self._now())) for task in late
        ]

    async def _ask(self, revisit: Revisit) -> Visit:
        limit = self._feeds[revisit.item.source].most_article_bytes
        visit = await fetch_again(self._web, revisit, limit, self._now())
        log.info("article asked again", id=revisit.item.id, outcome=visit.outcome, asked=revisit.asked + 1)
        return visit

    def _revisited(self, revisit: Revisit, visit: Visit) -> Revisited:
        host = host_of(revisit.item.url)
        if visit.retry_after is None or host is None:
            return Revisited(revisit, visit.next, visit.item)
        return Revisited(revisit, visit.next, visit.item, host, self._web.pauses.pause(host, visit.retry_after))


def choose(due: Sequence[Revisit]) -> list[Revisit]:
    """Return those to ask for now, in their order; the others are due still in the next round."""
    chosen: list[Revisit] = []
    asked: Counter[str | None] = Counter()
    for revisit in due:
        host = host_of(revisit.item.url)
        if asked[host] < _MOST_A_HOST and len(chosen) < _MOST_ASKED:
            asked[host] += 1
            chosen.append(revisit)
    return chosen
