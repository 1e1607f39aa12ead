"""The clusters in the database: an index by day that needs no rebuilding, and the members that copies are proven against.

Every four days have a table of keys of their own, so forgetting is dropping a table, and a reading looks into three tables
at most, where a table a day would ask eight. A key leads to clusters, not to documents: a further copy of the same wording
adds nothing. What the keys mean and what makes a copy is decided in `core.clusters.clustering`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.schema import CreateTable, DropTable

from monitor.core.clusters.clustering import BOILERPLATE, ROUNDUP_RULE, Candidate, ClusterView, Member, search_keys, sentence_keys
from monitor.core.clusters.signatures import band_keys, mark_boilerplate, min_hash, read_shingles
from monitor.model import ClusterAssignment, Signature
from monitor.store.schema import metadata, storable
from monitor.store.stories import forget_stories

WINDOW = timedelta(days=7)  # copies of a wire text come within hours; a week also takes the weekend's reprints
MEMBERS = 6  # of a cluster to compare with: its first document and the newest
CANDIDATES = 12  # clusters to compare with, those under most of the keys
DAYS_A_TABLE = 4  # a drop forgets so many days at once; a reading costs a look-up a key and table
CROWD = 40  # clusters under one key; the next are no longer entered, so that a reading stays bounded

_PADDING = 16  # key lists are filled up to a multiple, so that a few prepared statements serve all lengths
_number = BigInteger().with_variant(Integer, "sqlite")

clusters = Table(
    "clusters",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("id", String(17), nullable=False, unique=True),
    Column("first_document", Text, nullable=False),
    Column("story", BigInteger),  # the cluster that began the line of updates; null for one that updates nothing
    Column("is_roundup", Boolean, nullable=False),
    Column("last_day", Integer, nullable=False),
    Column("joined", String(17)),  # the cluster that the desk has merged this one into
    Index("ix_clusters_last_day", "last_day"),
)
cluster_members = Table(
    "cluster_members",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("document", Text, nullable=False, unique=True),
    Column("cluster", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),  # 20241017
    Column("scheme", Text, nullable=False),
    Column("exact", BigInteger, nullable=False),
    Column("word_count", Integer, nullable=False),
    Column("shingles", LargeBinary, nullable=False),
    Column("units", LargeBinary, nullable=False),
    Column("contexts", LargeBinary, nullable=False),
    Index("ix_cluster_members_cluster", "cluster", "number"),
    Index("ix_cluster_members_day", "day"),
)
cluster_days = Table(
    "cluster_days",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
)


def read_view(connection: Connection, signature: Signature, now: datetime, *, window: timedelta = WINDOW) -> ClusterView:
    """Return what the last `window` holds that may be a copy of this text; four small queries, whatever the size of the index."""
    days = tuple(day for (day,) in _run(connection, "SELECT day FROM cluster_days WHERE day BETWEEN ? AND ? ORDER BY day", (day_of(now - window), day_of(now))))
    unit_stories: dict[int, set[int]] = {}
    hits: dict[int, set[int]] = {}
    by_sentence = _look_up(connection, days, sentence_keys(signature))
    for key, _, story in by_sentence:
        unit_stories.setdefault(key, set()).add(story)
    boilerplate = frozenset(key for key, stories in unit_stories.items() if len(stories) >= BOILERPLATE)
    standing: dict[int, set[int]] = {}
    for key, cluster, _ in _look_up(connection, days, search_keys(signature, boilerplate)):
        standing.setdefault(key, set()).add(cluster)
        hits.setdefault(cluster, set()).add(key)
    for key, cluster, _ in by_sentence:
        if key not in boilerplate:
            hits.setdefault(cluster, set()).add(key)
    best = sorted(hits, key=lambda cluster: (-len(hits[cluster]), cluster))[:CANDIDATES]
    return ClusterView(
        candidates=_read_candidates(connection, signature.scheme, tuple(best)),
        unit_stories={key: tuple(sorted(stories)) for key, stories in unit_stories.items()},
        crowded=frozenset(key for key, found in standing.items() if len(found) >= CROWD),
    )


def write_member(connection: Connection, document_id: str, signature: Signature, assignment: ClusterAssignment, observed_at: datetime) -> None:
    """Record that the document is in the cluster assigned, which begins with it if new; a known document is replaced."""
    document_id, day = storable(document_id), day_of(observed_at)
    cluster = _write_cluster(connection, document_id, assignment, day)
    if assignment.keys and assignment.rule != ROUNDUP_RULE:  # whose sentences are not entered
        signature = mark_boilerplate(signature, frozenset(sentence_keys(signature)).difference(assignment.keys))
    row = (document_id, cluster, day, signature.scheme, signature.exact, signature.word_count, signature.shingles, signature.units, signature.contexts)
    _run(connection, _WRITE_MEMBER, row)
    _open_day(connection, day)
    _write_keys(connection, day, cluster, assignment.keys)


def found_anew(connection: Connection, document_id: str, cluster_id: str) -> None:
    """Give a document of the index a cluster of its own; nothing where its day is forgotten."""
    document_id = storable(document_id)
    query = "SELECT day, scheme, exact, word_count, shingles, units, contexts FROM cluster_members WHERE document = ?"
    row = _run(connection, query, (document_id,)).one_or_none()
    if row is None:
        return
    day, scheme, exact, word_count, shingles, units, contexts = row
    signature = Signature(scheme, exact, word_count, (), b"", bytes(shingles), bytes(units), bytes(contexts))
    signature = replace(signature, bands=band_keys(min_hash(read_shingles(signature))))
    number = _write_cluster(connection, document_id, ClusterAssignment(cluster_id, None), day)
    _run(connection, "UPDATE cluster_members SET cluster = ? WHERE document = ?", (number, document_id))
    _write_keys(connection, day, number, (*search_keys(signature, frozenset()), *sentence_keys(signature)))


def evict(connection: Connection, now: datetime, *, window: timedelta = WINDOW) -> tuple[int, ...]:
    """Drop every day that has left the window; return those days (20241017), oldest first."""
    gone = tuple(day for (day,) in _run(connection, "SELECT day FROM cluster_days WHERE day < ? ORDER BY day", (day_of(now - window),)))
    for day in gone:
        drop_day(connection, day)
    forget_stories(connection, day_of(now - window))
    return gone


def drop_day(connection: Connection, day: int) -> None:
    """Forget the members that came on `day` (20241017), the clusters that nobody joined since, and the keys when their last day goes."""
    for statement in (
        "DELETE FROM cluster_members WHERE day = ?",
        "DELETE FROM clusters WHERE last_day = ?",
        "DELETE FROM cluster_days WHERE day = ?",
    ):
        _run(connection, statement, (day,))
    if _keys_of(day) not in {_keys_of(left) for (left,) in _run(connection, "SELECT day FROM cluster_days")}:
        connection.execute(DropTable(_key_table(day), if_exists=True))


def _look_up(connection: Connection, days: tuple[int, ...], keys: tuple[int, ...]) -> Sequence[tuple[int, int, int]]:
    """Return (key, cluster, story) for every entry under one of the keys whose cluster has a member of these days, or a later one."""
    if not days or not keys:
        return ()
    missing = -len(keys) % _PADDING
    tables = tuple(dict.fromkeys(map(_keys_of, days)))
    values = (*keys, *keys[:1] * missing, *days[:1] * len(tables))
    rows: Sequence[Any] = _run(connection, _look_up_statement(tables, len(keys) + missing), values).all()
    return rows


@lru_cache(maxsize=64)
def _look_up_statement(tables: tuple[str, ...], count: int) -> str:
    wanted = ", ".join(["(?)"] * count)
    # CROSS JOIN keeps SQLite to this order, from few keys to their entries.
    entries = (
        "SELECT k.key, k.cluster, COALESCE(c.story, c.number) FROM wanted w CROSS JOIN {} k CROSS JOIN clusters c "
        "WHERE k.key = w.key AND c.number = k.cluster AND c.last_day >= ?"
    )
    return f"WITH wanted(key) AS (VALUES {wanted}) " + " UNION ALL ".join(map(entries.format, tables))


def _read_candidates(connection: Connection, scheme: str, numbers: tuple[int, ...]) -> tuple[Candidate, ...]:
    if not numbers:
        return ()
    filled = (*numbers, *numbers[:1] * (CANDIDATES - len(numbers)))
    found: dict[int, tuple[str, str, bool, list[Member]]] = {}
    for row in _run(connection, _READ_MEMBERS, (*filled, scheme)):
        number, cluster_id, first, is_roundup, document, arrival, exact, word_count, shingles, units, contexts = row
        signature = Signature(
            scheme=scheme, exact=exact, word_count=word_count, bands=(), minhash=b"", shingles=bytes(shingles), units=bytes(units), contexts=bytes(contexts)
        )
        found.setdefault(number, (cluster_id, first, bool(is_roundup), []))[3].append(Member(document, arrival, signature))
    return tuple(
        Candidate(cluster_id=cluster_id, number=number, first_document_id=first, members=tuple(members), is_roundup=is_roundup)
        for number, (cluster_id, first, is_roundup, members) in sorted(found.items())
    )


# The first member and the newest five, found from both ends of an index, however large the cluster.
_READ_MEMBERS = f"""
    WITH wanted(number) AS (VALUES {", ".join(["(?)"] * CANDIDATES)}), chosen(number) AS (
        SELECT m.number FROM wanted w CROSS JOIN cluster_members m WHERE m.cluster = w.number AND m.number >= COALESCE(
            (SELECT n.number FROM cluster_members n WHERE n.cluster = w.number ORDER BY n.number DESC LIMIT 1 OFFSET {MEMBERS - 2}), 0)
        UNION SELECT (SELECT MIN(f.number) FROM cluster_members f WHERE f.cluster = w.number) FROM wanted w
    )
    SELECT c.number, c.id, c.first_document, c.is_roundup, m.document, m.number, m.exact, m.word_count, m.shingles, m.units, m.contexts
    FROM chosen CROSS JOIN cluster_members m CROSS JOIN clusters c
    WHERE m.number = chosen.number AND c.number = m.cluster AND m.scheme = ? ORDER BY c.number, m.number
