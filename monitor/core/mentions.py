"""What the readers have seen in one field as mentions: each quantity, place, dateline and statement, with who says it
and when. Nothing is read here; `reading` says in which order it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from monitor.core.chronology.event_times import EventTimes, slots_of_time
from monitor.core.counting.anaphora import Antecedents
from monitor.core.counting.attachment import SentenceContext
from monitor.core.counting.quantities import Quantity
from monitor.core.counting.units import compile_units
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.places import Filing, PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.attributed import Attributions, said_by
from monitor.core.speech.state_actors import state_behind
from monitor.core.speech.statements import Statement
from monitor.core.themes import Theme, continues_list, find_themes, theme_of
from monitor.model import Certainty, Mention, MentionKind, Modality, Place, Reason
from monitor.model.valueclasses import replace

_SAID_ROLES = frozenset(("location", "actor", "metonym"))  # an adjective is no place


def of_quantity(sentence: Sentence, quantity: Quantity, attributions: Attributions, times: EventTimes) -> Mention:
    """Return the mention of a quantity, with who says it and when it was."""
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


def of_places(
    sentences: Sequence[Sentence],
    contexts: Sequence[SentenceContext],
    quantities: Sequence[Quantity],
    attributions: Attributions,
    times: EventTimes,
    language: Language,
) -> list[Mention]:
    """Return the mentions of the places of one field, each with what is said to happen there."""
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


def of_filing(filing: Filing) -> Mention:
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


def state_of(
    statement: Statement,
    sentences: Sequence[Sentence],
    spans: Sequence[PlaceSpan],
    gazetteer: Gazetteer,
    language: Language,
) -> Place | None:
    """Return the country that speaks in a statement, where who speaks names it."""
    place = state_behind(sentences, spans, statement.source, frozenset[str](language.tables["names"]["organs"]))
    return gazetteer.country(place.country) if place is not None and place.country else None


def of_statement(sentence: Sentence, statement: Statement, state: Place | None, times: EventTimes) -> Mention:
    """Return the mention of a statement; `state`: the country that speaks in it."""
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
