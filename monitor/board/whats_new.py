"""What is new: the alerts by time, the latest first, with what has become of each since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.board.alert_items import AlertItem, item_of
from monitor.board.desk import Desk
from monitor.board.pages import Asked, Page, Table
from monitor.core.records import told_record
from monitor.model import Urgency
from monitor.store.alert_log import AlertFilter

PAGE = 25  # alerts
_SINCE = (("1h", "last hour"), ("8h", "8 hours"), ("24h", "24 hours"), ("7d", "7 days"))


@dataclass(frozen=True, slots=True)
class WhatsNew:
    """A part of the log of alerts. watchlists: titles by id, to choose from; is_first: nothing newer is left out."""

    title: str
    items: tuple[AlertItem, ...]
    watchlists: Mapping[str, str]
    watchlist: str | None
    urgency: str | None
    disputed: bool
    since: str | None
    spans: Sequence[tuple[str, str]]
    next: Mapping[str, str] | None
    is_first: bool

    @property
    def is_filtered(self) -> bool:
        return bool(self.watchlist or self.urgency or self.disputed or self.since)


def read(desk: Desk, asked: Asked) -> WhatsNew:
    """Return the alerts that the filters of the address leave."""
    watchlists = {name: each.title for name, each in desk.watchlists.items()}
    watchlist = asked.choice("watchlist", watchlists)
    urgency, since = asked.choice("urgency", Urgency), asked.text("since")
    wanted = AlertFilter(
        watchlist,
        Urgency(urgency) if urgency else None,
        asked.flag("disputed"),
        since=asked.instant("since"),
        before=asked.cursor("before"),
    )
    found = desk.store.alert_log.page(wanted, PAGE + 1)
    spans = _SINCE if since is None or since in dict(_SINCE) else (*_SINCE, (since, since))
    return WhatsNew(
        "What is new",
        tuple(item_of(logged) for logged in found[:PAGE]),
        watchlists,
        watchlist,
        urgency,
        wanted.is_disputed,
        since,
        spans,
        {"before": str(found[PAGE - 1].place)} if len(found) > PAGE else None,
        wanted.before is None,
    )


def table(view: WhatsNew) -> Table:
    """Return an alert a row, as its record has it."""
    records = tuple(
        {
            **told_record(item.alert),
            "urgency": item.urgency.value,
            "state": item.state,
        }
        for item in view.items
    )
    columns = "at watchlist urgency state headline outlet url published_at outlets origins outcomes id document_id"
    return Table(tuple(columns.split()), records, view.next)


WHATS_NEW = Page("/", "whats_new.html", read, table, nav="New", export="/new")
