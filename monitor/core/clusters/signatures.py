"""A text as numbers: what makes two copies of one wire story comparable, however an outlet printed them.

Words, 5-word shingles, MinHash, sentences and figures, each hashed once. Which signatures belong together is decided in
`core.clusters.clustering`; where they are kept is the store's business. All arrays are little-endian, so a signature
has the same bytes on every platform and in every process.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_64_intdigest

from monitor.core.clusters.contexts import (
    FACTORS,
    FIGURES_ONLY,
    PLACE,
    FactWords,
    kinds_of,
    read_contexts,
    scramble,
    sentences_of,
    spoken,
)
from monitor.model import Signature

WORDS_PER_SHINGLE = 5
PERMUTATIONS = 128
BANDS = 24
SEED = 1
FRONT, FRONT_SENTENCES = 1 / 4, 2  # how far into a text its places count
SCHEME = f"2/datasketch-affine32/seed={SEED}/permutations={PERMUTATIONS}/words={WORDS_PER_SHINGLE}/xxh3_64"

Hashes = npt.NDArray[np.uint32]
Longs = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Permutations = tuple[Hashes, Hashes]  # factors and offsets, (128,) each

_EMPTY_SLOT = 0xFFFFFFFF  # datasketch's value of a slot that has seen nothing
_SHORTEST_UNIT = 5  # words; a shorter sentence says too little to be counted as boilerplate
_UNIT_BITS = 46  # with its tag a key stays within 48 bits, six bytes in an SQLite record
_UNIT_TAG = 1 << _UNIT_BITS
_UNIT_MASK = _UNIT_TAG - 1
_LENGTH_BITS = np.uint64(16)
_LONGEST_UNIT = 0x7FFF  # words; a longer sentence is cut, so that the lengths of the units add up to that of the text
_BOILERPLATE_FLAG = np.uint64(0x8000)  # in a stored signature: the sentence was boilerplate when it came

# Each pattern opens with a literal or a small set of marks, so that the scan skips from mark to mark.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # soft hyphen, spaces of no width
_APOSTROPHE = re.compile("[’‘ʼ]")
_QUOTE = re.compile("[“”„«»]")
_MARK = re.compile(r"[^\w\s\x00-\x7f]")  # dashes, bullets, signs beyond ASCII
_UNIT_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]*[^\W_a-zß-öø-ÿ])")
_THOUSANDS = re.compile(r",(?<=\d,)(?=\d)")
_DECIMAL = re.compile(r"\.(?<=\d\.)(?=\d)")
_KEPT = b"abcdefghijklmnopqrstuvwxyz0123456789_%\n"
_BLANKED = bytes(code if code >= 0x80 or code in _KEPT else 0x20 for code in range(256))
_WITH_CAPITALS = bytes(code if code >= 0x80 or code in _KEPT + _KEPT[:26].upper() else 0x20 for code in range(256))


def sign(text: str, facts: FactWords = FIGURES_ONLY) -> Signature:
    """Return what makes copies of `text` comparable; equal texts but for typography and layout get equal signatures.

    Case counts for the contexts alone, where `facts` knows places.

    shingles: (words - 4,) uint32 in text order, one for each start, or one for a text of fewer than five words;
    minhash: (128,) uint32, exactly datasketch's `update_batch` over the shingles under its scheme affine32;
    bands: one key a slot for the first BANDS slots, each slot a band of its own. Five words rarely agree by chance, so
    one equal minimum is evidence already, and 24 such bands find a copy of a tenth of a text with a chance of 92 %,
    where 64 bands of two rows would find half of them; sentences are keys as well, and the verification trusts neither;
    units: (sentences,) uint64, hash << 16 | words; contexts: (figures, places, negations) uint64, see
    `core.clusters.contexts`.

    Source: Broder (1997), On the resemblance and containment of documents; datasketch 2 for permutations and scheme.
    """
    text = _normalise(text)
    lines = [words for line in _encode(text.lower(), _BLANKED).split(b"\n") for words in _in_units(line.split())]
    units, lengths = [b" ".join(words) for words in lines], list(map(len, lines))
    words = list(chain.from_iterable(lines))
    hashes = np.fromiter(map(xxh3_64_intdigest, words), dtype=np.uint64, count=len(words))
    written = _encode(text, _WITH_CAPITALS).split() if facts.place_of else ()
    sentences = np.repeat(np.arange(len(units)), lengths)
    shingles = _shingle(hashes)
    minhash = min_hash(shingles)
    return Signature(
        scheme=f"{SCHEME}/{facts.name}",
        exact=_signed(xxh3_64_intdigest(b" ".join(units))),
        word_count=len(words),
        bands=band_keys(minhash),
        minhash=minhash.astype("<u4").tobytes(),
        shingles=shingles.astype("<u4").tobytes(),
        units=_pack_units(units, lengths).astype("<u8").tobytes(),
        contexts=read_contexts(words, written, hashes, sentences, facts).astype("<u8").tobytes(),
    )


def prepare(known: Permutations | None = None) -> Permutations:
    """Load what the first signature would load, so that a program that runs for long is as large at its start as
    later; return it, for a process that is started by this one.

    known: what the other process had. It spares this one SciPy, half a second and 44 MB.
    """
    if known is not None:
        _known.append(known)
    return _permutations()


def min_hash(shingles: Hashes, *, count: int = PERMUTATIONS) -> Hashes:
    """Return the minima of `shingles` under the first `count` of datasketch's permutations; 2**32 - 1 in all slots for
    none.
    """
    if not len(shingles):
        return np.full(count, _EMPTY_SLOT, dtype=np.uint32)
    factors, offsets = _permutations()
    mixed = _mix32(shingles)
    permuted = factors[:count, None] * mixed[None, :]
    permuted += offsets[:count, None]
    minima: Hashes = permuted.min(axis=1)
    return minima


def band_keys(minhash: Hashes) -> tuple[int, ...]:
    """Return the LSH keys, slot number << 32 | minimum: below 2**38, so they meet no unit key. None for an empty
    sketch.
    """
    return tuple(slot << 32 | value for slot, value in enumerate(minhash[:BANDS].tolist()) if value != _EMPTY_SLOT)


def unit_keys(units: Longs) -> tuple[int, ...]:
    """Return each sentence's key for the index, 2**46 to 2**47, in text order; 0 for one too short to tell."""
    return tuple(_UNIT_TAG | value if value else 0 for value in (units >> _LENGTH_BITS).tolist())


