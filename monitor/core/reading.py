"""A title and a text to mentions: sentences, places, who speaks, events, quantities and statements put together, field
by field.

    sentences ─► places ─► attributions ─► events ─► quantities    (of each field; figures of the text know the title's)
    temporal expressions ─► times of quantities, places, statements and what was asked ─► mentions
    mentions of both fields ─► product makers ─► which event each belongs to ─► sources of the lead
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from monitor.core.asked.mentions import read_asked, without_unwritten_names
from monitor.core.asked.questions import NO_QUESTIONS, Questions
from monitor.core.chronology.event_times import EventTimes, read_times, slots_of_time
from monitor.core.counting.anaphora import Antecedents
from monitor.core.counting.attachment import SentenceContext, sentence_context
from monitor.core.counting.numbers import may_hold_number
from monitor.core.counting.quantities import Quantity, find_quantities, is_told_of_death
from monitor.core.counting.units import compile_units
from monitor.core.counting.victims import may_hold_victim
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.places import Filing, PlaceSpan, read_places
from monitor.core.geography.relations import with_relations
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence, read_sentences
from monitor.core.occasions.event_assignment import FieldReading, assign_events
from monitor.core.speech.attributed import Attributions, said_by
from monitor.core.speech.attribution import read_attributions
from monitor.core.speech.lead_attribution import vouch_for_leads
from monitor.core.speech.product_attribution import find_launch, vouch_for_products
from monitor.core.speech.source_phrases import place_ends
from monitor.core.speech.state_actors import state_behind
from monitor.core.speech.statements import Statement, find_statements
from monitor.core.speech.toll_attribution import carry_tolls
from monitor.core.syntax.events import SentenceEvents, read_events
from monitor.core.themes import Theme, continues_list, find_themes, theme_of
from monitor.model import Certainty, Mention, MentionKind, Modality, Place, Reason
from monitor.model.valueclasses import replace, valueclass

_LEAD = 2  # sentences
_SAID_ROLES = frozenset(("location", "actor", "metonym"))  # an adjective is no place


def read_mentions(
    title: str | None,
    text: str,
    language: Language,
    gazetteer: Gazetteer,
    places: Iterable[Place] = (),
    *,
    published_at: datetime | None = None,
    questions: Questions = NO_QUESTIONS,
) -> tuple[Mention, ...]:
    """Return every quantity, place and statement of a document, and the events that `questions` ask for; title first,
    in the order of the text.

    places: names that a watchlist adds to the gazetteer's. `published_at` is what "on Friday" counts from; without it
    only times with their year are told. Time is linear in the length of the text.
    """
    extra = tuple(places)
    fields = (("title", title), ("text", text))
    surveys = [_survey(content, field, language, gazetteer, extra) for field, content in fields if content]
    tells_of_death = any(is_told_of_death(survey.contexts) for survey in surveys)
    readings: list[FieldReading] = []
    counted: tuple[Quantity, ...] = ()
    for survey in surveys:
        counted = find_quantities(
            survey.sentences, survey.contexts, language, tells_of_death=tells_of_death, before=counted
        )
        readings.append(_read_field(survey, counted, language, gazetteer, published_at, questions))
    readings = [_with_written_names(reading, text) for reading in readings]
    lead_end = max((_lead_end(reading.sentences) for reading in readings), default=0)
    mentions = assign_events(_with_makers(readings, language), published_at, language)
    return vouch_for_leads(mentions, lead_end)


def _with_makers(readings: Sequence[FieldReading], language: Language) -> Sequence[FieldReading]:
    """Return the passages, the features of a product that the article is about with its maker as their source."""
    launches = (find_launch(reading.sentences, place_ends(reading.places), language) for reading in readings)
    launch = next((found for found in launches if found is not None), None)
    if launch is None:
        return readings
    return [
        replace(reading, mentions=vouch_for_products(reading.mentions, reading.sentences, launch, language))
        for reading in readings
    ]


def _with_written_names(reading: FieldReading, text: str) -> FieldReading:
    """Return a passage without the names that only the capitals of a headline show."""
    mentions = without_unwritten_names(reading.mentions, reading.sentences, text)
    return reading if len(mentions) == len(reading.mentions) else replace(reading, mentions=mentions)


def _lead_end(sentences: Sequence[Sentence]) -> int:
    """Return the offset at which the lead of a text ends: its first sentences, headings not counted; 0 for a title."""
    told = [sentence for sentence in sentences if sentence.field == "text" and not sentence.is_heading][:_LEAD]
    return told[-1].end if told else 0


@valueclass(frozen=True, slots=True)
class _Survey:
    """The sentences of one field with what is seen in each by itself, before anything is counted."""

    sentences: tuple[Sentence, ...]
    spans: tuple[PlaceSpan, ...]
    filings: tuple[Filing, ...]
    attributions: Attributions
    contexts: tuple[SentenceContext, ...]


def _survey(text: str, field: str, language: Language, gazetteer: Gazetteer, extra: tuple[Place, ...]) -> _Survey:
    printed = _without_furniture(read_sentences(text, field=field, abbreviations=language.abbreviations), language)
    sentences, spans, filings = read_places(printed, gazetteer, language, extra)
    attributions = read_attributions(sentences, spans, language)
    spans = tuple(_told_from(sentences[span.sentence], span, attributions) for span in spans)
    return _Survey(sentences, spans, filings, attributions, _contexts(sentences, spans, gazetteer, language))


def _read_field(
    survey: _Survey,
    quantities: tuple[Quantity, ...],
    language: Language,
    gazetteer: Gazetteer,
    published_at: datetime | None,
    questions: Questions,
) -> FieldReading:
    sentences, spans, attributions = survey.sentences, survey.spans, survey.attributions
    statements = find_statements(sentences, attributions, language)
    times = read_times(sentences, published_at, language)
    mentions = [_of_quantity(sentences[quantity.sentence], quantity, attributions, times) for quantity in quantities]
    mentions += _of_places(sentences, survey.contexts, quantities, attributions, times, language)
    for statement in statements:
        state = _state_of(statement, sentences, spans, gazetteer, language)
        mentions.append(_of_statement(sentences[statement.sentence], statement, state, times))
    mentions += read_asked(sentences, spans, attributions, times, questions, language)
    filings = survey.filings
    mentions = with_relations(mentions, sentences, spans, language)
    mentions += [_of_filing(filing) for filing in filings if not (spans and filing.dateline.is_signed)]
    filed = next((filing.span.place for filing in filings), None)
    in_order = sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.kind))
    return FieldReading(sentences, spans, times, carry_tolls(in_order, sentences, attributions), filed)


def _without_furniture(sentences: Sequence[Sentence], language: Language) -> tuple[Sentence, ...]:
    """Leave out the lines that point to other articles, and whole paragraphs that sell something or close a feed's
    text.
    """
    words = language.tables["text"]
    furniture, promotions, trailers = (tuple(words[name]) for name in ("furniture", "promotions", "trailers"))
    sold = {
        sentence.paragraph
        for before, sentence in pairwise((None, *sentences))
        if sentence is not None
        and (
            ((before is None or before.paragraph != sentence.paragraph) and _opens(sentence, promotions))
            or any(trailer in sentence.text.lower() for trailer in trailers)
        )
    }
    return tuple(
        sentence for sentence in sentences if sentence.paragraph not in sold and not _opens(sentence, furniture)
    )


def _opens(sentence: Sentence, openings: tuple[str, ...]) -> bool:
    return sentence.text[:40].lower().startswith(openings)


def _told_from(sentence: Sentence, span: PlaceSpan, attributions: Attributions) -> PlaceSpan:
    """Return a place marked where it is a part of who speaks: "officials in Chad said"."""
    is_source = attributions.is_source(span.sentence, sentence.starts[span.first], sentence.ends[span.last - 1])
    return replace(span, is_source=True) if is_source else span


def _contexts(
    sentences: Sequence[Sentence], spans: Sequence[PlaceSpan], gazetteer: Gazetteer, language: Language
) -> tuple[SentenceContext, ...]:
    by_sentence: dict[int, list[PlaceSpan]] = defaultdict(list)
    for span in spans:
        by_sentence[span.sentence].append(span)
    found: list[SentenceContext] = []
    for number, sentence in enumerate(sentences):
        named = tuple(by_sentence.get(number, ()))
        may_count = may_hold_number(sentence, language) or may_hold_victim(sentence, language)
        events = read_events(sentence, language) if named or may_count else SentenceEvents((), ())
        found.append(sentence_context(events, named, gazetteer, language, may_count=may_count))
    return tuple(found)


def _of_quantity(sentence: Sentence, quantity: Quantity, attributions: Attributions, times: EventTimes) -> Mention:
    if attributions.is_source(quantity.sentence, sentence.starts[quantity.first], sentence.ends[quantity.last - 1]):
        quantity = replace(
            quantity, aspect=None, place=None, passed_over=quantity.passed_over or "source"
        )  # those who speak, not those they speak of
    attribution = attributions.at(quantity.sentence, quantity.first, quantity.last)
    inherited = quantity.inherited
    if attribution is None and quantity.points_back and quantity.sentence > 0:
        attribution = attributions.last_of(quantity.sentence - 1)
        inherited = (*inherited, "speaker") if attribution is not None else inherited
    elif attribution is not None and attribution.inherited:
        inherited = (*inherited, "speaker")
    speaker, organisation, stance, reasons = said_by(attribution)
    time = times.of_thing(
        quantity.sentence,
        quantity.first,
        quantity.last,
        quantity.modality,
        has_event=quantity.aspect is not None,
        points_back=quantity.points_back,
    )
    event_from, event_to, passed_on, when = slots_of_time(time)
    return Mention(
        field=sentence.field,
        kind=MentionKind.QUANTITY,
        text=sentence.slice(quantity.first, quantity.last),
        start=sentence.starts[quantity.first],
        end=sentence.ends[quantity.last - 1],
        evidence=sentence.text,
        evidence_start=sentence.start,
        value_low=quantity.low,
        value_high=quantity.high,
        modifier=quantity.modifier,
        unit=quantity.unit,
        unit_class=quantity.unit_class,
        per=quantity.per,
        part_of=quantity.part_of,
        is_increment=quantity.is_increment,
        actor=quantity.actor,
        aspect=quantity.aspect,
        negated=quantity.negated,
        place=quantity.place,
        speaker=speaker,
        organisation=organisation,
        stance=stance,
        modality=quantity.modality,
        event_from=event_from,
        event_to=event_to,
        of_what=quantity.of_what,
        certainty=quantity.certainty,
        bid=quantity.bid,
        was_low=quantity.was_low,
        was_high=quantity.was_high,
        trend=quantity.trend,
        predicate=quantity.predicate,
        passed_over=quantity.passed_over,
        inherited=inherited + passed_on,
        reasons=quantity.reasons + reasons + when,
    )


def _of_places(
    sentences: Sequence[Sentence],
    contexts: Sequence[SentenceContext],
    quantities: Sequence[Quantity],
    attributions: Attributions,
    times: EventTimes,
    language: Language,
) -> list[Mention]:
    counted: dict[int, list[Quantity]] = defaultdict(list)
    for quantity in quantities:
        counted[quantity.sentence].append(quantity)
    mentions: list[Mention] = []
    discourse, units = Antecedents(tells_of_death=False), compile_units(language)
    for number, (sentence, around) in enumerate(zip(sentences, contexts, strict=True)):
        here = counted.get(number, [])
        themes = find_themes(sentence, number, around, here, discourse, language)
        for quantity in here:
            discourse.remember(quantity)
        discourse.remember_nations(number, sentence, around, units)
        before: PlaceSpan | None = None
        theme: Theme | None = None
        for span in around.places:
            if span.role not in _SAID_ROLES:
                continue
            if before is None or theme is None or not continues_list(sentence, before, span, language):
                theme = theme_of(sentence, span, around, themes) if themes else None
            before = span
            goes_on = number > 0 and theme is not None and any(quantity.points_back for quantity in here)
            mentions.append(_of_place(sentence, number, span, theme, attributions, times, goes_on=goes_on))
    return mentions


def _of_place(
    sentence: Sentence,
    number: int,
    span: PlaceSpan,
    theme: Theme | None,
    attributions: Attributions,
    times: EventTimes,
    *,
    goes_on: bool,
) -> Mention:
    """Return the mention of a place; `goes_on`: the sentence speaks of what the one before spoke of, whose speaker it
    may then share.
    """
    attribution = attributions.at(number, span.first, span.last)
    is_shared = attribution is None and goes_on
    attribution = attributions.last_of(number - 1) if is_shared else attribution
    speaker, organisation, stance, reasons = said_by(attribution)
    inherited: tuple[str, ...] = ("actor",) if theme is not None and theme.is_inherited else ()
    inherited += ("speaker",) if attribution is not None and (is_shared or attribution.inherited) else ()
    if theme is not None:
        cue = Reason(
            "aspect",
            f"{theme.event.kind.value} cue",
            sentence.starts[theme.event.first],
            sentence.ends[theme.event.last - 1],
        )
        reasons = (cue, *reasons)
    modality = theme.event.modality if theme else Modality.ACTUAL
    may_happen = theme is not None or span.role == "location"  # a state that acts is no place of an event
    event_from, event_to, passed_on, when = slots_of_time(
        times.of_thing(number, span.first, span.last, modality, has_event=theme is not None) if may_happen else None
    )
    return Mention(
        field=sentence.field,
        kind=MentionKind.PLACE,
        text=sentence.slice(span.first, span.last),
        start=sentence.starts[span.first],
        end=sentence.ends[span.last - 1],
        evidence=sentence.text,
        evidence_start=sentence.start,
        unit_class=theme.unit_class if theme else None,
        actor=theme.actor if theme else None,
        aspect=theme.event.aspect if theme else None,
        place=span.place,
        speaker=speaker,
        organisation=organisation,
        stance=stance,
        modality=modality,
        certainty=Certainty.FEARED if theme is not None and theme.event.is_feared else None,
        event_from=event_from,
        event_to=event_to,
        inherited=inherited + passed_on,
        reasons=span.reasons + reasons + when,
    )


def _of_filing(filing: Filing) -> Mention:
    """Return the mention of a dateline's place: nothing is said to happen there."""
    sentence, span = filing.dateline.places, filing.span
    return Mention(
        field=sentence.field,
        kind=MentionKind.PLACE,
        text=sentence.slice(span.first, span.last),
        start=sentence.starts[span.first],
        end=sentence.ends[span.last - 1],
        evidence=sentence.text,
        evidence_start=sentence.start,
        place=span.place,
        reasons=span.reasons,
    )


