"""The words that watchlists share with the reader: the spellings of unit classes, and what alerts by default."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from monitor.core.counting.conversion import measure_of
from monitor.core.facts.watchlist import Scale
from monitor.data.resources import load_languages
from monitor.model import Bid, Extent, Outcome, UnitClass

_CODE = 3  # letters of a currency's code

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


class ScopeWord(StrEnum):
    """What a figure takes in, and whose side of a bargain it stands on: the words of `scope:`."""

    TOTAL = Extent.TOTAL.value
    PART = Extent.PART.value
    INCREMENT = Extent.INCREMENT.value
    DEMANDED = Bid.DEMANDED.value
    OFFERED = Bid.OFFERED.value
    AGREED = Bid.AGREED.value
    ALLOWED = Bid.ALLOWED.value


_CLASS_BY_NAME = {
    name: unit_class for unit_class in UnitClass for name in (unit_class.value, *_SPELLINGS.get(unit_class, ()))
}
CLASS_NAMES = tuple(_CLASS_BY_NAME)


def unit_class_of(word: str) -> UnitClass | None:
    """Return the unit class that a watchlist names, in the singular or as an accepted plural; `None` for any other
    word.
    """
    return _CLASS_BY_NAME.get(" ".join(word.split()).lower())


@cache
def currencies() -> Mapping[str, str]:
    """Return the codes of the currencies that the reader knows by every word for them, the codes included, in lower
    case.
    """
    tables = [language.tables["numbers"] for language in load_languages().by_code.values()]
    words = {
        word: code
        for table in tables
        for name in ("currency_before", "currency_after")
        for word, code in table[name].items()
        if code.isupper() and len(code) == _CODE
    }
    return words | {code.lower(): code for code in words.values()}


@cache
def scale_of(word: str) -> Scale | None:
    """Return the unit of measure that a word of any language names, `None` for one that can't be converted."""
    for language in load_languages().by_code.values():
        for unit_class in UnitClass:
            if (measure := measure_of(word, unit_class, language)) is not None and measure.dimension == unit_class:
                return Scale(word, measure)
    return None
