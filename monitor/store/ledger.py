"""One read before a decision, one write after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from monitor.core.clusters.pairs import ComparedPairs
from monitor.core.facts.recall import Question
from monitor.model import (
    Analysis,
    ClusterAssignment,
    Constraint,
    Decision,
    Document,
    Fact,
    History,
    Notice,
    PreviousVersion,
)
from monitor.model.errors import StaleHistoryError, StoreError
from monitor.store.clusters import WINDOW, day_of, read_view, write_member
from monitor.store.engine import Database
from monitor.store.heads import Heads, RecallRules
from monitor.store.intake import finish
from monitor.store.keys import RecentKeys
from monitor.store.leases import read_changes
from monitor.store.outbox import enqueue
from monitor.store.repairs import assign, join, settle
from monitor.store.revisits import plan as plan_revisit
from monitor.store.rows import assignment_of, document_of, document_row, fact_of, fact_row
from monitor.store.schema import documents, facts
from monitor.store.silences import read_in_force
from monitor.store.statements import Prepared
from monitor.store.stories import read_story
from monitor.store.threads import write_follow_ups
from monitor.store.watchlists import BegunWatchlists

_OLDEST_FIRST = (facts.c.published_at, facts.c.document_id, facts.c.sequence)  # of one document: as the text has them
_IS_LIVE = facts.c.ended_at.is_(None)
_IS_HEAD = facts.c.head_id == facts.c.id

Place = tuple[datetime, str]  # when a document was recorded, and its id: where a reading goes on

_same = documents.alias()
_LATEST = Prepared(
    select(
        documents.c.version,
        documents.c.content_hash,
        documents.c.cluster_id,
        documents.c.copy_of,
        documents.c.text_cluster,
        documents.c.story_id,
        documents.c.update_of,
        documents.c.cluster_score,
        documents.c.cluster_rule,
        documents.c.published_at,
        documents.c.is_baseline,
        func.length(documents.c.text).label("length"),
    )
    .where(documents.c.id == bindparam("document_id"))
    .order_by(documents.c.version.desc())
    .limit(1)
)
_FACTS_OF_DOCUMENT = (
    select(facts).where(facts.c.document_id == bindparam("document_id"), _IS_LIVE).order_by(*_OLDEST_FIRST)
)
_HEADS_OF_CLUSTERS = (
    select(facts)
    .where(facts.c.cluster_id.in_(bindparam("clusters", expanding=True)), _IS_LIVE, _IS_HEAD)
    .order_by(*_OLDEST_FIRST)
)
_KILLED = Prepared(
    select(func.max(documents.c.published_at).label("killed_at")).where(
        documents.c.cluster_id.in_((bindparam("cluster"), bindparam("updated"))),
        documents.c.notice == Notice.KILL.value,
    )
)
_SAME_TEXT = Prepared(
    select(func.min(documents.c.published_at).label("first_at")).where(
        documents.c.content_hash == bindparam("content_hash"), documents.c.id != bindparam("document_id")
    )
)
_OUTLETS = Prepared(
    select(documents.c.source)
    .where(documents.c.cluster_id == bindparam("cluster_id"), documents.c.source != bindparam("source"))
    .distinct()
    .order_by(documents.c.source)
)

_ADD_DOCUMENT, _ADD_FACTS = Prepared(documents.insert()), facts.insert()
_END = (
    facts.update()
    .where(facts.c.id.in_(bindparam("ids", expanding=True)), _IS_LIVE)
    .values(ended_at=bindparam("at"), ended_by=bindparam("by"))
)


class StoredLedger:
    """What was decided in one database; any thread may call it. `watchlists`: who asked for it.

    heads, recent: what is kept in memory between readings; beside them the pairs of texts that were compared.
    """

    def __init__(self, database: Database, heads: Heads, recent: RecentKeys) -> None:
        self._database, self._heads, self._recent = database, heads, recent
        self._compared = ComparedPairs()
        self.watchlists = BegunWatchlists(database, heads)

    def read_history(self, analysis: Analysis, now: datetime, rules: RecallRules | None = None) -> History:
        """Return all of the past that `decide` needs, as of one moment. A document that is known stays in the cluster
        of its first version.

        rules: those that will decide; of the heads under the document's keys only those are returned that can matter to
        them, without `rules` all.
        """
        with self._database.read() as connection:
            document = analysis.document
            known = _LATEST.row(connection, {"document_id": document.id})
            assignment = (
                assignment_of(known) if known else group(connection, self._recent, analysis, now, self._compared)
            )
            previous = _previous_version(connection, known, document.id) if known else None
            is_founder = known is None and assignment.copy_of is None  # its cluster is empty
            clusters = [
                cluster for cluster in (None if is_founder else assignment.cluster_id, assignment.update_of) if cluster
            ]
            cluster_facts = (
                _read_facts(connection, _HEADS_OF_CLUSTERS, clusters=clusters) if clusters and document.notice else ()
            )
            spoken_for = (*cluster_facts, *(previous.facts if previous else ()))  # what the document may take back
            keys = {claim.key for claim in analysis.claims} | {fact.claim.key for fact in spoken_for}
            text_published_at = _first_published(connection, document) if analysis.claims else None
            question = _question(analysis, assignment, spoken_for, text_published_at, now)
            recalled = self._heads.recall(connection, sorted(keys), question, rules)
            return History(
                assignment=assignment,
                previous=previous,
                entries=recalled.entries,
                ties=recalled.ties,
                scenes=recalled.scenes,
                cluster_facts=cluster_facts,
                cluster_outlets=() if is_founder else _read_outlets(connection, assignment.cluster_id, document.source),
                killed_at=_last_killed(connection, clusters) if clusters else None,
                text_published_at=text_published_at,
                silences=read_in_force(connection, now) if analysis.claims or spoken_for else (),
                changes=read_changes(connection),
            )

    def join(self, document_id: str, assignment: ClusterAssignment, now: datetime) -> tuple[Constraint, ...]:
        """Make one the clusters that the document shows to be one, with the facts and alerts in them; return what was
        done.
        """
        with self._database.write() as connection:
            return join(connection, document_id, assignment, now)

    def write(self, decision: Decision, held_against: History | None = None) -> None:
        """Record the decision and mark its item as done, all or nothing; of an unchanged document only the latter.

        held_against: what the decision was made on; StaleHistoryError, and nothing is recorded, where people have
        changed something since.
        """
        analysis, now = decision.analysis, decision.decided_at
        version: int | None = None
        has_moved = False
        with self._database.write() as connection:
            if held_against is not None and read_changes(connection) != held_against.changes:
                raise StaleHistoryError(f"what {analysis.document.id} was held against has been changed meanwhile")
            if not decision.is_unchanged:
                version = _write_document(connection, decision)
                has_moved = settle(connection, analysis.document.id)
                enqueue(connection, decision.alerts, (), now)
                if decision.facts:
                    connection.execute(_ADD_FACTS, [fact_row(fact, version) for fact in decision.facts])
                if decision.superseded:
                    _end_facts(connection, set(decision.superseded), analysis.document.id, now)
                enqueue(connection, (), decision.deliveries, now)
                plan_revisit(connection, decision)
            finish(connection, analysis.item_id, now, version)
            write_follow_ups(connection, decision, now)
        if has_moved:
            self._heads.drop_all()

    def write_baseline(self, decision: Decision) -> None:
        """Record the facts that new watchlists find in a document that is recorded already; its item, and whatever
        waits under its id, is left alone.
        """
        with self._database.write() as connection:
            document, now = decision.analysis.document, decision.decided_at
            known = _LATEST.rows(connection, {"document_id": document.id})[0]
            if decision.facts:
                connection.execute(_ADD_FACTS, [fact_row(fact, int(known.version)) for fact in decision.facts])
            if decision.superseded:
                _end_facts(connection, set(decision.superseded), document.id, now)

    def earlier_documents(
        self, since: datetime, before: datetime, after: Place | None, limit: int
    ) -> list[tuple[Place, Document]]:
        """Return the next documents recorded in [since, before), each in its latest version and with where the reading
        goes on.

        In the order of recording; `after` is where the last reading ended. A text that was let go of is left out.
        """
        latest = (
            select(func.max(documents.c.version)).where(documents.c.id == _same.c.id).correlate(_same).scalar_subquery()
        )
        query = select(_same).where(
            _same.c.recorded_at >= since,
            _same.c.recorded_at < before,
            _same.c.text != "",
            _same.c.version == latest,
        )
        if after is not None:
            at, name = after
            query = query.where(or_(_same.c.recorded_at > at, (_same.c.recorded_at == at) & (_same.c.id > name)))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(_same.c.recorded_at, _same.c.id).limit(limit))
            return [((row.recorded_at, row.id), document_of(row)) for row in rows]


def group(
    connection: Connection,
    recent: RecentKeys,
    analysis: Analysis,
    now: datetime,
    compared: ComparedPairs | None = None,
) -> ClusterAssignment:
    """Return the cluster and the story of a document that is not yet known."""
    assignment = assign(
        connection,
        analysis.document.id,
        analysis.signature,
        read_view(connection, recent, analysis.signature, now, outlet=analysis.document.source),
        now,
        compared,
    )
    return replace(
        assignment, story=read_story(connection, recent, analysis.traits, assignment, day_of(now - WINDOW), day_of(now))
    )


def _question(
    analysis: Analysis,
    assignment: ClusterAssignment,
    spoken_for: Iterable[Fact],
    first_at: datetime | None,
    now: datetime,
) -> Question:
    """Return what is asked of the heads. first_at: when another document first had the same text."""
    story = assignment.story.story_id if assignment.story else None
    links = frozenset(filter(None, (assignment.cluster_id, assignment.update_of, story)))
    at = analysis.document.published_at or now
    published = (min(at, first_at or at), max(at, first_at or at))
    earlier = frozenset(fact.id for fact in spoken_for)
    return Question(analysis.document.id, analysis.claims, earlier, links, published)


def _previous_version(connection: Connection, known: Any, document_id: str) -> PreviousVersion:
    return PreviousVersion(
        known.content_hash,
        known.cluster_id,
        _read_facts(connection, _FACTS_OF_DOCUMENT, document_id=document_id),
        length=known.length,
        published_at=known.published_at,
        is_baseline=known.is_baseline,
    )


def _read_facts(connection: Connection, query: Any, **values: object) -> tuple[Fact, ...]:
    return tuple(fact_of(row) for row in connection.execute(query, values))


def _first_published(connection: Connection, document: Document) -> datetime | None:
    """Return when another document with the same title and text was published first."""
    found: datetime | None = _SAME_TEXT.rows(
        connection, {"content_hash": document.content_hash, "document_id": document.id}
    )[0].first_at
    return found


def _last_killed(connection: Connection, clusters: Sequence[str]) -> datetime | None:
    """Return when a text of the one or two clusters was killed last."""
    found: datetime | None = _KILLED.rows(connection, {"cluster": clusters[0], "updated": clusters[-1]})[0].killed_at
    return found


def _read_outlets(connection: Connection, cluster_id: str, source: str) -> tuple[str, ...]:
    return tuple(row.source for row in _OUTLETS.rows(connection, {"cluster_id": cluster_id, "source": source}))


def _write_document(connection: Connection, decision: Decision) -> int:
    """Store the document where it is new or says something new; return the version that the decision's facts belong
    to.
    """
    analysis = decision.analysis
    document = analysis.document
    known = _LATEST.row(connection, {"document_id": document.id})
    if known and known.content_hash == document.content_hash:
        return int(known.version)
    version = known.version + 1 if known else 1
    _ADD_DOCUMENT.run(connection, document_row(document, decision, version))
    write_member(connection, document.id, analysis.signature, decision.assignment, decision.decided_at)
    return version


def _end_facts(connection: Connection, ids: Iterable[str], document_id: str, now: datetime) -> None:
    ended = sorted(ids)
    if connection.execute(_END, {"ids": ended, "at": now, "by": document_id}).rowcount != len(ended):
        raise StoreError(
            f"the decision on {document_id} ends facts that the ledger does not hold live: {', '.join(ended)}"
        )
