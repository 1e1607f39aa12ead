"""The words that the reader says things with, and what each of them is: classes of what is counted, what can happen,
kinds of places.

Mentions and claims hold plain strings, since a watchlist may bring words of its own: `of` turns one into its member, or
`None`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Self


class Vocabulary(StrEnum):
    """An enum whose members are looked up by a word that may be none of them."""

    @classmethod
    def of(cls, word: str | None) -> Self | None:
        """Return the member of that name; `None` for no word and for any other."""
        found = cls._value2member_map_.get(word)
        return found if isinstance(found, cls) else None


class Family(StrEnum):
    """What can be spoken of as one: troops and their units, arms and what they come in."""

    FORCE = "force"
    ARMS = "arms"


class UnitClass(Vocabulary):
    """What a counted noun can be."""

    SOLDIER = "soldier"
    PERSON = "person"
    MILITARY_UNIT = "military_unit"
    MATERIEL = "materiel"
    CASUALTY = "casualty"
    CONTAINER = "container"
    VEHICLE = "vehicle"
    BUILDING = "building"
    GROUP = "group"
    JOB = "job"
    SETTLEMENT = "settlement"
    COUNTRY = "country"
    EVENT = "event"
    TIME = "time"
    MONEY = "money"
    SHARE = "share"
    RATIO = "ratio"
    POINTS = "points"
    AGE = "age"
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    MASS = "mass"
    DURATION = "duration"
    SPEED = "speed"
    TEMPERATURE = "temperature"
    POWER = "power"
    DATA = "data"

    @cached_property
    def is_people(self) -> bool:
        """Whether its figures speak of people; what "deaths" and "victims" count is people as well."""
        return self in (UnitClass.PERSON, UnitClass.SOLDIER, UnitClass.CASUALTY)

    @cached_property
    def is_of_people(self) -> bool:
        """Whether it is people, one by one or in groups ("families")."""
        return self.is_people or self is UnitClass.GROUP

    @cached_property
    def is_measure(self) -> bool:
        """Whether it is measured on a scale that other things have too, so that alone it says little of a story."""
        return self in _MEASURES

    @cached_property
    def is_bodily(self) -> bool:
        """Whether it is a thing or people that a later sentence can speak of again ("the rest", "some of them")."""
        return self.is_of_people or self in _THINGS

    @cached_property
    def family(self) -> Family | None:
        return _FAMILIES.get(self)


class Stage(Vocabulary):
    """The stages that people and goods on the move pass through.

    A number known at a later stage is no news at an earlier one, nor is one told without any. Stored as the aspect
    class of a claim.
    """

    UNTOLD = ""
    AHEAD = "ahead"
    TRAINING = "training"
    DONE = "done"

    @cached_property
    def rank(self) -> int:
        return tuple(Stage).index(self)


class Aspect(Vocabulary):
    """What can be said to happen to a thing or in a place."""

    SENT = "sent"
    TRANSPORTED = "transported"
    ARRIVED = "arrived"
    DEPARTED = "departed"
    DEPLOYED = "deployed"
    TRAINING = "training"
    PRESENT = "present"
    FIGHTING = "fighting"
    PLANNED = "planned"
    SUPPLIED = "supplied"
    EQUIPPED = "equipped"
    FIRED = "fired"
    DESTROYED = "destroyed"
    DAMAGED = "damaged"
    LOST = "lost"
    RECOVERED = "recovered"
    KILLED = "killed"
    INJURED = "injured"
    KILLED_OR_INJURED = "killed_or_injured"
    SHOT = "shot"
    INFECTED = "infected"
    MISSING = "missing"
    CAPTURED = "captured"
    ARRESTED = "arrested"
    ATTACKED = "attacked"
    DISPLACED = "displaced"
    EVACUATED = "evacuated"
    RESCUED = "rescued"
    TRAPPED = "trapped"
    LAID_OFF = "laid_off"

    @cached_property
    def stage(self) -> Stage | None:
        """The stage of a movement that it is told of when it is told as done; `None` for what is no movement."""
        return _STAGES.get(self)

    @cached_property
    def told_as(self) -> frozenset[Aspect]:
        """What else may be told of the same people: who was shot is known where that many are killed or injured."""
        return _TOLD_AS.get(self, frozenset())

    @cached_property
    def is_harm(self) -> bool:
        """Whether its doer harms what it happens to, and so is never the owner of what is counted."""
        return self in _HARMS

    @cached_property
    def befalls_people(self) -> bool:
        """Whether a bare number is of people where it happens: "18 missing"."""
        return self in _OF_PEOPLE

    @cached_property
    def can_end(self) -> bool:
        """Whether it is a state that what happens later can end: the trapped are rescued, the displaced return."""
        return self in _STATES

    @cached_property
    def falls(self) -> bool:
        """Whether its count falls by nature from report to report, as those of whom it is told are found."""
        return self in _FALLING


class PlaceKind(Vocabulary):
    """What a place can be."""

    CONTINENT = "continent"
    AREA = "area"
    COUNTRY = "country"
    REGION = "region"
    DISTRICT = "district"
    CITY = "city"
    SITE = "site"

    @cached_property
    def rank(self) -> int:
        """How fine it is; a higher one is finer."""
        return tuple(PlaceKind).index(self)

    @cached_property
    def is_broad(self) -> bool:
        """Whether it is a country or more, or lies across several."""
        return self.rank <= PlaceKind.COUNTRY.rank

    @cached_property
    def is_land(self) -> bool:
        """Whether its name can stand for who acts there: "France said", "Europe agreed"."""
        return self in (PlaceKind.COUNTRY, PlaceKind.CONTINENT)


class StoryKind(Vocabulary):
    """What kind of event a watchlist may follow; the words that speak of each are data of a language (kinds.toml)."""

    EARTHQUAKE = "earthquake"
    TSUNAMI = "tsunami"
    ERUPTION = "eruption"
    LANDSLIDE = "landslide"
    FLOOD = "flood"
    STORM = "storm"
    DROUGHT = "drought"
    FIRE = "fire"
    EXPLOSION = "explosion"
    SPILL = "spill"
    CRASH = "crash"
    EPIDEMIC = "epidemic"
    ATTACK = "attack"
    SHOOTING = "shooting"
    WAR = "war"
    PROTEST = "protest"
    STRIKE = "strike"
    LAYOFFS = "layoffs"
    TAKEOVER = "takeover"
    TRIAL = "trial"
    ELECTION = "election"

    @cached_property
    def brings(self) -> frozenset[StoryKind]:
        """What may be a part of it, told under a name of its own: an earthquake brings landslides, a war attacks."""
        return _BRINGS.get(self, frozenset())


_BRINGS: Mapping[StoryKind, frozenset[StoryKind]] = {
    StoryKind.EARTHQUAKE: frozenset(
        {StoryKind.TSUNAMI, StoryKind.LANDSLIDE, StoryKind.FIRE, StoryKind.EXPLOSION, StoryKind.FLOOD}
    ),
    StoryKind.TSUNAMI: frozenset({StoryKind.EARTHQUAKE, StoryKind.FLOOD, StoryKind.EXPLOSION}),
    StoryKind.ERUPTION: frozenset(
        {StoryKind.EARTHQUAKE, StoryKind.LANDSLIDE, StoryKind.TSUNAMI, StoryKind.EXPLOSION, StoryKind.FIRE}
    ),
    StoryKind.LANDSLIDE: frozenset({StoryKind.FLOOD, StoryKind.STORM}),
    StoryKind.FLOOD: frozenset({StoryKind.STORM, StoryKind.LANDSLIDE, StoryKind.EPIDEMIC}),
    StoryKind.STORM: frozenset({StoryKind.FLOOD, StoryKind.LANDSLIDE, StoryKind.CRASH, StoryKind.FIRE}),
    StoryKind.DROUGHT: frozenset({StoryKind.FIRE, StoryKind.EPIDEMIC}),
    StoryKind.FIRE: frozenset({StoryKind.EXPLOSION}),
    StoryKind.EXPLOSION: frozenset({StoryKind.FIRE, StoryKind.ATTACK, StoryKind.SPILL}),
    StoryKind.SPILL: frozenset({StoryKind.EXPLOSION, StoryKind.FIRE, StoryKind.CRASH}),
    StoryKind.CRASH: frozenset({StoryKind.FIRE, StoryKind.EXPLOSION, StoryKind.STORM}),
    StoryKind.ATTACK: frozenset({StoryKind.SHOOTING, StoryKind.EXPLOSION, StoryKind.FIRE}),
    StoryKind.SHOOTING: frozenset({StoryKind.ATTACK}),
    StoryKind.WAR: frozenset(
        {StoryKind.ATTACK, StoryKind.SHOOTING, StoryKind.EXPLOSION, StoryKind.FIRE, StoryKind.PROTEST}
    ),
    StoryKind.PROTEST: frozenset({StoryKind.STRIKE, StoryKind.ATTACK, StoryKind.SHOOTING, StoryKind.FIRE}),
    StoryKind.STRIKE: frozenset({StoryKind.PROTEST, StoryKind.LAYOFFS}),
    StoryKind.LAYOFFS: frozenset({StoryKind.STRIKE, StoryKind.PROTEST, StoryKind.TAKEOVER}),
    StoryKind.TAKEOVER: frozenset({StoryKind.LAYOFFS}),
    StoryKind.TRIAL: frozenset(
        kind for kind in StoryKind if kind.value not in ("trial", "election")
    ),  # a trial is about any of them
    StoryKind.ELECTION: frozenset({StoryKind.PROTEST, StoryKind.ATTACK}),
}
_MEASURES = frozenset(
    {
        UnitClass.AGE, UnitClass.AREA, UnitClass.DATA, UnitClass.DURATION, UnitClass.LENGTH, UnitClass.MASS,
        UnitClass.POINTS, UnitClass.POWER, UnitClass.RATIO, UnitClass.SHARE, UnitClass.SPEED, UnitClass.TEMPERATURE,
        UnitClass.TIME, UnitClass.VOLUME,
    }
)  # fmt: skip
_THINGS = frozenset(
    {
        UnitClass.MILITARY_UNIT,
        UnitClass.MATERIEL,
        UnitClass.CONTAINER,
        UnitClass.VEHICLE,
        UnitClass.JOB,
        UnitClass.BUILDING,
    }
)
_FAMILIES: Mapping[UnitClass, Family] = {
    UnitClass.SOLDIER: Family.FORCE,
    UnitClass.MILITARY_UNIT: Family.FORCE,
    UnitClass.MATERIEL: Family.ARMS,
    UnitClass.CONTAINER: Family.ARMS,
}
_STAGES: Mapping[Aspect, Stage] = {
    Aspect.PLANNED: Stage.AHEAD,
    Aspect.TRAINING: Stage.TRAINING,
    **dict.fromkeys(
        (
            Aspect.SENT,
            Aspect.TRANSPORTED,
            Aspect.ARRIVED,
            Aspect.DEPARTED,
            Aspect.DEPLOYED,
            Aspect.PRESENT,
            Aspect.FIGHTING,
            Aspect.EQUIPPED,
        ),
        Stage.DONE,
    ),
}
_TOLD_AS: Mapping[Aspect, frozenset[Aspect]] = {
    Aspect.SHOT: frozenset({Aspect.KILLED, Aspect.INJURED, Aspect.KILLED_OR_INJURED}),
    Aspect.INJURED: frozenset({Aspect.SHOT, Aspect.KILLED_OR_INJURED}),  # "killed" after "shot" is news
    Aspect.KILLED_OR_INJURED: frozenset({Aspect.SHOT, Aspect.KILLED, Aspect.INJURED}),
    Aspect.CAPTURED: frozenset({Aspect.ARRESTED, Aspect.RECOVERED}),
    Aspect.ARRESTED: frozenset({Aspect.CAPTURED}),
    Aspect.RECOVERED: frozenset({Aspect.CAPTURED}),  # of arms
    Aspect.EVACUATED: frozenset({Aspect.RESCUED}),
    Aspect.RESCUED: frozenset({Aspect.EVACUATED}),
}
_HARMS = frozenset(
    {
        Aspect.KILLED, Aspect.INJURED, Aspect.KILLED_OR_INJURED, Aspect.SHOT, Aspect.ATTACKED, Aspect.CAPTURED,
        Aspect.ARRESTED, Aspect.DESTROYED, Aspect.DAMAGED, Aspect.FIRED, Aspect.INFECTED,
    }
)  # fmt: skip
_STATES = frozenset(
    {
        Aspect.MISSING, Aspect.CAPTURED, Aspect.ARRESTED, Aspect.DISPLACED, Aspect.EVACUATED, Aspect.TRAPPED,
        Aspect.PRESENT, Aspect.DEPLOYED, Aspect.FIGHTING,
    }
)  # fmt: skip
_FALLING = frozenset({Aspect.MISSING, Aspect.TRAPPED})
_OF_PEOPLE = frozenset(
    {
        Aspect.KILLED, Aspect.INJURED, Aspect.KILLED_OR_INJURED, Aspect.SHOT, Aspect.ATTACKED, Aspect.MISSING,
        Aspect.CAPTURED, Aspect.ARRESTED, Aspect.DISPLACED, Aspect.EVACUATED, Aspect.RESCUED, Aspect.TRAPPED,
        Aspect.LAID_OFF, Aspect.INFECTED,
    }
)  # fmt: skip
