"""The watchlist workshop: articles in, what the reader sees, a draft, its errors and tests, and what it would have told
of the last days. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.board.desk import Desk
from monitor.board.pages import Asked, AskedWronglyError, Page, Table
from monitor.board.trials import Trial, TrialResult
from monitor.core.alerts.lines import group_lines, line_phrases
from monitor.core.records import told_record
from monitor.model import Document, RawItem

MOST_TEXT = 200_000  # characters of all articles together
MOST_FILE = 40_000  # characters; the longest of the seeds' has a tenth
MOST_FORM = 1_000_000  # bytes: what these take as a form sends them
_MOST_ARTICLES = 12
_MOST_PAST = 300  # documents: some seconds
_DAYS = ("1", "3", "7", "30")
_DOES = ("read", "try", "download")
_BETWEEN = "---"


@dataclass(frozen=True, slots=True)
class Told:
    """An alert that the file would have brought: its headline and changes."""

    headline: str
    outlet: str
    document_id: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workshop:
    """The form as it was sent, and what came of it; `None` before it was. past: how many documents were gone
    through.
    """

    title: str
    articles: str
    documents: str
    text: str
    days: str
    choices: Sequence[str]
    result: TrialResult | None
    told: tuple[Told, ...]
    past: int
    download: str | None = None  # sent as a file instead of the page


def read(desk: Desk, asked: Asked) -> Workshop:
    """Return the form, or what was made of what it holds."""
    does, days = asked.choice("do", _DOES), asked.choice("days", _DAYS) or "7"
    articles, text = asked.long_text("articles", MOST_TEXT), asked.long_text("file", MOST_FILE)
    named = asked.text("documents") or ""
    if does is None or does == "download":
        download = text if does == "download" and text.strip() else None
        return Workshop("Try a watchlist", articles, named, text, days, _DAYS, None, (), 0, download)
    items = (*_pasted(articles, asked), *_named(desk, named))
    if len(items) > _MOST_ARTICLES:
        raise AskedWronglyError(f"at most {_MOST_ARTICLES} articles are looked at; a few of one story will do")
    since = asked.now - timedelta(days=int(days))
    past = tuple(map(_item, desk.store.views.documents_since(since, _MOST_PAST)))
    result = desk.trials.run(Trial(items, "" if does == "read" else text, past))
    told = tuple(
        Told(
            each.headline,
            each.outlet,
            each.document_id,
            tuple(phrase for group in group_lines(each.lines, len(each.lines) or 1) for phrase in line_phrases(group)),
        )
        for each in result.told
    )
    return Workshop("Try a watchlist", articles, named, result.text or text, days, _DAYS, result, told, len(past))


def table(view: Workshop) -> Table:
    """Return an alert that would have come a row."""
    records = tuple(map(told_record, view.result.told)) if view.result else ()
    return Table(("at", "headline", "outlet", "document_id"), records)


def _pasted(articles: str, asked: Asked) -> Iterator[RawItem]:
    """Yield the articles of the form: between two stands a line of `---`; the first line of each is its title."""
    parts: list[list[str]] = [[]]
    for line in articles.splitlines():
        if line.strip() == _BETWEEN:
            parts.append([])
        else:
            parts[-1].append(line)
    texts = ["\n".join(part).strip() for part in parts]
    for number, text in enumerate(filter(None, texts), 1):
        title, _, body = text.partition("\n")
        yield RawItem(
            f"article {number}",
            "pasted",
            body.strip() or title,
            "text/plain",
            title=title if body.strip() else None,
            published_at=asked.now,
        )


def _named(desk: Desk, named: str) -> Iterator[RawItem]:
    """Yield the articles that the form names by their ids; AskedWronglyError where there is none."""
    for wanted in named.split():
        found = desk.store.explanations.find(wanted)
        if found is None or not found.versions:
            raise AskedWronglyError(f"no article has the id {wanted}: take it from its page, /document/ID")
        yield _item(found.versions[-1].document)


def _item(document: Document) -> RawItem:
    return RawItem(
        document.id,
        document.source,
        document.text,
        "text/plain",
        title=document.title,
        published_at=document.published_at,
        observed_at=document.observed_at,
        language=document.language,
    )


TRY = Page("/try", "try.html", read, table, nav="Try", form_bytes=MOST_FORM)
