"""Which event each mention of an article belongs to: the front door of the room.

Read in this order: `zones` finds the stretches of each sentence that tell of another event; here they are followed over
the sentences until the text comes back, each mention is given its role, and the article's own event is what the rest
has in common (`frames`). What nothing sets apart is the article's own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.chronology.event_times import LONG_BEFORE, EventTimes, ResolvedExpression
from monitor.core.counting.figure_context import compile_counting_words
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.occasions.frames import LEAD, Frame, own_frame
from monitor.core.occasions.occasion_words import OccasionWords, compile_occasion_words
from monitor.core.occasions.vicinity import vicinity_of
from monitor.core.occasions.zones import BEFOREHAND, FRONTED, Zone, ZoneReach, is_long_before, read_zones
from monitor.model import Aspect, Event, EventRole, Mention, MentionKind, Place, Reason
from monitor.model.valueclasses import replace, valueclass

_OPENING = 2  # tokens in which a pronoun opens a sentence
_COUNTED = frozenset(("person", "casualty", "soldier", "event"))  # what a habit happens to, or is
_EARLIER = timedelta(days=7)  # before publication
_A_DAY = timedelta(days=1)
OWN = "nothing sets it apart"


@dataclass(frozen=True, slots=True, eq=False)
class FieldReading:
    """One field of an article as the readers before left it, and the mentions that they found there. `filed`: the place
    of its dateline.
    """

    sentences: Sequence[Sentence]
    places: Sequence[PlaceSpan]
    times: EventTimes
    mentions: Sequence[Mention]
    filed: Place | None = None


@valueclass(frozen=True, slots=True)
class _Assignment:
    """The role of a mention, why, and what is known of its event."""

    role: EventRole
    rule: str
    cue: tuple[int, int] | None = None  # offsets
    place: Place | None = None
    start: datetime | None = None
    stop: datetime | None = None
    rate: str | None = None
    is_further: bool = False


def assign_events(
    readings: Sequence[FieldReading], published_at: datetime | None, language: Language
) -> tuple[Mention, ...]:
    """Return the mentions of all passages, in order, each with its event; linear in the text.

    Without `published_at` no date is long ago, and only words set events apart. Without words for it everything is the
    article's own.
    """
    words = compile_occasion_words(language)
    found = [(reading, _assignments(reading, published_at, words)) for reading in readings]
    own = [
        mention
        for reading, belongings in found
        for mention, one in zip(reading.mentions, belongings, strict=True)
        if one.role is EventRole.OWN
    ]
    filed = next((reading.filed for reading in readings if reading.filed is not None), None)
    frame = own_frame([reading.sentences for reading in readings], [reading.places for reading in readings], own, filed)
    return tuple(
        mention
        for reading, belongings in found
        for mention in _with_vicinity(
            reading,
            [
                _with_event(mention, _earlier(mention, one, published_at, reading, words) or one, frame)
                for mention, one in zip(reading.mentions, belongings, strict=True)
            ],
            compile_counting_words(language).conditions,
        )
    )


def _with_vicinity(reading: FieldReading, mentions: Sequence[Mention], conditions: frozenset[str]) -> Iterator[Mention]:
    """Yield the mentions of a passage, those of its own event that have no place with the places near them; none for
    people "in critical condition", who are where they are treated.
    """
    spans = _by_sentence(reading.places)
    starts = [sentence.start for sentence in reading.sentences]
    for mention in mentions:
        position = max(bisect_right(starts, mention.start) - 1, 0)
        is_own = mention.event is not None and mention.event.role is EventRole.OWN
        if is_own and mention.place is None and not _is_in_care(mention, reading.sentences[position], conditions):
            yield replace(mention, vicinity=vicinity_of(position, spans))
        else:
            yield mention


def _is_in_care(mention: Mention, sentence: Sentence, conditions: frozenset[str]) -> bool:
    aspect = Aspect.of(mention.aspect)
    return aspect is not None and aspect.is_harm and not conditions.isdisjoint(sentence.lowers)


def _by_sentence(spans: Iterable[PlaceSpan]) -> dict[int, list[PlaceSpan]]:
    found: dict[int, list[PlaceSpan]] = {}
    for span in spans:
        found.setdefault(span.sentence, []).append(span)
    return found


def _earlier(
    mention: Mention,
    one: _Assignment,
    published_at: datetime | None,
    reading: FieldReading,
    words: OccasionWords | None,
) -> _Assignment | None:
    """Tell "Three weeks ago a bomb killed 23": what a sentence behind the lead opens with the day of, and brings up for
    the first time.
    """
    stop, aspect = mention.event_to, Aspect.of(mention.aspect)
    if words is None or published_at is None or stop is None or one.role is not EventRole.OWN:
        return None
    if aspect is None or not aspect.is_harm or published_at - stop < _EARLIER:
        return None
    starts = [sentence.start for sentence in reading.sentences]
    position = max(bisect_right(starts, mention.start) - 1, 0)
    sentence = reading.sentences[position]
    is_fronted = any(times.first < FRONTED and times.stop == stop for times in reading.times.resolved(position))
    if position < LEAD or not is_fronted or words.apart["one"].isdisjoint(sentence.lowers):
        return None
    return _Assignment(
        EventRole.BACKGROUND, "a sentence opens with its earlier day", None, None, mention.event_from, stop
    )


def _with_event(mention: Mention, one: _Assignment, frame: Frame) -> Mention:
    if one.role is EventRole.OWN:
        event = Event(one.role, one.rule, mention.place or frame.place, frame.start, frame.stop, one.is_further)
    else:
        event = Event(one.role, one.rule, mention.place or one.place, one.start, one.stop)
    if event.start is None and mention.event_from is not None:
        event = replace(event, start=mention.event_from, stop=mention.event_to)
    is_figure = mention.kind is MentionKind.QUANTITY
    is_total = one.role is EventRole.TOTAL and is_figure and one.rate is None
    reason = (Reason("event", one.rule, *one.cue),) if one.cue is not None else ()
    per = one.rate if is_figure and mention.per is None and mention.unit_class in _COUNTED else mention.per
    return replace(
        mention,
        event=event,
        per=per,
        is_running_total=mention.is_running_total or is_total,
        reasons=mention.reasons + reason,
    )


def _assignments(
    reading: FieldReading, published_at: datetime | None, words: OccasionWords | None
) -> list[_Assignment]:
    if words is None or not reading.mentions:
        return [_Assignment(EventRole.OWN, OWN) for _ in reading.mentions]
    starts = [sentence.start for sentence in reading.sentences]
    by_sentence: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        by_sentence.setdefault(max(bisect_right(starts, mention.start) - 1, 0), []).append(mention)
    places = _by_sentence(reading.places)
    found: list[_Assignment] = []
    held: _Held | None = None
    for position, sentence in enumerate(reading.sentences):
        times = reading.times.resolved(position)
        zones = read_zones(sentence, times, published_at, words)
        held = _hold(held, sentence, times, zones, places.get(position, ()), published_at, words)
        found += [
            _assignment(mention, sentence, zones, held, places.get(position, ()), published_at)
            for mention in by_sentence.get(position, ())
        ]
    return found


# ---- over the sentences


@dataclass(frozen=True, slots=True)
class _Held:
    """What the text has turned to: the zone that says so, in which paragraph, and where it is."""

    zone: Zone
    paragraph: int
    place: Place | None
    cue: tuple[int, int]
    is_new: bool = True


def _hold(
    held: _Held | None,
    sentence: Sentence,
    times: Sequence[ResolvedExpression],
    zones: Sequence[Zone],
    places: Sequence[PlaceSpan],
    published_at: datetime | None,
    words: OccasionWords,
) -> _Held | None:
    """Return what the text tells of after this sentence opens: another event that it turns to, or `None` once it is
    back.
    """
    turned = next((zone for zone in zones if zone.reach is not ZoneReach.NOWHERE), None)
    if held is None and turned is None:
        return None
    if turned is not None:
        return _Held(turned, sentence.paragraph, _first_place(places, turned), _offsets(sentence, turned.cue))
    if held is None or zones or _comes_back(held, sentence, times, published_at, words):
        return None
    return replace(held, paragraph=sentence.paragraph, is_new=False)


def _comes_back(
    held: _Held,
    sentence: Sentence,
    times: Sequence[ResolvedExpression],
    published_at: datetime | None,
    words: OccasionWords,
) -> bool:
    lowers = sentence.lowers
    if not words.back["now"].isdisjoint(lowers) or not words.speech.isdisjoint(lowers):
        return True
    if published_at is not None and any(not is_long_before(one.stop, published_at) for one in times):
        return True
    if sentence.paragraph == held.paragraph:
        return False
    return held.zone.reach is ZoneReach.PARAGRAPH or not _goes_on(sentence, words)


def _goes_on(sentence: Sentence, words: OccasionWords) -> bool:
    """Tell that the first sentence of a paragraph speaks of what the one before did: "in that quake", "It was the
    deadliest".
    """
    lowers = sentence.lowers
    if not words.back["pronouns"].isdisjoint(lowers[:_OPENING]):
        return True
    return any(
        words.nouns.names_event(word) and lowers[at - 1] in words.back["definite"]
        for at, word in enumerate(lowers)
        if at
    )


# ---- a mention


def _assignment(
    mention: Mention,
    sentence: Sentence,
    zones: Sequence[Zone],
    held: _Held | None,
    places: Sequence[PlaceSpan],
    published_at: datetime | None,
) -> _Assignment:
    dated = _by_its_time(mention, published_at)
    if dated is not None and dated.role is EventRole.BACKGROUND:
        return dated
    token = max(bisect_right(sentence.starts, mention.start) - 1, 0)
    zone = next((zone for zone in zones if zone.first <= token < zone.last and _may_hold(zone, mention, dated)), None)
    if zone is not None:
        return _Assignment(
            zone.role,
            zone.rule,
            _offsets(sentence, zone.cue),
            _first_place(places, zone),
            zone.start,
            zone.stop,
            zone.rate,
            zone.is_further,
        )
    if dated is not None:
        return dated
    if held is not None and not held.is_new:
        one = held.zone
        return _Assignment(one.role, f"goes on: {one.rule}", held.cue, held.place, one.start, one.stop)
    return _Assignment(EventRole.OWN, OWN)


def _may_hold(zone: Zone, mention: Mention, dated: _Assignment | None) -> bool:
    """Tell whether a mention can belong to a zone: only figures are totals, and what tells a time of the news itself is
    no look back.
    """
    if zone.role is EventRole.TOTAL:
        return mention.kind is MentionKind.QUANTITY
    if zone.rule == BEFOREHAND and mention.aspect is not None:
        return False
    return dated is None or zone.is_sure or zone.role is not EventRole.BACKGROUND


def _by_its_time(mention: Mention, published_at: datetime | None) -> _Assignment | None:
    """Return what the time that the mention itself tells makes of it: long ago, or from long ago until now."""
    start, stop = mention.event_from, mention.event_to
    if published_at is None or start is None or stop is None:
        return None
    if is_long_before(stop, published_at):
        return _Assignment(EventRole.BACKGROUND, "its time is long before publication", None, None, start, stop)
    is_open = stop >= published_at - _A_DAY  # what was over before, "last month", holds no more than one event may
    if (
        is_open
        and published_at - start >= LONG_BEFORE
        and mention.kind is MentionKind.QUANTITY
        and mention.aspect is not None
    ):
        return _Assignment(EventRole.TOTAL, "a time from long ago until now", None, None, start, stop)
    return _Assignment(EventRole.OWN, "its time is that of the news", None, None, None, None)


def _first_place(places: Iterable[PlaceSpan], zone: Zone) -> Place | None:
    return next(
        (span.place for span in places if span.role == "location" and zone.first <= span.first < zone.last), None
    )


def _offsets(sentence: Sentence, span: tuple[int, int]) -> tuple[int, int]:
    return sentence.starts[span[0]], sentence.ends[span[1] - 1]
