"""A database that takes nothing for a while: polling pauses, health says so, and all goes on by itself, nothing lost
and nothing told twice.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from monitor.core.decision import Rules
from monitor.delivery.dispatch import Dispatcher
from monitor.model import Delivery, Posted, RawItem, SendResult, SourceState
from monitor.model.errors import StoreUnavailableError
from monitor.pipeline.pipeline import Pipeline
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.service.clock import ClockSkew
from monitor.service.daemon import Daemon
from monitor.service.parts import DaemonSettings, Hooks
from monitor.sources.fetch import FetchSettings
from monitor.store import Store
from monitor.workers.analysts import InProcess
from tests.faultlab.serving import Lab
from tests.lab.builders import GEOGRAPHY
from tests.lab.store_faults import Disk, locked
from tests.store.store_builders import a_document, a_fact, an_alert, decide

PATIENCE = 60.0  # seconds until a condition that never comes fails the test
HASTE = 200.0  # by which the daemon's own clock runs faster
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
Fault = Callable[[], AbstractContextManager[None]]


class Site:
    """A running daemon over the lab and a folder, on a clock that makes haste."""

    def __init__(self, folder: Path, lab: Lab) -> None:
        self.lab, self.path, self.seeds = lab, folder / "monitor.db", folder / "seeds"
        self.seeds.mkdir()
        self.store = Store.open(f"sqlite:///{self.path}?timeout=0.05")
        self.disk = Disk(self.store)
        self._bell, self._start = threading.Condition(), monotonic()
        self._url = ""

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.clock())

    def clock(self) -> float:
        return (monotonic() - self._start) * HASTE

    @contextmanager
    def running(self) -> Iterator[None]:
        feeds = tuple(
            FeedSource(path, self.lab.url + path, timedelta(seconds=20), full_text=False, slowest=timedelta(seconds=20))
            for path in FEEDS
        )
        settings = DaemonSettings(
            feeds, self.seeds, bind=("127.0.0.1", 0), tick=timedelta(seconds=0.02), seeds_every=timedelta(seconds=0.05)
        )
        settings = replace(settings, fetch=FetchSettings(per_host=8, allow_private=(self.lab.endpoint,)))
        ready = threading.Event()

        def note(port: int | None) -> None:
            self._url = f"http://127.0.0.1:{port}"
            ready.set()

        pipeline = Pipeline(
            self.store.intake, self.store.parked, self.store.ledger, InProcess(()), Rules({}, GEOGRAPHY, {})
        )
        daemon = Daemon(
            settings,
            self.store,
            pipeline,
            _Silent(),
            times=Times(self.now, self.clock, lambda: 0.0),
            hooks=Hooks(on_ready=note),
        )
        thread = threading.Thread(target=daemon.run)
        thread.start()
        try:
            assert ready.wait(PATIENCE)
            yield
        finally:
            daemon.stop()
            thread.join(PATIENCE)
        assert not thread.is_alive()

    def problems(self) -> list[str]:
        try:
            with urlopen(f"{self._url}/readyz", timeout=PATIENCE) as answer:
                return list(json.load(answer)["problems"])
        except HTTPError as error:
            return list(json.load(error)["problems"])

    def documents(self) -> int:
        return self.store.views.status(self.now()).documents

    def requests(self) -> int:
        return len(self.lab.requests("/ok/growing"))

    def wait_until(self, is_reached: Callable[[], bool]) -> None:
        end = monotonic() + PATIENCE
        with self._bell:
            while not is_reached():
                assert monotonic() < end, f"the state was never reached: {self.problems()}"
                self._bell.wait(0.02)


class _Silent:
    def dispatch_due(self) -> int:
        return 0

    def stop(self) -> None:
        pass


FEEDS = ("/ok/growing", "/ok/etag", "/ok/json")


@pytest.fixture
def site(tmp_path: Path, lab: Lab) -> Iterator[Site]:
    site = Site(tmp_path, lab)
    yield site
    site.store.close()


@pytest.mark.parametrize("name", ["full", "read-only", "locked"])
def test_a_database_that_takes_nothing_stops_the_polls_and_nothing_else(site: Site, name: str) -> None:
    faults: dict[str, Fault] = {
        "full": site.disk.full,
        "read-only": site.disk.read_only,
        "locked": lambda: locked(site.path),
    }
    (site.seeds / "before.txt").write_text("Two ships left the harbour on Monday.")
    with site.running():
        site.wait_until(lambda: site.documents() >= 10 and site.problems() == [])
        with faults[name]():
            (site.seeds / "during.txt").write_text("A third ship followed on Tuesday. " * 400)
            site.wait_until(lambda: "polls_not_stored" in site.problems())
            asked, known, until = site.requests(), site.documents(), site.clock() + 300
            site.wait_until(lambda: site.clock() > until)
            assert site.problems()
            asked = site.requests() - asked
        if name != "full":  # then what fits into the room that is left is still stored
            assert asked <= 300 / 60 + 1  # of the 15 times that it was due
            assert known == site.documents()
        site.wait_until(lambda: site.problems() == [] and site.documents() > known + 1 and is_done(site, "during.txt"))
    status = site.store.views.status(site.now())
    assert status.items_by_state.keys() <= {"done", "pending"}


def is_done(site: Site, name: str) -> bool:
    with site.store.database.read() as connection:
        return any(name in row[0] for row in connection.exec_driver_sql("SELECT id FROM items WHERE state = 'done'"))


def test_a_full_disk_uses_up_no_tries_of_what_waits(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'monitor.db'}")
    disk, pipeline = (
        Disk(store),
        Pipeline(store.intake, store.parked, store.ledger, InProcess(()), Rules({}, GEOGRAPHY, {})),
    )
    items = [
        RawItem(f"a{number}", "wire", f"Ship number {number} left the harbour. " * 400, "text/plain")
        for number in range(4)
    ]
    store.sources.accept(SourceState("wire", "feed", "https://wire.example/feed"), items, NOON)
    with disk.full():
        for _ in range(6):
            with pytest.raises(StoreUnavailableError, match="the disk is full"):
                pipeline.drain(lambda: NOON)
    assert pipeline.drain(lambda: NOON) == store.views.status(NOON).documents > 0
    assert store.views.status(NOON).items_by_state == {"done": 4}
    store.close()


class _Channel:
    """Where alerts go; `breaks` is called with each message."""

    interval = timedelta(0)

    def __init__(self, breaks: Callable[[], None] = lambda: None) -> None:
        self._breaks, self.sent = breaks, 0

    def send(self, delivery: Delivery) -> SendResult:
        self.sent += 1
        self._breaks()
        return Posted("message 1")


def test_what_was_sent_as_the_disk_failed_is_not_sent_again(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'monitor.db'}")
    document = a_document("a")
    decide(
        store,
        document,
        facts=[a_fact("f", document=document)],
        alerts=[an_alert(document=document)],
        channels=["console:"],
        now=NOON,
    )
    disk = Disk(store)
    channel = _Channel(disk.break_down)
    later = NOON
    sender = Dispatcher(store.outbox, {"console": channel}, lambda: later, owner="test", jitter=lambda: 0.0)
    for minutes in (0, 1, 10):  # longer than the lease
        later = NOON + timedelta(minutes=minutes)
        with pytest.raises(StoreUnavailableError):
            sender.dispatch_due()
    disk.mend()
    assert sender.dispatch_due() == 0
    assert channel.sent == 1
    assert store.views.status(later).deliveries_by_state == {"posted": 1}
    store.close()


@pytest.mark.parametrize("years", [10, -10])
def test_what_was_queued_by_a_clock_that_was_wrong_is_sent_when_it_is_right(tmp_path: Path, years: int) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'monitor.db'}")
    document = a_document("a")
    wrong = NOON + timedelta(days=365 * years)
    decide(
        store,
        document,
        facts=[a_fact("f", document=document)],
        alerts=[an_alert(document=document)],
        channels=["console:"],
        now=wrong,
    )
    store.outbox.claim("test", wrong, timedelta(minutes=2), 1)
    store.outbox.mark_failed("alert-1/console:", wrong, "not now", wrong + timedelta(minutes=1))
    pipeline = Pipeline(store.intake, store.parked, store.ledger, InProcess(()), Rules({}, GEOGRAPHY, {}))
    channel = _Channel()
    sender = Dispatcher(store.outbox, {"console": channel}, lambda: NOON, owner="test", jitter=lambda: 0.0)
    Daemon(DaemonSettings(), store, pipeline, sender, times=Times(now=lambda: NOON)).run(once=True)
    assert channel.sent == 1
    store.close()


def test_clusters_are_not_forgotten_by_a_clock_that_has_just_jumped() -> None:
    seconds, jump = 0.0, timedelta(0)
    skew = ClockSkew(lambda: NOON + timedelta(seconds=seconds) + jump, lambda: seconds)
    answers = []
    for years in (0, 10, 10, 0, 0):
        jump = timedelta(days=365 * years)
        seconds += 3600
        answers.append((skew.has_jumped(), skew.has_gone_back()))
    assert answers == [(False, True), (True, False), (False, False), (True, True), (False, False)]
