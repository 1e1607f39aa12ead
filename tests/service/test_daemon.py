"""The daemon on a real database, a real folder and real HTTP: what it brings in, and how it starts and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from monitor.core.decision import Rules
from monitor.model import SourceState
from monitor.model.errors import StoreError
from monitor.pipeline.pipeline import Pipeline
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.service.daemon import Daemon
from monitor.service.parts import DaemonSettings, Hooks
from monitor.sources.fetch import FetchSettings
from monitor.store import Store
from monitor.store.views import StoreStatus
from monitor.workers.analysts import InProcess
from tests.faultlab.serving import Lab
from tests.lab.builders import GEOGRAPHY

PATIENCE = 60.0  # seconds until a condition that never comes fails the test


class Recorder:
    """The pipeline, with a bell that rings after each drain, so that a test waits for a state and not for a time."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._bell = threading.Condition()

    def drain(self, now: Callable[[], datetime], should_stop: Callable[[], bool], *, awaits_slow: bool) -> int:
        decided = self._pipeline.drain(now, should_stop, awaits_slow=awaits_slow)
        with self._bell:
            self._bell.notify_all()
        return decided

    def wait_until(self, is_reached: Callable[[], bool]) -> None:
        with self._bell:
            assert self._bell.wait_for(is_reached, PATIENCE), "the state was never reached"


class NoDeliveries:
    """A sender with nothing to send."""

    def __init__(self) -> None:
        self.is_stopped = False

    def dispatch_due(self) -> int:
        return 0

    def stop(self) -> None:
        self.is_stopped = True


@dataclass
class Desk:
    """A database, a folder and the settings of a daemon for them."""

    store: Store
    seeds: Path
    settings: DaemonSettings
    recorder: Recorder

    def cycle(self, feeds: Sequence[FeedSource] = ()) -> bool:
        return Daemon(
            replace(self.settings, feeds=tuple(feeds)),
            self.store,
            self.recorder,
            NoDeliveries(),
            times=Times(jitter=lambda: 0.0),
        ).run(once=True)

    def sources(self) -> tuple[SourceState, ...]:
        return tuple(self.store.sources.states().values())

    def status(self) -> StoreStatus:
        return self.store.views.status(datetime.now(UTC))

    @contextmanager
    def running(self, feeds: Sequence[FeedSource] = ()) -> Iterator[int]:
        """Run the daemon beside the test; yield the port of its health server."""
        ports: list[int] = []
        is_ready, ends = threading.Event(), []

        def note(port: int | None) -> None:
            ports.append(port or 0)
            is_ready.set()

        settings = replace(
            self.settings,
            feeds=tuple(feeds),
            bind=("127.0.0.1", 0),
            tick=timedelta(seconds=0.05),
            seeds_every=timedelta(seconds=0.05),
        )
        daemon = Daemon(settings, self.store, self.recorder, NoDeliveries(), hooks=Hooks(on_ready=note))
        thread = threading.Thread(target=lambda: ends.append(daemon.run()))
        thread.start()
        try:
            assert is_ready.wait(PATIENCE)
            yield ports[0]
        finally:
            daemon.stop()
            thread.join(PATIENCE)
        assert ends == [True]


def make_pipeline(store: Store) -> Pipeline:
    return Pipeline(store.intake, store.parked, store.ledger, InProcess(()), Rules({}, GEOGRAPHY, {}))


@pytest.fixture
def desk(tmp_path: Path, lab: Lab) -> Iterator[Desk]:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    store = Store.open(f"sqlite:///{tmp_path / 'monitor.db'}")
    fetch = FetchSettings(timeout=timedelta(seconds=20), per_host=4, allow_private=(lab.endpoint,))
    yield Desk(store, seeds, DaemonSettings(seeds=seeds, fetch=fetch), Recorder(make_pipeline(store)))
    store.close()


def a_feed(lab: Lab, path: str, **options: object) -> FeedSource:
    return FeedSource(
        name=path, url=lab.url + path, every=timedelta(minutes=5), full_text=bool(options.get("full_text", False))
    )


def test_one_cycle_takes_in_folder_and_feeds(desk: Desk, lab: Lab) -> None:
    (desk.seeds / "a.txt").write_text("Two ships left the harbour on Monday.")
    (desk.seeds / "b.json").write_text("{")
    assert desk.cycle([a_feed(lab, "/ok/rss"), a_feed(lab, "/ok/atom"), a_feed(lab, "/status/500")])
    status = desk.status()
    assert (status.documents, status.rejections_by_reason) == (11, {"bad_json": 1})
    states = {state.name: (state.state, state.reason) for state in desk.sources()}
    assert states == {
        f"folder {desk.seeds}": ("ok", None),
        "/ok/rss": ("ok", None),
        "/ok/atom": ("ok", None),
        "/status/500": ("failing", "server_error"),
    }


def test_a_second_cycle_brings_nothing_twice(desk: Desk, lab: Lab) -> None:
    (desk.seeds / "a.txt").write_text("Two ships left the harbour on Monday.")
    feeds = [a_feed(lab, "/ok/rss", full_text=True), a_feed(lab, "/status/etag-changing")]
    desk.cycle(feeds)
    documents, requests = desk.status().documents, len(lab.requests("/article/1.html"))
    desk.cycle(feeds)
    assert desk.status().documents == documents
    assert desk.status().items_by_state == {"done": documents}
    assert len(lab.requests("/article/1.html")) == requests


