"""A process that sends what is due to a Slack and is killed while it does: DATABASE-URL BASE-URL HOURS-AFTER-THE-ALERTS."""

from __future__ import annotations

import sys
from datetime import timedelta
from itertools import count

from monitor.core.alerts.restraint import Restraint
from monitor.dispatch import Dispatcher
from monitor.notifiers.slack import SlackNotifier
from monitor.store import Store
from tests.alert_builders import AT


def main(database: str, base_url: str, hours: int) -> None:
    store = Store.open(database)
    seconds = count()  # each look at this clock is a second later, so that no channel has to wait in real time
    slack = SlackNotifier("xoxb-1", base_url=base_url, default_channel="#desk")
    sender = Dispatcher(
        store,
        {"slack": slack},
        lambda: AT + timedelta(hours=hours, seconds=next(seconds)),
        owner=f"run {hours}",
        jitter=lambda: 0.5,
        restraint=Restraint(backlog_after=timedelta(days=9)),  # each alert by itself, however late
    )
    for _ in range(20):
        sender.dispatch_due()
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
