"""Everything around an id, for `explain`.

Mentions that no watchlist asked for are not stored; a document's text is, so that they can be read again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from monitor.core.facts.silences import covers
from monitor.model import Alert, ClusterAssignment, Silence
from monitor.store import ids
from monitor.store.codec import read_alert
from monitor.store.constraints import read_constraints
from monitor.store.engine import Database
from monitor.store.explained import (
    Article,
    ClusterMember,
    Explained,
    StoredDelivery,
    StoredDocument,
    StoredFact,
    StoredRejection,
)
from monitor.store.rows import assignment_of, document_of, fact_of, read_deliveries, read_feedback, read_items
from monitor.store.schema import alerts, deliveries, documents, facts, items, marks, rejections
from monitor.store.silences import read_every

_MOST_COPIES = 40  # of a cluster, shown with their texts


class Explanations:
    """What stands around each id of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, wanted: str) -> Explained | None:
        """Return the document, fact, alert, cluster or item with this id, or with the only id that begins so, and all
        around it.

        None where nothing has it; UsageError where several ids begin so.
        """
        with self._database.read() as connection:
            named = ids.find(connection, wanted)
            return _explain(connection, *named) if named else None

    def facts(self, ids: Collection[str]) -> tuple[StoredFact, ...]:
        """Return the facts with these ids in the order of recording; those that are not there are left out."""
        with self._database.read() as connection:
            return _facts(connection, facts.c.id.in_(sorted(ids))) if ids else ()

    def articles(self, ids: Collection[str]) -> Mapping[str, Article]:
        """Return the documents with these ids, at most a few hundred, by their ids; those that are not there are left
        out.
        """
        query = select(*(documents.c[name] for name in ("id", "source", "title", "url")))
        query = query.where(documents.c.id.in_(sorted(ids))).order_by(documents.c.id, documents.c.version)
        with self._database.read() as connection:
            return {row.id: Article(row.id, row.source, row.title, row.url) for row in connection.execute(query)}


def _explain(connection: Connection, kind: str, whole: str) -> Explained:
    explained = _READERS[kind](connection, whole)
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
    return tuple(each for each in read_every(connection) if any(covers(each.scope, claim, stories) for claim in claims))


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


_READERS = {
    "document": _explain_document,
    "fact": _explain_fact,
    "alert": _explain_alert,
    "cluster": _explain_cluster,
    "item": _explain_item,
}
