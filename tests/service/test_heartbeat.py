"""The daily message on a real database: once a day, whatever restarts and clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.model import SourceState
from monitor.service.heartbeat import Heartbeat, HeartbeatSettings
from monitor.store import Store
from tests.lab.alert_builders import an_alert, queue

BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = HeartbeatSettings(time(8), BERLIN, "slack:#desk")
NOON = datetime(2024, 10, 25, 10, 0, tzinfo=UTC)  # noon in Berlin, two days before its clocks go back


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path}/monitor.db")


def beat(store: Store, now: datetime, *sources: str) -> bool:
    """Start anew at `now`, as after a crash, and beat."""
    return Heartbeat(SETTINGS, sources, store.heartbeats, lambda: now).beat()


def headlines(store: Store) -> list[str]:
    return [alert.headline for alert in store.views.alerts("heartbeat")]


def test_the_first_start_of_all_tells_nothing_and_the_next_morning_does(store: Store) -> None:
    assert not beat(store, NOON)
    assert not beat(store, NOON + timedelta(hours=19))  # 07:00
    assert beat(store, NOON + timedelta(hours=20))  # 08:00
    assert headlines(store) == ["Still watching, but no document came"]
    assert store.views.status(NOON).deliveries_by_state == {"pending": 1}


def test_a_day_is_told_once_however_often_the_daemon_starts(store: Store) -> None:
    beat(store, NOON)
    told = [beat(store, NOON + timedelta(minutes=10 * step)) for step in range(6 * 24 * 5)]
    assert sum(told) == 5
    running = Heartbeat(SETTINGS, (), store.heartbeats, lambda: NOON + timedelta(days=5))
    assert [running.beat(), running.beat()] == [False, False]


def test_days_that_were_missed_are_one_message_that_counts_from_the_last(store: Store) -> None:
    beat(store, NOON)
    beat(store, NOON + timedelta(days=1))
    queue(store, an_alert(id="a1", at=NOON + timedelta(days=2)), now=NOON + timedelta(days=2))
    queue(store, an_alert(id="a2", at=NOON + timedelta(days=4)), now=NOON + timedelta(days=4))
    assert beat(store, NOON + timedelta(days=6))
    alert = store.views.alerts("heartbeat")[-1]
    assert alert.headline == "Still watching, but an alert has waited for 5 d"
    assert "since 26 Oct 2024 10:00 UTC (12:00 CEST): 2 documents in 2 clusters, 0 new facts, 2 alerts" in (
        alert.title or ""
    )


def test_a_clock_that_was_wrong_and_is_set_right_tells_no_day_twice(store: Store) -> None:
    beat(store, NOON)
    assert beat(store, NOON + timedelta(days=1))
    assert not beat(store, NOON - timedelta(days=1))  # nothing was before it
    assert not beat(store, NOON + timedelta(days=1))
    assert beat(store, NOON + timedelta(days=3_650))
    assert beat(store, NOON + timedelta(days=2))


def test_only_the_sources_that_are_read_can_be_down(store: Store) -> None:
    beat(store, NOON)
    for name, state in (("Post", "failing"), ("Times", "ok"), ("Gone for long", "gone")):
        store.sources.accept(SourceState(name, "feed", "https://example.org/", state=state), (), NOON)
    queue(store, an_alert(id="a1"), now=NOON + timedelta(hours=20))
    assert beat(store, NOON + timedelta(days=1), "Post", "Times")
    assert headlines(store)[0].startswith("Still watching, but 1 of 2 sources down")
