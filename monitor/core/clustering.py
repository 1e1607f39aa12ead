"""Which documents are copies of one text. Pure: what was read of the past comes in as a view, the decision goes out.

Grouping is by wording alone. That a copy may still bring news is the ledger's matter: every copy is read for facts, and
one whose figures differ in shared sentences is no copy here but an update of the cluster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from xxhash import xxh3_64_hexdigest

from monitor.core.signatures import (
    WORDS_PER_SHINGLE,
    Flags,
    Hashes,
    Longs,
    band_keys,
    exact_key,
    min_hash,
    read_contexts,
    read_shingles,
    read_units,
    unit_keys,
    unit_lengths,
)
from monitor.model import ClusterAssignment, Signature

# Chosen on the development half of the labelled copies, several seeds; the neighbours of each value cost less than 0.01 ARI.
CONTAINMENT = 0.5  # share of the smaller text's shingles that a copy has in common
LEAD_CONTAINMENT = 0.4  # enough where half of a lead is shared as well
LEAD_SHARE = 0.5
LINK = 0.45  # mean containment over the members looked at: what keeps a chain of partial copies apart
VETO = 0.15  # share of the figures in shared contexts that differ; one of seven is the news, one of thirty a misprint
BOILERPLATE = 3  # stories; a sentence that this many tell belongs to none of them
SHORTEST = 40  # words; below, only the same text is a copy (log-in walls, cookie pages, teasers)
ROUNDUP = 3  # stories of which a text holds a part each, while none makes up half of it
ROUNDUP_PART = 12  # shingles: a sentence or two
ROUNDUP_RULE = "roundup"
WHOLE = 0.8  # of the longer text: a copy of the roundup itself

_LEAD_UNITS = 2
_LEAD_WORDS = 10
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a cluster; `number` counts arrivals. Bands and minhash of the signature may be left out."""

    document_id: str
    number: int
    signature: Signature


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cluster that may take the document: its first document, its age as a number, and the members to compare with."""

    cluster_id: str
    number: int
    first_document_id: str
    members: tuple[Member, ...]
    is_roundup: bool = False


@dataclass(frozen=True, slots=True)
class ClusterView:
    """What was read of the past for one signature.

    `unit_stories`: for a sentence's key, the stories that it was seen in (updates of one cluster are one story).
    `crowded`: keys under which so many clusters stand already that another tells nothing.
    """

    candidates: tuple[Candidate, ...] = ()
    unit_stories: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    crowded: frozenset[int] = frozenset()

    @property
    def boilerplate(self) -> frozenset[int]:
        """Keys of the sentences that belong to outlets, not to stories."""
        return frozenset(key for key, stories in self.unit_stories.items() if len(stories) >= BOILERPLATE)


@dataclass(frozen=True, slots=True)
class _Body:
    """A text without boilerplate: sorted unique shingles, those of its lead, its figures."""

    shingles: Hashes
    lead: Hashes
    contexts: Longs
    word_count: int


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One document against one member; `shared` marks the document's shingles that the member has."""

    shared: Flags
    smaller: float
    larger: float
    lead: float
    agreements: int
    conflicts: int

    @property
    def is_close(self) -> bool:
        return self.smaller >= CONTAINMENT or (self.smaller >= LEAD_CONTAINMENT and self.lead >= LEAD_SHARE)


@dataclass(frozen=True, slots=True)
class _Match:
    """One document against one cluster."""

    candidate: Candidate
    score: float
    share: float  # of the document, that this cluster covers
    shared: Flags
    is_close: bool
    is_whole: bool
    is_vetoed: bool


