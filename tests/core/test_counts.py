"""What is counted and how: lists, peoples, rates away from their figure, wholes and distances, spaced thousands, shared
nouns.
"""

from __future__ import annotations

from typing import Any

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind


def quantities_of(text: str, code: str = "en") -> list[Mention]:
    return [
        mention
        for mention in read_mentions(None, text, load_language(code), load_gazetteer(code))
        if mention.kind is MentionKind.QUANTITY
    ]


def the(value: float, text: str, code: str = "en") -> Mention:
    (mention,) = [mention for mention in quantities_of(text, code) if value in (mention.value_low, mention.value_high)]
    return mention


@pytest.mark.parametrize(
    ("code", "text", "low", "high"),
    [
        pytest.param("en", "About 12 000 people fled.", 12_000, 12_000, id="spaced-after-a-capital"),
        pytest.param("en", "It cost 1'219 dollars.", 1219, 1219, id="apostrophe"),
        pytest.param("en", "Some 1\u202f200 people fled.", 1200, 1200, id="narrow-space"),
        pytest.param("en", "One and a half million people fled.", 1.5e6, 1.5e6, id="one-and-a-half"),
        pytest.param("en", "A quarter of a million people fled.", 250_000, 250_000, id="quarter-of-a-scale"),
        pytest.param("en", "Some 30–40,000 people fled.", 30_000, 40_000, id="range-that-shares-its-thousands"),
        pytest.param("en", "It rose to 40-1/4 points.", 40.25, 40.25, id="joined-fraction"),
        pytest.param(
            "en", "They pump between 12 barrels a day and 15 barrels a day.", 12, 15, id="bounds-with-a-unit-each"
        ),
        pytest.param(
            "de", "Sie fördern zwischen 12 Barrel und 15 Barrel.", 12, 15, id="german-bounds-with-a-unit-each"
        ),
        pytest.param("en", "One in five residents fled.", 0.2, 0.2, id="one-in-five"),
        pytest.param("en", "Nine out of ten houses burned.", 0.9, 0.9, id="nine-out-of-ten"),
        pytest.param("en", "A hundred and thirty-odd people fled.", 130, 130, id="thirty-odd"),
        pytest.param("en", "Three dozen-odd people fled.", 36, 36, id="dozen-odd"),
        pytest.param("de", "Es gab Berichte über 90 Tote.", 90, 90, id="german-reports-about"),
        pytest.param("de", "Etwa 12 000 Menschen flohen.", 12_000, 12_000, id="german-spaced"),
        pytest.param("de", "Anderthalb Millionen Menschen flohen.", 1.5e6, 1.5e6, id="german-one-and-a-half"),
    ],
)
def test_the_value_of_a_number(code: str, text: str, low: float, high: float) -> None:
    mention = quantities_of(text, code)[0]
    assert (mention.value_low, mention.value_high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("It has a 720p camera and sends 1080p video.", [], id="lines-of-a-picture"),
        pytest.param("Its shares rose to 720p on Monday.", [720], id="a-price"),
    ],
)
def test_lines_of_a_picture_are_no_pence(text: str, values: list[float]) -> None:
    assert [mention.value_low for mention in quantities_of(text)] == values


