"""What the figures of one change share, which period a figure is compared with, and votes for and against."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind, Modality, Modifier, Trend


def mentions_of(text: str) -> list[Mention]:
    return list(read_mentions(None, text, load_language("en"), load_gazetteer("en")))


def the(value: float, text: str) -> Mention:
    (mention,) = [
        each
        for each in mentions_of(text)
        if each.kind is MentionKind.QUANTITY and value in (each.value_low, each.value_high)
    ]
    return mention


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("Iceland raised its cod quota by 20,000 tonnes to 230,000.", 230_000, "tonnes", id="level"),
        pytest.param("Iceland cut its cod quota by 20,000 to 230,000 tonnes.", 20_000, "tonnes", id="step"),
        pytest.param("Stocks fell 300,000 barrels, or 2 percent, to 21.4 million.", 21_400_000, "barrels", id="share"),
        pytest.param("The field pumped 90,000 barrels a day, down 4,000 on May.", 4_000, "barrels", id="aside"),
        pytest.param("The yard delivered 14 ferries in May, up from 11 in April.", 11, "ferries", id="before"),
        pytest.param("The judges cut his term from 15 years to 10.", 10, "years", id="later"),
        pytest.param("The euro slipped to 1.08 dollars from 1.1 on Monday.", 1.1, "USD", id="money"),
        pytest.param(
            "The plant made 3 million tonnes, compared with 2.6 million in 2024.", 2_600_000, "tonnes", id="with"
        ),
    ],
)
def test_figures_of_one_change_share_their_unit(text: str, value: float, unit: str) -> None:
    assert the(value, text).unit == unit


@pytest.mark.parametrize(
    ("text", "value", "unit", "of_what"),
    [
        pytest.param("Output of cars fell to 40,000 in May.", 40_000, "cars", "output", id="of-things"),
        pytest.param("Sales of phones will rise by 6 percent to four million.", 4_000_000, "phones", "sale", id="open"),
        pytest.param("The maker cut output of cars by 10 percent to 40,000.", 40_000, "cars", "output", id="object"),
        pytest.param("Truck exports rose to 4,300.", 4_300, "truck exports", "truck", id="compound"),
        pytest.param("Asylum applications fell by a third to 21,000.", 21_000, "applications", None, id="events"),
    ],
)
def test_what_flows_is_counted(text: str, value: float, unit: str, of_what: str | None) -> None:
    mention = the(value, text)
    assert (mention.unit, mention.of_what) == (unit, of_what)


@pytest.mark.parametrize("noun", ["workforce", "population", "membership"])
def test_people_taken_together_are_counted(noun: str) -> None:
    text = f"The {noun} will be reduced to 4,000 from 6,500."
    assert [(the(value, text).unit_class, the(value, text).negated) for value in (4_000, 6_500)] == [
        ("person", False),
        ("person", True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The lender made 90 million euros, against a loss of 40 million euros last year.",
        "The mill made 90 million tonnes, compared with 40 million tonnes in March.",
        "Growth slowed to 90 percent from 40 million percent.",
    ],
)
def test_a_figure_of_the_period_before_is_no_fact(text: str) -> None:
    assert the(40_000_000, text).passed_over == "former"


def test_a_comparison_with_another_thing_is_a_fact() -> None:
    text = "The vaccine was 95 percent effective, compared with 70 percent for its rival."
    assert the(70, text).passed_over is None


@pytest.mark.parametrize("verb", ["edged", "went", "has crept", "will go"])
def test_what_moves_up_to_a_figure_reaches_it(verb: str) -> None:
    mention = the(6.1, f"The jobless rate {verb} up to 6.1 percent.")
    assert (mention.modifier, mention.trend) == (Modifier.EXACT, Trend.RISE)


def test_up_to_an_object_bounds_it() -> None:
    assert the(5_000_000, "The fund will raise up to 5 million dollars.").modifier is Modifier.UP_TO


@pytest.mark.parametrize(
    "text",
    [
        "Lawmakers voted 201-180 to reject the bill.",
        "The bill passed by 201 votes to 180.",
        "The Senate backed the measure by a vote of 201 to 180.",
        "The budget was adopted with 201 votes in favour and 180 against.",
        "The House passed the law in a 201-180 vote.",
    ],
)
def test_votes_for_and_against(text: str) -> None:
    ours, theirs = the(201, text), the(180, text)
    assert (ours.unit, theirs.unit, theirs.of_what) == ("votes", "votes", "against")
    assert [(each.is_increment, each.trend) for each in (ours, theirs)] == [(False, None)] * 2


def test_fewer_votes_for_than_against_are_no_range() -> None:
    assert the(38, "The amendment was lost by a vote of 38 to 62.").value_high == 38


def test_a_result_of_a_match_is_no_vote() -> None:
    assert not [each for each in mentions_of("The Reds won 31-17 on Sunday.") if each.kind is MentionKind.QUANTITY]


def test_a_word_is_no_acronym_of_a_country() -> None:
    assert not [each for each in mentions_of("Car sales fell by 9 percent.") if each.kind is MentionKind.PLACE]


@pytest.mark.parametrize(
    "words",
    [
        "is to shed 400 of its 2,000 staff",
        "is to cut 400 jobs",
        "has made 400 workers redundant",
        "will lose 400 jobs to the closure, which will cost 400 jobs",
    ],
)
def test_jobs_and_workers_that_go_are_laid_off(words: str) -> None:
    told = [each for each in mentions_of(f"The mill {words}.") if each.value_low == 400]
    assert {each.aspect for each in told} == {"laid_off"}


@pytest.mark.parametrize("text", ["About 400 jobs will go at the mill.", "400 jobs to go at mill"])
def test_jobs_go(text: str) -> None:
    assert the(400, text).aspect == "laid_off"


def test_jobs_at_risk_are_not_gone() -> None:
    mention = the(400, "About 400 jobs are at risk at the mill.")
    assert (mention.aspect, mention.modality) == ("laid_off", Modality.POSSIBLE)


@pytest.mark.parametrize("text", ["The mill cut its staff to 400.", "The mill cut its workforce from 700 to 400."])
def test_those_who_stay_are_not_laid_off(text: str) -> None:
    assert (the(400, text).aspect, the(400, text).unit_class) == (None, "person")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("by half a point", 0.5),
        ("by a quarter point", 0.25),
        ("by three-quarters of a percentage point", 0.75),
        ("in a half-point step", 0.5),
    ],
)
def test_parts_of_a_point(words: str, part: float) -> None:
    mention = the(part, f"The bank raised its key rate {words}.")
    assert (mention.unit, mention.unit_class) == ("percentage points", "points")


@pytest.mark.parametrize(
    ("text", "value", "of_what"),
    [
        ("Rents in Leeds rose by 6 percent.", 6, "rent"),
        ("Gas exports to Chad fell by 24 percent.", 24, "export gas"),
        ("The mayor's approval rating fell to 38 percent.", 38, "approval rate"),
        ("Turnout by midday stood at 34 percent.", 34, "turnout"),
        ("The bank raised its deposit rate by a quarter point to 4.75 percent.", 4.75, "deposit"),
        ("Peru raised tariffs on steel to 50 percent.", 50, "steel tariff"),
        ("The fund raised its stake in the brewer to 9.9 percent.", 9.9, "brewer stake"),
        ("Inflation slowed to 2.9 percent.", 2.9, "inflation"),
        ("The trade deficit narrowed to 61 billion euros.", 61_000_000_000, "deficit trade"),
    ],
)
def test_a_measure_is_of_its_subject(text: str, value: float, of_what: str) -> None:
    assert the(value, text).of_what == of_what


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The average price of a home rose above 400,000 pounds.", 400_000, "GBP"),
        ("He was fined 2,000 pounds.", 2_000, "GBP"),
        ("The state will put 3 million pounds into the line.", 3_000_000, "GBP"),
        ("The whale weighs 40,000 pounds.", 40_000, "pounds"),
        ("Police seized 40 pounds of flour.", 40, "pounds"),
        ("The calf was 40 pounds.", 40, "pounds"),
    ],
)
def test_pounds_are_money_where_money_is_spoken_of(text: str, value: float, unit: str) -> None:
    assert the(value, text).unit == unit


def test_who_votes_for_a_cut_is_not_laid_off() -> None:
    assert the(9, "Seven of nine council members voted for a rate cut.").aspect is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The army received 12 Leopard 2 tanks.", 12, "tanks"),
        ("Peru will send 31 Abrams tanks.", 31, "tanks"),
        ("The airline ordered 22 Boeing 787-9 jets.", 22, "jets"),
        ("The airline ordered 30 Boeing 737 MAX 8 planes.", 30, "planes"),
    ],
)
def test_machines_are_counted_over_their_model(text: str, value: float, unit: str) -> None:
    assert [each.value_low for each in mentions_of(text) if each.kind is MentionKind.QUANTITY] == [value]
    assert the(value, text).unit == unit
