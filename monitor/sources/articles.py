"""The full text behind a feed's teaser: which entries need it, and the page beside the feed's own words.

Whether the page is the article, or a wall in its place, is judged where it is read (core.documents.extraction); here a page that
can't be had leaves the entry as the feed gave it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.errors import FetchError
from monitor.model import RawItem
from monitor.sources.fetch import Fetcher
from monitor.sources.robots import Robots

_TEASER = 1_200  # characters, some 200 words: a shorter text in a feed is taken for the beginning of a longer one
_CUT_MARKS = ("…", "...", "[...]", "[…]", "(...)", "»", ">>")
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """The item to read, and why it is still the feed's own text where the page couldn't be had."""

    item: RawItem
    reason: str | None = None


def is_teaser(item: RawItem) -> bool:
    """Tell whether a feed's entry has a page to fetch and too little text, or text that is cut off, of its own."""
    if item.url is None or not isinstance(item.content, str):
        return False
    return len(item.content) < _TEASER or item.content.rstrip().endswith(_CUT_MARKS)


async def fetch_article(fetcher: Fetcher, robots: Robots, item: RawItem, limit_bytes: int) -> ArticleReading:
    """Return `item` with its page for content and its own text to fall back on; identity, title and dates stay the feed's."""
    assert item.url is not None
    if not await robots.allows(item.url):
        return ArticleReading(item, "robots")
    try:
        answer = await fetcher.fetch(item.url, limit_bytes=limit_bytes, accept="text/html,application/xhtml+xml;q=0.9", is_wanted=_is_page)
    except FetchError as error:
        return ArticleReading(item, error.reason)
    if not answer.body.strip():
        return ArticleReading(item, "empty")
    fallback = item.content if isinstance(item.content, str) else None
    media_type = answer.media_type if _is_page(answer.media_type) and answer.media_type else "text/html"
    return ArticleReading(replace(item, content=answer.body, media_type=media_type, fallback=fallback))


def _is_page(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower() in (*_PAGES, "")
