"""Says how a place stands in its sentence: location, dateline, actor or metonym, and by what relation or part."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.place_words import PlaceWords
from monitor.core.geography.toponyms import Toponym
from monitor.core.language.text import Sentence
from monitor.model import Place, PlaceKind
from monitor.model.valueclasses import replace, valueclass

_BROAD = frozenset(kind for kind in PlaceKind if kind.is_land)
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})

_JOINTS = frozenset(",/")
_LONGEST_RELATION = 6


@valueclass(frozen=True, slots=True)
class PlaceUse:
    """The role of a place, the relation of an event to it, and the span and place once its direction is read."""

    first: int
    last: int
    place: Place
    role: str
    relation: str | None


def read_use(
    sentence: Sentence, toponym: Toponym, place: Place, later: PlaceUse | None, gazetteer: Gazetteer, words: PlaceWords
) -> PlaceUse:
    """Return how `place` stands in `sentence`.

    later: the use of the next place of the sentence, already read.
    """
    first, last, part = _read_part(sentence, toponym, place, gazetteer, words)
    relation = None if part is not place else _relation(sentence, first, words)
    role = toponym.role or _role(sentence, toponym, first, last, part, later, words)
    return PlaceUse(first, last, part, role, relation)


def _read_part(
    sentence: Sentence, toponym: Toponym, place: Place, gazetteer: Gazetteer, words: PlaceWords
) -> tuple[int, int, Place]:
    """Return the span and place with a direction word before it ("eastern Ukraine") or after a possessive ("Russia's
    east").
    """
    lowers, first, last = sentence.lowers, toponym.first, toponym.last
    if place.kind == "city" or place.part is not None or toponym.role == "adjective":
        return first, last, place
    if first and lowers[first - 1] in words.direction_of:
        start = first - 1
        start -= sentence.lower_at(start - 1) in words.far
        return start, last, gazetteer.part_of(place, words.direction_of[lowers[first - 1]], sentence.slice(start, last))
    if (
        first > 2
        and lowers[first - 1] in words.of
        and lowers[first - 2] in words.direction_of
        and lowers[first - 3] in words.articles
    ):
        return (
            first - 2,
            last,
            gazetteer.part_of(place, words.direction_of[lowers[first - 2]], sentence.slice(first - 2, last)),
        )
    if last + 1 < len(lowers) and lowers[last] in _POSSESSIVES:
        stop = last + 1
        stop += lowers[stop] in words.far and stop + 1 < len(lowers)
        if lowers[stop] in words.direction_of and (
            stop + 1 == len(lowers) or not sentence.words[stop + 1][0].isalpha() or lowers[stop + 1] in words.function
        ):
            named = _area_of(gazetteer, " ".join(lowers[last + 1 : stop + 1]), place)
            return (
                first,
                stop + 1,
                named or gazetteer.part_of(place, words.direction_of[lowers[stop]], sentence.slice(first, stop + 1)),
            )
    return first, last, place


def _area_of(gazetteer: Gazetteer, key: str, country: Place) -> Place | None:
    """Return the area called `key` in `country`: "far east" of Russia."""
    return next(
        (
            one.place
            for one in gazetteer.candidates(key)
            if one.place.kind == "area" and country.id in one.place.within_ids
        ),
        None,
    )


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


def _role(
    sentence: Sentence, toponym: Toponym, first: int, last: int, place: Place, later: PlaceUse | None, words: PlaceWords
) -> str:
    is_broad = place.kind in _BROAD
    if not is_broad and not _is_capital_city(toponym, place):
        return "location"
    if not _stands_for_state(sentence, first, last, later, words, is_broad=is_broad):
        return "location"
    return "actor" if is_broad else "metonym"


def _is_capital_city(toponym: Toponym, place: Place) -> bool:
    return place.kind == "city" and any(one.is_capital and one.place.id == place.id for one in toponym.candidates)


def _stands_for_state(
    sentence: Sentence, first: int, last: int, later: PlaceUse | None, words: PlaceWords, *, is_broad: bool
) -> bool:
    """Tell whether the name at tokens [first, last) is a state that acts, speaks or suffers, not where it happens."""
    lowers = sentence.lowers
    after = lowers[last] if last < len(lowers) else ""
    before, second = _two_before(lowers, first)
    is_modifier = _is_modifier(sentence, last, after, words, is_broad=is_broad)
    if before in words.articles:
        if is_modifier:
            return True  # "in the Ukraine war"
        before, second = _two_before(lowers, first - 1)
    if after in _POSSESSIVES:
        return is_broad or before not in words.strongly_locative
    if _makes_party(before, second, words):
        return True
    if before in words.locative or before in words.of:
        return False
    return is_modifier or _acts(sentence, after, words) or _joins_party(lowers, last, later, words)


def _two_before(lowers: Sequence[str], first: int) -> tuple[str, str]:
    """Return the word before token `first` and the one before that; "" beyond the sentence."""
    return lowers[first - 1] if first else "", lowers[first - 2] if first > 1 else ""


def _makes_party(before: str, second: str, words: PlaceWords) -> bool:
    """Tell "against Kenya", "relations of Kenya", "attack on Kenya"."""
    return (
        before in words.party
        or (before in words.of and second in words.party_of)
        or (before in words.on and second in words.party_on)
    )


def _acts(sentence: Sentence, after: str, words: PlaceWords) -> bool:
    """Tell "Kenya says", "Kenya sends", and "Kenya sending" in a heading."""
    is_continuing = sentence.is_heading and after.endswith(words.continuing)
    return is_continuing or after in words.speaking or after in words.acting


def _joins_party(lowers: Sequence[str], last: int, later: PlaceUse | None, words: PlaceWords) -> bool:
    """Tell whether "and" or a comma joins a name that ends at `last` to a later one that stands for its state."""
    if later is None or later.role not in ("actor", "metonym") or later.first <= last:
        return False
    return _is_joint(lowers[last : later.first], words)


def _is_modifier(sentence: Sentence, last: int, after: str, words: PlaceWords, *, is_broad: bool) -> bool:
    """Tell whether a name qualifies the noun after it ("U.S. officials", "UK Prime Minister"): then it is a state, not
    a location.
    """
    if not after.isalpha():
        return False
    if sentence.words[last].islower():
        return is_broad and after not in words.function and after not in words.connectors
    return after in words.authorities or after in words.titles


def read_uses(
    sentence: Sentence, found: Sequence[tuple[Toponym, Place]], gazetteer: Gazetteer, words: PlaceWords
) -> list[PlaceUse]:
    """Return the uses of all places of one sentence, in order."""
    uses: list[PlaceUse] = []
    later: PlaceUse | None = None
    for toponym, place in reversed(found):
        later = read_use(sentence, toponym, place, later, gazetteer, words)
        uses.append(later)
    uses.reverse()
    for at in range(1, len(uses)):
        uses[at] = _joined(sentence, uses[at - 1], uses[at], found[at][0], words)
    return uses


def _is_joint(between: Sequence[str], words: PlaceWords) -> bool:
    """Tell whether nothing but "and" or a comma stands between two names."""
    return all(lower in _JOINTS or lower in words.conjunctions or lower in words.articles for lower in between)


def _joined(sentence: Sentence, left: PlaceUse, right: PlaceUse, toponym: Toponym, words: PlaceWords) -> PlaceUse:
    """Give the second of two states joined by "and" the role of the first: "by Seoul and Kyiv"."""
    is_pair = (
        left.role in ("actor", "metonym")
        and right.role == "location"
        and _is_joint(sentence.lowers[left.last : right.first], words)
    )
    if not is_pair or left.last >= right.first:
        return right
    is_state = right.place.kind in _BROAD or any(
        one.is_capital and one.place.id == right.place.id for one in toponym.candidates
    )
    return replace(right, role="metonym" if right.place.kind == "city" else "actor") if is_state else right
