"""Quantities: a number with its modifier, what it counts, whose it is, what happens to it and where.

The parts come from `numbers`, `labels`, `modifiers`, `counted_units`, `noun_ellipsis`, `predication` and
`semantic_roles`; here they meet, each slot that was inherited from an earlier figure marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.counting.anaphora import Antecedents
from monitor.core.counting.announcements import announced, is_risen_to, is_toll
from monitor.core.counting.areas import with_areas
from monitor.core.counting.attachment import SentenceContext
from monitor.core.counting.ballots import with_votes
from monitor.core.counting.change_units import with_units_of_change
from monitor.core.counting.complements import read_complement
from monitor.core.counting.countability import no_count_of
from monitor.core.counting.counted_units import read_unit
from monitor.core.counting.descriptions import passed_over
from monitor.core.counting.figure_context import CountingWords, FigureContext, compile_counting_words
from monitor.core.counting.former_values import paired
from monitor.core.counting.groups import with_groups
from monitor.core.counting.harm import HARMED, is_death
from monitor.core.counting.labels import label_of
from monitor.core.counting.lists import opening_whole, place_before
from monitor.core.counting.modifiers import bound_of, bounds
from monitor.core.counting.noun_ellipsis import Noun, counted_noun
from monitor.core.counting.numbers import find_numerals
from monitor.core.counting.numerals import Numeral
from monitor.core.counting.periods import latest_year
from monitor.core.counting.predication import Predication, find_event, modality_of, read_predication
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.rates import rate_of
from monitor.core.counting.scopes import read_scope
from monitor.core.counting.semantic_roles import SemanticRoles, read_semantic_roles
from monitor.core.counting.units import Unit
from monitor.core.counting.victims import victims
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Aspect, Certainty, Modality, Modifier, Reason, UnitClass
from monitor.model.valueclasses import replace, valueclass

__all__ = ["Quantity", "find_quantities", "is_told_of_death", "label_after"]

_MOST = 128  # figures of one sentence; more is no sentence but a table, and hostile text could hold a thousand
_CHAINING = frozenset(("date", "year", "age", "label"))  # a label that a list goes on with: "8 and 13 May"
_RATELESS = frozenset(("duration", "age", "time", "points", "share"))
_YEARS = 1000  # what is less is no year of four digits
_FEW = 12  # people who are known one by one


@valueclass(frozen=True, slots=True)
class _Here:
    """Sentence `number` with its events and places, the words it is read with, and what the text has said before it."""

    number: int
    sentence: Sentence
    around: SentenceContext
    words: CountingWords
    discourse: Antecedents


def find_quantities(
    sentences: Sequence[Sentence],
    contexts: Sequence[SentenceContext],
    language: Language,
    *,
    tells_of_death: bool = False,
    before: Sequence[Quantity] = (),
) -> tuple[Quantity, ...]:
    """Return the quantities of `sentences`, in order. `contexts[i]` holds events and places of `sentences[i]`.

    `tells_of_death`: another field of the same document says that somebody died; `before`: what a field before this one
    has counted.
    """
    words = compile_counting_words(language)
    tells_of_death = tells_of_death or is_told_of_death(contexts)
    discourse = Antecedents(tells_of_death, latest_year(sentences))
    discourse.remember_hurt(before)
    found: list[Quantity] = []
    has_harmed = False
    for number, (sentence, around) in enumerate(zip(sentences, contexts, strict=True)):
        if around.may_count:
            here = _count(_Here(number, sentence, around, words, discourse), language, is_first=not has_harmed)
            here = with_groups(sentence, here, around.events.events, language)
            discourse.remember_hurt(here)
            told = with_units_of_change(sentence, paired(sentence, here, language), words)
            told = with_areas(sentence, with_votes(sentence, told, language), words.units)
            told = [_as_first_of_kind(quantity, (*before, *found)) for quantity in told]
            has_harmed = has_harmed or any(quantity.aspect in HARMED for quantity in told)
            found += told
        discourse.remember_sentence(number, sentence, around, words.units)
    return tuple(found)


def _as_first_of_kind(quantity: Quantity, told: Sequence[Quantity]) -> Quantity:
    """Return the quantity as no increment where it only comes beside what the sentence before it counts: "Eleven
    workers were killed. Another 25 were missing."
    """
    is_one_more = quantity.is_increment and quantity.trend is None and _befalls_people(quantity)
    is_first = all(other.aspect != quantity.aspect for other in told)
    is_beside = any(_befalls_people(other) and other.sentence == quantity.sentence - 1 for other in told)
    return replace(quantity, is_increment=False) if is_one_more and is_first and is_beside else quantity


def _befalls_people(quantity: Quantity) -> bool:
    aspect = Aspect.of(quantity.aspect)
    return aspect is not None and aspect.befalls_people


def _count(here: _Here, language: Language, *, is_first: bool) -> list[Quantity]:
    """Return the quantities of one sentence, each by itself, and keep them for what later figures point back to."""
    sentence, around, words = here.sentence, here.around, here.words
    label: str | None = None
    previous: Quantity | None = None
    found: list[Quantity] = []
    for figure in _figures(sentence, around, language, is_first=is_first):
        unit = read_unit(sentence, figure, words.units)
        goes_on = unit.text is None and _goes_on_list(sentence, around, figure, previous, words)
        label = None if goes_on else label_after(label, sentence, figure, unit, words)
        if label is not None or no_count_of(sentence, figure, unit, words.units) is not None:
            continue
        previous = _quantity(here, figure, unit, previous)
        found.append(previous)
        if not figure.has_article:
            here.discourse.remember(previous)  # "killed a child, injured dozens": dozens of children are not said
    return found


def is_told_of_death(contexts: Sequence[SentenceContext]) -> bool:
    """Tell that some sentence says that somebody died."""
    return any(is_death(event) for around in contexts for event in around.events.events)


def _figures(sentence: Sentence, around: SentenceContext, language: Language, *, is_first: bool) -> list[Numeral]:
    """Return the numbers of a sentence and the people who stand for one, in order, without overlap."""
    figures = list(find_numerals(sentence, language)[:_MOST])
    people = list(victims(sentence, around.events.events, language, is_first=is_first))
    if not people:
        return figures
    taken = {k for figure in figures for k in range(figure.first, figure.last)}
    for victim in people:
        if victim.first not in taken:
            taken.add(victim.first)
            figures.append(victim)
    return sorted(figures, key=lambda figure: figure.first)


def _goes_on_list(
    sentence: Sentence, around: SentenceContext, figure: Numeral, previous: Quantity | None, words: CountingWords
) -> bool:
    """Tell "Germany took 4,000 migrants and Sweden 700", whose second number is no part of a name."""
    is_list = previous is not None and previous.unit is not None and figure.unit is None
    return is_list and place_before(sentence, around, figure.first, words.events) is not None


def label_after(
    previous: str | None, sentence: Sentence, figure: Numeral, unit: Unit, words: CountingWords
) -> str | None:
    """Return why the figure counts nothing, or None; a list goes on with the label of the figure before it."""
    if unit.is_measure and unit.text == words.units.scales.unit:
        return None  # "Magnitude-6.9 quake" is no name
    is_year = previous == "year" and figure.low < _YEARS  # "40 ships in 2022 and 25 in 2023"
    is_listed = (
        previous in _CHAINING
        and not is_year
        and figure.first > 0
        and sentence.lowers[figure.first - 1] in words.list_links
    )
    return label_of(
        sentence, figure, words.labels, has_noun=unit.text is not None, previous=previous if is_listed else None
    )


def _quantity(here: _Here, figure: Numeral, unit: Unit, previous: Quantity | None) -> Quantity:
    """Return the quantity that a figure is; `previous`: the one before it in its sentence."""
    bound = bound_of(here.sentence, figure, unit.last, here.words.modifiers)
    last = max(figure.last, unit.last, bound.last)
    context = FigureContext(
        here.number,
        here.sentence,
        here.around,
        here.words,
        here.discourse,
        figure,
        unit,
        bound,
        bound.first,
        last,
        previous,
    )
    if is_risen_to(context):
        bound = replace(bound, modifier=Modifier.EXACT, first=figure.first, cue=None)
        context = replace(context, bound=bound, first=figure.first)
    if unit.is_measure or unit.is_attributive:
        return _put_together(context, context, Noun(unit.text, unit.unit_class), Predication(), SemanticRoles())
    counted = announced(context)
    event = None if _is_left(context, counted) else find_event(counted)
    noun = counted_noun(counted, event)
    predication = read_predication(counted, event, noun.unit_class, noun.antecedent)
    return _put_together(
        context if counted is context else replace(context, unit=replace(counted.unit, per=unit.per)),
        counted,
        noun,
        predication,
        read_semantic_roles(counted, noun, event),
    )


def _is_left(context: FigureContext, counted: FigureContext) -> bool:
    """Tell "cut its staff to 41,000", which are those who stay, from "the number of people killed rose to 40"."""
    lowers, unit = context.sentence.lowers, counted.unit
    if counted is context or context.first == 0 or lowers[context.first - 1] not in context.words.level_links:
        return False
    return unit.implied is None and unit.head is not None and _is_cut(lowers, unit.first, context)


def _is_cut(lowers: tuple[str, ...], first: int, context: FigureContext) -> bool:
    """Tell that the thing at token `first` is the object of a change: "cut (its) staff"."""
    at = first - 1
    while at > 0 and lowers[at] in context.words.units.determiners:
        at -= 1
    return at >= 0 and lowers[at] in context.words.courses


def _put_together(
    context: FigureContext, counted: FigureContext, noun: Noun, predication: Predication, roles: SemanticRoles
) -> Quantity:
    """Return the quantity; `counted`: where its noun stands, which an announced figure has elsewhere."""
    low, high = bounds(context.figure, context.bound.modifier)
    event = predication.event
    complement = read_complement(context, counted, (event.first, event.last) if event is not None else None)
    scope = read_scope(context, counted, complement.verb)
    inherited = noun.inherited + predication.inherited + roles.inherited
    whole = opening_whole(context)
    return Quantity(
        sentence=context.number,
        first=context.first,
        last=context.last,
        low=low,
        high=high,
        modifier=context.bound.modifier,
        unit=noun.text,
        unit_class=noun.unit_class,
        per=context.unit.per or _rate(context),
        part_of=context.unit.is_part
        or _is_condition(context, noun, predication)
        or (whole is not None and noun.antecedent is whole and event is None),
        is_increment=scope.is_step or (_is_one_more(context) and not _is_beside(context, predication)),
        actor=roles.actor,
        aspect=predication.aspect,
        modality=_modality(context, predication, complement.verb, scope.certainty),
        negated=predication.negated,
        place=roles.place,
        of_what=complement.of_what,
        certainty=scope.certainty or _feared(counted, predication),
        bid=scope.bid,
        trend=scope.trend,
        predicate=complement.predicate,
        passed_over=_no_fact(context, predication),
        inherited=inherited,
        points_back=context.unit.points_back,
        reasons=_reasons(context, predication, roles.spans, inherited),
        whole=whole,
    )


def _is_one_more(context: FigureContext) -> bool:
    return context.bound.is_increment or context.unit.is_increment or context.figure.is_one_more


def _is_beside(context: FigureContext, predication: Predication) -> bool:
    """Tell "two were killed and another three hurt": the three come beside the two, and not to others that were hurt
    before.
    """
    before = context.previous
    return (
        before is not None and None not in (before.aspect, predication.aspect) and before.aspect != predication.aspect
    )


def _no_fact(context: FigureContext, predication: Predication) -> str | None:
    """Return why the figure is told as no fact; what happens to all of a city of 300 people is one."""
    reason = passed_over(context)
    if reason == "size" and predication.aspect is not None:
        return None
    if reason is None and predication.aspect is None and (predication.is_known or _is_known_party(context)):
        return "known"
    return reason or ("period" if predication.other_time is not None else None)


def _is_known_party(context: FigureContext) -> bool:
    """Tell "the two leaders", "his three lawyers", "three of their sons": a few people who are taken to be known,
    counted in passing.
    """
    figure, unit, lowers = context.figure, context.unit, context.sentence.lowers
    is_few = figure.low == figure.high <= _FEW and unit.unit_class == UnitClass.PERSON
    if not is_few or unit.is_attributive or context.first == 0:
        return False  # "the 12-member crew" counts it
    is_of_relatives = unit.first > context.figure.last and lowers[unit.first] in context.words.relatives
    return lowers[context.first - 1] in context.words.definite or (
        is_of_relatives and lowers[unit.first - 1] in context.words.definite
    )


def _is_condition(context: FigureContext, noun: Noun, predication: Predication) -> bool:
    """Tell "12 were hurt, one is in critical condition": the one is a part of the twelve."""
    event, before = predication.event, noun.antecedent
    if (
        event is None
        or before is None
        or before.aspect != predication.aspect
        or context.bound.is_increment
        or context.unit.is_increment
    ):
        return False
    return not context.words.conditions.isdisjoint(context.sentence.lowers[event.first : event.last])


def _modality(
    context: FigureContext, predication: Predication, verb: int | None, certainty: Certainty | None
) -> Modality:
    """Return the modality of what happens, else of the governing verb; a suspected death is only possible."""
    if predication.aspect is None:
        return modality_of(context, verb, predication.modality)
    is_suspected = (
        certainty is Certainty.SUSPECTED and predication.aspect == "killed" and predication.modality is Modality.ACTUAL
    )
    return Modality.POSSIBLE if is_suspected else predication.modality


def _feared(context: FigureContext, predication: Predication) -> Certainty | None:
    """Return how sure it is that it happened where the verb says so: "may have been killed", "the toll could be
    300".
    """
    event = predication.event
    is_feared = is_toll(context) or (event is not None and event.is_feared)
    return Certainty.FEARED if is_feared and predication.modality is Modality.POSSIBLE else None


def _rate(context: FigureContext) -> str | None:
    """Return the span of a rate that stands away from the figure; a span of time is no rate itself."""
    if context.unit.unit_class in _RATELESS:
        return None
    return rate_of(context.sentence, context.first, context.last, context.words.units)


def _reasons(
    context: FigureContext,
    predication: Predication,
    spans: tuple[tuple[str, tuple[int, int] | None], ...],
    inherited: tuple[str, ...],
) -> tuple[Reason, ...]:
    unit, figure, sentence = context.unit, context.figure, context.sentence
    said: list[tuple[str, str, tuple[int, int] | None]] = [
        ("value", figure.form.value, (figure.first, figure.last)),
        ("modifier", context.bound.modifier.value, context.bound.cue),
    ]
    if unit.head is not None:
        said.append(("unit", "measure" if unit.is_measure else "counted noun", (unit.head, unit.head + 1)))
    if unit.implied is not None and unit.head is not None:
        said.append(("aspect", "said by the noun", (unit.head, unit.head + 1)))
    elif predication.event is not None:
        said.append(
            ("aspect", f"{predication.event.kind.value} cue", (predication.event.first, predication.event.last))
        )
    said.append(("aspect", "of another time", predication.other_time))
    said += [(slot, "named", span) for slot, span in spans]
    named = tuple(
        Reason(slot, rule, sentence.starts[span[0]], sentence.ends[span[1] - 1])
        for slot, rule, span in said
        if span is not None
    )
    return named + tuple(Reason(slot, "inherited") for slot in inherited)
