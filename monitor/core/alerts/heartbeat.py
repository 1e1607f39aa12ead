"""The one message a day that tells a quiet desk from a dead monitor: when it is due, and what it says. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from monitor.core.alerts.wording import age_phrase, time_phrase
from monitor.model import Alert, Delivery

WATCHLIST = "heartbeat"  # the name under which it stands among the alerts
_LONG_WAIT = timedelta(minutes=15)  # in the outbox, or before a decision, that is worth a word
_NAMED = 5  # sources in the message; the others are counted


@dataclass(frozen=True, slots=True)
class Day:
    """What came since the last heartbeat, and how things stand now."""

    since: datetime
    documents: int = 0
    clusters: int = 0
    new_facts: int = 0
    muted_facts: int = 0
    alerts: int = 0
    sources: int = 0
    down: tuple[str, ...] = field(default=())  # sources that can't be read, by name
    oldest_waiting: timedelta | None = None  # the age of the oldest alert that no channel has yet
    oldest_pending: timedelta | None = None  # the age of the oldest document that is not decided


def due_day(now: datetime, at: time, zone: tzinfo) -> date:
    """Return the latest day whose heartbeat is due at `now`; where a change of clocks skips `at`, it comes an hour
    later.
    """
    today = now.astimezone(zone).date()
    return today if datetime.combine(today, at, zone).astimezone(UTC) <= now else today - timedelta(days=1)


def compose_heartbeat(day: date, found: Day, channel: str, now: datetime, zone: tzinfo) -> tuple[Alert, Delivery]:
    """Return the message of a day and its delivery; both have the same ids however often they are composed."""
    digest = hashlib.sha256(f"{WATCHLIST}\n{day.isoformat()}\n{channel}".encode("utf-8", "surrogatepass")).hexdigest()[
        :12
    ]
    headline, more = _headline(found), "; ".join(_details(found, zone))
    alert = Alert(
        f"a{digest}",
        WATCHLIST,
        "Daily heartbeat",
        "",
        "",
        now,
        headline,
        (),
        "News monitor",
        more,
        None,
        None,
        0,
        0,
        (channel,),
    )
    return alert, Delivery(f"d{digest}", alert, channel)


def _headline(found: Day) -> str:
    troubles = []
    if found.down:
        troubles.append(f"{len(found.down)} of {_count(found.sources, 'source')} down")
    if found.oldest_waiting is not None and found.oldest_waiting > _LONG_WAIT:
        troubles.append(f"an alert has waited for {age_phrase(found.oldest_waiting)}")
    if found.oldest_pending is not None and found.oldest_pending > _LONG_WAIT:
        troubles.append(f"a document has waited for {age_phrase(found.oldest_pending)}")
    if not found.documents:
        troubles.append("no document came")
    came = (
        f"{_count(found.documents, 'document')}, {_count(found.new_facts, 'new fact')}, {_count(found.alerts, 'alert')}"
    )
    return f"Still watching, but {' and '.join(troubles)}" if troubles else f"Still watching: {came}"


def _details(found: Day, zone: tzinfo) -> Sequence[str]:
    counts = (
        f"{_count(found.documents, 'document')} in {_count(found.clusters, 'cluster')},"
        f" {_count(found.new_facts, 'new fact')}"
    )
    details = [f"since {time_phrase(found.since, zone)}: {counts}, {_count(found.alerts, 'alert')}"]
    if found.muted_facts:
        details.append(f"{_count(found.muted_facts, 'fact')} kept quiet")
    if found.down:
        more = f" and {len(found.down) - _NAMED} more" if len(found.down) > _NAMED else ""
        details.append(f"down: {', '.join(found.down[:_NAMED])}{more}")
    elif found.sources:
        details.append(f"{_count(found.sources, 'source')}, none down")
    return details


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
