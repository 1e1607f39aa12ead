"""An alert with all around it: its facts and why they were told, what they rest on, the copies of its text, where it
went, and what people say of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.board.alert_items import AlertItem, item_of
from monitor.board.desk import Desk
from monitor.board.fact_items import FACT_COLUMNS, FactItem, fact_records, items_of
from monitor.board.pages import Asked, NotThereError, Page, Table
from monitor.core.alerts.wording import sentence_case
from monitor.core.facts.silences import scope_phrase
from monitor.model import Feedback, Silence
from monitor.store.explained import ClusterMember, StoredDelivery

_MOST_COPIES = 50


@dataclass(frozen=True, slots=True)
class Covering:
    """A silence that covers what the alert tells. scope: in words."""

    silence: Silence
    scope: str


@dataclass(frozen=True, slots=True)
class AlertPage:
    """An alert as it is explained. copies: the texts of its cluster, its first one first."""

    title: str
    item: AlertItem
    facts: tuple[FactItem, ...]
    related: tuple[FactItem, ...]
    copies: tuple[ClusterMember, ...]
    deliveries: tuple[StoredDelivery, ...]
    marks: tuple[Feedback, ...]
    silences: tuple[Covering, ...]

    @property
    def shown_copies(self) -> tuple[ClusterMember, ...]:
        return self.copies[:_MOST_COPIES]


def read(desk: Desk, asked: Asked) -> AlertPage:
    """Return the alert with this id, or the only one whose id begins so; NotThereError where there is none."""
    wanted = asked.parts["alert"]
    found = desk.store.explanations.find(wanted)
    logged = desk.store.alert_log.named([found.id]) if found is not None and found.kind == "alert" else ()
    if found is None or not logged:
        raise NotThereError(f"No alert has the id {wanted}.")
    return AlertPage(
        sentence_case(logged[0].alert.headline),
        item_of(logged[0]),
        items_of(found.facts, found.related),
        items_of(found.related, found.facts),
        found.members,
        found.deliveries,
        found.marks,
        tuple(Covering(each, scope_phrase(each.scope)) for each in found.silences),
    )


def table(view: AlertPage) -> Table:
    """Return the facts of the alert, a row each."""
    return Table(FACT_COLUMNS, fact_records(view.facts))


ALERT = Page("/alert/{alert}", "alert.html", read, table)
