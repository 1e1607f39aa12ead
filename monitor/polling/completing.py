"""The step of a poll that fetches the pages behind its teasers, within a minute; the others are to be had later."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.model import AwaitedPage, RawItem, SourceState
from monitor.polling.awaited import CROWDED, LATE, MOST_A_SOURCE, await_pages, with_room
from monitor.polling.phases import Poll, SortedOut
from monitor.polling.recalling import with_found
from monitor.polling.schedule import after_success
from monitor.polling.times import Times
from monitor.polling.web import Web
from monitor.sources.articles import ArticleReading, fetch_article, is_teaser
from monitor.sources.threads import Threads
from monitor.store.awaited_pages import AwaitedPages

_AT_FIRST = 5  # of a new feed's entries, the newest: they are the past that later claims are compared with
_A_POLL = 40
_WAIT = timedelta(seconds=60)  # for all pages of one poll, and so the longest that news is late by its page


@dataclass(frozen=True, slots=True)
class Complete:
    """The pages of one poll's entries."""

    web: Web
    pages: AwaitedPages
    threads: Threads
    times: Times

    async def __call__(self, sorted_out: SortedOut) -> Poll:
        """Return what the poll came to, each entry with its page where that could be had at once."""
        feed, found, reading = sorted_out.feed, sorted_out.found, sorted_out.feed.reading
        pages = await self._fetch(wanted_pages(sorted_out), feed.feed.most_article_bytes)
        now = self.times.now()
        missing = await_pages(pages.values(), now)
        awaited = await self._with_room(feed.feed.name, missing)
        state = _with_note(with_found(feed.state, sorted_out, now), left_out=len(missing) - len(awaited))
        ended = after_success(state, feed.feed, now, self.times.jitter())
        still_awaited = {page.item.id for page in awaited}
        return Poll(
            replace(ended, reason="damaged" if reading.is_damaged else None),
            tuple(pages[item.id].item if item.id in pages else item for item in sorted_out.fresh),
            "read",
            pages=sum(page.reason is None for page in pages.values()),
            memories=found.memories,
            entries=len(reading.entries),
            revised=len(found.revised),
            answer=feed.answer,
            awaited=awaited,
            settled=tuple(item.id for item in found.revised if item.id not in still_awaited),
            paced=found.paced,
        )

    async def _with_room(self, source: str, missing: tuple[AwaitedPage, ...]) -> tuple[AwaitedPage, ...]:
        """Return those of the pages that the source may have waiting beside the others."""
        return with_room(missing, await self.threads.run(lambda: self.pages.count(source))) if missing else ()

    async def _fetch(self, wanted: Sequence[RawItem], most_bytes: int) -> dict[str, ArticleReading]:
        """Return what became of each page, by its entry's id, in the order of the feed."""
        if not wanted:
            return {}
        tasks = [
            asyncio.create_task(fetch_article(self.web.fetcher, self.web.robots, item, most_bytes))
            for item in wanted[:_A_POLL]
        ]
        try:
            done, _ = await asyncio.wait(tasks, timeout=_WAIT.total_seconds())
        finally:
            for task in tasks:
                task.cancel()
        asked = [
            task.result() if task in done else ArticleReading(item, LATE)
            for item, task in zip(wanted, tasks, strict=False)
        ]
        crowded = [ArticleReading(item, CROWDED) for item in wanted[_A_POLL:]]
        return {reading.item.id: reading for reading in (*asked, *crowded)}


def wanted_pages(sorted_out: SortedOut) -> list[RawItem]:
    """Return the teasers whose pages are to be had."""
    feed = sorted_out.feed
    teasers = [item for item in sorted_out.fresh if is_teaser(item) and item.id not in sorted_out.bulk]
    return teasers[: _AT_FIRST if feed.is_first else None] if feed.feed.full_text else []


def _with_note(state: SourceState, left_out: int) -> SourceState:
    """Return the state with a note of the pages for which there is no room."""
    if not left_out:
        return state
    pages = "a page is" if left_out == 1 else f"{left_out} pages are"
    return replace(state, note=f"{pages} not asked for: {MOST_A_SOURCE} of this feed's are still to be had")
