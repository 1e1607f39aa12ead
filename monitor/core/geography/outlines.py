"""The outlines of the land, for maps: how they are packed, and what of them lies within a frame. Pure.

The file: how many rings there are, how many points each has (unsigned 16 bit, little-endian), then all points, each
longitude and latitude in hundredths of a degree (signed 16 bit). A ring within another is a hole in it. One that goes
over the line of dates goes on beyond 180, so that its points follow one another.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]  # longitude, latitude in degrees
Ring = tuple[Point, ...]  # its last point is joined to its first
_UNIT = 100  # of a degree: a kilometre or so, finer than the outlines are
_FULL_TURN = 360.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What a map shows, in degrees; `east` may be beyond 180, where it goes over the line of dates."""

    west: float
    east: float
    south: float
    north: float


def pack_outlines(rings: Sequence[Ring]) -> bytes:
    """Return the rings as the file has them."""
    numbers = [round(part * _UNIT) for ring in rings for point in ring for part in point]
    counts = [len(ring) for ring in rings]
    return struct.pack(f"<H{len(counts)}H{len(numbers)}h", len(counts), *counts, *numbers)


def read_outlines(content: bytes) -> tuple[Ring, ...]:
    """Return the rings of a file."""
    (count,) = struct.unpack_from("<H", content)
    counts = struct.unpack_from(f"<{count}H", content, 2)
    numbers = struct.unpack_from(f"<{2 * sum(counts)}h", content, 2 + 2 * count)
    points = [(x / _UNIT, y / _UNIT) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    rings, start = [], 0
    for length in counts:
        rings.append(tuple(points[start : start + length]))
        start += length
    return tuple(rings)


def within(rings: Iterable[Ring], frame: Frame) -> tuple[Ring, ...]:
    """Return what of the rings lies in a frame, cut at its edges; land on either side of the line of dates is moved to
    where the frame has it.

    Source: Sutherland & Hodgman (1974), Reentrant polygon clipping.
    """
    turned = (
        ring if not turn else tuple((x + turn, y) for x, y in ring) for ring in rings for turn in _turns(ring, frame)
    )
    return tuple(filter(None, (_cut(ring, frame) for ring in turned)))


def _turns(ring: Ring, frame: Frame) -> tuple[float, ...]:
    """Return by how many degrees a ring must be moved so that it can lie in the frame; nothing where it can't."""
    across, up = [x for x, _ in ring], [y for _, y in ring]
    if min(up) >= frame.north or max(up) <= frame.south:
        return ()
    west, east = min(across), max(across)
    return tuple(
        turn for turn in (-_FULL_TURN, 0.0, _FULL_TURN) if west + turn < frame.east and east + turn > frame.west
    )


def _cut(ring: Ring, frame: Frame) -> Ring:
    edges = ((0, frame.west, True), (0, frame.east, False), (1, frame.south, True), (1, frame.north, False))
    for axis, edge, is_lower in edges:
        ring = _cut_at(ring, axis, edge, is_lower=is_lower)
        if not ring:
            return ()
    return ring


def _cut_at(ring: Ring, axis: int, edge: float, *, is_lower: bool) -> Ring:
    """Return what of a ring lies on one side of a line."""
    is_inside: Callable[[Point], bool] = (
        (lambda point: point[axis] >= edge) if is_lower else (lambda point: point[axis] <= edge)
    )
    kept: list[Point] = []
    for before, point in pairwise((ring[-1], *ring)):
        if is_inside(before) is not is_inside(point):
            kept.append(_crossing(before, point, axis, edge))
        if is_inside(point):
            kept.append(point)
    return tuple(kept)


def _crossing(one: Point, other: Point, axis: int, edge: float) -> Point:
    part = (edge - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + part * (other[1 - axis] - one[1 - axis])
    return (edge, across) if axis == 0 else (across, edge)
