"""All that came is accounted for: the tallies add up to what was carried, over faults of feeds, pages and files."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from monitor.app.routes import rules_of
from monitor.model import Rejected
from monitor.pipeline.pipeline import Pipeline
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.service.daemon import Daemon
from monitor.service.parts import DaemonSettings
from monitor.sources.fetch import FetchSettings
from monitor.store import Store
from monitor.store.audit import Audit
from monitor.store.schema import documents
from monitor.workers.analysts import InProcess
from tests.faultlab.serving import Lab
from tests.lab.slack_channels import channels_by_token
from tests.lab.stories import BODY, a_watchlist
from tests.service.test_daemon import NoDeliveries
from tests.store.store_builders import NOON, a_document, a_fact, a_state, after, an_alert, an_item, decide

FEEDS = (
    "/ok/rss",
    "/ok/growing",
    "/ok/atom",
    "/item/date-bad",
    "/status/404",
    "/status/429",
    "/status/etag-changing",
    "/feed-of/teasers",
)
FILES = {
    "toll.json": "At least 12 people were killed in Sumy, police said.",
    "same.json": "At least 12 people were killed in Sumy, police said.",
    "again.json": "Police said that at least 12 people had been killed in Sumy.",
    "sport.json": "The home side has won the cup again after extra time.",
    "slow.json": "A text that ends its reader.",
}


def put(folder: Path, name: str, text: str, minutes: int) -> None:
    at = (datetime(2026, 1, 1, 11, tzinfo=UTC) + timedelta(minutes=minutes)).isoformat()
    body = "\n".join((text, *(f"{line} {name}" if name == "again.json" else line for line in BODY)))
    (folder / name).write_text(json.dumps({"title": name, "source": name, "published_at": at, "text": body}))


@pytest.fixture
def busy(store: Store, lab: Lab, tmp_path: Path) -> Store:
    """A database after three rounds over feeds with faults and a folder with files that can't be read."""
    folder, now = tmp_path / "folder", datetime(2026, 1, 1, 12, tzinfo=UTC)
    folder.mkdir()
    for place, (name, text) in enumerate(FILES.items()):
        put(folder, name, text, place)
    (folder / "empty.txt").write_text("")
    (folder / "broken.json").write_text("{")
    (folder / "outside.txt").symlink_to("/etc/hostname")
    watchlist = a_watchlist(tmp_path)
    settings = DaemonSettings(
        feeds=tuple(FeedSource(path, lab.url + path) for path in FEEDS),
        seeds=folder,
        fetch=FetchSettings(timeout=timedelta(seconds=20), per_host=64, allow_private=(lab.endpoint,)),
        once_patience=timedelta(0),
    )
    for _ in range(3):
        now += timedelta(hours=13)
        rules = rules_of((watchlist,), channels_by_token())
        pipeline = Pipeline(store.intake, store.parked, store.ledger, InProcess((watchlist,)), rules)
        times = Times(now=lambda: now, jitter=lambda: 0.0)  # noqa: B023 (called within the round)
        assert Daemon(settings, store, pipeline, NoDeliveries(), times=times).run(once=True)
    return store


def total(audit: Audit) -> int:
    return sum(sum(tally.values()) for tally in (audit.told, audit.silent, audit.waiting, audit.refused))


def test_the_sums_add_up_over_faults_of_feeds_pages_and_files(busy: Store) -> None:
    audit = busy.audits.read(datetime(2026, 1, 5, tzinfo=UTC))
    assert (audit.is_complete, total(audit)) == (True, audit.carried)
    accepted = sum(busy.views.status(NOON).items_by_state.values())
    assert 0 <= audit.carried - accepted <= sum(audit.refused.values())
    assert audit.waiting["queued"] >= 1  # its sender sends nothing
    assert "baseline" in audit.silent
    assert len(audit.silent) >= 3
    assert len(audit.refused) >= 2
    assert audit.entries > 0


def test_each_state_has_its_place(store: Store) -> None:
    names = ["told", "held", "dead", "posted", "known", "copy", "pending", "parked", "bad", "page"]
    store.sources.accept(a_state(), [an_item(name) for name in names], NOON)
    for name in ("told", "held", "dead", "posted"):
        alert = an_alert(f"a-{name}", document=a_document(name))
        fact = a_fact(f"f-{name}", document=a_document(name), alert_id=alert.id)
        decide(store, a_document(name), facts=[fact], alerts=[alert], channels=["slack:#x"])
    store.outbox.mark_dead("a-dead/slack:#x", NOON, "too long")
    store.outbox.mark_posted("a-posted/slack:#x", NOON, "C/1")
    decide(store, a_document("known"), facts=[a_fact("f-known", document=a_document("known"))])
    decide(store, a_document("copy", text=a_document("known").text))
    store.parked.park(Rejected("parked", "too_slow", "20 s"), NOON)
    store.intake.reject(Rejected("bad", "empty", "No text."), NOON)
    store.intake.reject(Rejected("file", "not_a_file", "A pipe."), NOON)
    store.intake.pass_over(Rejected("page", "wall", "No text."), NOON)
    audit = store.audits.read(NOON)
    assert audit.told == {"arrived": 1}
    assert audit.waiting == {"queued": 2, "dead": 1, "in turn": 1, "parked: too_slow": 1}
    assert audit.refused == {"empty": 1, "not_a_file": 1}
    assert (audit.silent["copy"], audit.silent["wall"], sum(audit.silent.values())) == (1, 1, 3)
    assert (audit.carried, total(audit), audit.is_complete) == (11, 11, True)


def test_what_was_lost_is_unexplained_and_what_was_let_go_of_is_not(store: Store) -> None:
    store.sources.accept(a_state(), [an_item("a"), an_item("b")], NOON)
    decide(store, a_document("a"))
    decide(store, a_document("b"))
    with store.database.write() as connection:
        connection.execute(delete(documents).where(documents.c.id == "a"))
    assert store.audits.read(NOON).unexplained == 1
    assert store.audits.read(NOON, let_go_before=after(days=1)).silent["let go of"] == 1
    assert store.audits.read(NOON, let_go_before=after(days=1)).is_complete
