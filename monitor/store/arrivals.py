"""What polls bring, many in one commit: states, items, what entries are known by, pages to be had later, and hosts that
asked for a pause."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select, text

from monitor.model import Alert, Arrival, Delivery, KnownEntry, SourceState
from monitor.store import awaited_pages, intake
from monitor.store.hosts import hold
from monitor.store.outbox import enqueue
from monitor.store.schema import feed_entries, feed_keys, sources, storable, write_instant

Value = TypeVar("Value")
_KEYS_A_QUERY = 500
_STATE_FIELDS = tuple(field.name for field in fields(SourceState))
_SET_TOLD = sources.update().where(sources.c.name == bindparam("of_name")).values(told_state=bindparam("told"))
_KNOWN = (
    select(
        feed_keys.c.key,
        feed_entries.c.item_id,
        feed_entries.c.words,
        feed_entries.c.revisions,
        feed_entries.c.key_count,
        feed_entries.c.revised_at,
    )
    .join(feed_entries, (feed_entries.c.source == feed_keys.c.source) & (feed_entries.c.item_id == feed_keys.c.item_id))
    .where(feed_keys.c.source == bindparam("source"), feed_keys.c.key.in_(bindparam("keys", expanding=True)))
)
# In words that both databases know: SQLAlchemy's own forms differ by database, and a feed's first poll sets a hundred
# keys.
_SET_STATE = text(
    f"INSERT INTO sources ({', '.join(_STATE_FIELDS)}) VALUES ({', '.join(f':{name}' for name in _STATE_FIELDS)})"  # noqa: S608 (the names are the fields of our own class)
    " ON CONFLICT (name) DO UPDATE SET"
    f" {', '.join(f'{name} = excluded.{name}' for name in _STATE_FIELDS if name not in ('name', 'told_state'))}"
)
_SET_KEY = text(
    "INSERT INTO feed_keys (source, key, item_id) VALUES (:source, :key, :item_id) ON CONFLICT (source, key) DO UPDATE"
    " SET item_id = excluded.item_id"
)
_SET_ENTRY = text(
    "INSERT INTO feed_entries (source, item_id, words, revisions, key_count, revised_at) VALUES (:source, :item_id,"
    " :words, :revisions, :key_count, :revised_at) ON CONFLICT (source, item_id) DO UPDATE SET words = excluded.words,"
    " revisions = excluded.revisions, key_count = excluded.key_count, revised_at = excluded.revised_at"
)


def accept_all(connection: Connection, arrivals: Sequence[Arrival], now: datetime) -> list[int]:
    """Store every arrival; return, in their order, how many items of each were never seen with their content."""
    _set_states(connection, [arrival.state for arrival in arrivals])
    _remember(connection, arrivals)
    awaited_pages.put(
        connection,
        [page for arrival in arrivals for page in arrival.awaited],
        [item_id for arrival in arrivals for item_id in arrival.settled],
    )
    hold(connection, [(arrival.host, arrival.held_until) for arrival in arrivals])
    return intake.queue(connection, [arrival.items for arrival in arrivals], now)


def tell(
    connection: Connection,
    notice: Alert | None,
    deliveries: Sequence[Delivery],
    told: Mapping[str, str | None],
    now: datetime,
) -> None:
    """Queue the notice for delivery and, with it, note by source what the desk then knows."""
    enqueue(connection, (notice,) if notice else (), deliveries, now)
    if told:
        connection.execute(_SET_TOLD, [{"of_name": name, "told": state} for name, state in told.items()])


def recall(connection: Connection, source: str, keys: Collection[int]) -> dict[int, KnownEntry]:
    """Return the entries of `source` that any of `keys` leads to, by key."""
    wanted = sorted(set(keys))
    entries: dict[str, KnownEntry] = {}
    known: dict[int, KnownEntry] = {}
    for portion in _portions(wanted):
        for key, item_id, *rest in connection.execute(_KNOWN, {"source": source, "keys": portion}):
            if item_id not in entries:  # several keys lead to each
                entries[item_id] = KnownEntry(item_id, *rest)
            known[key] = entries[item_id]
    return known


def _set_states(connection: Connection, states: Sequence[SourceState]) -> None:
    rows = {state.name: {name: _bare(getattr(state, name)) for name in _STATE_FIELDS} for state in states}
    if rows:
        connection.execute(_SET_STATE, list(rows.values()))


def _bare(value: object) -> object:
    """Return a value as the columns' types would write it; theirs are called for each value anew, which is most of a
    quiet poll's share.
    """
    if value is None:
        return None
    return storable(value) if isinstance(value, str) else write_instant(value) if isinstance(value, datetime) else value


def _remember(connection: Connection, arrivals: Sequence[Arrival]) -> None:
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    keys: dict[tuple[str, int], dict[str, Any]] = {}
    for arrival in arrivals:
        source = storable(arrival.state.name)
        for memory in arrival.memories:
            entry, item_id = memory.entry, storable(memory.entry.item_id)
            row = {
                "source": source,
                "item_id": item_id,
                "words": entry.words,
                "revisions": entry.revisions,
                "key_count": entry.keys,
                "revised_at": _bare(entry.revised_at),
            }
            entries[source, item_id] = row
            for key in memory.keys:
                keys[source, key] = {"source": source, "key": key, "item_id": item_id}
    if entries:
        connection.execute(_SET_ENTRY, list(entries.values()))
    if keys:
        connection.execute(_SET_KEY, list(keys.values()))


def _portions(values: list[Value]) -> Iterator[list[Value]]:
    """Yield `values` in pieces that fit the parameters of one statement."""
    return (values[start : start + _KEYS_A_QUERY] for start in range(0, len(values), _KEYS_A_QUERY))
