"""Nouns that announce what a later figure counts: "the death toll ... rose to 41", "the number of people injured ... stands at 350".

Between the noun and its figure a whole clause may stand, with numbers of its own. So the figure is known by the words right
before it, which set a level ("rose to", "stands at", "reached"), and the noun by being the nearest that no other figure took.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.core.counting.counted import read_unit
from monitor.core.counting.scenes import Scene

_LEVEL_REACH = 24  # tokens back from "rose to" to the noun: a subject with a relative clause
_FIGURE_REACH = 9  # tokens back to "the figure", "the toll" where no level is set


def is_toll(scene: Scene) -> bool:
    """Tell "the toll rose to 41", "deaths have reached 41" and "the number of deaths rose to 41"; never what a toll was before."""
    if scene.unit.text is not None or is_former(scene):
        return False
    words = scene.words
    if _noun_before(scene, words.toll_nouns, _FIGURE_REACH) is not None:
        return True
    deaths = _noun_before(scene, words.death_nouns, _FIGURE_REACH)
    if deaths is not None and _noun_before(scene, words.figure_nouns, _FIGURE_REACH) is not None:
        return True
    subjects = words.toll_nouns | words.death_subjects
    return _leveled_noun(scene, subjects | words.figure_nouns, subjects) is not None


def announced(scene: Scene) -> Scene:
    """Return the scene of what is counted: where "the number of people killed in the quake rose to 95" stands for "95 people killed".

    A figure that no such noun announces has its own scene.
    """
    if scene.unit.text is not None or is_former(scene):
        return scene
    noun = _leveled_noun(scene, scene.words.figure_nouns | scene.words.toll_nouns, scene.words.figure_nouns)
    if noun is None or scene.sentence.lowers[noun + 1] not in scene.words.units.of:
        return scene
    figure = replace(scene.figure, first=noun + 1, last=noun + 2)
    unit = read_unit(scene.sentence, figure, scene.words.units)
    return replace(scene, figure=figure, unit=unit, first=noun + 1, last=max(noun + 2, unit.last), previous=None)


def is_former(scene: Scene) -> bool:
    """Tell a figure that no longer holds: "down from 31", "from 31 to 29", "an earlier count of 32"."""
    lowers, first, last, words = scene.sentence.lowers, scene.first, scene.last, scene.words
    is_next_level = scene.unit.text is None and last < len(lowers) and lowers[last] in words.level_links
    if first > 1 and lowers[first - 1] in words.former_links and (is_next_level or lowers[first - 2] in words.directions):
        return True
    noun = _noun_before(scene, words.figure_nouns | words.toll_nouns, 3)
    return noun is not None and noun > 0 and not words.former.isdisjoint(lowers[max(0, noun - 2) : noun])


def _noun_before(scene: Scene, nouns: frozenset[str], reach: int) -> int | None:
    """Return the token of the nearest of `nouns` before the figure with no other number between."""
    first, lowers = scene.figure.first, scene.sentence.lowers
    for k in range(first - 1, max(-1, first - reach), -1):
        if lowers[k] in nouns:
            return k
        if lowers[k][0].isdecimal() or lowers[k] in (";", ".", ":"):
            return None
    return None


def _leveled_noun(scene: Scene, rivals: frozenset[str], nouns: frozenset[str]) -> int | None:
    """Return the token of the nearest of `rivals` before the level that the figure sets, if it is one of `nouns` and still free."""
    first, lowers = scene.first, scene.sentence.lowers
    if first == 0 or lowers[first - 1] not in scene.words.levels:
        return None
    for k in range(first - 2, max(-1, first - 2 - _LEVEL_REACH), -1):
        if lowers[k] in rivals:
            return k if lowers[k] in nouns and not _is_taken(scene, k) else None
        if lowers[k] in (";", ":"):
            return None
    return None


def _is_taken(scene: Scene, noun: int) -> bool:
    """Tell that an earlier figure stands between, and this one is added to it: "the toll stood at 41 and damage at 3"."""
    previous = scene.previous
    return previous is not None and previous.first > noun and not scene.words.events.joins.isdisjoint(scene.sentence.lowers[previous.last : scene.first])
