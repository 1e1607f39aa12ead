"""An item's bytes to a readable document: HTML through trafilatura on a pruned tree, plain text as it stands.

Asks the page for title, date, byline and language only where the source didn't give them. Pure: an upper bound for
a guessed date comes with the item. The only module that knows lxml and trafilatura.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]
from trafilatura import extract

from monitor.core.decoding import Undecodable, clean_text, decode_text
from monitor.core.lexicon import Language
from monitor.core.notices import read_notice
from monitor.model import Document, RawItem, Rejected

MOST_TEXT_BYTES = 10_000_000
MOST_HTML_BYTES = 4_000_000  # real pages: median 254 kB, largest seen 3 MB (PERFORMANCE: 1,041 pages)
MOST_ELEMENTS = 60_000  # trafilatura needs over 40 s from 80,000 paragraphs on
LONGEST_TITLE = 1_000  # characters; longer is no title

_DROPPED = ("style", "svg", "iframe", "template", "object", "embed", "canvas", "audio", "video", "map", "source", "track", "link")
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_INVISIBLE_MARK = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_TYPE_CHARSET = re.compile(r"charset\s*=\s*[\"']?([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_SELF_CLOSED = re.compile(rb"(<html[^<>]{0,2000}?)\s*/>", re.IGNORECASE)
_CONTROL_BYTES = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D))
_SITE_SUFFIX = re.compile(r"\s+[|–—»·-]\s+(?:[^|–—»·]{2,40})$")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
_SECTIONS = ("address", "article", "aside", "blockquote", "div", "figure", "footer", "form", "header", "hr", "main", "nav", "p", "pre", "section")
_PARTS = ("br", "caption", "dd", "dl", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "table", "td", "th", "tr", "ul")
_BLOCKS = frozenset((*_SECTIONS, *_PARTS))
_MUTE = frozenset(("script", "style", "svg", "iframe", "noscript", "template", "head", "object", "embed", "textarea", "select", "button"))
_DATE_TAGS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
)


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page says: its main text, and about itself. Text has a block a line, no blank lines."""

    text: str
    title: str | None = None
    published_at: datetime | None = None
    byline: str | None = None
    language: str | None = None


def read_document(item: RawItem, language: Language | None = None) -> Document | Rejected:
    """Return the readable document of `item`, or why it can't be read; never raises for bad input.

    Plain text keeps its length (control characters become spaces), so offsets fit the text as it was given.
    `language` brings the words of corrections and withdrawals; without it `notice` is `None`.
    """
    is_html = item.media_type.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")
    limit = MOST_HTML_BYTES if is_html else MOST_TEXT_BYTES
    if len(item.content) > limit:
        return Rejected(item.id, "too_large", f"{item.id}: {len(item.content):,} bytes, at most {limit:,} are read; split or shorten the document")
    if not item.content.strip():
        return Rejected(item.id, "empty", f"{item.id}: the document is empty; remove it or fill it")
    page: Page | Undecodable
    if is_html:
        page = read_page(item.content, charset=_charset_of(item.media_type), max_date=item.observed_at, wants_date=item.published_at is None)
    else:
        page = _plain_page(item.content, _charset_of(item.media_type))
    if isinstance(page, Undecodable):
        return Rejected(item.id, page.reason, f"{item.id}: {page.detail}")
    if not page.text.strip():
        return Rejected(item.id, "no_text", f"{item.id}: no readable text was found; give the article's text or its full page")
    return _document(item, page, language)


def read_page(content: bytes | str, *, charset: str | None = None, max_date: datetime | None = None, wants_date: bool = True) -> Page | Undecodable:
    """Return main text and metadata of an HTML page; reasons: those of `decode_text`, "too_complex", "unreadable_html".

    charset: what the transport declared. max_date: no date after it is believed; `None` believes what the page declares.
    """
    encoded = _utf8(content, charset)
    if isinstance(encoded, Undecodable):
        return encoded
    tree = _parse(encoded)
    if tree is None:
        return Undecodable("unreadable_html", "no element was found; give a complete HTML page")
    about = _about(tree, max_date, wants_date=wants_date)
    _prune(tree)
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        return Undecodable("too_complex", f"more than {MOST_ELEMENTS:,} elements; give the article's text instead of the page")
    text = _tidy(extract(tree, fast=True, include_comments=False, include_tables=True, deduplicate=False) or "")
    return Page(_without_title(text, about.title), about.title, about.published_at, about.byline, about.language)


def read_fragment(markup: str) -> str:
    """Return the text of an HTML fragment such as a feed's summary, a block a line; every element's text is kept."""
    if "<" not in markup and "&" not in markup:
        return _tidy(markup)
    tree = _parse(b"<div>" + clean_text(markup).encode("utf-8") + b"</div>")
    return "" if tree is None else _tidy("".join(_walk(tree)))


def content_hash(title: str | None, text: str) -> str:
    """Return 64 hex digits that change when, and only when, `title` or `text` change."""
    return sha256(f"{len(title or '')}\n{title or ''}\n{text}".encode()).hexdigest()


def _document(item: RawItem, page: Page, language: Language | None) -> Document:
    title = _title(item.title) or page.title
    published_at = item.published_at or page.published_at
    return Document(
        id=item.id,
        source=item.source,
        text=page.text,
        content_hash=content_hash(title, page.text),
        title=title,
        url=item.url,
        published_at=published_at,
        observed_at=item.observed_at,
        language=item.language or page.language,
        byline=item.byline or page.byline,
        notice=read_notice(title, page.text, language) if language is not None else None,
        is_baseline=item.is_baseline,
    )


