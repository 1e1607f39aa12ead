"""Figures that are told as no fact, by what they stand for: a whole, a distance, a moment, a side, a density, what
describes, kin, what there is room for, the size of what is spoken of, the figure before in another unit.
"""

from __future__ import annotations

from monitor.core.counting.figure_context import CountingWords, FigureContext
from monitor.core.counting.lists import is_whole
from monitor.core.counting.units import class_of, singular
from monitor.core.syntax.events import EventTrigger
from monitor.model import ASIDE, UnitClass

_ASIDE = 8  # tokens of "(50 miles)", with its marks
_DESCRIBED = 3  # tokens from "a 200-student" to the noun that it describes
_ROOM = 6  # tokens from "enough" over what there is enough of to its "for"
_GROUPS = frozenset(("group", "person", "soldier", "military_unit"))  # "a 12-member crew" counts it
_OF_PEOPLE = frozenset(("person", None))  # "a mother of three"
_LANDS = frozenset(("settlement", "country"))
_SPACES = frozenset(("length", "area", "volume"))
_EXTENTS = frozenset(("length", "area", "duration"))  # of a pipeline, a park, a siege: they are told once and known
_RECORD = 9  # tokens of "the worst storm to hit the coast in" before a span
_OR = 2  # tokens of ", or"
_BEREAVED = 5  # tokens of "by a wife and", before those who are left behind
_ABLE = 3  # tokens from a figure to "ausgelegt"


def passed_over(context: FigureContext) -> str | None:
    """Return why the figure is told as no fact, in one word, or None."""
    unit = context.unit
    if is_whole(context):
        return "whole"
    if unit.is_measure:
        return _passed_over_measure(context)
    if unit.is_attributive:
        return "description" if unit.unit_class is not None and not _describes_group(context) else None
    if unit.per is not None and context.words.units.measures.get(unit.per.lower()) in _SPACES:
        return "density"
    if _is_known_group(context):
        return "description"
    if _is_side(context):
        return "side"
    if unit.unit_class in _OF_PEOPLE and is_kin(context):
        return "kin"
    if _is_size(context):
        return "size"
    return "room" if _is_room(context) or _is_able(context) else None


def _is_known_group(context: FigureContext) -> bool:
    """Tell "its 9,000-strong force", known by its size, from "a 9,000-strong force" and "the 12-strong crew was
    rescued".
    """
    lowers, first = context.sentence.lowers, context.first
    is_group = (
        lowers[context.unit.first : context.unit.first + 1]
        and lowers[context.unit.first] in context.words.units.strengths
    )
    is_known = bool(is_group) and context.sentence.lower_at(first - 1) in context.words.definite
    return is_known and not any(_befalls(context, event) for event in context.around.events.events)


def _befalls(context: FigureContext, event: EventTrigger) -> bool:
    """Tell that an event of people is said of the context's figure, the subject that opens its clause."""
    events, lowers, opener = context.words.events, context.sentence.lowers, context.first - 2
    if event.aspect not in events.of_people or not event.may_take_subject() or event.first < context.last:
        return False
    before = context.sentence.lower_at(opener)
    opens_clause = not before or before in events.clause_marks or before in events.subordinators
    is_next = event.first == context.last or lowers[context.last] in events.auxiliaries
    return opens_clause and is_next and events.clause_marks.isdisjoint(lowers[context.last : event.first])


def _passed_over_measure(context: FigureContext) -> str | None:
    unit_class = context.unit.unit_class
    if unit_class == "length" and _is_distance(context):
        return "distance"
    if unit_class == "duration" and _is_moment(context):
        return "moment"
    if unit_class in _EXTENTS and _is_known_extent(context):
        return "description"
    return ASIDE if _is_aside(context) else None


def _is_known_extent(context: FigureContext) -> bool:
    """Tell "the 510 km pipeline", "the mayor's 30-year rule": a definite thing, known by its extent, as "a 40 km
    stretch" is not.
    """
    lowers, words, last = context.sentence.lowers, context.words, context.last
    if context.first == 0 or last >= len(lowers):
        return False
    if lowers[context.first - 1] not in words.definite and lowers[context.first - 1] not in ("'s", "’s"):
        return False
    noun = lowers[last]
    is_noun = noun[0].isalpha() and noun not in words.units.stops and noun not in words.units.joins
    return is_noun and noun not in words.events.words


def _is_aside(context: FigureContext) -> bool:
    """Tell "16,000 barrels (2.5m litres)", "$14m, or £9m": the figure before, in another unit."""
    previous, lowers, unit = context.previous, context.sentence.lowers, context.unit
    if previous is None or previous.unit_class != unit.unit_class or previous.unit == unit.text:
        return False
    between = lowers[previous.last : context.first]
    if between == ("(",):
        return True
    if unit.unit_class == UnitClass.MONEY and between and between[-1] in context.words.events.joins:
        return len(between) <= _OR and between[0] in context.words.events.commas
    return len(between) == 1 and not between[0][0].isalnum() and lowers[previous.first - 1 : previous.first] == ("(",)


def _is_able(context: FigureContext) -> bool:
    """Tell "is designed to carry 300 people", "can seat 40", "a capacity of 40": what it can hold, and not what
    it does.
    """
    lowers, words, first = context.sentence.lowers, context.words, context.first
    link = context.sentence.lower_at(first - 1)
    if words.events.is_verb_final:
        is_able = link in words.able_links and not words.able.isdisjoint(lowers[context.last : context.last + _ABLE])
    else:
        is_able = link in words.holding and _can(lowers, first - 1, words)
    return is_able or " ".join(lowers[max(0, first - 2) : first]) in words.capacities


