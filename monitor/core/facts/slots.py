"""The slot of a claim: what it counts and when, and how two of them lie to one another. Places and voices have modules of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache

from monitor.core.counting.units import compile_units, singular
from monitor.core.facts.watchlist import FactRule
from monitor.core.language.lexicon import Language
from monitor.model import Aspect, Mention, MentionKind, UnitClass


class Relation(Enum):
    """How one unit lies to another. Of narrower and broader ones neither figure can stand for the other."""

    SAME = "same"
    NARROWER = "narrower"
    BROADER = "broader"
    APART = "apart"


def unit_key(mention: Mention, rule: FactRule, language: Language) -> str:
    """Name what a quantity counts: its class where the noun speaks of the class as a whole, else class and noun ("person:child").

    A noun can speak of another class that the rule asks for: men are soldiers where soldiers are counted, workers are jobs
    where jobs are. A term beside classes of people counts what those count.
    """
    if mention.kind is not MentionKind.QUANTITY:
        return ""
    words = (mention.unit or "").lower().split()
    noun = singular(words[-1], compile_units(language)) if words else ""
    name = _class_for(mention.unit_class, noun, rule, _general(language))
    if name == UnitClass.PERSON and mention.aspect == Aspect.LAID_OFF and UnitClass.JOB in rule.unit_classes:
        name = UnitClass.JOB.value  # "120 people laid off" are 120 jobs that go
    return f"{name}/{mention.per}" if mention.per else name


def look_up_key(watchlist: str, rule: FactRule, unit: str) -> str:
    """Return the key under which the ledger is asked for all that a claim can be compared with."""
    counted, _, per = unit.partition("/")
    name = "people" if _is_people(counted.partition(":")[0]) else counted
    return "|".join((watchlist, rule.name, f"{name}/{per}" if per else name))


@lru_cache(maxsize=4096)
def relation(a: str, b: str) -> Relation:
    """Say how the unit of key `a` lies to that of key `b`."""
    if a == b:
        return Relation.SAME
    a_class, _, a_noun = a.partition(":")
    b_class, _, b_noun = b.partition(":")
    if not b_noun and (a_class == b_class or (b_class == UnitClass.PERSON and _is_people(a_class))):
        return Relation.NARROWER
    if not a_noun and (a_class == b_class or (a_class == UnitClass.PERSON and _is_people(b_class))):
        return Relation.BROADER
    return Relation.APART


def are_apart(a: Mention, b: Mention, gap: timedelta | None = None) -> bool:
    """Tell whether both say when it happened and the times have no instant in common; with `gap`, whether more than that lies between them.

    An hour stands for its day: "early on Sunday" and "at 10 a.m." may be one event, and the text seldom says in whose zone it counts.
    """
    one, other = _days(a), _days(b)
    if one is None or other is None:
        return False
    between = max(one[0], other[0]) - min(one[1], other[1])
    return between >= timedelta(0) if gap is None else between > gap


def _days(mention: Mention) -> tuple[datetime, datetime] | None:
    """Return when it happened, a part of a day widened to the days that it touches."""
    start, stop = mention.event_from, mention.event_to
    if start is None or stop is None or stop - start >= timedelta(days=1):
        return None if start is None or stop is None else (start, stop)
    first, last = (at.replace(hour=0, minute=0, second=0, microsecond=0) for at in (start, stop))
    return first, last if last == stop else last + timedelta(days=1)


def _is_people(unit_class: str | None) -> bool:
    known = UnitClass.of(unit_class)
    return known is not None and known.is_people


def _class_for(unit_class: str | None, noun: str, rule: FactRule, general: Mapping[str, frozenset[str]]) -> str:
    own = UnitClass.PERSON.value if unit_class == UnitClass.CASUALTY else unit_class
    if own and (not noun or noun in general.get(own, ())):
        return own
    if spoken_of := [name for name in sorted(rule.unit_classes) if noun in general.get(name, ())]:
        return str(spoken_of[0])
    asked = {name for name in rule.unit_classes if _is_people(name)}
    if _is_people(unit_class) and asked and unit_class not in asked:
        own = UnitClass.SOLDIER if UnitClass.SOLDIER in asked else UnitClass.PERSON
    return ":".join(filter(None, (own, noun)))


@lru_cache(maxsize=8)
def _general(language: Language) -> Mapping[str, frozenset[str]]:
    table = language.tables.get("ledger", {}).get("general", {})
    general = {name: frozenset(nouns) for name, nouns in table.items()}
    deaths = frozenset(noun for noun, name in compile_units(language).classes.items() if name == UnitClass.CASUALTY)
    return general | {UnitClass.PERSON.value: general.get(UnitClass.PERSON, frozenset()) | deaths}
