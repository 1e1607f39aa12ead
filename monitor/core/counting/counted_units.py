"""What a number counts: a counted noun of open vocabulary, with its class, or a unit of measure.

Where its noun phrase ends is read by `noun_phrases`.
"""

from __future__ import annotations

from monitor.core.counting.measures import is_joined_dash, measure, money_or_share, rated
from monitor.core.counting.noun_phrases import head_of, is_acronym
from monitor.core.counting.numerals import Numeral, NumeralForm
from monitor.core.counting.scaled import magnitude
from monitor.core.counting.shared_nouns import shared_noun
from monitor.core.counting.units import Unit, Units, class_of, is_plural, singular
from monitor.core.language.text import Sentence
from monitor.model import UnitClass
from monitor.model.valueclasses import replace

_DETERMINERS = 4  # articles and numbers after "of" ("of the 12,000")
_CRIME_REACH = 7
_GROUP = 5  # tokens from "strong" over what describes the group to its noun
_REACH = 8  # tokens that a counted noun phrase may have
_DASHES = frozenset("-–—‐‑")


def read_unit(sentence: Sentence, figure: Numeral, units: Units) -> Unit:
    """Return what the figure counts; an empty unit (`text` None) where the sentence does not say."""
    if figure.unit is not None:
        return rated(sentence, money_or_share(figure), units)
    if figure.is_complete:
        return _own_noun(sentence, figure, units)
    measured = (
        magnitude(sentence, figure, units.scales)
        or measure(sentence, figure, units)
        or _further(sentence, figure, units)
    )
    if measured is not None:
        return rated(sentence, measured, units)
    if figure.tail is not None:
        group = _group(sentence, figure.first, units) if figure.tail in units.strengths else None
        return group or _compound(figure, figure.tail, units)
    shared = shared_noun(sentence, figure, units)
    if shared is not None:
        return shared
    start = figure.last
    if is_joined_dash(sentence, start):
        return _joined(sentence, figure, units)
    return rated(sentence, _counted(sentence, start, figure, units), units)


def _own_noun(sentence: Sentence, figure: Numeral, units: Units) -> Unit:
    """Read "a man and a boy", whose two have no noun of their own, the one of "Cyclist killed", and "triple murder", by
    which three have died.
    """
    head = figure.last - 1
    if figure.is_one_more and figure.last - figure.first == 1:  # "and another injured"
        return Unit(figure.last, figure.last, None, None, None)
    if figure.low == 1.0:
        unit_class = class_of(singular(sentence.lowers[head], units), (), units)
        return Unit(figure.last, figure.last, head, sentence.words[head], unit_class)
    if units.multiples.keys().isdisjoint(sentence.lowers[figure.first : figure.last]):
        return Unit(figure.last, figure.last, None, None, None)
    return Unit(figure.last, figure.last, head, sentence.words[head], "casualty", None, "killed")


def _further(sentence: Sentence, figure: Numeral, units: Units) -> Unit | None:
    """Read "four more months": a measure behind a word for more."""
    word = sentence.lowers[figure.last] if figure.last < len(sentence.lowers) else ""
    if figure.tail is not None or word not in units.more or word in units.others:
        return None
    unit = measure(sentence, replace(figure, last=figure.last + 1), units)
    return None if unit is None else replace(unit, is_increment=word not in units.other)


def _joined(sentence: Sentence, figure: Numeral, units: Units) -> Unit:
    """Read "3-car", "13-member": a compound modifier, never a count of what happened."""
    i = figure.last + 1
    word = sentence.lowers[i]
    if word.endswith(units.age_endings):
        return Unit(i, i + 1, i, sentence.words[i], "age", is_attributive=True, is_measure=True)
    if word in units.strengths and (group := _group(sentence, i, units)) is not None:
        return group
    head = singular(word.split("-", 1)[0], units)
    return Unit(i, i + 1, i, sentence.words[i], class_of(head, (), units), is_attributive=True)


def _group(sentence: Sentence, i: int, units: Units) -> Unit | None:
    """Read "a 100-strong contingent": the people of a group, soldiers where the words behind it speak of an army."""
    lowers = sentence.lowers
    head = next((k for k in range(i + 1, min(len(lowers), i + _GROUP)) if lowers[k] in units.gatherings), None)
    if head is None or not units.stops.isdisjoint(lowers[i + 1 : head]):
        return None
    behind = {class_of(singular(word, units), (), units) for word in lowers[head : head + _REACH]}
    is_army = not behind.isdisjoint(("soldier", "military_unit")) or not units.corps.isdisjoint(
        lowers[head : head + _REACH]
    )
    return Unit(i, head + 1, head, sentence.words[head], "soldier" if is_army else "person")


def _compound(figure: Numeral, tail: str, units: Units) -> Unit:
    head = singular(tail.split("-", 1)[0], units)
    return Unit(figure.first, figure.last, figure.first, tail, class_of(head, (), units), is_attributive=True)


