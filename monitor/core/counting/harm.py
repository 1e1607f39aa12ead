"""How those are who were harmed: who died, who of those who were shot lives, and who is only cared for.

To whom the harm was done is read by `attachment`.
"""

from __future__ import annotations

from monitor.core.counting.figure_context import FigureContext
from monitor.core.counting.quantity import Quantity
from monitor.core.syntax.event_words import CueKind
from monitor.core.syntax.events import EventTrigger
from monitor.model import Modality, UnitClass

HARMED = frozenset(("killed", "injured", "killed_or_injured"))
_HURT = frozenset(("injured", "killed_or_injured"))


def is_death(event: EventTrigger) -> bool:
    """Tell that an event says that somebody died, and not that somebody might."""
    return event.aspect == "killed" and not event.negated and event.modality is Modality.ACTUAL


def has_survived(context: FigureContext, event: EventTrigger | None) -> bool:
    """Tell "six others were shot" beside the dead, and "four men were shot and taken to a hospital" with no word of
    death in the sentence: those of the figure live.
    """
    units = context.words.units
    if not (units.other | units.others).isdisjoint(context.sentence.lowers[context.first : context.last]):
        return True
    last = context.last if event is None else max(context.last, event.last)
    events = context.around.events.events
    is_hurt = any(later.aspect == "injured" and later.first >= last and not later.negated for later in events)
    return is_hurt and all(told.aspect != "killed" for told in events)


def is_in_care(context: FigureContext, event: EventTrigger | None, antecedent: Quantity | None) -> bool:
    """Tell "two of the victims were taken to a hospital", "12 were hurt, four are in stable condition": what becomes of
    some who were hurt before hurts nobody anew.
    """
    unit, words = context.unit, context.words
    if event is None or context.bound.is_increment or unit.is_increment:
        return False
    told = context.sentence.lowers[event.first : event.last]
    if words.cares.isdisjoint(told):
        return not words.graves.isdisjoint(told) and _is_of_those_told(context)
    if context.figure.high < context.discourse.hurt:
        return True
    is_of_the_hurt = unit.is_part and unit.unit_class == UnitClass.CASUALTY
    is_one_of_them = unit.text is None and antecedent is not None and antecedent.aspect in _HURT
    return is_of_the_hurt or is_one_of_them


def _is_of_those_told(context: FigureContext) -> bool:
    """Tell "two of the victims are in critical condition" behind a greater count of the hurt; a bare "four" may be of
    anybody.
    """
    is_named = context.unit.is_part or context.unit.unit_class == UnitClass.CASUALTY
    return is_named and context.figure.high < context.discourse.hurt


def is_brought_home(context: FigureContext, event: EventTrigger | None) -> bool:
    """Tell "the bodies of eight soldiers were flown home", "repatriated the body of a cook": they were known to be
    dead.
    """
    words = context.words
    if event is None or event.kind is not CueKind.NOUN or context.sentence.lowers[event.first] not in words.bodies:
        return False
    said = f" {' '.join(context.sentence.lowers)} "
    return any(f" {phrase} " in said for phrase in words.homeward)
