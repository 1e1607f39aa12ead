"""Which documents are copies of one text. Pure: what was read of the past comes in as a view, the decision goes out.

Grouping is by wording alone. That a copy may still bring news is the ledger's matter: every copy is read for facts, and
one whose figures, places or negations differ in shared sentences is no copy here but an update of the cluster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from xxhash import xxh3_64_hexdigest, xxh3_64_intdigest

from monitor.core.clusters.containment import Texts, read_texts
from monitor.core.clusters.matching import SHORTEST, Match, are_copies, match_clusters
from monitor.core.clusters.pairs import ComparedPairs
from monitor.core.clusters.signatures import (
    BANDS,
    band_keys,
    exact_key,
    kept_units,
    mark_boilerplate,
    min_hash,
    read_units,
    unit_keys,
)
from monitor.core.clusters.unrelated import count_unrelated
from monitor.core.clusters.views import ClusterView, Member, draw
from monitor.model import ClusterAssignment, ClusterJoin, Signature

ROUNDUP = 3  # stories of which a text holds a part each, while none makes up half of it
ROUNDUP_PART = 15  # words: a sentence or two
ROUNDUP_SHARE = 0.5  # of a text; a copy owes more to its own story
ROUNDUP_RULE = "roundup"
_OUTLET_TAG = 1 << 45


def assign_cluster(
    document_id: str, signature: Signature, view: ClusterView, compared: ComparedPairs | None = None
) -> ClusterAssignment:
    """Join the cluster whose members contain, or are contained in, this text most, or found a new one.

    Similarity is containment in [0, 1] over 5-word shingles, boilerplate left out, the mean over the members given.
    Ties go to the older cluster, then to the smaller id, so the result does not depend on the order of
    `view.candidates`. The text joins one cluster only; where it shows others to be of the same text, they are its
    `joins`. That a new version of a known document stays where it is, is the store's business.

    compared: what is remembered of the pairs of members; the result does not depend on it.

    Source: Broder (1997), On the resemblance and containment of documents.
    """
    boilerplate = view.boilerplate
    text = read_texts((signature,), boilerplate)
    bands = tuple(
        key
        for key in (search_keys(signature, boilerplate) if view.bands is None else view.bands)
        if key not in view.crowded
    )
    assignment = _assign(document_id, signature, text, view, compared or ComparedPairs())
    taken = next((each for each in view.candidates if each.cluster_id == assignment.cluster_id), None)
    keys = bands
    if assignment.rule != ROUNDUP_RULE:  # the sentences of a roundup are those of other stories
        line = taken.line if taken else 0
        keys = (*bands, *sentence_keys(signature, boilerplate), *_keys_of_outlet(view, line))
    entered = taken.entered if taken else frozenset()
    return replace(assignment, keys=tuple(key for key in keys if key not in entered), boilerplate=boilerplate)


def _assign(
    document_id: str, signature: Signature, text: Texts, view: ClusterView, compared: ComparedPairs
) -> ClusterAssignment:
    if text.lengths.sum() < SHORTEST:
        return _assign_short(document_id, signature, view)
    matches = match_clusters(signature, text, view)
    document = Member(document_id, mark_boilerplate(signature, view.boilerplate))
    if _is_roundup(text, matches):
        return _found(document_id, rule=ROUNDUP_RULE)
    close = [match for match in matches if match.is_close and (match.is_whole or not match.is_roundup)]
    joinable = sorted((match for match in close if not match.is_vetoed), key=_rank)
    if joinable:
        best = joinable[0]
        nearest = best.nearest
        return ClusterAssignment(
            nearest.cluster_id,
            nearest.first_document_id,
            score=round(best.score, 4),
            rule="containment",
            joins=_find_joins(document, joinable, compared),
        )
    if close:
        best = min(close, key=_rank)
        revised = best.nearest.cluster_id
        return _found(document_id, rule="facts differ", update_of=revised, score=round(best.score, 4))
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


def outlet_key(outlet: str, sentence: int) -> int:
    """Return the key of a sentence as one outlet tells it, 2**45 to 2**46: between those of bands and of sentences."""
    return _OUTLET_TAG | (xxh3_64_intdigest(f"{outlet} {sentence}".encode(errors="replace")) & (_OUTLET_TAG - 1))


def _keys_of_outlet(view: ClusterView, line: int) -> tuple[int, ...]:
    """Return the keys under which it is counted in how many stories the outlet tells what others have told before:
    only of such sentences can be asked whose they are.
    """
    return tuple(
        outlet_key(view.outlet, key)
        for key, lines in view.unit_stories.items()
        if key not in view.boilerplate and set(lines) - {line} and line not in view.outlet_stories.get(key, ())
    )


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


def _rank(match: Match) -> tuple[float, int]:
    return (-match.score, match.number)


def _find_joins(document: Member, close: Sequence[Match], compared: ComparedPairs) -> tuple[ClusterJoin, ...]:
    """Return the clusters that become one with the first of `close`: the document is close to both, and with it their
    members are copies of each other by the average.
    """
    best, *others = close
    members, joins = best.members, []
    for other in others:
        if best.is_roundup or other.is_roundup:
            continue
        score = are_copies(document, members, other.members, compared)
        if score is not None:
            joins.append(ClusterJoin(other.nearest.cluster, round(score, 4)))
            members = draw([*members, *other.members])
    return tuple(joins)


def _is_roundup(text: Texts, matches: Sequence[Match]) -> bool:
    """Tell whether the text strings together parts of several stories that have nothing to do with each other, each
    sentence counted for one of them.
    """
    total = text.lengths.sum()
    if len(matches) < ROUNDUP or any(match.covered.sum() >= ROUNDUP_SHARE * total for match in matches):
        return False
    taken, parts = np.zeros(len(text.lengths)), list[Match]()
    for match in sorted(matches, key=lambda match: (-match.covered.sum(), match.number)):
        if float(np.maximum(match.covered - taken, 0).sum()) >= ROUNDUP_PART:
            parts.append(match)
        taken = np.maximum(taken, match.covered)
    return len(parts) >= ROUNDUP and count_unrelated([part.lead for part in parts]) >= ROUNDUP
