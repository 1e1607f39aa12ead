"""Puts the parts together: settings and secrets to store, pipeline and notifiers. Commands stand above, parts below."""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rich.console import Console, RenderableType

from monitor.answers import Answers
from monitor.config.desk_models import RouteRule, restraint_of, retention_of, routes_of
from monitor.config.secrets import Secrets, read_secrets, variables_of
from monitor.config.settings import Settings, check_folders, check_routes, load_settings
from monitor.config.watchlists import load_watchlists
from monitor.core.alerts.restraint import Restraint
from monitor.core.clusters.signatures import prepare
from monitor.core.decision import Rules
from monitor.core.facts.grounds import Geography
from monitor.core.facts.ledger import fold
from monitor.core.facts.topics import topics_of
from monitor.core.facts.watchlist import Watchlist
from monitor.daemon import Daemon, DaemonSettings, utc_now
from monitor.dispatch import Dispatcher, Notifier
from monitor.errors import UsageError
from monitor.heartbeat import HeartbeatSettings
from monitor.logs import log_to_stderr
from monitor.model import Fact
from monitor.notifiers.console import ConsoleNotifier
from monitor.notifiers.slack import SlackNotifier, SlackWebhookNotifier
from monitor.notifiers.slack_socket import SlackSocket
from monitor.notifiers.stream import StreamNotifier
from monitor.notifiers.ways import address_of, bind, is_other, open_ways
from monitor.pipeline import Pipeline
from monitor.processes import share_memory_among_threads
from monitor.reloading import Reloading
from monitor.resources import load_gazetteer, load_weights
from monitor.sources.fetch import FetchSettings
from monitor.sources.schedule import FeedSource
from monitor.store import Store
from monitor.welcome import Counts, render_end, render_next_steps, render_welcome
from monitor.workers import Analysts, InProcess, Pool


@dataclass(frozen=True, slots=True)
class Project:
    """A configuration that was read and found usable."""

    settings: Settings
    secrets: Secrets
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
    project = Project(settings, read_secrets(os.environ), load_watchlists(settings.watchlists))
    if (
        problems := check_routes(settings, [watchlist.id for watchlist in project.watchlists])
        if watchlists is None
        else ()
    ):
        raise UsageError("\n".join(map(str, problems)))
    return project


def load_without_watchlists(config: Path | None) -> Project:
    """Return the project of `config` with nothing to ask of a text, for grouping copies; its folders need not be
    there.
    """
    return Project(load_settings(config), read_secrets({}), ())


def load_for_looking(config: Path | None) -> Project:
    """Return the project of `config` for looking into a database; where there are no watchlists, none."""
    settings = load_settings(config)
    return Project(
        settings, read_secrets({}), load_watchlists(settings.watchlists) if settings.watchlists.exists() else ()
    )


def load_for_talking(config: Path | None) -> Project:
    """Return the project of `config` for talking to its channels, with nothing to ask of a text; its folders need not
    be there.
    """
    return Project(load_settings(config), read_secrets(os.environ), ())


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
    )


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
        store.told(watchlist, as_of),
        Geography(gazetteer.contains),
        by_id,
        load_weights(),
        topics_of(watchlists, gazetteer),
    )


@contextmanager
def open_store(project: Project, database: str | None = None) -> Iterator[Store]:
    """Yield the project's database, or the one named, for looking at."""
    store = Store.open(database or project.settings.database)
    try:
        yield store
    finally:
        store.close()


def read_archive(project: Project, limit: int) -> list[str]:
    """Return the texts that the project's database recorded last, at most `limit`; none where there is no database
    yet.
    """
    if not Store.is_there(project.settings.database):
        return []
    with open_store(project) as store:
        return store.latest_texts(limit)


def run_daemon(load: Callable[[], Project], terminal: Terminal, told: Console, *, once: bool) -> bool:
    """Run the daemon until it is told to stop, or for one cycle; tell whether a cycle went well. `load` reads the
    project, at SIGHUP anew.

    Alerts go to Slack where the environment has a secret for it, else to `terminal`; `told` has what a person reads
    around them.
    """
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _end)  # until the daemon listens itself: nothing has begun that would need its care
    first = _check_channels(load())
    share_memory_among_threads()
    prepare()
    log_to_stderr(beside_alerts=_choose_route(first, terminal).is_terminal)
    store = Store.open(first.settings.database)
    try:
        store.hold_instance_lock()
        store.release_deliveries(utc_now() + _LATE_POST)
        reloading = Reloading(first, lambda: _same_database(_check_channels(load()), first))
        if not once:
            _heed_hangups(reloading)
        while True:
            try:
                went_well = _run(reloading, store, terminal, told, once=once)
            except UsageError as error:
                if not reloading.fall_back(error):
                    raise
            else:
                if not reloading.advance():
                    return went_well or not once
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, _end)
    finally:
        store.close()


