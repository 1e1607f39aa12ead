"""Takes in stories, decides them and tells Slack, in a process that is killed while it does; for each run a child of
its own.

Called with DATABASE-URL, SLACK-ADDRESS, "token" or "webhook", and CHANNEL. For each line of JSON on standard input it
forks a child that tells the stories up to number `run`, writes the child's id, waits for a line "go", and writes how
the child ended. The child is killed `after` so many seconds, or before its n-th `commit` or `statement`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import structlog

from monitor.app.routes import rules_of
from monitor.channels.kinds import Notifier
from monitor.channels.slack.notifier import SlackNotifier, SlackWebhookNotifier
from monitor.core.alerts.throttling import Throttling
from monitor.core.facts.watchlist import Watchlist
from monitor.delivery.dispatch import Dispatcher
from monitor.model import RawItem, SourceState
from monitor.pipeline.pipeline import Pipeline
from monitor.store import Store
from monitor.workers.analysts import InProcess
from tests.lab.slack_channels import channels_by_token, channels_by_webhook
from tests.lab.stories import MORNING, a_story, a_watchlist
from tests.store.killed_store import die_before

WATCHLIST = """
watchlist: river
title: The river front
channel: "CHANNEL"
match: {all: [[Veldania*]]}
facts:
  - {fact: troops, kind: quantity, of: [soldiers, men]}
"""
_NEVER = timedelta(days=999)
_EVENTS = {"commit": ("commit",), "statement": ("before_cursor_execute", "commit")}
_LAST = 30  # stories that a feed still shows


def stories(run: int) -> list[RawItem]:
    """Return the two stories of a run: a general gives a new figure, which is a message, and a council confirms it,
    which is a reply.
    """
    figure = f"{(run + 1) * 1000:,}"
    body = [
        f"The {name} of district {run} opened its {run + 1} gates at dawn, and {run + 7} carts went through them."
        for name in ("mill", "market", "ferry")
    ]
    general = a_story(
        f"general-{run}", f"Veldania has sent {figure} soldiers to Kursk, General Orlo said.", hours=run, body=body[:2]
    )
    council = a_story(
        f"council-{run}",
        f"The Sumy council said {figure} soldiers of Veldania were sent to Kursk.",
        hours=run + 0.3,
        body=body[2:],
    )
    return [general, council]


def work(database: str, slack: Notifier, analysts: InProcess, watchlist: Watchlist, run: int) -> None:
    """Do what the daemon does, once: take in, decide, send until nothing waits. Each run is hours after the one
    before.
    """
    store = Store.open(database)
    seconds = count()

    def now() -> datetime:
        return MORNING + timedelta(hours=run, minutes=40, seconds=next(seconds))

    store.lead()
    store.outbox.release(now() + timedelta(seconds=10))
    brought = [story for each in range(max(0, run - _LAST), run + 1) for story in stories(each)]
    store.sources.accept(SourceState("wire", "feed", "https://wire.example/feed"), brought, now())
    Pipeline(
        store.intake,
        store.parked,
        store.ledger,
        analysts,
        rules_of(
            (watchlist,),
            channels_by_webhook() if isinstance(slack, SlackWebhookNotifier) else channels_by_token(),
        ),
    ).drain(now)
    sender = Dispatcher(
        store.outbox,
        {"slack": slack, "webhook": slack},
        now,
        owner=str(run),
        jitter=lambda: 0.5,
        throttling=Throttling(backlog_after=_NEVER),
    )
    while store.views.status(now()).waiting:
        sender.dispatch_due()
    store.close()


def main(database: str, address: str, way: str, channel: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    slack: Notifier = (
        SlackWebhookNotifier(address)
        if way == "webhook"
        else SlackNotifier("xoxb-1", base_url=address, default_channel="#general")
    )
    with tempfile.TemporaryDirectory() as folder:
        watchlist = a_watchlist(Path(folder), WATCHLIST.replace("CHANNEL", channel))
    analysts = InProcess((watchlist,))
    list(analysts.map(iter(stories(0))))  # what is loaded once is loaded before the first fork
    for line in sys.stdin:
        order = json.loads(line)
        gate, opener = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(gate, 1)
            _arm(order)
            work(database, slack, analysts, watchlist, order["run"])
            os._exit(0)
        print(child, flush=True)
        sys.stdin.readline()
        os.write(opener, b"x")
        if "after" in order:
            time.sleep(order["after"])
            os.kill(child, signal.SIGKILL)  # a child that is done waits to be reaped, and minds no signal
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        os.close(gate)
        os.close(opener)


def _arm(order: dict[str, Any]) -> None:
    for kind, events in _EVENTS.items():
        if kind in order:
            die_before(order[kind], events)


if __name__ == "__main__":
    main(*sys.argv[1:])
