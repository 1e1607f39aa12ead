"""What a database lets go of when it is old, and what it keeps however old that is."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Document, Feedback, FeedbackKind, Outcome, SourceState
from monitor.store import Store
from monitor.store.retention import Retention, choose
from tests.store.store_builders import (
    NOON,
    a_claim,
    a_document,
    a_fact,
    a_state,
    after,
    an_alert,
    an_analysis,
    an_item,
    decide,
)

MONTH = timedelta(days=30)
LATER = after(days=100)


def record(
    store: Store,
    name: str,
    *,
    at: float = 0.0,
    facts: int = 0,
    key: str = "troops",
    text: str | None = None,
    has_alert: bool = False,
    **slots: Any,
) -> Document:
    """Record a document of that day, with its facts and, where asked for, an alert with a delivery."""
    now, document = after(days=at), a_document(name, text=text)
    told = [
        a_fact(f"{name}-f{number}", document=document, claim=a_claim(key, 10_000 + number), **slots)
        for number in range(facts)
    ]
    cluster = store.ledger.read_history(an_analysis(document), now).assignment.cluster_id
    alerts = [an_alert(f"{name}-alert", document=document, cluster_id=cluster, at=now)] if has_alert else []
    decide(store, document, facts=told, alerts=alerts, channels=["slack:#desk"], now=now)
    return document


def let_go(store: Store, retention: Retention) -> int:
    total = 0
    while count := store.upkeep.let_go(retention, LATER):
        total += count
    return total


def text_of(store: Store, name: str) -> str | None:
    found = store.explanations.find(name)
    return found.versions[-1].document.text if found and found.versions else None


def test_by_default_nothing_is_old_enough(store: Store) -> None:
    record(store, "silent")
    assert let_go(store, Retention()) == 0


def test_texts_without_a_fact_go_and_the_documents_stay(store: Store) -> None:
    record(store, "silent")
    told = record(store, "told", facts=1)
    young = record(store, "young", at=80)
    assert let_go(store, Retention(bodies=MONTH)) == 1
    assert text_of(store, "silent") == ""
    assert (text_of(store, "told"), text_of(store, "young")) == (told.text, young.text)
    assert store.views.status(LATER).documents == 3
    assert let_go(store, Retention(bodies=MONTH)) == 0


def test_a_cluster_that_was_joined_lately_keeps_all_its_texts(store: Store) -> None:
    first = record(store, "first", at=0)
    record(store, "copy", at=5, text=first.text)
    assert let_go(store, Retention(bodies=timedelta(days=97))) == 0
    assert let_go(store, Retention(bodies=timedelta(days=94))) == 2


def test_texts_of_what_was_told_go_when_asked_for_save_those_that_a_person_has_marked(store: Store) -> None:
    record(store, "told", facts=1, has_alert=True)
    marked = record(store, "marked", facts=1, key="other", has_alert=True)
    store.feedback.mark(Feedback("marked-alert", FeedbackKind.WRONG, "Ada", "", NOON), {})
    assert let_go(store, Retention(evidence=MONTH)) == 1
    assert (text_of(store, "told"), text_of(store, "marked")) == ("", marked.text)
    found = store.explanations.find("told-alert")
    assert found is not None
    assert [stored.fact.claim.mention.evidence for stored in store.explanations.find("told").facts] == [
        "There are soldiers."
    ]  # type: ignore[union-attr]


def test_silent_documents_go_whole_and_are_not_taken_for_news_when_they_are_offered_again(store: Store) -> None:
    store.sources.accept(a_state(), (an_item("silent"), an_item("told")), NOON)
    record(store, "silent")
    record(store, "told", facts=1)
    assert let_go(store, Retention(documents=MONTH)) == 1
    assert (text_of(store, "silent"), store.views.status(LATER).documents) == (None, 1)
    assert store.sources.unseen((an_item("silent"), an_item("told"))) == []


def test_posted_deliveries_go_and_those_that_wait_or_are_answered_stay(store: Store) -> None:
    for name in ("posted", "waiting", "answered"):
        record(store, name, has_alert=True)
    for name in ("posted", "answered"):
        store.outbox.mark_posted(f"{name}-alert/slack:#desk", NOON, "C1/1")
    with store.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE deliveries SET about = 'answered-alert/slack:#desk' WHERE id = 'waiting-alert/slack:#desk'"
        )
    assert let_go(store, Retention(deliveries=MONTH)) == 1
    store.outbox.mark_posted("waiting-alert/slack:#desk", NOON, "C1/2")
    assert let_go(store, Retention(deliveries=MONTH)) == 2
    assert len(store.views.alerts()) == 3


def test_the_state_card_in_the_channel_is_still_known(store: Store) -> None:
    for number in range(3):
        record(store, f"d{number}", has_alert=True)
        with store.database.write() as connection:
            connection.exec_driver_sql("UPDATE deliveries SET kind = 'card'")
        store.outbox.mark_posted(f"d{number}-alert/slack:#desk", NOON, f"C1/{number}")
    assert let_go(store, Retention(deliveries=MONTH)) == 2
    found = store.explanations.find("d2-alert")
    assert found is not None
    assert [delivery.reference for delivery in found.deliveries] == ["C1/2"]


def test_a_slot_goes_whole_when_nothing_was_heard_of_it_and_what_comes_then_is_new(store: Store) -> None:
    record(store, "old", facts=2, key="quiet")
    record(store, "older", facts=1, key="heard")
    record(store, "recent", at=90, facts=1, key="heard")
    document = a_document("next")
    asked = an_analysis(document, a_claim("quiet"), a_claim("heard"))
    assert len(store.ledger.read_history(asked, LATER).entries) == 4
    assert let_go(store, Retention(facts=MONTH)) == 2
    entries = store.ledger.read_history(asked, LATER).entries
    assert {entry.fact.claim.key for entry in entries} == {"heard"}


def test_a_slot_on_which_a_younger_one_rests_stays(store: Store) -> None:
    record(store, "claim", facts=1, key="claim")
    record(store, "denial", at=90, facts=1, key="denial", outcome=Outcome.DENIAL, relates_to="claim-f0")
    assert let_go(store, Retention(facts=MONTH)) == 0


def test_a_fact_that_comes_between_choice_and_drop_saves_its_cluster(store: Store) -> None:
    record(store, "silent")
    first = store.explanations.find("silent")
    assert first is not None
    cluster = first.versions[0].assignment.cluster_id
    with store.database.read() as connection:
        batch = choose(connection, Retention(documents=MONTH), LATER)
    assert batch is not None
    with store.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO alerts (id, watchlist, cluster_id, document_id, at, body) VALUES ('a', 'w', '"
            + cluster
            + "', 'silent', '2024-10-17T12:00:00.000000Z', '{}')"
        )
        assert batch.drop(connection) == 0


def test_many_rows_go_in_small_writes(store: Store) -> None:
    for number in range(250):
        record(
            store,
            f"silent-{number}",
            text=f"A short text about matter {number} of {number * 17} things and {number * 31} others.",
        )
    assert [store.upkeep.let_go(Retention(documents=MONTH), LATER) for _ in range(3)] == [200, 50, 0]


def test_the_size_of_the_database_is_told(store: Store, tmp_path: Path, url: str) -> None:
    status = store.views.status(NOON)
    assert status.size_bytes > 0
    if not url.endswith("monitor.db") or not (tmp_path / "state" / "monitor.db").exists():
        pytest.skip("no SQLite file")
    with sqlite3.connect(tmp_path / "state" / "monitor.db") as raw:
        (pages,), (page,) = raw.execute("PRAGMA page_count").fetchone(), raw.execute("PRAGMA page_size").fetchone()
    raw.close()
    assert status.size_bytes == pages * page


def test_a_source_keeps_its_memory(store: Store) -> None:
    store.sources.accept(SourceState("wire", "feed", "https://example.org/", etag="e"), (an_item("a"),), NOON)
    record(store, "a")
    let_go(store, Retention(MONTH, MONTH, MONTH, MONTH, MONTH))
    assert store.sources.states()["wire"].etag == "e"
    assert store.sources.unseen((an_item("a"),)) == []
