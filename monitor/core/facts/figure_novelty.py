"""What a figure is to the ledger: known, a part, a change, or plainly new.

A silence and an arrow are claims that two figures are of one slot, and have to be earned: by the same number, by what
the text itself says, or by evidence that adds up. Without any the figure is new, with the nearest known one as context.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from monitor.core.facts.evidence import Candidate, change_pieces, timeline_of
from monitor.core.facts.figures import (
    A_LITTLE,
    ValueRange,
    earlier_in_base,
    figure_in_base,
    is_disjoint,
    is_far,
    is_same,
    is_same_in_base,
)
from monitor.core.facts.grounds import Grounds, Teller, Verdict, again, is_attributed
from monitor.core.facts.known_figures import COMPARABLE, Known, class_of_slot, is_measure, known_figures
from monitor.core.facts.retelling import in_own_text, restates, told_again, was_only_possible
from monitor.core.facts.series import falls_by_nature, last_of_its_voice, previous_as_told, previous_in_series
from monitor.core.facts.slots import Slot, slot_of
from monitor.core.facts.steps import step_in_text
from monitor.core.facts.unit_keys import Relation
from monitor.core.facts.voices import shares_body
from monitor.model import Claim, Explanation, LedgerEntry, Modifier, Outcome, Rule, UnitClass

_SAME_MOMENT = timedelta(
    hours=3
)  # two counts told within it speak of one moment: the greater one is a dispute, no growth


_MOST_NAMED = 6  # pieces of evidence in an explanation


_MOST_CANDIDATES = 48  # of the newest: a figure that so many later ones of its slot have followed is changed by none


def judge_figure(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    """Say what a quantity is to the `entries` of its key, oldest first.

    Entries that were superseded or withdrawn count as known, so that a late copy of an old figure stays silent, but
    nothing is measured against them.
    """
    figure = figure_in_base(claim)
    if figure is None:
        return Verdict(Outcome.REPEAT, Rule.FIGURE_UNSTATED, "states no figure")
    slot = slot_of(claim)
    known = known_figures(claim, entries, grounds)
    here = [each for each in known if each.entry.fact.document_id == teller.document_id]
    before = [each for each in known if each.entry.fact.document_id != teller.document_id] if here else known
    return (
        in_own_text(figure, claim, slot, teller, here, grounds)
        or step_in_text(figure, claim, teller, before, grounds)
        or told_again(figure, claim, slot, teller, before, grounds)
        or _as_the_text_says(claim, before, grounds)
        or _changed_or_new(figure, claim, teller, before, grounds)
    )


def judge_same_figure(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict | None:
    """Return what `judge_figure` says where one of `entries`, those of the claim's key with its number, tells it; else
    `None`.
    """
    figure = figure_in_base(claim)
    if figure is None or figure.is_vague:
        return None
    slot = slot_of(claim)
    known = (
        each
        for each in known_figures(claim, entries, grounds)
        if is_same_in_base(figure, each.figure, claim, each.entry.fact.claim)
    )
    first = next((each for each in known if restates(each, slot) and not was_only_possible(each, claim)), None)
    return again(claim, first.entry, teller, grounds.voices) if first is not None else None


def _as_the_text_says(claim: Claim, before: Sequence[Known], grounds: Grounds) -> Verdict | None:
    """Return the change that the text itself tells, "cut from 30 to 12", whether the ledger has seen the earlier figure
    or not.
    """
    earlier = earlier_in_base(claim)
    if earlier is None:
        return None
    told = [each.entry for each in before if is_same(earlier, each.figure) and each.relation is not Relation.APART]
    latest = told[-1] if told else None
    if latest is not None and _is_set_against(claim, latest.fact.claim, grounds):
        why = "the text itself sets it against what another voice says"
        return Verdict(Outcome.CONFLICT, Rule.CHANGE_IN_TEXT, why, latest)
    return Verdict(
        Outcome.UPDATE,
        Rule.CHANGE_IN_TEXT,
        "the text itself says what it was before",
        latest,
        supersedes=latest is not None,
    )


def _is_set_against(claim: Claim, known: Claim, grounds: Grounds) -> bool:
    """Tell whether two voices give the two figures, and the text does not say that one has become the other."""
    mention, other = claim.mention, known.mention
    is_said = is_attributed(mention) and is_attributed(other)
    return mention.trend is None and is_said and not _is_own(claim, known, grounds)


def _is_own(claim: Claim, known: Claim, grounds: Grounds) -> bool:
    """Tell whether one person or one body gives both."""
    mention, other = claim.mention, known.mention
    return grounds.voices.is_same(mention, other) or shares_body(mention, other, grounds.voices)


def _changed_or_new(
    figure: ValueRange, claim: Claim, teller: Teller, before: Sequence[Known], grounds: Grounds
) -> Verdict:
    """Return the change of a known figure: of the one before it in its series, or alone in its voice's mouth, else of
    the one that the evidence speaks for most, if it is enough; else the figure is plainly new.
    """
    standing = _standing(before)
    if (earlier := previous_in_series(claim, figure, before, grounds)) is not None:
        why = Explanation(Rule.CHANGE_IN_SERIES, "both are the greatest of their kind in their texts")
        return _change(figure, claim, earlier, teller, grounds, why)
    if (own := last_of_its_voice(claim, figure, standing, grounds)) is not None:
        why = Explanation(Rule.CHANGE_OF_VOICE, "one voice gives each alone")
        return _change(figure, claim, own, teller, grounds, why)
    if (moved := previous_as_told(claim, figure, before, grounds)) is not None:
        why = Explanation(Rule.CHANGE_AS_TOLD, "the text says that it has moved, or it does so by nature")
        return _change(figure, claim, moved, teller, grounds, why)
    best = _most_likely(figure, claim, teller, standing, grounds)
    if best is None:
        return _part_of_known(figure, claim, before) or Verdict(
            Outcome.NEW, Rule.FIGURE_FIRST, "the ledger holds no such figure"
        )
    known, pieces = best
    evidence = _evidence(pieces, grounds)
    if grounds.weights.sum(pieces) >= grounds.weights.threshold:
        return _change(figure, claim, known, teller, grounds, Explanation(Rule.CHANGE_BY_EVIDENCE, evidence))
    if (part := _part_of_known(figure, claim, before)) is not None:
        return part
    is_context = claim.is_chief and _is_comparable(known, slot_of(claim)) and not is_far(figure, known.figure)
    unshown = f"too little shows that it is a known figure as it has become ({evidence})"
    return Verdict(Outcome.NEW, Rule.FIGURE_UNSHOWN, unshown, known.entry if is_context else None)


def _part_of_known(figure: ValueRange, claim: Claim, before: Sequence[Known]) -> Verdict | None:
    """Return the verdict on a part of a known figure, which is new, with the whole as its context."""
    wholes = [each for each in before if each.figure.headline >= figure.headline and each.relation is Relation.NARROWER]
    if not wholes:
        return None
    whole = wholes[-1]
    context = whole.entry if _is_comparable(whole, slot_of(claim)) else None
    if "place narrower" in whole.comparison.pieces:
        return Verdict(Outcome.NEW, Rule.FIGURE_OF_NARROWER_PLACE, "a figure for a narrower place", context)
    return Verdict(Outcome.NEW, Rule.FIGURE_PART_OF_KNOWN, "a part of a known figure", context)


def _is_comparable(known: Known, slot: Slot) -> bool:
    """Tell whether a reader gains by seeing the known figure beside a new one: both count one thing, or the same
    happens to it.

    A measure says by itself nothing of what it measures.
    """
    pieces = known.comparison.pieces
    is_of_one_thing = "aspect same" in pieces or "of what alike" in pieces
    is_amount = is_measure(slot) or class_of_slot(slot) is UnitClass.MONEY
    is_count = "aspect none" in pieces and "of what unlike" not in pieces and not is_amount
    return known.relation is not Relation.APART and "unit unknown" not in pieces and (is_of_one_thing or is_count)


def _most_likely(
    figure: ValueRange, claim: Claim, teller: Teller, standing: Sequence[Known], grounds: Grounds
) -> tuple[Known, tuple[str, ...]] | None:
    """Return the known figure that the evidence speaks for most, the newest of equals, with its evidence."""
    weighed = _weigh(figure, claim, teller, standing, grounds)
    return max(weighed, key=lambda each: (grounds.weights.sum(each[1]), each[0].entry.fact.published_at), default=None)


def _evidence(pieces: Sequence[str], grounds: Grounds) -> str:
    """Say the sum of the evidence and the pieces that weigh most, by name."""
    weights = grounds.weights
    named = sorted(pieces, key=lambda piece: -abs(weights.pieces.get(piece, 0.0)))[:_MOST_NAMED]
    listed = ", ".join(f"{piece} {weights.pieces[piece]:+.1f}" for piece in named if weights.pieces.get(piece))
    return f"evidence {weights.sum(pieces):+.1f} where {weights.threshold:+.1f} is needed: {listed or 'none'}"


def change_candidates(
    claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds
) -> list[tuple[LedgerEntry, tuple[str, ...]]]:
    """Return the entries that the claim's figure may be a change of, each with the evidence for and against it."""
    figure = figure_in_base(claim)
    if figure is None:
        return []
    known = known_figures(claim, entries, grounds)
    standing = _standing(each for each in known if each.entry.fact.document_id != teller.document_id)
    return [(each.entry, pieces) for each, pieces in _weigh(figure, claim, teller, standing, grounds)]