def assign_cluster(document_id: str, signature: Signature, view: ClusterView) -> ClusterAssignment:
    """Join the cluster whose members contain, or are contained in, this text most, or found a new one.

    Similarity is containment in [0, 1] over 5-word shingles, boilerplate left out, the mean over the members given. Ties
    go to the older cluster, then to the smaller id, so the result does not depend on the order of `view.candidates`.
    The text joins one cluster only: clusters never merge. That a new version of a known document stays where it is, is
    the store's business.

    Source: Broder (1997), On the resemblance and containment of documents.
    """
    boilerplate = view.boilerplate
    body = _read_body(signature, boilerplate)
    bands = tuple(key for key in search_keys(signature, boilerplate) if key not in view.crowded)
    keys = (*bands, *sentence_keys(signature, boilerplate))
    if body.word_count < SHORTEST:
        return _assign_short(document_id, signature, view, keys)
    matches = [match for candidate in view.candidates if (match := _match(body, candidate, boilerplate)) is not None]
    if _is_roundup(body, matches):
        return _found(document_id, keys=bands, rule=ROUNDUP_RULE)  # its sentences are those of other stories
    close = [match for match in matches if match.is_close and (match.is_whole or not match.candidate.is_roundup)]
    joinable = [match for match in close if not match.is_vetoed]
    if joinable:
        best = min(joinable, key=_rank)
        return ClusterAssignment(best.candidate.cluster_id, best.candidate.first_document_id, score=round(best.score, 4), rule="containment", keys=keys)
    if close:
        best = min(close, key=_rank)
        return _found(document_id, keys=keys, rule="figures differ", update_of=best.candidate.cluster_id, score=round(best.score, 4))
    return _found(document_id, keys=keys)


def cluster_id_of(document_id: str) -> str:
    """Return the id of the cluster that this document founds: the same in every run."""
    return "c" + xxh3_64_hexdigest(document_id.encode(errors="replace"))


def search_keys(signature: Signature, boilerplate: frozenset[int]) -> tuple[int, ...]:
    """Return the keys under which copies of this text are looked for and found: bands without boilerplate, a short text whole."""
    keep = _kept(signature, boilerplate)
    bands = signature.bands if keep is None else band_keys(min_hash(read_shingles(signature)[keep]))
    return (exact_key(signature.exact), *bands) if signature.word_count < 2 * SHORTEST else bands


