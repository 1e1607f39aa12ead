"""The daemon: run it."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.app.life_cycle import Run, run_daemon
from monitor.app.project import load_project
from monitor.board.site import open_board
from monitor.commands.console import make_console
from monitor.commands.options import (
    ConfigOption,
    Format,
    FormatOption,
)

app = typer.Typer(rich_markup_mode=None)


@app.command(epilog="Example: monitor run --once")
def run(
    config: ConfigOption = None,
    once: Annotated[bool, typer.Option("--once", help="Do one cycle and end.")] = False,
    standby: Annotated[
        bool, typer.Option("--standby", help="Wait while another daemon leads this database, and take over from it.")
    ] = False,
    format: FormatOption = Format.TEXT,  # noqa: A002
) -> None:
    """Watch the feeds and the seeds folder, and tell what is new."""
    out, told = make_console(), make_console(to_stderr=True)
    how = Run(once=once, standby=standby, as_records=format is Format.JSONL, open_site=open_board)
    if not run_daemon(lambda: load_project(config), out, told, how):
        raise typer.Exit(1)
