"""Nouns that announce what a later figure counts: "the death toll ... rose to 41", "the number of people injured ...
stands at 350".

Between the noun and its figure a whole clause may stand, with numbers of its own. So the figure is known by the words
right before it, which set a level ("rose to", "stands at", "reached"), and the noun by being the nearest that no other
figure took.
"""

from __future__ import annotations

from monitor.core.counting.counted_units import read_unit
from monitor.core.counting.figure_context import FigureContext
from monitor.core.counting.units import Unit, class_of, is_plural, singular
from monitor.core.syntax.clauses import clause_start
from monitor.core.syntax.verbs import compile_verbs
from monitor.model import UnitClass
from monitor.model.valueclasses import replace

_LEVEL_REACH = 24  # tokens back from "rose to" to the noun: a subject with a relative clause
_SUBJECT_REACH = 10  # tokens of a subject before its verb
_COURSE_REACH = 8  # tokens between "rose" and "to 96": "from 61", "sharply"; "police and troop numbers in Togo"
_MATTER = 6  # tokens from "output" to "chips": "of small electric cars"
_FINAL = 3  # tokens from a figure to its verb at the end of the clause
_LABEL_ENDS = frozenset((".", ";", ",", "-", "–", "•", "*", "|"))
_CLAUSE_ENDS = frozenset(("that", "dass", "while", "and", "und"))
_NUMBERED = frozenset(("event", "casualty", "person", "soldier", "building", "job", "vehicle"))
_TOLD_ALONE = frozenset(("event", "casualty"))  # what brings a count up is no one else
_FIGURE_REACH = 9  # tokens back to "the figure", "the toll" where no level is set


def is_toll(context: FigureContext) -> bool:
    """Tell "the toll rose to 41" and "the number of deaths rose to 41"; never what a toll was before."""
    return context.unit.text is None and _announces_toll(context) and not is_former(context)


def is_risen_to(context: FigureContext) -> bool:
    """Tell "Kabul blast toll up to 17" of a headline, which has no verb, from a bound: "toll may be up to 17"."""
    words, lowers, cue = context.words, context.sentence.lowers, context.bound.cue
    if context.unit.text is not None or cue is None or not context.sentence.is_heading:
        return False
    if lowers[cue[0]] not in words.directions or lowers[cue[1] - 1] not in words.level_links:
        return False
    noun = _noun_before(context, words.announcers | words.death_nouns, _FIGURE_REACH)
    open_words = words.events.possible | words.events.planned | words.events.be
    return noun is not None and open_words.isdisjoint(lowers[noun : cue[0]])


def _announces_toll(context: FigureContext) -> bool:
    words = context.words
    if _noun_before(context, words.toll_nouns, _FIGURE_REACH) is not None:
        return True
    deaths = _noun_before(context, words.death_nouns, _FIGURE_REACH)
    if deaths is not None and _noun_before(context, words.figure_nouns, _FIGURE_REACH) is not None:
        return True
    return announcing(context, words.announcers, words.toll_nouns) is not None


def announced(context: FigureContext) -> FigureContext:
    """Return the context of what is counted: where "the number of people killed in the quake rose to 95" stands for "95
    people killed".

    A figure that no such noun announces has its own context.
    """
    if context.unit.text is not None or is_former(context):
        return context
    words, lowers = context.words, context.sentence.lowers
    nouns = words.figure_nouns | words.units.outcomes
    noun = announcing(context, nouns | words.toll_nouns, nouns)
    noun = _noun_behind(context) if noun is None else noun
    if noun is not None and (compound := _compound_count(context, noun)) is not None:
        return compound
    if noun is None:
        has_toll = _noun_before(context, words.toll_nouns, _FIGURE_REACH) is not None
        return _labelled(context) or (None if has_toll else _counted_subject(context)) or context
    if lowers[noun] in words.units.outcomes:  # "deaths ... have reached 600"
        return _of_noun(context, noun)
    if noun + 2 >= len(lowers) or lowers[noun + 1] not in words.units.of:
        return _brought(context, noun) or context
    return _standing_at(
        context,
        noun + 1,
        noun + 2,
        read_unit(context.sentence, replace(context.figure, first=noun + 1, last=noun + 2), words.units),
    )


def _noun_behind(context: FigureContext) -> int | None:
    """Return the token of the noun that a level stands before: "bringing to 14 the (total) number of deaths"."""
    words, lowers, noun = context.words, context.sentence.lowers, context.last
    if context.first == 0 or lowers[context.first - 1] not in words.level_links:
        return None
    while noun < len(lowers) and (lowers[noun] in words.events.articles or _is_figure_noun(context, noun + 1)):
        noun += 1
    return noun if noun > context.last and _is_figure_noun(context, noun) else None


def _compound_count(context: FigureContext, noun: int) -> FigureContext | None:
    """Return the context of "the case count reached 98", "the casualty figure": what is counted stands in the noun."""
    units, k = context.words.units, noun - 1
    if k < 0 or context.sentence.lowers[noun] in units.outcomes or units.has_capital_nouns:
        return None
    is_numbered = class_of(singular(context.sentence.lowers[k], units), (), units) in _NUMBERED
    return _of_noun(context, k) if is_numbered and context.sentence.lower_at(noun + 1) not in units.of else None