def sentence_keys(signature: Signature, boilerplate: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """Return the keys of the sentences, each once, those of boilerplate and those too short to tell left out."""
    return tuple(dict.fromkeys(key for key in unit_keys(read_units(signature)) if key and key not in boilerplate))


def _found(document_id: str, *, keys: tuple[int, ...], rule: str = "founded", update_of: str | None = None, score: float = 0.0) -> ClusterAssignment:
    return ClusterAssignment(cluster_id_of(document_id), None, update_of=update_of, score=score, rule=rule, keys=keys)


def _assign_short(document_id: str, signature: Signature, view: ClusterView, keys: tuple[int, ...]) -> ClusterAssignment:
    same = [
        candidate
        for candidate in view.candidates
        if any(member.signature.exact == signature.exact and member.signature.word_count == signature.word_count for member in candidate.members)
    ]
    if not same:
        return _found(document_id, keys=keys)
    oldest = min(same, key=lambda candidate: (candidate.number, candidate.cluster_id))
    return ClusterAssignment(oldest.cluster_id, oldest.first_document_id, score=1.0, rule="same text", keys=keys)


def _rank(match: _Match) -> tuple[float, int, str]:
    return (-match.score, match.candidate.number, match.candidate.cluster_id)


def _match(body: _Body, candidate: Candidate, boilerplate: frozenset[int]) -> _Match | None:
    """Compare with each member given; None where nothing is long enough to compare or shared."""
    others = [_read_body(member.signature, boilerplate) for member in candidate.members]
    comparisons = [_compare(body, other) for other in others if other.word_count >= SHORTEST]
    if not comparisons:
        return None
    shared = np.logical_or.reduce([comparison.shared for comparison in comparisons])
    if not shared.any():
        return None
    score = sum(comparison.smaller for comparison in comparisons) / len(comparisons)
    conflicts = sum(comparison.conflicts for comparison in comparisons)
    agreements = sum(comparison.agreements for comparison in comparisons)
    return _Match(
        candidate=candidate,
        score=score,
        share=float(shared.mean()),
        shared=shared,
        is_close=score >= LINK and any(comparison.is_close for comparison in comparisons),
        is_whole=any(comparison.larger >= WHOLE for comparison in comparisons),
        is_vetoed=conflicts > 0 and conflicts >= VETO * (conflicts + agreements),
    )


def _is_roundup(body: _Body, matches: list[_Match]) -> bool:
    """Tell whether the text strings together parts of several stories, each shingle counted for one of them."""
    if len(matches) < ROUNDUP or any(match.share >= 0.5 for match in matches):
        return False
    free, parts = np.ones(len(body.shingles), dtype=bool), 0
    for match in sorted(matches, key=lambda match: (-match.share, match.candidate.number, match.candidate.cluster_id)):
        own = match.shared & free
        parts += int(np.count_nonzero(own)) >= ROUNDUP_PART
        free &= ~match.shared
    return parts >= ROUNDUP


def _compare(body: _Body, other: _Body) -> _Comparison:
    shared = _isin(body.shingles, other.shingles)
    count = int(np.count_nonzero(shared))
    sizes = (len(body.shingles), len(other.shingles))
    agreements, conflicts = _compare_figures(body.contexts, other.contexts)
    return _Comparison(
        shared=shared,
        smaller=count / max(min(sizes), 1),
        larger=count / max(*sizes, 1),
        lead=max(_share(body.lead, other.shingles), _share(other.lead, body.shingles)),
        agreements=agreements,
        conflicts=conflicts,
    )


def _compare_figures(ours: Longs, theirs: Longs) -> tuple[int, int]:
    """Return how many contexts of figures in both hold an equal value, and how many hold none that is equal."""
    if not len(ours) or not len(theirs):
        return 0, 0
    equal = np.unique(ours[np.isin(ours, theirs, assume_unique=True)] >> _HALF)
    both = np.intersect1d(ours >> _HALF, theirs >> _HALF)
    return len(equal), len(both) - len(equal)


def _read_body(signature: Signature, boilerplate: frozenset[int]) -> _Body:
    """Leave the boilerplate out; if next to nothing would remain, the text is what it is."""
    shingles, units = read_shingles(signature), read_units(signature)
    keep = _kept(signature, boilerplate)
    lengths = unit_lengths(units)
    starts = np.cumsum(lengths) - lengths
    words = signature.word_count if keep is None else int(lengths[_is_kept(units, boilerplate)].sum())
    leads = [
        shingles[start : start + length]
        for start, length, is_kept in zip(starts.tolist(), lengths.tolist(), _is_kept(units, boilerplate).tolist(), strict=True)
        if is_kept and length >= _LEAD_WORDS
    ][:_LEAD_UNITS]
    return _Body(
        shingles=np.unique(shingles if keep is None else shingles[keep]),
        lead=np.unique(np.concatenate(leads)) if leads else shingles[:0],
        contexts=read_contexts(signature),
        word_count=words,
    )


def _is_kept(units: Longs, boilerplate: frozenset[int]) -> Flags:
    return np.array([key not in boilerplate for key in unit_keys(units)], dtype=bool)


def _kept(signature: Signature, boilerplate: frozenset[int]) -> Flags | None:
    """Mark the shingles all of whose words are in sentences that are no boilerplate; None for all of them."""
    units = read_units(signature)
    is_kept = _is_kept(units, boilerplate)
    if is_kept.all():
        return None
    words = np.repeat(is_kept, unit_lengths(units))
    kept = words[: len(signature.shingles) // 4].copy()
    for shift in range(1, min(WORDS_PER_SHINGLE, len(words))):
        kept &= words[shift : shift + len(kept)]
    return kept


def _share(part: Hashes, whole: Hashes) -> float:
    return float(_isin(part, whole).mean()) if len(part) else 0.0


def _isin(part: Hashes, whole: Hashes) -> Flags:
    """Mark the elements of `part` that are in `whole`; both sorted and unique."""
    if not len(whole):
        return np.zeros(len(part), dtype=bool)
    found = np.searchsorted(whole, part)
    found[found == len(whole)] = 0
    marked: Flags = whole[found] == part
    return marked