@pytest.mark.parametrize(
    ("code", "text", "value", "slots"),
    [
        pytest.param(
            "en",
            "The agency moved 2,700 Iraqis on Monday.",
            2700,
            {"unit": "Iraqis", "unit_class": "person"},
            id="a-people",
        ),
        pytest.param(
            "en",
            "Some 320 Filipinos were killed.",
            320,
            {"unit": "Filipinos", "aspect": "killed"},
            id="a-people-and-its-event",
        ),
        pytest.param(
            "en",
            "Two Swiss climbers died.",
            2,
            {"unit": "climbers", "unit_class": "person"},
            id="an-adjective-is-no-noun",
        ),
        pytest.param(
            "de",
            "Am Montag wurden 2.700 Pakistaner evakuiert.",
            2700,
            {"unit": "Pakistaner", "unit_class": "person"},
            id="german-people",
        ),
        pytest.param(
            "en",
            "Seven Scots, three Dutch hurt in Alps",
            7,
            {"unit": "Scots", "unit_class": "person", "aspect": "injured"},
            id="a-people-in-a-heading",
        ),
        pytest.param(
            "en",
            "Seven Scots, three Dutch hurt in Alps",
            3,
            {"unit": "Dutch", "unit_class": "person", "aspect": "injured"},
            id="a-people-without-a-plural-in-a-heading",
        ),
        pytest.param(
            "en",
            "Two Chilean shipping firms were sold.",
            2,
            {"unit": "shipping firms"},
            id="a-people-before-a-participle",
        ),
        pytest.param(
            "en",
            "Six of 31 divers were saved.",
            6,
            {"unit": "divers", "unit_class": "person", "aspect": "rescued"},
            id="part-of-a-number",
        ),
        pytest.param(
            "en", "Six of 31 divers were saved.", 31, {"unit": "divers", "aspect": None}, id="a-number-that-is-a-whole"
        ),
        pytest.param("de", "Sechs von 31 Tauchern gerettet", 6, {"unit": "Tauchern"}, id="german-part-of-a-number"),
        pytest.param(
            "en", "It stretched 15 by 12 miles.", 15, {"unit": "miles", "unit_class": "length"}, id="two-sides"
        ),
        pytest.param(
            "en", "Joblessness rose by 0.3 percentage points.", 0.3, {"unit_class": "points"}, id="points-are-no-share"
        ),
        pytest.param(
            "en", "The bank raised its rate by 25 basis points.", 25, {"unit_class": "points"}, id="basis-points"
        ),
    ],
)
def test_the_noun_and_its_class(code: str, text: str, value: float, slots: dict[str, Any]) -> None:
    mention = the(value, text, code)
    assert {name: getattr(mention, name) for name in slots} == slots


@pytest.mark.parametrize(
    ("code", "text", "value", "per"),
    [
        pytest.param("en", "Oil rose to $77 a barrel.", 77, "barrel", id="price-of-one"),
        pytest.param("en", "The museum charges 9 euros a head.", 9, "head", id="a-head"),
        pytest.param("en", "Profit was $2 billion, up from $1 billion a year earlier.", 1e9, None, id="a-year-earlier"),
        pytest.param(
            "en", "Some 12,000 gallons of salty brine a day could be rising.", 12_000, "day", id="after-what-it-is-of"
        ),
        pytest.param(
            "en", "Some 12,000 gallons of salty brine a day later caught fire.", 12_000, None, id="a-day-later"
        ),
        pytest.param(
            "en",
            "As much as 800 barrels -- that is 33,600 gallons -- of brine is pouring out each day.",
            800,
            "day",
            id="after-the-verb",
        ),
        pytest.param("en", "Each day 1,300 families cross into Zambia.", 1300, "day", id="before-the-figure"),
        pytest.param("en", "The field has a daily output of 40,000 tonnes.", 40_000, "day", id="daily-output"),
        pytest.param("en", "The daily paper said 40 people died.", 40, None, id="another-noun-is-daily"),
        pytest.param("en", "Every week, 300 lorries cross the pass.", 300, "week", id="a-span-at-the-head"),
        pytest.param("en", "Weekly, 300 lorries cross the pass.", 300, "week", id="an-adverb-at-the-head"),
        pytest.param("de", "Täglich fliehen 2.400 Menschen über die Grenze.", 2400, "Tag", id="german-daily"),
        pytest.param("de", "Stündlich laufen 90 Liter Öl aus.", 90, "Stunde", id="german-hourly"),
        pytest.param("de", "Köche verdienen 14 Euro die Stunde.", 14, "Stunde", id="german-an-hour"),
        pytest.param("de", "Im Jahr 1998 gab es 40 Tote.", 40, None, id="german-a-year-of-its-own"),
    ],
)
def test_a_rate_is_seen_away_from_its_figure(code: str, text: str, value: float, per: str | None) -> None:
    assert the(value, text, code).per == per


