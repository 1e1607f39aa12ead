"""How much of one text others tell, sentence by sentence: the measure that clusters are made with. Knows no clusters.

A copy keeps whole sentences and edits some; a text on the same matter by another hand shares none. So a sentence counts
as told in full as soon as a good part of its shingles agrees, which forgives an editor's hand and gives nothing away to
chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monitor.core.clusters.contexts import FIGURE, NEGATION, PLACE, kinds_of, words_around
from monitor.core.clusters.signatures import (
    WORDS_PER_SHINGLE,
    Flags,
    Hashes,
    Longs,
    kept_units,
    own_contexts,
    read_shingles,
    spoken_in,
    unit_lengths,
)
from monitor.model import Signature

SAME_SENTENCE = 0.5  # of its shingles; 0.3 to 0.5 group the development half alike, and the highest asks for the most
LEAD_SENTENCES = 2
LEAD_WORDS = 10  # shorter sentences at the head are bylines, datelines, navigation
_LAST_BITS = 0xFFFF  # of a shingle; of two texts of 500 words one in 130 has them in common by chance

Places = npt.NDArray[np.intp]
Words = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Several texts without boilerplate, end to end, so that one pass of arithmetic serves them all.

    shingles: (n,) in text order, and for each the sentence it begins in; lengths: (sentences,) words, 0 where left out;
    owners: (sentences,) the text of each; is_lead: (sentences,) the first two of some length of each text.
    """

    count: int
    shingles: Hashes
    sentences: Places
    lengths: Places
    owners: Places
    is_lead: Flags

    @property
    def word_counts(self) -> Words:
        """Return the words of each text, boilerplate left out."""
        return self.sum_up(self.lengths)

    def sum_up(self, words: Places | Words) -> Words:
        """Return for each text the sum over its sentences."""
        sums: Words = np.bincount(self.owners, weights=words, minlength=self.count).astype(np.float64, copy=False)
        return sums


@dataclass(frozen=True, slots=True, eq=False)
class ContainmentScores:
    """One text against each of several, row by row.

    covered: (texts, sentences) words of the one text's sentences that each tells; smaller, larger: (texts,) the share
    of the smaller and of the larger text that both tell; lead: (texts,) the share of a lead, of either, that both tell.
    """

    covered: Words
    smaller: Words
    larger: Words
    lead: Words

    def of(self, rows: Sequence[int]) -> ContainmentScores:
        """Return the scores of these texts alone."""
        return ContainmentScores(self.covered[rows], self.smaller[rows], self.larger[rows], self.lead[rows])


