"""Which event of a sentence happens to a thing in it. Where it happens is read by `place_attachment`, whose the thing
is by `actors`.

Attachment is a cheapest path over tokens (`paths` weighs them); grammar decides which side may be meant at all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from monitor.core.counting.prepositions import Prepositions, compile_prepositions
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import CueKind, EventWords, compile_event_words
from monitor.core.syntax.events import EventTrigger, SentenceEvents
from monitor.core.syntax.paths import distance
from monitor.model import Modality, Place
from monitor.model.valueclasses import valueclass

_FARTHEST_SUBJECT = 12.0  # path weight; beyond it a figure and a cue share a sentence by chance
_FARTHEST_OBJECT = 7.0
_PREPOSITION = 3.0  # what a preposition or a comma between a verb and its object adds
_SAVED = frozenset(("rescued", "evacuated"))
_DESCRIBED = 4  # tokens of "who have been" between a thing and its state
_SAFE = frozenset(("rescued", "arrived"))  # what ends that somebody is "missing"
_ENDING = 12  # tokens from what describes people over to "have returned"
_ROUNDING = 1e-6  # of a sum of path weights
_ACTING = (CueKind.ACTIVE, CueKind.BOTH, CueKind.PAST)  # of an event with an object: what stands before it acts


@valueclass(frozen=True, slots=True)
class SentenceContext:
    """Events and places of one sentence. `nations` pairs a span that stands for a state or people with the state;
    without `may_count` the sentence has no number, and nobody who stands for one.
    """

    events: SentenceEvents
    places: tuple[PlaceSpan, ...]
    nations: tuple[tuple[PlaceSpan, Place], ...]
    words: Prepositions
    may_count: bool = True


def sentence_context(
    events: SentenceEvents,
    places: tuple[PlaceSpan, ...],
    gazetteer: Gazetteer,
    language: Language,
    *,
    may_count: bool = True,
) -> SentenceContext:
    """Put events and places of one sentence side by side, each nation under its state's name."""
    nations = []
    for span in places:
        nation = _state_of(span.place, gazetteer)
        if nation is not None and span.role in ("actor", "adjective", "metonym"):
            nations.append((span, nation))
    return SentenceContext(events, places, tuple(nations), compile_prepositions(language), may_count)


def _state_of(place: Place, gazetteer: Gazetteer) -> Place | None:
    """Return the state that a place is or lies in."""
    if place.kind == "country" and place.part is None:
        return place
    return gazetteer.country(place.country) if place.country else None


def event_of(
    sentence: Sentence, reading: SentenceEvents, first: int, last: int, *, unit_class: str | None, language: Language
) -> EventTrigger | None:
    """Return the event that happens to the thing at tokens [first, last), or None.

    `unit_class` None: the sentence does not say what is counted; "other": something of no known class. Ties go to the
    event before the thing.
    """
    if not reading.events:
        return None
    lexicon = compile_event_words(language)
    best: tuple[float, int] | None = None
    chosen: EventTrigger | None = None
    nearest, farthest = within_reach(reading.weights, first, last, _FARTHEST_OBJECT, _FARTHEST_SUBJECT)
    for order, event in enumerate(reading.events):
        if event.last < nearest or event.first > farthest:
            continue
        if event.is_named or (event.first in reading.asides and first not in reading.asides):
            continue
        allowed = event.of if event.of is not None else lexicon.limits.get(event.aspect)
        if allowed is not None and (unit_class or "") not in allowed:
            continue
        cost = _cost(sentence, reading, event, first, last, lexicon)
        if cost is not None and (best is None or (cost, order) < best):
            best, chosen = (cost, order), event
    if chosen is not None and chosen.aspect in _SAVED and chosen.modality is not Modality.ACTUAL:
        chosen = _state_behind(sentence, reading, last, lexicon) or chosen
    return None if chosen is None else _main_event(sentence, reading, chosen, last, lexicon)


def _state_behind(sentence: Sentence, reading: SentenceEvents, last: int, lexicon: EventWords) -> EventTrigger | None:
    """Return the state of the thing that ends at `last`, whom somebody tries to save: "to free 14 miners still
    trapped".
    """
    for event in reading.events:
        if event.first < last or event.first - last > _DESCRIBED or not event.can_end or event.is_named:
            continue
        between = sentence.lowers[last : event.first]
        return event if all(word[0].isalpha() and word not in lexicon.joins for word in between) else None
    return None


