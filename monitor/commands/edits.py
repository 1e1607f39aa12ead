"""What an edit of watchlists will do to the ledger, in lines for `monitor check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from monitor.app.bootstrap import open_store
from monitor.app.project import Project
from monitor.config.watchlists import load_watchlists
from monitor.core.facts.edits import Asked, WatchlistEdit, asked_by, edit_of
from monitor.core.facts.watchlist import Watchlist
from monitor.store import is_there


def describe_edits(project: Project, against: Path | None = None) -> tuple[str, ...]:
    """Return a line for each thing that the project's watchlists do to the ledger of those of `against`, or to that of
    the project's database as it stands; none where that is not there yet.
    """
    if against is not None:
        before = {watchlist.id: asked_by(watchlist) for watchlist in load_watchlists(against)}
        return tuple(_describe_all(project.watchlists, before, {}))
    if not is_there(project.settings.database):
        return ()
    with open_store(project) as store:
        names = {watchlist.id: store.watchlists.fact_names(watchlist.id) for watchlist in project.watchlists}
        return tuple(_describe_all(project.watchlists, store.watchlists.known(), names))


def _describe_all(
    watchlists: Sequence[Watchlist], before: Mapping[str, Asked], in_ledger: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    for watchlist in watchlists:
        if watchlist.id in before:
            edit = edit_of(before[watchlist.id], watchlist, in_ledger.get(watchlist.id, ()))
            yield from (f"{watchlist.id}: {line}" for line in _describe(edit))
        elif before:
            yield f"{watchlist.id}: is new; the documents of the last month will be read for it, in silence"
    here = {watchlist.id for watchlist in watchlists}
    yield from (f"{name}: is gone; its ledger stays, and nothing is added to it" for name in before if name not in here)


def _describe(edit: WatchlistEdit) -> Iterator[str]:
    for old, new in edit.renamed:
        yield f"the fact {old!r} goes on as {new!r}"
    for name in edit.begun:
        hint = f"; if it is {edit.ended[0]!r} by another name, write was: {edit.ended[0]}" if edit.ended else ""
        yield f"the fact {name!r} is unknown to the ledger and begins{hint}"
    for name in edit.ended:
        yield f"the fact {name!r} is no longer asked for; the ledger keeps what it knows, and forgets it for news"
    for name in edit.changed:
        yield f"the fact {name!r} asks for something else than before"
    if edit.asks_for_more:
        yield "the documents of the last month will be read again for it, in silence"