def _brought(context: FigureContext, noun: int) -> FigureContext | None:
    """Return the context of "the new cases took the tally to 98": what its subject names is what the noun counts."""
    if context.previous is not None or context.words.units.has_capital_nouns:
        return None
    units, lowers = context.words.units, context.sentence.lowers
    begin = clause_start(lowers, noun, _CLAUSE_ENDS, context.words.events.clause_marks, reach=_SUBJECT_REACH)
    for k in range(begin, noun - 1):
        if lowers[k][0].isdecimal() or lowers[k] in units.numbers:
            return None
        if _class_of_plural(context, k) in _TOLD_ALONE:
            return _of_noun(context, k, last=noun)
    return None


def _is_figure_noun(context: FigureContext, k: int) -> bool:
    return context.sentence.lower_at(k) in context.words.figure_nouns


def _labelled(context: FigureContext) -> FigureContext | None:
    """Return the context of a figure after its label, "Deaths: 112; injured: 530": the label is what is counted, or
    what happened to it.
    """
    lowers, colon, units = context.sentence.lowers, context.first - 1, context.words.units
    if colon < 1 or lowers[colon] != ":":
        return None
    first = colon - 2 - (colon > 1 and lowers[colon - 2] in context.words.events.articles)  # "The injured: 60"
    if first >= 0 and lowers[first] not in _LABEL_ENDS:
        return None
    if any(event.first == context.last for event in context.around.events.events):
        return None  # "Casualties: 17 killed"
    label = lowers[colon - 1]
    head = singular(label, units)
    implied = units.implied.get(head) or next(
        (cue.aspect for cue in units.events.cues.get(label, ()) if cue.aspect in units.events.of_people), None
    )
    if implied is None:
        return None
    unit = Unit(
        colon - 1,
        colon,
        colon - 1,
        context.sentence.words[colon - 1],
        class_of(head, (), units) or "person",
        implied=implied,
    )
    return replace(context, unit=unit, previous=None)


def _counted_subject(context: FigureContext) -> FigureContext | None:
    """Return the context of what changes by or to the figure: "Infections in Togo rose to 96", "The dead now number
    31", "cut its staff by 40".
    """
    verb = _course(context)
    if verb is None:
        return None
    found = _numbered(context, verb + 1, context.first - 1)  # an object stands between
    ends = _CLAUSE_ENDS, context.words.events.clause_marks, compile_verbs(context.words.language).saying
    begin = clause_start(context.sentence.lowers, verb, *ends, reach=_SUBJECT_REACH)
    if found is None and not context.words.units.determiners.isdisjoint(context.sentence.lowers[verb + 1 :][:1]):
        return None  # "Officials cut the price by 5": the verb has an object of its own
    found = _numbered(context, begin, verb) if found is None else found
    if found is None:
        return None
    lowers, units = context.sentence.lowers, context.words.units
    if lowers[found] in context.words.collectives:
        return _standing_at(context, found, found, Unit(found, found + 1, found, None, UnitClass.PERSON))
    if lowers[found] in context.words.flows:
        thing = class_of(singular(lowers[found - 1], units), (), units)
        name = context.sentence.slice(found - 1, found + 1)
        name = name if found > 1 or units.has_capital_nouns else name.lower()  # "Car sales fell to"
        flow = Unit(found - 1, found + 1, found, name, thing)
        return _standing_at(context, found - 1, found, flow)
    is_compound = found > begin and f"{lowers[found - 1]} {singular(lowers[found], units)}" in units.implied
    return _of_noun(context, found, words=1 + is_compound)  # "job losses"


def _numbered(context: FigureContext, begin: int, end: int) -> int | None:
    """Return the first noun of tokens [begin, end) that is counted one by one, by itself or in "troop numbers", or
    None; a number of its own shuts off what stands before.
    """
    lowers, units = context.sentence.lowers, context.words.units
    numbers = (k for k in range(end - 1, begin - 1, -1) if lowers[k][0].isdecimal() and not _is_of_change(context, k))
    begin = max(begin, next(numbers, begin - 1) + 1)
    for k in range(begin, end):
        if _class_of_plural(context, k) in _NUMBERED or lowers[k] in context.words.collectives:
            return k
        if lowers[k] in context.words.flows and (thing := _flowing(context, k, end)) is not None:
            return thing
        if k > begin and singular(lowers[k], units) in context.words.figure_nouns and is_plural(lowers[k], units):
            return k - 1 if class_of(singular(lowers[k - 1], units), (), units) in _NUMBERED else None
    return None


def _is_of_change(context: FigureContext, k: int) -> bool:
    """Tell the number of "by 10 percent" and of "from 44,000", which count nothing else than the figure does."""
    lowers = context.sentence.lowers
    return context.sentence.lower_at(k + 1) in context.words.percent or lowers[k - 1] in context.words.former_links