def _standing(known: Iterable[Known]) -> list[Known]:
    """Return the figures that still hold, and whose place a later one of the same or an unknown slot could take."""
    return [each for each in known if each.entry.fact.is_live and each.can_change and each.relation in COMPARABLE]


def _weigh(
    figure: ValueRange, claim: Claim, teller: Teller, standing: Sequence[Known], grounds: Grounds
) -> list[tuple[Known, tuple[str, ...]]]:
    newest = standing[-_MOST_CANDIDATES:]
    if not newest:
        return []
    candidates = [Candidate(each.entry, each.figure, each.comparison) for each in newest]
    timeline = timeline_of(candidates)
    return [
        (each, change_pieces(claim, figure, candidate, timeline, teller, grounds))
        for each, candidate in zip(newest, candidates, strict=True)
    ]


def _change(
    figure: ValueRange, claim: Claim, known: Known, teller: Teller, grounds: Grounds, shown: Explanation
) -> Verdict:
    """Say what kind of change it is; `shown` is what shows that it is one. A figure that grows is no dispute, whoever
    says so, unless its text tells the known one beside it as what another voice says; nor is one that is said to fall.
    """
    mention, entry, rule, evidence = claim.mention, known.entry, shown.rule, shown.sentence
    is_own = _is_own(claim, entry.fact.claim, grounds)
    if entry.fact.published_at > teller.published_at:
        return Verdict(
            Outcome.STALE, Rule.FIGURE_LATER_KNOWN, f"a later figure is known ({evidence})", entry, is_ended=True
        )
    is_fall = falls_by_nature(claim) and figure.headline < known.figure.headline
    if is_own or is_fall or mention.trend is not None or not (is_attributed(mention) and is_attributed(known.mention)):
        words = "the same speaker gives another figure" if is_own else "a later report gives another figure"
        return Verdict(Outcome.UPDATE, rule, f"{words} ({evidence})", entry, supersedes=True)
    if not (is_disjoint(figure, known.figure, grounds.tolerance) or _outgrows(figure, known.figure)):
        return Verdict(Outcome.REFINEMENT, rule, f"a finer figure inside what was known ({evidence})", entry)
    is_later = teller.published_at - entry.fact.published_at > _SAME_MOMENT
    if figure.headline > known.figure.headline and is_later and not _stands_beside(known, claim, teller, grounds):
        return Verdict(
            Outcome.UPDATE, rule, f"another speaker gives a higher figure later ({evidence})", entry, supersedes=True
        )
    return Verdict(
        Outcome.CONFLICT, rule, f"another speaker gives a figure that can't be squared with it ({evidence})", entry
    )


def _outgrows(figure: ValueRange, known: ValueRange) -> bool:
    """Tell whether an exact figure is well past a known floor: 61 homes are more than were meant by "at least 35"."""
    is_floor = known.modifier in (Modifier.AT_LEAST, Modifier.MORE_THAN)
    return is_floor and not figure.is_open and figure.headline > known.headline * A_LITTLE


def _stands_beside(known: Known, claim: Claim, teller: Teller, grounds: Grounds) -> bool:
    """Tell whether the claim's own text tells the known figure too, as the word of another voice: "the army has put the
    toll at seven".
    """
    return any(
        other.fact == claim.fact
        and is_attributed(other.mention)
        and not grounds.voices.is_same(other.mention, claim.mention)
        and (figure := figure_in_base(other)) is not None
        and is_same_in_base(figure, known.figure, other, known.entry.fact.claim)
        for other in teller.claims
    )