@pytest.mark.parametrize(
    ("code", "text", "value", "slots"),
    [
        pytest.param(
            "en",
            "Police arrested 14 men in Porto, 9 in Braga and 5 in Faro.",
            9,
            {"unit": "men", "aspect": "arrested", "place": "Braga"},
            id="each-has-its-place",
        ),
        pytest.param(
            "en",
            "About 8,800 miners crossed into Peru and another 6,100 into Chile.",
            6100,
            {"unit": "miners", "place": "Chile"},
            id="another",
        ),
        pytest.param(
            "en", "The firm has 160 workers in Togo and 28 abroad.", 28, {"unit": "workers", "place": None}, id="abroad"
        ),
        pytest.param(
            "en",
            "The storm destroyed 16 schools, 4 clinics and 6 mosques.",
            6,
            {"unit": "mosques", "aspect": "destroyed"},
            id="objects-of-one-verb",
        ),
        pytest.param(
            "en",
            "In Nalanda, 8 people were killed and 95 were injured.",
            95,
            {"aspect": "injured", "place": "Nālanda"},
            id="place-of-the-whole-list",
        ),
        pytest.param(
            "en",
            "In Porto six men drowned, in Braga three and in Faro two.",
            3,
            {"unit": "men", "aspect": "killed", "place": "Braga"},
            id="each-behind-its-place",
        ),
        pytest.param(
            "en",
            "In Porto six men drowned, in Braga three and in Faro two.",
            6,
            {"place": "Porto"},
            id="the-first-before-its-place",
        ),
        pytest.param(
            "en", "Peru took in 3,200 miners and Chile 1,800.", 1800, {"unit": "miners"}, id="only-the-state-is-said"
        ),
        pytest.param(
            "en",
            "The gale left nine dead, 44 injured and 200 homeless.",
            9,
            {"aspect": "killed"},
            id="states-of-one-verb",
        ),
        pytest.param(
            "de",
            "In Jena wurden drei Männer verhaftet, in Gera zwei.",
            2,
            {"unit": "Männer", "aspect": "arrested", "place": "Gera"},
            id="german-behind-its-place",
        ),
        pytest.param(
            "en", "Report on the quake. Deaths: 12; injured: 30; missing: 4.", 30, {"aspect": "injured"}, id="labels"
        ),
        pytest.param("en", "Deaths: 112", 112, {"aspect": "killed"}, id="label-alone"),
        pytest.param(
            "en", "The dead now number 31 in Gorkha.", 31, {"unit": "dead", "aspect": "killed"}, id="now-number"
        ),
        pytest.param(
            "en",
            "Infections in Togo rose to 96 from 61.",
            96,
            {"unit": "Infections", "place": "Togo"},
            id="subject-that-rose",
        ),
        pytest.param(
            "en",
            "Officials said 130 people had read the notice and nine had died.",
            130,
            {"aspect": None},
            id="verb-of-the-next-clause",
        ),
        pytest.param(
            "de",
            "Die Infektionen in Togo stiegen von 61 auf 96.",
            96,
            {"unit": "Infektionen", "place": "Togo"},
            id="german-subject-that-rose",
        ),
        pytest.param("de", "Tote: 12, Verletzte: 40.", 40, {"aspect": "injured"}, id="german-labels"),
        pytest.param(
            "en",
            "Six people drowned: four in Porto and two in Faro.",
            2,
            {"unit": "people", "aspect": "killed", "place": "Faro"},
            id="behind-a-colon",
        ),
        pytest.param(
            "en",
            "The guild lost 70 members in Porto and a further 40 in Faro.",
            40,
            {"unit": "members", "place": "Faro"},
            id="a-further",
        ),
        pytest.param(
            "en", "The yard built 40 tugs last year and just nine this year.", 9, {"unit": "tugs"}, id="another-time"
        ),
        pytest.param("en", "The yard built 40 tugs in 2022 and 35 in 2023.", 35, {"unit": "tugs"}, id="behind-a-year"),
    ],
)
def test_a_list_shares_what_its_members_leave_out(code: str, text: str, value: float, slots: dict[str, Any]) -> None:
    mention = the(value, text, code)
    seen = {name: getattr(mention, name) for name in slots}
    if seen.get("place") is not None:
        seen["place"] = seen["place"].name
    assert seen == slots


