"""The state of the database and of the running daemon as Prometheus metrics.

Counts come from the database at each request, so they survive a restart and can't drift from what is stored; a
retention that drops rows lowers them. Labels are words of this program or names of the configuration, never text of a
source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric

from monitor import __version__
from monitor.sources.timings import Timings
from monitor.store.views import StoreStatus

LEADER, STANDBY = "leader", "standby"


@dataclass(frozen=True, slots=True)
class Measured:
    """What only the running daemon knows."""

    ages: Mapping[str, float] = field(default_factory=dict)  # seconds since each job last came to an end
    worker_deaths: int = 0
    fetches: Timings = field(default_factory=Timings)
    lateness: Timings = field(default_factory=Timings)  # of polls
    warnings: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()  # what stands in the way of progress, each a stable word
    role: str = LEADER  # or a standby, which only waits to lead


def write_metrics(status: StoreStatus, measured: Measured) -> bytes:
    """Return everything in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Snapshot(status, measured))
    return generate_latest(registry)


class _Snapshot:
    """One state as metrics."""

    def __init__(self, status: StoreStatus, measured: Measured) -> None:
        self._status, self._measured = status, measured

    def collect(self) -> Iterator[Metric]:
        """Yield every metric once."""
        yield from self._of_database()
        yield from self._of_run()

    def _of_database(self) -> Iterator[Metric]:
        status = self._status
        told = status.told_by_outcome
        silent = {outcome: count - told.get(outcome, 0) for outcome, count in status.facts_by_outcome.items()}
        yield GaugeMetricFamily("monitor_documents", "Documents recorded", value=status.documents)
        yield GaugeMetricFamily(
            "monitor_copies", "Documents that are copies of another", value=max(0, status.documents - status.clusters)
        )
        yield GaugeMetricFamily("monitor_alerts", "Alerts decided", value=status.alerts)
        yield _labelled("monitor_facts", "Facts by outcome", "outcome", status.facts_by_outcome)
        yield _labelled("monitor_facts_told", "Facts that alerted, by outcome: why there was an alert", "outcome", told)
        yield _labelled(
            "monitor_facts_silent", "Facts that did not alert, by outcome: why there was none", "outcome", silent
        )
        by_rule = GaugeMetricFamily(
            "monitor_facts_by_rule", "Facts by outcome and the rule that gave it", labels=["outcome", "rule"]
        )
        for (outcome, rule), count in sorted(status.facts_by_rule.items()):
            by_rule.add_metric([outcome, rule], count)
        yield by_rule
        yield _labelled("monitor_items", "Items by state", "state", status.items_by_state)
        yield _labelled(
            "monitor_rejections", "Documents that could not be read, by reason", "reason", status.rejections_by_reason
        )
        yield _labelled("monitor_deliveries", "Deliveries by state", "state", status.deliveries_by_state)
        yield _labelled(
            "monitor_deliveries_held",
            "Deliveries that may not speak yet, by what holds them",
            "reason",
            status.held_by_reason,
        )
        yield _labelled(
            "monitor_channel_stopped", "Channels that wait for a person", "channel", dict.fromkeys(status.stopped, 1)
        )
        yield GaugeMetricFamily("monitor_outbox_depth", "Deliveries that wait", value=status.waiting)
        yield GaugeMetricFamily(
            "monitor_outbox_age_seconds", "Age of the oldest undelivered alert", value=_seconds(status.oldest_waiting)
        )
        yield GaugeMetricFamily(
            "monitor_pending_age_seconds", "Age of the oldest undecided item", value=_seconds(status.oldest_pending)
        )
        yield _labelled(
            "monitor_pages_awaited",
            "Pages of entries that could not be had yet, by the reason of the last try",
            "reason",
            status.awaited.by_reason,
        )
        yield GaugeMetricFamily(
            "monitor_pages_awaited_age_seconds", "Age of the oldest of them", value=_seconds(status.awaited.oldest)
        )
        yield GaugeMetricFamily(
            "monitor_parked_given_up",
            "Parked items that are tried again by a command alone",
            value=sum(item.retry_at is None for item in status.parked),
        )
        yield GaugeMetricFamily(
            "monitor_embargoes_without_time",
            "Items under embargo that wait for a person, since its end can't be read",
            value=sum(item.held_until is None for item in status.embargoed),
        )
        yield GaugeMetricFamily("monitor_database_bytes", "Size of the database", value=status.size_bytes)
        yield _labelled("monitor_sources", "Sources by state", "state", status.sources_by_state)

    def _of_run(self) -> Iterator[Metric]:
        measured = self._measured
        yield _labelled("monitor_info", "The program that runs, by version", "version", {__version__: 1})
        yield GaugeMetricFamily(
            "monitor_leader", "1 where this process leads, 0 where it stands by", value=measured.role == LEADER
        )
        if self._status.lease is not None:
            yield GaugeMetricFamily(
                "monitor_lease_seconds",
                "Seconds until the lease of whoever leads ends; below zero: nobody leads",
                value=self._status.lease.seconds,
            )
        yield GaugeMetricFamily(
            "monitor_worker_deaths",
            "Readers of documents and feeds that were lost since the start",
            value=measured.worker_deaths,
        )
        yield _labelled(
            "monitor_job_age_seconds", "Seconds since a job of the daemon last came to an end", "job", measured.ages
        )
        refused = "configuration_refused" in measured.warnings
        yield GaugeMetricFamily(
            "monitor_configuration_refused", "1 while the last configuration that was read is not usable", value=refused
        )
        yield _histogram(
            "monitor_fetch_seconds",
            "How long exchanges with servers took, failed ones too, since the start",
            measured.fetches,
        )
        yield _histogram("monitor_poll_lateness_seconds", "How late polls began, since the start", measured.lateness)


def _histogram(name: str, text: str, timings: Timings) -> Metric:
    family = HistogramMetricFamily(name, text)
    family.add_metric([], buckets=timings.cumulated(), sum_value=timings.seconds)
    return family


def _labelled(name: str, text: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for key in sorted(values):
        family.add_metric([key], values[key])
    return family


def _seconds(age: timedelta | None) -> float:
    return age.total_seconds() if age is not None else 0.0
