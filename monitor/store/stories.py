"""The story of a new document: its names are looked for among those of the clusters of the last days; see `core.clusters.stories`."""

from __future__ import annotations

from sqlalchemy import Connection

from monitor.core.clusters.clustering import ROUNDUP_RULE
from monitor.core.clusters.stories import Told, Traits, link_story, read_traits, story_of
from monitor.model import ClusterAssignment, Document, StoryLink
from monitor.store.keys import RecentKeys, find
from monitor.store.statements import row, run

_STORY_OF_DOCUMENT = "SELECT story_id FROM documents WHERE id = ? ORDER BY version DESC LIMIT 1"
_STORY_OF_CLUSTER = "SELECT MIN(story_id) FROM documents WHERE cluster_id = ?"
_TOLD = "SELECT number, story_id, single_names, figures FROM clusters WHERE number IN ($numbers) AND last_day >= ? AND story_id IS NOT NULL"


def read_story(connection: Connection, recent: RecentKeys, document: Document, assignment: ClusterAssignment, since: int, today: int) -> StoryLink:
    """Return the story of a new document: its cluster's, that of the cluster it revises, or of one that shares its names.

    since, today: the days (20241017) between which the other has come.
    """
    if assignment.copy_of is not None:
        known = row(connection, _STORY_OF_DOCUMENT, (assignment.copy_of,))
        return StoryLink(known[0] if known and known[0] else story_of(assignment.cluster_id))
    traits = read_traits(document.text) if assignment.rule != ROUNDUP_RULE else Traits()
    found = find(connection, recent, traits.names, since, today)
    told = _read_told(connection, tuple({cluster for _, cluster, _ in found}), since)
    revised = row(connection, _STORY_OF_CLUSTER, (assignment.update_of,)) if assignment.update_of else None
    return link_story(assignment.cluster_id, traits, [(key, told[cluster]) for key, cluster, _ in found if cluster in told], revised[0] if revised else None)


def _read_told(connection: Connection, numbers: tuple[int, ...], since: int) -> dict[int, Told]:
    if not numbers:
        return {}
    told = run(connection, _TOLD, (numbers, since))
    return {number: Told(number, story_id, single_names, frozenset(figures.split())) for number, story_id, single_names, figures in told}
