"""Documents by words of their titles, and of the sentences that facts rest on: from the latest to the oldest, a stretch
at a time.

There is no index of words: a search is a rare question, and an index would cost every document its share at every
write. The database passes on what may have the words, by a pattern that it looks for in titles and in claims as they
are stored, and only that is read. A stretch is bounded by its time, and goes on from where it ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from monitor.model import Fact
from monitor.store.codec import read_evidence
from monitor.store.engine import Database
from monitor.store.rows import fact_of
from monitor.store.schema import Instant, documents, facts

MOST_SENTENCES = 5  # of one document
_FIRST, _PORTION = 500, 4000  # documents a look, which takes some ten milliseconds; words that many have end it at once
_MOST_IDS = 500  # of one statement
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)

_BEFORE = documents.c.recorded_at < bindparam("before", type_=Instant())
# What was recorded at one instant is looked through together, so that an instant is a cursor.
_IN_PORTION = (documents.c.recorded_at >= bindparam("start", type_=Instant())) & _BEFORE
_START = (
    select(documents.c.recorded_at)
    .where(_BEFORE)
    .order_by(documents.c.recorded_at.desc())
    .offset(bindparam("passed"))
    .limit(1)
)
_COUNT = select(func.count()).select_from(documents).where(_IN_PORTION)
_TITLES = select(documents.c.id, documents.c.version, documents.c.source, documents.c.title, documents.c.recorded_at)
_CLAIMS = _TITLES.add_columns(facts.c.claim).join(
    facts, (facts.c.document_id == documents.c.id) & (facts.c.document_version == documents.c.version)
)
_FACTS_OF = select(facts).where(facts.c.document_id.in_(bindparam("ids", expanding=True))).order_by(facts.c.sequence)
# What a stored text may hold otherwise: as an escape, in a case that a database doesn't know, or as ß or a ligature.
_VARYING = re.compile(r'[^ -~]+|["\\]|ss|f[fil]+')


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
        hits and those of the same instant, or a little after `within`, or when all was looked through; the latest few
        hundred documents are looked through in any case.
        """
        wanted = tuple(word.casefold() for word in words if word.strip())
        found: list[_Match] = []
        looked, at = 0, instant_of(before)
        with self._database.read() as connection:
            end = monotonic() + within.total_seconds()
            while wanted and at != _EARLIEST and len(found) < limit and (not looked or monotonic() < end):
                passed = (_PORTION if looked else _FIRST) - 1
                start = connection.execute(_START, {"before": at, "passed": passed}).scalar() or _EARLIEST
                brought = _matches(connection, {"start": start, "before": at}, wanted)
                start = _end_of(brought, limit - len(found)) or start
                found += [each for each in brought if each.recorded_at >= start]
                looked += connection.execute(_COUNT, {"start": start, "before": at}).scalar_one()
                at = start
            hits = tuple(_hits(connection, found, wanted))
        return SearchFound(hits, looked, at if wanted and at != _EARLIEST else None)


def instant_of(microseconds: int | None) -> datetime:
    """Return the instant that a cursor names; without one what lies behind all."""
    if microseconds is None:
        return _LATEST
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return _LATEST


@dataclass(frozen=True, slots=True)
class _Match:
    """A version of a document that has all the words in its title or in the sentence of a fact."""

    recorded_at: datetime
    document_id: str
    version: int
    source: str
    title: str | None


def _end_of(found: Sequence[_Match], limit: int) -> datetime | None:
    """Return the instant of the last that is wanted, `None` where all are: those of one instant stay together."""
    return found[limit - 1].recorded_at if len(found) > limit else None


def _matches(connection: Connection, portion: dict[str, datetime], wanted: Sequence[str]) -> list[_Match]:
    """Return the versions of a portion that have the words, the latest first."""
    found: set[_Match] = set()
    for row in connection.execute(_TITLES.where(_IN_PORTION, _may_have(documents.c.title, wanted)), portion):
        if _has_all(row.title, wanted):
            found.add(_Match(row.recorded_at, row.id, row.version, row.source, row.title))
    for row in connection.execute(_CLAIMS.where(_IN_PORTION, _may_have(facts.c.claim, wanted)), portion):
        if _has_all(read_evidence(row.claim), wanted):
            found.add(_Match(row.recorded_at, row.id, row.version, row.source, row.title))
    return sorted(found, key=lambda each: (each.recorded_at, each.document_id, each.version), reverse=True)


def _may_have(column: ColumnElement[str], wanted: Sequence[str]) -> ColumnElement[bool]:
    """Return a condition that whatever has the words fulfils, and little else does."""
    return and_(*(column.ilike(f"%{_VARYING.sub('%', word)}%") for word in wanted))


def _hits(connection: Connection, found: Sequence[_Match], wanted: Sequence[str]) -> Iterator[SearchHit]:
    """Yield what was found with its sentences, the first fact of each."""
    sentences = _sentences(connection, sorted({each.document_id for each in found}), wanted)
    for each in found:
        said = tuple(sentences.get((each.document_id, each.version), {}).values())
        in_title = _has_all(each.title or "", wanted)
        yield SearchHit(each.document_id, each.source, each.title, each.recorded_at, in_title, said[:MOST_SENTENCES])


def _sentences(
    connection: Connection, documents_found: Sequence[str], wanted: Sequence[str]
) -> dict[tuple[str, int], dict[str, Fact]]:
    """Return the first fact of each sentence that has all the words, by document and version."""
    found: dict[tuple[str, int], dict[str, Fact]] = {}
    for start in range(0, len(documents_found), _MOST_IDS):
        for row in connection.execute(_FACTS_OF, {"ids": documents_found[start : start + _MOST_IDS]}):
            evidence = read_evidence(row.claim)
            if _has_all(evidence, wanted):
                found.setdefault((row.document_id, row.document_version), {}).setdefault(evidence, fact_of(row))
    return found


def _has_all(text: str, wanted: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)
