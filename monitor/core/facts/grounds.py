"""What a judgement rests on and what it returns: geography, who speaks for whom, where a claim comes from, the
verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.core.facts.voices import Voices
from monitor.model import Claim, LedgerEntry, Mention, Outcome, Place, Rule


@dataclass(frozen=True, slots=True)
class Geography:
    """What novelty asks of the gazetteer: `contains(outer, inner)`, reflexive."""

    contains: Callable[[Place, Place], bool]

    def are_compatible(self, a: Place | None, b: Place | None) -> bool:
        """Tell whether both can mean the same spot: one unsaid, equal, or one inside the other."""
        return a is None or b is None or self.contains(a, b) or self.contains(b, a)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with the rule that gave it, and why in a sentence; `relates_to` is the entry that it repeats, revises
    or contradicts.

    A plainly new figure may relate to the nearest known one: that is context, and claims nothing.
    """

    outcome: Outcome
    rule: Rule
    explanation: str
    relates_to: LedgerEntry | None = None
    supersedes: bool = False  # ends the entry that it relates to
    is_ended: bool = False  # is itself ended already, by the entry that it relates to
    is_witness: bool = True  # says what the entry says; one that says less is no independent word for it
    repeats: LedgerEntry | None = None  # the head that it repeats and tells, which was kept quiet until now


@dataclass(frozen=True, slots=True)
class Teller:
    """Where a claim comes from: who stands behind it, which document of which outlet, clusters and stories tells it,
    when that was published, and what else it claims.
    """

    origin: str
    document_id: str
    published_at: datetime
    clusters: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    outlet: str = ""
    claims: tuple[Claim, ...] = ()  # all of the document, its own one too


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence counts, in logits, and the sum from which on a claim is made."""

    pieces: Mapping[str, float]
    bias: float
    threshold: float

    def sum(self, pieces: Sequence[str]) -> float:
        """Return the sum of the pieces' weights; a piece without one counts nothing."""
        return self.bias + sum(self.pieces.get(piece, 0.0) for piece in pieces)


NO_CHANGES = Weights({}, -1.0, 0.0)  # with these no change is ever claimed but what a text itself tells


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a judgement rests on beside the ledger: `tolerance` is relative, `weights` are those of a change, `voices`
    says who speaks for whom.
    """

    geography: Geography
    tolerance: float
    voices: Voices = field(default_factory=Voices)
    weights: Weights = NO_CHANGES
    is_topic: bool = False  # whether the watchlist follows many events


def again(claim: Claim, entry: LedgerEntry, teller: Teller, voices: Voices) -> Verdict:
    """Tell an independent word for a known fact from one more by the same: a headline is no second witness beside its
    own text, nor are an outlet's second article, a copy of the first one, and a text of an outlet that is not known.
    """
    is_own = entry.fact.document_id == teller.document_id
    if is_own and not is_attributed(claim.mention):
        return Verdict(Outcome.REPEAT, Rule.KNOWN_IN_DOCUMENT, "this document has said so", entry, is_witness=False)
    if teller.origin in entry.origins or (
        is_attributed(claim.mention) and voices.is_same(claim.mention, entry.fact.claim.mention)
    ):
        return Verdict(Outcome.REPEAT, Rule.KNOWN_OF_ORIGIN, "the ledger holds it from the same origin", entry)
    if not teller.outlet or not any(entry.outlets):
        return Verdict(Outcome.REPEAT, Rule.KNOWN_OF_ORIGIN, "nothing shows that it is of another outlet", entry)
    if is_own or teller.outlet in entry.outlets or {*teller.clusters} & {*entry.clusters}:
        return Verdict(Outcome.REPEAT, Rule.KNOWN_OF_ORIGIN, "the ledger holds it from this outlet or text", entry)
    return Verdict(Outcome.CORROBORATION, Rule.KNOWN_OF_OTHERS, "an independent source says the same", entry)


def is_attributed(mention: Mention) -> bool:
    """Tell whether somebody is named who says so."""
    return bool(mention.speaker or mention.organisation)


def is_named_for(mention: Mention) -> bool:
    """Tell whether the sentence itself names who says so: a source that was taken over from elsewhere shows nothing of
    what the figure is of.
    """
    return is_attributed(mention) and "speaker" not in mention.inherited