@pytest.mark.parametrize(
    ("code", "text", "value", "reason"),
    [
        pytest.param("en", "The strike halted 48 of the 72 ships.", 72, "whole", id="of-the-72"),
        pytest.param("en", "The strike halted 48 of the 72 ships.", 48, None, id="the-part-itself"),
        pytest.param("en", "Up to 2,500 of the region's 3,300 drivers were out.", 3300, "whole", id="of-the-region's"),
        pytest.param("en", "One of the 40 passengers was killed.", 40, "whole", id="one-of-the-40"),
        pytest.param("en", "Of the 900 men, 200 left.", 900, "whole", id="of-at-the-beginning"),
        pytest.param("en", "The quake struck 40 km south of Van.", 40, "distance", id="south-of"),
        pytest.param("en", "It lies 12 miles from the coast.", 12, "distance", id="from"),
        pytest.param("en", "The slick is 12 miles long.", 12, None, id="a-length"),
        pytest.param("en", "The toll rose from 38 to 41.", 38, "former", id="former"),
        pytest.param(
            "en", "The quake struck 40 km (25 miles) south of Van.", 40, "distance", id="two-measures-of-a-distance"
        ),
        pytest.param(
            "en", "The quake struck 40 km (25 miles) south of Van.", 25, "distance", id="the-distance-in-brackets"
        ),
        pytest.param("en", "The slick is 40 km (25 miles) long.", 40, None, id="a-length-before-brackets"),
        pytest.param("en", "The slick is 40 km (25 miles) long.", 25, "aside", id="the-length-in-brackets"),
        pytest.param("en", "Crews took up 16,000 barrels (2.5m litres) of oil.", 2.5e6, "aside", id="litres-again"),
        pytest.param("en", "A bowl costs £14 (US$22, €16).", 22, "aside", id="another-currency"),
        pytest.param("en", "A bowl costs £14 (US$22, €16).", 16, "aside", id="a-third-currency"),
        pytest.param("en", "The firm paid $14m, or £9m.", 9e6, "aside", id="or-in-another-currency"),
        pytest.param("en", "The firm paid $14m in May and £9m in June.", 9e6, None, id="and-in-another-currency"),
        pytest.param("en", "They have a drive of 500MB or 1GB.", 1, None, id="one-size-or-another"),
        pytest.param("en", "Crews mended 40 km of the 510 km pipeline.", 510, "description", id="the-510-km-pipeline"),
        pytest.param("en", "Crews laid a 510 km pipeline.", 510, None, id="a-510-km-pipeline"),
        pytest.param("en", "He was hurt in the 12-hour siege.", 12, "description", id="the-12-hour-siege"),
        pytest.param("en", "The ferry is designed to carry 300 passengers.", 300, "room", id="designed-to-carry"),
        pytest.param("en", "The hall can seat 900 people.", 900, "room", id="can-seat"),
        pytest.param("en", "The clinic has a capacity of 40 patients.", 40, "room", id="a-capacity-of"),
        pytest.param("en", "The ferry was carrying 300 passengers.", 300, None, id="was-carrying"),
        pytest.param("en", "The firm employs about 340 miners.", 340, "size", id="employs"),
        pytest.param("en", "The port has a population of 12,000 people.", 12000, "size", id="a-population-of"),
        pytest.param("en", "The port is a city of 12,000 people.", 12000, "size", id="a-city-of"),
        pytest.param("en", "A town of 12,000 people was evacuated.", 12000, None, id="a-town-that-is-evacuated"),
        pytest.param("en", "He said the mayor's 30-year rule was over.", 30, "description", id="whose-rule"),
        pytest.param("en", "In the past two days fires broke out.", 2, "moment", id="in-the-past-days"),
        pytest.param("en", "The works will last two days.", 2, None, id="they-last-two-days"),
        pytest.param("en", "It was the worst storm to hit the coast in 26 years.", 26, "moment", id="worst-in-years"),
        pytest.param("en", "It was mended in 26 days.", 26, None, id="mended-in-days"),
        pytest.param("en", "More than 900 people have been killed since 1991.", 900, "period", id="since-long"),
        pytest.param("en", "The minister said two days ago that the mine would open.", 2, "moment", id="ago"),
        pytest.param("en", "The mine will open two weeks earlier than planned.", 2, None, id="earlier-than"),
        pytest.param("en", "Repairs will take four months.", 4, None, id="how-long"),
        pytest.param("en", "A shell hit a 200-student school.", 200, "description", id="describes-a-school"),
        pytest.param("en", "The 12-member crew was rescued.", 12, None, id="counts-a-crew"),
        pytest.param("en", "Its screen is 1,200 by 900 pixels.", 900, "side", id="the-second-side"),
        pytest.param("en", "Its screen is 1,200 by 900 pixels.", 1200, "side", id="the-first-side"),
        pytest.param("en", "Its screen has 220 pixels per inch.", 220, "density", id="per-inch"),
        pytest.param("en", "The depot holds enough tents for 300 refugees.", 300, "room", id="enough-for"),
        pytest.param("en", "The camp has tents for 300 refugees.", 300, None, id="tents-for"),
        pytest.param("en", "The father of two children was shot.", 2, "kin", id="father-of"),
        pytest.param("en", "Two officials said that the mine would open.", 2, "source", id="those-who-say-so"),
        pytest.param("en", "The two leaders met in Oslo.", 2, "known", id="known-people"),
        pytest.param("en", "The clerk, who was shot, had seven children.", 7, "kin", id="had-children"),
        pytest.param("en", "She mourned the death of a clerk who had two sons.", 2, "kin", id="of-the-dead"),
        pytest.param("en", "The clerk is survived by a wife and two sons.", 2, "kin", id="survived-by"),
        pytest.param("en", "The fire killed two sons of the clerk.", 2, None, id="children-killed"),
        pytest.param("en", "He may not go near three of their children.", 3, "known", id="some-of-their-children"),
        pytest.param("en", "Three of their children were killed.", 3, None, id="some-of-their-children-killed"),
        pytest.param("de", "Der getötete Wirt hatte sieben Kinder.", 7, "kin", id="german-had-children"),
        pytest.param("de", "Der Wirt hinterlässt eine Frau und zwei Söhne.", 2, "kin", id="german-leaves"),
        pytest.param("en", "The radio originally reported that 40 people died.", 40, "former", id="originally"),
        pytest.param("en", "The radio reported that 40 people died.", 40, None, id="reported"),
        pytest.param("de", "Ursprünglich war von 40 Toten die Rede.", 40, "former", id="german-originally"),
        pytest.param("en", "His three lawyers walked in.", 3, "known", id="his-people"),
        pytest.param("en", "The two pilots were killed.", 2, None, id="what-happened-to-known-people"),
        pytest.param("en", "The 400 demonstrators filled the square.", 400, None, id="a-crowd"),
        pytest.param("de", "Die zwei Minister trafen sich in Oslo.", 2, "known", id="german-known-people"),
        pytest.param(
            "de", "Das Beben lag 40 km (25 Meilen) südlich von Van.", 25, "distance", id="german-distance-in-brackets"
        ),
        pytest.param("de", "Der Minister sagte vor zwei Tagen, die Grube werde öffnen.", 2, "moment", id="german-ago"),
        pytest.param("de", "Im Lager gibt es genug Zelte für 300 Menschen.", 300, "room", id="german-enough-for"),
        pytest.param("de", "Die Fähre ist für 300 Menschen zugelassen.", 300, "room", id="german-licensed-for"),
        pytest.param("de", "Die Klinik hat eine Kapazität von 40 Patienten.", 40, "room", id="german-a-capacity-of"),
        pytest.param("de", "Die Firma beschäftigt 340 Bergleute.", 340, "size", id="german-employs"),
        pytest.param("de", "In einer Stadt mit 340 Menschen brennt es.", 340, "size", id="german-a-city-of"),
        pytest.param("de", "In den vergangenen zwei Tagen brannte es.", 2, "moment", id="german-in-the-past-days"),
        pytest.param("de", "Es war der schlimmste Sturm seit 26 Jahren.", 26, "moment", id="german-worst-in-years"),
        pytest.param("de", "Der Ölteppich ist 40 Kilometer (25 Meilen) lang.", 25, "aside", id="german-in-brackets"),
        pytest.param("de", "Das Kilo kostet 14 Euro (16 Dollar).", 16, "aside", id="german-another-currency"),
    ],
)
def test_a_figure_that_is_no_fact_says_why(code: str, text: str, value: float, reason: str | None) -> None:
    assert the(value, text, code).passed_over == reason


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "About 190 monks are in Norland. The ministry says 34 have been killed since the war began.",
            id="another-sentence",
        ),
        pytest.param("Some 60 journalists came to the trial. In the war, 34 have been killed.", id="another-event"),
    ],
)
def test_the_dead_of_another_sentence_borrow_no_noun(text: str) -> None:
    mention = the(34, text)
    assert (mention.unit, mention.unit_class, mention.aspect) == (None, "person", "killed")


