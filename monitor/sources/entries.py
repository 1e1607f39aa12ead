"""A feed's entry before it is an item: what every format has in common, and which entries are one and the same."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from monitor.core.documents.dates import read_date
from monitor.core.documents.decoding import tidy_text
from monitor.core.documents.extraction import read_fragment
from monitor.model import RawItem, Trace
from monitor.sources.identity import trace_of
from monitor.sources.links import canonical_link, web_link

LONGEST_TEXT = 65_536  # characters of one entry that are read
_LONGEST_MARKUP = 500_000
_LONGEST_TITLE = 500
_LONGEST_BYLINE = 200
_SAME_WORDS = 6  # of its beginning or end; the last word of a summary may be cut
_WORDS = re.compile(r"\w+")
_SITE_NAMED = 3  # entries from which on what all titles have at one end is the site's name
_SEPARATOR = re.compile(r"\s+[|–—·»«:-]+\s+|:\s+")  # between a headline and it
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,11}(?:\s[^<>]{0,2000})?/?>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its feed gives it; every string is untrusted. `texts` are plain, `markups` HTML, both best first."""

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    texts: tuple[str, ...] = ()
    markups: tuple[str, ...] = ()
    published: datetime | str | None = None
    byline: str | None = None
    language: str | None = None
    embargoed: str | None = None  # until when, as the feed writes it


def read_entries(
    entries: Sequence[Entry], *, url: str, source: str, prefix: str, language: str | None, observed_at: datetime | None
) -> tuple[tuple[RawItem, Trace], ...]:
    """Return an item for each distinct entry, in the feed's order, with what it may be known by later; of entries with
    one identity the first is kept. One without words has no content: its page may have them.

    Identity: the GUID where no other entry has it, else the canonical link where no other has it, else the content.
    """
    links = [web_link(entry.link, url) for entry in entries]
    page_of = [canonical_link(link) if link else None for link in links]
    guids, pages = Counter(entry.guid for entry in entries), Counter(page_of)
    all_titles = [_plain_title(entry.title) for entry in entries]
    titles, own_part = Counter(all_titles), _without_site(all_titles)
    items: dict[str, tuple[RawItem, Trace]] = {}
    for entry, title, link, page in zip(entries, all_titles, links, page_of, strict=True):
        text = _plain_text(entry)
        if not title and not text and link is None:
            continue  # it says nothing, and leads nowhere
        own_guid, own_page = _if_alone(entry.guid, guids), _if_alone(page, pages)
        identity = _identity(own_guid, own_page, f"{title}\n{text}")
        key = f"{prefix}#{sha256(identity.encode(errors='replace')).hexdigest()[:16]}"
        if key not in items:
            item = RawItem(
                id=key,
                source=source,
                content=text or title or "",
                media_type="text/plain",
                title=title,
                url=link,
                published_at=_clamped(entry.published, observed_at),
                observed_at=observed_at,
                language=_language(entry.language or language),
                byline=_one_line(entry.byline)[:_LONGEST_BYLINE] or None,
                revision=sha256(f"{title}\n{text}".encode(errors="replace")).hexdigest(),
                embargoed_until=read_date(entry.embargoed) if entry.embargoed else None,
            )
            headline = own_part.get(title, title)
            own_title = headline if titles[title] == 1 else None
            items[key] = (item, trace_of(own_guid, own_page, own_title, f"{headline}\n{text}"))
    return tuple(items.values())


def _without_site(titles: Sequence[str | None]) -> dict[str | None, str]:
    """Return, by title, the headline without the site's name, where all titles of a feed have one thing at an end."""
    given = [title for title in titles if title]
    if len(set(given)) < _SITE_NAMED:
        return {}
    cuts = {title: [*_SEPARATOR.finditer(title)] for title in given}
    if not all(cuts.values()):
        return {}
    if len({title[found[-1].end() :] for title, found in cuts.items()}) == 1:
        return {title: title[: found[-1].start()] for title, found in cuts.items()}
    if len({title[: found[0].start()] for title, found in cuts.items()}) == 1:
        return {title: title[found[0].end() :] for title, found in cuts.items()}
    return {}


def _if_alone(name: str | None, counts: Counter[str | None]) -> str | None:
    """Return a name that one entry alone has."""
    return name if name and counts[name] == 1 else None


def _identity(guid: str | None, page: str | None, content: str) -> str:
    if guid is not None:
        return f"guid {guid}"
    return f"text {content}" if page is None else f"link {page}"


def _plain_title(title: str | None) -> str | None:
    """Return a title as one line of text; tags go, unless nothing would be left of it."""
    raw = (title or "")[: 4 * _LONGEST_TITLE]
    line = _one_line(read_fragment(raw)) if _MARKUP.search(raw) else ""
    line = line or _one_line(raw)
    if _ENTITY.search(line):
        line = _one_line(html.unescape(line))
    return line[:_LONGEST_TITLE] or None


def _plain_text(entry: Entry) -> str:
    """Return the longest of the entry's texts, a block a line, behind what only a shorter one says: its lead."""
    markups = [markup[:_LONGEST_MARKUP] for markup in dict.fromkeys(entry.markups)]
    texts = [
        read_fragment(markup) if _MARKUP.search(markup) or _ENTITY.search(markup) else tidy_text(markup).strip()
        for markup in markups
    ]
    candidates = [tidy_text(text[:_LONGEST_MARKUP]).strip() for text in entry.texts]
    longest = max((*candidates, *texts), key=len, default="")
    known = _compared(longest)
    leads = [text for text in dict.fromkeys((*candidates, *texts)) if _is_lead(_compared(text), known)]
    return "\n".join((*leads, longest))[:LONGEST_TEXT]


def _compared(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _is_lead(text: str, known: str) -> bool:
    """Tell a text that says something of its own from one that is part of the known one, cut off or whole."""
    words = text.split()
    begin, end = " ".join(words[:_SAME_WORDS]), " ".join(words[-1 - _SAME_WORDS : -1])
    return len(words) > _SAME_WORDS and begin not in known and end not in known


def _one_line(text: str | None) -> str:
    return " ".join(tidy_text(text or "").split())


def _clamped(published: datetime | str | None, observed_at: datetime | None) -> datetime | None:
    """Return when the entry was published; never after it was seen, and `None` for the zero of somebody's clock."""
    date = read_date(published) if isinstance(published, str) else published
    if date is None or date.year < 1990:
        return None
    return min(date, observed_at) if observed_at is not None else date


def _language(code: str | None) -> str | None:
    found = re.match(r"[a-zA-Z]{2,3}(?=$|[-_])", code or "")
    return found.group().lower() if found else None
