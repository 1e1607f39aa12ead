"""What counts as a place, which place it is, and how it stands in its sentence."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.geography.places import PlaceSpan, read_places
from monitor.core.language.text import read_sentences
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Place


def places_of(text: str, extra: Iterable[Place] = (), code: str = "en") -> list[tuple[str, PlaceSpan]]:
    language = load_language(code)
    sentences, spans, filings = read_places(
        read_sentences(text, abbreviations=language.abbreviations), load_gazetteer(code), language, extra=extra
    )
    filed = [(filing.dateline.places.slice(filing.span.first, filing.span.last), filing.span) for filing in filings]
    return filed + [(sentences[span.sentence].slice(span.first, span.last), span) for span in spans]


def roles_of(text: str) -> list[tuple[str, str]]:
    return [(surface, span.role) for surface, span in places_of(text)]


def only(text: str) -> PlaceSpan:
    ((_, span),) = places_of(text)
    return span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The convoy reached Donetsk on Monday.", [("Donetsk", "location")], id="a city"),
        pytest.param("They fled to Chad.", [("Chad", "location")], id="a country"),
        pytest.param(
            "He lives in St. Louis with his aunt.", [("St. Louis", "location")], id="a name with an abbreviation"
        ),
        pytest.param(
            "A ferry left Trinidad and Tobago.", [("Trinidad and Tobago", "location")], id="a name with a small word"
        ),
        pytest.param("Flooding hit The Hague.", [("The Hague", "location")], id="a name with an article"),
        pytest.param("Police in Baton Rouge made an arrest.", [("Baton Rouge", "location")], id="a town of two words"),
        pytest.param("A Toledo man died.", [("Toledo", "location")], id="a town known by its people"),
        pytest.param(
            "Officers of the Tulsa Police Department came.", [("Tulsa", "location")], id="a town known by its police"
        ),
        pytest.param("Rain fell on the West Bank.", [("West Bank", "location")], id="an area"),
        pytest.param("Ships crossed the Black Sea.", [("Black Sea", "location")], id="a sea"),
        pytest.param("It struck Los Angeles County overnight.", [("Los Angeles County", "location")], id="a county"),
    ],
)
def test_places_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("She works for the Washington Post.", id="a newspaper"),
        pytest.param("Fans of the Kansas City Chiefs cheered.", id="a club"),
        pytest.param("Paris Hilton sang.", id="a first name"),
        pytest.param("Mr. Lincoln spoke, and Gov. Jackson agreed.", id="names after titles"),
        pytest.param("Denzel Washington won. Washington thanked his wife.", id="a surname, later alone"),
        pytest.param("Georgia Okafor skates. Georgia began at four.", id="a first name, later alone"),
        pytest.param("They were killed for their faith in Christ.", id="no place after in"),
        pytest.param("Vladimir Putin left.", id="a first name that is a city abroad"),
        pytest.param("Reading is fun. Nice weather, too. Mobile phones rang.", id="common words that open a sentence"),
        pytest.param("The NIS had no comment.", id="an acronym"),
        pytest.param("West Nile virus was found.", id="a disease"),
        pytest.param("It cost US$40 million.", id="a currency"),
        pytest.param("In March and on Sunday, May spoke.", id="months and days"),
        pytest.param("He studied at the University of Georgia.", id="a university"),
    ],
)
def test_other_names_are_no_places(text: str) -> None:
    assert [pair for pair in roles_of(text) if pair[1] != "adjective"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Russia has denied it.", [("Russia", "actor")], id="a state that acts"),
        pytest.param("Israel has denied it.", [("Israel", "actor")], id="a state whose name is also a first name"),
        pytest.param("North Korea is sending troops.", [("North Korea", "actor")], id="a state that is doing"),
        pytest.param("It was signed by Russia and China.", [("Russia", "actor"), ("China", "actor")], id="parties"),
        pytest.param("U.S. officials doubt it.", [("U.S.", "actor")], id="whose officials"),
        pytest.param("Officials dispute Japan's figures.", [("Japan", "actor")], id="a possessive"),
        pytest.param("Kyiv said the claim was false.", [("Kyiv", "metonym")], id="a capital that speaks"),
        pytest.param(
            "Ties between Moscow and Tehran grew.",
            [("Moscow", "metonym"), ("Tehran", "metonym")],
            id="capitals for their states",
        ),
        pytest.param("The Kremlin denied it.", [("Kremlin", "metonym")], id="a seat of government"),
        pytest.param("A strike hit Kyiv.", [("Kyiv", "location")], id="a capital where something happens"),
        pytest.param("Troops arrived in Russia.", [("Russia", "location")], id="a state where something happens"),
        pytest.param(
            "North Korean soldiers and two Ukrainians wait.",
            [("North Korean", "adjective"), ("Ukrainians", "adjective")],
            id="adjectives",
        ),
        pytest.param("A London-based group objected.", [("London-based", "actor")], id="where somebody is based"),
        pytest.param(
            "The Russia-Ukraine war goes on.",
            [("Russia-Ukraine", "actor"), ("Russia-Ukraine", "actor")],
            id="two states in one word",
        ),
        pytest.param("LAGOS (Wire) – Rain fell.", [("LAGOS", "dateline")], id="a dateline"),
        pytest.param(
            "PARIS/BERLIN, May 3 — Talks began.", [("PARIS", "dateline"), ("BERLIN", "dateline")], id="two datelines"
        ),
        pytest.param("He was seen on Galliard Road.", [("Galliard Road", "address")], id="a street"),
    ],
)
def test_roles_are_told_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        pytest.param(
            "en",
            "Three were hurt in a fire in Del Vasto early on Monday.",
            ["Del Vasto"],
            id="an unknown name that begins as places do",
        ),
        pytest.param(
            "en", "Bartow County sheriff's deputies were called.", ["Bartow County"], id="a name that says its kind"
        ),
        pytest.param("de", "Nach dem Brand in Kiel kam die Feuerwehr.", ["Kiel"], id="German: a noun with its article"),
        pytest.param("de", "Beim Essen im Irak wurde er krank.", ["Irak"], id="German: a country with its article"),
    ],
)
def test_a_name_is_known_by_its_form(code: str, text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in places_of(text, code=code)] == expected


@pytest.mark.parametrize(
    ("code", "text", "filed", "rest"),
    [
        pytest.param("en", "LAGOS, Feb 3 (Wire) - Rain fell.", ["LAGOS"], "Rain fell.", id="a day and an agency"),
        pytest.param("en", "KABUL, Afghanistan — Rain fell.", ["KABUL", "Afghanistan"], "Rain fell.", id="a country"),
        pytest.param(
            "en",
            "LODI, Calif. (KXYZ) -- Rain fell.",
            ["LODI", "Calif."],
            "Rain fell.",
            id="a state's short form before a bracket",
        ),
        pytest.param(
            "en",
            "OSLO | Tue Apr 19, 2011 8:42 pm BST OSLO (Wire) - Rain fell.",
            ["OSLO"],
            "Rain fell.",
            id="a time of day, twice",
        ),
        pytest.param("en", "LODI (WXYZ7) -- Rain fell.", ["LODI"], "Rain fell.", id="a station's channel"),
        pytest.param(
            "en",
            "ZORNVILLE, Utah — Rain fell.",
            ["ZORNVILLE", "Utah"],
            "Rain fell.",
            id="a small town before its state",
        ),
        pytest.param(
            "de",
            "ZORNWINKEL, Sachsen - Regen fiel.",
            ["ZORNWINKEL", "Sachsen"],
            "Regen fiel.",
            id="a small German town before its state",
        ),
        pytest.param("en", "LAGOS: Rain fell.", ["LAGOS"], "Rain fell.", id="a colon"),
        pytest.param("en", "Aug 3 (Wire) - Rain fell.", [], "Rain fell.", id="no place"),
        pytest.param(
            "en", "Rain fell.\n\nOSLO (Wire) - Snow fell.", ["OSLO"], "Rain fell. Snow fell.", id="a later paragraph"
        ),
        pytest.param("en", "FILE - Rain fell.", [], "FILE - Rain fell.", id="a label"),
        pytest.param("en", "Apr. 21: Rain fell.", [], "Apr. 21: Rain fell.", id="a line of a fact box"),
        pytest.param(
            "en",
            "The Fire Service (FS) - a body - said so.",
            [],
            "The Fire Service (FS) - a body - said so.",
            id="a short form",
        ),
        pytest.param("en", "Ottawa is cold - and wet.", [], "Ottawa is cold - and wet.", id="an aside"),
        pytest.param("de", "BERLIN (dpa) - Es regnete.", ["BERLIN"], "Es regnete.", id="German"),
        pytest.param(
            "de", "Berlin/Kiew, 3. Februar - Es regnete.", ["Berlin", "Kiew"], "Es regnete.", id="German: a day"
        ),
        pytest.param("de", "Hamburg – Es regnete.", ["Hamburg"], "Es regnete.", id="German: a place alone"),
    ],
)
def test_a_dateline_is_no_part_of_the_report(code: str, text: str, filed: list[str], rest: str) -> None:
    language = load_language(code)
    sentences, _, filings = read_places(
        read_sentences(text, abbreviations=language.abbreviations), load_gazetteer(code), language
    )
    assert [filing.dateline.places.slice(filing.span.first, filing.span.last) for filing in filings] == filed
    assert " ".join(sentence.text for sentence in sentences) == rest


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        pytest.param("A bomb went off in Paris.", "Paris", "FR", id="the well-known one"),
        pytest.param("A bomb went off in Paris, Texas.", "Paris", "US", id="its state beside it"),
        pytest.param("Two died in Lodi, Calif.", "Lodi", "US", id="an abbreviated state"),
        pytest.param("Voters in Georgia, Alabama and Florida queued.", "Georgia", "US", id="among states"),
        pytest.param(
            "A quake hit Georgia, aides in Atlanta said. It was felt in Savannah and Macon.",
            "Georgia",
            "US",
            id="among its towns",
        ),
        pytest.param(
            "A quake hit Georgia, aides in Tbilisi said. It was felt in Batumi.",
            "Georgia",
            "GE",
            id="among the other's towns",
        ),
        pytest.param(
            "A bomb went off in Tripoli. Lebanon sent help.",
            "Tripoli",
            "LB",
            id="another country named than the usual one's",
        ),
        pytest.param(
            "A bomb went off in Tripoli. Libya sent help.", "Tripoli", "LY", id="the usual one's country named"
        ),
        pytest.param(
            "Aides in Venezuela spoke of a fire in Valencia.", "Valencia", "VE", id="a name is no witness for itself"
        ),
        pytest.param("Four people were killed in Tal Afar.", "Tall ‘Afar", "IQ", id="the spelling of the news"),
        pytest.param("Four people were killed in El Geneina.", "Al-Junaynah", "SD", id="an Arabic article"),
        pytest.param(
            "Four people were killed in Ra's al-Ayn.", "Ra’s al ‘Ayn", "SY", id="an apostrophe and a small article"
        ),
        pytest.param(
            "JACKSON, Ga. (Wire) -- It rained in central Georgia.", "central Georgia", "US", id="beside its short form"
        ),
        pytest.param(
            "The Yida refugee camp in South Sudan lies near Sudan.",
            "Yida",
            "SS",
            id="a camp that only a foreign name fits",
        ),
        pytest.param(
            "In Suka Makmur village, Aceh, a road was blocked.",
            "Suka Makmur",
            "ID",
            id="a village that the gazetteer lacks",
        ),
        pytest.param(
            "Bener Meriah district was cut off, Indonesia said.",
            "Bener Meriah",
            "ID",
            id="a district of the only country that the text names",
        ),
        pytest.param("Floods in Asturias cut off Oviedo and Gijon.", "Asturias", "ES", id="a region, not its district"),
        pytest.param("A fire broke out in the Ontario city of London.", "London", "CA", id="city of"),
        pytest.param("A fire broke out in Lebanon's Tripoli.", "Tripoli", "LB", id="a possessive"),
        pytest.param("A bus fell into a river in Lubao near Kabinda.", "Lubao", "CD", id="near another place"),
        pytest.param("Envoys of Armenia met in Georgia.", "Georgia", "GE", id="among countries"),
        pytest.param("They held the Kursk region.", "Kursk Oblast", "RU", id="a region by its kind"),
        pytest.param("They reached Kursk.", "Kursk", "RU", id="and the city"),
        pytest.param("Nine people were killed in Gaza.", "Gaza", "PS", id="no word for a province's country"),
        pytest.param("Nine people were killed in Gaza City.", "Gaza", "PS", id="a city called so"),
        pytest.param(
            "Floods hit Gaza and Inhambane in Mozambique.", "Gaza Province", "MZ", id="the province all the same"
        ),
    ],
)
def test_names_are_resolved(text: str, name: str, country: str) -> None:
    assert (name, country) in [(span.place.name, span.place.country) for _, span in places_of(text)]


def test_a_name_means_the_same_place_all_through_a_text() -> None:
    spans = places_of("Two people died in Springfield, Illinois. Springfield police came.")
    assert len({span.place.id for surface, span in spans if surface == "Springfield"}) == 1


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        pytest.param("Fighting goes on in eastern Ukraine.", "eastern Ukraine", "east", id="an adjective"),
        pytest.param("Fighting goes on in the north of Mali.", "north of Mali", "north", id="a noun"),
        pytest.param("They train in Russia's far east.", "Far East", None, id="an area with a name of its own"),
        pytest.param("They train in Kenya's north.", "Kenya's north", "north", id="after a possessive"),
        pytest.param("They train in North Korea.", "North Korea", None, id="no part but a name"),
    ],
)
def test_parts_of_places(text: str, name: str, part: str | None) -> None:
    span = only(text)
    assert (span.place.name, span.place.part) == (name, part)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        pytest.param("A mine blew up near Donetsk.", "near", id="near"),
        pytest.param("A mine blew up 80 km north of Donetsk.", "80 km north of", id="distance and direction"),
        pytest.param("A mine blew up 12 miles from Donetsk.", "12 miles from", id="distance"),
        pytest.param("A mine blew up north of Donetsk.", "north of", id="direction"),
        pytest.param("A mine blew up in Donetsk.", None, id="in"),
    ],
)
def test_relations(text: str, relation: str | None) -> None:
    assert only(text).relation == relation


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        pytest.param(
            "They drill at Orlinsky Training Ground.", "Orlinsky Training Ground", "site", id="a training ground"
        ),
        pytest.param("They landed at Heathrow Airport.", "Heathrow Airport", "site", id="an airport"),
        pytest.param("Nine died in Vexholm province.", "Vexholm", "region", id="an unknown province"),
        pytest.param("Nine died in the village of Vexholm.", "Vexholm", "city", id="an unknown village"),
        pytest.param("He served at Fort Vexholm.", "Fort Vexholm", "site", id="a fort"),
    ],
)
def test_places_formed_by_pattern(text: str, surface: str, kind: str) -> None:
    assert [(found, span.place.kind) for found, span in places_of(text)] == [(surface, kind)]


def test_a_site_lies_in_the_place_it_is_named_after() -> None:
    span = only("Shells hit Donetsk Airport.")
    assert span.place.name == "Donetsk Airport"
    assert span.place.country == "UA"
    assert "Ukraine" in span.place.within


def test_a_misspelt_name_is_found_in_a_list_of_cities() -> None:
    spans = places_of("They are seen in Vladivostok, Ussuriysk, and Habarowsk.")
    assert [span.place.name for _, span in spans] == ["Vladivostok", "Ussuriysk", "Khabarovsk"]


def test_a_rare_spelling_counts_in_a_list_of_cities() -> None:
    spans = places_of("Crews left Ussuriysk, Khabarovsk and Blagoveshensk.")
    assert [span.place.id for _, span in spans] == [
        load_gazetteer().lookup(name)[0].id for name in ("Ussuriysk", "Khabarovsk", "Blagoveshchensk")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A landslide struck Van province.", ["region"], id="with its kind"),
        pytest.param(
            "A landslide struck Van Province in eastern Turkey.", ["region", "area"], id="with its kind as a name"
        ),
        pytest.param("Forty people are missing in Van.", ["city"], id="after a preposition"),
        pytest.param("Ruud Van Dijk met Ms. Van Houten.", [], id="part of a family name"),
        pytest.param("Van overturns on a bridge", [], id="a vehicle that opens a heading"),
    ],
)
def test_a_small_word_of_family_names_is_a_place_where_it_stands_as_one(text: str, expected: list[str]) -> None:
    assert [span.place.kind for _, span in places_of(text)] == expected


def test_areas_without_borders_have_no_coordinates() -> None:
    span = only("Many are on the front lines now.")
    assert (span.place.name, span.place.kind, span.place.latitude) == ("front line", "area", None)


def test_a_watchlist_brings_its_own_places() -> None:
    own = Place("own:1", "Camp Tern", "site", "RU", ("Russia",))
    assert [span.place for _, span in places_of("They train at Camp Tern.", extra=(own,))] == [own]


def test_headline_in_capitals() -> None:
    assert [span.place.name for _, span in places_of("FLOODS HIT NAIROBI AS RAIN GOES ON")] == ["Nairobi"]


def test_each_place_says_why() -> None:
    text = "They met in Nairobi."
    (reason,) = only(text).reasons
    assert text[reason.start : reason.end] == "Nairobi"
    assert reason.rule == "gazetteer"


_PIECES = st.sampled_from(
    [
        "Paris",
        "St.",
        "Lake",
        "of",
        "and",
        "the",
        "in",
        ",",
        "County",
        "U.S.",
        "Mr.",
        "–",
        "(",
        ")",
        "North",
        "Korea",
        "'s",
        "Road",
        "Vexholm",
        "troops",
        "said",
        "12",
        "km",
        "Texas",
        ".",
        "\n",
        "“",
        "-based",
        "EU",
        "Kursk region",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map(" ".join)))
def test_any_text_gives_spans_inside_its_sentences(text: str) -> None:
    language = load_language("en")
    sentences = read_sentences(text, abbreviations=language.abbreviations)
    sentences, spans, _ = read_places(sentences, load_gazetteer(), language)
    for span in spans:
        assert 0 <= span.first < span.last <= len(sentences[span.sentence].words)


@pytest.mark.parametrize(
    "piece",
    ["Paris, ", "Paris ", "Paris-Rome-", "St. ", "the front line ", "Lake ", "Vexholm, Paris, ", "of Paris of ", "A. "],
)
def test_long_hostile_text_is_read_to_its_end(piece: str) -> None:
    """A scan that is quadratic in the text would take minutes here."""
    text = piece * 20_000 + "\nThey met in Nairobi."
    assert places_of(text)[-1][1].place.name == "Nairobi"


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        pytest.param("A strike hit Beni Suef in Egypt.", "en", "Beni Suef", id="a transliteration"),
        pytest.param("A strike hit BENI SUEF in Egypt.", "en", "Banī Suwayf", id="not in capitals"),
        pytest.param("A strike hit Kyiv.", "en", "Kyiv", id="the usual name"),
        pytest.param("Der Angriff traf Beni Suef in Ägypten.", "de", "Beni Suef", id="a German text"),
        pytest.param("Der Angriff traf Kiew.", "de", "Kyiv", id="a word of another language is no spelling"),
    ],
)
def test_a_town_is_called_as_the_text_writes_it(text: str, code: str, name: str) -> None:
    assert places_of(text, code=code)[0][1].place.name == name
