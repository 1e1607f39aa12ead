"""Follow-ups to messages: which earlier message a delivery answers or edits, and what has become of an alert since it
was told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, select

from monitor.core.alerts.joint_messages import news_of
from monitor.model import (
    Alert,
    CapabilitiesByKind,
    Decision,
    DeliveryKind,
    Feedback,
    FollowUp,
    Standing,
    Urgency,
    capabilities_of,
)
from monitor.store.codec import read_alert, write_alert
from monitor.store.schema import alerts, deliveries
from monitor.store.standings import read_standing

_TELLS = deliveries.c.kind.in_((DeliveryKind.ALERT, DeliveryKind.REPLY)) & deliveries.c.body.is_(None)
_leader = deliveries.alias()  # whose message tells an alert of another watchlist as well
_MESSAGES = (
    select(
        func.coalesce(_leader.c.id, deliveries.c.id).label("id"),
        func.coalesce(_leader.c.alert_id, deliveries.c.alert_id).label("alert_id"),
        func.coalesce(_leader.c.kind, deliveries.c.kind).label("kind"),
        case((_leader.c.id.is_not(None), _leader.c.about), else_=deliveries.c.about).label("about"),
        func.coalesce(_leader.c.urgency, deliveries.c.urgency).label("urgency"),
        deliveries.c.channel,
    )
    .outerjoin(_leader, (_leader.c.id == deliveries.c.digest) & (_leader.c.kind != DeliveryKind.DIGEST))
    .where(deliveries.c.alert_id == bindparam("alert_id"), _TELLS)
    .where(func.coalesce(_leader.c.state, deliveries.c.state) != "dead")
    .order_by(deliveries.c.sequence)
)
_OTHERS = (
    select(alerts.c.body)
    .join(deliveries, deliveries.c.alert_id == alerts.c.id)
    .where(deliveries.c.digest == bindparam("leader"), deliveries.c.kind != DeliveryKind.EDIT)
    .order_by(deliveries.c.sequence)
)
_EDIT_WAITS = select(deliveries.c.id).where(
    deliveries.c.about == bindparam("about"),
    deliveries.c.kind == DeliveryKind.EDIT,
    deliveries.c.state == "pending",
    deliveries.c.attempts == 0,
)


def write_follow_ups(connection: Connection, decision: Decision, now: datetime) -> None:
    """Queue the replies and edits of a decision, behind its alerts, in each channel that has the earlier alert or waits
    for it, as far as its kind can thread and edit.

    An alert that is told in a thread stops being a message of its own there. An edit that nobody has begun is not
    queued twice: it will say what holds when it is sent.
    """
    said: dict[tuple[str, str], frozenset[tuple[object, ...]]] = {}  # in a channel's thread, by this decision
    for follow_up in decision.follow_ups:
        for message in connection.execute(_MESSAGES, {"alert_id": follow_up.parent_id}).all():
            can = capabilities_of(message.channel, decision.capabilities)
            if can.can_thread:
                root = message.about if message.kind == DeliveryKind.REPLY and message.about else message.id
                thread, news = (message.channel, root), news_of(follow_up.alert.lines)
                if not news <= said.get(thread, frozenset()):
                    has_said = _answer(connection, follow_up, message.channel, root, now)
                    said[thread] = said.get(thread, frozenset()) | (news if has_said else frozenset())
            if can.can_edit and connection.execute(_EDIT_WAITS, {"about": message.id}).first() is None:
                name = f"{follow_up.alert.id}-{DeliveryKind.EDIT.value}-{message.id}"
                connection.execute(deliveries.insert(), _edit_row(name, message, now))


def write_edits(connection: Connection, mark: Feedback, capabilities: CapabilitiesByKind, now: datetime) -> None:
    """Queue an edit of each message that tells the marked alert and can be edited."""
    for message in connection.execute(_MESSAGES, {"alert_id": mark.alert_id}).all():
        can_edit = capabilities_of(message.channel, capabilities).can_edit
        if can_edit and connection.execute(_EDIT_WAITS, {"about": message.id}).first() is None:
            name = (
                "m"
                + hashlib.sha256(
                    "\x1f".join((mark.author, mark.at.isoformat(), message.id)).encode("utf-8", "surrogatepass")
                ).hexdigest()[:12]
            )
            connection.execute(deliveries.insert(), _edit_row(name, message, now))


def write_rest(connection: Connection, delivery_id: str, rest: Alert, now: datetime) -> None:
    """Queue, for the thread of a delivery's message, what had no room in it."""
    told = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one()
    root = told.about if told.kind == DeliveryKind.REPLY and told.about else told.id
    values = _row(f"{told.id}-rest", told.alert_id, told.channel, DeliveryKind.REPLY, root, now)
    connection.execute(deliveries.insert(), {**values, "body": write_alert(rest)})


