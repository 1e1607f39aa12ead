"""What a figure is to the ledger: known, a part, a change, or plainly new.

A silence and an arrow are claims that two figures are of one slot, and have to be earned: by the same number, by what
the text itself says, or by evidence that adds up. Without any the figure is new, with the nearest known one as context.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.core.facts.evidence import Candidate, change_pieces, course_of
from monitor.core.facts.figures import (
    Figure,
    earlier_figure_of,
    figure_in_base,
    figure_of,
    is_bound_of,
    is_disjoint,
    is_far,
    is_near,
    is_rounding,
    is_same,
    is_same_in_base,
    is_satisfied,
    is_shortened,
    is_telling,
)
from monitor.core.facts.grounds import Grounds, Teller, Verdict, again, is_attributed
from monitor.core.facts.slots import Comparison, Relation, Slot, compare, slot_of
from monitor.core.facts.voices import shares_body
from monitor.core.geography.distances import lies_near
from monitor.model import Aspect, Claim, LedgerEntry, Mention, Modality, Modifier, Outcome, Stage, Trend, UnitClass

_SAME_MOMENT = timedelta(
    hours=3
)  # two counts told within it speak of one moment: the greater one is a dispute, no growth
_PEOPLE = frozenset({UnitClass.PERSON, UnitClass.SOLDIER})
_FAR = 4.0  # times; of 2, 4 and no limit the one that costs no line of the labelled stories
_MOST_NAMED = 6  # pieces of evidence in an explanation
_MOST_CANDIDATES = 48  # of the newest: a figure that so many later ones of its slot have followed is changed by none


class _Judged:
    """The claim that is judged. Its slot is compared once with each other slot, which many entries share."""

    __slots__ = ("_comparisons", "_slot", "claim", "grounds")

    def __init__(self, claim: Claim, grounds: Grounds) -> None:
        self.claim, self.grounds = claim, grounds
        self._slot = slot_of(claim)
        self._comparisons: dict[int, tuple[Slot, Comparison]] = {}  # by identity, so each slot is held as well

    def compare(self, slot: Slot) -> Comparison:
        """Say how the claim's slot lies to one that `slot_of` gave."""
        known = self._comparisons.get(id(slot))
        if known is not None:
            return known[1]
        found = compare(self._slot, slot, self.grounds.geography)
        self._comparisons[id(slot)] = slot, found
        return found


class _Known:
    """An entry that a figure can be held against; how the figure's slot lies to its own is found out when it is
    asked.
    """

    __slots__ = ("_comparison", "_judged", "entry", "figure")

    def __init__(self, entry: LedgerEntry, figure: Figure, judged: _Judged) -> None:
        self.entry, self.figure = entry, figure
        self._judged = judged
        self._comparison: Comparison | None = None

    @property
    def mention(self) -> Mention:
        return self.entry.fact.claim.mention

    @property
    def is_of_one_event(self) -> bool:
        """Whether both are surely of one event, as all is that a topic's figure is held against."""
        return self._judged.grounds.is_topic

    @property
    def is_whole_of_both(self) -> bool:
        """Whether each is the greatest figure of its kind in its text."""
        return self._judged.claim.is_chief and self.entry.fact.claim.is_chief

    @property
    def comparison(self) -> Comparison:
        if self._comparison is None:
            self._comparison = self._judged.compare(slot_of(self.entry.fact.claim))
        return self._comparison

    @property
    def is_beside(self) -> bool:
        """Whether the sentence of the figure that is judged speaks of what this one counts too."""
        noun = (self.mention.unit or "").lower()
        return bool(noun) and noun in self._judged.claim.mention.evidence.lower()

    @property
    def relation(self) -> Relation:
        return (self._comparison or self.comparison).relation

    @property
    def can_change(self) -> bool:
        """Whether it is a number that a later one could take the place of."""
        is_number = not self.figure.is_vague and not self.mention.is_increment
        return is_number and "time touches" not in self.comparison.pieces


