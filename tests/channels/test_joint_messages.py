"""Two watchlists that ask for the same facts and tell one channel: one message that names both stories, whose thread
and edits go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.app.routes import rules_of
from monitor.channels.slack.notifier import SlackNotifier
from monitor.config.watchlists import load_watchlists
from monitor.delivery.dispatch import Dispatcher
from monitor.pipeline.pipeline import Pipeline
from monitor.workers.analysts import InProcess, make_reader
from tests.channels.test_threads import FIRST, OTHER_FIRST, OTHERS, WATCHLIST, Room, replies, words
from tests.faultlab.slacklab import Slacklab
from tests.lab.slack_channels import channels_by_token
from tests.lab.stories import a_story

SECOND = WATCHLIST.replace("watchlist: river", "watchlist: veldania").replace("The river front", "The war of Veldania")
DENIED = "Veldania has sent 2,000 soldiers to Kursk, the Sumy council said."


class JointRoom(Room):
    """A room with a second watchlist of the same facts."""

    def __init__(self, folder: Path, slack: Slacklab, second: str) -> None:
        super().__init__(folder, slack)
        (folder / "both").mkdir()
        (folder / "both" / "one.yaml").write_text(WATCHLIST)
        (folder / "both" / "two.yaml").write_text(second)
        self.watchlists = load_watchlists(folder / "both")
        self.reader = make_reader(self.watchlists)
        rules = rules_of(self.watchlists, channels_by_token())
        store, analysts = self.store, InProcess(self.watchlists)
        self.pipeline = Pipeline(store.intake, store.parked, store.ledger, analysts, rules)
        notifier = SlackNotifier("xoxb-1", base_url=slack.base_url, default_channel="#general", timeout_seconds=1)
        self.sender = Dispatcher(self.store.outbox, {"slack": notifier}, self.look, owner="test", jitter=lambda: 0.5)


@pytest.fixture
def room(tmp_path: Path, slack: Slacklab) -> Iterator[JointRoom]:
    room = JointRoom(tmp_path, slack, SECOND)
    yield room
    room.close()


def test_two_stories_in_one_channel_with_the_same_facts_are_one_message_that_names_both(
    room: JointRoom, slack: Slacklab
) -> None:
    room.tell(a_story("first", FIRST))
    room.wait_and_send()
    (post,) = slack.posts
    assert "The river front" in words(post)
    assert "Also for: The war of Veldania" in words(post)
    assert sorted(alert.watchlist for alert in room.store.views.alerts()) == ["river", "veldania"]
    assert {fact.alert_id is not None for name in ("river", "veldania") for fact in room.store.views.facts(name)} == {
        True
    }


def test_what_comes_later_is_one_reply_below_it_and_one_edit_of_it(room: JointRoom, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.wait_and_send()
    room.tell(a_story("second", OTHER_FIRST, body=OTHERS, hours=1))
    room.wait_and_send()
    root, reply = slack.posts
    assert reply["thread_ts"] == root["ts"]
    assert "2 independent origins" in words(slack.find(root["channel"], root["ts"]) or {})
    assert "Also for: The war of Veldania" in words(slack.find(root["channel"], root["ts"]) or {})


def test_a_dispute_is_one_reply_and_marks_the_message_once(room: JointRoom, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.wait_and_send()
    room.tell(a_story("second", DENIED, body=OTHERS, hours=1))
    room.wait_and_send()
    assert len(slack.posts) == 2
    assert len(replies(slack)) == 1
    root = slack.find(slack.posts[0]["channel"], slack.posts[0]["ts"]) or {}
    assert words(root).count("Disputed: 2,000") == 1


def test_other_facts_or_another_channel_have_messages_of_their_own(tmp_path: Path, slack: Slacklab) -> None:
    facts = "  - {fact: wounded, kind: quantity, of: [soldiers, men], aspects: [injured]}\n"
    other = SECOND.split("facts:")[0] + "facts:\n" + facts
    for name, second in (("facts", other), ("channel", SECOND.replace("#alerts", "#general"))):
        (tmp_path / name).mkdir()
        room = JointRoom(tmp_path / name, slack, second)
        before = len(slack.posts)
        room.tell(a_story("first", FIRST.replace("said.", "said, and 300 soldiers were injured there.")))
        room.wait_and_send()
        room.close()
        assert len(slack.posts) - before == 2, name


def test_the_alert_that_another_message_tells_counts_as_told(room: JointRoom) -> None:
    room.tell(a_story("first", FIRST))
    room.wait_and_send()
    assert sorted(alert.watchlist for alert in room.store.views.told_alerts(None, 9)) == ["river", "veldania"]
