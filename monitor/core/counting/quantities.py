"""Quantities: a number with its modifier, what it counts, whose it is, what happens to it and where.

The parts come from `numbers`, `labels`, `modifiers`, `counted`, `nouns`, `happenings` and `settings`; here they meet,
each slot that was inherited from an earlier figure marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.counting.anaphora import Memory
from monitor.core.counting.announcements import announced, is_toll
from monitor.core.counting.attachment import Surroundings
from monitor.core.counting.complements import read_complement
from monitor.core.counting.counted import read_unit
from monitor.core.counting.descriptions import passed_over
from monitor.core.counting.formers import paired
from monitor.core.counting.groups import with_groups
from monitor.core.counting.happenings import Happening, find_event, modality_of, read_happening
from monitor.core.counting.harm import HARMED, is_death
from monitor.core.counting.labels import label_of
from monitor.core.counting.lists import opening_whole, place_before
from monitor.core.counting.modifiers import bound_of, bounds
from monitor.core.counting.nouns import Noun, counted_noun
from monitor.core.counting.numbers import find_figures
from monitor.core.counting.numerals import Figure
from monitor.core.counting.periods import latest_year
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.rates import rate_of
from monitor.core.counting.scenes import Scene, SceneWords, compile_scene_words
from monitor.core.counting.scopes import read_scope
from monitor.core.counting.settings import Setting, read_setting
from monitor.core.counting.sides import with_areas
from monitor.core.counting.units import Unit, Units
from monitor.core.counting.victims import victims
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Certainty, Modality, Reason, UnitClass
from monitor.model.valueclasses import replace

__all__ = ["Quantity", "find_quantities", "is_told_of_death", "label_after", "no_count_of"]

_MOST = 128  # figures of one sentence; more is no sentence but a table, and hostile text could hold a thousand
_CHAINING = frozenset(("date", "year", "age", "label"))  # a label that a list goes on with: "8 and 13 May"
_RATELESS = frozenset(("duration", "age", "time", "points", "share"))
_YEARS = 1000  # what is less is no year of four digits
_FEW = 12  # people who are known one by one


def find_quantities(
    sentences: Sequence[Sentence],
    surroundings: Sequence[Surroundings],
    language: Language,
    *,
    tells_of_death: bool = False,
    before: Sequence[Quantity] = (),
) -> tuple[Quantity, ...]:
    """Return the quantities of `sentences`, in order. `surroundings[i]` holds events and places of `sentences[i]`.

    `tells_of_death`: another field of the same document says that somebody died; `before`: what a field before this one
    has counted.
    """
    words = compile_scene_words(language)
    tells_of_death = tells_of_death or is_told_of_death(surroundings)
    memory = Memory(tells_of_death, latest_year(sentences))
    memory.remember_hurt(before)
    found: list[Quantity] = []
    for number, (sentence, around) in enumerate(zip(sentences, surroundings, strict=True)):
        label: str | None = None
        previous: Quantity | None = None
        here: list[Quantity] = []
        is_first = not any(quantity.aspect in HARMED for quantity in found)
        for figure in _figures(sentence, around, language, is_first=is_first):
            unit = read_unit(sentence, figure, words.units)
            goes_on = unit.text is None and _goes_on_list(sentence, around, figure, previous, words)
            label = None if goes_on else label_after(label, sentence, figure, unit, words)
            if label is not None or no_count_of(sentence, figure, unit, words.units) is not None:
                continue
            previous = _quantity(number, sentence, around, words, memory, figure, unit, previous)
            here.append(previous)
            if not figure.has_article:
                memory.remember(previous)  # "killed a child, injured dozens": dozens of children are not said
        here = with_groups(sentence, here, around.events.events, language)
        memory.remember_hurt(here)
        found += with_areas(sentence, paired(sentence, here, language), words.units)
        memory.remember_sentence(number, sentence, around, words.units)
    return tuple(found)


def is_told_of_death(surroundings: Sequence[Surroundings]) -> bool:
    """Tell that some sentence says that somebody died."""
    return any(is_death(event) for around in surroundings for event in around.events.events)


def _figures(sentence: Sentence, around: Surroundings, language: Language, *, is_first: bool) -> list[Figure]:
    """Return the numbers of a sentence and the people who stand for one, in order, without overlap."""
    figures = list(find_figures(sentence, language)[:_MOST])
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
    sentence: Sentence, around: Surroundings, figure: Figure, previous: Quantity | None, words: SceneWords
) -> bool:
    """Tell "Germany took 4,000 migrants and Sweden 700", whose second number is no part of a name."""
    is_list = previous is not None and previous.unit is not None and figure.unit is None
    return is_list and place_before(sentence, around, figure.first, words.events) is not None


def label_after(previous: str | None, sentence: Sentence, figure: Figure, unit: Unit, words: SceneWords) -> str | None:
    """Return why the figure counts nothing, or None; a list goes on with the label of the figure before it."""
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


def no_count_of(sentence: Sentence, figure: Figure, unit: Unit, units: Units) -> str | None:
    """Return why a figure that is no label counts nothing all the same: "description" or "pronoun", or None."""
    if _is_description(figure, unit):
        return "description"
    return "pronoun" if _is_generic_one(sentence, figure, unit, units) else None


def _is_description(figure: Figure, unit: Unit) -> bool:
    """Tell "five-year", "three-bed": words that describe and do not count; ages, measures and "zwölfköpfige Besatzung"
    are kept.
    """
    is_kept = unit.unit_class != "duration" if unit.is_measure else not unit.is_attributive
    return figure.tail is not None and not is_kept


def _is_generic_one(sentence: Sentence, figure: Figure, unit: Unit, units: Units) -> bool:
    """Tell the pronoun or article-like "one" ("one of the", "the one that", "one day") from the count, "one of the
    40 passengers".
    """
    if not _is_word_one(figure):
        return False
    lowers = sentence.lowers
    before = sentence.lower_at(figure.first - 1)
    after = lowers[figure.last] if figure.last < len(lowers) else ""
    if before in units.one_counted and unit.text is not None:
        return False  # "just one street"
    if before in units.one_described and figure.first > 1 and lowers[figure.first - 2] in units.determiners:
        return unit.text is None  # "a loved one", "the last one"
    if before in units.one_before:
        return True
    if unit.is_part and _is_of_number(sentence, figure, unit, units):
        return any(map(units.events.is_negation, lowers[max(0, figure.first - 2) : figure.first]))  # "ohne dass einer"
    if after in units.one_generic or (unit.is_part and unit.text is not None):
        return True
    return unit.text is not None and unit.unit_class is None and not unit.is_measure


def _is_word_one(figure: Figure) -> bool:
    """Tell the bare word "one", neither a digit nor a person who stands for one."""
    is_one = figure.low == figure.high == 1.0 and not (figure.has_article or figure.is_digits or figure.is_scaled)
    return is_one and figure.tail is None and figure.unit is None


def _is_of_number(sentence: Sentence, figure: Figure, unit: Unit, units: Units) -> bool:
    between = sentence.lowers[figure.last : unit.last]
    return any(word[0].isdecimal() or word in units.numbers for word in between)


def _quantity(
    number: int,
    sentence: Sentence,
    around: Surroundings,
    words: SceneWords,
    memory: Memory,
    figure: Figure,
    unit: Unit,
    previous: Quantity | None,
) -> Quantity:
    bound = bound_of(sentence, figure, unit.last, words.modifiers)
    last = max(figure.last, unit.last, bound.last)
    scene = Scene(number, sentence, around, words, memory, figure, unit, bound, bound.first, last, previous)
    if unit.is_measure or unit.is_attributive:
        return _put_together(scene, scene, Noun(unit.text, unit.unit_class), Happening(), Setting())
    counted = announced(scene)
    event = find_event(counted)
    noun = counted_noun(counted, event)
    happening = read_happening(counted, event, noun.unit_class, noun.antecedent)
    return _put_together(
        scene if counted is scene else replace(scene, unit=counted.unit),
        counted,
        noun,
        happening,
        read_setting(counted, noun, event),
    )


def _put_together(scene: Scene, counted: Scene, noun: Noun, happening: Happening, setting: Setting) -> Quantity:
    """Return the quantity; `counted`: where its noun stands, which an announced figure has elsewhere."""
    low, high = bounds(scene.figure, scene.bound.modifier)
    event = happening.event
    complement = read_complement(scene, counted, (event.first, event.last) if event is not None else None)
    scope = read_scope(scene, counted, complement.verb)
    inherited = noun.inherited + happening.inherited + setting.inherited
    whole = opening_whole(scene)
    return Quantity(
        sentence=scene.number,
        first=scene.first,
        last=scene.last,
        low=low,
        high=high,
        modifier=scene.bound.modifier,
        unit=noun.text,
        unit_class=noun.unit_class,
        per=scene.unit.per or _rate(scene),
        part_of=scene.unit.is_part
        or _is_condition(scene, noun, happening)
        or (whole is not None and noun.antecedent is whole and event is None),
        is_increment=scope.is_step or (_is_one_more(scene) and not _is_beside(scene, happening)),
        actor=setting.actor,
        aspect=happening.aspect,
        modality=_modality(scene, happening, complement.verb, scope.certainty),
        negated=happening.negated,
        place=setting.place,
        of_what=complement.of_what,
        certainty=scope.certainty or _feared(counted, happening),
        bid=scope.bid,
        trend=scope.trend,
        predicate=complement.predicate,
        passed_over=_no_fact(scene, happening),
        inherited=inherited,
        points_back=scene.unit.points_back,
        reasons=_reasons(scene, happening, setting.spans, inherited),
        whole=whole,
    )


def _is_one_more(scene: Scene) -> bool:
    return scene.bound.is_increment or scene.unit.is_increment or scene.figure.is_one_more


def _is_beside(scene: Scene, happening: Happening) -> bool:
    """Tell "two were killed and another three hurt": the three come beside the two, and not to others that were hurt
    before.
    """
    before = scene.previous
    return before is not None and None not in (before.aspect, happening.aspect) and before.aspect != happening.aspect


def _no_fact(scene: Scene, happening: Happening) -> str | None:
    """Return why the figure is told as no fact; what happens to all of a city of 300 people is one."""
    reason = passed_over(scene)
    if reason == "size" and happening.aspect is not None:
        return None
    if reason is None and happening.aspect is None and (happening.is_known or _is_known_party(scene)):
        return "known"
    return reason or ("period" if happening.other_time is not None else None)


def _is_known_party(scene: Scene) -> bool:
    """Tell "the two leaders", "his three lawyers", "three of their sons": a few people who are taken to be known,
    counted in passing.
    """
    figure, unit, lowers = scene.figure, scene.unit, scene.sentence.lowers
    is_few = figure.low == figure.high <= _FEW and unit.unit_class == UnitClass.PERSON
    if not is_few or unit.is_attributive or scene.first == 0:
        return False  # "the 12-member crew" counts it
    is_of_relatives = unit.first > scene.figure.last and lowers[unit.first] in scene.words.relatives
    return lowers[scene.first - 1] in scene.words.definite or (
        is_of_relatives and lowers[unit.first - 1] in scene.words.definite
    )


def _is_condition(scene: Scene, noun: Noun, happening: Happening) -> bool:
    """Tell "12 were hurt, one is in critical condition": the one is a part of the twelve."""
    event, before = happening.event, noun.antecedent
    if (
        event is None
        or before is None
        or before.aspect != happening.aspect
        or scene.bound.is_increment
        or scene.unit.is_increment
    ):
        return False
    return not scene.words.conditions.isdisjoint(scene.sentence.lowers[event.first : event.last])


def _modality(scene: Scene, happening: Happening, verb: int | None, certainty: Certainty | None) -> Modality:
    """Return the modality of what happens, else of the governing verb; a suspected death is only possible."""
    if happening.aspect is None:
        return modality_of(scene, verb, happening.modality)
    is_suspected = (
        certainty is Certainty.SUSPECTED and happening.aspect == "killed" and happening.modality is Modality.ACTUAL
    )
    return Modality.POSSIBLE if is_suspected else happening.modality


def _feared(scene: Scene, happening: Happening) -> Certainty | None:
    """Return how sure it is that it happened where the verb says so: "may have been killed", "the toll could be
    300".
    """
    event = happening.event
    is_feared = is_toll(scene) or (event is not None and event.is_feared)
    return Certainty.FEARED if is_feared and happening.modality is Modality.POSSIBLE else None


def _rate(scene: Scene) -> str | None:
    """Return the span of a rate that stands away from the figure; a span of time is no rate itself."""
    if scene.unit.unit_class in _RATELESS:
        return None
    return rate_of(scene.sentence, scene.first, scene.last, scene.words.units)


def _reasons(
    scene: Scene,
    happening: Happening,
    spans: tuple[tuple[str, tuple[int, int] | None], ...],
    inherited: tuple[str, ...],
) -> tuple[Reason, ...]:
    unit, figure, sentence = scene.unit, scene.figure, scene.sentence
    said: list[tuple[str, str, tuple[int, int] | None]] = [
        ("value", figure.form.value, (figure.first, figure.last)),
        ("modifier", scene.bound.modifier.value, scene.bound.cue),
    ]
    if unit.head is not None:
        said.append(("unit", "measure" if unit.is_measure else "counted noun", (unit.head, unit.head + 1)))
    if unit.implied is not None and unit.head is not None:
        said.append(("aspect", "said by the noun", (unit.head, unit.head + 1)))
    elif happening.event is not None:
        said.append(("aspect", f"{happening.event.kind.value} cue", (happening.event.first, happening.event.last)))
    said.append(("aspect", "of another time", happening.other_time))
    said += [(slot, "named", span) for slot, span in spans]
    named = tuple(
        Reason(slot, rule, sentence.starts[span[0]], sentence.ends[span[1] - 1])
        for slot, rule, span in said
        if span is not None
    )
    return named + tuple(Reason(slot, "inherited") for slot in inherited)
