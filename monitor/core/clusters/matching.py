"""One text against the clusters that may take it: how much each member shares with it, and whether their facts differ.
What follows from it is decided in `core.clusters.clustering`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monitor.core.clusters.containment import (
    ContainmentScores,
    FactAgreement,
    Texts,
    Words,
    compare,
    compare_facts,
    read_texts,
)
from monitor.core.clusters.views import ClusterCandidate, ClusterView
from monitor.model import Signature

# Chosen on the development half of the labelled copies, several seeds; the neighbours of each value cost less than 0.01
# ARI.
CONTAINMENT = 0.55  # share of the smaller text that a copy has in common
LEAD_CONTAINMENT = 0.35  # enough where half of a lead is shared as well: background and quotations travel without it
LEAD_SHARE = 0.5
LINK = 0.4  # mean containment over the members looked at: what keeps a chain of partial copies apart
# Mean containment over all pairs of two clusters that become one, and without the document that shows it: two texts on
# one page are not one text. Of 0.3 to 0.55 tried on dense coverage, 0.4 depends least on the order of arrival, 0.3 runs
# stories together that share their statements.
JOIN, OWN = 0.4, 0.25
# share of the figures in shared contexts that differ: of 4,000 copies three reach it, of 344 updates all but six
VETO = 0.05
PLACE_VETO = 0.2  # the same of places; higher, for an outlet's page names its own town in words that others use too
DENIALS = 0.2  # a pair, of many: one text of a cluster may quote what the others leave out
SHORTEST = 40  # words; below, only the same text is a copy (log-in walls, cookie pages, teasers)
WHOLE = 0.8  # of the longer text: a copy of the roundup itself


@dataclass(frozen=True, slots=True, eq=False)
class TextMatch:
    """One document against the members of one text: `rows` of the comparison, a member each."""

    candidate: ClusterCandidate
    comparison: ContainmentScores
    rows: npt.NDArray[np.intp]
    members: list[Signature]

    @property
    def smaller(self) -> Words:
        """The share of the smaller of the two that each member has in common with the document."""
        return self.comparison.smaller[self.rows]

    @property
    def covered(self) -> Words:
        """(members, sentences) words of the document's sentences that each tells."""
        return self.comparison.covered[self.rows]

    @property
    def score(self) -> float:
        """The mean of `smaller`."""
        return float(self.smaller.mean())

    @property
    def has_near(self) -> bool:
        """Tell whether a member is near enough to be the document's copy by itself."""
        lead = self.comparison.lead[self.rows]
        is_near = (self.smaller >= CONTAINMENT) | ((self.smaller >= LEAD_CONTAINMENT) & (lead >= LEAD_SHARE))
        return bool(is_near.any())


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """One document against one cluster: all texts of it that were found, `nearest` being the one to file it under.

    score: the mean containment over all members; covered: (sentences,) words of the document that the cluster tells;
    is_close: a copy but for its facts; is_whole: the longer of the two is in the shorter; is_vetoed: the facts differ.
    """

    texts: list[TextMatch]
    score: float
    covered: Words
    is_close: bool
    is_whole: bool
    is_roundup: bool
    is_vetoed: bool

    @property
    def nearest(self) -> ClusterCandidate:
        """The text that shares most with the document; of equals the oldest."""
        return min(self.texts, key=lambda text: (-text.score, text.candidate.number)).candidate

    @property
    def members(self) -> list[Signature]:
        """The members of all texts."""
        return [member for text in self.texts for member in text.members]

    @property
    def number(self) -> int:
        """The number of the oldest text."""
        return min(text.candidate.number for text in self.texts)

    @property
    def lead(self) -> frozenset[int]:
        """The names in the leads of all texts."""
        return frozenset[int]().union(*(text.candidate.lead for text in self.texts))


def match_clusters(signature: Signature, text: Texts, view: ClusterView) -> list[Match]:
    """Compare with every member given, cluster by cluster; leave out the texts that share nothing, or that are too
    short to compare.
    """
    members = [member.signature for candidate in view.candidates for member in candidate.members]
    if not members:
        return []
    others = read_texts(members, view.boilerplate)
    comparison, is_long = compare(text, others), others.word_counts >= SHORTEST
    clusters: dict[str, list[TextMatch]] = {}
    start = 0
    for candidate in view.candidates:
        rows = start + np.flatnonzero(is_long[start : start + len(candidate.members)])
        start += len(candidate.members)
        if len(rows) and comparison.covered[rows].any():
            found = TextMatch(candidate, comparison, rows, [members[row] for row in rows])
            clusters.setdefault(candidate.cluster, []).append(found)
    return [_match_one(signature, texts, view.boilerplate) for texts in clusters.values()]


def _match_one(signature: Signature, texts: list[TextMatch], boilerplate: frozenset[int]) -> Match:
    score = float(np.concatenate([text.smaller for text in texts]).mean())
    is_close = score >= LINK and any(text.has_near for text in texts)
    return Match(
        texts=texts,
        score=score,
        covered=np.max([text.covered.max(axis=0) for text in texts], axis=0),
        is_close=is_close,
        is_whole=any(bool((text.comparison.larger[text.rows] >= WHOLE).any()) for text in texts),
        is_roundup=any(text.candidate.is_roundup for text in texts),
        is_vetoed=is_close
        and any(
            _have_facts_changed(compare_facts(signature, text.members, text.covered, boilerplate))
            for text in texts
            if text.score >= LINK
        ),
    )


def are_copies(
    signature: Signature, some: Sequence[Signature], others: Sequence[Signature], boilerplate: frozenset[int]
) -> float | None:
    """Return the mean containment over all pairs of one of `some`, or the document itself, and one of `others`; None
    where it is below JOIN, or below OWN without the document, or their facts differ.
    """
    theirs, members = read_texts(others, boilerplate), (signature, *some)
    scores = [compare(read_texts((one,), boilerplate), theirs) for one in members]
    means = [float(each.smaller.mean()) for each in scores]
    score = float(np.mean(means))
    if score < JOIN or float(np.mean(means[1:])) < OWN:
        return None
    agreement = FactAgreement()
    for one, each in zip(members, scores, strict=True):
        agreement += compare_facts(one, others, each.covered, boilerplate)
    return None if _have_facts_changed(agreement, DENIALS * len(members) * len(others)) else score


def _have_facts_changed(agreement: FactAgreement, denials: float = 0) -> bool:
    """Tell whether too much differs among the figures, or the places, that stand in the same words, or more than
    `denials` sentences are denied.
    """
    return (
        agreement.denied > denials or agreement.figures.difference >= VETO or agreement.places.difference >= PLACE_VETO
    )
