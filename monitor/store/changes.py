"""What changed since a moment, by watchlist: for whoever waits for news without reading all of it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, union

from monitor.store.engine import Database
from monitor.store.schema import alerts, facts, marks

_LAST = [func.coalesce(select(func.max(table.c.sequence)).scalar_subquery(), 0) for table in (facts, alerts, marks)]
_CHANGED = union(
    select(facts.c.watchlist).where(facts.c.sequence > bindparam("facts")),
    select(alerts.c.watchlist).where(alerts.c.sequence > bindparam("alerts")),
    select(alerts.c.watchlist)
    .join(marks, marks.c.alert_id == alerts.c.id)
    .where(marks.c.sequence > bindparam("marks")),
)


class Position(NamedTuple):
    """How far each table had come: facts, alerts, and what people say of alerts."""

    facts: int
    alerts: int
    marks: int


class Changes:
    """What changes in one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def position(self) -> Position:
        """Return how far all has come."""
        with self._database.read() as connection:
            return _position(connection)

    def since(self, position: Position) -> tuple[frozenset[str], Position]:
        """Return the watchlists of which something came since then, and how far all has come now."""
        with self._database.read() as connection:
            now = _position(connection)
            if now == position:
                return frozenset(), now
            return frozenset(connection.execute(_CHANGED, position._asdict()).scalars()), now


def _position(connection: Connection) -> Position:
    return Position(*(int(number) for number in connection.execute(select(*_LAST)).one()))
