"""Decides which toponyms are places, and which place each one is, from everything that the same text names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot, inf
from operator import attrgetter

from monitor.core.geography.gazetteer import PlaceCandidate
from monitor.core.geography.gazetteer_format import fold
from monitor.core.geography.place_words import PlaceWords
from monitor.core.geography.toponym_patterns import UNKNOWN_RULE
from monitor.core.geography.toponyms import Seen, Toponym
from monitor.model import Place

_ENOUGH = 2.0  # evidence from which a name counts as a place; chosen on two sets of news with labelled place names
_LARGE = 500_000  # people; a city of that size outlives a surname
_PROVINCE = 2_000_000  # people that make a province as well known as a country of its name
_DIVISIONS = {"region", "district"}  # what one country calls a region is a district in another
_COUNTRY_CODE = 2  # letters
_SET = 3  # namings of countries that say where a text is set
_COUNTRY_AND_CONTINENT = 2  # the last two that hold a place
_TOWN = 50_000  # people; from here on a town says in which country a text is set
_NOTED = 300_000  # people of a country or a province that says where a text is set
_SAID = 2  # towns that a province's own short form is worth: "Jackson, Ga."
_FOREMOST = 0.7  # of prior: five times the people, where both are cities
# for a namesake in a country that the text names, where it doesn't name that of the usual one: "Tripoli" beside Lebanon
_OTHER_COUNTRY = 1.2
_RIVAL = 1.8  # of prior; Tripoli in Lebanon is less likely than the capital by so much
_FOR_A_TOWN, _MOST_FOR_TOWNS = 1.5, 4.5  # three towns of a province outweigh a country of its name
_NEAR = 4.0  # "Lubao near Kabinda"; as much as a word for its kind
_DAYS_DRIVE = 4.0  # degrees
_PRIOR = attrgetter("prior")
_PRIOR_OF_KIND = {"country": 3.5, "continent": 3.5, "area": 2.5}


def resolve(seen: Seen, words: PlaceWords) -> list[tuple[Toponym, Place]]:
    """Return the toponyms that are places, each with its place, in their order."""
    context = _context(seen)
    sites = {toponym.key for toponym in seen.toponyms if toponym.kind == "site"}
    names = Counter(toponym.key for toponym in seen.toponyms if toponym.place is None and toponym.evidence >= _ENOUGH)
    chosen: dict[str, Place] = {}
    result: list[tuple[Toponym, Place]] = []
    for toponym in sorted(seen.toponyms, key=lambda one: -one.evidence):
        if toponym.place is not None:
            if toponym.rule == UNKNOWN_RULE and toponym.key in seen.people:
                continue
            result.append((toponym, toponym.place))
            continue
        best = _best(toponym, context, words)
        if _belief(toponym, best, seen, context, words, is_known=names[toponym.key] > 0) < _ENOUGH:
            continue
        if _is_unlikely(best, words) and (toponym.key in sites or _is_foreign(best.place, context)):
            result.append((toponym, Place(f"site:{toponym.key}", toponym.surface, "site")))
            continue
        place = _as_written(toponym, best)
        if not toponym.container and toponym.kind in (None, "site"):
            place = chosen.setdefault(toponym.key, place)
        result.append((toponym, place if toponym.site is None else _site(toponym.site, place)))
    result.sort(key=lambda pair: (pair[0].sentence, pair[0].first))
    return _located(result)


def _as_written(toponym: Toponym, best: PlaceCandidate) -> Place:
    """Return the place; a town whose name is written in several ways is called as the text writes it."""
    is_variant = best.is_alternate and best.place.kind == "city" and toponym.surface and not toponym.surface.isupper()
    return replace(best.place, name=toponym.surface) if is_variant else best.place


def _is_unlikely(best: PlaceCandidate, words: PlaceWords) -> bool:
    """Tell whether a name is more often another place's: a town that few abroad know, or a name that is not its usual
    one.
    """
    return best.is_alternate or (
        best.place.kind == "city" and best.population < _TOWN and best.place.country not in words.home
    )


def _is_foreign(place: Place, context: _Context) -> bool:
    """Tell whether a place lies in none of the countries of a text that names some: Yida in Sudan isn't Jeddah, though
    China calls that so.
    """
    countries = sum(count for name, count in context.named.items() if len(name) == _COUNTRY_CODE)
    return countries >= _SET and not context.named[place.country or ""]


def _located(found: Sequence[tuple[Toponym, Place]]) -> list[tuple[Toponym, Place]]:
    """Put each place that the gazetteer lacks into the one that the text says holds it, or into the only country that
    the text names.
    """
    places = {id(toponym): place for toponym, place in found}
    holders: dict[str, Place] = {}
    for toponym, place in found:
        holder = places.get(id(toponym.container))
        if place.country is None and holder is not None and holder.country is not None and holder.part is None:
            holders.setdefault(place.id, holder)
    known = {place.country: place for _, place in found if place.country is not None and place.part is None}
    only = _country_of(next(iter(known.values()))) if len(known) == 1 else None
    return [(toponym, _within(place, holders.get(place.id), only)) for toponym, place in found]


def _country_of(place: Place) -> Place | None:
    """Return the names and ids of the country that `place` is or lies in, as a place of its own."""
    if place.kind == "country":
        return place
    if len(place.within) < _COUNTRY_AND_CONTINENT:
        return None
    return Place(
        place.within_ids[-2], place.within[-2], "country", place.country, place.within[-1:], place.within_ids[-1:]
    )


def _within(place: Place, holder: Place | None, only: Place | None) -> Place:
    holder = holder or only
    if place.country is not None or holder is None or place.kind in ("area", "continent"):
        return place
    return replace(
        place, country=holder.country, within=(holder.name, *holder.within), within_ids=(holder.id, *holder.within_ids)
    )


def _site(name: str, place: Place) -> Place:
    """Return the spot called `name`, which lies in or near `place`."""
    return Place(
        f"site:{fold(name)}",
        name,
        "site",
        place.country,
        (place.name, *place.within),
        (place.id, *place.within_ids),
        place.latitude,
        place.longitude,
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """What the text surely names: countries by code and places by id (`named`), and how many of its towns each place
    holds (`inside`).
    """

    named: Counter[str]
    inside: Counter[str]


def _context(seen: Seen) -> _Context:
    """Count countries and provinces that the text surely names, and the towns in them."""
    named: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    towns: set[str] = set()
    for toponym in seen.toponyms:
        if toponym.place is not None and toponym.place.country:
            named[toponym.place.country] += 1
            inside[toponym.place.id] = max(inside[toponym.place.id], _SAID)
        if toponym.place is not None or not toponym.candidates:
            continue
        ranked = sorted(toponym.candidates, key=_PRIOR, reverse=True)
        if toponym.key not in towns and ranked[0].place.kind == "city" and _is_foremost(ranked):
            towns.add(toponym.key)
            inside.update(ranked[0].place.within_ids)
        is_of_usual = toponym.candidates[0].place.country == ranked[0].place.country  # Gaza is no word for Mozambique
        if is_of_usual and not _has_rival(ranked):
            _count_named(toponym.candidates, named)
    return _Context(named, inside)


def _count_named(candidates: Sequence[PlaceCandidate], named: Counter[str]) -> None:
    """Count the country and province that a name speaks of: its own where it is one, its holders where no other place
    is called so.
    """
    first = candidates[0]
    if first.is_alternate:
        return
    if first.place.kind == "region" and not named[first.place.id]:
        named[f"{first.place.country} regions"] += 1
    if first.place.kind in ("country", "region") and first.population > _NOTED:
        named.update(filter(None, (first.place.id, first.place.country)))
    elif len(candidates) == 1 and first.population > _TOWN and first.place.country:
        named.update((first.place.country, *first.place.within_ids))


def _has_rival(candidates: Sequence[PlaceCandidate]) -> bool:
    """Tell whether a name says nothing of where a text is set, since another country has a bearer as well known:
    "Georgia", "Valencia".
    """
    first = candidates[0]
    others = [one for one in candidates[1:4] if one.place.country != first.place.country and not one.is_alternate]
    return any(
        _is_great_region(one) or (one.place.kind == first.place.kind == "city" and one.prior + _RIVAL > first.prior)
        for one in others
    )


def _is_great_region(candidate: PlaceCandidate) -> bool:
    return candidate.place.kind == "region" and candidate.population > _PROVINCE


def _is_foremost(candidates: Sequence[PlaceCandidate]) -> bool:
    """Tell whether nobody would mean another bearer of the name: the first is large, and far likelier than any
    other.
    """
    first = candidates[0]
    return (
        first.population > _TOWN
        and not first.is_alternate
        and all(one.prior + _FOREMOST < first.prior or _holds(one, first) for one in candidates[1:])
    )


def _holds(one: PlaceCandidate, other: PlaceCandidate) -> bool:
    return one.place.id in other.place.within_ids


def _best(toponym: Toponym, context: _Context, words: PlaceWords) -> PlaceCandidate:
    if len(toponym.candidates) == 1:
        return toponym.candidates[0]
    usual = max(toponym.candidates, key=_PRIOR)
    is_absent = usual.place.kind == "city" and not context.named[usual.place.country or ""]

    def fit(candidate: PlaceCandidate) -> float:
        is_told = is_absent and candidate.place.country is not None and context.named[candidate.place.country] > 0
        return (
            _fit(toponym, candidate, context) + 0.5 * (candidate.place.country in words.home) + _OTHER_COUNTRY * is_told
        )

    best = max(toponym.candidates, key=fit)
    return best if toponym.kind is not None else _whole_of(best, toponym.candidates)


def _whole_of(best: PlaceCandidate, candidates: Sequence[PlaceCandidate]) -> PlaceCandidate:
    """Return the region of a district's name that holds it, where there is one: "Asturias" without a word for its kind
    means one place, whatever else the text names in it.
    """
    if best.place.kind != "district":
        return best
    return next((one for one in candidates if one.place.kind == "region" and _holds(one, best)), best)


def _fit(toponym: Toponym, candidate: PlaceCandidate, context: _Context) -> float:
    """Return how well a candidate fits: its prior, what the words around the name ask for, and what else the text
    names.
    """
    place = candidate.place
    score = candidate.prior
    if toponym.kind is not None and toponym.kind != "site":
        score += 6.0 if place.kind == toponym.kind else 4.0 if {place.kind, toponym.kind} == _DIVISIONS else 0.0
    if toponym.container is not None:
        settled = toponym.container.place
        holders = {settled.id} if settled else {one.place.id for one in toponym.container.candidates}
        score += 12.0 if holders.intersection(place.within_ids) else 0.0
    if place.country:
        score += min(2.0, 0.7 * context.named[place.country])
        if place.kind == "region":
            others = context.named[f"{place.country} regions"] - (context.named[place.id] > 0)
            score += min(4.0, 1.5 * others) - 0.5
    if not context.named.keys().isdisjoint(place.within_ids[:-2]):
        score += 1.5
    if place.kind in ("country", "region"):
        score += min(_MOST_FOR_TOWNS, _FOR_A_TOWN * context.inside[place.id])
    return score + (_NEAR if toponym.beside is not None and _is_near(place, toponym.beside) else 0.0)


def _is_near(place: Place, other: Toponym) -> bool:
    """Tell whether some place that `other` may be lies within a day's drive."""
    near = [other.place] if other.place is not None else [one.place for one in other.candidates]
    return any(_degrees(place, one) <= _DAYS_DRIVE for one in near)


