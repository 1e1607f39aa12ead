"""What the daemon is made of and told: its settings, and, as far as it goes, the parts that it drives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from monitor.channels.conversation import Listener
from monitor.polling.schedule import FeedSource
from monitor.service.clock import Clock, Job, JobClock
from monitor.service.heartbeat import HeartbeatSettings
from monitor.service.pages import ServedPage, Site
from monitor.service.readiness import Remedy
from monitor.sources.fetch import FetchSettings
from monitor.store.retention import Retention


@dataclass(frozen=True)
class DaemonSettings:
    """What the daemon is told. bind: where health is served, `None` for nowhere; is_bind_fixed: and nowhere else."""

    feeds: tuple[FeedSource, ...] = ()
    seeds: Path | None = None
    seeds_every: timedelta = timedelta(seconds=60)
    tick: timedelta = timedelta(seconds=1)
    forget_every: timedelta = timedelta(hours=1)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    respects_robots: bool = True
    revisits: bool = True  # whether articles are asked for again, in case they are corrected
    revisits_every: timedelta = timedelta(seconds=10)
    pages_every: timedelta = timedelta(seconds=2)  # between two looks for awaited pages that are due
    notices: str | None = None  # the channel that is told of sources in trouble
    notices_every: timedelta = timedelta(minutes=10)  # at most: what happens in between is one notice
    retention: Retention = field(default_factory=Retention)
    heartbeat: HeartbeatSettings | None = None
    heartbeat_every: timedelta = timedelta(minutes=1)  # between two looks whether it is due
    bind: tuple[str, int] | None = None
    is_bind_fixed: bool = True
    hosts: tuple[str, ...] = ()  # the names by which the health server may be asked, beside addresses
    # How long one cycle asks for awaited pages: a run that cron begins every five minutes is over before the next.
    pages_patience: timedelta = timedelta(minutes=3)
    once_patience: timedelta = timedelta(seconds=30)  # how long one cycle waits for channels that must not be hurried


class Decider(Protocol):
    """Decides what is pending, one item after the other, and waits for slow ones where it is told to; returns how many
    were decided.
    """

    def drain(self, now: Callable[[], datetime], should_stop: Callable[[], bool], *, awaits_slow: bool) -> int: ...


class Sender(Protocol):
    """Sends what is due; `stop` lets it return after the delivery in hand."""

    def dispatch_due(self) -> int: ...
    def stop(self) -> None: ...


class Reload(Protocol):
    """Reads the configuration anew when somebody asks for it."""

    @property
    def is_refused(self) -> bool: ...
    def listen(self, on_ask: Callable[[], None]) -> None: ...
    def take(self) -> bool: ...


@dataclass(frozen=True)
class Hooks:
    """What is called and asked beside the work, each of it optional.

    on_ready: called once health is served and the work begins, with the port that health is served on.
    on_caught_up: called once, when the folder's documents and what else was pending at the start are decided and sent.
    worker_deaths: readers of documents that were lost.
    pages, site: what is served beside health. remedy: what to do about a channel, by its reason.
    clock: makes what starts the jobs; a simulation brings its own, to the `Times` that it gives the daemon.
    """

    on_ready: Callable[[int | None], None] = lambda port: None  # noqa: ARG005 (the default does nothing)
    on_caught_up: Callable[[], None] = lambda: None
    worker_deaths: Callable[[], int] = lambda: 0
    reloading: Reload | None = None
    listeners: tuple[Listener, ...] = ()
    pages: tuple[ServedPage, ...] = ()
    site: Site | None = None
    clock: Callable[[Iterable[tuple[Job, timedelta]]], JobClock] = Clock
    remedy: Remedy = lambda channel, reason: None  # noqa: ARG005 (no channel is known)
