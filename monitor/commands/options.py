"""What several commands take from the command line, each option said once, and how they print records."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.config.settings import Settings
from monitor.core.records import Record
from monitor.model.errors import UsageError


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
        sys.stdout.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n")
