"""What is known, and why: the ledger, and what was made of one document, fact, alert or cluster."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from monitor.app.bootstrap import open_store, read_courses, read_ledger
from monitor.app.explaining import copy_records, read_again
from monitor.app.project import check_watchlist, load_for_looking, load_project
from monitor.channels.untrusted import as_cell
from monitor.commands.console import make_console
from monitor.commands.explained_printing import render_explained
from monitor.commands.ledger_printing import print_ledger
from monitor.commands.options import (
    ConfigOption,
    DatabaseOption,
    Format,
    FormatOption,
    WatchlistOption,
    print_records,
)
from monitor.core.alerts.wording import time_phrase
from monitor.core.records import (
    Record,
    alert_record,
    constraint_record,
    fact_record,
    unasked_record,
)
from monitor.model.errors import UsageError

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
    project = load_project(config)
    if watchlist is not None:
        check_watchlist(project, watchlist)
    at = _read_time(as_of) if as_of else None
    with open_store(project, database) as store:
        read = read_courses if format is LedgerFormat.TABLE else read_ledger
        found = read(store, project.watchlists, watchlist, at)
        first = store.views.first_known_at(watchlist) if at is not None and not found else None
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


@app.command(epilog="Example: monitor explain a3f9")
def explain(
    id: Annotated[  # noqa: A002
        str, typer.Argument(metavar="ID", help="A document, fact, alert or cluster; the beginning of its id will do.")
    ],
    config: ConfigOption = None,
    database: DatabaseOption = None,
    format: FormatOption = Format.TEXT,  # noqa: A002
) -> None:
    """Show what was made of a document, fact, alert or cluster, and why; of a cluster also what each outlet changed."""
    project = load_for_looking(config)
    with open_store(project, database) as store:
        found = store.explanations.find(id)
    if found is None:
        raise UsageError(
            f"{id}: no document, fact, alert or cluster has this id; monitor facts --format jsonl lists them"
        )
    read = read_again(found, project.watchlists)
    if format is Format.JSONL:
        print_records(copy_records(found))
        print_records(map(constraint_record, found.corrections))
        print_records(fact_record(stored.fact) for stored in (*found.facts, *found.related))
        print_records(alert_record(alert) for alert in found.alerts)
        print_records(map(unasked_record, read.unasked))
        return
    make_console().print(render_explained(found, read))


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
