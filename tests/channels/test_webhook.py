"""Our own webhook against a receiver that fails in each way: what was signed, and what is known of each post."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.channels.webhook.kind import read_webhooks
from monitor.channels.webhook.notifier import Hook, HookNotifier, sign
from monitor.config.secrets import Environment
from monitor.model import DeliveryKind, NotPosted, Posted, Uncertain
from tests.lab.alert_builders import CONTROLLED, NAUGHTY, a_delivery, a_line, an_alert
from tests.lab.hooklab import Hooklab, receiving

NOW = datetime(2024, 10, 20, 14, 5, tzinfo=UTC)
KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@pytest.fixture
def lab() -> Iterator[Hooklab]:
    with receiving() as lab:
        yield lab


def notifier(lab: Hooklab, *, seconds: float = 8.0, url: str | None = None) -> HookNotifier:
    return HookNotifier({"newsroom": Hook(url or lab.url, SECRET)}, lambda: NOW, timeout_seconds=seconds)


def test_an_alert_is_posted_signed_with_the_deliverys_id_as_its_key(lab: Hooklab) -> None:
    delivery = a_delivery("d1", channel="hook:newsroom")
    assert notifier(lab).send(delivery) == Posted()
    ((headers, body),) = lab.requests
    assert (headers["webhook-id"], headers["webhook-timestamp"], headers["content-type"]) == (
        "d1",
        "1729433100",
        "application/json",
    )
    wanted = base64.b64encode(hmac.new(KEY, b"d1.1729433100." + body, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    event = json.loads(body)
    assert (event["type"], event["timestamp"], event["possible_repeat"]) == (
        "monitor.alert",
        "2024-10-20T14:05:00Z",
        False,
    )
    assert event["data"]["record"] == "alert"
    assert event["data"]["lines"][0]["was"] == "10,000 soldiers"


def test_the_signature_is_that_of_the_published_scheme() -> None:
    body = b'{"test": 2432232314}'
    assert (
        sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_digest_has_all_its_alerts(lab: Hooklab) -> None:
    alerts = (an_alert(id="a1"), an_alert(id="a2"))
    assert (
        notifier(lab).send(
            a_delivery("g1", channel="hook:newsroom", kind=DeliveryKind.DIGEST, alerts=alerts, why="quiet hours")
        )
        == Posted()
    )
    event = json.loads(lab.requests[0][1])
    assert (event["type"], event["data"]["why"], [alert["id"] for alert in event["data"]["alerts"]]) == (
        "monitor.digest",
        "quiet hours",
        ["a1", "a2"],
    )


@pytest.mark.parametrize("kind", [DeliveryKind.EDIT, DeliveryKind.CARD])
def test_what_only_slack_can_do_is_done_with(lab: Hooklab, kind: DeliveryKind) -> None:
    assert notifier(lab).send(a_delivery(channel="hook:newsroom", kind=kind)) == Posted()
    assert lab.requests == []


def test_a_try_after_a_doubt_has_the_same_id_and_says_so(lab: Hooklab) -> None:
    for is_uncertain in (False, True):
        notifier(lab).send(a_delivery("d1", channel="hook:newsroom", is_uncertain=is_uncertain))
    assert lab.ids == ["d1", "d1"]
    assert json.loads(lab.requests[1][1])["possible_repeat"]


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        pytest.param((204, {}), Posted(), id="no content"),
        pytest.param((429, {"Retry-After": "17"}), NotPosted("ratelimited", 17.0), id="too many"),
        pytest.param(
            (429, {"Retry-After": "Sun, 20 Oct 2024 14:06:00 GMT"}),
            NotPosted("ratelimited", 60.0),
            id="too many, until a date",
        ),
        pytest.param((429, {"Retry-After": "soon"}), NotPosted("ratelimited"), id="too many, nonsense"),
        pytest.param((503, {"Retry-After": "9"}), NotPosted("ratelimited", 9.0), id="unavailable for a while"),
        pytest.param((503, {}), Uncertain("http_503"), id="unavailable"),
        pytest.param((500, {}), Uncertain("http_500"), id="broken"),
        pytest.param((408, {}), Uncertain("http_408"), id="gave up reading"),
        pytest.param((400, {}), NotPosted("http_400", is_permanent=True), id="refused"),
        pytest.param((401, {}), NotPosted("unauthorised", is_permanent=True), id="bad signature"),
        pytest.param((404, {}), NotPosted("not_found", is_permanent=True), id="nothing there"),
        pytest.param((410, {}), NotPosted("gone", is_permanent=True), id="withdrawn"),
        pytest.param((413, {}), NotPosted("too_large", is_permanent=True, is_message_fault=True), id="too large"),
        pytest.param((302, {"Location": "/elsewhere"}), NotPosted("redirected", is_permanent=True), id="moved"),
        pytest.param("garbage", Uncertain("connection_lost:ClientResponseError"), id="no HTTP"),
        pytest.param("reset", Uncertain("connection_lost:ClientOSError"), id="reset"),
    ],
)
def test_each_answer_says_what_is_known(lab: Hooklab, answer: Any, result: object) -> None:
    lab.answers.append(answer)
    found = notifier(lab).send(a_delivery("d1", channel="hook:newsroom"))
    assert found == result
    assert lab.ids == ["d1"]
    if isinstance(found, NotPosted | Uncertain):
        said = read_webhooks(None, Environment({})).explain(found, "hook:newsroom")
        assert "geheim" not in said + found.reason
        assert "{" not in said


@pytest.mark.parametrize("how", ["hang", "drip"])
def test_a_server_that_never_comes_to_an_end_is_given_up_in_doubt(lab: Hooklab, how: str) -> None:
    lab.answers.append(how)
    assert notifier(lab, seconds=0.4).send(a_delivery(channel="hook:newsroom")) == Uncertain("timeout")


def test_no_connection_is_surely_not_posted(lab: Hooklab) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/", "http://name.invalid/"):
        found = notifier(lab, url=url).send(a_delivery(channel="hook:newsroom"))
        assert isinstance(found, NotPosted)
        assert found.reason.startswith("connect_failed:")
        assert not found.is_permanent


def test_a_channel_without_a_secret_waits_for_a_person(lab: Hooklab) -> None:
    assert notifier(lab).send(a_delivery(channel="hook:other")) == NotPosted("no_secret", is_permanent=True)


@pytest.mark.parametrize("text", [*NAUGHTY, *(given for given, _ in CONTROLLED)])
def test_whatever_an_article_says_comes_through_as_it_is(lab: Hooklab, text: str) -> None:
    notifier(lab).send(a_delivery(channel="hook:newsroom", alert=an_alert(lines=(a_line(evidence=text),), title=text)))
    event = json.loads(lab.requests[0][1].decode("utf-8"))
    assert event["data"]["title"] == text.encode("utf-8", "replace").decode("utf-8")


def test_a_hook_never_prints_its_address_or_key() -> None:
    assert "geheim" not in repr(Hook("https://example.org/geheim", "whsec_geheim"))
