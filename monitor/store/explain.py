"""Everything around an id, for `explain`.

Mentions that no watchlist asked for are not stored; a document's text is, so that they can be read again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal, or_, select, union_all

from monitor.core.facts.silences import covers
from monitor.model import Alert, ClusterAssignment, Constraint, Document, Fact, Feedback, Silence
from monitor.model.errors import UsageError
from monitor.store.codec import read_alert
from monitor.store.feedback import read as read_feedback
from monitor.store.repairs import read_constraints
from monitor.store.rows import assignment_of, document_of, fact_of
from monitor.store.schema import alerts, deliveries, documents, facts, items, marks, rejections
from monitor.store.silences import every as every_silence

_MOST_NAMED = 5  # ids that an ambiguity names
_MOST_COPIES = 40  # of a cluster, shown with their texts


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact, and when and by which document it ended; both None while it is live."""

    fact: Fact
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One version of a document (1 is the first) with what was decided about it."""

    document: Document
    version: int
    assignment: ClusterAssignment
    watchlists: tuple[str, ...]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ClusterMember:
    """A document of a cluster, without its text."""

    document_id: str
    source: str
    title: str | None
    published_at: datetime | None
    credit: str | None
    copy_of: str | None
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A delivery as the outbox holds it: "pending", "uncertain", "sending", "posted" or "dead", and the channel's last
    word.
    """

    id: str
    alert_id: str
    channel: str
    state: str
    attempts: int
    next_at: datetime
    reason: str | None
    reference: str | None
    marked_at: datetime | None
    kind: str = "alert"


@dataclass(frozen=True, slots=True)
class StoredItem:
    """A version of an item on its way: "pending", "done", "rejected" or "parked"; `reason` for the last two, and why
    one that is done replaced nothing.
    """

    id: str
    source: str
    state: str
    attempts: int
    reason: str | None
    accepted_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredRejection:
    """An item that could not be read, and why."""

    item_id: str
    reason: str
    detail: str
    rejected_at: datetime


@dataclass(frozen=True, slots=True)
class Explained:
    """An id with everything around it. `kind` is "document", "fact", "alert", "cluster" or "item".

    versions: of the document, oldest first (of a cluster: its first document); empty for an item that never became one.
    facts: what the id stands for (a document's, an alert's, a cluster's facts, or the fact alone), in the order of
    recording. related: the facts that these rest on, and those that rest on them. texts: of a cluster, its documents as
    they read last, in the order of the members, at most forty; revised: the first document of the cluster that this one
    is an update of; corrections: what a desk has corrected there; story: of a cluster, the first documents of the other
    clusters that tell of the same event.
    """

    kind: str
    id: str
    versions: tuple[StoredDocument, ...] = ()
    members: tuple[ClusterMember, ...] = ()
    texts: tuple[StoredDocument, ...] = ()
    revised: StoredDocument | None = None
    corrections: tuple[Constraint, ...] = ()
    story: tuple[ClusterMember, ...] = ()
    facts: tuple[StoredFact, ...] = ()
    related: tuple[StoredFact, ...] = ()
    alerts: tuple[Alert, ...] = ()
    deliveries: tuple[StoredDelivery, ...] = ()
    items: tuple[StoredItem, ...] = ()
    rejections: tuple[StoredRejection, ...] = ()
    marks: tuple[Feedback, ...] = ()  # what people say of the alerts
    silences: tuple[
        Silence, ...
    ] = ()  # what people have asked to hear nothing of, and covers the alerts, lifted and ended ones too


def find(connection: Connection, wanted: str) -> Explained | None:
    """Return what `wanted` names, or None where it names nothing.

    A whole id goes before the beginning of one, and document, fact, alert, cluster, item in this order where the
    same id names two. Raise UsageError where `wanted` is the beginning of several ids.
    """
    found = _named(connection, wanted, is_prefix=False)[:1] or _named(connection, wanted, is_prefix=True)
    if len({row_id for _, row_id in found}) > 1:
        some = ", ".join(f"{kind} {row_id}" for kind, row_id in found[:_MOST_NAMED])
        raise UsageError(
            f"{wanted!r} is the beginning of several ids ({some}{', ...' if len(found) > _MOST_NAMED else ''}): give"
            " more of it"
        )
    if not found:
        return None
    kind, whole = found[0]
    explained = {
        "document": _explain_document,
        "fact": _explain_fact,
        "alert": _explain_alert,
        "cluster": _explain_cluster,
        "item": _explain_item,
    }[kind](connection, whole)
    told = [alert.id for alert in explained.alerts]
    if not told:
        return explained
    return replace(
        explained,
        marks=read_feedback(connection, marks.c.alert_id.in_(told)),
        silences=_silences(connection, explained),
    )


