"""Quantities: a number with its modifier, what it counts, whose it is, what happens to it and where.

The parts come from `numbers`, `labels`, `modifiers`, `counted`, `happenings` and `attachment`; here they meet, and here
a figure without a noun ("at least 2,600 would be sent") takes unit and owner from `anaphora`, each inherited slot
marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.counting.anaphora import Memory
from monitor.core.counting.announcements import announced, is_toll
from monitor.core.counting.attachment import Surroundings, actor_of, place_of
from monitor.core.counting.complements import read_complement
from monitor.core.counting.counted import read_unit
from monitor.core.counting.descriptions import passed_over
from monitor.core.counting.formers import paired
from monitor.core.counting.happenings import Happening, find_event, modality_of, read_happening, shares_event
from monitor.core.counting.harm import is_death
from monitor.core.counting.labels import label_of
from monitor.core.counting.lists import fronted_place, is_member, member_place, opening_whole, place_before
from monitor.core.counting.modifiers import bound_of, bounds
from monitor.core.counting.numbers import find_figures
from monitor.core.counting.numerals import Figure, Form
from monitor.core.counting.periods import latest_year
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.rates import rate_of
from monitor.core.counting.scenes import Scene, SceneWords, compile_scene_words
from monitor.core.counting.scopes import read_scope
from monitor.core.counting.sides import with_areas
from monitor.core.counting.totals import total_noun, total_place
from monitor.core.counting.units import Unit, Units, singular
from monitor.core.counting.victims import victims
from monitor.core.counting.whereabouts import (
    host_of,
    kind_of,
    kind_pointed_at,
    reported_from,
    scene_after,
    scene_before,
    scene_of,
    subject_of,
)
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.events import Event
from monitor.core.syntax.paths import distance
from monitor.model import Certainty, Modality, Place, Reason, UnitClass
from monitor.model.valueclasses import replace, valueclass

__all__ = ["Quantity", "find_quantities", "label_after", "no_count_of"]

_MOST = 128  # figures of one sentence; more is no sentence but a table, and hostile text could hold a thousand
_CHAINING = frozenset(("date", "year", "age", "label"))  # a label that a list goes on with: "8 and 13 May"
_PEOPLE = frozenset(unit_class for unit_class in UnitClass if unit_class.is_of_people)
_RATELESS = frozenset(("duration", "age", "time", "points", "share"))
_ADJACENT = 3.0  # path weight up to which a bare number is the subject or object of an event
_COUNTED_BY_STATES = frozenset(("event", "casualty"))  # cases, deaths
_PLACED = _COUNTED_BY_STATES | {"person", "building", "group"}
_HARMED = frozenset(("killed", "injured", "killed_or_injured"))
_FEW = 12  # people who are known one by one
_POINTED = 4  # tokens by which "on their land" must come before a named place

_Found = tuple[
    Place | None, tuple[int, int] | None, bool
]  # a place, its tokens, and whether an earlier sentence names it


@valueclass(frozen=True, slots=True)
class _Noun:
    """What is counted; `antecedent` is the earlier quantity that it was taken from."""

    text: str | None
    unit_class: str | None
    antecedent: Quantity | None = None
    inherited: tuple[str, ...] = ()


@valueclass(frozen=True, slots=True)
class _Setting:
    """Whose it is and where, with the token spans that say so."""

    actor: str | None = None
    place: Place | None = None
    spans: tuple[tuple[str, tuple[int, int] | None], ...] = ()
    inherited: tuple[str, ...] = ()


def find_quantities(
    sentences: Sequence[Sentence], surroundings: Sequence[Surroundings], language: Language
) -> tuple[Quantity, ...]:
    """Return the quantities of `sentences`, in order. `surroundings[i]` holds events and places of `sentences[i]`."""
    words = compile_scene_words(language)
    memory = Memory(
        tells_of_death=any(is_death(event) for around in surroundings for event in around.events.events),
        present_year=latest_year(sentences),
    )
    found: list[Quantity] = []
    for number, (sentence, around) in enumerate(zip(sentences, surroundings, strict=True)):
        label: str | None = None
        previous: Quantity | None = None
        here: list[Quantity] = []
        is_first = not any(quantity.aspect in _HARMED for quantity in found)
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
        found += with_areas(sentence, paired(sentence, here, language), words.units)
        memory.remember_sentence(number, sentence, around, words.units)
    return tuple(found)


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
    is_listed = previous in _CHAINING and figure.first > 0 and sentence.lowers[figure.first - 1] in words.list_links
    return label_of(
        sentence, figure, words.labels, has_noun=unit.text is not None, previous=previous if is_listed else None
    )


def no_count_of(sentence: Sentence, figure: Figure, unit: Unit, units: Units) -> str | None:
    """Return why a figure that is no label counts nothing all the same: "description" or "pronoun", or None."""
    if _is_description(figure, unit):
        return "description"
    return "pronoun" if _is_generic_one(sentence, figure, unit, units) else None


def _is_description(figure: Figure, unit: Unit) -> bool:
    """Tell "five-year", "three-bed": words that describe and do not count; ages and measures are kept."""
    return figure.tail is not None and (not unit.is_measure or unit.unit_class == "duration")


def _is_generic_one(sentence: Sentence, figure: Figure, unit: Unit, units: Units) -> bool:
    """Tell the pronoun or article-like "one" ("one of the", "the one that", "one day") from the count."""
    if (
        figure.has_article
        or figure.low != 1.0
        or figure.high != 1.0
        or figure.is_digits
        or figure.is_scaled
        or figure.tail is not None
        or figure.unit is not None
    ):
        return False
    lowers = sentence.lowers
    before = lowers[figure.first - 1] if figure.first > 0 else ""
    after = lowers[figure.last] if figure.last < len(lowers) else ""
    if before in units.one_described and figure.first > 1 and lowers[figure.first - 2] in units.determiners:
        return unit.text is None  # "a loved one", "the last one"
    if before in units.one_before or after in units.one_generic or (unit.is_part and unit.text is not None):
        return True
    return unit.text is not None and unit.unit_class is None and not unit.is_measure


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
        return _put_together(scene, scene, _Noun(unit.text, unit.unit_class), Happening(), _Setting())
    counted = announced(scene)
    event = find_event(counted)
    noun = _noun(counted, event)
    happening = read_happening(counted, event, noun.unit_class, noun.antecedent)
    return _put_together(
        scene if counted is scene else replace(scene, unit=counted.unit),
        counted,
        noun,
        happening,
        _setting(counted, noun, event),
    )


def _put_together(scene: Scene, counted: Scene, noun: _Noun, happening: Happening, setting: _Setting) -> Quantity:
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
    if reason is None and happening.aspect is None and _is_known_party(scene):
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


def _is_condition(scene: Scene, noun: _Noun, happening: Happening) -> bool:
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


# ---- the counted noun, where the sentence leaves it out


def _noun(scene: Scene, event: Event | None) -> _Noun:
    unit = scene.unit
    if unit.text is not None:
        return _Noun(unit.text, unit.unit_class)
    if is_toll(scene):
        return _Noun(None, "person")
    if is_member(scene) and scene.previous is not None:
        return _Noun(scene.previous.unit, scene.previous.unit_class, scene.previous, ("unit",))
    if (whole := opening_whole(scene)) is not None and whole.unit is not None:
        return _Noun(whole.unit, whole.unit_class, whole, ("unit",))
    relative = _relative(scene)
    if relative is None and not _is_elliptical(scene, event):
        return _Noun(None, unit.unit_class)
    antecedent = relative or _antecedent(scene, event)
    is_harm = event is not None and event.is_harm and event.aspect in scene.words.events.of_people
    if antecedent is not None and not (is_harm and antecedent.unit_class not in _PEOPLE):
        text = antecedent.unit
        if text is not None and total_noun(scene) is not None:
            text = text.split()[-1]  # the total of "12 new cases" is of cases
        return _Noun(text, antecedent.unit_class, antecedent, ("unit",))
    return _Noun(None, _class_of(scene, event))


def _antecedent(scene: Scene, event: Event | None) -> Quantity | None:
    """Return the earlier quantity whose noun the figure leaves out. Of people who came to harm it must say the same
    harm.
    """
    is_total = total_noun(scene) is not None
    found = scene.memory.totalled(scene.number) if is_total else scene.memory.antecedent(scene.number)
    if (
        found is None
        or found.sentence == scene.number
        or scene.unit.is_part
        or scene.bound.is_increment
        or scene.unit.is_increment
    ):
        return found
    return found if event is None or not event.is_harm or found.aspect == event.aspect else None


def _class_of(scene: Scene, event: Event | None) -> str | None:
    """Return what a bare number counts by what happens to it: people are killed, and missing, where nothing else is
    named.
    """
    return "person" if event is not None and event.aspect in scene.words.events.of_people else None


def _relative(scene: Scene) -> Quantity | None:
    """Return what a figure is a part of where a relative clause says so: "12 incidents, eight of which ..."."""
    previous = scene.previous
    if previous is None or previous.unit is None or scene.first - previous.last > 1:
        return None
    of, relative = (*scene.sentence.lowers[scene.figure.last : scene.figure.last + 2], "", "")[:2]
    return previous if of in scene.words.units.of and relative in scene.words.events.relatives else None


def _is_elliptical(scene: Scene, event: Event | None) -> bool:
    if scene.unit.is_part:
        return not _is_of_mass(scene)
    if scene.stands_before(scene.words.figure_nouns):
        return True
    if event is None or scene.figure.form is Form.FRACTION:
        return False
    start, stop = (
        (scene.figure.last, event.first) if event.first >= scene.figure.last else (event.last, scene.figure.first)
    )
    return distance(scene.around.events.weights, start, stop) <= _ADJACENT


def _is_of_mass(scene: Scene) -> bool:
    """Tell "a third of the grain", "one count of murder and four of assault", of something that is not counted, from
    "a third of the injured", "three of them".
    """
    units, unit, lowers = scene.words.units, scene.unit, scene.sentence.lowers
    after = lowers[unit.last : unit.last + 1]
    is_bare = lowers[unit.last - 1] in units.of and lowers[unit.last - 1] not in units.determiners
    if (
        unit.points_back
        or not (is_bare or scene.figure.form is Form.FRACTION)
        or not after
        or not after[0][0].isalpha()
    ):
        return False
    return after[0] not in units.stops and after[0] not in units.numbers and after[0] not in scene.words.events.words


# ---- whose, and where


def _setting(scene: Scene, noun: _Noun, event: Event | None) -> _Setting:
    actor, actor_span = actor_of(scene.sentence, scene.around, event, scene.figure.last, scene.last, scene.first)
    is_known = actor is None and (actor := _known_actor(scene, noun)) is not None
    if event is None and (previous := _sharing(scene)) is not None:
        actor, place, place_span, is_carried = actor or previous.actor, previous.place, None, True
    else:
        place, place_span, is_carried = _place(scene, noun, event, actor)
    inherited = tuple(slot for slot, is_taken in (("actor", is_known), ("place", is_carried)) if is_taken)
    return _Setting(actor, place, (("actor", actor_span), ("place", place_span)), inherited)


def _known_actor(scene: Scene, noun: _Noun) -> str | None:
    """Return whose a thing is by what was said of it before."""
    if noun.unit_class is None:
        return None
    said = noun.antecedent.actor if noun.antecedent is not None else None
    return said or scene.memory.actor(scene.number, noun.unit_class)


def _sharing(scene: Scene) -> Quantity | None:
    """Return the figure before this one where both are of one event, and it has a place."""
    previous = scene.previous
    return previous if previous is not None and previous.place is not None and shares_event(scene) else None


def _place(scene: Scene, noun: _Noun, event: Event | None, actor: str | None) -> _Found:
    if is_member(scene):
        return *member_place(scene), False
    if (beside := total_place(scene)) is not None:
        return beside.place, (beside.first, beside.last), False
    place, span = place_of(scene.sentence, scene.around, event, scene.first, scene.last, scene.words.language)
    if event is not None:
        carried = fronted_place(scene) if place is None else None
        is_far = span is None or span[0] > max(scene.last, event.last) + _POINTED
        if carried is None and is_far:
            carried = _pointed_place(scene, noun, event, actor, is_open=place is None)
        if carried is not None:
            return carried, None, True
    return _whereabouts(scene, noun, event) if place is None else (place, span, False)


def _pointed_place(scene: Scene, noun: _Noun, event: Event, actor: str | None, *, is_open: bool) -> Place | None:
    """Return the place that "there" or "on their land" points to, or, where none is named, the goal of a movement."""
    memory = scene.memory
    pointed = memory.pointed_place(scene.number, scene.sentence, scene.around, event, scene.last, actor)
    return memory.goal(scene.number, noun.unit_class, event) if pointed is None and is_open else pointed


def _whereabouts(scene: Scene, noun: _Noun, event: Event | None) -> _Found:
    """Return the place of what the words beside a figure leave without one."""
    if event is None and noun.unit_class not in _PLACED:
        return None, None, False
    span = _named_beside(scene, noun)
    if span is not None and not span.is_source:
        return span.place, (span.first, span.last), False
    pointed = kind_pointed_at(scene.sentence, scene.around.words)
    if pointed is not None:
        place = _of_kind(scene, *pointed)
    elif span is not None:
        return span.place, (span.first, span.last), False
    else:
        is_told = event is not None and event.is_harm and not is_toll(scene)
        place = scene.memory.scene(scene.number, scene.around) if is_told else None
    return place, None, place is not None


def _is_of_the_sick(scene: Scene) -> bool:
    """Tell "Bulgaria has 33 patients", whom states count like cases."""
    unit = scene.unit
    return unit.implied == "infected" or (unit.head is not None and _noun_at(scene, unit.head) in scene.words.patients)


def _noun_at(scene: Scene, at: int) -> str:
    return singular(scene.sentence.lowers[at], scene.words.units)


def _named_beside(scene: Scene, noun: _Noun) -> PlaceSpan | None:
    """Return the place of the sentence that a figure without its own is at, or that counts it."""
    sentence, places, words = scene.sentence, scene.around.places, scene.around.words
    span = host_of(sentence, places, words, scene.first) or scene_before(sentence, places, words, scene.first)
    span = span or scene_of(sentence, places, words, scene.last) or scene_after(sentence, places, words, scene.last)
    if span is not None or not (noun.unit_class in _COUNTED_BY_STATES or _is_of_the_sick(scene)):
        return span
    inside = (one for one in places if scene.first <= one.first < scene.last and one.role != "adjective")
    span = next(inside, None) or subject_of(sentence, places, words, scene.first)
    return span or reported_from(sentence, places, words)


def _of_kind(scene: Scene, at: int, kind: str) -> Place | None:
    """Return the place that "the town" at token `at` stands for."""
    named = (one for one in reversed(scene.around.places) if one.last <= at)
    here = next((one for one in named if kind_of(scene.sentence, one, scene.around.words) == kind), None)
    return here.place if here is not None else scene.memory.kind_named(scene.number, kind)


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
