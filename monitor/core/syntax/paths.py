"""How far apart two tokens of a sentence are: a running sum of weights, heavy where clauses part, light over
auxiliaries and asides.
"""

from __future__ import annotations

from collections.abc import Set
from itertools import pairwise

from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import EventWords

_LONGEST_ASIDE = 24
_PAIR = 2  # marks around an aside
_PART = 20.0  # beyond any reach: what follows is said of the part


def path_weights(sentence: Sentence, cues: Set[int], asides: Set[int], lexicon: EventWords) -> tuple[float, ...]:
    """Return the running sum of path weights: entry k is the weight of the tokens before k. `cues`: tokens that say
    another event.
    """
    total, sums = 0.0, [0.0]
    for i, word in enumerate(sentence.lowers):
        if i in asides:
            total += 0.1
        elif i in cues:
            total += 2.5
        elif word in lexicon.inclusions and i > 0 and sentence.lowers[i - 1] not in lexicon.commas:
            total += 1.0  # "four men including the driver died"
        elif (
            word in lexicon.relatives
            and i > 1
            and sentence.lowers[i - 1] in lexicon.of
            and sentence.lowers[i - 2] not in lexicon.wholes
        ):
            total += _PART  # "101 hostages, a third of whom are dead": dead are those of the part
        elif word in lexicon.additions and sentence.lowers[i : i + 2] == lexicon.additions[word]:
            total += 1.5
        elif word[0].isdecimal() or (word == "-" and not sentence.touches(i)):
            total += 3.0
        else:
            total += lexicon.weights.get(word, 1.0)
        sums.append(total)
    return tuple(sums)


def find_asides(sentence: Sentence, lexicon: EventWords) -> frozenset[int]:
    """Return the tokens between commas that stand between a subject and its verb: "six people, two of them boys, were
    hurt".
    """
    lowers = sentence.lowers
    inside: set[int] = set()
    for marks in ((",",), ("—", "–", "-")):
        if sum(map(lowers.count, marks)) < _PAIR:
            continue
        found = [
            i
            for i, word in enumerate(lowers)
            if word in marks and not (word == "-" and sentence.touches(i) and sentence.touches(i + 1))
        ]
        for left, right in pairwise(found):
            opener = lowers[left + 1]
            is_aside = opener in lexicon.always_asides or sentence.lower_at(right + 1) in lexicon.auxiliaries
            if is_aside and right - left <= _LONGEST_ASIDE:
                inside.update(range(left, right + 1))
    return frozenset(inside)


def distance(weights: tuple[float, ...], start: int, stop: int) -> float:
    """Return the path weight of the tokens [start, stop)."""
    return weights[stop] - weights[start] if start < stop else 0.0
