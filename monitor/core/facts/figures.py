"""Figures as sets of numbers: what a value with a modifier says, and when two of them say the same."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.model import Claim, Mention, Modifier

_BOUNDS = frozenset({Modifier.UP_TO, Modifier.AT_LEAST, Modifier.MORE_THAN, Modifier.LESS_THAN})
_APPROXIMATE = frozenset({Modifier.ABOUT, Modifier.NEARLY})
DEFAULT_TOLERANCE = 0.05  # relative difference of a figure that rounds another, where no watchlist says
NEAR = 0.1  # 2,640 is written as "about 2,600"; 14,000 is no "about 10,000", though one digit less would say so


@dataclass(frozen=True, slots=True)
class ValueRange:
    """A closed interval [low, high] with the modifier it was told with; an open end is infinite.

    An exact or approximate figure has both ends equal; `headline` is the one number that a reader remembers: for a
    range its upper end. What is derived is a field, since a ledger asks for it many thousand times.
    """

    low: float
    high: float
    modifier: Modifier
    headline: float = field(init=False)
    is_bound: bool = field(init=False)
    is_approximate: bool = field(init=False)
    is_vague: bool = field(init=False)
    is_open: bool = field(init=False)  # a bound, a range or a vague figure: others can satisfy it

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "headline", self.high if math.isfinite(self.high) else self.low)
        put(self, "is_bound", self.modifier in _BOUNDS)
        put(self, "is_approximate", self.modifier in _APPROXIMATE)
        put(self, "is_vague", self.modifier is Modifier.VAGUE)
        put(self, "is_open", self.is_bound or self.is_vague or self.modifier is Modifier.BETWEEN)


def figure_of(mention: Mention) -> ValueRange | None:
    """Return the figure of a quantity; `None` for a mention without one."""
    if mention.value_low is None and mention.value_high is None:
        return None
    return _figure(mention.value_low, mention.value_high, mention.modifier)


def earlier_figure_of(mention: Mention) -> ValueRange | None:
    """Return the figure that the text itself gives as the earlier one; `None` where it gives none."""
    if mention.was_low is None and mention.was_high is None:
        return None
    if mention.was_low is None or mention.was_high is None:
        return _figure(
            mention.was_low, mention.was_high, Modifier.UP_TO if mention.was_low is None else Modifier.AT_LEAST
        )
    return _figure(
        mention.was_low, mention.was_high, Modifier.EXACT if mention.was_low == mention.was_high else Modifier.BETWEEN
    )


def figure_in_base(claim: Claim) -> ValueRange | None:
    """Return the figure of a quantity in the base unit of its measure, so that 16 miles and 26 km compare."""
    figure = figure_of(claim.mention)
    return figure if figure is None or claim.factor is None else _scaled(figure, claim.factor)


def earlier_in_base(claim: Claim) -> ValueRange | None:
    """Return the figure that the text itself gives as the earlier one, in the base unit of its measure."""
    earlier = earlier_figure_of(claim.mention)
    return earlier if earlier is None or claim.factor is None else _scaled(earlier, claim.factor)


def is_same_in_base(a: ValueRange, b: ValueRange, one: Claim, other: Claim) -> bool:
    """Tell whether both name the same interval; of two units the one is a rounded conversion of the other."""
    if one.factor == other.factor:
        return is_same(a, b)
    return a.is_bound is b.is_bound and _is_converted(a.low, b.low) and _is_converted(a.high, b.high)


_CONVERTED = 0.02  # what writers round away in a conversion: 580 sq miles are given as 1,500 sq km


def _is_converted(a: float, b: float) -> bool:
    return a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= _CONVERTED * max(abs(a), abs(b)))


@lru_cache(maxsize=16_384)
def _scaled(figure: ValueRange, factor: float) -> ValueRange:
    return ValueRange(figure.low * factor, figure.high * factor, figure.modifier)


@lru_cache(maxsize=16_384)  # a ledger holds the same few thousand against every claim
def _figure(value_low: float | None, value_high: float | None, modifier: Modifier | None) -> ValueRange:
    low = -math.inf if value_low is None else value_low
    high = math.inf if value_high is None else value_high
    return ValueRange(low, high, modifier or Modifier.EXACT)


def is_same(a: ValueRange, b: ValueRange) -> bool:
    """Tell whether both name the same interval, or the same number where one of them only hedges it.

    "12,000", "about 12,000" and "closer to 12,000" are one figure; "more than 12,000" is not.
    """
    return _close(a.low, b.low) and _close(a.high, b.high)


def is_bound_of(a: ValueRange, b: ValueRange) -> bool:
    """Tell whether one is a bound and the other its number ("up to 500" and "500"); an end of a range is not all of
    it.
    """
    is_one_bound = a.is_bound is not b.is_bound and Modifier.BETWEEN not in (a.modifier, b.modifier)
    return is_one_bound and a.headline == b.headline


def is_near(a: ValueRange, b: ValueRange) -> bool:
    """Tell whether the numbers lie within a tenth of the greater one."""
    return abs(a.headline - b.headline) <= NEAR * max(abs(a.headline), abs(b.headline))


A_LITTLE = 1.5  # times: up to it a figure is of the size of another, as in the evidence


def is_far(a: ValueRange, b: ValueRange) -> bool:
    """Tell whether one number is more than four times the other: of one slot such figures seldom are (of twice, four
    times and no limit the one that costs no line of the labelled stories).
    """
    low, high = sorted((abs(a.headline), abs(b.headline)))
    return high > _MUCH * low


_MUCH = 4.0


def is_rounding(a: ValueRange, b: ValueRange, tolerance: float) -> bool:
    """Tell whether one is the other told less exactly: within `tolerance` of it, or near it and equal at one
    significant digit less.

    Two exact figures that differ are never a rounding of one another; neither is a bound or a range.
    """
    if a.is_bound or b.is_bound or a.is_vague or b.is_vague or not (a.is_approximate or b.is_approximate):
        return False
    if Modifier.BETWEEN in (a.modifier, b.modifier):
        return False
    first, second = a.headline, b.headline
    if abs(first - second) <= tolerance * max(abs(first), abs(second)):
        return True
    exact, approximate = (second, first) if a.is_approximate else (first, second)
    return a.is_approximate is not b.is_approximate and is_near(a, b) and _is_coarser_writing(exact, approximate)


def is_shortened(headline: ValueRange, full: ValueRange) -> bool:
    """Tell whether a headline writes the figure with fewer digits, rounded or cut off: "1,600 hurt" over "1,607 people
    were injured".
    """
    if Modifier.EXACT is not headline.modifier or full.is_open or headline.headline <= 0:
        return False
    digits = _significant_digits(headline.headline)
    step = 10.0 ** (math.floor(math.log10(headline.headline)) - digits + 1)
    return digits < _significant_digits(full.headline) and abs(headline.headline - full.headline) < step


def is_telling(figure: ValueRange) -> bool:
    """Tell whether a number is seldom found of two things: of ten or more, and not round (17 or 44,200, not 60)."""
    return figure.headline >= _TELLING and _significant_digits(figure.headline) > 1


_TELLING = 10
_FAR = 2.0  # times


def is_satisfied(bound: ValueRange, known: ValueRange, tolerance: float) -> bool:
    """Tell whether `known` already says what `bound` says, so that the bound is no news.

    "More than 10,000" after 11,000, "at least 10" after "more than 12", a range around a known number, but not from it
    on. A ceiling ("up to 12,000") is satisfied only by a known figure that reaches it: a rising ceiling is news though
    a lower figure obeys it, and a falling one though a higher one stood.
    """
    if known.is_vague:
        return False
    match bound.modifier:
        case Modifier.MORE_THAN | Modifier.AT_LEAST:
            floor = known.low if math.isfinite(known.low) else known.high
            return floor >= bound.low * (1 - (tolerance if known.is_approximate else 0.0))
        case Modifier.LESS_THAN:
            return math.isfinite(known.high) and known.high <= bound.high and known.high >= bound.high / _FAR
        case Modifier.UP_TO:
            is_reached = bound.high * (1 - tolerance) <= known.headline <= bound.high * (1 + tolerance)
            return is_reached and known.modifier is not Modifier.LESS_THAN
        case Modifier.BETWEEN:
            return bound.low < known.low <= known.high < bound.high or is_same(known, bound)
        case Modifier.VAGUE:
            return known.headline >= bound.low
        case _:
            return False


def is_disjoint(a: ValueRange, b: ValueRange, tolerance: float) -> bool:
    """Tell whether no number fits both; an approximate figure is widened by `tolerance`."""
    a_low, a_high = _reach(a, tolerance)
    b_low, b_high = _reach(b, tolerance)
    return a_high < b_low or b_high < a_low


def _reach(figure: ValueRange, tolerance: float) -> tuple[float, float]:
    if figure.modifier is Modifier.ABOUT:
        return figure.low * (1 - tolerance), figure.high * (1 + tolerance)
    if figure.modifier is Modifier.NEARLY:
        low = figure.low if math.isfinite(figure.low) else figure.high
        return low * (1 - tolerance), figure.high
    return figure.low, figure.high


def _is_coarser_writing(exact: float, round_one: float) -> bool:
    """11,300 written as 11,000, or 2,640 as 2,600: the same once `exact` loses its last significant digit."""
    digits = _significant_digits(exact)
    return digits > 1 and _close(_rounded(exact, digits - 1), round_one)


def _significant_digits(value: float) -> int:
    if value == 0 or not math.isfinite(value):
        return 0
    text = f"{abs(value):.12g}"
    mantissa = text.split("e")[0].replace(".", "").strip("0")
    return len(mantissa)


def _rounded(value: float, digits: int) -> float:
    magnitude = math.floor(math.log10(abs(value)))
    return round(value, digits - 1 - magnitude)


def _close(a: float, b: float) -> bool:
    return a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
