"""The ledger's figures that a new one is held against, and how their slots lie to its own."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.facts.figures import (
    ValueRange,
    figure_in_base,
)
from monitor.core.facts.grounds import Grounds
from monitor.core.facts.slots import Comparison, Slot, compare, slot_of
from monitor.core.facts.unit_keys import Relation
from monitor.model import Claim, LedgerEntry, Mention, UnitClass


class _Judged:
    """The claim that is judged. Its slot is compared once with each other slot, which many entries share."""

    __slots__ = ("_comparisons", "_slot", "claim", "grounds")

    def __init__(self, claim: Claim, grounds: Grounds) -> None:
        self.claim, self.grounds = claim, grounds
        self._slot = slot_of(claim)
        self._comparisons: dict[int, tuple[Slot, Comparison]] = {}  # by identity, so each slot is held as well

    def compare(self, slot: Slot) -> Comparison:
        """Say how the claim's slot lies to one that `slot_of` gave."""
        known = self._comparisons.get(id(slot))
        if known is not None:
            return known[1]
        found = compare(self._slot, slot, self.grounds.geography)
        self._comparisons[id(slot)] = slot, found
        return found


class Known:
    """An entry that a figure can be held against; how the figure's slot lies to its own is found out when it is
    asked.
    """

    __slots__ = ("_comparison", "_judged", "entry", "figure")

    def __init__(self, entry: LedgerEntry, figure: ValueRange, judged: _Judged) -> None:
        self.entry, self.figure = entry, figure
        self._judged = judged
        self._comparison: Comparison | None = None

    @property
    def mention(self) -> Mention:
        return self.entry.fact.claim.mention

    @property
    def is_of_one_event(self) -> bool:
        """Whether both are surely of one event, as all is that a topic's figure is held against."""
        return self._judged.grounds.is_topic

    @property
    def is_whole_of_both(self) -> bool:
        """Whether each is the greatest figure of its kind in its text."""
        return self._judged.claim.is_chief and self.entry.fact.claim.is_chief

    @property
    def comparison(self) -> Comparison:
        if self._comparison is None:
            self._comparison = self._judged.compare(slot_of(self.entry.fact.claim))
        return self._comparison

    @property
    def is_beside(self) -> bool:
        """Whether the sentence of the figure that is judged speaks of what this one counts too."""
        noun = (self.mention.unit or "").lower()
        return bool(noun) and noun in self._judged.claim.mention.evidence.lower()

    @property
    def relation(self) -> Relation:
        return self.comparison.relation

    @property
    def can_change(self) -> bool:
        """Whether it is a number that a later one could take the place of."""
        is_number = not self.figure.is_vague and not self.mention.is_increment
        return is_number and "time touches" not in self.comparison.pieces


def known_figures(claim: Claim, entries: Sequence[LedgerEntry], grounds: Grounds) -> list[Known]:
    """Return those of `entries` that give a figure, in their order."""
    judged = _Judged(claim, grounds)
    return [Known(entry, stood, judged) for entry in entries if (stood := figure_in_base(entry.fact.claim)) is not None]


# Slots that nothing sets apart, and of which neither is a part of the other.
COMPARABLE = frozenset({Relation.SAME, Relation.UNKNOWN})


def is_measure(slot: Slot) -> bool:
    """Tell whether a slot's unit is one of measure, a span of time or a share; money is none."""
    counted = class_of_slot(slot)
    return counted is not None and counted.is_measure


def class_of_slot(slot: Slot) -> UnitClass | None:
    """Return the class of what a slot counts, `None` where its noun has none."""
    return UnitClass.of(slot.counted.partition("/")[0].partition(":")[0])
