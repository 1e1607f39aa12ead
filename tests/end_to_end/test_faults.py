"""Many alerts to several channels of a Slack that fails one call in five: each arrives once, none too soon, at the pace
a channel bears.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.channels.slack.notifier import SlackNotifier
from monitor.core.alerts.throttling import Throttling
from monitor.delivery.dispatch import Dispatcher
from monitor.store import Store
from tests.faultlab.slacklab import Slacklab
from tests.lab.alert_builders import AT, NAUGHTY, a_line, an_alert, queue

CHANNELS = {"C000DESK1": "desk1", "C000DESK2": "desk2", "C000DESK3": "desk3", "C000DESK4": "desk4"}
FAULTS: dict[str, dict[str, Any]] = {
    "429": {"fault": "ratelimit", "retry_after": 40},
    "429 without a time": {"fault": "ratelimit"},
    "ratelimited in 200": {"fault": "ratelimited_json"},
    "503": {"fault": "status", "code": 503},
    "internal error": {"fault": "error", "error": "internal_error"},
    "login page": {"fault": "garbage"},
    "hang": {"fault": "hang"},
    "hang after": {"fault": "hang_after"},
    "drop before": {"fault": "drop_before"},
    "drop after": {"fault": "drop_after"},
    "reset after": {"fault": "reset_after"},
    "cut answer": {"fault": "truncate_after"},
    "500 after": {"fault": "500_after"},
}


def send(store: Store, slack: Slacklab, count: int, step: float) -> None:
    """Queue so many alerts, spread over the channels, and send until none waits, on a clock that moves `step` seconds a
    look, more where all wait.
    """
    now = AT
    slack.channels.update(CHANNELS)
    slack.clock = lambda: now
    for number in range(count):
        line = a_line(was=None, now=f"{number} men", evidence=NAUGHTY[number % len(NAUGHTY)])
        queue(store, an_alert(id=f"a{number}", lines=(line,)), channels=(f"slack:{list(CHANNELS)[number % 4]}",))
    notifier = SlackNotifier("xoxb-1", base_url=slack.base_url, default_channel="#general")
    notifier._client.timeout = 0.3  # type: ignore[assignment]  # below a whole second, so that hundreds of hangs take minutes
    sender = Dispatcher(
        store.outbox,
        {"slack": notifier},
        lambda: now,
        owner="test",
        jitter=lambda: 0.5,
        throttling=Throttling(backlog_after=timedelta(days=9)),
    )
    while store.views.status(now).waiting:
        posted = sender.dispatch_due()
        now += timedelta(seconds=step if posted else 5 * step)


def check(store: Store, slack: Slacklab, count: int) -> None:
    ids = Counter(post["metadata"]["event_payload"]["outbox_id"] for post in slack.posts)
    assert (len(ids), sum(ids.values())) == (count, count)
    assert store.views.status(datetime.max.replace(tzinfo=AT.tzinfo)).deliveries_by_state == {"posted": count}
    assert slack.early == []
    assert min(gap for channel in CHANNELS for gap in slack.gaps(channel)) >= 1 / 1.2
    assert (slack.findings, [refusal for refusal in slack.refused if refusal[0] != "internal_error"]) == ([], [])
    for channel in CHANNELS:
        numbers = [
            int(post["metadata"]["event_payload"]["alert_id"][1:]) for post in slack.posts if post["channel"] == channel
        ]
        assert numbers == sorted(numbers)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    store = Store.open(f"sqlite:///{tmp_path}/monitor.db")
    yield store
    store.close()


def test_through_a_mixture_of_faults_each_alert_is_posted_once_in_order_and_at_its_pace(
    store: Store, slack: Slacklab
) -> None:
    for name, fault in FAULTS.items():
        if not name.startswith("hang"):
            slack.fail(**fault, times=-1, share=0.04, method="chat.postMessage")
    slack.fail("ratelimit", retry_after=90, times=-1, share=0.2, method="conversations.history")
    send(store, slack, 40, 0.4)
    check(store, slack, 40)
    assert slack.pauses


@pytest.mark.soak
@pytest.mark.parametrize("fault", FAULTS)
def test_a_thousand_alerts_through_one_fault_in_five(store: Store, slack: Slacklab, fault: str) -> None:
    slack.fail(**FAULTS[fault], times=-1, share=0.2, method="*")
    send(store, slack, 1000, 1.0)
    check(store, slack, 1000)
