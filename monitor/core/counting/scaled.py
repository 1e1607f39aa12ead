"""How strong a quake is: bare numbers on the scale of magnitudes, "a magnitude 6.9 quake", "measured 6.9", "the
magnitude was revised to 6.9 from 7.1".
"""

from __future__ import annotations

from monitor.core.counting.numerals import Numeral, NumeralForm
from monitor.core.counting.scale_words import ScaleWords
from monitor.core.counting.units import Unit
from monitor.core.language.text import Sentence

_STRONGEST = 10.0  # no quake has been stronger
_DASHES = frozenset("-–—‐‑")
_REACH = 9  # tokens from "magnitude" over "of the quake was revised up from 6.4 to" to the figure
_BEHIND = 4  # tokens of "on the Richter scale"


def magnitude(sentence: Sentence, figure: Numeral, words: ScaleWords) -> Unit | None:
    """Return the unit of a figure that says how strong a quake is, or None."""
    if figure.form is not NumeralForm.NUMBER or not 0 < figure.high <= _STRONGEST or figure.unit is not None:
        return None
    names = words.names
    if not words.quakes.isdisjoint(sentence.lowers):
        names = names | words.names_of_quakes
    last = _name_behind(sentence, figure, names)
    is_told = (
        last is not None
        or _is_named_before(sentence, figure, names, words)
        or _is_measured(sentence, figure, words)
        or _describes_quake(sentence, figure, words)
    )
    last = figure.last if last is None else last
    return Unit(last, last, None, words.unit, None, is_measure=True) if is_told else None


def _name_behind(sentence: Sentence, figure: Numeral, names: frozenset[str]) -> int | None:
    """Return the token behind the name in "a 6.9-magnitude quake", "a 6.9 magnitude quake"; None where none stands
    there.
    """
    if figure.tail is not None:
        return figure.last if figure.tail in names else None
    at = figure.last + (sentence.lower_at(figure.last) in _DASHES)
    return at + 1 if sentence.lower_at(at) in names else None


def _is_named_before(sentence: Sentence, figure: Numeral, names: frozenset[str], words: ScaleWords) -> bool:
    """Tell "magnitude 6.9", "a magnitude of about 6.9", "the magnitude was revised to 6.9 from 7.1"."""
    lowers = sentence.lowers
    for k in range(figure.first - 1, max(-1, figure.first - 1 - _REACH), -1):
        if lowers[k] in names:
            return True
        if lowers[k] not in words.links and not lowers[k][0].isdecimal():
            return False
    return False


def _is_measured(sentence: Sentence, figure: Numeral, words: ScaleWords) -> bool:
    """Tell "an aftershock measuring 5.4", "6.9 on the Richter scale"."""
    lowers = sentence.lowers
    if not words.scales.isdisjoint(lowers[figure.last : figure.last + _BEHIND]):
        return True
    if words.quakes.isdisjoint(lowers[: figure.first]):
        return False
    is_bare = not lowers[figure.last : figure.last + 1] or not lowers[figure.last][0].isalpha()
    is_bare = is_bare or not float(figure.high).is_integer()
    return is_bare and not words.measuring.isdisjoint(lowers[max(0, figure.first - 2) : figure.first])


def _describes_quake(sentence: Sentence, figure: Numeral, words: ScaleWords) -> bool:
    """Tell "the 6.9 quake" from "two quakes"."""
    return not float(figure.high).is_integer() and sentence.lower_at(figure.last) in words.quakes
