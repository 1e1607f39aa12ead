"""What people press and ask in Slack, over a real socket: kept once, shown in the message, answered to them alone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from monitor.channels.conversation import Conversation
from monitor.channels.slack.answers import Answers
from monitor.channels.slack.controls import controls, read_choices
from monitor.channels.slack.socket import SlackSocket
from monitor.channels.slack.workspace import OwnWorkspace, Workspace
from monitor.core.alerts.pauses import end_of
from monitor.model import FeedbackKind, Outcome
from monitor.sources.threads import Threads
from tests.channels.test_threads import FIRST, OTHERS, Room, words
from tests.faultlab.slacklab import Slacklab
from tests.faultlab.socketlab import USER, Socketlab
from tests.lab.alert_builders import NAUGHTY
from tests.lab.programs import Newsroom, wait_until
from tests.lab.slack_channels import channels_by_token
from tests.lab.stories import MORNING, a_story

NOW = datetime(2024, 10, 20, 14, 5, tzinfo=UTC)
PRESSED = f"{MORNING.timestamp() + 300:.6f}"


class Listening:
    """A socket client on a thread of its own, as the daemon runs it."""

    def __init__(self, socket: SlackSocket) -> None:
        self.socket = socket
        self._has_begun = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._has_begun.wait(10)

    def _run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._listen())

    async def _listen(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        self._has_begun.set()
        await self.socket.run(Threads().run)

    def close(self) -> None:
        assert self._task is not None
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(10)


@pytest.fixture
def room(tmp_path: Path, slack: Slacklab) -> Iterator[Room]:
    room = Room(tmp_path, slack, has_answers=True)
    room.tell(a_story("first", FIRST))
    room.send()
    yield room
    room.close()


@pytest.fixture
def lab(slack: Slacklab) -> Iterator[Socketlab]:
    with Socketlab(slack) as lab:
        yield lab


@pytest.fixture
def listening(room: Room, slack: Slacklab, lab: Socketlab) -> Iterator[Listening]:
    capabilities = channels_by_token().capabilities
    conversation = Conversation(room.store, {"river": "The river front"}, capabilities, lambda: room.now)
    answers = Answers(conversation, ZoneInfo("Europe/Berlin"), OwnWorkspace("xoxb-1", slack.base_url).find)
    listening = Listening(SlackSocket("xapp-1", base_url=slack.base_url, handle=answers.handle, jitter=lambda: 0.0))
    yield listening
    listening.close()


def elements(post: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        element["action_id"]: element
        for block in post["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }


def the_alert(room: Room) -> str:
    return room.store.views.alerts()[0].id


def reply(slack: Slacklab, count: int = 1) -> str:
    """Return the last of so many replies, as a person reads it."""
    wait_until(lambda: len(slack.replies) >= count)
    assert slack.replies[-1][1]["response_type"] == "ephemeral"
    return words(slack.replies[-1][1])


def test_who_acknowledges_an_alert_is_kept_and_shown_in_its_message_once(
    room: Room, slack: Slacklab, lab: Socketlab, listening: Listening
) -> None:
    (post,) = slack.posts
    lab.wait_for(lab.press("acknowledge", elements(post)["acknowledge"]["value"], at=PRESSED, name="twice"))
    assert reply(slack).startswith("Noted: acknowledged.")
    lab.press("acknowledge", the_alert(room), at=PRESSED, name="twice")  # the same envelope again
    lab.press("acknowledge", the_alert(room), at=PRESSED)  # the same press in another
    lab.press("acknowledge", the_alert(room), at=f"{float(PRESSED) + 9:.6f}")  # and a second press
    reply(slack, 3)
    room.send()
    assert [(mark["verdict"], mark["author"]) for mark in room.store.feedback.cases()] == [
        ("acknowledged", "ada (U012AB3CD)")
    ]
    assert "Acknowledged by ada" in words(post)
    assert (len(slack.edits), slack.findings, slack.refused) == (1, [], [])
    found = room.store.explanations.find(the_alert(room))
    assert found is not None
    assert [mark.author for mark in found.marks] == ["ada (U012AB3CD)"]


def test_a_rating_is_a_labelled_case_and_may_be_changed(
    room: Room, slack: Slacklab, lab: Socketlab, listening: Listening
) -> None:
    for number, rating in enumerate(("useful", "wrong", "wrong", "useful")):
        lab.press("rate", f"{rating}.{the_alert(room)}", at=f"{float(PRESSED) + number:.6f}")
        reply(slack, number + 1)
    assert [case["verdict"] for case in room.store.feedback.cases()] == ["useful", "wrong", "useful"]


@pytest.mark.parametrize("extent", ["story", "slot"])
def test_a_mute_keeps_quiet_until_it_ends(
    room: Room, slack: Slacklab, lab: Socketlab, listening: Listening, extent: str
) -> None:
    options = [option["value"] for option in elements(slack.posts[0])["mute"]["options"]]
    lab.press("mute", next(option for option in options if option.startswith(f"{extent}.shift.")), at=PRESSED)
    said = reply(slack)
    assert said.startswith("Silent until 4 Mar 2025 14:05 UTC (15:05 CET): ")
    (silence,) = room.store.silences.every()
    assert (silence.until, silence.made_by) == (MORNING + timedelta(hours=8, minutes=5), "ada (U012AB3CD)")
    later = FIRST.replace("10,000", "14,000")
    (quiet,) = room.tell(a_story("second", later, hours=3))
    assert [fact.outcome for fact in quiet.facts] == [Outcome.MUTED]
    (loud,) = room.tell(a_story("third", FIRST.replace("10,000", "19,000"), hours=9))
    assert [fact.outcome for fact in loud.facts] == [Outcome.UPDATE]
    found = room.store.explanations.find(the_alert(room))
    assert found is not None
    assert [each.id for each in found.silences] == [silence.id]


def test_questions_are_answered_to_who_asked(room: Room, slack: Slacklab, lab: Socketlab, listening: Listening) -> None:
    asked = (
        "facts river",
        "facts sea",
        "status",
        f"explain {the_alert(room)[:6]}",
        "explain nothing",
        "explain \ud800",
        "",
        "drop tables",
    )
    said = []
    for number, question in enumerate(asked, 1):
        lab.ask(question)
        said.append(reply(slack, number))
    assert "Troops: 10,000 soldiers sent to Kursk, Russia" in said[0]
    assert said[1] == "Which watchlist? There are: river"
    assert said[2].startswith("1 documents, 1 alerts; 0 messages wait")
    assert "troops: 10,000 soldiers sent to Kursk, Russia. new, for the ledger holds no such figure" in said[3]
    assert said[4] == "nothing: nothing has this id"
    assert said[5] == "\ufffd: nothing has this id"
    assert said[6] == said[7]
    assert said[6].startswith("facts WATCHLIST: ")


def test_somebody_of_another_workspace_changes_nothing_and_learns_nothing(
    room: Room, slack: Slacklab, lab: Socketlab, listening: Listening
) -> None:
    stranger = {**USER, "id": "U0EVE", "team_id": "T9"}
    with capture_logs() as logs:
        lab.press("acknowledge", the_alert(room), at=PRESSED, user=stranger)
        assert reply(slack) == "Not done: this app answers people of its own workspace only."
        lab.press("mute", f"story.1h.{the_alert(room)}", at=PRESSED, user=stranger)
        reply(slack, 2)
        address = f"{slack.base_url[:-4]}replies/3"
        lab.send("slash_commands", {"text": "status", "team_id": "T9", "response_url": address})
        assert reply(slack, 3) == "Not done: this app answers people of its own workspace only."
    assert (room.store.feedback.cases(), room.store.silences.every()) == ([], ())
    refused = [line for line in logs if line["event"] == "answer refused"]
    assert [(line["reason"], line["author"]) for line in refused] == [
        ("another_workspace", "ada (U0EVE)"),
        ("another_workspace", "ada (U0EVE)"),
        ("another_workspace", None),
    ]


def test_nobody_is_answered_until_slack_says_whose_app_it_is(
    room: Room, slack: Slacklab, lab: Socketlab, listening: Listening
) -> None:
    slack.team = None
    lab.press("acknowledge", the_alert(room), at=PRESSED)
    assert reply(slack).startswith("Not done: Slack does not say")
    slack.team = "T1"
    lab.press("acknowledge", the_alert(room), at=PRESSED)
    assert reply(slack, 2).startswith("Noted: acknowledged.")


@pytest.mark.parametrize(
    ("payload", "is_ours"),
    [
        pytest.param({}, True, id="nothing is said"),
        pytest.param({"team": {"id": "T1"}, "user": {"team_id": "T1"}}, True, id="our workspace"),
        pytest.param({"team": {"id": "T1"}, "user": {"team_id": "T9"}}, False, id="a guest from elsewhere"),
        pytest.param({"team": {"id": "T9"}, "user": {"team_id": "T1"}}, False, id="pressed elsewhere"),
        pytest.param(
            {"team": {"id": "T2", "enterprise_id": "E1"}, "user": {"team_id": "T2"}}, True, id="our organisation"
        ),
        pytest.param({"team": {"id": "T2", "enterprise_id": "E9"}}, False, id="another organisation"),
        pytest.param(
            {"team": None, "enterprise": {"id": "E1"}, "user": {"team_id": "E1"}}, True, id="a whole organisation"
        ),
        pytest.param({"team": None, "enterprise": {"id": "E9"}}, False, id="another whole organisation"),
        pytest.param({"team_id": "T2", "enterprise_id": "E1"}, True, id="a command in our organisation"),
        pytest.param({"team_id": "T9"}, False, id="a command elsewhere"),
        pytest.param({"team": {"id": ["T1"]}}, False, id="no name"),
        pytest.param({"team": "T9", "user": [1]}, True, id="odd, and names nobody"),
    ],
)
def test_where_an_answer_comes_from_is_all_that_it_says(payload: dict[str, Any], is_ours: bool) -> None:
    assert Workspace("T1", "E1").is_of(payload) == is_ours
    if is_ours and "E1" in str(payload):
        assert not Workspace("T1").is_of(payload)


def test_the_connection_is_kept_up(room: Room, slack: Slacklab, lab: Socketlab, listening: Listening) -> None:
    wait_until(lambda: listening.socket.state == "connected")
    lab.send_raw(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
    wait_until(lambda: lab.opened == 2)
    lab.wait_for(lab.press("acknowledge", the_alert(room), at=PRESSED))
    lab.drop()
    wait_until(lambda: lab.opened == 3 and listening.socket.state == "connected")


def test_what_is_not_of_our_making_does_nothing_and_ends_nothing(
    room: Room, slack: Slacklab, lab: Socketlab, listening: Listening
) -> None:
    for frame in (
        "[]",
        '"text"',
        "{}",
        '{"envelope_id": 7}',
        json.dumps({"type": "interactive", "envelope_id": "odd", "payload": [1]}),
    ):
        lab.send_raw(frame)
    for value in (*NAUGHTY, "story.forever.a1", "fame.hour.a1", "useful", "useful.A1; DROP", "." * 200):
        for action in ("acknowledge", "mute", "rate", "launch"):
            lab.press(action, value, at=value)
    lab.press("acknowledge", "a0000000000", at="soon")
    assert reply(slack).startswith("Not done: a0000000000: there is no alert with this id")
    lab.wait_for(lab.press("acknowledge", the_alert(room), user={"id": "<@U1>", "name": "mallory"}))
    assert (room.store.feedback.cases(), room.store.silences.every(), lab.opened) == ([], (), 1)


def test_a_refused_token_shows_in_the_state_and_is_told_nobody(slack: Slacklab) -> None:
    listening = Listening(
        SlackSocket("xapp-canary", base_url=slack.base_url, handle=lambda kind, payload: None, jitter=lambda: 0.0)
    )
    wait_until(lambda: listening.socket.state == "invalid_auth")
    listening.close()


def test_replies_go_to_slack_alone(slack: Slacklab, lab: Socketlab) -> None:
    socket = SlackSocket("xapp-1", base_url=slack.base_url, handle=lambda kind, payload: None)
    assert socket._is_of_slack("https://hooks.slack.com/actions/T1/2/3")
    for address in (
        "http://hooks.slack.com/x",
        "https://hooks.slack.com.evil.example/",
        "http://169.254.169.254/",
        "",
        "file:///etc/passwd",
        "https://hooks.slack.com@evil.example/",
        "https://[hooks.slack.com/",
        "https://hooks.slack.com/\ud800",
        "https://hooks.slack.com/\nx",
    ):
        assert not socket._is_of_slack(address)


def test_only_alerts_of_the_ledger_can_be_answered(room: Room, slack: Slacklab, tmp_path: Path) -> None:
    room.tell(
        a_story(
            "second",
            "Some 10,000 soldiers from Veldania were sent to Kursk, the Sumy council said.",
            body=OTHERS,
            hours=1,
        )
    )
    room.tell(a_story("third", "Veldania has sent 3,000 soldiers to Kursk, the Border Guard said.", hours=2))
    room.send()
    assert [(post["text"].partition(" (")[0], bool(elements(post))) for post in slack.posts] == [
        ("Disputed – 10,000 soldiers sent to Kursk, Russia", True),
        ("Confirmed elsewhere: about 10,000 soldiers sent to Kursk, Russia", False),
        ("3,000 soldiers sent to Kursk, Russia, against 10,000", True),
    ]


def test_what_the_controls_say_is_read_back(slack: Slacklab) -> None:
    (block,) = controls("a1b2c3")
    for element in block["elements"]:
        for option in element.get("options", [element]):
            chosen = {"selected_option": option} if "options" in element else {"value": option["value"]}
            (choice,) = read_choices(
                {
                    "user": USER,
                    "actions": [{"action_id": element["action_id"], "action_ts": f"{NOW.timestamp():.6f}", **chosen}],
                },
                NOW,
            )
            assert (choice.alert_id, choice.author, choice.at) == ("a1b2c3", "ada (U012AB3CD)", NOW)
            assert (choice.feedback is None) == bool(choice.extent and choice.span)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
)
ACTION = st.fixed_dictionaries(
    {},
    optional={
        "action_id": JSON | st.sampled_from(["mute", "rate", "acknowledge"]),
        "action_ts": JSON,
        "value": JSON,
        "selected_option": JSON,
    },
)


@settings(max_examples=60)
@given(
    st.fixed_dictionaries({}, optional={"user": JSON | st.just(USER), "actions": JSON | st.lists(ACTION, max_size=4)})
)
def test_any_payload_is_read_without_harm(payload: dict[str, Any]) -> None:
    for choice in read_choices(payload, NOW):
        assert choice.feedback in (None, *FeedbackKind)
        assert abs(choice.at - NOW) <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("hour", datetime(2024, 10, 26, 21, 30, tzinfo=UTC)),
        ("shift", datetime(2024, 10, 27, 4, 30, tzinfo=UTC)),
        ("morning", datetime(2024, 10, 27, 7, 0, tzinfo=UTC)),  # the clocks have gone back in the night
        ("week", datetime(2024, 11, 2, 20, 30, tzinfo=UTC)),
    ],
)
def test_a_span_ends_on_the_desks_clock(span: str, expected: datetime) -> None:
    assert end_of(span, datetime(2024, 10, 26, 20, 30, tzinfo=UTC), ZoneInfo("Europe/Berlin")) == expected


def test_the_program_hears_answers_and_tells_its_secrets_nobody(
    tmp_path: Path, slack: Slacklab, lab: Socketlab
) -> None:
    newsroom = Newsroom(tmp_path / "room", slack={"base_url": slack.base_url})
    newsroom.put(
        "first.json",
        "In Wroclaw, officials said 300 people were evacuated when the flood on the Oder rose in the night.",
    )
    with newsroom.running(SLACK_BOT_TOKEN="xoxb-1-canary", SLACK_APP_TOKEN="xapp-1-canary") as program:
        program.wait_for_alerts(1)
        program.wait_until(lambda: json.loads(program.ask("/readyz"))["warnings"] == [])
        lab.press(
            "acknowledge", elements(slack.posts[0])["acknowledge"]["value"], at=f"{datetime.now(UTC).timestamp():.6f}"
        )
        program.wait_until(lambda: slack.edits)
        lab.ask("status")
        program.wait_until(lambda: len(slack.replies) == 2)
        lab.__exit__(None, None, None)  # Slack is gone
        program.wait_until(
            lambda: any("slack_answers:" in warning for warning in json.loads(program.ask("/readyz"))["warnings"])
        )
        said = program.said + program.ask("/metrics")
    assert "Acknowledged by ada" in words(slack.posts[0])
    assert words(slack.replies[-1][1]).startswith("1 documents, 1 alerts")
    assert "canary" not in said + program.said
