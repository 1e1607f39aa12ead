"""The full text behind a feed's teaser: which entries need it, and the page beside the feed's own words.

Whether the page is the article, or a wall in its place, is judged where it is read (core.documents.extraction); here a
page that can't be had leaves the entry as the feed gave it. Later the page is asked for again, in case it is corrected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from monitor.core.documents.revisits import is_over, next_visit
from monitor.model import RawItem, Revisit
from monitor.model.errors import FetchError
from monitor.sources.fetch import Fetcher
from monitor.sources.robots import Robots

_TEASER = 1_200  # characters, some 200 words: a shorter text in a feed is taken for the beginning of a longer one
_CUT_MARKS = ("…", "...", "[...]", "[…]", "(...)", "»", ">>")
_PAGES = ("text/html", "application/xhtml+xml")
_ACCEPT = "text/html,application/xhtml+xml;q=0.9"
_UNCONDITIONAL_EVERY = 4  # questions: some servers answer "not modified" for ever


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """The item to read, and why it is still the feed's own text where the page couldn't be had."""

    item: RawItem
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What asking for a known article came to: "changed", "unchanged" or why it can't be had; the next plan, `None` for
    no more.
    """

    outcome: str
    next: Revisit | None
    item: RawItem | None = None  # the changed page, to be read
    retry_after: timedelta | None = None  # what the host asked for


def is_teaser(item: RawItem) -> bool:
    """Tell whether a feed's entry has a page to fetch and too little text, or text that is cut off, of its own."""
    if item.url is None or not isinstance(item.content, str):
        return False
    return len(item.content) < _TEASER or item.content.rstrip().endswith(_CUT_MARKS)


async def fetch_article(fetcher: Fetcher, robots: Robots, item: RawItem, limit_bytes: int) -> ArticleReading:
    """Return `item` with its page for content and its own text to fall back on; identity, title and dates stay the
    feed's.
    """
    assert item.url is not None
    if not await robots.allows(item.url):
        return ArticleReading(item, "robots")
    try:
        answer = await fetcher.fetch(item.url, limit_bytes=limit_bytes, accept=_ACCEPT, is_wanted=_is_page)
    except FetchError as error:
        return ArticleReading(item, error.reason)
    if not answer.body.strip():
        return ArticleReading(item, "empty")
    fallback = item.content if isinstance(item.content, str) else None
    return ArticleReading(
        replace(item, content=answer.body, media_type=answer.media_type or "text/html", fallback=fallback)
    )


async def fetch_again(fetcher: Fetcher, robots: Robots, revisit: Revisit, limit_bytes: int, now: datetime) -> Visit:
    """Return what has become of an article, and when to ask for it next. Never raises for what a server does.

    An article that is not to be had keeps its place in the schedule: it may be back. One that is gone by its server's
    word, or that robots.txt has come to forbid, is not asked for again.
    """
    assert revisit.item.url is not None
    if not await robots.allows(revisit.item.url):
        return Visit("robots", None)
    is_free = revisit.asked % _UNCONDITIONAL_EVERY == 0
    etag, last_modified = (None, None) if is_free else (revisit.etag, revisit.last_modified)
    try:
        answer = await fetcher.fetch(
            revisit.item.url,
            limit_bytes=limit_bytes,
            accept=_ACCEPT,
            is_wanted=_is_page,
            etag=etag,
            last_modified=last_modified,
        )
    except FetchError as error:
        if error.retry_after_seconds is not None:
            pause = timedelta(seconds=error.retry_after_seconds)
            return Visit(error.reason, replace(revisit, due_at=now + pause), retry_after=pause)
        return Visit(error.reason, None if error.reason == "gone" else after_visit(revisit, now))
    if answer.is_not_modified:
        return Visit("unchanged", after_visit(revisit, now))
    body_hash = sha256(answer.body).hexdigest()
    seen = replace(revisit, body_hash=body_hash, etag=answer.etag, last_modified=answer.last_modified)
    if body_hash == revisit.body_hash or not answer.body.strip():
        return Visit("unchanged" if answer.body.strip() else "empty", after_visit(seen, now))
    item = replace(
        revisit.item,
        content=answer.body,
        media_type=answer.media_type or "text/html",
        is_baseline=False,
        observed_at=now,
    )
    return Visit(
        "changed",
        after_visit(replace(seen, is_story_running=True), now),
        replace(item, revision=f"page {body_hash}", replaces=revisit.length),
    )


def after_visit(revisit: Revisit, now: datetime) -> Revisit | None:
    """Return the plan for the next question, the one of `now` counted; `None` where it was the last."""
    asked = revisit.asked + 1
    if is_over(revisit.first_at, revisit.changed_at, asked, now, is_story_running=revisit.is_story_running):
        return None
    return replace(revisit, asked=asked, due_at=next_visit(revisit.item.id, revisit.changed_at, now))


def _is_page(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower() in (*_PAGES, "")