def _degrees(one: Place, other: Place) -> float:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return inf
    return hypot(one.latitude - other.latitude, one.longitude - other.longitude)


def _belief(
    toponym: Toponym, best: PlaceCandidate, seen: Seen, context: _Context, words: PlaceWords, *, is_known: bool
) -> float:
    """Return how much speaks for a place: the words around it, what it would be, and the rest of the text."""
    place = best.place
    belief = toponym.evidence + _PRIOR_OF_KIND.get(place.kind, 0.0)
    if place.kind == "region":
        belief += 2.5 if best.population >= 300_000 else 1.5
    elif place.kind in ("city", "district"):
        belief += (
            2.0
            if best.population >= 1_000_000
            else 1.0
            if best.population >= 100_000
            else 0.5
            if best.population >= 20_000
            else 0.0
        )
        belief += 0.5 * best.is_capital
    belief += 1.5 * is_known
    is_in_country = bool(place.country and context.named[place.country] and place.country not in words.by_province)
    if is_in_country or not context.named.keys().isdisjoint(place.within_ids[:-2]):
        belief += 1.0
    if best.is_alternate:
        belief -= 1.0
    if toponym.key in words.ordinary and place.kind not in ("country", "continent"):
        belief -= 1.0 if toponym.is_located else 3.5 if toponym.is_opening else 2.0
    return belief - _doubt_for_people(toponym, best, seen, words)


def _doubt_for_people(toponym: Toponym, best: PlaceCandidate, seen: Seen, words: PlaceWords) -> float:
    """Return how much speaks for a person of that name: one whom the text names, or a frequent first name."""
    is_named = toponym.key in seen.people
    if toponym.key in words.given and not toponym.is_located:
        return 4.0 if is_named else 0.0 if best.place.kind in ("country", "region") else 2.5
    return 2.5 if is_named and best.population < _LARGE else 0.0
