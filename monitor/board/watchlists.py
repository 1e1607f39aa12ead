"""The watchlists: what each follows, whether its own tests pass, and when it last brought something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.board.desk import Desk
from monitor.board.pages import Asked, Page, Table
from monitor.core.facts.silences import scope_phrase
from monitor.core.facts.watchlist import Watchlist
from monitor.core.records import Record, instant
from monitor.core.selftest import TestResult
from monitor.model import Silence
from monitor.store.watchlists import LastBrought

PAGE = 50  # watchlists
_PATIENCE = 0.02  # seconds; the page asks again until they are there


@dataclass(frozen=True, slots=True)
class WatchlistItem:
    """A watchlist. tests: results in the order of its file, `None` while they are not there; silences: those in force
    that are of it alone, in words.
    """

    watchlist: Watchlist
    channel: str
    tests: tuple[TestResult, ...] | None
    brought: LastBrought | None
    silences: tuple[str, ...]

    @property
    def failed(self) -> tuple[TestResult, ...]:
        return tuple(each for each in self.tests or () if not each.has_passed)


@dataclass(frozen=True, slots=True)
class WatchlistsPage:
    """A part of the watchlists, by their ids."""

    title: str
    items: tuple[WatchlistItem, ...]
    is_tested: bool
    next: Mapping[str, str] | None


def read(desk: Desk, asked: Asked) -> WatchlistsPage:
    """Return the watchlists with their state."""
    after = asked.cursor("after") or 0
    chosen = tuple(desk.watchlists.values())[after : after + PAGE]
    results = desk.self_tests.results(_PATIENCE)
    brought = desk.store.watchlists.last_brought([each.id for each in chosen])
    silences = desk.store.silences.in_force(asked.now)
    return WatchlistsPage(
        "Watchlists",
        tuple(
            WatchlistItem(
                each,
                each.channel or desk.project.channels.default,
                None if results is None else results.get(each.id, ()),
                brought.get(each.id),
                _silences_of(each, silences),
            )
            for each in chosen
        ),
        results is not None,
        {"after": str(after + PAGE)} if len(desk.watchlists) > after + PAGE else None,
    )


def table(view: WatchlistsPage) -> Table:
    """Return a watchlist a row."""
    columns = (
        "watchlist title channel facts tests_passed tests_failed began_at last_fact_at last_alert_at last_headline"
        " last_alert_id silences"
    )
    return Table(tuple(columns.split()), tuple(map(_record, view.items)), view.next)


def _record(item: WatchlistItem) -> Record:
    brought, failed = item.brought, len(item.failed)
    return {
        "watchlist": item.watchlist.id,
        "title": item.watchlist.title,
        "channel": item.channel,
        "facts": [rule.name for rule in item.watchlist.facts],
        "tests_passed": None if item.tests is None else len(item.tests) - failed,
        "tests_failed": None if item.tests is None else failed,
        "began_at": instant(brought.began_at) if brought else None,
        "last_fact_at": instant(brought.fact_at) if brought else None,
        "last_alert_at": instant(brought.alert_at) if brought else None,
        "last_headline": brought.headline if brought else None,
        "last_alert_id": brought.alert_id if brought else None,
        "silences": list(item.silences),
    }


def _silences_of(watchlist: Watchlist, silences: tuple[Silence, ...]) -> tuple[str, ...]:
    return tuple(scope_phrase(each.scope) for each in silences if each.scope.watchlist == watchlist.id)


WATCHLISTS = Page("/watchlists", "watchlists.html", read, table, nav="Watchlists")
