"""The commands: arguments in, text or records out, exit status. Exit 0 done, 1 findings, 2 unusable input or
configuration.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor import __version__
from monitor.app.bootstrap import open_replay, open_store, read_archive, read_courses, read_ledger
from monitor.app.life_cycle import run_daemon
from monitor.app.project import load_for_looking, load_project, load_without_watchlists
from monitor.app.routes import find_unset, open_terminal
from monitor.channels.console import render_alert, render_summary
from monitor.commands import desk, feeds, library
from monitor.commands.cluster_printing import copy_records, render_clusters
from monitor.commands.clusters import app as cluster_app
from monitor.commands.clusters import read_corrections
from monitor.commands.ledger_printing import print_ledger
from monitor.commands.options import ConfigOption, DatabaseOption, Format, FormatOption, print_records
from monitor.commands.printing import make_console, render_explained, render_mentions, render_status, write_csv
from monitor.commands.silences import app as silence_app
from monitor.commands.trials import render_backtest, run_backtest, suggest_watchlist
from monitor.config.watchlists import load_watchlists, review_watchlists
from monitor.core.analysis import read_all, read_uncounted
from monitor.core.comparison import difference_record, volume_record
from monitor.core.documents.extraction import read_document
from monitor.core.records import (
    Record,
    alert_record,
    constraint_record,
    document_record,
    fact_record,
    mention_record,
    rejected_record,
    source_record,
    uncounted_record,
)
from monitor.core.selftest import run_tests
from monitor.data.resources import load_languages
from monitor.model import Decision, Outcome, Rejected
from monitor.model.errors import MonitorError, UsageError
from monitor.pipeline.replay import Summary, compare_alerts, replay
from monitor.sources.files import count_documents, read_path
from monitor.workers.analysts import make_reader

_LOOKED_THROUGH = 2000  # documents in which `check` looks for a watchlist's terms; a second's work

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A news monitor that tells a desk what is new: facts, not words.",
)

app.add_typer(cluster_app, name="cluster")
app.add_typer(silence_app, name="silence")

app.add_typer(desk.app)
app.add_typer(library.app)
app.add_typer(feeds.app)


class Only(StrEnum):
    CLUSTERS = "clusters"


class LedgerFormat(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


WatchlistsOption = Annotated[
    Path | None,
    typer.Option(
        "--watchlists", metavar="PATH", help="A watchlist or a folder of them, instead of the configured ones."
    ),
]
PathArgument = Annotated[
    Path, typer.Argument(metavar="PATH", help="A folder of documents, or one file.", show_default=False)
]


def main() -> None:
    """Run the command line; an expected error is one line on standard error and exit status 2."""
    try:
        app()
    except MonitorError as error:
        print(f"monitor: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone: nothing more to say
        sys.exit(1)


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


@app.command(epilog="Example: monitor run --once")
def run(
    config: ConfigOption = None,
    once: Annotated[bool, typer.Option("--once", help="Do one cycle and end.")] = False,
    format: FormatOption = Format.TEXT,  # noqa: A002
) -> None:
    """Watch the feeds and the seeds folder, and tell what is new."""
    terminal = open_terminal(make_console(), as_records=format is Format.JSONL)
    if not run_daemon(lambda: load_project(config), terminal, make_console(to_stderr=True), once=once):
        raise typer.Exit(1)


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
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, max=64, help="Processes that read; the configured number where it is not given."
        ),
    ] = None,
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
    """Tell what a folder of documents would have brought, each at its own time."""
    project = load_without_watchlists(config) if only else load_project(config, watchlists)
    expected = _read_expected(expect) if expect else None
    started = time.perf_counter()
    items = read_path(path)
    summary = Summary()
    alerts: list[Record] = []
    documents: list[Record] = []  # for the clusters in the end
    out = make_console()
    with (
        open_replay(project, workers or project.settings.workers, database) as (pipeline, store),
        _progress("Reading", count_documents(path)) as advance,
    ):
        store.add_corrections(read_corrections(corrections) if corrections else [])
        for result in replay(items, pipeline, advance):
            summary.add(result)
            alerts += [] if isinstance(result, Rejected) else [alert_record(alert) for alert in result.alerts]
            if format is Format.JSONL:
                print_records(_records_of(result))
            elif isinstance(result, Rejected):
                make_console(to_stderr=True).print(f"rejected: {result.detail}")
            elif only:
                documents.append(document_record(result.analysis, result.assignment))
            else:
                for alert in result.alerts:
                    out.print(render_alert(alert))
                    out.print()
        if format is Format.TEXT and only:
            out.print(render_clusters(documents))
            out.print()
        elif format is Format.TEXT:
            print_ledger(out, read_courses(store, project.watchlists))
            out.print()
    seconds = time.perf_counter() - started if timing else None
    if format is Format.JSONL:
        print_records([_summary_record(summary, seconds)])
    else:
        out.print(
            render_summary(summary.records, {Outcome(name): count for name, count in summary.outcomes.items()}, seconds)
        )
    if expected is not None and (differences := compare_alerts(expected, alerts)):
        print(f"{len(differences)} differences from {expect}:", *differences, sep="\n", file=sys.stderr)  # noqa: T201
        raise typer.Exit(1)


@app.command(epilog="Example: monitor extract seeds/03-bases.json")
def extract(
    path: PathArgument,
    format: FormatOption = Format.TEXT,  # noqa: A002
    watchlists: WatchlistsOption = None,
) -> None:
    """Show what the reader sees in each document; with watchlists also the events that they ask for."""
    reader = make_reader(load_watchlists(watchlists) if watchlists is not None else ())
    out = make_console()
    with _progress("Reading", count_documents(path)) as advance:
        for item in read_path(path):
            document = item if isinstance(item, Rejected) else read_document(item, reader.languages)
            advance(1)
            if isinstance(document, Rejected):
                _report_rejected(document, format)
                continue
            mentions = read_all(document, reader, reader.watchlists)
            uncounted = read_uncounted(document, mentions, reader)
            if format is Format.JSONL:
                print_records(mention_record(document.id, mention) for mention in mentions)
                print_records(uncounted_record(document.id, one) for one in uncounted)
            else:
                out.print(render_mentions(document.id, mentions, uncounted))
                out.print()


@app.command(epilog="Example: monitor check --config monitor.yaml")
def check(config: ConfigOption = None, watchlists: WatchlistsOption = None) -> None:
    """Check configuration and watchlists; nothing is started."""
    project = load_project(config, watchlists)
    for problem in review_watchlists(project.settings.watchlists, read_archive(project, _LOOKED_THROUGH)):
        make_console().print(f"note: {problem}", soft_wrap=True)
    out = make_console()
    for unset in find_unset(project):
        out.print(f"note: {unset}", soft_wrap=True)
    for watchlist in project.watchlists:
        facts = ", ".join(rule.name for rule in watchlist.facts)
        channel = watchlist.channel or project.settings.slack.default_channel
        out.print(f"{watchlist.id}: {facts}; {_count(len(watchlist.tests), 'test')}; to {channel}", soft_wrap=True)
    settings = project.settings
    folder, slack = settings.seeds.path if settings.seeds else "off", "on" if project.secrets.slack_token else "off"
    out.print(
        f"{_count(len(project.watchlists), 'watchlist')}, {_count(len(settings.feeds), 'feed')}, seeds {folder}, Slack"
        f" {slack}: usable",
        soft_wrap=True,
    )


@app.command(epilog="Example: monitor backtest --watchlist new/dprk-troops.yaml archive/2024-10")
def backtest(
    path: PathArgument,
    watchlist: Annotated[
        Path,
        typer.Option("--watchlist", metavar="PATH", help="The new watchlist, or a folder of them.", show_default=False),
    ],
    config: ConfigOption = None,
    watchlists: WatchlistsOption = None,
    format: FormatOption = Format.TEXT,  # noqa: A002
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, max=64, help="Processes that read; the configured number where it is not given."
        ),
    ] = None,
) -> None:
    """Tell what new rules would have added, removed and changed among the alerts of the present ones, and how many a
    day.
    """
    project, new = load_project(config, watchlists), load_watchlists(watchlist)
    with _progress("Reading twice", 2 * count_documents(path)) as advance:
        found = run_backtest(project, new, path, workers or project.settings.workers, advance)
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


@app.command(epilog="Example: monitor suggest samples > watchlists/new-story.yaml")
def suggest(
    path: PathArgument,
    name: Annotated[str, typer.Option("--id", metavar="ID", help="The watchlist's id.")] = "draft",
) -> None:
    """Draft a watchlist from sample documents of one story: the terms, counted nouns, places and speakers that were
    seen.
    """
    with _progress("Reading", count_documents(path)) as advance:
        found = suggest_watchlist(path, name, lambda refused: _report_rejected(refused, Format.TEXT), advance)
    sys.stdout.write(found)


@app.command("test", epilog="Example: monitor test --watchlists watchlists/dprk-troops.yaml")
def run_watchlist_tests(config: ConfigOption = None, watchlists: WatchlistsOption = None) -> None:
    """Run the watchlists' own tests; exit 1 where one fails."""
    project = load_project(config, watchlists)
    reader = make_reader(project.watchlists)
    results = [result for watchlist in project.watchlists for result in run_tests(watchlist, reader)]
    out = make_console()
    failed = [result for result in results if not result.has_passed]
    for result in failed:
        out.print(f"{result.watchlist}, line {result.line}:")
        for line in result.missing:
            out.print(f"  {line}")
        out.print("  read: " + ("; ".join(result.found) or "nothing"))
    out.print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    raise typer.Exit(1 if failed or not results else 0)


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
        found = store.find(id)
    if found is None:
        raise UsageError(
            f"{id}: no document, fact, alert or cluster has this id; monitor facts --format jsonl lists them"
        )
    if format is Format.JSONL:
        print_records(copy_records(found))
        print_records(map(constraint_record, found.corrections))
        print_records(fact_record(stored.fact) for stored in (*found.facts, *found.related))
        print_records(alert_record(alert) for alert in found.alerts)
        return
    document = found.versions[-1].document if found.versions and found.kind == "document" else None
    reader = make_reader(())
    mentions = read_all(document, reader, project.watchlists) if document else ()
    uncounted = read_uncounted(document, mentions, reader) if document else ()
    make_console().print(render_explained(found, mentions, uncounted))