def exact_key(exact: int) -> int:
    """Return the index key of a whole text: negative, so it meets no other key; 46 bits, so the hit must be
    compared.
    """
    return -1 - (exact & _UNIT_MASK)


def read_shingles(signature: Signature) -> Hashes:
    """Return the shingles as written by `sign`."""
    return np.frombuffer(signature.shingles, dtype="<u4")


def read_units(signature: Signature) -> Longs:
    """Return the sentences as written by `sign`."""
    return np.frombuffer(signature.units, dtype="<u8")


def contexts_of(signature: Signature) -> Longs:
    """Return the contexts as written by `sign`."""
    return np.frombuffer(signature.contexts, dtype="<u8")


def own_contexts(signature: Signature, boilerplate: frozenset[int] = frozenset()) -> Longs:
    """Return the contexts in sentences that are the story's own; of places those in front, for an outlet's page names
    the outlet's own town, mostly below the story.
    """
    contexts = contexts_of(signature)
    if not len(contexts):
        return contexts
    kept, sentences = kept_units(read_units(signature), boilerplate), sentences_of(contexts)
    is_own = kept[np.minimum(sentences, len(kept) - 1)] & (
        (kinds_of(contexts) != PLACE) | (sentences < max(len(kept) * FRONT, FRONT_SENTENCES))
    )
    own: Longs = contexts[is_own]
    return own


