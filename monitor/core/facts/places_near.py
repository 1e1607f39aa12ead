"""The places that entries name, and of these the ones that may be meant by another; what was found is kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from monitor.model import Place


class PlacesNear:
    """Places by a key; of each that was asked for those that are near it, of places that came since no more than once.

    is_near: whether the first, that is asked for, may be the second; `None` stands for a place that is unsaid.
    """

    def __init__(self, is_near: Callable[[Place | None, Place | None], bool]) -> None:
        self._is_near = is_near
        self._places: dict[Hashable, Place | None] = {}
        self._order: list[Hashable] = []
        self._near: dict[object, tuple[list[Hashable], int]] = {}

    def add(self, key: Hashable, place: Place | None) -> None:
        """Hold a place under its key; the first place of a key stays."""
        if key not in self._places:
            self._places[key] = place
            self._order.append(key)

    def near(self, place: Place | None) -> Iterator[Hashable]:
        """Yield the keys of the places that may be meant by this one, in the order in which they came."""
        own = None if place is None else (place.id, place.kind, place.part, place.latitude, place.within_ids)
        known, asked = self._near.get(own, ([], 0))
        if asked < len(self._order):
            known = [*known, *(key for key in self._order[asked:] if self._is_near(place, self._places[key]))]
            self._near[own] = known, len(self._order)
        yield from known
