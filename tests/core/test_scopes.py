"""The scope of a figure: how sure, whose side, its course, the figure before it, what it is of and what is done."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Bid, Certainty, Mention, MentionKind, Trend


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
    ("code", "text", "value", "certainty"),
    [
        pytest.param("en", "Togo has 12 confirmed cases.", 12, Certainty.CONFIRMED, id="before-the-noun"),
        pytest.param("en", "Togo has confirmed 12 cases.", 12, Certainty.CONFIRMED, id="the-verb"),
        pytest.param("en", "In Togo 12 cases have already been confirmed.", 12, Certainty.CONFIRMED, id="said-of-it"),
        pytest.param("en", "Togo has 12 confirmed and 40 suspected cases.", 40, Certainty.SUSPECTED, id="two-grades"),
        pytest.param("en", "At least 12 people are feared dead.", 12, Certainty.FEARED, id="feared"),
        pytest.param(
            "en", "The number of confirmed cases has risen to 12.", 12, Certainty.CONFIRMED, id="announced-noun"
        ),
        pytest.param(
            "en",
            "The ministry confirmed on Monday that a road to the town with 12 cases is open.",
            12,
            None,
            id="something-else-confirmed",
        ),
        pytest.param("en", "Togo has 12 cases.", 12, None, id="unsaid"),
        pytest.param(
            "de", "In Jena gibt es 12 bestätigte Fälle.", 12, Certainty.CONFIRMED, id="german-before-the-noun"
        ),
        pytest.param("de", "In Jena gibt es 12 mögliche Fälle.", 12, Certainty.SUSPECTED, id="german-suspected"),
    ],
)
def test_how_sure_a_count_is(code: str, text: str, value: float, certainty: Certainty | None) -> None:
    assert the(value, text, code).certainty is certainty


@pytest.mark.parametrize(
    ("code", "text", "value", "bid"),
    [
        pytest.param("en", "The drivers are seeking a 240 percent pay increase.", 240, Bid.DEMANDED, id="sought"),
        pytest.param(
            "en",
            "They seek 240 percent and rejected offers of a 90 percent raise and a 70 percent increase.",
            70,
            Bid.OFFERED,
            id="list-of-offers",
        ),
        pytest.param(
            "en", "The drivers accepted a 110 percent pay offer.", 110, Bid.AGREED, id="an-offer-accepted-is-agreed"
        ),
        pytest.param("en", "A rise of 30 percent was offered.", 30, Bid.OFFERED, id="offered-after-it"),
        pytest.param("en", "Fares were capped at 12 dollars.", 12, Bid.ALLOWED, id="capped"),
        pytest.param("en", "Crews were seeking 12 missing men.", 12, None, id="searching-demands-nothing"),
        pytest.param("en", "The group agreed to free 12 men.", 12, None, id="people-are-no-price"),
        pytest.param("en", "Wages rose by 12 percent.", 12, None, id="no-bargain"),
        pytest.param("de", "Die Fahrer fordern 12 Prozent mehr Lohn.", 12, Bid.DEMANDED, id="german-demand"),
        pytest.param("de", "Die Firma bot 8 Prozent.", 8, Bid.OFFERED, id="german-offer"),
    ],
)
def test_whose_side_of_a_bargain_a_figure_stands_on(code: str, text: str, value: float, bid: Bid | None) -> None:
    assert the(value, text, code).bid is bid


@pytest.mark.parametrize(
    ("code", "text", "value", "trend"),
    [
        pytest.param("en", "The death toll rose to 41.", 41, Trend.RISE, id="rose-to"),
        pytest.param("en", "The toll has been lowered to 41.", 41, Trend.FALL, id="lowered-to"),
        pytest.param("en", "The collapse brings the toll from the disaster to 41.", 41, Trend.CHANGE, id="brings-to"),
        pytest.param("en", "The toll now stands at 41.", 41, Trend.CHANGE, id="now-stands-at"),
        pytest.param("en", "Prices rose 3 percent.", 3, Trend.RISE, id="a-step"),
        pytest.param("en", "The storm killed 41 people.", 41, None, id="no-course"),
        pytest.param("de", "Die Zahl der Toten stieg auf 41.", 41, Trend.RISE, id="german-rise"),
        pytest.param("de", "Die Zahl der Vermissten sank auf 41.", 41, Trend.FALL, id="german-fall"),
    ],
)
def test_the_course_of_a_figure(code: str, text: str, value: float, trend: Trend | None) -> None:
    assert the(value, text, code).trend is trend


@pytest.mark.parametrize(
    ("code", "text", "now", "was"),
    [
        pytest.param("en", "The death toll rose from 38 to 41.", 41, 38, id="from-to"),
        pytest.param("en", "The death toll rose from 38 on Monday to 41 on Friday.", 41, 38, id="from-a-day-to"),
        pytest.param("de", "Die Zahl der Toten stieg von 38 am Montag auf 41.", 41, 38, id="german-from-a-day-to"),
        pytest.param("en", "The ministry cut the figure to 5 from 8.", 5, 8, id="to-from"),
        pytest.param("en", "The number of infected people has risen to 120, up from 80.", 120, 80, id="up-from"),
        pytest.param("en", "There were 5 dead, not 8, the mayor said.", 5, 8, id="not"),
        pytest.param("en", "Not 8 but 5 people died.", 5, 8, id="not-but"),
        pytest.param("en", "Instead of 8, five people were hurt.", 5, 8, id="instead-of"),
        pytest.param(
            "en",
            "Police had earlier put the dead at 14 but now say nine people were killed.",
            9,
            14,
            id="earlier-put-at",
        ),
        pytest.param(
            "en", "Police had put the dead at 14 but now say nine people were killed.", 9, 14, id="had-put-until-now"
        ),
        pytest.param(
            "de",
            "Zunächst war von 14 Toten die Rede, tatsächlich starben neun Menschen, sagte die Polizei.",
            9,
            14,
            id="first-talked-of-german",
        ),
        pytest.param("en", "The toll was lowered to 17 from the 29 dead of Monday.", 17, 29, id="from-the"),
        pytest.param("en", "Police at first spoke of 20 injured, then of 12.", 12, 20, id="at-first-spoke-of"),
        pytest.param(
            "de", "Die Polizei hatte zuerst von 50 Toten gesprochen, später von 35.", 35, 50, id="german-zuerst"
        ),
        pytest.param(
            "en",
            "12 people had died, the mayor said, more than the 9 confirmed by the army.",
            12,
            9,
            id="more-than-given",
        ),
        pytest.param(
            "en", "The firm will cut 3,900 jobs, fewer than the 4,500 it had planned.", 3900, 4500, id="planned"
        ),
        pytest.param(
            "en", "20 people are still missing, it said, not 8 as the police had said.", 20, 8, id="not-as-said"
        ),
        pytest.param(
            "en",
            "The fire burned 12,700 hectares, half as much again as the 8,500 hectares given by the ministry.",
            12_700,
            8_500,
            id="as-much-as-given",
        ),
        pytest.param("de", "Die Zahl der Toten stieg von 38 auf 41.", 41, 38, id="german-from-to"),
        pytest.param(
            "de",
            "12 Menschen starben, mehr als die 9, die die Armee bestätigt hatte.",
            12,
            9,
            id="german-more-than-given",
        ),
        pytest.param("de", "Statt 8 wurden 5 Menschen verletzt.", 5, 8, id="german-instead"),
    ],
)
def test_the_earlier_figure_belongs_to_the_later_and_holds_no_more(
    code: str, text: str, now: float, was: float
) -> None:
    mention = the(now, text, code)
    assert (mention.was_low, mention.was_high, mention.negated) == (was, was, False)
    assert the(was, text, code).negated


@pytest.mark.parametrize(
    ("text", "now", "other"),
    [
        pytest.param("Sales fell to 5 million dollars from 8 million a year earlier.", 5e6, 8e6, id="another-period"),
        pytest.param("The fire killed 5 people from 8 villages.", 5, 8, id="another-noun"),
        pytest.param("A bus with 5 women and 8 men crashed.", 5, 8, id="two-counts"),
        pytest.param("The ferry drowned 120, more than the 81 who died in 2000.", 120, 81, id="another-wreck"),
        pytest.param("Trains ran from 5 stations in the north to 8 stations in the south.", 8, 5, id="no-course"),
    ],
)
def test_a_figure_of_something_else_is_not_what_it_was(text: str, now: float, other: float) -> None:
    assert the(now, text).was_low is None
    assert the(other, text).was_low is None


@pytest.mark.parametrize(
    ("text", "value", "of_what"),
    [
        pytest.param(
            "It would take about 100 million dollars to repair the pipeline.",
            100e6,
            "pipeline repair",
            id="what-it-takes-to-do",
        ),
        pytest.param("The country's total foreign debt is 8 billion dollars.", 8e9, "debt foreign", id="subject"),
        pytest.param("Acme bought a 30 percent stake in Brightwater.", 30, "brightwater stake", id="stake-in"),
        pytest.param("The drivers want a 240 percent pay increase.", 240, "increase pay", id="what-it-describes"),
        pytest.param("The drivers demanded pay increases of 240 percent.", 240, "increase pay", id="head-before"),
        pytest.param(
            "The 13-inch model starts at $999 and the 15-inch model costs $1,199.",
            1199,
            "15-inch model",
            id="the-nearer-model",
        ),
        pytest.param("The chip has 16GB of memory and 512GB of storage.", 512, "storage", id="of"),
        pytest.param("At least 22 houses were badly damaged.", 22, "damage", id="done-to-things"),
        pytest.param("The slick has now grown to about 1,500 sq km.", 1500, "slick", id="grown"),
        pytest.param("The storm killed 12 people.", 12, None, id="people-need-nothing"),
    ],
)
def test_what_a_figure_is_of(text: str, value: float, of_what: str | None) -> None:
    assert the(value, text).of_what == of_what


@pytest.mark.parametrize(
    ("text", "value", "predicate"),
    [
        pytest.param("Two small firms have reached a pay deal.", 2, "reach + deal", id="subject-with-object"),
        pytest.param("The drivers accepted a 110 percent pay offer.", 110, "accept + offer", id="measure-of-an-object"),
        pytest.param(
            "It would take 100 million dollars to repair the pipeline.",
            100e6,
            "repair + pipeline",
            id="what-it-takes-to-do",
        ),
        pytest.param("The storm damaged 22 houses.", 22, "damage", id="object"),
        pytest.param("In the town 22 houses were badly damaged.", 22, "damage", id="passive"),
        pytest.param("Officials said 12 people remained in the shelter.", 12, "remain", id="saying-governs-nothing"),
    ],
)
def test_what_is_done(text: str, value: float, predicate: str) -> None:
    assert the(value, text).predicate == predicate
