"""What a figure counts where its sentence leaves the noun out: "at least 2,600 would be sent", "12 incidents, eight of
which ...". Which noun stands behind a number is read by `counted_units`.
"""

from __future__ import annotations

from monitor.core.counting.announcements import is_toll
from monitor.core.counting.crowds import does_what_people_do, is_of_crowd
from monitor.core.counting.figure_context import FigureContext
from monitor.core.counting.lists import is_member, opening_whole
from monitor.core.counting.numerals import NumeralForm
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.totals import total_noun
from monitor.core.counting.units import singular
from monitor.core.syntax.events import EventTrigger
from monitor.core.syntax.paths import distance
from monitor.model import UnitClass
from monitor.model.valueclasses import valueclass

_PEOPLE = frozenset(unit_class for unit_class in UnitClass if unit_class.is_of_people)
_ADJACENT = 3.0  # path weight up to which a bare number is the subject or object of an event


@valueclass(frozen=True, slots=True)
class Noun:
    """What is counted; `antecedent` is the earlier quantity that it was taken from."""

    text: str | None
    unit_class: str | None
    antecedent: Quantity | None = None
    inherited: tuple[str, ...] = ()


def counted_noun(context: FigureContext, event: EventTrigger | None) -> Noun:
    """Return what a figure counts, with the earlier quantity that an unsaid noun was taken from."""
    unit = context.unit
    if (noun := _noun_at_once(context)) is not None:
        return noun
    relative = _relative(context)
    if relative is None and not _is_elliptical(context, event):
        return Noun(None, unit.unit_class or ("person" if does_what_people_do(context) else None))
    antecedent = relative or _antecedent(context, event)
    is_harm = event is not None and event.is_harm and event.aspect in context.words.events.of_people
    if antecedent is not None and _names_other_harm(context, event, antecedent):
        return Noun(None, "person")
    if antecedent is not None and not (is_harm and antecedent.unit_class not in _PEOPLE):
        text = antecedent.unit
        if text is not None and total_noun(context) is not None:
            text = text.split()[-1]  # the total of "12 new cases" is of cases
        return Noun(text, antecedent.unit_class, antecedent, ("unit",))
    return Noun(None, _class_of(context, event) or ("person" if does_what_people_do(context) else None))


def _noun_at_once(context: FigureContext) -> Noun | None:
    """Return what a figure counts where its sentence says it: by its noun, as a toll, as a crowd, in a list."""
    unit = context.unit
    if unit.text is not None:
        return Noun(unit.text, unit.unit_class)
    if is_toll(context) or is_of_crowd(context):
        return Noun(None, "person")
    if is_member(context) and context.previous is not None:
        return Noun(context.previous.unit, context.previous.unit_class, context.previous, ("unit",))
    if (whole := opening_whole(context)) is not None and whole.unit is not None:
        return Noun(whole.unit, whole.unit_class, whole, ("unit",))
    return None


def _antecedent(context: FigureContext, event: EventTrigger | None) -> Quantity | None:
    """Return the earlier quantity whose noun the figure leaves out. Of people who came to harm it must say the same
    harm.
    """
    is_total = total_noun(context) is not None
    found = context.discourse.totalled(context.number) if is_total else context.discourse.antecedent(context.number)
    if (
        found is None
        or found.sentence == context.number
        or context.unit.is_part
        or context.bound.is_increment
        or context.unit.is_increment
    ):
        return found
    return found if event is None or not event.is_harm or found.aspect == event.aspect else None


def _names_other_harm(context: FigureContext, event: EventTrigger | None, antecedent: Quantity) -> bool:
    """Tell "nine bodies were recovered and 31 are missing": the noun says what did not happen to the 31."""
    if event is None or antecedent.unit is None or event.aspect not in context.words.events.of_people:
        return False
    units = context.words.units
    implied = units.implied.get(singular(antecedent.unit.lower().split()[-1], units))
    return implied not in (None, event.aspect)


def _class_of(context: FigureContext, event: EventTrigger | None) -> str | None:
    """Return what a bare number counts by what happens to it: people are killed, and missing, where nothing else is
    named.
    """
    return "person" if event is not None and event.aspect in context.words.events.of_people else None


def _relative(context: FigureContext) -> Quantity | None:
    """Return what a figure is a part of where a relative clause says so: "12 incidents, eight of which ..."."""
    previous = context.previous
    if previous is None or previous.unit is None or context.first - previous.last > 1:
        return None
    of, relative = (*context.sentence.lowers[context.figure.last : context.figure.last + 2], "", "")[:2]
    return previous if of in context.words.units.of and relative in context.words.events.relatives else None


def _is_elliptical(context: FigureContext, event: EventTrigger | None) -> bool:
    if context.unit.is_part:
        return not _is_of_mass(context)
    if context.stands_before(context.words.figure_nouns):
        return True
    if event is None or context.figure.form is NumeralForm.FRACTION:
        return False
    start, stop = (
        (context.figure.last, event.first) if event.first >= context.figure.last else (event.last, context.figure.first)
    )
    return distance(context.around.events.weights, start, stop) <= _ADJACENT


def _is_of_mass(context: FigureContext) -> bool:
    """Tell "a third of the grain", "one count of murder and four of assault", of something that is not counted, from
    "a third of the injured", "three of them".
    """
    units, unit, lowers = context.words.units, context.unit, context.sentence.lowers
    after = lowers[unit.last : unit.last + 1]
    is_bare = lowers[unit.last - 1] in units.of and lowers[unit.last - 1] not in units.determiners
    if (
        unit.points_back
        or not (is_bare or context.figure.form is NumeralForm.FRACTION)
        or not after
        or not after[0][0].isalpha()
    ):
        return False
    return after[0] not in units.stops and after[0] not in units.numbers and after[0] not in context.words.events.words
