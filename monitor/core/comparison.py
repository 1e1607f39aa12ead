"""What another set of rules would have told: alerts added, removed, changed, and how many a day. Pure; the runs are
made elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.core.alerts.lines import change_phrase
from monitor.core.records import Record, instant
from monitor.model import Alert


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One document's alert for one watchlist that the rules do not agree on; the lines say outcome, fact and change."""

    change: Change
    watchlist: str
    document_id: str
    at: datetime
    outlet: str
    headline: str  # of the new rules where they alert, else of the present ones
    lines_removed: tuple[str, ...]
    lines_added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """Alerts a day over the days from the first document to the last, both counted; `busiest` is the day with the
    most.
    """

    alerts: int
    days: int
    per_day: float
    busiest: date | None
    most: int


def compare(present: Iterable[Alert], new: Iterable[Alert]) -> tuple[Difference, ...]:
    """Return the differences in the order of time, then of documents. Alerts are paired by watchlist and document, in
    order.
    """
    before, after = _by_document(present), _by_document(new)
    found = []
    for key in before.keys() | after.keys():
        olds, news = before.get(key, []), after.get(key, [])
        for at in range(max(len(olds), len(news))):
            difference = _difference(olds[at] if at < len(olds) else None, news[at] if at < len(news) else None)
            found += [difference] if difference else []
    return tuple(sorted(found, key=lambda each: (each.at, each.document_id, each.watchlist, each.headline)))


def volume(alerts: Sequence[Alert], published: Sequence[datetime]) -> Volume:
    """Return how many alerts come a day over the days that documents `published` at those instants span."""
    counts = Counter((alert.published_at or alert.at).date() for alert in alerts)
    days = (max(published).date() - min(published).date()).days + 1 if published else 0
    busiest = min(counts, key=lambda day: (-counts[day], day), default=None)
    return Volume(
        len(alerts), days, round(len(alerts) / days, 2) if days else 0.0, busiest, counts[busiest] if busiest else 0
    )


def difference_record(difference: Difference) -> Record:
    """Return the `difference` record: an alert that comes with one set of rules and not, or not so, with the other."""
    return {
        "record": "difference",
        "change": difference.change.value,
        "watchlist": difference.watchlist,
        "document_id": difference.document_id,
        "at": instant(difference.at),
        "headline": difference.headline,
        "lines_removed": list(difference.lines_removed),
        "lines_added": list(difference.lines_added),
    }


def volume_record(rules: str, volume: Volume) -> Record:
    """Return the `volume` record of the `present` or the `new` rules."""
    return {
        "record": "volume",
        "rules": rules,
        "alerts": volume.alerts,
        "days": volume.days,
        "per_day": volume.per_day,
        "busiest_day": volume.busiest.isoformat() if volume.busiest else None,
        "most_a_day": volume.most,
    }


def _by_document(alerts: Iterable[Alert]) -> dict[tuple[str, str], list[Alert]]:
    found: dict[tuple[str, str], list[Alert]] = {}
    for alert in alerts:
        found.setdefault((alert.watchlist, alert.document_id), []).append(alert)
    return found


def _difference(old: Alert | None, new: Alert | None) -> Difference | None:
    removed, added = Counter(_lines(old)), Counter(_lines(new))
    told = new or old
    if told is None or removed == added:
        return None
    change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
    gone, come = tuple((removed - added).elements()), tuple((added - removed).elements())
    return Difference(change, told.watchlist, told.document_id, told.at, told.outlet, told.headline, gone, come)


def _lines(alert: Alert | None) -> list[str]:
    return (
        [f"{line.outcome.value} {line.label}: {change_phrase(line.was, line.now)}" for line in alert.lines]
        if alert
        else []
    )
