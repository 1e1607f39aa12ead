"""What a claim is to the ledger: new, a repeat, a rounding, an update, a conflict. Compares meaning, not wording.

Pure: the ledger's entries come as values; recording and telling are left to `decision` and `alerting`. Figures and
events have modules of their own, `figure_novelty` and `events`; places and statements are judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from monitor.core.facts.dates import judge_date
from monitor.core.facts.denials import denials_of, judge_saying, statement_before
from monitor.core.facts.events import judge_event
from monitor.core.facts.figure_novelty import judge_figure, judge_same_figure
from monitor.core.facts.grounds import Grounds, Teller, Verdict, again
from monitor.core.facts.names import judge_name
from monitor.core.facts.slots import are_apart
from monitor.core.facts.voices import Voices
from monitor.model import Claim, LedgerEntry, MentionKind, Modality, Outcome, Place, Rule, Stage, Stance


def judge(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    """Say what `claim` is to the `entries` of its key, oldest first.

    Entries that were superseded or withdrawn count as known, so that a late copy of an old figure stays silent, but
    nothing is measured against them.
    """
    match claim.mention.kind:
        case MentionKind.QUANTITY:
            return judge_figure(claim, teller, entries, grounds)
        case MentionKind.PLACE:
            return _judge_place(claim, teller, entries, grounds)
        case MentionKind.EVENT:
            return judge_event(claim, teller, entries, grounds)
        case MentionKind.DATE:
            return judge_date(claim, teller, entries, grounds)
        case MentionKind.NAME:
            return judge_name(claim, teller, entries, grounds)
        case _:
            return _judge_statement(claim, teller, entries, grounds.voices)


def judge_same(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict | None:
    """Return what `judge` says first where one of `entries`, those of the claim's key that say the same, is of its
    slot; else `None`.

    Most of what a ledger is told it knows: this asks a few entries, where `judge` asks all.
    """
    mention = claim.mention
    if mention.kind is MentionKind.QUANTITY:
        return judge_same_figure(claim, teller, entries, grounds)
    if mention.kind is MentionKind.PLACE and mention.place is not None:
        done = [
            entry
            for entry in entries
            if _is_place(entry, mention.place) and _is_done(entry) and _is_of_one_slot(claim, entry)
        ]
        return again(claim, done[0], teller, grounds.voices) if done else None
    return None


def _judge_place(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    place, geography = claim.mention.place, grounds.geography
    if place is None:
        return Verdict(Outcome.REPEAT, Rule.PLACE_UNNAMED, "names no place")
    known = [
        (entry, stood)
        for entry in entries
        if (stood := entry.fact.claim.mention.place) is not None and _is_of_one_slot(claim, entry)
    ]
    inside = [entry for entry, stood in known if geography.contains(place, stood)]
    if inside:
        return _told_inside(claim, place, teller, inside, grounds)
    around = [entry for entry, stood in known if geography.contains(stood, place)]
    if around:
        return Verdict(Outcome.REFINEMENT, Rule.PLACE_FINER, "a finer place than the one known", around[-1])
    return Verdict(Outcome.NEW, Rule.PLACE_FIRST, "the ledger holds no such place")


def _told_inside(
    claim: Claim, place: Place, teller: Teller, inside: Sequence[LedgerEntry], grounds: Grounds
) -> Verdict:
    """Say what a place is to the entries that are at it or inside it: known, unless what was ahead is now done."""
    exact = [entry for entry in inside if _is_place(entry, place)]
    done = [entry for entry in inside if _is_done(entry)]
    if done:
        same = next((entry for entry in exact if _is_done(entry)), None)
        if same is None:
            return Verdict(Outcome.REPEAT, Rule.PLACE_COARSER, "a finer place is known", done[0], is_witness=False)
        return again(claim, same, teller, grounds.voices)
    is_ahead = claim.mention.modality is not Modality.ACTUAL or claim.aspect_class == Stage.AHEAD
    if is_ahead or not exact:
        return again(claim, inside[0], teller, grounds.voices)
    return Verdict(
        Outcome.UPDATE,
        Rule.PLACE_NOW_DONE,
        "was ahead, now it is told as done",
        exact[-1],
        supersedes=exact[-1].fact.is_live,
    )


def _judge_statement(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], voices: Voices) -> Verdict:
    if claim.mention.predicate is not None:
        return judge_saying(claim, teller, entries, voices)
    if claim.mention.negated:
        return _judge_withdrawal(claim, teller, entries, voices)
    if before := statement_before(claim, teller.origin, entries, voices):
        return Verdict(Outcome.REPEAT, Rule.STATEMENT_KNOWN, "the same speaker said so before", before)
    if claim.mention.stance is Stance.DENIED:
        return Verdict(Outcome.DENIAL, Rule.STATEMENT_FIRST_DENIED, "the first denial of this by this speaker")
    return Verdict(Outcome.NEW, Rule.STATEMENT_FIRST, "the first such statement by this speaker")


def _judge_withdrawal(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], voices: Voices) -> Verdict:
    """Say which denial its speaker takes back: the last that he made of this, else of all."""
    if before := statement_before(claim, teller.origin, entries, voices):
        return Verdict(Outcome.REPEAT, Rule.DENIAL_WITHDRAWN_BEFORE, "the same speaker took it back before", before)
    own = denials_of(claim, teller.origin, entries, voices)
    standing = [entry for entry in own if entry.fact.is_live]
    if standing:
        why = "its speaker takes the denial back"
        return Verdict(Outcome.RETRACTION, Rule.DENIAL_WITHDRAWN, why, standing[-1], supersedes=True, is_witness=False)
    if own:
        return Verdict(
            Outcome.REPEAT, Rule.DENIAL_ENDED_BEFORE, "the denial was withdrawn before", own[-1], is_witness=False
        )
    return Verdict(Outcome.NEW, Rule.DENIAL_NEVER_TOLD, "its speaker takes back a denial that the ledger does not hold")


def _is_of_one_slot(claim: Claim, entry: LedgerEntry) -> bool:
    known = entry.fact.claim
    is_owner = not claim.actor_key or not known.actor_key or claim.actor_key == known.actor_key
    return is_owner and not are_apart(claim.mention, known.mention, timedelta(0))


def _is_done(entry: LedgerEntry) -> bool:
    return entry.fact.claim.mention.modality is Modality.ACTUAL and entry.fact.claim.aspect_class != Stage.AHEAD


def _is_place(entry: LedgerEntry, place: Place) -> bool:
    known = entry.fact.claim.mention.place
    return known is not None and known.id == place.id and known.part == place.part
