"""What a number counts: a unit of measure, or a counted noun of open vocabulary with its class.

There is no parser behind this: a noun phrase after a number ends at its first plural noun, at a function word or at a mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.events import Events, compile_events
from monitor.core.lexicon import Language
from monitor.core.numbers import Figure, Form, compile_numerals
from monitor.core.text import Sentence

_REACH = 8  # tokens that a counted noun phrase may have
_DASHES = frozenset("-–—‐‑")


@dataclass(frozen=True, slots=True)
class Unit:
    """The counted thing: tokens [first, last), its head, its words as written, its class.

    `implied` is the aspect that the noun itself says ("deaths"). `is_part`: "of the 12,000", "of them". `is_attributive`: "a two-car crash".
    """

    first: int
    last: int
    head: int | None
    text: str | None
    unit_class: str | None
    per: str | None = None
    implied: str | None = None
    is_part: bool = False
    is_increment: bool = False
    is_attributive: bool = False
    is_measure: bool = False
    points_back: bool = False  # "of these troops", "of them"


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The unit words of one language, compiled."""

    classes: Mapping[str, str]
    implied: Mapping[str, str]
    endings: tuple[str, ...]
    measures: Mapping[str, str]
    only_after_digits: frozenset[str]
    touching_or_upper: frozenset[str]
    square: frozenset[str]
    time_nouns: frozenset[str]
    rate_articles: frozenset[str]
    rate_prepositions: frozenset[str]
    rate_adverbs: Mapping[str, str]
    irregular: Mapping[str, str]
    not_plural: frozenset[str]
    attributive: frozenset[str]
    stops: frozenset[str]
    joins: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    more: frozenset[str]
    one_generic: frozenset[str]
    one_before: frozenset[str]
    military: frozenset[str]
    military_persons: frozenset[str]
    force: frozenset[str]
    corps: frozenset[str]
    partitive: frozenset[str]
    numbers: frozenset[str]
    events: Events


