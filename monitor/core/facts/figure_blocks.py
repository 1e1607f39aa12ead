"""Which figures of a ledger a new one can be held against: by place, owner and aspect, by number, and by what stands.

Two figures of one slot name no two places, owners, aspects or days. Beyond that a judgement looks at those that still
stand, at the last whole, and of the rest only at figures of nearly its number; a figure that is a bound or vague may be
satisfied by any. `figure_novelty`, `retelling`, `series` and `corrections` are what asks: a rule there that looks at
more has to be found here.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor.core.facts.figures import NEAR, earlier_figure_of, earlier_in_base, figure_in_base, figure_of
from monitor.core.facts.places_near import PlacesNear
from monitor.core.facts.slots import Slot, gap_between, slot_of
from monitor.core.facts.unit_keys import Relation, unit_relation
from monitor.core.geography.gazetteer import may_meet
from monitor.model import Aspect, Claim, LedgerEntry, Place, Stage

PlaceKey = tuple[str, str | None] | None

_STEP = 0.1  # of the logarithms of numbers that lie in one bucket
_NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class _Held:
    """What is asked of an entry before it is looked at."""

    name: str
    document_id: str
    number: float
    days: tuple[datetime, datetime] | None


@dataclass(slots=True)
class _Group:
    """The figures of one owner, aspect and unit at one place."""

    in_order: list[tuple[Any, _Held]] = field(default_factory=list)
    buckets: dict[int, list[_Held]] = field(default_factory=dict)
    standing: dict[str, _Held] = field(default_factory=dict)
    greatest: float = -math.inf


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The figure that is judged; buckets: of the numbers near it, `None` where any number may say as much."""

    document_id: str
    slot: Slot
    number: float
    buckets: tuple[int, ...] | None


def place_key(place: Place | None) -> PlaceKey:
    """Return what tells a place from others."""
    return None if place is None else (place.id, place.part)


class FigureBlocks:
    """The figures of one key of a ledger."""

    def __init__(self) -> None:
        self._near = PlacesNear(may_meet)
        self._groups: dict[Hashable, dict[tuple[str, str, str], _Group]] = {}  # by place; owner, aspect, unit
        self._written: dict[float, list[str]] = {}  # by the number as it is written, in whatever unit
        # What can grow, the smallest first: of what is known, and of what is feared.
        self._sizes: dict[bool, list[tuple[float, str, _Held]]] = {False: [], True: []}

    def add(self, entry: LedgerEntry, order: Any) -> None:
        """Hold an entry that is new; one without a figure is held against nothing."""
        claim, name = entry.fact.claim, entry.fact.id
        figure, written = figure_in_base(claim), figure_of(claim.mention)
        if figure is None or written is None:
            return
        slot = slot_of(claim)
        held = _Held(name, entry.fact.document_id, figure.headline, slot.days)
        group = self._group(slot)
        insort(group.in_order, (order, held), key=_order)
        group.buckets.setdefault(_bucket(held.number), []).append(held)
        group.greatest = max(group.greatest, held.number)
        if entry.fact.is_live:
            group.standing[name] = held
        self._written.setdefault(written.headline, []).append(name)
        if not figure.is_vague and not claim.mention.is_increment:
            insort(self._sizes[claim.mention.is_feared], (held.number, name, held), key=_size)

    def end(self, entry: LedgerEntry) -> None:
        """Note that an entry no longer stands."""
        if figure_in_base(entry.fact.claim) is not None:
            self._group(slot_of(entry.fact.claim)).standing.pop(entry.fact.id, None)

    def near(self, claim: Claim, document_id: str, tolerance: float) -> Iterator[str]:
        """Yield the entries that can decide what a figure is to the ledger of a story, some more than once.

        tolerance: of a figure that rounds another, relative.
        """
        figure, earlier, written = figure_in_base(claim), earlier_in_base(claim), earlier_figure_of(claim.mention)
        if figure is None:
            return
        slot, is_wide = slot_of(claim), figure.is_open or tolerance >= 1
        numbers = (figure.headline, *((earlier.headline,) if earlier is not None else ()))
        buckets = None if is_wide else tuple({each for number in numbers for each in _near(number, tolerance)})
        wanted = _Wanted(document_id, slot, figure.headline, buckets)
        for place in self._near.near(slot.place):
            for (owner, aspect, counted), group in self._groups[place].items():
                if _can_be_one(slot.owner, owner):
                    yield from _of_group(wanted, group, aspect, counted)
        if claim.is_chief:
            yield from self._greatest(claim, wanted)
        if written is not None:
            yield from self._written.get(written.headline, ())

    def written_as(self, claim: Claim) -> list[str]:
        """Return the entries with the claim's number, of whatever unit and slot."""
        figure = figure_of(claim.mention)
        return self._written.get(figure.headline, []) if figure is not None else []

    def _group(self, slot: Slot) -> _Group:
        key = place_key(slot.place)
        self._near.add(key, slot.place)
        return self._groups.setdefault(key, {}).setdefault((slot.owner, slot.aspect, slot.counted), _Group())

    def _greatest(self, claim: Claim, wanted: _Wanted) -> Iterator[str]:
        """Yield the greatest figure that can grow, past which a series has to come that no place ties together."""
        for _, name, held in reversed(self._sizes[claim.mention.is_feared]):
            if held.document_id != wanted.document_id and not _touch(held, wanted.slot):
                yield name
                return


