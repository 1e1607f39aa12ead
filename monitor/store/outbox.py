"""Deliveries between the decision that wrote them and the channel that has them.

A channel gets its deliveries in the order in which they were written: only the first that is neither posted nor dead
can be claimed, and while it is leased or waits for its next try, the channel waits. Other channels do not notice.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from monitor.model import Delivery, DeliveryKind, Fact, Outcome, Urgency
from monitor.model.errors import StoreError
from monitor.store.codec import read_alert
from monitor.store.rows import fact_of
from monitor.store.schema import alerts, deliveries, facts
from monitor.store.threads import read_standing

WAITING = ("pending", "uncertain", "sending")

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
_HEADS_OF_WATCHLIST = (
    select(facts)
    .where(
        facts.c.watchlist == bindparam("watchlist"),
        facts.c.head_id == facts.c.id,
        facts.c.outcome != Outcome.BACKGROUND.value,
    )
    .order_by(facts.c.sequence)
)
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
)


def claim(
    connection: Connection, owner: str, now: datetime, lease: timedelta, limit: int, busy: Collection[str] = ()
) -> list[Delivery]:
    """Lease the first due delivery of each channel that is not `busy`, at most `limit` of them, to `owner` until `now +
    lease`.

    The try is counted; `attempts` of what is returned are the tries begun before this one. `is_uncertain` says that one
    of them may have reached the channel: it was marked so, or its lease ran out and nobody knows. Then anybody can
    claim it.
    """
    rows = connection.execute(_DUE, {"now": now, "count": limit, "busy": list(busy)}).all()
    if rows:
        connection.execute(_LEASE, {"sequences": [row.sequence for row in rows], "owner": owner, "until": now + lease})
    return [_read(connection, row) for row in rows]


def release(connection: Connection, retry_at: datetime) -> int:
    """Make what is leased claimable from `retry_at`, in doubt, for it is known that no holder of a lease lives; return
    how many those are.

    What waits longer after a failure is tried then as well, since a start often follows a mend; a service's own
    Retry-After holds.
    """
    connection.execute(_HASTEN, {"next": retry_at})
    return connection.execute(_RELEASE, {"next": retry_at}).rowcount


def set_right_times(connection: Connection, now: datetime) -> None:
    """Let what waits or was sent in the future count as of `now`: a clock was wrong then, and nothing shall wait until
    it is right.

    The next try of what has failed may lie in the future, by no more than a service may ask for.
    """
    for column in (deliveries.c.created_at, deliveries.c.marked_at):
        connection.execute(deliveries.update().where(column > now).values({column.name: now, "next_at": now}))
    connection.execute(deliveries.update().where(deliveries.c.next_at > now + _LONGEST_WAIT).values(next_at=now))


def mark_posted(connection: Connection, delivery_id: str, at: datetime, reference: str | None) -> None:
    """Record that the channel has the message, under the channel's own name for it."""
    _mark(connection, delivery_id, "posted", at, at, reference=reference)


def mark_failed(
    connection: Connection,
    delivery_id: str,
    at: datetime,
    reason: str,
    retry_at: datetime,
    is_uncertain: bool = False,
    is_stopped: bool = False,
) -> None:
    """Record a try that is not known to have succeeded; its channel waits until `retry_at`."""
    _mark(
        connection,
        delivery_id,
        "uncertain" if is_uncertain else "pending",
        at,
        retry_at,
        reason=reason,
        is_stopped=is_stopped,
    )


def mark_dead(connection: Connection, delivery_id: str, at: datetime, reason: str) -> None:
    """Give the delivery up; it stays on record, and its channel goes on with the next."""
    _mark(connection, delivery_id, "dead", at, at, reason=reason)


def _read(connection: Connection, row: Any) -> Delivery:
    kind = DeliveryKind(row.kind)
    if kind is DeliveryKind.CARD:
        return _read_card(connection, row)
    alert = read_alert(row.body or row.alert)
    return Delivery(
        id=row.id,
        alert=alert,
        channel=row.channel,
        attempts=row.attempts,
        is_uncertain=row.state != "pending",
        kind=kind,
        about=row.message or (row.together if kind is DeliveryKind.REPLY else None),
        standing=read_standing(connection, alert)
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
        row.id, alert, row.channel, row.attempts, row.state != "pending", DeliveryKind.CARD, message, heads=heads
    )


def read_heads(connection: Connection, watchlist: str) -> list[Fact]:
    """Return the heads of a watchlist's ledger, ended ones too."""
    return [fact_of(fact) for fact in connection.execute(_HEADS_OF_WATCHLIST, {"watchlist": watchlist})]


def _mark(
    connection: Connection,
    delivery_id: str,
    state: str,
    at: datetime,
    next_at: datetime,
    *,
    reason: str | None = None,
    reference: str | None = None,
    is_stopped: bool = False,
) -> None:
    values = {
        "delivery_id": delivery_id,
        "new_state": state,
        "at": at,
        "next": next_at,
        "cause": reason,
        "name": reference,
        "needs_person": is_stopped,
    }
    if connection.execute(_MARK, values).rowcount == 0:
        raise StoreError(f"delivery {delivery_id} is not in the outbox, or is done with")
