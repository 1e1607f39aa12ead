"""Whether the ledger holds a denial, a doubt or a confirmation already: of the same claim, by the same voice."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.facts.grounds import Teller, Verdict
from monitor.core.facts.voices import Voices, shares_body
from monitor.model import Claim, LedgerEntry, Mention, Outcome, Rule, Stance

# The share of the words of the shorter topic that the other must have. Half: "the attack occurred" is "carried out the
# attack",
# while "would close two docks" is not "its cranes caused the fire". Set by hand on invented pairs.
_COMMON = 0.5
# words in common of two long topics: those of claims that only point back ("the allegations") are whole sentences
_ENOUGH = 2


def statement_before(claim: Claim, origin: str, entries: Sequence[LedgerEntry], voices: Voices) -> LedgerEntry | None:
    """Return the first entry that says what the statement says: the same stance, by the same voice, on the same claim;
    `None` where it is news.

    By another voice it is news, and so it is of another claim; one that only points back, "denies the charge", names
    none. `origin` is who stands behind the statement.
    """
    mention = claim.mention
    for entry in entries:
        known = entry.fact.claim.mention
        is_same_stand = (known.stance, known.negated) == (mention.stance, mention.negated)
        is_same_claim = is_same_topic(known.topic, mention.topic) or _names_no_claim(mention)
        if is_same_stand and is_same_claim and _is_his(entry, mention, origin, voices):
            return entry
    return None


def judge_saying(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], voices: Voices) -> Verdict:
    """Say what a statement on a topic is to those on the same topic: the first by its voice, or by any of the class
    that is asked for; a voice that says another thing than before; or known.
    """
    mention = claim.mention
    known = [entry for entry in entries if entry.fact.claim.mention.predicate == mention.predicate]
    own = [entry for entry in known if _is_his(entry, mention, teller.origin, voices)]
    if own:
        last = next((entry for entry in reversed(own) if entry.fact.is_live), own[-1])
        before = last.fact.claim.mention.stance
        if before is mention.stance or last.fact.document_id == teller.document_id:
            return Verdict(Outcome.REPEAT, Rule.STATEMENT_KNOWN, "the same speaker said so before", last)
        return Verdict(
            Outcome.UPDATE,
            Rule.STATEMENT_TURNED,
            f"its speaker {_STOOD[before]} before",
            last,
            supersedes=last.fact.is_live,
        )
    alike = [entry for entry in known if entry.fact.claim.mention.stance is mention.stance]
    if claim.is_of_class and alike:
        return Verdict(
            Outcome.CORROBORATION, Rule.STATEMENT_OF_CLASS, "another of those asked for said so before", alike[-1]
        )
    if mention.stance is Stance.DENIED:
        return Verdict(Outcome.DENIAL, Rule.STATEMENT_FIRST_DENIED, "the first denial of this by this speaker")
    return Verdict(Outcome.NEW, Rule.STATEMENT_FIRST_ON_TOPIC, "the first that this speaker says of it")


_STOOD = {Stance.ASSERTED: "said so", Stance.DENIED: "denied it", Stance.UNVERIFIED: "left it open"}


def denials_of(claim: Claim, origin: str, entries: Sequence[LedgerEntry], voices: Voices) -> list[LedgerEntry]:
    """Return the entries that the speaker of a withdrawal denied, of what it names where it names something."""
    mention = claim.mention
    return [
        entry
        for entry in entries
        if (known := entry.fact.claim.mention).stance is Stance.DENIED
        and not known.negated
        and is_same_topic(known.topic, mention.topic)
        and (_is_his(entry, mention, origin, voices) or _is_nobodys_of_one_claim(known, mention))
    ]


def _is_nobodys_of_one_claim(known: Mention, mention: Mention) -> bool:
    """Tell whether both name their claim and neither says whose word it is."""
    return not (_is_attributed(known) or _is_attributed(mention)) and bool(known.topic and mention.topic)


def _is_his(entry: LedgerEntry, mention: Mention, origin: str, voices: Voices) -> bool:
    return entry.fact.origin == origin or _is_same_word(mention, entry.fact.claim.mention, voices)


def is_same_topic(a: str | None, b: str | None) -> bool:
    """Tell whether two statements can be about one claim: they share half of the words of the shorter topic, or two; or
    one has none.
    """
    if not a or not b:
        return True
    first, second = set(a.split()), set(b.split())
    return len(first & second) >= min(_ENOUGH, _COMMON * min(len(first), len(second)))


def _names_no_claim(mention: Mention) -> bool:
    """Tell that somebody's statement, or a doubt of nobody's, only points back, so that it may be of any claim that was
    spoken of before.
    """
    return "topic" in mention.inherited and (_is_attributed(mention) or _is_open(mention))


def _is_same_word(a: Mention, b: Mention, voices: Voices) -> bool:
    """Tell whether one voice says both; a state, its capital, its government and its army are one, and nobody is no one
    else, but where nobody can confirm what both only point back to.
    """
    if not (_is_attributed(a) and _is_attributed(b)):
        return not (_is_attributed(a) or _is_attributed(b)) and _is_open(a) and _is_open(b)
    is_one_state = a.actor is not None and a.actor == b.actor
    return is_one_state or voices.is_same(a, b) or shares_body(a, b, voices)


def _is_open(mention: Mention) -> bool:
    """Tell "none could be confirmed", a doubt that names no claim."""
    return mention.stance is Stance.UNVERIFIED and "topic" in mention.inherited


def _is_attributed(mention: Mention) -> bool:
    return bool(mention.speaker or mention.organisation)
