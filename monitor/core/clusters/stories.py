"""Which clusters tell of one event in different words. Pure: the past comes in as a view.

This is record linkage: what two texts share speaks for one event by how rare it is, what they should share and do not
speaks against. Precision goes before recall: a story is shown as one thread, and a wrong link hides news in a
stranger's thread, while a missing one only opens a thread of its own. What a text tells its event by is read in
`core.clusters.traits`.

Source of the method: Fellegi and Sunter (1969), A theory for record linkage.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

from monitor.core.clusters.traits import is_pair
from monitor.model import StoryLink, Traits

CROWD = 20  # stories; a name that so many tell says nothing of an event. As many clusters are entered under a name
FLOOR = 6.0  # weight of the names in common; two names that no other story has, or less: not looked at
# Evidence by name, fitted by logistic regression on the even half of the labelled events: `python -m benchmarks stories
# --fit`.
WEIGHTS = {
    "names": 0.11,
    "pairs": 0.24,
    "share": 2.98,
    "lead": 4.26,
    "figures": 4.48,
    "days": 2.49,
    "apart": -0.98,
    "rival": -0.23,
}
BASE = -5.71
LINK = (
    0.75  # log-odds of the strongest evidence; of the links on that half 98 in 100 are right, at 1.5 one in ten is lost
)
BORNE_OUT = (
    -2.0
)  # log-odds; a text of the story that has less does not bear the link out. -1 loses 4 links in 100, and no wrong ones
ENOUGH = 6  # texts of a story that bear it out; a smaller number will do where it is more than half
UPDATE_SHARE = 0.5  # of the names of the poorer of the two, for a text in the words of the other
# weight of the shared names, for such a text: two that no other story has; 92 of 94 updates have more, of 16 reports of
# another day 2
UPDATE_NAMES = 6.0
_UPDATE_FIRST = 1_000.0  # above any score
_LEAST = 2  # names of a lead, figures of a text: of fewer, one in common is not all


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """An earlier cluster that shares a name: the story that it belongs to, how many names of one word it has, and what
    else its text is told by.
    """

    cluster: int
    story_id: str
    single_names: int
    lead: frozenset[int] = frozenset()
    figures: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against one event in a text and an earlier cluster.

    names, pairs: the weights of the shared names of one word and of two, at most log(CROWD) each; share, lead, figures:
    in [0, 1], what is shared of all names, of those of the lead, of the figures, by the poorer of the two; days: 1
    where both name one day of the week, apart: 1 where both name days and none is the same; rival: the weight of the
    names shared with the next story, for the hospitals, papers and officials of a place are shared by all that happens
    there.
    """

    candidate: LinkCandidate
    names: float
    pairs: float
    share: float
    lead: float
    figures: float
    days: float
    apart: float
    rival: float

    @property
    def score(self) -> float:
        """The log-odds that both tell of one event; nothing of the lead in common tells of a shared paragraph, not of
        an event.
        """
        return (
            round(BASE + sum(weight * float(getattr(self, name)) for name, weight in WEIGHTS.items()), 2)
            if self.lead
            else -math.inf
        )

    @property
    def is_update(self) -> bool:
        """Tell whether a text in the words of the other is of its story; a report of another day names the same
        places.
        """
        return self.share >= UPDATE_SHARE and self.names >= UPDATE_NAMES


def story_of(cluster_id: str) -> str:
    """Return the id of the story that this cluster begins."""
    return "s" + cluster_id.removeprefix("c")


def weigh(traits: Traits, found: Sequence[tuple[int, LinkCandidate]]) -> tuple[Evidence, ...]:
    """Return the evidence of each earlier cluster that shares enough, the oldest first. `found`: for a key of the
    traits, each cluster that has it too.
    """
    tellers: dict[int, dict[int, LinkCandidate]] = {}
    for key, other in found:
        tellers.setdefault(key, {})[other.cluster] = other
    candidate = {cluster: other for others in tellers.values() for cluster, other in others.items()}
    weights: dict[int, float] = {}
    shared: dict[int, list[int]] = {}  # in the order of the text, so that sums do not depend on that of `found`
    for key in dict.fromkeys(traits.names):
        others = tellers.get(key, {})
        if others and (weight := math.log(CROWD / min(len({each.story_id for each in others.values()}), CROWD))):
            weights[key] = weight
            for cluster in others:
                shared.setdefault(cluster, []).append(key)
    totals = {cluster: sum(map(weights.__getitem__, own)) for cluster, own in shared.items()}
    nearest: dict[str, float] = {}
    for cluster, total in totals.items():
        nearest[candidate[cluster].story_id] = max(total, nearest.get(candidate[cluster].story_id, 0.0))
    two = sorted(nearest.items(), key=lambda entry: (-entry[1], entry[0]))[:2]
    rivals = {story: next((weight for other, weight in two if other != story), 0.0) for story in nearest}
    return tuple(
        _weigh_one(traits, candidate[cluster], shared[cluster], weights, rivals)
        for cluster in sorted(totals)
        if totals[cluster] >= FLOOR
    )


