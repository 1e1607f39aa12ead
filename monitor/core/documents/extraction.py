"""An item's content to a readable document: HTML by the main text of a pruned tree, plain text as it stands.

Pure: an upper bound for a page's date comes with the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from monitor.core.documents.blocks import BLOCKS
from monitor.core.documents.boilerplate import drop, drop_boilerplate
from monitor.core.documents.decoding import Undecodable, clean_text, decode_text, drop_invisible, tidy_markup, tidy_text
from monitor.core.documents.embargoes import read_embargo
from monitor.core.documents.insets import keep_insets, take_notes
from monitor.core.documents.main_text import main_text
from monitor.core.documents.metadata import Metadata, one_line, read_metadata
from monitor.core.documents.notices import read_notice
from monitor.core.documents.page_bounds import bound_attributes, flatten
from monitor.core.documents.walls import is_about, name_wall
from monitor.core.language.language_identification import Languages
from monitor.core.language.lexicon import Language
from monitor.model import UNKNOWN_OUTLET, Document, RawItem, Rejected

MOST_TEXT_BYTES = 10_000_000
MOST_HTML_BYTES = 4_000_000  # real pages: median 254 kB, the largest of 1,041 under 3 MB
MOST_ELEMENTS = 60_000  # trafilatura needs over 40 s from 80,000 paragraphs on

# Dropped before trafilatura sees the tree: it drops them itself, but after its costly selections. Measured on 40 pages
# of
# a newspaper's build with 148 kB each: 0.48 of the CPU of `trafilatura.extract(html)`, the same text but for comments.
_DROPPED = (
    *("aside", "audio", "button", "canvas", "embed", "footer", "iframe", "img", "link", "map", "menu", "meta"),
    *("nav", "noscript", "object", "select", "source", "style", "svg", "template", "textarea", "track", "video"),
)
# Elements of one class, made in C: lxml.html's own look-up runs Python code for each element that is touched.
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_TYPE_CHARSET = re.compile(r"charset\s*=\s*[\"']?([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_SELF_CLOSED = re.compile(rb"(<html[^<>]{0,2000}?)\s*/>", re.IGNORECASE)
_LEAST_KEPT = 0.6  # of an article's length; a page that shows less is metered, and no correction takes out more
_SILENT = Metadata()


@dataclass(frozen=True, slots=True)
class Page:
    """A page's main text, a block a line without blank lines, and what it says about itself."""

    text: str
    about: Metadata = _SILENT


def read_document(item: RawItem, languages: Languages | None = None) -> Document | Rejected:
    """Return the readable document of `item`, or why it can't be read; never raises for bad input.

    Plain text keeps its length (control characters become spaces), so offsets fit the text as it was given.
    `languages` tell the document's language and bring the words of notices and walls; without them the language is as
    declared, `notice` is `None` and no wall is seen.
    """
    page = _page(item, languages)
    if isinstance(page, Page):
        code, language = _language(item, page, languages)
        page = _judged(page, item, language) if _is_html(item) else page
    if isinstance(page, Undecodable) and item.replaces is None and (rest := _rest(item, page)):
        page = Page(rest)
        code, language = _language(item, page, languages)
    if isinstance(page, Undecodable):
        return Rejected(item.id, page.reason, f"{item.id}: {page.detail}")
    known = tuple(languages.by_code.values()) if languages is not None else ()
    document = _document(item, page, code, language)
    declared = max(filter(None, (item.embargoed_until, page.about.available_at)), default=None)
    return replace(document, embargo=read_embargo(document.title, page.text, known, declared))


def _rest(item: RawItem, page: Undecodable) -> str:
    """Return what an item without a readable text has instead: its summary, or its headline alone where nothing else
    came (a flash).
    """
    rest = clean_text(item.fallback or "").strip()
    return rest or (clean_text(item.title or "").strip() if page.reason == "empty" else "")


def read_page(
    content: bytes | str,
    *,
    charset: str | None = None,
    max_date: datetime | None = None,
    languages: Languages | None = None,
) -> Page | Undecodable:
    """Return main text and metadata of an HTML page; reasons: those of `decode_text`, "too_complex", "unreadable_html".

    charset: what the transport declared. max_date: no date after it is believed; `None` believes what the page
    declares. `languages` bring the words of corrections, and of the headings of other stories.
    """
    encoded = _utf8(content, charset)
    if isinstance(encoded, Undecodable):
        return encoded
    tree = _parse(encoded)
    if tree is None:
        return Undecodable("unreadable_html", "no element was found; give a complete HTML page")
    about = read_metadata(tree, max_date)
    known = tuple(languages.by_code.values()) if languages is not None else ()
    headings = _headings(known)
    notes = take_notes(tree, known)
    keep_insets(tree, headings)
    _prune(tree)
    drop_boilerplate(tree, headings)
    flatten(tree)
    if tree.xpath("count(//*)") > MOST_ELEMENTS:
        return Undecodable(
            "too_complex", f"more than {MOST_ELEMENTS:,} elements; give the article's text instead of the page"
        )
    text = _without_title(_tidy(main_text(tree)), about.title)
    return Page("\n".join((text, *(note for note in notes if text and note not in text))), about)


