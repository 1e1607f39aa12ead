"""What was told as an Atom feed (RFC 4287) and as a JSON Feed (jsonfeed.org, version 1.1), newest first. Pure text,
escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from uuid import UUID, uuid5
from xml.etree import ElementTree

from monitor.channels.plain import body_of, headline_of, plain
from monitor.channels.untrusted import checked_link
from monitor.core.records import Record, instant, told_record
from monitor.model import Alert

TITLE = "Alerts of the news monitor"
MOST_ALERTS = 100  # in a feed; a reader asks more often than so many come
_ATOM = "http://www.w3.org/2005/Atom"
_NAMES = UUID(
    "a7c2f0de-5f0b-4b7e-9d1a-6f3c1f1f0e55"
)  # drawn once; the same alert has the same id wherever its feed stands
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

ElementTree.register_namespace("", _ATOM)


def write_atom(alerts: Sequence[Alert], zone: tzinfo, address: str | None = None) -> bytes:
    """Return the feed of `alerts`, which come newest first; `address` is where it is served."""
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", _id(""))
    _add(feed, "title", TITLE)
    _add(feed, "updated", instant(alerts[0].at if alerts else _NEVER) or "")
    _add(_add(feed, "author"), "name", "News monitor")
    if address is not None:
        _add(feed, "link", rel="self", href=address, type="application/atom+xml")
    for alert in alerts:
        entry = _add(feed, "entry")
        _add(entry, "id", _id(alert.id))
        _add(entry, "title", headline_of(alert, plain), type="text")
        _add(entry, "updated", instant(alert.at) or "")
        _add(_add(entry, "author"), "name", plain(alert.outlet) or "News monitor")
        if link := checked_link(alert.url):
            _add(entry, "link", rel="alternate", href=link.url)
        for word in _tags(alert):
            _add(entry, "category", term=word)
        _add(entry, "content", body_of(alert, zone, plain), type="text")
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def write_json_feed(alerts: Sequence[Alert], zone: tzinfo, address: str | None = None) -> bytes:
    """Return the same as a JSON Feed; each item has the alert's whole record under `_monitor`."""
    feed: Record = {"version": "https://jsonfeed.org/version/1.1", "title": TITLE}
    if address is not None:
        feed["feed_url"] = address
    feed["items"] = [_item(alert, zone) for alert in alerts]
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _item(alert: Alert, zone: tzinfo) -> Record:
    link = checked_link(alert.url)
    return {
        "id": _id(alert.id),
        **({"url": link.url} if link else {}),
        "title": headline_of(alert, plain),
        "content_text": body_of(alert, zone, plain),
        "date_published": instant(alert.at),
        "authors": [{"name": plain(alert.outlet) or "News monitor"}],
        "tags": list(_tags(alert)),
        "_monitor": {"about": "docs/records.md", **told_record(alert)},
    }


def _id(name: str) -> str:
    return uuid5(_NAMES, name).urn


def _tags(alert: Alert) -> tuple[str, ...]:
    return tuple(dict.fromkeys((alert.watchlist, *(line.outcome.value for line in alert.lines))))


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    clean = {key: _NO_XML.sub("\ufffd", value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", clean)
    child.text = None if text is None else _NO_XML.sub("\ufffd", text)
    return child
