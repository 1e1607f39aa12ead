"""Commands of a desk's own work with its alerts; what they share with all others is in `options`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.app import load_for_looking, load_project, open_store
from monitor.options import ConfigOption
from monitor.printing import make_console
from monitor.trial import try_channel

app = typer.Typer()


@app.command("notify-test", epilog='Example: monitor notify-test "#desk"')
def notify_test(
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="A Slack channel, as a watchlist names it; of a webhook, any word.", show_default=False)],
    config: ConfigOption = None,
) -> None:
    """Post one alert that says it is a test; where that fails, tell what to do. Exit 1 where it did not arrive."""
    trial = try_channel(load_project(config), channel)
    for line in trial.lines:
        make_console(to_stderr=not trial.has_arrived).print(line, soft_wrap=True)
    raise typer.Exit(0 if trial.has_arrived else 1)


@app.command(epilog="Example: monitor backup backups/monday.db")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file; its folder must be there.", show_default=False)],
    config: ConfigOption = None,
) -> None:
    """Copy the database, whole as of one moment, while the daemon goes on."""
    with open_store(load_for_looking(config)) as store:
        store.back_up(file)
    make_console().print(f"{file}: {file.stat().st_size:,} bytes, checked", soft_wrap=True)
