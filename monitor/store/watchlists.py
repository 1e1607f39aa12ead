"""The watchlists that read here: since when, what they asked for, and their facts where one gets another name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from monitor.core.facts.edits import Asked
from monitor.core.facts.slots import look_up_key
from monitor.store.codec import read_alert, read_claim, write_claim
from monitor.store.engine import Database
from monitor.store.heads import Heads
from monitor.store.schema import alerts, facts, silences, watchlists


@dataclass(frozen=True, slots=True)
class LastBrought:
    """When a watchlist began to read, and what it brought last; `None` where it has not."""

    began_at: datetime | None = None
    fact_at: datetime | None = None
    alert_at: datetime | None = None
    alert_id: str | None = None
    headline: str | None = None


Held = tuple[str, str, int, int]  # of a fact: the key of its claim, and where in its document it stands

_SET_CLAIM = (
    facts.update()
    .where(facts.c.sequence == bindparam("row"))
    .values(claim=bindparam("text"), claim_key=bindparam("key"))
)


class BegunWatchlists:
    """The watchlists of one database; any thread may call it."""

    def __init__(self, database: Database, heads: Heads) -> None:
        self._database, self._heads = database, heads

    def known(self) -> dict[str, Asked]:
        """Return what each watchlist that has begun here asked for when it last read, by id."""
        with self._database.read() as connection:
            return {
                row.id: Asked(json.loads(row.facts_asked or "{}"), row.documents_asked or "")
                for row in connection.execute(select(watchlists).order_by(watchlists.c.id))
            }

    def note(self, asked: Mapping[str, Asked], now: datetime) -> None:
        """Note what these watchlists ask for; those that are new here have begun."""
        with self._database.write() as connection:
            for name, each in asked.items():
                values = {"facts_asked": json.dumps(dict(each.facts)), "documents_asked": each.documents}
                is_it = watchlists.c.id == name
                if connection.execute(watchlists.update().where(is_it).values(values)).rowcount == 0:
                    connection.execute(watchlists.insert(), {"id": name, "began_at": now, **values})

    def fact_names(self, watchlist: str) -> tuple[str, ...]:
        """Return the names of the facts that the watchlist's ledger holds, sorted."""
        prefix = look_up_key(watchlist, "")
        query = select(facts.c.claim_key).where(facts.c.watchlist == watchlist).distinct()
        with self._database.read() as connection:
            return tuple(sorted(key.removeprefix(prefix) for key in connection.execute(query).scalars()))

    def held(self, document_id: str) -> frozenset[Held]:
        """Return what the ledger holds of a document, in any of its versions."""
        query = select(facts.c.claim).where(facts.c.document_id == document_id)
        with self._database.read() as connection:
            claims = map(read_claim, connection.execute(query).scalars())
            return frozenset(
                (claim.key, claim.mention.field, claim.mention.start, claim.mention.end) for claim in claims
            )

    def last_brought(self, wanted: Sequence[str]) -> dict[str, LastBrought]:
        """Return what each of the watchlists brought last, by id; those that have neither begun nor brought anything
        are left out.
        """
        with self._database.read() as connection:
            found = {name: _last_brought(connection, name) for name in wanted}
        return {name: each for name, each in found.items() if each != LastBrought()}

    def rename(self, watchlist: str, renamed: Sequence[tuple[str, str]]) -> int:
        """Let facts go on under another name, their silences with them, all at once; return how many rows that were."""
        count = 0
        with self._database.write() as connection:
            for old, new in renamed:
                count += _rename(connection, watchlist, old, new)
        self._heads.drop(look_up_key(watchlist, name) for pair in renamed for name in pair)
        return count


def _last_brought(connection: Connection, name: str) -> LastBrought:
    began_at = connection.execute(select(watchlists.c.began_at).where(watchlists.c.id == name)).scalar()
    fact_at = connection.execute(
        select(facts.c.recorded_at).where(facts.c.watchlist == name).order_by(facts.c.sequence.desc()).limit(1)
    ).scalar()
    told = connection.execute(
        select(alerts.c.at, alerts.c.id, alerts.c.body)
        .where(alerts.c.watchlist == name, alerts.c.document_id != "")
        .order_by(alerts.c.sequence.desc())
        .limit(1)
    ).first()
    if told is None:
        return LastBrought(began_at, fact_at)
    return LastBrought(began_at, fact_at, told.at, told.id, read_alert(told.body).headline)


def _rename(connection: Connection, watchlist: str, old: str, new: str) -> int:
    key = look_up_key(watchlist, new)
    query = select(facts.c.sequence, facts.c.claim).where(facts.c.claim_key == look_up_key(watchlist, old))
    rows = [
        {"row": sequence, "key": key, "text": write_claim(replace(read_claim(claim), fact=new, key=key))}
        for sequence, claim in connection.execute(query)
    ]
    if rows:
        connection.execute(_SET_CLAIM, rows)
    is_its = (silences.c.watchlist == watchlist) & (silences.c.fact == old)
    connection.execute(silences.update().where(is_its).values(fact=new))
    return len(rows)
