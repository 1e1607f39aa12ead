"""Corrections of clusters: what belongs together, what doesn't. They name documents, so they hold in any replay. A
desk makes them, and the monitor where a document shows two clusters to be of one text.

A merge leaves the index as it is: either text keeps attracting its own copies, and what is found for one is filed under
the cluster of both. The outcomes that the ledger has recorded stay; cluster and origin of the facts follow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from monitor.core.clusters.clustering import assign_cluster, cluster_id_of
from monitor.core.clusters.pairs import ComparedPairs
from monitor.core.clusters.views import ClusterView
from monitor.model import ClusterAssignment, Constraint, Signature
from monitor.model.errors import UsageError
from monitor.store import ids, statements
from monitor.store.clusters import clusters, found_anew
from monitor.store.codec import read_alert, write_alert
from monitor.store.constraints import IS_IN_FORCE, constraints, read_constraints
from monitor.store.engine import Database
from monitor.store.leases import note_change
from monitor.store.schema import alerts, documents, facts
from monitor.store.silences import read_in_force
from monitor.store.statements import Prepared

MONITOR = "monitor"  # who has made what it found by itself
_TEXT: Any = func.coalesce(documents.c.text_cluster, documents.c.cluster_id)
_FILED = Prepared(
    select(documents.c.cluster_id, _TEXT.label("text_cluster")).where(documents.c.id == bindparam("id")).limit(1)
)


class ClusterRepairs:
    """The corrections of one database's clusters; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def merge(self, one: str, other: str, at: datetime, by: str) -> Constraint:
        """Make one cluster of two, named by the beginnings of their ids, under the id of the one that began first;
        later copies of either text belong to it. Return the correction that holds from now on.
        """
        with self._database.write() as connection:
            note_change(connection)
            one, other = (ids.find_id(connection, name, "cluster") for name in (one, other))
            if one == other:
                raise UsageError(f"{one}: this is one cluster already; name two")
            first, second = sorted((one, other), key=lambda cluster: _age(connection, cluster))
            constraint = Constraint("merge", _first_of(connection, first), _first_of(connection, second), at, by)
            _add(connection, [constraint])
            _join(connection, first, second)
            return constraint

    def split(self, document: str, at: datetime, by: str) -> Constraint:
        """Take the document, named by the beginning of its id, out of its cluster; where a merge had brought its text
        there, undo that for all copies of the text. Return the correction that holds from now on.
        """
        with self._database.write() as connection:
            note_change(connection)
            document_id = ids.find_id(connection, document, "document")
            row = connection.execute(
                select(documents.c.cluster_id, _TEXT.label("text")).where(documents.c.id == document_id)
            ).first()
            if row is None:
                raise UsageError(f"{document_id}: no document has this id")
            first = _first_of(connection, row.cluster_id)
            if row.text != row.cluster_id:
                was_found = _undo_merges(connection, row.text, row.cluster_id, at, by)
                _move(
                    connection,
                    and_(documents.c.cluster_id == row.cluster_id, row.text == _TEXT),
                    row.cluster_id,
                    row.text,
                )
                connection.execute(clusters.update().where(clusters.c.id == row.text).values(joined=None))
                if was_found:  # and would be found again, here or in another database
                    _add(connection, [Constraint("split", _first_of(connection, row.text), first, at, by)])
                return Constraint("split", document_id, first, at, by)
            if first == document_id:
                raise UsageError(
                    f"{document_id} is the first of its cluster, which is named after it; split the others off"
                )
            constraint = Constraint("split", document_id, first, at, by)
            _add(connection, [constraint])
            _move(connection, documents.c.id == document_id, row.cluster_id, cluster_id_of(document_id))
            found_anew(connection, document_id, cluster_id_of(document_id))
            return constraint

    def corrections(self) -> tuple[Constraint, ...]:
        """Return the corrections in the order in which they were made, those undone too."""
        with self._database.read() as connection:
            return read_constraints(connection, with_undone=True)

    def filed(self, ids: Collection[str]) -> dict[str, dict[str, str | None]]:
        """Return for each of some hundred documents where it stands by now: `cluster_id`, `copy_of`, `update_of` and
        `story_id`; nothing for one that is not known.
        """
        columns = [documents.c[name] for name in ("cluster_id", "copy_of", "update_of", "story_id")]
        known = documents.c.id.in_(ids) & (documents.c.version == 1)
        with self._database.read() as connection:
            rows = connection.execute(select(documents.c.id, *columns).where(known))
            return {row.id: dict(zip([column.name for column in columns], row[1:], strict=True)) for row in rows}

    def add(self, added: Iterable[Constraint]) -> None:
        """Let corrections that another database has made hold for the documents to come; documents that are there
        already are left where they are.
        """
        with self._database.write() as connection:
            _add(connection, added)


