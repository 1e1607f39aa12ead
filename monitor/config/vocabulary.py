"""The words that watchlists share with the reader: unit classes and aspects."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model import Outcome

# What a counted noun can be, with the other spellings that a watchlist may use for it.
UNIT_CLASSES: Mapping[str, tuple[str, ...]] = {
    "soldier": ("soldiers",),
    "person": ("persons", "people"),
    "military_unit": ("military_units", "military unit", "military units"),
    "materiel": (),
    "casualty": ("casualties",),
    "container": ("containers",),
    "vehicle": ("vehicles",),
    "building": ("buildings",),
    "group": ("groups",),
    "job": ("jobs",),
    "settlement": ("settlements",),
    "country": ("countries",),
    "event": ("events",),
    "time": ("times",),
    "money": (),
    "share": ("shares",),
    "ratio": ("ratios",),
    "points": (),
    "age": ("ages",),
    "length": ("lengths",),
    "area": ("areas",),
    "volume": ("volumes",),
    "mass": (),
    "duration": ("durations",),
    "speed": ("speeds",),
    "temperature": ("temperatures",),
    "power": (),
    "data": (),
}

# What can be said to happen to a thing or in a place. A watchlist may use words of its own beside them.
ASPECTS = frozenset(
    {
        "sent", "transported", "arrived", "departed", "deployed", "training", "present", "fighting", "planned",
        "supplied", "equipped", "fired", "destroyed", "lost", "recovered",
        "killed", "injured", "killed_or_injured", "shot", "missing", "captured", "arrested", "attacked",
        "displaced", "evacuated", "rescued", "trapped", "laid_off",
    }
)  # fmt: skip

# What alerts unless the watchlist says otherwise.
ALERTING = (Outcome.NEW, Outcome.UPDATE, Outcome.CONFLICT, Outcome.REFINEMENT, Outcome.DENIAL, Outcome.RETRACTION)

_CLASS_BY_NAME = {name: unit_class for unit_class, others in UNIT_CLASSES.items() for name in (unit_class, *others)}
CLASS_NAMES = tuple(_CLASS_BY_NAME)


def unit_class_of(word: str) -> str | None:
    """Return the unit class that a watchlist names, in the singular or as an accepted plural; `None` for any other word."""
    return _CLASS_BY_NAME.get(" ".join(word.split()).lower())
