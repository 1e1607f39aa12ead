"""What a watchlist asks for in words of its own, as mentions: the front door of the room."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.asked.dates import Dating, find_datings
from monitor.core.asked.events import Occurrence, find_occurrences
from monitor.core.asked.names import Naming, find_namings, is_in_capitals
from monitor.core.asked.questions import Questions
from monitor.core.asked.statements import Saying, find_sayings
from monitor.core.chronology.event_times import EventTimes, slots_of_time
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.attributed import Attribution, Attributions, said_by
from monitor.model import IN_PASSING, Mention, MentionKind, Place, Reason

_NEAR = 12  # tokens between an event and its place
_SCENES = frozenset(("location",))


def read_asked(
    sentences: Sequence[Sentence],
    places: Sequence[PlaceSpan],
    attributions: Attributions,
    times: EventTimes,
    questions: Questions,
    language: Language,
) -> list[Mention]:
    """Return the mentions of one field that answer `questions`, in the order of the text."""
    events = [
        _of_occurrence(sentences[occurrence.sentence], occurrence, places, attributions, times)
        for occurrence in find_occurrences(sentences, questions.predicates, language)
    ]
    statements = [
        _of_saying(sentences[saying.occurrence.sentence], saying, places, times)
        for saying in find_sayings(sentences, questions.topics, attributions, language)
    ]
    dates = [
        _of_dating(sentences[dating.occurrence.sentence], dating, places, attributions)
        for dating in find_datings(sentences, questions.dated, times, language)
    ]
    names = [
        _of_naming(sentences[naming.sentence], naming, places, attributions)
        for naming in find_namings(sentences, places, attributions, questions.roles, language)
    ]
    return events + statements + dates + names


def without_unwritten_names(mentions: Sequence[Mention], sentences: Sequence[Sentence], text: str) -> list[Mention]:
    """Return the mentions of a title but names that its capitals alone show: those that `text` has nowhere."""
    if all(mention.kind is not MentionKind.NAME for mention in mentions):
        return list(mentions)
    capitals = {sentence.text for sentence in sentences if is_in_capitals(sentence)}
    return [
        mention
        for mention in mentions
        if mention.kind is not MentionKind.NAME or mention.evidence not in capitals or mention.text in text
    ]


def _of_naming(sentence: Sentence, naming: Naming, places: Sequence[PlaceSpan], attributions: Attributions) -> Mention:
    name, number = naming.name, naming.sentence
    said = attributions.at(number, name.first, name.last)
    speaker, organisation, stance, reasons = said_by(said)
    start, end = sentence.starts[name.first], sentence.ends[name.last - 1]
    return Mention(
        field=sentence.field,
        kind=MentionKind.NAME,
        text=sentence.slice(name.first, name.last),
        start=start,
        end=end,
        evidence=sentence.text,
        role=naming.role,
        who=name.full,
        whom=naming.instead_of or None,
        negated=naming.negated,
        modality=naming.modality,
        place=_scene_near(number, name.first, name.last, places),
        speaker=speaker,
        organisation=organisation,
        stance=stance,
        inherited=("speaker",) if said is not None and said.inherited else (),
        reasons=(Reason("role", naming.rule, start, end), *reasons),
    )


def _of_saying(sentence: Sentence, saying: Saying, places: Sequence[PlaceSpan], times: EventTimes) -> Mention:
    occurrence = saying.occurrence
    first, last = saying.said
    time = times.of_statement(occurrence.sentence, occurrence.first, occurrence.last)
    event_from, event_to, passed_on, when = slots_of_time(time)
    cue = Reason("predicate", "asked for", sentence.starts[occurrence.first], sentence.ends[occurrence.last - 1])
    return Mention(
        field=sentence.field,
        kind=MentionKind.STATEMENT,
        text=sentence.slice(first, last),
        start=sentence.starts[first],
        end=sentence.ends[last - 1],
        evidence=sentence.text,
        predicate=occurrence.predicate,
        place=_place_of(occurrence, places),
        speaker=saying.speaker,
        organisation=saying.organisation,
        stance=saying.stance,
        modality=occurrence.modality,
        event_from=event_from,
        event_to=event_to,
        inherited=(("speaker",) if saying.is_inherited else ()) + passed_on,
        reasons=(cue, *saying.reasons, *when),
    )


def _of_dating(sentence: Sentence, dating: Dating, places: Sequence[PlaceSpan], attributions: Attributions) -> Mention:
    occurrence = dating.occurrence
    said = attributions.at(occurrence.sentence, occurrence.first, occurrence.last)
    speaker, organisation, stance, reasons = said_by(said)
    start, end = sentence.starts[dating.begin], sentence.ends[dating.end - 1]
    asked = Reason("predicate", "asked for", sentence.starts[occurrence.first], sentence.ends[occurrence.last - 1])
    rule = "its date" if dating.start is not None else "no date stands"
    return Mention(
        field=sentence.field,
        kind=MentionKind.DATE,
        text=sentence.slice(dating.begin, dating.end),
        start=start,
        end=end,
        evidence=sentence.text,
        predicate=occurrence.predicate,
        who=dating.who or None,
        whom=dating.whom or None,
        negated=dating.negated,
        modality=dating.modality,
        place=_place_of(occurrence, places),
        speaker=speaker,
        organisation=organisation,
        stance=stance,
        event_from=dating.start,
        event_to=dating.stop,
        was_from=dating.was[0] if dating.was is not None else None,
        was_to=dating.was[1] if dating.was is not None else None,
        inherited=("speaker",) if said is not None and said.inherited else (),
        reasons=(asked, *reasons, Reason("event_time", rule, start, end)),
    )


def _of_occurrence(
    sentence: Sentence,
    occurrence: Occurrence,
    places: Sequence[PlaceSpan],
    attributions: Attributions,
    times: EventTimes,
) -> Mention:
    number, first, last = occurrence.sentence, occurrence.first, occurrence.last
    said = attributions.at(number, first, last)
    speaker, organisation, stance, reasons = said_by(said)
    time = times.of_thing(number, first, last, occurrence.modality, has_event=True)
    event_from, event_to, passed_on, when = slots_of_time(time)
    cue = Reason("predicate", "asked for", sentence.starts[first], sentence.ends[last - 1])
    return Mention(
        field=sentence.field,
        kind=MentionKind.EVENT,
        text=sentence.slice(occurrence.begin, occurrence.end),
        start=sentence.starts[occurrence.begin],
        end=sentence.ends[occurrence.end - 1],
        evidence=sentence.text,
        predicate=occurrence.predicate,
        who=occurrence.who or None,
        whom=occurrence.whom or None,
        negated=occurrence.negated,
        passed_over=IN_PASSING if _is_referred_to(occurrence, said) else None,
        modality=occurrence.modality,
        place=_place_of(occurrence, places),
        speaker=speaker,
        organisation=organisation,
        stance=stance,
        event_from=event_from,
        event_to=event_to,
        inherited=(("speaker",) if said is not None and said.inherited else ()) + passed_on,
        reasons=(cue, *reasons, *when),
    )


def _is_referred_to(occurrence: Occurrence, said: Attribution | None) -> bool:
    """Tell an event that the sentence does not tell as its news; what somebody says "had happened" is only past."""
    return occurrence.is_in_passing or occurrence.is_bare or (occurrence.is_earlier and said is None)


def _place_of(occurrence: Occurrence, places: Sequence[PlaceSpan]) -> Place | None:
    """Return the scene near an occurrence, else the one among its words."""
    near = _scene_near(occurrence.sentence, occurrence.first, occurrence.last, places)
    inside = [
        span
        for span in _scenes_of(occurrence.sentence, places)
        if occurrence.begin <= span.first < occurrence.end and near is None
    ]
    return inside[0].place if inside else near


def _scene_near(number: int, first: int, last: int, places: Sequence[PlaceSpan]) -> Place | None:
    """Return the nearest place of the sentence that may be a scene, what stands behind tokens [first, last) before what
    stands before them.
    """
    scenes = _scenes_of(number, places)
    behind = [span for span in scenes if 0 <= span.first - last <= _NEAR]
    before = [span for span in scenes if 0 <= first - span.last <= _NEAR]
    nearest = behind[:1] or before[-1:]
    return nearest[0].place if nearest else None


def _scenes_of(number: int, places: Sequence[PlaceSpan]) -> list[PlaceSpan]:
    return [span for span in places if span.sentence == number and span.role in _SCENES and span.can_be_scene]
