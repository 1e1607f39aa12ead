"""Numbers that count nothing: dates, clock times, ranks, names, addresses, scores, calibres, phone numbers, bare ages.

One question about one figure in its sentence; the answer is the reason in one word, or None for a true figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.lexicon import Language
from monitor.core.numerals import Figure, Form
from monitor.core.text import Sentence

_DASHES = frozenset("-–—‐‑")
_TERMINATORS = frozenset(",.;:)(—–-") | {"and", "of", "was", "is", "has", "who", "from"}
_OLDEST = 115


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Word classes around numbers that are no figures."""

    months: frozenset[str]
    ambiguous_months: frozenset[str]
    days: frozenset[str]
    ordinal_endings: frozenset[str]
    year_before: frozenset[str]
    clock_after: frozenset[str]
    clock_before: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    streets: frozenset[str]
    blocks: frozenset[str]
    calibre_always: frozenset[str]
    calibre_units: frozenset[str]
    ordnance: frozenset[str]
    score_after: frozenset[str]
    score_before: frozenset[str]
    age_before: frozenset[str]
    emergency: frozenset[str]
    count_verbs: frozenset[str]
    age_nouns: frozenset[str]
    old_year_before: frozenset[str]


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
        clock_before=frozenset(table["clock_before"]),
        strong=frozenset(table["label_before"]),
        weak=frozenset(table["label_weak"]),
        streets=frozenset(table["street_types"]),
        blocks=frozenset(table["block_after"]),
        calibre_always=frozenset(table["calibre_always"]),
        calibre_units=frozenset(table["calibre_units"]),
        ordnance=frozenset(table["ordnance"]),
        score_after=frozenset(table["score_after"]),
        score_before=frozenset(table["score_before"]),
        age_before=frozenset(table["age_before"]),
        emergency=frozenset(table["emergency"]),
        count_verbs=frozenset(table["count_verbs"]),
        age_nouns=frozenset(table["age_nouns"]),
        old_year_before=frozenset(table["old_year_before"]),
    )