@app.command(epilog="Example: monitor facts --as-of 2024-10-20T12:00:00Z")
def facts(
    config: ConfigOption = None,
    watchlist: Annotated[
        str | None, typer.Option("--watchlist", metavar="ID", help="Only this watchlist's facts.")
    ] = None,
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
    ids = {each.id for each in project.watchlists}
    if watchlist is not None and watchlist not in ids:
        raise UsageError(f"{watchlist}: there is no such watchlist; there are {', '.join(sorted(ids))}")
    with open_store(project, database) as store:
        read = read_courses if format is LedgerFormat.TABLE else read_ledger
        found = read(store, project.watchlists, watchlist, _read_time(as_of) if as_of else None)
    if format is LedgerFormat.TABLE and found:
        print_ledger(make_console(), found)
    elif format is LedgerFormat.TABLE:
        make_console().print(
            "the ledger is empty; monitor run or monitor replay --database URL fills it", soft_wrap=True
        )
    elif format is LedgerFormat.JSONL:
        print_records(map(fact_record, found))
    else:
        sys.stdout.write(write_csv(map(fact_record, found)))


@app.command(epilog="Example: monitor status")
def status(
    config: ConfigOption = None,
    database: DatabaseOption = None,
    format: FormatOption = Format.TEXT,  # noqa: A002
) -> None:
    """Print sources, what waits and what is in trouble."""
    project = load_project(config)
    now = datetime.now(UTC)
    with open_store(project, database) as store:
        found, languages = store.status(now), store.languages()
    not_read = {code: count for code, count in languages.items() if code not in load_languages().by_code}
    if format is Format.TEXT:
        make_console().print(render_status(found, not_read))
        return
    print_records(
        [
            {
                "record": "status",
                "documents": found.documents,
                "clusters": found.clusters,
                "facts": found.facts_by_outcome,
                "facts_live": found.facts_live,
                "alerts": found.alerts,
                "items": found.items_by_state,
                "rejections": found.rejections_by_reason,
                "deliveries": found.deliveries_by_state,
                "size_bytes": found.size_bytes,
                "languages": languages,
                "languages_not_read": list(not_read),
                "sources": {source.name: source.state for source in found.sources},
                "source_details": [source_record(source) for source in found.sources],
            }
        ]
    )


def _records_of(result: Decision | Rejected) -> Iterator[Record]:
    if isinstance(result, Rejected):
        yield rejected_record(result)
        return
    yield document_record(result.analysis, result.assignment)
    yield from map(fact_record, result.facts)
    yield from map(alert_record, result.alerts)


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


def _report_rejected(rejected: Rejected, format: Format) -> None:  # noqa: A002
    if format is Format.JSONL:
        print_records([rejected_record(rejected)])
    else:
        make_console(to_stderr=True).print(f"rejected: {rejected.detail}")


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


def _read_time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of {text}: no time; write 2024-10-20T12:00:00Z") from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


@contextmanager
def _progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while long work runs, where that is a terminal."""
    console = make_console(to_stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda count: progress.advance(task, count)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _print_version(value: bool) -> None:
    if value:
        print(f"monitor {__version__}")  # noqa: T201
        raise typer.Exit
