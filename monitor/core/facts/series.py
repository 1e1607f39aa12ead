"""Whether a figure is the next one of a series: a count of one thing that grows from text to text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.core.facts.figures import (
    ValueRange,
    is_far,
)
from monitor.core.facts.grounds import Grounds, is_attributed, is_named_for
from monitor.core.facts.known_figures import COMPARABLE, Known, class_of_slot, is_measure
from monitor.core.facts.slots import Slot, slot_of
from monitor.core.facts.unit_keys import Relation, tells_sex_or_age
from monitor.model import Aspect, Claim, Modifier, PlaceKind, Trend, UnitClass


def previous_in_series(claim: Claim, figure: ValueRange, before: Sequence[Known], grounds: Grounds) -> Known | None:
    """Return the newest figure of the claim's own series, of its own voice where there is one; `None` if none is sure.

    A series is a count of one thing that grows from document to document, each of which tells it as its greatest: at
    one place that both name, else past the greatest that is known. So a part that is greater than the known whole
    shows that the whole has grown, and the whole goes on from what one text gave as all that it knew: 20 people in Peru
    from 16 passengers in Ayacucho. What is feared has a series of its own. A smaller figure is of the series only where
    the same voice, or the text, takes the greater one back, or two voices name the place.
    """
    if not _may_be_of_series(claim) or _is_bag(slot_of(claim)):
        return None
    alike = _as_sure(claim, before)
    series, own = _series_among(claim, alike, grounds)
    of_place = [each for each in own or series if _is_at_its_place(each)]
    newest = max(of_place or own or series, key=_age_and_size, default=None)
    if newest is None:
        return None
    if figure.headline > newest.figure.headline:
        is_high = bool(of_place) or newest.figure.headline == max(each.figure.headline for each in alike)
        return newest if is_high and _has_grown(figure, newest) else None
    is_back = figure.headline < newest.figure.headline and newest.comparison.is_certain
    return newest if is_back and _takes_back(claim, figure, newest, is_own=bool(own)) else None


def _series_among(claim: Claim, alike: Sequence[Known], grounds: Grounds) -> tuple[list[Known], list[Known]]:
    """Return the live figures of the claim's series, and those of them that its own voice gave: at sea these alone."""
    slot = slot_of(claim)
    series = [each for each in alike if each.entry.fact.is_live and _is_of_series(each, slot, alike, grounds)]
    own = _of_own_voice(claim, series, grounds)
    return (own if _is_at_sea(claim) else series), own


def _may_be_of_series(claim: Claim) -> bool:
    """Tell whether a claim is its text's greatest of the kind, and neither a part nor what came on top."""
    return claim.is_chief and not claim.mention.is_increment and not claim.mention.part_of


def _as_sure(claim: Claim, known: Sequence[Known]) -> list[Known]:
    """Return the figures that can change, of what is feared where the claim is, else of what is known."""
    return [each for each in known if each.can_change and each.mention.is_feared is claim.mention.is_feared]


def _of_own_voice(claim: Claim, known: Sequence[Known], grounds: Grounds) -> list[Known]:
    """Return the figures that the claim's own voice gave; none where it is nobody's."""
    if not is_named_for(claim.mention):
        return []
    return [each for each in known if grounds.voices.is_same(claim.mention, each.mention)]


def _is_at_sea(claim: Claim) -> bool:
    """Tell whether the place is a sea or another area of no country, in which one ship is hit and then another: it
    shows nothing of which event a count is of, if the text does not say that the count has moved.
    """
    place = claim.mention.place
    is_wide = place is not None and place.kind == PlaceKind.AREA and place.country is None
    return is_wide and claim.mention.trend is None


def _is_at_its_place(known: Known) -> bool:
    return "place same" in known.comparison.pieces and known.relation in COMPARABLE


def _has_grown(figure: ValueRange, known: Known) -> bool:
    """Tell whether a figure is greater, and not so far that it must be of something else, if both do not say it all."""
    if figure.headline <= known.figure.headline:
        return False
    return known.comparison.is_certain or not is_far(figure, known.figure)


