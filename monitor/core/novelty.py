"""What a claim is to the ledger: new, a repeat, a rounding, an update, a conflict. Compares meaning, not wording.

Pure: the ledger's live entries come as values; recording and telling are left to `decision` and `alerting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.figures import Figure, figure_of, is_disjoint, is_rounding, is_same, is_satisfied
from monitor.model import Claim, LedgerEntry, Mention, MentionKind, Modality, Outcome, Place, Stance


@dataclass(frozen=True, slots=True)
class Geography:
    """What novelty asks of the gazetteer: `contains(outer, inner)`, reflexive."""

    contains: Callable[[Place, Place], bool]

    def are_compatible(self, a: Place | None, b: Place | None) -> bool:
        """Tell whether both can mean the same spot: one unsaid, equal, or one inside the other."""
        return a is None or b is None or self.contains(a, b) or self.contains(b, a)

    def is_narrower(self, inner: Place | None, outer: Place | None) -> bool:
        """Tell whether `inner` is said and lies inside `outer`, or `outer` is unsaid."""
        if inner is None:
            return False
        return outer is None or (self.contains(outer, inner) and not self.contains(inner, outer))


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its reason; `relates_to` is the entry it repeats, revises or contradicts."""

    outcome: Outcome
    explanation: str
    relates_to: LedgerEntry | None = None
    supersedes: bool = False  # ends the entry that it relates to
    is_ended: bool = False  # is itself ended already, by the entry that it relates to


@dataclass(frozen=True, slots=True)
class Teller:
    """Where a claim comes from: who stands behind it, which document tells it, and when that was published."""

    origin: str
    document_id: str
    published_at: datetime


def judge(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], geography: Geography, tolerance: float) -> Verdict:
    """Say what `claim` is to the `entries` of its key, oldest first.

    Entries that were superseded or withdrawn count as known, so that a late copy of an old figure stays silent, but
    nothing is measured against them. The tests come in this order: same, rounding, satisfied bound, part, update or conflict.
    """
    match claim.mention.kind:
        case MentionKind.QUANTITY:
            return _judge_quantity(claim, teller, entries, geography, tolerance)
        case MentionKind.PLACE:
            return _judge_place(claim, teller, entries, geography)
        case _:
            return _judge_statement(claim, teller, entries)


def is_same_voice(a: Mention, b: Mention) -> bool:
    """Tell whether both are said by the same speaker: by name, else by organisation; nobody named is one voice, the news itself."""
    if a.speaker and b.speaker:
        return _last_word(a.speaker) == _last_word(b.speaker)
    if a.organisation and b.organisation:
        return a.organisation.lower() == b.organisation.lower()
    return not (a.speaker or a.organisation or b.speaker or b.organisation)


def _judge_quantity(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], geography: Geography, tolerance: float) -> Verdict:
    figure = figure_of(claim.mention)
    if figure is None:
        return Verdict(Outcome.REPEAT, "states no figure")
    known = _figures(claim, entries)
    if figure.is_vague and known:
        return Verdict(Outcome.REPEAT, "a vague figure after a known one says nothing new", known[-1][0])
    in_place = [(entry, stood) for entry, stood in known if geography.are_compatible(claim.mention.place, entry.fact.claim.mention.place)]
    comparable = [(entry, stood) for entry, stood in in_place if entry.fact.claim.aspect_class == claim.aspect_class]
    standing = [(entry, stood) for entry, stood in comparable if entry.fact.is_live]
    return (
        _known_already(figure, claim, teller, comparable, geography, tolerance)
        or _known_at_other_stage(figure, claim, teller, in_place)
        or _part_of_known(figure, claim, teller, standing, geography)
        or _revised(figure, claim, teller, standing, geography, tolerance)
        or Verdict(Outcome.NEW, "the ledger holds no such figure", known[-1][0] if claim.mention.part_of and known else None)
    )


Known = Sequence[tuple[LedgerEntry, Figure]]

# The stages that people and goods on the move pass through. A number known at a later stage is no news at an earlier one,
# nor is one told without any.
_STAGES = {"": -1, "ahead": 0, "training": 1, "done": 2}


def _figures(claim: Claim, entries: Sequence[LedgerEntry]) -> Known:
    return [(entry, stood) for entry in entries if (stood := figure_of(entry.fact.claim.mention)) is not None and _is_same_actor(claim, entry)]


def _known_already(figure: Figure, claim: Claim, teller: Teller, comparable: Known, geography: Geography, tolerance: float) -> Verdict | None:
    for entry, stood in comparable:
        if is_same(figure, stood):
            return _again(entry, teller.origin)
    for entry, stood in comparable:
        if is_rounding(figure, stood, tolerance):
            return Verdict(Outcome.ROUNDING, "the known figure, told less or more exactly", entry)
    for entry, stood in comparable:
        is_part = geography.is_narrower(claim.mention.place, entry.fact.claim.mention.place)  # what holds of a whole need not hold of its part
        if not is_part and is_satisfied(figure, stood, tolerance):
            return Verdict(Outcome.REPEAT, "the known figure already says so", entry)
        if stood.is_bound and not figure.is_bound and _is_its_number(figure, stood):
            return Verdict(Outcome.REPEAT, "the number of a known bound", entry)
    return None


