"""Every fault of the lab, three polls each, through the real daemon: within what the lab expects, and nothing ever reaches the canary.

`make test` takes the quick ones; `make soak` all of them, in one daemon, beside one another.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core.decision import Rules
from monitor.daemon import Daemon, DaemonSettings
from monitor.model import SourceState
from monitor.pipeline import Pipeline
from monitor.sources.fetch import FetchSettings
from monitor.sources.schedule import FeedSource
from monitor.store import Store
from monitor.workers import InProcess
from tests.builders import GEOGRAPHY
from tests.faultlab import feedlab
from tests.faultlab.serving import Lab
from tests.test_daemon import NoDeliveries

HANGS = frozenset(("/slow/drip", "/slow/headers", "/slow/first-byte", "/slow/never", "/endless/100-continue"))
LARGE = frozenset(
    ("/item/100k", "/item/50mb", "/item/huge-entry", "/bomb/gzip", "/bomb/gzip-gzip", "/bomb/deflate", "/endless/items", "/endless/comment", "/endless/headers")
)
FEEDS = {path: route for path, route in feedlab.ROUTES.items() if route["category"] != "article"}
HOLDS = frozenset(("/status/429-huge",))  # the host for a day, and with it the lab
QUICK = sorted(FEEDS.keys() - HANGS - LARGE - HOLDS)
# Refused here where the lab would have them read: no honest feed is like that, and reading them costs seconds; a body after 304 is no
# HTTP; and 10 MB are over the cap of a feed.
STRICTER = frozenset(("/bomb/xml-attrs", "/bomb/xml-ns", "/item/huge-entry", "/status/304-body"))

# What the lab calls an outcome, as the states in which a feed may be after it. Where it says "retry" or "partial" it leaves open
# whether anything could be used.
FINE = {"ok", "empty"}
STATES = {
    "ok": FINE,
    "partial": FINE | {"failing"},
    "not_modified": FINE,
    "retry": FINE | {"failing"},
    "backoff": {"failing"},
    "rejected": FINE | {"failing"},
    "blocked": {"failing"},
    "gone": {"failing", "gone"},
}


@dataclass
class Soak:
    """One database over several cycles, each some time after the one before, when every feed is due again."""

    path: Path
    store: Store
    settings: DaemonSettings
    now: datetime = datetime(2026, 1, 1, 12, tzinfo=UTC)
    ids: dict[str, set[str]] = field(default_factory=dict)

    def cycle(self) -> dict[str, tuple[SourceState, int]]:
        """Poll all feeds once; return for each its state and how many of its items were never there before."""
        self.now += timedelta(hours=13)
        daemon = Daemon(
            self.settings, self.store, Pipeline(self.store, InProcess(()), Rules({}, GEOGRAPHY, {})), NoDeliveries(), now=lambda: self.now, jitter=lambda: 0.0
        )
        assert daemon.run(once=True)
        brought: dict[str, set[str]] = {}
        with closing(sqlite3.connect(self.path)) as connection:
            rows = connection.execute("SELECT source, id FROM items").fetchall()
        for source, item_id in rows:
            brought.setdefault(source, set()).add(item_id)
        before, self.ids = self.ids, brought
        states = self.store.source_states()
        return {name: (state, len(brought.get(name, set()) - before.get(name, set()))) for name, state in states.items()}


@pytest.fixture
def soak(tmp_path: Path, lab: Lab) -> Iterator[Soak]:
    store = Store.open(f"sqlite:///{tmp_path / 'monitor.db'}")
    fetch = FetchSettings(timeout=timedelta(seconds=20), per_host=64, allow_private=(lab.endpoint,))
    yield Soak(tmp_path / "monitor.db", store, DaemonSettings(fetch=fetch))
    store.close()


def check(path: str, poll: int, state: SourceState, fresh: int) -> list[str]:
    """Return how the poll differs from what the lab expects of it."""
    expected = FEEDS[path]["expect"].get(("first", "second", "third")[poll - 1])
    if expected is None:
        return []
    found = f"{path}, poll {poll}: {state.state} ({state.reason}), {fresh} items; the lab says {expected}"
    low, high = expected["items"] if isinstance(expected["items"], list) else (expected["items"], expected["items"])
    is_right = state.state in STATES[expected["outcome"]] and (low is None or low <= fresh <= high)
    is_refused = path in STRICTER and state.state == "failing" and fresh == 0
    return [] if is_right or is_refused else [found]


def run(soak: Soak, lab: Lab, paths: list[str]) -> None:
    feeds = tuple(FeedSource(path, lab.url + path, full_text=path.startswith(("/feed-of/", "/item/"))) for path in paths)
    soak.settings = replace(soak.settings, feeds=feeds)
    wrong: list[str] = []
    for poll in (1, 2, 3):
        for path, (state, fresh) in soak.cycle().items():
            wrong += check(path, poll, state, fresh)
    assert not wrong, "\n".join(wrong)
    assert lab.canary_hits == 0


def test_the_quick_faults_are_met_as_the_lab_expects(soak: Soak, lab: Lab) -> None:
    run(soak, lab, QUICK)


def test_a_pause_of_years_is_one_of_a_day_for_all_of_the_host(soak: Soak, lab: Lab) -> None:
    run(soak, lab, sorted(HOLDS))
    assert len(lab.requests("/status/429-huge")) == 2
    soak.settings = replace(soak.settings, feeds=(FeedSource("other", f"{lab.url}/ok/rss"),))
    soak.cycle()
    assert lab.requests("/ok/rss") == []


@pytest.mark.soak
def test_all_faults_are_met_side_by_side(soak: Soak, lab: Lab) -> None:
    run(soak, lab, sorted(FEEDS.keys() - HOLDS))


def test_nothing_of_the_machine_or_its_secrets_gets_into_what_is_stored(soak: Soak, lab: Lab) -> None:
    paths = [path for path, route in FEEDS.items() if {"must_not_contain", "must_not_log"} & route["expect"].keys()]
    feeds = tuple(FeedSource(path, f"{lab.url}{path}?token=SECRET-abc123" if "secret" in path else lab.url + path) for path in paths)
    soak.settings = replace(soak.settings, feeds=feeds)
    soak.cycle()
    said = repr([(state.reason, state.note) for state in soak.store.status(soak.now).sources])
    assert "SECRET" not in said
    assert "root:" not in said


def test_memory_does_not_grow_with_polls(soak: Soak, lab: Lab) -> None:
    soak.settings = replace(soak.settings, feeds=tuple(FeedSource(f"{number}", f"{lab.url}/ok/growing?{number}", full_text=False) for number in range(8)))
    soak.cycle()
    before = resident_bytes()
    for _ in range(4):
        soak.cycle()
    assert resident_bytes() - before < 64_000_000


def resident_bytes() -> int:
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