def assign(
    connection: Connection,
    document_id: str,
    signature: Signature,
    view: ClusterView,
    now: datetime,
    compared: ComparedPairs | None = None,
) -> ClusterAssignment:
    """Return the cluster of a new document, as the texts and the desk's corrections have it."""
    if not _has_any(connection):
        return _joinable(connection, assign_cluster(document_id, signature, view, compared), now)
    own = read_constraints(connection, document_id)
    barred = {
        _text_of(connection, _partner(constraint, document_id)) for constraint in own if constraint.kind == "split"
    }
    assignment = assign_cluster(
        document_id,
        signature,
        replace(view, candidates=tuple(each for each in view.candidates if each.cluster_id not in barred)),
        compared,
    )
    assignment = _joinable(connection, assignment, now)
    partners = [_partner(constraint, document_id) for constraint in own if constraint.kind == "merge"]
    known = [cluster for partner in partners if (cluster := _cluster_of(connection, partner)) is not None]
    joined = _joined(connection, assignment.cluster_id)
    target = joined or (known[0] if known and assignment.copy_of is None else None)
    if assignment.update_of:
        revised = _joined(connection, assignment.update_of)
        assignment = (
            replace(assignment, revised_text=assignment.update_of, update_of=revised) if revised else assignment
        )
    if target is None or target == assignment.cluster_id:
        return assignment
    return replace(
        assignment,
        cluster_id=target,
        copy_of=_first_of(connection, target),
        text_cluster=assignment.cluster_id,
        rule="merged",
    )


def join(
    connection: Connection, document_id: str, assignment: ClusterAssignment, at: datetime
) -> tuple[Constraint, ...]:
    """Make one the clusters that the document shows to be of one text; return the merges, on record as a desk's own
    and undone as those are.
    """
    made = []
    for each in assignment.joins:
        one, other = (_root_of(connection, cluster) for cluster in (assignment.cluster_id, each.cluster_id))
        if one == other:
            continue
        first, second = sorted((one, other), key=lambda cluster: _age(connection, cluster))
        why = f"{document_id} holds most of both; of the shorter of two of their texts {each.score:.0%} is in the other"
        merge = Constraint(
            "merge", _first_of(connection, first), _first_of(connection, second), at, MONITOR, why=f"{why}, on average"
        )
        _add(connection, [merge])
        _join(connection, first, second)
        made.append(merge)
    return tuple(made)


def _joinable(connection: Connection, assignment: ClusterAssignment, now: datetime) -> ClusterAssignment:
    if not assignment.joins:
        return assignment
    root = _root_of(connection, assignment.cluster_id)
    joins = tuple(each for each in assignment.joins if _may_join(connection, root, each.cluster_id, now))
    return replace(assignment, joins=joins)


def _root_of(connection: Connection, cluster: str) -> str:
    return _joined(connection, cluster) or cluster


def _may_join(connection: Connection, one: str, other: str, now: datetime) -> bool:
    """Tell whether a desk lets the monitor make one of two clusters: it has not told them apart, by a split or by
    undoing a merge, nor silenced the story of one alone.
    """
    apart = connection.execute(
        select(constraints.c.document, constraints.c.other).where(
            or_(
                and_(constraints.c.kind == "split", IS_IN_FORCE),
                and_(constraints.c.kind == "merge", constraints.c.undone_at.is_not(None)),
            )
        )
    )
    wanted = {one, other}
    if any({_cluster_of(connection, pair.document), _cluster_of(connection, pair.other)} == wanted for pair in apart):
        return False
    names = [
        {cluster, *connection.execute(select(documents.c.story_id).where(documents.c.cluster_id == cluster)).scalars()}
        for cluster in (one, other)
    ]
    silenced = {each.scope.story for each in read_in_force(connection, now)}
    return not (names[0] ^ names[1]) & silenced


def settle(connection: Connection, document_id: str) -> bool:
    """Merge what corrections ask for, now that this document is there too; tell whether that moved any document."""
    has_moved = False
    if not _has_any(connection):
        return has_moved
    for constraint in read_constraints(connection, document_id):
        one, other = _cluster_of(connection, constraint.document), _cluster_of(connection, constraint.other)
        if constraint.kind == "merge" and one is not None and other is not None and one != other:
            _join(connection, one, other)
            has_moved = True
    return has_moved


def _add(connection: Connection, added: Iterable[Constraint]) -> None:
    """Record corrections that are in force and not yet known."""
    for each in added:
        known = {(made.kind, made.document, made.other) for made in read_constraints(connection, each.document)}
        if each.undone_at is None and (each.kind, each.document, each.other) not in known:
            values = {
                "kind": each.kind,
                "document": each.document,
                "other": each.other,
                "made_at": each.made_at,
                "made_by": each.made_by,
                "why": each.why,
            }
            connection.execute(constraints.insert(), values)


def _has_any(connection: Connection) -> bool:
    return statements.row(connection, "SELECT 1 FROM cluster_constraints WHERE undone_at IS NULL LIMIT 1") is not None


