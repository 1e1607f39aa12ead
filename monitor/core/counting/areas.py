"""Areas that are told by their two sides: "20 miles by 5 miles", "20 by 5 miles" are 100 square miles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from monitor.core.counting.quantity import Quantity
from monitor.core.counting.units import Units, singular
from monitor.core.language.text import Sentence
from monitor.model import Reason, UnitClass


def with_areas(sentence: Sentence, quantities: Sequence[Quantity], units: Units) -> list[Quantity]:
    """Return the quantities of one sentence with an area behind each pair of sides, which are told as no facts
    themselves.
    """
    found = list(quantities)
    for left, right in pairwise(quantities):
        if _are_sides(sentence, left, right, units):
            sides = {left: replace(left, passed_over="side"), right: replace(right, passed_over="side")}
            found = [sides.get(one, one) for one in found]
            found.insert(found.index(sides[right]) + 1, _area(sentence, left, right, units))
    return found


def _are_sides(sentence: Sentence, left: Quantity, right: Quantity, units: Units) -> bool:
    """Tell two lengths in one unit with "by" between; three sides are no area."""
    lowers = sentence.lowers
    if not left.unit_class == right.unit_class == UnitClass.LENGTH:
        return False
    has_third = not units.by.isdisjoint((*lowers[max(0, left.first - 1) : left.first], *lowers[right.last :][:1]))
    is_next = left.last >= right.first - 1
    return is_next and lowers[right.first - 1] in units.by and not has_third and _one(left, units) == _one(right, units)


def _one(quantity: Quantity, units: Units) -> str:
    return singular((quantity.unit or "").lower(), units)


def _area(sentence: Sentence, left: Quantity, right: Quantity, units: Units) -> Quantity:
    unit = (right.unit or "").lower() if units.has_capital_nouns else right.unit
    span = sentence.starts[left.first], sentence.ends[right.last - 1]
    return replace(
        left,
        last=right.last,
        low=_product(left.low, right.low),
        high=_product(left.high, right.high),
        unit=units.square_of.format(unit),
        unit_class=UnitClass.AREA,
        reasons=(*left.reasons, Reason("value", "product of two sides", *span)),
    )


def _product(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a * b
