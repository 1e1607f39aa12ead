"""The unit that the figures of one change share: "raised its quota by 50,000 tonnes to 300,000", "9.1 million barrels,
down 200,000 from August".

What a figure was before is tied to it by `former_values`.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.counting.figure_context import CountingWords
from monitor.core.counting.quantity import Quantity
from monitor.core.language.text import Sentence
from monitor.model import UnitClass
from monitor.model.valueclasses import replace

_GAP = 8  # tokens between "rose 12,000" and "to 230,000": ", or 1.4 percent,"
_RELATIVE = frozenset((UnitClass.SHARE, UnitClass.POINTS))


def with_units_of_change(sentence: Sentence, quantities: Sequence[Quantity], words: CountingWords) -> list[Quantity]:
    """Return the quantities of one sentence; a figure that names no unit has that of the step which led to it."""
    found = list(quantities)
    for j, figure in enumerate(found):
        if not _is_bare(figure):
            continue
        i = next((i for i in range(j - 1, -1, -1) if found[i].unit_class not in _RELATIVE), None)
        if i is None:
            continue
        if _is_bare(found[i]) or figure.first - found[i].last > _GAP:
            continue
        if _is_level_after(sentence, found[i], figure, words) or _is_step_behind(sentence, figure, words):
            found[j] = _of_one_unit(figure, found[i])
    return [_with_unit_of_level(sentence, found, i, words) for i in range(len(found))]


def _with_unit_of_level(sentence: Sentence, found: Sequence[Quantity], i: int, words: CountingWords) -> Quantity:
    """Return a step with the unit that only its level names: "cut by 50,000 to 300,000 tonnes"."""
    step, level = found[i], found[i + 1] if i + 1 < len(found) else None
    if level is None or level.unit is None or level.unit_class in _RELATIVE or not _is_bare(step):
        return step
    if level.first - step.last > 1 or not _is_level_after(sentence, step, level, words):
        return step
    return _of_one_unit(step, level)


def _of_one_unit(bare: Quantity, named: Quantity) -> Quantity:
    """Return a figure without a unit with that of the other, and with what the other is of."""
    return replace(
        bare,
        unit=named.unit,
        unit_class=named.unit_class,
        per=named.per or bare.per,
        of_what=bare.of_what or named.of_what,
    )


def _is_bare(figure: Quantity) -> bool:
    return figure.unit is None and figure.unit_class is None and figure.aspect is None


def _is_level_after(sentence: Sentence, step: Quantity, level: Quantity, words: CountingWords) -> bool:
    """Tell "(rose) by 50,000 tonnes to 300,000", "rose $1.20, or 1.4 percent, to 86.40"."""
    lowers = sentence.lowers
    if step.first == 0 or level.first <= step.last or lowers[level.first - 1] not in words.level_links:
        return False
    return lowers[step.first - 1] in words.step_links | words.courses


def _is_step_behind(sentence: Sentence, figure: Quantity, words: CountingWords) -> bool:
    """Tell "9.1 million barrels a day in September, down 200,000"."""
    lowers, at = sentence.lowers, figure.first - 1
    return at > 0 and lowers[at] in words.directions and lowers[at - 1] in words.events.commas
