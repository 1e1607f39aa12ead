"""The number words of a language as tables, and the figure that the readers of numbers hand on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Any

from monitor.core.language.lexicon import Language
from monitor.model.valueclasses import valueclass

_FIRST_SHARE = 3  # "every second day" is told of times more often than of a half


class NumeralForm(StrEnum):
    NUMBER = "number"
    RANGE = "range"
    VAGUE = "vague"
    FRACTION = "fraction"


@valueclass(frozen=True, slots=True)
class Numeral:
    """A number as written: tokens [first, last), its bounds, and the currency or "percent" that belongs to it.

    `tail` is the rest of a hyphenated token ("year-old" of "four-year-old"). `is_digits` tells 3 from three.
    `is_one_more`: "a second diver", "another diver"; `is_rank`: "the third death"; `is_complete`: its words say what it
    counts, "a man and a boy", "a triple murder".
    """

    first: int
    last: int
    low: float
    high: float
    form: NumeralForm = NumeralForm.NUMBER
    unit: str | None = None
    tail: str | None = None
    is_digits: bool = False
    is_scaled: bool = False
    has_article: bool = False
    is_one_more: bool = False
    is_rank: bool = False
    is_complete: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NumeralWords:
    """The number words of one language, compiled."""

    decimal: str
    simple: Mapping[str, float]
    tens: frozenset[str]
    scales: Mapping[str, float]
    short_scales: frozenset[str]  # abbreviations, behind which a full stop may stand
    attached: Mapping[str, float]
    vague: Mapping[str, tuple[float, float]]
    vague_times: Mapping[str, float]
    vague_before: frozenset[str]
    vague_scales: Mapping[str, str]
    fractions: Mapping[str, int]
    half: frozenset[str]
    halves_of: frozenset[str]
    of: frozenset[str]
    signs: Mapping[str, float]
    before: Mapping[str, str]
    after: Mapping[str, str]
    dollar_letters: Mapping[str, str]
    dollar_adjectives: Mapping[str, str]
    dollar_after: frozenset[str]
    per_cent: tuple[str, str]
    articles: frozenset[str]
    link: frozenset[str]
    minus: frozenset[str]
    range_links: frozenset[str]
    alternatives: frozenset[str]
    between: frozenset[str]
    between_links: frozenset[str]
    percent: frozenset[str]
    change_links: frozenset[str]
    step_links: frozenset[str]
    change_words: frozenset[str]
    starts: frozenset[str]
    openers: frozenset[str]
    mere_articles: frozenset[
        str
    ]  # those that begin a number only before one of `after_article`: "a hundred", "a third of"
    after_article: frozenset[tuple[str, ...]]
    signs_or_digits: re.Pattern[str]
    bounding: frozenset[str]  # last words of what bounds a number: "about", "least"
    bounds: Mapping[
        str, tuple[tuple[str, ...], ...]
    ]  # by their last words, the phrases that bound a number and nothing else
    odd: frozenset[str]  # behind a number of words and a hyphen: "twenty-odd"
    spans: frozenset[str]  # measures that an article behind a bound counts: "more than a month"
    points: frozenset[str]  # after "percentage" or "basis": no share, but a difference of shares
    voting: frozenset[str]
    doubtful: Mapping[str, str]  # "pounds" and its code, where a sentence speaks of money
    matters: frozenset[str]  # behind them: "pounds of flour"
    of_money: frozenset[str]
    of_weight: frozenset[str]
    ratio_links: frozenset[tuple[str, ...]]
    every: frozenset[str]  # before an ordinal: "every fifth"
    ordinals: Mapping[str, int]  # from the third on
    groups: Mapping[str, int]  # nouns that say how many are in them: "a pair of", "a score of"
    tails: tuple[str, ...]  # adjectives of size that are one word with their number: "zwölfköpfige"
    point_nouns: frozenset[str]


@lru_cache(maxsize=8)
def compile_numeral_words(language: Language) -> NumeralWords:
    """Return the number words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["numbers"]
    simple = _simple(table)
    vague = {word: (float(low), float(high)) for word, (low, high) in table["vague"].items()}
    scales = dict(table["scales"])
    starts = (
        frozenset(simple)
        | frozenset(vague)
        | frozenset(table["vague_times"])
        | frozenset(table["fractions"])
        | frozenset(scales)
        | frozenset(table["half"])
    )
    before, half = frozenset(table["vague_before"]["words"]), frozenset(table["half"])
    return NumeralWords(
        decimal=table["decimal"],
        simple=simple,
        tens=frozenset(table["tens"]),
        scales=scales | dict(table["short_scales"]),
        short_scales=frozenset(table["short_scales"]),
        attached=table["attached"],
        vague=vague,
        vague_times=table["vague_times"],
        vague_before=before,
        vague_scales=table["vague_scales"],
        fractions=table["fractions"],
        half=half,
        odd=frozenset(table["odd"]),
        halves_of=frozenset(table["halves_of"]),
        of=frozenset(table["of"]),
        signs=table["signs"],
        before=table["currency_before"],
        after=table["currency_after"],
        dollar_letters=table["dollar_letters"],
        dollar_adjectives=table["dollar_adjectives"],
        dollar_after=frozenset(table["dollar_after"]),
        per_cent=tuple(table["per_cent"]),
        articles=frozenset(table["articles"]),
        link=frozenset(table["link"]),
        minus=frozenset(table["minus"]),
        range_links=frozenset(table["range_links"]),
        alternatives=frozenset(table["alternatives"]),
        between=frozenset(table["between"]),
        between_links=frozenset(table["between_links"]),
        percent=frozenset(table["percent"]),
        change_links=frozenset(table["change_links"]),
        step_links=frozenset(table["step_links"]),
        change_words=frozenset(table["change_words"]),
        starts=starts,
        mere_articles=frozenset(table["articles"]) - (before | half | vague.keys() | table["vague_times"].keys()),
        after_article=frozenset(
            (word,) for word in (*scales, *table["short_scales"], *table["fractions"], *half, *table["groups"])
        ),
        openers=starts
        | frozenset(table["articles"])
        | before
        | frozenset(table["signs"])
        | {table["decimal"]}
        | frozenset(table["every"]),
        bounding=frozenset(phrase.split()[-1] for phrases in table["modifiers_before"].values() for phrase in phrases),
        bounds=_bounds(table),
        spans=frozenset(table["spans"]),
        points=frozenset(table["points"]),
        point_nouns=frozenset(table["point_nouns"]),
        every=frozenset(table["every"]),
        ordinals={
            word: rank for word, rank in language.tables["units"]["victims"]["ranks"].items() if rank >= _FIRST_SHARE
        },
        groups=table["groups"],
        tails=tuple(table["tails"]),
        doubtful=dict(product(table["currency_doubtful"]["words"], table["currency_doubtful"]["code"])),
        matters=frozenset(table["currency_doubtful"]["of"]),
        of_money=frozenset(table["currency_doubtful"]["money"]),
        of_weight=frozenset(table["currency_doubtful"]["weight"]),
        voting=frozenset(language.tables["labels"]["voting"]),
        ratio_links=frozenset(tuple(phrase.split()) for phrase in table["ratio_links"]),
        signs_or_digits=re.compile(rf"[\d{''.join(table['signs'])}]"),
    )


