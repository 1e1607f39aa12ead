"""Which figure of a document is the greatest of its kind, and how many others of its kind there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitor.core.facts.figures import figure_in_base
from monitor.model import Claim, EventRole, Mention


def ranked(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Say of each figure whether it is the greatest of its kind in the document, and how many others of its kind there
    are; of two that name two places each may be the greatest.

    Figures of other events, which the text looks back on or tells of beside its own, are not among them.
    """
    kinds: dict[tuple[str, str, str, bool], _Kin] = {}
    for claim in claims:
        if (
            (figure := figure_in_base(claim)) is not None
            and not figure.is_vague
            and not _is_of_another_event(claim.mention)
        ):
            kinds.setdefault(_kind(claim), _Kin()).add(figure.headline, _place_id(claim.mention))
    return tuple(_rank(claim, kinds.get(_kind(claim))) for claim in claims)


@dataclass(slots=True)
class _Kin:
    """The figures of one kind: each value once, and the greatest one of each place."""

    values: set[float] = field(default_factory=set)
    greatest: dict[str | None, float] = field(default_factory=dict)

    def add(self, value: float, place: str | None) -> None:
        self.values.add(value)
        self.greatest[place] = max(value, self.greatest.get(place, value))

    def greatest_at(self, place: str | None) -> float | None:
        """Return the greatest of those whose place may be `place`, `None` where there are none."""
        if place is None:
            return max(self.values)
        return max((self.greatest[at] for at in (place, None) if at in self.greatest), default=None)


def _rank(claim: Claim, kin: _Kin | None) -> Claim:
    figure = figure_in_base(claim)
    if kin is None or figure is None or figure.headline not in kin.values or _is_of_another_event(claim.mention):
        return claim
    is_chief = figure.headline == kin.greatest_at(_place_id(claim.mention))
    return replace(claim, is_chief=is_chief, beside=len(kin.values) - 1)


def _place_id(mention: Mention) -> str | None:
    return None if mention.place is None else mention.place.id


def _is_of_another_event(mention: Mention) -> bool:
    return mention.event is not None and mention.event.role not in (EventRole.OWN, EventRole.TOTAL)


def _kind(claim: Claim) -> tuple[str, str, str, bool]:
    """Return what a figure is ranked among: children among people, tanks among vehicles; rates apart from totals, and
    what is feared from what is known.
    """
    counted, _, rate = claim.unit_key.partition("/")
    unit_class = counted.partition(":")[0]
    return claim.fact, claim.aspect_class, f"{unit_class or counted}/{rate}", claim.mention.is_feared
