"""Where alerts go: the channels that watchlists and routes name, and who posts to them with the secrets there are."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rich.console import Console

from monitor.app.project import Project
from monitor.channels.console import ConsoleNotifier
from monitor.channels.registry import CAPABILITIES, address_of, bind, is_other, open_ways
from monitor.channels.slack.notifier import SlackNotifier, SlackWebhookNotifier
from monitor.channels.stream import StreamNotifier
from monitor.config.desk_models import RouteRule, restraint_of, routes_of
from monitor.config.secrets import variables_of
from monitor.core.alerts.restraint import Restraint
from monitor.core.decision import Rules
from monitor.core.facts.grounds import Geography
from monitor.core.facts.topics import topics_of
from monitor.core.facts.watchlist import Watchlist
from monitor.data.resources import load_gazetteer, load_weights
from monitor.delivery.dispatch import Notifier
from monitor.model.errors import UsageError
from monitor.polling.times import utc_now


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where alerts go that go nowhere else: standard output, as text for people or as records for programs."""

    notifier: Notifier
    is_read_by_a_person: bool = False


def open_terminal(console: Console, *, as_records: bool) -> Terminal:
    """Return standard output as a way of alerts: `console`, or a stream of `alert` records."""
    return (
        Terminal(StreamNotifier(sys.stdout)) if as_records else Terminal(ConsoleNotifier(console), console.is_terminal)
    )


@dataclass(frozen=True, slots=True)
class Route:
    """Where alerts go. `is_terminal`: they are read where the program's own lines are."""

    notifiers: Mapping[str, Notifier]
    rules: Rules
    words: str
    notices: str  # the channel for what the monitor has to say of itself
    restraint: Restraint = field(default_factory=Restraint)
    is_slack: bool = True
    is_terminal: bool = False


def choose_route(project: Project, terminal: Terminal) -> Route:
    """Return the way of the alerts; what still waits for Slack goes there by whichever way there is."""
    settings, secrets = project.settings, project.secrets
    slack, zone = settings.slack, settings.time_zone
    restraint = restraint_of(zone, settings.quiet_hours, settings.digest, settings.pace)
    ways: dict[str, Notifier] = {**open_others(project), "console": terminal.notifier}
    if secrets.slack_token is not None:
        by_token = SlackNotifier(
            secrets.slack_token.get_secret_value(),
            base_url=slack.base_url,
            default_channel=slack.default_channel,
            zone=zone,
            has_answers=secrets.slack_app_token is not None,
        )
        rules = replace(
            rules_of(project.watchlists, slack.default_channel, "slack:", settings.routes), has_cards=slack.state_cards
        )
        ways |= {"slack": by_token, "webhook": by_token}
        return Route(
            ways,
            rules,
            f"to Slack, {', '.join(_channels(project))}",
            address_of(slack.default_channel, "slack:"),
            restraint,
        )
    others = [channel for channel in _channels(project) if is_other(channel)]
    beside = f", {', '.join(others)}" if others else ""
    if secrets.slack_webhook is not None:
        by_webhook = SlackWebhookNotifier(secrets.slack_webhook.get_secret_value(), zone=zone)
        ways |= {"slack": by_webhook, "webhook": by_webhook}
        rules = _bound_rules(project, slack.default_channel, "webhook:")
        return Route(
            ways,
            rules,
            f"to Slack, in the channel of the webhook{beside}",
            address_of(slack.default_channel, "webhook:"),
            restraint,
        )
    words = ("to this terminal" if terminal.is_read_by_a_person else "to standard output") + beside
    held = restraint if others else Restraint()
    return Route(
        ways,
        _bound_rules(project, "", "console:"),
        words,
        "console:",
        held,
        is_slack=False,
        is_terminal=terminal.is_read_by_a_person,
    )


def _bound_rules(project: Project, only: str, prefix: str) -> Rules:
    """Return the rules where all that does not go another way has one channel, so one order and one pace."""
    watchlists = [
        replace(each, channel=each.channel if each.channel and is_other(each.channel) else None)
        for each in project.watchlists
    ]
    routes = tuple(rule.model_copy(update={"channels": bind(rule.channels, only)}) for rule in project.settings.routes)
    return rules_of(watchlists, only, prefix, routes)


def _channels(project: Project) -> list[str]:
    """Return the channels that watchlists and routes name, each once, in order."""
    named = {channel for rule in project.settings.routes for channel in rule.channels}
    return sorted(
        {watchlist.channel or project.settings.slack.default_channel for watchlist in project.watchlists} | named
    )


def find_unset(project: Project) -> tuple[str, ...]:
    """Return, a sentence each, the channels beside Slack that are named and have no secret in this environment."""
    named = [channel for channel in _channels(project) if is_other(channel) and channel not in project.secrets.others]
    return tuple(
        f"{channel} is named as a channel, and {' and '.join(variables_of(channel))} not set here; see docs/channels.md"
        for channel in named
    )


def open_others(project: Project) -> dict[str, Notifier]:
    """Return who posts to the channels beside Slack, by scheme; raise UsageError for an address that can't be used."""
    found = {
        channel: {name: secret.get_secret_value() for name, secret in held.items()}
        for channel, held in project.secrets.others.items()
    }
    return {**open_ways(found, utc_now, project.settings.time_zone)}


def check_channels(project: Project) -> Project:
    """Return the project; raise UsageError where alerts could not go where they are to go."""
    if unset := find_unset(project):
        raise UsageError("\n".join(unset))
    open_others(project)
    return project


def rules_of(
    watchlists: Sequence[Watchlist], default_channel: str, prefix: str = "", routes: tuple[RouteRule, ...] = ()
) -> Rules:
    """Return the rules of a decision; each watchlist's alerts go where a route says, else to its channel, or to the
    default one.
    """
    channels = {watchlist.id: (address_of(watchlist.channel or default_channel, prefix),) for watchlist in watchlists}
    by_id, gazetteer = {watchlist.id: watchlist for watchlist in watchlists}, load_gazetteer()
    return Rules(
        by_id,
        Geography(gazetteer.contains),
        channels,
        routes_of(routes, prefix),
        load_weights(),
        topics_of(watchlists, gazetteer),
        CAPABILITIES,
    )
