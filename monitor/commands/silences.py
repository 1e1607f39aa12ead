"""`monitor silence`: a desk hears nothing more of a story or a slot until a time. Who asked, and why, is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Annotated

import typer

from monitor.app.bootstrap import open_store
from monitor.app.project import Project, load_for_looking
from monitor.channels.untrusted import one_line
from monitor.commands.console import make_console
from monitor.commands.options import (
    AuthorOption,
    ConfigOption,
    Format,
    FormatOption,
    NoteOption,
    author_of,
    print_records,
)
from monitor.config.problems import suggest
from monitor.config.values import parse_until
from monitor.core.alerts.wording import time_phrase
from monitor.core.facts.silences import make_silence, scope_phrase
from monitor.core.records import silence_record
from monitor.model import Scope, Silence
from monitor.model.errors import UsageError
from monitor.polling.times import utc_now
from monitor.store import Store

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback(
    invoke_without_command=True,
    epilog='Example: monitor silence --story a3f9 --until 18:00 --by Ada --note "the briefing is live on air"',
)
def silence(
    context: typer.Context,
    config: ConfigOption = None,
    story: Annotated[
        str | None,
        typer.Option("--story", metavar="ID", help="A story, or that of an alert, fact, document or cluster."),
    ] = None,
    slot: Annotated[
        str | None,
        typer.Option(
            "--slot", metavar="ID", help="The slot of an alert or fact: its watchlist, fact, actor and place."
        ),
    ] = None,
    watchlist: Annotated[str | None, typer.Option("--watchlist", metavar="ID", help="A watchlist.")] = None,
    fact: Annotated[str | None, typer.Option("--fact", metavar="NAME", help="A fact of that watchlist.")] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="NAME", help="A place, with all that lies in it.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="WORDS", help="Whose it is; Korea* for the beginning of a word.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="TIME", help="18:00 (the desk's clock), 4h, 2d, or a date and time."),
    ] = None,
    by: AuthorOption = None,
    note: NoteOption = "",
) -> None:
    """Hear nothing of a story or a slot until a time: of what all options together name.

    The facts are kept as muted. Also: silence list, silence lift ID.
    """
    if context.invoked_subcommand is not None:
        return
    project, now = load_for_looking(config), utc_now()
    zone = project.settings.time_zone
    if until is None:
        raise UsageError("say until when, such as --until 18:00 or --until 4h")
    named = Scope(watchlist, fact, place=place, actor=actor)
    _check_names(project, named)
    with open_store(project) as store:
        made = make_silence(_scope(store, named, story, slot), _read_until(until, now, zone), now, author_of(by), note)
        store.silences.add(made)
    make_console().print(_words(made, zone), soft_wrap=True)


@app.command("list", epilog="Example: monitor silence list --all")
def list_silences(
    config: ConfigOption = None,
    format: FormatOption = Format.TEXT,  # noqa: A002
    all: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,  # noqa: A002
) -> None:
    """List the silences in force, and how many facts each has kept quiet."""
    project = load_for_looking(config)
    with open_store(project) as store:
        found, kept = store.silences.every() if all else store.silences.in_force(utc_now()), store.silences.count_kept()
    if format is Format.JSONL:
        print_records(silence_record(each, kept.get(each.id, 0)) for each in found)
        return
    out = make_console()
    for each in found:
        out.print(
            f"{_words(each, project.settings.time_zone)}; {kept.get(each.id, 0)} facts kept quiet", soft_wrap=True
        )
    if not found:
        out.print("nothing is silenced")


@app.command(epilog="Example: monitor silence lift q3f9 --by Ada")
def lift(
    id: Annotated[  # noqa: A002
        str, typer.Argument(metavar="ID", help="A silence; the beginning of its id will do.", show_default=False)
    ],
    config: ConfigOption = None,
    by: AuthorOption = None,
) -> None:
    """End a silence before its time."""
    with open_store(load_for_looking(config)) as store:
        lifted = store.silences.lift(id, utc_now(), author_of(by))
    make_console().print(f"{lifted.id}: lifted", soft_wrap=True)


def _scope(store: Store, named: Scope, story: str | None, slot: str | None) -> Scope:
    """Return what all options together name; those of the command line go before those of the slot."""
    of_slot = store.silences.scope_of(slot, "slot") if slot else Scope()
    return replace(
        named,
        watchlist=named.watchlist or of_slot.watchlist,
        fact=named.fact or of_slot.fact,
        story=store.silences.scope_of(story, "story").story if story else None,
        place=named.place or of_slot.place,
        actor=named.actor or of_slot.actor,
    )


def _check_names(project: Project, scope: Scope) -> None:
    """Raise UsageError for a watchlist, or a fact of it, that is not there: such a silence would cover nothing."""
    known = {watchlist.id: [rule.name for rule in watchlist.facts] for watchlist in project.watchlists}
    if scope.watchlist is not None and scope.watchlist not in known:
        raise UsageError(f"{scope.watchlist}: there is no such watchlist; {suggest(scope.watchlist, known)}")
    facts = known.get(scope.watchlist or "", [])
    if scope.watchlist is not None and scope.fact is not None and scope.fact not in facts:
        raise UsageError(f"{scope.fact}: {scope.watchlist} has no such fact; {suggest(scope.fact, facts)}")


def _read_until(text: str, now: datetime, zone: tzinfo) -> datetime:
    try:
        return parse_until(text, now, zone)
    except ValueError as error:
        raise UsageError(f"--until {error}") from error


def _words(made: Silence, zone: tzinfo) -> str:
    lifted = f", lifted by {one_line(made.lifted_by)}" if made.lifted_by else ""
    note = f": {one_line(made.note)}" if made.note else ""
    return (
        f"{made.id}: {one_line(scope_phrase(made.scope))}, until {time_phrase(made.until, zone)}, by"
        f" {one_line(made.made_by)}{lifted}{note}"
    )
