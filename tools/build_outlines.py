"""Compiles monitor/data/outlines.bin, the outlines of the land, from Natural Earth's land at 1:110 million.

usage: python -m tools.build_outlines package/land-110m.json   (npm pack world-atlas@2.0.2, tar xzf
world-atlas-2.0.2.tgz)

The package holds Natural Earth 4.1 (naturalearthdata.com, public domain) as TopoJSON, under the ISC licence. The same
input gives the same file. Borders are not among them: whose they are is contested where news happens.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from monitor.core.geography.outlines import Ring, pack_outlines

_HALF_TURN = 180.0
OUT = Path(__file__).parent.parent / "monitor" / "data" / "outlines.bin"


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    rings = sorted(read_rings(topology), key=lambda ring: (-len(ring), ring))
    OUT.write_bytes(pack_outlines(rings))


def read_rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """Yield the rings of a quantized topology's land, each in degrees and without its last point, which is its
    first.
    """
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [
        [
            (west + x * across, south + y * up)
            for x, y in accumulate(arc, lambda place, step: [place[0] + step[0], place[1] + step[1]])
        ]
        for arc in topology["arcs"]
    ]
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            for numbers in polygon:
                points: list[tuple[float, float]] = []
                for number in numbers:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    points += arc[:-1]
                yield _unbroken(points)


def _unbroken(points: Sequence[tuple[float, float]]) -> Ring:
    """Return a ring whose longitudes go on beyond 180 instead of back to -180; one around a pole goes to it and back at
    the line of dates.
    """
    steps = enumerate(pairwise((*points, points[0])))
    jumps = [place for place, (one, other) in steps if abs(one[0] - other[0]) > _HALF_TURN]
    if len(jumps) % 2:
        around = [*points[jumps[0] + 1 :], *points[: jumps[0] + 1]]
        pole = 90.0 if sum(y for _, y in points) > 0 else -90.0
        return (*around, (around[-1][0], pole), (around[0][0], pole))
    found, turn = [points[0]], 0.0
    for before, (x, y) in pairwise(points):
        turn += -360.0 if x - before[0] > _HALF_TURN else 360.0 if before[0] - x > _HALF_TURN else 0.0
        found.append((x + turn, y))
    west = min(x for x, _ in found)
    back = 360.0 if west < -_HALF_TURN else 0.0
    return tuple((x + back, y) for x, y in found)


if __name__ == "__main__":
    main()
