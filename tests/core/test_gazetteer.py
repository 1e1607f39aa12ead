"""Look-ups, containment and nationalities on the gazetteer that the package ships; the file's format on small ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.gazetteer_format import GazetteerRow, PackedPlaces, fold, pack
from monitor.core.geography.spelling import is_misspelling
from monitor.data.resources import load_gazetteer
from monitor.model import Place

_NAMES = [
    "Europe",
    "Ukraine",
    "Donbas",
    "Donetsk",
    "Mariupol",
    "Kyiv",
    "Russia",
    "Far East",
    "Vladivostok",
    "Crimea",
    "Texas",
    "Austin",
    "Middle East",
    "Damascus",
    "France",
    "Paris",
    "Kenya",
    "Nairobi",
]


def named(name: str) -> Place:
    return load_gazetteer().lookup(name)[0]


def east_of(name: str) -> Place:
    return load_gazetteer().part_of(named(name), "east", f"eastern {name}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Kyiv", "Kyiv", id="a capital"),
        pytest.param("Kiev", "Kyiv", id="its older spelling"),
        pytest.param("KIEV", "Kyiv", id="capitals"),
        pytest.param("Peking", "Beijing", id="another older name"),
        pytest.param("Ussuriisk", "Ussuriysk", id="a transliteration"),
        pytest.param("Sao Paulo", "São Paulo", id="without accents"),
        pytest.param("Cote d’Ivoire", "Ivory Coast", id="a country's own name"),
        pytest.param("DPRK", "North Korea", id="an abbreviation"),
        pytest.param("St. Petersburg", "Saint Petersburg", id="a shortened saint"),
        pytest.param("Donbass", "Donbas", id="an area"),
        pytest.param("Sea of Azov", "Azov Sea", id="a sea"),
    ],
)
def test_other_names_lead_to_the_place(name: str, expected: str) -> None:
    assert expected in [place.name for place in load_gazetteer().lookup(name)][:2]


def test_unknown_name_has_no_place() -> None:
    assert load_gazetteer().lookup("Qwertyuiopolis") == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("North Koreans", "North Korea"),
        ("North-Korean", "North Korea"),
        ("Ukrainian", "Ukraine"),
        ("british", "United Kingdom"),
        ("Swiss", "Switzerland"),
        ("Chechens", "Chechnya"),
        ("African", "Africa"),
        ("Korea", None),
        ("", None),
    ],
)
def test_nationalities_lead_to_their_country(words: str, expected: str | None) -> None:
    nation = load_gazetteer().nation(fold(words))
    assert (nation and nation.name) == expected


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        pytest.param("Ukraine", "Mariupol", True, id="country and city"),
        pytest.param("Mariupol", "Ukraine", False, id="not the other way round"),
        pytest.param("Donbas", "Mariupol", True, id="an area made of provinces"),
        pytest.param("Donbas", "Kyiv", False, id="a city outside the area"),
        pytest.param("Far East", "Vladivostok", True, id="another area"),
        pytest.param("Middle East", "Damascus", True, id="an area made of countries"),
        pytest.param("Europe", "Kyiv", True, id="a continent"),
        pytest.param("Crimean Peninsula", "Sevastopol", True, id="a peninsula of two provinces"),
        pytest.param("France", "Kyiv", False, id="another country"),
    ],
)
def test_containment(outer: str, inner: str, expected: bool) -> None:
    assert load_gazetteer().contains(named(outer), named(inner)) is expected


@pytest.mark.parametrize(
    ("whole", "inner", "expected"),
    [
        ("Ukraine", "Mariupol", True),
        ("Ukraine", "Lviv", False),
        ("Russia", "Vladivostok", True),
        ("Russia", "Mariupol", False),
        ("Ukraine", "Ukraine", False),
    ],
)
def test_a_part_contains_what_lies_on_its_side(whole: str, inner: str, expected: bool) -> None:
    assert load_gazetteer().contains(east_of(whole), named(inner)) is expected


def test_a_country_contains_its_part_but_not_the_reverse() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.contains(named("Ukraine"), east_of("Ukraine"))
    assert not gazetteer.contains(east_of("Ukraine"), named("Ukraine"))
    assert gazetteer.are_compatible(east_of("Ukraine"), named("Ukraine"))


@settings(deadline=None)  # the first example may load the gazetteer
@given(st.sampled_from(_NAMES))
def test_every_place_contains_itself(name: str) -> None:
    assert load_gazetteer().contains(named(name), named(name))


@settings(deadline=None)  # the first example may load the gazetteer
@given(st.sampled_from(_NAMES), st.sampled_from(_NAMES), st.sampled_from(_NAMES))
def test_containment_is_transitive(first: str, second: str, third: str) -> None:
    contains = load_gazetteer().contains
    if contains(named(first), named(second)) and contains(named(second), named(third)):
        assert contains(named(first), named(third))


@settings(deadline=None)  # the first example may load the gazetteer
@given(st.sampled_from(_NAMES), st.sampled_from(_NAMES))
def test_compatibility_is_symmetric(one: str, other: str) -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.are_compatible(named(one), named(other)) == gazetteer.are_compatible(named(other), named(one))


@settings(deadline=None)  # the first example may load the gazetteer
@given(st.text(max_size=40))
def test_lookup_takes_any_text(name: str) -> None:
    load_gazetteer().lookup(name)
    load_gazetteer().nation(fold(name))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("Vlagoveshensk", "Blagoveshchensk", True, id="two confused letters"),
        pytest.param("Kharkov", "Harkov", True, id="one transliteration and another"),
        pytest.param("Pokrovsk", "Pokrvsk", True, id="a dropped letter"),
        pytest.param("Kazan", "Ryazan", False, id="two short names"),
        pytest.param("Lima", "Lama", False, id="one letter of four"),
        pytest.param("Donetsk", "Dobrush", False, id="another name"),
    ],
)
def test_misspellings_are_told_from_other_names(one: str, other: str, expected: bool) -> None:
    assert is_misspelling(one, other) is expected


@settings(deadline=None)  # the first example may load the gazetteer
@given(st.text(alphabet="abcdeikostz", max_size=14), st.text(alphabet="abcdeikostz", max_size=14))
def test_misspelling_is_symmetric(one: str, other: str) -> None:
    assert is_misspelling(one, other) == is_misspelling(other, one)


def test_a_misspelt_city_is_looked_for_in_one_country() -> None:
    gazetteer = load_gazetteer()
    found = gazetteer.misspelt("Vlagoveshensk", "RU")
    assert found is not None
    assert found.name == "Blagoveshchensk"
    assert gazetteer.misspelt("Vlagoveshensk", "FR") is None


_WORDS = st.text(
    alphabet=st.characters(exclude_categories=("C", "Z"), exclude_characters="\t\n"), min_size=1, max_size=12
)


@settings(deadline=None)  # the first example may load the gazetteer
@given(st.lists(_WORDS, min_size=1, max_size=30))
def test_what_is_packed_is_found(names: list[str]) -> None:
    rows = [GazetteerRow(str(at), name, "city", "XX", -1, 1.5, -2.25, at, "") for at, name in enumerate(names)]
    index: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        index.setdefault(fold(name), []).append(at)
    packed = PackedPlaces(pack(rows, index))
    assert len(packed) == len(rows)
    assert [packed.row(at) for at in range(len(rows))] == rows
    for key, places in index.items():
        assert packed.find(key) == tuple(places)
    assert packed.find("no such name") == ()


@pytest.mark.parametrize("content", [b"", b"not a gazetteer", pack([], {})[:-8]])
def test_a_damaged_file_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a gazetteer"):
        PackedPlaces(content)


def test_gazetteer_without_language_still_looks_up() -> None:
    rows = [
        GazetteerRow("1", "Ruritania", "country", "XR", -1, 50.0, 15.0, 900_000, "EU"),
        GazetteerRow("2", "Strelsau", "city", "XR", 0, 50.1, 15.1, 90_000, "capital"),
    ]
    gazetteer = Gazetteer(PackedPlaces(pack(rows, {"ruritania": [0], "strelsau": [1]})))
    (city,) = gazetteer.lookup("Strelsau")
    assert city.within == ("Ruritania", "Europe")
    assert gazetteer.contains(gazetteer.lookup("ruritania")[0], city)
