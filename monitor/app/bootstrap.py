"""Puts the parts together: the store, the analysts and the pipeline of a command, and the ledger as it stands.

What reads articles is loaded where it is opened: most commands only look at what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.app.project import Project
from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.core.facts.grounds import Geography
from monitor.core.facts.ledger import fold
from monitor.core.facts.topics import topics_of
from monitor.core.facts.watchlist import Watchlist
from monitor.data.resources import load_gazetteer, load_weights
from monitor.model import Fact
from monitor.store import Store, is_there

if TYPE_CHECKING:
    from monitor.pipeline.pipeline import Pipeline


@contextmanager
def open_replay(
    project: Project, workers: int, database: str = "sqlite://", cluster: str | None = None
) -> Iterator[tuple[Pipeline, Store]]:
    """Yield a pipeline over a database of its own, in memory unless one is named; nothing is delivered.

    workers, cluster: see `open_analysts`.
    """
    from monitor.app.readers import open_analysts
    from monitor.pipeline.pipeline import Pipeline

    store = Store.open(database)
    try:
        with open_analysts(project.watchlists, workers, cluster) as analysts:
            yield (
                Pipeline(
                    store.intake,
                    store.parked,
                    store.ledger,
                    analysts,
                    rules_of(
                        project.watchlists, Channels((), project.channels.default), zone=project.settings.time_zone
                    ),
                ),
                store,
            )
    finally:
        store.close()


@contextmanager
def open_store(project: Project, database: str | None = None) -> Iterator[Store]:
    """Yield the project's database, or the one named, for looking at."""
    store = Store.open(database or project.settings.database)
    try:
        yield store
    finally:
        store.close()


def read_ledger(
    store: Store, watchlists: Sequence[Watchlist], watchlist: str | None = None, as_of: datetime | None = None
) -> list[Fact]:
    """Return the facts that stand at `as_of` (None: now), each with its head, whatever the order in which their
    documents came.
    """
    return [fact for fact in read_courses(store, watchlists, watchlist, as_of) if fact.is_live]


def read_courses(
    store: Store, watchlists: Sequence[Watchlist], watchlist: str | None = None, as_of: datetime | None = None
) -> tuple[Fact, ...]:
    """Return what `read_ledger` does, and beside it what was superseded and what is of other events."""
    by_id = {each.id: each for each in watchlists}
    gazetteer = load_gazetteer()
    return fold(
        store.views.told(watchlist, as_of),
        Geography(gazetteer.contains),
        by_id,
        load_weights(),
        topics_of(watchlists, gazetteer),
    )


def read_archive(project: Project, limit: int) -> list[str]:
    """Return the texts that the project's database recorded last, at most `limit`; none where there is no database
    yet.
    """
    if not is_there(project.settings.database):
        return []
    with open_store(project) as store:
        return store.views.latest_texts(limit)
