"""What was kept and not told: counted by outcome and rule, and fact by fact, the latest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from monitor.model import Fact, Outcome
from monitor.store.engine import Database
from monitor.store.rows import fact_of
from monitor.store.schema import documents, facts


@dataclass(frozen=True, slots=True)
class UntoldFilter:
    """Which facts: `None` leaves open. since: recorded then or later; rule: its id, "" for facts from before rules were
    kept; before: the place of one in the ledger, behind which the page begins.
    """

    since: datetime | None = None
    watchlist: str | None = None
    outcome: Outcome | None = None
    rule: str | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class UntoldCount:
    """How many facts one rule kept from being told with one outcome. rule: "" of facts from before rules were kept."""

    outcome: Outcome
    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class UntoldFact:
    """A fact that was not told, at its place in the ledger, and the title of its document, where that is kept."""

    place: int
    fact: Fact
    document_title: str | None


class Untold:
    """The facts of one database that no alert told; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, since: datetime | None = None, watchlist: str | None = None) -> tuple[UntoldCount, ...]:
        """Return how many there are for each outcome and rule, most first; recorded at `since` or later, of the
        watchlist or of any.
        """
        number = func.count()
        with self._database.read() as connection:
            query = (
                select(facts.c.outcome, facts.c.rule, number)
                .where(facts.c.alert_id.is_(None), *_conditions(connection, UntoldFilter(since, watchlist)))
                .group_by(facts.c.outcome, facts.c.rule)
                .order_by(number.desc(), facts.c.outcome, facts.c.rule)
            )
            return tuple(
                UntoldCount(Outcome(outcome), rule or "", count) for outcome, rule, count in connection.execute(query)
            )

    def page(self, wanted: UntoldFilter, limit: int) -> tuple[UntoldFact, ...]:
        """Return the latest facts of the filter, at most `limit`, the latest first."""
        with self._database.read() as connection:
            query = (
                select(facts, documents.c.title)
                .outerjoin(
                    documents,
                    (documents.c.id == facts.c.document_id) & (documents.c.version == facts.c.document_version),
                )
                .where(facts.c.alert_id.is_(None), *_conditions(connection, wanted))
                .order_by(facts.c.sequence.desc())
                .limit(limit)
            )
            return tuple(UntoldFact(row.sequence, fact_of(row), row.title) for row in connection.execute(query))


def _conditions(connection: Connection, wanted: UntoldFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.since is not None:
        yield facts.c.sequence >= _first_since(connection, wanted.since)
    if wanted.before is not None:
        yield facts.c.sequence < wanted.before
    if wanted.watchlist is not None:
        yield facts.c.watchlist == wanted.watchlist
    if wanted.outcome is not None:
        yield facts.c.outcome == wanted.outcome.value
    if wanted.rule is not None:
        yield facts.c.rule == wanted.rule if wanted.rule else facts.c.rule.is_(None)


def _first_since(connection: Connection, since: datetime) -> int:
    """Return the place in the ledger before which nothing was recorded at `since` or later.

    Facts stand in the order in which they were recorded, so twenty looks by the primary key halve the way to it; an
    index on a time that is asked for here alone would cost each fact its share.
    """
    low = 0  # recorded before, or no place
    high = connection.execute(select(func.max(facts.c.sequence))).scalar() or 0
    high += 1
    while high - low > 1:
        middle = (low + high) // 2
        row = connection.execute(
            select(facts.c.sequence, facts.c.recorded_at)
            .where(facts.c.sequence >= middle)
            .order_by(facts.c.sequence)
            .limit(1)
        ).first()
        if row is None or row.recorded_at >= since:
            high = middle
        else:
            low = row.sequence
    return high
