"""The conditions that tell a class's figures apart, each through a watchlist's file, in English and German."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.facts.matching import claims_of
from monitor.core.reading import read_mentions
from monitor.core.records import fact_record
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Outcome
from tests.lab.stories import Desk, a_story, a_watchlist

HEAD = "watchlist: round\ntitle: The pay round\nmatch: {all: [[Veldania*, Bericht]]}\n"


def told(folder: Path, fact: str, text: str, code: str) -> list[str]:
    """The words that the fact takes of a text."""
    watchlist = a_watchlist(folder, f"{HEAD}facts:\n  - {{fact: x, {fact}}}\n")
    language = load_language(code)
    mentions = read_mentions(None, text, language, load_gazetteer(code))
    return [claim.mention.text for claim in claims_of(mentions, watchlist, language)]


WAGES = "kind: quantity, of: share, of_what: [wages, pay, Lohn*, Löhne]"
STAKE = "kind: quantity, of: share, of_what: [stake in Norlin, Beteiligung*]"
TERM = "kind: quantity, of: duration, near: [prison, jail*, Haft]"
DELAY = "kind: quantity, of: duration, not_near: [prison, jail*, Haft]"


@pytest.mark.parametrize(
    ("fact", "code", "text", "expected"),
    [
        pytest.param(
            WAGES, "en", "Wages rose 3 percent and prices rose 4 percent.", ["3 percent"], id="of its subject"
        ),
        pytest.param(
            WAGES,
            "en",
            "Unions want a 7 percent pay rise, while inflation is at 4 percent.",
            ["7 percent"],
            id="its noun",
        ),
        pytest.param(
            WAGES, "de", "Die Löhne stiegen um 3 Prozent und die Preise um 4 Prozent.", ["3 Prozent"], id="de"
        ),
        pytest.param(
            WAGES,
            "de",
            "Nach dem Bericht stiegen die Löhne im Land im März um 3 Prozent.",
            ["3 Prozent"],
            id="its subject behind the verb: de",
        ),
        pytest.param(
            WAGES,
            "de",
            "Nach Angaben der Bank lagen die Löhne am Abend bei 3 Prozent, die Preise der Bank bei 4 Prozent.",
            ["3 Prozent"],
            id="behind a phrase of several nouns: de",
        ),
        pytest.param(
            "kind: quantity, of: people, happens: [take in, aufnehmen]",
            "en",
            "The town took 400 refugees in, and its clinic hired 900 nurses.",
            ["400 refugees"],
            id="happens: a verb of two words",
        ),
        pytest.param(
            "kind: quantity, of: people, happens: [take in, aufnehmen]",
            "de",
            "Das Land nahm 400 Flüchtlinge auf, 900 Helfer waren dort.",
            ["400 Flüchtlinge"],
            id="happens: a verb that parts",
        ),
        pytest.param(
            "kind: quantity, of: people, happens: [abschieben]",
            "de",
            "Rund 400 Menschen wurden abgeschoben.",
            ["Rund 400 Menschen"],
            id="happens: a verb that no list has",
        ),
        pytest.param(
            STAKE,
            "en",
            "The firm bought a 30 percent stake in Norlin and sold 8 percent of Bering.",
            ["30 percent"],
            id="a term of several words, small ones left aside",
        ),
        pytest.param(STAKE, "en", "The firm bought a 30 percent stake in Bering.", [], id="only one word of the term"),
        pytest.param(
            TERM, "en", "He was jailed for 12 years; the trial lasted 3 months.", ["12 years"], id="near: its clause"
        ),
        pytest.param(
            TERM, "de", "Er kam für 12 Jahre in Haft, der Prozess dauerte 3 Monate.", ["12 Jahre"], id="near: de"
        ),
        pytest.param(
            DELAY, "en", "He was jailed for 12 years; the trial lasted 3 months.", ["3 months"], id="not near"
        ),
        pytest.param(
            DELAY, "de", "Er kam für 12 Jahre in Haft, der Prozess dauerte 3 Monate.", ["3 Monate"], id="not near: de"
        ),
        pytest.param(
            "kind: quantity, of: [barrel*], rate: day",
            "en",
            "Some 300 barrels a day leaked, and 40,000 barrels have been spilled.",
            ["Some 300 barrels a day"],
            id="a rate",
        ),
        pytest.param(
            "kind: quantity, of: [barrel*], rate: none",
            "en",
            "Some 300 barrels a day leaked, and 40,000 barrels have been spilled.",
            ["40,000 barrels"],
            id="no rate",
        ),
        pytest.param(
            "kind: quantity, of: [Barrel*], rate: [day, Tag]",
            "de",
            "Pro Tag laufen 300 Barrel aus.",
            ["300 Barrel"],
            id="a rate: de",
        ),
        pytest.param(
            "kind: quantity, of: money, scope: offered",
            "en",
            "The firm offered 40 million euros, and unions demanded 60 million euros.",
            ["40 million euros"],
            id="offered",
        ),
        pytest.param(
            "kind: quantity, of: money, scope: demanded",
            "de",
            "Die Gewerkschaft fordert 60 Millionen Euro. Der Konzern bietet 40 Millionen Euro.",
            ["60 Millionen Euro"],
            id="demanded: de",
        ),
        pytest.param(
            "kind: quantity, of: people, scope: increment",
            "en",
            "Another 20 people were killed.",
            ["Another 20 people"],
            id="an increment",
        ),
        pytest.param(
            "kind: quantity, of: people, scope: total", "en", "Another 20 people were killed.", [], id="no total"
        ),
        pytest.param(
            "kind: quantity, of: people, scope: [part]",
            "en",
            "Twelve of the 40 miners were killed.",
            ["Twelve of the 40 miners"],
            id="a part",
        ),
        pytest.param(
            "kind: quantity, of: money, currency: euros",
            "en",
            "It cost 30 million dollars and 40 million euros.",
            ["40 million euros"],
            id="a currency",
        ),
        pytest.param(
            "kind: quantity, of: money, currency: [EUR, CHF]",
            "de",
            "Es kostete 30 Millionen Dollar und 40 Millionen Euro.",
            ["40 Millionen Euro"],
            id="a currency: de",
        ),
        pytest.param(
            "kind: quantity, of: length, measure: metres",
            "en",
            "The wall is 500 feet long.",
            ["500 feet"],
            id="a measure",
        ),
        pytest.param(
            "kind: quantity, of: [areas, lengths], measure: metres",
            "en",
            "Some 500 acres burnt.",
            [],
            id="a measure of another dimension",
        ),
        pytest.param(
            "kind: place, happens: [block, close]",
            "en",
            "Farmers blocked the road to Lyon while shops in Nice stayed open.",
            ["Lyon"],
            id="a place: what happens there",
        ),
        pytest.param(
            "kind: place, happens: [disrupt, shake]",
            "en",
            "Trains in Lyon and Nancy were disrupted. A quake shook parts of Jordan, while ferries from Bari ran.",
            ["Lyon", "Nancy", "Jordan"],
            id="a place: lists of places, of verbs that few lists have",
        ),
        pytest.param(
            "kind: place, happens: [blockier*]",
            "de",
            "Landwirte blockierten die Autobahn bei Köln.",
            ["Köln"],
            id="a place: de",
        ),
        pytest.param(
            "kind: place, near: [tanker*]",
            "en",
            "A tanker lies off Lagos, while a ferry sank near Accra.",
            ["Lagos"],
            id="a place: near",
        ),
        pytest.param(
            "kind: place, not_near: [Fähre*]",
            "de",
            "Ein Tanker liegt vor Lagos, eine Fähre sank vor Accra.",
            ["Lagos"],
            id="a place: not near, de",
        ),
    ],
)
def test_a_condition_takes_what_it_asks_for(
    tmp_path: Path, fact: str, code: str, text: str, expected: list[str]
) -> None:
    assert told(tmp_path, fact, text, code) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param("of_what: [inflation]", ["4 percent"], id="of what"),
        pytest.param("near: [inflation]", ["4 percent"], id="near"),
        pytest.param("not_near: [prices]", [], id="nothing that says of what"),
    ],
)
def test_what_a_condition_says_goes_before_what_the_name_of_a_fact_says(
    tmp_path: Path, condition: str, expected: list[str]
) -> None:
    fact = f"{{fact: pay rise, kind: quantity, of: share, {condition}}}"
    watchlist = a_watchlist(tmp_path, f"{HEAD}facts:\n  - {fact}\n")
    language = load_language("en")
    mentions = read_mentions(None, "Inflation is at 4 percent.", language, load_gazetteer())
    assert [claim.mention.text for claim in claims_of(mentions, watchlist, language)] == expected


def outcomes(folder: Path, fact: str, *texts: str) -> list[tuple[str, str, object]]:
    """Outcome, text and unit of the facts that a desk with one fact gets of reports, one an hour."""
    desk = Desk(a_watchlist(folder, f"{HEAD}facts:\n  - {{fact: x, {fact}}}\n"))
    stories = [a_story(f"r{hour}", text, hours=hour, body=()) for hour, text in enumerate(texts)]
    facts = [fact for decision in desk.tell(*stories) for fact in decision.facts]
    records = [fact_record(fact) for fact in facts]
    return [(str(record["outcome"]), str(record["text"]), record["unit"]) for record in records]


def test_only_figures_below_are_told(tmp_path: Path) -> None:
    fact = "kind: quantity, of: money, of_what: [oil], below: 50"
    texts = (
        "In Veldania the price of oil rose to 62 dollars a barrel on a day of calm trade.",
        "The oil price in Veldania fell to 48 dollars a barrel as stocks were sold in haste.",
    )
    assert [outcome for outcome, _, _ in outcomes(tmp_path, fact, *texts)] == [Outcome.BELOW_THRESHOLD, Outcome.UPDATE]


def test_fewer_than_the_bound_are_below_it(tmp_path: Path) -> None:
    fact = "kind: quantity, of: soldiers, below: 50"
    text = "Veldania has sent fewer than 50 soldiers to the islands, the ministry said in the morning."
    assert [outcome for outcome, _, _ in outcomes(tmp_path, fact, text)] == [Outcome.NEW]


def test_a_bound_is_in_the_unit_asked_for_and_a_figure_is_told_in_its_own(tmp_path: Path) -> None:
    fact = "kind: quantity, of: length, measure: metres, threshold: 100"
    low = "The wall that Veldania has built near the harbour is 300 feet long, engineers said."
    high = "The dam that Veldania has built above the lake is 500 feet long, surveyors said."
    assert outcomes(tmp_path, fact, low, high) == [
        (Outcome.BELOW_THRESHOLD, "300 feet", "feet"),
        (Outcome.NEW, "500 feet", "feet"),
    ]


@pytest.mark.parametrize(
    ("wages", "prices"),
    [
        pytest.param(
            "Wages in Veldania rose 3 percent, the office said.",
            "Prices in Veldania rose 4 percent, the office said.",
            id="English",
        ),
        pytest.param(
            "Im März stiegen die Löhne um 3 Prozent, teilte das Amt in einem Bericht mit.",
            "Im März stiegen die Preise um 4 Prozent, teilte das Amt in einem Bericht mit.",
            id="German",
        ),
    ],
)
def test_percent_of_two_things_are_no_change_of_each_other(tmp_path: Path, wages: str, prices: str) -> None:
    found = outcomes(tmp_path, "kind: quantity, of: share", wages, prices)
    assert [outcome for outcome, _, _ in found] == [Outcome.NEW, Outcome.NEW]


def test_an_earlier_figure_of_a_text_is_found_among_those_of_its_own_thing(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path, f"{HEAD}facts:\n  - {{fact: x, kind: quantity, of: share}}\n"))
    texts = (
        "Wages in Veldania rose 3 percent, the office said.",
        "Prices in Veldania rose 3 percent, another office said in its report.",
        "Wages in Veldania rose to 5 percent from 3 percent, the office said at noon.",
    )
    stories = [a_story(f"r{hour}", text, hours=hour, body=()) for hour, text in enumerate(texts)]
    wages, prices, later = [fact for decision in desk.tell(*stories) for fact in decision.facts]
    assert prices.outcome is Outcome.NEW
    assert later.relates_to in (None, wages.id)


ROUND_UP = (
    "Morning briefing\nNorth\nKorea has sent 3,000 soldiers to Kursk, the ministry said.\nThe troops came by train.\n"
    "In other news\nA ferry sank off Lagos and 40 sailors drowned.\nChad has sent 500 soldiers to Mali."
)
RUNDSCHAU = (
    "Meldungen am Morgen\nNordkorea hat 3000 Soldaten nach Kursk geschickt, teilte das Ministerium mit.\n"
    "Kurz gemeldet\nDer Tschad hat 500 Soldaten nach Mali geschickt, sagte ein Sprecher."
)


@pytest.mark.parametrize(
    ("where", "text", "expected"),
    [
        pytest.param("document", ROUND_UP, ["3,000 soldiers", "40 sailors", "500 soldiers"], id="the document"),
        pytest.param("paragraph", ROUND_UP, ["3,000 soldiers"], id="a paragraph"),
        pytest.param("document", RUNDSCHAU, ["3000 Soldaten", "500 Soldaten"], id="the document: de"),
        pytest.param("paragraph", RUNDSCHAU, ["3000 Soldaten"], id="a paragraph: de"),
    ],
)
def test_of_a_round_up_only_the_paragraphs_that_match_are_read(
    tmp_path: Path, where: str, text: str, expected: list[str]
) -> None:
    match = f"match: {{all: [[North Korea, Nordkorea], [Kursk]], in: {where}}}"
    facts = "facts:\n  - {fact: troops, kind: quantity, of: soldiers}\n"
    watchlist = a_watchlist(tmp_path, f"watchlist: troops\ntitle: Troops\n{match}\n{facts}")
    analysis = Desk(watchlist).read(a_story("morning", text, body=()))
    assert [claim.mention.text for claim in analysis.claims] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("North Korea sends 3,000 soldiers to Kursk", ["title"], id="a title that matches"),
        pytest.param("Chad sends 500 soldiers", [], id="another title"),
        pytest.param(None, [], id="no title"),
    ],
)
def test_a_title_is_read_where_it_matches_itself(tmp_path: Path, title: str | None, expected: list[str]) -> None:
    match = "match: {all: [[North Korea], [Kursk]], none: [ferry], in: paragraph}"
    facts = "facts:\n  - {fact: troops, kind: quantity, of: soldiers}\n"
    watchlist = a_watchlist(tmp_path, f"watchlist: troops\ntitle: Troops\n{match}\n{facts}")
    text = "Troops of North Korea were seen. Some 200 soldiers wait.\nIn Kursk a ferry brought 900 soldiers over."
    analysis = Desk(watchlist).read(a_story("morning", text, body=(), title=title))
    assert [claim.mention.field for claim in analysis.claims] == expected
