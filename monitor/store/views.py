"""The ledger at a time, the alerts, and the state of the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, true, union, union_all

from monitor.model import Alert, DeliveryKind, Document, Fact, Notice, SourceState, Told
from monitor.store.codec import read_alert
from monitor.store.engine import Database
from monitor.store.explained import StoredDelivery, StoredItem
from monitor.store.holding import count_held
from monitor.store.leases import LeaseStanding, read_standing
from monitor.store.page_tally import PageTally, tally
from monitor.store.rows import (
    count_states,
    document_of,
    fact_of,
    read_deliveries,
    read_heads,
    read_items,
    read_order,
    read_states,
    read_states_in,
)
from monitor.store.schema import IS_FIRST, WAITING, alerts, deliveries, documents, facts, items, rejections

Name = TypeVar("Name", str, tuple[str, str])

NAMED_SOURCES = 100  # in trouble, that a status names; the others are counted
IN_TROUBLE = ("failing", "gone", "parked", "stale")  # states of a source that a person can do something about
_TELLING = (DeliveryKind.ALERT.value, DeliveryKind.REPLY.value)
_together = deliveries.alias()
_HAS_ARRIVED = or_(
    deliveries.c.state == "posted",
    (deliveries.c.state == "merged")
    & select(_together.c.id).where(_together.c.id == deliveries.c.digest, _together.c.state == "posted").exists(),
)
# Each count is one scan of one index in its order; anything else to group by would be sorted beside it.
_FACTS = select(
    facts.c.outcome,
    facts.c.rule,
    func.count().label("number"),
    func.count(facts.c.ended_at).label("ended"),
    func.count(facts.c.alert_id).label("told"),
).group_by(facts.c.outcome, facts.c.rule)
_DOCUMENTS = select(documents.c.language, func.count().label("number")).where(IS_FIRST).group_by(documents.c.language)
_DONE = "done"
_NOT_DONE = union_all(  # nearly all items are done: those that are not are counted, and the rest is
    *(
        select(items.c.state, func.count()).where(is_other).group_by(items.c.state)
        for is_other in (items.c.state < _DONE, items.c.state > _DONE)
    )
)
_STOPPED = select(deliveries.c.channel, deliveries.c.reason).where(
    deliveries.c.state.in_(WAITING), deliveries.c.reason.is_not(None), deliveries.c.is_stopped
)


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """Counts of the whole. `waiting` is the depth of the outbox, `oldest_waiting` the age of its oldest delivery."""

    documents: int
    languages: dict[str, int]  # documents by the language that their first version is in, the most frequent first
    clusters: int
    facts_by_outcome: dict[str, int]
    facts_live: int
    alerts: int
    items_by_state: dict[str, int]
    oldest_pending: timedelta | None
    parked: tuple[StoredItem, ...]
    embargoed: tuple[StoredItem, ...]
    rejections_by_reason: dict[str, int]
    deliveries_by_state: dict[str, int]
    waiting: int
    oldest_waiting: timedelta | None
    troubled: tuple[StoredDelivery, ...]  # waiting after a failure, and dead ones
    sources_by_state: dict[str, int]
    sources_in_trouble: tuple[SourceState, ...]  # the first NAMED_SOURCES by state and name
    held_by_reason: dict[str, int]
    awaited: PageTally  # pages that are still to be had
    told_by_outcome: dict[str, int]
    facts_by_rule: dict[tuple[str, str], int]  # by outcome and rule; "unknown": decided before rules were kept
    stopped: dict[str, str]  # channels that wait for a person, with the reason
    size_bytes: int = 0
    free_bytes: int = 0  # of these, free to be written anew
    lease: LeaseStanding | None = None  # who leads; `None` where a lock file says it, or nobody has led yet


class Views:
    """What one database holds, for looking at; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def facts(self, watchlist: str | None = None, as_of: datetime | None = None) -> list[Fact]:
        """Return the facts live at `as_of` (None: now) as they stood then, in the order in which they were recorded."""
        with self._database.read() as connection:
            query = select(facts).order_by(facts.c.sequence)
            if watchlist is not None:
                query = query.where(facts.c.watchlist == watchlist)
            if as_of is None:
                query = query.where(facts.c.ended_at.is_(None))
            else:
                query = query.where(
                    facts.c.recorded_at <= as_of, or_(facts.c.ended_at.is_(None), facts.c.ended_at > as_of)
                )
            return [fact_of(row, is_live=True) for row in connection.execute(query)]

    def first_known_at(self, watchlist: str | None = None) -> datetime | None:
        """Return when the first fact, of the watchlist or of any, was recorded; `None` where there is none."""
        of_watchlist = facts.c.watchlist == watchlist if watchlist is not None else true()
        with self._database.read() as connection:
            return connection.execute(select(func.min(facts.c.recorded_at)).where(of_watchlist)).scalar()

    def heads(self, watchlist: str) -> list[Fact]:
        """Return the heads of a watchlist's ledger, ended ones too, in the order of recording: what a state card is
        made of.
        """
        with self._database.read() as connection:
            return read_heads(connection, watchlist)

    def order_of(self, watchlist: str) -> tuple[str, ...]:
        """Return the names of the watchlist's facts in its order, as it last read here: what matters most first."""
        with self._database.read() as connection:
            return read_order(connection, watchlist)

    def place_before(self, watchlist: str, latest: int, as_of: datetime | None = None) -> tuple[int, datetime] | None:
        """Return the place in the ledger behind which the watchlist's latest facts known at `as_of` stand, so many of
        them, and when what stands there was recorded; `None` where there are no more.
        """
        is_known = facts.c.recorded_at <= as_of if as_of is not None else true()
        query = select(facts.c.sequence, facts.c.recorded_at).where(facts.c.watchlist == watchlist, is_known)
        with self._database.read() as connection:
            row = connection.execute(query.order_by(facts.c.sequence.desc()).offset(latest).limit(1)).first()
        return None if row is None else (row.sequence, row.recorded_at)

    def told(
        self, watchlist: str | None = None, as_of: datetime | None = None, behind: int | None = None
    ) -> list[Told]:
        """Return each document that told a fact or is a notice, in the version known at `as_of` (None: now), as it was
        read; for `core.facts.ledger.fold`. behind: a place in the ledger, of which nothing earlier counts.
        """
        with self._database.read() as connection:
            of_watchlist = facts.c.watchlist == watchlist if watchlist is not None else true()
            of_watchlist &= facts.c.sequence > behind if behind is not None else true()
            is_known = documents.c.recorded_at <= as_of if as_of is not None else true()
            tells = union(
                select(facts.c.document_id).where(of_watchlist),
                select(documents.c.id).where(documents.c.notice.is_not(None)),
            )
            columns = (
                documents.c.id,
                documents.c.version,
                documents.c.published_at,
                documents.c.recorded_at,
                documents.c.notice,
            )
            query = select(*columns, documents.c.cluster_id, documents.c.update_of, documents.c.story_id).where(
                documents.c.id.in_(tells), is_known
            )
            latest = {row.id: row for row in connection.execute(query.order_by(documents.c.id, documents.c.version))}
            known_facts = select(facts).where(
                of_watchlist, facts.c.recorded_at <= as_of if as_of is not None else true()
            )
            told: dict[str, list[Fact]] = {name: [] for name in latest}
            for row in connection.execute(known_facts.order_by(facts.c.sequence)):
                if latest[row.document_id].version == row.document_version and not _is_withdrawal(row):
                    told[row.document_id].append(fact_of(row))
            return [
                Told(
                    document_id=row.id,
                    published_at=row.published_at or row.recorded_at,
                    notice=Notice(row.notice) if row.notice else None,
                    cluster_id=row.cluster_id,
                    links=tuple(filter(None, (row.cluster_id, row.update_of))),
                    facts=tuple(told[row.id]),
                    stories=tuple(filter(None, (row.story_id,))),
                )
                for row in latest.values()
            ]

    def alerts(self, watchlist: str | None = None) -> list[Alert]:
        """Return the alerts in the order in which they were decided."""
        with self._database.read() as connection:
            query = select(alerts.c.body).order_by(alerts.c.sequence)
            if watchlist is not None:
                query = query.where(alerts.c.watchlist == watchlist)
            return [read_alert(body) for body in connection.execute(query).scalars()]

    def told_alerts(self, watchlist: str | None, limit: int) -> list[Alert]:
        """Return the latest alerts that a channel has, alone or in a digest, newest first, without the monitor's own
        notices.
        """
        with self._database.read() as connection:
            has_arrived = (
                select(deliveries.c.id)
                .where(deliveries.c.alert_id == alerts.c.id, deliveries.c.kind.in_(_TELLING), _HAS_ARRIVED)
                .exists()
            )
            query = (
                select(alerts.c.body)
                .where(alerts.c.document_id != "", has_arrived)
                .order_by(alerts.c.sequence.desc())
                .limit(limit)
            )
            if watchlist is not None:
                query = query.where(alerts.c.watchlist == watchlist)
            return [read_alert(body) for body in connection.execute(query).scalars()]

    def status(self, now: datetime) -> StoreStatus:
        """Return counts and ages of the whole, at `now`."""
        with self._database.read() as connection:
            size, free = self._database.size(connection)
            by_state = _counts(connection, deliveries.c.state)
            oldest_waiting = connection.execute(
                select(func.min(deliveries.c.created_at)).where(deliveries.c.state.in_(WAITING))
            ).scalar()
            oldest_pending = connection.execute(
                select(func.min(items.c.accepted_at)).where(items.c.state == "pending")
            ).scalar()
            found = connection.execute(_FACTS).all()
            by_language = connection.execute(_DOCUMENTS).all()
            has_trouble = or_(
                deliveries.c.state == "dead", deliveries.c.state.in_(WAITING) & deliveries.c.reason.is_not(None)
            )
            return StoreStatus(
                documents=sum(row.number for row in by_language),
                languages=_languages(by_language),
                clusters=_count_different(connection, documents.c.cluster_id),
                facts_by_outcome=_sums((row.outcome, row.number) for row in found),
                facts_live=sum(row.number - row.ended for row in found),
                alerts=connection.execute(select(func.count()).select_from(alerts)).scalar_one(),
                items_by_state=_items_by_state(connection),
                oldest_pending=now - oldest_pending if oldest_pending else None,
                parked=read_items(connection, items.c.state == "parked"),
                embargoed=read_items(connection, items.c.state == "held"),
                rejections_by_reason=_counts(connection, rejections.c.reason),
                deliveries_by_state=by_state,
                waiting=sum(by_state.get(state, 0) for state in WAITING),
                oldest_waiting=now - oldest_waiting if oldest_waiting else None,
                troubled=read_deliveries(connection, has_trouble),
                sources_by_state=count_states(connection),
                sources_in_trouble=read_states_in(connection, IN_TROUBLE, NAMED_SOURCES),
                held_by_reason=count_held(connection),
                awaited=tally(connection, now),
                told_by_outcome=_sums((row.outcome, row.told) for row in found if row.told),
                facts_by_rule=_sums(((row.outcome, row.rule or "unknown"), row.number) for row in found),
                stopped={row.channel: row.reason for row in connection.execute(_STOPPED)},
                size_bytes=size,
                free_bytes=free,
                lease=None if self._database.is_sqlite else read_standing(connection),
            )

    def sources(self) -> tuple[SourceState, ...]:
        """Return the state of every source, by name."""
        with self._database.read() as connection:
            return tuple(read_states(connection).values())

    def has_pending(self) -> bool:
        """Tell whether an item waits for its decision."""
        return self._is_any(select(items.c.id).where(items.c.state == "pending"))

    def has_waiting(self) -> bool:
        """Tell whether a delivery waits."""
        return self._is_any(select(deliveries.c.id).where(deliveries.c.state.in_(WAITING)))

    def _is_any(self, query: Select[tuple[str]]) -> bool:
        with self._database.read() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def documents_since(self, since: datetime, limit: int) -> tuple[Document, ...]:
        """Return the documents recorded at `since` or later, whose text was not let go of, each in its last version;
        the latest `limit`, oldest first.
        """
        later = documents.alias()
        is_last = (
            ~select(later.c.id).where(later.c.id == documents.c.id, later.c.version > documents.c.version).exists()
        )
        query = (
            select(documents)
            .where(documents.c.recorded_at >= since, documents.c.text != "", is_last)
            .order_by(documents.c.recorded_at.desc(), documents.c.id.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return tuple(map(document_of, connection.execute(query)))[::-1]

    def latest_texts(self, limit: int) -> list[str]:
        """Return title and text of the documents recorded last, at most `limit`, without texts that were let go of."""
        with self._database.read() as connection:
            query = select(documents.c.title, documents.c.text).where(documents.c.text != "")
            rows = connection.execute(query.order_by(documents.c.recorded_at.desc(), documents.c.id).limit(limit))
            return [f"{title or ''}\n{text}" for title, text in rows]


def _is_withdrawal(row: Row[*tuple[object, ...]]) -> bool:
    """Tell the word of a retraction, which its document does not say itself: ended as it was recorded, behind another
    fact.
    """
    return bool(row.head_id != row.id and row.ended_by == row.document_id and row.ended_at == row.recorded_at)


def _sums(counted: Iterable[tuple[Name, int]]) -> dict[Name, int]:
    """Return what is counted under each name, in the order of the names."""
    sums: dict[Name, int] = {}
    for name, number in counted:
        sums[name] = sums.get(name, 0) + number
    return dict(sorted(sums.items()))


def _languages(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[str, int]:
    """Return the documents by language, the most frequent first; one without a language is left out."""
    counted = [(row.language, row.number) for row in rows if row.language is not None]
    return dict(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def _items_by_state(connection: Connection) -> dict[str, int]:
    others = {state: number for state, number in connection.execute(_NOT_DONE)}  # noqa: C416 (rows are not pairs to the type checker)
    every = connection.execute(select(func.count()).select_from(items)).scalar_one()
    done = every - sum(others.values())
    return dict(sorted({**others, **({_DONE: done} if done else {})}.items()))


def _count_different(connection: Connection, column: ColumnElement[str]) -> int:
    """Count the values of a column in the order of its index; `count(distinct)` would sort them beside it."""
    return int(
        connection.execute(select(func.count()).select_from(select(column).group_by(column).subquery())).scalar_one()
    )


def _counts(connection: Connection, column: ColumnElement[str]) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).group_by(column).order_by(column))
    return {name: count for name, count in rows}  # noqa: C416 (rows are not pairs to the type checker)
