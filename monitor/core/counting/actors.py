"""Whose a thing is: the nation inside its noun phrase, its possessor, or the subject of what happens to it."""

from __future__ import annotations

from operator import itemgetter

from monitor.core.counting.attachment import SentenceContext
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.text import Sentence
from monitor.core.syntax.clauses import clause_start
from monitor.core.syntax.event_words import CueKind
from monitor.core.syntax.events import EventTrigger
from monitor.core.syntax.paths import distance

_COMMA = frozenset((",",))
_FARTHEST_NATION = 9.0
_PRONOUN = 4  # tokens from "it" over auxiliaries to what it does
_FRAME = 12  # the same where the verb stands last


def actor_of(
    sentence: Sentence, around: SentenceContext, event: EventTrigger | None, start: int, last: int, first: int
) -> tuple[str | None, tuple[int, int] | None]:
    """Return whose the thing at [first, last) is: an adjective inside it (from token `start`), its possessor, or the
    event's subject.
    """
    if not around.nations and not around.places:
        return None, None
    for span, nation in around.nations:
        if start <= span.first < last:
            return nation.name, (span.first, span.last)
    for span, nation in around.nations:
        if span.last < first <= span.last + 2 and sentence.lowers[span.last] in ("'s", "’s", "'", "’"):
            return nation.name, (span.first, span.last)
        if span.first == last + 1 and sentence.lowers[last] in around.words.belonging:
            return nation.name, (span.first, span.last)
    for span in around.places:
        if (
            span.role == "location"
            and span.place.kind == "country"
            and span.first == last + 1
            and sentence.lowers[last] in around.words.belonging
        ):
            return span.place.name, (span.first, span.last)
    if event is None or event.is_harm:
        return None, None
    return subject_of(sentence, around, event, first)


def subject_of(
    sentence: Sentence, around: SentenceContext, event: EventTrigger, first: int
) -> tuple[str | None, tuple[int, int] | None]:
    """Return the nation that does the event: its subject before an active verb, its agent after a passive one."""
    for span, nation in around.nations:
        if _is_agent(sentence, around, event, span):
            return nation.name, (span.first, span.last)
    if not _may_have_subject(event, first, is_verb_final=around.words.is_verb_final):
        return None, None
    weights = around.events.weights
    subjects = [
        (distance(weights, span.last, event.first), nation.name, (span.first, span.last))
        for span, nation in around.nations
        if _may_be_subject(sentence, around, event, span)
    ]
    nearest = min(subjects, key=itemgetter(0), default=None)
    if nearest is None or nearest[0] > _FARTHEST_NATION:
        return _stood_for(sentence, around, event)
    return nearest[1:]


def _is_agent(sentence: Sentence, around: SentenceContext, event: EventTrigger, span: PlaceSpan) -> bool:
    """Tell "killed by Kenyan troops"."""
    is_behind = span.first > event.first and sentence.lower_at(span.first - 1) in around.words.agent
    return is_behind and distance(around.events.weights, event.last, span.first) <= _FARTHEST_NATION


def _may_have_subject(event: EventTrigger, first: int, *, is_verb_final: bool) -> bool:
    """Tell whether an event is a verb in the active before the thing at token `first`, or at the end of its clause."""
    if event.is_passive or (event.first >= first and not is_verb_final):
        return False
    return event.kind in (CueKind.PAST, CueKind.ACTIVE) or (is_verb_final and event.kind is CueKind.BOTH)


def _may_be_subject(sentence: Sentence, around: SentenceContext, event: EventTrigger, span: PlaceSpan) -> bool:
    """Tell whether a nation before an event can do it: not where a preposition says that it is the place."""
    before, words = sentence.lower_at(span.first - 1), around.words
    if span.last > event.first or before in words.at or before in words.towards or before in words.away:
        return False
    return not _owns_carrier(sentence, span, around) and not _owns_subject(sentence, event, span)


def _owns_subject(sentence: Sentence, event: EventTrigger, span: PlaceSpan) -> bool:
    """Tell "Nairobi's new allies sent": a capital that only owns who does it."""
    is_owner = span.role == "metonym" and sentence.lower_at(span.last) in ("'s", "’s")
    return is_owner and span.last + 2 < event.first


def _stood_for(
    sentence: Sentence, around: SentenceContext, event: EventTrigger
) -> tuple[str | None, tuple[int, int] | None]:
    """Return the state that opens the sentence where a pronoun for it does the event: "Chad, which ..., said it may
    send 40 men".
    """
    reach = _FRAME if around.words.is_verb_final else _PRONOUN
    before = clause_start(sentence.lowers, event.first, _COMMA, reach=reach)
    if around.words.stand_ins.isdisjoint(sentence.lowers[before : event.first]):
        return None, None
    opening = around.places[0] if around.places else None
    if opening is None or opening.first > 0 or opening.place.kind != "country" or opening.role == "adjective":
        return None, None
    return opening.place.name, (opening.first, opening.last)


def _owns_carrier(sentence: Sentence, span: PlaceSpan, around: SentenceContext) -> bool:
    """Tell "Russian ships carrying soldiers": whose ships they are says nothing of the soldiers."""
    return (
        span.role == "adjective"
        and span.last < len(sentence.lowers)
        and sentence.lowers[span.last] in around.words.carriers
    )
