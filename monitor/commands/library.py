"""Begin the watchlist of a story from one of the library."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import datetime
from typing import Annotated

import typer

from monitor.commands.console import make_console
from monitor.commands.options import ConfigOption
from monitor.config.library import Beginning, LibraryWatchlist, begin_watchlist, find_entry, read_library
from monitor.config.settings import load_settings
from monitor.config.values import parse_instant
from monitor.config.watchlists import load_watchlists
from monitor.core.selftest import run_tests
from monitor.model.errors import UsageError
from monitor.workers.analysts import make_reader

app = typer.Typer()

_LONGEST_ID = 60


@app.command(epilog='Example: monitor init earthquake --title "The earthquake at Van" --where "Van (Turkey)"')
def init(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="KIND", help="A watchlist of the library; without it the library is listed."),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The story, as headlines name it.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="PLACE", help="Where it is, such as Van (Turkey); may be given more than once."
        ),
    ] = None,
    term: Annotated[
        list[str] | None,
        typer.Option(
            "--term", metavar="TERM", help="A word of which articles must have one; more than once. Else the places."
        ),
    ] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="CHANNEL", help="The Slack channel: #desk.")
    ] = None,
    begins: Annotated[str | None, typer.Option("--from", metavar="DATE", help="When it began: 2024-10-01.")] = None,
    name: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The watchlist's id; else made of the title.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Begin a watchlist from the library: what is not given is asked for on a terminal."""
    folder = load_settings(config).watchlists
    library = read_library(folder)
    out = make_console()
    if kind is None:
        for entry in library:
            out.print(f"{entry.name}: {entry.summary}", soft_wrap=True)
        return
    entry = find_entry(kind, library)
    beginning = _beginning(entry, title, where, term, channel, begins, name)
    path = folder / f"{beginning.id}.yaml"
    if path.exists():
        raise UsageError(f"{path}: there is a watchlist already; give another --id, or remove it")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(begin_watchlist(entry.path.read_text(encoding="utf-8"), beginning), encoding="utf-8")
    try:
        watchlists = load_watchlists(path)
    except UsageError:
        path.unlink()
        raise
    out.print(f"{path}: written", soft_wrap=True)
    results = [result for watchlist in watchlists for result in run_tests(watchlist, make_reader(watchlists))]
    for result in (result for result in results if not result.has_passed):
        out.print(f"line {result.line}: a test that does not fit this story; edit or remove it", soft_wrap=True)
    out.print("Edit what it asks for, then run monitor check, and monitor replay over articles of the story.")


def _beginning(
    entry: LibraryWatchlist,
    title: str | None,
    where: list[str] | None,
    terms: list[str] | None,
    channel: str | None,
    begins: str | None,
    name: str | None,
) -> Beginning:
    is_asked = sys.stdin.isatty()
    if title is None and is_asked:
        title = typer.prompt("The story, as headlines name it")
        where = where or _listed(typer.prompt("Where it is (commas between places; empty: anywhere)", default=""))
        terms = terms or _listed(typer.prompt("Words of which articles must have one (empty: the places)", default=""))
        channel = channel or typer.prompt("Slack channel (empty: the default one)", default="") or None
    title = title or entry.name.replace("-", " ").capitalize()
    places = tuple(where or ())
    return Beginning(
        id=name or _id_of(title),
        title=title,
        where=places,
        terms=tuple(terms or (place.partition(" (")[0].partition(",")[0].strip() for place in places)),
        channel=channel,
        begins=_instant(begins),
    )


def _instant(begins: str | None) -> datetime | None:
    if begins is None:
        return None
    try:
        return parse_instant(begins)
    except ValueError as error:
        raise UsageError(f"--from {error}") from error


def _listed(answer: str) -> list[str]:
    """Return the parts between commas; "Van (Turkey), Bitlis" are two."""
    return [part.strip() for part in answer.split(",") if part.strip()]


def _id_of(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", re.sub(r"^(?:the|an?) ", "", plain)).strip("-")[:_LONGEST_ID]
    if not found:
        raise UsageError(f"{title}: no id can be made of this title; give one with --id")
    return found