def _counted(sentence: Sentence, start: int, figure: Numeral, units: Units) -> Unit:
    i, is_increment, is_others = _skip_more(sentence, start, units)
    if is_others:
        return Unit(i, i + 1, i, sentence.words[i], "person", is_increment=is_increment)
    is_part = False
    if sentence.lower_at(i) in units.of:
        i, has_determiner, is_pronoun = _partitive(sentence, i + 1, units)
        if is_pronoun:
            return _of_them(sentence, start, i, figure, units)
        is_part = has_determiner or figure.is_scaled or figure.form not in (NumeralForm.VAGUE, NumeralForm.FRACTION)
    elif figure.form is NumeralForm.FRACTION and sentence.lower_at(i) in units.determiners:
        i += 1
    unit = _noun_behind(sentence, start, i, figure, units)
    if unit is None:
        attribute = _attribute(sentence, figure, units) if i == start else None
        last = i if is_part or is_increment else start
        return attribute or Unit(start, last, None, None, None, is_part=is_part, is_increment=is_increment)
    is_increment = is_increment or _is_fresh(sentence, unit, units)
    points_back = is_part and not units.pronouns.isdisjoint(sentence.lowers[start : start + 2])
    if figure.form is not NumeralForm.FRACTION and not (is_part or is_increment or points_back):
        return unit
    unit_class = "share" if figure.form is NumeralForm.FRACTION else unit.unit_class
    return replace(unit, unit_class=unit_class, is_part=is_part, is_increment=is_increment, points_back=points_back)


def _noun_behind(sentence: Sentence, start: int, i: int, figure: Numeral, units: Units) -> Unit | None:
    """Return the noun phrase at token `i`; None right behind a number, at `start`, that has none."""
    is_alone = i == start and _stands_alone(sentence, figure, units)
    return None if is_alone else _noun_phrase(sentence, i, figure, units)


def _stands_alone(sentence: Sentence, figure: Numeral, units: Units) -> bool:
    """Tell "thousands marched past parliament": a plural number has no noun without "of"."""
    is_vague = figure.form is NumeralForm.VAGUE and not units.has_capital_nouns
    return is_vague and sentence.lowers[figure.last - 1].endswith(units.plural_marks)


def _skip_more(sentence: Sentence, start: int, units: Units) -> tuple[int, bool, bool]:
    """Step over "more", "other", "another": the token behind them, whether they say that these come on top of others,
    and whether the word there stands for people itself ("two others").
    """
    i, is_increment = start, False
    while i - start < 2 and (word := sentence.lower_at(i)) in units.more:
        if word in units.others:
            return i, is_increment, True
        is_increment = is_increment or word not in units.other
        i += 1
    return i, is_increment, False


def _of_them(sentence: Sentence, start: int, i: int, figure: Numeral, units: Units) -> Unit:
    """Return the unit of "12 of them", "12 of them children"; `i` is the token behind the pronoun."""
    named = _named_part(sentence, i, figure, units)
    if named is None:
        return Unit(start, i, None, None, None, is_part=True, points_back=True)
    return replace(named, is_part=True, points_back=True)


def _is_fresh(sentence: Sentence, unit: Unit, units: Units) -> bool:
    """Tell whether the noun says that these come on top of others: "110 new cases"; new shops are only new."""
    if unit.unit_class not in (UnitClass.EVENT, UnitClass.CASUALTY) or unit.head is None:
        return False
    return sentence.lowers[unit.first] in units.fresh or sentence.lowers[unit.head].startswith(units.fresh_beginnings)


def _named_part(sentence: Sentence, i: int, figure: Numeral, units: Units) -> Unit | None:
    """Return what the part consists of where the next word says it: "12 of them children"."""
    if (
        i >= len(sentence.lowers)
        or not is_plural(sentence.lowers[i], units)
        or sentence.lowers[i] in units.events.words
    ):
        return None
    unit = _noun_phrase(sentence, i, figure, units)
    return unit if unit is not None and unit.unit_class is not None else None


def _partitive(sentence: Sentence, i: int, units: Units) -> tuple[int, bool, bool]:
    """Step over what follows "of": the token where its noun phrase begins, whether an article stands there, whether it
    is a pronoun ("of them").
    """
    lowers, size, start = sentence.lowers, len(sentence.words), i
    is_article = lowers[i - 1] in units.determiners  # a genitive article, which says "of the"
    while (
        i < size
        and i - start < _DETERMINERS
        and (lowers[i] in units.determiners or sentence.words[i][0].isdecimal())  # "12 of (the) 30 miners"
    ):
        i += 1
    has_determiner = i > start or is_article
    if not has_determiner and i < size and lowers[i] in units.pronouns and not is_acronym(sentence, i):
        return i + 1, False, True
    owned = _after_owner(sentence, i, units)
    if owned is not None:
        return owned, True, False
    is_pronoun = (
        has_determiner
        and lowers[i - 1] in units.pronouns
        and (i >= size or lowers[i] in units.stops or not lowers[i][0].isalpha())
    )
    return i, has_determiner, is_pronoun


