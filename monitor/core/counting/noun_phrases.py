"""The noun that a number counts, by where its noun phrase ends: at the first plural, a function word or a mark.

There is no parser behind this. What the noun makes of the number, its class and its words, is read by `counted_units`.
"""

from __future__ import annotations

from monitor.core.counting.labels import is_designation
from monitor.core.counting.numerals import Numeral
from monitor.core.counting.units import Units, class_of, is_plural, singular
from monitor.core.language.text import Sentence
from monitor.model import UnitClass

_MACHINES = frozenset((UnitClass.MATERIEL, UnitClass.VEHICLE))
_REACH = 8  # tokens that a counted noun phrase may have
_DASHES = frozenset("-–—‐‑")

_POSSESSIVES = frozenset({"'s", "’s"})


def head_of(sentence: Sentence, start: int, figure: Numeral, units: Units) -> int | None:
    """Return the token of the counted noun: the first plural that is not itself a modifier, or a singular after
    "one".
    """
    if units.has_capital_nouns:
        return _capital_head(sentence, start, units)
    lowers = sentence.lowers
    noun: int | None = None
    is_one = figure.is_rank or figure.low == figure.high == 1.0
    i, limit = start, min(len(lowers), start + _REACH)
    while i < limit:
        word = lowers[i]
        if not word[0].isalpha() or word in units.joins:
            after = _skip_link(sentence, i, limit, units, is_inside=noun is not None, is_first=i == start)
            if after == i:
                break
            if word[0].isdecimal() and _is_aged(lowers[after - 1], units):
                return after - 1
            noun, i = None if word in _POSSESSIVES else noun, after
            continue
        if _is_people(sentence, i, units):
            return i
        is_behind = i == start and not is_one and (word in units.forms or not _is_named(sentence, figure, units))
        if _ends_phrase(sentence, i, limit, noun, units, is_behind=is_behind):
            break
        if is_plural(word, units) and not _describes(sentence, i, limit, units):
            return i
        noun = i
        i += 1
    if noun is None:
        return None
    return noun if is_one or lowers[noun] in units.irregular else _sign(sentence, start)


def _skip_link(sentence: Sentence, i: int, limit: int, units: Units, *, is_inside: bool, is_first: bool) -> int:
    """Return the token behind a calibre, a joining dash, a possessive or an "and" at `i`; `i` where the phrase ends
    there. is_inside: a noun stands before it.
    """
    word = sentence.lowers[i]
    if word[0].isdecimal():
        if i > 0 and is_designation(sentence.words[i - 1]):
            return i + 1
        return _skip_model(sentence, i, limit, units) if is_inside else _skip_calibre(sentence, i, units)
    if word in _DASHES:
        return i + (sentence.touches(i) and sentence.touches(i + 1))
    if not word[0].isalpha():
        return i + (is_inside and word in _POSSESSIVES)
    return i + ((is_inside or not is_first) and _goes_on(sentence, i + 1, limit, units))


def _skip_model(sentence: Sentence, i: int, limit: int, units: Units) -> int:
    """Return the token of the machines that are of the model whose number stands at `i`, "22 Boeing 787-9 jets", "12
    Leopard 2 tanks"; else as behind a calibre.
    """
    lowers, k = sentence.lowers, i + 1
    if not sentence.words[i - 1][0].isupper():
        return _skip_calibre(sentence, i, units)
    if k + 1 < limit and lowers[k] in _DASHES and sentence.touches(k) and lowers[k + 1][0].isdecimal():
        k += 2
    while k < limit and (sentence.words[k].isupper() or (lowers[k].isdecimal() and sentence.words[k - 1].isupper())):
        k += 1  # "737 MAX 8"
    return k if k < limit and _is_machine(lowers[k], units) else i


def _is_machine(word: str, units: Units) -> bool:
    return is_plural(word, units) and class_of(singular(word, units), (), units) in _MACHINES


def _is_aged(word: str, units: Units) -> bool:
    """Tell the noun of "two 17-year-olds"."""
    return word.endswith(units.endings) and is_plural(word, units)


def _is_named(sentence: Sentence, figure: Numeral, units: Units) -> bool:
    """Tell the number of a name, which does something: "Apollo 11 lands"."""
    before = figure.first - 1
    return before >= 0 and sentence.words[before][0].isupper() and sentence.lowers[before] not in units.stops


def _ends_phrase(
    sentence: Sentence, i: int, limit: int, noun: int | None, units: Units, *, is_behind: bool = False
) -> bool:
    """Tell whether a counted phrase, whose last noun is `noun`, ends before the word at `i`: a function word, a
    participle, what happens; but "job cuts" are counted, and a verb in "-s" right behind a number (`is_behind`) is a
    noun: several trains and fires are no one who trains or fires.
    """
    if _is_stop(sentence, i, units) or (noun is not None and _opens_participle(sentence, i, units)):
        return True
    if sentence.lowers[i] not in units.events.words or _is_modifier(sentence, i, limit, units):
        return False
    word = sentence.lowers[i]
    is_noun = noun == i - 1 or (is_behind and singular(word, units) != word)
    return not (is_noun and is_plural(word, units))


