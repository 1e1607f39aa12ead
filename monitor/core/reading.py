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
from monitor.core.chronology.event_times import read_times
from monitor.core.counting.attachment import SentenceContext, sentence_context
from monitor.core.counting.numbers import may_hold_number
from monitor.core.counting.quantities import Quantity, find_quantities, is_told_of_death
from monitor.core.counting.victims import may_hold_victim
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.places import Filing, PlaceSpan, read_places
from monitor.core.geography.relations import with_relations
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence, read_sentences
from monitor.core.mentions import of_filing, of_places, of_quantity, of_statement, state_of
from monitor.core.occasions.event_assignment import FieldReading, assign_events
from monitor.core.speech.attributed import Attributions
from monitor.core.speech.attribution import read_attributions
from monitor.core.speech.cue_words import CueWords, compile_cue_words
from monitor.core.speech.lead_attribution import vouch_for_leads
from monitor.core.speech.product_attribution import find_launch, vouch_for_products
from monitor.core.speech.source_phrases import place_ends
from monitor.core.speech.statements import find_statements
from monitor.core.speech.toll_attribution import carry_tolls
from monitor.core.syntax.events import SentenceEvents, read_events
from monitor.model import Mention, Place
from monitor.model.valueclasses import replace, valueclass

_LEAD = 2  # sentences


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
    cues = compile_cue_words(language)
    spans = tuple(_told_from(sentences[span.sentence], span, attributions, cues) for span in spans)
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
    mentions = [of_quantity(sentences[quantity.sentence], quantity, attributions, times) for quantity in quantities]
    mentions += of_places(sentences, survey.contexts, quantities, attributions, times, language)
    for statement in statements:
        state = state_of(statement, sentences, spans, gazetteer, language)
        mentions.append(of_statement(sentences[statement.sentence], statement, state, times))
    mentions += read_asked(sentences, spans, attributions, times, questions, language)
    filings = survey.filings
    mentions = with_relations(mentions, sentences, spans, language)
    mentions += [of_filing(filing) for filing in filings if not (spans and filing.dateline.is_signed)]
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


def _told_from(sentence: Sentence, span: PlaceSpan, attributions: Attributions, cues: CueWords) -> PlaceSpan:
    """Return a place marked where it is a part of who speaks, or where that is said: "officials in Chad said", "told
    reporters in Geneva that", "Speaking in Berlin, the minister said".
    """
    if attributions.is_source(span.sentence, sentence.starts[span.first], sentence.ends[span.last - 1]):
        return replace(span, is_source=True)
    is_opening = sentence.lowers[0] in cues.holding_forth and "," not in sentence.words[: span.first]
    is_stage = (is_opening and attributions.speaks_in(span.sentence)) or attributions.is_where_said(
        sentence, span.sentence, span.first, cues.narrating
    )
    return replace(span, is_stage=True) if is_stage else span


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
