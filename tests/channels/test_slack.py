"""The real client over real HTTP against a Slack that misbehaves."""

from __future__ import annotations

import logging
import socket
from dataclasses import replace
from typing import Any

import pytest

from monitor.channels.slack.notifier import SlackNotifier, SlackWebhookNotifier
from monitor.model import NotPosted, Posted, SendResult, Uncertain
from tests.faultlab.slacklab import Slacklab
from tests.lab.alert_builders import CONTROLLED, NAUGHTY, a_delivery, a_line, an_alert

TOKEN = "xoxb-1-canary-secret"


def notifier(slack: Slacklab, token: str = TOKEN, **settings: Any) -> SlackNotifier:
    return SlackNotifier(
        token, **{"base_url": slack.base_url, "default_channel": "#general", "timeout_seconds": 1, **settings}
    )


def test_an_alert_is_posted_once_with_its_outbox_id_and_nothing_unfolds(slack: Slacklab) -> None:
    assert notifier(slack).send(a_delivery()) == Posted("C000ALERTS/1700000000.000001")
    (post,) = slack.posts
    assert post["metadata"] == {"event_type": "monitor_alert", "event_payload": {"outbox_id": "o1", "alert_id": "a1"}}
    assert [post[name] for name in ("unfurl_links", "unfurl_media", "link_names", "parse", "mrkdwn")] == [
        False,
        False,
        False,
        "none",
        False,
    ]
    assert slack.findings == []


@pytest.mark.parametrize(
    ("channel", "expected"),
    [("slack:#alerts", "C000ALERTS"), ("slack:C000ALERTS", "C000ALERTS"), ("slack:", "C000GENERAL")],
)
def test_a_channel_is_a_name_an_id_or_the_default(slack: Slacklab, channel: str, expected: str) -> None:
    notifier(slack).send(a_delivery(channel=channel))
    assert [post["channel"] for post in slack.posts] == [expected]


@pytest.mark.parametrize("naughty", [*NAUGHTY, *(text for text, _ in CONTROLLED)])
def test_naughty_strings_pass_slack_and_ping_nobody(slack: Slacklab, naughty: str) -> None:
    alert = an_alert(
        headline=naughty, title=naughty, outlet=naughty, url=naughty, lines=(a_line(now=naughty, evidence=naughty),)
    )
    assert isinstance(notifier(slack).send(a_delivery(alert=alert)), Posted)
    assert slack.findings == []


SURELY_NOT = [
    pytest.param("ratelimit", {"retry_after": 7}, NotPosted("ratelimited", 7.0), id="429"),
    pytest.param("ratelimit", {}, NotPosted("ratelimited"), id="429-without-time"),
    pytest.param("ratelimit", {"retry_after": "soon"}, NotPosted("ratelimited"), id="429-with-nonsense"),
    pytest.param("ratelimited_json", {}, NotPosted("ratelimited"), id="ratelimited-in-200"),
    pytest.param(
        "error", {"error": "channel_not_found"}, NotPosted("channel_not_found", is_permanent=True), id="no-channel"
    ),
    pytest.param(
        "error",
        {"error": "missing_scope", "needed": "chat:write"},
        NotPosted("missing_scope:chat:write", is_permanent=True),
        id="no-scope",
    ),
    pytest.param("error", {"error": "brand_new_error"}, NotPosted("brand_new_error"), id="unknown-error"),
    pytest.param(
        "error",
        {"error": "msg_too_long"},
        NotPosted("msg_too_long", is_permanent=True, is_message_fault=True),
        id="message-fault",
    ),
    pytest.param("status", {"code": 403}, NotPosted("http_403"), id="403-page"),
]
UNKNOWN = [
    pytest.param("status", {"code": 503}, "http_503", 0, id="503"),
    pytest.param("error", {"error": "fatal_error"}, "fatal_error", 0, id="fatal_error"),
    pytest.param("garbage", {}, "answer_not_from_slack", 0, id="a-login-page"),
    pytest.param("hang", {}, "timeout:TimeoutError", 0, id="hang"),
    pytest.param("drop_before", {}, "connection_lost:RemoteDisconnected", 0, id="dropped-before"),
    pytest.param("drop_after", {}, "connection_lost:RemoteDisconnected", 1, id="dropped-after"),
    pytest.param("reset_after", {}, "connection_lost:ConnectionResetError", 1, id="reset-after"),
    pytest.param("truncate_after", {}, "connection_lost:IncompleteRead", 1, id="truncated"),
    pytest.param("hang_after", {}, "timeout:TimeoutError", 1, id="hang-after"),
    pytest.param("500_after", {}, "http_500", 1, id="500-after"),
]


@pytest.mark.parametrize(("fault", "options", "expected"), SURELY_NOT)
def test_a_clear_no_is_surely_not_posted(
    slack: Slacklab, fault: str, options: dict[str, Any], expected: SendResult
) -> None:
    slack.fail(fault, **options)
    assert notifier(slack).send(a_delivery()) == expected
    assert slack.posts == []


@pytest.mark.parametrize(("fault", "options", "reason", "recorded"), UNKNOWN)
def test_a_lost_answer_is_uncertain_and_not_tried_again_here(
    slack: Slacklab, fault: str, options: dict[str, Any], reason: str, recorded: int
) -> None:
    slack.fail(fault, **options)
    assert notifier(slack).send(a_delivery()) == Uncertain(reason)
    assert (len(slack.calls), len(slack.posts)) == (1, recorded)


