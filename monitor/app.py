"""Puts the parts together: settings and secrets to store, pipeline and notifiers. Commands stand above, parts below."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from monitor.config.settings import Secrets, Settings, check_folders, load_settings, read_secrets
from monitor.config.watchlists import load_watchlists
from monitor.core.decision import Rules
from monitor.core.novelty import Geography
from monitor.core.watchlist import Watchlist
from monitor.errors import UsageError
from monitor.pipeline import Pipeline
from monitor.resources import load_gazetteer
from monitor.store import Store
from monitor.workers import Analysts, InProcess, Pool


@dataclass(frozen=True, slots=True)
class Project:
    """A configuration that was read and found usable."""

    settings: Settings
    secrets: Secrets
    watchlists: tuple[Watchlist, ...]


def load_project(config: Path | None, watchlists: Path | None = None) -> Project:
    """Return the project of `config`; `watchlists` replaces the folder that it names. Raises UsageError, all problems at once."""
    settings = load_settings(config)
    if watchlists is not None:
        settings = settings.model_copy(update={"watchlists": watchlists.absolute()})
    if problems := check_folders(settings):
        raise UsageError("\n".join(map(str, problems)))
    return Project(settings, read_secrets(os.environ), load_watchlists(settings.watchlists))


def rules_of(watchlists: Sequence[Watchlist], default_channel: str, prefix: str = "") -> Rules:
    """Return the rules of a decision; each watchlist's alerts go to its channel, or to the default one."""
    channels = {watchlist.id: (prefix + (watchlist.channel or default_channel),) for watchlist in watchlists}
    return Rules({watchlist.id: watchlist for watchlist in watchlists}, Geography(load_gazetteer().contains), channels)


@contextmanager
def open_analysts(watchlists: Sequence[Watchlist], workers: int) -> Iterator[Analysts]:
    """Read in `workers` processes; a single one reads in this process."""
    if workers == 1:
        yield InProcess(watchlists)
        return
    with Pool(watchlists, workers) as pool:
        yield pool


@contextmanager
def open_replay(project: Project, workers: int, database: str = "sqlite://") -> Iterator[tuple[Pipeline, Store]]:
    """Yield a pipeline over a database of its own, in memory unless one is named; nothing is delivered."""
    store = Store.open(database)
    try:
        with open_analysts(project.watchlists, workers) as analysts:
            yield Pipeline(store, analysts, rules_of(project.watchlists, project.settings.slack.default_channel)), store
    finally:
        store.close()
