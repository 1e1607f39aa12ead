"""The heads of a ledger's keys with what stands behind them, kept between reads: of a key that was read before, only
what is new.

Facts are append-only and change in one thing, whether they have ended; both are asked of the database in the same
transaction, so that a read never tells less than the database holds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from threading import Lock

from sqlalchemy import Connection, Row, bindparam, select

from monitor.model import Fact, LedgerEntry, Outcome
from monitor.store.rows import fact_of
from monitor.store.schema import documents, facts

_MOST_KEYS = 512  # a key is one fact of one watchlist in one unit; a desk follows some dozens at a time

_IS_LIVE = facts.c.ended_at.is_(None) & (facts.c.head_id == facts.c.id)
_IS_OF_STORY = facts.c.outcome != Outcome.BACKGROUND.value
_NEW = (
    select(facts, documents.c.story_id)
    .outerjoin(  # a fact is known though its document has gone
        documents, (documents.c.id == facts.c.document_id) & (documents.c.version == facts.c.document_version)
    )
    .where(facts.c.claim_key == bindparam("key"), facts.c.sequence > bindparam("last"), _IS_OF_STORY)
    .order_by(facts.c.sequence)
)
# Of heads that were kept quiet: what has told them since, themselves or a mention behind them.
_TOLD = (
    select(facts.c.head_id, facts.c.alert_id)
    .where(facts.c.head_id.in_(bindparam("heads", expanding=True)), facts.c.alert_id.is_not(None))
    .order_by(facts.c.sequence)
)
_MOST_UNTOLD = 256  # of a key, the newest: what is muted for good is no news however long it stands
_LIVE = select(facts.c.id).where(facts.c.claim_key == bindparam("key"), _IS_LIVE)


@dataclass(slots=True)
class _Behind:
    """What stands behind a head: origins, outlets, clusters and stories in the order of recording."""

    origins: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)
    clusters: dict[str, None] = field(default_factory=dict)
    stories: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Key:
    """What was read of one key so far; `last` is the newest row."""

    last: int = 0
    heads: dict[str, Fact] = field(default_factory=dict)
    order: dict[str, tuple[object, str, int]] = field(default_factory=dict)
    behind: dict[str, _Behind] = field(default_factory=dict)
    entries: dict[str, LedgerEntry] = field(default_factory=dict)


class Heads:
    """The keys read last, for the one database that they came from."""

    def __init__(self) -> None:
        self._keys: OrderedDict[str, _Key] = OrderedDict()
        self._lock = Lock()

    def read(self, connection: Connection, keys: Iterable[str]) -> tuple[LedgerEntry, ...]:
        """Return the heads of `keys`, ended ones too, oldest first by publication, document and text."""
        with self._lock:
            found = [pair for key in keys for pair in self._read(connection, key)]
        return tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0]))

    def drop(self, keys: Iterable[str]) -> None:
        """Forget what was read of `keys`, whose rows are gone."""
        with self._lock:
            for key in keys:
                self._keys.pop(key, None)

    def _read(self, connection: Connection, key: str) -> list[tuple[tuple[object, str, int], LedgerEntry]]:
        known = self._keys.pop(key, None) or _Key()
        for row in connection.execute(_NEW, {"key": key, "last": known.last}):
            _add(known, row)
        live = set(connection.execute(_LIVE, {"key": key}).scalars())
        for name, entry in known.entries.items():
            if entry.fact.is_live is not (name in live):
                known.entries[name] = replace(entry, fact=replace(entry.fact, is_live=name in live))
        _note_told(connection, known)
        self._keys[key] = known
        if len(self._keys) > _MOST_KEYS:
            self._keys.popitem(last=False)
        return [(known.order[name], entry) for name, entry in known.entries.items()]


def _note_told(connection: Connection, known: _Key) -> None:
    """Say of each head that was kept quiet what has told it since, and whether it stands untold."""
    quiet = [
        name
        for name, entry in known.entries.items()
        if entry.fact.kept_outcome is not None and (entry.is_untold or entry.fact.alert_id is None)
    ][-_MOST_UNTOLD:]
    if not quiet:
        return
    told: dict[str, str] = {}
    for row in connection.execute(_TOLD, {"heads": quiet}):
        told.setdefault(row.head_id, row.alert_id)
    for name in quiet:
        entry = known.entries[name]
        fact = replace(entry.fact, alert_id=told.get(name))
        known.entries[name] = replace(entry, fact=fact, is_untold=name not in told and fact.is_live)


def _add(known: _Key, row: Row[*tuple[object, ...]]) -> None:
    """Take up a row: as a head, or as one more behind its head. A head may be recorded after what stands behind it, in
    one decision.
    """
    known.last = row.sequence
    behind = known.behind.setdefault(row.head_id, _Behind())
    behind.origins[row.origin] = None
    behind.sources[row.source] = None
    behind.clusters[row.cluster_id] = None
    behind.stories |= {row.story_id: None} if row.story_id else {}
    if row.head_id == row.id:
        known.heads[row.id] = fact_of(row)
        known.order[row.id] = (row.published_at, row.document_id, row.sequence)
    head = known.heads.get(row.head_id)
    if head is not None:
        known.entries[head.id] = LedgerEntry(
            head,
            tuple({head.origin: None, **behind.origins}),
            tuple({head.source: None, **behind.sources}),
            tuple({head.cluster_id: None, **behind.clusters}),
            tuple(behind.stories),
        )