def _is_of_series(known: Known, slot: Slot, alike: Sequence[Known], grounds: Grounds) -> bool:
    claim, pieces = known.entry.fact.claim, known.comparison.pieces
    if not claim.is_chief:
        return False
    if _is_wider(known, slot) and _is_all_that_is_known(known, alike, grounds):
        return True
    if slot.place is not None and claim.mention.place is None and "scene same" not in pieces:
        return False  # of one place perhaps among several
    is_part = known.relation is Relation.NARROWER and _is_told_alike(known, slot)
    is_same = "unit same" in pieces and known.relation in COMPARABLE
    return (is_same or is_part) and "aspect one" not in pieces and "of what unlike" not in pieces


def _is_told_alike(known: Known, slot: Slot) -> bool:
    """Tell whether the same happens to both, or the noun says by itself what happens: cases, attacks."""
    pieces = known.comparison.pieces
    is_deed = class_of_slot(slot) is UnitClass.EVENT and "unit same" in pieces
    return "aspect same" in pieces or ("aspect none" in pieces and is_deed)


def _is_wider(known: Known, slot: Slot) -> bool:
    """Tell whether the claim says of people or things at large, or of the place around, what was said of a kind of them
    or of a place within. Women and children are a part of those who were harmed, workers what one text calls them.
    """
    comparison, mention = known.comparison, known.mention
    is_larger = not _WIDER.isdisjoint(comparison.pieces) and _is_told_alike(known, slot)
    is_group = "unit broader" in comparison.pieces and tells_sex_or_age(known.entry.fact.claim.unit_key)
    return is_larger and not comparison.apart and not mention.part_of and not is_group


_WIDER = frozenset({"unit broader", "place broader"})


def _is_all_that_is_known(known: Known, alike: Sequence[Known], grounds: Grounds) -> bool:
    """Tell whether all that is known lies at one place: where two towns have counts of their own, that of their country
    is a sum of both, and no later count of the one.
    """
    if "place broader" not in known.comparison.pieces:
        return True
    place = known.mention.place
    return all(
        grounds.geography.are_compatible(place, each.mention.place)
        for each in alike
        if each.entry.fact.is_live and "aspect apart" not in each.comparison.pieces
    )


def _is_bag(slot: Slot) -> bool:
    """Tell whether the unit says nothing of what is counted: metres, percent and dollars are of anything."""
    return is_measure(slot) or class_of_slot(slot) is UnitClass.MONEY


def _age_and_size(known: Known) -> tuple[datetime, float]:
    return known.entry.fact.published_at, known.figure.headline


def last_of_its_voice(claim: Claim, figure: ValueRange, standing: Sequence[Known], grounds: Grounds) -> Known | None:
    """Return the newest figure that the claim's voice gave as the only one of its kind, where the claim's has grown
    from it or takes it back; else `None`.
    """
    own = max((each for each in standing if _is_one_voices(claim, each, grounds)), key=_age_and_size, default=None)
    if own is None:
        return None
    return own if _has_grown(figure, own) or _takes_back(claim, figure, own, is_own=True) else None


def previous_as_told(claim: Claim, figure: ValueRange, before: Sequence[Known], grounds: Grounds) -> Known | None:
    """Return the newest live figure that the claim's has come from where its text says which way it has moved ("the
    toll has risen to nine"), or where it moves so by nature (the missing are found); of its own voice where there is
    one.

    Of the four such figures of the labelled stories that nothing else joined three were joined right; the fourth is a
    city's count beside another's whose place is not said.
    """
    mention, slot = claim.mention, slot_of(claim)
    if mention.is_increment or mention.part_of or mention.is_feared:
        return None
    if _is_bag(slot):
        return _amount_before(claim, figure, before)
    has_risen = mention.trend is not Trend.FALL and mention.trend is not None
    has_fallen = mention.trend is Trend.FALL or (mention.trend is None and falls_by_nature(claim))
    alike = [
        each
        for each in before
        if each.entry.fact.is_live
        and each.can_change
        and (_is_alike(each, claim) or _are_the_same_people(each, claim))
        and not is_far(figure, each.figure)
        and (has_risen if each.figure.headline < figure.headline else has_fallen and each.is_whole_of_both)
        and each.figure.headline != figure.headline
    ]
    return max(_of_own_voice(claim, alike, grounds) or alike, key=_age_and_size, default=None)