def _join(connection: Connection, one: str, other: str) -> None:
    kept, gone = sorted((one, other), key=lambda cluster: _age(connection, cluster))
    _move(connection, documents.c.cluster_id == gone, gone, kept)
    connection.execute(
        clusters.update().where(or_(clusters.c.id == gone, clusters.c.joined == gone)).values(joined=kept)
    )


def _move(connection: Connection, which: ColumnElement[bool], was: str, now: str) -> None:
    """File the documents `which` under another cluster, and their facts with them; a fact that stands on the text alone
    has the text as origin.
    """
    moved = [
        row.id for row in connection.execute(select(documents.c.id).where(which).distinct().order_by(documents.c.id))
    ]
    first = _first_of(connection, now) if _age(connection, now) is not _NEVER else None
    for document_id in moved:
        changes = {"cluster_id": now, "text_cluster": _TEXT if first else None}
        connection.execute(
            documents.update()
            .where(documents.c.id == document_id)
            .values(**changes, cluster_rule="merged" if first else "split")
        )
        of_document = facts.c.document_id == document_id
        connection.execute(
            _renamed(facts.update().where(of_document, facts.c.origin == f"text:{was}"), now).values(
                origin=f"text:{now}"
            )
        )
        connection.execute(_renamed(facts.update().where(of_document), now))
    first = first or min(moved, key=lambda name: _recorded(connection, name))
    story = connection.execute(select(documents.c.story_id).where(documents.c.id == first).limit(1)).scalar()
    connection.execute(documents.update().where(documents.c.id.in_(moved)).values(copy_of=first, story_id=story))
    connection.execute(documents.update().where(documents.c.id == first).values(copy_of=None))
    for row in connection.execute(select(alerts.c.id, alerts.c.body).where(alerts.c.document_id.in_(moved))).all():
        body = write_alert(replace(read_alert(row.body), cluster_id=now, story_id=story))
        connection.execute(alerts.update().where(alerts.c.id == row.id).values(cluster_id=now, body=body))
    if first not in moved:
        connection.execute(documents.update().where(documents.c.update_of == was).values(update_of=now))


def _renamed(statement: Update, cluster: str) -> Update:
    return statement.values(cluster_id=cluster)


def _undo_merges(connection: Connection, text: str, cluster: str, at: datetime, by: str) -> bool:
    """Undo what has brought the text into the cluster; tell whether any of it was the monitor's own work."""
    texts = select(documents.c.id).where(text == _TEXT)
    rest = select(documents.c.id).where(documents.c.cluster_id == cluster, text != _TEXT)
    is_between = or_(
        and_(constraints.c.document.in_(texts), constraints.c.other.in_(rest)),
        and_(constraints.c.other.in_(texts), constraints.c.document.in_(rest)),
    )
    is_undone = and_(constraints.c.kind == "merge", is_between, IS_IN_FORCE)
    was_found = connection.execute(select(constraints.c.why).where(is_undone, constraints.c.why.is_not(None))).first()
    connection.execute(constraints.update().where(is_undone).values(undone_at=at, undone_by=by))
    return was_found is not None


_NEVER = ("~", "")  # behind every instant


def _age(connection: Connection, cluster: str) -> tuple[str, str]:
    """Return what sorts clusters by their beginning; _NEVER for one without documents."""
    query = (
        select(documents.c.recorded_at, documents.c.id)
        .where(documents.c.cluster_id == cluster)
        .order_by(documents.c.recorded_at, documents.c.id)
    )
    row = connection.execute(query.limit(1)).first()
    return _NEVER if row is None else (row.recorded_at.isoformat(), row.id)


def _first_of(connection: Connection, cluster: str) -> str:
    query = (
        select(documents.c.id)
        .where(documents.c.cluster_id == cluster)
        .order_by(documents.c.copy_of.is_not(None), documents.c.recorded_at, documents.c.id)
    )
    first = connection.execute(query.limit(1)).scalar()
    if first is None:
        raise UsageError(f"{cluster}: no cluster has this id; monitor replay --only clusters lists them")
    return str(first)


def _recorded(connection: Connection, document_id: str) -> tuple[datetime, str]:
    return connection.execute(
        select(func.min(documents.c.recorded_at)).where(documents.c.id == document_id)
    ).scalar_one(), document_id


def _cluster_of(connection: Connection, document_id: str) -> str | None:
    found = _FILED.row(connection, {"id": document_id})
    return found.cluster_id if found else None


def _text_of(connection: Connection, document_id: str) -> str | None:
    found = _FILED.row(connection, {"id": document_id})
    return found.text_cluster if found else None


def _joined(connection: Connection, cluster: str) -> str | None:
    """Return the cluster that another was made one with."""
    found = statements.row(connection, "SELECT joined FROM clusters WHERE id = ?", (cluster,))
    return found[0] if found else None


def _partner(constraint: Constraint, document_id: str) -> str:
    return constraint.other if constraint.document == document_id else constraint.document
