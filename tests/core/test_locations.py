"""Where a figure's thing is, and which places of a sentence are none of its scenes."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind


def read(text: str, code: str = "en") -> list[Mention]:
    return list(read_mentions(None, text, load_language(code), load_gazetteer(code)))


def places_of_figures(text: str, code: str = "en") -> dict[float | None, str | None]:
    figures = [mention for mention in read(text, code) if mention.kind is MentionKind.QUANTITY]
    return {figure.value_low: figure.place.name if figure.place is not None else None for figure in figures}


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        pytest.param("en", "There are 64 cases of the fever in Portugal.", {64: "Portugal"}, id="there are"),
        pytest.param("en", "The boy, one of 37 cases of the fever in Chile, went home.", {37: "Chile"}, id="no verb"),
        pytest.param(
            "en", "At least three more cases have been confirmed in Oregon.", {3: "Oregon"}, id="another verb"
        ),
        pytest.param("en", "Norway has confirmed nine cases of the fever.", {9: "Norway"}, id="the state that counts"),
        pytest.param(
            "en",
            "Oregon said it now had eight cases of the fever.",
            {8: "Oregon"},
            id="the state that counts and says so",
        ),
        pytest.param(
            "en", "Police said 40 UK cases were mild.", {40: "United Kingdom"}, id="the state inside the noun"
        ),
        pytest.param(
            "en",
            "A quake struck Van on Monday, killing 12 people and injuring 40.",
            {12: "Van", 40: "Van"},
            id="the object of the verb",
        ),
        pytest.param(
            "en", "The quake that hit Padang killed 12 people.", {12: "Padang"}, id="the object in a relative clause"
        ),
        pytest.param(
            "en",
            "In Nalanda, 8 people were killed, 95 were injured.",
            {8: "Nālanda", 95: "Nālanda"},
            id="a list shares its place",
        ),
        pytest.param(
            "en",
            "A man broke into a bank in Tavira, Portugal, killing one person and wounding two.",
            {1: "Tavira", 2: "Tavira"},
            id="the finer of two",
        ),
        pytest.param(
            "en",
            "A fire in Coos Bay, Ore. killed two people.",
            {2: "Coos Bay"},
            id="the finer of two, the other abbreviated",
        ),
        pytest.param(
            "en", "Some 11 villagers died in a crash in Lubao near Kabinda.", {11: "Lubao"}, id="near another"
        ),
        pytest.param(
            "en",
            "Officials in Venezuela said nine people were hurt in Valencia.",
            {9: "Valencia"},
            id="not where the officials are",
        ),
        pytest.param(
            "en",
            "About 5,000 herders had entered Kenya since the drought began in Somalia.",
            {5000: "Kenya"},
            id="not where it began",
        ),
        pytest.param(
            "en",
            "At least 15,000 refugees who fled violence in Sudan are living in Maban.",
            {15000: "Maban"},
            id="not where they fled from",
        ),
        pytest.param("en", "Lebanon is home to more than 22,000 refugees.", {22000: "Lebanon"}, id="home to"),
        pytest.param(
            "en",
            "The fever has killed 25 people in Togo and spread to Benin and Accra.",
            {25: "Togo"},
            id="not where it spread to",
        ),
        pytest.param(
            "en",
            "A quake shook Gaziantep on Monday. Fourteen people were killed.",
            {14: "Gaziantep"},
            id="the sentence before",
        ),
        pytest.param(
            "en",
            "We go over to Tavira, Portugal. A masked man shot three people.",
            {3: "Tavira"},
            id="a sentence that names the scene",
        ),
        pytest.param(
            "en",
            "A quake struck Turkey's eastern province of Van, killing 12 people.",
            {12: "Van"},
            id="the object far from its verb",
        ),
        pytest.param(
            "en",
            "Nine died in Bener Meriah district. Four others died in hospitals in the district.",
            {4: "Bener Meriah"},
            id="the district",
        ),
        pytest.param(
            "en",
            "Aides in the Yida camp said two people were killed in the camp.",
            {2: "Yida"},
            id="the camp of the same sentence",
        ),
        pytest.param(
            "en",
            "Nine died in Chad. Five died in Mali. In all 14 people were killed in the country.",
            {14: None},
            id="which country?",
        ),
        pytest.param(
            "en",
            "He spoke in New York, and talks were halted by the killing of a judge. Fourteen people died.",
            {14: None},
            id="not the scene",
        ),
        pytest.param("en", "The first death outside Chile was reported on Sunday.", {1: None}, id="outside a country"),
        pytest.param("en", "A blast outside Valencia killed nine people.", {9: "Valencia"}, id="outside a town"),
        pytest.param(
            "en",
            "At least 50 people were injured in Sumatra's Aceh province.",
            {50: "Aceh"},
            id="the island that has the province",
        ),
        pytest.param("de", "Außerhalb von Chile starben neun Menschen.", {9: None}, id="german, outside a country"),
        pytest.param(
            "en",
            "There are 311 cases in Scotland, a third of those in the UK.",
            {311: "Scotland"},
            id="the first scene behind it",
        ),
        pytest.param(
            "en",
            "Another 25 cases were confirmed in England and 26 more in Scotland.",
            {25: "England", 26: "Scotland"},
            id="each its own",
        ),
        pytest.param(
            "en", "They live in Chad and in Goma, where 60 people were killed.", {60: "Goma"}, id="a relative clause"
        ),
        pytest.param(
            "en",
            "A blast at a Nairobi market killed 12 people.",
            {12: "Nairobi"},
            id="a name before the noun of the spot",
        ),
        pytest.param(
            "en",
            "Talks went on in Geneva. Fourteen people were killed.",
            {14: None},
            id="nothing happened in the sentence before",
        ),
        pytest.param(
            "en", "Blasts shook Kano and Lagos. Fourteen people were killed.", {14: None}, id="two places before"
        ),
        pytest.param(
            "de",
            "In Nalanda wurden 8 Menschen getötet, 95 wurden verletzt.",
            {8: "Nālanda", 95: "Nālanda"},
            id="German: a list shares its place",
        ),
        pytest.param(
            "de",
            "Ein Beben erschütterte Padang. 9 Menschen starben. In der Stadt wurden 14 Menschen verletzt.",
            {14: "Padang"},
            id="German: the town",
        ),
        pytest.param(
            "de",
            "Ein Beben erschütterte Padang. Dabei wurden 14 Menschen getötet.",
            {14: "Padang"},
            id="German: the sentence before",
        ),
        pytest.param("de", "Norwegen meldete 9 Fälle.", {9: "Norway"}, id="German: the state that counts"),
        pytest.param("en", "Norway has 33 patients with the fever.", {33: "Norway"}, id="the sick of a state"),
        pytest.param("en", "Seven deaths were reported from Panama.", {7: "Panama"}, id="where reports come from"),
        pytest.param("de", "Aus Chile wurden neun Fälle gemeldet.", {9: "Chile"}, id="German: where reports come from"),
        pytest.param("en", "Nine hikers from Bern died near Zermatt.", {9: "Zermatt"}, id="near, behind a verb"),
        pytest.param(
            "de", "Neun Wanderer aus Bern starben bei Zermatt.", {9: "Zermatt"}, id="German: near, behind a verb"
        ),
        pytest.param("de", "Rund 900 Helfer strömten nach Peru.", {900: "Peru"}, id="German: whither"),
        pytest.param(
            "en",
            "In the besieged city of Misrata, four people were killed on Monday.",
            {4: "Misrata"},
            id="an adjective before the kind of place",
        ),
        pytest.param(
            "en",
            "Four people died when troops loyal to the old king of Togo attacked.",
            {4: None},
            id="an adjective before another noun",
        ),
        pytest.param(
            "de",
            "In der belagerten Stadt Misrata wurden vier Menschen getötet.",
            {4: "Misrata"},
            id="a German adjective before the kind of place",
        ),
        pytest.param(
            "en",
            "Crowds fled from Kabinda. Police said 36 people had been killed there. Another 90 were wounded.",
            {36: "Kabinda", 90: "Kabinda"},
            id="there, and one sentence more",
        ),
        pytest.param(
            "en",
            "Crowds fled from Kabinda. There were 36 people on a boat.",
            {36: None},
            id="there that points to no place",
        ),
        pytest.param(
            "de",
            "Tausende flohen aus Kabinda. Dort wurden 36 Menschen getötet. Weitere 90 wurden verletzt.",
            {36: "Kabinda", 90: "Kabinda"},
            id="dort",
        ),
        pytest.param(
            "en",
            "In Jena, the old wing of a mill fell on Monday and four people were killed. In all, 27 have died.",
            {27: "Jena"},
            id="a place that opens the sentence before",
        ),
        pytest.param(
            "en",
            '"A spokeswoman for Lind Hospital in Lima said nine people were hurt," he read.',
            {9: None},
            id="where a hospital speaks inside a quotation",
        ),
        pytest.param(
            "de",
            "„Eine Sprecherin der Klinik in Jena sagte, neun Menschen seien verletzt worden“, las er.",
            {9: None},
            id="german where a hospital speaks inside a quotation",
        ),
        pytest.param(
            "en",
            "Hundreds of police officers are on duty, with smaller crowds than at the huge protests in Lima.",
            {100: None},
            id="what the place is only compared with",
        ),
        pytest.param("en", "More than 12 people died in Lima.", {12: "Lima"}, id="more than a number"),
        pytest.param(
            "de",
            "Hunderte Polizisten sind im Einsatz, der Umzug ist kleiner als die Proteste in Jena.",
            {100: None},
            id="german what the place is only compared with",
        ),
        pytest.param("de", "Mehr als 12 Menschen starben in Jena.", {12: "Jena"}, id="german more than a number"),
        pytest.param(
            "de",
            "Zwei Verletzte werden in einem Krankenhaus in Jena behandelt.",
            {2: None},
            id="german where the hurt are treated",
        ),
    ],
)
def test_a_figure_has_the_place_of_its_scene(code: str, text: str, expected: dict[float, str | None]) -> None:
    found = places_of_figures(text, code)
    assert {value: found[value] for value in expected} == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("en", "In Tavira a wall fell onto a crowded stall late on Monday, killing one man.", id="English"),
        pytest.param(
            "de",
            "In Tavira stürzte am Montagabend eine alte Mauer auf einen Marktstand, dabei starben zwei Menschen.",
            id="German",
        ),
    ],
)
def test_what_opens_a_sentence_is_where_its_figure_came_to_harm(code: str, text: str) -> None:
    (place,) = [mention for mention in read(text, code) if mention.kind is MentionKind.PLACE]
    assert place.aspect == "killed"


@pytest.mark.parametrize(
    ("text", "name", "aspect"),
    [
        pytest.param(
            "The minister flew to Accra after 12 people were killed in Kano.", "Accra", None, id="where somebody went"
        ),
        pytest.param(
            "The minister flew to Accra after 12 people were killed in Kano.",
            "Kano",
            "killed",
            id="and where it happened",
        ),
        pytest.param(
            "The 12 divers killed in the quake have arrived in Lima.", "Lima", None, id="where the dead were brought"
        ),
        pytest.param(
            "Officials in Venezuela said nine people were hurt in Valencia.",
            "Venezuela",
            None,
            id="where those are who say so",
        ),
        pytest.param(
            "Some 11 villagers died in a crash in Lubao near Kabinda.", "Kabinda", None, id="what another place is near"
        ),
        pytest.param(
            "Some 11 villagers died in a crash near Kabinda.", "Kabinda", "killed", id="near, with no other place"
        ),
    ],
)
def test_a_place_is_no_scene_for_what_happened_elsewhere(text: str, name: str, aspect: str | None) -> None:
    (place,) = [
        mention
        for mention in read(text)
        if mention.kind is MentionKind.PLACE and mention.place is not None and mention.place.name == name
    ]
    assert place.aspect == aspect


def test_the_dead_were_not_killed_where_they_were_brought() -> None:
    mentions = read("The 12 divers killed in the quake have arrived in Lima.")
    assert [mention.place for mention in mentions if mention.kind is MentionKind.QUANTITY] == [None]


@pytest.mark.parametrize(
    ("text", "code", "place", "relation"),
    [
        ("The quake killed 40 people about 80 km north of Kinshasa.", "en", "Kinshasa", "80 km north of"),
        ("Twelve people died in a village 15 miles from Goma.", "en", "Goma", "15 miles from"),
        ("Near Goma 30 people were killed.", "en", "Goma", "near"),
        ("30 people were killed in Goma.", "en", "Goma", None),
        ("Zwölf Menschen wurden 80 Kilometer nördlich von Kiel getötet.", "de", "Kiel", "80 km north of"),
        ("Zwölf Menschen wurden nahe Kiel getötet.", "de", "Kiel", "near"),
        ("Zwölf Menschen wurden in der Nähe von Kiel getötet.", "de", "Kiel", "near"),
    ],
)
def test_how_an_event_lies_to_its_place_is_kept_beside_the_place(
    text: str, code: str, place: str, relation: str | None
) -> None:
    figure = next(mention for mention in read(text, code) if mention.aspect == "killed")
    assert figure.place is not None
    assert (figure.place.name, figure.relation) == (place, relation)
