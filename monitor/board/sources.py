"""The sources: how each is, its rhythm, when it is asked next, and pages of its entries that are still to be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from monitor.board.desk import Desk
from monitor.board.pages import Asked, Page, Table
from monitor.core.alerts.wording import age_phrase
from monitor.core.records import Record, source_record
from monitor.model import SourceState
from monitor.sources.advice import advice_for

PAGE = 100  # sources
_WELL = frozenset({"ok", "new", "empty", "removed"})
_SHORTEST = 60.0  # seconds: what a rhythm is told as at least


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A source. rhythm: between two of its articles, "" where that is not known; pages: still to be had."""

    state: SourceState
    is_well: bool
    rhythm: str
    advice: str
    pages: int


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """A part of the sources, those with a trouble first. counts: how many are so, by state."""

    title: str
    items: tuple[SourceItem, ...]
    counts: Mapping[str, int]
    state: str | None
    pages: int
    next: Mapping[str, str] | None


def read(desk: Desk, asked: Asked) -> SourcesPage:
    """Return the sources of a state, or all."""
    counts = desk.store.sources.counts()
    state, after = asked.choice("state", counts), asked.cursor("after") or 0
    awaited = desk.store.awaited_pages.by_source()
    chosen = desk.store.sources.portion(_WELL, state, after, PAGE + 1)
    following = after + PAGE
    return SourcesPage(
        "Sources",
        tuple(_item(each, awaited.get(each.name, 0)) for each in chosen[:PAGE]),
        counts,
        state,
        sum(awaited.values()),
        {"after": str(following)} if len(chosen) > PAGE else None,
    )


def table(view: SourcesPage) -> Table:
    """Return a source a row."""
    columns = (
        "name kind url state reason failures failing_since last_success_at last_news_at rhythm_seconds next_poll_at"
        " pages_awaited note advice"
    )
    return Table(tuple(columns.split()), tuple(map(_record, view.items)), view.next)


def _item(state: SourceState, pages: int) -> SourceItem:
    is_well = state.state in _WELL
    rhythm = state.rhythm_seconds
    return SourceItem(
        state,
        is_well,
        f"every {age_phrase(timedelta(seconds=max(_SHORTEST, rhythm)))}" if rhythm else "",
        "" if is_well else advice_for(state.reason or state.state) or "",
        pages,
    )


def _record(item: SourceItem) -> Record:
    return source_record(item.state) | {"pages_awaited": item.pages, "advice": item.advice or None}


SOURCES = Page("/sources", "sources.html", read, table, nav="Sources")