def read_others(connection: Connection, delivery_id: str | None) -> tuple[Alert, ...]:
    """Return the alerts of other watchlists that the delivery's message tells as well, in their order."""
    return tuple(map(read_alert, connection.execute(_OTHERS, {"leader": delivery_id}).scalars())) if delivery_id else ()


def read_joint_standing(connection: Connection, alert: Alert, others: Sequence[Alert]) -> Standing:
    """Return what has become of the alert by now, and of those that its message tells as well: each thing once."""
    standing = read_standing(connection, alert)
    for other in others:
        more = read_standing(connection, other)
        known = news_of(standing.notes)
        notes = tuple(note for note in more.notes if not news_of((note,)) <= known)
        standing = Standing(
            max(standing.outlets, more.outlets),
            max(standing.origins, more.origins),
            (*standing.notes, *notes),
            tuple(dict.fromkeys((*standing.acknowledged, *more.acknowledged))),
        )
    return standing


def _answer(connection: Connection, follow_up: FollowUp, channel: str, root: str, now: datetime) -> bool:
    """Let the follow-up be a reply in the thread of `root`, unless it is only an edit, or the message of another
    watchlist's alert tells it; say whether it is one.
    """
    moved = _move(connection, follow_up.alert.id, channel, root) if follow_up.is_told else None
    if moved is None and not follow_up.is_edit:
        _queue_reply(connection, follow_up, channel, root, now)
        return True
    return moved is True


def _move(connection: Connection, alert_id: str, channel: str, root: str) -> bool | None:
    """Turn the alert's own delivery into a reply: `True`; `None` where there is none, `False` where another delivery's
    message tells it.
    """
    is_it = (
        (deliveries.c.alert_id == alert_id)
        & (deliveries.c.channel == channel)
        & (deliveries.c.kind == DeliveryKind.ALERT)
    )
    state = connection.execute(select(deliveries.c.state).where(is_it)).scalar()
    if state is None or state == "merged":
        return None if state is None else False
    connection.execute(deliveries.update().where(is_it).values(kind=DeliveryKind.REPLY, about=root))
    return True


def _queue_reply(connection: Connection, follow_up: FollowUp, channel: str, root: str, now: datetime) -> None:
    name = f"{follow_up.alert.id}-{DeliveryKind.REPLY.value}-{root}"
    values = _row(name, follow_up.parent_id, channel, DeliveryKind.REPLY, root, now)
    connection.execute(deliveries.insert(), {**values, "body": write_alert(follow_up.alert)})


def _edit_row(name: str, message: Row[*tuple[Any, ...]], now: datetime) -> dict[str, Any]:
    """An edit of a message, which stays as urgent as it was told."""
    values = _row(name, message.alert_id, message.channel, DeliveryKind.EDIT, message.id, now)
    return {**values, "urgency": message.urgency, "body": None}


def _row(name: str, alert_id: str, channel: str, kind: DeliveryKind, about: str, now: datetime) -> dict[str, Any]:
    state = {"state": "pending", "attempts": 0, "created_at": now, "next_at": now, "urgency": Urgency.NORMAL.value}
    return {"id": name, "alert_id": alert_id, "channel": channel, "kind": kind.value, "about": about, **state}