def within_reach(weights: tuple[float, ...], first: int, last: int, before: float, behind: float) -> tuple[int, int]:
    """Return the tokens between which lies all that is not too far from [first, last) by path weight."""
    return (
        bisect_left(weights, weights[first] - before - _ROUNDING),
        bisect_right(weights, weights[last] + behind + _ROUNDING),
    )


def _main_event(
    sentence: Sentence, reading: SentenceEvents, event: EventTrigger, last: int, lexicon: EventWords
) -> EventTrigger | None:
    """Return what the main clause says of the thing that ends at `last` where `event` only describes it.

    "The 14 miners who had been trapped were brought out alive", "the hostages captured in May were freed": a state that
    a later verb ends is no longer so. Dead stay dead.
    """
    is_inside = (
        event.first < last and event.kind is CueKind.ADJECTIVE and lexicon.is_verb_final
    )  # "14 entführte Kinder"
    is_apart = event.first >= last and is_embedded(sentence, event, last, lexicon)
    if event.negated or not event.can_end or not (is_inside or is_apart):
        return event
    later = _main_verb_after(sentence, reading, event, lexicon)
    if event.kind is CueKind.ADJECTIVE:
        return later if later is not None and later.aspect in _SAFE else event
    if later is not None:
        return later
    is_past = not lexicon.pluperfect.isdisjoint(sentence.lowers[last : event.first])
    over = sentence.lowers if is_past else sentence.lowers[event.last : event.last + _ENDING]
    is_over = not lexicon.endings.isdisjoint(over) and lexicon.negations.isdisjoint(over)
    return None if is_over and (is_past or not lexicon.finite.isdisjoint(over)) else event


def _main_verb_after(
    sentence: Sentence, reading: SentenceEvents, event: EventTrigger, lexicon: EventWords
) -> EventTrigger | None:
    """Return the verb behind a description that can say what became of the thing, with no clause or count between."""
    for later in reading.events:
        if later.first < event.last or later.is_named or later.kind in (CueKind.NOUN, CueKind.ACTIVE):
            continue
        between = sentence.lowers[event.last : later.first]
        if not lexicon.openers.isdisjoint(between) or _holds_count(between, lexicon):
            return None
        if event.kind is CueKind.ADJECTIVE or later.is_passive or later.kind is CueKind.SUBJECT:
            return later
    return None


def _holds_count(words: tuple[str, ...], lexicon: EventWords) -> bool:
    return any(map(lexicon.is_count, words))


def is_embedded(sentence: Sentence, event: EventTrigger, last: int, lexicon: EventWords) -> bool:
    """Tell that an event only describes the thing that ends at token `last`: in a relative clause, or as a participle
    right behind it.
    """
    between = sentence.lowers[last : event.first]
    return not lexicon.openers.isdisjoint(between[:2]) or (
        not between and event.kind in (CueKind.PAST, CueKind.ADJECTIVE) and not event.is_passive
    )


def _cost(
    sentence: Sentence, reading: SentenceEvents, event: EventTrigger, first: int, last: int, lexicon: EventWords
) -> float | None:
    if event.first >= last:
        if not event.may_take_subject():
            return None
        cost = distance(reading.weights, last, event.first)
        return (
            None
            if cost > _FARTHEST_SUBJECT or _is_of_next_clause(sentence, reading, event, first, last, lexicon)
            else cost
        )
    if event.last <= first:
        if not event.may_take_object():
            return None
        cost = distance(reading.weights, event.last, first)
        if event.kind is not CueKind.NOUN and cost <= _FARTHEST_OBJECT:
            between = sentence.lowers[event.last : first]
            cost += _PREPOSITION * sum(word in lexicon.prepositions or word in lexicon.commas for word in between)
        return None if cost > _FARTHEST_OBJECT or _is_beyond_object(sentence, event, first, lexicon) else cost
    return 0.0 if event.kind is CueKind.ADJECTIVE or event.kind is CueKind.PAST else None


