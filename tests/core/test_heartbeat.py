"""When the daily message is due, and what it says."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from monitor.channels.layout import render_alert
from monitor.channels.slack.message import compose
from monitor.core.alerts.heartbeat import Day, compose_heartbeat, due_day

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2024, 10, 20, 6, 0, tzinfo=UTC)
CALM = Day(since=NOW - timedelta(days=1), documents=1_204, clusters=310, new_facts=18, alerts=3, sources=40)


@pytest.mark.parametrize(
    ("now", "at", "day"),
    [
        pytest.param("2024-10-20T05:59Z", time(8), date(2024, 10, 19), id="a minute before"),
        pytest.param("2024-10-20T06:00Z", time(8), date(2024, 10, 20), id="at the minute"),
        pytest.param("2024-10-20T22:30Z", time(0, 30), date(2024, 10, 21), id="the desk's day, not that of UTC"),
        pytest.param("2025-03-30T01:29Z", time(2, 30), date(2025, 3, 29), id="skipped in spring, not yet"),
        pytest.param("2025-03-30T01:30Z", time(2, 30), date(2025, 3, 30), id="skipped in spring, an hour later"),
        pytest.param("2024-10-27T00:30Z", time(2, 30), date(2024, 10, 27), id="twice in autumn, at the first"),
        pytest.param("2024-10-27T01:30Z", time(2, 30), date(2024, 10, 27), id="twice in autumn, and not again"),
    ],
)
def test_a_day_is_due_from_its_time_on_the_desks_clock(now: str, at: time, day: date) -> None:
    assert due_day(datetime.fromisoformat(now), at, BERLIN) == day


@given(
    start=st.integers(0, 10 * 366 * 24 * 60).map(
        lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
)
def test_the_due_day_never_goes_back_and_leaves_none_out(start: datetime, at: time, zone: str) -> None:
    days = [due_day(start + timedelta(minutes=30 * step), at, ZoneInfo(zone)) for step in range(200)]
    assert all(later - earlier in (timedelta(0), timedelta(days=1)) for earlier, later in pairwise(days))


@pytest.mark.parametrize(
    ("change", "headline"),
    [
        pytest.param({}, "Still watching: 1,204 documents, 18 new facts, 3 alerts", id="all is well"),
        pytest.param({"down": ("A", "B")}, "Still watching, but 2 of 40 sources down", id="sources down"),
        pytest.param({"documents": 0}, "Still watching, but no document came", id="nothing came"),
        pytest.param(
            {"down": ("A",), "oldest_waiting": timedelta(hours=3)},
            "Still watching, but 1 of 40 sources down and an alert has waited for 3 h",
            id="a stuck channel",
        ),
        pytest.param(
            {"oldest_pending": timedelta(hours=2)},
            "Still watching, but a document has waited for 2 h",
            id="a stuck reader",
        ),
        pytest.param(
            {"oldest_waiting": timedelta(minutes=2)},
            "Still watching: 1,204 documents, 18 new facts, 3 alerts",
            id="a wait that is none",
        ),
    ],
)
def test_the_headline_says_whether_all_is_well(change: dict[str, object], headline: str) -> None:
    alert, delivery = compose_heartbeat(date(2024, 10, 20), replace(CALM, **change), "slack:#desk", NOW, BERLIN)  # type: ignore[arg-type]
    assert alert.headline == headline
    assert (delivery.channel, delivery.alert) == ("slack:#desk", alert)


def test_many_sources_are_named_and_counted() -> None:
    down = tuple(f"Feed {number}" for number in range(9))
    alert, _ = compose_heartbeat(date(2024, 10, 20), replace(CALM, down=down, muted_facts=4), "console:", NOW, UTC)
    assert alert.title is not None
    assert "4 facts kept quiet; down: Feed 0, Feed 1, Feed 2, Feed 3, Feed 4 and 4 more" in alert.title


def test_one_day_has_one_id_and_another_day_another() -> None:
    one, again = (
        compose_heartbeat(date(2024, 10, 20), CALM, "slack:#desk", NOW + timedelta(hours=hours), UTC)[1].id
        for hours in (0, 5)
    )
    assert one == again
    assert one != compose_heartbeat(date(2024, 10, 21), CALM, "slack:#desk", NOW, UTC)[1].id


def test_it_reads_well_in_slack_and_on_the_terminal() -> None:
    alert, _ = compose_heartbeat(date(2024, 10, 20), CALM, "slack:#desk", NOW, BERLIN)
    message = compose(alert, zone=BERLIN)
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(render_alert(alert))
    for said in (message.plain, console.export_text()):
        assert "Still watching: 1,204 documents, 18 new facts, 3 alerts" in said
        assert "since 19 Oct 2024 06:00 UTC (08:00 CEST): 1,204 documents in 310 clusters" in said
        assert "40 sources, none down" in said
    assert message.text == "Still watching: 1,204 documents, 18 new facts, 3 alerts (News monitor)"
