"""The watchlist workshop: articles in, what the reader sees, a draft, its errors and tests, and what it would have told
of the last days. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.board.desk import Desk
from monitor.board.pages import Asked, AskedWronglyError, Page, Table
from monitor.board.trials import Trial, TrialResult
from monitor.core.alerts.lines import group_lines, line_phrases
from monitor.core.comparison import Change, Difference, difference_record
from monitor.core.records import Record, told_record
from monitor.model import Alert, Document, RawItem

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
    """An alert that the file would have brought, or, `removed`, the list in force alone. phrases: its changes;
    change: `None` where both tell it.
    """

    at: datetime
    headline: str
    outlet: str
    document_id: str
    phrases: tuple[str, ...]
    change: Change | None
    lines_removed: tuple[str, ...]
    lines_added: tuple[str, ...]
    record: Record


@dataclass(frozen=True, slots=True)
class Workshop:
    """The form as it was sent, and what came of it; `None` before it was. told: in the order of time; past: how many
    documents were gone through.
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

    @property
    def is_compared(self) -> bool:
        """Whether a list in force was held against the file."""
        return self.result is not None and self.result.differences is not None

    @property
    def counts(self) -> dict[str, int]:
        """How many alerts are told by the file, and how many differ from the list in force in each way."""
        changes = {each.value: sum(told.change is each for told in self.told) for each in Change}
        return {"told": len(self.told) - changes[Change.REMOVED], **changes}


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
    result = desk.trials.run(Trial(items, "" if does == "read" else text, past, desk.project.watchlists))
    told = tuple(sorted(_told(result), key=lambda each: (each.at, each.document_id)))
    return Workshop("Try a watchlist", articles, named, result.text or text, days, _DAYS, result, told, len(past))


def table(view: Workshop) -> Table:
    """Return an alert a row: what the file would have brought, and what the list in force alone."""
    return Table(("at", "change", "headline", "outlet", "document_id"), tuple(each.record for each in view.told))


def _told(result: TrialResult) -> Iterator[Told]:
    differences = {(each.document_id, each.headline): each for each in result.differences or ()}
    for alert in result.told:
        yield _of_file(alert, differences.get((alert.document_id, alert.headline)))
    for each in differences.values():
        if each.change is Change.REMOVED:
            record = difference_record(each) | {"outlet": each.outlet}
            gone = each.change, each.lines_removed, each.lines_added
            yield Told(each.at, each.headline, each.outlet, each.document_id, (), *gone, record)


def _of_file(alert: Alert, difference: Difference | None) -> Told:
    groups = group_lines(alert.lines, len(alert.lines) or 1)
    phrases = tuple(phrase for group in groups for phrase in line_phrases(group))
    change, removed, added = (
        (difference.change, difference.lines_removed, difference.lines_added) if difference else (None, (), ())
    )
    record = told_record(alert) | {"change": change, "lines_removed": list(removed), "lines_added": list(added)}
    return Told(alert.at, alert.headline, alert.outlet, alert.document_id, phrases, change, removed, added, record)


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
