"""Commands of a desk's own work with its alerts; what they share with all others is in `options`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.app.bootstrap import open_store
from monitor.app.project import load_for_looking, load_for_talking
from monitor.channels.alert_feeds import MOST_ALERTS, write_atom, write_json_feed
from monitor.channels.console import render_alert
from monitor.channels.untrusted import one_line
from monitor.commands.options import AuthorOption, ConfigOption, NoteOption, author_of, print_records
from monitor.commands.printing import make_console
from monitor.commands.trial import try_channel
from monitor.core.records import told_record
from monitor.model import Mark, Opinion
from monitor.model.errors import UsageError
from monitor.service.daemon import utc_now
from monitor.store import Store

app = typer.Typer()


class AlertFormat(StrEnum):
    TEXT = "text"
    JSONL = "jsonl"
    ATOM = "atom"
    JSONFEED = "jsonfeed"


AlertArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An alert; the beginning of its id will do.", show_default=False)
]


@app.command("notify-test", epilog='Example: monitor notify-test "#desk"')
def notify_test(
    channel: Annotated[
        str,
        typer.Argument(
            metavar="CHANNEL",
            help="A channel, as a watchlist names it; of a Slack webhook, any word.",
            show_default=False,
        ),
    ],
    config: ConfigOption = None,
) -> None:
    """Post one alert that says it is a test; where that fails, tell what to do. Exit 1 where it did not arrive."""
    trial = try_channel(load_for_talking(config), channel)
    for line in trial.lines:
        make_console(to_stderr=not trial.has_arrived).print(line, soft_wrap=True)
    raise typer.Exit(0 if trial.has_arrived else 1)


@app.command(epilog="Example: monitor backup backups/monday.db")
def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A new file; its folder must be there.", show_default=False)
    ],
    config: ConfigOption = None,
) -> None:
    """Copy the database, whole as of one moment, while the daemon goes on."""
    with open_store(load_for_looking(config)) as store:
        store.back_up(file)
    make_console().print(f"{file}: {file.stat().st_size:,} bytes, checked", soft_wrap=True)


@app.command(epilog="Example: monitor restore backups/monday.db")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What monitor backup has written.", show_default=False)],
    config: ConfigOption = None,
) -> None:
    """Put a backup in the place of the database, checked and brought up to date; the old one is kept beside it. The
    daemon must not run.
    """
    kept = Store.restore(load_for_looking(config).settings.database, file)
    make_console().print(f"{file}: restored" + (f"; what stood there is {kept}" if kept else ""), soft_wrap=True)


@app.command(epilog="Example: monitor migrate")
def migrate(config: ConfigOption = None) -> None:
    """Bring the database's tables up to date with this program, as every other command does before it begins, and say
    where they stand.
    """
    with open_store(load_for_looking(config)) as store:
        make_console().print(f"the tables are at revision {store.schema}", soft_wrap=True)


@app.command(epilog="Example: monitor alerts --format atom > alerts.atom")
def alerts(
    config: ConfigOption = None,
    watchlist: Annotated[str | None, typer.Option("--watchlist", metavar="ID", help="Only this watchlist's.")] = None,
    last: Annotated[
        int, typer.Option("--last", min=1, max=10_000, metavar="N", help="How many, the latest.")
    ] = MOST_ALERTS,
    format: Annotated[  # noqa: A002
        AlertFormat, typer.Option("--format", help="For people, records as JSON Lines, or a feed.")
    ] = AlertFormat.TEXT,
) -> None:
    """Print the alerts that a channel has got, the latest first."""
    project = load_for_looking(config)
    with open_store(project) as store:
        told = store.told_alerts(watchlist, last)
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
    _mark(id, Opinion.ACKNOWLEDGED, config, by, note)


@app.command(epilog='Example: monitor mark a3f9 redundant --by Ada --note "same briefing as at noon"')
def mark(
    id: AlertArgument,  # noqa: A002
    verdict: Annotated[
        Opinion, typer.Argument(metavar="VERDICT", help="useful, redundant, wrong or acknowledged.", show_default=False)
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
    with open_store(load_for_looking(config)) as store:
        print_records(store.marked_cases())


def _mark(wanted: str, verdict: Opinion, config: Path | None, by: str | None, note: str) -> None:
    author = author_of(by)
    with open_store(load_for_looking(config)) as store:
        found = store.find(wanted)
        if found is None or found.kind != "alert":
            raise UsageError(
                f"{wanted}: no alert has this id; monitor explain ID lists the alerts of a document or fact"
            )
        store.mark(Mark(found.id, verdict, author, note, utc_now()))
    make_console().print(f"{found.id}: {verdict} says {one_line(author)}", soft_wrap=True)