def _plain_page(content: bytes | str, charset: str | None) -> Page | Undecodable:
    if isinstance(content, str):
        return Page(clean_text(content))
    decoded = decode_text(content, charset)
    return decoded if isinstance(decoded, Undecodable) else Page(clean_text(decoded.text))


def _charset_of(media_type: str) -> str | None:
    found = _TYPE_CHARSET.search(media_type)
    return found.group(1) if found else None


def _utf8(content: bytes | str, charset: str | None) -> bytes | Undecodable:
    """Return the page as clean UTF-8 for the parser."""
    if isinstance(content, bytes):
        head = content[:4_096]
        found = _META_CHARSET.search(head) or _XML_CHARSET.search(head)
        decoded = decode_text(content, charset or (found.group(1).decode("ascii") if found else None))
        if isinstance(decoded, Undecodable):
            return decoded
        encoded = content if decoded.encoding == "utf-8" else decoded.text.encode("utf-8", errors="replace")
    else:
        encoded = content.encode("utf-8", errors="replace")
    encoded = encoded.removeprefix(b"\xef\xbb\xbf").translate(None, _CONTROL_BYTES)
    # libxml2 takes a self-closed root element for an empty page
    return _SELF_CLOSED.sub(rb"\1>", encoded[:4_096], count=1) + encoded[4_096:]


def _parse(encoded: bytes) -> Any | None:
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False)
    try:
        return document_fromstring(encoded, parser=parser)
    except (etree.LxmlError, ValueError):  # "Document is empty" and the like: judged by the caller
        return None


def _prune(tree: Any) -> None:
    """Remove what holds no article text. JSON-LD stays: trafilatura reads an article's body from it where a page has no other."""
    for element in list(tree.iter(*_DROPPED)):
        _drop(element)
    for element in list(tree.iter("script")):
        if element.get("type") != "application/ld+json":
            _drop(element)


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)


def _tidy(text: str) -> str:
    """Return lines without outer or doubled spaces, invisible characters or blank lines."""
    text = clean_text(text)
    if _INVISIBLE_MARK.search(text):
        text = text.translate(_INVISIBLE)
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest if title is not None and rest and first.casefold() == title.casefold() else text


def _walk(tree: Any) -> Iterator[str]:
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_block = element.tag in _BLOCKS
        if event == "start":
            if is_block:
                yield "\n"
            if element.text and element.tag not in _MUTE:
                yield element.text.replace("\n", " ") if element.tag != "pre" else element.text
        else:
            if is_block:
                yield "\n"
            if element.tail:
                yield element.tail.replace("\n", " ")


@dataclass(frozen=True, slots=True)
class _About:
    title: str | None
    published_at: datetime | None
    byline: str | None
    language: str | None


def _about(tree: Any, max_date: datetime | None, *, wants_date: bool) -> _About:
    metas = {(m.get("property") or m.get("name") or m.get("itemprop") or "").lower(): m.get("content") or "" for m in reversed(list(tree.iter("meta")))}
    linked = list(_linked_data(tree))
    heads = [" ".join(head.text_content().split()) for head in tree.iter("h1")]
    title = _title(metas.get("og:title")) or (_title(heads[0]) if len(heads) == 1 else None) or _page_title(tree)
    language = _LANGUAGE.match(tree.get("lang") or metas.get("og:locale") or "")
    return _About(
        title=title,
        published_at=_published_at(tree, metas, linked, max_date) if wants_date else None,
        byline=_byline(metas, linked),
        language=language.group().lower() if language else None,
    )


def _title(candidate: str | None) -> str | None:
    title = " ".join(clean_text(candidate or "").translate(_INVISIBLE).split())
    return title[:LONGEST_TITLE] or None


def _page_title(tree: Any) -> str | None:
    element = next(tree.iter("title"), None)
    if element is None:
        return None
    return _title(_SITE_SUFFIX.sub("", " ".join((element.text or "").split())[:LONGEST_TITLE]))


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's JSON-LD, two levels deep: the article is one of them."""
    for script in list(tree.iter("script"))[:400]:
        if script.get("type") != "application/ld+json" or not script.text or len(script.text) > 200_000:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue  # a page's broken metadata is no reason not to read its text
        for node in data if isinstance(data, list) else [data]:
            if isinstance(node, dict):
                graph = node.get("@graph")
                yield from (part for part in (node, *(graph if isinstance(graph, list) else ())) if isinstance(part, dict))


def _published_at(tree: Any, metas: dict[str, str], linked: list[dict[str, Any]], max_date: datetime | None) -> datetime | None:
    declared = [node["datePublished"] for node in linked if isinstance(node.get("datePublished"), str)]
    declared += [metas[name] for name in _DATE_TAGS if name in metas]
    declared += [element.get("datetime") for element in list(tree.iter("time"))[:20] if element.get("datetime")]
    found = (read_date(value) for value in declared)
    return next((date for date in found if date is not None and (max_date is None or date <= max_date)), None)


def read_date(value: str) -> datetime | None:
    """Return the instant that an ISO 8601 or RFC 5322 date names, in UTC; a date without a zone is taken as UTC."""
    value = value.strip()[:64]
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        try:
            date = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return date if 1970 <= date.year < 9000 else None


def _byline(metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    for node in linked:
        for author in node["author"] if isinstance(node.get("author"), list) else [node.get("author")]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str) and name.strip() and not name.startswith("http"):
                return _title(name[:200])
    name = metas.get("author") or metas.get("article:author") or ""
    return _title(name[:200]) if not name.startswith("http") else None
