"""Reads the places in a text: what is named, which place it is, and how it stands in its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from monitor.core.geography.datelines import Dateline, cut_datelines
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.gazetteer_format import fold
from monitor.core.geography.gazetteer_matching import PlaceLexicon
from monitor.core.geography.place_roles import read_uses
from monitor.core.geography.place_words import compile_place_words
from monitor.core.geography.toponym_recognition import ToponymRecogniser
from monitor.core.geography.toponym_resolution import resolve
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Place, Reason
from monitor.model.valueclasses import valueclass

__all__ = ["Filing", "Gazetteer", "PlaceSpan", "read_places"]


@valueclass(frozen=True, slots=True)
class PlaceSpan:
    """A place said in tokens [first, last) of sentence number `sentence` of those that were read.

    `role`: "location" may be the place of an event; "dateline" is where the report was filed; "actor" stands for a
    state or its people; "metonym" is a seat of government that stands for it; "adjective" is "Russian". `relation` says
    how an event stands to it where that is not "in": "near", "80 km north of". `is_source`: it is a part of who speaks
    ("officials in Chad said"); `is_stage`: somebody only speaks there ("told reporters in Geneva that").
    """

    sentence: int
    first: int
    last: int
    place: Place
    role: str
    relation: str | None = None
    reasons: tuple[Reason, ...] = ()
    is_source: bool = False
    is_stage: bool = False

    @property
    def can_be_scene(self) -> bool:
        """Tell that nobody only speaks there."""
        return not (self.is_source or self.is_stage)


@dataclass(frozen=True, slots=True)
class Filing:
    """A place of a dateline: tokens [span.first, span.last) of `dateline.places`; `span.sentence` is the sentence that
    the dateline opened.
    """

    dateline: Dateline
    span: PlaceSpan


def read_places(
    sentences: Sequence[Sentence], gazetteer: Gazetteer, language: Language, extra: Iterable[Place] = ()
) -> tuple[tuple[Sentence, ...], tuple[PlaceSpan, ...], tuple[Filing, ...]]:
    """Return `sentences` without their datelines, the places that they name, and those of the datelines, in order; time
    is linear.

    extra: a watchlist's own places; their names win over the gazetteer's. Each sentence keeps its number.
    """
    words = compile_place_words(language)
    left, datelines = cut_datelines(sentences, gazetteer, words)
    scan = ToponymRecogniser(PlaceLexicon(gazetteer, words, {fold(place.name): place for place in extra}))
    everything = (*left, *(dateline.places for dateline in datelines))
    found = resolve(scan(everything, len(left)), words)
    spans: list[PlaceSpan] = []
    filings: list[Filing] = []
    for number, group in groupby(found, key=lambda pair: pair[0].sentence):
        sentence, pairs = everything[number], list(group)
        for (toponym, _), use in zip(pairs, read_uses(sentence, pairs, gazetteer, words), strict=True):
            reason = Reason("place", toponym.rule, sentence.starts[toponym.first], sentence.ends[toponym.last - 1])
            if number < len(left):
                spans.append(
                    PlaceSpan(
                        number,
                        use.first,
                        use.last,
                        use.place,
                        use.role,
                        use.relation,
                        (reason,),
                    )
                )
            else:
                dateline = datelines[number - len(left)]
                filings.append(
                    Filing(
                        dateline,
                        PlaceSpan(dateline.number, use.first, use.last, use.place, "dateline", None, (reason,)),
                    )
                )
    return left, tuple(spans), tuple(filings)