def _amount_before(claim: Claim, figure: ValueRange, before: Sequence[Known]) -> Known | None:
    """Return the newest amount, measure or share that the claim's has come from, where its text says which way it has
    moved, and both say that they are of one thing: the price of Norlin, the slick in the Gulf.
    """
    trend = claim.mention.trend
    if trend not in (Trend.RISE, Trend.FALL):
        return None
    alike = [
        each
        for each in before
        if each.entry.fact.is_live
        and each.can_change
        and _is_same_amount(each)
        and not is_far(figure, each.figure)
        and (each.figure.headline < figure.headline) is (trend is Trend.RISE)
        and each.figure.headline != figure.headline
    ]
    return max(alike, key=_age_and_size, default=None)


def _is_same_amount(known: Known) -> bool:
    """Tell whether nothing sets two amounts apart, each the greatest of its text, and what they are of is the same."""
    pieces = known.comparison.pieces
    is_of_one = "of what alike" in pieces or ("place same" in pieces and "of what unlike" not in pieces)
    return known.relation in COMPARABLE and known.is_whole_of_both and "unit same" in pieces and is_of_one


def falls_by_nature(claim: Claim) -> bool:
    """Tell whether a lower count of the same is what a later report is expected to give."""
    aspect = Aspect.of(claim.aspect_class)
    return aspect is not None and aspect.falls


def _is_alike(known: Known, claim: Claim) -> bool:
    """Tell whether a figure counts the same, of which the same is told, or of both nothing (two totals of cases), or of
    one nothing where a noun of their own says what both count ("150 firefighters fighting", "260 firefighters").
    """
    pieces, key = known.comparison.pieces, claim.unit_key
    is_of_noun = key == known.entry.fact.claim.unit_key
    is_plain = is_of_noun and ("aspect none" in pieces or ("aspect one" in pieces and ":" in key))
    is_of_it = known.relation in COMPARABLE and "unit same" in pieces and "of what unlike" not in pieces
    return is_of_it and (is_plain or "aspect same" in pieces)


def _are_the_same_people(known: Known, claim: Claim) -> bool:
    """Tell whether nothing but the noun sets apart those who are missing or trapped at one place: of "19 miners" there
    are still "12 men".
    """
    pieces = known.comparison.pieces
    is_there = known.comparison.is_at_one_place or "scene same" in pieces
    is_by_noun_alone = "aspect same" in pieces and known.comparison.apart == {"noun apart"}
    return is_there and is_by_noun_alone and falls_by_nature(claim)


def _is_one_voices(claim: Claim, known: Known, grounds: Grounds) -> bool:
    """Tell whether one voice gives both, each the only figure of its kind in its text, with nothing that could set them
    apart.
    """
    if claim.beside != 0 or known.entry.fact.claim.beside != 0 or not known.entry.fact.claim.is_chief:
        return False
    pieces = known.comparison.pieces
    is_plain = (
        known.comparison.is_at_one_place
        and "unit same" in pieces
        and "aspect one" not in pieces
        and not _UNSURE.intersection(pieces)
    )
    return is_plain and is_named_for(claim.mention) and grounds.voices.is_same(claim.mention, known.mention)


_UNSURE = frozenset({"of what unlike", "of what one", "certainty one", "bid one", "predicate other"})


def _takes_back(claim: Claim, figure: ValueRange, known: Known, *, is_own: bool) -> bool:
    """Tell whether the smaller figure is told in the place of the greater one that is known."""
    if figure.headline >= known.figure.headline:
        return False
    if claim.mention.trend is not None:
        return True
    if figure.modifier in (Modifier.AT_LEAST, Modifier.MORE_THAN):
        return False  # a floor below what is known takes nothing back
    return is_own or (
        is_attributed(claim.mention) and is_attributed(known.mention) and "place same" in known.comparison.pieces
    )
