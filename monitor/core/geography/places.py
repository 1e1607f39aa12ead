"""Reads the places in a text: what is named, which place it is, and how it stands in its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.gazetteer_format import fold
from monitor.core.geography.place_roles import read_standings
from monitor.core.geography.place_run import Lens
from monitor.core.geography.place_scan import Scanner
from monitor.core.geography.place_words import compile_place_words
from monitor.core.geography.resolution import resolve
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Place, Reason

__all__ = ["Gazetteer", "PlaceSpan", "find_places"]


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place said in tokens [first, last) of sentence number `sentence` of those that were read.

    `role`: "location" may be the place of an event; "dateline" is where the report was filed; "actor" stands for a state or
    its people; "metonym" is a seat of government that stands for it; "adjective" is "Russian".
    `relation` says how an event stands to it where that is not "in": "near", "80 km north of".
    """

    sentence: int
    first: int
    last: int
    place: Place
    role: str
    relation: str | None = None
    reasons: tuple[Reason, ...] = ()


def find_places(sentences: Sequence[Sentence], gazetteer: Gazetteer, language: Language, extra: Iterable[Place] = ()) -> tuple[PlaceSpan, ...]:
    """Return the places that `sentences` name, in order; time is linear in their length.

    extra: a watchlist's own places; their names win over the gazetteer's.
    """
    words = compile_place_words(language)
    scan = Scanner(Lens(gazetteer, words, {fold(place.name): place for place in extra}))
    found = resolve(scan(sentences), words)
    spans: list[PlaceSpan] = []
    for number, group in groupby(found, key=lambda pair: pair[0].sentence):
        sentence, pairs = sentences[number], list(group)
        for (finding, _), standing in zip(pairs, read_standings(sentence, pairs, gazetteer, words), strict=True):
            reason = Reason("place", finding.rule, sentence.starts[finding.first], sentence.ends[finding.last - 1])
            spans.append(PlaceSpan(number, standing.first, standing.last, standing.place, standing.role, standing.relation, (reason,)))
    return tuple(spans)
