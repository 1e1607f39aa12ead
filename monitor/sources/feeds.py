"""A feed's bytes to items: feedparser for every XML dialect, our own readers for JSON Feed, news sitemaps, and what is
plain. Fetches nothing.

Titles, links and authors are untrusted text. What makes feedparser quadratic is refused or cut before it sees it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any, NamedTuple

import feedparser

from monitor.core.documents.dates import read_date
from monitor.core.documents.decoding import mend_utf8, tidy_text
from monitor.model import RawItem, Rejected, Trace
from monitor.sources.bodies import MOST_FEED_BYTES
from monitor.sources.entries import Entry, read_entries
from monitor.sources.feed_encodings import decode_wide
from monitor.sources.jsonfeed import is_json_feed, read_json_feed
from monitor.sources.plain_feeds import read_plain_feed
from monitor.sources.sitemaps import is_news_sitemap, read_sitemap

MOST_ENTRIES = 2_000
LONGEST_TTL = timedelta(hours=24)

_LOOKED_AT = 20  # entries at each end, for the order of a feed that has too many
_DEEPEST = 1_000  # open elements; a broken feed with bare <br> tags stays below, feedparser is quadratic in depth
_LONGEST_TAG = 20_000  # bytes between < and >; feedparser is quadratic in the attributes of one element
_MOST_CATEGORIES = 2_000  # quadratic as well, and nothing here reads them
_TAG = re.compile(rb"<(?:!\[CDATA\[.*?(?:\]\]>|\Z)|!--.*?(?:-->|\Z)|(/?)[a-zA-Z][^<>]*?(/?)>)", re.DOTALL)
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{%d}" % _LONGEST_TAG)
_AUTHOR = re.compile(
    rb"(<(?:\w{1,20}:)?(?:author|creator|managingEditor|webMaster|name|email|publisher)\b[^<>]{0,500}>[^<]{500})[^<]+"
)
_CATEGORY = re.compile(rb"<category\b[^<>]{0,2000}(?:/>|>[^<]{0,2000}</category>)")
# An entity that is long or made of others; real feeds declare single characters, and where their names are found.
_ENTITY_VALUE = re.compile(
    rb"<!ENTITY(?:[^>]{300}|\s[^>\"']{0,300}[\"'](?:[^\"']{65}|[^\"']{0,64}&(?!#|amp;|lt;|gt;|quot;|apos;)))"
)
_ENTRY_TAG = re.compile(rb"<(/?)(?:\w{1,20}:)?(?:item|entry)(?=[\s>]|\Z)(?![^<>]{0,2000}/>)", re.IGNORECASE)
_WHOLE_ENTRY = re.compile(rb"<(item|entry)\b[^<>]{0,2000}>.*?</\1\s*>", re.DOTALL)
# An ampersand that begins no reference, outside of CDATA; feedparser makes "AT&T;" of AT&T.
_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,31});)", re.DOTALL
)
_MOST_TRIED = 200  # entries of a feed on which feedparser fails
# What feedparser is known to raise on hostile input, beside the errors that it reports in its result.
_ERRORS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What a feed held: `entries` in its order, `traces` beside them. `is_damaged`: not well-formed; `left_out`:
    entries above the cap, the oldest. `unreadable`: entries that were cut off, or that can't be read.
    """

    entries: tuple[RawItem, ...]
    title: str | None = None
    ttl: timedelta | None = None
    is_damaged: bool = False
    left_out: int = 0
    traces: tuple[Trace, ...] = ()
    unreadable: int = 0


