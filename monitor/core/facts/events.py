"""What an event is to the ledger: told once, when it first happens, and again when it turns: planned, then done;
announced, then called off; denied, then so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from monitor.core.facts.grounds import Grounds, Teller, Verdict, again
from monitor.core.facts.slots import are_apart
from monitor.core.facts.states import State, state_of
from monitor.model import Claim, LedgerEntry, Mention, Modality, Outcome, Place, PlaceKind, Rule, Stance

_NAME = re.compile(r"[^\W\d_][\w’'-]*")


_TURNS = {
    State.POSSIBLE: "was possible",
    State.PLANNED: "was planned",
    State.DONE: "was told as done",
    State.UNDONE: "was told as not so",
}


def judge_event(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    """Say what an event is to those of its fact that the ledger holds: the same predicate, and nothing that sets them
    apart.
    """
    mention, state = claim.mention, state_of(claim.mention)
    known = [entry for entry in entries if _is_same(mention, entry.fact.claim.mention, grounds)]
    if not known:
        return _first(mention, state)
    if told := [entry for entry in known if state_of(entry.fact.claim.mention) is state]:
        return again(claim, told[-1], teller, grounds.voices)
    last = next((entry for entry in reversed(known) if entry.fact.is_live), known[-1])
    before = state_of(last.fact.claim.mention)
    if before is State.DONE and mention.stance is not Stance.DENIED and not _is_taken_back(mention):
        return Verdict(Outcome.REPEAT, Rule.EVENT_KNOWN_DONE, "it is known to have happened", last, is_witness=False)
    if last.fact.document_id == teller.document_id:
        return Verdict(Outcome.REPEAT, Rule.EVENT_IN_DOCUMENT, "this document has told of it", last, is_witness=False)
    if mention.stance is Stance.DENIED:
        return Verdict(Outcome.DENIAL, Rule.EVENT_FIRST_DENIED, "the first denial of it", last)
    return Verdict(Outcome.UPDATE, Rule.EVENT_TURNED, _TURNS[before], last, supersedes=last.fact.is_live)


def _is_taken_back(mention: Mention) -> bool:
    """Tell an event that somebody says did not happen; "they won't go back" of those who once did is no such thing."""
    is_said = bool(mention.speaker or mention.organisation)
    return mention.negated and mention.modality is Modality.ACTUAL and is_said


def _first(mention: Mention, state: State) -> Verdict:
    if state is not State.UNDONE:
        return Verdict(Outcome.NEW, Rule.EVENT_FIRST, "the ledger holds no such event")
    if mention.stance is Stance.DENIED:
        return Verdict(Outcome.DENIAL, Rule.EVENT_FIRST_DENIED, "the first denial of it")
    return Verdict(Outcome.REPEAT, Rule.EVENT_NEVER_EXPECTED, "it did not happen, and nothing had said that it would")


def _is_same(mention: Mention, known: Mention, grounds: Grounds) -> bool:
    """Tell whether two mentions can be of one event: no place, day or name sets them apart, and none is one more."""
    if mention.predicate != known.predicate or are_apart(mention, known, timedelta(days=1)):
        return False
    if mention.event is not None and mention.event.is_further:
        return False
    if _are_elsewhere(mention.place, known.place, grounds):
        return False
    return not (are_others(mention.whom, known.whom) or (not mention.whom and are_others(mention.who, known.who)))


def _are_elsewhere(place: Place | None, known: Place | None, grounds: Grounds) -> bool:
    """Tell whether the places can't be one; of an area without bounds, such as a sea, nobody knows."""
    if place is None or known is None or PlaceKind.AREA in (place.kind, known.kind):
        return False
    return not grounds.geography.are_compatible(place, known)


def are_others(a: str | None, b: str | None) -> bool:
    """Tell whether both name somebody or something by a proper name, and no name is common to both."""
    one, other = _names_in(a), _names_in(b)
    return bool(one and other) and one.isdisjoint(other)


def _names_in(words: str | None) -> frozenset[str]:
    """Return the words with a capital; of several words the first alone may only begin its sentence: "Police and
    troops".
    """
    said = _NAME.findall(words or "")
    named = [at for at, word in enumerate(said) if word[:1].isupper()]
    return frozenset() if named == [0] and len(said) > 1 else frozenset(said[at].lower() for at in named)
