"""A fact and why it is what it is: its sentence where it stands in its text, what it rests on, where it was told."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.board.desk import Desk
from monitor.board.fact_items import FACT_COLUMNS, FactItem, fact_records, items_of
from monitor.board.marked_text import Paragraph, around_marks, mark_text, span_of
from monitor.board.pages import Asked, NotThereError, Page, Table
from monitor.core.alerts.wording import sentence_case, what_phrase
from monitor.model import Alert, Fact, MentionKind, Outcome
from monitor.store.explained import ClusterMember, Explained, StoredDelivery, StoredDocument

_BESIDE = 1  # paragraphs on either side of the evidence
_MOST = 50


@dataclass(frozen=True, slots=True)
class FactPage:
    """A fact as it is explained. document: the version of its document that says it, else the last; passage: the part
    of its text, empty where it was let go of; is_of_title: the headline says it.
    """

    title: str
    item: FactItem
    watchlist_title: str
    document: StoredDocument | None
    is_of_title: bool
    passage: tuple[Paragraph, ...]
    has_course: bool
    related: tuple[FactItem, ...]
    alerts: tuple[Alert, ...]
    deliveries: tuple[StoredDelivery, ...]
    copies: tuple[ClusterMember, ...]

    @property
    def shown_related(self) -> tuple[FactItem, ...]:
        return self.related[:_MOST]

    @property
    def shown_copies(self) -> tuple[ClusterMember, ...]:
        return self.copies[:_MOST]


def read(desk: Desk, asked: Asked) -> FactPage:
    """Return the fact with this id, or the only one whose id begins so; NotThereError where there is none."""
    wanted = asked.parts["fact"]
    found = desk.store.explanations.find(wanted)
    if found is None or found.kind != "fact":
        raise NotThereError(f"No fact has the id {wanted}.")
    fact = found.facts[0].fact
    document = _version(found, fact)
    watchlist = desk.watchlists.get(fact.claim.watchlist)
    return FactPage(
        f"{sentence_case(fact.claim.fact)}: {what_phrase(fact.claim.mention)}",
        items_of(found.facts, found.related)[0],
        watchlist.title if watchlist is not None else "",
        document,
        fact.claim.mention.field == "title",
        _passage(document, fact),
        watchlist is not None
        and fact.outcome is not Outcome.BACKGROUND
        and fact.claim.mention.kind is MentionKind.QUANTITY,
        items_of(found.related, found.facts),
        found.alerts,
        found.deliveries,
        tuple(each for each in found.members if each.document_id != fact.document_id),
    )


def _version(found: Explained, fact: Fact) -> StoredDocument | None:
    """Return the last version that has the evidence, else the last; `None` where none is left."""
    mention = fact.claim.mention
    holding = (
        stored
        for stored in reversed(found.versions)
        if mention.evidence in ((stored.document.title or "") if mention.field == "title" else stored.document.text)
    )
    return next(holding, found.versions[-1] if found.versions else None)


def _passage(stored: StoredDocument | None, fact: Fact) -> tuple[Paragraph, ...]:
    if stored is None or fact.claim.mention.field != "text":
        return ()
    span = span_of(stored.document.text, fact.claim.mention, fact.id)
    return around_marks(mark_text(stored.document.text, [span]), _BESIDE) if span is not None else ()


def table(view: FactPage) -> Table:
    """Return the fact, then those that it rests on and that rest on it, a row each."""
    return Table(FACT_COLUMNS, fact_records((view.item, *view.related)))


FACT = Page("/fact/{fact}", "fact.html", read, table)
