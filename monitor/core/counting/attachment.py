"""What belongs together in a sentence: a thing and its event, an event and its place, a thing and the nation that owns
it.

Attachment is a cheapest path over tokens (`paths` weighs them); grammar decides which side may be meant at all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import inf
from operator import itemgetter

from monitor.core.counting.whereabouts import (
    GOVERNED,
    Prepositions,
    compile_prepositions,
    has_fled_from,
    is_context,
    is_of_house,
    may_hold_event,
    opens_other_time,
    preposition_of,
)
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.clauses import clause_start
from monitor.core.syntax.event_words import CueKind, Events, compile_events
from monitor.core.syntax.events import Event, EventReading
from monitor.core.syntax.paths import distance
from monitor.model import Modality, Place
from monitor.model.valueclasses import valueclass

_FARTHEST_SUBJECT = 12.0  # path weight; beyond it a figure and a cue share a sentence by chance
_FARTHEST_OBJECT = 7.0
_PREPOSITION = 3.0  # what a preposition or a comma between a verb and its object adds
_FARTHEST_PLACE = 14.0
_FARTHEST_FRONTED = 8.0
_FARTHEST_NATION = 9.0
_PRONOUN = 4  # tokens from "it" over auxiliaries to what it does
_FRAME = 12  # the same where the verb stands last
_LEAVING = frozenset(("departed", "displaced"))  # what happens to people where they come from
_SAVED = frozenset(("rescued", "evacuated"))
_DESCRIBED = 4  # tokens of "who have been" between a thing and its state
_SAFE = frozenset(("rescued", "arrived"))  # what ends that somebody is "missing"
_ENDING = 12  # tokens from what describes people over to "have returned"
_COMMA = frozenset((",",))
_VAGUE_PLACE = 20.0  # "the front lines in Ukraine": Ukraine is the place
_ROUNDING = 1e-6  # of a sum of path weights
_FRONTED = 3.0  # what a place before its event costs more


@valueclass(frozen=True, slots=True)
class Surroundings:
    """Events and places of one sentence. `nations` pairs a span that stands for a state or people with the state."""

    events: EventReading
    places: tuple[PlaceSpan, ...]
    nations: tuple[tuple[PlaceSpan, Place], ...]
    words: Prepositions


def surround(
    events: EventReading, places: tuple[PlaceSpan, ...], gazetteer: Gazetteer, language: Language
) -> Surroundings:
    """Put events and places of one sentence side by side, each nation under its state's name."""
    nations = []
    for span in places:
        nation = _state_of(span.place, gazetteer)
        if nation is not None and span.role in ("actor", "adjective", "metonym"):
            nations.append((span, nation))
    return Surroundings(events, places, tuple(nations), compile_prepositions(language))


def _state_of(place: Place, gazetteer: Gazetteer) -> Place | None:
    """Return the state that a place is or lies in."""
    if place.kind == "country" and place.part is None:
        return place
    return gazetteer.country(place.country) if place.country else None


def event_of(
    sentence: Sentence, reading: EventReading, first: int, last: int, *, unit_class: str | None, language: Language
) -> Event | None:
    """Return the event that happens to the thing at tokens [first, last), or None.

    `unit_class` None: the sentence does not say what is counted; "other": something of no known class. Ties go to the
    event before the thing.
    """
    if not reading.events:
        return None
    lexicon = compile_events(language)
    best: tuple[float, int] | None = None
    chosen: Event | None = None
    nearest, farthest = _reach(reading.weights, first, last, _FARTHEST_OBJECT, _FARTHEST_SUBJECT)
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


def _state_behind(sentence: Sentence, reading: EventReading, last: int, lexicon: Events) -> Event | None:
    """Return the state of the thing that ends at `last`, whom somebody tries to save: "to free 14 miners still
    trapped".
    """
    for event in reading.events:
        if event.first < last or event.first - last > _DESCRIBED or not event.can_end or event.is_named:
            continue
        between = sentence.lowers[last : event.first]
        return event if all(word[0].isalpha() and word not in lexicon.joins for word in between) else None
    return None


def _reach(weights: tuple[float, ...], first: int, last: int, before: float, behind: float) -> tuple[int, int]:
    """Return the tokens between which lies all that is not too far from [first, last) by path weight."""
    return (
        bisect_left(weights, weights[first] - before - _ROUNDING),
        bisect_right(weights, weights[last] + behind + _ROUNDING),
    )


def _main_event(sentence: Sentence, reading: EventReading, event: Event, last: int, lexicon: Events) -> Event | None:
    """Return what the main clause says of the thing that ends at `last` where `event` only describes it.

    "The 14 miners who had been trapped were brought out alive", "the hostages captured in May were freed": a state that
    a later verb ends is no longer so. Dead stay dead.
    """
    if event.negated or event.first < last or not event.can_end or not is_embedded(sentence, event, last, lexicon):
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


def _main_verb_after(sentence: Sentence, reading: EventReading, event: Event, lexicon: Events) -> Event | None:
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


def _holds_count(words: tuple[str, ...], lexicon: Events) -> bool:
    return any(map(lexicon.is_count, words))


