"""The command line: a table of the commands, of which only the one that is called is loaded.

Exit 0 done, 1 findings, 2 unusable input or configuration. What a command takes and does stands in its module in
`monitor.commands`; the summaries here are the first sentences of their docstrings, which a test holds.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_group

from monitor import __version__
from monitor.model.errors import MonitorError, UsageError

if TYPE_CHECKING:  # Typer brings a click of its own, whose names are needed for the types alone
    from typer._click import Command, Context, HelpFormatter
    from typer._click.shell_completion import CompletionItem


class Row(NamedTuple):
    """A command: its name, its module in `monitor.commands`, and its summary."""

    name: str
    module: str
    summary: str


COMMANDS = {
    "Every day": (
        Row("demo", "demo", "Tell the story of the seeds in a minute, its days compressed; nothing is written."),
        Row("run", "running", "Watch the feeds and the seeds folder, and tell what is new."),
        Row("status", "standing", "Print sources, what waits and what is in trouble."),
        Row("facts", "knowledge", "Print the ledger: what is known, who says so, how many tell it."),
        Row("explain", "explaining", "Show what was made of a document, fact, alert or cluster, and why."),
    ),
    "The desk": (
        Row("alerts", "desk", "Print the alerts that a channel has got, the latest first."),
        Row("ack", "desk", "Say that somebody has an alert in hand."),
        Row("mark", "desk", "Say what an alert was worth; explain shows it, cases gives it back."),
        Row("cases", "desk", "Print every mark as a labelled case, as JSON Lines."),
        Row("silence", "silences", "Hear nothing of a story or a slot until a time."),
        Row("cluster", "clusters", "Correct clusters: merge two, split a document off, list what was corrected."),
        Row("notify-test", "care", "Post one alert that says it is a test; where that fails, tell what to do."),
    ),
    "Watchlists": (
        Row("init", "library", "Begin a watchlist from the library."),
        Row("suggest", "watchlists", "Draft a watchlist from sample documents of one story."),
        Row("check", "watchlists", "Check configuration and watchlists; nothing is started."),
        Row(
            "test",
            "watchlists",
            "Run the watchlists' own tests, or the marked alerts of a file; exit 1 where one fails.",
        ),
    ),
    "The past": (
        Row("replay", "past", "Tell what a folder of documents would have brought, each at its own time."),
        Row("extract", "past", "Show what the reader sees in each document."),
        Row("backtest", "past", "Tell what new rules would have changed among the alerts of the present ones."),
    ),
    "Sources": (
        Row("poll", "feeds", "Poll one feed now and show what came of it; exit 1 where that is a failure."),
        Row("import-opml", "feeds", "Add the feeds of an OPML file to the configuration."),
        Row("export-opml", "feeds", "Print the configured feeds as OPML, for another feed reader."),
    ),
    "Care": (
        Row("backup", "care", "Copy the database, whole as of one moment, while the daemon goes on."),
        Row("restore", "care", "Put a backup in the place of the database."),
        Row("completion", "completion", "Print the script that lets a shell complete commands and options."),
    ),
}
# Names that are gone, each with what does its work.
REMOVED = {
    "migrate": "monitor status names the schema; every command brings the tables up to date before it begins",
}
_COMPLETING = "_MONITOR_COMPLETE"  # set by the scripts of `monitor completion` when a shell asks
_ROWS = {row.name: row for rows in COMMANDS.values() for row in rows}


class _Commands(TyperGroup):
    """The commands of the table, each loaded when it is asked for."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(_ROWS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        row = _ROWS.get(cmd_name)
        if row is None and cmd_name in REMOVED:
            raise UsageError(f"{cmd_name}: there is no such command any more: {REMOVED[cmd_name]}")
        if row is None:
            return None
        found = get_group(import_module(f"monitor.commands.{row.module}").app)
        command = found if row.module in _GROUPS else found.commands[row.name]
        command.name = row.name
        return command

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Return what may follow; of the commands by the table, since loading them all takes a second."""
        from typer._click.shell_completion import CompletionItem

        rows = [row for row in _ROWS.values() if row.name.startswith(incomplete)]
        return [CompletionItem(row.name, help=row.summary) for row in rows] or super().shell_complete(ctx, incomplete)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002
        for title, rows in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(f"{row.name:11}", row.summary) for row in rows])


_GROUPS = ("clusters", "silences")  # modules that are one command with commands of their own

app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A news monitor that tells a desk what is new: facts, not words.",
)


def main() -> None:
    """Run the command line; an expected error is one line on standard error and exit status 2."""
    try:
        if _COMPLETING in os.environ:
            _answer_shell()
        app()
    except MonitorError as error:
        print(f"monitor: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except PermissionError as error:
        if error.filename is None:
            raise
        print(f"monitor: {error.filename}: it can't be opened; check its permissions", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone: nothing more to say
        sys.exit(1)


def _answer_shell() -> None:
    """Answer the shell that asks what may stand at the cursor, and end."""
    from typer._completion_classes import completion_init

    completion_init()
    app(prog_name="monitor", complete_var=_COMPLETING)


@app.callback()
def _begin(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and end.", is_eager=True, callback=lambda value: _print_version(value)
        ),
    ] = False,
) -> None:
    """Set what holds for every command."""


def _print_version(value: bool) -> None:
    if value:
        print(f"monitor {__version__}")  # noqa: T201
        raise typer.Exit
