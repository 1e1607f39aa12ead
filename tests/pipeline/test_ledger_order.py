"""The ledger is what was read, whatever the order in which it came; only what is told depends on that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.facts.grounds import Geography
from monitor.core.facts.ledger import fold
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Analysis, Fact, MentionKind, Modality, Modifier, Notice, Stance, Told
from tests.lab.builders import (
    FAR_EAST,
    KURSK,
    NOON,
    RUSSIA,
    VLADIVOSTOK,
    a_claim,
    a_fact,
    a_mention,
    a_place_mention,
    a_quantity,
    contains,
)
from tests.lab.stories import BODY, Desk, a_story, a_watchlist, slots, told

ELSEWHERE = (
    "The harbour master said that two ferries would run until midnight while the pier is being mended.",
    "Growers in the hills expect a poor harvest, and the mill has asked for grain from the coast.",
    "A choir from the old town sang in the square, and children were given lanterns to carry home.",
)
STORIES = (
    a_story(
        "first", "At least 12 people were killed in Sumy, police said.", "Another 40 people were injured, police said."
    ),
    a_story(
        "copy",
        "At least 12 people were killed in Sumy, police said.",
        "Another 40 people were injured, police said.",
        hours=1,
    ),
    a_story("rise", "The strike killed 31 people in Sumy, police said.", hours=5, body=BODY[::-1]),
    a_story("mayor", "Mayor Olena Koval said 25 people were killed in Sumy.", hours=6, body=ELSEWHERE),
    a_story("late-copy", "At least 12 people were killed in Sumy, police said.", hours=7, body=BODY[:4]),
    a_story(
        "troops",
        "Veldania has sent 3,000 soldiers to Belgorod, military intelligence said.",
        hours=2,
        body=ELSEWHERE[::-1],
    ),
    a_story(
        "more",
        "About 3,000 soldiers were sent to Belgorod, and 4,500 soldiers have arrived in Kursk, the ministry said.",
        hours=8,
        body=BODY[2:],
    ),
    a_story(
        "no",
        "The Veldanian defence ministry denied that 3,000 soldiers were sent to Belgorod.",
        hours=9,
        body=ELSEWHERE[1:],
    ),
    a_story(
        "fix",
        "CORRECTION: The strike killed 29 people in Sumy, police said.",
        hours=10,
        body=BODY[::-1],
        title="CORRECTION: Strike on Sumy",
    ),
)


@pytest.fixture(scope="module")
def watchlist(tmp_path_factory: pytest.TempPathFactory) -> Watchlist:
    return a_watchlist(tmp_path_factory.mktemp("watchlist"))


@pytest.fixture(scope="module")
def read(watchlist: Watchlist) -> list[Analysis]:
    desk = Desk(watchlist)
    analyses = [desk.read(story) for story in STORIES]
    desk.close()
    return analyses


def test_stories_bring_the_facts_that_the_shuffles_rely_on(watchlist: Watchlist, read: list[Analysis]) -> None:
    desk = Desk(watchlist)
    news = told(
        desk.tell(*sorted(read, key=lambda analysis: (analysis.document.published_at or NOON, analysis.document.id)))
    )
    assert [(outcome, fact) for outcome, fact, _ in news] == [
        ("new", "toll"),
        ("new", "hurt"),
        ("new", "where"),
        ("new", "troops"),
        ("new", "where"),
        ("update", "toll"),
        ("conflict", "toll"),
        ("new", "troops"),
        ("new", "where"),
        ("denial", "denial"),
        ("update", "toll"),
    ]
    live = {(fact.claim.fact, fact.claim.mention.value_low) for fact in desk.ledger() if fact.claim.fact == "toll"}
    assert live == {("toll", 29.0), ("toll", 25.0)}
    desk.close()


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(len(STORIES))))
def test_any_order_of_arrival_ends_in_the_same_ledger(
    watchlist: Watchlist, read: list[Analysis], order: list[int]
) -> None:
    assert slots(_arrived(watchlist, [read[at] for at in order])) == slots(_arrived(watchlist, read))


def _arrived(watchlist: Watchlist, analyses: Sequence[Analysis]) -> list[Fact]:
    desk = Desk(watchlist)
    desk.tell(*analyses)
    found = desk.ledger()
    desk.close()
    return found


def test_the_ledger_as_of_a_time_holds_what_had_come_by_then(watchlist: Watchlist, read: list[Analysis]) -> None:
    desk = Desk(watchlist)
    noted = []
    for analysis in read:
        desk.tell(analysis)
        noted.append((desk.now, slots(desk.ledger())))
    for at, expected in noted:
        assert slots(desk.ledger(as_of=at)) == expected
    desk.close()


# ---- the fold alone, on values

_SPEAKERS = [
    (None, None),
    ("Kyrylo Budanov", "Ukrainian intelligence"),
    (None, "Ukrainian military intelligence"),
    ("Budanov", None),
    (None, "police"),
]
_PLACES = [None, RUSSIA, KURSK, FAR_EAST, VLADIVOSTOK]


@st.composite
def documents(draw: st.DrawFn) -> list[Told]:
    return [draw(_told(f"d{number}")) for number in range(draw(st.integers(1, 6)))]


@st.composite
def _told(draw: st.DrawFn, name: str) -> Told:
    at = NOON.replace(hour=draw(st.integers(0, 3)))
    cluster = draw(st.sampled_from(["c1", "c2", "c3"]))
    facts = []
    for number in range(draw(st.integers(0, 3))):
        speaker, organisation = draw(st.sampled_from(_SPEAKERS))
        place = draw(st.sampled_from(_PLACES))
        slots_ = {"start": number * 9, "end": number * 9 + 5, "speaker": speaker, "organisation": organisation}
        kind = draw(st.sampled_from(list(MentionKind)))
        if kind is MentionKind.QUANTITY:
            modifier = draw(st.sampled_from([Modifier.EXACT, Modifier.ABOUT, Modifier.AT_LEAST, Modifier.VAGUE]))
            low = float(draw(st.integers(10, 14)))
            high = None if modifier is Modifier.AT_LEAST else low
            aspect = draw(st.sampled_from(["killed", "sent", "training"]))
            mention = a_quantity(None, high, **slots_, modifier=modifier, place=place, aspect=aspect)
            mention = replace(
                mention, value_low=low, part_of=draw(st.booleans()), modality=draw(st.sampled_from(list(Modality)))
            )
        elif kind is MentionKind.PLACE:
            mention = a_place_mention(place or KURSK, **slots_)
        else:
            mention = a_mention(kind=kind, stance=Stance.DENIED, **slots_)
        claim = a_claim(mention, fact=kind.value)
        facts.append(
            a_fact(
                claim,
                id=f"{name}-{number}",
                document_id=name,
                source=name,
                cluster_id=cluster,
                origin=f"text:{cluster}",
                published_at=at,
            )
        )
    return Told(name, at, draw(st.sampled_from([None, None, None, *Notice])), cluster, (cluster,), tuple(facts))


@settings(max_examples=200, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_the_fold_asks_for_no_order(documents: list[Told], random: object) -> None:
    shuffled = list(documents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled, Geography(contains), {}) == fold(documents, Geography(contains), {})


@settings(max_examples=100, deadline=None)
@given(documents())
def test_what_is_folded_has_its_head_among_it(documents: list[Told]) -> None:
    facts = fold(documents, Geography(contains), {})
    heads = {fact.id: fact for fact in facts if fact.head_id == fact.id}
    assert all(fact.head_id in heads and fact.is_live is heads[fact.head_id].is_live for fact in facts)
