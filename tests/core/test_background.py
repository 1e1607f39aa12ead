"""What is of another event than the story's is kept, counted and silent; nothing is held against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.app.ledger import read_ledger
from monitor.core.facts.background import background_of
from monitor.core.facts.ledger import fold
from monitor.core.facts.watchlist import Story, Term
from monitor.core.selftest import run_tests
from monitor.model import Event, EventRole, Explanation, Mention, Modality, Notice, Outcome, Place, StoryKind, Told
from monitor.workers.analysts import make_reader
from tests.lab.builders import (
    GEOGRAPHY,
    KURSK,
    NOON,
    RUSSIA,
    UKRAINE,
    VLADIVOSTOK,
    a_claim,
    a_fact,
    a_place_mention,
    a_quantity,
    contains,
)
from tests.lab.stories import WATCHLIST, Desk, a_story, a_watchlist, told


def ended(**ago: float) -> dict[str, datetime]:
    stop = NOON - timedelta(**ago)
    return {"event_from": stop - timedelta(days=1), "event_to": stop}


def of_event(role: EventRole, stop: datetime | None = None) -> Event:
    return Event(role, "a rule", stop=stop)


@pytest.mark.parametrize(
    ("rule", "unit_class", "is_topic", "is_background"),
    [
        pytest.param("a period taken together", "person", False, True, id="a count of this year"),
        pytest.param("what happens again and again", "person", False, True, id="what happens every year"),
        pytest.param("separate events taken together", "person", False, True, id="separate attacks"),
        pytest.param("a period taken together", "person", True, False, id="a topic asks for counts"),
        pytest.param("a period taken together", "money", False, False, id="a sum due this year"),
        pytest.param("since something long began", "person", False, False, id="a war's own toll"),
    ],
)
def test_a_count_over_a_year_is_of_more_than_a_story(
    rule: str, unit_class: str, is_topic: bool, is_background: bool
) -> None:
    mention = a_quantity(12, unit_class=unit_class, event=Event(EventRole.TOTAL, rule))
    assert (background_of(mention, NOON, contains, is_topic=is_topic) is not None) is is_background


@pytest.mark.parametrize(
    ("per", "unit_class", "is_background"),
    [
        pytest.param("year", "vehicle", True, id="ships a year"),
        pytest.param("day", "vehicle", False, id="ships a day"),
        pytest.param("year", "volume", False, id="barrels a year"),
    ],
)
def test_things_counted_by_the_year_are_of_more_than_a_story(per: str, unit_class: str, is_background: bool) -> None:
    mention = a_quantity(12, unit_class=unit_class, per=per, event=Event(EventRole.OWN, "a rule"))
    assert (background_of(mention, NOON, contains) is not None) is is_background


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        pytest.param(a_quantity(12), None, id="no time and no event"),
        pytest.param(a_quantity(12, **ended(days=29)), None, id="within a month"),
        pytest.param(a_quantity(12, **ended(days=31)), "it happened long before", id="over more than a month before"),
        pytest.param(
            a_quantity(12, event_from=NOON - timedelta(days=400), event_to=NOON), None, id="began long ago and goes on"
        ),
        pytest.param(a_quantity(12, event_from=NOON - timedelta(days=400)), None, id="began long ago, no end said"),
        pytest.param(
            a_quantity(12, modality=Modality.PLANNED, event_to=NOON + timedelta(days=90)), None, id="still to come"
        ),
        pytest.param(a_quantity(12, event=of_event(EventRole.OWN)), None, id="the article's own event"),
        pytest.param(
            a_quantity(12, event=of_event(EventRole.ELSEWHERE)),
            "another event beside its own",
            id="a separate incident of the day",
        ),
        pytest.param(a_quantity(12, event=of_event(EventRole.BACKGROUND)), "looks back", id="a look back"),
        pytest.param(a_quantity(12, event=of_event(EventRole.UNREAL)), "no real event", id="a drill"),
        pytest.param(
            a_quantity(12, event=of_event(EventRole.OWN, NOON - timedelta(days=99))),
            "it happened long before",
            id="by the time of its event",
        ),
        pytest.param(
            a_quantity(12, event=of_event(EventRole.OWN, NOON - timedelta(days=99)), **ended(days=1)),
            None,
            id="its own time goes before",
        ),
    ],
)
def test_what_is_background_says_why(mention: Mention, expected: str | None) -> None:
    check(background_of(mention, NOON, contains), expected)


def check(why: Explanation | None, expected: str | None) -> None:
    assert (why is None) if expected is None else (why is not None and expected in why.sentence)


KURSK_SINCE_MAY = Story(where=(KURSK,), start=NOON - timedelta(days=150), stop=NOON + timedelta(days=10))
QUAKE = Story(
    kind=StoryKind.EARTHQUAKE, words=(Term("quake", is_prefix=True), Term("tsunami")), others=(Term("storm"),)
)
IN_VLADIVOSTOK = Event(EventRole.ELSEWHERE, "a rule", place=VLADIVOSTOK)


@pytest.mark.parametrize(
    ("mention", "story", "expected"),
    [
        pytest.param(a_quantity(12, place=KURSK), KURSK_SINCE_MAY, None, id="at its place"),
        pytest.param(a_quantity(12, place=RUSSIA), KURSK_SINCE_MAY, None, id="in what contains its place"),
        pytest.param(a_quantity(12), KURSK_SINCE_MAY, None, id="without a place"),
        pytest.param(
            a_quantity(12, place=VLADIVOSTOK),
            KURSK_SINCE_MAY,
            "outside the story's place (Kursk region)",
            id="at another place",
        ),
        pytest.param(
            a_quantity(12, place=VLADIVOSTOK, inherited=("place",)),
            KURSK_SINCE_MAY,
            None,
            id="at another place that the sentence does not say",
        ),
        pytest.param(
            a_quantity(12, event=IN_VLADIVOSTOK),
            KURSK_SINCE_MAY,
            "another event beside its own",
            id="of another place's event",
        ),
        pytest.param(
            a_quantity(12, place=Place("site:mill", "Old Mill", "site")),
            KURSK_SINCE_MAY,
            None,
            id="at a place that nobody knows",
        ),
        pytest.param(a_place_mention(UKRAINE), KURSK_SINCE_MAY, "outside", id="a place itself"),
        pytest.param(a_quantity(12, **ended(days=100)), KURSK_SINCE_MAY, None, id="long before, and after it began"),
        pytest.param(
            a_quantity(12, **ended(days=150)),
            KURSK_SINCE_MAY,
            "before the story began (2024-05-23)",
            id="before it began",
        ),
        pytest.param(a_quantity(12, **ended(days=-10)), KURSK_SINCE_MAY, None, id="on its last day"),
        pytest.param(
            a_quantity(12, **ended(days=-12)), KURSK_SINCE_MAY, "after the story was over", id="after its last day"
        ),
        pytest.param(a_quantity(12, evidence="The storm killed 12."), QUAKE, "another kind", id="of another kind"),
        pytest.param(
            a_quantity(12, evidence="After the quake a storm killed 12."), QUAKE, None, id="of its kind and another"
        ),
        pytest.param(a_quantity(12, evidence="It killed 12."), QUAKE, None, id="of no kind"),
    ],
)
def test_a_story_says_what_is_of_another_event(mention: Mention, story: Story, expected: str | None) -> None:
    check(background_of(mention, NOON, contains, story), expected)


def test_what_was_published_before_the_story_began_is_of_another_event() -> None:
    check(
        background_of(a_quantity(12), NOON - timedelta(days=151), contains, KURSK_SINCE_MAY), None
    )  # it may have been the day after, somewhere
    check(
        background_of(a_quantity(12), NOON - timedelta(days=152), contains, KURSK_SINCE_MAY),
        "published before the story began",
    )
    check(background_of(a_quantity(12), None, contains, KURSK_SINCE_MAY), None)


def test_the_fold_keeps_background_apart_from_what_stands() -> None:
    old = a_fact(
        a_claim(a_quantity(12, **ended(days=400))), id="old", cluster_id="c1", outcome=Outcome.BACKGROUND, is_live=False
    )
    own = a_fact(a_claim(a_quantity(12)), id="own", cluster_id="c1")
    versions = [Told("d1", NOON, None, "c1", ("c1",), (old,)), Told("d2", NOON, Notice.UPDATE, "c1", ("c1",), (own,))]
    (looked_back, stands) = fold(versions, GEOGRAPHY, {})
    assert (looked_back.id, looked_back.outcome, looked_back.is_live, looked_back.head_id) == (
        "old",
        Outcome.BACKGROUND,
        False,
        "old",
    )
    assert (stands.id, stands.head_id, stands.is_live) == ("own", "own", True)


STORY = WATCHLIST + "story: {where: Sumy, from: 2025-03-01}\n"


def test_a_figure_without_a_place_is_of_the_storys_and_one_of_another_place_is_background(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path, STORY))
    (decision,) = desk.tell(
        a_story(
            "strikes",
            "A strike on a market killed 12 people, police said. In Belgorod, a strike killed 7 people, police said.",
        )
    )
    tolls = [
        (fact.claim.mention.value_low, fact.claim.mention.place, fact.outcome)
        for fact in decision.facts
        if fact.claim.fact == "toll"
    ]
    assert [(value, place and place.name, outcome.value) for value, place, outcome in tolls] == [
        (12, "Sumy", "new"),
        (7, "Belgorod", "background"),
    ]
    assert [fact.claim.mention.value_low for fact in desk.ledger() if fact.claim.fact == "toll"] == [12]
    desk.close()


def test_a_watchlists_own_test_takes_background_for_no_fact(tmp_path: Path) -> None:
    elsewhere = "tests: [{text: 'In Belgorod, a strike killed 7 people, police said.', expect: []}]\n"
    for text, has_passed in ((STORY, True), (WATCHLIST, False)):
        watchlist = a_watchlist(tmp_path, text + elsewhere)
        (result,) = run_tests(watchlist, make_reader((watchlist,)))
        assert result.has_passed is has_passed


def test_a_topic_keeps_a_toll_for_each_event(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path, WATCHLIST.replace("[[Veldania*, Belgorod, Kursk, Sumy]]", "[[strike*]]")))
    news = desk.tell(
        *(
            a_story(name, f"The strike killed 12 people in {name}, police said.", hours=at)
            for at, name in enumerate(("Sumy", "Belgorod", "Odesa"))
        )
    )
    assert [line for line in told(news) if line[1] == "toll"] == [
        ("new", "toll", "12 people killed in Sumy, Ukraine"),
        ("new", "toll", "12 people killed in Belgorod, Russia"),
        ("new", "toll", "12 people killed in Odesa, Ukraine"),
    ]
    desk.close()


def test_a_topic_repeats_nothing_of_a_story_whose_place_is_left_unsaid(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path, WATCHLIST.replace("[[Veldania*, Belgorod, Kursk, Sumy]]", "[[strike*]]")))
    first = (
        "The strike killed four people and hurt nine at the Zelenyi Hai bakery, the owner Oksana Melnyk said.",
        "Taras Bondar of the Lysenko foundation was queueing on Soborna Street on Monday when 60 windows broke.",
    )
    second = (
        "Four people died when the strike hit the bakery Zelenyi Hai on Soborna Street, Taras Bondar told reporters.",
        "Oksana Melnyk, who runs it, and the Lysenko foundation were counting 60 broken windows on Monday.",
    )
    *_, third, fourth, other = desk.tell(
        a_story("odesa", "A strike killed 12 people in Odesa, police said.", body=()),
        a_story("kursk", "A strike killed two people in Kursk, police said.", body=(), hours=1),
        a_story("first", *first, body=(), hours=3),
        a_story("second", *second, body=(), hours=4),
        a_story("other", "Four people were killed in a strike, police said.", body=(), hours=5),
    )
    assert [[fact.outcome for fact in each.facts if fact.claim.fact == "toll"] for each in (third, fourth, other)] == [
        [Outcome.NEW],
        [Outcome.CORROBORATION],
        [Outcome.NEW],
    ]
    desk.close()


def test_a_denial_that_is_taken_back_is_withdrawn(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path))
    denied, other, back, again = desk.tell(
        a_story("denied", "The river authority denied that shells had hit the weir in Sumy.", body=()),
        a_story("other", "The port of Sumy denied that a barge had sunk.", body=(), hours=1),
        a_story("back", "The river authority took back its denial after a visit to Sumy.", body=(), hours=2),
        a_story("again", "In Sumy the river authority has withdrawn its denial.", body=(), hours=3),
    )
    assert [told([each]) for each in (denied, other, back, again)] == [
        [("denial", "denial", "the river authority denies that shells had hit the weir in Sumy")],
        [("denial", "denial", "the port of Sumy denies that a barge had sunk")],
        [("retraction", "denial", "withdrawn")],
        [],
    ]
    (line,) = back.alerts[0].lines
    assert line.was == "the river authority denies that shells had hit the weir in Sumy"
    assert [fact.document_id for fact in desk.ledger() if fact.claim.fact == "denial" and fact.is_live] == ["other"]
    desk.close()


LOOK_BACK = "In October 1999 a strike killed 400 people in Sumy, police said."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(a_watchlist(tmp_path))


def test_a_look_back_is_silent_and_swallows_nothing(desk: Desk) -> None:
    looked_back, news = desk.tell(
        a_story("past", LOOK_BACK), a_story("today", "The strike killed 400 people in Sumy, police said.", hours=3)
    )
    (toll,) = [fact for fact in looked_back.facts if fact.claim.fact == "toll"]
    assert (toll.outcome, toll.alert_id, toll.is_live) == (Outcome.BACKGROUND, None, False)
    assert "looks back on an earlier event" in toll.explanation
    assert told([looked_back]) == []
    assert ("new", "toll") in [(outcome, label) for outcome, label, _ in told([news])]
    assert desk.store.views.status(datetime(2025, 3, 5, tzinfo=UTC)).facts_by_outcome["background"] == len(
        looked_back.facts
    )
    assert not [fact for fact in desk.store.views.heads("river") if fact.document_id == "past"]
    assert [
        fact.document_id for fact in read_ledger(desk.store.views, desk.watchlists) if fact.claim.fact == "toll"
    ] == ["today"]
    desk.close()


def test_an_edit_that_drops_a_look_back_takes_nothing_back(desk: Desk) -> None:
    desk.tell(a_story("piece", "The strike killed 12 people in Sumy, police said.", LOOK_BACK))
    (edited,) = desk.tell(a_story("piece", "The strike killed 12 people in Sumy, police said."))
    assert {fact.outcome for fact in edited.facts} == {Outcome.REPEAT}
    assert edited.superseded == ()
    desk.close()


def test_a_denial_is_of_no_look_back(desk: Desk) -> None:
    (decision,) = desk.tell(
        a_story("denial", LOOK_BACK, "The Veldanian defence ministry denied that 3,000 soldiers were sent to Belgorod.")
    )
    (denial,) = [fact for fact in decision.facts if fact.claim.fact == "denial"]
    assert denial.outcome is Outcome.DENIAL
    assert denial.relates_to not in {fact.id for fact in decision.facts if fact.outcome is Outcome.BACKGROUND}
    desk.close()


def test_a_place_that_no_gazetteer_knows_is_not_elsewhere_in_the_country_of_the_story() -> None:
    unknown = Place("region:evros", "Evros", "region", "RU", ("Russia",), (RUSSIA.id,))
    abroad = Place("region:evros", "Evros", "region", "UA", ("Ukraine",), (UKRAINE.id,))
    story = Story(where=(KURSK,))
    assert background_of(a_quantity(12, place=unknown), NOON, contains, story) is None
    assert background_of(a_quantity(12, place=abroad), NOON, contains, story) is not None
