"""The clusters in the database, and the members that copies are proven against.

A key leads to clusters, not to documents: a further copy of the same wording adds nothing to the index, which is kept
in `keys`. What the keys mean and what makes a copy is decided in `core.clusters.clustering`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, Integer, LargeBinary, String, Table, Text

from monitor.core.clusters.clustering import ROUNDUP_RULE, outlet_key, search_keys, sentence_keys
from monitor.core.clusters.signatures import band_keys, mark_boilerplate, min_hash, read_shingles
from monitor.core.clusters.stories import unpack_lead
from monitor.core.clusters.unrelated import FURNITURE, is_furniture
from monitor.core.clusters.views import ClusterCandidate, ClusterView, Member
from monitor.model import ClusterAssignment, Signature
from monitor.store.keys import RecentKeys, add, days_before, find, forget_day, number
from monitor.store.schema import metadata, storable
from monitor.store.statements import row, rows, run

WINDOW = timedelta(days=7)  # copies of a wire text come within hours; a week also takes the weekend's reprints
MEMBERS = 6  # of a cluster to compare with: its first document and the newest
CANDIDATES = 12  # clusters to compare with, those under most of the keys
TEXTS = 4  # of one line of updates among them, so that a cluster made one of many leaves room for others
CROWD = 40  # clusters under one key; the next are no longer entered, so that a reading stays bounded

clusters = Table(
    "clusters",
    metadata,
    Column("number", number, primary_key=True, autoincrement=True),
    Column("id", String(17), nullable=False, unique=True),
    Column("first_document", Text, nullable=False),
    Column("line", BigInteger),  # the cluster that began the line of updates; null for one that updates nothing
    Column("is_roundup", Boolean, nullable=False),
    Column("last_day", Integer, nullable=False),
    Column("joined", String(17)),  # the cluster that the desk has merged this one into
    Column("story_id", String(17)),  # null for one that is in no other's story by its own names
    Column("single_names", Integer, nullable=False),
    Column("figures", Text, nullable=False),  # and what else `core.clusters.stories.pack` writes
    sqlite_autoincrement=True,  # a key may outlive its cluster by some days, and must not lead to another
)
cluster_members = Table(
    "cluster_members",
    metadata,
    Column("number", number, primary_key=True, autoincrement=True),
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


def read_view(
    connection: Connection,
    recent: RecentKeys,
    signature: Signature,
    now: datetime,
    *,
    outlet: str = "",
    window: timedelta = WINDOW,
) -> ClusterView:
    """Return what the last `window` holds that may be a copy of this text of `outlet`; a few small queries, whatever
    the size of the index.
    """
    since, today = day_of(now - window), day_of(now)
    sentences, bands = sentence_keys(signature), search_keys(signature, frozenset())
    found = find(connection, recent, (*sentences, *bands), since, today)
    lines = _read_lines(connection, {cluster for _, cluster, _ in found}, since)
    is_sentence = frozenset(sentences)
    unit_stories = _lines_by_key(found, is_sentence, lines)
    outlet_stories = _outlet_stories(connection, recent, outlet, unit_stories, (since, today))
    boilerplate = _find_furniture(connection, unit_stories, outlet_stories)
    if boilerplate:  # the rest of the text has other bands
        looked, bands = frozenset(bands), search_keys(signature, boilerplate)
        more = find(connection, recent, tuple(key for key in bands if key not in looked), since, today)
        lines |= _read_lines(connection, {cluster for _, cluster, _ in more}.difference(lines), since)
        found = [*found, *more]
    hits = _keys_by_cluster(found, {*bands, *is_sentence - boilerplate}, lines)
    standing = Counter(key for keys in hits.values() for key in keys if key not in is_sentence)
    best = _choose(sorted(hits, key=lambda cluster: (-len(hits[cluster]), cluster)), lines)
    entered = {cluster: frozenset(key for key, is_current in hits[cluster].items() if is_current) for cluster in best}
    return ClusterView(
        candidates=_read_candidates(connection, signature.scheme, entered, lines),
        boilerplate=boilerplate,
        outlet=outlet,
        unit_stories={key: tuple(sorted(stories)) for key, stories in unit_stories.items()},
        outlet_stories={key: tuple(sorted(stories)) for key, stories in outlet_stories.items()},
        crowded=frozenset(key for key, count in standing.items() if count >= CROWD),
        bands=bands,
    )


def _outlet_stories(
    connection: Connection, recent: RecentKeys, outlet: str, told: Mapping[int, Set[int]], days: tuple[int, int]
) -> dict[int, set[int]]:
    """Return, for each sentence that was told, the lines of updates in which the outlet has told it too."""
    own = {outlet_key(outlet, key): key for key in told}
    found = find(connection, recent, tuple(own), *days)
    lines = _read_lines(connection, {cluster for _, cluster, _ in found}, days[0])
    return {own[key]: stories for key, stories in _lines_by_key(found, own.keys(), lines).items()}


def _find_furniture(
    connection: Connection, told: Mapping[int, Set[int]], by_outlet: Mapping[int, Set[int]]
) -> frozenset[int]:
    """Return the keys of the sentences that belong to outlets."""
    suspects = {key: sorted(stories) for key, stories in told.items() if len(stories) >= FURNITURE}
    leads = _read_leads(connection, {story for stories in suspects.values() for story in stories})
    return frozenset(
        key
        for key, stories in suspects.items()
        if is_furniture([leads.get(story, frozenset()) for story in stories], len(by_outlet.get(key, ())))
    )


def _choose(ordered: Iterable[int], lines: Mapping[int, int]) -> list[int]:
    """Return the first CANDIDATES, TEXTS at most of one line."""
    chosen: list[int] = []
    counts = Counter[int]()
    for cluster in ordered:
        if counts[lines[cluster]] < TEXTS and len(chosen) < CANDIDATES:
            counts[lines[cluster]] += 1
            chosen.append(cluster)
    return chosen


def _lines_by_key(
    found: Iterable[tuple[int, int, bool]], wanted: Set[int], lines: Mapping[int, int]
) -> dict[int, set[int]]:
    """Return, for each wanted key, the lines of updates whose clusters stand under it."""
    by_key = dict[int, set[int]]()
    for key, cluster, _ in found:
        if key in wanted and cluster in lines:
            by_key.setdefault(key, set()).add(lines[cluster])
    return by_key


def _keys_by_cluster(
    found: Iterable[tuple[int, int, bool]], wanted: Set[int], lines: Mapping[int, int]
) -> dict[int, dict[int, bool]]:
    """Return, for each cluster, the wanted keys that lead to it, and whether it was entered under them of late."""
    hits: dict[int, dict[int, bool]] = {}
    for key, cluster, is_current in found:
        if key in wanted and cluster in lines:
            keys = hits.setdefault(cluster, {})
            keys[key] = is_current or keys.get(key, False)
    return hits


def write_member(
    connection: Connection, document_id: str, signature: Signature, assignment: ClusterAssignment, observed_at: datetime
) -> None:
    """Record that the document is in the cluster assigned, which begins with it if new; a known document is
    replaced.
    """
    document_id, day = storable(document_id), day_of(observed_at)
    cluster, is_new = _write_cluster(connection, document_id, assignment, day)
    signature = mark_boilerplate(signature, assignment.boilerplate)
    values = (
        document_id,
        cluster,
        day,
        signature.scheme,
        signature.exact,
        signature.word_count,
        signature.shingles,
        signature.units,
        signature.contexts,
    )
    run(connection, _WRITE_MEMBER, values)
    names = assignment.story.names if is_new and assignment.story else ()
    add(connection, day, cluster, (*assignment.keys, *names))


def found_anew(connection: Connection, document_id: str, cluster_id: str) -> None:
    """Give a document of the index a cluster of its own; nothing where its day is forgotten."""
    document_id = storable(document_id)
    found = row(
        connection,
        "SELECT day, scheme, exact, word_count, shingles, units, contexts FROM cluster_members WHERE document = ?",
        (document_id,),
    )
    if found is None:
        return
    day, scheme, exact, word_count, shingles, units, contexts = found
    signature = Signature(scheme, exact, word_count, (), b"", bytes(shingles), bytes(units), bytes(contexts))
    signature = replace(signature, bands=band_keys(min_hash(read_shingles(signature))))
    cluster, _ = _write_cluster(connection, document_id, ClusterAssignment(cluster_id, None), day)
    run(connection, "UPDATE cluster_members SET cluster = ? WHERE document = ?", (cluster, document_id))
    add(connection, day, cluster, (*search_keys(signature, frozenset()), *sentence_keys(signature)))


def evict(connection: Connection, now: datetime, *, window: timedelta = WINDOW) -> tuple[int, ...]:
    """Drop every day that has left the window; return those days (20241017), oldest first."""
    gone = days_before(connection, day_of(now - window))
    for day in gone:
        drop_day(connection, day)
    return gone


def drop_day(connection: Connection, day: int) -> None:
    """Forget the members that came on `day` (20241017), the clusters that nobody joined since, and the keys when their
    last day goes.
    """
    run(connection, "DELETE FROM cluster_members WHERE day = ?", (day,))
    run(connection, "DELETE FROM clusters WHERE last_day = ?", (day,))
    forget_day(connection, day)


def day_of(instant: datetime) -> int:
    """Return the day in UTC as a number, 20241017."""
    instant = instant.astimezone(UTC)
    return instant.year * 10_000 + instant.month * 100 + instant.day


def _read_lines(connection: Connection, numbers: Iterable[int], since: int) -> dict[int, int]:
    """Return of the clusters that have a member since then the line of updates that each is in; what was made one is of
    one line.
    """
    wanted = tuple(sorted(numbers))
    query = (
        "SELECT c.number, COALESCE(j.line, j.number, c.line, c.number) FROM clusters c LEFT JOIN clusters j ON j.id ="
        " c.joined WHERE c.number IN ($numbers) AND c.last_day >= ?"
    )
    return dict(rows(connection, query, (wanted, since))) if wanted else {}


def _read_leads(connection: Connection, numbers: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return the short keys of the names in the first lead of each."""
    wanted = tuple(sorted(numbers))
    query = "SELECT number, figures FROM clusters WHERE number IN ($numbers)"
    found = rows(connection, query, (wanted,)) if wanted else []
    return {number: unpack_lead(particulars) for number, particulars in found}


