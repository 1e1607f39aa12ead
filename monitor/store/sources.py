"""Sources and what polls bring, many in one commit: states, items, what entries are known by, pages to be had later,
hosts that asked for a pause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, select, text

from monitor.model import Alert, Arrival, Delivery, KnownEntry, RawItem, SourceState
from monitor.store import awaited_pages, intake
from monitor.store import paced as paced_items
from monitor.store.awaited_pages import AwaitedPages
from monitor.store.engine import Database
from monitor.store.hosts import hold
from monitor.store.outbox import enqueue
from monitor.store.rows import STATE_FIELDS, STATES, count_states, read_states, states_of
from monitor.store.schema import feed_entries, feed_keys, hosts, sources, storable, write_instant

Value = TypeVar("Value")
_KEYS_A_QUERY = 500
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
    f"INSERT INTO sources ({', '.join(STATE_FIELDS)}) VALUES ({', '.join(f':{name}' for name in STATE_FIELDS)})"  # noqa: S608 (the names are the fields of our own class)
    " ON CONFLICT (name) DO UPDATE SET"
    f" {', '.join(f'{name} = excluded.{name}' for name in STATE_FIELDS if name not in ('name', 'told_state'))}"
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


class Sources:
    """The sources of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.awaited_pages = AwaitedPages(database)

    def states(self) -> dict[str, SourceState]:
        """Return the state of every source by its name."""
        with self._database.read() as connection:
            return read_states(connection)

    def counts(self) -> dict[str, int]:
        """Return how many sources are in each state, by its name."""
        with self._database.read() as connection:
            return count_states(connection)

    def portion(self, well: Collection[str], state: str | None, after: int, limit: int) -> tuple[SourceState, ...]:
        """Return at most `limit` sources, in that state or in any, behind the first `after` of them: those first whose
        state is not among `well`, then by name.
        """
        query = STATES.order_by(sources.c.state.in_(well), sources.c.name).offset(after).limit(limit)
        with self._database.read() as connection:
            return states_of(connection, query if state is None else query.where(sources.c.state == state))

    def retire(self, configured: Collection[str]) -> None:
        """Note of every feed that is not among those configured that it was removed; one that comes back is asked at
        once, and what it brought before is no news.
        """
        there = select(sources.c.name).where(sources.c.kind == "feed", sources.c.state != "removed")
        fresh = {
            "next_poll_at": None,
            "failures": 0,
            "failing_since": None,
            "reason": None,
            "note": None,
            "told_state": None,
        }
        with self._database.write() as connection:
            # Compared here: no database takes a statement with a hundred thousand names.
            gone = set(connection.execute(there).scalars()).difference(configured)
            if gone:
                is_one = sources.c.name == bindparam("of_name")
                removed = sources.update().where(is_one).values(state="removed", **fresh)
                connection.execute(removed, [{"of_name": name} for name in gone])

    def accept(self, state: SourceState, items: Sequence[RawItem], now: datetime) -> int:
        """Store the state and, with it, queue the items never seen with this content; return how many those are."""
        return self.accept_all((Arrival(state, tuple(items)),), now)[0]

    def accept_all(self, brought: Sequence[Arrival], now: datetime) -> list[int]:
        """Store what several polls brought, in one commit; return for each how many of its items were never seen with
        this content.
        """
        with self._database.write() as connection:
            _set_states(connection, [arrival.state for arrival in brought])
            _remember(connection, brought)
            awaited_pages.put(
                connection,
                [page for arrival in brought for page in arrival.awaited],
                [item_id for arrival in brought for item_id in arrival.settled],
            )
            hold(connection, [(arrival.host, arrival.held_until) for arrival in brought])
            paced_items.overtake(connection, {item.id for arrival in brought for item in arrival.items}, now)
            paced_items.put(connection, [each for arrival in brought for each in arrival.paced], now)
            names = [arrival.state.name for arrival in brought]
            return intake.queue(connection, [arrival.items for arrival in brought], now, names)

    def unseen(self, items: Sequence[RawItem]) -> list[RawItem]:
        """Return the items that `accept` would queue; what a source has to complete before it hands them over."""
        with self._database.read() as connection:
            return intake.select_unseen(connection, items)

    def can_accept(self) -> bool:
        """Tell whether what is brought would be stored at present; tried by writing."""
        return self._database.is_writable()

    def recall(self, source: str, keys: Collection[int]) -> dict[int, KnownEntry]:
        """Return the entries of a feed that any of `keys` leads to, by key."""
        wanted = sorted(set(keys))
        entries: dict[str, KnownEntry] = {}
        known: dict[int, KnownEntry] = {}
        with self._database.read() as connection:
            for portion in _portions(wanted):
                for key, item_id, *rest in connection.execute(_KNOWN, {"source": source, "keys": portion}):
                    if item_id not in entries:  # several keys lead to each
                        entries[item_id] = KnownEntry(item_id, *rest)
                    known[key] = entries[item_id]
        return known

    def held_hosts(self, now: datetime) -> dict[str, datetime]:
        """Return the hosts that must not be asked yet, each with the end of its pause; those of the past are
        forgotten.
        """
        with self._database.write() as connection:
            connection.execute(delete(hosts).where(hosts.c.held_until <= now))
            return {row.host: row.held_until for row in connection.execute(select(hosts))}

    def tell(
        self, notice: Alert | None, deliveries: Sequence[Delivery], told: Mapping[str, str | None], now: datetime
    ) -> None:
        """Queue a notice on sources and note, with it, what the desk knows of each of them then."""
        with self._database.write() as connection:
            enqueue(connection, (notice,) if notice else (), deliveries, now)
            if told:
                connection.execute(_SET_TOLD, [{"of_name": name, "told": state} for name, state in told.items()])


def _set_states(connection: Connection, states: Sequence[SourceState]) -> None:
    rows = {state.name: {name: _bare(getattr(state, name)) for name in STATE_FIELDS} for state in states}
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
