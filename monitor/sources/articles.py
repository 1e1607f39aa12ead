"""The full text behind a feed's teaser: which entries need it, and the page beside the feed's own words.

Whether the page is the article, or a wall in its place, is judged where it is read (core.documents.extraction); when a
page is asked for, and when again, is the business of `polling`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.model import RawItem
from monitor.model.errors import FetchError
from monitor.sources.fetch import Fetched, Fetcher
from monitor.sources.robots import Robots

_TEASER = 1_200  # characters, some 200 words: a shorter text in a feed is taken for the beginning of a longer one
_CUT_MARKS = ("…", "...", "[...]", "[…]", "(...)", "»", ">>")
_PAGES = ("text/html", "application/xhtml+xml")
_ACCEPT = "text/html,application/xhtml+xml;q=0.9"
_NONE = (None, None)


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """The item to read, and why it is still the feed's own text where the page couldn't be had."""

    item: RawItem
    reason: str | None = None
    retry_after: timedelta | None = None  # what its host asked for


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
    try:
        answer = await fetch_page(fetcher, robots, item.url, limit_bytes)
    except FetchError as error:
        pause = timedelta(seconds=error.retry_after_seconds) if error.retry_after_seconds is not None else None
        return ArticleReading(item, error.reason, pause)
    if not answer.body.strip():
        return ArticleReading(item, "empty")
    fallback = item.content if isinstance(item.content, str) else None
    return ArticleReading(
        replace(item, content=answer.body, media_type=answer.media_type or "text/html", fallback=fallback)
    )


async def fetch_page(
    fetcher: Fetcher, robots: Robots, url: str, limit_bytes: int, validators: tuple[str | None, str | None] = _NONE
) -> Fetched:
    """Return the page's answer; `FetchError` where there is none, or its site's robots.txt keeps programs from it.

    validators: the ETag and the Last-Modified of an earlier answer, for a conditional request.
    """
    refusal = await robots.refusal(url)
    if refusal is not None:
        raise FetchError(refusal, "its site keeps programs from it, or can't say so")
    etag, last_modified = validators
    return await fetcher.fetch(
        url, limit_bytes=limit_bytes, accept=_ACCEPT, is_wanted=_is_page, etag=etag, last_modified=last_modified
    )


def _is_page(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower() in (*_PAGES, "")