def _run(reloading: Reloading[Project], store: Store, terminal: Terminal, told: Console, *, once: bool) -> bool:
    """Run the daemon with the project that holds, until it is told to stop or to reload."""
    project = reloading.current
    settings, route = project.settings, _choose_route(project, terminal)
    store.retire_sources([feed.name for feed in settings.feeds])
    sender = Dispatcher(
        store,
        route.notifiers,
        utc_now,
        owner=f"{socket.gethostname()}-{os.getpid()}",
        jitter=random.random,
        restraint=route.restraint,
    )
    with Pool(project.watchlists, settings.workers) as pool:
        before = _count(store)

        def begin(port: int | None) -> None:
            reloading.confirm()
            _say(
                told,
                render_welcome(
                    settings, [each.id for each in project.watchlists], route.words, port, before, once=once
                ),
            )

        daemon = Daemon(
            _daemon_settings(settings, route.notices),
            store,
            Pipeline(store, pool, route.rules),
            sender,
            worker_deaths=lambda: pool.deaths,
            reloading=reloading,
            listener=_open_answers(project, store),
            on_ready=begin,
            on_caught_up=lambda: _say(
                told,
                render_end(before, _count(store))
                if once
                else render_next_steps(settings, before, _count(store), has_slack=route.is_slack),
            ),
        )
        return daemon.run(once=once)


def _check_channels(project: Project) -> Project:
    """Return the project; raise UsageError where alerts could not go where they are to go."""
    if unset := find_unset(project):
        raise UsageError("\n".join(unset))
    open_others(project)
    return project


def _open_answers(project: Project, store: Store) -> SlackSocket | None:
    """Return what hears a desk's answers in Slack; `None` where there is no app token."""
    settings, token = project.settings, project.secrets.slack_app_token
    if token is None:
        return None
    answers = Answers(
        store, {watchlist.id: watchlist.title for watchlist in project.watchlists}, settings.time_zone, utc_now
    )
    return SlackSocket(token.get_secret_value(), base_url=settings.slack.base_url, handle=answers.handle)


def _same_database(found: Project, first: Project) -> Project:
    """Return the project; raise UsageError where it names another database, since this one is held until the end."""
    if found.settings.database != first.settings.database:
        raise UsageError("database: another one takes a new start: stop the daemon and start it again")
    return found


def _heed_hangups(reloading: Reloading[Project]) -> None:
    """Let SIGHUP ask for a reload; where it says that the terminal of this program has gone, it ends as it always
    has.
    """
    terminals = [number for number in (0, 1, 2) if os.isatty(number)]

    def heed(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (the signature of a handler)
        if terminals and not any(map(os.isatty, terminals)):
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            reloading.ask()

    if not (terminals and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN):  # nohup: it is to outlive its terminal
        signal.signal(signal.SIGHUP, heed)


_LATE_POST = timedelta(seconds=10)  # what a killed daemon had sent may still land: longer than the time limit of a send


@dataclass(frozen=True, slots=True)
class _Route:
    """Where alerts go. `is_terminal`: they are read where the program's own lines are."""

    notifiers: Mapping[str, Notifier]
    rules: Rules
    words: str
    notices: str  # the channel for what the monitor has to say of itself
    restraint: Restraint = field(default_factory=Restraint)
    is_slack: bool = True
    is_terminal: bool = False


def _choose_route(project: Project, terminal: Terminal) -> _Route:
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
        return _Route(
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
        return _Route(
            ways,
            rules,
            f"to Slack, in the channel of the webhook{beside}",
            address_of(slack.default_channel, "webhook:"),
            restraint,
        )
    words = ("to this terminal" if terminal.is_read_by_a_person else "to standard output") + beside
    held = restraint if others else Restraint()
    return _Route(
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


def _count(store: Store) -> Counts:
    status = store.status(utc_now())
    return Counts(status.documents, status.alerts)


def _say(told: Console, words: RenderableType) -> None:
    """Tell a person at a terminal; logs are for all others."""
    if told.is_terminal:
        told.print(words)


def _end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 (the signature of a handler)
    raise SystemExit(0)


def feed_sources(settings: Settings) -> tuple[FeedSource, ...]:
    """Return the configured feeds."""
    fetch = settings.fetch
    return tuple(
        FeedSource(
            feed.name, feed.url, feed.every, feed.full_text, fetch.max_feed_bytes, fetch.max_article_bytes, feed.slowest
        )
        for feed in settings.feeds
    )


def fetch_settings(settings: Settings) -> FetchSettings:
    """Return the bounds of every exchange."""
    fetch = settings.fetch
    return FetchSettings(
        fetch.timeout, fetch.per_host, spacing=fetch.spacing, allow_private=fetch.allow_private, contact=fetch.contact
    )


def _daemon_settings(settings: Settings, notices: str) -> DaemonSettings:
    fetch = settings.fetch
    told = DaemonSettings(
        notices=notices,
        retention=retention_of(settings.retention),
        heartbeat=HeartbeatSettings(settings.heartbeat, settings.time_zone, notices)
        if settings.heartbeat is not None
        else None,
        feeds=feed_sources(settings),
        fetch=fetch_settings(settings),
        respects_robots=fetch.robots,
        revisits=fetch.revisit,
        bind=(settings.http.host, settings.http.port) if settings.http else None,
        feeds_zone=settings.time_zone if settings.http and settings.http.alerts else None,
        hosts=settings.http.hosts if settings.http else (),
    )
    return replace(told, seeds=settings.seeds.path, seeds_every=settings.seeds.every) if settings.seeds else told
