"""The real sender against a Slack that others wrote: posts, threads, edits, the look-up of what was lost, and kills at
random.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.channels.slack.notifier import SlackNotifier
from monitor.model import NotPosted, Posted
from tests.channels.test_threads import FIRST, OTHERS, Room, words
from tests.end_to_end.test_kills import RUN, check
from tests.faultlab.emulate import MISSING, Emulate, open_emulate
from tests.lab.alert_builders import NAUGHTY, a_delivery, an_alert
from tests.lab.killings import kill_at_random, open_desk
from tests.lab.stories import a_story

pytestmark = [pytest.mark.soak, pytest.mark.skipif(MISSING is not None, reason=str(MISSING))]


@pytest.fixture(scope="module")
def emulate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulate]:
    with open_emulate(tmp_path_factory.mktemp("emulate")) as server:
        yield server


def test_a_thread_and_the_edit_of_its_message(emulate: Emulate, tmp_path: Path) -> None:
    room = Room(tmp_path, emulate, has_cards=True, channel="alerts")
    before = len(emulate.posts)
    room.tell(a_story("first", FIRST))
    room.tell(
        a_story(
            "second",
            "Some 10,000 soldiers from Veldania were sent to Kursk, the Sumy council said.",
            body=OTHERS,
            hours=1,
        )
    )
    room.send()
    root, card, reply = emulate.posts[before:]
    assert (reply["thread_ts"], reply["text"].startswith("Confirmed elsewhere: ")) == (root["ts"], True)
    assert "2 outlets, 2 independent origins" in words(root)
    assert card["text"] == "Where it stands: The river front"
    assert set(room.store.views.status(room.now).deliveries_by_state) == {"posted"}
    room.close()


def test_what_is_there_is_found_and_what_is_not_is_not(emulate: Emulate) -> None:
    notifier = SlackNotifier("xoxb-1", base_url=emulate.base_url, default_channel="general")
    delivery = a_delivery("found", channel="slack:alerts", alert=an_alert(headline=NAUGHTY[0]))
    posted = notifier.send(delivery)
    assert isinstance(posted, Posted)
    assert notifier.send(replace(delivery, is_uncertain=True)) == posted
    assert notifier.find_posted(replace(delivery, id="lost")) == NotPosted("not_found")


def test_killed_at_random(emulate: Emulate, tmp_path: Path) -> None:
    before = {post["ts"] for post in emulate.posts}
    with open_desk(tmp_path, emulate, channel="alerts") as desk:
        kill_at_random(desk, 200, seed=7, longest=RUN)
        toll = desk.toll()
    check(replace(toll, messages=toll.messages - len(before)), "token", 200)
