"""Whether a figure has been told: in its own text or in another one, in the same number or in other words for it."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.facts.figures import (
    ValueRange,
    figure_of,
    is_bound_of,
    is_near,
    is_rounding,
    is_same_in_base,
    is_satisfied,
    is_shortened,
    is_telling,
)
from monitor.core.facts.grounds import Grounds, Teller, Verdict, again
from monitor.core.facts.known_figures import COMPARABLE, Known, class_of_slot, is_measure
from monitor.core.facts.satisfied_bounds import says_bound
from monitor.core.facts.slots import Slot, slot_of
from monitor.core.facts.unit_keys import Relation
from monitor.core.geography.distances import lies_near
from monitor.model import Aspect, Claim, Modality, Modifier, Outcome, Rule, Stage, UnitClass

_PEOPLE = frozenset({UnitClass.PERSON, UnitClass.SOLDIER})


def in_own_text(
    figure: ValueRange, claim: Claim, slot: Slot, teller: Teller, here: Sequence[Known], grounds: Grounds
) -> Verdict | None:
    """Find what the document has said itself: the same again, a headline over its text, a part of a whole. In it
    nothing revises anything.
    """
    if claim.mention.field == "title":
        return _in_headline(figure, claim, here)
    for each in here:
        if is_same_in_base(figure, each.figure, claim, each.entry.fact.claim) and (
            restates(each, slot) or _is_other_stage(each, slot)
        ):
            return again(claim, each.entry, teller, grounds.voices)
    for each in here:
        if each.relation is Relation.APART and not _is_other_stage(each, slot):
            continue
        if _is_conversion(figure, claim, each):
            return Verdict(
                Outcome.ROUNDING,
                Rule.FIGURE_CONVERTED_IN_TEXT,
                "the figure of its own text in another unit",
                each.entry,
            )
        if is_bound_of(figure, each.figure):
            return Verdict(
                Outcome.REPEAT,
                Rule.FIGURE_BOUND_IN_TEXT,
                "this document has told the number, as a bound or plainly",
                each.entry,
                is_witness=False,
            )
        if is_rounding(figure, each.figure, grounds.tolerance):
            return Verdict(
                Outcome.ROUNDING,
                Rule.FIGURE_ROUNDED_IN_TEXT,
                "the figure of its own text, told less or more exactly",
                each.entry,
            )
        if _is_vaguer(figure, each, slot):
            return Verdict(
                Outcome.REPEAT,
                Rule.FIGURE_VAGUER_IN_TEXT,
                "a vague figure after a known one says nothing new",
                each.entry,
                is_witness=False,
            )
        is_of_it = each.relation is Relation.NARROWER and claim.mention.place is None
        if is_of_it and claim.mention.part_of and figure.headline <= each.figure.headline:
            return Verdict(
                Outcome.SUBSET, Rule.FIGURE_PART_IN_TEXT, "a part of a figure that this document tells", each.entry
            )
    return None


def _is_conversion(figure: ValueRange, claim: Claim, known: Known) -> bool:
    """Tell whether the figure's sentence gives the known one too, in another unit and with whatever rounding: "1.6m
    gallons, or 6m litres".
    """
    is_beside = known.mention.text in claim.mention.evidence
    return is_beside and claim.factor != known.entry.fact.claim.factor and is_near(figure, known.figure)


def _in_headline(figure: ValueRange, claim: Claim, here: Sequence[Known]) -> Verdict | None:
    """Find what a headline says again of its own text, in a tense and a place of its own and with fewer digits: its
    text says it better.
    """
    for each in here:
        if figure.headline == each.figure.headline or is_same_in_base(
            figure, each.figure, claim, each.entry.fact.claim
        ):
            return Verdict(
                Outcome.REPEAT,
                Rule.HEADLINE_SAYS_TEXT,
                "the headline says what its text says",
                each.entry,
                is_witness=False,
            )
    for each in here:
        if each.relation is Relation.APART:
            continue
        if is_shortened(figure, each.figure):
            return Verdict(
                Outcome.ROUNDING, Rule.HEADLINE_SHORTENS, "the headline shortens a figure of its own text", each.entry
            )
        if figure.is_vague:
            return Verdict(
                Outcome.REPEAT,
                Rule.HEADLINE_VAGUER,
                "the headline says less than its text",
                each.entry,
                is_witness=False,
            )
    return None


def told_again(
    figure: ValueRange, claim: Claim, slot: Slot, teller: Teller, before: Sequence[Known], grounds: Grounds
) -> Verdict | None:
    """Find the figure in what other documents have told: the same number, one that rounds it, one that satisfies its
    bound.
    """
    for each in before:
        is_same_number = is_same_in_base(figure, each.figure, claim, each.entry.fact.claim)
        if (
            is_same_number
            and (restates(each, slot) or _is_seldom_of_two(each, slot))
            and not was_only_possible(each, claim)
        ):
            return again(claim, each.entry, teller, grounds.voices)
    for each in before:
        if (said := _says_as_much(figure, claim, each, grounds)) and (
            each.relation in COMPARABLE
            or _is_later_stage(each, slot)
            or _is_vaguer(figure, each, slot)
            or _is_its_number(figure, each)
        ):
            return said
    return None


def _says_as_much(figure: ValueRange, claim: Claim, known: Known, grounds: Grounds) -> Verdict | None:
    """Return what is said of a figure that a known one rounds, bounds or holds in it, if both are of one slot."""
    if is_rounding(figure, known.figure, grounds.tolerance):
        return Verdict(
            Outcome.ROUNDING, Rule.FIGURE_ROUNDED, "the known figure, told less or more exactly", known.entry
        )
    if _is_conversion(figure, claim, known):
        return Verdict(Outcome.ROUNDING, Rule.FIGURE_CONVERTED, "the known figure in another unit", known.entry)
    if is_bound_of(figure, known.figure) and not _has_come_true(known, claim):
        return Verdict(
            Outcome.REPEAT,
            Rule.FIGURE_BOUND,
            "the number is known, as a bound or plainly",
            known.entry,
            is_witness=known.figure.is_bound,
        )
    if figure.is_vague and (figure.high if known.figure.is_vague else figure.low) <= known.figure.high:
        return Verdict(
            Outcome.REPEAT,
            Rule.FIGURE_VAGUER,
            "a vague figure after a known one says nothing new",
            known.entry,
            is_witness=False,
        )
    if figure.is_open and is_satisfied(figure, known.figure, grounds.tolerance) and says_bound(known, claim, grounds):
        return Verdict(
            Outcome.REPEAT, Rule.FIGURE_SATISFIED, "the known figure already says so", known.entry, is_witness=False
        )
    return None


def restates(known: Known, slot: Slot) -> bool:
    """Tell whether the same number may be the same figure: nothing tells the slots apart but how finely place and unit
    are told.
    """
    if "of what unlike" in known.comparison.pieces and is_measure(slot) and not _is_telling_measure(known):
        return False  # five hours for one model and for another
    if "size apart" in known.comparison.pieces:
        return False  # the 13-inch model and the 15-inch model
    if _PART & set(known.comparison.pieces) and not is_telling(known.figure) and not _is_harm(known, slot):
        return False  # two bombs, and two of the bombs; of those who were shot two were killed, as is known
    return (
        known.relation is not Relation.APART
        or known.comparison.is_apart_by_whole_alone  # a telling number, with other words for what it is percent of
        or _is_later_stage(known, slot)
        or _is_told_otherwise(known)
        or (known.comparison.is_apart_by_extent_alone and _is_harm(known, slot))
        or _are_the_same_people(known, slot)
        or _is_other_word_for_it(known, slot)
        or _is_nearby(known, slot)
    )


_PART = frozenset({"part of it", "whole of it"})


def _is_harm(known: Known, slot: Slot) -> bool:
    """Tell whether one harm is told of both: of however many two are killed, two are."""
    aspect = Aspect.of(slot.aspect)
    return aspect is not None and aspect.is_harm and aspect.befalls_people and "aspect same" in known.comparison.pieces


def _is_told_otherwise(known: Known) -> bool:
    """Tell whether one number is told in other words: as one more here and as a total there, of the crew and of
    workers.

    Of a small or a round one that shows nothing ("a second diver" is one more), but where it is the whole of what both
    texts tell of one event; and two nouns of one sentence are two groups ("12 women and 12 children").
    """
    are_two_groups = "noun apart" in known.comparison.pieces and known.is_beside
    is_whole = known.is_of_one_event and known.is_whole_of_both and known.figure.headline > 1
    is_shown = is_telling(known.figure) or is_whole
    return known.comparison.is_apart_by_words_alone and is_shown and not are_two_groups


def _are_the_same_people(known: Known, slot: Slot) -> bool:
    """Tell whether other nouns name the same people: one person, "a teacher" after "a woman", or as many where both
    are the greatest of their kind in their texts.
    """
    is_whole = known.is_whole_of_both and not known.is_beside and "aspect same" in known.comparison.pieces
    is_all = known.figure.headline == 1 or is_whole
    return is_all and class_of_slot(slot) in _PEOPLE and known.comparison.is_apart_by_unit_alone


def _is_other_word_for_it(known: Known, slot: Slot) -> bool:
    """Tell whether the same is told to have happened in another word: of the wounded that they were shot."""
    return _is_told_as(known, slot) and known.comparison.is_apart_by_aspect_alone


def _is_told_as(known: Known, slot: Slot) -> bool:
    aspect = Aspect.of(slot.aspect)
    return aspect is not None and Aspect.of(known.entry.fact.claim.aspect_class) in aspect.told_as


def _is_seldom_of_two(known: Known, slot: Slot) -> bool:
    """Tell whether a number that is seldom found twice, the greatest of its kind in both texts, comes again with
    another noun and another word for what happened: "23 suspects arrested" after "23 pirates captured".
    """
    apart = known.comparison.apart - {"aspect apart"}
    return is_telling(known.figure) and known.is_whole_of_both and _is_told_as(known, slot) and apart == {"noun apart"}


def _is_nearby(known: Known, slot: Slot) -> bool:
    """Tell whether an entry of the same event has a place that may be the figure's: a quarter, the next town, one of
    the name that lies elsewhere.
    """
    place, other = slot.place, slot_of(known.entry.fact.claim).place
    if not known.is_of_one_event or place is None or other is None or not known.comparison.is_apart_by_place_alone:
        return False
    return place.name == other.name or lies_near(place, other)


def _is_telling_measure(known: Known) -> bool:
    """Tell whether the number of a measure, as it is written, is seldom found of two things, unless they are of two
    sizes: a 44 km stretch and 44 km of an oil pipeline are one.
    """
    written = figure_of(known.mention)
    return written is not None and is_telling(written) and "size apart" not in known.comparison.pieces


def _is_its_number(figure: ValueRange, known: Known) -> bool:
    """Tell whether a bound has the number of a known figure, of more or of fewer: "at least one person" after "a
    child". Of 2,000 marines "more than 2,000 personnel" says nothing.
    """
    if figure.headline != known.figure.headline:
        return False
    if known.relation is Relation.APART:
        return "increment apart" not in known.comparison.apart and _is_told_otherwise(known)
    is_one_kind = _KINDS.isdisjoint(known.comparison.pieces)
    return is_one_kind or figure.headline == 1 or is_telling(known.figure)


_KINDS = frozenset({"unit narrower", "unit broader"})


def _is_vaguer(figure: ValueRange, known: Known, slot: Slot) -> bool:
    """Tell whether a vague figure, "dozens of recruits", comes after a known number of those or of more, at whatever
    stage of a movement.
    """
    is_of_it = (
        known.relation not in (Relation.APART, Relation.BROADER)
        or _is_other_stage(known, slot)
        or known.comparison.is_apart_by_words_alone
    )
    return figure.is_vague and not known.figure.is_vague and is_of_it


def _is_later_stage(known: Known, slot: Slot) -> bool:
    """Tell whether the entry is known at a later stage of the same movement, and nothing else tells them apart."""
    at, stood = Stage.of(slot.aspect), Stage.of(known.entry.fact.claim.aspect_class)
    return at is not None and stood is not None and at.rank <= stood.rank and known.comparison.is_apart_by_aspect_alone


def _is_other_stage(known: Known, slot: Slot) -> bool:
    return (
        Stage.of(slot.aspect) is not None
        and Stage.of(known.entry.fact.claim.aspect_class) is not None
        and known.comparison.is_apart_by_aspect_alone
    )


def was_only_possible(known: Known, claim: Claim) -> bool:
    """Tell "could be fined 9 million", known, from "was fined 9 million". What happens to people and things has stages
    for that.
    """
    return (
        Stage.of(claim.aspect_class) in (None, Stage.UNTOLD)
        and known.mention.modality is Modality.POSSIBLE
        and claim.mention.modality is Modality.ACTUAL
    )


def _has_come_true(known: Known, claim: Claim) -> bool:
    """Tell whether a ceiling that might come, "faces up to six years", is now told as a fact, "sentenced to six years":
    that is news.
    """
    if known.mention.modality is not Modality.ACTUAL and claim.mention.modality is Modality.ACTUAL:
        return True
    is_told_otherwise = (
        None not in (known.mention.predicate, claim.mention.predicate)
        and known.mention.predicate != claim.mention.predicate
    )
    return is_told_otherwise and not claim.aspect_class and known.figure.modifier is Modifier.UP_TO
