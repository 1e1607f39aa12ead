"""Throttling from the outbox to a Slack on loopback: what is held, what is told together, on a clock that the test
moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.channels.slack.notifier import SlackNotifier
from monitor.core.alerts.routing import Route, route
from monitor.core.alerts.throttling import QuietHours, Throttling
from monitor.delivery.dispatch import Dispatcher
from monitor.model import Outcome, Urgency
from monitor.store import Store
from tests.faultlab.slacklab import Slacklab
from tests.lab.alert_builders import AT, NAUGHTY, a_line, an_alert, queue

BERLIN = ZoneInfo("Europe/Berlin")


class Room:
    """An outbox, its sender, and their clock."""

    def __init__(self, folder: Path, slack: Slacklab) -> None:
        self.store, self.slack, self.now = Store.open(f"sqlite:///{folder}/monitor.db"), slack, AT
        self.notifier = SlackNotifier(
            "xoxb-1", base_url=slack.base_url, default_channel="#general", zone=BERLIN, timeout_seconds=1
        )

    def sender(self, throttling: Throttling) -> Dispatcher:
        return Dispatcher(
            self.store.outbox,
            {"slack": self.notifier},
            lambda: self.now,
            owner="test",
            jitter=lambda: 0.5,
            throttling=throttling,
        )

    def run(self, sender: Dispatcher, seconds: int, step: int = 1) -> None:
        for _ in range(0, seconds, step):
            sender.dispatch_due()
            self.now += timedelta(seconds=step)

    def told(self) -> list[str]:
        """Return the alerts that the channel has been told, by the number in their headlines, in order."""
        return [number for post in self.slack.posts for number in re.findall(r"Flood (\d+)", str(post["blocks"]))]


@pytest.fixture
def room(tmp_path: Path, slack: Slacklab) -> Iterator[Room]:
    room = Room(tmp_path, slack)
    yield room
    room.store.close()


def numbered(first: int, count: int) -> list[str]:
    return [str(number) for number in range(first, first + count)]


def alert(number: int, at: datetime) -> object:
    return an_alert(
        id=f"a{number}",
        headline=f"Flood {number} rises",
        at=at,
        lines=(a_line(was=None, now="high", evidence="It rises."),),
    )


def add(room: Room, *numbers: int) -> None:
    for number in numbers:
        queue(room.store, alert(number, room.now), now=room.now)  # type: ignore[arg-type]


def test_a_six_hour_outage_with_500_alerts_ends_within_fifteen_minutes_and_sixty_messages(
    room: Room, slack: Slacklab
) -> None:
    sender = room.sender(Throttling())
    slack.fail("drop_before", times=-1)
    every = timedelta(hours=6) / 500
    for number in range(500):
        add(room, number)
        sender.dispatch_due()
        room.now += every
    assert slack.posts == []
    slack.heal()
    back = room.now
    while room.store.views.status(room.now).waiting and room.now < back + timedelta(minutes=30):
        sender.dispatch_due()
        room.now += timedelta(seconds=1)
    assert room.told() == numbered(0, 500)
    assert len(slack.posts) <= 60
    assert room.now - back <= timedelta(minutes=15)
    assert (slack.doubled, slack.findings) == (0, [])


def test_the_night_is_told_in_the_morning_and_urgent_alerts_at_once(room: Room, slack: Slacklab) -> None:
    room.now = datetime(2024, 10, 20, 21, 0, tzinfo=UTC)  # 23:00 in Berlin
    sender = room.sender(Throttling(zone=BERLIN, quiet=QuietHours(time(22), time(6))))
    add(room, 1, 2, 3)
    room.run(sender, 60)
    assert slack.posts == []
    assert room.store.views.status(room.now).held_by_reason == {"quiet hours": 3}
    room.run(sender, 7 * 3600, step=60)
    (digest,) = slack.posts
    assert digest["text"].startswith("3 alerts (quiet hours): ")
    assert room.told() == numbered(1, 3)
    assert "20 Oct 2024 21:00 UTC (23:00 CEST)" in str(digest["blocks"])


def test_a_budget_rolls_the_rest_into_one_digest(room: Room, slack: Slacklab) -> None:
    sender = room.sender(Throttling(budget=5))
    add(room, *range(12))
    room.run(sender, 120)
    assert room.told() == numbered(0, 5)
    room.run(sender, 3600, step=10)
    assert len(slack.posts) == 6
    assert room.told() == numbered(0, 12)


def test_a_digest_survives_a_lost_answer_and_a_new_start(room: Room, slack: Slacklab) -> None:
    throttling = Throttling(group_wait=timedelta(seconds=30))
    sender = room.sender(throttling)
    add(room, 1, 2, 3)
    slack.fail("reset_after")
    room.run(sender, 40)
    assert len(slack.posts) == 1
    room.run(room.sender(throttling), 120)
    assert (len(slack.posts), slack.doubled) == (1, 0)
    assert room.store.views.status(room.now).deliveries_by_state == {"merged": 3, "posted": 1}


def test_naughty_strings_pass_in_digests(room: Room, slack: Slacklab) -> None:
    throttling = Throttling(group_wait=timedelta(seconds=30))
    for number, naughty in enumerate(NAUGHTY):
        queue(room.store, an_alert(id=f"n{number}", headline=naughty, outlet=naughty, url=naughty), now=room.now)
    room.run(room.sender(throttling), 60)
    assert len(slack.posts) == 2
    assert (slack.findings, slack.refused) == ([], [])


def test_a_message_of_its_own_shows_both_clocks(room: Room, slack: Slacklab) -> None:
    add(room, 1)
    room.sender(Throttling()).dispatch_due()
    assert "Published 20 Oct 2024 14:05 UTC (16:05 CEST)" in str(slack.posts[0]["blocks"])


DENIAL = an_alert(lines=(a_line(outcome=Outcome.DENIAL, label="denial"),), channels=("slack:#desk",))


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        pytest.param([], [("slack:#desk", "normal")], id="none"),
        pytest.param(
            [Route(watchlists=frozenset({"other"}), channels=("slack:#x",))],
            [("slack:#desk", "normal")],
            id="none that fits",
        ),
        pytest.param(
            [Route(outcomes=frozenset({Outcome.DENIAL}), urgency=Urgency.URGENT)],
            [("slack:#desk", "urgent")],
            id="urgency alone",
        ),
        pytest.param(
            [Route(channels=("slack:#x",)), Route(channels=("slack:#y",))],
            [("slack:#x", "normal")],
            id="the first decides",
        ),
        pytest.param(
            [
                Route(facts=frozenset({"denial"}), channels=("slack:#x",), urgency=Urgency.LOW, goes_on=True),
                Route(channels=("slack:#y", "slack:#x")),
            ],
            [("slack:#x", "low"), ("slack:#y", "normal")],
            id="and lets others follow",
        ),
    ],
)
def test_routes(routes: list[Route], expected: list[tuple[str, str]]) -> None:
    assert list(route(DENIAL, routes)) == expected
