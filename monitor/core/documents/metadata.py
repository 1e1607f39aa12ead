"""What an HTML page declares about itself: title, date, byline, language, embargo. Reads a parsed tree, changes nothing
in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.core.documents.dates import read_date
from monitor.core.documents.decoding import drop_invisible, tidy_text

_LONGEST_TITLE = 1_000  # characters; longer is no title
_LONGEST_BYLINE = 200
_LONGEST_SITE = 100
_HOST = re.compile(r"https?://(?:www\.)?([a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,24})(?=[:/?#]|\Z)", re.IGNORECASE)
_LONGEST_SCRIPT = 200_000
_MOST_SCRIPTS = 400
_MOST_TIMES = 20
_SITE_SUFFIX = re.compile(r"\s+[|–—»·-]\s+(?:[^|–—»·]{2,40})$")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate"),
    *("dc.date", "dc.date.issued", "dcterms.created", "sailthru.date", "parsely-pub-date"),
)
_AVAILABLE = ("dcterms.available", "dcterms:available", "dc.date.available", "dc.available", "embargo", "embargoed")


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's own words about itself; each may be wrong, and is asked only where the source said nothing."""

    title: str | None = None
    published_at: datetime | None = None
    byline: str | None = None
    language: str | None = None
    available_at: datetime | None = None  # before which it asks not to be told
    site: str | None = None  # the outlet's name, else the host of the page's own address


def read_metadata(tree: Any, max_date: datetime | None = None) -> Metadata:
    """Return what the page declares; a date after `max_date` is not believed, `None` believes what is declared.

    The title is Open Graph's, else the only top heading, else the title element without the site's name.
    """
    metas = {
        (m.get("property") or m.get("name") or m.get("itemprop") or "").lower(): m.get("content") or ""
        for m in reversed(list(tree.iter("meta")))
    }
    linked = list(_linked_data(tree))
    heads = [head.text_content() for head in tree.iter("h1")]
    title = one_line(metas.get("og:title")) or (one_line(heads[0]) if len(heads) == 1 else "") or _page_title(tree)
    language = _LANGUAGE.match(tree.get("lang") or metas.get("og:locale") or "")
    return Metadata(
        title=title[:_LONGEST_TITLE] or None,
        published_at=_published_at(tree, metas, linked, max_date),
        byline=_byline(metas, linked),
        language=language.group().lower() if language else None,
        available_at=next((at for name in _AVAILABLE if (at := read_date(metas.get(name, ""))) is not None), None),
        site=_site(tree, metas),
    )


def one_line(text: str | None) -> str:
    """Return `text` on one line, without invisible or control characters."""
    return " ".join(drop_invisible(tidy_text(text or "")).split())


def _site(tree: Any, metas: dict[str, str]) -> str | None:
    links = (element.get("href") for element in tree.iter("link") if (element.get("rel") or "").lower() == "canonical")
    address = next(links, None) or metas.get("og:url") or ""
    host = _HOST.match(address.strip())
    return one_line(metas.get("og:site_name"))[:_LONGEST_SITE] or (host[1].lower() if host else None)


def _page_title(tree: Any) -> str:
    element = next(tree.iter("title"), None)
    return "" if element is None else _SITE_SUFFIX.sub("", one_line(element.text)[:_LONGEST_TITLE])


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's JSON-LD, two levels deep: the article is one of them."""
    for script in list(tree.iter("script"))[:_MOST_SCRIPTS]:
        if script.get("type") != "application/ld+json" or not script.text or len(script.text) > _LONGEST_SCRIPT:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue  # a page's broken metadata is no reason not to read its text
        for node in data if isinstance(data, list) else [data]:
            if isinstance(node, dict):
                graph = node.get("@graph")
                yield from (
                    part for part in (node, *(graph if isinstance(graph, list) else ())) if isinstance(part, dict)
                )


def _published_at(
    tree: Any, metas: dict[str, str], linked: list[dict[str, Any]], max_date: datetime | None
) -> datetime | None:
    declared = [node["datePublished"] for node in linked if isinstance(node.get("datePublished"), str)]
    declared += [metas[name] for name in _DATES if name in metas]
    declared += [
        element.get("datetime") for element in list(tree.iter("time"))[:_MOST_TIMES] if element.get("datetime")
    ]
    found = (read_date(value) for value in declared)
    return next((date for date in found if date is not None and (max_date is None or date <= max_date)), None)


def _byline(metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    for node in linked:
        for author in node["author"] if isinstance(node.get("author"), list) else [node.get("author")]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str) and name.strip() and not name.startswith("http"):
                return one_line(name[:_LONGEST_BYLINE])
    name = metas.get("author") or metas.get("article:author") or ""
    return one_line(name[:_LONGEST_BYLINE]) or None if not name.startswith("http") else None