def _state_of(
    statement: Statement,
    sentences: Sequence[Sentence],
    spans: Sequence[PlaceSpan],
    gazetteer: Gazetteer,
    language: Language,
) -> Place | None:
    """Return the country that speaks in a statement, where who speaks names it."""
    place = state_behind(sentences, spans, statement.source, frozenset[str](language.tables["names"]["organs"]))
    return gazetteer.country(place.country) if place is not None and place.country else None


def _of_statement(sentence: Sentence, statement: Statement, state: Place | None, times: EventTimes) -> Mention:
    first, last = statement.first, max(statement.last, statement.first + 1)
    event_from, event_to, passed_on, when = slots_of_time(times.of_statement(statement.sentence, first, last))
    return Mention(
        field=sentence.field,
        kind=MentionKind.STATEMENT,
        text=sentence.slice(first, last),
        start=sentence.starts[first],
        end=sentence.ends[last - 1],
        evidence=sentence.text,
        evidence_start=sentence.start,
        actor=None if state is None else state.name,
        speaker=statement.speaker,
        organisation=statement.organisation,
        stance=statement.stance,
        negated=statement.kind == "withdrawal",
        topic=statement.topic.words,
        event_from=event_from,
        event_to=event_to,
        inherited=(("speaker",) if statement.inherited else ())
        + (("topic",) if statement.topic.points_back else ())
        + passed_on,
        reasons=statement.reasons + when,
    )
