"""Deliveries between the decision that wrote them and the channel that has them.

A channel gets its deliveries in the order in which they were written: only the first that is neither posted nor dead
can be claimed, and while it is leased or waits for its next try, the channel waits. Other channels do not notice.
Long because each step of a delivery's life is one transaction, and all of them are here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from monitor.core.alerts.joint_messages import note_of
from monitor.core.alerts.throttling import Throttling
from monitor.model import Alert, Delivery, DeliveryKind, Urgency
from monitor.model.errors import StoreError
from monitor.store import holding
from monitor.store.codec import read_alert, write_alert
from monitor.store.engine import Database
from monitor.store.rows import read_heads, read_order
from monitor.store.schema import WAITING, alerts, deliveries
from monitor.store.threads import read_joint_standing, read_others, write_rest

_LONGEST_WAIT = timedelta(hours=27)  # a day and a tenth, by which a pause is spread

_HEADS = select(func.min(deliveries.c.sequence)).where(deliveries.c.state.in_(WAITING)).group_by(deliveries.c.channel)
_IS_FREE = or_(deliveries.c.state != "sending", deliveries.c.lease_until <= bindparam("now"))
_earlier, _digest, _edit = deliveries.alias(), deliveries.alias(), deliveries.alias()
_HAS_EDIT = select(_edit.c.id).where(_edit.c.about == deliveries.c.id, _edit.c.kind == DeliveryKind.EDIT).exists()
_DUE = (
    select(
        deliveries,
        alerts.c.body.label("alert"),
        _earlier.c.reference.label("message"),
        _digest.c.reference.label("together"),
        _HAS_EDIT.label("has_edit"),
    )
    .join(alerts, alerts.c.id == deliveries.c.alert_id)
    .outerjoin(_earlier, _earlier.c.id == deliveries.c.about)
    .outerjoin(_digest, _digest.c.id == _earlier.c.digest)
    .where(deliveries.c.sequence.in_(_HEADS), deliveries.c.next_at <= bindparam("now"), _IS_FREE)
    .where(deliveries.c.channel.not_in(bindparam("busy", expanding=True)))
    .order_by(deliveries.c.sequence)
    .limit(bindparam("count"))
)
_MERGED = (
    select(func.coalesce(deliveries.c.body, alerts.c.body))
    .join(alerts, alerts.c.id == deliveries.c.alert_id)
    .where(deliveries.c.digest == bindparam("digest"), deliveries.c.kind != DeliveryKind.EDIT)
    .order_by(deliveries.c.sequence)
)
_LAST_CARD = (
    select(deliveries.c.reference)
    .join(alerts, alerts.c.id == deliveries.c.alert_id)
    .where(deliveries.c.kind == DeliveryKind.CARD, deliveries.c.state == "posted", deliveries.c.reference.is_not(None))
    .where(deliveries.c.channel == bindparam("channel"), alerts.c.watchlist == bindparam("watchlist"))
    .order_by(deliveries.c.sequence.desc())
    .limit(1)
)
_CARD_WAITS = (
    select(deliveries.c.id)
    .join(alerts, alerts.c.id == deliveries.c.alert_id)
    .where(deliveries.c.kind == DeliveryKind.CARD, deliveries.c.state == "pending", deliveries.c.attempts == 0)
    .where(deliveries.c.channel == bindparam("channel"), alerts.c.watchlist == bindparam("watchlist"))
)
_LAST_REFERENCE = (
    select(deliveries.c.reference)
    .where(deliveries.c.channel == bindparam("channel"), deliveries.c.state == "posted")
    .where(deliveries.c.reference.is_not(None))
    .order_by(deliveries.c.sequence.desc())
    .limit(1)
)
_ADD_ALERTS, _ADD_DELIVERIES = alerts.insert(), deliveries.insert()
_LEASE = (
    deliveries.update()
    .where(deliveries.c.sequence.in_(bindparam("sequences", expanding=True)))
    .values(
        state="sending",
        attempts=deliveries.c.attempts + 1,
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until"),
    )
)
_RELEASE = (
    deliveries.update()
    .where(deliveries.c.state == "sending")
    .values(
        state="uncertain", next_at=bindparam("next"), reason="killed_while_sending", lease_owner=None, lease_until=None
    )
)
_HASTEN = (
    deliveries.update()
    .where(
        deliveries.c.state.in_(("pending", "uncertain")),
        deliveries.c.next_at > bindparam("next"),
        deliveries.c.reason != "ratelimited",
    )
    .values(next_at=bindparam("next"))
)
_MARK = (
    deliveries.update()
    .where(deliveries.c.id == bindparam("delivery_id"), deliveries.c.state.in_(WAITING))
    .values(
        state=bindparam("new_state"),
        next_at=bindparam("next"),
        marked_at=bindparam("at"),
        reason=bindparam("cause"),
        is_stopped=bindparam("needs_person"),
        reference=bindparam("name"),
        lease_owner=None,
        lease_until=None,
    )
    .returning(deliveries.c.attempts)
)


@dataclass(frozen=True, slots=True)
class _Ending:
    """How a try ended; `next_at` is when the delivery may be tried again, where it may."""

    state: str
    at: datetime
    next_at: datetime
    reason: str | None = None
    reference: str | None = None
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Tries:
    """How many ended in this process: plain ones were posted at the first try; with the others the channel was left
    alone.
    """

    plain: int = 0
    others: int = 0


class Outbox:
    """The deliveries of one database; any thread may call it. Only who holds the instance lock arranges, claims and
    marks: what was found settled is kept from one send to the next.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._settled: tuple[holding.Settled, _Tries] | None = None
        self._tries = _Tries()

    def arrange(self, throttling: Throttling, now: datetime) -> None:
        """Hold, let go or put into digests what waits for its channels, as the desk asks."""
        tries = self._tries  # before the look: what ends meanwhile is looked at next time
        with self._database.read() as connection:
            found = self._still_settled(connection, throttling, now) or holding.plan(connection, throttling, now)
        if isinstance(found, holding.Settled):
            self._settled = found, tries
            return
        with self._database.write() as connection:
            found = holding.plan(connection, throttling, now)
            if not isinstance(found, holding.Settled):
                holding.apply(connection, found, now)

    def claim(
        self, owner: str, now: datetime, lease: timedelta, limit: int, busy: Collection[str] = ()
    ) -> list[Delivery]:
        """Lease the first waiting delivery of each channel where it is due, at most `limit`, to `owner` until `now +
        lease`, for one try each; none of a `busy` channel.

        A channel's next delivery can be claimed when this one is marked posted or dead, so call until nothing comes.
        `attempts` are the tries begun before this one. `is_uncertain` says that one of them may have reached the
        channel: it was marked so, or its lease ran out and nobody knows. Then anybody can claim it.
        """
        with self._database.write() as connection:
            rows = connection.execute(_DUE, {"now": now, "count": limit, "busy": list(busy)}).all()
            if rows:
                sequences = [row.sequence for row in rows]
                connection.execute(_LEASE, {"sequences": sequences, "owner": owner, "until": now + lease})
            last = {row.channel: connection.execute(_LAST_REFERENCE, {"channel": row.channel}).scalar() for row in rows}
            return [replace(_read(connection, row), last_reference=last[row.channel]) for row in rows]

    def release(self, retry_at: datetime) -> int:
        """Let deliveries that a killed daemon was sending be claimed from `retry_at`, in doubt; return how many those
        are.

        Deliveries that wait longer after a failure are due then as well, since a start often follows a mend, save where
        the service itself named the time. Only for who holds the instance lock: it says that no other sender lives.
        """
        with self._database.write() as connection:
            connection.execute(_HASTEN, {"next": retry_at})
            released = connection.execute(_RELEASE, {"next": retry_at}).rowcount
        self._note()
        return released

    def set_right_times(self, now: datetime) -> None:
        """Let what waits or was sent in the future count as of `now`: a clock was wrong then, and nothing shall wait
        until it is right.

        The next try of what has failed may lie in the future, by no more than a service may ask for.
        """
        with self._database.write() as connection:
            for column in (deliveries.c.created_at, deliveries.c.marked_at):
                connection.execute(deliveries.update().where(column > now).values({column.name: now, "next_at": now}))
            connection.execute(
                deliveries.update().where(deliveries.c.next_at > now + _LONGEST_WAIT).values(next_at=now)
            )
        self._note()

    def mark_posted(self, delivery_id: str, at: datetime, reference: str | None, rest: Alert | None = None) -> None:
        """Record that the channel has the message, `reference` being its own name for it; queue with it, for its
        thread, what had no room in it.
        """
        with self._database.write() as connection:
            attempts = _mark(connection, delivery_id, _Ending("posted", at, at, reference=reference))
            if rest is not None:
                write_rest(connection, delivery_id, rest, at)
        self._note(is_plain=attempts == 1)

    def mark_failed(
        self,
        delivery_id: str,
        at: datetime,
        reason: str,
        retry_at: datetime,
        is_uncertain: bool = False,
        is_stopped: bool = False,
    ) -> None:
        """Record a try that failed, or whose end is not known (`is_uncertain`); the channel waits until `retry_at`, or
        stops until a person acts.
        """
        state = "uncertain" if is_uncertain else "pending"
        with self._database.write() as connection:
            _mark(connection, delivery_id, _Ending(state, at, retry_at, reason, is_stopped=is_stopped))
        self._note()

    def mark_dead(self, delivery_id: str, at: datetime, reason: str) -> None:
        """Give the delivery up, on record; the channel goes on with its next."""
        with self._database.write() as connection:
            _mark(connection, delivery_id, _Ending("dead", at, at, reason))
        self._note()

    def _still_settled(self, connection: Connection, throttling: Throttling, now: datetime) -> holding.Settled | None:
        if self._settled is None:
            return None
        settled, then = self._settled
        is_same = self._tries.others == then.others and (not settled.is_moved_by_sends or self._tries == then)
        return holding.still_settled(connection, settled, throttling, now) if is_same else None

    def _note(self, *, is_plain: bool = False) -> None:
        """Note that a try has ended, once that is committed."""
        tries = self._tries
        self._tries = replace(tries, plain=tries.plain + 1) if is_plain else replace(tries, others=tries.others + 1)


