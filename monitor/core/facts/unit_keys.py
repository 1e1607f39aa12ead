"""What a figure counts, as a key, and how two such keys lie to one another: people, women, girls; litres a day."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from monitor.core.counting.conversion import Measure
from monitor.core.counting.units import compile_units, singular
from monitor.core.facts.watchlist import FactRule
from monitor.core.language.lexicon import Language
from monitor.model import Aspect, Mention, MentionKind, UnitClass


class Relation(Enum):
    """How one slot lies to another. Of narrower and broader ones neither figure can stand for the other."""

    SAME = "same"  # something that tells slots apart is said of both, and agrees
    NARROWER = "narrower"
    BROADER = "broader"
    APART = "apart"
    UNKNOWN = "unknown"  # nothing tells them apart, and nothing shows that they are one


def unit_key(mention: Mention, rule: FactRule, language: Language, measure: Measure | None = None) -> str:
    """Name what a quantity counts: its class where the noun speaks of the class as a whole, else class and noun
    ("person:child"), of words for one thing one for all ("vehicle:ship").

    A measure counts its dimension, whatever the unit ("volume"). A noun can speak of another class that the rule asks
    for: men are soldiers where soldiers are counted, workers are jobs where jobs are. A term beside classes of people
    counts what those count.
    """
    if mention.kind is not MentionKind.QUANTITY:
        return ""
    if measure is not None:
        return f"{measure.dimension}/{mention.per}" if mention.per else measure.dimension
    words = (mention.unit or "").lower().split()
    noun = singular(words[-1], compile_units(language)) if words else ""
    name = _class_for(mention.unit_class, noun, rule, language)
    if name == UnitClass.PERSON and mention.aspect == Aspect.LAID_OFF and UnitClass.JOB in rule.unit_classes:
        name = UnitClass.JOB.value  # "120 people laid off" are 120 jobs that go
    return f"{name}/{mention.per}" if mention.per else name


@lru_cache(maxsize=4096)
def unit_relation(a: str, b: str) -> Relation:
    """Say how the unit of key `a` lies to that of key `b`.

    Two nouns without a class may be words for one thing, since the watchlist asks for both; two kinds of one class are
    not, but those of people whom nothing tells apart: a teenager may be a girl.
    """
    (a_unit, _, a_rate), (b_unit, _, b_rate) = a.partition("/"), b.partition("/")
    if a_rate != b_rate:
        return Relation.APART
    if a_unit == b_unit:
        return Relation.SAME
    (a_class, _, a_noun), (b_class, _, b_noun) = a_unit.partition(":"), b_unit.partition(":")
    if a_noun and b_noun and a_class == b_class and (kinds := _kinds_relation(a_noun, b_noun)):
        return kinds
    if not b_noun and (a_class == b_class or (b_class == UnitClass.PERSON and _is_people(a_class))):
        return Relation.NARROWER
    if not a_noun and (a_class == b_class or (a_class == UnitClass.PERSON and _is_people(b_class))):
        return Relation.BROADER
    return Relation.APART if UnitClass.of(a_class) and UnitClass.of(b_class) else Relation.UNKNOWN


@lru_cache(maxsize=4096)
def unit_piece(a: str, b: str) -> str:
    """Name how two units lie to one another. Two nouns may be words for the same people or events, whom one text calls
    workers another calls crew, and its infections are cases; a man is no woman by any noun.
    """
    relation = unit_relation(a, b)
    (a_unit, _, a_rate), (b_unit, _, b_rate) = a.partition("/"), b.partition("/")
    (a_class, _, a_noun), (b_class, _, b_noun) = a_unit.partition(":"), b_unit.partition(":")
    if relation is not Relation.APART or a_rate != b_rate:
        return f"unit {relation.value}"
    if _kinds_relation(a_noun, b_noun) is Relation.APART:
        return "kind apart"
    one, other = UnitClass.of(a_class), UnitClass.of(b_class)
    are_people = one is not None and other is not None and one.is_people and other.is_people
    return "noun apart" if are_people or one is other is UnitClass.EVENT else "unit apart"


def _kinds_relation(a: str, b: str) -> Relation | None:
    """Say how people of sex and age `a` lie to those of `b`; `None` where one of the two is no such kind."""
    one, other = set(a.split("+")), set(b.split("+"))
    if not one | other <= _PEOPLE:
        return None
    if any(one & pair and other & pair and not one & other & pair for pair in _OPPOSITES):
        return Relation.APART
    if one == other:
        return Relation.SAME
    return Relation.NARROWER if one > other else Relation.BROADER if one < other else Relation.UNKNOWN


def tells_sex_or_age(key: str) -> bool:
    """Tell whether a key is of people of one sex or age, who are a part of any others: "person:female+young"."""
    noun = key.partition("/")[0].partition(":")[2]
    return bool(noun) and _PEOPLE.issuperset(noun.split("+"))


_OPPOSITES = (frozenset({"male", "female"}), frozenset({"young", "grown"}))
_PEOPLE = frozenset({"aged"}).union(*_OPPOSITES)


def _is_people(unit_class: str | None) -> bool:
    known = UnitClass.of(unit_class)
    return known is not None and known.is_people


def _class_for(unit_class: str | None, noun: str, rule: FactRule, language: Language) -> str:
    general = general_nouns(language)
    own = UnitClass.PERSON.value if unit_class == UnitClass.CASUALTY else unit_class
    if own and (not noun or noun in general.get(own, ())):
        return own
    if spoken_of := [name for name in sorted(rule.unit_classes) if noun in general.get(name, ())]:
        return str(spoken_of[0])
    asked = {name for name in rule.unit_classes if _is_people(name)}
    if _is_people(unit_class) and asked and unit_class not in asked:
        own = UnitClass.SOLDIER if UnitClass.SOLDIER in asked else UnitClass.PERSON
    told = _kinds(language).get(noun) if own == UnitClass.PERSON else None
    return ":".join(filter(None, (own, told or _synonyms(language).get(noun, noun))))


@lru_cache(maxsize=8)
def general_nouns(language: Language) -> Mapping[str, frozenset[str]]:
    """Return the nouns that speak of a class as a whole, by class, as the language's ledger.toml has them."""
    table = language.tables.get("ledger", {}).get("general", {})
    general = {name: frozenset(nouns) for name, nouns in table.items()}
    deaths = frozenset(noun for noun, name in compile_units(language).classes.items() if name == UnitClass.CASUALTY)
    return general | {UnitClass.PERSON.value: general.get(UnitClass.PERSON, frozenset()) | deaths}


@lru_cache(maxsize=8)
def _synonyms(language: Language) -> Mapping[str, str]:
    """Return the noun that stands for each that has others for the same thing: a vessel is a ship."""
    table = language.tables.get("ledger", {}).get("synonyms", {})
    return {noun: stands for stands, nouns in table.items() for noun in nouns}


@lru_cache(maxsize=8)
def _kinds(language: Language) -> Mapping[str, str]:
    """Return sex and age of the nouns that say them: "female+young" for a girl."""
    kinds: dict[str, list[str]] = {}
    for name, nouns in sorted(language.tables.get("ledger", {}).get("people", {}).items()):
        for noun in nouns:
            kinds.setdefault(noun, []).append(name)
    return {noun: "+".join(names) for noun, names in kinds.items()}