def _silences(connection: Connection, explained: Explained) -> tuple[Silence, ...]:
    stories = {name for alert in explained.alerts for name in (alert.story_id, alert.cluster_id)}
    claims = [
        stored.fact.claim
        for stored in explained.facts
        if stored.fact.alert_id in {alert.id for alert in explained.alerts}
    ]
    return tuple(
        each for each in every_silence(connection) if any(covers(each.scope, claim, stories) for claim in claims)
    )


def find_id(connection: Connection, wanted: str, kind: str) -> str:
    """Return the only id of that kind which is `wanted` or begins so; raise UsageError where there is none, or
    several.
    """
    named = _named(connection, wanted, is_prefix=False) or _named(connection, wanted, is_prefix=True)
    found = sorted({row_id for name, row_id in named if name == kind})
    if len(found) != 1:
        raise UsageError(
            f"{wanted}: {'no' if not found else 'more than one'} {kind} has an id that begins so; monitor replay --only"
            " clusters lists them"
        )
    return found[0]


def read_items(connection: Connection, condition: ColumnElement[bool]) -> tuple[StoredItem, ...]:
    """Return the items for which `condition` holds, in the order of acceptance, without their content."""
    rows = connection.execute(
        select(
            items.c.id,
            items.c.source,
            items.c.state,
            items.c.attempts,
            items.c.reason,
            items.c.accepted_at,
            items.c.finished_at,
        )
        .where(condition)
        .order_by(items.c.sequence)
    )
    return tuple(
        StoredItem(row.id, row.source, row.state, row.attempts, row.reason, row.accepted_at, row.finished_at)
        for row in rows
    )


def read_deliveries(connection: Connection, condition: ColumnElement[bool]) -> tuple[StoredDelivery, ...]:
    """Return the deliveries for which `condition` holds, in the order of the outbox."""
    rows = connection.execute(select(deliveries).where(condition).order_by(deliveries.c.sequence))
    return tuple(
        StoredDelivery(
            row.id,
            row.alert_id,
            row.channel,
            row.state,
            row.attempts,
            row.next_at,
            row.reason,
            row.reference,
            row.marked_at,
            row.kind,
        )
        for row in rows
    )


def _named(connection: Connection, wanted: str, *, is_prefix: bool) -> list[tuple[str, str]]:
    columns = (
        ("document", documents.c.id),
        ("fact", facts.c.id),
        ("alert", alerts.c.id),
        ("cluster", documents.c.cluster_id),
        ("item", items.c.id),
    )

    def query(rank: int, kind: str, column: ColumnElement[str]) -> Select[int, str, str]:
        is_meant = func.substr(column, 1, len(wanted)) == wanted if is_prefix else column == wanted
        return (
            select(literal(rank).label("rank"), literal(kind).label("kind"), column.label("id"))
            .where(is_meant)
            .distinct()
        )

    if not wanted:
        return []
    rows = connection.execute(
        union_all(*(query(rank, kind, column) for rank, (kind, column) in enumerate(columns)))
        .order_by("rank", "id")
        .limit(100)
    )
    return [(row.kind, row.id) for row in rows]


def _explain_document(connection: Connection, document_id: str) -> Explained:
    versions = _versions(connection, document_id)
    own = _facts(connection, facts.c.document_id == document_id)
    told = _alerts(connection, alerts.c.document_id == document_id)
    return Explained(
        "document",
        document_id,
        versions=versions,
        members=_members(connection, versions[-1].assignment.cluster_id),
        facts=own,
        related=_related(connection, own),
        alerts=told,
        deliveries=_deliveries_of(connection, told),
        items=read_items(connection, items.c.id == document_id),
        rejections=_rejections(connection, document_id),
    )


def _explain_fact(connection: Connection, fact_id: str) -> Explained:
    own = _facts(connection, facts.c.id == fact_id)
    told = _alerts(connection, alerts.c.id == own[0].fact.alert_id)
    return _around(connection, "fact", fact_id, own, told, document_id=own[0].fact.document_id)


def _explain_alert(connection: Connection, alert_id: str) -> Explained:
    told = _alerts(connection, alerts.c.id == alert_id)
    return _around(
        connection,
        "alert",
        alert_id,
        _facts(connection, facts.c.alert_id == alert_id),
        told,
        document_id=told[0].document_id,
    )


