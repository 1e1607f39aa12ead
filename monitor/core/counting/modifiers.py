"""Words that bound or blur a number: up to, at least, nearly, about; and whether it adds to another ("another
2,000").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.counting.numerals import Numeral, NumeralForm
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Modifier
from monitor.model.valueclasses import valueclass

_REACH = 5  # tokens that may stand between a modifier and its number


@valueclass(frozen=True, slots=True)
class Bound:
    """The modifier of a figure with the tokens that say it; `first` is where figure and modifier together begin."""

    modifier: Modifier
    first: int
    last: int
    is_increment: bool = False
    cue: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Modifiers:
    """Modifier phrases by their last word (before a number) and by their first word (after it)."""

    before: Mapping[str, tuple[tuple[tuple[str, ...], Modifier], ...]]
    bare: Mapping[str, tuple[tuple[tuple[str, ...], Modifier], ...]]  # only where the number has no noun: "passed 300"
    about: frozenset[str]  # of those, what says behind a noun of `topics` what it is about: "Berichte über 90 Tote"
    topics: frozenset[str]
    after: Mapping[str, tuple[tuple[tuple[str, ...], Modifier], ...]]
    moves: frozenset[str]  # right before a bound of `move_links` they reach the figure: "edged up to"
    move_links: frozenset[str]
    skip: frozenset[str]
    increments: frozenset[str]
    range_before: frozenset[str]


@lru_cache(maxsize=8)
def compile_modifiers(language: Language) -> Modifiers:
    """Return the modifier words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["numbers"]
    return Modifiers(
        about=frozenset(table["modifiers_about"]["words"]),
        topics=frozenset(table["modifiers_about"]["topics"]),
        before=_phrases(table["modifiers_before"], -1),
        bare=_phrases(table["modifiers_bare"], -1),
        after=_phrases(table["modifiers_after"], 0),
        moves=frozenset(table["modifiers_moves"]["words"]),
        move_links=frozenset(table["modifiers_moves"]["links"]),
        skip=frozenset(table["modifiers_skip"]["words"]),
        increments=frozenset(table["increments"]["before"]),
        range_before=frozenset(table["range_before"]),
    )


def _phrases(table: Mapping[str, list[str]], key: int) -> dict[str, tuple[tuple[tuple[str, ...], Modifier], ...]]:
    """Return the phrases of each modifier by their last word (`key` -1) or their first (0), the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Modifier]]] = {}
    for name, phrases in table.items():
        for phrase in phrases:
            words = tuple(phrase.split())
            found.setdefault(words[key], []).append((words, Modifier(name)))
    return {word: tuple(sorted(many, key=lambda item: -len(item[0]))) for word, many in found.items()}


def bound_of(sentence: Sentence, figure: Numeral, after_unit: int, modifiers: Modifiers) -> Bound:
    """Return the modifier of a figure; `after_unit` is the token after its counted noun, where "or so" may stand."""
    own = (
        Modifier.VAGUE
        if figure.form is NumeralForm.VAGUE
        else Modifier.BETWEEN
        if figure.form is NumeralForm.RANGE
        else Modifier.EXACT
    )
    first, is_increment = figure.first, False
    if figure.form is NumeralForm.RANGE and sentence.lower_at(first - 1) in modifiers.range_before:
        first -= 1
    k = first
    while k > 0 and first - k <= _REACH:
        found = _ending_at(sentence, k, modifiers, is_bare=k == figure.first and after_unit <= figure.last)
        if found is not None:
            words, modifier = found
            begin = k - len(words)
            if own is Modifier.EXACT:
                return Bound(modifier, begin, figure.last, is_increment, (begin, k))
            return Bound(own, begin, figure.last, is_increment, (begin, k))
        word = sentence.lowers[k - 1]
        if word in modifiers.increments:
            is_increment = True
            first = k - 1
        elif word not in modifiers.skip:
            break
        k -= 1
    if own is Modifier.EXACT:
        for start in (figure.last, after_unit):
            for words, modifier in (
                modifiers.after.get(sentence.lowers[start], ()) if start < len(sentence.words) else ()
            ):
                if sentence.lowers[start : start + len(words)] == words:
                    return Bound(
                        modifier, first, max(figure.last, start + len(words)), is_increment, (start, start + len(words))
                    )
    return Bound(own, first, figure.last, is_increment)


def _ending_at(
    sentence: Sentence, k: int, modifiers: Modifiers, *, is_bare: bool
) -> tuple[tuple[str, ...], Modifier] | None:
    if sentence.lowers[k - 1] in modifiers.about and k > 1 and sentence.lowers[k - 2] in modifiers.topics:
        return None
    bare = modifiers.bare.get(sentence.lowers[k - 1], ()) if is_bare else ()
    for words, modifier in (*modifiers.before.get(sentence.lowers[k - 1], ()), *bare):
        if k >= len(words) and sentence.lowers[k - len(words) : k] == words:
            return None if _is_move(sentence, k - len(words), modifiers) else (words, modifier)
    return None


def _is_move(sentence: Sentence, first: int, modifiers: Modifiers) -> bool:
    """Tell "edged up to 6.1 percent", which was reached, from "raise up to 5 million"."""
    return (
        first > 0 and sentence.lowers[first] in modifiers.move_links and sentence.lowers[first - 1] in modifiers.moves
    )


def bounds(figure: Numeral, modifier: Modifier) -> tuple[float | None, float | None]:
    """Return (low, high) of a figure under a modifier; None is an open end."""
    if modifier in (Modifier.UP_TO, Modifier.NEARLY, Modifier.LESS_THAN):
        return None, figure.high
    if modifier in (Modifier.AT_LEAST, Modifier.MORE_THAN):
        return figure.low, None
    return figure.low, figure.high
