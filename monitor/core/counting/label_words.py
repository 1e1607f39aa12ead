"""The words around numbers that count nothing, and the window through which a figure is looked at for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.counting.numerals import Numeral
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model.valueclasses import valueclass

DASHES = frozenset("-–—‐‑")


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Word classes around numbers that are no figures."""

    months: frozenset[str]
    ambiguous_months: frozenset[str]
    days: frozenset[str]
    ordinal_endings: frozenset[str]
    year_before: frozenset[str]
    clock_after: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    streets: frozenset[str]
    blocks: frozenset[str]
    calibre_always: frozenset[str]
    calibre_units: frozenset[str]
    ordnance: frozenset[str]
    voting: frozenset[str]
    score_after: frozenset[str]
    score_before: frozenset[str]
    age_before: frozenset[str]
    age_spans: frozenset[str]
    age_comparisons: frozenset[tuple[str, ...]]
    age_adverbs: frozenset[str]
    generations: frozenset[str]
    emergency: frozenset[str]
    counting_before: frozenset[str]  # after these even 112 counts
    numbering: frozenset[str]
    numbering_before: frozenset[str]
    emergency_nouns: frozenset[str]
    broadcasts: frozenset[str]
    pictures: frozenset[str]
    count_verbs: frozenset[str]
    age_nouns: frozenset[str]
    old_year_before: frozenset[str]
    of: frozenset[str]
    decades: frozenset[str]
    year_range_before: frozenset[str]
    age_links: frozenset[str]
    age_endings: tuple[str, ...]
    age_closers: frozenset[str]
    pairs: frozenset[str]
    articles: frozenset[str]
    address_before: frozenset[str]


@lru_cache(maxsize=8)
def compile_labels(language: Language) -> Labels:
    """Return the label words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["labels"]
    return Labels(
        months=frozenset(table["months"]),
        ambiguous_months=frozenset(table["ambiguous_months"]),
        days=frozenset(table["days"]),
        ordinal_endings=frozenset(table["ordinal_endings"]),
        year_before=frozenset(table["year_before"]),
        clock_after=frozenset(table["clock_after"]),
        strong=frozenset(table["label_before"]),
        weak=frozenset(table["label_weak"]),
        streets=frozenset(table["street_types"]),
        blocks=frozenset(table["block_after"]),
        calibre_always=frozenset(table["calibre_always"]),
        calibre_units=frozenset(table["calibre_units"]),
        ordnance=frozenset(table["ordnance"]),
        voting=frozenset(table["voting"]),
        score_after=frozenset(table["score_after"]),
        score_before=frozenset(table["score_before"]),
        age_before=frozenset(table["age_before"]),
        age_spans=frozenset(table["age_spans"]),
        age_comparisons=frozenset(tuple(words.split()) for words in table["age_comparisons"]),
        age_adverbs=frozenset(table["age_adverbs"]),
        generations=frozenset(table["generations"]),
        emergency=frozenset(table["emergency"]),
        counting_before=frozenset(table["counting_before"]),
        numbering=frozenset(language.tables["units"]["elliptical"]["numbering"]),
        numbering_before=frozenset(table["numbering_before"]),
        emergency_nouns=frozenset(table["emergency_nouns"]),
        broadcasts=frozenset(table["broadcasts"]),
        pictures=frozenset(table["pictures"]),
        count_verbs=frozenset(table["count_verbs"]),
        age_nouns=frozenset(table["age_nouns"]),
        old_year_before=frozenset(table["old_year_before"]),
        of=frozenset(table["of"]),
        decades=frozenset(table["decades"]),
        year_range_before=frozenset(table["year_range_before"]),
        age_links=frozenset(table["age_links"]),
        age_endings=tuple(table["age_endings"]),
        age_closers=frozenset(",.;:)(—–-") | frozenset(table["age_closers"]),
        pairs=frozenset(table["pairs"]),
        articles=frozenset(table["articles"]),
        address_before=frozenset(table["address_before"]),
    )


@valueclass(frozen=True, slots=True)
class Window:
    """The two tokens on either side of a figure, in lower case; "" beyond the sentence."""

    sentence: Sentence
    figure: Numeral
    before2: str
    before: str
    after: str
    after2: str
    touches_before: bool
    touches_after: bool
    surface: str

    @staticmethod
    def of(sentence: Sentence, figure: Numeral) -> Window:
        lowers, first, last = sentence.lowers, figure.first, figure.last
        return Window(
            sentence,
            figure,
            lowers[first - 2] if first > 1 else "",
            sentence.lower_at(first - 1),
            lowers[last] if last < len(lowers) else "",
            lowers[last + 1] if last + 1 < len(lowers) else "",
            sentence.touches(first),
            sentence.touches(last),
            sentence.slice(first, last),
        )
