"""What a text says that a copy must not change: figures, number words, places and negations, each with the words around
it.

Two texts that share the words and differ in what stands between them tell different news, however alike the rest is.
Which numerals and negations a language has, and which names are places, comes in as `FactWords`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_64_intdigest

from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.gazetteer_format import fold
from monitor.core.language.lexicon import Language

Hashes = npt.NDArray[np.uint32]
Longs = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.intp]

FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)
FIGURE, PLACE, NEGATION = np.uint64(0), np.uint64(1), np.uint64(2)

# A context in 64 bits: the words around it, what stands among them, the sentence, the kind. With some fifty contexts a
# text,
# two of a pair meet by chance in one of a million pairs.
_WORDS_SHIFT, _VALUE_SHIFT, _SENTENCE_SHIFT = np.uint64(32), np.uint64(12), np.uint64(2)
_VALUE_CUT = np.uint64(44)  # leaves 20 bits of a hash
_KIND = np.uint64(3)
_LAST_SENTENCE = 1_023  # and all that follow
_SENTENCE = np.uint64(_LAST_SENTENCE << 2)
_ANY_FIGURE, _ANY_PLACE = np.uint64(0x23), np.uint64(0x40)  # stand for one in the context of another
_AVALANCHE = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)
_AROUND = np.array([-2, -1, 1, 2])
_DIGITS = (0x30, 0x39)  # as UTF-8
_SPACE = 0x20
_LONGEST_PLACE = 3  # words
_WELL_KNOWN = 15_000  # people; a smaller place shares its name with families and things
_MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class FactWords:
    """The words of one language that change what a text says.

    numbers: a numeral as a word, and the same in digits ("twelve": "12"); negations: a word, and what is left of it
    without its negation ("not": "", "wasnt": "was"); place_of: a capitalised run of words, and a number for the place
    so called, or 0.
    """

    name: str = "figures"
    numbers: Mapping[bytes, bytes] = field(default_factory=dict)
    negations: Mapping[bytes, bytes] = field(default_factory=dict)
    place_of: Callable[[bytes], int] | None = None


FIGURES_ONLY = FactWords()


@cache
def compile_fact_words(language: Language, gazetteer: Gazetteer) -> FactWords:
    """Return what changes a text of `language`: its numbers.toml and copies.toml, and the places of some size."""
    table, negations = language.tables["numbers"], language.tables["copies"]["negations"]
    numbers = {
        word: str(value)
        for section in ("units", "tens", "scales", "short_scales")
        for word, value in table[section].items()
    }
    numbers |= {word: word for word in table["vague"]}
    known: dict[bytes, int] = {}

    def place_of(name: bytes) -> int:
        number = known.get(name)
        if number is None:
            if len(known) > _MOST_REMEMBERED:
                known.clear()
            number = known[name] = _number_of(name.decode(errors="replace"), gazetteer)
        return number

    return FactWords(
        name=language.code,
        numbers={word.encode(): value.encode() for word, value in numbers.items()},
        negations={word.encode(): rest.encode() for word, rest in negations.items()},
        place_of=place_of,
    )


def read_contexts(
    words: Sequence[bytes], written: Sequence[bytes], hashes: Longs, sentences: Positions, facts: FactWords
) -> Longs:
    """Return the contexts of a text, sorted, each once: (n,) uint64, as `kinds_of`, `sentences_of` and `spoken` read
    them.

    words: in lower case; written: the same as the text has them, or empty where case is of no use; hashes, sentences:
    (words,).
    """
    known = set(words)
    numbers = {at: words[at] for at in _starting_with_digits(words)}
    if not known.isdisjoint(facts.numbers):
        numbers |= {at: facts.numbers[word] for at, word in enumerate(words) if word in facts.numbers}
    places = _find_places(words, written, facts) if facts.place_of and written else {}
    found = [_slot_contexts(hashes, sentences, numbers, places)] if numbers or places else []
    if not known.isdisjoint(facts.negations):
        found.append(_negation_contexts(words, hashes, sentences, facts.negations))
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)


def _starting_with_digits(words: Sequence[bytes]) -> list[int]:
    letters = np.frombuffer(b" " + b" ".join(words), dtype=np.uint8)
    firsts = letters[1:][letters[:-1] == _SPACE]
    return np.flatnonzero((firsts >= _DIGITS[0]) & (firsts <= _DIGITS[1])).tolist()


def kinds_of(contexts: Longs) -> Longs:
    """Return FIGURE, PLACE or NEGATION for each."""
    kinds: Longs = contexts & _KIND
    return kinds


def sentences_of(contexts: Longs) -> Positions:
    """Return the sentence of each, counted from 0; 1,023 for that one and all that follow."""
    return ((contexts & _SENTENCE) >> _SENTENCE_SHIFT).astype(np.intp)


def spoken(contexts: Longs) -> Longs:
    """Return the contexts sorted without their sentence: equal where equal things stand in equal words."""
    ordered = np.sort(contexts & ~_SENTENCE)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def words_around(contexts: Longs) -> Longs:
    """Return the hash of the words around each; of a negation, the shingle that stands there without it."""
    return contexts >> _WORDS_SHIFT


def shingle(rows: Longs) -> Hashes:
    """Return one 32-bit hash for each row of up to five words' hashes."""
    return scramble((rows * FACTORS[: rows.shape[1]]).sum(axis=1))


