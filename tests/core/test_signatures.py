"""A signature says the same of a text on every machine, in every process, however the text was set."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clusters.containment import compare, read_texts
from monitor.core.clusters.signatures import (
    SCHEME,
    contexts_of,
    mark_boilerplate,
    min_hash,
    read_shingles,
    read_units,
    sign,
    unit_keys,
    unit_lengths,
)
from tests.core.newswire import a_story, printed

STORY = printed(a_story(1))


def a_datasketch_of(hashes: list[int]) -> MinHash:
    sketch = MinHash(num_perm=128, seed=1, scheme="affine32", hashfunc=lambda data: int.from_bytes(data, "little"))
    sketch.update_batch([value.to_bytes(4, "little") for value in hashes])
    return sketch


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=300))
def test_minhash_is_datasketchs_own(hashes: list[int]) -> None:
    assert min_hash(np.array(hashes, dtype=np.uint32)).tolist() == a_datasketch_of(hashes).hashvalues.tolist()


def test_minhash_of_a_text_is_datasketchs_over_its_shingles() -> None:
    signature = sign(STORY)
    assert (
        np.frombuffer(signature.minhash, dtype="<u4").tolist()
        == a_datasketch_of(read_shingles(signature).tolist()).hashvalues.tolist()
    )


def test_scheme_names_what_the_numbers_depend_on() -> None:
    assert sign(STORY).scheme == f"{SCHEME}/figures"
    assert all(part in SCHEME for part in ("affine32", "seed=1", "permutations=128", "words=5", "xxh3_64"))


def test_signature_is_the_same_in_another_process() -> None:
    code = "import sys; from monitor.core.clusters.signatures import sign; s = sign(sys.stdin.read()); print(s)"
    printed_by_child = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=STORY,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert printed_by_child == {f"{sign(STORY)}\n"}


@pytest.mark.parametrize(
    ("printed_one_way", "printed_another"),
    [
        pytest.param(
            "It's “over”, he said – 12,500 of them",
            'It’s "over" , he said - 12500 of them',
            id="quotes, dashes and separators",
        ),
        pytest.param("Fish &amp; chips cost 5%", "FISH & CHIPS COST 5 %", id="entities and case"),
        pytest.param(
            "The of\ufb01ce\u00a0said co\u00adoperation",
            "The office said cooperation",
            id="ligature, hard space, soft hyphen",
        ),
        pytest.param("One line\n\n  of text", "One line\nof text", id="blank lines"),
    ],
)
def test_typography_leaves_the_text_the_same(printed_one_way: str, printed_another: str) -> None:
    assert sign(printed_one_way) == sign(printed_another)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param("up 3.5 percent", "up 35 percent", id="decimal point"),
        pytest.param("killed 12 there", "killed 13 there", id="figure"),
    ],
)
def test_another_figure_is_another_text(text: str, other: str) -> None:
    assert sign(text).exact != sign(other).exact


def test_figures_are_kept_with_the_words_around_them() -> None:
    was, now = (contexts_of(sign(f"Officials said that {toll} people were killed on Monday.")) for toll in (12, 14))
    assert len(was) == len(now) == 1
    assert was[0] >> np.uint64(32) == now[0] >> np.uint64(32)
    assert was[0] != now[0]


def test_sentences_are_known_by_their_words_wherever_they_stand() -> None:
    here, there = (
        unit_keys(read_units(sign(text)))
        for text in ("Five words are quite enough. Short one.", "Before it all. Five words are quite enough!")
    )
    assert here[0] == there[1] != 0
    assert here[1] == there[0] == 0  # too short to tell


def test_marked_sentences_keep_their_place_and_length() -> None:
    signature = sign(STORY)
    keys = unit_keys(read_units(signature))
    marked = mark_boilerplate(signature, frozenset(keys[:1]))
    assert marked != signature
    assert unit_lengths(read_units(marked)).tolist() == unit_lengths(read_units(signature)).tolist()
    assert mark_boilerplate(signature, frozenset()) == signature


@given(st.text(max_size=400))
def test_any_text_can_be_signed(text: str) -> None:
    signature = sign(text)
    assert sign(text) == signature
    assert int(unit_lengths(read_units(signature)).sum()) == signature.word_count
    assert len(read_shingles(signature)) == max(signature.word_count - 4, min(signature.word_count, 1))
    assert all(-(2**47) <= key < 2**47 for key in signature.bands)


@pytest.mark.parametrize("words", [32_767, 32_768, 100_000])
def test_a_sentence_may_have_any_length(words: int) -> None:
    signature = sign(" ".join(f"river{number}" for number in range(words)) + ".")
    assert unit_lengths(read_units(signature)).sum() == signature.word_count == words
    texts = read_texts((signature,))
    assert compare(texts, texts).larger.min() > 0.99


@pytest.mark.parametrize("text", ["", "   \n", "…!?", "\ud800"])
def test_a_text_without_words_has_an_empty_signature(text: str) -> None:
    signature = sign(text)
    assert (signature.word_count, signature.bands, signature.shingles, signature.units) == (0, (), b"", b"")


TEXTS = st.lists(
    st.lists(st.sampled_from("alder birch cedar elm fir hazel larch maple oak pine rowan yew".split()), min_size=1),
    min_size=1,
    max_size=4,
).map(lambda sentences: " ".join(" ".join(words).capitalize() + "." for words in sentences))


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
def test_a_sentence_is_told_as_far_as_its_shingles_are_in_the_other_text(own: str, others: list[str]) -> None:
    text, several = read_texts([sign(own)]), read_texts([sign(other) for other in others])
    covered = compare(text, several).covered
    for row, other in zip(covered.tolist(), others, strict=True):
        known = set(read_shingles(sign(other)).tolist())
        for sentence, length in enumerate(text.lengths.tolist()):
            shingles = text.shingles[text.sentences == sentence].tolist()
            share = sum(shingle in known for shingle in shingles) / max(len(shingles), 1)
            assert row[sentence] == pytest.approx(length if share >= 0.5 else share * length)