@pytest.mark.parametrize(
    ("text", "value", "aspect", "is_part"),
    [
        pytest.param(
            "There are 260 bodies and up to 25 people still alive under the rubble.",
            25,
            None,
            False,
            id="alive-beside-the-dead",
        ),
        pytest.param(
            "Nine people were hurt in the fire; one is in critical condition.",
            1,
            "injured",
            True,
            id="a-part-in-critical-condition",
        ),
        pytest.param(
            "Nine people were hurt in the fire; two more were critically hurt in the rush.",
            2,
            "injured",
            False,
            id="two-more-are-no-part",
        ),
    ],
)
def test_those_alive_came_to_no_harm_and_those_in_critical_condition_are_a_part(
    text: str, value: float, aspect: str | None, is_part: bool
) -> None:
    mention = the(value, text)
    assert (mention.aspect, mention.part_of) == (aspect, is_part)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        pytest.param("Forty ships came. One third of the dry grain is ready to be sent.", None, id="of-a-mass"),
        pytest.param("Forty ships came. One third of them were idle.", "ships", id="of-them"),
    ],
)
def test_a_share_of_what_is_not_counted_borrows_no_noun(text: str, counted: str | None) -> None:
    assert the(1 / 3, text).unit == counted


@pytest.mark.parametrize(
    ("code", "text", "value", "slots"),
    [
        pytest.param(
            "en",
            "The ministry found 12 new cases in Wales, bringing the UK total to 215.",
            215,
            {"unit": "cases", "place": "United Kingdom"},
            id="where-stands-before-the-total",
        ),
        pytest.param(
            "en",
            "The ministry found 12 new cases in Porto, taking the total in Portugal so far to 215.",
            215,
            {"unit": "cases", "place": "Portugal"},
            id="where-stands-behind-the-total",
        ),
        pytest.param(
            "en",
            "Nine bodies were found in Wales, bringing the UK death toll to 45.",
            45,
            {"aspect": "killed", "place": "United Kingdom"},
            id="a-toll",
        ),
        pytest.param(
            "en",
            "Togo sent 20 more soldiers to Mali, raising its total there to 310.",
            310,
            {"unit": "soldiers", "aspect": "sent", "place": None},
            id="a-total-elsewhere",
        ),
        pytest.param(
            "en",
            "Togo reported 12 new cases on Monday. The total rose to 96.",
            96,
            {"unit": "cases", "unit_class": "event"},
            id="told-in-the-sentence-before",
        ),
        pytest.param(
            "en",
            "The fire killed two more people, bringing to 14 the total number of deaths.",
            14,
            {"unit": "deaths", "aspect": "killed"},
            id="the-noun-behind-the-figure",
        ),
        pytest.param(
            "en",
            "Rescue officials say the toll in the flood has risen to at least 75.",
            75,
            {"unit": None, "aspect": "killed"},
            id="who-says-so-is-not-counted",
        ),
        pytest.param(
            "en",
            "Officials say infections rose to 96.",
            96,
            {"unit": "infections", "unit_class": "event"},
            id="the-subject-behind-the-verb-of-saying",
        ),
        pytest.param(
            "de",
            "In Porto wurden zwölf neue Fälle gemeldet, womit die Gesamtzahl in Portugal auf 215 stieg.",
            215,
            {"unit": "Fälle", "place": "Portugal"},
            id="german-where-stands-behind-the-total",
        ),
        pytest.param(
            "de",
            "Togo meldete zwölf neue Fälle. Damit stieg die Gesamtzahl auf 215.",
            215,
            {"unit": "Fälle", "place": None},
            id="german-told-in-the-sentence-before",
        ),
        pytest.param(
            "de",
            "Behördensprecher sagen, die Infektionen stiegen auf 96.",
            96,
            {"unit": "Infektionen"},
            id="german-who-says-so",
        ),
    ],
)
def test_a_total_is_of_what_was_told_before_it(code: str, text: str, value: float, slots: dict[str, Any]) -> None:
    mention = the(value, text, code)
    said = {"place": mention.place.name if mention.place else None}
    assert {name: said.get(name, getattr(mention, name)) for name in slots} == slots


