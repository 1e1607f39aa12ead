"""The step of a poll that fetches the pages behind its teasers, all within a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.model import RawItem
from monitor.polling.phases import Poll, SortedOut
from monitor.polling.recalling import with_found
from monitor.polling.schedule import after_success
from monitor.polling.times import Times
from monitor.polling.web import Web
from monitor.sources.articles import ArticleReading, fetch_article, is_teaser

_AT_FIRST = 5  # of a new feed's entries, the newest: they are the past that later claims are compared with
_A_POLL = 40
_WAIT = timedelta(seconds=60)  # for all pages of one poll; what isn't here by then is read as the feed gave it


@dataclass(frozen=True, slots=True)
class Complete:
    """The pages of one poll's entries."""

    web: Web
    times: Times

    async def __call__(self, sorted_out: SortedOut) -> Poll:
        """Return what the poll came to, each entry with its page where that could be had."""
        feed, found, reading = sorted_out.feed, sorted_out.found, sorted_out.feed.reading
        pages = await self._fetch(wanted_pages(sorted_out), feed.feed.most_article_bytes)
        now = self.times.now()
        ended = after_success(with_found(feed.state, sorted_out, now), feed.feed, now, self.times.jitter())
        return Poll(
            replace(ended, reason="damaged" if reading.is_damaged else None),
            tuple(pages[item.id].item if item.id in pages else item for item in sorted_out.fresh),
            "read",
            pages=sum(page.reason is None for page in pages.values()),
            memories=found.memories,
            entries=len(reading.entries),
            revised=len(found.revised),
            answer=feed.answer,
        )

    async def _fetch(self, wanted: Sequence[RawItem], most_bytes: int) -> dict[str, ArticleReading]:
        if not wanted:
            return {}
        tasks = [
            asyncio.create_task(fetch_article(self.web.fetcher, self.web.robots, item, most_bytes)) for item in wanted
        ]
        try:
            done, _ = await asyncio.wait(tasks, timeout=_WAIT.total_seconds())
        finally:
            for task in tasks:
                task.cancel()
        readings = [task.result() for task in done]
        return {reading.item.id: reading for reading in readings}


def wanted_pages(sorted_out: SortedOut) -> list[RawItem]:
    """Return the teasers whose pages are asked for at once."""
    feed, most = sorted_out.feed, _AT_FIRST if sorted_out.feed.is_first else _A_POLL
    teasers = [item for item in sorted_out.fresh if is_teaser(item) and item.id not in sorted_out.bulk]
    return teasers[:most] if feed.feed.full_text else []
