"""Which documents are copies of one text. Pure: what was read of the past comes in as a view, the decision goes out.

Grouping is by wording alone. That a copy may still bring news is the ledger's matter: every copy is read for facts, and
one whose figures, places or negations differ in shared sentences is no copy here but an update of the cluster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_64_hexdigest

from monitor.core.clusters.containment import ContainmentScores, Texts, compare, compare_facts, read_texts
from monitor.core.clusters.signatures import BANDS, band_keys, exact_key, kept_units, min_hash, read_units, unit_keys
from monitor.model import ClusterAssignment, Signature

# Chosen on the development half of the labelled copies, several seeds; the neighbours of each value cost less than 0.01
# ARI.
CONTAINMENT = 0.55  # share of the smaller text that a copy has in common
LEAD_CONTAINMENT = 0.35  # enough where half of a lead is shared as well: background and quotations travel without it
LEAD_SHARE = 0.5
LINK = 0.4  # mean containment over the members looked at: what keeps a chain of partial copies apart
# share of the figures in shared contexts that differ: of 4,000 copies three reach it, of 344 updates all but six
VETO = 0.05
PLACE_VETO = 0.2  # the same of places; higher, for an outlet's page names its own town in words that others use too
BOILERPLATE = 3  # stories; a sentence that this many tell belongs to none of them
SHORTEST = 40  # words; below, only the same text is a copy (log-in walls, cookie pages, teasers)
ROUNDUP = 3  # stories of which a text holds a part each, while none makes up half of it
ROUNDUP_PART = 15  # words: a sentence or two
ROUNDUP_SHARE = 0.4  # of a text; a copy owes more to its own story
ROUNDUP_RULE = "roundup"
WHOLE = 0.8  # of the longer text: a copy of the roundup itself


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a cluster; `number` counts arrivals. Bands and minhash of the signature may be left out."""

    document_id: str
    number: int
    signature: Signature


@dataclass(frozen=True, slots=True)
class ClusterCandidate:
    """A cluster that may take the document: its first document, its age as a number, and the members to compare with.

    entered: keys under which it was found and will be for as long as a key entered now.
    """

    cluster_id: str
    number: int
    first_document_id: str
    members: tuple[Member, ...]
    is_roundup: bool = False
    entered: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ClusterView:
    """What was read of the past for one signature.

    `unit_stories`: for a sentence's key, the stories that it was seen in (updates of one cluster are one story).
    `crowded`: keys under which so many clusters stand already that another tells nothing.
    `bands`: the `search_keys` of the text without its boilerplate, where they are known already.
    """

    candidates: tuple[ClusterCandidate, ...] = ()
    unit_stories: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    crowded: frozenset[int] = frozenset()
    bands: tuple[int, ...] | None = None

    @property
    def boilerplate(self) -> frozenset[int]:
        """Keys of the sentences that belong to outlets, not to stories."""
        return frozenset(key for key, stories in self.unit_stories.items() if len(stories) >= BOILERPLATE)


@dataclass(frozen=True, slots=True, eq=False)
class _Match:
    """One document against one cluster."""

    candidate: ClusterCandidate
    score: float
    share: float  # of the document, that this cluster covers
    covered: npt.NDArray[np.float64]  # words of each sentence of the document, that this cluster tells
    is_close: bool
    is_whole: bool
    is_vetoed: bool


def assign_cluster(document_id: str, signature: Signature, view: ClusterView) -> ClusterAssignment:
    """Join the cluster whose members contain, or are contained in, this text most, or found a new one.

    Similarity is containment in [0, 1] over 5-word shingles, boilerplate left out, the mean over the members given.
    Ties go to the older cluster, then to the smaller id, so the result does not depend on the order of
    `view.candidates`. The text joins one cluster only: clusters never merge. That a new version of a known document
    stays where it is, is the store's business.

    Source: Broder (1997), On the resemblance and containment of documents.
    """
    boilerplate = view.boilerplate
    text = read_texts((signature,), boilerplate)
    bands = tuple(
        key
        for key in (search_keys(signature, boilerplate) if view.bands is None else view.bands)
        if key not in view.crowded
    )
    keys = (*bands, *sentence_keys(signature, boilerplate))
    assignment = _assign(document_id, signature, text, view)
    if assignment.rule == ROUNDUP_RULE:
        keys = bands  # its sentences are those of other stories
    entered = next(
        (candidate.entered for candidate in view.candidates if candidate.cluster_id == assignment.cluster_id),
        frozenset(),
    )
    return replace(assignment, keys=tuple(key for key in keys if key not in entered), boilerplate=boilerplate)


def _assign(document_id: str, signature: Signature, text: Texts, view: ClusterView) -> ClusterAssignment:
    if text.lengths.sum() < SHORTEST:
        return _assign_short(document_id, signature, view)
    matches = _match(signature, text, view)
    if _is_roundup(text, matches):
        return _found(document_id, rule=ROUNDUP_RULE)
    close = [match for match in matches if match.is_close and (match.is_whole or not match.candidate.is_roundup)]
    joinable = [match for match in close if not match.is_vetoed]
    if joinable:
        best = min(joinable, key=_rank)
        return ClusterAssignment(
            best.candidate.cluster_id, best.candidate.first_document_id, score=round(best.score, 4), rule="containment"
        )
    if close:
        best = min(close, key=_rank)
        return _found(document_id, rule="facts differ", update_of=best.candidate.cluster_id, score=round(best.score, 4))
    return _found(document_id)