def _of_group(wanted: _Wanted, group: _Group, aspect: str, counted: str) -> Iterator[str]:
    is_same = _can_be_one(wanted.slot.aspect, aspect)
    if not is_same and not _can_follow(wanted.slot.aspect, aspect):
        return
    if wanted.buckets is None:
        found = (held for _, held in group.in_order)
        yield from (held.name for held in found if not _are_apart(held, wanted.slot))
        return
    for bucket in wanted.buckets:
        yield from (held.name for held in group.buckets.get(bucket, ()) if not _are_apart(held, wanted.slot))
    aspect_of = Aspect.of(aspect)
    is_of_any_noun = aspect_of is not None and aspect_of.falls  # of 19 miners who are trapped there are 12 men left
    if is_same and (is_of_any_noun or unit_relation(wanted.slot.counted, counted) is not Relation.APART):
        yield from (held.name for held in group.standing.values() if not _are_apart(held, wanted.slot))
        yield from _last_whole(wanted, group)


def _last_whole(wanted: _Wanted, group: _Group) -> Iterator[str]:
    """Yield the last entry of another text that may be the whole of which the figure is a part."""
    if group.greatest < wanted.number:
        return
    for _, held in reversed(group.in_order):
        is_other = held.document_id != wanted.document_id
        if is_other and held.number >= wanted.number and not _are_apart(held, wanted.slot):
            yield held.name
            return


def _can_be_one(a: str, b: str) -> bool:
    return not a or not b or a == b


def _can_follow(a: str, b: str) -> bool:
    """Tell whether the same number may be told of both: at another stage of a movement, or in another word for the same
    harm.
    """
    if Stage.of(a) is not None and Stage.of(b) is not None:
        return True
    aspect = Aspect.of(a)
    return aspect is not None and Aspect.of(b) in aspect.told_as


def _are_apart(held: _Held, slot: Slot) -> bool:
    return held.days is not None and slot.days is not None and gap_between(held.days, slot.days) > _NO_TIME


def _touch(held: _Held, slot: Slot) -> bool:
    return held.days is not None and slot.days is not None and gap_between(held.days, slot.days) == _NO_TIME


def _bucket(number: float) -> int:
    """Return the bucket of a number; all that are not above zero share one."""
    return math.floor(math.log(number) / _STEP) if number > 0 else -(2**31)


def _near(number: float, tolerance: float) -> Iterator[int]:
    """Yield the buckets of the numbers of which one may round the other."""
    if number <= 0:
        yield _bucket(number)
        return
    reach = -math.log(1 - max(NEAR, tolerance)) + _STEP / 100
    first, last = (math.floor((math.log(number) + way) / _STEP) for way in (-reach, reach))
    yield from range(first, last + 1)


def _order(pair: tuple[Any, _Held]) -> Any:
    return pair[0]


def _size(each: tuple[float, str, _Held]) -> tuple[float, str]:
    return each[0], each[1]
