"""What a date is to the ledger: told when it is first set, and again when it moves, is fixed more finely, or falls
away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.core.facts.events import are_others
from monitor.core.facts.grounds import Grounds, Teller, Verdict, again
from monitor.model import Claim, LedgerEntry, Mention, Modality, Outcome, Place, Rule

Span = tuple[datetime, datetime]


def judge_date(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    """Say what a date is to those of its fact that the ledger holds: of the same thing, and nothing that sets the two
    things apart.

    A date that was superseded counts as known, unless the text itself says that the one which stands gives way to it.
    """
    mention, span = claim.mention, span_of(claim.mention)
    known = _of_one(mention, entries, grounds)
    if not known:
        return _first(mention)
    named = [entry for entry in known if _named(mention) and _named(entry.fact.claim.mention)]
    live = [entry for entry in named or known if entry.fact.is_live]
    standing = (live or named or known)[-1]
    if _gives_way(mention, standing.fact.claim.mention):
        return Verdict(
            Outcome.UPDATE,
            Rule.DATE_MOVED_IN_TEXT,
            "the text says that it was moved",
            standing,
            supersedes=standing.fact.is_live,
        )
    if told := [entry for entry in known if _says(span, span_of(entry.fact.claim.mention))]:
        return again(claim, told[-1], teller, grounds.voices)
    if coarser := [entry for entry in known if entry.fact.is_live and _says(span_of(entry.fact.claim.mention), span)]:
        return Verdict(Outcome.REFINEMENT, Rule.DATE_FINER, "a finer date than the one known", coarser[-1])
    if not _named(mention) and _are_several(known):
        return Verdict(
            Outcome.NEW, Rule.DATE_OF_SEVERAL, "dates of several are known, and nothing says of which this is"
        )
    return _other(mention, standing, teller)


def span_of(mention: Mention) -> Span | None:
    """Return the days of a date; `None` where none stands."""
    start, stop = mention.event_from, mention.event_to
    return None if start is None or stop is None else (start, stop)


def are_of_one(mention: Mention, known: Mention) -> bool:
    """Tell whether two dates can be of one thing: no name sets the things apart."""
    return mention.predicate == known.predicate and not are_others(_named(mention), _named(known))


def _of_one(mention: Mention, entries: Sequence[LedgerEntry], grounds: Grounds) -> list[LedgerEntry]:
    """Return the entries that can be of the same thing. Where a name is told and others alone are known, none is."""
    if mention.event is not None and mention.event.is_further:
        return []
    place = _own_place(mention)
    near = [
        entry
        for entry in entries
        if entry.fact.claim.mention.predicate == mention.predicate
        and grounds.geography.are_compatible(place, _own_place(entry.fact.claim.mention))
    ]
    known = [entry for entry in near if are_of_one(mention, entry.fact.claim.mention)]
    has_name = bool(_named(mention)) and len(known) < len(near)
    return known if not has_name or any(_named(entry.fact.claim.mention) for entry in known) else []


def _are_several(known: Sequence[LedgerEntry]) -> bool:
    """Tell whether two dates stand of which neither is the other more finely: those of two things."""
    spans = [span_of(entry.fact.claim.mention) for entry in known if entry.fact.is_live]
    return any(not _says(one, spans[0]) and not _says(spans[0], one) for one in spans[1:])


def _named(mention: Mention) -> str:
    return " ".join(filter(None, (mention.who, mention.whom)))


def _own_place(mention: Mention) -> Place | None:
    return None if "place" in mention.inherited else mention.place


def _says(a: Span | None, b: Span | None) -> bool:
    """Tell whether who knows `b` knows `a`: it lies in it, or no date stands in either."""
    if a is None or b is None:
        return a is b
    return a[0] <= b[0] and b[1] <= a[1]


def _first(mention: Mention) -> Verdict:
    if span_of(mention) is None and not mention.negated:
        return Verdict(Outcome.REPEAT, Rule.DATE_UNSET, "no date has been set, and none was known")
    return Verdict(Outcome.NEW, Rule.DATE_FIRST, "the ledger holds no such date")


def _gives_way(mention: Mention, known: Mention) -> bool:
    """Tell whether the text says that the known date is the one that it was."""
    was = None if mention.was_from is None or mention.was_to is None else (mention.was_from, mention.was_to)
    stood = span_of(known)
    return (
        was is not None and stood is not None and stood != span_of(mention) and (_says(was, stood) or _says(stood, was))
    )


def _other(mention: Mention, standing: LedgerEntry, teller: Teller) -> Verdict:
    """Say what a date is that none of those known is: the known one as it was moved, or one more beside it."""
    before = standing.fact.claim.mention
    if standing.fact.document_id == teller.document_id:
        return Verdict(Outcome.NEW, Rule.DATE_BESIDE, "another date that the text gives beside it")
    if mention.modality is Modality.POSSIBLE and before.modality is not Modality.POSSIBLE:
        return Verdict(Outcome.NEW, Rule.DATE_ONLY_POSSIBLE, "another date that is only possible", standing)
    return Verdict(
        Outcome.UPDATE, Rule.DATE_MOVED, "another date was known", standing, supersedes=standing.fact.is_live
    )
