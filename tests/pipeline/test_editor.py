"""A story as it runs over a day: what its channel gets is what a careful editor would have posted, each change once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.model import RawItem
from tests.channels.test_threads import Room, replies, words
from tests.faultlab.slacklab import Slacklab
from tests.lab.stories import a_story

NEWS = "Veldania has sent about 10,000 soldiers to Kursk, General Orlo said on Tuesday."
WIRE = (
    "The general spoke at a briefing that lasted for an hour, and took no questions from the reporters who had come.",
    "Trains had been seen on the line to the north since Sunday, with wagons that were covered and guards at the doors.",
    "Shops in the border towns were open, and people who were asked in the streets said that they had seen nothing unusual.",
    "A bridge on the main road was closed for two nights last week, and lorries were sent over the old road by the mill.",
    "The weather in the region is expected to turn, and farmers have begun to bring in what is left of the harvest.",
    "Diplomats from three countries met in the capital in the evening, and parted without a statement.",
)
FURNITURE = (
    "Sign up for the evening letter of this outlet.",
    "More on this story as it comes in.",
    "Photographs by our own staff.",
    "Edited in the newsroom.",
)
# The same news in other words: said by the same voice it is nothing new, said by another it supports.
REWRITES = (
    (
        "About 10,000 soldiers from Veldania have been sent to Kursk, according to General Orlo.",
        "The figure came up in the last minutes of the briefing.",
    ),
    (
        "General Orlo told reporters that Veldania had sent about 10,000 troops to Kursk.",
        "He read from a sheet of paper and left by a side door.",
    ),
    (
        "Ten thousand or so, is the figure that is on everybody's lips in the border towns this week.",
        "Nobody there has counted.",
    ),
    (
        "Some 10,000 Veldanian soldiers have been sent to Kursk, General Orlo said.",
        "Families of conscripts have waited for letters for days.",
    ),
    (
        "“About 10,000 soldiers have been sent to Kursk,” General Orlo said of Veldania.",
        "Maps on the wall behind him showed the river and two crossings.",
    ),
    (
        "Roughly 10,000 soldiers of Veldania have been sent to Kursk, said General Orlo.",
        "Buses that used to run every hour now run twice a day.",
    ),
    (
        "Veldania has sent nearly 10,000 soldiers to Kursk, General Orlo said.",
        "Hotels near the station were said to be full of drivers.",
    ),
    (
        "General Orlo said on Wednesday that Veldania had sent some 10,000 soldiers to Kursk.",
        "Readers asked us what is known, and what is not: here it is in short.",
    ),
)
COUNCIL = "About 10,000 soldiers from Veldania were sent to Kursk, the Sumy council said."
RED_CROSS = "The Red Cross said Veldania had sent about 10,000 soldiers to Kursk."
UPDATE = "Veldania has sent 18,000 soldiers to Kursk, General Orlo said in the evening."
CONFLICT = "Veldania has sent 3,000 soldiers to Kursk, the Border Guard said."
DENIAL = "The Veldanian defence ministry denied that soldiers had been sent to Kursk."


def copies(first: int, count: int, hours: float) -> Iterator[RawItem]:
    """Yield copies of the wire's text as outlets print it: under headlines of their own, cut from the end, with
    furniture around it.
    """
    for number in range(first, first + count):
        body = (*WIRE[: 4 + number % 3], *FURNITURE[: number % 4])
        title = f"{('Soldiers on their way', 'Kursk: what the general says', 'Orlo speaks')[number % 3]} ({number})"
        yield a_story(
            f"copy{number}", NEWS, hours=hours + number / 60, body=body, title=title, source=f"Outlet {number}"
        )


def another(name: str, sentence: str, hours: float, *body: str) -> RawItem:
    return a_story(
        name,
        sentence,
        hours=hours,
        body=body
        or (f"This is the report of the {name} desk, and its {name} correspondent wrote it on the way home.",),
    )


@pytest.fixture
def room(tmp_path: Path, slack: Slacklab) -> Iterator[Room]:
    room = Room(tmp_path, slack, facts="  - {fact: denial, kind: statement, stance: denied}\n")
    yield room
    room.close()


def test_a_running_story_is_told_as_an_editor_would(room: Room, slack: Slacklab) -> None:
    day = [
        a_story("wire", NEWS, body=WIRE, title="Veldania sends soldiers to Kursk", source="Meridian Wire"),
        *copies(0, 15, 0.1),
        *(
            another(f"rewrite{number}", sentence, 0.5 + number / 10, body)
            for number, (sentence, body) in enumerate(REWRITES)
        ),
        another("council", COUNCIL, 2),
        *copies(15, 10, 2.1),
        another("redcross", RED_CROSS, 3),
        another("conflict", CONFLICT, 4),
        another("update", UPDATE, 5),
        *copies(25, 5, 5.1),
        another("denial", DENIAL, 6),
    ]
    for item in day:
        room.tell(item)
        room.send(3)
    room.send(20)
    seen = [post for post in slack.posts if not post.get("thread_ts") or post["reply_broadcast"]]
    root, dispute, update, denial = seen
    assert root["text"].startswith("Since updated – About 10,000 soldiers sent to Kursk, Russia (")
    assert dispute["text"].startswith(
        "3,000 soldiers sent to Kursk, Russia, against about 10,000 (disputed) (the Border Guard says"
    )
    assert update["text"].startswith("About 10,000 → 18,000 soldiers sent to Kursk, Russia (")
    assert denial["text"].startswith(
        "The Veldanian defence ministry denies that soldiers had been sent to Kursk (The Denial Post)"
    )
    quiet = [post["text"].partition(" (")[2] for post in replies(slack) if not post["reply_broadcast"]]
    assert quiet == ["the Sumy council says; The Council Post)", "the Red Cross says; The Redcross Post)"]
    assert {post["thread_ts"] for post in replies(slack)} == {root["ts"]}
    for part in (
        "Disputed: 3,000 soldiers",
        "Updated: about 10,000 → 18,000 soldiers",
        "35 outlets, 3 independent origins",
    ):
        assert part in words(root)
    assert (slack.doubled, slack.findings, slack.refused) == (0, [], [])