@pytest.mark.parametrize(
    ("code", "text", "areas"),
    [
        pytest.param("en", "The slick is 45 miles by 10 miles.", [(450, "square miles")], id="a unit each"),
        pytest.param("en", "The slick is about 20 by 5 miles.", [(100, "square miles")], id="a unit for both"),
        pytest.param("en", "The box is 4 by 5 by 6 metres.", [], id="three sides"),
        pytest.param("en", "They moved the 12-mile fence by 5 miles.", [], id="by how much"),
        pytest.param("de", "Der Ölteppich ist 45 mal 10 Kilometer groß.", [(450, "Quadratkilometer")], id="German"),
    ],
)
def test_two_sides_are_an_area(code: str, text: str, areas: list[tuple[float, str]]) -> None:
    found = quantities_of(text, code)
    assert [(one.value_low, one.unit) for one in found if one.unit_class == "area"] == areas
    assert all(one.passed_over == "side" for one in found if areas and one.unit_class == "length")


@pytest.mark.parametrize(
    ("code", "text", "bounds"),
    [
        pytest.param("en", "The repair could take more than a month.", [(1, None)], id="more than"),
        pytest.param("en", "They walked nearly a mile.", [(None, 1)], id="nearly"),
        pytest.param("en", "The repair takes about four more months.", [(4, 4)], id="more between"),
        pytest.param("en", "They spoke about a day in May.", [], id="what they spoke about"),
        pytest.param("en", "They need a week.", [], id="no bound"),
        pytest.param("en", "More than a few months passed.", [], id="no article of the measure"),
        pytest.param("de", "Die Reparatur könnte mehr als einen Monat dauern.", [(1, None)], id="German mehr als"),
        pytest.param("de", "Die Reparatur dauert noch etwa vier weitere Monate.", [(4, 4)], id="German weitere"),
        pytest.param("de", "Sie sprachen über einen Tag im Mai.", [], id="German what they spoke about"),
    ],
)
def test_a_span_may_be_one_without_a_number(
    code: str, text: str, bounds: list[tuple[float | None, float | None]]
) -> None:
    found = [one for one in quantities_of(text, code) if one.unit_class in ("duration", "length")]
    assert [(one.value_low, one.value_high) for one in found] == bounds


