"""What polls bring, many in one commit: states, items, what entries are known by, and hosts that asked for a pause."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, select

from monitor.model import Alert, Arrival, Delivery, KnownEntry, SourceState
from monitor.store import intake
from monitor.store.ledger import write_alerts
from monitor.store.schema import feed_entries, feed_keys, hosts, sources

Value = TypeVar("Value")
_KEYS_A_QUERY = 500
_STATE_FIELDS = tuple(field.name for field in fields(SourceState))
_NAMES = select(sources.c.name).where(sources.c.name.in_(bindparam("names", expanding=True)))
_SET_STATE = sources.update().where(sources.c.name == bindparam("key")).values({name: bindparam(name) for name in _STATE_FIELDS if name != "told_state"})
_SET_TOLD = sources.update().where(sources.c.name == bindparam("of_name")).values(told_state=bindparam("told"))
_KNOWN = (
    select(feed_keys.c.key, feed_entries.c.item_id, feed_entries.c.words, feed_entries.c.revisions, feed_entries.c.key_count)
    .join(feed_entries, (feed_entries.c.source == feed_keys.c.source) & (feed_entries.c.item_id == feed_keys.c.item_id))
    .where(feed_keys.c.source == bindparam("source"), feed_keys.c.key.in_(bindparam("keys", expanding=True)))
)
_DROP_KEYS = delete(feed_keys).where(feed_keys.c.source == bindparam("of_source"), feed_keys.c.key.in_(bindparam("of_keys", expanding=True)))
_DROP_ENTRY = delete(feed_entries).where(feed_entries.c.source == bindparam("of_source"), feed_entries.c.item_id.in_(bindparam("of_items", expanding=True)))
_DROP_HOST = delete(hosts).where(hosts.c.host == bindparam("of_host"))


def accept_all(connection: Connection, arrivals: Sequence[Arrival], now: datetime) -> list[int]:
    """Store every arrival; return, in their order, how many items of each were never seen with their content."""
    _set_states(connection, [arrival.state for arrival in arrivals])
    for arrival in arrivals:
        _remember(connection, arrival)
    hold(connection, [(arrival.host, arrival.held_until) for arrival in arrivals])
    return [intake.queue(connection, arrival.items, now) if arrival.items else 0 for arrival in arrivals]


def hold(connection: Connection, pauses: Sequence[tuple[str | None, datetime | None]]) -> None:
    """Note until when each host must not be asked; the longest pause of a host counts."""
    held: dict[str, datetime] = {}
    for host, until in pauses:
        if host is not None and until is not None:
            held[host] = max(until, held.get(host, until))
    if held:
        connection.execute(_DROP_HOST, [{"of_host": host} for host in held])
        connection.execute(hosts.insert(), [{"host": host, "held_until": until} for host, until in held.items()])


def tell(connection: Connection, notice: Alert | None, deliveries: Sequence[Delivery], told: Mapping[str, str | None], now: datetime) -> None:
    """Queue the notice for delivery and, with it, note by source what the desk then knows."""
    write_alerts(connection, (notice,) if notice else (), deliveries, now)
    if told:
        connection.execute(_SET_TOLD, [{"of_name": name, "told": state} for name, state in told.items()])


def recall(connection: Connection, source: str, keys: Collection[int]) -> dict[int, KnownEntry]:
    """Return the entries of `source` that any of `keys` leads to, by key."""
    wanted = sorted(set(keys))
    rows = [row for portion in _portions(wanted) for row in connection.execute(_KNOWN, {"source": source, "keys": portion})]
    return {row.key: KnownEntry(row.item_id, row.words, row.revisions, row.key_count) for row in rows}


def held_hosts(connection: Connection, now: datetime) -> dict[str, datetime]:
    """Return the hosts that must not be asked yet, each with the end of its pause; those of the past are forgotten."""
    connection.execute(delete(hosts).where(hosts.c.held_until <= now))
    return {row.host: row.held_until for row in connection.execute(select(hosts))}


def _set_states(connection: Connection, states: Sequence[SourceState]) -> None:
    rows = {state.name: {name: getattr(state, name) for name in _STATE_FIELDS} for state in states}
    known = set(connection.execute(_NAMES, {"names": sorted(rows)}).scalars()) if rows else set()
    if changed := [{**row, "key": name} for name, row in rows.items() if name in known]:
        connection.execute(_SET_STATE, changed)
    if added := [row for name, row in rows.items() if name not in known]:
        connection.execute(sources.insert(), added)


def _remember(connection: Connection, arrival: Arrival) -> None:
    source = arrival.state.name
    entries: dict[str, dict[str, Any]] = {}
    keys: dict[int, dict[str, Any]] = {}
    for memory in arrival.memories:
        entry = memory.entry
        entries[entry.item_id] = {"source": source, "item_id": entry.item_id, "words": entry.words, "revisions": entry.revisions, "key_count": entry.keys}
        keys |= {key: {"source": source, "key": key, "item_id": entry.item_id} for key in memory.keys}
    if entries:
        for portion in _portions(list(entries)):
            connection.execute(_DROP_ENTRY, {"of_source": source, "of_items": portion})
        connection.execute(feed_entries.insert(), list(entries.values()))
    if keys:
        for led in _portions(list(keys)):
            connection.execute(_DROP_KEYS, {"of_source": source, "of_keys": led})
        connection.execute(feed_keys.insert(), list(keys.values()))


def _portions(values: list[Value]) -> Iterator[list[Value]]:
    """Yield `values` in pieces that fit the parameters of one statement."""
    return (values[start : start + _KEYS_A_QUERY] for start in range(0, len(values), _KEYS_A_QUERY))
