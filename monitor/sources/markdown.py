"""A Markdown file to the text that its reader sees: headings, emphasis and links lose their marks, lines stay lines."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.core.documents.dates import read_date
from monitor.core.documents.decoding import Undecodable, clean_text, decode_text
from monitor.model import UNKNOWN_OUTLET, RawItem, Rejected

_MATTER = re.compile(r"\A---[ \t]*\n((?:[^\n]{0,1000}\n){0,40}?)---[ \t]*(?:\n|\Z)")
_FIELD = re.compile(
    r"^(title|date|published_at|author|byline|url|source|language|lang):[ \t]*(.*?)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_TITLE = re.compile(r"\A\s*# +([^\n]{1,500}?)[ \t#]*(?:\n|\Z)")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,300}\")?\)")
_MARKS = re.compile(
    r"(\*\*|__)(?=\S)([^\n*_]{1,1000}?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^\n*]{1,1000}?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^\n_]{1,1000}?)(?<=\S)_(?![\w_])"
)
_LINE_START = re.compile(r"^[ \t]{0,12}(?:>[ \t]?|[-*+][ \t]+)+", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
_KEYS = {"author": "byline", "lang": "language", "date": "published_at"}


def read_markdown(content: bytes, name: str) -> RawItem | Rejected:
    """Return the document called `name`; a first heading is its title, front matter gives title, date, url and
    source.
    """
    decoded = decode_text(content)
    if isinstance(decoded, Undecodable):
        return Rejected(name, decoded.reason, f"{name}: {decoded.detail}")
    text = clean_text(decoded.text)
    matter = _MATTER.match(text)
    fields = (
        {_KEYS.get(key.lower(), key.lower()): value.strip("\"'") for key, value in _FIELD.findall(matter.group(1))}
        if matter
        else {}
    )
    body = text[matter.end() :] if matter else text
    heading = _TITLE.match(body)
    if heading and not fields.get("title"):
        fields["title"], body = _plain(heading.group(1)), body[heading.end() :]
    item = RawItem(name, UNKNOWN_OUTLET, _plain(body), "text/plain")
    date = read_date(fields["published_at"]) if fields.get("published_at") else None
    texts = {key: fields[key] for key in ("title", "url", "source", "language", "byline") if fields.get(key)}
    return replace(item, published_at=date, **texts)


def _plain(text: str) -> str:
    text = _RULE.sub("", _HEADING.sub(r"\1", text))
    text = _LINK.sub(r"\1", _LINE_START.sub("", text))
    return _MARKS.sub(lambda match: match.group(2) or match.group(3) or match.group(4), text)