def read_feed(
    body: bytes,
    *,
    url: str,
    source: str,
    prefix: str | None = None,
    observed_at: datetime | None = None,
    content_type: str | None = None,
) -> FeedReading | Rejected:
    """Return the entries of a feed as items, or why it is none: "empty", "too_large", "too_complex", "not_a_feed".

    url: where it came from, for relative links. prefix: what the items' ids begin with, by default `source`.
    observed_at: when it was received; no entry is dated later.
    """
    name = prefix or source
    if len(body) <= MOST_FEED_BYTES:
        body, content_type = decode_wide(body, content_type)
        body = mend_utf8(body)
    problem = _problem(body)
    if problem:
        return Rejected(name, problem[0], f"{name}: {problem[1]}")
    try:
        if is_json_feed(body):
            raw = _read_json(body)
        elif is_news_sitemap(body):
            raw = _read_sitemap(body)
        else:
            raw = _read_xml(body, url, content_type)
    except _NotAFeedError:
        return Rejected(
            name,
            "not_a_feed",
            f"{name}: neither RSS, Atom, RDF, JSON Feed nor a news sitemap; check the address in a browser",
        )
    pairs = read_entries(
        _newest(raw.entries), url=url, source=source, prefix=name, language=raw.language, observed_at=observed_at
    )
    items, traces = tuple(item for item, _ in pairs), tuple(trace for _, trace in pairs)
    left_out = max(0, len(raw.entries) - MOST_ENTRIES)
    return FeedReading(items, raw.title, raw.ttl, raw.is_damaged, left_out, traces, raw.unreadable)


class _NotAFeedError(Exception):
    """The body is no feed in any dialect."""


class RawFeed(NamedTuple):
    """A feed in any dialect as its reader found it. `ttl`: its time to live. `is_damaged`, `unreadable`: as in
    `FeedReading`.
    """

    title: str | None
    language: str | None
    entries: list[Entry]
    ttl: timedelta | None = None
    is_damaged: bool = False
    unreadable: int = 0


def _newest(entries: list[Entry]) -> list[Entry]:
    """Return as many entries as are read, the newest: the last ones where the dates run from old to new."""
    if len(entries) <= MOST_ENTRIES:
        return entries
    first, last = (_usual_date(some) for some in (entries[:_LOOKED_AT], entries[-_LOOKED_AT:]))
    is_oldest_first = first is not None and last is not None and first < last
    return entries[-MOST_ENTRIES:] if is_oldest_first else entries[:MOST_ENTRIES]


