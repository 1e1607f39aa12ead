"""Which texts are copies, and which clusters are one story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Traits:
    """What a text tells its event by: keys of its names, short keys of those in its lead, its figures, and days of the
    week (Monday is 0).
    """

    names: tuple[int, ...] = ()
    lead: frozenset[int] = frozenset()
    figures: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class StoryLink:
    """The story of a cluster that begins, and what later clusters will find it by. `score` is 0 for a story that begins
    with it.
    """

    story_id: str
    score: float = 0.0
    names: tuple[int, ...] = ()
    single_names: int = 0
    particulars: str = ""  # the rest of the traits, as `core.clusters.stories` packs it


@dataclass(frozen=True, slots=True)
class ClusterJoin:
    """A cluster that turns out to be of one text with another; `score`: the mean containment between their members."""

    cluster_id: str
    score: float


@dataclass(frozen=True, slots=True)
class ClusterAssignment:
    """`copy_of` is the cluster's first document when this one is a copy; `update_of` another cluster that it
    revises.
    """

    cluster_id: str
    copy_of: str | None
    update_of: str | None = None
    score: float = 0.0
    rule: str = "founded"
    keys: tuple[
        int, ...
    ] = ()  # under which the index shall find the cluster, those left out under which it does already
    boilerplate: frozenset[int] = frozenset()  # keys of the document's sentences that are not the story's own
    text_cluster: str | None = (
        None  # the index's own cluster of this text, where the desk has merged it into `cluster_id`
    )
    revised_text: str | None = None  # the same of `update_of`
    story: StoryLink | None = None
    joins: tuple[ClusterJoin, ...] = ()  # what the document shows to be one with `cluster_id`


@dataclass(frozen=True, slots=True)
class Constraint:
    """A desk's correction: "merge" (both documents in one cluster) or "split" (`document` not in the cluster of
    `other`).
    """

    kind: str
    document: str
    other: str
    made_at: datetime
    made_by: str
    undone_at: datetime | None = None
    undone_by: str | None = None
    why: str | None = None  # of a merge that the monitor made by itself
