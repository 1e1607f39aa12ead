"""What a text tells its event by: its names, those of its lead among them, its figures and days of the week. Pure,
without a lexicon of names.

What two texts share of it is weighed in `core.clusters.stories`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from xxhash import xxh3_64_intdigest

from monitor.model import Traits

_MOST_CHARACTERS = 20_000
_TOLD = 2_500  # characters; what stands further down is background, and names other events
_LEAD = 500  # characters of it
_MOST_NAMES = 40  # those said most often
_MOST_PAIRS = 30
_SHORTEST = 4  # words of a line that says something
_SMALL = 1 / 3  # of its words; a line with fewer in small letters is a heading, whose capitals name nobody
_RUNNING = 0.3  # of the text; where less stands in whole lines, lines are broken inside sentences
_ENDS_LINE = frozenset(".!?:;,\"'”’“)")
_ENDS_SENTENCE = frozenset('.!?"“”:\n')
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*|\d[\d,.:]*\d|\d")
_POSSESSIVES = ("’s", "'s")
_KEY_BITS = 45
_PAIR_BIT = 1 << _KEY_BITS
_TAG = (
    -1 << 47
)  # below the keys of `core.clusters.signatures`, with which they share an index; six bytes in an SQLite record
_SHORT = (1 << 20) - 1


def read_traits(text: str, weekdays: Mapping[str, int] | None = None, months: Set[str] = frozenset()) -> Traits:
    """Return what the text tells its event by; time is linear in its first 20,000 characters.

    A name is a word in capitals that is never said without, nor only where a sentence begins, in the lines that are
    running text: captions, menus and lists of other headlines name what the outlet tells, not what the text does. Years
    are no figures, nor are days of a month or figures of one digit. `weekdays` (to their number) and `months` are in
    small letters.
    """
    told = _running_text(text[:_MOST_CHARACTERS])[:_TOLD]
    found = _Found()
    before, last, end = "", "", 0
    for token in _TOKEN.finditer(told):
        word, gap = token.group(), told[end : token.start()]
        is_first, end = not end or (gap != " " and not _ENDS_SENTENCE.isdisjoint(gap)), token.end()
        previous, before = before, ""
        low = word.lower()
        low = low[:-2] if low.endswith(_POSSESSIVES) else low
        if token.start() < _LEAD:
            found.lead.add(low)
        if word[0].isdigit():
            figure = word.replace(",", "")
            if len(figure) > 1 and not _is_year(figure) and not (len(figure) == 2 and last in months):
                found.figures.add(figure)
        elif not word[0].isupper():
            found.plain.add(word)
        elif weekdays and low in weekdays:
            found.days.add(weekdays[low])
        elif len(word) > 2 and not word.isupper() and low not in months:
            before = low
            if previous and gap in (" ", "-"):
                found.pairs[f"{previous} {low}"] += 1
            if not is_first:
                found.singles[low] += 1
        last = low
    return found.traits()


def is_pair(key: int) -> bool:
    """Tell whether the key is of a name of two words."""
    return bool((key - _TAG) & _PAIR_BIT)


@dataclass(slots=True)
class _Found:
    singles: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    plain: set[str] = field(default_factory=set)
    lead: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    days: set[int] = field(default_factory=set)

    def traits(self) -> Traits:
        names = [name for name, _ in self.singles.most_common() if name not in self.plain][:_MOST_NAMES]
        pairs = [name for name, _ in self.pairs.most_common(_MOST_PAIRS)]
        return Traits(
            names=(*map(_key, names), *(_key(name) + _PAIR_BIT for name in pairs)),
            lead=frozenset(_key(name) & _SHORT for name in names if name in self.lead),
            figures=frozenset(self.figures),
            days=frozenset(self.days),
        )


def _running_text(text: str) -> str:
    kept = "\n".join(_running_lines(text))
    return kept if len(kept) > _RUNNING * len(text) else text


def _running_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        words = line.split()
        if (
            len(words) >= _SHORTEST
            and words[-1][-1] in _ENDS_LINE
            and [word[0].islower() for word in words].count(True) >= _SMALL * len(words)
        ):
            yield line


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure[:2] in ("19", "20")


def _key(name: str) -> int:
    return _TAG + (xxh3_64_intdigest(name.encode(errors="replace")) & (_PAIR_BIT - 1))