def _describes(sentence: Sentence, i: int, limit: int, units: Units) -> bool:
    """Tell the first plural of "two arms dealers", and the name of "31 Abrams tanks"."""
    if sentence.words[i][0].isupper() and i + 1 < limit and not sentence.words[i + 1][0].isupper():
        is_known = class_of(singular(sentence.lowers[i], units), (), units) is not None
        return not is_known and _is_machine(sentence.lowers[i + 1], units)
    return sentence.lowers[i] in units.attributive and i + 1 < limit and _continues(sentence, i + 1, units)


def _is_stop(sentence: Sentence, i: int, units: Units) -> bool:
    """Tell that a counted noun phrase ends before a function word or a number; "US", "WHO" are names in the phrase."""
    word = sentence.lowers[i]
    return word in units.numbers or (word in units.stops and not is_acronym(sentence, i))


def is_acronym(sentence: Sentence, i: int) -> bool:
    """Tell a name in capitals from a word of a text that is all in capitals: "US troops"."""
    word, after = sentence.words[i], sentence.words[i + 1 : i + 2]
    return len(word) > 1 and word.isupper() and after != () and not after[0].isupper()


def _is_people(sentence: Sentence, i: int, units: Units) -> bool:
    """Tell that a nation's word is the counted noun: "Iraqis", "320 Swiss were", "nine Dutch hurt", never "two Swiss
    climbers" or "two Swiss shipping firms".
    """
    word = sentence.lowers[i]
    if word not in units.peoples or not sentence.words[i][0].isupper():
        return False
    after = sentence.lowers[i + 1] if i + 1 < len(sentence.lowers) else ""
    is_plural_form = word[-1] == "s" and word[:-1] in units.peoples
    is_verb = after in units.events.words and not after.endswith(units.participle_endings)
    return is_plural_form or not after[:1].isalpha() or after in units.stops or is_verb


def _capital_head(sentence: Sentence, start: int, units: Units) -> int | None:
    """Return the counted noun of a language that writes nouns with a capital: the first such word before the phrase
    ends.
    """
    for i in range(start, min(len(sentence.words), start + _REACH)):
        word = sentence.lowers[i]
        if not word[0].isalpha() or word in units.stops or word in units.numbers:
            return None
        if sentence.words[i][0].isupper():
            is_name = is_acronym(sentence, i) and sentence.words[i + 1][0].isupper()
            return i + 1 if is_name else i  # "12 US Soldaten"
        is_declined = word in units.events.declined and sentence.words[i + 1 : i + 2] != ()
        if word in units.events.words and not (is_declined and sentence.words[i + 1][0].isupper()):
            return None
    return None


def _opens_participle(sentence: Sentence, i: int, units: Units) -> bool:
    """Tell that the words after a noun say what it does and count no further: "one video (allegedly) showing the
    camp".
    """
    lowers = sentence.lowers
    if i + 1 >= len(lowers):
        return False
    if lowers[i].endswith(units.adverb_endings):
        return lowers[i + 1].endswith(units.participle_endings)
    after = sentence.words[i + 1]
    return (
        lowers[i].endswith(units.participle_endings)
        and (lowers[i + 1] in units.determiners or after[0].isupper() or after[0].isdecimal())
        and (lowers[i] not in units.classes and not sentence.is_heading)
    )


def _continues(sentence: Sentence, i: int, units: Units) -> bool:
    word = sentence.lowers[i]
    return (
        word not in units.stops
        and word[0].isalpha()
        and word not in units.joins
        and (
            is_plural(word, units)
            or (
                word not in units.events.words
                and i + 1 < len(sentence.words)
                and is_plural(sentence.lowers[i + 1], units)
            )
        )
    )


def _goes_on(sentence: Sentence, i: int, limit: int, units: Units) -> bool:
    """Tell "Kia and Hyundai vehicles", "122-mm and 152-mm shells" from two things that are counted apart."""
    for k in range(i, min(i + 4, limit)):
        word = sentence.lowers[k]
        if (
            word in units.stops
            or word in units.numbers
            or word in units.joins
            or (not word[0].isalnum() and word not in _DASHES)
            or word in units.events.words
        ):
            return False
        if is_plural(word, units):
            return k > i or (word in units.attributive and _continues(sentence, k + 1, units))
    return False


def _is_modifier(sentence: Sentence, i: int, limit: int, units: Units) -> bool:
    """Tell "12 wounded soldiers" from "two wounded"."""
    for k in range(i + 1, min(i + 4, limit)):
        word = sentence.lowers[k]
        if (
            not word[0].isalpha()
            or word in units.stops
            or word in units.numbers
            or word in units.joins
            or word in units.events.words
        ):
            return False
        if is_plural(word, units):
            return True
    return False


def _skip_calibre(sentence: Sentence, i: int, units: Units) -> int:
    """Return the token after "122-mm" or "9mm" inside a noun phrase, or `i`."""
    lowers = sentence.lowers
    if (
        i + 2 < len(lowers)
        and lowers[i + 1] in _DASHES
        and sentence.touches(i + 1)
        and sentence.touches(i + 2)
        and lowers[i + 2] in units.measures
    ):
        return i + 3
    if i + 1 < len(lowers) and sentence.touches(i + 1) and lowers[i + 1] in units.measures:
        return i + 2
    return i


def _sign(sentence: Sentence, start: int) -> int | None:
    """Accept a singular after a number only where it is a sign ("4500 mAh", "0.5 WAR")."""
    word = sentence.words[start]
    if (sum(char.isupper() for char in word) >= 2 and word.isalpha()) or (len(word) <= 3 and sentence.touches(start)):
        return start
    return None