def cluster_id_of(document_id: str) -> str:
    """Return the id of the cluster that this document founds: the same in every run."""
    return "c" + xxh3_64_hexdigest(document_id.encode(errors="replace"))


def search_keys(signature: Signature, boilerplate: frozenset[int]) -> tuple[int, ...]:
    """Return the keys under which copies of this text are looked for and found: bands without boilerplate, a short text
    whole.
    """
    kept = kept_units(read_units(signature), boilerplate)
    bands = (
        signature.bands
        if kept.all()
        else band_keys(min_hash(read_texts((signature,), boilerplate).shingles, count=BANDS))
    )
    return (exact_key(signature.exact), *bands) if signature.word_count < 2 * SHORTEST else bands


def sentence_keys(signature: Signature, boilerplate: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """Return the keys of the sentences, each once, those of boilerplate and those too short to tell left out."""
    return tuple(dict.fromkeys(key for key in unit_keys(read_units(signature)) if key and key not in boilerplate))


def _found(
    document_id: str, *, rule: str = "founded", update_of: str | None = None, score: float = 0.0
) -> ClusterAssignment:
    return ClusterAssignment(cluster_id_of(document_id), None, update_of=update_of, score=score, rule=rule)


def _assign_short(document_id: str, signature: Signature, view: ClusterView) -> ClusterAssignment:
    same = [
        candidate
        for candidate in view.candidates
        if any(
            member.signature.exact == signature.exact and member.signature.word_count == signature.word_count
            for member in candidate.members
        )
    ]
    if not same:
        return _found(document_id)
    oldest = min(same, key=lambda candidate: (candidate.number, candidate.cluster_id))
    return ClusterAssignment(oldest.cluster_id, oldest.first_document_id, score=1.0, rule="same text")


def _rank(match: _Match) -> tuple[float, int, str]:
    return (-match.score, match.candidate.number, match.candidate.cluster_id)


def _match(signature: Signature, text: Texts, view: ClusterView) -> list[_Match]:
    """Compare with every member given; leave out the clusters that share nothing, or that are too short to compare."""
    boilerplate = view.boilerplate
    members = [member.signature for candidate in view.candidates for member in candidate.members]
    if not members:
        return []
    others = read_texts(members, boilerplate)
    comparison, is_long = compare(text, others), others.word_counts >= SHORTEST
    matches, start = [], 0
    for candidate in view.candidates:
        rows = start + np.flatnonzero(is_long[start : start + len(candidate.members)])
        start += len(candidate.members)
        if len(rows) and comparison.covered[rows].any():
            matches.append(
                _match_one(signature, text, candidate, comparison, rows, [members[row] for row in rows], boilerplate)
            )
    return matches


def _match_one(
    signature: Signature,
    text: Texts,
    candidate: ClusterCandidate,
    comparison: ContainmentScores,
    rows: npt.NDArray[np.intp],
    members: list[Signature],
    boilerplate: frozenset[int],
) -> _Match:
    smaller, lead = comparison.smaller[rows], comparison.lead[rows]
    covered = comparison.covered[rows].max(axis=0)
    score = float(smaller.mean())
    is_close = score >= LINK and bool(
        ((smaller >= CONTAINMENT) | ((smaller >= LEAD_CONTAINMENT) & (lead >= LEAD_SHARE))).any()
    )
    return _Match(
        candidate=candidate,
        score=score,
        share=float(covered.sum() / text.lengths.sum()),
        covered=covered,
        is_close=is_close,
        is_whole=bool((comparison.larger[rows] >= WHOLE).any()),
        is_vetoed=is_close and _have_facts_changed(signature, members, boilerplate),
    )


def _have_facts_changed(signature: Signature, members: list[Signature], boilerplate: frozenset[int]) -> bool:
    """Tell whether too much differs among the figures, or the places, that stand in the same words here and in the
    members, or one denies the other.
    """
    figures, places, denied = compare_facts(signature, members, boilerplate)
    return denied > 0 or figures.difference >= VETO or places.difference >= PLACE_VETO


def _is_roundup(text: Texts, matches: list[_Match]) -> bool:
    """Tell whether the text strings together parts of several stories, each sentence counted for one of them."""
    if len(matches) < ROUNDUP or any(match.share >= ROUNDUP_SHARE for match in matches):
        return False
    taken, parts = np.zeros(len(text.lengths)), 0
    for match in sorted(matches, key=lambda match: (-match.share, match.candidate.number, match.candidate.cluster_id)):
        parts += float(np.maximum(match.covered - taken, 0).sum()) >= ROUNDUP_PART
        taken = np.maximum(taken, match.covered)
    return parts >= ROUNDUP
