"""What the members of a list share: "arrested 14 men in Porto, 9 in Braga", "destroyed 16 schools, 4 bridges", "In
Nalanda 8 were killed, 95 injured".
"""

from __future__ import annotations

from monitor.core.counting.attachment import SentenceContext
from monitor.core.counting.figure_context import FigureContext
from monitor.core.counting.prepositions import preposition_of
from monitor.core.counting.quantity import Quantity
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import EventWords
from monitor.model import Modality, Place

_LINKS = 3  # tokens between two members: ", and another"


def is_member(context: FigureContext) -> bool:
    """Tell a bare figure that goes on with the one before it and says only where or when: "two in Braga", "and 28
    abroad", "in Braga two", "and Sweden 700", "four died: two in Braga".
    """
    previous, lowers, last = context.previous, context.sentence.lowers, context.last
    if (
        previous is None
        or context.unit.text is not None
        or context.figure.unit is not None
        or previous.passed_over is not None
    ):
        return False
    if previous.unit is None or context.first <= previous.last:
        return False
    if place_before(context.sentence, context.around, context.first, context.words.events) is not None:
        return True
    at = context.first
    while at > previous.last and lowers[at - 1] in context.words.modifiers.skip:
        at -= 1  # "and a further 28 abroad"
    before = lowers[at - 1]
    is_included = (before in context.words.including or before == ":") and is_within(context, previous)
    if not is_included and before not in context.words.events.joins | context.words.events.commas:
        return False
    after = lowers[last] if last < len(lowers) else ""
    return after in context.around.words.at | context.around.words.towards | context.words.abroad | context.words.when


def is_within(context: FigureContext, previous: Quantity) -> bool:
    """Tell that a figure can be a part of the one before it: no more than that."""
    return previous.high is None or context.figure.low <= previous.high


def shared_aspect(context: FigureContext) -> str | None:
    """Return what happens to the whole list of objects that a figure goes on: only commas and "and" stand between it
    and the one before.
    """
    previous, events = context.previous, context.words.events
    if (
        previous is None
        or previous.aspect is None
        or context.unit.text is None
        or not 0 < context.first - previous.last <= _LINKS
    ):
        return None
    if not all(
        word in events.joins or word in events.commas for word in context.sentence.lowers[previous.last : context.first]
    ):
        return None
    allowed = events.limits.get(previous.aspect)
    return (
        previous.aspect
        if allowed is None or context.unit.unit_class is None or context.unit.unit_class in allowed
        else None
    )


def place_before(sentence: Sentence, around: SentenceContext, first: int, events: EventWords) -> PlaceSpan | None:
    """Return the place that the member of a list at token `first` stands right behind: "in Braga two", "Sweden 700"."""
    lowers, links = sentence.lowers, events.joins | events.commas
    for span in around.places:
        if span.last != first or span.role == "adjective":
            continue
        before = preposition_of(sentence, span, around.words)
        start = before if before is not None and lowers[before] in around.words.at else span.first
        return span if sentence.lower_at(start - 1) in links else None
    return None


def member_place(context: FigureContext) -> tuple[Place | None, tuple[int, int] | None]:
    """Return the place right after a member of a list or before it, with its tokens; none for "28 abroad"."""
    named = place_before(context.sentence, context.around, context.first, context.words.events)
    if named is not None:
        return named.place, (named.first, named.last)
    for span in context.around.places:
        if span.first > context.last and preposition_of(context.sentence, span, context.around.words) == context.last:
            return span.place, (span.first, span.last)
    return None, None


def fronted_place(context: FigureContext) -> Place | None:
    """Return the place that opens a sentence and holds for its whole list: the one before the first figure, if no other
    was named since.
    """
    previous = context.previous
    if previous is None or previous.place is None:
        return None
    is_before = any(span.place == previous.place and span.last <= previous.first for span in context.around.places)
    is_only = not any(previous.first <= span.first < context.last for span in context.around.places)
    return previous.place if is_before and is_only else None


def is_whole(context: FigureContext) -> bool:
    """Tell that the figure only says of what another is a part: "48 of the 72 ships", "one of the 40", "Of the 900, 200
    left".
    """
    if _overlaps(context.previous, context):
        return True
    lowers, first, units = context.sentence.lowers, context.figure.first, context.words.units
    while first > 1 and lowers[first - 1] in units.determiners:
        first -= 1
    has_article = first < context.figure.first
    if first == 1 and lowers[0] in units.of:
        return True
    if not has_article or first < 2 or lowers[first - 1] not in units.of:
        return False
    is_nobody = (
        first > 2 and lowers[first - 3] in context.words.events.negations
    )  # "not one of the 12 was hurt": none of the whole
    return not is_nobody and (lowers[first - 2] in units.numbers or lowers[first - 2] in units.most)


def opening_whole(context: FigureContext) -> Quantity | None:
    """Return the whole that the figure's sentence opens with and sifts: "Of 120 suspected deaths, 41 had other causes
    and 13 were proven".
    """
    previous = context.previous
    if previous is None:
        return None
    is_sifted = previous.passed_over == "whole" and previous.first <= 1 and previous.modality is Modality.POSSIBLE
    return previous if is_sifted else previous.whole


def _overlaps(previous: Quantity | None, context: FigureContext) -> bool:
    return previous is not None and previous.part_of and previous.last >= context.figure.last
