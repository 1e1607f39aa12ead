"""Care of the database and the channels: backups, and a test of a channel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.app.bootstrap import open_store
from monitor.app.project import load_for_talking, load_without_watchlists
from monitor.commands.console import make_console
from monitor.commands.options import ConfigOption
from monitor.polling.times import utc_now
from monitor.store import restore as put_back

app = typer.Typer(rich_markup_mode=None)


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
    trial = load_for_talking(config).channels.try_out(channel, utc_now)
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
    with open_store(load_without_watchlists(config)) as store:
        store.database.back_up(file)
    make_console().print(f"{file}: {file.stat().st_size:,} bytes, checked", soft_wrap=True)


@app.command(epilog="Example: monitor restore backups/monday.db")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What monitor backup has written.", show_default=False)],
    config: ConfigOption = None,
) -> None:
    """Put a backup in the place of the database, checked and brought up to date; the old one is kept beside it. The
    daemon must not run.
    """
    kept = put_back(load_without_watchlists(config).settings.database, file)
    make_console().print(f"{file}: restored" + (f"; what stood there is {kept}" if kept else ""), soft_wrap=True)
