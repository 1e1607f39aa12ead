"""One quantity in two units is one."""

from __future__ import annotations

import pytest

from monitor.core.counting.conversion import Measure, measure_of
from monitor.data.resources import load_language


@pytest.mark.parametrize(
    ("code", "one", "other", "unit_class"),
    [
        pytest.param("en", (336_000, "gallons of crude"), (8_000, "barrels"), "volume", id="gallons-and-barrels"),
        pytest.param("en", (2.5e6, "litres"), (15_725, "barrels of oil"), "volume", id="litres-and-barrels"),
        pytest.param("en", (1_500, "sq km"), (579, "square miles"), "area", id="squares"),
        pytest.param("en", (10, "acres"), (4.047, "hectares"), "area", id="acres-and-hectares"),
        pytest.param("en", (1, "cubic metres"), (1_000, "litres"), "volume", id="cubes"),
        pytest.param("en", (2.38, "pounds"), (1.08, "kg"), "mass", id="pounds-and-kilograms"),
        pytest.param("en", (6, "miles"), (9.656, "kilometres"), "length", id="miles-and-kilometres"),
        pytest.param("en", (2, "weeks"), (14, "days"), "duration", id="weeks-and-days"),
        pytest.param("de", (2, "Hektar"), (20_000, "Quadratmeter"), "area", id="german-areas"),
    ],
)
def test_a_quantity_is_the_same_in_both_units(
    code: str, one: tuple[float, str], other: tuple[float, str], unit_class: str
) -> None:
    language = load_language(code)
    left, right = measure_of(one[1], unit_class, language), measure_of(other[1], unit_class, language)
    assert left is not None
    assert right is not None
    assert left.dimension == right.dimension
    assert one[0] * left.factor == pytest.approx(other[0] * right.factor, rel=0.005)


@pytest.mark.parametrize(
    ("unit", "unit_class"),
    [
        pytest.param("USD", "money", id="money"),
        pytest.param("degrees", "temperature", id="degrees-have-no-common-zero"),
        pytest.param("months", "duration", id="no-fixed-length"),
        pytest.param("houses", "building", id="counted-things"),
        pytest.param(None, None, id="nothing-counted"),
        pytest.param("pounds", "money", id="pounds-sterling"),
    ],
)
def test_what_can_not_be_converted(unit: str | None, unit_class: str | None) -> None:
    assert measure_of(unit, unit_class, load_language("en")) is None


def test_the_base_unit_has_the_factor_one() -> None:
    assert measure_of("kg", "mass", load_language("en")) == Measure("mass", 1.0)