def _can(lowers: tuple[str, ...], verb: int, words: CountingWords) -> bool:
    """Tell that the verb at token `verb` says what something can or is made to do."""
    if verb < 1:
        return False
    return lowers[verb - 1] in words.can or (
        verb > 1 and lowers[verb - 1] in words.able_links and lowers[verb - 2] in words.able
    )


def _is_size(context: FigureContext) -> bool:
    """Tell "employs 340 people", "a population of 12,000": how great something is known to be."""
    lowers, words, first = context.sentence.lowers, context.words, context.first
    is_staff = not words.employs.isdisjoint(lowers[max(0, first - 1) : first])
    return is_staff or " ".join(lowers[max(0, first - 2) : first]) in words.sizes or _is_of_place(context)


def _is_of_place(context: FigureContext) -> bool:
    """Tell "a city of 18 million people", "eine Stadt mit 300 Einwohnern"."""
    lowers, units, first = context.sentence.lowers, context.words.units, context.first
    if (
        first < _DESCRIBED
        or lowers[first - 1] not in context.words.size_links
        or context.unit.unit_class not in _OF_PEOPLE
    ):
        return False
    place = lowers[first - 2]
    return singular(place, units) == place and class_of(place, (), units) in _LANDS


def _is_distance(context: FigureContext) -> bool:
    """Tell "40 km from the town", "90 km (56 miles) east of it": how far, for both measures."""
    last = _after_aside(context)
    after = context.sentence.lowers[last : last + 2]
    is_direction = len(after) == 2 and after[0] in context.words.bearings and after[1] in context.words.units.of
    return not context.words.away.isdisjoint(after[:1]) or is_direction


def _after_aside(context: FigureContext) -> int:
    """Return the token after the same measure in another unit, which stands in brackets behind the figure or is the
    figure itself.
    """
    lowers, last = context.sentence.lowers, context.last
    if lowers[last : last + 1] == (")",):
        previous = context.previous
        is_twin = (
            previous is not None
            and previous.unit_class == context.unit.unit_class
            and lowers[previous.last : previous.last + 1] == ("(",)
        )
        return last + 1 if is_twin else last
    if lowers[last : last + 1] != ("(",):
        return last
    return next((k + 1 for k in range(last + 1, min(len(lowers), last + _ASIDE)) if lowers[k] == ")"), last)


def _is_moment(context: FigureContext) -> bool:
    """Tell "two days ago", "vor zwei Tagen", "in the past two days", "the first time in 26 years": when, and not how
    long.
    """
    lowers, words, first = context.sentence.lowers, context.words, context.first
    after, before = lowers[context.last : context.last + 2], lowers[max(0, first - 1) : first]
    is_compared = len(after) == 2 and after[1] in words.than
    if not words.moments.isdisjoint(after[:1]) and not is_compared:
        return True
    if not words.moments_before.isdisjoint(before) or _is_past(context):
        return True
    is_record = not words.records.isdisjoint(lowers[max(0, first - _RECORD) : first])
    return is_record and not words.record_links.isdisjoint(before)


def _is_past(context: FigureContext) -> bool:
    """Tell "in the last two days" from "they last two days"."""
    lowers, words, first = context.sentence.lowers, context.words, context.first
    return first > 1 and lowers[first - 1] in words.pasts and lowers[first - 2] in words.definite


def _describes_group(context: FigureContext) -> bool:
    """Tell "a 12-member crew", which counts its people, from "a 200-student school"."""
    lowers, units = context.sentence.lowers, context.words.units
    for word in lowers[context.last : context.last + _DESCRIBED]:
        if word in units.stops or not word[0].isalpha():
            return False
        if class_of(singular(word, units), (), units) in _GROUPS:
            return True
    return False


def is_kin(context: FigureContext) -> bool:
    """Tell "the father of two children", "she had two sons" and "survived by two sons": only how somebody is known."""
    lowers, first = context.sentence.lowers, context.first
    if not context.words.relatives.isdisjoint(lowers[context.unit.first : context.last]) and _has_relatives(context):
        return True
    while first > 1 and lowers[first - 1] in context.words.events.articles:
        first -= 1
    return (
        first > 1 and lowers[first - 1] in context.words.units.of and lowers[first - 2] in context.words.events.rivals
    )


def _has_relatives(context: FigureContext) -> bool:
    """Tell "had two sons", "leaves a wife and two sons"."""
    before = context.sentence.lowers[max(0, context.first - _BEREAVED) : context.first]
    return not context.words.having.isdisjoint(before[-1:]) or not context.words.bereaving.isdisjoint(before)


def _is_side(context: FigureContext) -> bool:
    """Tell "2,880 by 1,800 pixels": the sides of what is told."""
    lowers, by, first, last = context.sentence.lowers, context.words.units.by, context.figure.first, context.figure.last
    is_second = first > 1 and lowers[first - 1] in by and lowers[first - 2][0].isdecimal()
    return is_second or (last + 1 < len(lowers) and lowers[last] in by and lowers[last + 1][0].isdecimal())


def _is_room(context: FigureContext) -> bool:
    """Tell "enough tents for 300 people", "room for 40 patients": those there may be, and not those there are."""
    lowers, at, words = context.sentence.lowers, context.first - 1, context.words
    return at > 0 and lowers[at] in words.room_links and not words.room.isdisjoint(lowers[max(0, at - _ROOM) : at])
