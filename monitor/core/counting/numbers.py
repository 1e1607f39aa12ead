"""Numbers on the tokens of a sentence: words, vague figures, fractions; those in digits are read by `digits`.

Scale, money and shares are read by `amounts`, ranges by `ranges`. What a number counts, and whether it counts
anything (a date does not), is left to `counted_units`, `labels` and `quantities`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.core.counting.amounts import read_glued, scaled, with_currency
from monitor.core.counting.digits import is_leading_point, read_digits
from monitor.core.counting.numerals import Numeral, NumeralForm, NumeralWords, compile_numeral_words
from monitor.core.counting.parts_of_points import read_part_of_point
from monitor.core.counting.ranges import join_ranges
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence

__all__ = ["Numeral", "NumeralForm", "find_numerals"]

_HAS_GLUED = re.compile(r"[^\W\d_]-?\d")
_HUNDRED = 100
_LONGEST = 24  # tokens of one number: hostile text can't make a scan longer


def find_numerals(sentence: Sentence, language: Language) -> tuple[Numeral, ...]:
    """Return every number of the sentence, left to right, without overlap; linear in its length."""
    if not may_hold_number(sentence, language):
        return ()
    numerals = compile_numeral_words(language)
    figures: list[Numeral] = []
    has_glued = _HAS_GLUED.search(sentence.text) is not None
    openers, lowers, free = numerals.openers, sentence.lowers, 0
    for i, word in enumerate(lowers):
        if i < free or not (word in openers or _may_open(word, numerals, has_glued=has_glued)):
            continue
        if word in numerals.mere_articles and not _may_count(sentence, i, numerals):
            continue
        figure = _read_figure(sentence, i, numerals, has_glued=has_glued)
        if figure is not None:
            figures.append(figure)
            free = figure.last
    return tuple(join_ranges(sentence, figures, numerals)) if figures else ()


def _may_count(sentence: Sentence, i: int, numerals: NumeralWords) -> bool:
    """Tell an article that may begin a number, "a hundred", "a third of", or be one, "more than a month", "einer der
    40".
    """
    is_number = sentence.lowers[i + 1 : i + 2] in numerals.after_article
    return is_number or _is_one_span(sentence, i, numerals) or _is_one_of(sentence, i, numerals)


def _is_one_of(sentence: Sentence, i: int, numerals: NumeralWords) -> bool:
    """Tell "einer der 40 Passagiere", where the article stands for one."""
    of, whole = sentence.lower_at(i + 1), sentence.lower_at(i + 2)
    return of in numerals.of and (whole[:1].isdecimal() or whole in numerals.simple)


def _may_open(word: str, numerals: NumeralWords, *, has_glued: bool) -> bool:
    if word.isalpha():
        return bool(numerals.tails) and word.endswith(numerals.tails)
    return word[0].isdecimal() or "-" in word or (has_glued and word[-1].isalnum())


def may_hold_number(sentence: Sentence, language: Language) -> bool:
    """Tell cheaply that a sentence may hold a number; False is certain."""
    numerals = compile_numeral_words(language)
    if not numerals.starts.isdisjoint(sentence.lowers) or numerals.signs_or_digits.search(sentence.text) is not None:
        return True
    if not numerals.every.isdisjoint(sentence.lowers) or not numerals.groups.keys().isdisjoint(sentence.lowers):
        return True
    if numerals.tails and any(word.endswith(numerals.tails) for word in sentence.lowers):
        return True
    if not numerals.spans.isdisjoint(sentence.lowers) and any(
        word in numerals.articles and _is_one_span(sentence, i, numerals) for i, word in enumerate(sentence.lowers)
    ):
        return True
    return "-" in sentence.text and any(
        "-" in word and (word.partition("-")[0] in numerals.simple or word.partition("-")[2] in numerals.points)
        for word in sentence.lowers
    )


def _read_figure(sentence: Sentence, i: int, numerals: NumeralWords, *, has_glued: bool) -> Numeral | None:
    word = sentence.lowers[i]
    if word[0].isdecimal() or (word == numerals.decimal and is_leading_point(sentence, i)):
        return with_currency(sentence, read_digits(sentence, i, numerals), numerals)
    if word in numerals.signs:
        return Numeral(i, i + 1, numerals.signs[word], numerals.signs[word], NumeralForm.FRACTION)
    if has_glued and word[-1].isalnum() and any(map(str.isdecimal, word)):
        return read_glued(sentence, i, numerals)
    figure = (
        _read_vague(sentence, i, numerals)
        or _read_group(sentence, i, numerals)
        or _read_share(sentence, i, numerals)
        or read_part_of_point(sentence, i, numerals)
        or _read_fraction(sentence, i, numerals)
        or _read_words(sentence, i, numerals)
    )
    if figure is None and "-" in word:
        figure = _read_hyphenated(sentence, i, numerals)
    if figure is None and word.endswith(numerals.tails):
        figure = _read_tailed(sentence, i, numerals)
    return with_currency(sentence, figure, numerals) if figure else None


@dataclass(slots=True)
class _Sum:
    """A number in words as far as it is read: what its scales have closed, and what stands behind the last of them."""

    closed: float = 0.0
    current: float | None = None
    is_scaled: bool = False

    def add(self, word: str, numerals: NumeralWords) -> bool:
        """Take a word in; False where it is none of a number, or begins a new one."""
        if word in numerals.simple:
            joined = _join_simple(self.current, numerals.simple[word])
            self.current = self.current if joined is None else joined
            return joined is not None
        if self.is_scaled and (odd := _odd(word, numerals)) is not None:
            self.current = (self.current or 0.0) + odd  # "a hundred and twenty-odd"
            return True
        head, _, tail = word.partition("-")
        word = head if tail in numerals.odd else word  # "two dozen-odd"
        if word not in numerals.scales:
            return False
        self.is_scaled, scale = True, numerals.scales[word]
        if scale <= 100:
            self.current = (1.0 if self.current is None else self.current) * scale
        else:
            self.closed, self.current = self.closed + (self.current or 1.0) * scale, None
        return True

    @property
    def value(self) -> float:
        return self.closed + (self.current or 0.0)


def _read_words(sentence: Sentence, first: int, numerals: NumeralWords) -> Numeral | None:
    lowers = sentence.lowers
    has_article = lowers[first] in numerals.articles
    if has_article and (_is_one_span(sentence, first, numerals) or _is_one_of(sentence, first, numerals)):
        return Numeral(first, first + 1, 1.0, 1.0)
    begin = first + has_article
    if sentence.lower_at(begin) not in (numerals.scales if has_article else numerals.simple):
        return None
    number, last, stop = _Sum(current=1.0 if has_article else None), begin, min(len(lowers), first + _LONGEST)
    while last < stop and (number.add(lowers[last], numerals) or _is_link(sentence, last, number, numerals)):
        last += 1
    if last == begin:
        return None
    value, is_scaled = number.value, number.is_scaled
    if _is_and_a_half(sentence, last, numerals):
        value, last = value + 0.5, last + 3
        while sentence.lower_at(last) in numerals.scales:  # "one and a half million"
            value, last, is_scaled = value * numerals.scales[lowers[last]], last + 1, True
    return Numeral(first, last, value, value, is_scaled=is_scaled, has_article=has_article)


def _is_and_a_half(sentence: Sentence, at: int, numerals: NumeralWords) -> bool:
    is_linked = sentence.lower_at(at) in numerals.link and sentence.lower_at(at + 1) in numerals.articles
    return is_linked and numerals.fractions.get(sentence.lower_at(at + 2)) == 2


def _is_one_span(sentence: Sentence, i: int, numerals: NumeralWords) -> bool:
    """Tell "more than a month", "at least a mile": the article behind a bound counts one."""
    lowers = sentence.lowers
    if i == 0 or i + 1 >= len(lowers) or lowers[i + 1] not in numerals.spans:
        return False
    return any(lowers[max(0, i - len(phrase)) : i] == phrase for phrase in numerals.bounds.get(lowers[i - 1], ()))


def _join_simple(current: float | None, value: float) -> float | None:
    """Return the number that "twenty" and "eight", or "six hundred" and "two" make, or None where a new number
    begins.
    """
    if current is None:
        return value
    if current >= 100 and current % 100 == 0 and value < 100:
        return current + value
    if current % 10 == 0 and 20 <= current % 100 <= 90 and 0 < value < 10:
        return current + value
    return None


def _is_link(sentence: Sentence, i: int, number: _Sum, numerals: NumeralWords) -> bool:
    """Tell "a hundred and five" from "a hundred and two dogs": the number goes on only right after its scale."""
    if not number.is_scaled or sentence.lowers[i] not in numerals.link:
        return False
    is_after_scale = numerals.scales.get(sentence.lowers[i - 1]) in (100, 1000)
    is_round = number.current is None or number.current % 100 == 0
    after = sentence.lower_at(i + 1)
    return is_after_scale and is_round and (after in numerals.simple or _odd(after, numerals) is not None)


def _odd(word: str, numerals: NumeralWords) -> float | None:
    """Return the number of "twenty-odd", or None."""
    head, _, tail = word.partition("-")
    return numerals.simple.get(head) if tail in numerals.odd else None


def _read_hyphenated(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral | None:
    """Read the number at the head of a compound ("four-year-old", "two-thirds", "three-hundred-strong")."""
    head, _, tail = sentence.lowers[i].partition("-")
    if head not in numerals.simple and head not in numerals.fractions:
        return None
    if tail in numerals.fractions and head in numerals.simple:
        value = numerals.simple[head] / numerals.fractions[tail]
        return Numeral(i, i + 1, value, value, NumeralForm.FRACTION) if 0 < value < 1 else None
    if head not in numerals.simple:
        return None
    value = numerals.simple[head]
    if _is_half_joined(tail, numerals):  # "one-and-a-half million"
        return scaled(sentence, Numeral(i, i + 1, value + 0.5, value + 0.5), numerals)
    second, _, rest = tail.partition("-")
    if head in numerals.tens and 0 < numerals.simple.get(second, 0) < 10:
        value, tail = value + numerals.simple[second], rest
    scale_word, _, rest = tail.partition("-")
    if scale_word in numerals.scales:
        value, tail = value * numerals.scales[scale_word], rest
    return Numeral(i, i + 1, value, value, tail=tail or None)


def _is_half_joined(tail: str, numerals: NumeralWords) -> bool:
    """Tell the "and-a-half" of "one-and-a-half"."""
    link, _, rest = tail.partition("-")
    article, _, half = rest.partition("-")
    return link in numerals.link and article in numerals.articles and numerals.fractions.get(half) == 2


def _read_tailed(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral | None:
    """Read "zwölfköpfige", the number and what is so large as one word."""
    word = sentence.lowers[i]
    tail = next(tail for tail in numerals.tails if word.endswith(tail))
    value = numerals.simple.get(word.removesuffix(tail))
    return None if value is None else Numeral(i, i + 1, value, value, tail=tail)


def _read_group(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral | None:
    """Read "a pair of climbers", "a score of people": a noun that says how many are in it."""
    is_group = sentence.lowers[i] in numerals.articles and sentence.lower_at(i + 2) in numerals.of
    count = numerals.groups.get(sentence.lower_at(i + 1)) if is_group else None
    if count is None or not sentence.lower_at(i + 3).isalpha() or sentence.lower_at(i + 3) in numerals.articles:
        return None
    return Numeral(i, i + 3, float(count), float(count), has_article=True)


def _read_share(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral | None:
    """Read "every fifth resident", "jeder fünfte Bewohner"; "every third day" is a time."""
    rank = numerals.ordinals.get(sentence.lower_at(i + 1)) if sentence.lowers[i] in numerals.every else None
    noun = sentence.lower_at(i + 2)
    if rank is None or not noun.isalpha() or any(noun.startswith(span) for span in numerals.spans):
        return None
    return Numeral(i, i + 2, 1.0 / rank, 1.0 / rank, NumeralForm.FRACTION)


def _read_vague(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral | None:
    """Read "dozens", "tens of thousands", "several hundred", and "half a million"."""
    word = sentence.lowers[i]
    if word in numerals.vague_before and i + 1 < len(sentence.words):
        return _read_several(sentence, i, numerals)
    if word in numerals.vague_times and sentence.lower_at(i + 2) in numerals.vague:
        factor, (low, high) = numerals.vague_times[word], numerals.vague[sentence.lowers[i + 2]]
        return Numeral(i, i + 3, low * factor, (high + 1) * factor - 1, NumeralForm.VAGUE)
    if word in numerals.vague:
        low, high = numerals.vague[word]
        return Numeral(i, i + 1, low, high, NumeralForm.VAGUE)
    return None


def _read_several(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral | None:
    """Read "several hundred" and "several hundred thousand"."""
    bounds = numerals.vague.get(numerals.vague_scales.get(sentence.lowers[i + 1], ""))
    if bounds is None:
        return None
    (low, high), scale = bounds, numerals.scales.get(sentence.lower_at(i + 2), 0)
    if scale > 100:
        return Numeral(i, i + 3, low * scale, (high + 1) * scale - 1, NumeralForm.VAGUE)
    return Numeral(i, i + 2, low, high, NumeralForm.VAGUE)


def _read_fraction(sentence: Sentence, i: int, numerals: NumeralWords) -> Numeral | None:
    """Read "half of", "a third of", "three quarters", "half a million", "one and a half"; a bare "third" is an
    ordinal.
    """
    word, after = sentence.lowers[i], sentence.lower_at(i + 1)
    if word in numerals.half:
        if (scale := _article_scale(sentence, i + 1, numerals)) is not None:
            return Numeral(i, i + 3, 0.5 * scale, 0.5 * scale, is_scaled=True)
        if (scale := numerals.scales.get(after, 0.0)) > _HUNDRED:  # "eine halbe Million"
            return Numeral(i, i + 2, 0.5 * scale, 0.5 * scale, is_scaled=True)
        return Numeral(i, i + 1, 0.5, 0.5, NumeralForm.FRACTION) if after in numerals.halves_of else None
    if after not in numerals.fractions or sentence.lower_at(i + 2) not in numerals.of:
        return None
    numerator = 1.0 if word in numerals.articles else numerals.simple.get(word)
    if numerator is None:
        return None
    value = numerator / numerals.fractions[after]
    if (scale := _article_scale(sentence, i + 3, numerals)) is not None:  # "a quarter of a million"
        return Numeral(i, i + 5, value * scale, value * scale, is_scaled=True)
    return Numeral(i, i + 2, value, value, NumeralForm.FRACTION) if 0 < value < 1 else None


def _article_scale(sentence: Sentence, at: int, numerals: NumeralWords) -> float | None:
    """Return the scale of "a million" at token `at`."""
    return numerals.scales.get(sentence.lower_at(at + 1)) if sentence.lower_at(at) in numerals.articles else None