def judge_figure(claim: Claim, teller: Teller, entries: Sequence[LedgerEntry], grounds: Grounds) -> Verdict:
    """Say what a quantity is to the `entries` of its key, oldest first.

    Entries that were superseded or withdrawn count as known, so that a late copy of an old figure stays silent, but
    nothing is measured against them.
    """
    figure = figure_in_base(claim)
    if figure is None:
        return Verdict(Outcome.REPEAT, "states no figure")
    slot = slot_of(claim)
    known = _known(claim, entries, grounds)
    here = [each for each in known if each.entry.fact.document_id == teller.document_id]
    before = [each for each in known if each.entry.fact.document_id != teller.document_id] if here else known
    return (
        _in_own_text(figure, claim, slot, teller, here, grounds)
        or _told_again(figure, claim, slot, teller, before, grounds)
        or _as_the_text_says(claim, before)
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
        for each in _known(claim, entries, grounds)
        if is_same_in_base(figure, each.figure, claim, each.entry.fact.claim)
    )
    first = next((each for each in known if _restates(each, slot) and not _was_only_possible(each, claim)), None)
    return again(claim, first.entry, teller, grounds.voices) if first is not None else None


def _known(claim: Claim, entries: Sequence[LedgerEntry], grounds: Grounds) -> list[_Known]:
    judged = _Judged(claim, grounds)
    return [
        _Known(entry, stood, judged) for entry in entries if (stood := figure_in_base(entry.fact.claim)) is not None
    ]


def _in_own_text(
    figure: Figure, claim: Claim, slot: Slot, teller: Teller, here: Sequence[_Known], grounds: Grounds
) -> Verdict | None:
    """Find what the document has said itself: the same again, a headline over its text, a part of a whole. In it
    nothing revises anything.
    """
    if claim.mention.field == "title":
        return _in_headline(figure, claim, here)
    for each in here:
        if is_same_in_base(figure, each.figure, claim, each.entry.fact.claim) and (
            _restates(each, slot) or _is_other_stage(each, slot)
        ):
            return again(claim, each.entry, teller, grounds.voices)
    for each in here:
        if each.relation is Relation.APART and not _is_other_stage(each, slot):
            continue
        if _is_conversion(figure, claim, each):
            return Verdict(Outcome.ROUNDING, "the figure of its own text in another unit", each.entry)
        if is_bound_of(figure, each.figure):
            return Verdict(
                Outcome.REPEAT, "this document has told the number, as a bound or plainly", each.entry, is_witness=False
            )
        if is_rounding(figure, each.figure, grounds.tolerance):
            return Verdict(Outcome.ROUNDING, "the figure of its own text, told less or more exactly", each.entry)
        if _is_vaguer(figure, each, slot):
            return Verdict(
                Outcome.REPEAT, "a vague figure after a known one says nothing new", each.entry, is_witness=False
            )
        is_of_it = each.relation is Relation.NARROWER and claim.mention.place is None
        if is_of_it and claim.mention.part_of and figure.headline <= each.figure.headline:
            return Verdict(Outcome.SUBSET, "a part of a figure that this document tells", each.entry)
    return None


def _is_conversion(figure: Figure, claim: Claim, known: _Known) -> bool:
    """Tell whether the figure's sentence gives the known one too, in another unit and with whatever rounding: "1.6m
    gallons, or 6m litres".
    """
    is_beside = known.mention.text in claim.mention.evidence
    return is_beside and claim.factor != known.entry.fact.claim.factor and is_near(figure, known.figure)


def _in_headline(figure: Figure, claim: Claim, here: Sequence[_Known]) -> Verdict | None:
    """Find what a headline says again of its own text, in a tense and a place of its own and with fewer digits: its
    text says it better.
    """
    for each in here:
        if figure.headline == each.figure.headline or is_same_in_base(
            figure, each.figure, claim, each.entry.fact.claim
        ):
            return Verdict(Outcome.REPEAT, "the headline says what its text says", each.entry, is_witness=False)
    for each in here:
        if each.relation is Relation.APART:
            continue
        if is_shortened(figure, each.figure):
            return Verdict(Outcome.ROUNDING, "the headline shortens a figure of its own text", each.entry)
        if figure.is_vague:
            return Verdict(Outcome.REPEAT, "the headline says less than its text", each.entry, is_witness=False)
    return None


def _told_again(
    figure: Figure, claim: Claim, slot: Slot, teller: Teller, before: Sequence[_Known], grounds: Grounds
) -> Verdict | None:
    """Find the figure in what other documents have told: the same number, one that rounds it, one that satisfies its
    bound.
    """
    for each in before:
        is_known = is_same_in_base(figure, each.figure, claim, each.entry.fact.claim) and _restates(each, slot)
        if is_known and not _was_only_possible(each, claim):
            return again(claim, each.entry, teller, grounds.voices)
    for each in before:
        if (said := _says_as_much(figure, claim, each, grounds)) and (
            each.relation in _COMPARABLE
            or _is_later_stage(each, slot)
            or _is_vaguer(figure, each, slot)
            or _is_its_number(figure, each)
        ):
            return said
    return None


