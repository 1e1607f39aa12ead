"""What is known of a story at a glance: each slot of its ledger with its course, parts under their whole, other events
apart.

Pure; how it is laid out is the sinks' business. What follows what is what the ledger has decided: nothing is compared
here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from monitor.core.alerts.headlines import weigh
from monitor.core.alerts.lines import kept_of
from monitor.core.alerts.wording import what_phrase
from monitor.model import Fact, MentionKind, Outcome, count_outlets, count_witnesses

_NO_ORDERS: Mapping[str, Sequence[str]] = MappingProxyType({})
_LONGEST_COURSE = 6  # steps that are shown, the latest of them


@dataclass(frozen=True, slots=True)
class SlotHistory:
    """One thing that is known. `steps`: its heads from the first to the latest; outlets and origins count all that
    stands behind that one.
    """

    steps: tuple[Fact, ...]
    outlets: int
    origins: int
    parts: tuple[SlotHistory, ...] = ()

    @property
    def latest(self) -> Fact:
        """The head that stands, or stood last."""
        return next((step for step in reversed(self.steps) if step.is_live), self.steps[-1])

    @property
    def is_disputed(self) -> bool:
        """Whether two figures of it stand against one another."""
        return sum(step.is_live for step in self.steps) > 1 and any(
            step.outcome is Outcome.CONFLICT for step in self.steps
        )

    @property
    def earlier(self) -> tuple[Fact, ...]:
        """The steps before the latest that are worth showing, the latest of them first."""
        return tuple(step for step in reversed(self.steps[-_LONGEST_COURSE:]) if step is not self.latest)


@dataclass(frozen=True, slots=True)
class Overview:
    """What is known of one watchlist's story, in the watchlist's order, then by first report; `background`: what was
    read of other events.
    """

    watchlist: str
    slots: tuple[SlotHistory, ...]
    background: tuple[Fact, ...]


def overviews_of(facts: Iterable[Fact], orders: Mapping[str, Sequence[str]] = _NO_ORDERS) -> tuple[Overview, ...]:
    """Return an overview a watchlist, from all facts of its ledger, ended ones and those of other events too.

    orders: by watchlist, the names of its facts, what matters most first; what is not named comes last, as in an alert.
    """
    by_watchlist: dict[str, list[Fact]] = {}
    for fact in _in_order(facts):
        by_watchlist.setdefault(fact.claim.watchlist, []).append(fact)
    return tuple(_overview(watchlist, found, orders.get(watchlist, ())) for watchlist, found in by_watchlist.items())


def slot_of(facts: Iterable[Fact], fact_id: str) -> SlotHistory | None:
    """Return the slot that a fact of one watchlist's ledger is of, without its parts and whether it stands or not;
    `None` where the ledger has no such fact, or has it of another event.
    """
    ordered = _in_order(facts)
    behind = _behind(ordered)
    head_id = next((fact.head_id for fact in ordered if fact.id == fact_id), None)
    chains = _chains(_heads(ordered)).values()
    steps = next((steps for steps in chains if any(step.id == head_id for step in steps)), None)
    return None if steps is None else _slot(steps, behind)


def course_phrase(slot: SlotHistory) -> str:
    """Return how a slot moved, in one phrase: "13 → 31 → 54 people killed in Van", "31 or 54 people killed in Van"; the
    older steps of many are "…".
    """
    latest = what_phrase(slot.latest.claim.mention)
    if slot.latest.claim.mention.kind is MentionKind.STATEMENT:
        return latest
    shown = slot.steps[-_LONGEST_COURSE:]
    said = "… → " if len(slot.steps) > len(shown) else ""
    for step in (step for step in shown if step is not slot.latest):
        said += f"{step_phrase(step, slot)} {'or' if step.is_live else '→'} "
    return said + latest


def step_phrase(step: Fact, slot: SlotHistory) -> str:
    """Return an earlier step beside the latest, what both end in left out: "31"; an event is a sentence, and whole."""
    if step.claim.mention.kind is MentionKind.EVENT:
        return what_phrase(step.claim.mention)
    return kept_of(what_phrase(step.claim.mention), what_phrase(slot.latest.claim.mention))


def _overview(watchlist: str, facts: Sequence[Fact], order: Sequence[str]) -> Overview:
    behind, heads = _behind(facts), _heads(facts)
    chains = _chains(heads)
    slots = {first: _slot(steps, behind) for first, steps in chains.items()}
    background = tuple(fact for fact in facts if fact.outcome is Outcome.BACKGROUND)
    weights = _weights(heads.values(), {name: place for place, name in enumerate(order)})
    slots = dict(sorted(slots.items(), key=lambda item: weights[item[1].latest.claim.fact]))
    return Overview(
        watchlist, _nested(slots, {step.id: first for first, steps in chains.items() for step in steps}), background
    )


def _in_order(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(
        facts,
        key=lambda fact: (fact.claim.watchlist, fact.published_at, fact.recorded_at, fact.outcome.revises, fact.id),
    )


def _behind(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Return the facts that stand behind each head, itself among them."""
    behind: dict[str, list[Fact]] = {}
    for fact in facts:
        behind.setdefault(fact.head_id, []).append(fact)
    return behind