def read_texts(signatures: Sequence[Signature], boilerplate: frozenset[int] = frozenset()) -> Texts:
    """Lay the texts end to end, the sentences left out that are boilerplate."""
    units: Longs = np.frombuffer(b"".join(signature.units for signature in signatures), dtype="<u8")
    shingles: Hashes = np.frombuffer(b"".join(signature.shingles for signature in signatures), dtype="<u4")
    owners = np.repeat(np.arange(len(signatures)), [len(signature.units) // 8 for signature in signatures])
    lengths, kept = unit_lengths(units), kept_units(units, boilerplate)
    words = np.repeat(np.arange(len(units)), lengths)
    is_whole = np.repeat(kept, lengths)
    begins = _begin_shingle(signatures)
    if not kept.all():
        is_whole = _run_on(is_whole)
    candidates = np.flatnonzero(kept & (lengths >= LEAD_WORDS))
    ranks = np.arange(len(candidates)) - np.searchsorted(owners[candidates], owners[candidates])
    is_lead = np.zeros(len(units), dtype=bool)
    is_lead[candidates[ranks < LEAD_SENTENCES]] = True
    own = is_whole[begins]
    return Texts(
        count=len(signatures),
        shingles=shingles[own],
        sentences=words[begins][own],
        lengths=np.where(kept, lengths, 0),
        owners=owners,
        is_lead=is_lead,
    )


def compare(text: Texts, others: Texts) -> ContainmentScores:
    """Compare the only text of `text` with each of `others`."""
    order = np.sort(text.shingles)
    found, is_shared = _find_shared(order, others.shingles)
    shared = np.zeros((others.count, len(order)), dtype=bool)
    shared[others.owners[others.sentences[is_shared]], found] = True
    shared = shared[:, np.searchsorted(order, text.shingles)]  # from sorted order back to the order of the text
    covered = _cover_each(text, shared)
    told = _cover(others, is_shared)
    ours, theirs = covered.sum(axis=1), others.sum_up(told)
    our_words, their_words = float(text.lengths.sum()), others.word_counts
    is_smaller = our_words <= their_words
    lead = _share(covered[:, text.is_lead].sum(axis=1), text.lengths[text.is_lead].sum())
    their_lead = _share(others.sum_up(told * others.is_lead), others.sum_up(others.lengths * others.is_lead))
    own_share, their_share = _share(ours, our_words), _share(theirs, their_words)
    smaller = np.where(is_smaller, own_share, their_share)
    return ContainmentScores(
        covered=covered,
        smaller=np.where(our_words == their_words, np.maximum(own_share, their_share), smaller),
        larger=np.where(is_smaller, their_share, own_share),
        lead=np.maximum(lead, their_lead),
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many things of one kind stand in equal words in two texts and are the same, and how many are not."""

    same: int = 0
    other: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.same + other.same, self.other + other.other)

    @property
    def difference(self) -> float:
        """Return the share that is not the same, in [0, 1]."""
        return self.other / max(self.same + self.other, 1)


@dataclass(frozen=True, slots=True)
class FactAgreement:
    """How the figures and the places of texts agree, and how many sentences one denies and the other does not, of so
    many pairs.
    """

    figures: Agreement = Agreement()
    places: Agreement = Agreement()
    denied: int = 0

    def __add__(self, other: FactAgreement) -> FactAgreement:
        return FactAgreement(self.figures + other.figures, self.places + other.places, self.denied + other.denied)


def compare_facts(
    signature: Signature, others: Sequence[Signature], covered: Words, boilerplate: frozenset[int] = frozenset()
) -> FactAgreement:
    """Compare what stands in the same words in this text and in each of the others, in sentences that both tell.

    covered: (others, sentences) words of this text's sentences that each tells. Stock phrases ("at # p.m.") are in many
    sentences, so one counts only where the other has some of its words.
    """
    found = FactAgreement()
    contexts = own_contexts(signature, boilerplate)
    for other, told in zip(others, covered, strict=True):
        own, theirs = spoken_in(contexts, told > 0), spoken_in(own_contexts(other, boilerplate))
        figures, places = (_agree(_of_kind(own, kind), _of_kind(theirs, kind)) for kind in (FIGURE, PLACE))
        denied = _count_denied(_of_kind(own, NEGATION), signature, other)
        denied += _count_denied(_of_kind(theirs, NEGATION), other, signature)
        found += FactAgreement(figures, places, denied)
    return found


def _of_kind(contexts: Longs, kind: np.uint64) -> Longs:
    chosen: Longs = contexts[kinds_of(contexts) == kind]
    return chosen


def _agree(own: Longs, theirs: Longs) -> Agreement:
    if not len(own) or not len(theirs):
        return Agreement()
    same = len(_unique(words_around(own[_isin(own, theirs)])))
    known = int(np.count_nonzero(_isin(_unique(words_around(own)), words_around(theirs))))
    return Agreement(same, known - same)


def _count_denied(negated: Longs, signature: Signature, other: Signature) -> int:
    """Return how many sentences `other` says without a negation that the text of `signature` only denies."""
    if not len(negated):
        return 0
    denied = words_around(negated).astype(np.uint32)
    says, says_too = (
        (denied[:, None] == read_shingles(each)[None, :]).any(axis=1) for each in (other, signature)
    )  # of few negations quicker than a search in sorted shingles
    return int((says & ~says_too).sum())


def _begin_shingle(signatures: Sequence[Signature]) -> Flags:
    """Tell of each word of all texts whether a shingle begins there: not with the last four, but with the first of
    few.
    """
    counts = np.array([signature.word_count for signature in signatures], dtype=np.intp)
    begins = np.ones(int(counts.sum()), dtype=bool)
    ends = np.cumsum(counts)
    for signature, end in zip(signatures, ends.tolist(), strict=True):
        begins[end - signature.word_count + len(signature.shingles) // 4 : end] = False
    return begins


def _run_on(kept: Flags) -> Flags:
    """Tell of each word whether it and the four that follow are kept; beyond the end all is."""
    padded = np.concatenate((kept, np.ones(WORDS_PER_SHINGLE - 1, dtype=bool)))
    whole = kept.copy()
    for shift in range(1, WORDS_PER_SHINGLE):
        whole &= padded[shift : shift + len(kept)]
    return whole


def _find_shared(order: Hashes, shingles: Hashes) -> tuple[Places, Flags]:
    """Return where in `order`, which is sorted, those of the `shingles` stand that are in it, and mark those."""
    is_shared = np.zeros(len(shingles), dtype=bool)
    if not len(order):
        return np.zeros(0, dtype=np.intp), is_shared
    # by their last bits most are told to be none, for a tenth of what looking for them takes
    begun = np.zeros(_LAST_BITS + 1, dtype=bool)
    begun[order & _LAST_BITS] = True
    likely = np.flatnonzero(begun[shingles & _LAST_BITS])
    found = np.minimum(np.searchsorted(order, shingles[likely]), len(order) - 1)
    is_same = order[found] == shingles[likely]
    is_shared[likely[is_same]] = True
    return found[is_same], is_shared


def _cover(texts: Texts, shared: Flags) -> Words:
    """Return how many words of each sentence are told by the other side, whose shingles `shared` marks."""
    covered: Words = _cover_each(texts, shared[None, :])[0]
    return covered


def _cover_each(texts: Texts, shared: Flags) -> Words:
    """Return how many words of each sentence are told by each other side, whose shingles a row of `shared` marks:
    (rows, sentences).
    """
    rows, count = len(shared), len(texts.lengths)
    row, place = np.nonzero(shared)
    told = np.bincount(row * count + texts.sentences[place], minlength=rows * count).reshape(rows, count)
    share = told / np.maximum(np.bincount(texts.sentences, minlength=count), 1)
    covered: Words = np.where(share >= SAME_SENTENCE, 1.0, share) * texts.lengths
    return covered


def _share(part: Words, whole: Words | float) -> Words:
    return part / np.maximum(whole, 1)


def _unique(ordered: Longs) -> Longs:
    """Return the different values of a sorted array."""
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _isin(part: Longs, whole: Longs) -> Flags:
    """Mark the elements of `part` that are in `whole`, which is sorted."""
    if not len(whole):
        return np.zeros(len(part), dtype=bool)
    marked: Flags = whole[np.minimum(np.searchsorted(whole, part), len(whole) - 1)] == part
    return marked
