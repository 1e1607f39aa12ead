"""The alerts by time, with what has become of each since: for pages that show a few of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, select, union

from monitor.model import Alert, DeliveryKind, Feedback, Outcome, Standing, Urgency
from monitor.store.codec import read_alert
from monitor.store.engine import Database
from monitor.store.rows import read_feedback
from monitor.store.schema import alerts, deliveries, facts, marks
from monitor.store.standings import read_standings

_TELLING = (DeliveryKind.ALERT.value, DeliveryKind.REPLY.value)
_DISPUTING = (Outcome.CONFLICT.value, Outcome.DENIAL.value)
_later = facts.alias()
_IS_OF_ALERT = (deliveries.c.alert_id == alerts.c.id) & deliveries.c.kind.in_(_TELLING) & deliveries.c.body.is_(None)
# From the disputes to their alerts: there are few, and an index leads to them.
_IS_DISPUTED = alerts.c.id.in_(
    union(
        select(facts.c.alert_id).where(facts.c.outcome.in_(_DISPUTING), facts.c.alert_id.is_not(None)),
        select(facts.c.alert_id)
        .join(_later, _later.c.relates_to == facts.c.id)
        .where(_later.c.outcome.in_(_DISPUTING), facts.c.alert_id.is_not(None)),
    )
)


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts: `None` and false leave open. since: decided then or later; until: then or earlier; before: the
    place of one in the log, behind which the page begins.
    """

    watchlist: str | None = None
    urgency: Urgency | None = None
    is_disputed: bool = False
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class AlertDelivery:
    """One channel's delivery of an alert, with its state in the outbox; why: what a held one waits for."""

    channel: str
    state: str
    urgency: Urgency
    why: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class LoggedAlert:
    """An alert at its place in the log, which grows with time. standing: what has become of it by now."""

    place: int
    alert: Alert
    standing: Standing
    deliveries: tuple[AlertDelivery, ...]
    marks: tuple[Feedback, ...]

    @property
    def urgency(self) -> Urgency:
        """The gravest that a channel was told it with."""
        told = {delivery.urgency for delivery in self.deliveries}
        return next((urgency for urgency in Urgency if urgency in told), Urgency.NORMAL)


class AlertLog:
    """The alerts of one database, without the monitor's own notices; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: AlertFilter, limit: int) -> tuple[LoggedAlert, ...]:
        """Return the latest alerts of the filter, at most `limit`, the latest first."""
        with self._database.read() as connection:
            return _read(connection, _matching(wanted).limit(limit))

    def named(self, ids: Collection[str]) -> tuple[LoggedAlert, ...]:
        """Return the alerts with these ids, the latest first; those that are not there are left out."""
        with self._database.read() as connection:
            return _read(connection, _matching(AlertFilter()).where(alerts.c.id.in_(sorted(ids))))


def _matching(wanted: AlertFilter) -> Select[int, str]:
    query = select(alerts.c.sequence, alerts.c.body).where(alerts.c.document_id != "")
    for condition in _conditions(wanted):
        query = query.where(condition)
    return query.order_by(alerts.c.sequence.desc())


def _conditions(wanted: AlertFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.watchlist is not None:
        yield alerts.c.watchlist == wanted.watchlist
    if wanted.since is not None:
        yield alerts.c.at >= wanted.since
    if wanted.until is not None:
        yield alerts.c.at <= wanted.until
    if wanted.before is not None:
        yield alerts.c.sequence < wanted.before
    if wanted.is_disputed:
        yield _IS_DISPUTED
    if wanted.urgency is not None:
        is_so = select(deliveries.c.id).where(_IS_OF_ALERT, deliveries.c.urgency == wanted.urgency.value).exists()
        told = select(deliveries.c.id).where(_IS_OF_ALERT).exists()
        yield is_so | ~told if wanted.urgency is Urgency.NORMAL else is_so


def _read(connection: Connection, query: Select[int, str]) -> tuple[LoggedAlert, ...]:
    found = [(place, read_alert(body)) for place, body in connection.execute(query)]
    sent = _deliveries(connection, [alert.id for _, alert in found])
    said = read_feedback(connection, marks.c.alert_id.in_([alert.id for _, alert in found]))
    standings = read_standings(connection, [alert for _, alert in found])
    return tuple(
        LoggedAlert(
            place,
            alert,
            standing,
            tuple(sent.get(alert.id, ())),
            tuple(mark for mark in said if mark.alert_id == alert.id),
        )
        for (place, alert), standing in zip(found, standings, strict=True)
    )


def _deliveries(connection: Connection, ids: Sequence[str]) -> dict[str, list[AlertDelivery]]:
    query = (
        select(deliveries)
        .where(deliveries.c.alert_id.in_(ids), deliveries.c.kind.in_(_TELLING), deliveries.c.body.is_(None))
        .order_by(deliveries.c.sequence)
    )
    found: dict[str, list[AlertDelivery]] = {}
    for row in connection.execute(query):
        told = AlertDelivery(row.channel, row.state, Urgency(row.urgency), row.why, row.reason)
        found.setdefault(row.alert_id, []).append(told)
    return found