def enqueue(connection: Connection, told: Sequence[Alert], outgoing: Iterable[Delivery], now: datetime) -> None:
    """Record alerts and queue their deliveries; a card that nobody has begun is not queued twice, for it will say what
    holds when it is sent.
    """
    if told:
        connection.execute(_ADD_ALERTS, [_alert_row(alert) for alert in told])
    rows = []
    for delivery in outgoing:
        values = {"channel": delivery.channel, "watchlist": delivery.alert.watchlist}
        if delivery.kind is not DeliveryKind.CARD or connection.execute(_CARD_WAITS, values).first() is None:
            rows.append(_delivery_row(delivery, now))
    connection.execute(_ADD_DELIVERIES, rows) if rows else None


def _alert_row(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "watchlist": alert.watchlist,
        "cluster_id": alert.cluster_id,
        "document_id": alert.document_id,
        "at": alert.at,
        "body": write_alert(alert),
    }


def _delivery_row(delivery: Delivery, now: datetime) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "alert_id": delivery.alert.id,
        "channel": delivery.channel,
        "state": "merged" if delivery.told_by else "pending",
        "attempts": delivery.attempts,
        "created_at": now,
        "next_at": now,
        "kind": delivery.kind.value,
        "urgency": delivery.urgency.value,
        "digest": delivery.told_by,
        "marked_at": now if delivery.told_by else None,
    }


