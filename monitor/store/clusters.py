"""The clusters in the database, and the members that copies are proven against.

A key leads to clusters, not to documents: a further copy of the same wording adds nothing to the index, which is kept
in `keys`. What the keys mean and what makes a copy is decided in `core.clusters.clustering`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, Integer, LargeBinary, String, Table, Text

from monitor.core.clusters.clustering import ROUNDUP_RULE, outlet_key, search_keys, sentence_keys
from monitor.core.clusters.signatures import (
    band_keys,
    mark_boilerplate,
    min_hash,
    read_shingles,
    read_units,
    unit_keys,
    unit_lengths,
)
from monitor.core.clusters.stories import unpack_lead
from monitor.core.clusters.unrelated import FURNITURE, find_kin, is_furniture
from monitor.core.clusters.views import MEMBERS, ClusterCandidate, ClusterView, Member, lot_of
from monitor.model import ClusterAssignment, Signature
from monitor.store.keys import RecentKeys, add, days_before, find, forget_day, number
from monitor.store.schema import metadata, storable
from monitor.store.statements import row, rows, run

WINDOW = timedelta(days=7)  # copies of a wire text come within hours; a week also takes the weekend's reprints
CANDIDATES = 12  # clusters to compare with, those under most of the keys
OF_LINE = 4  # of one line of updates among them, so that an affair of many updates leaves room for others
TEXTS = 24  # of one cluster that are looked at, those under most of the keys
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
    Column("lot", Integer, nullable=False),  # as `core.clusters.views.lot_of` draws it
    Column("scheme", Text, nullable=False),
    Column("exact", BigInteger, nullable=False),
    Column("word_count", Integer, nullable=False),
    Column("shingles", LargeBinary, nullable=False),
    Column("units", LargeBinary, nullable=False),
    Column("contexts", LargeBinary, nullable=False),
    Index("ix_cluster_members_cluster", "cluster", "lot"),
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
    boilerplate = _find_furniture(connection, signature, unit_stories, outlet_stories)
    if boilerplate:  # the rest of the text has other bands
        looked, bands = frozenset(bands), search_keys(signature, boilerplate)
        more = find(connection, recent, tuple(key for key in bands if key not in looked), since, today)
        lines |= _read_lines(connection, {cluster for _, cluster, _ in more}.difference(lines), since)
        found = [*found, *more]
    hits = _keys_by_cluster(found, {*bands, *is_sentence - boilerplate}, lines)
    standing = Counter(key for keys in hits.values() for key in keys if key not in is_sentence)
    best = _choose(sorted(hits, key=lambda cluster: (-len(hits[cluster]), cluster)), lines)
    return ClusterView(
        candidates=_read_candidates(connection, signature.scheme, {text: hits[text] for text in best}, lines),
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
    connection: Connection, signature: Signature, told: Mapping[int, Set[int]], by_outlet: Mapping[int, Set[int]]
) -> frozenset[int]:
    """Return the keys of the sentences that belong to outlets."""
    suspects = {key: stories for key, stories in told.items() if len(stories) >= FURNITURE}
    if not suspects:
        return frozenset()
    leads = _read_leads(connection, {story for stories in suspects.values() for story in stories})
    units = read_units(signature)
    kin = find_kin(suspects, dict(zip(unit_keys(units), unit_lengths(units).tolist(), strict=True)))
    return frozenset(
        key
        for key, stories in suspects.items()
        if is_furniture({each: leads.get(each, frozenset()) for each in stories}, by_outlet.get(key, frozenset()), kin)
    )


def _choose(ordered: Iterable[int], lines: Mapping[int, _Line]) -> list[int]:
    """Return the texts of the first CANDIDATES clusters, OF_LINE at most of one line, and TEXTS of one cluster."""
    chosen: list[int] = []
    texts, clusters_of_line = Counter[int](), Counter[int]()
    for text in ordered:
        line, cluster = lines[text]
        if cluster not in texts:
            if len(texts) == CANDIDATES or clusters_of_line[line] == OF_LINE:
                continue
            clusters_of_line[line] += 1
        if texts[cluster] < TEXTS:
            texts[cluster] += 1
            chosen.append(text)
    return chosen


def _lines_by_key(
    found: Iterable[tuple[int, int, bool]], wanted: Set[int], lines: Mapping[int, _Line]
) -> dict[int, set[int]]:
    """Return, for each wanted key, the lines of updates whose clusters stand under it."""
    by_key = dict[int, set[int]]()
    for key, cluster, _ in found:
        if key in wanted and cluster in lines:
            by_key.setdefault(key, set()).add(lines[cluster].number)
    return by_key


def _keys_by_cluster(
    found: Iterable[tuple[int, int, bool]], wanted: Set[int], lines: Mapping[int, _Line]
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
        lot_of(document_id),
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


class _Line(NamedTuple):
    """Where a text stands: the number of its line of updates, what was made one being of one line, and that of the
    cluster that it was made one with, or its own.
    """

    number: int
    cluster: int


def _read_lines(connection: Connection, numbers: Iterable[int], since: int) -> dict[int, _Line]:
    """Return the lines of the texts that have a member since then."""
    wanted = tuple(sorted(numbers))
    query = (
        "SELECT c.number, COALESCE(j.line, j.number, c.line, c.number), COALESCE(j.number, c.number) FROM clusters c"
        " LEFT JOIN clusters j ON j.id = c.joined WHERE c.number IN ($numbers) AND c.last_day >= ?"
    )
    found = rows(connection, query, (wanted, since)) if wanted else []
    return {text: _Line(line, cluster) for text, line, cluster in found}


def _read_leads(connection: Connection, numbers: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return the short keys of the names in the first lead of each."""
    wanted = tuple(sorted(numbers))
    query = "SELECT number, figures FROM clusters WHERE number IN ($numbers)"
    found = rows(connection, query, (wanted,)) if wanted else []
    return {number: unpack_lead(particulars) for number, particulars in found}