def _known_at_other_stage(figure: Figure, claim: Claim, teller: Teller, in_place: Known) -> Verdict | None:
    """The same number at a later stage, or at an earlier one in the same document: a figure that the desk has read."""
    stage = _STAGES.get(claim.aspect_class)
    if stage is None:
        return None
    for entry, stood in in_place:
        stood_at = _STAGES.get(entry.fact.claim.aspect_class)
        if stood_at is not None and is_same(figure, stood) and (stage <= stood_at or entry.fact.document_id == teller.document_id):
            return _again(entry, teller.origin)
    return None


def _part_of_known(figure: Figure, claim: Claim, teller: Teller, comparable: Known, geography: Geography) -> Verdict | None:
    """A part of a known whole is a fact of its own, never an update of the whole."""
    wholes = [entry for entry, stood in comparable if stood.headline >= figure.headline]
    for entry in reversed(wholes):
        if geography.is_narrower(claim.mention.place, entry.fact.claim.mention.place):
            return Verdict(Outcome.NEW, "a figure for a narrower place", entry)
    if not claim.mention.part_of or not wholes:
        return None
    whole = wholes[-1]
    if whole.fact.document_id == teller.document_id:
        return Verdict(Outcome.SUBSET, "a part of a figure that this document tells", whole)
    return Verdict(Outcome.NEW, "a part of a known figure", whole)


def _revised(figure: Figure, claim: Claim, teller: Teller, comparable: Known, geography: Geography, tolerance: float) -> Verdict | None:
    slot = [
        (entry, stood) for entry, stood in comparable if not stood.is_vague and not geography.is_narrower(entry.fact.claim.mention.place, claim.mention.place)
    ]
    if not slot:
        return None
    own = [entry for entry, _ in slot if is_same_voice(claim.mention, entry.fact.claim.mention)]
    latest = own[-1] if own else slot[-1][0]
    if own and latest.fact.published_at > teller.published_at:
        return Verdict(Outcome.STALE, "the same speaker has given a later figure", latest, is_ended=True)
    if own:
        return Verdict(Outcome.UPDATE, "the same speaker gives another figure", latest, supersedes=True)
    if not _is_attributed(claim.mention) or not _is_attributed(latest.fact.claim.mention):
        return Verdict(Outcome.UPDATE, "a later report gives another figure", latest, supersedes=not _is_attributed(latest.fact.claim.mention))
    if all(is_disjoint(figure, other, tolerance) for _, other in slot):
        return Verdict(Outcome.CONFLICT, "another speaker gives a figure that can't be squared with it", latest)
    return Verdict(Outcome.REFINEMENT, "a finer figure inside what was known", latest)


def _judge_place(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], geography: Geography) -> Verdict:
    place = claim.mention.place
    if place is None:
        return Verdict(Outcome.REPEAT, "names no place")
    known = [(entry, stood) for entry in entries if (stood := entry.fact.claim.mention.place) is not None and _is_same_actor(claim, entry)]
    is_ahead = claim.mention.modality is not Modality.ACTUAL or claim.aspect_class == "ahead"
    inside = [entry for entry, stood in known if geography.contains(place, stood)]
    done = [entry for entry in inside if entry.fact.claim.mention.modality is Modality.ACTUAL and entry.fact.claim.aspect_class != "ahead"]
    if done:
        same = [entry for entry in done if _is_place(entry, place)]
        return _again(same[0], teller.origin) if same else Verdict(Outcome.REPEAT, "a finer place is known", done[0])
    exact = [entry for entry in inside if _is_place(entry, place)]
    if inside and (is_ahead or not exact):
        return _again(inside[0], teller.origin)
    if exact:
        return Verdict(Outcome.UPDATE, "was ahead, now it is told as done", exact[-1], supersedes=True)
    around = [entry for entry, stood in known if geography.contains(stood, place)]
    if around:
        return Verdict(Outcome.REFINEMENT, "a finer place than the one known", around[-1])
    return Verdict(Outcome.NEW, "the ledger holds no such place")


def _judge_statement(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry]) -> Verdict:
    for entry in entries:
        known = entry.fact.claim.mention
        if known.stance is claim.mention.stance and (
            is_same_voice(known, claim.mention) or entry.fact.origin == teller.origin or _is_same_body(known, claim.mention)
        ):
            return Verdict(Outcome.REPEAT, "the same speaker said so before", entry)
    if claim.mention.stance is Stance.DENIED:
        return Verdict(Outcome.DENIAL, "the first denial by this speaker")
    return Verdict(Outcome.NEW, "the first such statement by this speaker")


def _again(entry: LedgerEntry, origin: str) -> Verdict:
    if origin in entry.origins:
        return Verdict(Outcome.REPEAT, "the ledger holds it from the same origin", entry)
    return Verdict(Outcome.CORROBORATION, "an independent source says the same", entry)


def _is_attributed(mention: Mention) -> bool:
    return bool(mention.speaker or mention.organisation)


def _is_its_number(figure: Figure, bound: Figure) -> bool:
    return figure.headline == bound.headline


def _is_same_actor(claim: Claim, entry: LedgerEntry) -> bool:
    return not claim.actor_key or not entry.fact.claim.actor_key or claim.actor_key == entry.fact.claim.actor_key


def _is_place(entry: LedgerEntry, place: Place) -> bool:
    known = entry.fact.claim.mention.place
    return known is not None and known.id == place.id and known.part == place.part


def _is_same_body(a: Mention, b: Mention) -> bool:
    return bool(a.organisation and b.organisation and a.organisation.lower() == b.organisation.lower())


def _last_word(name: str) -> str:
    words = name.lower().split()
    return words[-1] if words else ""