def read_fragment(markup: str) -> str:
    """Return the text of an HTML fragment such as a feed's summary, a block a line; every element's text is kept."""
    if "<" not in markup and "&" not in markup:
        return _tidy(markup)
    tree = _parse(b"<div>" + tidy_markup(tidy_text(markup).encode("utf-8")) + b"</div>")
    if tree is None:
        return ""
    for element in list(tree.iter(*_DROPPED, "script", "head")):
        drop(element)
    drop_boilerplate(tree)
    return _tidy("".join(_walk(tree)))


def content_hash(title: str | None, text: str) -> str:
    """Return 64 hex digits that change when, and only when, `title` or `text` change."""
    return sha256(f"{len(title or '')}\n{title or ''}\n{text}".encode()).hexdigest()


def _is_html(item: RawItem) -> bool:
    return item.media_type.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")


def _page(item: RawItem, languages: Languages | None) -> Page | Undecodable:
    limit = MOST_HTML_BYTES if _is_html(item) else MOST_TEXT_BYTES
    if len(item.content) > limit:
        return Undecodable(
            "too_large", f"{len(item.content):,} bytes, at most {limit:,} are read; split or shorten the document"
        )
    if not item.content.strip():
        return Undecodable("empty", "the document is empty; remove it or fill it")
    declared = _TYPE_CHARSET.search(item.media_type)
    charset = declared.group(1) if declared else None
    page = (
        read_page(item.content, charset=charset, max_date=item.observed_at, languages=languages)
        if _is_html(item)
        else _plain_page(item.content, charset)
    )
    if isinstance(page, Page) and not page.text.strip():
        return Undecodable("no_text", "no readable text was found; give the article's text or its full page")
    return page


def _plain_page(content: bytes | str, charset: str | None) -> Page | Undecodable:
    if isinstance(content, str):
        return Page(clean_text(content))
    decoded = decode_text(content, charset)
    return decoded if isinstance(decoded, Undecodable) else Page(clean_text(decoded.text))


def _judged(page: Page, item: RawItem, language: Language | None) -> Page | Undecodable:
    """Return the page where it can be the article; a wall, a stub or another page is none.

    The new version of a known article must hold most of what the old one did, unless it says that it withdraws or
    corrects it.
    """
    wall = name_wall(page.about.title, page.text, language) if language is not None else None
    if wall is not None:
        return Undecodable(wall, "the page shows a wall or an error, no article; give the article's text")
    if item.replaces is not None:
        if language is not None and read_notice(page.about.title, page.text, language) is not None:
            return page
        if len(page.text) < _LEAST_KEPT * item.replaces:
            return Undecodable(
                "cut_short", "the page holds much less of the article than it did; what was read before stands"
            )
    # A page that has its feed's headline is the article, whatever its teaser says; of a known one its text says it.
    title = "" if item.replaces else page.about.title or ""
    if item.fallback and (
        len(page.text) < len(item.fallback)
        or not is_about(f"{item.title or ''} {item.fallback}", f"{title} {page.text}")
    ):
        return Undecodable("other_page", "the page holds less than its source announced, or something else")
    return page


def _language(item: RawItem, page: Page, languages: Languages | None) -> tuple[str | None, Language | None]:
    declared = item.language or page.about.language
    return (declared, None) if languages is None else languages.choose(page.text, declared)


def _document(item: RawItem, page: Page, code: str | None, language: Language | None) -> Document:
    title = one_line(item.title) or page.about.title
    return Document(
        id=item.id,
        source=item.source or page.about.site or UNKNOWN_OUTLET,
        text=page.text,
        content_hash=content_hash(title, page.text),
        title=title,
        url=item.url,
        published_at=item.published_at or page.about.published_at,
        observed_at=item.observed_at,
        language=code,
        byline=item.byline or page.about.byline,
        notice=read_notice(title, page.text, language) if language is not None else None,
        is_baseline=item.is_baseline,
    )


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
    encoded = bound_attributes(tidy_markup(encoded.removeprefix(b"\xef\xbb\xbf")))
    # libxml2 takes a self-closed root element for an empty page
    return _SELF_CLOSED.sub(rb"\1>", encoded[:4_096], count=1) + encoded[4_096:]


def _parse(encoded: bytes) -> Any | None:
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
    )
    parser.set_element_class_lookup(_CLASSES)
    try:
        return document_fromstring(encoded, parser=parser)
    except (etree.LxmlError, ValueError):  # "Document is empty" and the like: judged by the caller
        return None


def _prune(tree: Any) -> None:
    """Remove what holds no article text. JSON-LD stays: trafilatura reads an article's body from it where a page has no
    other.
    """
    for element in list(tree.iter(*_DROPPED)):
        drop(element)
    for element in list(tree.iter("script")):
        if element.get("type") != "application/ld+json":
            drop(element)


def _headings(languages: Sequence[Language]) -> frozenset[str]:
    """Return how a list of other stories is headed, in any language."""
    return frozenset(heading for language in languages for heading in language.tables["text"]["other_stories"])


def _tidy(text: str) -> str:
    """Return lines without outer or doubled spaces, invisible characters or blank lines."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in drop_invisible(tidy_text(text)).split("\n"))))


def _without_title(text: str, title: str | None) -> str:
    """Return the text without a first line that only repeats the title, which is read as a field of its own."""
    first, _, rest = text.partition("\n")
    return rest if title is not None and rest and first.casefold() == title.casefold() else text


def _walk(tree: Any) -> Iterator[str]:
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_block = element.tag in BLOCKS
        if is_block:
            yield "\n"
        run = element.tail if event == "end" else element.text
        if run:
            yield run if element.tag == "pre" else run.replace("\n", " ")
