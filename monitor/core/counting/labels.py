"""Numbers that count nothing: dates, clock times, ranks, names, addresses, scores, calibres, phone numbers, bare ages.

One question about one figure in its sentence; the answer is the reason in one word, or None for a true figure.
"""

from __future__ import annotations

import re

from monitor.core.counting.dates import calendar_label, clock_label
from monitor.core.counting.label_words import DASHES, Labels, Window, compile_labels
from monitor.core.counting.numerals import Numeral, NumeralForm
from monitor.core.language.text import Sentence

__all__ = ["Labels", "compile_labels", "is_designation", "label_of"]

_OLDEST = 115
_AREA_CODE = 3  # digits; shorter numbers beside a dash are scores
_PHONE_GROUPS = frozenset({(3, 3), (3, 4)})  # digits before and after the dash
_VOTE = 4  # tokens from "voted" to the second number of "201-180"
_HIGHEST_SCORE = 30
_HIGHEST_MODEL = 1000
_YEAR = 4  # digits
_HIGHEST_NAMED = 10_000  # no name has so high a number
_LONGEST_DESIGNATION = 4  # letters
_SHORTEST_ACRONYM = 3  # letters
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")  # "nach Angaben der Behörden 4.300"
_STROKES = frozenset("/_@")
_REFERENCE_MARKS = frozenset("/_@#§")


def label_of(
    sentence: Sentence, figure: Numeral, labels: Labels, *, has_noun: bool, previous: str | None
) -> str | None:
    """Return why the figure counts nothing ("year", "clock", "rank", ...), or None.

    has_noun: a counted noun or a unit of measure follows. previous: the answer for the figure before this one in the
    same list, if there is one.
    """
    if figure.form in (NumeralForm.VAGUE, NumeralForm.FRACTION):
        return None
    window = Window.of(sentence, figure)
    if figure.unit == "p" and window.after in labels.pictures:
        return "label"  # "1080p video" is no price
    if figure.unit is not None:
        return "listing" if window.before == "[" and window.after == "]" else None
    return (
        calendar_label(window, figure, labels, has_noun=has_noun, previous=previous)
        or clock_label(window, labels)
        or _digits_in_a_row(window, figure, labels, has_noun=has_noun)
        or _calibre(window, figure, labels, has_noun=has_noun)
        or _name(window, figure, labels, has_noun=has_noun, previous=previous)
        or _address(window, figure, labels, has_noun=has_noun)
        or _age(window, figure, labels, has_noun=has_noun, previous=previous)
    )


def _digits_in_a_row(window: Window, figure: Numeral, labels: Labels, *, has_noun: bool) -> str | None:
    """Phone numbers, scores, dates with strokes, reference marks."""
    if _is_emergency_number(window, labels, has_noun=has_noun):
        return "phone"
    return (
        (None if has_noun else _at_a_stroke(window, figure))
        or _in_brackets(window, figure)
        or _at_a_dash(window, labels)
        or _score(window, figure, labels, has_noun=has_noun)
    )


def _is_emergency_number(window: Window, labels: Labels, *, has_noun: bool) -> bool:
    if window.surface not in labels.emergency:
        return False
    return window.after in labels.emergency_nouns or not (has_noun or window.before in labels.counting_before)


def _at_a_stroke(window: Window, figure: Numeral) -> str | None:
    """Read "12/3" and "#12"."""
    goes_on = window.touches_after and window.sentence.touches(figure.last + 1) and window.after2[:1].isalnum()
    if goes_on and window.after in _STROKES:
        return "date"
    return "label" if window.touches_before and window.before in _REFERENCE_MARKS else None


def _in_brackets(window: Window, figure: Numeral) -> str | None:
    """Read "[12]", "(555) 0123", and the "2." or "2)" of a list."""
    brackets = window.before + window.after
    if brackets == "[]":
        return "listing"
    if brackets == "()" and len(window.surface) == _AREA_CODE and window.after2[:1].isdecimal():
        return "phone"
    is_first = figure.first == 0 and figure.is_digits and figure.high < 100
    return "listing" if is_first and window.after in (".", ")") else None


def _at_a_dash(window: Window, labels: Labels) -> str | None:
    """Read either side of "555-0123" and "3-1"; both count in "voted 201-180"."""
    goes_on = window.touches_after and window.after in DASHES and window.after2.isdecimal()
    follows = window.touches_before and window.before in DASHES and window.before2[-1:].isdecimal()
    if not goes_on and not follows:
        return None
    if _is_of_vote(window, labels):
        return None
    return "phone" if len(window.surface) >= _AREA_CODE else "score"


def _is_of_vote(window: Window, labels: Labels) -> bool:
    """Tell "voted 201-180", "a 201-180 vote", "voted with 201-180"."""
    lowers, first, last = window.sentence.lowers, window.figure.first, window.figure.last
    around = lowers[max(0, first - _VOTE) : first] + lowers[last : last + _VOTE]
    return not labels.voting.isdisjoint(around)


