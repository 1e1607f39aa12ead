"""Nouns that announce what a later figure counts: "the death toll ... rose to 41", "the number of people injured ...
stands at 350".

Between the noun and its figure a whole clause may stand, with numbers of its own. So the figure is known by the words
right before it, which set a level ("rose to", "stands at", "reached"), and the noun by being the nearest that no other
figure took.
"""

from __future__ import annotations

from monitor.core.counting.counted import read_unit
from monitor.core.counting.scenes import Scene
from monitor.core.counting.units import Unit, class_of, is_plural, singular
from monitor.core.syntax.clauses import clause_start
from monitor.core.syntax.verbs import compile_verbs
from monitor.model.valueclasses import replace

_LEVEL_REACH = 24  # tokens back from "rose to" to the noun: a subject with a relative clause
_SUBJECT_REACH = 10  # tokens of a subject before its verb
_COURSE_REACH = 8  # tokens between "rose" and "to 96": "from 61", "sharply"; "police and troop numbers in Togo"
_FINAL = 3  # tokens from a figure to its verb at the end of the clause
_LABEL_ENDS = frozenset((".", ";", ",", "-", "–", "•", "*", "|"))
_CLAUSE_ENDS = frozenset(("that", "dass", "while", "and", "und"))
_NUMBERED = frozenset(("event", "casualty", "person", "soldier", "building", "job", "vehicle"))
_FIGURE_REACH = 9  # tokens back to "the figure", "the toll" where no level is set


def is_toll(scene: Scene) -> bool:
    """Tell "the toll rose to 41" and "the number of deaths rose to 41"; never what a toll was before."""
    return scene.unit.text is None and _announces_toll(scene) and not is_former(scene)


def _announces_toll(scene: Scene) -> bool:
    words = scene.words
    if _noun_before(scene, words.toll_nouns, _FIGURE_REACH) is not None:
        return True
    deaths = _noun_before(scene, words.death_nouns, _FIGURE_REACH)
    if deaths is not None and _noun_before(scene, words.figure_nouns, _FIGURE_REACH) is not None:
        return True
    return _leveled_noun(scene, words.announcers, words.toll_nouns) is not None


def announced(scene: Scene) -> Scene:
    """Return the scene of what is counted: where "the number of people killed in the quake rose to 95" stands for "95
    people killed".

    A figure that no such noun announces has its own scene.
    """
    if scene.unit.text is not None or is_former(scene):
        return scene
    words, lowers = scene.words, scene.sentence.lowers
    nouns = words.figure_nouns | words.units.outcomes
    noun = _leveled_noun(scene, nouns | words.toll_nouns, nouns)
    noun = _noun_behind(scene) if noun is None else noun
    if noun is None:
        has_toll = _noun_before(scene, words.toll_nouns, _FIGURE_REACH) is not None
        return _labelled(scene) or (None if has_toll else _counted_subject(scene)) or scene
    if lowers[noun] in words.units.outcomes:  # "deaths ... have reached 600"
        head = singular(lowers[noun], words.units)
        unit = Unit(
            noun,
            noun + 1,
            noun,
            scene.sentence.words[noun],
            class_of(head, (), words.units),
            implied=words.units.implied[head],
        )
        return _standing_at(scene, noun, noun, unit)
    if noun + 2 >= len(lowers) or lowers[noun + 1] not in words.units.of:
        return scene
    return _standing_at(
        scene,
        noun + 1,
        noun + 2,
        read_unit(scene.sentence, replace(scene.figure, first=noun + 1, last=noun + 2), words.units),
    )


def _noun_behind(scene: Scene) -> int | None:
    """Return the token of the noun that a level stands before: "bringing to 14 the (total) number of deaths"."""
    words, lowers, noun = scene.words, scene.sentence.lowers, scene.last
    if scene.first == 0 or lowers[scene.first - 1] not in words.level_links:
        return None
    while noun < len(lowers) and (lowers[noun] in words.events.articles or _is_figure_noun(scene, noun + 1)):
        noun += 1
    return noun if noun > scene.last and _is_figure_noun(scene, noun) else None


def _is_figure_noun(scene: Scene, k: int) -> bool:
    return scene.sentence.lower_at(k) in scene.words.figure_nouns


def _labelled(scene: Scene) -> Scene | None:
    """Return the scene of a figure after its label, "Deaths: 112; injured: 530": the label is what is counted, or what
    happened to it.
    """
    lowers, colon, units = scene.sentence.lowers, scene.first - 1, scene.words.units
    if colon < 1 or lowers[colon] != ":" or (colon > 1 and lowers[colon - 2] not in _LABEL_ENDS):
        return None
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
        scene.sentence.words[colon - 1],
        class_of(head, (), units) or "person",
        implied=implied,
    )
    return replace(scene, unit=unit, previous=None)


