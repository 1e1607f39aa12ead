"""The words of a language around the magnitudes of quakes; `scaled` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class ScaleWords:
    """The words of one language around magnitudes. `links`: what may stand between the name and its figure."""

    unit: str
    names: frozenset[str]
    names_of_quakes: frozenset[str]  # of other things as well: only beside a quake
    scales: frozenset[str]
    quakes: frozenset[str]
    measuring: frozenset[str]
    links: frozenset[str]


def compile_scales(table: Mapping[str, Any]) -> ScaleWords:
    """Return the words of the section `scales` of a language's units."""
    names = ("names", "names_of_quakes", "scales", "quakes", "measuring", "links")
    return ScaleWords(unit=table["unit"], **{name: frozenset(table[name]) for name in names})
