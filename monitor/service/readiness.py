"""What stands in the way of progress, what else a person should look at, and what to do about each: the answer of
/readyz.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.model.errors import StoreError
from monitor.service.metrics import STANDBY, Measured
from monitor.sources.advice import advice_for
from monitor.store.engine import Database
from monitor.store.leases import LeaseStanding
from monitor.store.views import StoreStatus, Views

LONGEST_PAUSE = timedelta(seconds=90)  # of the daemon's clock before it counts as stopped
OUTBOX_PATIENCE = timedelta(minutes=15)  # a delivery that waits longer is a channel that doesn't work
Remedy = Callable[[str, str], str | None]  # what to do, by a channel and the reason for which it can't be posted to
_WARNED_OF = ("failing", "gone", "parked")
_REMEDIES: Mapping[str, str] = {
    "clock_stopped": "no tick for 90 seconds: restart it, nothing is lost",
    "configuration_refused": "a file was changed and can't be used: monitor check says where; the former one holds",
    "job_failing": "its last run failed: the log has why",
    "lease_ended": "the lease can't be renewed: nothing is posted until it can; look at the way to the database",
    "outbox_stuck": "an alert waits for over 15 minutes: monitor status says for which channel, and why",
    "polls_not_stored": "what a poll brought can't be stored: make room on the disk; then feeds are asked again",
    "store_not_writable": "make room on the disk, let the file be written, or end the program that holds it",
    "store_unreadable": "the database can't be read: the log has why; monitor restore puts a backup in its place",
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """Problems and warnings, each a stable word with its details behind colons; remedies by these, where one is
    known.
    """

    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    remedies: Mapping[str, str] = field(default_factory=dict)
    lease: LeaseStanding | None = None  # who leads


def read_readiness(database: Database, views: Views, now: datetime, measured: Measured, remedy: Remedy) -> Readiness:
    """Return how the daemon stands at `now`; a database that can't be read is a problem, and no error. What waits for a
    channel is no problem of a standby.
    """
    problems, status = list(_problems_of_run(measured)), None
    try:
        if not database.is_writable():
            problems.append("store_not_writable")
        status = views.status(now)
    except StoreError:
        problems.append("store_unreadable")
    if status is not None and measured.role == STANDBY:
        return Readiness(tuple(problems), measured.warnings, lease=status.lease)
    lease = status.lease if status is not None else None
    remedies = dict(_told(status, remedy)) if status is not None else {}
    if status is not None and status.oldest_waiting is not None and status.oldest_waiting > OUTBOX_PATIENCE:
        problems.append("outbox_stuck")
    problems += [word for word in remedies if word.startswith("channel_stopped:")]
    warnings = (*measured.warnings, *(word for word in remedies if not word.startswith("channel_stopped:")))
    known = {word: _REMEDIES.get(word.partition(":")[0]) for word in (*problems, *measured.warnings)} | remedies
    return Readiness(tuple(problems), warnings, {word: told for word, told in known.items() if told}, lease)


def _problems_of_run(measured: Measured) -> Iterator[str]:
    tick = measured.ages.get("tick")
    if tick is None or tick > LONGEST_PAUSE.total_seconds():
        yield "clock_stopped"
    yield from measured.troubles


def _told(status: StoreStatus, remedy: Remedy) -> Iterator[tuple[str, str | None]]:
    """Yield what the database knows of channels and sources in trouble, each once, with its remedy."""
    for channel, reason in sorted(status.stopped.items()):
        yield f"channel_stopped:{channel}:{reason}", remedy(channel, reason)
    waiting = {(each.channel, each.reason) for each in status.troubled if each.reason and each.state != "dead"}
    for channel, reason in sorted(waiting, key=str):
        if reason is not None and channel not in status.stopped:
            yield f"channel_failing:{channel}:{reason}", remedy(channel, reason)
    named = [source for source in status.sources_in_trouble if source.state in _WARNED_OF]
    for source in named:
        yield (
            f"source_{source.state}:{source.name}:{source.reason or ''}".rstrip(":"),
            advice_for(source.reason or source.state),
        )
    more = sum(status.sources_by_state.get(state, 0) for state in _WARNED_OF) - len(named)
    if more > 0:
        yield f"more_sources:{more}", "monitor status names them, or the board's page of sources"