@pytest.mark.parametrize(
    ("code", "text", "value", "slots"),
    [
        pytest.param(
            "en",
            "The council will boost police and fire crews in Jena by 350.",
            350,
            {"unit": "police", "is_increment": True},
            id="the-object-of-the-verb",
        ),
        pytest.param(
            "en",
            "Infections in Togo rose by 40 last week.",
            40,
            {"unit": "Infections", "is_increment": True},
            id="the-subject-of-the-verb",
        ),
        pytest.param("en", "Officials cut the price by 5 on Monday.", 5, {"unit": None}, id="an-object-not-counted"),
        pytest.param(
            "de",
            "Der Rat will die Zahl der Soldaten in Jena um 350 erhöhen.",
            350,
            {"unit": "Soldaten", "unit_class": "soldier"},
            id="german-verb-at-the-end",
        ),
        pytest.param(
            "de",
            "Die Infektionen in Togo stiegen um 40.",
            40,
            {"unit": "Infektionen", "is_increment": True},
            id="german-subject",
        ),
    ],
)
def test_a_step_is_of_what_changes(code: str, text: str, value: float, slots: dict[str, Any]) -> None:
    mention = the(value, text, code)
    assert {name: getattr(mention, name) for name in slots} == slots


@pytest.mark.parametrize(
    ("code", "text", "value", "slots"),
    [
        pytest.param(
            "en",
            "A 50-strong rescue team arrived in Mali.",
            50,
            {"unit": "team", "unit_class": "person", "aspect": "arrived", "passed_over": None},
            id="people",
        ),
        pytest.param(
            "en",
            "The first 100-strong contingent from the army's third brigade is due in Mali.",
            100,
            {"unit": "contingent", "unit_class": "soldier"},
            id="soldiers",
        ),
        pytest.param(
            "en", "Togo praised its 900-strong force in Mali.", 900, {"passed_over": "description"}, id="a-known-size"
        ),
        pytest.param("en", "The firm has a 3-strong range of cars.", 3, {"unit": "strong"}, id="no-group"),
        pytest.param(
            "de",
            "Eine 100-köpfige Gruppe von Soldaten ist in Mali eingetroffen.",
            100,
            {"unit": "Gruppe", "unit_class": "soldier", "aspect": "arrived"},
            id="german-soldiers",
        ),
        pytest.param(
            "de",
            "Eine 50-köpfige Delegation ist in Mali eingetroffen.",
            50,
            {"unit": "Delegation", "unit_class": "person", "aspect": "arrived"},
            id="german-people",
        ),
    ],
)
def test_a_group_counts_its_people(code: str, text: str, value: float, slots: dict[str, Any]) -> None:
    mention = the(value, text, code)
    assert {name: getattr(mention, name) for name in slots} == slots


def test_a_part_of_the_dead_is_dead_whoever_was_counted_before() -> None:
    mention = the(2, "The flood killed four people and 11 were missing. Two of the dead were found in a car.")
    assert (mention.aspect, mention.part_of) == ("killed", True)
