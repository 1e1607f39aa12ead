"""Watchlists: checked, drafted from samples, and held to their own tests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from monitor.app.bootstrap import read_archive
from monitor.app.drafting import draft_watchlist
from monitor.app.project import load_project
from monitor.app.routes import find_unset
from monitor.channels.untrusted import one_line
from monitor.commands.console import make_console
from monitor.commands.edits import describe_edits
from monitor.commands.labelled_cases import run_cases
from monitor.commands.options import (
    ConfigOption,
    Format,
    PathArgument,
    WatchlistsOption,
)
from monitor.commands.progress import progress, report_rejected
from monitor.config.watchlists import review_watchlists
from monitor.core.selftest import run_tests
from monitor.sources.files import count_documents, read_path
from monitor.workers.analysts import make_reader

app = typer.Typer(rich_markup_mode=None)


_LOOKED_THROUGH = 2000  # documents in which `check` looks for a watchlist's terms; a second's work


@app.command(epilog="Example: monitor check --config monitor.yaml")
def check(
    config: ConfigOption = None,
    watchlists: WatchlistsOption = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="PATH",
            help="Say what has changed since the watchlists of PATH; without it, since those that the ledger knows.",
        ),
    ] = None,
) -> None:
    """Check configuration and watchlists; nothing is started."""
    project = load_project(config, watchlists)
    for problem in review_watchlists(project.settings.watchlists, read_archive(project, _LOOKED_THROUGH)):
        make_console().print(f"note: {problem}", soft_wrap=True)
    out = make_console()
    for edit in describe_edits(project, against):
        out.print(f"note: {edit}", soft_wrap=True)
    for unset in find_unset(project):
        out.print(f"note: {unset}", soft_wrap=True)
    for watchlist in project.watchlists:
        facts = ", ".join(rule.name for rule in watchlist.facts)
        channel = watchlist.channel or project.channels.default
        out.print(f"{watchlist.id}: {facts}; {_count(len(watchlist.tests), 'test')}; to {channel}", soft_wrap=True)
    settings = project.settings
    folder = settings.seeds.path if settings.seeds else "off"
    counts = (_count(len(project.watchlists), "watchlist"), _count(len(settings.feeds), "feed"), f"seeds {folder}")
    out.print(f"{', '.join((*counts, *project.channels.states))}: usable", soft_wrap=True)


@app.command(epilog="Example: monitor suggest samples > watchlists/new-story.yaml")
def suggest(
    path: PathArgument,
    name: Annotated[str, typer.Option("--id", metavar="ID", help="The watchlist's id.")] = "draft",
) -> None:
    """Draft a watchlist from sample documents of one story: the terms, counted nouns, places and speakers that were
    seen.
    """
    with progress("Reading", count_documents(path)) as advance:
        found = draft_watchlist(
            read_path(path), name, str(path), lambda refused: report_rejected(refused, Format.TEXT), advance
        )
    sys.stdout.write(found)


@app.command("test", epilog="Example: monitor test --watchlists watchlists/dprk-troops.yaml")
def run_watchlist_tests(
    config: ConfigOption = None,
    watchlists: WatchlistsOption = None,
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases",
            metavar="FILE",
            help="Marked alerts, as monitor cases prints them: what was useful must come again, the rest must not.",
        ),
    ] = None,
) -> None:
    """Run the watchlists' own tests, or the marked alerts of a file; exit 1 where one fails."""
    project, out = load_project(config, watchlists), make_console()
    if cases is not None:
        judged = run_cases(project, cases)
        for each in judged:
            if each.why is not None:
                headline, author = one_line(str(each.alert["headline"])), one_line(each.author)
                out.print(f"{each.alert['id']}, {each.verdict.value} says {author}: {each.why}: {headline}")
        _end_tests(len(judged), sum(each.why is not None for each in judged))
    reader = make_reader(project.watchlists)
    results = [result for watchlist in project.watchlists for result in run_tests(watchlist, reader)]
    failed = [result for result in results if not result.has_passed]
    for result in failed:
        out.print(f"{result.watchlist}, line {result.line}:")
        for line in result.missing:
            out.print(f"  {line}")
        out.print("  read: " + ("; ".join(result.found) or "nothing"))
    _end_tests(len(results), len(failed))


def _end_tests(count: int, failed: int) -> NoReturn:
    make_console().print(f"{count - failed} passed, {failed} failed")
    raise typer.Exit(1 if failed or not count else 0)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
