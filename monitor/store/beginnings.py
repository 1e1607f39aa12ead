"""Which watchlists have begun, and the documents of before that a new one is to read once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from monitor.model import Document
from monitor.store.rows import document_of
from monitor.store.schema import documents, facts, watchlists

Place = tuple[datetime, str]  # when a document was recorded, and its id: where a reading goes on


def unbegun(connection: Connection, names: Sequence[str]) -> tuple[str, ...]:
    """Return those of `names` that never began here, in their order."""
    known = set(connection.execute(select(watchlists.c.id)).scalars())
    return tuple(name for name in names if name not in known)


def begin(connection: Connection, names: Sequence[str], now: datetime) -> None:
    """Note that these watchlists have begun."""
    if names:
        connection.execute(watchlists.insert(), [{"id": name, "began_at": now} for name in names])


def earlier_documents(
    connection: Connection, names: Sequence[str], since: datetime, before: datetime, after: Place | None, limit: int
) -> list[tuple[Place, Document]]:
    """Return the next documents recorded in [since, before), each in its latest version, of which the watchlists hold
    no fact yet.

    In the order of recording; `after` is where the last reading ended. A text that was let go of is left out.
    """
    latest = (
        select(func.max(documents.c.version)).where(documents.c.id == _same.c.id).correlate(_same).scalar_subquery()
    )
    is_read = select(facts.c.id).where(facts.c.document_id == _same.c.id, facts.c.watchlist.in_(list(names))).exists()
    query = select(_same).where(
        _same.c.recorded_at >= since,
        _same.c.recorded_at < before,
        _same.c.text != "",
        _same.c.version == latest,
        ~is_read,
    )
    if after is not None:
        at, name = after
        query = query.where(or_(_same.c.recorded_at > at, (_same.c.recorded_at == at) & (_same.c.id > name)))
    rows = connection.execute(query.order_by(_same.c.recorded_at, _same.c.id).limit(limit))
    return [((row.recorded_at, row.id), document_of(row)) for row in rows]


_same = documents.alias()