def _says_as_much(figure: Figure, claim: Claim, known: _Known, grounds: Grounds) -> Verdict | None:
    """Return what is said of a figure that a known one rounds, bounds or holds in it, if both are of one slot."""
    if is_rounding(figure, known.figure, grounds.tolerance):
        return Verdict(Outcome.ROUNDING, "the known figure, told less or more exactly", known.entry)
    if _is_conversion(figure, claim, known):
        return Verdict(Outcome.ROUNDING, "the known figure in another unit", known.entry)
    if is_bound_of(figure, known.figure) and not _has_come_true(known, claim):
        return Verdict(
            Outcome.REPEAT, "the number is known, as a bound or plainly", known.entry, is_witness=known.figure.is_bound
        )
    if figure.is_vague and (figure.high if known.figure.is_vague else figure.low) <= known.figure.high:
        return Verdict(
            Outcome.REPEAT, "a vague figure after a known one says nothing new", known.entry, is_witness=False
        )
    if figure.is_open and is_satisfied(figure, known.figure, grounds.tolerance) and _is_its_word(known, claim, grounds):
        return Verdict(Outcome.REPEAT, "the known figure already says so", known.entry, is_witness=False)
    return None


_COMPARABLE = frozenset({Relation.SAME, Relation.UNKNOWN})


def _restates(known: _Known, slot: Slot) -> bool:
    """Tell whether the same number may be the same figure: nothing tells the slots apart but how finely place and unit
    are told.
    """
    if "of what unlike" in known.comparison.pieces and _is_measure(slot) and not _is_telling_measure(known):
        return False  # five hours for one model and for another
    if "size apart" in known.comparison.pieces:
        return False  # the 13-inch model and the 15-inch model
    if _PART & set(known.comparison.pieces) and not is_telling(known.figure):
        return False  # two bombs, and two of the bombs
    return (
        known.relation is not Relation.APART
        or _is_later_stage(known, slot)
        or _is_told_otherwise(known)
        or _are_the_same_people(known, slot)
        or _is_other_word_for_it(known, slot)
        or _is_nearby(known, slot)
    )


_PART = frozenset({"part of it", "whole of it"})


def _is_told_otherwise(known: _Known) -> bool:
    """Tell whether one number is told in other words: as one more here and as a total there, of the crew and of
    workers.

    Of a small or a round one that shows nothing ("a second diver" is one more), but where it is the whole of what both
    texts tell of one event; and two nouns of one sentence are two groups ("12 women and 12 children").
    """
    are_two_groups = "noun apart" in known.comparison.pieces and known.is_beside
    is_whole = known.is_of_one_event and known.is_whole_of_both and known.figure.headline > 1
    is_shown = is_telling(known.figure) or is_whole
    return known.comparison.is_apart_by_words_alone and is_shown and not are_two_groups


def _are_the_same_people(known: _Known, slot: Slot) -> bool:
    """Tell whether other nouns name the same people: one person, "a teacher" after "a woman", or as many where both
    are the greatest of their kind in their texts.
    """
    is_whole = known.is_whole_of_both and not known.is_beside and "aspect same" in known.comparison.pieces
    is_all = known.figure.headline == 1 or is_whole
    return is_all and _class_of(slot) in _PEOPLE and known.comparison.is_apart_by_unit_alone


def _is_other_word_for_it(known: _Known, slot: Slot) -> bool:
    """Tell whether the same is told to have happened in another word: of the wounded that they were shot."""
    aspect = Aspect.of(slot.aspect)
    is_known = aspect is not None and Aspect.of(known.entry.fact.claim.aspect_class) in aspect.told_as
    return is_known and known.comparison.is_apart_by_aspect_alone


def _is_nearby(known: _Known, slot: Slot) -> bool:
    """Tell whether an entry of the same event has a place that may be the figure's: a quarter, the next town, one of
    the name that lies elsewhere.
    """
    place, other = slot.place, slot_of(known.entry.fact.claim).place
    if not known.is_of_one_event or place is None or other is None or not known.comparison.is_apart_by_place_alone:
        return False
    return place.name == other.name or lies_near(place, other)


