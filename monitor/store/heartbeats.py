"""Which days the desk was told that the monitor lives, and what came in between."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from monitor.core.alerts.heartbeat import WATCHLIST, Day
from monitor.model import Alert, Delivery, Outcome
from monitor.store.engine import Database
from monitor.store.outbox import enqueue
from monitor.store.schema import WAITING, alerts, deliveries, documents, facts, heartbeats, items
from monitor.store.schema import sources as sources_table

_DOWN = (
    select(sources_table.c.name)
    .where(sources_table.c.state.in_(("failing", "parked", "gone")))
    .order_by(sources_table.c.name)
)


class Heartbeats:
    """The days of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_told(self, day: date) -> bool:
        """Tell whether the day's message was queued, or left out for good."""
        query = select(heartbeats.c.day).where(heartbeats.c.day == day.isoformat())
        with self._database.read() as connection:
            return connection.execute(query).first() is not None

    def last_at(self, now: datetime) -> datetime | None:
        """Return when the last message before `now` was queued."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(heartbeats.c.at)).where(heartbeats.c.at <= now)).scalar()

    def tell(self, day: date, notice: Alert | None, outgoing: Sequence[Delivery], now: datetime) -> None:
        """Queue the day's message, or none, and note with it that the day is told."""
        with self._database.write() as connection:
            connection.execute(heartbeats.insert(), {"day": day.isoformat(), "at": now})
            enqueue(connection, (notice,) if notice else (), outgoing, now)

    def read_day(self, since: datetime, now: datetime, sources: Collection[str]) -> Day:
        """Return what was recorded since then, and how `sources` and queues stand."""
        with self._database.read() as connection:
            return _read_day(connection, since, now, sources)


def _read_day(connection: Connection, since: datetime, now: datetime, sources: Collection[str]) -> Day:
    """Return what was recorded since then, and the state of `sources`."""
    came, clusters = connection.execute(
        select(func.count(documents.c.id.distinct()), func.count(documents.c.cluster_id.distinct())).where(
            documents.c.recorded_at > since
        )
    ).one()
    outcomes = connection.execute(
        select(facts.c.outcome, func.count()).where(facts.c.recorded_at > since).group_by(facts.c.outcome)
    )
    by_outcome = {name: count for name, count in outcomes}  # noqa: C416 (rows are not pairs to the type checker)
    told = connection.execute(
        select(func.count()).where(alerts.c.at > since, alerts.c.document_id != "", alerts.c.watchlist != WATCHLIST)
    ).scalar_one()
    oldest = connection.execute(
        select(func.min(deliveries.c.created_at)).where(deliveries.c.state.in_(WAITING))
    ).scalar()
    pending = connection.execute(select(func.min(items.c.accepted_at)).where(items.c.state == "pending")).scalar()
    return Day(
        since=since,
        documents=came,
        clusters=clusters,
        new_facts=sum(by_outcome.get(outcome.value, 0) for outcome in Outcome if outcome.can_alert),
        muted_facts=by_outcome.get(Outcome.MUTED.value, 0),
        alerts=told,
        sources=len(sources),
        down=tuple(name for name in connection.execute(_DOWN).scalars() if name in sources),
        oldest_waiting=now - oldest if oldest else None,
        oldest_pending=now - pending if pending else None,
    )