def _read_candidates(
    connection: Connection, scheme: str, hits: Mapping[int, Mapping[int, bool]], lines: Mapping[int, _Line]
) -> tuple[ClusterCandidate, ...]:
    if not hits:
        return ()
    members = _read_members(connection, scheme, {text: lines[text].cluster for text in hits})
    return tuple(
        ClusterCandidate(
            cluster_id,
            text,
            first,
            tuple(members.get(text, ())),
            is_roundup=bool(is_roundup),
            entered=frozenset(key for key, is_current in hits[text].items() if is_current),
            joined=joined,
            line=lines[text].number,
            lead=unpack_lead(particulars),
            shared=len(hits[text]),
        )
        for text, cluster_id, first, is_roundup, joined, particulars in rows(connection, _READ_TEXTS, (tuple(hits),))
    )


def _read_members(connection: Connection, scheme: str, cluster_of: Mapping[int, int]) -> dict[int, list[Member]]:
    """Return of each text the members that were drawn for its cluster."""
    lots: dict[int, list[tuple[int, int]]] = {}
    for text, lot, arrival in run(connection, _READ_LOTS, (tuple(cluster_of),)):
        lots.setdefault(cluster_of[text], []).append((lot, arrival))
    chosen = tuple(sorted(arrival for drawn in lots.values() for _, arrival in sorted(drawn)[:MEMBERS]))
    members: dict[int, list[Member]] = {}
    for text, document, exact, word_count, shingles, units, contexts in run(
        connection, _READ_MEMBERS, (chosen, scheme)
    ):
        signature = Signature(scheme, exact, word_count, (), b"", bytes(shingles), bytes(units), bytes(contexts))
        members.setdefault(text, []).append(Member(document, signature))
    return members


_READ_TEXTS = (
    "SELECT number, id, first_document, is_roundup, joined, figures FROM clusters WHERE number IN ($numbers)"
    " ORDER BY number"
)
# The least lots of each text, found from the end of an index, however large the cluster.
_READ_LOTS = f"""
    WITH wanted(number) AS MATERIALIZED ($numbers)
    SELECT m.cluster, m.lot, m.number FROM wanted w CROSS JOIN cluster_members m
    WHERE m.cluster = w.number AND m.lot <= COALESCE(
        (SELECT n.lot FROM cluster_members n WHERE n.cluster = w.number ORDER BY n.lot LIMIT 1 OFFSET {MEMBERS - 1}),
        2147483647)
"""  # noqa: S608 (markers and a constant)
_READ_MEMBERS = (
    "SELECT cluster, document, exact, word_count, shingles, units, contexts FROM cluster_members"
    " WHERE number IN ($numbers) AND scheme = ? ORDER BY number"
)
_WRITE_MEMBER = """
    INSERT INTO cluster_members (document, cluster, day, lot, scheme, exact, word_count, shingles, units, contexts)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (document) DO UPDATE SET cluster = excluded.cluster, day = excluded.day, lot = excluded.lot,
        scheme = excluded.scheme, exact = excluded.exact, word_count = excluded.word_count,
        shingles = excluded.shingles, units = excluded.units, contexts = excluded.contexts
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
