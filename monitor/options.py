"""What several commands take from the command line, each option said once, and how they print records."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.core.records import Record


class Format(StrEnum):
    TEXT = "text"
    JSONL = "jsonl"


ConfigOption = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="The configuration; monitor.yaml in this folder where it is not given.")]
DatabaseOption = Annotated[str | None, typer.Option("--database", metavar="URL", help="A database that a replay kept.")]
FormatOption = Annotated[Format, typer.Option("--format", help="For people, or records as JSON Lines.")]


def print_records(records: Iterable[Record]) -> None:
    """Write each record as a line of JSON on standard output."""
    for record in records:
        sys.stdout.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n")
