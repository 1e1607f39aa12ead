"""What the health server says when all is well, and when it isn't."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from monitor.errors import StoreError, UsageError
from monitor.health import HealthServer, Pulse
from monitor.model import SourceState

DOCS = Path(__file__).parents[1] / "docs"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Counts:
    """A state of the database at the edge of this test."""

    documents: int = 7
    clusters: int = 5
    facts_by_outcome: dict[str, int] = field(default_factory=lambda: {"new": 3})
    alerts: int = 2
    items_by_state: dict[str, int] = field(default_factory=dict)
    rejections_by_reason: dict[str, int] = field(default_factory=dict)
    deliveries_by_state: dict[str, int] = field(default_factory=dict)
    oldest_pending: timedelta | None = None
    oldest_waiting: timedelta | None = None
    sources: tuple[SourceState, ...] = (SourceState("a", "feed", "u", state="ok"), SourceState("b", "feed", "u", state="ok"))
    waiting: int = 4
    held_by_reason: dict[str, int] = field(default_factory=lambda: {"quiet hours": 2})
    told_by_outcome: dict[str, int] = field(default_factory=lambda: {"update": 1})
    stopped: dict[str, str] = field(default_factory=dict)
    is_writing: bool = True
    error: StoreError | None = None

    def status(self, now: datetime) -> Counts:
        if self.error is not None:
            raise self.error
        return self

    def is_writable(self) -> bool:
        return self.is_writing


@asynccontextmanager
async def asking(counts: Counts, *, last_tick: float | None = 0.0) -> AsyncIterator[Any]:
    """Serve `counts`; yield a function that returns status and body of a path."""
    time = [100.0]
    pulse = Pulse(lambda: time[0])
    if last_tick is not None:
        pulse.beat("tick")
        time[0] += last_tick
    async with HealthServer("127.0.0.1", 0, counts, pulse, lambda: NOON) as server, aiohttp.ClientSession() as session:

        async def ask(path: str) -> tuple[int, str]:
            async with session.get(f"http://127.0.0.1:{server.port}{path}") as answer:
                return answer.status, await answer.text()

        yield ask


async def test_a_working_daemon_is_alive_and_ready() -> None:
    async with asking(Counts()) as ask:
        assert (await ask("/healthz"))[0] == 200
        assert await ask("/readyz") == (200, '{"status": "ready", "problems": []}')


@pytest.mark.parametrize(
    ("counts", "last_tick", "problems"),
    [
        pytest.param(Counts(), None, ["clock_stopped"], id="no tick yet"),
        pytest.param(Counts(), 120.0, ["clock_stopped"], id="the last tick long ago"),
        pytest.param(Counts(is_writing=False), 1.0, ["store_not_writable"], id="no writing"),
        pytest.param(Counts(oldest_waiting=timedelta(hours=1)), 1.0, ["outbox_stuck"], id="an alert that nobody gets"),
        pytest.param(Counts(stopped={"slack:#a": "is_archived"}), 1.0, ["channel_stopped:slack:#a:is_archived"], id="a channel that a person must mend"),
        pytest.param(Counts(error=StoreError("broken")), 1.0, ["store_unreadable"], id="no reading"),
    ],
)
async def test_what_stands_in_the_way_is_named(counts: Counts, last_tick: float | None, problems: list[str]) -> None:
    async with asking(counts, last_tick=last_tick) as ask:
        status, body = await ask("/readyz")
        assert (status, json.loads(body)["problems"]) == (503, problems)
        assert (await ask("/healthz"))[0] == 200


async def test_metrics_are_what_the_database_says() -> None:
    async with asking(Counts()) as ask:
        status, body = await ask("/metrics")
    assert status == 200
    for line in (
        "monitor_documents 7.0",
        "monitor_copies 2.0",
        'monitor_facts{outcome="new"} 3.0',
        'monitor_sources{state="ok"} 2.0',
        'monitor_deliveries_held{reason="quiet hours"} 2.0',
        "monitor_outbox_depth 4.0",
        "monitor_worker_deaths 0.0",
    ):
        assert line in body


@pytest.mark.parametrize("name", ["alerts.rules.yml", "grafana.json"])
async def test_what_the_rules_and_the_dashboard_ask_for_is_measured(name: str) -> None:
    async with asking(Counts()) as ask:
        _, body = await ask("/metrics")
    measured = set(re.findall(r"# TYPE (\w+)", body))
    asked = set(re.findall(r"\bmonitor_\w+", (DOCS / name).read_text(encoding="utf-8")))
    assert asked
    assert asked <= measured


async def test_metrics_of_a_broken_database_are_unavailable() -> None:
    async with asking(Counts(error=StoreError("broken"))) as ask:
        assert (await ask("/metrics"))[0] == 503


async def test_a_port_in_use_is_a_usage_error() -> None:
    async with HealthServer("127.0.0.1", 0, Counts(), Pulse(), lambda: NOON) as server:
        with pytest.raises(UsageError, match="choose another port"):
            async with HealthServer("127.0.0.1", server.port, Counts(), Pulse(), lambda: NOON):
                pass
