"""Places on a map: what lies where, in the units of a view box. Pure; the template draws it.

The projection is equirectangular, true to scale at the middle latitude; a frame may go over the line of dates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.core.geography.outlines import Frame, Ring, within

LEAST_SPAN = 16.0  # degrees of latitude: the outlines say nothing finer
_DEGREE = 111.2  # km, one of latitude
_AIR = 1.25  # a frame is so much longer and wider than what it must hold
_LARGEST_PART = 0.999  # of a half turn: all the way round, a frame would show land twice
_NEAR = 20.0  # units: marks that are nearer become one
_LETTER = 7.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to be shown. number: by which the table names it; weight: how many texts; is_exact: a town or a site, not
    the middle of something larger.
    """

    number: int
    name: str
    longitude: float
    latitude: float
    weight: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class MapMark:
    """Where places that lie near one another are. label: the name of the one with most texts, "" where there is no
    room; label_x: where it begins, or ends if is_left.
    """

    x: float
    y: float
    radius: float
    is_exact: bool
    spots: tuple[Spot, ...]
    label: str
    label_x: float
    is_left: bool

    @property
    def numbers(self) -> str:
        """What stands in the mark: its place's number, with a sign where there are more."""
        return f"{self.spots[0].number}{'+' if len(self.spots) > 1 else ''}"


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """What is drawn, within `width` and `height`. land: a path; bar: how wide the scale bar is, `bar_km` kilometres."""

    width: int
    height: int
    land: str
    marks: tuple[MapMark, ...]
    bar: float
    bar_km: int


def draw_map(spots: Sequence[Spot], outlines: Sequence[Ring], width: int, height: int) -> PlaceMap | None:
    """Return the map that holds all spots, those with most texts first; `None` where there are none."""
    if not spots:
        return None
    frame = _frame(spots, width / height)
    middle = math.radians((frame.south + frame.north) / 2)
    across, up = width / (frame.east - frame.west), height / (frame.north - frame.south)

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        turned = longitude + 360 * math.ceil((frame.west - longitude) / 360)
        return round((turned - frame.west) * across, 1), round((frame.north - latitude) * up, 1)

    land = " ".join(
        f"M{' '.join(f'{(x - frame.west) * across:.1f},{(frame.north - y) * up:.1f}' for x, y in ring)}Z"
        for ring in within(outlines, frame)
    )
    kilometre = across / (_DEGREE * math.cos(middle))
    bar_km = _round_length(width / 4 / kilometre)
    marks = _marks([(spot, *place(spot.longitude, spot.latitude)) for spot in spots], width)
    return PlaceMap(width, height, land, marks, round(bar_km * kilometre, 1), bar_km)


def _frame(spots: Sequence[Spot], shape: float) -> Frame:
    """Return the smallest frame of this shape (width by height) around the spots that is no finer than the outlines."""
    south, north = min(spot.latitude for spot in spots), max(spot.latitude for spot in spots)
    west, east = _shortest_arc([spot.longitude for spot in spots])
    middle, centre = (south + north) / 2, (west + east) / 2
    shrink = max(0.2, math.cos(math.radians(middle)))
    tall = max((north - south) * _AIR, LEAST_SPAN, (east - west) * _AIR * shrink / shape)
    tall = min(tall, 180.0)
    wide = min(max(tall * shape / shrink, (east - west) * 1.02), 360 * _LARGEST_PART)
    low = min(max(middle - tall / 2, -90.0), 90.0 - tall)
    return Frame(centre - wide / 2, centre + wide / 2, low, low + tall)


def _shortest_arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the shortest arc that holds all longitudes; the second may be beyond 180."""
    ordered = sorted(set(longitudes))
    gaps = [(after - before, after, before + 360) for before, after in pairwise(ordered)]
    gap, west, east = max(gaps, default=(0.0, ordered[0], ordered[0]))
    around = ordered[0] + 360 - ordered[-1]
    return (ordered[0], ordered[-1]) if around >= gap else (west, east)


def _marks(placed: Sequence[tuple[Spot, float, float]], width: int) -> tuple[MapMark, ...]:
    groups: list[tuple[float, float, list[Spot]]] = []
    for spot, x, y in placed:
        near = next((spots for at_x, at_y, spots in groups if math.hypot(x - at_x, y - at_y) < _NEAR), None)
        if near is None:
            groups.append((x, y, [spot]))
        else:
            near.append(spot)
    taken = [(x - 11, y - 11, x + 11, y + 11) for x, y, _ in groups]
    marks = []
    for x, y, spots in groups:
        label = spots[0].name + (f" +{len(spots) - 1}" if len(spots) > 1 else "")
        length = len(label) * _LETTER
        sides = ((x + 14, False), (x - 14, True))
        room = next(
            (
                (at, is_left)
                for at, is_left in sides
                if _is_free(box := _box(at, y, length, is_left=is_left), taken) and box[0] >= 0 and box[2] <= width
            ),
            None,
        )
        if room is not None:
            taken.append(_box(room[0], y, length, is_left=room[1]))
        at, is_left = room or (x, False)
        radius = min(11.0, 8 + math.log2(max(1, sum(spot.weight for spot in spots))) / 2)
        marks.append(
            MapMark(x, y, round(radius, 1), spots[0].is_exact, tuple(spots), label if room else "", at, is_left)
        )
    return tuple(marks)


Box = tuple[float, float, float, float]


def _box(x: float, y: float, length: float, *, is_left: bool) -> Box:
    return (x - length if is_left else x, y - 8, x if is_left else x + length, y + 8)


def _is_free(box: Box, taken: Sequence[Box]) -> bool:
    return not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)


def _round_length(most: float) -> int:
    """Return the greatest of 1, 2 and 5 times a power of ten that is no longer, at least 1."""
    power = 10 ** math.floor(math.log10(max(1.0, most)))
    return int(next(power * factor for factor in (5, 2, 1) if power * factor <= max(1.0, most)))