"""  # noqa: S608 (question marks and a constant)
_WRITE_MEMBER = """
    INSERT INTO cluster_members (document, cluster, day, scheme, exact, word_count, shingles, units, contexts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (document) DO UPDATE SET cluster = excluded.cluster, day = excluded.day, scheme = excluded.scheme, exact = excluded.exact,
        word_count = excluded.word_count, shingles = excluded.shingles, units = excluded.units, contexts = excluded.contexts
"""


_FOUND_CLUSTER = """
    INSERT INTO clusters (id, first_document, story, is_roundup, last_day, joined)
    VALUES (?, ?, (SELECT COALESCE(story, number) FROM clusters WHERE id = ?), ?, ?, ?)
"""


def _write_cluster(connection: Connection, document_id: str, assignment: ClusterAssignment, day: int) -> int:
    """Return the number of the cluster assigned, new or still alive."""
    query = "SELECT number, last_day FROM clusters WHERE id = ?"
    wanted = assignment.text_cluster or assignment.cluster_id
    row = _run(connection, query, (wanted,)).one_or_none()
    if row is None:
        first = document_id if assignment.text_cluster else assignment.copy_of or document_id
        joined = assignment.cluster_id if assignment.text_cluster else None
        values = (wanted, first, assignment.revised_text or assignment.update_of, assignment.rule == ROUNDUP_RULE, day, joined)
        _run(connection, _FOUND_CLUSTER, values)
        row = _run(connection, query, (wanted,)).one()
    elif row[1] < day:
        _run(connection, "UPDATE clusters SET last_day = ? WHERE number = ?", (day, row[0]))
    return int(row[0])


def _write_keys(connection: Connection, day: int, cluster: int, keys: tuple[int, ...]) -> None:
    if keys:
        statement = _in_dialect(connection, f"INSERT INTO {_keys_of(day)} (key, cluster) VALUES (?, ?) ON CONFLICT DO NOTHING")  # noqa: S608 (a table named by digits)
        connection.exec_driver_sql(statement, [(key, cluster) for key in sorted(set(keys))])


def _open_day(connection: Connection, day: int) -> None:
    if _run(connection, "SELECT 1 FROM cluster_days WHERE day = ?", (day,)).first() is None:
        connection.execute(CreateTable(_key_table(day), if_not_exists=True))
        _run(connection, "INSERT INTO cluster_days (day) VALUES (?)", (day,))


def _key_table(day: int) -> Table:
    """Describe the table of a day and its neighbours: (key, cluster), clustered by key; on SQLite the index is the table."""
    columns = (Column("key", BigInteger, primary_key=True, autoincrement=False), Column("cluster", BigInteger, primary_key=True, autoincrement=False))
    return Table(_keys_of(day), MetaData(), *columns, sqlite_with_rowid=False)


@lru_cache(maxsize=64)
def _keys_of(day: int) -> str:
    ordinal = date(day // 10_000, day // 100 % 100, day % 100).toordinal()
    return f"cluster_keys_{date.fromordinal(ordinal - ordinal % DAYS_A_TABLE):%Y%m%d}"


def day_of(instant: datetime) -> int:
    instant = instant.astimezone(UTC)
    return instant.year * 10_000 + instant.month * 100 + instant.day


def _run(connection: Connection, statement: str, values: Iterable[Any] = ()) -> Any:
    """Execute with `?` for a value, whatever the driver writes; plain SQL, for compiling costs more here than the query."""
    return connection.exec_driver_sql(_in_dialect(connection, statement), tuple(values))


def _in_dialect(connection: Connection, statement: str) -> str:
    return statement if connection.dialect.paramstyle == "qmark" else _with_percent(statement)


@lru_cache(maxsize=128)
def _with_percent(statement: str) -> str:
    return statement.replace("?", "%s")
