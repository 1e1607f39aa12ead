"""What a person at a terminal is told around the alerts: before the first, what is watched; after them, what to do
next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor import __version__
from monitor.channels.untrusted import one_line
from monitor.config.settings import Settings
from monitor.store.leases import LeaseStanding


@dataclass(frozen=True, slots=True)
class Counts:
    """What the database holds at one moment."""

    documents: int
    alerts: int


_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 (nothing is bound here: addresses that no browser opens)


def render_welcome(
    settings: Settings,
    watchlists: Sequence[str],
    alerts_go: str,
    port: int | None,
    before: Counts,
    *,
    once: bool = False,
) -> RenderableType:
    """Return what is watched, where alerts go (in words), and where health is told (`port` as it was taken, `None` for
    nowhere).
    """
    rows = [
        ("Stories", f"{', '.join(watchlists) or 'none yet'} ({shown(settings.watchlists)})"),
        ("Sources", _sources(settings)),
        ("Alerts", alerts_go),
        ("Ledger", _database(settings.database)),
    ]
    if settings.http is not None and port is not None and not once:
        host = f"[{settings.http.host}]" if ":" in settings.http.host else settings.http.host
        if settings.board is not None:
            near = "localhost" if settings.http.host in _EVERYWHERE else host
            rows.append(("Board", f"{settings.board.url or f'http://{near}:{port}'}/ (open it in a browser)"))
        rows.append(("Health", f"http://{host}:{port}/readyz"))
    is_first = before.documents == 0 and settings.seeds is not None and settings.seeds.path.is_dir()
    first = (
        [Text(f"Reading {shown(settings.seeds.path)} for the first time; it takes a few seconds."), Text()]
        if is_first and settings.seeds
        else []
    )
    title = "looks once at everything" if once else "is watching. Ctrl-C stops it"
    return Group(Text(f"monitor {__version__} {title}.", style="bold"), _rows(rows), Text(), *first)


def render_next_steps(
    settings: Settings, before: Counts, after: Counts, *, invitations: Sequence[tuple[str, str]]
) -> RenderableType:
    """Return what the start has brought, and what a newcomer can do now."""
    command = command_name()
    rows = []
    if settings.seeds is not None:
        seeds = shown(settings.seeds.path)
        rows.append(
            (
                "Try it",
                (
                    f"put a document (.txt, .md, .html, .json) into {seeds}; it is read within"
                    f" {_span(settings.seeds.every)}"
                ),
            )
        )
    if not settings.feeds:
        rows.append(("Feeds", "name them in monitor.yaml: docs/configuration.md"))
    rows.append(("Your story", "write a watchlist: docs/tutorial.md"))
    rows += invitations
    rows.append(("Look up", f"{command} status, {command} facts (in another terminal)"))
    return Group(Text(_brought(settings, before, after, command), style="bold"), _rows(rows), Text())


def render_standby(lease: LeaseStanding | None, port: int | None) -> RenderableType:
    """Return who leads while this program waits to, and where its health is told (`None` for nowhere)."""
    who = f"{one_line(lease.holder)} leads" if lease is not None and lease.is_held else "Another daemon leads"
    health = f" Health: port {port}." if port is not None else ""
    return Text(f"{who}; this one takes over when that ends. Ctrl-C stops it.{health}", style="bold")


def render_end(before: Counts, after: Counts) -> RenderableType:
    """Return what one cycle has brought."""
    return Text(
        f"{_count(after.documents - before.documents, 'new document')}, {_count(after.alerts - before.alerts, 'alert')}"
    )


def command_name(arguments: Sequence[str] | None = None) -> str:
    """Return how this program is called from the working directory: "monitor" where the shell finds it, else its
    path.
    """
    called = Path((arguments or sys.argv)[0])
    if called.name == "__main__.py":
        return "python -m monitor"
    is_found = any(Path(folder) == called.parent for folder in os.environ.get("PATH", "").split(os.pathsep))
    return called.name if is_found or (not called.is_absolute() and len(called.parts) == 1) else shown(called)


def shown(path: Path) -> str:
    """Return a path as a person here would write it: relative to the working directory where it is inside, a folder
    with a slash.
    """
    within = path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else path
    return one_line(f"{within}/" if path.is_dir() else str(within))


def _brought(settings: Settings, before: Counts, after: Counts, command: str) -> str:
    documents, alerts = after.documents - before.documents, after.alerts - before.alerts
    if alerts:
        return (
            f"{_count(alerts, 'alert')} from {_count(documents, 'document')}. From here on, only what is new to the"
            " ledger is told."
        )
    if after.documents == 0:
        return "Nothing to read yet. From here on, what is new is told."
    if documents:
        return f"{_count(documents, 'document')} read, and no alert: no watchlist asks for what is in them."
    again = f"; {command} replay {shown(settings.seeds.path)} tells it all again" if settings.seeds is not None else ""
    return (
        f"Nothing new since the last run ({_count(after.documents, 'document')}, {_count(after.alerts, 'alert')} so"
        f" far{again})."
    )


def _sources(settings: Settings) -> str:
    parts = []
    if settings.seeds is not None:
        is_there = settings.seeds.path.is_dir()
        parts.append(
            f"{shown(settings.seeds.path)}{'' if is_there else ', which is not there yet'}, every"
            f" {_span(settings.seeds.every)}"
        )
    parts.append(_count(len(settings.feeds), "feed") if settings.feeds else "no feeds yet")
    return "; ".join(parts)


def _database(url: str) -> str:
    return shown(Path(url.partition(":///")[2])) if url.startswith("sqlite") else "PostgreSQL"


def _rows(rows: Sequence[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=12)
    table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(Text(f"  {name}"), Text(text))
    return table


def _span(span: timedelta) -> str:
    return f"{span.total_seconds():g} s" if span < timedelta(minutes=2) else f"{span / timedelta(minutes=1):g} min"


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
