"""Which clusters tell of one event in different words. Pure: the past comes in as a view.

Precision goes before recall: a story is shown as one thread, and a wrong link hides news in a stranger's thread, while a
missing one only opens a thread of its own. So a link asks for several rare names, two-word names among them, and figures.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xxhash import xxh3_64_intdigest

from monitor.model import StoryLink

# Measured on labelled reports of single events among 1,000 others, where every second candidate shares a place or a paper's name.
CROWD = 20  # clusters; a name that so many tell says nothing of an event
NAMES = 15.0  # weight of the shared names, at most 3 each: five that no other cluster has
PAIRS = 8.0  # weight of those of two words among them: three that no other cluster has
SHARE = 0.25  # of the names of the poorer of the two
UPDATE_SHARE = 0.5  # the same for a text in the words of the other
FIGURES = 2  # two digits or more, years left out

_UPDATE_FIRST = 1_000.0  # above any score
_MOST_NAMES = 40  # of a text, those said most often
_MOST_PAIRS = 30
_MOST_CHARACTERS = 20_000
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*|\d[\d,.:]*\d|\d")
_ENDS_SENTENCE = frozenset('.!?"“”:\n')
_POSSESSIVE = re.compile(r"[’']s$")
_KEY_BITS = 45
_PAIR_BIT = 1 << _KEY_BITS
_TAG = -1 << 47  # below the keys of `core.clusters.signatures`, with which they share an index; six bytes in an SQLite record


@dataclass(frozen=True, slots=True)
class Traits:
    """What a text speaks of: keys of its names, two-word names among them (see `is_pair`), and its figures."""

    names: tuple[int, ...] = ()
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """A cluster that shares a name: the story that it belongs to, how many names it has, its figures."""

    cluster: int
    story_id: str
    single_names: int
    figures: frozenset[str]


def read_traits(text: str) -> Traits:
    """Return the names and figures of a text; a name is a word in capitals that is never said without, nor only where a sentence begins."""
    text = text[:_MOST_CHARACTERS]
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    plain, figures = set(), set()
    before, end = "", 0
    for token in _TOKEN.finditer(text):
        word, gap = token.group(), text[end : token.start()]
        is_first, end = not end or not _ENDS_SENTENCE.isdisjoint(gap), token.end()
        previous, before = before, ""
        if word[0].isdigit():
            figure = word.replace(",", "")
            if len(figure) > 1 and not (len(figure) == 4 and figure[:2] in ("19", "20")):
                figures.add(figure)
        elif not word[0].isupper():
            plain.add(word)
        elif len(word) > 2 and not word.isupper():
            before = _POSSESSIVE.sub("", word.lower())
            if previous and gap in (" ", "-"):
                pairs[f"{previous} {before}"] += 1
            if not is_first:
                singles[before] += 1
    names = [_key(name) for name, _ in singles.most_common() if name not in plain][:_MOST_NAMES]
    return Traits((*names, *(_key(name) + _PAIR_BIT for name, _ in pairs.most_common(_MOST_PAIRS))), frozenset(figures))


def is_pair(key: int) -> bool:
    """Tell whether the key is of a name of two words."""
    return bool((key - _TAG) & _PAIR_BIT)


def story_of(cluster_id: str) -> str:
    """Return the id of the story that this cluster begins."""
    return "s" + cluster_id.removeprefix("c")


def link_story(cluster_id: str, traits: Traits, found: Sequence[tuple[int, Told]], revised: str | None = None) -> StoryLink:
    """Return the story that the cluster carries on, or begins. `found`: for a key of the traits, each cluster that has it too.

    revised: the story of the text that this one is an update of; half of the names are enough for it then, but not none:
    a market report is worded like yesterday's and tells of another day.

    The strongest link counts, ties go to the older cluster; names that too many clusters have weigh nothing.
    """
    counts = Counter(key for key, _ in found)
    weight = {key: math.log(CROWD / count) if count < CROWD else 0.0 for key, count in counts.items()}
    told: dict[int, Told] = {}
    keys: dict[int, list[int]] = {}
    for key, other in found:
        told[other.cluster] = other
        if weight[key]:
            keys.setdefault(other.cluster, []).append(key)
    single_names = sum(not is_pair(key) for key in traits.names)
    best = StoryLink(story_of(cluster_id), names=tuple(key for key in traits.names if counts[key] < CROWD), single_names=single_names, figures=traits.figures)
    best_rank = (0.0, 0)
    for cluster, shared in sorted(keys.items()):
        singles = [key for key in shared if not is_pair(key)]
        score = round(sum(weight[key] for key in singles), 2)
        pairs = sum(weight[key] for key in shared if is_pair(key))
        share = len(singles) / max(min(single_names, told[cluster].single_names), 1)
        is_update = told[cluster].story_id == revised and share >= UPDATE_SHARE
        is_linked = is_update or (score >= NAMES and pairs >= PAIRS and share >= SHARE and len(traits.figures & told[cluster].figures) >= FIGURES)
        if is_linked and (score + _UPDATE_FIRST * is_update, -cluster) > best_rank:
            best_rank = score + _UPDATE_FIRST * is_update, -cluster
            best = StoryLink(told[cluster].story_id, score, best.names, single_names, traits.figures)
    return best


def _key(name: str) -> int:
    return _TAG + (xxh3_64_intdigest(name.encode(errors="replace")) & (_PAIR_BIT - 1))
