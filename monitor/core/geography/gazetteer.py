"""Look-ups of places: by name, by nationality, and which place lies in which. Reads no text; see
`core.geography.places` for that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from math import log10
from operator import attrgetter
from typing import NamedTuple

from monitor.core.geography.gazetteer_format import GazetteerRow, PackedPlaces, fold
from monitor.core.geography.spelling import is_misspelling, sound
from monitor.model import Place

_MOST_REMEMBERED = 60_000  # look-ups kept; a day's news asks for far fewer names
_CONTINENTS = {
    "AF": "Africa",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "SA": "South America",
    "OC": "Oceania",
    "AN": "Antarctica",
}
_WORDS_OF_PART = {
    "north": (1, 0),
    "south": (-1, 0),
    "east": (0, 1),
    "west": (0, -1),
    "northeast": (1, 1),
    "northwest": (1, -1),
    "southeast": (-1, 1),
    "southwest": (-1, -1),
}
_WEIGHT_OF_KIND = {"country": 3.0, "continent": 3.0, "area": 1.5, "city": 1.0}
_FILE_ORDER = {
    "country": 0,
    "region": 1,
    "district": 2,
    "city": 3,
    "area": 4,
    "continent": 4,
}  # cities then by country and people
_MOST_CITIES = 3_000  # of one country, when a misspelt name is looked for
_CENTRAL_DEGREES = (
    2.5  # "central X" reaches about this far from the centre; countries of Ukraine's size were the measure
)


class PlaceCandidate(NamedTuple):
    """A place that a name may mean. `is_alternate`: the name is one of its less usual forms.

    `prior`: how likely a name means it where nothing else is known: its people as a power of ten, its kind, its rank.
    The weights were chosen so that a capital wins over its province, and a province over its seat only when it has ten
    times the people.
    """

    place: Place
    population: int
    is_alternate: bool
    is_capital: bool
    prior: float


class Gazetteer:
    """Places and their names, read lazily from `packed`.

    names: country code -> other names of that country; adjectives: country code -> adjectives and peoples;
    peoples: name of an area -> the same; exonyms: a language's own name of a city or a region -> the gazetteer's
    ("Kiew" -> "Kyiv"). Look-ups are cached, so one object should serve a whole process.
    """

    def __init__(
        self,
        packed: PackedPlaces,
        *,
        names: Mapping[str, Sequence[str]] | None = None,
        adjectives: Mapping[str, Sequence[str]] | None = None,
        peoples: Mapping[str, Sequence[str]] | None = None,
        exonyms: Mapping[str, str] | None = None,
    ) -> None:
        self._packed = packed
        self._known: dict[str, tuple[PlaceCandidate, ...]] = {}
        self._places: dict[int, Place] = {}
        self._cities: dict[str, dict[str, list[tuple[int, str]]]] = {}
        self._misspelt: dict[tuple[str, str], int | None] = {}
        self._division_places: dict[str, Place] = {}
        self._countries: dict[str, int] = {}
        for index in range(len(packed)):
            row = packed.row(index)
            if row.kind != "country":
                break  # the file lists countries first
            self._countries[row.country] = index
        self._aliases = {fold(name): code for code, others in (names or {}).items() for name in others}
        self._acronyms = frozenset(name for others in (names or {}).values() for name in others if name.isupper())
        self._exonyms = {fold(own): fold(name) for own, name in (exonyms or {}).items()}
        self._nations = self._read_nations(adjectives or {}, peoples or {})

    def candidates(self, key: str) -> tuple[PlaceCandidate, ...]:
        """Return the places that the folded name `key` may mean, likeliest first."""
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._find(key)
        return known

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return the places called `name`, likeliest first; case, accents and hyphens do not matter."""
        return tuple(
            candidate.place for candidate in sorted(self.candidates(fold(name)), key=attrgetter("prior"), reverse=True)
        )

    def names_of(self, place: Place) -> tuple[str, ...]:
        """Return the names that mean `place` rather than any other, folded, in alphabetical order; letters for a
        country ("UAE") as they are written.
        """
        numbers = (max(number, ~number) for number in self._packed.find(fold(place.name)))
        index = next((number for number in numbers if self._packed.row(number).id == place.id), None)
        if index is None:
            return ()
        names = set(self._packed.names_of(index))
        names.update(own for own, name in self._exonyms.items() if name in names)
        code = place.country if place.kind == "country" else None
        letters = {name for name in self._acronyms if self._aliases[fold(name)] == code}
        names.update(name for name, of in self._aliases.items() if of == code)
        names.difference_update(map(fold, letters))
        return tuple(sorted(letters.union(name for name in names if self.lookup(name)[:1] == (place,))))

    def country(self, code: str) -> Place | None:
        """Return the country with ISO 3166-1 alpha-2 code `code`."""
        index = self._countries.get(code)
        return None if index is None else self._place(index)

    def division(self, code: str) -> Place | None:
        """Return the province with GeoNames code `code` ("US.CA")."""
        return self._divisions().get(code)

    def nation(self, key: str) -> Place | None:
        """Return the country or area that an adjective or a people's name, folded, speaks of ("north koreans" -> North
        Korea).
        """
        return self._nations.get(key)

    def nations_called(self, start: str) -> tuple[Place, ...]:
        """Return the countries and areas of which some name, adjective or people begins with the folded `start`: "brit"
        -> United Kingdom.
        """
        found = [place for key, place in self._nations.items() if key.startswith(start)]
        found += [self._place(self._countries[code]) for key, code in self._aliases.items() if key.startswith(start)]
        return tuple({place.id: place for place in found}.values())

    def is_acronym(self, word: str) -> bool:
        """Tell whether `word` is a country's name in capitals ("UAE", "U.S.")."""
        return word in self._acronyms

    def misspelt(self, name: str, country: str) -> Place | None:
        """Return the most populous city of `country` that `name` may be a misspelling of; its first sound must be
        right.
        """
        known = self._misspelt.get((name, country), -1)
        if known == -1:
            if len(self._misspelt) > _MOST_REMEMBERED:
                self._misspelt.clear()
            alike = self._cities_of(country).get(sound(name)[:1], ())
            known = self._misspelt[name, country] = next(
                (index for index, own in alike if is_misspelling(name, own)), None
            )
        return None if known is None else self._place(known)

    def contains(self, outer: Place, inner: Place) -> bool:
        """Tell whether `inner` is `outer` or lies in it; a part ("eastern Ukraine") is judged by coordinates."""
        if outer.id == inner.id:
            return True
        if outer.part is not None:
            whole = outer.within_ids[0] if outer.within_ids else None
            is_inside = whole is not None and (inner.id == whole or whole in inner.within_ids) and inner.id != whole
            return is_inside and (inner.part is None or inner.part == outer.part) and _is_on_side(outer, inner)
        if outer.id in inner.within_ids:
            return True
        members = self._members(outer)
        return bool(members) and (
            inner.country in members or inner.id in members or any(identity in members for identity in inner.within_ids)
        )

    def are_compatible(self, one: Place, other: Place) -> bool:
        """Tell whether both may be said of one event: equal, or one in the other."""
        return self.contains(one, other) or self.contains(other, one)

    def part_of(self, place: Place, part: str, name: str) -> Place:
        """Return the `part` ("east", "central") of `place`, called `name` ("eastern Ukraine")."""
        return Place(
            id=f"{place.id}/{part}",
            name=name,
            kind="area",
            country=place.country,
            within=(place.name, *place.within),
            within_ids=(place.id, *place.within_ids),
            latitude=place.latitude,
            longitude=place.longitude,
            part=part,
        )

    def _find(self, key: str) -> tuple[PlaceCandidate, ...]:
        found = [
            self._candidate(index)
            for index in self._packed.find(self._exonyms.get(key, key)) or self._packed.find(_other_article(key))
        ]
        code = self._aliases.get(key)
        if code is not None and code in self._countries:
            index = self._countries[code]
            if all(candidate.place.id != self._place(index).id for candidate in found):
                found.insert(0, self._candidate(index))
        return tuple(found)

    def _candidate(self, number: int) -> PlaceCandidate:
        index = number if number >= 0 else ~number
        row = self._packed.row(index)
        is_alternate, is_capital = number < 0, row.note == "capital"
        prior = log10(row.population + 10) + _WEIGHT_OF_KIND.get(row.kind, 0.0) + is_capital - 1.5 * is_alternate
        return PlaceCandidate(self._place(index, row), row.population, is_alternate, is_capital, prior)

    def _place(self, index: int, row: GazetteerRow | None = None) -> Place:
        place = self._places.get(index)
        if place is None:
            row = row or self._packed.row(index)
            within, within_ids = self._chain(row)
            kind = row.kind
            place = self._places[index] = Place(
                row.id, row.name, kind, row.country or None, within, within_ids, row.latitude, row.longitude
            )
            if len(self._places) > _MOST_REMEMBERED:
                self._places = {index: place}
        return place

    def _chain(self, row: GazetteerRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names: list[str] = []
        ids: list[str] = []
        while row.parent >= 0:
            row = self._packed.row(row.parent)
            names.append(row.name)
            ids.append(row.id)
        continent = _CONTINENTS.get(row.note) if row.kind == "country" else None
        if continent is not None:
            names.append(continent)
            ids.append(f"area:{continent}")
        return tuple(names), tuple(ids)

    def _cities_of(self, country: str) -> Mapping[str, Sequence[tuple[int, str]]]:
        """Return (index, name) of the cities of `country` that news is likely to name, most populous first, by their
        first sound.
        """
        known = self._cities.get(country)
        if known is None:
            known = self._cities[country] = {}
            first = bisect_left(range(len(self._packed)), (_FILE_ORDER["city"], country), key=self._place_in_file)
            for index in range(first, min(first + _MOST_CITIES, len(self._packed))):
                row = self._packed.row(index)
                if row.kind != "city" or row.country != country:
                    break
                known.setdefault(sound(row.name)[:1], []).append((index, row.name))
        return known

    def _place_in_file(self, index: int) -> tuple[int, str]:
        row = self._packed.row(index)
        return _FILE_ORDER[row.kind], row.country if row.kind == "city" else ""

    def _divisions(self) -> Mapping[str, Place]:
        if not self._division_places:
            places: dict[str, Place] = {}
            for index in range(len(self._countries), len(self._packed)):
                row = self._packed.row(index)
                if row.kind != "region":
                    break  # the file lists provinces after countries
                places[row.id] = self._place(index, row)
            self._division_places = places
        return self._division_places

    def _members(self, outer: Place) -> frozenset[str]:
        """Return codes of the countries and ids of the provinces that make up an area."""
        if not can_have_members(outer):
            return frozenset()
        for index in self._packed.find(fold(outer.name)):
            row = self._packed.row(index if index >= 0 else ~index)
            if row.id == outer.id:
                _, _, members = row.note.partition(":")
                return frozenset(members.split(",")) if members else frozenset()
        return frozenset()

    def _read_nations(
        self, adjectives: Mapping[str, Sequence[str]], peoples: Mapping[str, Sequence[str]]
    ) -> dict[str, Place]:
        nations: dict[str, Place] = {}
        for name, words in peoples.items():
            found = self._packed.find(fold(name))
            if found:
                _add_nation(nations, words, self._place(found[0] if found[0] >= 0 else ~found[0]))
        for code, words in adjectives.items():
            if code in self._countries:
                _add_nation(nations, words, self._place(self._countries[code]))
        return nations


def may_meet(one: Place | None, other: Place | None) -> bool:
    """Tell whether one can be, or lie in, the other, without asking the gazetteer what makes up an area; where one is
    unsaid, it can.
    """
    if one is None or other is None or can_have_members(one) or can_have_members(other):
        return True
    own, its = {one.id, *one.within_ids}, {other.id, *other.within_ids}
    is_part = one.part is not None or other.part is not None
    return one.id in its or other.id in own or (is_part and not own.isdisjoint(its))


def can_have_members(place: Place) -> bool:
    """Tell whether the place is an area that is made up of countries or provinces."""
    return place.id.startswith("area:")


def _other_article(key: str) -> str:
    """Return a name with its Arabic article in the gazetteer's spelling: "el geneina" as "al geneina"."""
    return f"al {key[3:]}" if key.startswith("el ") else key


def _add_nation(nations: dict[str, Place], words: Sequence[str], place: Place) -> None:
    for word in words:
        key = fold(word)
        nations[key] = place
        nations.setdefault(key + "s", place)


def _is_on_side(part: Place, inner: Place) -> bool:
    """Tell whether `inner` lies on the named side of the centre that `part` carries."""
    if part.latitude is None or part.longitude is None or inner.latitude is None or inner.longitude is None:
        return False
    north, east = inner.latitude - part.latitude, inner.longitude - part.longitude
    if part.part == "central":
        return abs(north) <= _CENTRAL_DEGREES and abs(east) <= _CENTRAL_DEGREES
    side = _WORDS_OF_PART.get(part.part or "")
    return side is not None and north * side[0] >= 0 and east * side[1] >= 0
