"""Where alerts go: the channels that watchlists and routes name, and who posts to them with the secrets there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from monitor.app.project import Project
from monitor.channels.kinds import Notifier
from monitor.channels.registry import Channels
from monitor.channels.terminal.kind import Terminal
from monitor.config.desk_models import RouteRule, routes_of, throttling_of
from monitor.core.alerts.throttling import Throttling
from monitor.core.decision import Rules
from monitor.core.facts.grounds import Geography
from monitor.core.facts.topics import topics_of
from monitor.core.facts.watchlist import Watchlist
from monitor.data.resources import load_gazetteer, load_weights
from monitor.model.errors import UsageError
from monitor.polling.times import utc_now


@dataclass(frozen=True, slots=True)
class AlertRouting:
    """Where alerts go. `is_terminal`: they are read where the program's own lines are."""

    channels: Channels
    notifiers: Mapping[str, Notifier]
    rules: Rules
    words: str
    notices: str  # the channel for what the monitor has to say of itself
    throttling: Throttling = field(default_factory=Throttling)
    is_terminal: bool = False


def choose_route(project: Project, terminal: Terminal, may_post: Callable[[], bool] = lambda: True) -> AlertRouting:
    """Return the way of the alerts; what no other kind of channel takes goes to `terminal`. may_post: as
    `channels.kinds` has it.

    Where that is everything, nothing is held back: who watches it wants all of it, and at once.
    """
    settings, channels = project.settings, project.channels.beside(terminal)
    named = named_channels(project)
    takers = [channels.taker(word) for word in (*named, channels.default)]
    asked = throttling_of(settings.time_zone, settings.quiet_hours, settings.digest, settings.pace)
    return AlertRouting(
        channels,
        channels.open(utc_now, may_post),
        rules_of(project.watchlists, channels, settings.routes, settings.time_zone),
        f"to {channels.whereto(named)}",
        str(channels.address(channels.default)),
        asked if any(taker is not terminal for taker in takers) else Throttling(),
        is_terminal=terminal.is_read_by_a_person and terminal in takers,
    )


def named_channels(project: Project) -> tuple[str, ...]:
    """Return the channels that watchlists and routes name, each once, in order."""
    named = {channel for rule in project.settings.routes for channel in rule.channels}
    return tuple(sorted({watchlist.channel or project.channels.default for watchlist in project.watchlists} | named))


def find_unset(project: Project) -> tuple[str, ...]:
    """Return, a sentence each, the channels that are named and have no secret in this environment; the default one is
    named always, since notices go there.
    """
    return project.channels.find_unset(dict.fromkeys((*named_channels(project), project.channels.default)))


def check_channels(project: Project) -> Project:
    """Return the project; raise UsageError where alerts could not go where they are to go."""
    if unset := find_unset(project):
        raise UsageError("\n".join(unset))
    project.channels.open(utc_now)
    return project


def rules_of(
    watchlists: Sequence[Watchlist], channels: Channels, routes: tuple[RouteRule, ...] = (), zone: tzinfo = UTC
) -> Rules:
    """Return the rules of a decision; each watchlist's alerts go where a route says, else to its channel, or to the
    default one. zone: of the desk.
    """
    gazetteer = load_gazetteer()
    return Rules(
        {watchlist.id: watchlist for watchlist in watchlists},
        Geography(gazetteer.contains),
        {each.id: (str(channels.address(each.channel or channels.default)),) for each in watchlists},
        routes_of(routes, channels.address),
        load_weights(),
        topics_of(watchlists, gazetteer),
        channels.capabilities,
        zone,
    )
