"""What the health server says when all is well, and when it isn't."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from monitor.model import Alert, SourceState
from monitor.model.errors import StoreError, UsageError
from monitor.service.connections import MOST
from monitor.service.jobs import Pulse
from monitor.service.metrics import Measured, write_metrics
from monitor.service.pages import PageRequest, ServedPage
from monitor.service.server import HealthServer, ServerSettings
from monitor.sources.timings import Timings
from monitor.store.explained import StoredDelivery, StoredItem
from monitor.store.leases import LeaseStanding
from monitor.store.page_tally import PageTally

ANYWHERE = ServerSettings("127.0.0.1", 0)
DOCS = Path(__file__).parents[2] / "docs"
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
    sources_by_state: dict[str, int] = field(default_factory=lambda: {"ok": 2})
    sources_in_trouble: tuple[SourceState, ...] = ()
    waiting: int = 4
    held_by_reason: dict[str, int] = field(default_factory=lambda: {"quiet hours": 2})
    awaited: PageTally = field(
        default_factory=lambda: PageTally({"wire.example": {"late": 3, "unavailable": 1}}, timedelta(minutes=2))
    )
    parked: tuple[StoredItem, ...] = ()
    embargoed: tuple[StoredItem, ...] = ()
    facts_by_rule: dict[tuple[str, str], int] = field(default_factory=dict)
    told_by_outcome: dict[str, int] = field(default_factory=lambda: {"update": 1})
    stopped: dict[str, str] = field(default_factory=dict)
    troubled: tuple[StoredDelivery, ...] = ()
    size_bytes: int = 4096
    lease: LeaseStanding | None = None
    is_writing: bool = True
    error: StoreError | None = None
    told: tuple[Alert, ...] = ()

    def status(self, now: datetime) -> Counts:
        if self.error is not None:
            raise self.error
        return self

    def told_alerts(self, watchlist: str | None, limit: int) -> list[Alert]:
        if self.error is not None:
            raise self.error
        return [alert for alert in self.told if watchlist in (None, alert.watchlist)][:limit]

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
    async with (
        HealthServer(ANYWHERE, counts, counts, lambda: NOON, lambda: Measured(pulse.ages())) as server,
        aiohttp.ClientSession() as session,
    ):

        async def ask(path: str) -> tuple[int, str]:
            async with session.get(f"http://127.0.0.1:{server.port}{path}") as answer:
                return answer.status, await answer.text()

        yield ask


async def test_a_working_daemon_is_alive_and_ready() -> None:
    async with asking(Counts()) as ask:
        assert (await ask("/healthz"))[0] == 200
        ready = '{"status": "ready", "problems": [], "warnings": [], "remedies": {}, "role": "leader"}'
        assert await ask("/readyz") == (200, ready)


@pytest.mark.parametrize(
    ("counts", "last_tick", "problems"),
    [
        pytest.param(Counts(), None, ["clock_stopped"], id="no tick yet"),
        pytest.param(Counts(), 120.0, ["clock_stopped"], id="the last tick long ago"),
        pytest.param(Counts(is_writing=False), 1.0, ["store_not_writable"], id="no writing"),
        pytest.param(Counts(oldest_waiting=timedelta(hours=1)), 1.0, ["outbox_stuck"], id="an alert that nobody gets"),
        pytest.param(
            Counts(stopped={"slack:#a": "is_archived"}),
            1.0,
            ["channel_stopped:slack:#a:is_archived"],
            id="a channel that a person must mend",
        ),
        pytest.param(Counts(error=StoreError("broken")), 1.0, ["store_unreadable"], id="no reading"),
    ],
)
async def test_what_stands_in_the_way_is_named(counts: Counts, last_tick: float | None, problems: list[str]) -> None:
    async with asking(counts, last_tick=last_tick) as ask:
        status, body = await ask("/readyz")
        assert (status, json.loads(body)["problems"]) == (503, problems)
        assert (await ask("/healthz"))[0] == 200


async def test_what_a_person_can_mend_has_its_remedy() -> None:
    counts = Counts(
        stopped={"slack:#a": "invalid_auth"},
        sources_by_state={"failing": 1, "ok": 1},
        sources_in_trouble=(SourceState("Dead Wire", "feed", "u", state="failing", reason="dns"),),
    )
    settings = replace(ANYWHERE, remedy=lambda channel, reason: f"copy the token of {channel} again ({reason})")
    async with (
        HealthServer(settings, counts, counts, lambda: NOON, lambda: Measured({"tick": 1.0})) as server,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{server.port}/readyz") as answer,
    ):
        body = await answer.json()
    assert body["problems"] == ["channel_stopped:slack:#a:invalid_auth"]
    assert body["warnings"] == ["source_failing:Dead Wire:dns"]
    assert body["remedies"] == {
        "channel_stopped:slack:#a:invalid_auth": "copy the token of slack:#a again (invalid_auth)",
        "source_failing:Dead Wire:dns": (
            "there is no such host: check the spelling of the address, and that this machine has a name server"
        ),
    }


async def test_of_very_many_sources_in_trouble_those_that_are_not_named_are_counted() -> None:
    named = tuple(SourceState(f"feed {number}", "feed", "u", state="failing", reason="dns") for number in range(3))
    async with asking(Counts(sources_by_state={"failing": 4_000, "ok": 9}, sources_in_trouble=named)) as ask:
        _, body = await ask("/readyz")
    assert json.loads(body)["warnings"][-2:] == ["source_failing:feed 2:dns", "more_sources:3997"]


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
        'monitor_pages_awaited{reason="late"} 3.0',
        "monitor_pages_awaited_age_seconds 120.0",
        "monitor_worker_deaths 0.0",
    ):
        assert line in body


async def test_every_metric_is_well_formed_explained_and_told_once() -> None:
    counts = Counts(
        deliveries_by_state={"posted": 3}, stopped={'slack:#a"b\\c': "is_archived"}, oldest_waiting=timedelta(minutes=3)
    )
    async with asking(counts) as ask:
        _, body = await ask("/metrics")
    families = list(text_string_to_metric_families(body))
    names = [family.name for family in families]
    assert len(names) == len(set(names))
    for family in families:
        assert family.name.startswith("monitor_")
        assert family.documentation
        assert family.type in ("gauge", "histogram")
        samples = [(sample.name, tuple(sorted(sample.labels.items()))) for sample in family.samples]
        assert len(samples) == len(set(samples))
        assert {name for sample in family.samples for name in sample.labels} <= {
            "outcome",
            "state",
            "reason",
            "channel",
            "job",
            "version",
            "le",
        }
    assert {
        sample.labels["channel"]
        for family in families
        if family.name == "monitor_channel_stopped"
        for sample in family.samples
    } == {'slack:#a"b\\c'}


async def test_what_did_not_alert_is_told_by_outcome() -> None:
    async with asking(Counts(facts_by_outcome={"update": 4, "repeat": 9}, told_by_outcome={"update": 1})) as ask:
        _, body = await ask("/metrics")
    assert 'monitor_facts_silent{outcome="repeat"} 9.0' in body
    assert 'monitor_facts_silent{outcome="update"} 3.0' in body


async def test_exchanges_are_counted_by_how_long_they_took() -> None:
    timings = Timings()
    for seconds in (0.1, 0.3, 45.0):
        timings.add(seconds)
    families = {
        family.name: family
        for family in text_string_to_metric_families(write_metrics(Counts(), Measured(fetches=timings)).decode())
    }
    found = {sample.labels.get("le", sample.name): sample.value for sample in families["monitor_fetch_seconds"].samples}
    assert (found["0.1"], found["0.5"], found["30.0"], found["+Inf"]) == (1, 2, 2, 3)
    assert found["monitor_fetch_seconds_sum"] == pytest.approx(45.4)


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("127.0.0.1:8080", True),
        ("[::1]:8080", True),
        ("10.2.3.4", True),
        ("localhost:8080", True),
        ("LocalHost.", True),
        ("monitor:8080", True),
        ("attacker.example", False),
        ("attacker.example:8080", False),
        ("127.0.0.1.attacker.example:8080", False),
        ("monitor.attacker.example", False),
        ("", False),
    ],
)
async def test_only_who_knows_an_address_or_a_given_name_is_answered(name: str, is_known: bool) -> None:
    server = HealthServer(replace(ANYWHERE, names=("monitor",)), Counts(), Counts(), lambda: NOON)
    async with server, aiohttp.ClientSession() as session:
        for path in ("/healthz", "/metrics"):
            async with session.get(f"http://127.0.0.1:{server.port}{path}", headers={"Host": name}) as answer:
                assert answer.status == (200 if is_known else 421)
                assert is_known or "http.hosts" in await answer.text()


@pytest.mark.parametrize("name", ["alerts.rules.yml", "grafana.json"])
async def test_what_the_rules_and_the_dashboard_ask_for_is_measured(name: str) -> None:
    async with asking(Counts()) as ask:
        _, body = await ask("/metrics")
    families = list(text_string_to_metric_families(body))
    measured = {family.name for family in families} | {sample.name for family in families for sample in family.samples}
    asked = set(re.findall(r"\bmonitor_\w+", (DOCS / name).read_text(encoding="utf-8")))
    assert asked
    assert asked <= measured


async def test_metrics_of_a_broken_database_are_unavailable() -> None:
    async with asking(Counts(error=StoreError("broken"))) as ask:
        assert (await ask("/metrics"))[0] == 503


async def test_a_port_in_use_is_a_usage_error() -> None:
    async with HealthServer(ANYWHERE, Counts(), Counts(), lambda: NOON) as server:
        with pytest.raises(UsageError, match="choose another port"):
            async with HealthServer(replace(ANYWHERE, port=server.port), Counts(), Counts(), lambda: NOON):
                pass


async def test_the_default_port_gives_way_to_the_next_free_one() -> None:
    async with HealthServer(ANYWHERE, Counts(), Counts(), lambda: NOON) as server:
        moving = replace(ANYWHERE, port=server.port, may_move=True)
        async with HealthServer(moving, Counts(), Counts(), lambda: NOON) as other:
            assert server.port < other.port < server.port + 50


async def test_who_opens_more_connections_than_there_is_room_for_keeps_nobody_out() -> None:
    async with HealthServer(ANYWHERE, Counts(), Counts(), lambda: NOON) as server, contextlib.AsyncExitStack() as stack:
        held = []
        for _ in range(MOST + 50):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            stack.callback(writer.close)
            writer.write(b"GET /healthz HTTP/1.1\r\nX-a: ")
            held.append(reader)
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{server.port}/healthz") as answer:
            assert answer.status == 200
        assert await held[0].read() == b""  # the oldest was ended for the newest
        assert not held[-1].at_eof()


async def test_a_page_is_served_at_its_path_and_says_when_the_database_cannot_be_read() -> None:
    def write(asked: PageRequest) -> bytes:
        if asked.watchlist == "gone":
            raise StoreError("the database is gone")
        return f"facts of {asked.watchlist}".encode()

    page = ServedPage("/facts.txt", "text/plain", write)
    async with (
        HealthServer(replace(ANYWHERE, pages=(page,)), Counts(), Counts(), lambda: NOON) as server,
        aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as session,
    ):
        async with session.get("/facts.txt?watchlist=flood") as answer:
            assert (answer.status, await answer.text()) == (200, "facts of flood")
        async with session.get("/facts.txt?watchlist=gone") as answer:
            assert answer.status == 503