def _usual_date(entries: list[Entry]) -> datetime | None:
    """Return the median of the dates, so that an entry that is pinned to its place says nothing."""
    read = (read_date(entry.published) if isinstance(entry.published, str) else entry.published for entry in entries)
    dates = sorted(date for date in read if date is not None)
    return dates[len(dates) // 2] if dates else None


def _problem(body: bytes) -> tuple[str, str] | None:
    if not body.strip():
        return "empty", "the feed is empty; check the address"
    if len(body) > MOST_FEED_BYTES:
        return "too_large", f"the feed has {len(body):,} bytes, at most {MOST_FEED_BYTES:,} are read"
    if _ENTITY_VALUE.search(body) or body.count(b"<!ENTITY") > 300:
        return "too_complex", "the feed declares entities as no honest feed does"
    if _LONG_TAG.search(body) or not _is_shallow(body):
        return "too_complex", "the feed has elements nested or filled with attributes as no honest feed has"
    return None


def _is_shallow(body: bytes) -> bool:
    if body.count(b"<") <= _DEEPEST:
        return True
    depth = 0
    for match in _TAG.finditer(body):
        closing, closed = match.group(1), match.group(2)
        if closing is None or closed:
            continue
        depth += -1 if closing else 1
        if depth > _DEEPEST:
            return False
    return True


def _read_json(body: bytes) -> RawFeed:
    reading = read_json_feed(body)
    if reading is None:
        raise _NotAFeedError
    return RawFeed(*reading)


def _read_sitemap(body: bytes) -> RawFeed:
    entries = read_sitemap(body)
    if entries is None:
        raise _NotAFeedError
    return RawFeed(None, None, entries)


def _read_xml(body: bytes, url: str, content_type: str | None) -> RawFeed:
    plain = read_plain_feed(body, url, content_type)
    if plain is not None:
        return RawFeed(plain.title, plain.language, plain.entries, _ttl(plain.ttl))
    return read_through_feedparser(body, url, content_type)


def read_through_feedparser(body: bytes, url: str, content_type: str | None) -> RawFeed:
    """Return what a feed in any dialect of XML holds."""
    body = _AMPERSAND.sub(lambda found: b"&amp;" if found[0] == b"&" else found[0], _AUTHOR.sub(rb"\1", body))
    if body.count(b"<category") > _MOST_CATEGORIES:
        body = _CATEGORY.sub(b"", body)
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    try:
        parsed = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _ERRORS as error:
        without, bad = _without_bad_entries(body, headers)
        if not bad:
            raise _NotAFeedError from error
        rest = read_through_feedparser(without, url, content_type)
        return rest._replace(is_damaged=True, unreadable=rest.unreadable + bad)
    found = list(parsed.get("entries", ()))
    if not parsed.get("version") and not found:
        raise _NotAFeedError
    is_damaged = bool(parsed.get("bozo")) and not isinstance(
        parsed.get("bozo_exception"), feedparser.ThingsNobodyCaresAboutButMe
    )
    is_cut = is_damaged and bool(found) and _ends_within_an_entry(body)
    if is_cut:
        found.pop()  # the body was cut, and its last entry with it
    about = parsed.get("feed", {})
    return RawFeed(
        _string(about, "title"),
        _string(about, "language"),
        [_entry(entry) for entry in found],
        _ttl(about.get("ttl")),
        is_damaged,
        int(is_cut),
    )


def _without_bad_entries(body: bytes, headers: Mapping[str, str]) -> tuple[bytes, int]:
    """Return a feed on which feedparser fails without the entries that it fails on, each tried alone, and how many
    those are: 0 where none is at fault, or all are.
    """
    spans = [(match.start(), match.end()) for match in _WHOLE_ENTRY.finditer(body)][:_MOST_TRIED]
    if not spans:
        return body, 0
    head, tail = body[: spans[0][0]], body[spans[-1][1] :]
    bad = [span for span in spans if not _is_readable(head + body[slice(*span)] + tail, headers)]
    if len(bad) == len(spans):
        return body, 0
    for start, end in reversed(bad):
        body = body[:start] + body[end:]
    return body, len(bad)


def _is_readable(body: bytes, headers: Mapping[str, str]) -> bool:
    try:
        feedparser.parse(
            io.BytesIO(body), response_headers=dict(headers), sanitize_html=False, resolve_relative_uris=False
        )
    except _ERRORS:
        return False
    return True


def _ends_within_an_entry(body: bytes) -> bool:
    marks = _ENTRY_TAG.findall(body)  # "/" for each end of an entry, "" for each begin
    return bool(marks) and not marks[-1]


def _entry(entry: dict[str, Any]) -> Entry:
    contents = [part.get("value") for part in entry.get("content", ()) if isinstance(part, Mapping)]
    return Entry(
        guid=_string(entry, "id"),
        link=_string(entry, "link"),
        title=_string(entry, "title"),
        markups=tuple(
            text for text in (*contents, _string(entry, "summary")) if isinstance(text, str) and text.strip()
        ),
        # the entry's own `get` would warn, and answer for a missing update with the date published
        published=_published(entry, "published") or _published(entry, "updated"),
        byline=_string(entry, "author"),
        language=_string(entry, "language"),
        embargoed=next((text for name in entry if _is_embargo(name) and (text := _string(entry, name))), None),
    )


def _is_embargo(name: str) -> bool:
    """Tell the name, as feedparser gives it, of Dublin Core's `available` or of NewsML's `embargoed`."""
    return name in ("dcterms_available", "dc_available") or name.rpartition("_")[2] == "embargoed"


def _string(mapping: Mapping[str, Any], key: str) -> str | None:
    value = mapping.get(key)
    return tidy_text(value) if isinstance(value, str) and value.strip() else None


def _published(entry: dict[str, Any], name: str) -> datetime | None:
    """Return an entry's date; feedparser's reading counts where ours has none, for it knows more languages."""
    written = dict.get(entry, name)
    date = read_date(written) if isinstance(written, str) else None
    return (
        date.astimezone(UTC).replace(microsecond=0) if date is not None else _instant(dict.get(entry, f"{name}_parsed"))
    )


def _instant(parsed: struct_time | None) -> datetime | None:
    """Return feedparser's nine numbers as an instant; `None` where they are no date (its parsers check little)."""
    if parsed is None:
        return None
    try:
        return datetime(*parsed[:5], min(parsed[5], 59), tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _ttl(minutes: object) -> timedelta | None:
    value = str(minutes or "").strip()
    return (
        min(timedelta(minutes=int(value)), LONGEST_TTL)
        if value.isascii() and value.isdigit() and len(value) < 9 and int(value) > 0
        else None
    )
