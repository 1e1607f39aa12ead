"""What several commands take from the command line, each option said once, and how they print records."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.config.settings import Settings
from monitor.core.records import Record, line_of
from monitor.model.errors import MonitorError, UsageError


class Format(StrEnum):
    TEXT = "text"
    JSONL = "jsonl"


ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="The configuration; monitor.yaml in this folder where it is not given."
    ),
]
DatabaseOption = Annotated[str | None, typer.Option("--database", metavar="URL", help="A database that a replay kept.")]


def _complete_watchlist(context: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of the watchlists that begin so, for a shell; none where there is no usable configuration."""
    from monitor.config.settings import load_settings

    try:
        folder = load_settings(context.params.get("config")).watchlists
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.y*ml"))]
    except (MonitorError, OSError, UnicodeDecodeError):
        return []
    ids = [found[1] for text in texts if (found := _WATCHLIST_ID.search(text)) is not None]
    return [each for each in ids if each.startswith(incomplete)]


_WATCHLIST_ID = re.compile(r"^watchlist:\s*[\"']?([\w-]+)", re.MULTILINE)
WatchlistOption = Annotated[
    str | None,
    typer.Option(
        "--watchlist", metavar="ID", help="Only this watchlist, by its id.", autocompletion=_complete_watchlist
    ),
]
WatchlistsOption = Annotated[
    Path | None,
    typer.Option(
        "--watchlists", metavar="PATH", help="A watchlist or a folder of them, instead of the configured ones."
    ),
]
PathArgument = Annotated[
    Path, typer.Argument(metavar="PATH", help="A folder of documents, or one file.", show_default=False)
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, max=64, help="Processes that read; the configured number where it is not given."),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Read on the Dask cluster whose scheduler is at tcp://HOST:PORT; see docs/cluster.md.",
    ),
]
AuthorOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="NAME", help="Who says so; else desk.author of the configuration, else your login name."
    ),
]
NoteOption = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, in a few words.")]
FormatOption = Annotated[Format, typer.Option("--format", help="For people, or records as JSON Lines.")]


def author_of(by: str | None, settings: Settings) -> str:
    """Return who says so; raise UsageError where neither the option, the configuration nor the system names anybody."""
    author = by or settings.desk.author or os.environ.get("USER") or os.environ.get("LOGNAME")
    if not author:
        raise UsageError(
            "nobody knows who says so: name yourself with --by, or the desk with desk: {author: NAME} in monitor.yaml"
        )
    return author


def print_records(records: Iterable[Record]) -> None:
    """Write each record as a line of JSON on standard output."""
    for record in records:
        sys.stdout.write(line_of(record))
