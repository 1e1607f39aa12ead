"""Rows of the tables as values, and decided documents and facts as rows."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select

from monitor.model import (
    ClusterAssignment,
    Decision,
    Document,
    Fact,
    Feedback,
    FeedbackKind,
    Notice,
    Outcome,
    Rule,
    SourceState,
    StoryLink,
)
from monitor.store.codec import read_claim, write_claim
from monitor.store.explained import StoredDelivery, StoredItem
from monitor.store.schema import deliveries, facts, items, marks, sources, watchlists

STATE_FIELDS = tuple(field.name for field in fields(SourceState))
STATES = select(*(sources.c[name] for name in STATE_FIELDS))
_HEADS_OF_WATCHLIST = (
    select(facts)
    .where(
        facts.c.watchlist == bindparam("watchlist"),
        facts.c.head_id == facts.c.id,
        facts.c.outcome != Outcome.BACKGROUND.value,
    )
    .order_by(facts.c.sequence)
)


def assignment_of(row: Row[*tuple[object, ...]]) -> ClusterAssignment:
    """Return the cluster of a row of `documents`."""
    return ClusterAssignment(
        row.cluster_id,
        row.copy_of,
        row.update_of,
        row.cluster_score,
        row.cluster_rule,
        text_cluster=row.text_cluster,
        story=StoryLink(row.story_id) if row.story_id else None,
    )


def document_of(row: Row[*tuple[object, ...]]) -> Document:
    """Return the document of a row of `documents`."""
    return Document(
        id=row.id,
        source=row.source,
        text=row.text,
        content_hash=row.content_hash,
        title=row.title,
        url=row.url,
        published_at=row.published_at,
        observed_at=row.observed_at,
        language=row.language,
        byline=row.byline,
        credit=row.credit,
        notice=Notice(row.notice) if row.notice else None,
        is_baseline=row.is_baseline,
    )


def fact_of(row: Row[*tuple[object, ...]], *, is_live: bool | None = None) -> Fact:
    """Return the fact of a row of `facts`; `is_live` overrules what the row says, for a view of the past."""
    return Fact(
        id=row.id,
        document_id=row.document_id,
        source=row.source,
        origin=row.origin,
        cluster_id=row.cluster_id,
        claim=read_claim(row.claim),
        outcome=Outcome(row.outcome),
        rule=Rule.of(row.rule),
        explanation=row.explanation,
        head_id=row.head_id,
        relates_to=row.relates_to,
        alert_id=row.alert_id,
        published_at=row.published_at,
        recorded_at=row.recorded_at,
        kept_outcome=Outcome(row.kept_outcome) if row.kept_outcome else None,
        is_live=row.ended_at is None if is_live is None else is_live,
    )


def read_order(connection: Connection, watchlist: str) -> tuple[str, ...]:
    """Return the names of the watchlist's facts in its order, as it last read here; none where that was not kept."""
    query = select(watchlists.c.facts_asked).where(watchlists.c.id == watchlist)
    return tuple(json.loads(connection.execute(query).scalar() or "{}"))


def read_heads(connection: Connection, watchlist: str) -> list[Fact]:
    """Return the heads of a watchlist's ledger, ended ones too."""
    return [fact_of(fact) for fact in connection.execute(_HEADS_OF_WATCHLIST, {"watchlist": watchlist})]


def feedback_of(row: Row[*tuple[object, ...]]) -> Feedback:
    """Return the feedback of a row of `marks`."""
    return Feedback(row.alert_id, FeedbackKind(row.verdict), row.author, row.note, row.at)


def read_feedback(connection: Connection, condition: ColumnElement[bool]) -> tuple[Feedback, ...]:
    """Return the feedback for which `condition` holds, oldest first."""
    return tuple(map(feedback_of, connection.execute(select(marks).where(condition).order_by(marks.c.sequence))))


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
            items.c.retry_at,
            items.c.held_until,
        )
        .where(condition)
        .order_by(items.c.sequence)
    )
    return tuple(StoredItem(*row) for row in rows)


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


def document_row(document: Document, decision: Decision, version: int) -> dict[str, Any]:
    """Return the row of `documents` of a version that a decision records."""
    assignment = decision.assignment
    return {
        "id": document.id,
        "version": version,
        "source": document.source,
        "title": document.title,
        "text": document.text,
        "content_hash": document.content_hash,
        "url": document.url,
        "published_at": document.published_at,
        "observed_at": document.observed_at,
        "language": document.language,
        "byline": document.byline,
        "credit": document.credit,
        "notice": document.notice,
        "is_baseline": document.is_baseline,
        "watchlists": json.dumps(decision.analysis.watchlists),
        "cluster_id": assignment.cluster_id,
        "copy_of": assignment.copy_of,
        "text_cluster": assignment.text_cluster,
        "story_id": assignment.story.story_id if assignment.story else None,
        "update_of": assignment.update_of,
        "cluster_score": assignment.score,
        "cluster_rule": assignment.rule,
        "recorded_at": decision.decided_at,
    }


def fact_row(fact: Fact, version: int) -> dict[str, Any]:
    """Return the row of `facts` of a fact of that version of its document."""
    return {
        "id": fact.id,
        "document_id": fact.document_id,
        "document_version": version,
        "source": fact.source,
        "origin": fact.origin,
        "cluster_id": fact.cluster_id,
        "watchlist": fact.claim.watchlist,
        "claim_key": fact.claim.key,
        "claim": write_claim(fact.claim),
        "outcome": fact.outcome,
        "rule": fact.rule,
        "explanation": fact.explanation,
        "head_id": fact.head_id,
        "relates_to": fact.relates_to,
        "alert_id": fact.alert_id,
        "published_at": fact.published_at,
        "recorded_at": fact.recorded_at,
        "kept_outcome": fact.kept_outcome,
        # A fact that is born dead (the word of a retraction) was never live.
        "ended_at": None if fact.is_live else fact.recorded_at,
        "ended_by": None if fact.is_live else fact.document_id,
    }


def read_states(connection: Connection) -> dict[str, SourceState]:
    """Return the state of every source by name."""
    return {state.name: state for state in states_of(connection, STATES.order_by(sources.c.name))}


def read_states_in(connection: Connection, states: Collection[str], limit: int) -> tuple[SourceState, ...]:
    """Return the sources that are in one of these states, the first `limit` by state and name."""
    query = STATES.where(sources.c.state.in_(states)).order_by(sources.c.state, sources.c.name)
    return states_of(connection, query.limit(limit))


def states_of(connection: Connection, query: Select[Any]) -> tuple[SourceState, ...]:
    """Return the sources that a query of `STATES` finds, in its order."""
    return tuple(SourceState(*row) for row in connection.execute(query))


def count_states(connection: Connection) -> dict[str, int]:
    """Return how many sources are in each state, by its name."""
    counts = connection.execute(select(sources.c.state, func.count()).group_by(sources.c.state))
    return dict(sorted((state, count) for state, count in counts))