@pytest.mark.parametrize("fault", ["drop_after", "reset_after", "truncate_after", "hang_after", "500_after"])
def test_an_uncertain_post_is_found_and_not_doubled(slack: Slacklab, fault: str) -> None:
    slack.fail(fault)
    sender = notifier(slack)
    assert isinstance(sender.send(a_delivery()), Uncertain)
    sender.send(a_delivery("o2"))
    assert sender.send(a_delivery(is_uncertain=True)) == Posted("C000ALERTS/1700000000.000001")
    assert slack.doubled == 0


def test_an_uncertain_post_that_never_arrived_is_posted(slack: Slacklab) -> None:
    slack.fail("drop_before")
    sender = notifier(slack)
    assert isinstance(sender.send(a_delivery()), Uncertain)
    assert isinstance(sender.send(a_delivery(is_uncertain=True)), Posted)
    assert [len(slack.posts), "Possible repeat" in slack.posts[0]["text"]] == [1, False]


def test_the_look_up_reads_on_through_pages(slack: Slacklab) -> None:
    sender = notifier(slack)
    for number in range(5):
        sender.send(a_delivery(f"o{number}"))
    slack.page_size = 2
    assert sender.find_posted(a_delivery("o0")) == Posted("C000ALERTS/1700000000.000001")
    assert sender.find_posted(a_delivery("o9")) == NotPosted("not_found")


@pytest.mark.parametrize(
    ("fault", "options"),
    [("ratelimit", {"retry_after": 3}), ("status", {"code": 503}), ("garbage", {}), ("drop_before", {})],
)
def test_while_the_look_up_fails_nothing_is_posted(slack: Slacklab, fault: str, options: dict[str, Any]) -> None:
    slack.fail(fault, method="conversations.history", **options)
    result = notifier(slack).send(a_delivery(is_uncertain=True))
    assert isinstance(result, Uncertain)
    assert result.reason.startswith("look_up_")
    assert slack.posts == []


@pytest.mark.parametrize("method", ["conversations.history", "conversations.list"])
def test_where_the_app_may_not_look_an_uncertain_post_is_marked_as_a_possible_repeat(
    slack: Slacklab, method: str
) -> None:
    slack.fail("error", error="missing_scope", needed="channels:history", method=method, times=-1)
    assert isinstance(notifier(slack).send(a_delivery(is_uncertain=True)), Posted)
    assert slack.posts[0]["text"].startswith("Possible repeat: ")


def test_refused_blocks_are_posted_as_plain_text_once(slack: Slacklab) -> None:
    slack.fail("error", error="invalid_blocks")
    assert isinstance(notifier(slack).send(a_delivery()), Posted)
    (post,) = slack.posts
    assert "blocks" not in post
    assert "Budanov said on Friday" in post["text"]
    assert post["metadata"]["event_payload"]["outbox_id"] == "o1"


@pytest.mark.parametrize(
    ("token", "channel", "reason"),
    [
        ("xoxb-old-revoked", "slack:#alerts", "token_revoked"),
        (TOKEN, "slack:#nowhere", "channel_not_found"),
        (TOKEN, "slack:#archived", "is_archived"),
    ],
)
def test_what_a_person_must_mend_is_permanent(slack: Slacklab, token: str, channel: str, reason: str) -> None:
    assert notifier(slack, token).send(a_delivery(channel=channel)) == NotPosted(reason, is_permanent=True)


def test_a_refused_connection_is_surely_not_posted() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        sender = SlackNotifier(
            TOKEN, base_url=f"http://127.0.0.1:{unused.getsockname()[1]}/api/", default_channel="#desk"
        )
        assert sender.send(a_delivery()) == NotPosted("connect_failed:ConnectionRefusedError")


def test_a_webhook_posts_and_marks_what_may_be_a_repeat(slack: Slacklab) -> None:
    sender = SlackWebhookNotifier(slack.webhook_url, timeout_seconds=1)
    slack.fail("reset_after")
    assert sender.send(a_delivery()) == Uncertain("connection_lost:ConnectionResetError")
    assert sender.send(a_delivery(is_uncertain=True)) == Posted()
    assert [post["text"].startswith("Possible repeat") for post in slack.posts] == [False, True]
    assert slack.findings == []


@pytest.mark.parametrize(
    ("fault", "options", "expected"),
    [
        ("ratelimit", {"retry_after": 2}, NotPosted("ratelimited", 2.0)),
        ("status", {"code": 502}, Uncertain("http_502")),
        ("garbage", {}, Uncertain("answer_not_from_slack")),
        ("truncate_after", {}, Uncertain("connection_lost:IncompleteRead")),
        ("error", {"error": "channel_is_archived"}, NotPosted("channel_is_archived", is_permanent=True)),
        ("error", {"error": "no_service"}, NotPosted("no_service", is_permanent=True)),
    ],
)
def test_a_webhook_tells_its_failures_apart(
    slack: Slacklab, fault: str, options: dict[str, Any], expected: SendResult
) -> None:
    slack.fail(fault, **options)
    assert SlackWebhookNotifier(slack.webhook_url, timeout_seconds=1).send(a_delivery()) == expected


def test_no_secret_reaches_a_log_or_a_result(
    slack: Slacklab, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    results = []
    for fault in ("garbage", "drop_after", "500_after", "ratelimit", "truncate_after"):
        slack.fail(fault)
        results.append(notifier(slack).send(a_delivery()))
        slack.fail(fault)
        results.append(SlackWebhookNotifier(slack.webhook_url).send(replace(a_delivery(), is_uncertain=True)))
    captured = capfd.readouterr()
    said = repr(results) + caplog.text + captured.out + captured.err
    assert "canary" not in said
    assert "/services/" not in said
