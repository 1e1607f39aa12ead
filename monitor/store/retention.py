"""What a database lets go of when it is old: in small batches, each chosen in a read and dropped in a short write.

A cluster is let go of as a whole, and only when nothing has joined it lately. What the ledger rests on, what people
have marked, and the memory of what the sources have brought stay, however old they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Delete, and_, bindparam, func, or_, select

from monitor.model import DeliveryKind
from monitor.store.schema import alerts, deliveries, documents, facts, marks

_BATCH = 200  # rows a write: some ten milliseconds


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept; `None` is for ever. Each span is longer than the window in which copies join a cluster.

    bodies: texts of clusters in which no fact was read. evidence: texts of the others. documents: clusters without fact
    or alert, whole. deliveries: what was posted. facts: slots of which nothing was heard.
    """

    bodies: timedelta | None = None
    evidence: timedelta | None = None
    documents: timedelta | None = None
    deliveries: timedelta | None = None
    facts: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to let go of: `drop` does it, and returns how many those were; `keys` are those of a ledger's slots that are
    gone then.
    """

    drop: Callable[[Connection], int]
    keys: tuple[str, ...] = ()


_member, _later, _answer = documents.alias(), facts.alias(), deliveries.alias()
_alert_of, _newer, _newer_alert = alerts.alias(), deliveries.alias(), alerts.alias()
_HAS_FACT = select(facts.c.id).where(facts.c.cluster_id == documents.c.cluster_id).exists()
_HAS_ALERT = select(alerts.c.id).where(alerts.c.cluster_id == documents.c.cluster_id).exists()
_IS_MARKED = (
    select(marks.c.sequence)
    .join(alerts, alerts.c.id == marks.c.alert_id)
    .where(alerts.c.cluster_id == documents.c.cluster_id)
    .exists()
)
_IS_NAMED = (
    select(_answer.c.id)
    .where(
        or_(
            _answer.c.about == deliveries.c.id,
            and_(_answer.c.digest == deliveries.c.id, _answer.c.id != deliveries.c.id),
        )
    )
    .exists()
)
_IS_LAST_CARD = and_(
    deliveries.c.kind == DeliveryKind.CARD.value,
    ~select(_newer.c.id)
    .join(_newer_alert, _newer_alert.c.id == _newer.c.alert_id)
    .where(
        _newer.c.kind == DeliveryKind.CARD.value, _newer.c.state == "posted", _newer.c.channel == deliveries.c.channel
    )
    .where(_newer.c.sequence > deliveries.c.sequence)
    .where(
        _newer_alert.c.watchlist
        == select(_alert_of.c.watchlist)
        .where(_alert_of.c.id == deliveries.c.alert_id)
        .correlate(deliveries)
        .scalar_subquery()
    )
    .exists(),
)


def choose(connection: Connection, retention: Retention, now: datetime) -> Batch | None:
    """Return the next rows to let go of; `None` where everything that is left is to be kept."""
    return next(_batches(connection, retention, now), None)


def _batches(connection: Connection, retention: Retention, now: datetime) -> Iterator[Batch]:
    if retention.documents is not None:
        yield from _documents(connection, _is_silent(now - retention.documents), is_whole=True)
    if retention.bodies is not None:
        yield from _documents(connection, (documents.c.text != "") & _is_silent(now - retention.bodies), is_whole=False)
    if retention.evidence is not None:
        is_told = _is_old(now - retention.evidence) & or_(_HAS_FACT, _HAS_ALERT) & ~_IS_MARKED
        yield from _documents(connection, (documents.c.text != "") & is_told, is_whole=False)
    if retention.deliveries is not None:
        yield from _deliveries(connection, now - retention.deliveries)
    if retention.facts is not None:
        yield from _slots(connection, now - retention.facts)


def _is_old(before: datetime) -> ColumnElement[bool]:
    """The condition that a document is older than `before`, and so is all of its cluster."""
    is_joined = (
        select(_member.c.id)
        .where(_member.c.cluster_id == documents.c.cluster_id, _member.c.recorded_at >= before)
        .exists()
    )
    return and_(documents.c.recorded_at < before, ~is_joined)


def _is_silent(before: datetime) -> ColumnElement[bool]:
    return and_(_is_old(before), ~_HAS_FACT, ~_HAS_ALERT)


def _documents(connection: Connection, is_meant: ColumnElement[bool], *, is_whole: bool) -> Iterator[Batch]:
    found = (
        connection.execute(select(documents.c.id).where(is_meant).order_by(documents.c.recorded_at).limit(_BATCH))
        .scalars()
        .all()
    )
    if found:
        # Asked again in the write: a document may have joined the cluster since.
        rows = and_(documents.c.id.in_(found), is_meant)
        statement: Any = documents.delete().where(rows) if is_whole else documents.update().where(rows).values(text="")
        yield Batch(partial(_run, statement))


def _deliveries(connection: Connection, before: datetime) -> Iterator[Batch]:
    is_over = (
        deliveries.c.state.in_(("posted", "merged")) & (deliveries.c.marked_at < before) & ~_IS_NAMED & ~_IS_LAST_CARD
    )
    found = (
        connection.execute(select(deliveries.c.sequence).where(is_over).order_by(deliveries.c.sequence).limit(_BATCH))
        .scalars()
        .all()
    )
    if found:
        statement = deliveries.delete().where(deliveries.c.sequence.in_(found), is_over)
        yield Batch(partial(_run, statement))


def _slots(connection: Connection, before: datetime) -> Iterator[Batch]:
    """Yield the next slot that is whole to be forgotten; one on which a younger slot rests stays."""
    rests = or_(_later.c.relates_to == facts.c.id, _later.c.head_id == facts.c.id) & (
        _later.c.claim_key != facts.c.claim_key
    )
    is_needed = (
        select(facts.c.id)
        .where(facts.c.claim_key == bindparam("key"), select(_later.c.id).where(rests).exists())
        .limit(1)
    )
    old = select(facts.c.claim_key).group_by(facts.c.claim_key).having(func.max(facts.c.recorded_at) < before)
    for key in connection.execute(old.order_by(facts.c.claim_key)).scalars():
        if connection.execute(is_needed, {"key": key}).first() is None:
            is_meant = (facts.c.claim_key == key) & ~select(_later.c.id).where(
                _later.c.claim_key == key, _later.c.recorded_at >= before
            ).exists()
            yield Batch(partial(_run, facts.delete().where(is_meant)), (key,))
            return


def _run(statement: Delete, writer: Connection) -> int:
    return int(writer.execute(statement).rowcount)
