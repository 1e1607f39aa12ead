"""The earlier figure that a sentence itself gives: "cut to 5 from 8", "rose from 8 to 12", "12, up from 8", "5, not 8",
"12, compared with 8 a year ago", "earlier put at 8", "12, more than the nine confirmed by the army".

The later figure gets the earlier one as what it was; the earlier one is marked as no longer holding (`negated`), so
that it is told as no fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from monitor.core.counting.quantity import Quantity
from monitor.core.counting.scopes import compile_scopes
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import compile_event_words
from monitor.model import Modifier, UnitClass
from monitor.model.valueclasses import replace

_PAIR = 2
_WHEN = 3  # tokens from "from 8" to "to 12": a noun, a day ("from 8 on Friday to 12")
_GAP = 6  # tokens between "cut to 5" and "from 8": a noun, or who did it
_CONTRAST = 16  # tokens between "20 are missing" and ", not eight": who said so
_DIRECTION = 10  # tokens from "from 8" back to the word of change
_REPORT = 9  # tokens from the earlier figure back to "earlier"
_THAN = 2  # tokens of "than the" before the earlier figure
_COMPARED = 6  # tokens after the earlier figure up to who gave it: "nine that the army had confirmed"
_PERIOD = 4  # tokens after the earlier figure in which another period may be named
_PROFIT = 4  # tokens from "compared with" to its figure: "a profit of"
_YEAR = 4  # digits
_PEOPLE = frozenset(unit_class for unit_class in UnitClass if unit_class.is_people)


@dataclass(frozen=True, slots=True, eq=False)
class FormerWords:
    """The words of one language around earlier figures."""

    links: frozenset[str]
    to: frozenset[str]
    instead: tuple[tuple[str, ...], ...]
    negations: frozenset[str]
    but: frozenset[str]
    earlier: frozenset[str]
    given_up: frozenset[str]  # of these, what holds no longer even where no later figure is given
    reports: frozenset[str]
    compared: tuple[tuple[str, ...], ...]
    dates: frozenset[str]  # months and weekdays
    had: frozenset[str]
    now: frozenset[str]
    other_periods: tuple[tuple[str, ...], ...]
    than: frozenset[str]
    definite: frozenset[str]
    known_as: frozenset[str]


@lru_cache(maxsize=8)
def compile_formers(language: Language) -> FormerWords:
    """Return the words of `language` around earlier figures; the same object on every call."""
    table: Mapping[str, Any] = language.tables["scopes"]["former"]
    return FormerWords(
        links=frozenset(table["from"]),
        to=frozenset(table["to"]),
        instead=tuple(tuple(text.split()) for text in table["instead"]),
        negations=frozenset(table["not"]),
        but=frozenset(table["but"]),
        earlier=frozenset(table["earlier"]),
        given_up=frozenset(table["given_up"]),
        reports=frozenset(table["reports"]),
        compared=tuple(tuple(text.split()) for text in table["compared"]),
        dates=frozenset((*language.tables["labels"]["months"], *language.tables["labels"]["days"])),
        had=frozenset(table["had"]),
        now=frozenset(table["now"]),
        other_periods=tuple(tuple(text.split()) for text in table["other_periods"]),
        than=frozenset(table["than"]),
        definite=frozenset(table["definite"]),
        known_as=frozenset(table["known_as"]),
    )


def paired(sentence: Sentence, quantities: Sequence[Quantity], language: Language) -> list[Quantity]:
    """Return the quantities of one sentence with each earlier figure tied to the later one that replaces it,
    where there is one.
    """
    words = compile_formers(language)
    found = list(quantities)
    if not words.given_up.isdisjoint(sentence.lowers):
        found = [_given_up(sentence, quantity, words) for quantity in found]
    if len(quantities) < _PAIR:
        return found
    for i, j in pairwise(range(len(found))):
        earlier, later = _order(sentence, found[i], found[j], words, language)
        if earlier is None:
            continue
        old, new = (i, j) if earlier is found[i] else (j, i)
        if later is not None:
            earlier, later = _sharing_unit(earlier, later)
            found[new] = later
        if later is not None and not _is_of_other_period(sentence, earlier, words):
            found[new] = replace(_named_by(earlier, later), was_low=earlier.low, was_high=earlier.high)
        found[old] = replace(earlier, negated=True, passed_over="former")
    return found


def _sharing_unit(earlier: Quantity, later: Quantity) -> tuple[Quantity, Quantity]:
    """Return both with the unit that only one of them names: "63 jets, up from 55", "from 15 years to 10"."""
    if earlier.unit is None and earlier.unit_class is None:
        return replace(earlier, unit=later.unit, unit_class=later.unit_class, per=later.per), later
    if later.unit is None and later.unit_class is None and earlier.unit is not None and later.aspect is None:
        return earlier, replace(later, unit=earlier.unit, unit_class=earlier.unit_class)
    return earlier, later


def _named_by(earlier: Quantity, later: Quantity) -> Quantity:
    """Return the later figure as one of what the earlier counts, where it has no noun and no event: "reported 26 dead;
    the figure was later put at 21".
    """
    if later.unit is not None or later.aspect is not None or earlier.unit_class not in _PEOPLE:
        return later
    return replace(later, unit_class=earlier.unit_class, aspect=earlier.aspect)


def _order(
    sentence: Sentence, left: Quantity, right: Quantity, words: FormerWords, language: Language
) -> tuple[Quantity | None, Quantity | None]:
    """Return the earlier and the later of two neighbours, where the words between and before them say which is
    which.
    """
    if _is_compared(sentence, left, right, words):
        number = right.high if right.low is None else right.low
        return replace(right, low=number, high=number, modifier=Modifier.EXACT), left
    if not _are_comparable(left, right) or (
        right.first > left.last and "(" in sentence.lowers[left.last : right.first]
    ):
        return None, None  # in brackets stands the same quantity in another unit
    if _is_old_before_new(sentence, left, right, words, language):
        return left, right
    if _is_new_before_old(sentence, left, right, words, language):
        return right, left
    if _is_reported_before(sentence, left, words) or _was_put_until_now(sentence, left, right, words):
        return left, right
    if _is_reported_before(sentence, right, words):
        return right, left
    return None, None


def _are_comparable(left: Quantity, right: Quantity) -> bool:
    """Tell whether two figures can be of one thing: of one class, or one of them without a noun of its own."""
    if None not in (left.aspect, right.aspect) and left.aspect != right.aspect:
        return False
    if {left.unit_class, right.unit_class} <= _PEOPLE and left.aspect is not None and left.aspect == right.aspect:
        return True  # "14 dead" and "nine people were killed"
    if left.unit is None or right.unit is None:
        return (
            None in (left.unit_class, right.unit_class)
            or left.unit_class == right.unit_class
            or left.aspect == right.aspect
        )
    if {left.unit_class, right.unit_class} <= _PEOPLE:
        return True
    return left.unit_class == right.unit_class and (
        left.unit_class is not None or left.unit.split()[-1] == right.unit.split()[-1]
    )


def _is_old_before_new(
    sentence: Sentence, left: Quantity, right: Quantity, words: FormerWords, language: Language
) -> bool:
    """Tell "rose from 8 (men) to 12", "from 8 on Friday to 12", "instead of 8 it is 12", "not 8 but 12"."""
    lowers = sentence.lowers
    before, between = lowers[max(0, left.first - 1) : left.first], lowers[right.first - 1]
    if between in words.but and not words.negations.isdisjoint(before):
        return True
    is_from = left.first > 0 and lowers[left.first - 1] in words.links
    is_to = left.last <= right.first - 1 <= left.last + _WHEN and lowers[right.first - 1] in words.to
    if is_from and is_to:
        return _has_direction(sentence, left.first - 1, language)
    return any(_stands_before(lowers, left.first, phrase) for phrase in words.instead)


def _is_new_before_old(
    sentence: Sentence, left: Quantity, right: Quantity, words: FormerWords, language: Language
) -> bool:
    """Tell "cut to 5 from 8", "12, up from 8", "5, not 8", "5 instead of 8"."""
    lowers = sentence.lowers
    is_contrast = lowers[right.first - 1] in words.negations and lowers[max(0, right.first - 2)] == ","
    is_far = is_contrast or _is_aside(sentence, right, language)
    if right.first - left.last > (_CONTRAST if is_far else _GAP) or right.first <= left.last:
        return False
    if lowers[right.first - 1] in words.negations or any(
        _stands_before(lowers, right.first, phrase) for phrase in words.instead
    ):
        return True
    at = right.first - 1
    at -= lowers[at] in compile_event_words(language).articles  # "from the 29 dead"
    if lowers[at] in words.links and _has_direction(sentence, at, language):
        return True
    return _is_compared_period(sentence, right, words)


def _is_aside(sentence: Sentence, quantity: Quantity, language: Language) -> bool:
    """Tell ", up from 8", ", down from 8": the comma leads back over whatever the later figure is of."""
    lowers, at = sentence.lowers, quantity.first - 2
    return at > 0 and lowers[at - 1] == "," and lowers[at] in compile_scopes(language).trend


def _is_compared_period(sentence: Sentence, quantity: Quantity, words: FormerWords) -> bool:
    """Tell "compared with 8 a year earlier", "against a profit of 8 in March": a comparison with another period."""
    after = sentence.lowers[quantity.last : quantity.last + _PERIOD]
    is_dated = not words.dates.isdisjoint(after) or any(len(word) == _YEAR and word.isdecimal() for word in after)
    if not is_dated and not _is_of_other_period(sentence, quantity, words):
        return False
    return any(
        _stands_before(sentence.lowers, quantity.first - k, phrase)
        for k in range(min(_PROFIT, quantity.first))
        for phrase in words.compared
    )


def _is_compared(sentence: Sentence, left: Quantity, right: Quantity, words: FormerWords) -> bool:
    """Tell "12, more than the nine confirmed by the army", "3,900, fewer than the 4,500 that it had planned": a figure
    that is known, with who gave it. "More than the 81 who died in 2000" compares with something else.
    """
    span = sentence.lowers[max(left.last, right.first - _THAN) : right.last]
    is_known = any(a in words.than and b in words.definite for a, b in pairwise(span))
    is_of_it = right.unit is None or right.unit_class == left.unit_class
    after = sentence.lowers[right.last : right.last + _COMPARED]
    return is_known and is_of_it and not words.known_as.isdisjoint(after)


def _has_direction(sentence: Sentence, at: int, language: Language) -> bool:
    """Tell that a word of change stands before token `at` in its clause, or at its end where the verb stands last."""
    phrases = compile_scopes(language).trend
    if compile_event_words(language).is_verb_final and not phrases.keys().isdisjoint(
        _to_clause_end(sentence, at, language)
    ):
        return True
    for k in range(at - 1, max(-1, at - 1 - _DIRECTION), -1):
        if sentence.lowers[k] in (";", ":"):
            return False
        if any(
            sentence.lowers[max(0, k + 1 - len(phrase)) : k + 1] == phrase
            for phrase, _ in phrases.get(sentence.lowers[k], ())
        ):
            return True
    return False


def _to_clause_end(sentence: Sentence, at: int, language: Language) -> tuple[str, ...]:
    lowers, marks = sentence.lowers, compile_event_words(language).clause_marks
    end = next((k for k in range(at, len(lowers)) if lowers[k] in marks), len(lowers))
    return lowers[at : min(end, at + _DIRECTION)]


def _stands_before(lowers: tuple[str, ...], first: int, phrase: tuple[str, ...]) -> bool:
    return lowers[max(0, first - len(phrase)) : first] == phrase


def _given_up(sentence: Sentence, quantity: Quantity, words: FormerWords) -> Quantity:
    """Return a figure as an earlier one where it is told as what was said at first: "originally reported that two"."""
    before = sentence.lowers[max(0, quantity.first - _REPORT) : quantity.first]
    is_first_said = not words.given_up.isdisjoint(before) and _is_reported_before(sentence, quantity, words)
    return replace(quantity, negated=True, passed_over="former") if is_first_said else quantity


def _is_reported_before(sentence: Sentence, quantity: Quantity, words: FormerWords) -> bool:
    """Tell "earlier put at 8", "a previous estimate of 8": a word for earlier, and from there on only words of
    reporting.
    """
    for k in range(quantity.first - 1, max(-1, quantity.first - 1 - _REPORT), -1):
        word = sentence.lowers[k]
        if word in words.earlier:
            return k + 1 < quantity.first
        if word not in words.reports:
            return False
    return False


def _was_put_until_now(sentence: Sentence, left: Quantity, right: Quantity, words: FormerWords) -> bool:
    """Tell "had put the dead at 8 but now say 12": a report in the past perfect, and "now" before the later figure."""
    before = sentence.lowers[max(0, left.first - _REPORT) : left.first]
    had = next((k for k in range(len(before) - 1, -1, -1) if before[k] in words.had), None)
    if had is None or not words.reports.issuperset(before[had:]):
        return False
    return not words.now.isdisjoint(sentence.lowers[left.last : right.first])


def _is_of_other_period(sentence: Sentence, earlier: Quantity, words: FormerWords) -> bool:
    """Tell "up from 8 a year earlier", which the later figure does not correct."""
    after = sentence.lowers[earlier.last : earlier.last + _PERIOD]
    return any(after[k : k + len(phrase)] == phrase for phrase in words.other_periods for k in range(len(after)))
