"""A figure that is the step from one total to the next: the four who died since, where seven were known to be dead and
the text now tells of eleven.

Such a figure is inside a total that is told beside it, so it is no total of its own, and no news besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.facts.figures import ValueRange, figure_in_base
from monitor.core.facts.grounds import Grounds, Teller, Verdict
from monitor.core.facts.known_figures import Known
from monitor.core.facts.slots import compare, slot_of
from monitor.model import Aspect, Claim, Outcome, Rule

_ALLOWED = frozenset({"increment apart", "noun apart"})  # a step may be told as one more, and of "residents"


def step_in_text(
    figure: ValueRange, claim: Claim, teller: Teller, before: Sequence[Known], grounds: Grounds
) -> Verdict | None:
    """Return the verdict on a figure of the harmed that, added to a known total, gives the total that its own text
    tells; `None` where no two totals do.

    Small sums come about by chance, so both totals have to be exact, the known one the greatest of its text; and the
    text has to say that its total has changed, or tell it as its greatest and the figure as one more.
    """
    if figure.is_open or not _is_of_harmed(claim) or (claim.is_chief and not claim.mention.is_increment):
        return None
    totals = set(_totals(figure, claim, teller, grounds))
    if not totals:
        return None
    stood = next(
        (each for each in reversed(before) if _is_total(each) and each.figure.headline + figure.headline in totals),
        None,
    )
    if stood is None:
        return None
    return Verdict(
        Outcome.SUBSET,
        Rule.FIGURE_STEP_IN_TEXT,
        "what came on top of a known figure gives the total that this document tells",
        stood.entry,
    )


def _totals(figure: ValueRange, claim: Claim, teller: Teller, grounds: Grounds) -> Iterator[float]:
    """Yield the greater figures that the claim's text tells of the same thing, as totals."""
    slot = slot_of(claim)
    for other in teller.claims:
        total = figure_in_base(other) if other.fact == claim.fact and not _is_step(other) else None
        if total is None or total.is_open or total.headline <= figure.headline:
            continue
        if other.mention.trend is None and not (claim.mention.is_increment and other.is_chief):
            continue
        if compare(slot, slot_of(other), grounds.geography).apart <= _ALLOWED:
            yield total.headline


def _is_step(claim: Claim) -> bool:
    return claim.mention.is_increment or claim.mention.part_of


def _is_of_harmed(claim: Claim) -> bool:
    aspect = Aspect.of(claim.aspect_class)
    return aspect is not None and aspect.is_harm and aspect.befalls_people


def _is_total(known: Known) -> bool:
    claim = known.entry.fact.claim
    is_total = not known.figure.is_open and claim.is_chief and not _is_step(claim)
    return is_total and known.comparison.apart <= _ALLOWED
