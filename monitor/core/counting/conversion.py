"""Units of measure in the base unit of their dimension, so that a quantity that is said in two units is known as one.

The factors stand beside the words of each language in units.toml: the words must be mapped in any case, and each costs
one number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.counting.units import Units, compile_units, singular
from monitor.core.language.lexicon import Language


@dataclass(frozen=True, slots=True)
class Measure:
    """`factor`: how many base units (metres, square metres, kilograms, seconds, ...) one unit is."""

    dimension: str
    factor: float


@dataclass(frozen=True, slots=True, eq=False)
class _Factors:
    by_dimension: Mapping[str, Mapping[str, float]]
    powers: Mapping[str, int]  # "square": 2


@lru_cache(maxsize=8)
def _compile(language: Language) -> _Factors:
    table: Mapping[str, Any] = language.tables["units"]
    words = table["measure_words"]
    powers = dict.fromkeys(words["square"], 2) | dict.fromkeys(words["cubic"], 3)
    return _Factors(
        {name: {word: float(factor) for word, factor in many.items()} for name, many in table["conversion"].items()},
        powers,
    )


def measure_of(unit: str | None, unit_class: str | None, language: Language) -> Measure | None:
    """Return the measure that a unit as written is ("barrels of oil", "sq km"), or None where nothing can be converted.

    Money and temperature are never converted: a rate of exchange is no constant, and degrees have no common zero.
    Months and years are of no fixed length.
    """
    if not unit or not unit_class:
        return None
    factors, units = _compile(language), compile_units(language)
    head, *rest = unit.lower().split()
    power = factors.powers.get(head, 1)
    if power > 1 and rest:
        factor = _factor(rest[0], factors.by_dimension["length"], units)
        return Measure("area" if power == 2 else "volume", factor**power) if factor is not None else None
    factor = _factor(head, factors.by_dimension.get(unit_class, {}), units)
    return Measure(unit_class, factor) if factor is not None else None


def _factor(word: str, known: Mapping[str, float], units: Units) -> float | None:
    return known.get(word) or known.get(singular(word, units))
