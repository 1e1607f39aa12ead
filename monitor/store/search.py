"""Documents by words of their titles, and of the sentences that facts rest on: from the latest to the oldest, a stretch
at a time.

There is no index of words: a search is a rare question, and an index would cost every document its share at every
write. A stretch is bounded by what is looked through, so that a search is never longer than its time, and goes on from
where it ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from sqlalchemy import Connection, Row, bindparam, select

from monitor.model import Fact
from monitor.store.codec import read_claim
from monitor.store.engine import Database
from monitor.store.rows import fact_of
from monitor.store.schema import Instant, documents, facts

MOST_SENTENCES = 5  # of one document
_PORTION = 500  # documents a look
_LATEST_FIRST = (documents.c.recorded_at.desc(), documents.c.id.desc(), documents.c.version.desc())
_PORTION_BEFORE = (
    select(documents.c.id, documents.c.version, documents.c.source, documents.c.title, documents.c.recorded_at)
    .where(documents.c.recorded_at < bindparam("before", type_=Instant()))
    .order_by(*_LATEST_FIRST)
    .limit(_PORTION)
)
_REST_OF_INSTANT = (  # what was recorded at one instant is looked through together, so that an instant is a cursor
    select(documents.c.id, documents.c.version, documents.c.source, documents.c.title, documents.c.recorded_at)
    .where(documents.c.recorded_at == bindparam("at", type_=Instant()))
    .order_by(*_LATEST_FIRST)
)
_FACTS_OF = select(facts).where(facts.c.document_id.in_(bindparam("ids", expanding=True))).order_by(facts.c.sequence)
_MOST_IDS = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A version of a document of which the title, or sentences that facts rest on, have all the words. facts: one a
    sentence, at most `MOST_SENTENCES`.
    """

    document_id: str
    source: str
    title: str | None
    recorded_at: datetime
    in_title: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SearchFound:
    """What a stretch of the search brought, the latest first. looked_back_to: where it ended, as instant and, for
    `before`, as microseconds; `None` where all was looked through.
    """

    hits: tuple[SearchHit, ...]
    looked_through: int
    looked_back_to: datetime | None

    @property
    def next(self) -> int | None:
        if self.looked_back_to is None:
            return None
        return (self.looked_back_to - _EPOCH) // timedelta(microseconds=1)


class Search:
    """Looks through the documents of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look(self, words: Sequence[str], before: int | None, limit: int, within: timedelta) -> SearchFound:
        """Return the latest documents with all of the words, in any case, in the title or in one sentence that a fact
        rests on.

        before: the instant from which it looks back, in microseconds since 1970, `None` for now. It ends after `limit`
        hits and those of the same instant, or a little after `within`, or when all was looked through.
        """
        wanted = tuple(word.casefold() for word in words if word.strip())
        end = monotonic() + within.total_seconds()
        hits: list[SearchHit] = []
        looked, at = 0, _instant(before)
        with self._database.read() as connection:
            while wanted and len(hits) < limit and monotonic() < end:
                portion = _portion(connection, at)
                if not portion:
                    return SearchFound(tuple(hits), looked, None)
                brought = list(_matching(connection, portion, wanted))
                at = _end_of(brought, limit - len(hits)) or portion[-1].recorded_at
                looked += sum(row.recorded_at >= at for row in portion)
                hits += [hit for hit in brought if hit.recorded_at >= at]
            return SearchFound(tuple(hits), looked, at if wanted else None)


def _end_of(hits: Sequence[SearchHit], limit: int) -> datetime | None:
    """Return the instant of the last hit that is wanted, `None` where all are: those of one instant stay together."""
    return hits[limit - 1].recorded_at if len(hits) > limit else None


def _portion(connection: Connection, before: datetime) -> Sequence[Row[*tuple[object, ...]]]:
    """Return the latest documents recorded before that, and all that were recorded with the last of them."""
    rows = list(connection.execute(_PORTION_BEFORE, {"before": before}))
    if len(rows) < _PORTION:
        return rows
    last = rows[-1].recorded_at
    return [
        *(row for row in rows if row.recorded_at != last),
        *connection.execute(_REST_OF_INSTANT, {"at": last}),
    ]


def _matching(
    connection: Connection, portion: Sequence[Row[*tuple[object, ...]]], wanted: Sequence[str]
) -> Iterator[SearchHit]:
    sentences = _sentences(connection, portion, wanted)
    for row in portion:
        in_title = _has_all(row.title or "", wanted)
        said = sentences.get((row.id, row.version), ())
        if in_title or said:
            yield SearchHit(row.id, row.source, row.title, row.recorded_at, in_title, tuple(said[:MOST_SENTENCES]))


def _sentences(
    connection: Connection, portion: Sequence[Row[*tuple[object, ...]]], wanted: Sequence[str]
) -> dict[tuple[str, int], list[Fact]]:
    """Return the facts whose sentences have all the words, the first of each sentence, by document and version."""
    found: dict[tuple[str, int], list[Fact]] = {}
    ids = sorted({row.id for row in portion})
    for start in range(0, len(ids), _MOST_IDS):
        seen: set[tuple[str, int, str]] = set()
        for row in connection.execute(_FACTS_OF, {"ids": ids[start : start + _MOST_IDS]}):
            evidence = read_claim(row.claim).mention.evidence
            key = (row.document_id, row.document_version, evidence)
            if key not in seen and _has_all(evidence, wanted):
                seen.add(key)
                found.setdefault(key[:2], []).append(fact_of(row))
    return found


def _has_all(text: str, wanted: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)


def _instant(microseconds: int | None) -> datetime:
    latest = datetime.max.replace(tzinfo=UTC)
    if microseconds is None:
        return latest
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return latest