def _heads(facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts if fact.head_id == fact.id and fact.outcome is not Outcome.BACKGROUND}


def _slot(steps: Sequence[Fact], behind: Mapping[str, Sequence[Fact]]) -> SlotHistory:
    bare = SlotHistory(tuple(steps), 0, 0)
    told = behind[bare.latest.head_id]
    return replace(bare, outlets=count_outlets(fact.source for fact in told), origins=_witnesses(told))


def _witnesses(told: Sequence[Fact]) -> int:
    origins, outlets = {fact.origin for fact in told}, {fact.source for fact in told}
    return count_witnesses(origins, outlets, {fact.cluster_id for fact in told})


def _weights(heads: Iterable[Fact], places: Mapping[str, int]) -> dict[str, tuple[int, int, int, str]]:
    """Return for each fact of a watchlist how late an editor wants to read of it: by its place in the watchlist, else
    as in an alert.
    """
    weights: dict[str, tuple[int, int, int, str]] = {}
    for head in heads:
        name, (kind, weight, *_) = head.claim.fact, weigh(head)
        own = (places.get(name, len(places)), kind, weight, name)
        weights[name] = min(weights.get(name, own), own)
    return weights


def _chains(heads: Mapping[str, Fact]) -> dict[str, list[Fact]]:
    """Return the heads that follow one another, under the id of the first; a place that is more precise follows
    nothing, it is a part.
    """
    first_of: dict[str, str] = {}
    chains: dict[str, list[Fact]] = {}
    for fact in heads.values():
        follows = fact.outcome.revises and not _is_finer_place(fact)
        first_of[fact.id] = first_of.get(fact.relates_to or "", fact.id) if follows else fact.id
        chains.setdefault(first_of[fact.id], []).append(fact)
    return chains


def _nested(slots: Mapping[str, SlotHistory], first_of: Mapping[str, str]) -> tuple[SlotHistory, ...]:
    """Return the slots that stand, each part under its whole; a part whose whole has gone stands alone."""
    parts: dict[str, list[SlotHistory]] = {}
    wholes: list[tuple[str, SlotHistory]] = []
    for first, slot in slots.items():
        if not slot.latest.is_live:
            continue
        whole = first_of.get(slot.steps[0].relates_to or "", first)
        if whole != first and slots[whole].latest.is_live and _is_part(slot.steps[0], slots[whole].steps):
            parts.setdefault(whole, []).append(slot)
        else:
            wholes.append((first, slot))
    return tuple(_with_parts(first, slot, parts) for first, slot in wholes)


def _with_parts(first: str, slot: SlotHistory, parts: Mapping[str, Sequence[SlotHistory]]) -> SlotHistory:
    return replace(slot, parts=tuple(_with_parts(part.steps[0].id, part, parts) for part in parts.get(first, ())))


def _is_part(fact: Fact, whole: Sequence[Fact]) -> bool:
    """Tell whether a fact speaks of a part of what it stands near: some of many, more of them, a place within the
    place.
    """
    mention = fact.claim.mention
    places = {step.claim.mention.place.id for step in whole if step.claim.mention.place is not None}
    is_within = (
        mention.place is not None
        and bool(places.intersection(mention.place.within_ids))
        and mention.place.id not in places
    )
    return (
        fact.outcome is Outcome.SUBSET or mention.part_of or mention.is_increment or is_within or _is_finer_place(fact)
    )


def _is_finer_place(fact: Fact) -> bool:
    return fact.claim.mention.kind is MentionKind.PLACE and fact.outcome is Outcome.REFINEMENT
