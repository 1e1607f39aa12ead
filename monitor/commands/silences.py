"""`monitor silence`: a desk hears nothing more of a story or a slot until a time. Who asked, and why, is kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from difflib import get_close_matches
from typing import Annotated

import typer

from monitor.app.bootstrap import open_store
from monitor.app.project import check_scope, load_for_looking
from monitor.channels.untrusted import one_line
from monitor.commands.console import make_console
from monitor.commands.options import (
    AuthorOption,
    ConfigOption,
    Format,
    FormatOption,
    NoteOption,
    WatchlistOption,
    author_of,
    print_records,
)
from monitor.config.values import parse_until
from monitor.core.alerts.wording import time_phrase
from monitor.core.facts.silences import make_silence, scope_phrase, unknown_names
from monitor.core.language.folding import fold
from monitor.core.records import silence_record
from monitor.model import Fact, Scope, Silence
from monitor.model.errors import UsageError
from monitor.polling.times import utc_now
from monitor.store import Store

_SOME = 3  # names that are offered where none is near
_LATEST = 500  # alerts among which a story is looked for

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
    watchlist: WatchlistOption = None,
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
    preview: Annotated[
        bool, typer.Option("--preview", help="Make none: print what it would have kept quiet over the last days.")
    ] = False,
    days: Annotated[int, typer.Option("--days", min=1, max=366, metavar="N", help="How many, for --preview.")] = 7,
) -> None:
    """Hear nothing of a story or a slot until a time: of what all options together name.

    The facts are kept as muted. Also: silence list, silence lift ID.
    """
    if context.invoked_subcommand is not None:
        return
    project, now = load_for_looking(config), utc_now()
    zone = project.settings.time_zone
    if until is None and not preview:
        raise UsageError("say until when, such as --until 18:00 or --until 4h")
    named = Scope(watchlist, fact, place=place, actor=actor)
    check_scope(project, named)
    with open_store(project) as store:
        scope, out = _scope(store, named, story, slot), make_console()
        for each in _unknown(store, scope):
            out.print(each, soft_wrap=True)
        if until is None or preview:
            _print_preview(store.silences.told_within(scope, now - timedelta(days=days)), scope, days)
            return
        made = make_silence(scope, _read_until(until, now, zone), now, author_of(by, project.settings), note)
        store.silences.add(made)
    out.print(_words(made, zone), soft_wrap=True)


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
    project = load_for_looking(config)
    with open_store(project) as store:
        lifted = store.silences.lift(id, utc_now(), author_of(by, project.settings))
    make_console().print(f"{lifted.id}: lifted", soft_wrap=True)


def _scope(store: Store, named: Scope, story: str | None, slot: str | None) -> Scope:
    """Return what all options together name; those of the command line go before those of the slot."""
    of_slot = store.silences.scope_of(slot, "slot") if slot else Scope()
    return replace(
        named,
        watchlist=named.watchlist or of_slot.watchlist,
        fact=named.fact or of_slot.fact,
        story=_story_of(store, story) if story else None,
        place=named.place or of_slot.place,
        actor=named.actor or of_slot.actor,
    )


def _unknown(store: Store, scope: Scope) -> list[str]:
    """Return a note for each place or actor of the scope that no fact of the ledger has."""
    if scope.place is None and scope.actor is None:
        return []
    places, actors = store.silences.names()
    known = {"place": places, "actor": actors}
    return [
        f"note: no fact so far has the {kind} {one_line(words)}; {_nearest(words, known[kind])}"
        for kind, words in unknown_names(scope, places, actors)
    ]


def _nearest(words: str, names: Collection[str]) -> str:
    """Return the remedy for a name that no fact has: the nearest that one has, else some of them."""
    by_folded = {fold(name).lower(): one_line(name) for name in sorted(names)}
    near = get_close_matches(fold(words).lower(), by_folded, n=1, cutoff=0.6)
    if near:
        return f"did you mean {by_folded[near[0]]}?"
    some = get_close_matches(fold(words).lower(), by_folded, n=_SOME, cutoff=0.0)
    return f"the nearest are {', '.join(by_folded[each] for each in some)}" if some else "none has one yet"


def _story_of(store: Store, wanted: str) -> str | None:
    """Return the story that is named; raise UsageError for one that is not known, with the nearest by its headline."""
    try:
        return store.silences.scope_of(wanted, "story").story
    except UsageError as error:
        headlines = {one_line(alert.headline): alert.id for alert in store.views.alerts()[-_LATEST:]}
        words = fold(wanted).lower()
        near = [each for each in headlines if words in fold(each).lower()]
        near = near or get_close_matches(wanted, headlines, n=1, cutoff=0.3) or list(headlines)
        if not near:
            raise
        raise UsageError(
            f"{wanted}: no story, alert, fact, document or cluster has this id; the nearest is --story"
            f" {headlines[near[-1]]} ({near[-1]})"
        ) from error


def _print_preview(told: Sequence[tuple[Fact, str]], scope: Scope, days: int) -> None:
    """Print what a silence of the scope would have kept quiet, an alert a line."""
    out, alerts = make_console(), {fact.alert_id: headline for fact, headline in told}
    for headline in alerts.values():
        out.print(one_line(headline), soft_wrap=True)
    span = "day" if days == 1 else f"{days} days"
    counts = f"{len(told)} facts of {len(alerts)} alerts" if told else "nothing"
    out.print(f"{one_line(scope_phrase(scope))}: would have kept {counts} quiet over the last {span}", soft_wrap=True)


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
