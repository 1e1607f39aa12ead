"""The desk's silences: kept with author and time, for as long as the database; each ends by itself or is lifted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select

from monitor.core.facts.silences import covers, slot_scope, story_scope
from monitor.model import Fact, Outcome, Scope, Silence
from monitor.model.errors import UsageError
from monitor.store import ids
from monitor.store.codec import read_alert, read_claim
from monitor.store.engine import Database
from monitor.store.leases import note_change
from monitor.store.rows import fact_of
from monitor.store.schema import alerts, documents, facts, silences
from monitor.store.statements import Prepared

Extent = Literal["story", "slot"]

_IN_FORCE = Prepared(
    select(silences)
    .where(silences.c.until > bindparam("now"), silences.c.lifted_at.is_(None))
    .order_by(silences.c.sequence)
)
_SCOPE = tuple(field.name for field in fields(Scope))
_PREFIX = "silence "  # with which the explanation of a fact that was kept quiet begins; the id follows
_MOST_NAMING = 20_000  # facts in which names are looked for; a second's work
_NAMED = func.substr(facts.c.explanation, len(_PREFIX) + 1, 13)


class Silences:
    """The silences of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, silence: Silence) -> None:
        """Record the silence, unless it is recorded already; it holds for what is decided from now on."""
        scope = {name: getattr(silence.scope, name) for name in _SCOPE}
        row = {
            "id": silence.id,
            **scope,
            "until": silence.until,
            "made_at": silence.made_at,
            "made_by": silence.made_by,
            "note": silence.note,
        }
        with self._database.write() as connection:
            if connection.execute(select(silences.c.id).where(silences.c.id == silence.id)).first() is None:
                connection.execute(silences.insert(), row)
                note_change(connection)

    def in_force(self, now: datetime) -> tuple[Silence, ...]:
        """Return the silences that hold at `now`, oldest first."""
        with self._database.read() as connection:
            return read_in_force(connection, now)

    def every(self) -> tuple[Silence, ...]:
        """Return all that were ever made, oldest first."""
        with self._database.read() as connection:
            return read_every(connection)

    def page(self, now: datetime | None, before: int | None, limit: int) -> tuple[tuple[Silence, ...], int | None]:
        """Return a part of the silences that hold at `now`, or of all where it is `None`, the latest first, and the
        `before` by which the next part is had; `None` behind the last.
        """
        query = select(silences).order_by(silences.c.sequence.desc()).limit(limit + 1)
        if now is not None:
            query = query.where(silences.c.until > now, silences.c.lifted_at.is_(None))
        if before is not None:
            query = query.where(silences.c.sequence < before)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(map(silence_of, rows[:limit])), rows[limit - 1].sequence if len(rows) > limit else None

    def lift(self, wanted: str, at: datetime, by: str) -> Silence:
        """End the silence that has this id, or the only one in force whose id begins so; raise UsageError where there
        is none, or several.
        """
        with self._database.write() as connection:
            found = [each for each in read_in_force(connection, at) if wanted and each.id.startswith(wanted)]
            if len(found) != 1:
                raise UsageError(
                    f"{wanted}: {'no' if not found else 'more than one'} silence in force has an id that begins so;"
                    " monitor silence list shows them"
                )
            connection.execute(silences.update().where(silences.c.id == found[0].id).values(lifted_at=at, lifted_by=by))
            note_change(connection)
            return found[0]

    def count_kept(self, wanted: Collection[str] | None = None) -> dict[str, int]:
        """Return how many facts each silence has kept quiet, by its id; of those `wanted` alone where it is given."""
        query = (
            select(_NAMED, func.count())
            .where(facts.c.outcome == Outcome.MUTED.value, facts.c.explanation.startswith(_PREFIX + "q"))
            .group_by(_NAMED)
        )
        if wanted is not None:
            query = query.where(_NAMED.in_(wanted))
        with self._database.read() as connection:
            return {name: count for name, count in connection.execute(query)}  # noqa: C416 (rows are not pairs to the type checker)

    def told_within(self, scope: Scope, since: datetime) -> tuple[tuple[Fact, str], ...]:
        """Return the facts recorded since then that were told and that the scope covers, each with its alert's
        headline, in the order of recording.
        """
        query = (
            select(facts, documents.c.story_id, documents.c.update_of, alerts.c.body)
            .join(alerts, alerts.c.id == facts.c.alert_id)
            .outerjoin(
                documents, (documents.c.id == facts.c.document_id) & (documents.c.version == facts.c.document_version)
            )
            .where(alerts.c.at >= since)
            .order_by(facts.c.sequence)
        )
        with self._database.read() as connection:
            return tuple(
                (fact, read_alert(row.body).headline)
                for row in connection.execute(query)
                if covers(scope, (fact := fact_of(row)).claim, (row.cluster_id, row.update_of, row.story_id))
            )

    def names(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the names of places, with what they lie in, and those of actors that the newest facts have."""
        query = select(facts.c.claim).order_by(facts.c.sequence.desc()).limit(_MOST_NAMING)
        places: set[str] = set()
        actors: set[str] = set()
        with self._database.read() as connection:
            for claim in connection.execute(query).scalars():
                mention = read_claim(claim).mention
                places |= {mention.place.name, *mention.place.within} if mention.place else set()
                actors |= {mention.actor} if mention.actor else set()
        return frozenset(places), frozenset(actors)

    def scope_of(self, wanted: str, extent: Extent) -> Scope:
        """Return what covers the story, or the slot, of an alert, a fact, a document or a cluster, named by its id or
        the beginning of it; a story by its id.

        UsageError where that names nothing or several, or has no slot.
        """
        with self._database.read() as connection:
            if extent == "story" and _is_story(connection, wanted):
                return Scope(story=wanted)
            found = ids.find(connection, wanted)
            if found is None:
                raise UsageError(
                    f"{wanted}: no alert, fact, document or cluster has this id; monitor explain ID and monitor facts"
                    " --format jsonl lead to them"
                )
            return _scope_of(connection, *found, extent)


def read_in_force(connection: Connection, now: datetime) -> tuple[Silence, ...]:
    """Return the silences that hold at `now`, oldest first."""
    return tuple(map(silence_of, _IN_FORCE.rows(connection, {"now": now})))


def read_every(connection: Connection) -> tuple[Silence, ...]:
    """Return all that were ever made, oldest first."""
    return tuple(map(silence_of, connection.execute(select(silences).order_by(silences.c.sequence))))


def _scope_of(connection: Connection, kind: str, whole_id: str, extent: Extent) -> Scope:
    """Return what covers the story, or the slot, of an alert, a fact, a document or a cluster; an alert's slot is that
    of its first line.

    Raise UsageError for the slot of what has none, or of more than one.
    """
    if kind == "alert":
        alert = read_alert(connection.execute(select(alerts.c.body).where(alerts.c.id == whole_id)).scalar_one())
        if extent == "story":
            return story_scope(alert)
        whole_id = alert.lines[0].fact_id if alert.lines else ""
    if extent == "slot":
        claim = connection.execute(select(facts.c.claim).where(facts.c.id == whole_id)).scalar()
        if claim is None:
            raise UsageError(
                f"{whole_id or kind}: only an alert or a fact has a slot; monitor facts --format jsonl lists the facts"
            )
        return slot_scope(read_claim(claim))
    return Scope(story=_story_of(connection, kind, whole_id))


def _is_story(connection: Connection, wanted: str) -> bool:
    """Tell whether a document is of the story with this whole id."""
    return connection.execute(select(documents.c.id).where(documents.c.story_id == wanted).limit(1)).first() is not None


def _story_of(connection: Connection, kind: str, whole_id: str) -> str:
    is_meant: ColumnElement[bool]
    if kind == "fact":
        is_meant = documents.c.id.in_(select(facts.c.document_id).where(facts.c.id == whole_id))
    else:
        is_meant = (documents.c.cluster_id if kind == "cluster" else documents.c.id) == whole_id
    row = connection.execute(
        select(documents.c.story_id, documents.c.cluster_id).where(is_meant).order_by(documents.c.version.desc())
    ).first()
    if row is None:
        raise UsageError(f"{whole_id}: nothing that was decided has this id, so it has no story")
    return str(row.story_id or row.cluster_id)


def named_silence(explanation: str) -> str | None:
    """Return the id of the silence that an explanation names, if it names one."""
    return explanation[len(_PREFIX) :].partition(",")[0] if explanation.startswith(f"{_PREFIX}q") else None


def silence_of(row: Row[*tuple[object, ...]]) -> Silence:
    """Return the silence of a row of `silences`."""
    scope = Scope(**{name: getattr(row, name) for name in _SCOPE})
    return Silence(row.id, scope, row.until, row.made_at, row.made_by, row.note, row.lifted_at, row.lifted_by)
