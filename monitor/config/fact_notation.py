"""How the keys of a fact are written in a watchlist: classes, currencies, units, predicates, roles, and lists of
words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from monitor.config.problems import suggest
from monitor.config.terms import Terms, parse_term
from monitor.config.values import LISTED, describe, notation
from monitor.config.vocabulary import CLASS_NAMES, ScopeWord, currencies, scale_of, unit_class_of
from monitor.core.asked.predicates import Predicate, parse_predicate
from monitor.core.asked.roles import Role, parse_role
from monitor.core.facts.watchlist import Scale, Term
from monitor.model import Modality, Outcome, Stance, UnitClass


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts: a unit of one of the classes, or one that holds one of the terms.

    The name of a class is a word too: "areas" are acres and hectares, and what a text calls areas.
    """

    classes: frozenset[str]
    terms: tuple[Term, ...]
    is_list: bool = False


def parse_counted(value: object) -> Counted:
    """Return what `soldiers` or `[soldiers, shell*]` names; a word alone must be a class.

    The name of a class is a word to look for as well: `[areas]` is acres and hectares, and what is called areas.
    """
    if isinstance(value, str):
        unit_class = unit_class_of(value)
        if unit_class is None:
            remedy = suggest(value, tuple(UnitClass))
            end = "" if remedy.endswith("?") else "."
            raise ValueError(f"{value!r} is no class; {remedy}{end} For words to look for, write a list: [{value}]")
        return Counted(frozenset({unit_class}), (parse_term(value),))
    if not isinstance(value, list) or not value:
        raise ValueError(
            f"wants a class or a list of terms, found {describe(value)}; write soldiers, or [shell*, container*]"
        )
    classes = [unit_class_of(entry) if isinstance(entry, str) else None for entry in value]
    return Counted(frozenset(filter(None, classes)), tuple(map(parse_term, value)), is_list=True)


def parse_currency(value: object) -> str:
    """Return the code of the currency that `EUR` or `euros` names; one that the reader never says is an error."""
    code = currencies().get(value.strip().lower()) if isinstance(value, str) else None
    if code is None:
        remedy = f"use one of: {', '.join(sorted(set(currencies().values())))}"
        raise ValueError(f"the reader knows no currency {describe(value)}; {remedy}")
    return code


def parse_scale(value: object) -> Scale:
    """Return the unit that `metres` or `Tonnen` names, in any language, with its measure."""
    scale = scale_of(value) if isinstance(value, str) else None
    if scale is None:
        raise ValueError(
            f"wants a unit that can be converted, found {describe(value)}; write one such as metres, hectares, tonnes,"
            " litres or hours"
        )
    return scale


def _parse_id(value: object) -> str:
    if (
        not isinstance(value, str)
        or not value
        or len(value) > 60
        or not set(value) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        or value[0] == "-"
    ):
        raise ValueError(
            f"wants a short name, found {describe(value)}; write lower-case letters, digits and hyphens: dprk-troops"
        )
    return value


def _check_groups(groups: object) -> object:
    words = [group for group in groups if isinstance(group, str)] if isinstance(groups, list) else []
    if words:
        raise ValueError(
            f"wants groups, each a list of terms; write [[{', '.join(words)}]] for one group of which any term will do"
        )
    return groups


def _parse_predicate(value: object) -> Predicate:
    if isinstance(value, Predicate):
        return value
    if not isinstance(value, str):
        raise ValueError(f"wants a verb, with its object behind +, found {describe(value)}; write [call off + strike]")
    return parse_predicate(value)


def _parse_role(value: object) -> Role:
    if isinstance(value, Role):
        return value
    if not isinstance(value, str):
        raise ValueError(f"wants a noun, found {describe(value)}; write [officer, ship | vessel]")
    return parse_role(value)


WatchlistId = Annotated[str, *notation(_parse_id, type="string", pattern="^[a-z0-9][a-z0-9-]{0,59}$")]
_OF_SCHEMA = [
    {"enum": sorted(CLASS_NAMES)},
    {"type": "array", "items": {"type": "string"}, "minItems": 1},
]
PredicateText = Annotated[Predicate, *notation(_parse_predicate, type="string")]
Predicates = Annotated[tuple[PredicateText, ...], *LISTED]
RoleText = Annotated[Role, *notation(_parse_role, type="string")]
Roles = Annotated[tuple[RoleText, ...], *LISTED]
CountedThing = Annotated[Counted, *notation(parse_counted, anyOf=_OF_SCHEMA)]
Aspect = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
Aspects = Annotated[tuple[Aspect, ...], *LISTED]
Stances = Annotated[tuple[Annotated[Stance, Field(strict=False)], ...], *LISTED]
Modalities = Annotated[tuple[Annotated[Modality, Field(strict=False)], ...], *LISTED]
Outcomes = Annotated[tuple[Annotated[Outcome, Field(strict=False)], ...], *LISTED]
Groups = Annotated[
    tuple[Annotated[Terms, Field(min_length=1)], ...], Field(min_length=1, strict=False), BeforeValidator(_check_groups)
]
Scopes = Annotated[tuple[Annotated[ScopeWord, Field(strict=False)], ...], *LISTED]
Currency = Annotated[str, *notation(parse_currency, type="string")]
Currencies = Annotated[tuple[Currency, ...], *LISTED]
MeasureUnit = Annotated[Scale, *notation(parse_scale, type="string")]
PlaceNames = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], *LISTED]
FactName = Annotated[str, Field(min_length=1, max_length=80)]
FactNames = Annotated[tuple[FactName, ...], *LISTED]
