"""Silences that are over and not summed up yet: what they kept quiet, and the message that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Row, or_, select

from monitor.core.alerts.summaries import SilenceEnd, UntoldFact
from monitor.core.facts.silences import covers
from monitor.core.facts.untold import last_told
from monitor.model import Delivery, Fact, LedgerEntry, Outcome, Rule, Silence
from monitor.store.engine import Database
from monitor.store.outbox import enqueue
from monitor.store.rows import document_of, fact_of
from monitor.store.schema import documents, facts, silences
from monitor.store.silences import named_silence, read_in_force, silence_of


class SilenceEnds:
    """The ends of silences in one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, now: datetime) -> SilenceEnd | None:
        """Return the silences that are over by `now` and not summed up, with what they kept quiet; `None` for none."""
        is_over = or_(silences.c.until <= now, silences.c.lifted_at.is_not(None))
        query = select(silences).where(silences.c.summed_at.is_(None), is_over).order_by(silences.c.sequence)
        with self._database.read() as connection:
            over = tuple(map(silence_of, connection.execute(query)))
            return _read_end(connection, over, now) if over else None

    def sum_up(self, end: SilenceEnd, outgoing: Sequence[Delivery], now: datetime) -> None:
        """Queue the messages, note what they tell as told, and the silences as summed up: all or nothing, and once."""
        names = [silence.id for silence in end.silences]
        with self._database.write() as connection:
            is_open = silences.c.id.in_(names) & silences.c.summed_at.is_(None)
            if connection.execute(silences.update().where(is_open).values(summed_at=now)).rowcount != len(names):
                return
            enqueue(connection, [delivery.alert for delivery in outgoing], outgoing, now)
            for delivery in outgoing:
                told = [line.fact_id for line in delivery.alert.lines]
                is_untold = facts.c.id.in_(told) & facts.c.alert_id.is_(None)
                connection.execute(facts.update().where(is_untold).values(alert_id=delivery.alert.id))


def _read_end(connection: Connection, over: tuple[Silence, ...], now: datetime) -> SilenceEnd:
    """Return what the silences kept quiet; what another one still keeps quiet is told at the end of that."""
    query = (
        select(facts, documents.c.story_id, documents.c.update_of)
        .outerjoin(
            documents, (documents.c.id == facts.c.document_id) & (documents.c.version == facts.c.document_version)
        )
        .where(
            facts.c.kept_outcome.is_not(None),
            facts.c.rule == Rule.SILENCE_OF_DESK.value,
            facts.c.recorded_at >= min(silence.made_at for silence in over),
        )
        .order_by(facts.c.sequence)
    )
    rows, names = connection.execute(query).all(), {silence.id for silence in over}
    quiet = tuple((row.watchlist, row.document_id) for row in rows if named_silence(row.explanation) in names)
    in_force = read_in_force(connection, now)
    heard = [row for row in rows if not _is_covered(row, in_force)]
    untold = [found for row in heard if (found := _untold(connection, row)) is not None] if quiet else []
    return SilenceEnd(over, quiet, tuple(untold))


def _is_covered(row: Row[*tuple[object, ...]], in_force: Sequence[Silence]) -> bool:
    fact, stories = fact_of(row), (row.cluster_id, row.update_of, row.story_id)
    return any(covers(silence.scope, fact.claim, stories) for silence in in_force)


def _untold(connection: Connection, row: Row[*tuple[object, ...]]) -> UntoldFact | None:
    """Return the fact with what was told before it, where it stands and nobody was told; of a withdrawal, where what it
    withdraws was told.
    """
    fact = fact_of(row)
    is_withdrawal = fact.kept_outcome is Outcome.RETRACTION
    if fact.alert_id is not None or (not is_withdrawal and not (fact.is_live and fact.head_id == fact.id)):
        return None
    if _told_by(connection, fact) is not None:
        return None
    related = _entry(connection, fact.relates_to)
    before = related if is_withdrawal else last_told(related, lambda name: _entry(connection, name))
    if before is not None and before.fact.alert_id is None:
        before = None
    if is_withdrawal and before is None:
        return None
    written = connection.execute(
        select(documents).where(documents.c.id == fact.document_id).order_by(documents.c.version.desc()).limit(1)
    ).one()
    return UntoldFact(fact, before.fact if before else None, document_of(written), written.story_id)


def _entry(connection: Connection, name: str | None) -> LedgerEntry | None:
    """Return the fact of an id, with the alert that told it, itself or by a mention behind it."""
    row = connection.execute(select(facts).where(facts.c.id == name)).first() if name else None
    if row is None:
        return None
    fact = fact_of(row)
    told = replace(fact, alert_id=_told_by(connection, fact))
    return LedgerEntry(told, (fact.origin,), (fact.source,))


def _told_by(connection: Connection, fact: Fact) -> str | None:
    """Return the first alert that told the fact."""
    if fact.alert_id is not None or fact.head_id != fact.id:
        return fact.alert_id
    told = select(facts.c.alert_id).where(facts.c.head_id == fact.id, facts.c.alert_id.is_not(None))
    found: str | None = connection.execute(told.order_by(facts.c.sequence).limit(1)).scalar()
    return found
