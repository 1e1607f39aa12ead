"""The configuration as it was read and found usable, and what is loaded for each kind of command.

Nothing is opened here; `bootstrap` makes the parts. The reader of watchlists is loaded where there are any to read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.channels.registry import Channels, read_channels
from monitor.config.problems import suggest
from monitor.config.secrets import Environment
from monitor.config.settings import Settings, check_folders, check_routes, load_settings
from monitor.model import Scope
from monitor.model.errors import UsageError

if TYPE_CHECKING:
    from monitor.core.facts.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Project:
    """A configuration that was read and found usable."""

    settings: Settings
    channels: Channels
    watchlists: tuple[Watchlist, ...]


def load_project(config: Path | None, watchlists: Path | None = None) -> Project:
    """Return the project of `config`; `watchlists` replaces the folder that it names. Raises UsageError, all problems
    at once.
    """
    settings = load_settings(config)
    if watchlists is not None:
        settings = settings.model_copy(update={"watchlists": watchlists.absolute()})
    if problems := check_folders(settings):
        raise UsageError("\n".join(map(str, problems)))
    from monitor.config.watchlists import load_watchlists

    project = Project(settings, read_channels(settings, Environment(os.environ)), load_watchlists(settings.watchlists))
    if (
        problems := check_routes(settings, [watchlist.id for watchlist in project.watchlists])
        if watchlists is None
        else ()
    ):
        raise UsageError("\n".join(map(str, problems)))
    return project


def load_without_watchlists(config: Path | None) -> Project:
    """Return the project of `config` with nothing to ask of a text, for grouping copies and for looking where nothing
    is asked; its folders need not be there.
    """
    settings = load_settings(config)
    return Project(settings, read_channels(settings, Environment({})), ())


def load_for_looking(config: Path | None) -> Project:
    """Return the project of `config` for looking into a database; where there are no watchlists, none."""
    project = load_without_watchlists(config)
    return replace(project, watchlists=read_watchlists(project))


def read_watchlists(project: Project) -> tuple[Watchlist, ...]:
    """Return the watchlists that the project's configuration names; none where there are none."""
    if not project.settings.watchlists.exists():
        return ()
    from monitor.config.watchlists import load_watchlists

    return load_watchlists(project.settings.watchlists)


def load_for_one(config: Path | None, wanted: str) -> Project:
    """Return the project of `config` with the one watchlist of this id, for looking at what it knows; UsageError where
    there is no such one.
    """
    from monitor.config.watchlists import load_watchlist

    project = load_without_watchlists(config)
    found = load_watchlist(project.settings.watchlists, wanted)
    project = replace(project, watchlists=read_watchlists(project) if found is None else (found,))
    check_watchlist(project, wanted)
    return project


def check_watchlist(project: Project, wanted: str) -> None:
    """Raise UsageError where the project has no watchlist of this id, with the nearest one, else those that it has."""
    known = [each.id for each in project.watchlists]
    if wanted not in known:
        remedy = suggest(wanted, known) if known else "there are none here; see watchlists in monitor.yaml"
        raise UsageError(f"{wanted}: there is no such watchlist; {remedy}")


def check_scope(project: Project, scope: Scope) -> None:
    """Raise UsageError where a silence names a watchlist, or a fact of it, that is not there: it covers nothing."""
    known = {watchlist.id: [rule.name for rule in watchlist.facts] for watchlist in project.watchlists}
    if scope.watchlist is not None:
        check_watchlist(project, scope.watchlist)
    facts = known.get(scope.watchlist or "", [])
    if scope.watchlist is not None and scope.fact is not None and scope.fact not in facts:
        raise UsageError(f"{scope.fact}: {scope.watchlist} has no such fact; {suggest(scope.fact, facts)}")


def load_for_talking(config: Path | None) -> Project:
    """Return the project of `config` for talking to its channels, with nothing to ask of a text; its folders need not
    be there.
    """
    settings = load_settings(config)
    return Project(settings, read_channels(settings, Environment(os.environ)), ())
