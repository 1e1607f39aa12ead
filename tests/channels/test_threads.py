"""What is told about an earlier alert goes to its thread and into its message: wire stories through the pipeline to a
Slack on loopback.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.app.routes import rules_of
from monitor.channels.slack.notifier import SlackNotifier
from monitor.config.desk_models import RouteRule
from monitor.delivery.dispatch import Dispatcher
from monitor.pipeline.pipeline import Pipeline
from monitor.workers.analysts import InProcess
from tests.faultlab.emulate import Emulate
from tests.faultlab.slacklab import Message, Slacklab
from tests.lab.slack_channels import channels_by_token
from tests.lab.stories import Desk, a_story, a_watchlist

WATCHLIST = """
watchlist: river
title: The river front
channel: "#alerts"
match: {all: [[Veldania*, Belgorod, Kursk, Sumy]]}
facts:
  - {fact: troops, kind: quantity, of: [soldiers, men], not_aspects: [killed, injured]}
"""
FIRST = "Veldania has sent 10,000 soldiers to Kursk, General Orlo said."
OTHER_FIRST = "Some 10,000 soldiers from Veldania were sent to Kursk, the Sumy council said."
OTHERS = (
    "A poet from the islands won the prize for a book about her mother, and read from it at the fair on Saturday.",
)


class Room(Desk):
    """A desk whose alerts go to the lab, on a clock that moves a second with each look."""

    def __init__(
        self,
        folder: Path,
        slack: Slacklab | Emulate,
        *,
        has_cards: bool = False,
        has_answers: bool = False,
        channel: str = "#alerts",
        facts: str = "",
        routes: Sequence[RouteRule] = (),
    ) -> None:
        super().__init__(a_watchlist(folder, WATCHLIST.replace("#alerts", channel) + facts))
        rules = rules_of(self.watchlists, channels_by_token(state_cards=has_cards), routes)
        self.pipeline = Pipeline(
            self.store.intake, self.store.parked, self.store.ledger, InProcess(self.watchlists), rules
        )
        notifier = SlackNotifier(
            "xoxb-1", base_url=slack.base_url, default_channel="#general", timeout_seconds=1, has_answers=has_answers
        )
        self.sender = Dispatcher(self.store.outbox, {"slack": notifier}, self.look, owner="test", jitter=lambda: 0.5)

    def look(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def send(self, times: int = 10) -> None:
        for _ in range(times):
            self.sender.dispatch_due()

    def wait_and_send(self, minutes: int = 5) -> None:
        for _ in range(minutes):
            self.now += timedelta(minutes=1)
            self.send(3)


@pytest.fixture
def room(tmp_path: Path, slack: Slacklab) -> Iterator[Room]:
    room = Room(tmp_path, slack)
    yield room
    room.close()


def words(message: Message) -> str:
    """Return what a reader sees, the controls apart."""
    return "\n".join(
        text["text"]
        for block in message["blocks"]
        if block["type"] != "actions"
        for text in block.get("elements") or block.get("fields") or [block["text"]]
    )


def replies(slack: Slacklab) -> list[Message]:
    return [post for post in slack.posts if post.get("thread_ts")]


def test_a_channel_that_is_renamed_goes_on_by_its_id(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.send()
    slack.channels["C000ALERTS"] = "desk-alerts"
    notifier = SlackNotifier("xoxb-1", base_url=slack.base_url, default_channel="#general", timeout_seconds=1)
    room.sender = Dispatcher(room.store.outbox, {"slack": notifier}, room.look, owner="anew", jitter=lambda: 0.5)
    for count in (20_000, 40_000):
        room.tell(
            a_story(
                str(count), f"Veldania has sent {count:,} soldiers to Kursk, General Orlo said.", hours=count // 10_000
            )
        )
        room.wait_and_send()
    assert [post["channel"] for post in slack.posts] == ["C000ALERTS"] * 3
    assert slack.calls.count("chat.postMessage") == 4  # the name is tried once


def test_a_name_that_never_had_a_message_stays_unknown(room: Room, slack: Slacklab) -> None:
    slack.channels["C000ALERTS"] = "desk-alerts"
    room.tell(a_story("first", FIRST))
    room.send()
    assert (slack.posts, set(room.store.views.status(room.now).stopped.values())) == ([], {"channel_not_found"})


def test_another_voice_goes_to_the_thread_and_raises_the_count(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.send()
    assert "1 outlet" in words(slack.posts[0])
    room.tell(
        a_story(
            "second",
            "Some 10,000 soldiers from Veldania were sent to Kursk, the Sumy council said.",
            body=OTHERS,
            hours=1,
        )
    )
    room.send()
    root, reply = slack.posts
    assert reply["thread_ts"] == root["ts"]
    assert reply["reply_broadcast"] is False
    assert reply["text"].startswith("Confirmed elsewhere: ")
    assert "2 outlets, 2 independent origins" in words(root)
    assert slack.findings == []


def test_an_urgent_message_still_says_so_when_it_is_edited(tmp_path: Path, slack: Slacklab) -> None:
    room = Room(tmp_path, slack, routes=[RouteRule.model_validate({"outcomes": ["new"], "urgency": "urgent"})])
    room.tell(a_story("first", FIRST))
    room.send()
    room.tell(a_story("second", OTHER_FIRST, body=OTHERS, hours=1))
    room.send()
    root, reply = slack.posts
    assert slack.edits
    assert root["text"].startswith("Urgent – 10,000 soldiers")
    assert reply["text"].startswith("Confirmed elsewhere: ")
    room.store.close()


def test_a_conflict_is_told_in_the_thread_seen_in_the_channel_and_marks_the_alert(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.tell(
        a_story("second", "Veldania has sent 3,000 soldiers to Kursk, the Sumy council said.", body=OTHERS, hours=1)
    )
    room.send()
    root, reply = slack.posts
    assert (reply["thread_ts"], reply["reply_broadcast"]) == (root["ts"], True)
    assert root["text"].startswith("Disputed – ")
    assert "3,000" in words(root)


def test_a_correction_edits_the_alert_and_says_so_in_the_thread(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.send()
    room.tell(a_story("first", FIRST.replace("10,000", "1,000"), hours=1))
    room.send()
    root, reply = slack.posts
    assert reply["thread_ts"] == root["ts"]
    assert "1,000 soldiers sent to Kursk, Russia, corrected from 10,000" in reply["text"]
    assert root["text"].startswith("Corrected – ")
    assert "1,000" in words(root)


def test_what_is_new_beside_it_stays_a_message_of_its_own(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.tell(
        a_story(
            "second",
            "Veldania has sent 3,000 soldiers to Kursk and 500 men to Sumy, the Sumy council said.",
            body=OTHERS,
            hours=1,
        )
    )
    room.send()
    assert [bool(post.get("thread_ts")) for post in slack.posts] == [False, False, True]


def test_a_dispute_told_beside_other_news_is_seen_in_the_channel_once(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.tell(
        a_story(
            "second",
            "Veldania has sent 3,000 soldiers to Kursk and 500 men to Sumy, the Sumy council said.",
            body=OTHERS,
            hours=1,
        )
    )
    room.send()
    (reply,) = replies(slack)
    assert (reply["text"].startswith("Disputed: "), reply["reply_broadcast"]) == (True, False)


def test_a_later_figure_of_the_same_speaker_is_a_message_and_marks_the_one_before(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.send()
    room.tell(a_story("second", FIRST.replace("10,000", "14,000"), body=OTHERS, hours=1))
    room.send()
    before, after = slack.posts
    assert (replies(slack), after["text"].startswith("10,000 → 14,000 soldiers")) == ([], True)
    assert before["text"].startswith("Since updated – 10,000 soldiers")
    assert "Updated: 10,000 → 14,000 soldiers sent to Kursk, Russia – General Orlo" in words(before)


def test_a_correction_by_a_text_of_its_own_goes_to_the_thread_too(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.tell(
        a_story(
            "note", FIRST.replace("10,000", "1,000"), title="CORRECTION: Soldiers sent to Kursk", body=OTHERS, hours=1
        )
    )
    room.send()
    root, reply = slack.posts
    assert (reply["thread_ts"], reply["reply_broadcast"]) == (root["ts"], True)
    assert root["text"].startswith("Corrected – ")


def test_the_mark_of_the_headline_is_that_of_its_own_change(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST, "The army has 700 men in Sumy, the Border Guard said."))
    room.send()
    room.tell(
        a_story("second", "The army of Veldania has 900 men in Sumy, the Border Guard said.", body=OTHERS, hours=1)
    )
    room.send()
    assert slack.posts[0]["text"].startswith("In part since updated – 10,000 soldiers")


def test_edits_that_wait_together_are_one(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    for number, who in enumerate(("the Sumy council", "the Red Cross", "the Border Guard"), 1):
        body = (
            f"In another town the {number} bakeries opened again, and a queue stood before each of them until the evening came.",
        )
        room.tell(
            a_story(
                f"other{number}",
                f"Some 10,000 soldiers from Veldania were sent to Kursk, {who} said.",
                body=body,
                hours=number / 20,
            )
        )
    room.send(20)
    assert len(slack.edits) == 1
    assert "4 outlets, 4 independent origins" in words(slack.posts[0])
    assert len(replies(slack)) == 3


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
@pytest.mark.parametrize("fault", ["drop_before", "reset_after", "500_after", "truncate_after", "ratelimit", "garbage"])
def test_replies_and_edits_are_done_once_through_faults(room: Room, slack: Slacklab, method: str, fault: str) -> None:
    room.tell(a_story("first", FIRST))
    room.send()
    slack.fail(fault, times=2, method=method)
    room.tell(
        a_story(
            "second",
            "Some 10,000 soldiers from Veldania were sent to Kursk, the Sumy council said.",
            body=OTHERS,
            hours=1,
        )
    )
    room.send()
    room.wait_and_send()
    assert (len(slack.posts), len(replies(slack)), slack.doubled) == (2, 1, 0)
    assert "2 independent origins" in words(slack.posts[0])
    assert set(room.store.views.status(room.now).deliveries_by_state) == {"posted"}


def test_an_edit_without_blocks_shows_no_formatting_of_an_article(room: Room, slack: Slacklab) -> None:
    for number, outlet in enumerate(("*Sure* & _sound_", "Second")):
        story = a_story(f"story{number}", FIRST if number == 0 else OTHER_FIRST, body=OTHERS * number, hours=number)
        room.tell(replace(story, source=outlet, title="> `Orlo` ~said~ *so*"))
        room.send()
        slack.fail("error", times=1, error="invalid_blocks", method="chat.update")
    room.wait_and_send()
    ((_, edit),) = slack.edits
    assert edit["blocks"] == []
    assert "∗Sure∗ &amp; ˍsoundˍ" in edit["text"]
    assert not re.search(r"[*_~`]|^&gt;", re.sub(r"<[^<>]*>", "", edit["text"]), re.MULTILINE)


def test_a_deleted_message_holds_nothing_up(room: Room, slack: Slacklab) -> None:
    room.tell(a_story("first", FIRST))
    room.send()
    slack.fail("error", error="message_not_found", method="chat.update")
    room.tell(
        a_story(
            "second",
            "Some 10,000 soldiers from Veldania were sent to Kursk, the Sumy council said.",
            body=OTHERS,
            hours=1,
        )
    )
    room.tell(a_story("third", "Veldania has sent 700 men to Belgorod, the Border Guard said.", hours=2))
    room.send()
    assert list(room.store.views.status(room.now).deliveries_by_state) == ["dead", "posted"]
    assert len(slack.posts) == 3


def test_the_state_card_is_posted_once_pinned_and_then_edited_in_place(tmp_path: Path, slack: Slacklab) -> None:
    room = Room(tmp_path, slack, has_cards=True)
    room.tell(a_story("first", FIRST))
    room.send()
    _, card = slack.posts
    assert card["text"] == "Where it stands: The river front"
    assert slack.pins == [card["ts"]]
    room.tell(a_story("first", FIRST.replace("10,000", "12,000"), hours=0.1))
    room.tell(
        a_story("other", "Veldania has sent 3,000 soldiers to Kursk, the Sumy council said.", body=OTHERS, hours=0.2)
    )
    room.send()
    assert [post["text"] for post in slack.posts].count("Where it stands: The river front") == 1
    for part in ("(disputed)", "3,000 soldiers", "Sumy council says", "highest 12,000 soldiers", "As of"):
        assert part in words(card)
    assert "\u2588" in words(card)  # the sparkline has seen three figures
    assert (slack.findings, slack.doubled) == ([], 0)
    room.close()


def test_a_deleted_card_is_posted_anew_and_one_that_may_not_be_pinned_stays(tmp_path: Path, slack: Slacklab) -> None:
    room = Room(tmp_path, slack, has_cards=True)
    slack.fail("error", error="missing_scope", needed="pins:write", method="pins.add")
    room.tell(a_story("first", FIRST))
    room.send()
    slack.fail("error", error="message_not_found", method="chat.update")
    room.tell(a_story("other", "Veldania has sent 700 men to Belgorod, the Border Guard said.", hours=0.1))
    room.send()
    assert [post["text"] for post in slack.posts].count("Where it stands: The river front") == 2
    assert set(room.store.views.status(room.now).deliveries_by_state) == {"posted"}
    room.close()


def test_what_has_no_room_in_the_message_stands_in_its_thread(room: Room, slack: Slacklab) -> None:
    towns = (
        "Kursk",
        "Sumy",
        "Belgorod",
        "Voronezh",
        "Bryansk",
        "Oryol",
        "Lipetsk",
        "Tambov",
        "Penza",
        "Samara",
        "Saratov",
        "Tula",
        "Ryazan",
        "Smolensk",
    )
    sentences = [
        f"Veldania has sent {number + 2}00 soldiers to {town}, General Orlo said." for number, town in enumerate(towns)
    ]
    room.tell(a_story("first", *sentences))
    slack.fail("reset_after", method="chat.postMessage", times=3)
    room.send()
    room.wait_and_send()
    root, rest = slack.posts
    assert (rest["thread_ts"], rest["reply_broadcast"], slack.doubled, slack.findings) == (root["ts"], False, 0, [])
    assert "and 4 more in the thread: troops" in words(root)
    assert rest["text"].startswith("Continued: ")
    assert [number for number in range(2, 16) if f"{number}00 soldiers" in words(root) + words(rest)] == list(
        range(2, 16)
    )
    assert set(room.store.views.status(room.now).deliveries_by_state) == {"posted"}


def test_where_blocks_are_refused_the_thread_has_what_plain_text_leaves_out(room: Room, slack: Slacklab) -> None:
    room.tell(
        a_story(
            "first",
            *(
                f"Veldania has sent {number}00 soldiers to {town}, General Orlo said."
                for number, town in enumerate(("Kursk", "Sumy", "Belgorod", "Bryansk"), 2)
            ),
        )
    )
    slack.fail("error", error="invalid_blocks", method="chat.postMessage")
    room.send()
    root, rest = slack.posts
    assert "blocks" not in root or not root["blocks"]
    assert ("and 1 more" in root["text"], "500 soldiers" in words(rest)) == (True, True)