def is_embedded(sentence: Sentence, event: Event, last: int, lexicon: Events) -> bool:
    """Tell that an event only describes the thing that ends at token `last`: in a relative clause, or as a participle
    right behind it.
    """
    between = sentence.lowers[last : event.first]
    return not lexicon.openers.isdisjoint(between[:2]) or (
        not between and event.kind in (CueKind.PAST, CueKind.ADJECTIVE) and not event.is_passive
    )


def _cost(
    sentence: Sentence, reading: EventReading, event: Event, first: int, last: int, lexicon: Events
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
    sentence: Sentence, reading: EventReading, event: Event, first: int, last: int, lexicon: Events
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
        if (lowers[k] in lexicon.commas and has_auxiliary) or _has_verb(sentence, reading, first, last, k, lexicon):
            return True
        is_verb_next = subject + 1 < event.last and lowers[subject + 1] not in lexicon.prepositions
        if is_verb_next and _opens_with_verb(sentence, last, lexicon):
            return True
    return False


def _is_apart(
    lowers: tuple[str, ...], first: int, last: int, subject: int, lexicon: Events, *, has_auxiliary: bool
) -> bool:
    """Tell "saßen 300 Gäste, als die Decke fiel und zwölf verletzt wurden", "hat 600 Schüler und neun wurden verletzt":
    the verb behind the second figure is of another clause, or of that figure alone.
    """
    is_apart = any(
        lowers[k] in lexicon.commas and lowers[k + 1] in lexicon.subordinators for k in range(last, subject - 1)
    )
    return is_apart or (has_auxiliary and not lexicon.have.isdisjoint(lowers[max(0, first - 1) : first]))


def _opens_with_verb(sentence: Sentence, last: int, lexicon: Events) -> bool:
    """Tell "2,000 fans watched the match and three collapsed": a verb of the figure's own follows at once."""
    if last + 1 >= len(sentence.words) or not sentence.words[last][0].islower():
        return False
    return sentence.lowers[last].endswith("ed") and sentence.lowers[last + 1] in lexicon.articles


def _has_verb(sentence: Sentence, reading: EventReading, first: int, last: int, stop: int, lexicon: Events) -> bool:
    """Tell that the thing at [first, last) has a verb of its own before token `stop`, or is what somebody has."""
    words = sentence.lowers[last:stop]
    is_owned = first > 0 and not lexicon.is_verb_final and sentence.lowers[first - 1] in lexicon.have  # "has 70 beds"
    if is_owned or not lexicon.finite.isdisjoint(words):
        return True
    return any(last <= event.first < stop and event.kind is CueKind.SUBJECT for event in reading.events)


def _is_beyond_object(sentence: Sentence, event: Event, first: int, lexicon: Events) -> bool:
    """Tell that a preposition parts the thing from the object that a verb or a noun has: "fired rubber bullets at 30
    fans".
    """
    between = sentence.lowers[event.last : first]
    has_object = event.has_object or (event.kind is CueKind.NOUN and event.last - event.first > 1)
    if not has_object or not between or between[-1] in lexicon.joins:
        return False
    return any(word in lexicon.prepositions and word not in event.object_after for word in between[1:])


def actor_of(
    sentence: Sentence, around: Surroundings, event: Event | None, start: int, last: int, first: int
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
    sentence: Sentence, around: Surroundings, event: Event, first: int
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


def _is_agent(sentence: Sentence, around: Surroundings, event: Event, span: PlaceSpan) -> bool:
    """Tell "killed by Kenyan troops"."""
    is_behind = span.first > event.first and sentence.lower_at(span.first - 1) in around.words.agent
    return is_behind and distance(around.events.weights, event.last, span.first) <= _FARTHEST_NATION


def _may_have_subject(event: Event, first: int, *, is_verb_final: bool) -> bool:
    """Tell whether an event is a verb in the active before the thing at token `first`, or at the end of its clause."""
    if event.is_passive or (event.first >= first and not is_verb_final):
        return False
    return event.kind in (CueKind.PAST, CueKind.ACTIVE) or (is_verb_final and event.kind is CueKind.BOTH)


def _may_be_subject(sentence: Sentence, around: Surroundings, event: Event, span: PlaceSpan) -> bool:
    """Tell whether a nation before an event can do it: not where a preposition says that it is the place."""
    before, words = sentence.lower_at(span.first - 1), around.words
    if span.last > event.first or before in words.at or before in words.towards or before in words.away:
        return False
    return not _owns_carrier(sentence, span, around) and not _owns_subject(sentence, event, span)


def _owns_subject(sentence: Sentence, event: Event, span: PlaceSpan) -> bool:
    """Tell "Nairobi's new allies sent": a capital that only owns who does it."""
    is_owner = span.role == "metonym" and sentence.lower_at(span.last) in ("'s", "’s")
    return is_owner and span.last + 2 < event.first


def _stood_for(sentence: Sentence, around: Surroundings, event: Event) -> tuple[str | None, tuple[int, int] | None]:
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


def _owns_carrier(sentence: Sentence, span: PlaceSpan, around: Surroundings) -> bool:
    """Tell "Russian ships carrying soldiers": whose ships they are says nothing of the soldiers."""
    return (
        span.role == "adjective"
        and span.last < len(sentence.lowers)
        and sentence.lowers[span.last] in around.words.carriers
    )


def _is_of_next_member(sentence: Sentence, span: PlaceSpan, preposition: int, last: int, lexicon: Events) -> bool:
    """Tell "In Cork two people drowned, in Galway three": a figure right behind a place of a list is what it is of."""
    lowers = sentence.lowers
    if preposition <= last or lowers[preposition - 1] not in lexicon.joins | lexicon.commas:
        return False
    after = lowers[span.last : span.last + 2]
    is_bare = len(after) > 1 and (after[1] in lexicon.joins or not after[1][0].isalnum())
    return is_bare and lexicon.is_count(after[0])


def place_of(
    sentence: Sentence, around: Surroundings, event: Event | None, first: int, last: int, language: Language
) -> tuple[Place | None, tuple[int, int] | None]:
    """Return the place of what happens to the thing at [first, last)."""
    lexicon = compile_events(language)
    best: tuple[float, PlaceSpan] | None = None
    nearest, farthest = _reach_of_places(around, event, first, last)
    for span in around.places:
        if span.last < nearest or span.first > farthest:
            continue
        if (
            not may_hold_event(span)
            or first <= span.first < last
            or span.is_source
            or is_context(sentence, span, around.places)
        ):
            continue
        preposition = preposition_of(sentence, span, around.words)
        if preposition is None or _is_of_next_member(sentence, span, preposition, last, lexicon):
            continue
        if is_of_house(sentence, span, preposition, around.words):
            continue
        cost = place_cost(sentence, around, event, first, last, span, preposition)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, span)
    if best is None:
        return None, None
    return best[1].place, (best[1].first, best[1].last)


def _reach_of_places(around: Surroundings, event: Event | None, first: int, last: int) -> tuple[int, int]:
    """Return the tokens between which a place may stand that `place_cost` lets be that of what happens."""
    if event is None:
        return last, last + GOVERNED
    begin, end = min(first, event.first), max(last, event.last)
    nearest, farthest = _reach(around.events.weights, begin, end, _FARTHEST_FRONTED, _FARTHEST_PLACE)
    return nearest, farthest + GOVERNED


def place_cost(
    sentence: Sentence,
    around: Surroundings,
    event: Event | None,
    first: int,
    last: int,
    span: PlaceSpan,
    preposition: int,
) -> float | None:
    """Return how far a place is from what happens to the thing at [first, last), or None where it can't be its
    place.
    """
    if event is None:
        return 0.0 if preposition == last and sentence.lowers[preposition] in around.words.at else None
    cost = _path_to_place(sentence, around, event, first, last, span, preposition)
    if cost > _FARTHEST_PLACE or _is_elsewhere(sentence, around, event, last, preposition):
        return None
    if span.place.latitude is None and _is_within_named(sentence, span, around):
        cost += _VAGUE_PLACE
    return None if cost > _FARTHEST_PLACE or _is_of_another_event(around, event, last, span) else cost


def _is_elsewhere(sentence: Sentence, around: Surroundings, event: Event, last: int, preposition: int) -> bool:
    """Tell a place that its preposition, or another time before it, sets apart from the event."""
    word, words = sentence.lowers[preposition], around.words
    if event.is_harm and word in words.towards and word not in words.at:
        return True  # "has killed 25 people in Togo and spread to Benin"
    is_away = word in words.away or word in words.leaving
    if is_away and event.aspect not in _LEAVING:
        return True
    if opens_other_time(sentence, max(event.last, last), preposition, words):
        return True
    return not is_away and has_fled_from(sentence, preposition, words)


def _path_to_place(
    sentence: Sentence,
    around: Surroundings,
    event: Event,
    first: int,
    last: int,
    span: PlaceSpan,
    preposition: int,
) -> float:
    """Return the weight of the words between a place and what happens; infinite where it stands too far in front."""
    weights, begin, end = around.events.weights, min(first, event.first), max(last, event.last)
    if preposition >= end:
        return distance(weights, end, preposition)
    if span.last > begin:
        return distance(weights, event.last, preposition) if event.last <= preposition else 1.0
    is_shown = preposition == span.first or sentence.lowers[preposition] in around.words.belonging
    cost = distance(weights, span.last, begin) + (0.0 if is_shown else _FRONTED)
    return inf if cost > _FARTHEST_FRONTED else cost


def _is_of_another_event(around: Surroundings, event: Event, last: int, span: PlaceSpan) -> bool:
    """Tell "those trapped in Jena were flown to Fulda": Jena belongs to what happened there."""
    return any(
        last <= other.first and other.last <= span.first < event.first and not other.is_named
        for other in around.events.events
    )


def _is_within_named(sentence: Sentence, span: PlaceSpan, around: Surroundings) -> bool:
    """Tell that a place without coordinates is at once placed in another ("the front lines in Ukraine")."""
    return any(
        other.first - span.last in (1, 2)
        and sentence.lowers[span.last] in around.words.at | around.words.belonging
        and other.place.latitude is not None
        for other in around.places
    )
