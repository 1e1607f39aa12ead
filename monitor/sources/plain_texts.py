"""A text file to its document: a date that its first line begins with, and a first line that is a headline."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.core.documents.dates import read_date
from monitor.core.documents.decoding import Undecodable, clean_text, decode_text
from monitor.model import UNKNOWN_OUTLET, RawItem, Rejected

_DATE = re.compile(
    r"\A\s*(?:date|published|datum)\b[ \t]*:?[ \t]*"
    r"(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?)(?=\s|\Z)[ \t]*",
    re.IGNORECASE,
)
_LONGEST, _SHORTEST = 160, 3  # of a headline, in characters and in words
_ENDED = (".", ":", ",", ";", "…", "”", '"')  # a sentence, or one that goes on


def read_text(content: bytes, name: str) -> RawItem | Rejected:
    """Return the document called `name`, with the date and the headline that its first lines are; what is neither is
    text.
    """
    decoded = decode_text(content)
    if isinstance(decoded, Undecodable):
        return RawItem(name, UNKNOWN_OUTLET, content, "text/plain")  # its reader says what is wrong
    text = clean_text(decoded.text)
    dated = _DATE.match(text)
    published_at = read_date(dated[1]) if dated else None
    body = text[dated.end() :] if dated and published_at is not None else text
    first, _, rest = body.strip().partition("\n")
    if published_at is None and not _is_headline(first, rest):
        return RawItem(name, UNKNOWN_OUTLET, content, "text/plain")
    item = RawItem(name, UNKNOWN_OUTLET, body, "text/plain", published_at=published_at)
    return replace(item, title=first.strip(), content=rest.strip()) if _is_headline(first, rest) else item


def _is_headline(first: str, rest: str) -> bool:
    """Tell a headline: one short line that ends no sentence, above a text that is longer."""
    line = first.strip()
    is_short = len(line) <= _LONGEST and len(line.split()) >= _SHORTEST
    return is_short and not line.endswith(_ENDED) and len(rest.strip()) > len(line)
