"""What a figure counts where its sentence leaves the noun out: "at least 2,600 would be sent", "12 incidents, eight of
which ...". Which noun stands behind a number is read by `counted`.
"""

from __future__ import annotations

from monitor.core.counting.announcements import is_toll
from monitor.core.counting.lists import is_member, opening_whole
from monitor.core.counting.numerals import Form
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.scenes import Scene
from monitor.core.counting.totals import total_noun
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


def counted_noun(scene: Scene, event: EventTrigger | None) -> Noun:
    """Return what a figure counts, with the earlier quantity that an unsaid noun was taken from."""
    unit = scene.unit
    if unit.text is not None:
        return Noun(unit.text, unit.unit_class)
    if is_toll(scene):
        return Noun(None, "person")
    if is_member(scene) and scene.previous is not None:
        return Noun(scene.previous.unit, scene.previous.unit_class, scene.previous, ("unit",))
    if (whole := opening_whole(scene)) is not None and whole.unit is not None:
        return Noun(whole.unit, whole.unit_class, whole, ("unit",))
    relative = _relative(scene)
    if relative is None and not _is_elliptical(scene, event):
        return Noun(None, unit.unit_class)
    antecedent = relative or _antecedent(scene, event)
    is_harm = event is not None and event.is_harm and event.aspect in scene.words.events.of_people
    if antecedent is not None and not (is_harm and antecedent.unit_class not in _PEOPLE):
        text = antecedent.unit
        if text is not None and total_noun(scene) is not None:
            text = text.split()[-1]  # the total of "12 new cases" is of cases
        return Noun(text, antecedent.unit_class, antecedent, ("unit",))
    return Noun(None, _class_of(scene, event))


def _antecedent(scene: Scene, event: EventTrigger | None) -> Quantity | None:
    """Return the earlier quantity whose noun the figure leaves out. Of people who came to harm it must say the same
    harm.
    """
    is_total = total_noun(scene) is not None
    found = scene.memory.totalled(scene.number) if is_total else scene.memory.antecedent(scene.number)
    if (
        found is None
        or found.sentence == scene.number
        or scene.unit.is_part
        or scene.bound.is_increment
        or scene.unit.is_increment
    ):
        return found
    return found if event is None or not event.is_harm or found.aspect == event.aspect else None


def _class_of(scene: Scene, event: EventTrigger | None) -> str | None:
    """Return what a bare number counts by what happens to it: people are killed, and missing, where nothing else is
    named.
    """
    return "person" if event is not None and event.aspect in scene.words.events.of_people else None


def _relative(scene: Scene) -> Quantity | None:
    """Return what a figure is a part of where a relative clause says so: "12 incidents, eight of which ..."."""
    previous = scene.previous
    if previous is None or previous.unit is None or scene.first - previous.last > 1:
        return None
    of, relative = (*scene.sentence.lowers[scene.figure.last : scene.figure.last + 2], "", "")[:2]
    return previous if of in scene.words.units.of and relative in scene.words.events.relatives else None


def _is_elliptical(scene: Scene, event: EventTrigger | None) -> bool:
    if scene.unit.is_part:
        return not _is_of_mass(scene)
    if scene.stands_before(scene.words.figure_nouns):
        return True
    if event is None or scene.figure.form is Form.FRACTION:
        return False
    start, stop = (
        (scene.figure.last, event.first) if event.first >= scene.figure.last else (event.last, scene.figure.first)
    )
    return distance(scene.around.events.weights, start, stop) <= _ADJACENT


def _is_of_mass(scene: Scene) -> bool:
    """Tell "a third of the grain", "one count of murder and four of assault", of something that is not counted, from
    "a third of the injured", "three of them".
    """
    units, unit, lowers = scene.words.units, scene.unit, scene.sentence.lowers
    after = lowers[unit.last : unit.last + 1]
    is_bare = lowers[unit.last - 1] in units.of and lowers[unit.last - 1] not in units.determiners
    if (
        unit.points_back
        or not (is_bare or scene.figure.form is Form.FRACTION)
        or not after
        or not after[0][0].isalpha()
    ):
        return False
    return after[0] not in units.stops and after[0] not in units.numbers and after[0] not in scene.words.events.words
