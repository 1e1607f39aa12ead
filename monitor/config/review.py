"""What of a watchlist is allowed but probably not meant: words that the reader never says, classes that mix, places
that the gazetteer lacks, terms that no text of the archive has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from monitor.config.conditions import mixture_of, read_as_class
from monitor.config.fact_models import AnyKind, AspectFact, QuantityFact
from monitor.config.place_terms import is_place, with_other_names
from monitor.config.predicate_review import review_predicates
from monitor.config.problems import Problem, suggest
from monitor.config.vocabulary import CLASS_NAMES, unit_class_of
from monitor.config.watchlist_models import WatchlistFile
from monitor.config.yaml import Location, YamlFile
from monitor.core.facts.terms import Looking
from monitor.core.facts.watchlist import Term
from monitor.model import Aspect

_FEW = 3  # terms of a group, each of which most documents have

Note = tuple[Location, str]


def review(file: YamlFile, model: WatchlistFile, archive: Sequence[Looking] = ()) -> Iterator[Problem]:
    """Yield what is probably not meant, in no order; `archive` holds texts that the desk has read, if any."""
    if not model.tests:
        yield Problem(file.path, 1, "the watchlist has no tests; add a text and what must be read in it")
    notes: list[Note] = []
    match = [term for group in model.match.all if len(group) <= _FEW for term in group]
    for index, fact in enumerate(model.facts):
        found = (*_of_fact(fact), *review_predicates(fact, match))
        notes += ((("facts", index, *location), text) for location, text in found)
    for location, text in (*notes, *_unheard(model, archive)):
        yield Problem(file.path, file.line(location), text)


def _of_fact(fact: AnyKind) -> Iterator[Note]:
    if isinstance(fact, AspectFact):
        yield from _never_said(fact)
    if isinstance(fact, QuantityFact):
        yield from _counted(fact)
    for position, term in enumerate(fact.within):
        if not term.is_prefix and not is_place(term) and all(term != Term(name) for name in fact.places):
            text = f"within: the gazetteer has no place {term.text!r}, so that nothing lies in it; write another name"
            yield ("within", position), text
    for name, place in fact.places.items():
        if not is_place(Term(place.within)):
            yield ("places", name, "within"), f"within: the gazetteer has no place {place.within!r}; write another name"


def _never_said(fact: AspectFact) -> Iterator[Note]:
    for key, words in (("aspects", fact.aspects), ("not_aspects", fact.not_aspects)):
        for position, word in enumerate(words):
            if Aspect.of(word) is None:
                yield (key, position), f"{key}: the reader never says {word!r}; {suggest(word, tuple(Aspect))}"


def _counted(fact: QuantityFact) -> Iterator[Note]:
    note = (read_as_class(fact) if fact.of.is_list else None) or mixture_of(fact)
    if note is not None:
        yield ("of",), note
    for term in fact.of.terms:
        near = get_close_matches(term.text, CLASS_NAMES, n=1, cutoff=0.85)  # soldeirs, but not personnel for person
        if near and not term.is_prefix and unit_class_of(term.text) is None:
            text = f"of: {term.text!r} is looked for as a word, not as a class; did you mean {near[0]}?"
            yield ("of",), text


def _unheard(model: WatchlistFile, archive: Sequence[Looking]) -> Iterator[Note]:
    """Yield the terms that none of the archive's texts has, a place by none of its names."""
    if not archive:
        return
    for location, term in _words_of_texts(model):
        names = with_other_names((term,))
        if not any(text.holds_any(names) for text in archive):
            yield (
                location,
                f"{term.text!r} is in none of the last {len(archive)} documents that were read; is it spelt so?",
            )


def _words_of_texts(model: WatchlistFile) -> Iterator[tuple[Location, Term]]:
    for number, group in enumerate(model.match.all):
        yield from ((("match", "all", number, position), term) for position, term in enumerate(group))
    for index, fact in enumerate(model.facts):
        near: tuple[Term, ...] = getattr(fact, "near", ())
        yield from ((("facts", index, "near", position), term) for position, term in enumerate(near))
