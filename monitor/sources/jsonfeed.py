"""JSON Feed 1.0 and 1.1 (jsonfeed.org) to the same plain entries as feedparser gives; good items are kept beside bad
ones.
"""

from __future__ import annotations

import json
from typing import Any

from monitor.sources.entries import Entry

_VERSION = "https://jsonfeed.org/version/1"


def is_json_feed(body: bytes) -> bool:
    """Tell a JSON Feed from any other JSON by its version, wherever that stands, without parsing the whole."""
    head = body[:4_096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b"jsonfeed.org" in body


def read_json_feed(body: bytes) -> tuple[str | None, str | None, list[Entry]] | None:
    """Return title, language and entries; `None` where the body is no JSON Feed or is nested too deeply to be one."""
    try:
        data = json.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):  # also a number of more digits than Python reads
        return None
    if not isinstance(data, dict) or not str(data.get("version", "")).startswith(_VERSION):
        return None
    items = data.get("items")
    entries = [_entry(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return _text(data.get("title")), _text(data.get("language")), entries


def _entry(item: dict[str, Any]) -> Entry:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_text(author.get("name")) for author in authors or () if isinstance(author, dict)]
    identity = item.get("id")
    return Entry(
        guid=_text(identity)
        or (str(identity) if isinstance(identity, int | float) and not isinstance(identity, bool) else None),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        texts=tuple(filter(None, (_text(item.get("content_text")),))),
        markups=tuple(filter(None, (_text(item.get("content_html")), _text(item.get("summary"))))),
        published=_text(item.get("date_published")) or _text(item.get("date_modified")),
        byline=", ".join(filter(None, names)) or None,
        language=_text(item.get("language")),
        embargoed=_text(item.get("embargoed")) or _text(item.get("_embargoed")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