def _score(window: Window, figure: Numeral, labels: Labels, *, has_noun: bool) -> str | None:
    """Tell "3-1" and "555-0123", read as one range, from a true range."""
    if figure.form is not NumeralForm.RANGE or not figure.is_digits or " " in window.surface:
        return None
    if has_noun:
        return "score" if window.after in labels.score_after else None
    if tuple(map(len, window.surface.replace("–", "-").split("-"))) in _PHONE_GROUPS:
        return "phone"
    is_score = window.after in labels.score_after or window.before in labels.score_before
    return "score" if is_score or figure.high < _HIGHEST_SCORE else None


def _calibre(window: Window, figure: Numeral, labels: Labels, *, has_noun: bool) -> str | None:
    words, last = window.sentence.lowers, figure.last
    if window.surface[0] == "." and figure.is_digits and not has_noun:
        return "calibre"  # "a .45", "a .357 Magnum"
    if figure.tail is not None:
        return "calibre" if figure.tail.partition("-")[0] in labels.calibre_always else None
    is_joined = window.touches_after
    if words[last : last + 1] and words[last] in DASHES and is_joined:
        last += 1
    unit = words[last] if last < len(words) else ""
    if unit in labels.calibre_always:
        return "calibre"
    following = words[last + 1] if last + 1 < len(words) else ""
    if unit in labels.calibre_units and (following in labels.ordnance or (is_joined and following in ("and", "or"))):
        return "calibre"
    return None


def _name(window: Window, figure: Numeral, labels: Labels, *, has_noun: bool, previous: str | None) -> str | None:
    """A number that is part of a name or a rank: Article 4, No. 1, World War Two, Flight 370, an Eleven Points man."""
    if _is_broadcast(window, figure, labels):
        return "label"
    if _is_between_capitals(window, figure, labels):
        return None if _is_title_case(window.sentence) else "label"
    if figure.is_scaled or figure.tail is not None or "," in window.surface or _GROUPED.fullmatch(window.surface):
        return None
    if window.before in labels.numbering and window.before2 in labels.numbering_before:
        return None  # "the dead now number 31"
    if _is_numbered(window, labels, has_noun=has_noun, previous=previous) or _is_glued(window, has_noun=has_noun):
        return "label"
    return "label" if _follows_name(window, figure, labels, has_noun=has_noun) else None


def _is_broadcast(window: Window, figure: Numeral, labels: Labels) -> bool:
    """Tell "the 10 News"."""
    is_low = figure.is_digits and figure.high < 100
    return is_low and window.after in labels.broadcasts and _is_capital(window.sentence, figure.last)


def _is_between_capitals(window: Window, figure: Numeral, labels: Labels) -> bool:
    """Tell "the Eleven Points"."""
    is_named = not figure.is_digits and window.before in labels.articles
    return is_named and _is_capital(window.sentence, figure.first) and _is_capital(window.sentence, figure.last)


def _is_numbered(window: Window, labels: Labels, *, has_noun: bool, previous: str | None) -> bool:
    """Tell "No. 4", "Article 4" and "Image 1 of 11"."""
    before = window.before
    if before in labels.strong or (before == "." and window.before2 in labels.strong):
        return True
    return (before in labels.weak and not has_noun) or (previous == "label" and before in labels.of)


def _is_glued(window: Window, *, has_noun: bool) -> bool:
    """Tell a number that a dash or nothing joins to letters: "Rell-4", "4b"."""
    follows = window.touches_before and window.before in DASHES and window.before2[-1:].isalpha()
    if follows and (window.sentence.touches(window.figure.first - 1) or _is_acronym(window)):
        return True
    return window.touches_after and window.after.isalpha() and not has_noun


def _is_acronym(window: Window) -> bool:
    """Tell "the RELL -4 virus", whose number is that of the name though a space parts them."""
    word = window.sentence.words[window.figure.first - 2]
    return len(word) >= _SHORTEST_ACRONYM and word.isupper() and not _is_shouted(window.sentence)


def _follows_name(window: Window, figure: Numeral, labels: Labels, *, has_noun: bool) -> bool:
    """Tell "Flight 370", "Hall B 12" and "KQXZ 8 News" from "In 12 towns" and "On Monday 12 came"."""
    if figure.first < 1 or not window.before[:1].isalpha():
        return False
    word = window.sentence.words[figure.first - 1]
    if _is_channel(window, word) or _is_model(window, word, has_noun=has_noun):
        return True
    if has_noun:
        return False
    if len(word) == 1 and word.isupper() and word not in ("I", "A"):
        return True
    is_named = word[0].isupper() and (figure.first > 1 or len(word) > 3) and figure.high < _HIGHEST_NAMED
    is_counted = window.before in labels.days or window.after in labels.count_verbs
    return is_named and not is_counted and not _is_title_case(window.sentence)


def _is_capital(sentence: Sentence, at: int) -> bool:
    return at < len(sentence.words) and sentence.words[at][0].isupper()


