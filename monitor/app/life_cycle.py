"""The daemon from start to end: signals, the instance lock, reloads, and what a person at a terminal is told."""

from __future__ import annotations

import os
import random
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from types import FrameType
from typing import NoReturn

import structlog
from rich.console import Console, RenderableType

from monitor.app.fetching import feed_sources, fetch_settings
from monitor.app.project import Project
from monitor.app.reloading import Reloading
from monitor.app.routes import check_channels, choose_route
from monitor.channels.terminal.kind import Terminal, open_terminal
from monitor.config.desk_models import retention_of
from monitor.config.settings import Settings
from monitor.core.clusters.signatures import prepare
from monitor.delivery.dispatch import Dispatcher
from monitor.model.errors import UsageError
from monitor.pipeline.pipeline import Pipeline
from monitor.polling.times import utc_now
from monitor.service.daemon import Daemon
from monitor.service.heartbeat import HeartbeatSettings
from monitor.service.logs import log_to_stderr
from monitor.service.pages import ServedPage, Site, alert_feeds
from monitor.service.parts import DaemonSettings, Hooks
from monitor.service.server import ServerSettings
from monitor.service.standby import Standby, take_from_the_dead
from monitor.service.welcome import Counts, render_end, render_next_steps, render_standby, render_welcome
from monitor.store import Store
from monitor.workers.analysts import AnalystPool
from monitor.workers.processes import share_memory_among_threads

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Run:
    """How the daemon is to run. once: for one cycle. standby: it waits for as long as another leads the database.
    as_records: what is told on standard output is for programs. open_site: makes of a project what is served for
    people.
    """

    once: bool = False
    standby: bool = False
    as_records: bool = False
    open_site: Callable[[Project, Store], Site | None] | None = None


def run_daemon(load: Callable[[], Project], out: Console, told: Console, how: Run) -> bool:
    """Run the daemon until it is told to stop, or for one cycle; tell whether a cycle went well. `load` reads the
    project, at SIGHUP anew. HeldError where another daemon leads, LeaseLostError where one has taken over.

    Alerts go where the environment has secrets for it, else to `out`, for people or as records; `told` has what a
    person reads around them.
    """
    _end_when_told()
    first, terminal = check_channels(load()), open_terminal(out, as_records=how.as_records)
    share_memory_among_threads()
    prepare()
    log_to_stderr(beside_alerts=choose_route(first, terminal).is_terminal, remedy=first.channels.remedy)
    store = Store.open(first.settings.database)
    try:
        if not _lead(first.settings, store, told, how):
            return True
        _end_when_told()
        if store.database.is_open_to_all:
            log.warning("every user of this machine may read the database", remedy=f"chmod 600 {store.database.name}*")
        store.outbox.release(utc_now() + (timedelta(0) if store.leadership.outlives_sends else _LATE_POST))
        reloading = Reloading(first, lambda: _same_database(check_channels(load()), first))
        if not how.once:
            _heed_hangups(reloading)
        while True:
            try:
                went_well = _run(reloading, store, terminal, told, how)
                store.leadership.check()
            except UsageError as error:
                if not reloading.fall_back(error):
                    raise
            else:
                if not reloading.advance():
                    return went_well or not how.once
            _end_when_told()
    finally:
        store.close()


def _lead(settings: Settings, store: Store, told: Console, how: Run) -> bool:
    """Lead the database; false where a standby was told to stop before."""
    if how.standby:

        def say(port: int | None) -> None:
            _say(told, render_standby(store.leadership.standing(), port))

        return Standby(store, _server_settings(settings), utc_now).wait(say)
    take_from_the_dead(store, lambda lease: _say(told, render_standby(lease, None)))
    return True


def _server_settings(settings: Settings) -> ServerSettings | None:
    http = settings.http
    return ServerSettings(http.host, http.port, http.hosts, may_move=not http.is_bound) if http else None


def _run(reloading: Reloading[Project], store: Store, terminal: Terminal, told: Console, how: Run) -> bool:
    """Run the daemon with the project that holds, until it is told to stop or to reload."""
    project = reloading.current
    settings, route = project.settings, choose_route(project, terminal, store.leadership.may_send)
    store.sources.retire([feed.name for feed in settings.feeds])
    sender = Dispatcher(
        store.outbox,
        route.notifiers,
        utc_now,
        owner=f"{socket.gethostname()}-{os.getpid()}",
        jitter=random.random,
        throttling=route.throttling,
        may_post=store.leadership.may_send,
    )
    listeners = route.channels.listen(store, {each.id: each.title for each in project.watchlists}, utc_now)
    with AnalystPool(project.watchlists, settings.workers) as pool:
        before = _count(store)

        def begin(port: int | None) -> None:
            reloading.confirm()
            _say(
                told,
                render_welcome(
                    settings, [each.id for each in project.watchlists], route.words, port, before, once=how.once
                ),
            )

        def end() -> None:
            after = _count(store)
            _say(
                told,
                render_end(before, after)
                if how.once
                else render_next_steps(settings, before, after, invitations=route.channels.invitations),
            )

        daemon = Daemon(
            _daemon_settings(settings, route.notices),
            store,
            Pipeline(store.intake, store.parked, store.ledger, pool, route.rules, store.silence_ends),
            sender,
            hooks=Hooks(
                begin,
                end,
                lambda: pool.deaths,
                reloading,
                listeners,
                _pages(settings, store),
                _open_site(project, store, how),
                remedy=route.channels.remedy,
            ),
        )
        store.leadership.on_lost = daemon.stop
        return daemon.run(once=how.once)


def _open_site(project: Project, store: Store, how: Run) -> Site | None:
    is_served = not how.once and project.settings.http is not None
    return how.open_site(project, store) if how.open_site is not None and is_served else None


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


def _count(store: Store) -> Counts:
    status = store.views.status(utc_now())
    return Counts(status.documents, status.alerts)


def _say(told: Console, words: RenderableType) -> None:
    """Tell a person at a terminal; logs are for all others."""
    if told.is_terminal:
        told.print(words)


def _end_when_told() -> None:
    """Let a signal end this process until the daemon listens itself: nothing has begun that would need its care."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _end)


def _end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 (the signature of a handler)
    raise SystemExit(0)


def _pages(settings: Settings, store: Store) -> tuple[ServedPage, ...]:
    """Return what is served over HTTP beside health."""
    return alert_feeds(store.views, settings.time_zone) if settings.http and settings.http.alerts else ()


def _hosts(settings: Settings) -> tuple[str, ...]:
    """Return the names by which the server may be asked."""
    named = settings.http.hosts if settings.http else ()
    board = settings.board.host if settings.board else None
    return (*named, board) if board is not None else named


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
        is_bind_fixed=settings.http is not None and settings.http.is_bound,
        hosts=_hosts(settings),
    )
    return replace(told, seeds=settings.seeds.path, seeds_every=settings.seeds.every) if settings.seeds else told
