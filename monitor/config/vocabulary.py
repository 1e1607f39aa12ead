"""The words that watchlists share with the reader: the spellings of unit classes, and what alerts by default."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model import Outcome, UnitClass

# The other spellings that a watchlist may use for a class.
_SPELLINGS: Mapping[UnitClass, tuple[str, ...]] = {
    UnitClass.SOLDIER: ("soldiers",),
    UnitClass.PERSON: ("persons", "people"),
    UnitClass.MILITARY_UNIT: ("military_units", "military unit", "military units"),
    UnitClass.CASUALTY: ("casualties",),
    UnitClass.CONTAINER: ("containers",),
    UnitClass.VEHICLE: ("vehicles",),
    UnitClass.BUILDING: ("buildings",),
    UnitClass.GROUP: ("groups",),
    UnitClass.JOB: ("jobs",),
    UnitClass.SETTLEMENT: ("settlements",),
    UnitClass.COUNTRY: ("countries",),
    UnitClass.EVENT: ("events",),
    UnitClass.TIME: ("times",),
    UnitClass.SHARE: ("shares",),
    UnitClass.RATIO: ("ratios",),
    UnitClass.AGE: ("ages",),
    UnitClass.LENGTH: ("lengths",),
    UnitClass.AREA: ("areas",),
    UnitClass.VOLUME: ("volumes",),
    UnitClass.DURATION: ("durations",),
    UnitClass.SPEED: ("speeds",),
    UnitClass.TEMPERATURE: ("temperatures",),
}

# What alerts unless the watchlist says otherwise.
ALERTING = tuple(outcome for outcome in Outcome if outcome.can_alert)

_CLASS_BY_NAME = {
    name: unit_class for unit_class in UnitClass for name in (unit_class.value, *_SPELLINGS.get(unit_class, ()))
}
CLASS_NAMES = tuple(_CLASS_BY_NAME)


def unit_class_of(word: str) -> UnitClass | None:
    """Return the unit class that a watchlist names, in the singular or as an accepted plural; `None` for any other
    word.
    """
    return _CLASS_BY_NAME.get(" ".join(word.split()).lower())
