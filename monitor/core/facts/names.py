"""What a name is to the ledger: told once for each person, body or ship, and again only where a text takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.facts.grounds import Grounds, Teller, Verdict, again
from monitor.core.facts.voices import is_same_person
from monitor.model import Claim, LedgerEntry, Mention, Outcome, Rule


def judge_name(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    """Say what a name is to those of its fact that the ledger holds: the surname or a shorter form is the same one,
    whatever it is called there.
    """
    mention = claim.mention
    same = [entry for entry in entries if is_same_name(mention, entry.fact.claim.mention)]
    if mention.negated:
        return _withdrawal(same)
    if same:
        return again(claim, same[-1], teller, grounds.voices)
    wrong = [entry for entry in entries if entry.fact.is_live and _takes_place_of(mention, entry.fact.claim.mention)]
    if wrong:
        return Verdict(Outcome.UPDATE, Rule.NAME_CORRECTED, "the text corrects the name", wrong[-1], supersedes=True)
    return Verdict(Outcome.NEW, Rule.NAME_FIRST, "the ledger holds no such name")


def is_same_name(a: Mention, b: Mention) -> bool:
    """Tell whether two names can be one's: equal, or one a shorter form of the other, as written or in full."""
    pairs = ((a.who or a.text, b.who or b.text), (a.text, b.who or b.text), (a.who or a.text, b.text))
    return any(is_same_person(one, other) for one, other in pairs)


def _takes_place_of(mention: Mention, known: Mention) -> bool:
    return bool(mention.whom) and is_same_person(mention.whom or "", known.who or known.text)


def _withdrawal(same: Sequence[LedgerEntry]) -> Verdict:
    """Say what a name is that the text calls wrong: withdrawn where it stands, and no news where nobody told it."""
    standing = [entry for entry in same if entry.fact.is_live and not entry.fact.claim.mention.negated]
    if standing:
        why = "the text says that it was the wrong name"
        return Verdict(Outcome.RETRACTION, Rule.NAME_WITHDRAWN, why, standing[-1], supersedes=True, is_witness=False)
    return Verdict(
        Outcome.REPEAT,
        Rule.NAME_NEVER_TOLD,
        "a wrong name that the ledger does not hold",
        same[-1] if same else None,
        is_witness=False,
    )
