"""Killed by SIGKILL around each post in turn, the outbox still brings every alert to Slack exactly once, in order."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.store import Store
from tests.alert_builders import AT, an_alert, queue
from tests.faultlab.slacklab import Slacklab

ROOT = Path(__file__).parent.parent


def send(database: str, slack: Slacklab, hours: int) -> int:
    """Run the sender until it ends or is killed; return its exit status."""
    with subprocess.Popen([sys.executable, "-m", "tests.killed_sender", database, slack.base_url, str(hours)], cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        slack.victim = process.pid
        return process.wait(60)


@pytest.mark.parametrize("moment", ["kill_before", "kill_after"])
def test_a_sender_killed_at_each_post_loses_and_doubles_nothing(tmp_path: Path, slack: Slacklab, moment: str) -> None:
    database = f"sqlite:///{tmp_path}/monitor.db"
    store = Store.open(database)
    ids = queue(store, *(an_alert(id=f"a{number}") for number in range(4)))
    store.close()
    statuses = []
    for hours in range(len(ids) + 1):
        if hours < len(ids):
            slack.fail(moment, method="chat.postMessage")
        statuses.append(send(database, slack, hours))
    assert statuses == [-signal.SIGKILL] * len(ids) + [0]
    assert [post["metadata"]["event_payload"]["outbox_id"] for post in slack.posts] == ids
    store = Store.open(database)
    assert store.status(AT + timedelta(days=1)).deliveries_by_state == {"posted": len(ids)}
    store.close()
