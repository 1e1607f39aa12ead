"""Puts the parts together: settings and secrets to store, pipeline and notifiers. Commands stand above, parts below."""

from __future__ import annotations

import os
import random
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from rich.console import Console

from monitor.config.settings import Secrets, Settings, check_folders, load_settings, read_secrets
from monitor.config.watchlists import load_watchlists
from monitor.core.decision import Rules
from monitor.core.novelty import Geography
from monitor.core.watchlist import Watchlist
from monitor.daemon import Daemon, DaemonSettings, utc_now
from monitor.dispatch import Dispatcher, Notifier
from monitor.errors import UsageError
from monitor.notifiers.console import ConsoleNotifier
from monitor.notifiers.slack import SlackNotifier
from monitor.pipeline import Pipeline
from monitor.resources import load_gazetteer
from monitor.sources.fetch import FetchSettings
from monitor.sources.polling import FeedSource
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


@contextmanager
def open_store(project: Project, database: str | None = None) -> Iterator[Store]:
    """Yield the project's database, or the one named, for looking at."""
    store = Store.open(database or project.settings.database)
    try:
        yield store
    finally:
        store.close()


def run_daemon(project: Project, console: Console, *, once: bool) -> None:
    """Run the daemon until it is told to stop, or for one cycle; alerts go to Slack where a token is set, else to `console`."""
    _log_to_stderr()
    settings, token = project.settings, project.secrets.slack_token
    notifiers: dict[str, Notifier] = {"console": ConsoleNotifier(console)}
    if token is not None:
        notifiers["slack"] = SlackNotifier(token.get_secret_value(), base_url=settings.slack.base_url, default_channel=settings.slack.default_channel)
    rules = rules_of(project.watchlists, settings.slack.default_channel, prefix="slack:") if token else rules_of(project.watchlists, "", prefix="console:")
    store = Store.open(settings.database)
    try:
        store.hold_instance_lock()
        sender = Dispatcher(store, notifiers, utc_now, owner=f"{socket.gethostname()}-{os.getpid()}", jitter=random.random)
        with Pool(project.watchlists, settings.workers) as pool:
            Daemon(_daemon_settings(settings), store, Pipeline(store, pool, rules), sender).run(once=once)
    finally:
        store.close()


def _daemon_settings(settings: Settings) -> DaemonSettings:
    fetch = settings.fetch
    return DaemonSettings(
        feeds=tuple(FeedSource(feed.name, feed.url, feed.every, feed.full_text, fetch.max_feed_bytes, fetch.max_article_bytes) for feed in settings.feeds),
        seeds=settings.seeds.path if settings.seeds else None,
        seeds_every=settings.seeds.every if settings.seeds else DaemonSettings.seeds_every,
        fetch=FetchSettings(fetch.timeout, fetch.per_host, allow_private=fetch.allow_private),
        bind=(settings.http.host, settings.http.port) if settings.http else None,
    )


def _log_to_stderr() -> None:
    """Log events with their fields to standard error: for people on a terminal, as JSON Lines elsewhere."""
    is_terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.format_exc_info, renderer],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