@lru_cache(maxsize=8)
def compile_units(language: Language) -> Units:
    """Return the unit words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["units"]
    nouns, words, military = table["nouns"], table["measure_words"], table["military"]
    numerals = compile_numerals(language)
    return Units(
        classes={noun: name for name, members in table["classes"].items() for noun in members},
        implied={noun: aspect for aspect, members in table["implied"].items() for noun in members},
        endings=tuple(table["person_endings"]["endings"]),
        measures={word: name for name, members in table["measures"].items() for word in members},
        only_after_digits=frozenset(words["only_after_digits"]),
        touching_or_upper=frozenset(words["touching_or_upper"]),
        square=frozenset(words["square"]),
        time_nouns=frozenset(words["time_nouns"]),
        rate_articles=frozenset(words["rate_articles"]),
        rate_prepositions=frozenset(words["rate_prepositions"]),
        rate_adverbs=words["rate_adverbs"],
        irregular=nouns["irregular"],
        not_plural=frozenset(nouns["not_plural"]),
        attributive=frozenset(nouns["attributive_plurals"]),
        stops=frozenset(nouns["stops"]),
        joins=frozenset(nouns["joins"]),
        determiners=frozenset(nouns["determiners"]),
        pronouns=frozenset(nouns["pronouns"]),
        more=frozenset(nouns["more"]),
        one_generic=frozenset(nouns["one_generic"]),
        one_before=frozenset(nouns["one_before"]),
        military=frozenset(military["modifiers"]),
        military_persons=frozenset(military["persons"]),
        force=frozenset(military["force"]),
        corps=frozenset(military["corps"]),
        partitive=frozenset(military["partitive"]),
        numbers=frozenset(numerals.simple) | frozenset(numerals.vague),
        events=compile_events(language),
    )


def read_unit(sentence: Sentence, figure: Figure, units: Units) -> Unit:
    """Return what the figure counts; an empty unit (`text` None) where the sentence does not say."""
    if figure.unit is not None:
        return _rated(sentence, _money_or_share(sentence, figure, units), units)
    measure = _measure(sentence, figure, units)
    if measure is not None:
        return _rated(sentence, measure, units)
    if figure.tail is not None:
        return _compound(sentence, figure, figure.tail, units)
    start = figure.last
    if _is_joined_dash(sentence, start):
        return _joined(sentence, figure, units)
    return _rated(sentence, _counted(sentence, start, figure, units), units)


def singular(word: str, units: Units) -> str:
    """Return the dictionary form of a noun in lower case, as far as its ending tells."""
    known = units.irregular.get(word)
    if known:
        return known
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def is_plural(word: str, units: Units) -> bool:
    """Tell whether a lower-case word looks like a plural or collective noun."""
    if word in units.irregular:
        return True
    if len(word) < 3 or word in units.not_plural:
        return False
    if word.endswith("s"):
        return not word.endswith(("ss", "us", "is", "'s", "’s")) and word[-2].isalpha() and (len(word) > 3 or word[0] in "tck")
    return word.endswith("men") and len(word) > 5


def class_of(head: str, modifiers: tuple[str, ...], units: Units) -> str | None:
    """Return the class of a counted noun, given its singular head and the words before it."""
    is_military = not units.military.isdisjoint(modifiers)
    if head in units.force:
        return "soldier" if is_military or not modifiers or modifiers[-1].endswith("n") else "military_unit"
    if is_military and head in units.military_persons:
        return "soldier"
    if is_military and head in units.corps:
        return "military_unit"
    name = units.classes.get(head)
    if name is None and "-" in head:
        name = units.classes.get(head.rsplit("-", 1)[1])
    if name is None and head.endswith(units.endings):
        return "person"
    return name


# ---- measures, money, shares


def _money_or_share(sentence: Sentence, figure: Figure, units: Units) -> Unit:
    unit_class = "share" if figure.unit == "percent" else "money"
    return Unit(figure.last, figure.last, None, figure.unit, unit_class, is_measure=True)


def _measure(sentence: Sentence, figure: Figure, units: Units) -> Unit | None:
    if figure.tail is not None:
        return _measured_tail(sentence, figure, figure.tail, units)
    i, size, lowers = figure.last, len(sentence.words), sentence.lowers
    is_joined = _is_joined_dash(sentence, i)
    if is_joined or (i + 1 < size and lowers[i] in ("-", "–") and lowers[i + 1] in units.measures):
        i += 1
    if i >= size:
        return None
    first = i
    if lowers[i] in units.square and i + 1 < size:
        i += 2 if lowers[i + 1] in units.measures or lowers[i + 1] in ("m", "ft", "foot", "feet") else 1
        if i - first < 2:
            return None
        return Unit(first, i, i - 1, sentence.slice(first, i), "area" if lowers[first][0] == "s" else "volume", is_measure=True)
    if lowers[i] == "°" and i + 1 < size and sentence.touches(i + 1):
        return Unit(first, i + 2, i + 1, sentence.slice(first, i + 2), "temperature", is_measure=True)
    if i + 2 < size and lowers[i + 1] == "/" and sentence.touches(i + 1) and sentence.touches(i + 2) and (lowers[i] in units.measures or sentence.touches(i)):
        return Unit(first, i + 3, i, sentence.slice(first, i + 3), "speed", is_measure=True)
    unit_class = units.measures.get(lowers[i])
    if unit_class is None or not _is_measure_here(sentence, figure, i, units):
        return None
    last = i + 1
    if unit_class == "temperature" and last < size and units.measures.get(lowers[last]) == "temperature":
        last += 1
    if unit_class == "duration" and last < size and (lowers[last] == "old" or (lowers[last] == "of" and lowers[last + 1 : last + 2] == ("age",))):
        return Unit(first, last + (1 if lowers[last] == "old" else 2), i, sentence.slice(first, last + 1), "age", is_measure=True)
    if unit_class in ("volume", "mass") and last + 1 < size and lowers[last] == "of" and lowers[last + 1] not in units.stops:
        return Unit(first, last + 2, i, sentence.slice(first, last), unit_class, is_measure=True)
    return Unit(first, last, i, sentence.slice(first, last), unit_class, is_attributive=is_joined, is_measure=True)


def _is_measure_here(sentence: Sentence, figure: Figure, i: int, units: Units) -> bool:
    """Tell 5 m and 5m from a word that only looks like a unit ("12 in hospital")."""
    word = sentence.lowers[i]
    if word not in units.only_after_digits:
        return True
    if not figure.is_digits:
        return False
    if sentence.touches(i):
        return True
    if word in units.touching_or_upper:
        return word.isalpha() and sentence.words[i].isupper() and len(word) == 1
    return True


def _measured_tail(sentence: Sentence, figure: Figure, tail: str, units: Units) -> Unit | None:
    """Read the unit inside a compound token: "four-year-old", "six-mile"."""
    head = tail.split("-", 1)[0]
    if tail in units.measures or tail.endswith(("year-old", "month-old", "year-olds")):
        name = units.measures.get(tail, "age")
        return Unit(figure.first, figure.last, figure.first, tail, name, is_attributive=True, is_measure=True)
    if head in units.measures and head not in units.only_after_digits:
        return Unit(figure.first, figure.last, figure.first, tail, units.measures[head], is_attributive=True, is_measure=True)
    return None


def _rated(sentence: Sentence, unit: Unit, units: Units) -> Unit:
    """Add the denominator of a rate: "a day", "per share", "each year", "daily"."""
    i, lowers = unit.last, sentence.lowers
    if i + 1 < len(lowers) and (
        (lowers[i] in units.rate_articles and lowers[i + 1] in units.time_nouns) or (lowers[i] in units.rate_prepositions and lowers[i + 1][0].isalpha())
    ):
        return _with(unit, last=i + 2, per=singular(lowers[i + 1], units))
    if i < len(lowers) and lowers[i] in units.rate_adverbs and unit.text is not None and unit.unit_class != "duration":
        return _with(unit, last=i + 1, per=units.rate_adverbs[lowers[i]])
    return unit


def _with(unit: Unit, *, last: int, per: str) -> Unit:
    return Unit(
        unit.first, last, unit.head, unit.text, unit.unit_class, per, unit.implied, unit.is_part, unit.is_increment, unit.is_attributive, unit.is_measure
    )


# ---- counted nouns


def _is_joined_dash(sentence: Sentence, i: int) -> bool:
    return (
        i + 1 < len(sentence.words) and sentence.lowers[i] in _DASHES and sentence.touches(i) and sentence.touches(i + 1) and sentence.words[i + 1][0].isalpha()
    )


def _joined(sentence: Sentence, figure: Figure, units: Units) -> Unit:
    """Read "3-car", "13-member": a compound modifier, never a count of what happened."""
    i = figure.last + 1
    word = sentence.lowers[i]
    if word.endswith(("year-old", "year-olds", "month-old", "years-old", "week-old", "day-old", "yr-old")):
        return Unit(i, i + 1, i, sentence.words[i], "age", is_attributive=True, is_measure=True)
    head = singular(word.split("-", 1)[0], units)
    return Unit(i, i + 1, i, sentence.words[i], class_of(head, (), units), is_attributive=True)


def _compound(sentence: Sentence, figure: Figure, tail: str, units: Units) -> Unit:
    head = singular(tail.split("-", 1)[0], units)
    return Unit(figure.first, figure.last, figure.first, tail, class_of(head, (), units), is_attributive=True)


def _counted(sentence: Sentence, start: int, figure: Figure, units: Units) -> Unit:
    lowers, size = sentence.lowers, len(sentence.words)
    i, is_part, is_increment = start, False, False
    while i < size and lowers[i] in units.more and i - start < 2:
        is_increment = is_increment or lowers[i] not in ("other", "others")
        if lowers[i] == "others":
            return Unit(i, i + 1, i, sentence.words[i], "person", is_increment=is_increment)
        i += 1
    if i < size and lowers[i] == "of":
        is_vague = figure.form in (Form.VAGUE, Form.FRACTION) and not figure.is_scaled
        i += 1
        has_determiner = False
        while i < size and (lowers[i] in units.determiners or (sentence.words[i][0].isdecimal() and has_determiner)) and i - start < 5:
            has_determiner = True
            i += 1
        if i < size and lowers[i] in units.pronouns and not has_determiner:
            return Unit(start, i + 1, None, None, None, is_part=True, points_back=True)
        if i - 1 > start and lowers[i - 1] in units.pronouns and (i >= size or lowers[i] in units.stops or not lowers[i][0].isalpha()):
            return Unit(start, i, None, None, None, is_part=True, points_back=True)
        is_part = has_determiner or not is_vague
    elif figure.form is Form.FRACTION and i < size and lowers[i] in units.determiners:
        i += 1
    unit = _noun_phrase(sentence, i, figure, units)
    if unit is None:
        return Unit(start, max(i, start) if is_part or is_increment else start, None, None, None, is_part=is_part, is_increment=is_increment)
    is_share = figure.form is Form.FRACTION
    return Unit(
        unit.first,
        unit.last,
        unit.head,
        unit.text,
        "share" if is_share else unit.unit_class,
        None,
        unit.implied,
        is_part,
        is_increment,
        points_back=is_part and any(word in units.pronouns for word in lowers[start : start + 2]),
    )


def _noun_phrase(sentence: Sentence, start: int, figure: Figure, units: Units) -> Unit | None:
    head = _head(sentence, start, figure, units)
    if head is None:
        return None
    lowers = sentence.lowers
    first = start
    while first < head and (sentence.words[first][0].isupper() or not lowers[first][0].isalpha() or lowers[first] in units.more):
        first += 1  # a nation's adjective or a name is the actor's, not the unit's
    if any(not lowers[k][0].isalpha() for k in range(first, head)):
        first = max(k for k in range(first, head) if not lowers[k][0].isalpha()) + 1
    while first < head and units.measures.get(lowers[first]) == "age":
        first += 1
    first = min(first, head)
    modifiers = tuple(lowers[start:head])
    noun = singular(lowers[head], units)
    unit_class = class_of(noun, modifiers, units)
    if unit_class is None and sentence.words[head][0].isupper() and lowers[head].endswith(("ns", "ish", "ese", "is")) and not sentence.is_heading:
        unit_class = "person"  # Americans, North Koreans
    if unit_class == "person" and _is_from_corps(sentence, head + 1, units):
        unit_class = "soldier"
    return Unit(start, head + 1, head, sentence.slice(first, head + 1), unit_class, None, units.implied.get(noun))


def _is_from_corps(sentence: Sentence, i: int, units: Units) -> bool:
    """Tell that men "from four brigades" are soldiers."""
    lowers = sentence.lowers
    if i >= len(lowers) or lowers[i] not in units.partitive:
        return False
    return any(singular(word, units) in units.corps for word in lowers[i + 1 : i + 5])


def _head(sentence: Sentence, start: int, figure: Figure, units: Units) -> int | None:
    """Return the token of the counted noun: the first plural that is not itself a modifier, or a singular after "one"."""
    lowers, size = sentence.lowers, len(sentence.words)
    is_one = figure.low == figure.high == 1.0
    noun: int | None = None
    i, limit = start, min(size, start + _REACH)
    while i < limit:
        word = lowers[i]
        if word[0].isdecimal():
            calibre = _skip_calibre(sentence, i, units)
            if calibre == i:
                break
            i = calibre
            continue
        if not word[0].isalpha():
            if word in _DASHES and sentence.touches(i) and sentence.touches(i + 1):
                i += 1
                continue
            if word in ("'s", "’s") and noun is not None:
                noun, i = None, i + 1
                continue
            break
        if word in units.joins:
            if noun is None and i == start or not _goes_on(sentence, i + 1, limit, units):
                break
            i += 1
            continue
        if word in units.stops or word in units.numbers:
            break
        if word in units.events.words and not _is_modifier(sentence, i, limit, units):
            break
        if is_plural(word, units):
            if word in units.attributive and i + 1 < limit and _continues(sentence, i + 1, units):
                noun = i
                i += 1
                continue
            return i
        noun = i
        i += 1
    if noun is None:
        return None
    if is_one or lowers[noun] in units.irregular:
        return noun
    return _singular_unit(sentence, start, noun, units)


def _continues(sentence: Sentence, i: int, units: Units) -> bool:
    word = sentence.lowers[i]
    return (
        word not in units.stops
        and word[0].isalpha()
        and word not in units.joins
        and (is_plural(word, units) or (word not in units.events.words and i + 1 < len(sentence.words) and is_plural(sentence.lowers[i + 1], units)))
    )


def _goes_on(sentence: Sentence, i: int, limit: int, units: Units) -> bool:
    """Tell "Kia and Hyundai vehicles", "122-mm and 152-mm shells" from two things that are counted apart."""
    for k in range(i, min(i + 4, limit)):
        word = sentence.lowers[k]
        if word in units.stops or word in units.numbers or word in units.joins or (not word[0].isalnum() and word not in _DASHES) or word in units.events.words:
            return False
        if is_plural(word, units):
            return k > i
    return False


def _is_modifier(sentence: Sentence, i: int, limit: int, units: Units) -> bool:
    """Tell "12 wounded soldiers" from "two wounded"."""
    for k in range(i + 1, min(i + 4, limit)):
        word = sentence.lowers[k]
        if not word[0].isalpha() or word in units.stops or word in units.numbers or word in units.joins or word in units.events.words:
            return False
        if is_plural(word, units):
            return True
    return False


def _skip_calibre(sentence: Sentence, i: int, units: Units) -> int:
    """Return the token after "122-mm" or "9mm" inside a noun phrase, or `i`."""
    lowers = sentence.lowers
    if i + 2 < len(lowers) and lowers[i + 1] in _DASHES and sentence.touches(i + 1) and sentence.touches(i + 2) and lowers[i + 2] in units.measures:
        return i + 3
    if i + 1 < len(lowers) and sentence.touches(i + 1) and lowers[i + 1] in units.measures:
        return i + 2
    return i


def _singular_unit(sentence: Sentence, start: int, noun: int, units: Units) -> int | None:
    """Accept a singular after a number only where it is a sign ("4500 mAh", "0.5 WAR") or an attribute ("a 12 page document")."""
    word = sentence.words[start]
    if (sum(char.isupper() for char in word) >= 2 and word.isalpha()) or (len(word) <= 3 and sentence.touches(start)):
        return start
    return None
