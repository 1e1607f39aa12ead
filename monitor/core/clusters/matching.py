"""One text against the clusters that may take it: how much each member shares with it, and whether their facts differ.
What follows from it is decided in `core.clusters.clustering`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from monitor.core.clusters.containment import (
    ContainmentScores,
    FactAgreement,
    Texts,
    Words,
    compare,
    compare_facts,
    read_texts,
)
from monitor.core.clusters.pairs import ComparedPairs
from monitor.core.clusters.views import ClusterCandidate, ClusterView, Member, draw
from monitor.model import Signature

# Chosen on the development half of the labelled copies, several seeds; the neighbours of each value cost less than 0.01
# ARI.
CONTAINMENT = 0.55  # share of the smaller text that a copy has in common
LEAD_CONTAINMENT = 0.35  # enough where half of a lead is shared as well: background and quotations travel without it
LEAD_SHARE = 0.5
LINK = 0.4  # mean containment over the members looked at: what keeps a chain of partial copies apart
# Mean containment over all pairs of members of two clusters that become one, and without the document that shows it:
# two texts on one page are not one text. Copies by alignment have half in common on average; where pages bring
# furniture along that isn't learned yet, that is measured as 0.4 to 0.45 (dense coverage, seeds 1 to 4), and at 0.42
# and 0.48 halves of one wire stay apart in some orders.
JOIN, OWN = 0.4, 0.25
# share of the figures in shared contexts that differ: of 4,000 copies three reach it, of 344 updates all but six
VETO = 0.05
PLACE_VETO = 0.2  # the same of places; higher, for an outlet's page names its own town in words that others use too
DENIALS = 0.2  # a pair, of many: one text of a cluster may quote what the others leave out
SHORTEST = 40  # words; below, only the same text is a copy (log-in walls, cookie pages, teasers)
WHOLE = 0.8  # of the longer text: a copy of the roundup itself


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """One document against one cluster: the texts of it that were found, and the members drawn from them.

    score: the mean share of the smaller of the two that a member has in common with the document; covered:
    (sentences,) words of the document that the cluster tells; is_close: a copy but for its facts; is_whole: the longer
    of the two is in the shorter; is_vetoed: the facts differ.
    """

    texts: list[ClusterCandidate]
    members: list[Member]
    score: float
    covered: Words
    is_close: bool
    is_whole: bool
    is_roundup: bool
    is_vetoed: bool

    @property
    def nearest(self) -> ClusterCandidate:
        """The text to file the document under: the one that most of its keys lead to; of equals the oldest."""
        return min(self.texts, key=lambda text: (-text.shared, text.number))

    @property
    def number(self) -> int:
        """The number of the oldest text."""
        return min(text.number for text in self.texts)

    @property
    def lead(self) -> frozenset[int]:
        """The names in the leads of all texts."""
        return frozenset[int]().union(*(text.lead for text in self.texts))


def match_clusters(signature: Signature, text: Texts, view: ClusterView) -> list[Match]:
    """Compare with every member given, cluster by cluster; leave out the clusters that share nothing, and members that
    are too short to compare.
    """
    members = [member for candidate in view.candidates for member in candidate.members]
    if not members:
        return []
    others = read_texts([member.signature for member in members], view.boilerplate)
    comparison, is_long = compare(text, others), others.word_counts >= SHORTEST
    texts: dict[str, list[ClusterCandidate]] = {}
    rows: dict[str, list[int]] = {}
    start = 0
    for candidate in view.candidates:
        texts.setdefault(candidate.cluster, []).append(candidate)
        rows.setdefault(candidate.cluster, []).extend(
            row for row in range(start, start + len(candidate.members)) if is_long[row]
        )
        start += len(candidate.members)
    return [
        _match_one(signature, texts[cluster], [members[row] for row in own], comparison.of(own), view.boilerplate)
        for cluster, own in rows.items()
        if comparison.covered[own].any()
    ]


def _match_one(
    signature: Signature,
    texts: list[ClusterCandidate],
    members: list[Member],
    found: ContainmentScores,
    boilerplate: frozenset[int],
) -> Match:
    score = float(found.smaller.mean())
    is_near = (found.smaller >= CONTAINMENT) | ((found.smaller >= LEAD_CONTAINMENT) & (found.lead >= LEAD_SHARE))
    is_close = score >= LINK and bool(is_near.any())
    return Match(
        texts=texts,
        members=members,
        score=score,
        covered=found.covered.max(axis=0),
        is_close=is_close,
        is_whole=bool((found.larger >= WHOLE).any()),
        is_roundup=any(text.is_roundup for text in texts),
        is_vetoed=is_close and _have_facts_changed(_compare_facts(signature, members, found, boilerplate)),
    )


def _compare_facts(
    signature: Signature, members: Sequence[Member], found: ContainmentScores, boilerplate: frozenset[int]
) -> FactAgreement:
    """Compare with the members that share enough to say the same."""
    near = np.flatnonzero(found.smaller >= LINK).tolist()
    return compare_facts(signature, [members[row].signature for row in near], found.covered[near], boilerplate)


def are_copies(
    document: Member, some: Sequence[Member], others: Sequence[Member], compared: ComparedPairs
) -> float | None:
    """Return the mean containment over all pairs of one of `some` and one of `others`, the document drawn among the
    first as any other; None where it is below JOIN, or below OWN without the document, or their facts differ.
    """
    own, theirs = ([member.signature for member in members] for members in (draw([document, *some]), draw(others)))
    shares = compared.smaller(own, theirs)
    score = float(shares.mean())
    if score < JOIN or float(compared.smaller([member.signature for member in some], theirs).mean()) < OWN:
        return None
    return None if _have_facts_changed(compared.facts(own, theirs), DENIALS * shares.size) else score


def _have_facts_changed(agreement: FactAgreement, denials: float = 0) -> bool:
    """Tell whether too much differs among the figures, or the places, that stand in the same words, or more than
    `denials` sentences are denied.
    """
    return (
        agreement.denied > denials or agreement.figures.difference >= VETO or agreement.places.difference >= PLACE_VETO
    )