def _is_channel(window: Window, word: str) -> bool:
    """Tell a broadcaster's or a form's name ("KQXZ 8 News") from an acronym before a count ("NATO 12 jets")."""
    last = window.figure.last
    following = window.sentence.words[last] if last < len(window.sentence.words) else ""
    is_acronym = word.isupper() and 2 <= len(word) <= 6 and window.figure.is_digits and window.figure.high < 1000
    return (is_acronym and (following[:1].isupper() or not following[:1].isalpha()) and not following.isupper()) or (
        is_acronym and following.isupper() and not _is_shouted(window.sentence)
    )


def _is_model(window: Window, word: str, *, has_noun: bool) -> bool:
    """Tell "12 AK 47 rifles" and "12 Leopard 2 tanks", whose second number belongs to the model, from "in 2011 NATO 12
    jets".
    """
    first = window.figure.first
    is_low = has_noun and word[0].isupper() and window.figure.high < _HIGHEST_MODEL
    if is_low and first > 1 and window.before2[:1].isdecimal() and len(window.before2) < _YEAR:
        return window.figure.is_digits
    return is_designation(word) and first > 1 and window.before2[:1].isdecimal() and window.figure.is_digits


def is_designation(word: str) -> bool:
    """Tell whether a word can be the letters of a model: AK, MiG, F, GBU; one capital among small letters is a name."""
    capitals = sum(char.isupper() for char in word)
    return word.isalpha() and len(word) <= _LONGEST_DESIGNATION and capitals >= min(2, len(word))


def _is_shouted(sentence: Sentence) -> bool:
    return sum(word.isupper() for word in sentence.words) * 2 > len(sentence.words)


def _is_title_case(sentence: Sentence) -> bool:
    if not sentence.is_heading:
        return False
    words = [word for word in sentence.words if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def _address(window: Window, figure: Numeral, labels: Labels, *, has_noun: bool) -> str | None:
    if window.after in labels.blocks or (window.after in DASHES and window.after2 in labels.blocks):
        return "address"
    if not figure.is_digits or figure.is_scaled or figure.form is not NumeralForm.NUMBER:
        return None
    words, lowers, last = window.sentence.words, window.sentence.lowers, figure.last
    is_long = figure.high >= 1000 and window.surface.isdecimal() and window.before in labels.address_before
    if is_long and not has_noun and _is_capital(window.sentence, last):
        return "address"
    for i in range(last, min(last + 5, len(words))):
        if lowers[i] == ".":
            continue
        if not (words[i][0].isupper() or words[i][0].isdecimal() or lowers[i] in labels.ordinal_endings):
            return None
        if i > last and lowers[i] in labels.streets:
            return "address"
    return None


def _age(window: Window, figure: Numeral, labels: Labels, *, has_noun: bool, previous: str | None) -> str | None:
    """A bare age: "aged 35", "Ann Lee, 34, of Leeds"; a counted age ("34-year-old") is a measure and kept."""
    if has_noun or figure.is_scaled or figure.tail is not None or not 0 < figure.high <= _OLDEST:
        return None
    if not figure.high.is_integer():
        return None
    if (
        window.before in labels.age_before
        or (
            window.before2 in labels.age_before
            and (window.before in (*labels.of, ":") or window.before in labels.age_spans)
        )
        or (window.before2, window.before) in labels.age_comparisons
        or (previous == "age" and window.before in labels.age_links)
        or _is_age_of_pair(window, labels)
    ):
        return "age"
    if figure.first > 1 and figure.is_digits and _follows_someone(window, figure, labels):
        is_closed = window.after in labels.age_closers or window.after == ""
        return "age" if is_closed else None
    return None


def _is_age_of_pair(window: Window, labels: Labels) -> bool:
    """Tell "20 and 15 years old", "a 12- and 16-year-old", "both 22"."""
    if window.before in labels.pairs and (window.after in labels.age_closers or window.after == ""):
        return True
    lowers, at = window.sentence.lowers, window.figure.last
    at += lowers[at : at + 1] in (("-",), ("–",))
    if at + 2 >= len(lowers) or lowers[at] not in labels.age_links or not lowers[at + 1][0].isdecimal():
        return False
    return "".join(lowers[at + 2 : at + 6]).startswith(labels.age_endings)


def _follows_someone(window: Window, figure: Numeral, labels: Labels) -> bool:
    """Tell "Ann Lee, 34," and "Sam Roe Jr., 34," and "Sam Roe Jr. 34," and "a woman, also 34," from other numbers
    between commas.
    """
    words, lowers, mark = window.sentence.words, window.sentence.lowers, figure.first - 1
    if window.before == "." and window.before2 in labels.generations:
        return True
    if window.before in labels.age_adverbs:
        mark -= 1
    if mark < 1 or lowers[mark] not in (",", "("):
        return False
    at = mark - 2 if words[mark - 1] == "." and mark > 1 else mark - 1
    return (
        words[at][0].isupper()
        or lowers[at] in labels.age_nouns
        or (lowers[mark] == "," and window.after == "," and words[at].isalpha())
    )