def _flowing(context: FigureContext, flow: int, end: int) -> int | None:
    """Return the token of what flows: the plural of "output of (small) chips", the noun of "car sales" itself."""
    lowers, units = context.sentence.lowers, context.words.units
    if flow + 1 < end and lowers[flow + 1] in units.of:
        for k in range(flow + 2, min(end, flow + _MATTER)):
            if lowers[k] in units.stops or not lowers[k].isalpha():
                return None
            if is_plural(lowers[k], units) and not is_plural(context.sentence.lower_at(k + 1), units):
                return k
    is_of_things = flow > 0 and class_of(singular(lowers[flow - 1], units), (), units) in _NUMBERED
    return flow if is_of_things else None


def _course(context: FigureContext) -> int | None:
    """Return the token of the verb of change whose result or step the figure is ("rose (from 61) to", "cut its staff
    by"), or of "number", which counts its subject.
    """
    words, lowers, first = context.words, context.sentence.lowers, context.first
    if context.figure.first > 0 and lowers[context.figure.first - 1] in words.numbering:
        return context.figure.first - 1  # which may bound it as well: "could reach 1,200"
    if first < 2:
        return None
    if " ".join(lowers[first - 2 : first]) in words.standing:
        return first - 2
    if lowers[first - 1] not in words.level_links | words.step_links:
        return None
    if words.events.is_verb_final and not words.courses.isdisjoint(lowers[context.last : context.last + _FINAL]):
        return first - 1  # "will die Zahl der Soldaten um 40 erhöhen"
    return next(
        (k for k in range(first - 2, max(-1, first - 2 - _COURSE_REACH), -1) if lowers[k] in words.courses), None
    )


def _class_of_plural(context: FigureContext, k: int) -> str | None:
    units, word = context.words.units, context.sentence.lowers[k]
    if not (is_plural(word, units) or (units.has_capital_nouns and context.sentence.words[k][0].isupper())):
        return None
    return class_of(singular(word, units), (), units)


def _of_noun(context: FigureContext, at: int, *, words: int = 1, last: int | None = None) -> FigureContext:
    """Return the context of what the noun at token `at` names, with those before it that make it a noun of `words`;
    last: the token behind all that is said of it.
    """
    units, lowers, first = context.words.units, context.sentence.lowers, at - words + 1
    head = " ".join((*lowers[first:at], singular(lowers[at], units)))
    name, implied = context.sentence.slice(first, at + 1), units.implied.get(head)
    unit = Unit(first, last or at + 1, at, name, class_of(head, (), units), implied=implied)
    return _standing_at(context, first, at, unit)


def _standing_at(context: FigureContext, first: int, last: int, unit: Unit) -> FigureContext:
    return replace(
        context,
        figure=replace(context.figure, first=first, last=last),
        unit=unit,
        first=first,
        last=max(last, unit.last),
        previous=None,
    )


def is_former(context: FigureContext) -> bool:
    """Tell a figure that no longer holds: "down from 31", "from 31 to 29", "an earlier count of 32"."""
    lowers, first, last, words = context.sentence.lowers, context.first, context.last, context.words
    is_next_level = context.unit.text is None and context.sentence.lower_at(last) in words.level_links
    if (
        first > 1
        and lowers[first - 1] in words.former_links
        and (is_next_level or lowers[first - 2] in words.directions)
    ):
        return True
    noun = _noun_before(context, words.announcers, 3)
    return noun is not None and noun > 0 and not words.former.isdisjoint(lowers[max(0, noun - 2) : noun])


def _noun_before(context: FigureContext, nouns: frozenset[str], reach: int) -> int | None:
    """Return the token of the nearest of `nouns` before the figure with no other number between."""
    first, lowers = context.figure.first, context.sentence.lowers
    if nouns.isdisjoint(lowers[max(0, first - reach + 1) : first]):
        return None
    for k in range(first - 1, max(-1, first - reach), -1):
        if lowers[k] in nouns:
            return k
        if lowers[k][0].isdecimal() or lowers[k] in (";", ".", ":"):
            return None
    return None


def announcing(context: FigureContext, rivals: frozenset[str], nouns: frozenset[str]) -> int | None:
    """Return the token of the nearest of `rivals` before the level that the figure sets, if it is one of `nouns` and
    still free.
    """
    first, lowers = context.first, context.sentence.lowers
    if context.sentence.lower_at(first - 1) in context.words.levels:
        first -= 1
    elif (
        context.figure.first - first != 1 or lowers[first] not in context.words.levels
    ):  # "exceeded 41", which is a modifier itself
        return None
    for k in range(first - 1, max(-1, first - 1 - _LEVEL_REACH), -1):
        if lowers[k] in rivals:
            return k if lowers[k] in nouns and not _is_taken(context, k) else None
        if lowers[k] in (";", ":"):
            return None
    return None


def _is_taken(context: FigureContext, noun: int) -> bool:
    """Tell that an earlier figure stands between, and this one is added to it: "the toll stood at 41 and damage at
    3".
    """
    previous = context.previous
    return (
        previous is not None
        and previous.first > noun
        and not context.words.events.joins.isdisjoint(context.sentence.lowers[previous.last : context.first])
    )
