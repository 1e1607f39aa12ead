"""A figure in its sentence, with everything that the questions about it need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.counting.anaphora import Antecedents
from monitor.core.counting.attachment import SentenceContext
from monitor.core.counting.labels import Labels, compile_labels
from monitor.core.counting.modifiers import Bound, Modifiers, compile_modifiers
from monitor.core.counting.numerals import Numeral
from monitor.core.counting.periods import Periods, compile_periods
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.units import Unit, Units, compile_units
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import EventWords, compile_event_words
from monitor.model.valueclasses import valueclass

_FIGURE_REACH = 9  # tokens back to "the figure"


_SETS = (
    "figure_nouns",
    "flows",
    "collectives",
    "toll_nouns",
    "death_nouns",
    "list_links",
    "including",
    "singular_verbs",
    "levels",
    "former",
    "former_links",
    "directions",
    "level_links",
    "abroad",
    "when",
    "away",
    "bearings",
    "moments",
    "moments_before",
    "than",
    "room",
    "room_links",
    "able",
    "able_links",
    "employs",
    "sizes",
    "capacities",
    "can",
    "holding",
    "definite",
    "relatives",
    "having",
    "bereaving",
    "size_links",
    "pasts",
    "records",
    "record_links",
    "living",
    "conditions",
    "cares",
    "graves",
    "bodies",
    "homeward",
    "numbering",
    "standing",
    "patients",
    "crowds",
    "total_openers",
)


@dataclass(frozen=True, slots=True, eq=False)
class CountingWords:
    """The words of one language that quantities are read with, compiled by topic."""

    language: Language
    labels: Labels
    modifiers: Modifiers
    units: Units
    events: EventWords
    periods: Periods
    figure_nouns: frozenset[str]
    flows: frozenset[str]  # "sales", whose figure counts what is sold
    collectives: frozenset[str]  # "workforce", whose figure counts people
    toll_nouns: frozenset[str]
    death_nouns: frozenset[str]
    list_links: frozenset[str]
    including: frozenset[str]
    singular_verbs: frozenset[str]
    levels: frozenset[str]
    former: frozenset[str]
    former_links: frozenset[str]
    directions: frozenset[str]
    level_links: frozenset[str]
    abroad: frozenset[str]
    when: frozenset[str]
    away: frozenset[str]
    bearings: frozenset[str]
    moments: frozenset[str]
    moments_before: frozenset[str]
    than: frozenset[str]
    room: frozenset[str]
    room_links: frozenset[str]
    able: frozenset[str]  # "designed", with one of able_links
    able_links: frozenset[str]
    can: frozenset[str]
    holding: frozenset[str]  # "carry", behind one of those
    capacities: frozenset[str]  # of two words each: "capacity of"
    employs: frozenset[str]
    sizes: frozenset[str]  # of two words each: "population of"
    definite: frozenset[str]
    relatives: frozenset[str]  # whom somebody has, with one of having, or leaves behind, with one of bereaving
    having: frozenset[str]
    bereaving: frozenset[str]
    size_links: frozenset[str]  # between "a city" and its people
    pasts: frozenset[str]  # "the past", before a span of time
    records: frozenset[str]  # "the first", with one of record_links before a span
    record_links: frozenset[str]
    living: frozenset[str]
    conditions: frozenset[str]
    cares: frozenset[str]  # what becomes of those who were hurt before: "two of the victims were taken to a hospital"
    graves: frozenset[str]  # how badly some of them are: "two of them critically"
    bodies: frozenset[str]  # of the dead, who with one of homeward are known to be dead: "repatriated the body of"
    homeward: frozenset[str]
    numbering: frozenset[str]
    standing: frozenset[str]  # of two words each: "stands at"
    patients: frozenset[str]  # whom states count like cases
    crowds: frozenset[str]  # "a crowd of 10,000"
    total_openers: frozenset[str]  # "for", before "a total of 98" of those told before
    acts: Mapping[str, tuple[tuple[str, ...], ...]]  # what only people do, by the base of its verb
    courses: frozenset[str]
    step_links: frozenset[str]
    percent: frozenset[str]
    announcers: frozenset[str]  # figure_nouns and toll_nouns
    partitive_links: frozenset[str]  # between "none" and a figure: "none of the other"


@lru_cache(maxsize=8)
def compile_counting_words(language: Language) -> CountingWords:
    """Return the words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["units"]["elliptical"]
    sets = {name: frozenset(table[name]) for name in _SETS}
    units, events = compile_units(language), compile_event_words(language)
    return CountingWords(
        language,
        compile_labels(language),
        compile_modifiers(language),
        units,
        events,
        compile_periods(language),
        announcers=sets["figure_nouns"] | sets["toll_nouns"],
        partitive_links=events.articles | events.of | events.inclusions | units.other | units.others,
        courses=frozenset(language.tables["numbers"]["change_words"]),
        percent=frozenset(language.tables["numbers"]["percent"]),
        acts=_acts(table["acts"]),
        step_links=frozenset(language.tables["numbers"]["step_links"]),
        **sets,
    )


def _acts(phrases: Sequence[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    acts: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        verb, *rest = phrase.split()
        acts[verb] = (*acts.get(verb, ()), (verb, *rest))
    return acts


@valueclass(frozen=True, slots=True)
class FigureContext:
    """One figure: tokens [first, last) hold modifier, number and noun. `previous` is the quantity before it in the same
    sentence.
    """

    number: int
    sentence: Sentence
    around: SentenceContext
    words: CountingWords
    discourse: Antecedents
    figure: Numeral
    unit: Unit
    bound: Bound
    first: int
    last: int
    previous: Quantity | None = None

    def stands_before(self, nouns: frozenset[str]) -> bool:
        """Tell that one of `nouns` stands before the figure with no other number between."""
        first = self.figure.first
        for k in range(first - 1, max(-1, first - _FIGURE_REACH), -1):
            word = self.sentence.lowers[k]
            if word in nouns:
                return True
            if word[0].isdecimal() or word in (";", ".", ":"):
                return False
        return False
