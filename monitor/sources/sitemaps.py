"""News sitemaps (sitemaps.org with Google's news extension) to the same plain entries as a feed gives."""

from __future__ import annotations

from typing import Any

from monitor.core.documents.xml_trees import local_name, read_tree
from monitor.sources.entries import Entry

_NEWS = b"http://www.google.com/schemas/sitemap-news/"


def is_news_sitemap(body: bytes) -> bool:
    """Tell a news sitemap from any other XML by its name space, without parsing the whole."""
    head = body[:4_096]
    return b"<urlset" in head and _NEWS in head


def read_sitemap(body: bytes) -> list[Entry] | None:
    """Return the pages that have a news title, in the order of the file; `None` where it is not well-formed."""
    root = read_tree(body)
    if root is None or local_name(root) != "urlset":
        return None
    return [entry for url in root if local_name(url) == "url" and (entry := _entry(url)) is not None]


def _entry(url: Any) -> Entry | None:
    """Return a page with its news title; pictures and films of the page have addresses and titles of their own."""
    own = {local_name(child): child for child in url}
    news = {local_name(part): _text(part) for part in own["news"].iter()} if "news" in own else {}
    link, title = _text(own.get("loc")), news.get("title")
    return (
        Entry(guid=link, link=link, title=title, published=news.get("publication_date"), language=news.get("language"))
        if link and title
        else None
    )


def _text(element: Any | None) -> str:
    return "" if element is None else " ".join(element.itertext()).strip()