def stories_to_ask(evidence: Collection[Evidence]) -> tuple[str, ...]:
    """Return the stories that the text may belong to, and whose number of clusters `link_story` asks for."""
    return tuple(sorted({each.candidate.story_id for each in evidence if each.score >= LINK}))


def link_story(
    cluster_id: str,
    traits: Traits,
    evidence: Sequence[Evidence],
    sizes: Mapping[str, int],
    crowded: Collection[int] = (),
    revised: str | None = None,
) -> StoryLink:
    """Return the story that the cluster carries on, or begins.

    sizes: how many clusters each of `stories_to_ask` has. More than half of them must bear a link out, or six: a text
    that tells of two events, or of little, does not chain one story to another. crowded: names not to be entered any
    more. revised: the story of the text that this one is an update of; half of the names are enough for it then, if two
    of them are rare.

    The strongest evidence counts, ties go to the older cluster.
    """
    names, singles = tuple(key for key in traits.names if key not in crowded), single_names(traits)
    best = StoryLink(story_of(cluster_id), names=names, single_names=singles, particulars=pack(traits))
    best_rank = (0.0, 0)
    for each in evidence:
        candidate, is_update = each.candidate, each.candidate.story_id == revised and each.is_update
        rank = (each.score if not is_update else _UPDATE_FIRST + each.names, -candidate.cluster)
        if (
            is_update or (each.score >= LINK and _is_borne_out(candidate.story_id, evidence, sizes))
        ) and rank > best_rank:
            best_rank, best = rank, StoryLink(candidate.story_id, rank[0], names, singles, best.particulars)
    return best


def single_names(traits: Traits) -> int:
    """Return how many names of one word there are."""
    return sum(not is_pair(key) for key in traits.names)


def pack(traits: Traits) -> str:
    """Write what is no name, for `unpack`: figures as they are, days after `@`, short keys of the lead after `#`."""
    return " ".join(
        [
            *sorted(traits.figures),
            *(f"@{day}" for day in sorted(traits.days)),
            *(f"#{key:x}" for key in sorted(traits.lead)),
        ]
    )


def unpack_lead(particulars: str) -> frozenset[int]:
    """Return the short keys of the lead's names in what `pack` wrote."""
    return frozenset(int(part[1:], 16) for part in particulars.split() if part[0] == "#")


def unpack(cluster: int, story_id: str, names: int, particulars: str) -> LinkCandidate:
    """Read what `pack` wrote."""
    parts = particulars.split()
    return LinkCandidate(
        cluster,
        story_id,
        names,
        lead=unpack_lead(particulars),
        figures=frozenset(part for part in parts if part[0] not in "@#"),
        days=frozenset(int(part[1:]) for part in parts if part[0] == "@"),
    )


def _weigh_one(
    traits: Traits,
    candidate: LinkCandidate,
    shared: Sequence[int],
    weights: Mapping[int, float],
    rivals: Mapping[str, float],
) -> Evidence:
    singles = [key for key in shared if not is_pair(key)]
    days = traits.days & candidate.days
    return Evidence(
        candidate=candidate,
        names=sum(weights[key] for key in singles),
        pairs=sum(weights[key] for key in shared if is_pair(key)),
        share=len(singles) / max(min(single_names(traits), candidate.single_names), 1),
        lead=_share(traits.lead, candidate.lead),
        figures=_share(traits.figures, candidate.figures),
        days=float(bool(days)),
        apart=float(bool(traits.days and candidate.days and not days)),
        rival=rivals[candidate.story_id],
    )


def _share(one: Set[object], other: Set[object]) -> float:
    return len(one & other) / max(min(len(one), len(other)), _LEAST)


def _is_borne_out(story: str, evidence: Sequence[Evidence], sizes: Mapping[str, int]) -> bool:
    count = sum(each.candidate.story_id == story and each.score >= BORNE_OUT for each in evidence)
    return count >= ENOUGH or 2 * count > sizes.get(story, 0)