def scramble(values: Longs) -> Hashes:
    """Return the better half of each value's bits, well mixed."""
    values = values ^ (values >> _HALF)
    values = values * _AVALANCHE
    return (values >> _HALF).astype(np.uint32)


def _slot_contexts(
    hashes: Longs, sentences: Positions, numbers: Mapping[int, bytes], places: Mapping[int, tuple[int, int]]
) -> Longs:
    """Return figures and places with two words on either side, in which figures and places are masked, a place being
    one word.
    """
    masked, values, kinds = hashes.copy(), np.zeros(len(hashes), dtype=np.uint64), np.full(len(hashes), FIGURE)
    keeps = np.ones(len(hashes), dtype=bool)
    for at, value in numbers.items():
        masked[at], values[at] = _ANY_FIGURE, xxh3_64_intdigest(value)
    for at, (length, number) in places.items():
        masked[at], values[at], kinds[at] = _ANY_PLACE, number, PLACE
        keeps[at + 1 : at + length] = False
    slots = np.flatnonzero((values != 0)[keeps])
    padded = np.zeros(int(keeps.sum()) + 4, dtype=np.uint64)
    padded[2:-2] = masked[keeps]
    around = (padded[slots[:, None] + 2 + _AROUND] * FACTORS[:4]).sum(axis=1) + kinds[keeps][slots]
    return _pack(scramble(around), values[keeps][slots], sentences[keeps][slots], kinds[keeps][slots])


def _negation_contexts(
    words: Sequence[bytes], hashes: Longs, sentences: Positions, negations: Mapping[bytes, bytes]
) -> Longs:
    """Return for each negation the shingle that the text would have in its place without it."""
    rows, places = [], []
    for at, word in enumerate(words):
        if word in negations and 2 <= at < len(words) - 3:
            rest = negations[word]
            after = hashes[at + 1 : at + 3] if rest else hashes[at + 1 : at + 4]
            rows.append([*hashes[at - 2 : at], *([np.uint64(xxh3_64_intdigest(rest))] if rest else []), *after])
            places.append(at)
    if not rows:
        return np.zeros(0, dtype=np.uint64)
    return _pack(
        shingle(np.array(rows, dtype=np.uint64)),
        np.zeros(len(rows), dtype=np.uint64),
        sentences[places],
        np.full(len(rows), NEGATION),
    )


def _pack(around: Hashes, values: Longs, sentences: Positions, kinds: Longs) -> Longs:
    places = np.minimum(sentences, _LAST_SENTENCE).astype(np.uint64)
    packed: Longs = (
        around.astype(np.uint64) << _WORDS_SHIFT
        | values >> _VALUE_CUT << _VALUE_SHIFT
        | places << _SENTENCE_SHIFT
        | kinds
    )
    return packed


def _find_places(words: Sequence[bytes], written: Sequence[bytes], facts: FactWords) -> dict[int, tuple[int, int]]:
    """Return the places named: where each begins, of how many words it is, and its number; the longest name first.

    A name in capitals throughout is left out: a dateline says where the reporter is, and outlets put in their own.
    """
    assert facts.place_of is not None
    capitals = [
        at for at, (low, word) in enumerate(zip(words, written, strict=True)) if low != word and not word.isupper()
    ]
    found, end = {}, 0
    for place, at in enumerate(capitals):
        if at < end:
            continue
        length = 1
        while length < _LONGEST_PLACE and place + length < len(capitals) and capitals[place + length] == at + length:
            length += 1
        while length and not (number := facts.place_of(b" ".join(words[at : at + length]))):
            length -= 1
        if length:
            found[at], end = (length, number), at + length
    return found


def _number_of(name: str, gazetteer: Gazetteer) -> int:
    """Return a number for the likeliest place of this name, the same for all its names; 0 for none of some size."""
    candidates = gazetteer.candidates(fold(name))
    if not candidates:
        return 0
    best = max(candidates, key=lambda candidate: (candidate.prior, candidate.place.id))
    return (
        xxh3_64_intdigest(best.place.id.encode()) | 1
        if best.population >= _WELL_KNOWN or best.place.kind in ("country", "region", "continent")
        else 0
    )
