"""What waits for a channel, arranged as the desk asks: held, let go, or put into digests, all in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Row, func, or_, select

from monitor.core.alerts.throttling import (
    Arrangement,
    Sent,
    Throttling,
    Waiting,
    arrange,
    is_moved_by_sends,
    settled_until,
)
from monitor.model import DeliveryKind, Urgency
from monitor.store.schema import alerts, deliveries

_TELLING = (DeliveryKind.ALERT.value, DeliveryKind.REPLY.value)
_A_STATEMENT = 500  # ids
_UNSENT = ("pending", "held")
_READ = ("id", "channel", "kind", "about", "urgency", "created_at", "next_at", "why", "state")
_parent, _digest, _tried = deliveries.alias(), deliveries.alias(), deliveries.alias()
_IN_TROUBLE = select(_tried.c.channel).where(
    _tried.c.state.in_(("pending", "uncertain", "sending")), _tried.c.attempts > 0
)
_WAITING = (
    select(*(deliveries.c[name] for name in _READ), alerts.c.watchlist, _parent.c.state.label("parent_state"))
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


_NEWEST = select(func.max(deliveries.c.sequence))
_IS_SENDING = select(deliveries.c.id).where(deliveries.c.state == "sending").limit(1)


@dataclass(frozen=True, slots=True)
class Settled:
    """That nothing was to be done, and for how long that holds: until then, while no delivery is written and no try
    fails.
    """

    throttling: Throttling
    since: datetime
    until: datetime
    newest: int  # sequence
    is_moved_by_sends: bool


def still_settled(connection: Connection, settled: Settled, throttling: Throttling, now: datetime) -> Settled | None:
    """Return what was found, with what was written since, where there is still nothing to be done; else, or where that
    has to be looked at, `None`. What tries have changed is not asked.
    """
    if not settled.since <= now < settled.until or settled.throttling != throttling:
        return None
    newest = connection.execute(_NEWEST).scalar() or 0
    if newest == settled.newest:
        return settled
    if throttling.is_paced:
        return None
    new = [_waiting(row) for row in connection.execute(_WAITING.where(deliveries.c.sequence > settled.newest))]
    if any(each.parent is not None or arrange([each], (), throttling, now) != Arrangement() for each in new):
        return None
    return replace(settled, newest=newest, until=min(settled.until, settled_until(new, (), throttling, now)))


def plan(connection: Connection, throttling: Throttling, now: datetime) -> Plan | Settled:
    """Return what must be done, by channel, or that it is nothing; a channel whose head is being tried is left alone
    until that is through.
    """
    waiting: dict[str, list[Waiting]] = {}
    for row in connection.execute(_WAITING):
        waiting.setdefault(row.channel, []).append(_waiting(row))
    longest = max(throttling.budget_per, throttling.cool_down, timedelta(0))
    sent: dict[str, list[Sent]] = {}
    if waiting:
        for channel, at, watchlist in connection.execute(_SENT.where(deliveries.c.marked_at > now - longest)):
            sent.setdefault(channel, []).append(Sent(at, watchlist))
    plans = {channel: arrange(found, sent.get(channel, ()), throttling, now) for channel, found in waiting.items()}
    plans = {channel: found for channel, found in plans.items() if found != Arrangement()}
    return plans or _settled(connection, waiting, sent, throttling, now)


def _settled(
    connection: Connection,
    waiting: Mapping[str, Sequence[Waiting]],
    sent: Mapping[str, Sequence[Sent]],
    throttling: Throttling,
    now: datetime,
) -> Settled:
    ends = (settled_until(found, sent.get(channel, ()), throttling, now) for channel, found in waiting.items())
    is_sending = connection.execute(_IS_SENDING).first() is not None  # its channel was left alone
    until = now if is_sending else min(ends, default=datetime.max.replace(tzinfo=UTC))
    is_moved = any(is_moved_by_sends(found, throttling) for found in waiting.values())
    return Settled(throttling, now, until, connection.execute(_NEWEST).scalar() or 0, is_moved)


def apply(connection: Connection, plans: Plan, now: datetime) -> None:
    """Do what was planned, in the transaction in which it was planned."""
    for channel, planned in plans.items():
        for reason in dict.fromkeys(why for _, why in planned.holds):
            _set(connection, [name for name, why in planned.holds if why == reason], state="held", why=reason)
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
    for first in range(0, len(ids), _A_STATEMENT):
        portion = ids[first : first + _A_STATEMENT]
        connection.execute(deliveries.update().where(deliveries.c.id.in_(portion)).values(**values))


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
