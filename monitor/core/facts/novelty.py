"""What a claim is to the ledger: new, a repeat, a rounding, an update, a conflict. Compares meaning, not wording.

Pure: the ledger's live entries come as values; recording and telling are left to `decision` and `alerting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.facts.denials import statement_before
from monitor.core.facts.figures import Figure, figure_of, is_disjoint, is_rounding, is_same, is_satisfied, is_shortened
from monitor.core.facts.slots import Relation, are_apart, relation
from monitor.core.facts.voices import Voices
from monitor.model import Claim, LedgerEntry, Mention, MentionKind, Modality, Outcome, Place, Stage, Stance


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
    is_witness: bool = True  # says what the entry says; one that says less is no independent word for it


@dataclass(frozen=True, slots=True)
class Teller:
    """Where a claim comes from: who stands behind it, which document tells it, and when that was published."""

    origin: str
    document_id: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a judgement rests on beside the ledger. `tolerance` is relative; `voices` says who speaks for whom."""

    geography: Geography
    tolerance: float
    voices: Voices = field(default_factory=Voices)


def judge(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    """Say what `claim` is to the `entries` of its key, oldest first.

    Entries that were superseded or withdrawn count as known, so that a late copy of an old figure stays silent, but
    nothing is measured against them. The tests come in this order: same, rounding, satisfied bound, part, update or conflict.
    """
    match claim.mention.kind:
        case MentionKind.QUANTITY:
            return _judge_quantity(claim, teller, entries, grounds)
        case MentionKind.PLACE:
            return _judge_place(claim, teller, entries, grounds)
        case _:
            return _judge_statement(claim, teller, entries, grounds.voices)


def judge_same(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict | None:
    """Return what `judge` says first where one of `entries`, those of the claim's key that say the same, is of its slot; else `None`.

    Most of what a ledger is told it knows: this asks a few entries, where `judge` asks all.
    """
    mention = claim.mention
    if mention.kind is MentionKind.QUANTITY:
        figure = figure_of(mention)
        if figure is None or figure.is_vague:
            return None
        for each in _known(figure, claim, entries):
            is_of_slot = each.aspect_class == claim.aspect_class and grounds.geography.are_compatible(mention.place, each.mention.place)
            if is_of_slot and is_same(figure, each.figure):
                return _again(claim, each.entry, teller, grounds.voices)
    if mention.kind is MentionKind.PLACE and mention.place is not None:
        done = [entry for entry in entries if _is_place(entry, mention.place) and _is_done(entry) and _is_of_one_slot(claim, entry)]
        return _again(claim, done[0], teller, grounds.voices) if done else None
    return None


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry that a figure can be held against; `unit` says how the figure's unit lies to the entry's."""

    entry: LedgerEntry
    figure: Figure
    unit: Relation
    mention: Mention
    aspect_class: str


def _judge_quantity(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    figure = figure_of(claim.mention)
    if figure is None:
        return Verdict(Outcome.REPEAT, "states no figure")
    known = _known(figure, claim, entries)
    if figure.is_vague and (clearer := [each for each in known if _says_as_much(each, figure, claim)]):
        return Verdict(Outcome.REPEAT, "a vague figure after a known one says nothing new", clearer[-1].entry, is_witness=False)
    if repeated := _in_own_text(figure, claim, teller, known):
        return repeated
    in_place = [each for each in known if grounds.geography.are_compatible(claim.mention.place, each.mention.place)]
    comparable = [each for each in in_place if each.aspect_class == claim.aspect_class]
    standing = [each for each in comparable if each.entry.fact.is_live and each.mention.is_increment is claim.mention.is_increment]
    return (
        _known_already(figure, claim, teller, comparable, grounds)
        or _known_at_other_stage(figure, claim, teller, in_place, grounds)
        or _revised(figure, claim, teller, [each for each in standing if _is_peer(each, claim, grounds.geography)], grounds)
        or _part_of_known(figure, claim, teller, standing, grounds.geography)
        or _revised(figure, claim, teller, [each for each in standing if _is_in_slot(each, claim, grounds.geography)], grounds)
        or Verdict(Outcome.NEW, "the ledger holds no such figure", known[-1].entry if claim.mention.part_of and known else None)
    )


def _in_own_text(figure: Figure, claim: Claim, teller: Teller, known: Sequence[_Known]) -> Verdict | None:
    """Find what a headline says again, in a tense and a place of its own and with fewer digits: its text says it better."""
    if claim.mention.field != "title":
        return None
    for each in known:
        if each.entry.fact.document_id == teller.document_id:
            if is_same(figure, each.figure):
                return Verdict(Outcome.REPEAT, "the headline says what its text says", each.entry, is_witness=False)
            if is_shortened(figure, each.figure) and each.aspect_class == claim.aspect_class:
                return Verdict(Outcome.ROUNDING, "the headline shortens a figure of its own text", each.entry)
    return None


def _known(figure: Figure, claim: Claim, entries: Sequence[LedgerEntry]) -> list[_Known]:
    """Return the entries of the same actor, comparable unit and time. Events of days that touch may be one, where the figure is one."""
    known = []
    mention, has_time = claim.mention, claim.mention.event_from is not None
    for entry in entries:
        unit = relation(claim.unit_key, entry.fact.claim.unit_key)
        stood = None if unit is Relation.APART or not _is_same_actor(claim, entry) else figure_of(entry.fact.claim.mention)
        if stood is None:
            continue
        if not has_time or not are_apart(mention, entry.fact.claim.mention, timedelta(0) if is_same(figure, stood) else None):
            known.append(_Known(entry, stood, unit, entry.fact.claim.mention, entry.fact.claim.aspect_class))
    return known


def _says_as_much(known: _Known, vague: Figure, claim: Claim) -> bool:
    is_of_stage = known.aspect_class == claim.aspect_class or (Stage.of(known.aspect_class) is not None and Stage.of(claim.aspect_class) is not None)
    return is_of_stage and (not known.figure.is_vague or vague.high <= known.figure.high)


def _known_already(figure: Figure, claim: Claim, teller: Teller, comparable: Sequence[_Known], grounds: Grounds) -> Verdict | None:
    for each in comparable:
        if is_same(figure, each.figure):
            return _again(claim, each.entry, teller, grounds.voices)
    alike = [each for each in comparable if each.mention.is_increment is claim.mention.is_increment]
    for each in alike:
        if (figure.is_approximate or each.figure.is_approximate) and is_rounding(figure, each.figure, grounds.tolerance):
            return Verdict(Outcome.ROUNDING, "the known figure, told less or more exactly", each.entry)
    for each in alike:
        if figure.is_open and is_satisfied(figure, each.figure, grounds.tolerance) and not _is_part(claim, each, grounds.geography):
            return Verdict(Outcome.REPEAT, "the known figure already says so", each.entry, is_witness=False)
        if each.figure.is_bound and not figure.is_bound and figure.headline == each.figure.headline:
            return Verdict(Outcome.REPEAT, "the number of a known bound", each.entry)
    return None


def _is_part(claim: Claim, known: _Known, geography: Geography) -> bool:
    """Tell whether the claim speaks of a part: what holds of a whole need not hold of that."""
    return known.unit is Relation.NARROWER or geography.is_narrower(claim.mention.place, known.mention.place)


def _known_at_other_stage(figure: Figure, claim: Claim, teller: Teller, in_place: Sequence[_Known], grounds: Grounds) -> Verdict | None:
    """Find what is known at a later stage, or the same number at an earlier one in the same document: a figure that the desk has read."""
    stage = Stage.of(claim.aspect_class)
    if stage is None:
        return None
    others = [each for each in in_place if each.aspect_class != claim.aspect_class]
    staged = [(each, stood_at) for each in others if (stood_at := Stage.of(each.aspect_class)) is not None]
    for each, _ in staged:
        if each.entry.fact.document_id == teller.document_id and is_same(figure, each.figure):
            return _again(claim, each.entry, teller, grounds.voices)
    return _known_already(figure, claim, teller, [each for each, stood_at in staged if stage.rank <= stood_at.rank], grounds)


def _part_of_known(figure: Figure, claim: Claim, teller: Teller, standing: Sequence[_Known], geography: Geography) -> Verdict | None:
    """A part of a known whole is a fact of its own, never an update of the whole."""
    wholes = [each for each in standing if each.figure.headline >= figure.headline and each.unit is not Relation.BROADER]
    for each in reversed(wholes):
        if geography.is_narrower(claim.mention.place, each.mention.place):
            return Verdict(Outcome.NEW, "a figure for a narrower place", each.entry)
    parts = wholes if claim.mention.part_of else [each for each in wholes if each.unit is Relation.NARROWER]
    if not parts:
        return None
    whole = parts[-1].entry
    if whole.fact.document_id == teller.document_id:
        return Verdict(Outcome.SUBSET, "a part of a figure that this document tells", whole)
    return Verdict(Outcome.NEW, "a part of a known figure", whole)


def _revised(figure: Figure, claim: Claim, teller: Teller, slot: Sequence[_Known], grounds: Grounds) -> Verdict | None:
    if not slot:
        return None
    own = [each.entry for each in slot if grounds.voices.is_same(claim.mention, each.mention)]
    latest = own[-1] if own else slot[-1].entry
    if own and latest.fact.published_at > teller.published_at:
        return Verdict(Outcome.STALE, "the same speaker has given a later figure", latest, is_ended=True)
    if own:
        return Verdict(Outcome.UPDATE, "the same speaker gives another figure", latest, supersedes=True)
    if not _is_attributed(claim.mention) or not _is_attributed(latest.fact.claim.mention):
        return Verdict(Outcome.UPDATE, "a later report gives another figure", latest, supersedes=not _is_attributed(latest.fact.claim.mention))
    if all(is_disjoint(figure, each.figure, grounds.tolerance) for each in slot):
        return Verdict(Outcome.CONFLICT, "another speaker gives a figure that can't be squared with it", latest)
    return Verdict(Outcome.REFINEMENT, "a finer figure inside what was known", latest)


def _is_in_slot(known: _Known, claim: Claim, geography: Geography) -> bool:
    """Tell whether the claim can take the place of what is known: the same unit, no part of it, no narrower place."""
    is_part = known.mention.part_of and not claim.mention.part_of
    return known.unit is Relation.SAME and not known.figure.is_vague and not is_part and not geography.is_narrower(known.mention.place, claim.mention.place)


def _is_peer(known: _Known, claim: Claim, geography: Geography) -> bool:
    """Tell whether both are figures of the very same slot: then one revises the other, though both are parts of a larger whole."""
    is_narrower = geography.is_narrower(claim.mention.place, known.mention.place)
    return _is_in_slot(known, claim, geography) and known.mention.part_of is claim.mention.part_of and not is_narrower


def _judge_place(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    place, geography = claim.mention.place, grounds.geography
    if place is None:
        return Verdict(Outcome.REPEAT, "names no place")
    known = [(entry, stood) for entry in entries if (stood := entry.fact.claim.mention.place) is not None and _is_of_one_slot(claim, entry)]
    is_ahead = claim.mention.modality is not Modality.ACTUAL or claim.aspect_class == Stage.AHEAD
    inside = [entry for entry, stood in known if geography.contains(place, stood)]
    done = [entry for entry in inside if _is_done(entry)]
    if done:
        same = [entry for entry in done if _is_place(entry, place)]
        return _again(claim, same[0], teller, grounds.voices) if same else Verdict(Outcome.REPEAT, "a finer place is known", done[0], is_witness=False)
    exact = [entry for entry in inside if _is_place(entry, place)]
    if inside and (is_ahead or not exact):
        return _again(claim, inside[0], teller, grounds.voices)
    if exact:
        return Verdict(Outcome.UPDATE, "was ahead, now it is told as done", exact[-1], supersedes=exact[-1].fact.is_live)
    around = [entry for entry, stood in known if geography.contains(stood, place)]
    if around:
        return Verdict(Outcome.REFINEMENT, "a finer place than the one known", around[-1])
    return Verdict(Outcome.NEW, "the ledger holds no such place")


def _judge_statement(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], voices: Voices) -> Verdict:
    if before := statement_before(claim, teller.origin, entries, voices):
        return Verdict(Outcome.REPEAT, "the same speaker said so before", before)
    if claim.mention.stance is Stance.DENIED:
        return Verdict(Outcome.DENIAL, "the first denial of this by this speaker")
    return Verdict(Outcome.NEW, "the first such statement by this speaker")


def _again(claim: Claim, entry: LedgerEntry, teller: Teller, voices: Voices) -> Verdict:
    """Tell an independent word for a known fact from one more by the same: a headline is no second witness beside its own text."""
    if entry.fact.document_id == teller.document_id and not _is_attributed(claim.mention):
        return Verdict(Outcome.REPEAT, "this document has said so", entry, is_witness=False)
    if teller.origin in entry.origins or (_is_attributed(claim.mention) and voices.is_same(claim.mention, entry.fact.claim.mention)):
        return Verdict(Outcome.REPEAT, "the ledger holds it from the same origin", entry)
    return Verdict(Outcome.CORROBORATION, "an independent source says the same", entry)


def _is_attributed(mention: Mention) -> bool:
    return bool(mention.speaker or mention.organisation)


def _is_of_one_slot(claim: Claim, entry: LedgerEntry) -> bool:
    return _is_same_actor(claim, entry) and not are_apart(claim.mention, entry.fact.claim.mention, timedelta(0))


def _is_same_actor(claim: Claim, entry: LedgerEntry) -> bool:
    return not claim.actor_key or not entry.fact.claim.actor_key or claim.actor_key == entry.fact.claim.actor_key


def _is_done(entry: LedgerEntry) -> bool:
    return entry.fact.claim.mention.modality is Modality.ACTUAL and entry.fact.claim.aspect_class != Stage.AHEAD


def _is_place(entry: LedgerEntry, place: Place) -> bool:
    known = entry.fact.claim.mention.place
    return known is not None and known.id == place.id and known.part == place.part
