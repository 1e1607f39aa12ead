"""The terms of a watchlist that name places, in the gazetteer's names beside their own.

A mention's place and owner bear the gazetteer's name, whatever the text calls them: without it `Brit*` and
`Großbritannien` would not find the United Kingdom, nor `Kiev` find Kyiv.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from monitor.core.facts.terms import is_any_in
from monitor.core.facts.watchlist import Term
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.gazetteer_format import fold
from monitor.data.resources import load_gazetteer, load_languages
from monitor.model import Place, PlaceKind

_STATES = frozenset((PlaceKind.COUNTRY, PlaceKind.AREA, PlaceKind.CONTINENT))
_SHORTEST_NAME = 4  # letters
_SHORTEST_PREFIX = 3  # letters; "a*" would be every nation


def with_states(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return `terms` with the names of the states that they call by another name, an adjective or a people's name."""
    return _with_names(terms, (place for term in terms for place in _states_of(term)))


def with_places(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return `terms` with the gazetteer's names of the likeliest places that they call by another name."""
    names = (term.text for term in terms if not term.is_prefix)
    return _with_names(terms, (place for name in names for known in _gazetteers() for place in known.lookup(name)[:1]))


def with_other_names(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return `terms` with the other names of the places that they name, as texts may call them: Kiev beside Kyiv.

    A name of few letters is left out, since it is a word as well; a country's own letters keep their case.
    """
    names = (name for term in terms if not term.is_prefix and not term.is_cased for name in _other_names(term.text))
    return tuple(dict.fromkeys((*terms, *names)))


@lru_cache(maxsize=4096)
def _other_names(name: str) -> tuple[Term, ...]:
    names = {
        other
        for known in _gazetteers()
        for place in known.lookup(name)[:1]
        if fold(name) in map(fold, known.names_of(place))
        for each in _gazetteers()
        for other in each.names_of(place)
    }
    return tuple(
        Term(other, is_cased=other.isupper())
        for other in sorted(names)
        if other.isupper() or (len(other) >= _SHORTEST_NAME and other != name)
    )


def is_place(term: Term) -> bool:
    """Tell whether some gazetteer has a place, a state or a people of the term's name."""
    name = fold(term.text)
    return any(known.lookup(name) or known.nation(name) is not None for known in _gazetteers())


def _with_names(terms: Sequence[Term], places: Iterable[Place]) -> tuple[Term, ...]:
    others = (Term(place.name.lower()) for place in places if not is_any_in(terms, place.name))
    return tuple(dict.fromkeys((*terms, *others)))


def _states_of(term: Term) -> Iterator[Place]:
    name = fold(term.text)
    for known in _gazetteers():
        if term.is_prefix:
            yield from known.nations_called(name) if len(name) >= _SHORTEST_PREFIX else ()
            continue
        for place in (*known.lookup(term.text)[:1], known.nation(name)):
            if place is not None and place.kind in _STATES:
                yield place


def _gazetteers() -> tuple[Gazetteer, ...]:
    """Return the gazetteer with the names of each language."""
    return tuple(load_gazetteer(code) for code in sorted(load_languages().by_code))