def _bounds(table: Mapping[str, Any]) -> dict[str, tuple[tuple[str, ...], ...]]:
    loose = frozenset(table["loose_bounds"])  # "about a month" may be what somebody speaks about
    phrases = [
        tuple(phrase.split()) for many in table["modifiers_before"].values() for phrase in many if phrase not in loose
    ]
    return {
        last: tuple(phrase for phrase in phrases if phrase[-1] == last) for last in {words[-1] for words in phrases}
    }


def _simple(table: Mapping[str, Any]) -> dict[str, float]:
    """Return the number words that stand for themselves: units, tens, "twenty-one", and "zweihundert" where a language
    writes hundreds as one word.
    """
    parts: dict[str, float] = {
        word: value
        for word, value in {**table["units"], **table.get("units_in_compounds", {})}.items()
        if 0 < value < 10
    }
    simple: dict[str, float] = {**table["units"], **table["tens"]}
    for tens_word, tens in table["tens"].items():
        for word, value in parts.items():
            simple[str(table["compound"]).format(tens=tens_word, units=word)] = tens + value
    joined: Mapping[str, int] = table.get("joined_scales", {})
    below = {word: value for word, value in simple.items() if value > 0} | parts
    for scale_word, scale in joined.items():
        if scale == 100:
            hundreds = {word + scale_word: value * scale for word, value in parts.items()} | {scale_word: float(scale)}
            below |= {
                word + rest: value + more for word, value in hundreds.items() for rest, more in below.items()
            } | hundreds
            simple |= {word: value for word, value in below.items() if word not in parts}
        else:
            simple |= {word + scale_word: value * scale for word, value in below.items()}
    return simple
