"""What two texts that are kept have in common, worked out once: clusters are held against each other again and again as
they grow, and nearly all of their pairs are those of the time before.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from xxhash import xxh3_64_intdigest

from monitor.core.clusters.containment import FactAgreement, Words, compare, compare_facts, read_texts
from monitor.model import Signature

_MOST = 1 << 14  # of either kind: some 10 MB in all; what is near each other while an event is covered is a tenth of it

_Keyed = dict[int, Signature]


class ComparedPairs:
    """A memory of pairs, each known by what the two texts say, so that a full one and a fresh one give the same. The
    sentences that are marked as boilerplate are left out. Any thread may ask.
    """

    def __init__(self) -> None:
        self._smaller: dict[tuple[int, int], float] = {}
        self._facts: dict[tuple[int, int], FactAgreement] = {}

    def smaller(self, some: Sequence[Signature], others: Sequence[Signature]) -> Words:
        """Return (some, others) shares of the smaller text of each pair that both tell."""
        theirs = [_key(each) for each in others]
        found = np.zeros((len(some), len(others)))
        for place, signature in enumerate(some):
            own = _key(signature)
            known = [self._smaller.get((own, key)) for key in theirs]
            missing = [at for at, share in enumerate(known) if share is None]
            if missing:
                fresh = compare(read_texts((signature,)), read_texts([others[at] for at in missing])).smaller.tolist()
                self._make_room()
                for at, share in zip(missing, fresh, strict=True):
                    known[at] = self._smaller[own, theirs[at]] = self._smaller[theirs[at], own] = share
            found[place] = known
        return found

    def facts(self, some: Sequence[Signature], others: Sequence[Signature]) -> FactAgreement:
        """Return how the facts of all pairs agree, each text of a pair that has the lesser key held against the
        other.
        """
        one, other = ({_key(each): each for each in texts} for texts in (some, others))
        self._make_room()
        return self._facts_above(one, other) + self._facts_above(other, one)

    def _facts_above(self, some: _Keyed, others: _Keyed) -> FactAgreement:
        total = FactAgreement()
        for own, signature in some.items():
            above = {key: each for key, each in others.items() if own < key}
            known = {key: self._facts.get((own, key)) for key in above}
            missing = [key for key, agreement in known.items() if agreement is None]
            if missing:
                texts = [above[key] for key in missing]
                covered = compare(read_texts((signature,)), read_texts(texts)).covered
                for key, text, told in zip(missing, texts, covered, strict=True):
                    known[key] = self._facts[own, key] = compare_facts(signature, [text], told[None, :])
            total = sum(filter(None, known.values()), total)
        return total

    def _make_room(self) -> None:
        for known in (self._smaller, self._facts):
            if len(known) > _MOST:
                known.clear()


def _key(signature: Signature) -> int:
    return xxh3_64_intdigest(signature.units, seed=signature.exact & 0xFFFFFFFF)
