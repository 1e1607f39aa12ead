"""What the daemon says of itself over HTTP: /healthz (alive), /readyz (makes progress), /metrics (Prometheus).

Counts come from the database at each request, so they survive a restart and can't drift from what is stored.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from monitor.errors import StoreError, UsageError
from monitor.model import SourceState
from monitor.sources.threads import Threads

LONGEST_PAUSE = timedelta(seconds=90)  # of the daemon's clock before it counts as stopped
OUTBOX_PATIENCE = timedelta(minutes=15)  # a delivery that waits longer is a channel that doesn't work


class Status(Protocol):
    """The state of the database, as far as it is told."""

    @property
    def documents(self) -> int: ...
    @property
    def clusters(self) -> int: ...
    @property
    def facts_by_outcome(self) -> Mapping[str, int]: ...
    @property
    def alerts(self) -> int: ...
    @property
    def items_by_state(self) -> Mapping[str, int]: ...
    @property
    def rejections_by_reason(self) -> Mapping[str, int]: ...
    @property
    def deliveries_by_state(self) -> Mapping[str, int]: ...
    @property
    def oldest_pending(self) -> timedelta | None: ...
    @property
    def oldest_waiting(self) -> timedelta | None: ...
    @property
    def waiting(self) -> int: ...
    @property
    def held_by_reason(self) -> Mapping[str, int]: ...
    @property
    def told_by_outcome(self) -> Mapping[str, int]: ...
    @property
    def stopped(self) -> Mapping[str, str]: ...
    @property
    def sources(self) -> tuple[SourceState, ...]: ...


class HealthStore(Protocol):
    """The store, as far as health goes."""

    def status(self, now: datetime) -> Status: ...
    def is_writable(self) -> bool: ...


class Pulse:
    """When each of the daemon's jobs last came to an end, on the monotonic clock."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._beats: dict[str, float] = {}

    def beat(self, job: str) -> None:
        """Note that `job` has just come to an end."""
        self._beats[job] = self._clock()

    def ages(self) -> dict[str, float]:
        """Return the seconds since each job's last end."""
        return {job: self._clock() - at for job, at in self._beats.items()}


class HealthServer:
    """An async context manager that serves while it is open; `port` is known then, also where 0 was asked for."""

    def __init__(
        self,
        host: str,
        port: int,
        store: HealthStore,
        pulse: Pulse,
        now: Callable[[], datetime],
        worker_deaths: Callable[[], int] = lambda: 0,
        troubles: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._host, self.port, self._worker_deaths, self._troubles = host, port, worker_deaths, troubles
        self._store, self._pulse, self._now = store, pulse, now
        self._threads = Threads()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> HealthServer:
        app = web.Application()
        app.add_routes([web.get("/healthz", self._alive), web.get("/readyz", self._ready), web.get("/metrics", self._metrics)])
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            raise UsageError(
                f"can't serve health on {self._host}:{self.port} ({os.strerror(error.errno) if error.errno else error}); "
                f'stop what uses it, or choose another port: write http: {{bind: "{self._host}:{self.port + 1}"}} into monitor.yaml'
            ) from error
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _alive(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def _ready(self, _: web.Request) -> web.Response:
        problems = await self._threads.run(self._problems)
        return web.json_response({"status": "ready" if not problems else "not ready", "problems": problems}, status=200 if not problems else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        try:
            status = await self._threads.run(lambda: self._store.status(self._now()))
        except StoreError as error:
            return web.Response(status=503, text=f"# the database can't be read: {type(error).__name__}\n")
        registry = CollectorRegistry()
        registry.register(_Snapshot(status, self._pulse.ages(), self._worker_deaths()))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    def _problems(self) -> list[str]:
        """Return what stands in the way of progress, each as a stable word."""
        problems = []
        tick = self._pulse.ages().get("tick")
        if tick is None or tick > LONGEST_PAUSE.total_seconds():
            problems.append("clock_stopped")
        problems += self._troubles()
        try:
            if not self._store.is_writable():
                problems.append("store_not_writable")
            status = self._store.status(self._now())
        except StoreError:
            return [*problems, "store_unreadable"]
        if status.oldest_waiting is not None and status.oldest_waiting > OUTBOX_PATIENCE:
            problems.append("outbox_stuck")
        return problems + [f"channel_stopped:{channel}:{reason}" for channel, reason in sorted(status.stopped.items())]


class _Snapshot:
    """One state of the database as Prometheus metrics."""

    def __init__(self, status: Status, ages: Mapping[str, float], worker_deaths: int) -> None:
        self._status, self._ages, self._worker_deaths = status, ages, worker_deaths

    def collect(self) -> Iterator[Metric]:
        """Yield every metric once."""
        status = self._status
        states: dict[str, int] = {}
        for source in status.sources:
            states[source.state] = states.get(source.state, 0) + 1
        yield GaugeMetricFamily("monitor_documents", "Documents recorded", value=status.documents)
        yield GaugeMetricFamily("monitor_copies", "Documents that are copies of another", value=max(0, status.documents - status.clusters))
        yield GaugeMetricFamily("monitor_alerts", "Alerts decided", value=status.alerts)
        yield _labelled("monitor_facts", "Facts by outcome", "outcome", status.facts_by_outcome)
        yield _labelled("monitor_items", "Items by state", "state", status.items_by_state)
        yield _labelled("monitor_rejections", "Documents that could not be read, by reason", "reason", status.rejections_by_reason)
        yield _labelled("monitor_deliveries", "Deliveries by state", "state", status.deliveries_by_state)
        yield _labelled("monitor_deliveries_held", "Deliveries that may not speak yet, by what holds them", "reason", status.held_by_reason)
        yield _labelled("monitor_facts_told", "Facts that alerted, by outcome", "outcome", status.told_by_outcome)
        yield _labelled("monitor_channel_stopped", "Channels that wait for a person", "channel", dict.fromkeys(status.stopped, 1))
        yield GaugeMetricFamily("monitor_outbox_depth", "Deliveries that wait", value=status.waiting)
        yield GaugeMetricFamily("monitor_worker_deaths", "Readers of documents that were lost since the start", value=self._worker_deaths)
        yield _labelled("monitor_sources", "Sources by state", "state", states)
        yield _labelled("monitor_job_age_seconds", "Seconds since a job of the daemon last came to an end", "job", self._ages)
        yield GaugeMetricFamily("monitor_pending_age_seconds", "Age of the oldest undecided item", value=_seconds(status.oldest_pending))
        yield GaugeMetricFamily("monitor_outbox_age_seconds", "Age of the oldest undelivered alert", value=_seconds(status.oldest_waiting))


def _labelled(name: str, text: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for key in sorted(values):
        family.add_metric([key], values[key])
    return family


def _seconds(age: timedelta | None) -> float:
    return age.total_seconds() if age is not None else 0.0