def _explain_cluster(connection: Connection, cluster_id: str) -> Explained:
    members = _members(connection, cluster_id)
    told = _alerts(connection, alerts.c.cluster_id == cluster_id)
    around = _around(
        connection,
        "cluster",
        cluster_id,
        _facts(connection, facts.c.cluster_id == cluster_id),
        told,
        document_id=members[0].document_id,
    )
    texts = tuple(_versions(connection, member.document_id)[-1] for member in members[:_MOST_COPIES])
    updated = texts[0].assignment.update_of
    earlier = _members(connection, updated) if updated else ()
    named = {member.document_id for member in members}
    made = tuple(each for each in read_constraints(connection, with_undone=True) if named & {each.document, each.other})
    revised = _versions(connection, earlier[0].document_id)[-1] if earlier else None
    return replace(
        around,
        members=members,
        texts=texts,
        revised=revised,
        corrections=made,
        story=_story(connection, texts[0].assignment),
    )


def _explain_item(connection: Connection, item_id: str) -> Explained:
    return Explained(
        "item",
        item_id,
        items=read_items(connection, items.c.id == item_id),
        rejections=_rejections(connection, item_id),
    )


def _around(
    connection: Connection,
    kind: str,
    wanted: str,
    own: tuple[StoredFact, ...],
    told: tuple[Alert, ...],
    *,
    document_id: str,
) -> Explained:
    versions = _versions(connection, document_id)
    return Explained(
        kind,
        wanted,
        versions=versions,
        members=_members(connection, versions[-1].assignment.cluster_id) if versions else (),
        facts=own,
        related=_related(connection, own),
        alerts=told,
        deliveries=_deliveries_of(connection, told),
    )


def _versions(connection: Connection, document_id: str) -> tuple[StoredDocument, ...]:
    rows = connection.execute(select(documents).where(documents.c.id == document_id).order_by(documents.c.version))
    return tuple(_stored_document(row) for row in rows)


def _stored_document(row: Row[*tuple[object, ...]]) -> StoredDocument:
    return StoredDocument(
        document_of(row), row.version, assignment_of(row), tuple(json.loads(row.watchlists)), row.recorded_at
    )


def _members(connection: Connection, cluster_id: str) -> tuple[ClusterMember, ...]:
    """Return the cluster's documents, its first one first."""
    query = select(documents).where(documents.c.cluster_id == cluster_id, documents.c.version == 1)
    rows = connection.execute(query.order_by(documents.c.copy_of.is_not(None), documents.c.recorded_at, documents.c.id))
    return tuple(
        ClusterMember(
            row.id,
            row.source,
            row.title,
            row.published_at,
            row.credit,
            row.copy_of,
            row.cluster_score,
            row.cluster_rule,
        )
        for row in rows
    )


def _story(connection: Connection, assignment: ClusterAssignment) -> tuple[ClusterMember, ...]:
    if assignment.story is None:
        return ()
    is_other = (documents.c.story_id == assignment.story.story_id) & (documents.c.cluster_id != assignment.cluster_id)
    clusters = (
        connection.execute(
            select(documents.c.cluster_id)
            .where(is_other)
            .distinct()
            .order_by(documents.c.cluster_id)
            .limit(_MOST_COPIES)
        )
        .scalars()
        .all()
    )
    firsts = [_members(connection, cluster_id)[0] for cluster_id in clusters]
    return tuple(
        sorted(
            firsts,
            key=lambda first: (
                (first.published_at is not None and first.published_at.isoformat()) or "",
                first.document_id,
            ),
        )
    )


def _facts(connection: Connection, condition: ColumnElement[bool]) -> tuple[StoredFact, ...]:
    rows = connection.execute(select(facts).where(condition).order_by(facts.c.sequence))
    return tuple(StoredFact(fact_of(row), row.ended_at, row.ended_by) for row in rows)


def _related(connection: Connection, own: Sequence[StoredFact]) -> tuple[StoredFact, ...]:
    ids = [stored.fact.id for stored in own]
    named = {name for stored in own for name in (stored.fact.head_id, stored.fact.relates_to) if name}
    around = or_(facts.c.id.in_(named), facts.c.head_id.in_(ids), facts.c.relates_to.in_(ids))
    return _facts(connection, around & facts.c.id.not_in(ids)) if ids else ()


def _alerts(connection: Connection, condition: ColumnElement[bool]) -> tuple[Alert, ...]:
    return tuple(
        read_alert(body)
        for body in connection.execute(select(alerts.c.body).where(condition).order_by(alerts.c.sequence)).scalars()
    )


def _deliveries_of(connection: Connection, told: Sequence[Alert]) -> tuple[StoredDelivery, ...]:
    return read_deliveries(connection, deliveries.c.alert_id.in_([alert.id for alert in told])) if told else ()


def _rejections(connection: Connection, item_id: str) -> tuple[StoredRejection, ...]:
    rows = connection.execute(select(rejections).where(rejections.c.item_id == item_id).order_by(rejections.c.sequence))
    return tuple(StoredRejection(row.item_id, row.reason, row.detail, row.rejected_at) for row in rows)
