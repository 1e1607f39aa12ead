"""News sitemaps (sitemaps.org with Google's news extension) to the same plain entries as a feed gives."""

from __future__ import annotations

from typing import Any

from monitor.core.documents.trees import local_name, read_tree
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
    found = {local_name(element): " ".join(element.itertext()).strip() for element in url.iter()}
    link, title = found.get("loc"), found.get("title")
    return (
        Entry(
            guid=link, link=link, title=title, published=found.get("publication_date"), language=found.get("language")
        )
        if link and title
        else None
    )
