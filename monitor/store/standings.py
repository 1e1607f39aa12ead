"""What has become of alerts since they were told: read for many at once, since a page shows many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, or_, select

from monitor.core.alerts.alerting import line_of
from monitor.model import Alert, AlertLine, Fact, FeedbackKind, Notice, Standing, count_outlets, count_witnesses
from monitor.store.rows import fact_of, read_feedback
from monitor.store.schema import documents, facts, marks

_OUTLETS = (
    select(documents.c.cluster_id, documents.c.source)
    .where(documents.c.cluster_id.in_(bindparam("clusters", expanding=True)))
    .distinct()
)
_AFTER = (
    select(facts)
    .where(
        or_(
            facts.c.head_id.in_(bindparam("ids", expanding=True)),
            facts.c.relates_to.in_(bindparam("ids", expanding=True)),
        )
    )
    .order_by(facts.c.sequence)
)
_kept = facts.alias()
_KEPT_HEADS = (
    select(facts.c.id, facts.c.head_id)
    .join(_kept, _kept.c.id == facts.c.head_id)
    .where(facts.c.id.in_(bindparam("ids", expanding=True)), _kept.c.kept_outcome.is_not(None))
)
_NOTICES = (
    select(documents.c.id, documents.c.notice)
    .where(documents.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(documents.c.version)
)


@dataclass(frozen=True, slots=True)
class _Around:
    """What was read for all alerts together. heads: by a line's fact, what that is known by now; by_name: the facts
    behind a head, and those that relate to it; order: by a fact's id, its place in the
    order of recording.
    """

    heads: Mapping[str, str]
    by_name: Mapping[str, Sequence[Fact]]
    order: Mapping[str, int]
    outlets: Mapping[str, frozenset[str]]
    notices: Mapping[str, str | None]
    acknowledged: Mapping[str, tuple[str, ...]]


def read_standing(connection: Connection, alert: Alert) -> Standing:
    """Return what has become of the alert by now."""
    return read_standings(connection, (alert,))[0]


def read_standings(connection: Connection, alerts: Sequence[Alert]) -> tuple[Standing, ...]:
    """Return what has become of each alert by now, in their order; as many queries for many as for one."""
    if not alerts:
        return ()
    around = _read(connection, alerts)
    return tuple(_standing(alert, around) for alert in alerts)


def _read(connection: Connection, alerts: Sequence[Alert]) -> _Around:
    lines = sorted({line.fact_id for alert in alerts for line in alert.lines})
    kept = {row.id: row.head_id for row in connection.execute(_KEPT_HEADS, {"ids": lines})}
    heads = {each: kept.get(each, each) for each in lines}
    after = [fact_of(row) for row in connection.execute(_AFTER, {"ids": sorted({*heads, *heads.values()})})]
    by_name: dict[str, list[Fact]] = {}
    for fact in after:
        for name in {fact.head_id, fact.relates_to or fact.head_id}:
            by_name.setdefault(name, []).append(fact)
    outlets: dict[str, set[str]] = {}
    for cluster, source in connection.execute(_OUTLETS, {"clusters": sorted({alert.cluster_id for alert in alerts})}):
        outlets.setdefault(cluster, set()).add(source)
    marking = sorted({fact.document_id for fact in after if fact.outcome.marks_told})
    notices = {row.id: row.notice for row in connection.execute(_NOTICES, {"ids": marking})}
    return _Around(
        heads,
        by_name,
        {fact.id: place for place, fact in enumerate(after)},
        {cluster: frozenset(sources) for cluster, sources in outlets.items()},
        notices,
        _acknowledged(connection, alerts),
    )


def _acknowledged(connection: Connection, alerts: Iterable[Alert]) -> dict[str, tuple[str, ...]]:
    """Return by alert who has it in hand, the first of them first."""
    ids = [alert.id for alert in alerts]
    in_hand: dict[str, dict[str, None]] = {}
    is_meant = marks.c.alert_id.in_(ids) & (marks.c.verdict == FeedbackKind.ACKNOWLEDGED.value)
    for mark in read_feedback(connection, is_meant):
        in_hand.setdefault(mark.alert_id, {})[mark.author] = None
    return {alert: tuple(authors) for alert, authors in in_hand.items()}


def _standing(alert: Alert, around: _Around) -> Standing:
    named = [line.fact_id for line in alert.lines]
    own = {*named, *(around.heads[each] for each in named)}
    met = {fact.id: fact for name in own for fact in around.by_name.get(name, ())}
    after = sorted(met.values(), key=lambda fact: around.order[fact.id])
    outlets = around.outlets.get(alert.cluster_id, frozenset()) | {fact.source for fact in after if fact.head_id in own}
    lead = around.heads[named[0]] if named else None
    behind = [fact for fact in after if fact.head_id == lead]
    origins = count_witnesses(
        {fact.origin for fact in behind}, {fact.source for fact in behind}, {fact.cluster_id for fact in behind}
    )
    later = [fact for fact in after if fact.relates_to in own and fact.id not in own and fact.outcome.marks_told]
    return Standing(
        max(alert.outlets, count_outlets(outlets)),
        max(alert.origins, origins),
        tuple(_notes(later, met, around.notices)),
        around.acknowledged.get(alert.id, ()),
    )


def _notes(later: Sequence[Fact], told: Mapping[str, Fact], notices: Mapping[str, str | None]) -> Iterator[AlertLine]:
    for fact in later:
        related, name = told.get(fact.relates_to or ""), notices.get(fact.document_id)
        notice = Notice(name) if name else None
        is_own = notice is Notice.CORRECTION or (related is not None and related.document_id == fact.document_id)
        yield line_of(fact, related, fact.source, notice, is_own=is_own)