def label_of(sentence: Sentence, figure: Figure, labels: Labels, *, has_noun: bool, previous: str | None) -> str | None:
    """Return why the figure counts nothing ("year", "clock", "rank", ...), or None.

    has_noun: a counted noun or a unit of measure follows. previous: the answer for the figure before this one in the same list, if there is one.
    """
    if figure.form in (Form.VAGUE, Form.FRACTION):
        return None
    window = _Window.of(sentence, figure)
    if figure.unit is not None:
        return "listing" if window.before == "[" and window.after == "]" else None
    return (
        _calendar(window, figure, labels, has_noun=has_noun, previous=previous)
        or _clock(window, labels)
        or _digits_in_a_row(window, figure, labels, has_noun=has_noun)
        or _calibre(window, figure, labels)
        or _name(window, figure, labels, has_noun=has_noun)
        or _address(window, figure, labels)
        or _age(window, figure, labels, has_noun=has_noun, previous=previous)
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """The two tokens on either side of a figure, in lower case; "" beyond the sentence."""

    sentence: Sentence
    figure: Figure
    before2: str
    before: str
    after: str
    after2: str
    touches_before: bool
    touches_after: bool
    surface: str

    @staticmethod
    def of(sentence: Sentence, figure: Figure) -> _Window:
        lowers, first, last = sentence.lowers, figure.first, figure.last
        return _Window(
            sentence,
            figure,
            lowers[first - 2] if first > 1 else "",
            lowers[first - 1] if first > 0 else "",
            lowers[last] if last < len(lowers) else "",
            lowers[last + 1] if last + 1 < len(lowers) else "",
            sentence.touches(first),
            sentence.touches(last),
            sentence.slice(first, last),
        )


def _calendar(window: _Window, figure: Figure, labels: Labels, *, has_noun: bool, previous: str | None) -> str | None:
    if figure.tail is not None or figure.is_scaled or not figure.is_digits:
        return None
    before, after = window.before, window.after
    is_small = 0 < figure.low <= 31 and figure.high <= 31 and figure.low == int(figure.low)
    if is_small and (_is_month(window, -1, labels) or (before == "." and window.before2 in labels.months)):
        return None if has_noun and figure.form is Form.NUMBER and window.before2 in labels.year_before and before not in labels.months else "date"
    if is_small and (_is_month(window, 0, labels) or (after == "of" and window.after2 in labels.months)):
        return "date"
    if window.touches_after and after in labels.ordinal_endings:
        return "ordinal"
    if window.touches_after and after in ("s", "'s", "’s") and len(window.surface) in (2, 4):
        return "date"
    if window.touches_before and before in ("'", "’", "‘") and len(window.surface) == 2:
        return "year"  # '98
    if previous is not None and previous != "age" and (is_small or _is_year(figure, window.surface)) and not (has_noun and before not in _DASHES):
        return "date"
    return _year(window, figure, labels, has_noun=has_noun)


def _is_month(window: _Window, side: int, labels: Labels) -> bool:
    index = window.figure.first - 1 if side < 0 else window.figure.last
    word = window.before if side < 0 else window.after
    if word not in labels.months:
        return False
    return word not in labels.ambiguous_months or window.sentence.words[index][0].isupper()


def _is_year(figure: Figure, surface: str) -> bool:
    return len(surface) == 4 and surface.isdecimal() and 1000 <= figure.low < 2200


def _year(window: _Window, figure: Figure, labels: Labels, *, has_noun: bool) -> str | None:
    if figure.form is Form.RANGE:
        is_pair = all(1000 <= bound < 2200 for bound in (figure.low, figure.high)) and "," not in window.surface
        if is_pair and not has_noun:
            return "year" if window.before in labels.year_before or figure.low >= 1900 else None
        if is_pair and window.before in ("between", "from", "in") and figure.low >= 1500:
            return "year"
        return None
    if not _is_year(figure, window.surface):
        return None
    is_recent = 1900 <= figure.low < 2100
    if window.before in labels.year_before or (window.before == "," and window.before2 in labels.months | labels.days):
        return "year" if is_recent or (not has_noun and window.before in labels.old_year_before) else None
    if is_recent and (not has_noun or _is_month(window, -1, labels) or (window.before.isdecimal() and window.before2 in labels.months)):
        return "year"
    return "date" if window.touches_after and window.after in _DASHES and window.after2.isdecimal() and is_recent else None


def _clock(window: _Window, labels: Labels) -> str | None:
    if window.after in labels.clock_after and window.figure.high <= 24.0:
        return "clock"
    if window.after == ":" and window.touches_after and window.after2[:1].isdecimal():
        return "clock"
    if window.before == ":" and window.touches_before and window.before2[-1:].isdecimal():
        return "clock"
    return None


def _digits_in_a_row(window: _Window, figure: Figure, labels: Labels, *, has_noun: bool) -> str | None:
    """Phone numbers, scores, dates with strokes, reference marks."""
    before, after = window.before, window.after
    if window.surface in labels.emergency and not has_noun:
        return "phone"
    if after in ("/", "_", "@") and window.touches_after and window.after2[:1].isalnum() and window.sentence.touches(figure.last + 1) and not has_noun:
        return "date"
    if before in ("/", "_", "@", "#", "§") and window.touches_before and not has_noun:
        return "label"
    if before == "[" and after == "]":
        return "listing"
    if before == "(" and after == ")" and len(window.surface) == 3 and window.after2[:1].isdecimal():
        return "phone"
    if figure.first == 0 and after in (".", ")") and figure.is_digits and figure.high < 100:
        return "listing"
    if after in _DASHES and window.touches_after and window.after2.isdecimal():
        return "phone" if len(window.surface) >= 3 else "score"
    if before in _DASHES and window.touches_before and window.before2[-1:].isdecimal():
        return "phone" if len(window.surface) >= 3 else "score"
    if figure.form is Form.RANGE and figure.is_digits and not window.surface.count(" "):
        pieces = window.surface.replace("–", "-").split("-")
        if len(pieces) == 2 and len(pieces[0]) == 3 and len(pieces[1]) in (3, 4) and not has_noun:
            return "phone"
        if after in labels.score_after or (before in labels.score_before and not has_noun) or (not has_noun and figure.high < 30):
            return "score"
    return None


def _calibre(window: _Window, figure: Figure, labels: Labels) -> str | None:
    words, last = window.sentence.lowers, figure.last
    if figure.tail is not None:
        return "calibre" if figure.tail.partition("-")[0] in labels.calibre_always else None
    is_joined = window.touches_after
    if words[last : last + 1] and words[last] in _DASHES and is_joined:
        last += 1
    unit = words[last] if last < len(words) else ""
    if unit in labels.calibre_always:
        return "calibre"
    following = words[last + 1] if last + 1 < len(words) else ""
    if unit in labels.calibre_units and (following in labels.ordnance or (is_joined and following in ("and", "or"))):
        return "calibre"
    return None


def _name(window: _Window, figure: Figure, labels: Labels, *, has_noun: bool) -> str | None:
    """A number that is part of a name or a rank: Article 4, No. 1, World War Two, Flight 370."""
    before = window.before
    if figure.is_scaled or figure.tail is not None or "," in window.surface:
        return None
    if before in labels.strong or (before == "." and window.before2 in labels.strong):
        return "label"
    if before in labels.weak and not has_noun:
        return "label"
    if window.touches_before and before in _DASHES and window.sentence.touches(figure.first - 1) and window.before2[-1:].isalpha():
        return "label"
    if window.touches_after and window.after.isalpha() and not has_noun:
        return "label"
    if figure.first < 1 or not before[:1].isalpha():
        return None
    word = window.sentence.words[figure.first - 1]
    if _is_channel(window, word):
        return "label"
    if has_noun:
        return None
    if len(word) == 1 and word.isupper() and word not in ("I", "A"):
        return "label"
    is_named = word[0].isupper() and (figure.first > 1 or len(word) > 3) and before not in labels.days and window.after not in labels.count_verbs
    return "label" if is_named and not _is_title_case(window.sentence) and figure.high < 10_000 else None


def _is_channel(window: _Window, word: str) -> bool:
    """Tell a broadcaster's or a form's name ("KQXZ 8 News") from an acronym before a count ("NATO 12 jets")."""
    last = window.figure.last
    following = window.sentence.words[last] if last < len(window.sentence.words) else ""
    is_acronym = word.isupper() and 2 <= len(word) <= 6 and window.figure.is_digits and window.figure.high < 1000
    return (is_acronym and (following[:1].isupper() or not following[:1].isalpha()) and not following.isupper()) or (
        is_acronym and following.isupper() and not _is_shouted(window.sentence)
    )


def _is_shouted(sentence: Sentence) -> bool:
    return sum(word.isupper() for word in sentence.words) * 2 > len(sentence.words)


def _is_title_case(sentence: Sentence) -> bool:
    if not sentence.is_heading:
        return False
    words = [word for word in sentence.words if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def _address(window: _Window, figure: Figure, labels: Labels) -> str | None:
    if window.after in labels.blocks or (window.after in _DASHES and window.after2 in labels.blocks):
        return "address"
    if not figure.is_digits or figure.is_scaled or figure.form is not Form.NUMBER:
        return None
    words, lowers, last = window.sentence.words, window.sentence.lowers, figure.last
    for i in range(last, min(last + 5, len(words))):
        if lowers[i] == ".":
            continue
        if not (words[i][0].isupper() or words[i][0].isdecimal() or lowers[i] in labels.ordinal_endings):
            return None
        if i > last and lowers[i] in labels.streets:
            return "address"
    return None


def _age(window: _Window, figure: Figure, labels: Labels, *, has_noun: bool, previous: str | None) -> str | None:
    """A bare age: "aged 35", "Ann Lee, 34, of Leeds"; a counted age ("34-year-old") is a measure and kept."""
    if has_noun or figure.is_scaled or figure.tail is not None or not 0 < figure.high <= _OLDEST:
        return None
    if (
        window.before in labels.age_before
        or (window.before == "of" and window.before2 in labels.age_before)
        or (previous == "age" and window.before in ("and", ","))
    ):
        return "age"
    if window.before in (",", "(") and figure.first > 1 and figure.is_digits and _names_someone(window, figure, labels):
        is_closed = window.after in _TERMINATORS or window.after == ""
        return "age" if is_closed else None
    return None


def _names_someone(window: _Window, figure: Figure, labels: Labels) -> bool:
    """Tell "Ann Lee, 34," and "Sam Roe Jr., 34," and "a woman, 34," from other numbers between commas."""
    words, at = window.sentence.words, figure.first - 2
    if words[at] == "." and at > 0:
        at -= 1
    return words[at][0].isupper() or words[at].lower() in labels.age_nouns or (window.before == "," and window.after == "," and words[at].isalpha())