def _counted_subject(scene: Scene) -> Scene | None:
    """Return the scene of what changes by or to the figure: "Infections in Togo rose to 96", "The dead now number 31",
    "cut its staff by 40".
    """
    verb = _course(scene)
    if verb is None:
        return None
    found = _numbered(scene, verb + 1, scene.first - 1)  # an object stands between
    ends = _CLAUSE_ENDS, scene.words.events.clause_marks, compile_verbs(scene.words.language).saying
    begin = clause_start(scene.sentence.lowers, verb, *ends, reach=_SUBJECT_REACH)
    if found is None and not scene.words.units.determiners.isdisjoint(scene.sentence.lowers[verb + 1 :][:1]):
        return None  # "Officials cut the price by 5": the verb has an object of its own
    found = _numbered(scene, begin, verb) if found is None else found
    if found is None:
        return None
    units, head = scene.words.units, singular(scene.sentence.lowers[found], scene.words.units)
    unit = Unit(
        found,
        found + 1,
        found,
        scene.sentence.words[found],
        class_of(head, (), units),
        implied=units.implied.get(head),
    )
    return _standing_at(scene, found, found, unit)


def _numbered(scene: Scene, begin: int, end: int) -> int | None:
    """Return the first noun of tokens [begin, end) that is counted one by one, or None; a number of its own shuts off
    what stands before.
    """
    numbers = (k for k in range(end - 1, begin - 1, -1) if scene.sentence.lowers[k][0].isdecimal())
    begin = max(begin, next(numbers, begin - 1) + 1)
    return next((k for k in range(begin, end) if _class_of_plural(scene, k) in _NUMBERED), None)


def _course(scene: Scene) -> int | None:
    """Return the token of the verb of change whose result or step the figure is ("rose (from 61) to", "cut its staff
    by"), or of "number", which counts its subject.
    """
    words, lowers, first = scene.words, scene.sentence.lowers, scene.first
    if first < 2:
        return None
    if lowers[first - 1] in words.numbering:
        return first - 1
    if lowers[first - 1] not in words.level_links | words.step_links:
        return None
    if words.events.is_verb_final and not words.courses.isdisjoint(lowers[scene.last : scene.last + _FINAL]):
        return first - 1  # "will die Zahl der Soldaten um 40 erhöhen"
    return next(
        (k for k in range(first - 2, max(-1, first - 2 - _COURSE_REACH), -1) if lowers[k] in words.courses), None
    )


def _class_of_plural(scene: Scene, k: int) -> str | None:
    units, word = scene.words.units, scene.sentence.lowers[k]
    if not (is_plural(word, units) or (units.has_capital_nouns and scene.sentence.words[k][0].isupper())):
        return None
    return class_of(singular(word, units), (), units)


def _standing_at(scene: Scene, first: int, last: int, unit: Unit) -> Scene:
    return replace(
        scene,
        figure=replace(scene.figure, first=first, last=last),
        unit=unit,
        first=first,
        last=max(last, unit.last),
        previous=None,
    )


def is_former(scene: Scene) -> bool:
    """Tell a figure that no longer holds: "down from 31", "from 31 to 29", "an earlier count of 32"."""
    lowers, first, last, words = scene.sentence.lowers, scene.first, scene.last, scene.words
    is_next_level = scene.unit.text is None and scene.sentence.lower_at(last) in words.level_links
    if (
        first > 1
        and lowers[first - 1] in words.former_links
        and (is_next_level or lowers[first - 2] in words.directions)
    ):
        return True
    noun = _noun_before(scene, words.announcers, 3)
    return noun is not None and noun > 0 and not words.former.isdisjoint(lowers[max(0, noun - 2) : noun])


def _noun_before(scene: Scene, nouns: frozenset[str], reach: int) -> int | None:
    """Return the token of the nearest of `nouns` before the figure with no other number between."""
    first, lowers = scene.figure.first, scene.sentence.lowers
    if nouns.isdisjoint(lowers[max(0, first - reach + 1) : first]):
        return None
    for k in range(first - 1, max(-1, first - reach), -1):
        if lowers[k] in nouns:
            return k
        if lowers[k][0].isdecimal() or lowers[k] in (";", ".", ":"):
            return None
    return None


def _leveled_noun(scene: Scene, rivals: frozenset[str], nouns: frozenset[str]) -> int | None:
    """Return the token of the nearest of `rivals` before the level that the figure sets, if it is one of `nouns` and
    still free.
    """
    first, lowers = scene.first, scene.sentence.lowers
    if scene.sentence.lower_at(first - 1) in scene.words.levels:
        first -= 1
    elif (
        scene.figure.first - first != 1 or lowers[first] not in scene.words.levels
    ):  # "exceeded 41", which is a modifier itself
        return None
    for k in range(first - 1, max(-1, first - 1 - _LEVEL_REACH), -1):
        if lowers[k] in rivals:
            return k if lowers[k] in nouns and not _is_taken(scene, k) else None
        if lowers[k] in (";", ":"):
            return None
    return None


def _is_taken(scene: Scene, noun: int) -> bool:
    """Tell that an earlier figure stands between, and this one is added to it: "the toll stood at 41 and damage at
    3".
    """
    previous = scene.previous
    return (
        previous is not None
        and previous.first > noun
        and not scene.words.events.joins.isdisjoint(scene.sentence.lowers[previous.last : scene.first])
    )
