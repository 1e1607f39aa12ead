"""What is known: the ledger."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from monitor.app.bootstrap import open_database
from monitor.app.ledger import read_courses, read_ledger
from monitor.app.project import load_for_one, load_project
from monitor.channels.untrusted import as_cell
from monitor.commands.console import make_console
from monitor.commands.ledger_printing import print_ledger
from monitor.commands.options import (
    ConfigOption,
    DatabaseOption,
    WatchlistOption,
    print_records,
)
from monitor.core.alerts.wording import time_phrase
from monitor.core.records import (
    Record,
    fact_record,
)
from monitor.model.errors import UsageError
from monitor.store.views import Views

app = typer.Typer(rich_markup_mode=None)


class LedgerFormat(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


@app.command(epilog="Example: monitor facts --as-of 2024-10-20T12:00:00Z")
def facts(
    config: ConfigOption = None,
    watchlist: WatchlistOption = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="TIME", help="What was known then (ISO 8601; UTC where it names no zone)."),
    ] = None,
    database: DatabaseOption = None,
    format: Annotated[  # noqa: A002
        LedgerFormat, typer.Option("--format", help="A slot a line, records as JSON Lines, or CSV.")
    ] = LedgerFormat.TABLE,
) -> None:
    """Print the ledger: what is known, who says so, how many tell it."""
    project = load_project(config) if watchlist is None else load_for_one(config, watchlist)
    at = _read_time(as_of) if as_of else None
    with open_database(project, database) as opened:
        views = Views(opened)
        read = read_courses if format is LedgerFormat.TABLE else read_ledger
        found = read(views, project.watchlists, watchlist, at)
        first = views.first_known_at(watchlist) if at is not None and not found else None
    if at is not None and first is not None and at < first:
        make_console(to_stderr=True).print(
            f"nothing was known at {time_phrase(at)}: the first fact was recorded at {time_phrase(first)}",
            soft_wrap=True,
        )
    if format is LedgerFormat.TABLE and found:
        print_ledger(make_console(), found, project.watchlists)
    elif format is LedgerFormat.TABLE and first is None:
        make_console().print(
            "the ledger is empty; monitor run or monitor replay --database URL fills it", soft_wrap=True
        )
    elif format is LedgerFormat.JSONL:
        print_records(map(fact_record, found))
    elif format is LedgerFormat.CSV:
        sys.stdout.write(_write_csv(map(fact_record, found)))


_CSV_FIELDS = tuple(
    "watchlist fact text value_low value_high modifier unit actor aspect place speaker organisation stance modality"
    " outcome origin source document_id recorded_at evidence".split()
)


def _write_csv(records: Iterable[Record]) -> str:
    """Return fact records as CSV; a cell that a spreadsheet would run as a formula is made text by a leading quote."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_CSV_FIELDS)
    for record in records:
        cells = [record[name]["name"] if name == "place" and record[name] else record[name] for name in _CSV_FIELDS]
        writer.writerow(map(as_cell, cells))
    return out.getvalue()


def _read_time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of {text}: no time; write 2024-10-20T12:00:00Z") from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