def _is_telling_measure(known: _Known) -> bool:
    """Tell whether the number of a measure, as it is written, is seldom found of two things, unless they are of two
    sizes: a 44 km stretch and 44 km of an oil pipeline are one.
    """
    written = figure_of(known.mention)
    return written is not None and is_telling(written) and "size apart" not in known.comparison.pieces


def _is_measure(slot: Slot) -> bool:
    counted = _class_of(slot)
    return counted is not None and counted.is_measure


def _class_of(slot: Slot) -> UnitClass | None:
    return UnitClass.of(slot.counted.partition("/")[0].partition(":")[0])


def _is_its_number(figure: Figure, known: _Known) -> bool:
    """Tell whether a bound has the number of a known figure, of more or of fewer: "at least one person" after "a
    child".
    """
    return figure.headline == known.figure.headline and (
        known.relation is not Relation.APART or _is_told_otherwise(known)
    )


def _is_vaguer(figure: Figure, known: _Known, slot: Slot) -> bool:
    """Tell whether a vague figure, "dozens of recruits", comes after a known number of those or of more, at whatever
    stage of a movement.
    """
    is_of_it = (
        known.relation not in (Relation.APART, Relation.BROADER)
        or _is_other_stage(known, slot)
        or known.comparison.is_apart_by_words_alone
    )
    return figure.is_vague and not known.figure.is_vague and is_of_it


def _is_later_stage(known: _Known, slot: Slot) -> bool:
    """Tell whether the entry is known at a later stage of the same movement, and nothing else tells them apart."""
    at, stood = Stage.of(slot.aspect), Stage.of(known.entry.fact.claim.aspect_class)
    return at is not None and stood is not None and at.rank <= stood.rank and known.comparison.is_apart_by_aspect_alone


def _is_other_stage(known: _Known, slot: Slot) -> bool:
    return (
        Stage.of(slot.aspect) is not None
        and Stage.of(known.entry.fact.claim.aspect_class) is not None
        and known.comparison.is_apart_by_aspect_alone
    )


def _was_only_possible(known: _Known, claim: Claim) -> bool:
    """Tell "could be fined 9 million", known, from "was fined 9 million". What happens to people and things has stages
    for that.
    """
    return (
        Stage.of(claim.aspect_class) in (None, Stage.UNTOLD)
        and known.mention.modality is Modality.POSSIBLE
        and claim.mention.modality is Modality.ACTUAL
    )


def _has_come_true(known: _Known, claim: Claim) -> bool:
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


def _is_its_word(known: _Known, claim: Claim, grounds: Grounds) -> bool:
    """Tell whether a known figure can satisfy a bound: told by the same voice of the same place. What another says
    elsewhere says nothing of it.

    A bound far from what is known is of something else, "at least 14" after 85, unless both say what happened where.
    """
    figure = figure_in_base(claim)
    if claim.mention.trend is Trend.FALL or figure is None or not grounds.voices.is_same(claim.mention, known.mention):
        return False
    return known.comparison.is_certain or (
        known.comparison.is_at_one_place and known.figure.headline <= figure.headline * _FAR
    )


def _as_the_text_says(claim: Claim, before: Sequence[_Known]) -> Verdict | None:
    """Return the change that the text itself tells, "cut from 30 to 12", whether the ledger has seen the earlier figure
    or not.
    """
    earlier = earlier_figure_of(claim.mention)
    if earlier is None:
        return None
    told = [each.entry for each in before if is_same(earlier, each.figure) and each.relation is not Relation.APART]
    latest = told[-1] if told else None
    return Verdict(Outcome.UPDATE, "the text itself says what it was before", latest, supersedes=latest is not None)