def _after_owner(sentence: Sentence, i: int, units: Units) -> int | None:
    """Return the token after an owner and the number of what is owned ("the region's 3,300 drivers"), or None where
    nobody owns it.
    """
    lowers = sentence.lowers
    for k in range(i, min(len(lowers), i + _DETERMINERS)):
        if lowers[k] in ("'s", "’s"):
            is_number = k + 1 < len(lowers) and lowers[k + 1][0].isdecimal()
            return k + 2 if is_number else None
        if not lowers[k][0].isalpha() or lowers[k] in units.stops:
            return None
    return None


def _noun_phrase(sentence: Sentence, start: int, figure: Numeral, units: Units) -> Unit | None:
    head = head_of(sentence, start, figure, units)
    if head is None:
        return None
    first = head if units.has_capital_nouns else _own_words(sentence, start, head, units)
    modifiers = sentence.lowers[start:head]
    noun = singular(sentence.lowers[head], units)
    if modifiers and f"{modifiers[-1]} {noun}" in units.implied:
        noun = f"{modifiers[-1]} {noun}"  # "job losses"
    if noun in units.charge_heads and (crime := _crime(sentence, head + 1, units)) is not None:
        surface = sentence.slice(first, crime + 1)
        return Unit(start, crime + 1, head, surface, "casualty", None, "killed", is_alleged=True)
    unit_class = _class_here(sentence, head, class_of(noun, modifiers, units), units)
    return Unit(start, head + 1, head, sentence.slice(first, head + 1), unit_class, None, units.implied.get(noun))


def _own_words(sentence: Sentence, start: int, head: int, units: Units) -> int:
    """Return where the unit's own words begin in the phrase from `start` to its noun: behind nations and names, which
    are the actor's, behind marks, and behind ages and calibres.
    """
    lowers, first = sentence.lowers, start
    while first < head and (
        sentence.words[first][0].isupper()
        or not lowers[first][0].isalpha()
        or lowers[first] in units.more
        or (first > start and lowers[first] in units.joins)
    ):
        first += 1  # "Army and police officers"
    first = max((k + 1 for k in range(first, head) if not lowers[k][0].isalpha()), default=first)
    while first < head and _is_age_or_calibre(lowers, first, units):
        first += 1
    return first


def _is_age_or_calibre(lowers: tuple[str, ...], at: int, units: Units) -> bool:
    """Tell the measures of "three 14-year-old boys" and "122-mm shells"."""
    measure_class = units.measures.get(lowers[at])
    return measure_class == "age" or (measure_class is not None and lowers[at - 1] in _DASHES)


def _class_here(sentence: Sentence, head: int, unit_class: str | None, units: Units) -> str | None:
    """Return the class of a noun by what stands there: "Americans", "men from four brigades"."""
    is_name = unit_class in (None, "country") and sentence.words[head][0].isupper()
    if is_name and _names_people(sentence.lowers[head], units, in_heading=sentence.is_heading):
        unit_class = "person"
    return "soldier" if unit_class == "person" and _is_from_corps(sentence, head + 1, units) else unit_class


def _names_people(word: str, units: Units, *, in_heading: bool) -> bool:
    """Tell a nation's word, or one that ends as such a word does; in a heading any noun may have a capital."""
    return word in units.peoples or (not in_heading and word.endswith(units.people_endings))


def _crime(sentence: Sentence, i: int, units: Units) -> int | None:
    """Return the token of the killing that counts are counts of ("two counts of first-degree murder"), or None."""
    for k in range(i, min(i + _CRIME_REACH, len(sentence.lowers))):
        word = sentence.lowers[k]
        if word in units.not_crimes or word == ",":
            return None
        if word in units.crimes:
            return k
    return None


def _is_from_corps(sentence: Sentence, i: int, units: Units) -> bool:
    """Tell that men "from four brigades" are soldiers."""
    lowers = sentence.lowers
    if i >= len(lowers) or lowers[i] not in units.partitive:
        return False
    return any(singular(word, units) in units.corps for word in lowers[i + 1 : i + 5])


def _attribute(sentence: Sentence, figure: Numeral, units: Units) -> Unit | None:
    """Read "a 12 page document", "the 11 member pact": a singular that describes, between an article and another
    noun.
    """
    lowers, first, last = sentence.lowers, figure.first, figure.last
    if last + 1 >= len(lowers) or not figure.is_digits or figure.form is not NumeralForm.NUMBER:
        return None
    if sentence.lower_at(first - 1) not in units.determiners and not sentence.touches(last):
        return None
    if any(
        not word.isalpha() or word in units.stops or word in units.events.words or word in units.joins
        for word in lowers[last : last + 2]
    ):
        return None
    return (
        Unit(last, last + 1, last, sentence.words[last], None, is_attributive=True)
        if sentence.words[last].islower()
        else None
    )