def _is_of_next_clause(
    sentence: Sentence, reading: SentenceEvents, event: EventTrigger, first: int, last: int, lexicon: EventWords
) -> bool:
    """Tell that the verb has a subject of its own, another figure: "41,000 fell ill and 870 died", "900 prayed, 14 were
    hurt".
    """
    lowers = sentence.lowers
    for k in range(last, event.first - 1):
        if lowers[k] not in lexicon.joins and lowers[k] not in lexicon.commas:
            continue
        subject = next(
            (j for j in range(k + 1, min(k + 4, event.first)) if lexicon.is_count(lowers[j])),
            None,
        )
        if (
            subject is None
            or not lexicon.commas.isdisjoint(lowers[subject : event.first])
            or lowers[last] in lexicon.of
        ):
            continue
        has_auxiliary = not lexicon.finite.isdisjoint(lowers[subject + 1 : subject + 3])
        if lexicon.is_verb_final and _is_apart(lowers, first, last, subject, lexicon, has_auxiliary=has_auxiliary):
            return True
        if subject + 1 == event.first and first > 0 and lowers[first - 1] in lexicon.finite:
            return True  # "waren 132 Menschen, 40 starben"
        is_apart = (lowers[k] in lexicon.commas and has_auxiliary) or _opens_aside_event(lowers, k, subject, lexicon)
        if is_apart or _has_verb(sentence, reading, first, last, k, lexicon):
            return True
        if _has_verb_next(lowers, subject, event, lexicon) and _opens_with_verb(sentence, last, lexicon):
            return True
    return False


def _has_verb_next(lowers: tuple[str, ...], subject: int, event: EventTrigger, lexicon: EventWords) -> bool:
    return subject + 1 < event.last and lowers[subject + 1] not in lexicon.prepositions


def _opens_aside_event(lowers: tuple[str, ...], comma: int, subject: int, lexicon: EventWords) -> bool:
    """Tell "a boat with 60 people sank, leaving 40 missing": what follows the comma has an object of its own."""
    opener = lowers[comma + 1]
    return (
        lowers[comma] in lexicon.commas
        and not lexicon.is_verb_final
        and subject > comma + 1
        and opener.endswith("ing")
        and opener not in lexicon.inclusions | lexicon.always_asides
    )


def _is_apart(
    lowers: tuple[str, ...], first: int, last: int, subject: int, lexicon: EventWords, *, has_auxiliary: bool
) -> bool:
    """Tell "saßen 300 Gäste, als die Decke fiel und zwölf verletzt wurden", "hat 600 Schüler und neun wurden verletzt":
    the verb behind the second figure is of another clause, or of that figure alone.
    """
    is_apart = any(
        lowers[k] in lexicon.commas and lowers[k + 1] in lexicon.subordinators for k in range(last, subject - 1)
    )
    return is_apart or (has_auxiliary and not lexicon.have.isdisjoint(lowers[max(0, first - 1) : first]))


def _opens_with_verb(sentence: Sentence, last: int, lexicon: EventWords) -> bool:
    """Tell "2,000 fans watched the match and three collapsed": a verb of the figure's own follows at once."""
    if last + 1 >= len(sentence.words) or not sentence.words[last][0].islower():
        return False
    return sentence.lowers[last].endswith("ed") and sentence.lowers[last + 1] in lexicon.articles


def _has_verb(
    sentence: Sentence, reading: SentenceEvents, first: int, last: int, stop: int, lexicon: EventWords
) -> bool:
    """Tell that the thing at [first, last) has a verb of its own before token `stop`, or is what somebody has: "two
    gunmen shot six people, one fatally".
    """
    words = sentence.lowers[last:stop]
    is_owned = first > 0 and not lexicon.is_verb_final and sentence.lowers[first - 1] in lexicon.have  # "has 70 beds"
    if is_owned or not lexicon.finite.isdisjoint(words):
        return True
    own = [event for event in reading.events if last <= event.first < stop]
    return any(event.kind is CueKind.SUBJECT or (event.has_object and event.kind in _ACTING) for event in own)


def _is_beyond_object(sentence: Sentence, event: EventTrigger, first: int, lexicon: EventWords) -> bool:
    """Tell that a preposition parts the thing from the object that a verb or a noun has: "fired rubber bullets at 30
    fans".
    """
    between = sentence.lowers[event.last : first]
    has_object = event.has_object or (event.kind is CueKind.NOUN and event.last - event.first > 1)
    if not has_object or not between or between[-1] in lexicon.joins:
        return False
    return any(word in lexicon.prepositions and word not in event.object_after for word in between[1:])
