"""The story of a new document: its names are looked for among those of the clusters of the last days; see
`core.clusters.stories`.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from sqlalchemy import Connection

from monitor.core.clusters.clustering import ROUNDUP_RULE
from monitor.core.clusters.stories import CROWD, LinkCandidate, link_story, stories_to_ask, story_of, unpack, weigh
from monitor.model import ClusterAssignment, StoryLink, Traits
from monitor.store.keys import RecentKeys, find
from monitor.store.statements import row, rows, run

_unpack = lru_cache(maxsize=4_096)(unpack)  # names that are in the news lead to the same clusters again and again
_STORY_OF_DOCUMENT = "SELECT story_id FROM documents WHERE id = ? ORDER BY version DESC LIMIT 1"
_STORY_OF_CLUSTER = "SELECT MIN(story_id) FROM documents WHERE cluster_id = ?"
_TOLD = (
    "SELECT number, story_id, single_names, figures FROM clusters WHERE number IN ($numbers) AND last_day >= ? AND"
    " story_id IS NOT NULL"
)
_SIZE = """
    SELECT COUNT(DISTINCT c.number) FROM documents d JOIN clusters c ON c.id = COALESCE(d.text_cluster, d.cluster_id)
    WHERE d.story_id = ? AND d.copy_of IS NULL AND c.story_id IS NOT NULL AND c.last_day >= ?
"""


def read_story(
    connection: Connection, recent: RecentKeys, traits: Traits, assignment: ClusterAssignment, since: int, today: int
) -> StoryLink:
    """Return the story of a new document: its cluster's, that of the cluster it revises, or of one that tells of the
    same event.

    since, today: the days (20241017) between which the other has come.
    """
    if assignment.copy_of is not None:
        known = row(connection, _STORY_OF_DOCUMENT, (assignment.copy_of,))
        return StoryLink(known[0] if known and known[0] else story_of(assignment.cluster_id))
    if assignment.rule == ROUNDUP_RULE:
        traits = Traits()
    found = find(connection, recent, traits.names, since, today)
    told = _read_told(connection, tuple({cluster for _, cluster, _ in found}), since)
    standing = [(key, told[cluster]) for key, cluster, _ in found if cluster in told]
    crowded = frozenset(key for key, count in Counter(key for key, _ in standing).items() if count >= CROWD)
    evidence = weigh(traits, standing)
    sizes = {story: _size(connection, story, since) for story in stories_to_ask(evidence)}
    revised = row(connection, _STORY_OF_CLUSTER, (assignment.update_of,)) if assignment.update_of else None
    return link_story(assignment.cluster_id, traits, evidence, sizes, crowded, revised[0] if revised else None)


def _read_told(connection: Connection, numbers: tuple[int, ...], since: int) -> dict[int, LinkCandidate]:
    if not numbers:
        return {}
    return {
        number: _unpack(number, story_id, names, particulars)
        for number, story_id, names, particulars in run(connection, _TOLD, (numbers, since))
    }


def _size(connection: Connection, story: str, since: int) -> int:
    """Return how many clusters of the story have come since then and have names."""
    ((count,),) = rows(connection, _SIZE, (story, since))
    return int(count)
