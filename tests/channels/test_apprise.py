"""Alerts through Apprise, where it is installed, to a receiver on loopback; and what its words of a failure mean."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC

import pytest

from monitor.channels.apprise.notifier import AppriseNotifier, judge_words
from monitor.channels.plain import subject_of, text_of
from monitor.model import DeliveryKind, NotPosted, Posted, Uncertain
from monitor.model.errors import UsageError
from tests.lab.alert_builders import CONTROLLED, NAUGHTY, a_delivery, a_line, an_alert
from tests.lab.hooklab import Hooklab, receiving

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the modules that Apprise imports


@pytest.fixture
def lab() -> Iterator[Hooklab]:
    pytest.importorskip("apprise", reason="the extra apprise is not installed")
    with receiving() as lab:
        yield lab


def notifier(lab: Hooklab) -> AppriseNotifier:
    return AppriseNotifier({"mail": lab.url.replace("http://", "json://")}, UTC)


@pytest.fixture(autouse=True)
def no_library_chatter() -> None:
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)


def test_an_alert_arrives_as_plain_text(lab: Hooklab) -> None:
    assert notifier(lab).send(a_delivery(channel="apprise:mail")) == Posted()
    message = json.loads(lab.requests[0][1])
    assert message["title"].startswith("North Korean troops in Russia's war on Ukraine: 10,000 → about 11,000 soldiers")
    assert "Kyrylo Budanov (Ukrainian intelligence) says:" in message["message"]
    assert "https://example.org/world/troops?id=7&ref=rss" in message["message"]


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (500, Uncertain("apprise_failed")),
        (404, NotPosted("not_found", is_permanent=True)),
        (429, NotPosted("ratelimited")),
    ],
)
def test_a_failure_is_in_doubt_unless_a_refusal_is_named(
    lab: Hooklab, status: int, result: object, caplog: pytest.LogCaptureFixture
) -> None:
    lab.answers.append((status, {}))
    assert notifier(lab).send(a_delivery(channel="apprise:mail")) == result
    assert "geheim" not in caplog.text


def test_an_address_that_apprise_does_not_know_is_refused_without_being_told(lab: Hooklab) -> None:
    with pytest.raises(UsageError, match="apprise:mail") as error:
        AppriseNotifier({"mail": "geheim://nowhere"}, UTC)
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("Failed to send JSON notification: Forbidden, error=403.", NotPosted("forbidden", is_permanent=True)),
        ("Failed to send: Bad Request, error=400.", NotPosted("http_400", is_permanent=True)),
        ("A Connection error occurred sending JSON notification to host.", Uncertain("apprise_failed")),
        ("Failed to send: Request Timeout, error=408.", Uncertain("http_408")),
        ("", Uncertain("apprise_failed")),
    ],
)
def test_what_apprise_says_of_a_failure(words: str, result: object) -> None:
    assert judge_words(words) == result


def test_a_repeat_says_so_and_a_digest_has_a_line_for_each() -> None:
    assert subject_of(a_delivery(is_uncertain=True)).startswith("Possible repeat: North Korean troops")
    digest = a_delivery(kind=DeliveryKind.DIGEST, alerts=(an_alert(id="a1"), an_alert(id="a2")), why="quiet hours")
    assert subject_of(digest) == "2 alerts (quiet hours)"
    assert text_of(digest, UTC).count("20 Oct 2024 14:05 UTC: North Korean troops") == 2


@pytest.mark.parametrize("text", [*NAUGHTY, *(given for given, _ in CONTROLLED)])
def test_no_mention_or_control_comes_of_what_an_article_says(text: str) -> None:
    alert = an_alert(lines=(a_line(evidence=text, now=text),), title=text, headline=text)
    said = subject_of(a_delivery(alert=alert)) + text_of(a_delivery(alert=alert), UTC)
    for sign in ("<!", "<@", "@here", "@channel", "@everyone", "](", "<http", "```", "\x1b", "\x00", "\u202e"):
        assert sign not in said
