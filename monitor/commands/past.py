"""Documents that are there: told as if they came in, read sentence by sentence, and rules compared over them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from monitor.app.bootstrap import open_replay
from monitor.app.ledger import read_courses
from monitor.app.project import Project, load_project, load_without_watchlists
from monitor.app.readers import read_extracts
from monitor.channels.layout import render_alert, render_summary
from monitor.commands.backtesting import render_backtest, run_backtest
from monitor.commands.cluster_printing import render_clusters
from monitor.commands.clusters import read_corrections
from monitor.commands.console import make_console
from monitor.commands.explained_printing import render_mentions
from monitor.commands.ledger_printing import print_ledger
from monitor.commands.options import (
    ClusterOption,
    ConfigOption,
    Format,
    FormatOption,
    PathArgument,
    WatchlistsOption,
    WorkersOption,
    print_records,
)
from monitor.commands.progress import progress, report_rejected
from monitor.config.watchlists import load_watchlists
from monitor.core.comparison import difference_record, volume_record
from monitor.core.records import (
    Record,
    alert_record,
    document_record,
    fact_record,
    rejected_record,
)
from monitor.model import Decision, Outcome, Rejected
from monitor.model.errors import UsageError
from monitor.pipeline.replay import Summary, compare_alerts, replay
from monitor.sources.files import count_documents
from monitor.store import Store
from monitor.store.spool import Spool

app = typer.Typer(rich_markup_mode=None)
_IN_TURN = (datetime(1970, 1, 1, tzinfo=UTC), "")  # of a spool's values that come back in the order in which they came
_AT_ONCE = 500  # documents looked up together


class Only(StrEnum):
    CLUSTERS = "clusters"


@app.command("replay", epilog="Example: monitor replay seeds --format jsonl")
def replay_command(
    path: PathArgument,
    config: ConfigOption = None,
    watchlists: WatchlistsOption = None,
    format: FormatOption = Format.TEXT,  # noqa: A002
    expect: Annotated[
        Path | None,
        typer.Option(
            "--expect", metavar="FILE", help="Compare the alerts with those of FILE; exit 1 where they differ."
        ),
    ] = None,
    timing: Annotated[
        bool, typer.Option("--timing/--no-timing", help="Print the speed, which differs from run to run.")
    ] = True,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    database: Annotated[
        str, typer.Option("--database", metavar="URL", help="Keep the result in a database, for explain and facts.")
    ] = "sqlite://",
    only: Annotated[
        Only | None,
        typer.Option("--only", help="Only group the copies: nothing is read for facts, no watchlist is asked."),
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections", metavar="FILE", help="Corrections of clusters to keep to; see monitor cluster list."
        ),
    ] = None,
) -> None:
    """Tell what a folder of documents would have brought, each at its own time. Exit 1 where none can be read."""
    project = load_without_watchlists(config) if only else load_project(config, watchlists)
    expected = _read_expected(expect) if expect else None
    started = time.perf_counter()
    documents_to_read = count_documents(path)
    summary = Summary()
    alerts: list[Record] = []
    out = make_console()
    with (
        open_replay(project, _processes(project, workers, cluster), database, cluster) as (pipeline, store),
        progress("Reading", documents_to_read) as advance,
        Spool[Record]() as documents,  # of --only, which tells the clusters in the end: a later text may make two one
    ):
        store.clusters.add(read_corrections(corrections) if corrections else [])
        for result in replay(path, pipeline, advance):
            summary.add(result)
            if expect and not isinstance(result, Rejected):
                alerts += map(alert_record, result.alerts)
            if only and not isinstance(result, Rejected):
                documents.add(_IN_TURN, document_record(result.analysis, result.assignment))
            elif format is Format.JSONL:
                print_records(_records_of(result))
            elif isinstance(result, Rejected):
                make_console(to_stderr=True).print(f"rejected: {result.detail}")
            else:
                for alert in result.alerts:
                    out.print(render_alert(alert))
                    out.print()
        if only:
            _print_clusters(_as_they_stand(documents, store, summary), out, format)
        elif format is Format.TEXT:
            print_ledger(out, read_courses(store.views, project.watchlists), project.watchlists)
            out.print()
    seconds = time.perf_counter() - started if timing else None
    if format is Format.JSONL:
        print_records([_summary_record(summary, seconds)])
    else:
        out.print(
            render_summary(summary.records, {Outcome(name): count for name, count in summary.outcomes.items()}, seconds)
        )
    if not _are_as_expected(expect, expected, alerts) or summary.is_unread:
        raise typer.Exit(1)


@app.command(epilog="Example: monitor extract seeds/03-bases.json")
def extract(
    path: PathArgument,
    format: FormatOption = Format.TEXT,  # noqa: A002
    watchlists: WatchlistsOption = None,
    cluster: ClusterOption = None,
) -> None:
    """Show what the reader sees in each document; with watchlists also the events that they ask for."""
    asked = load_watchlists(watchlists) if watchlists is not None else ()
    out, read, rejected = make_console(), 0, 0
    with progress("Reading", count_documents(path)) as advance:
        for found in read_extracts(asked, path, as_lines=format is Format.JSONL, cluster=cluster):
            advance(1)
            if isinstance(found, Rejected):
                report_rejected(found, format)
                rejected += 1
                continue
            read += 1
            if isinstance(found, str):
                sys.stdout.write(found)
            else:
                out.print(render_mentions(found.document_id, found.mentions, found.uncounted))
                out.print()
    if rejected and not read:
        raise typer.Exit(1)


@app.command(epilog="Example: monitor backtest --new new/dprk-troops.yaml archive/2024-10")
def backtest(
    path: PathArgument,
    new: Annotated[
        Path | None,
        typer.Option("--new", metavar="PATH", help="The new watchlist, or a folder of them.", show_default=False),
    ] = None,
    watchlist: Annotated[str | None, typer.Option("--watchlist", hidden=True)] = None,
    config: ConfigOption = None,
    watchlists: WatchlistsOption = None,
    format: FormatOption = Format.TEXT,  # noqa: A002
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
) -> None:
    """Tell what new rules would have changed among the alerts of the present ones, and how many a day both tell.

    Exit 1 where no document can be read.
    """
    if watchlist is not None:
        raise UsageError(f"--watchlist names a watchlist by its id; give the new one as --new {watchlist}")
    if new is None:
        raise UsageError("name the new watchlist, or a folder of them, as --new PATH")
    project, changed = load_project(config, watchlists), load_watchlists(new)
    with progress("Reading twice", 2 * count_documents(path)) as advance:
        found = run_backtest(project, changed, path, advance, _processes(project, workers, cluster), cluster)
    for each in found.rejected:
        report_rejected(each, format)
    if format is Format.TEXT:
        make_console().print(render_backtest(found))
    else:
        print_records(
            [
                *map(difference_record, found.differences),
                volume_record("present", found.present),
                volume_record("new", found.new),
            ]
        )
    if found.is_unread:
        raise typer.Exit(1)


def _processes(project: Project, workers: int | None, cluster: str | None) -> int:
    """Return how many processes of this machine read."""
    if workers is not None and cluster is not None:
        raise UsageError("--workers are processes of this machine, --cluster reads elsewhere; give one of them")
    return workers or project.settings.workers


def _are_as_expected(file: Path | None, expected: list[Record] | None, alerts: list[Record]) -> bool:
    """Tell whether the alerts are those of the file, and print where they differ; without a file they are."""
    differences = compare_alerts(expected, alerts) if expected is not None else ()
    if differences:
        print(f"{len(differences)} differences from {file}:", *differences, sep="\n", file=sys.stderr)  # noqa: T201
    return not differences


def _records_of(result: Decision | Rejected) -> Iterator[Record]:
    if isinstance(result, Rejected):
        yield rejected_record(result)
        return
    yield document_record(result.analysis, result.assignment)
    yield from map(fact_record, result.facts)
    yield from map(alert_record, result.alerts)


def _as_they_stand(documents: Spool[Record], store: Store, summary: Summary) -> Iterator[Record]:
    """Yield the `document` records with the clusters in which their documents are by now, and count the copies so."""
    summary.copies = 0
    while records := list(islice(documents.drain(), _AT_ONCE)):
        filed = store.clusters.filed([record["id"] for record in records])
        for record in records:
            standing = record | filed.get(record["id"], {})
            summary.copies += standing["copy_of"] is not None
            yield standing


def _print_clusters(documents: Iterator[Record], out: Console, format: Format) -> None:  # noqa: A002
    if format is Format.JSONL:
        print_records(documents)
        return
    out.print(render_clusters(list(documents)))
    out.print()


def _summary_record(summary: Summary, seconds: float | None) -> Record:
    record: Record = {
        "record": "summary",
        "records": dict(sorted(summary.records.items())),
        "outcomes": dict(sorted(summary.outcomes.items())),
        "copies": summary.copies,
    }
    if seconds is not None:
        documents = summary.records["document"]
        record |= {
            "documents_per_second": round(documents / seconds, 1) if seconds else None,
            "wall_seconds": round(seconds, 3),
        }
    return record


def _read_expected(path: Path) -> list[Record]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read ({error}); give a file of alert records, one a line") from error
    alerts = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path}:{number}: no JSON; write one alert record a line") from error
        if not isinstance(record, dict) or record.get("record") != "alert":
            raise UsageError(
                f"{path}:{number}: no alert record; write lines as monitor replay --format jsonl prints them"
            )
        alerts.append(record)
    return alerts
