"""What waits for a channel, arranged as the desk asks: held, let go, or put into digests, all in one transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, func, or_, select

from monitor.core.alerts.throttling import Arrangement, Sent, Throttling, Waiting, arrange
from monitor.model import DeliveryKind, Urgency
from monitor.store.schema import alerts, deliveries

_TELLING = (DeliveryKind.ALERT.value, DeliveryKind.REPLY.value)
_UNSENT = ("pending", "held")
_parent, _digest, _tried = deliveries.alias(), deliveries.alias(), deliveries.alias()
_IN_TROUBLE = select(_tried.c.channel).where(
    _tried.c.state.in_(("pending", "uncertain", "sending")), _tried.c.attempts > 0
)
_WAITING = (
    select(deliveries, alerts.c.watchlist, _parent.c.state.label("parent_state"))
    .join(alerts, alerts.c.id == deliveries.c.alert_id)
    .outerjoin(_parent, _parent.c.id == deliveries.c.about)
    .where(
        deliveries.c.state.in_(_UNSENT),
        deliveries.c.attempts == 0,
        deliveries.c.kind.in_(_TELLING),
        deliveries.c.channel.not_in(_IN_TROUBLE),
    )
    .order_by(deliveries.c.sequence)
)
_SENT = (
    select(deliveries.c.channel, deliveries.c.marked_at, alerts.c.watchlist)
    .join(alerts, alerts.c.id == deliveries.c.alert_id)
    .where(deliveries.c.state == "posted", deliveries.c.kind.in_((DeliveryKind.ALERT.value, DeliveryKind.DIGEST.value)))
)

Plan = dict[str, Arrangement]


def plan(connection: Connection, throttling: Throttling, now: datetime) -> Plan:
    """Return what must be done, by channel; a channel whose head is being tried is left alone until that is through."""
    waiting: dict[str, list[Waiting]] = {}
    for row in connection.execute(_WAITING):
        waiting.setdefault(row.channel, []).append(_waiting(row))
    if not waiting:
        return {}
    longest = max(throttling.budget_per, throttling.cool_down, timedelta(0))
    sent: dict[str, list[Sent]] = {}
    for channel, at, watchlist in connection.execute(_SENT.where(deliveries.c.marked_at > now - longest)):
        sent.setdefault(channel, []).append(Sent(at, watchlist))
    plans = {channel: arrange(found, sent.get(channel, ()), throttling, now) for channel, found in waiting.items()}
    return {channel: found for channel, found in plans.items() if found != Arrangement()}


def apply(connection: Connection, plans: Plan, now: datetime) -> None:
    """Do what was planned, in the transaction in which it was planned."""
    for channel, planned in plans.items():
        for delivery_id, why in planned.holds:
            _set(connection, [delivery_id], state="held", why=why)
        if planned.releases:
            _set(connection, list(planned.releases), state="pending", why=None, next_at=now)
        for why, members in planned.digests:
            _merge(connection, channel, why, list(members), now)


def _waiting(row: Row[*tuple[object, ...]]) -> Waiting:
    is_answer = row.kind == DeliveryKind.REPLY
    parent = row.about if is_answer and row.parent_state in _UNSENT else None
    return Waiting(
        row.id,
        row.watchlist,
        Urgency(row.urgency),
        row.created_at,
        row.next_at,
        row.why if row.state == "held" else None,
        is_answer,
        parent,
    )


def _set(connection: Connection, ids: list[str], **values: object) -> None:
    connection.execute(deliveries.update().where(deliveries.c.id.in_(ids)).values(**values))


def _merge(connection: Connection, channel: str, why: str, members: list[str], now: datetime) -> None:
    """Queue a digest of the members behind all that waits; edits of messages that will not be are dropped with them."""
    digest = "g" + hashlib.sha256("\x1f".join(members).encode()).hexdigest()[:12]
    first = connection.execute(select(deliveries.c.alert_id).where(deliveries.c.id == members[0])).scalar_one()
    row = {
        "id": digest,
        "alert_id": first,
        "channel": channel,
        "state": "pending",
        "attempts": 0,
        "created_at": now,
        "next_at": now,
    }
    connection.execute(
        deliveries.insert(), {**row, "kind": DeliveryKind.DIGEST.value, "urgency": Urgency.NORMAL.value, "why": why}
    )
    is_moot = (
        (deliveries.c.kind == DeliveryKind.EDIT) & deliveries.c.about.in_(members) & (deliveries.c.state == "pending")
    )
    connection.execute(
        deliveries.update()
        .where(or_(deliveries.c.id.in_(members), is_moot))
        .values(state="merged", digest=digest, marked_at=now)
    )


def count_held(connection: Connection) -> dict[str, int]:
    """Return how many deliveries are held, by reason."""
    rows = connection.execute(
        select(deliveries.c.why, func.count()).where(deliveries.c.state == "held").group_by(deliveries.c.why)
    )
    return {why or "": count for why, count in rows}
