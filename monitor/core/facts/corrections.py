"""What a text takes back: the facts of its own earlier version, or of the story that a wire's notice speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.facts.dates import are_of_one, span_of
from monitor.core.facts.denials import is_same_topic
from monitor.core.facts.events import are_others
from monitor.core.facts.figures import figure_of, is_same
from monitor.core.facts.grounds import Geography, Grounds, Verdict
from monitor.core.facts.names import is_same_name
from monitor.core.facts.slots import are_apart, compare, slot_of
from monitor.core.facts.states import state_of
from monitor.core.facts.unit_keys import Relation
from monitor.model import Claim, Fact, LedgerEntry, MentionKind, Notice, Outcome, Rule

_TOUCHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Revision:
    """A text with the facts that it speaks for: those of its former version, or with a notice those of its story, by
    id.
    """

    earlier: Mapping[str, Fact]
    claims: tuple[Claim, ...]
    notice: Notice | None = None


def corrected(claim: Claim, entries: Sequence[LedgerEntry], revision: Revision, grounds: Grounds) -> Verdict | None:
    """Return the update that a revised text makes of its own figure or place; `None` where it changes none of them.

    What it says in place of what it no longer says is a change of that, whoever is cited: first of the same voice, then
    what was said last, then the nearest in the text.
    """
    if not revision.earlier or any(_says(claim, entry.fact.claim, grounds.geography) for entry in entries):
        return None
    dropped = [
        entry
        for entry in entries
        if entry.fact.id in revision.earlier
        and entry.fact.is_live
        and _is_of_one_slot(claim, entry.fact.claim, grounds.geography)
        and is_dropped(entry.fact, revision, grounds.geography)
    ]
    if not dropped:
        return None
    mention = claim.mention

    def nearness(entry: LedgerEntry) -> tuple[bool, float, int]:
        known = entry.fact.claim.mention
        return (
            not grounds.voices.is_same(mention, known),
            -entry.fact.published_at.timestamp(),
            abs(known.start - mention.start),
        )

    is_update = revision.notice is Notice.UPDATE
    what = "updated" if is_update else "corrected"
    return Verdict(
        Outcome.UPDATE,
        Rule.TEXT_UPDATED if is_update else Rule.TEXT_CORRECTED,
        f"the text was {what}: it said something else before",
        min(dropped, key=nearness),
        supersedes=True,
    )


def is_dropped(fact: Fact, revision: Revision, geography: Geography) -> bool:
    """Tell whether the text no longer says what `fact` says."""
    return not any(_says(claim, fact.claim, geography) for claim in revision.claims)


def _says(claim: Claim, known: Claim, geography: Geography) -> bool:
    """Tell whether both claims say one thing: the same figure of the same slot, the same place, or the same stance to
    one claim.
    """
    if claim.watchlist != known.watchlist or claim.fact != known.fact:
        return False
    a, b = claim.mention, known.mention
    match a.kind:
        case MentionKind.QUANTITY:
            first, second = figure_of(a), figure_of(b)
            is_one = first is not None and second is not None and first.headline == second.headline
            return is_one and compare(slot_of(claim), slot_of(known), geography).relation is not Relation.APART
        case MentionKind.PLACE:
            return (
                a.place is not None and b.place is not None and (a.place.id, a.place.part) == (b.place.id, b.place.part)
            )
        case MentionKind.EVENT:
            return a.predicate == b.predicate and state_of(a) is state_of(b)
        case MentionKind.DATE:
            return are_of_one(a, b) and span_of(a) == span_of(b)
        case MentionKind.NAME:
            return is_same_name(a, b) and a.negated is b.negated
        case _:
            return a.stance is b.stance and a.predicate == b.predicate and is_same_topic(a.topic, b.topic)


def _is_of_one_slot(claim: Claim, known: Claim, geography: Geography) -> bool:
    """Tell whether one can stand in the place of the other: a figure where another was or at another place, a place
    where another was.
    """
    a, b = claim.mention, known.mention
    if (
        a.kind is MentionKind.STATEMENT
        or claim.aspect_class != known.aspect_class
        or claim.actor_key != known.actor_key
    ):
        return False
    match a.kind:
        case MentionKind.EVENT:
            return a.predicate == b.predicate and not are_others(a.whom or a.who, b.whom or b.who)
        case MentionKind.DATE:
            return are_of_one(a, b)
        case MentionKind.NAME:
            return a.role == b.role
        case MentionKind.PLACE:
            return not are_apart(a, b, _TOUCHING)
        case _:
            return _is_of_one_figure(claim, known, geography)


def _is_of_one_figure(claim: Claim, known: Claim, geography: Geography) -> bool:
    first, second = figure_of(claim.mention), figure_of(known.mention)
    if first is None or second is None:
        return False
    comparison = compare(slot_of(claim), slot_of(known), geography)
    return comparison.relation in (Relation.SAME, Relation.UNKNOWN) or (
        is_same(first, second) and comparison.is_apart_by_place_alone
    )
