"""What a decision on a cluster is made of: the past as it was read for one text. Reads and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xxhash import xxh3_64_intdigest

from monitor.model import Signature

MEMBERS = 16  # of a cluster to compare with


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a cluster. Bands and minhash of the signature may be left out."""

    document_id: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class ClusterCandidate:
    """A text that may take the document: its first document, its age as a number, and those of its members that were
    drawn to compare with, which of a text that was made one with others may be none.

    entered: keys under which it was found and will be for as long as a key entered now. joined: the cluster that it was
    made one with, where it was. line: the number of the text that began its line of updates, and of what was made one
    with it. lead: short keys of the names in its first lead. shared: how many keys of the document lead to it.
    """

    cluster_id: str
    number: int
    first_document_id: str
    members: tuple[Member, ...]
    is_roundup: bool = False
    entered: frozenset[int] = frozenset()
    joined: str | None = None
    line: int = 0
    lead: frozenset[int] = frozenset()
    shared: int = 0

    @property
    def cluster(self) -> str:
        """The id of the cluster that the text belongs to."""
        return self.joined or self.cluster_id


@dataclass(frozen=True, slots=True)
class ClusterView:
    """What was read of the past for one signature.

    `boilerplate`: keys of the sentences that belong to outlets, not to stories.
    `unit_stories`: for a sentence's key, the lines of updates that it was seen in; `outlet_stories`: the same of those
    in which the document's `outlet` has told it, as far as others had it before.
    `crowded`: keys under which so many clusters stand already that another tells nothing.
    `bands`: the `search_keys` of the text without its boilerplate, where they are known already.
    """

    candidates: tuple[ClusterCandidate, ...] = ()
    boilerplate: frozenset[int] = frozenset()
    outlet: str = ""
    unit_stories: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    outlet_stories: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    crowded: frozenset[int] = frozenset()
    bands: tuple[int, ...] | None = None


def lot_of(document_id: str) -> int:
    """Return the document's lot, in [0, 2**31): those with the least stand for their cluster, whatever came first."""
    return xxh3_64_intdigest(document_id.encode(errors="replace")) >> 33


def draw(members: Iterable[Member]) -> list[Member]:
    """Return the members that stand for all of them: MEMBERS with the least lots, a fair sample of a cluster, and the
    same in any order of arrival.
    """
    return sorted(members, key=lambda member: (lot_of(member.document_id), member.document_id))[:MEMBERS]
