"""Says how a place stands in its sentence: location, dateline, actor or metonym, and by what relation or part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.datelines import dateline_end
from monitor.core.gazetteer import Gazetteer
from monitor.core.place_findings import Finding
from monitor.core.place_words import PlaceWords
from monitor.core.text import Sentence
from monitor.model import Place

_BROAD = frozenset({"country", "continent"})
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_LONGEST_RELATION = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """The role of a place, the relation of an event to it, and the span and place once its direction is read."""

    first: int
    last: int
    place: Place
    role: str
    relation: str | None


def read_standing(
    sentence: Sentence, finding: Finding, place: Place, later: Standing | None, gazetteer: Gazetteer, words: PlaceWords, dateline: int
) -> Standing:
    """Return how `place` stands in `sentence`.

    later: the standing of the next place of the sentence, already read; dateline: the token that ends the dateline, or 0.
    """
    first, last, part = _read_part(sentence, finding, place, gazetteer, words)
    relation = None if part is not place else _relation(sentence, first, words)
    role = finding.role or ("dateline" if last <= dateline else _role(sentence, finding, first, last, part, later, words))
    return Standing(first, last, part, role, relation)


def _read_part(sentence: Sentence, finding: Finding, place: Place, gazetteer: Gazetteer, words: PlaceWords) -> tuple[int, int, Place]:
    """Return the span and place with a direction word before it ("eastern Ukraine") or after a possessive ("Russia's east")."""
    lowers, first, last = sentence.lowers, finding.first, finding.last
    if place.kind == "city" or place.part is not None or finding.role == "adjective":
        return first, last, place
    if first and lowers[first - 1] in words.direction_of:
        start = first - 1
        start -= start > 0 and lowers[start - 1] == "far"
        return start, last, gazetteer.part_of(place, words.direction_of[lowers[first - 1]], sentence.slice(start, last))
    if first > 2 and lowers[first - 1] == "of" and lowers[first - 2] in words.direction_of and lowers[first - 3] == "the":
        return first - 2, last, gazetteer.part_of(place, words.direction_of[lowers[first - 2]], sentence.slice(first - 2, last))
    if last + 1 < len(lowers) and lowers[last] in _POSSESSIVES:
        stop = last + 1
        stop += lowers[stop] == "far" and stop + 1 < len(lowers)
        if lowers[stop] in words.direction_of and (stop + 1 == len(lowers) or not sentence.words[stop + 1][0].isalpha() or lowers[stop + 1] in words.function):
            named = _area_of(gazetteer, " ".join(lowers[last + 1 : stop + 1]), place)
            return first, stop + 1, named or gazetteer.part_of(place, words.direction_of[lowers[stop]], sentence.slice(first, stop + 1))
    return first, last, place


def _area_of(gazetteer: Gazetteer, key: str, country: Place) -> Place | None:
    """Return the area called `key` in `country`: "far east" of Russia."""
    return next((one.place for one in gazetteer.candidates(key) if one.place.kind == "area" and country.id in one.place.within_ids), None)


def _relation(sentence: Sentence, first: int, words: PlaceWords) -> str | None:
    """Return "near", "north of" or "80 km north of" where such words lead to token `first`."""
    lowers = sentence.lowers
    start = first
    for phrase_size in (5, 4, 3, 2, 1):
        if first >= phrase_size and lowers[first - phrase_size : first] in words.near:
            start = first - phrase_size
            break
    else:
        if first < 2 or lowers[first - 1] not in words.distance_links:
            return None
        start = first - 1
        start -= lowers[start - 1] in words.direction_of
        if start == first - 1 and lowers[start - 1] not in words.distance_units:
            return None
    if start >= 2 and lowers[start - 1] in words.distance_units and sentence.words[start - 2][0].isdigit():
        start -= 2
    return sentence.slice(max(start, first - _LONGEST_RELATION), first)


def _role(sentence: Sentence, finding: Finding, first: int, last: int, place: Place, later: Standing | None, words: PlaceWords) -> str:
    lowers, size = sentence.lowers, len(sentence.lowers)
    is_capital = place.kind == "city" and any(one.is_capital and one.place.id == place.id for one in finding.candidates)
    if place.kind not in _BROAD and not is_capital:
        return "location"
    stands = "metonym" if is_capital else "actor"
    after = lowers[last] if last < size else ""
    before = lowers[first - 1] if first else ""
    is_located = before in words.locative or before == "of"
    if after in words.speaking and before not in words.locative:
        return stands
    if after in _POSSESSIVES:
        return "actor" if place.kind in _BROAD else "location"
    if is_located and not (before == "between" and later is not None and later.role in ("actor", "metonym")):
        return "location"
    if before in words.party or after in words.acting:
        return stands
    if later is not None and later.role in ("actor", "metonym") and later.first - last == 1 and lowers[last] in ("and", ",", "/"):
        return stands
    is_modifier = place.kind in _BROAD and after.isalpha() and sentence.words[last].islower() and after not in words.function and after not in words.connectors
    return stands if is_modifier else "location"


def read_standings(sentence: Sentence, found: Sequence[tuple[Finding, Place]], gazetteer: Gazetteer, words: PlaceWords) -> list[Standing]:
    """Return the standings of all places of one sentence, in order."""
    dateline = dateline_end(sentence) if found and found[0][0].first == 0 else 0
    standings: list[Standing] = []
    later: Standing | None = None
    for finding, place in reversed(found):
        later = read_standing(sentence, finding, place, later, gazetteer, words, dateline)
        standings.append(later)
    standings.reverse()
    return standings
