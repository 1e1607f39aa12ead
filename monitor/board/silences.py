"""The desk's silences: what each covers, until when, who asked for it and why, and how many facts it has kept quiet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.board.desk import Desk
from monitor.board.pages import Asked, Page, Table
from monitor.core.facts.silences import is_in_force, scope_phrase
from monitor.core.records import silence_record
from monitor.model import Silence

PAGE = 50


@dataclass(frozen=True, slots=True)
class SilenceItem:
    """A silence. scope: in words; kept: how many facts it has kept quiet."""

    silence: Silence
    scope: str
    kept: int
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class SilencesPage:
    """The silences in force, or all that were made, the latest first. watchlists: titles by id; facts: their names."""

    title: str
    items: tuple[SilenceItem, ...]
    is_all: bool
    next: Mapping[str, str] | None
    watchlists: Mapping[str, str]
    facts: tuple[str, ...]


def read(desk: Desk, asked: Asked) -> SilencesPage:
    """Return a part of the silences."""
    is_all = asked.flag("all")
    found, following = desk.store.silences.page(None if is_all else asked.now, asked.cursor("before"), PAGE)
    kept = desk.store.silences.count_kept([each.id for each in found])
    return SilencesPage(
        "Silences",
        tuple(
            SilenceItem(each, scope_phrase(each.scope), kept.get(each.id, 0), is_in_force(each, asked.now))
            for each in found
        ),
        is_all,
        {"before": str(following)} if following is not None else None,
        {name: each.title for name, each in desk.watchlists.items()},
        tuple(sorted({rule.name for each in desk.watchlists.values() for rule in each.facts})),
    )


def table(view: SilencesPage) -> Table:
    """Return a silence a row."""
    columns = "id watchlist fact story place actor until made_at made_by note lifted_at lifted_by facts_kept_quiet"
    return Table(
        tuple(columns.split()), tuple(silence_record(item.silence, item.kept) for item in view.items), view.next
    )


SILENCES = Page("/silences", "silences.html", read, table, nav="Silences")
