"""A desk's own work with its alerts: what was told, who has it in hand, and what it was worth."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.app.bootstrap import open_database, open_store
from monitor.app.project import load_for_one, load_without_watchlists
from monitor.channels.alert_feeds import MOST_ALERTS, write_atom, write_json_feed
from monitor.channels.layout import render_alert
from monitor.channels.untrusted import one_line
from monitor.commands.console import make_console
from monitor.commands.options import AuthorOption, ConfigOption, NoteOption, WatchlistOption, author_of, print_records
from monitor.core.records import told_record
from monitor.model import Feedback, FeedbackKind
from monitor.model.errors import UsageError
from monitor.polling.times import utc_now
from monitor.store.views import Views

app = typer.Typer(rich_markup_mode=None)


class AlertFormat(StrEnum):
    TEXT = "text"
    JSONL = "jsonl"
    ATOM = "atom"
    JSONFEED = "jsonfeed"


AlertArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An alert; the beginning of its id will do.", show_default=False)
]


@app.command(epilog="Example: monitor alerts --format atom > alerts.atom")
def alerts(
    config: ConfigOption = None,
    watchlist: WatchlistOption = None,
    last: Annotated[
        int, typer.Option("--last", min=1, max=10_000, metavar="N", help="How many, the latest.")
    ] = MOST_ALERTS,
    format: Annotated[  # noqa: A002
        AlertFormat, typer.Option("--format", help="For people, records as JSON Lines, or a feed.")
    ] = AlertFormat.TEXT,
) -> None:
    """Print the alerts that a channel has got, the latest first."""
    project = load_without_watchlists(config) if watchlist is None else load_for_one(config, watchlist)
    with open_database(project) as opened:
        told = Views(opened).told_alerts(watchlist, last)
    zone, out = project.settings.time_zone, make_console()
    match format:
        case AlertFormat.JSONL:
            print_records(map(told_record, told))
        case AlertFormat.ATOM:
            sys.stdout.write(write_atom(told, zone).decode("utf-8"))
        case AlertFormat.JSONFEED:
            sys.stdout.write(write_json_feed(told, zone).decode("utf-8"))
        case AlertFormat.TEXT:
            for alert in told:
                out.print(render_alert(alert))
                out.print()
            if not told:
                out.print("nothing was told yet")


@app.command(epilog="Example: monitor ack a3f9 --by Ada")
def ack(id: AlertArgument, config: ConfigOption = None, by: AuthorOption = None, note: NoteOption = "") -> None:  # noqa: A002
    """Say that somebody has an alert in hand."""
    _mark(id, FeedbackKind.ACKNOWLEDGED, config, by, note)


@app.command(epilog='Example: monitor mark a3f9 redundant --by Ada --note "same briefing as at noon"')
def mark(
    id: AlertArgument,  # noqa: A002
    verdict: Annotated[
        FeedbackKind,
        typer.Argument(metavar="VERDICT", help="useful, redundant, wrong or acknowledged.", show_default=False),
    ],
    config: ConfigOption = None,
    by: AuthorOption = None,
    note: NoteOption = "",
) -> None:
    """Say what an alert was worth; explain shows it, cases gives it back."""
    _mark(id, verdict, config, by, note)


@app.command(epilog="Example: monitor cases > cases.jsonl")
def cases(config: ConfigOption = None) -> None:
    """Print every mark as a labelled case, as JSON Lines: the alert, what was said of it, and its document to
    replay.
    """
    with open_store(load_without_watchlists(config)) as store:
        print_records(store.feedback.cases())


def _mark(wanted: str, verdict: FeedbackKind, config: Path | None, by: str | None, note: str) -> None:
    project = load_without_watchlists(config)
    author = author_of(by, project.settings)
    with open_store(project) as store:
        found = store.explanations.find(wanted)
        if found is None or found.kind != "alert":
            raise UsageError(
                f"{wanted}: no alert has this id; monitor explain ID lists the alerts of a document or fact"
            )
        store.feedback.mark(Feedback(found.id, verdict, author, note, utc_now()), project.channels.capabilities)
    make_console().print(f"{found.id}: {verdict} says {one_line(author)}", soft_wrap=True)
