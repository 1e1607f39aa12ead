"""A document and all that was made of it, and why: what `monitor explain` says of it, with its evidence marked."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.app.explaining import Reread, item_lines, read_again, unasked_lines
from monitor.board.desk import Desk
from monitor.board.fact_items import FACT_COLUMNS, FactItem, fact_records, items_of
from monitor.board.marked_text import Paragraph, mark_text, span_of
from monitor.board.pages import Asked, NotThereError, Page, Table
from monitor.core.alerts.reading_words import mention_phrase, own_event_phrase, uncounted_phrase
from monitor.core.alerts.wording import outlet_phrase
from monitor.model import Alert
from monitor.store.explained import ClusterMember, Explained, StoredDocument

_LONGEST = 40_000  # characters of a text that is shown, and read again; facts further down are listed all the same
_MOST_FACTS = 100
_MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class WhatIsRead:
    """What a text that is read again shows, in lines."""

    event: str
    mentions: tuple[str, ...]
    uncounted: tuple[str, ...]
    unasked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document as it is explained. latest: its last version, `None` of an item that never became one; read: what is
    seen in it besides, where that was asked for; text: its paragraphs, none where it was let go of.
    """

    title: str
    id: str
    latest: StoredDocument | None
    versions: tuple[StoredDocument, ...]
    lines: tuple[str, ...]
    facts: tuple[FactItem, ...]
    related: tuple[FactItem, ...]
    alerts: tuple[Alert, ...]
    copies: tuple[ClusterMember, ...]
    text: tuple[Paragraph, ...]
    is_cut: bool
    read: WhatIsRead | None

    @property
    def shown_facts(self) -> tuple[FactItem, ...]:
        return self.facts[:_MOST_FACTS]

    @property
    def shown_copies(self) -> tuple[ClusterMember, ...]:
        return self.copies[:_MOST_COPIES]


def read(desk: Desk, asked: Asked) -> DocumentPage:
    """Return the document with this id, or the only one whose id begins so; NotThereError where there is none."""
    wanted, is_asked = asked.parts["document"], asked.flag("read")
    found = desk.store.explanations.find(wanted)
    if found is None or found.kind not in ("document", "item"):
        raise NotThereError(f"No document has the id {wanted}.")
    latest = found.versions[-1] if found.versions else None
    text = latest.document.text if latest is not None else ""
    shown = text[:_LONGEST]
    mentions = [(stored.fact.claim.mention, stored.fact.id) for stored in found.facts]
    spans = (span_of(shown, mention, name) for mention, name in mentions if mention.field == "text")
    return DocumentPage(
        _title(found),
        found.id,
        latest,
        found.versions,
        tuple(item_lines(found)),
        items_of(found.facts, found.related),
        items_of(found.related, found.facts),
        found.alerts,
        tuple(each for each in found.members if each.document_id != found.id),
        mark_text(shown, filter(None, spans)),
        len(shown) < len(text),
        _in_lines(read_again(found, lambda: desk.project.watchlists)) if is_asked and len(shown) == len(text) else None,
    )


def _title(found: Explained) -> str:
    if not found.versions:
        return f"{outlet_phrase(found.items[0].source)}: {found.id}" if found.items else found.id
    return found.versions[-1].document.title or found.id


def _in_lines(reread: Reread) -> WhatIsRead:
    return WhatIsRead(
        own_event_phrase(reread.mentions),
        tuple(map(mention_phrase, reread.mentions)),
        tuple(map(uncounted_phrase, reread.uncounted)),
        tuple(unasked_lines(reread.unasked)),
    )


def table(view: DocumentPage) -> Table:
    """Return the facts of the document, a row each."""
    return Table(FACT_COLUMNS, fact_records(view.facts))


# An id may itself end in .json, as that of a file does: so its tables have an address below its own.
DOCUMENT = Page("/document/{document}", "document.html", read, table, export="/document/{document}/facts")