def _changed_or_new(
    figure: Figure, claim: Claim, teller: Teller, before: Sequence[_Known], grounds: Grounds
) -> Verdict:
    """Return the change of a known figure: of the one before it in its course, or alone in its voice's mouth, else of
    the one that the evidence speaks for most, if it is enough; else the figure is plainly new.
    """
    standing = [each for each in before if each.entry.fact.is_live and each.can_change and each.relation in _COMPARABLE]
    if (earlier := _before_in_course(claim, figure, before, grounds)) is not None:
        return _change(figure, claim, earlier, teller, grounds, "both are the greatest of their kind in their texts")
    own = max((each for each in standing if _is_one_voices(claim, each, grounds)), key=_age_and_size, default=None)
    if own is not None and (_has_grown(figure, own) or _takes_back(claim, figure, own, is_own=True)):
        return _change(figure, claim, own, teller, grounds, "one voice gives each alone")
    best = _most_likely(figure, claim, teller, standing, grounds)
    if best is None:
        return _part_of_known(figure, claim, before) or Verdict(Outcome.NEW, "the ledger holds no such figure")
    known, pieces = best
    evidence = _evidence(pieces, grounds)
    if grounds.weights.sum(pieces) >= grounds.weights.threshold:
        return _change(figure, claim, known, teller, grounds, evidence)
    if (part := _part_of_known(figure, claim, before)) is not None:
        return part
    is_context = _is_comparable(known, slot_of(claim)) and not is_far(figure, known.figure)
    why = f"too little shows that it is a known figure as it has become ({evidence})"
    return Verdict(Outcome.NEW, why, known.entry if is_context else None)


def _part_of_known(figure: Figure, claim: Claim, before: Sequence[_Known]) -> Verdict | None:
    """Return the verdict on a part of a known figure, which is new, with the whole as its context."""
    wholes = [each for each in before if each.figure.headline >= figure.headline and each.relation is Relation.NARROWER]
    if not wholes:
        return None
    whole = wholes[-1]
    is_place = "place narrower" in whole.comparison.pieces
    why = "a figure for a narrower place" if is_place else "a part of a known figure"
    return Verdict(Outcome.NEW, why, whole.entry if _is_comparable(whole, slot_of(claim)) else None)


def _is_comparable(known: _Known, slot: Slot) -> bool:
    """Tell whether a reader gains by seeing the known figure beside a new one: both count one thing, or the same
    happens to it.

    A measure says by itself nothing of what it measures.
    """
    pieces = known.comparison.pieces
    is_of_one_thing = "aspect same" in pieces or "of what alike" in pieces
    is_amount = _is_measure(slot) or _class_of(slot) is UnitClass.MONEY
    is_count = "aspect none" in pieces and "of what unlike" not in pieces and not is_amount
    return known.relation is not Relation.APART and "unit unknown" not in pieces and (is_of_one_thing or is_count)


def _before_in_course(claim: Claim, figure: Figure, before: Sequence[_Known], grounds: Grounds) -> _Known | None:
    """Return the newest figure of the claim's own course, of its own voice where there is one; `None` if none is sure.

    A course is a count of one thing that grows from document to document, each of which tells it as its greatest: at
    one place that both name, else past the greatest that is known. So a part that is greater than the known whole
    shows that the whole has grown. What is feared has a course of its own. A smaller figure is of the course only where
    the same voice, or the text, takes the greater one back, or two voices name the place.
    """
    slot = slot_of(claim)
    alike = _as_sure(claim, before) if _may_be_of_course(claim) and not _is_bag(slot) else []
    course = [each for each in alike if each.entry.fact.is_live and _is_of_course(each, slot)]
    own = _of_own_voice(claim, course, grounds)
    of_place = [each for each in own or course if _is_at_its_place(each)]
    newest = max(of_place or own or course, key=_age_and_size, default=None)
    if newest is None:
        return None
    if figure.headline > newest.figure.headline:
        is_high = bool(of_place) or newest.figure.headline == max(each.figure.headline for each in alike)
        return newest if is_high and _has_grown(figure, newest) else None
    is_back = figure.headline < newest.figure.headline and newest.comparison.is_certain
    return newest if is_back and _takes_back(claim, figure, newest, is_own=bool(own)) else None


def _may_be_of_course(claim: Claim) -> bool:
    """Tell whether a claim is its text's greatest of the kind, and neither a part nor what came on top."""
    return claim.is_chief and not claim.mention.is_increment and not claim.mention.part_of


def _as_sure(claim: Claim, known: Sequence[_Known]) -> list[_Known]:
    """Return the figures that can change, of what is feared where the claim is, else of what is known."""
    return [each for each in known if each.can_change and each.mention.is_feared is claim.mention.is_feared]


def _of_own_voice(claim: Claim, known: Sequence[_Known], grounds: Grounds) -> list[_Known]:
    """Return the figures that the claim's own voice gave; none where it is nobody's."""
    if not is_attributed(claim.mention):
        return []
    return [each for each in known if grounds.voices.is_same(claim.mention, each.mention)]


