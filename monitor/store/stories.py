"""The names of each cluster of the last days, for linking clusters to stories; see `core.clusters.stories`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, Text, bindparam, func, select

from monitor.core.clusters.stories import Told, Traits, link_story, read_traits, story_of
from monitor.model import ClusterAssignment, Document, StoryLink
from monitor.store.schema import documents, metadata

story_clusters = Table(
    "story_clusters",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("cluster_id", String(17), nullable=False, unique=True),
    Column("story_id", String(17), nullable=False),
    Column("day", Integer, nullable=False),
    Column("single_names", Integer, nullable=False),
    Column("figures", Text, nullable=False),
    Index("ix_story_clusters_day", "day"),
)
story_names = Table(
    "story_names",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("cluster", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_story_names_cluster", "cluster"),
    sqlite_with_rowid=False,
)
_SHARED = (
    select(story_names.c.key, story_clusters.c.number, story_clusters.c.story_id, story_clusters.c.single_names, story_clusters.c.figures)
    .join(story_clusters, story_clusters.c.number == story_names.c.cluster)
    .where(story_names.c.key.in_(bindparam("keys", expanding=True)), story_clusters.c.day >= bindparam("since"))
)
_STORY_OF_DOCUMENT = select(documents.c.story_id).where(documents.c.id == bindparam("document_id")).order_by(documents.c.version.desc()).limit(1)
_STORY_OF_CLUSTER = select(func.min(documents.c.story_id)).where(documents.c.cluster_id == bindparam("cluster_id"))


def read_story(connection: Connection, document: Document, assignment: ClusterAssignment, since: int) -> StoryLink:
    """Return the story of a new document: its cluster's, that of the cluster it revises, or of one since day `since` (20241017) that shares its names."""
    if assignment.copy_of is not None:
        known = connection.execute(_STORY_OF_DOCUMENT, {"document_id": assignment.copy_of}).scalar()
        return StoryLink(known or story_of(assignment.cluster_id))
    traits = read_traits(document.text) if assignment.rule != "roundup" else Traits()
    found = connection.execute(_SHARED, {"keys": list(traits.names), "since": since}).all() if traits.names else ()
    told: dict[int, Told] = {}
    for row in found:
        if row.number not in told:
            told[row.number] = Told(row.number, row.story_id, row.single_names, frozenset(row.figures.split()))
    rows = [(row.key, told[row.number]) for row in found]
    revised = connection.execute(_STORY_OF_CLUSTER, {"cluster_id": assignment.update_of}).scalar() if assignment.update_of else None
    return link_story(assignment.cluster_id, traits, rows, revised)


def write_story(connection: Connection, assignment: ClusterAssignment, day: int) -> None:
    """Record the names of a cluster that begins; nothing for a copy."""
    link = assignment.story
    if link is None or not link.names:
        return
    values = {
        "cluster_id": assignment.cluster_id,
        "story_id": link.story_id,
        "day": day,
        "single_names": link.single_names,
        "figures": " ".join(sorted(link.figures)),
    }
    number = connection.execute(select(story_clusters.c.number).where(story_clusters.c.cluster_id == assignment.cluster_id)).scalar()
    if number is None:
        connection.execute(story_clusters.insert(), values)
        number = connection.execute(select(story_clusters.c.number).where(story_clusters.c.cluster_id == assignment.cluster_id)).scalar_one()
        connection.execute(story_names.insert(), [{"key": key, "cluster": number} for key in sorted(set(link.names))])


def forget_stories(connection: Connection, day: int) -> None:
    """Forget the names of the clusters that began before `day` (20241017)."""
    gone = select(story_clusters.c.number).where(story_clusters.c.day < day)
    connection.execute(story_names.delete().where(story_names.c.cluster.in_(gone)))
    connection.execute(story_clusters.delete().where(story_clusters.c.day < day))
