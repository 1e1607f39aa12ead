"""Whose known figure lets a bound say nothing: "more than 12" after 14."""

from __future__ import annotations

from monitor.core.facts.figures import A_LITTLE, ValueRange, figure_in_base, is_far
from monitor.core.facts.grounds import Grounds, is_attributed
from monitor.core.facts.known_figures import Known
from monitor.model import Claim, Modifier, Trend


def says_bound(known: Known, claim: Claim, grounds: Grounds) -> bool:
    """Tell whether a known figure can satisfy a bound: told by the same voice of the same place. What another says
    elsewhere says nothing of it, and of the same place only where it is better known.

    A bound far from what is known is of something else, "at least 14" after 85, unless both say what happened where.
    """
    figure = figure_in_base(claim)
    if claim.mention.trend is Trend.FALL or figure is None:
        return False
    if not grounds.voices.is_same(claim.mention, known.mention):
        return _is_better_known(figure, known, claim)
    is_near_it = known.comparison.is_at_one_place and not is_far(figure, known.figure)
    return known.comparison.is_certain or is_near_it


def _is_better_known(figure: ValueRange, known: Known, claim: Claim) -> bool:
    """Tell whether a floor says less than what somebody is named for: of 14 missing, as the coast guard said, "more
    than 12" says nothing, whoever says so.

    Both have to be the greatest of their kind in their texts, as sure and at one place, and the known one has to hold
    still and to be no estimate; a floor far below it may be of something else. Where nobody is named for the known
    one, a named voice's floor is a word for it that was not there before.
    """
    pieces = known.comparison.pieces
    is_there = known.comparison.is_at_one_place or "scene same" in pieces
    is_of_it = known.is_whole_of_both and is_there and "aspect same" in pieces
    is_near_it = known.figure.headline <= A_LITTLE * figure.headline and not known.figure.is_approximate
    is_as_sure = known.entry.fact.is_live and known.mention.is_feared is claim.mention.is_feared
    is_named = is_attributed(known.mention) or not is_attributed(claim.mention)
    is_floor = figure.modifier in (Modifier.AT_LEAST, Modifier.MORE_THAN)
    return is_floor and is_of_it and is_near_it and is_as_sure and is_named