def _read_candidates(
    connection: Connection, scheme: str, entered: dict[int, frozenset[int]], lines: Mapping[int, int]
) -> tuple[ClusterCandidate, ...]:
    if not entered:
        return ()
    members: dict[int, list[Member]] = {}
    about: dict[int, tuple[Any, ...]] = {}
    for found in run(connection, _READ_MEMBERS, (tuple(entered), scheme)):
        cluster, *rest, document, arrival, exact, word_count, shingles, units, contexts = found
        signature = Signature(scheme, exact, word_count, (), b"", bytes(shingles), bytes(units), bytes(contexts))
        members.setdefault(cluster, []).append(Member(document, arrival, signature))
        about[cluster] = tuple(rest)
    return tuple(
        ClusterCandidate(
            cluster_id,
            cluster,
            first,
            tuple(members[cluster]),
            is_roundup=bool(is_roundup),
            entered=entered[cluster],
            joined=joined,
            line=lines[cluster],
            lead=unpack_lead(particulars),
        )
        for cluster, (cluster_id, first, is_roundup, joined, particulars) in sorted(about.items())
    )


# The first member and the newest five, found from both ends of an index, however large the cluster.
_READ_MEMBERS = f"""
    WITH wanted(number) AS MATERIALIZED ($numbers), chosen(number) AS (
        SELECT m.number FROM wanted w CROSS JOIN cluster_members m WHERE m.cluster = w.number AND m.number >= COALESCE(
            (SELECT n.number FROM cluster_members n WHERE n.cluster = w.number
             ORDER BY n.number DESC LIMIT 1 OFFSET {MEMBERS - 2}), 0)
        UNION SELECT (SELECT MIN(f.number) FROM cluster_members f WHERE f.cluster = w.number) FROM wanted w
    )
    SELECT c.number, c.id, c.first_document, c.is_roundup, c.joined, c.figures, m.document, m.number, m.exact,
        m.word_count, m.shingles, m.units, m.contexts
    FROM chosen CROSS JOIN cluster_members m CROSS JOIN clusters c
    WHERE m.number = chosen.number AND c.number = m.cluster AND m.scheme = ? ORDER BY c.number, m.number
"""  # noqa: S608 (markers and a constant)
_WRITE_MEMBER = """
    INSERT INTO cluster_members (document, cluster, day, scheme, exact, word_count, shingles, units, contexts)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (document) DO UPDATE SET cluster = excluded.cluster, day = excluded.day, scheme = excluded.scheme,
        exact = excluded.exact, word_count = excluded.word_count, shingles = excluded.shingles, units = excluded.units,
        contexts = excluded.contexts
"""
_FOUND_CLUSTER = """
    INSERT INTO clusters (id, first_document, line, is_roundup, last_day, joined, story_id, single_names, figures)
    VALUES (?, ?, (SELECT COALESCE(line, number) FROM clusters WHERE id = ?), ?, ?, ?, ?, ?, ?) RETURNING number
"""


def _write_cluster(
    connection: Connection, document_id: str, assignment: ClusterAssignment, day: int
) -> tuple[int, bool]:
    """Return the number of the cluster assigned, and whether it begins."""
    wanted = assignment.text_cluster or assignment.cluster_id
    known = row(connection, "SELECT number, last_day FROM clusters WHERE id = ?", (wanted,))
    if known is not None:
        if known[1] < day:
            run(connection, "UPDATE clusters SET last_day = ? WHERE number = ?", (day, known[0]))
        return int(known[0]), False
    first = document_id if assignment.text_cluster else assignment.copy_of or document_id
    joined = assignment.cluster_id if assignment.text_cluster else None
    link = assignment.story
    told = (link.story_id, link.single_names, link.particulars) if link and link.names else (None, 0, "")
    values = (
        wanted,
        first,
        assignment.revised_text or assignment.update_of,
        assignment.rule == ROUNDUP_RULE,
        day,
        joined,
        *told,
    )
    ((founded,),) = rows(connection, _FOUND_CLUSTER, values)
    return int(founded), True
