"""The heads of a ledger's keys with what stands behind them, kept between reads: of a key that was read before, only
what is new.

Facts are append-only and change in few things: whether they have ended, what told them at last, and the cluster where
a desk corrects it. Of each entry that a read returns the first two are asked of the database in the same transaction,
and a correction of clusters has everything read again; so a read never tells less than the database holds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Lock
from typing import Any, Protocol

from sqlalchemy import Connection, Row, bindparam, func, select

from monitor.core.facts.blocking import Blocks
from monitor.core.facts.recall import Question, Recalled, recall
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Fact, LedgerEntry, Outcome
from monitor.store.constraints import constraints
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
# By their place, which SQLite's index of the live heads holds, so that it reads no row.
_LIVE = (
    select(facts.c.sequence)
    .where(facts.c.claim_key == bindparam("key"), _IS_LIVE, facts.c.sequence.in_(bindparam("heads", expanding=True)))
    .with_hint(facts, "INDEXED BY ix_facts_live_heads", "sqlite")
)
_A_STATEMENT = 500  # places
_CORRECTED = select(func.count(), func.count(constraints.c.undone_at)).select_from(constraints)


class RecallRules(Protocol):
    """What is asked of the rules of a decision: the watchlists by id, and which of them follow many events."""

    @property
    def watchlists(self) -> Mapping[str, Watchlist]: ...
    @property
    def topics(self) -> Set[str]: ...


@dataclass(slots=True)
class _Behind:
    """What stands behind a head: origins, outlets, clusters and stories in the order of recording."""

    origins: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)
    clusters: dict[str, None] = field(default_factory=dict)
    stories: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Key:
    """What was read of one key so far; `last` is the newest row, quiet: the heads that were kept quiet and that nothing
    is known to have told, in the order of recording.
    """

    last: int = 0
    blocks: Blocks = field(default_factory=Blocks)
    behind: dict[str, _Behind] = field(default_factory=dict)
    quiet: dict[str, None] = field(default_factory=dict)


class Heads:
    """The keys read last, for the one database that they came from."""

    def __init__(self) -> None:
        self._keys: OrderedDict[str, _Key] = OrderedDict()
        self._corrected: tuple[int, int] | None = None
        self._lock = Lock()

    def recall(
        self, connection: Connection, keys: Sequence[str], question: Question, rules: RecallRules | None
    ) -> Recalled:
        """Return of the heads of `keys` those that matter to the question, ended ones too, oldest first by publication,
        document and text; without `rules` all of them.
        """
        if not keys:
            return Recalled((), frozenset(), {})
        with self._lock:
            self._forget_corrected(connection)
            known = {key: self._read(connection, key) for key in keys}
            blocks = {key: each.blocks for key, each in known.items()}
            found = _all_of(blocks) if rules is None else recall(blocks, question, rules.watchlists, rules.topics)
            names: dict[str, list[str]] = {key: [] for key in known}
            for entry in found.entries:
                names[entry.fact.claim.key].append(entry.fact.id)
            for key, own in names.items():
                _note_ended(connection, key, known[key], own)
                _note_told(connection, known[key], own)
            fresh = (blocks[entry.fact.claim.key].entries[entry.fact.id] for entry in found.entries)
            return replace(found, entries=tuple(fresh))

    def drop(self, keys: Iterable[str]) -> None:
        """Forget what was read of `keys`, whose rows are gone."""
        with self._lock:
            for key in keys:
                self._keys.pop(key, None)

    def drop_all(self) -> None:
        """Forget all that was read: rows that were read have changed."""
        with self._lock:
            self._keys.clear()

    def _forget_corrected(self, connection: Connection) -> None:
        """Forget all where a desk has corrected clusters, by whatever process."""
        made, undone = connection.execute(_CORRECTED).one()
        if self._corrected != (made, undone):
            self._keys.clear()
            self._corrected = (made, undone)

    def _read(self, connection: Connection, key: str) -> _Key:
        known = self._keys.pop(key, None) or _Key()
        rows = connection.execute(_NEW, {"key": key, "last": known.last}).all()
        new = {row.id: row for row in rows if row.head_id == row.id}
        for row in rows:
            _add_behind(known, row)
        for name in dict.fromkeys(row.head_id for row in rows):
            entry = known.blocks.find(name)
            if entry is not None:
                _put(known, entry.fact, None, is_untold=entry.is_untold)
            elif name in new:
                _put(known, fact_of(new[name]), new[name])
        self._keys[key] = known
        if len(self._keys) > _MOST_KEYS:
            self._keys.popitem(last=False)
        return known


def _parts(places: Sequence[int]) -> Iterator[Sequence[int]]:
    return (places[first : first + _A_STATEMENT] for first in range(0, len(places), _A_STATEMENT))


def _all_of(blocks: Mapping[str, Blocks]) -> Recalled:
    pairs = [(each.order_of(name), entry) for each in blocks.values() for name, entry in each.entries.items()]
    return Recalled(tuple(entry for _, entry in sorted(pairs, key=lambda pair: pair[0])), frozenset(), {})


def _add_behind(known: _Key, row: Row[*tuple[Any, ...]]) -> None:
    """Take up a row behind its head, which may be recorded after it, in one decision."""
    known.last = row.sequence
    behind = known.behind.setdefault(row.head_id, _Behind())
    behind.origins[row.origin] = None
    behind.sources[row.source] = None
    behind.clusters[row.cluster_id] = None
    behind.stories |= {row.story_id: None} if row.story_id else {}


def _put(known: _Key, head: Fact, row: Row[*tuple[Any, ...]] | None, *, is_untold: bool = False) -> None:
    """Hold a head, new by its `row` or held before, with what stands behind it by now."""
    behind = known.behind[head.id]
    entry = LedgerEntry(
        head,
        tuple({head.origin: None, **behind.origins}),
        tuple({head.source: None, **behind.sources}),
        tuple({head.cluster_id: None, **behind.clusters}),
        tuple(behind.stories),
        is_untold,
    )
    if row is not None:
        known.blocks.put(entry, (row.published_at, row.document_id, row.sequence))
        known.quiet |= {head.id: None} if head.kept_outcome is not None and head.alert_id is None else {}
    else:
        known.blocks.put(entry, None)


def _note_ended(connection: Connection, key: str, known: _Key, names: Iterable[str]) -> None:
    """Say of each of these heads whether it stands."""
    places = {known.blocks.order_of(name)[-1]: name for name in names}
    live: set[int] = set()
    for part in _parts(list(places)):
        live.update(connection.execute(_LIVE, {"key": key, "heads": part}).scalars())
    for place, name in places.items():
        entry = known.blocks.entries[name]
        if entry.fact.is_live is not (place in live):
            known.blocks.put(replace(entry, fact=replace(entry.fact, is_live=place in live)), None)


def _note_told(connection: Connection, known: _Key, names: Iterable[str]) -> None:
    """Say of each of these heads that was kept quiet what has told it since, and whether it stands untold."""
    newest = set(islice(reversed(known.quiet), _MOST_UNTOLD))
    quiet = [name for name in names if name in newest]
    told: dict[str, str] = {}
    for row in connection.execute(_TOLD, {"heads": quiet}) if quiet else ():
        told.setdefault(row.head_id, row.alert_id)
    for name in quiet:
        entry = known.blocks.entries[name]
        fact = replace(entry.fact, alert_id=told.get(name))
        known.blocks.put(replace(entry, fact=fact, is_untold=name not in told and fact.is_live), None)
        if name in told:
            del known.quiet[name]
