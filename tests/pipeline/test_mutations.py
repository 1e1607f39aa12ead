"""One thing changed in a copy: exactly that is told. Copies that change nothing tell nothing, however many come."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.facts.watchlist import Watchlist
from monitor.model import Outcome
from tests.lab.stories import BODY, Desk, a_story, a_watchlist, told

NEWS = {
    "toll": "At least 12 people were killed in Sumy, police said.",
    "hurt": "The hospital said 40 people were injured.",
    "troops": "Veldania has sent 3,000 soldiers to Belgorod, military intelligence said.",
    "arms": "Veldania supplied 200 missiles in the winter, military intelligence said.",
}
LATER = (
    "An outlet's own line stands at the end of each of its copies.",
    "Sign up for the evening letter of this outlet.",
)


@pytest.fixture(scope="module")
def watchlist(tmp_path_factory: pytest.TempPathFactory) -> Watchlist:
    return a_watchlist(tmp_path_factory.mktemp("watchlist"))


def changed(
    watchlist: Watchlist, fact: str, old: str, new: str, *, is_copy_first: bool = False
) -> list[tuple[str, str, str]]:
    """Return what a copy tells in which one sentence was changed, after the original and two copies; or before all but
    the original.
    """
    assert old in NEWS[fact]
    mutant = {**NEWS, fact: NEWS[fact].replace(old, new)}
    desk = Desk(watchlist)
    copies = [a_story(f"copy{number}", *NEWS.values(), hours=number) for number in (1, 2)]
    before, after = ([], copies) if is_copy_first else (copies, [])
    desk.tell(a_story("first", *NEWS.values()), *before)
    decisions = desk.tell(a_story("mutant", *mutant.values(), hours=3, body=(*BODY, LATER[0])), *after)
    assert told(decisions[1:]) == []
    desk.close()
    return told(decisions[:1])


def test_the_original_tells_each_of_its_facts_once(watchlist: Watchlist) -> None:
    desk = Desk(watchlist)
    assert sorted(line[:2] for line in told(desk.tell(a_story("first", *NEWS.values())))) == [
        ("new", "arms"),
        ("new", "hurt"),
        ("new", "toll"),
        ("new", "troops"),
        ("new", "where"),
        ("new", "where"),
    ]
    desk.close()


@pytest.mark.parametrize(
    ("fact", "old", "new", "expected"),
    [
        pytest.param(
            "toll", "12", "31", [("update", "toll", "at least 31 people killed in Sumy, Ukraine")], id="number"
        ),
        pytest.param(
            "troops",
            "3,000",
            "4,500",
            [("update", "troops", "4,500 soldiers sent to Belgorod, Russia")],
            id="number with a separator",
        ),
        pytest.param("hurt", "40", "forty", [], id="number written in words"),
        pytest.param("troops", "3,000", "3 000", [], id="number written in another way"),
        pytest.param("toll", "At least 12", "At least 11", [], id="a lower bound that holds already"),
        pytest.param("troops", "3,000", "about 3,000", [], id="number as approximate"),
        pytest.param("arms", "missiles", "tanks", [("new", "arms", "200 tanks supplied")], id="unit"),
        pytest.param("troops", "soldiers", "troops", [], id="unit by another word"),
        pytest.param(
            "troops",
            "Belgorod",
            "Kursk",
            [("new", "troops", "3,000 soldiers sent to Kursk, Russia"), ("new", "where", "sent to Kursk, Russia")],
            id="place",
        ),
        pytest.param("troops", "to Belgorod", "to Russia", [], id="a coarser place"),
        pytest.param("troops", "military intelligence", "the general staff", [], id="speaker of the same figure"),
        pytest.param("troops", "sent 3,000", "not sent 3,000", [], id="negation"),
        pytest.param("hurt", "40 people were", "nobody was", [], id="nobody"),
    ],
)
@pytest.mark.parametrize("is_copy_first", [False, True], ids=["after the copies", "before the copies"])
def test_exactly_what_changed_is_told(
    watchlist: Watchlist, fact: str, old: str, new: str, expected: list[tuple[str, str, str]], is_copy_first: bool
) -> None:
    assert changed(watchlist, fact, old, new, is_copy_first=is_copy_first) == expected


def test_another_speaker_with_another_figure_is_a_conflict(watchlist: Watchlist) -> None:
    sentence = "Veldania has sent 4,500 soldiers to Belgorod, the general staff said."
    assert changed(watchlist, "troops", NEWS["troops"], sentence) == [
        ("conflict", "troops", "4,500 soldiers sent to Belgorod, Russia")
    ]


def test_a_denial_in_a_copy_is_told_as_a_denial_of_the_figure_alone(watchlist: Watchlist) -> None:
    desk = Desk(watchlist)
    denial = "The Veldanian defence ministry denied that 3,000 soldiers were sent to Belgorod."
    (first, copy) = desk.tell(a_story("first", *NEWS.values()), a_story("copy", *NEWS.values(), denial, hours=1))
    assert [line[:2] for line in told([copy])] == [("denial", "denial")]
    (line,) = copy.alerts[0].lines
    assert line.relates_to in {fact.id for fact in first.facts if fact.claim.fact == "troops"}
    desk.close()


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(st.permutations(list(NEWS.values())), st.integers(2, len(BODY)), st.sampled_from(["", *LATER])),
        min_size=1,
        max_size=5,
    )
)
def test_copies_bring_no_alert_however_an_outlet_cuts_and_orders_them(
    watchlist: Watchlist, cuts: list[tuple[list[str], int, str]]
) -> None:
    desk = Desk(watchlist)
    desk.tell(a_story("first", *NEWS.values()))
    copies = [
        a_story(f"copy{number}", *news, hours=number + 1, body=(*BODY[:length], line))
        for number, (news, length, line) in enumerate(cuts)
    ]
    decisions = desk.tell(*copies)
    assert told(decisions) == []
    assert {fact.outcome for decision in decisions for fact in decision.facts} <= {
        Outcome.REPEAT,
        Outcome.CORROBORATION,
    }
    desk.close()


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 5_000), st.integers(2, 5_000))
def test_a_toll_changes_exactly_when_it_rises(watchlist: Watchlist, known: int, coming: int) -> None:
    desk = Desk(watchlist)
    _, later = desk.tell(
        a_story("first", f"At least {known:,} people were killed in Sumy, police said."),
        a_story("second", f"At least {coming:,} people were killed in Sumy, police said.", hours=1, body=BODY[::-1]),
    )
    assert [line[0] for line in told([later]) if line[1] == "toll"] == (["update"] if coming > known else [])
    desk.close()
