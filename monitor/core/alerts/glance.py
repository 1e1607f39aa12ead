"""A story at a glance, a row a slot: lowest, latest and highest figure that stands, who says so, what came before.

The slots and their order are those of `overview`; nothing is compared here but the size of figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from monitor.core.alerts.figure_words import figure
from monitor.core.alerts.overview import Overview, SlotHistory, step_phrase
from monitor.core.alerts.wording import source_phrase, what_phrase
from monitor.core.facts.figures import figure_of
from monitor.model import Fact, Outcome


@dataclass(frozen=True, slots=True)
class Extreme:
    """The lowest or the highest figure that stands, and who says so."""

    figure: str
    source: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Before:
    """A step before the latest; stands: beside it, against it."""

    what: str
    source: str
    fact: Fact
    stands: bool


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One slot. depth: 0 for a whole, 1 for its part; lowest and highest: `None` where one figure stands alone; before:
    the latest of these first.
    """

    slot: SlotHistory
    depth: int
    what: str
    source: str
    lowest: Extreme | None
    highest: Extreme | None
    is_disputed: bool
    before: tuple[Before, ...]

    @property
    def latest(self) -> Fact:
        return self.slot.latest

    @property
    def first(self) -> Fact:
        """The first step, by whose id a slot is named."""
        return self.slot.steps[0]


def glance_of(overview: Overview, denied: Collection[str | None] = ()) -> tuple[GlanceRow, ...]:
    """Return a row a slot, parts below their whole; `denied` are the ids of facts that somebody denies."""
    return tuple(row for slot in overview.slots for row in _rows(slot, 0, denied))


def denied_of(facts: Collection[Fact]) -> frozenset[str]:
    """Return the ids of the facts that a denial which stands is about."""
    return frozenset(
        fact.relates_to for fact in facts if fact.relates_to and fact.outcome is Outcome.DENIAL and fact.is_live
    )


def _rows(slot: SlotHistory, depth: int, denied: Collection[str | None]) -> Iterator[GlanceRow]:
    latest = slot.latest
    lowest, highest = _extremes(slot)
    yield GlanceRow(
        slot,
        depth,
        what_phrase(latest.claim.mention),
        source_phrase(latest.claim.mention, latest.source),
        lowest,
        highest,
        slot.is_disputed or any(step.id in denied for step in slot.steps if step.is_live),
        tuple(
            Before(
                step_phrase(step, slot),
                source_phrase(step.claim.mention, step.source),
                step,
                step.is_live,
            )
            for step in slot.earlier
        ),
    )
    for part in slot.parts:
        yield from _rows(part, depth + 1, denied)


def _extremes(slot: SlotHistory) -> tuple[Extreme | None, Extreme | None]:
    """Return the lowest and the highest figure that stands; neither where they are one."""
    values = [
        (value.headline, step)
        for step in slot.steps
        if step.is_live and (value := figure_of(step.claim.mention)) is not None
    ]
    lowest = min(values, key=lambda pair: pair[0], default=None)
    highest = max(values, key=lambda pair: pair[0], default=None)
    if lowest is None or highest is None or lowest[0] == highest[0]:
        return None, None
    return _extreme(lowest[1]), _extreme(highest[1])


def _extreme(fact: Fact) -> Extreme:
    return Extreme(figure(fact.claim.mention), source_phrase(fact.claim.mention, fact.source), fact)