def _read(connection: Connection, row: Any) -> Delivery:
    kind = DeliveryKind(row.kind)
    if kind is DeliveryKind.CARD:
        return _read_card(connection, row)
    alert = read_alert(row.body or row.alert)
    others = read_others(connection, row.about if kind is DeliveryKind.EDIT else row.id)
    if others and row.body is None and kind is not DeliveryKind.DIGEST:
        alert = replace(alert, note=note_of(other.watchlist_title for other in others))
    return Delivery(
        id=row.id,
        alert=alert,
        channel=row.channel,
        attempts=row.attempts,
        is_uncertain=row.state != "pending",
        kind=kind,
        about=row.message or (row.together if kind is DeliveryKind.REPLY else None),
        standing=read_joint_standing(connection, alert, others)
        if kind is DeliveryKind.EDIT or (kind is DeliveryKind.ALERT and row.has_edit)
        else None,
        urgency=Urgency(row.urgency),
        is_broadcast=kind is DeliveryKind.REPLY
        and row.body is None,  # an alert that was moved into a thread; what was written for one is not news
        alerts=tuple(read_alert(body) for body in connection.execute(_MERGED, {"digest": row.id}).scalars())
        if kind is DeliveryKind.DIGEST
        else (),
        why=row.why or "",
    )


def _read_card(connection: Connection, row: Any) -> Delivery:
    alert = read_alert(row.alert)
    message = connection.execute(_LAST_CARD, {"channel": row.channel, "watchlist": alert.watchlist}).scalar()
    heads = tuple(read_heads(connection, alert.watchlist))
    return Delivery(
        id=row.id,
        alert=alert,
        channel=row.channel,
        attempts=row.attempts,
        is_uncertain=row.state != "pending",
        kind=DeliveryKind.CARD,
        about=message,
        heads=heads,
        order=read_order(connection, alert.watchlist),
    )


def _mark(connection: Connection, delivery_id: str, ending: _Ending) -> int:
    """Write how the try ended, and return which try it was."""
    values = {
        "delivery_id": delivery_id,
        "new_state": ending.state,
        "at": ending.at,
        "next": ending.next_at,
        "cause": ending.reason,
        "name": ending.reference,
        "needs_person": ending.is_stopped,
    }
    attempts: int | None = connection.execute(_MARK, values).scalar()
    if attempts is None:
        raise StoreError(f"delivery {delivery_id} is not in the outbox, or is done with")
    return attempts