def spoken_in(contexts: Longs, told: Flags | None = None) -> Longs:
    """Return the contexts without saying in which sentence they stand, those of the sentences `told`, or all."""
    return spoken(contexts if told is None else contexts[told[np.minimum(sentences_of(contexts), len(told) - 1)]])


def mark_boilerplate(signature: Signature, boilerplate: frozenset[int]) -> Signature:
    """Return the signature with the sentences under these keys marked, so that `kept_units` leaves them out for
    good.
    """
    units = read_units(signature)
    marks = np.array([key in boilerplate for key in unit_keys(units)], dtype=bool)
    return (
        replace(signature, units=np.where(marks, units | _BOILERPLATE_FLAG, units).astype("<u8").tobytes())
        if marks.any()
        else signature
    )


def kept_units(units: Longs, boilerplate: frozenset[int]) -> Flags:
    """Tell for each sentence whether it is the story's own: neither marked nor under one of these keys."""
    kept: Flags = (units & _BOILERPLATE_FLAG) == 0
    if boilerplate:
        hashes = units >> _LENGTH_BITS
        for key in boilerplate:
            kept &= hashes != np.uint64(key & _UNIT_MASK)
    return kept


def unit_lengths(units: Longs) -> npt.NDArray[np.intp]:
    """Return the number of words of each sentence."""
    return (units & np.uint64(_LONGEST_UNIT)).astype(np.intp)


def _normalise(text: str) -> str:
    """Return the text with one way of writing: sentences and lines apart by a line feed, no marks beyond ASCII.

    A figure loses its thousands separators and keeps its decimal point, as an underscore.
    """
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = _APOSTROPHE.sub("'", _UNSEEN.sub("", unicodedata.normalize("NFKC", text)))
        text = _MARK.sub(" ", _QUOTE.sub('"', text))
    return _DECIMAL.sub("_", _THOUSANDS.sub("", _UNIT_END.sub("\n", text))).replace("%", " % ")


def _encode(text: str, kept: bytes) -> bytes:
    """Return the words in UTF-8 with blanks between them; apostrophes go ("didnt")."""
    return text.encode(errors="replace").translate(kept, b"'`")


def _shingle(hashes: Longs) -> Hashes:
    """Return one 32-bit hash for each run of five words, in order."""
    count = max(len(hashes) - WORDS_PER_SHINGLE + 1, min(len(hashes), 1))
    total = np.zeros(count, dtype=np.uint64)
    for place, factor in enumerate(FACTORS[: len(hashes)]):
        total += hashes[place : place + count] * factor
    return scramble(total)


def _in_units(words: list[bytes]) -> Iterator[list[bytes]]:
    """Yield the words of a sentence, cut where it is longer than a unit may be; nothing for no words."""
    for first in range(0, len(words), _LONGEST_UNIT):
        yield words[first : first + _LONGEST_UNIT]


def _pack_units(units: list[bytes], lengths: list[int]) -> Longs:
    packed = []
    for unit, words in zip(units, lengths, strict=True):
        hashed = xxh3_64_intdigest(unit) & _UNIT_MASK if words >= _SHORTEST_UNIT else 0
        packed.append(hashed << 16 | words)
    return np.array(packed, dtype=np.uint64)


def _mix32(values: Hashes) -> Hashes:
    """Apply the finaliser of MurmurHash3, as datasketch does before its permutations."""
    values = values ^ (values >> np.uint32(16))
    values = values * np.uint32(0x85EBCA6B)
    values = values ^ (values >> np.uint32(13))
    values = values * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


_known: list[Permutations] = []


@cache
def _permutations() -> Permutations:
    """Return datasketch's factors and offsets.

    Imported here: datasketch loads SciPy, 0.7 s that a command which signs nothing should not wait for.
    """
    if _known:
        return _known[0]
    from datasketch import MinHash

    factors, offsets = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme="affine32").permutations
    return np.ascontiguousarray(factors), np.ascontiguousarray(offsets)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