def _is_at_its_place(known: _Known) -> bool:
    return "place same" in known.comparison.pieces and known.relation in _COMPARABLE


def _has_grown(figure: Figure, known: _Known) -> bool:
    """Tell whether a figure is greater, and not so far that it must be of something else, if both do not say it all."""
    if figure.headline <= known.figure.headline:
        return False
    return known.comparison.is_certain or figure.headline <= known.figure.headline * _FAR


def _is_of_course(known: _Known, slot: Slot) -> bool:
    claim, pieces = known.entry.fact.claim, known.comparison.pieces
    if not claim.is_chief:
        return False
    if slot.place is not None and claim.mention.place is None and "scene same" not in pieces:
        return False  # of one place perhaps among several
    is_part = known.relation is Relation.NARROWER and "aspect same" in pieces
    is_same = "unit same" in pieces and known.relation in _COMPARABLE
    return (is_same or is_part) and "aspect one" not in pieces and "of what unlike" not in pieces


def _is_bag(slot: Slot) -> bool:
    """Tell whether the unit says nothing of what is counted: metres, percent and dollars are of anything."""
    return _is_measure(slot) or slot.counted.partition("/")[0] == UnitClass.MONEY


def _age_and_size(known: _Known) -> tuple[datetime, float]:
    return known.entry.fact.published_at, known.figure.headline


def _is_one_voices(claim: Claim, known: _Known, grounds: Grounds) -> bool:
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
    return is_plain and is_attributed(claim.mention) and grounds.voices.is_same(claim.mention, known.mention)


_UNSURE = frozenset({"of what unlike", "of what one", "certainty one", "bid one", "predicate other"})


def _takes_back(claim: Claim, figure: Figure, known: _Known, *, is_own: bool) -> bool:
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


def _most_likely(
    figure: Figure, claim: Claim, teller: Teller, standing: Sequence[_Known], grounds: Grounds
) -> tuple[_Known, tuple[str, ...]] | None:
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
    before = (each for each in _known(claim, entries, grounds) if each.entry.fact.document_id != teller.document_id)
    standing = [each for each in before if each.entry.fact.is_live and each.can_change and each.relation in _COMPARABLE]
    return [(each.entry, pieces) for each, pieces in _weigh(figure, claim, teller, standing, grounds)]


def _weigh(
    figure: Figure, claim: Claim, teller: Teller, standing: Sequence[_Known], grounds: Grounds
) -> list[tuple[_Known, tuple[str, ...]]]:
    newest = standing[-_MOST_CANDIDATES:]
    if not newest:
        return []
    candidates = [Candidate(each.entry, each.figure, each.comparison) for each in newest]
    course = course_of(candidates)
    return [
        (each, change_pieces(claim, figure, candidate, course, teller, grounds))
        for each, candidate in zip(newest, candidates, strict=True)
    ]


def _change(figure: Figure, claim: Claim, known: _Known, teller: Teller, grounds: Grounds, evidence: str) -> Verdict:
    """Say what kind of change it is. A figure that grows is no dispute, whoever says so; nor is one that is said to
    fall.
    """
    mention, entry = claim.mention, known.entry
    is_own = grounds.voices.is_same(mention, known.mention) or shares_body(mention, known.mention, grounds.voices)
    if entry.fact.published_at > teller.published_at:
        return Verdict(Outcome.STALE, f"a later figure is known ({evidence})", entry, is_ended=True)
    if is_own or mention.trend is not None or not (is_attributed(mention) and is_attributed(known.mention)):
        words = "the same speaker gives another figure" if is_own else "a later report gives another figure"
        return Verdict(Outcome.UPDATE, f"{words} ({evidence})", entry, supersedes=True)
    if not is_disjoint(figure, known.figure, grounds.tolerance):
        return Verdict(Outcome.REFINEMENT, f"a finer figure inside what was known ({evidence})", entry)
    if figure.headline > known.figure.headline and teller.published_at - entry.fact.published_at > _SAME_MOMENT:
        return Verdict(
            Outcome.UPDATE, f"another speaker gives a higher figure later ({evidence})", entry, supersedes=True
        )
    return Verdict(
        Outcome.CONFLICT, f"another speaker gives a figure that can't be squared with it ({evidence})", entry
    )
