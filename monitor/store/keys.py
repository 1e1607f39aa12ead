"""From a key of a text to the clusters that have it: an index by days that needs no rebuilding.

What the keys mean is decided in `core.clusters.signatures` and `core.clusters.stories`; they meet in one index, each
kind in a range of its own. A document adds one row with all its keys, for keys are random and each would change another
page of a large table. Every `FOLD` such rows are sorted into the table of their days, so that the many that lie on one
page are written together. What is not yet folded is kept in memory between readings. Forgetting is dropping a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from threading import Lock

import numpy as np
import numpy.typing as npt
from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, MetaData, Table
from sqlalchemy.schema import CreateTable, DropTable

from monitor.store.schema import metadata
from monitor.store.statements import row, rows, run

FOLD = 2_048  # rows; measured in benchmarks/README.md
DAYS_A_TABLE = 4  # a drop forgets so many days at once; a reading costs a look-up a key and table

_INSERTED = 400  # entries a statement
_NEWEST = 128  # rows in the dictionary
number = BigInteger().with_variant(Integer, "sqlite")

cluster_recent = Table(
    "cluster_recent",
    metadata,
    Column("sequence", number, primary_key=True, autoincrement=True),
    Column("day", Integer, nullable=False),  # 20241017
    Column("cluster", BigInteger, nullable=False),
    Column("keys", LargeBinary, nullable=False),  # int64, little-endian
    sqlite_autoincrement=True,  # a number is never given again, so who has read up to one has read all before
)
cluster_days = Table(
    "cluster_days",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
)

Longs = npt.NDArray[np.int64]
_EMPTY: tuple[Longs, ...] = (np.zeros(0, dtype=np.int64),) * 3
Entry = tuple[int, int, bool]  # key, cluster, and whether the entry is in the table of the day asked for


class RecentKeys:
    """The entries of one database that are not yet folded, kept between readings: of rows read before, only what is
    new.

    Most lie in sorted arrays, the newest in a dictionary, which takes an entry in no time and ten times the memory.
    """

    def __init__(self) -> None:
        self._first: int | None = None
        self._last = 0
        self._arrays = _EMPTY
        self._newest: list[tuple[int, int, bytes]] = []
        self._entries: dict[int, list[tuple[int, int]]] = {}
        self._lock = Lock()

    def find(self, connection: Connection, keys: Sequence[int]) -> list[tuple[int, int, int]]:
        """Return (key, cluster, day) for the entries under `keys`, as the transaction sees them."""
        with self._lock:
            self._catch_up(connection)
            wanted, (sorted_keys, clusters, days) = np.array(keys, dtype=np.int64), self._arrays
            begins, ends = np.searchsorted(sorted_keys, wanted), np.searchsorted(sorted_keys, wanted, side="right")
            found = [
                (keys[at], int(clusters[place]), int(days[place]))
                for at in np.flatnonzero(ends > begins).tolist()
                for place in range(begins[at], ends[at])
            ]
            entries = self._entries
            return [*found, *((key, cluster, day) for key in keys if key in entries for cluster, day in entries[key])]

    def _catch_up(self, connection: Connection) -> None:
        (first,) = row(connection, "SELECT MIN(sequence) FROM cluster_recent") or (None,)
        if first != self._first:  # folded since
            self._first, self._last, self._arrays, self._newest, self._entries = first, 0, _EMPTY, [], {}
        new = rows(
            connection,
            "SELECT sequence, day, cluster, keys FROM cluster_recent WHERE sequence > ? ORDER BY sequence",
            (self._last,),
        )
        if not new:
            return
        self._last = new[-1][0]
        self._newest += [(day, cluster, packed) for _, day, cluster, packed in new]
        if len(self._newest) > _NEWEST:
            more = _unpack(self._newest)
            order = np.argsort(np.concatenate((self._arrays[0], more[0])), kind="stable")
            self._arrays = tuple(
                np.concatenate((old, added))[order] for old, added in zip(self._arrays, more, strict=True)
            )
            self._newest, self._entries = [], {}
            return
        for _, day, cluster, packed in new:
            for key in np.frombuffer(packed, dtype="<i8").tolist():
                self._entries.setdefault(key, []).append((cluster, day))


def find(connection: Connection, recent: RecentKeys, keys: Sequence[int], since: int, today: int) -> list[Entry]:
    """Return the entries under any of `keys` of the days from `since` to `today`, and of the days that share a table
    with those.

    The same before and after a fold.
    """
    days = rows(connection, "SELECT day FROM cluster_days WHERE day BETWEEN ? AND ? ORDER BY day", (since, today))
    tables = tuple(dict.fromkeys(_table_of(day) for (day,) in days))
    if not tables or not keys:
        return []
    current = _table_of(today)
    if connection.get_execution_options().get("is_writing"):
        recent = RecentKeys()  # what it sees may be rolled back
    found = [
        (key, cluster, table == current)
        for key, cluster, day in recent.find(connection, keys)
        if (table := _table_of(day)) in tables
    ]
    folded = rows(connection, _look_up(tables), (tuple(keys),))
    return [*found, *((key, cluster, tables[place] == current) for key, cluster, place in folded)]


def add(connection: Connection, day: int, cluster: int, keys: Iterable[int]) -> None:
    """Enter the cluster under `keys`, among those of `day` (20241017), which is open from then on."""
    if row(connection, "SELECT 1 FROM cluster_days WHERE day = ?", (day,)) is None:
        connection.execute(CreateTable(_describe(day), if_not_exists=True))
        run(connection, "INSERT INTO cluster_days (day) VALUES (?)", (day,))
    packed = np.array(sorted(set(keys)), dtype="<i8").tobytes()
    if packed:
        ((sequence,),) = rows(
            connection,
            "INSERT INTO cluster_recent (day, cluster, keys) VALUES (?, ?, ?) RETURNING sequence",
            (day, cluster, packed),
        )
        if sequence % FOLD == 0:
            fold(connection)


def fold(connection: Connection) -> None:
    """Sort the recent entries into the tables of their days; what is found stays the same."""
    keys, clusters, days = _unpack(rows(connection, "SELECT day, cluster, keys FROM cluster_recent ORDER BY sequence"))
    order = np.argsort(keys, kind="stable")
    keys, clusters, days = keys[order], clusters[order], days[order]
    tables = {day: _table_of(day) for day in np.unique(days).tolist()}
    for table in sorted(set(tables.values())):
        is_here = np.isin(days, [day for day, its in tables.items() if its == table])
        entries = np.stack((keys[is_here], clusters[is_here]), axis=1)
        for start in range(0, len(entries), _INSERTED):
            portion = entries[start : start + _INSERTED]
            places = ", ".join(["(?, ?)"] * len(portion))
            run(
                connection,
                f"INSERT INTO {table} (key, cluster) VALUES {places} ON CONFLICT DO NOTHING",  # noqa: S608 (a name of ours and markers)
                portion.ravel().tolist(),
            )
    run(connection, "DELETE FROM cluster_recent")


def forget_day(connection: Connection, day: int) -> None:
    """Close `day`; with the last day of its table the entries of all of them go."""
    fold(connection)
    run(connection, "DELETE FROM cluster_days WHERE day = ?", (day,))
    if _table_of(day) not in {_table_of(left) for (left,) in rows(connection, "SELECT day FROM cluster_days")}:
        connection.execute(DropTable(_describe(day), if_exists=True))


def days_before(connection: Connection, day: int) -> tuple[int, ...]:
    """Return the open days before `day`, oldest first."""
    return tuple(
        chain.from_iterable(rows(connection, "SELECT day FROM cluster_days WHERE day < ? ORDER BY day", (day,)))
    )


def _unpack(recent: Sequence[tuple[int, int, bytes]]) -> tuple[Longs, Longs, Longs]:
    """Return keys, clusters and days of all entries of rows (day, cluster, keys), in their order: (entries,) each."""
    counts = [len(packed) // 8 for _, _, packed in recent]
    keys = np.frombuffer(b"".join(packed for _, _, packed in recent), dtype="<i8")
    return (
        keys,
        np.repeat(np.array([cluster for _, cluster, _ in recent], dtype=np.int64), counts),
        np.repeat(np.array([day for day, _, _ in recent], dtype=np.int64), counts),
    )


@lru_cache(maxsize=64)
def _look_up(tables: tuple[str, ...]) -> str:
    # CROSS JOIN keeps SQLite to this order, from few keys to their entries.
    found = "SELECT k.key, k.cluster, {} FROM wanted w CROSS JOIN {} k WHERE k.key = w.key"
    return "WITH wanted(key) AS MATERIALIZED ($numbers) " + " UNION ALL ".join(
        found.format(place, table) for place, table in enumerate(tables)
    )


@lru_cache(maxsize=64)
def _table_of(day: int) -> str:
    ordinal = date(day // 10_000, day // 100 % 100, day % 100).toordinal()
    return f"cluster_keys_{date.fromordinal(ordinal - ordinal % DAYS_A_TABLE):%Y%m%d}"


def _describe(day: int) -> Table:
    """Describe the table of a day and its neighbours: (key, cluster), clustered by key; on SQLite the index is the
    table.
    """
    columns = (
        Column("key", BigInteger, primary_key=True, autoincrement=False),
        Column("cluster", BigInteger, primary_key=True, autoincrement=False),
    )
    return Table(_table_of(day), MetaData(), *columns, sqlite_with_rowid=False)
