"""How far two places lie from one another."""

from __future__ import annotations

import math

from monitor.model import Place

_EARTH = 6371.0  # km, its mean radius


NEAR = 80.0  # km: what reports of one event call its place, a quarter, a county or the nearest city, lies so near


def lies_near(a: Place, b: Place) -> bool:
    """Tell whether two places lie so near that one event may be told of either, as far as their coordinates are
    known.
    """
    return (kilometres(a, b) or 0.0) <= NEAR


def kilometres(a: Place, b: Place) -> float | None:
    """Return the way between the middles of two places as the crow flies; `None` where one has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    north, other_north = math.radians(a.latitude), math.radians(b.latitude)
    east = math.radians(b.longitude - a.longitude)
    chord = math.sin((other_north - north) / 2) ** 2 + math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(chord, 1.0)))
