"""Puts the parts together: the store, the analysts and the pipeline of a command.

What reads and decides is loaded where it is opened: most commands only look at what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.app.project import Project
from monitor.store import Database, is_there
from monitor.store.views import Views

if TYPE_CHECKING:
    from monitor.pipeline.pipeline import Pipeline
    from monitor.store import Store


@contextmanager
def open_replay(
    project: Project, workers: int, database: str = "sqlite://", cluster: str | None = None
) -> Iterator[tuple[Pipeline, Store]]:
    """Yield a pipeline over a database of its own, in memory unless one is named; nothing is delivered.

    workers, cluster: see `open_analysts`.
    """
    from monitor.app.readers import open_analysts
    from monitor.app.routes import rules_of
    from monitor.channels.registry import Channels
    from monitor.pipeline.pipeline import Pipeline
    from monitor.store import Store
    from monitor.workers.processes import collect_seldom

    collect_seldom()
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
def open_database(project: Project, database: str | None = None) -> Iterator[Database]:
    """Yield the project's database, or the one named, for one subject of the store that looks at it: to load them all
    takes as long as many a look.
    """
    opened = Database(database or project.settings.database)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def open_store(project: Project, database: str | None = None) -> Iterator[Store]:
    """Yield the project's database, or the one named, with all its subjects."""
    from monitor.store import Store

    store = Store.open(database or project.settings.database)
    try:
        yield store
    finally:
        store.close()


def read_archive(project: Project, limit: int) -> list[str]:
    """Return the texts that the project's database recorded last, at most `limit`; none where there is no database
    yet.
    """
    if not is_there(project.settings.database):
        return []
    with open_database(project) as opened:
        return Views(opened).latest_texts(limit)
