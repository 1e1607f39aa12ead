"""Rows of the tables as values of the model."""

from __future__ import annotations

from sqlalchemy import Connection, Row, bindparam, select

from monitor.model import ClusterAssignment, Document, Fact, Notice, Outcome, Rule, StoryLink
from monitor.store.codec import read_claim
from monitor.store.schema import facts

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
        is_live=row.ended_at is None if is_live is None else is_live,
    )


def read_heads(connection: Connection, watchlist: str) -> list[Fact]:
    """Return the heads of a watchlist's ledger, ended ones too."""
    return [fact_of(fact) for fact in connection.execute(_HEADS_OF_WATCHLIST, {"watchlist": watchlist})]