def test_new_and_changed_files_are_picked_up_while_it_runs(desk: Desk) -> None:
    (desk.seeds / "a.txt").write_text("Two ships left the harbour on Monday.")
    with desk.running():
        desk.recorder.wait_until(lambda: desk.status().documents == 1)
        (desk.seeds / "b.txt").write_text("A third ship followed on Tuesday.")
        desk.recorder.wait_until(lambda: desk.status().documents == 2)
        (desk.seeds / "a.txt").write_text("Three ships left the harbour on Monday.")
        desk.recorder.wait_until(lambda: desk.status().items_by_state.get("done") == 3)


def test_feeds_are_polled_beside_one_that_hangs(desk: Desk, lab: Lab) -> None:
    with desk.running([a_feed(lab, "/slow/never"), a_feed(lab, "/ok/rss"), a_feed(lab, "/redirect/canary")]):
        desk.recorder.wait_until(lambda: desk.status().documents == 5)
    states = {state.name: state.reason for state in desk.sources()}
    assert states["/redirect/canary"] == "blocked"


def is_ready(base: str) -> bool:
    try:
        return b'"problems": []' in urlopen(f"{base}/readyz", timeout=PATIENCE).read()
    except HTTPError:
        return False


def test_health_is_told_over_http(desk: Desk) -> None:
    (desk.seeds / "a.txt").write_text("Two ships left the harbour on Monday.")
    with desk.running() as port:
        desk.recorder.wait_until(lambda: desk.status().documents == 1)
        base = f"http://127.0.0.1:{port}"
        assert b"alive" in urlopen(f"{base}/healthz", timeout=PATIENCE).read()
        desk.recorder.wait_until(lambda: is_ready(base))  # a busy machine may not have ended its first jobs yet
        metrics = urlopen(f"{base}/metrics", timeout=PATIENCE).read().decode()
    assert "monitor_documents 1.0" in metrics
    assert 'monitor_sources{state="ok"} 1.0' in metrics
    assert 'monitor_items{state="done"} 1.0' in metrics


def test_a_missing_folder_is_a_state_and_no_end(desk: Desk) -> None:
    desk.seeds.rmdir()
    assert desk.cycle()
    assert [(state.state, state.reason) for state in desk.sources()] == [("failing", "no_folder")]
    desk.seeds.mkdir()
    (desk.seeds / "a.txt").write_text("Two ships left the harbour on Monday.")
    assert desk.cycle()
    assert [(state.state, state.reason) for state in desk.sources()] == [("ok", None)]


def test_a_job_that_breaks_is_told_and_the_others_go_on(desk: Desk, lab: Lab) -> None:
    class Broken:
        def drain(self, now: Callable[[], datetime], should_stop: Callable[[], bool], *, awaits_slow: bool) -> int:
            raise RuntimeError("a fault of our own")

    daemon = Daemon(replace(desk.settings, feeds=(a_feed(lab, "/ok/rss"),)), desk.store, Broken(), NoDeliveries())
    assert not daemon.run(once=True)
    assert desk.status().items_by_state == {"pending": 5}
    assert desk.cycle()
    assert desk.status().items_by_state == {"done": 5}


def test_a_second_daemon_on_the_same_database_is_refused(desk: Desk, tmp_path: Path) -> None:
    with desk.running():
        other = Store.open(f"sqlite:///{tmp_path / 'monitor.db'}")
        try:
            with pytest.raises(StoreError, match="another"):
                Daemon(desk.settings, other, Recorder(make_pipeline(other)), NoDeliveries()).run()
        finally:
            other.close()


def test_stopping_stops_the_sender(desk: Desk) -> None:
    sender = NoDeliveries()
    daemon = Daemon(desk.settings, desk.store, desk.recorder, sender, hooks=Hooks(on_ready=lambda port: daemon.stop()))
    assert daemon.run()
    assert sender.is_stopped


PROGRAM = """
import sys
from datetime import timedelta
from monitor.polling.times import Times
from monitor.service.daemon import Daemon
from monitor.service.parts import DaemonSettings, Hooks
from monitor.sources.fetch import FetchSettings
from monitor.polling.schedule import FeedSource
from monitor.store import Store
from tests.service.test_daemon import NoDeliveries, make_pipeline

database, url, endpoint = sys.argv[1:]
store = Store.open(database)
settings = DaemonSettings(feeds=(FeedSource("hangs", url),), fetch=FetchSettings(allow_private=(endpoint,)))
Daemon(settings, store, make_pipeline(store), NoDeliveries(), hooks=Hooks(on_ready=lambda port: print("ready", flush=True))).run()
store.close()
"""


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_while_a_feed_hangs(tmp_path: Path, lab: Lab, name: signal.Signals) -> None:
    database = f"sqlite:///{tmp_path / 'monitor.db'}"
    command = [sys.executable, "-c", PROGRAM, database, f"{lab.url}/slow/never", lab.endpoint]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(name)
        assert process.wait(timeout=10) == 0
