"""What `status` counts by indexes is what there is: documents once, whatever their versions, items by their states."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from monitor.model import Outcome, Rejected
from monitor.store import Store
from monitor.store.retention import Retention
from monitor.store.schema import documents, facts, items
from tests.store.store_builders import NOON, a_document, a_fact, a_state, after, an_alert, an_item, decide

LATER = after(days=400)


def busy(store: Store) -> None:
    """Fill the store with documents in several versions and languages, and with items and facts in several states."""
    store.sources.accept(a_state(), [an_item(name) for name in ("waiting", "bad", "parked", "one", "two")], NOON)
    store.intake.reject(Rejected("bad", "empty", "No text."), NOON)
    store.parked.park(Rejected("parked", "too_slow", "20 s"), NOON)
    for name, language in (("one", "en"), ("two", "de"), ("three", None)):
        document, alert = a_document(name, language=language), an_alert(f"alert-{name}", document=a_document(name))
        told = a_fact(f"told-{name}", document=document, alert_id=alert.id)
        silent = replace(a_fact(f"silent-{name}", document=document), outcome=Outcome.REPEAT, head_id=told.id)
        decide(store, document, facts=(told, silent), alerts=(alert,))
    decide(store, a_document("two", text="It is told anew, in another language.", language="en"), now=after(hours=1))
    decide(store, a_document("one", text="It is told anew."), superseded=("told-one",), now=after(hours=1))


def cluster_of(store: Store, document_id: str) -> str:
    found = store.explanations.find(document_id)
    assert found is not None
    return found.versions[0].assignment.cluster_id


def counted(store: Store, at: datetime) -> None:
    """Hold what `status` says against plain counting."""
    status = store.views.status(at)
    with store.database.read() as connection:
        first = select(documents.c.language, documents.c.id).where(documents.c.version == 1).subquery()
        by_language = select(first.c.language, func.count()).group_by(first.c.language)
        languages = {code: number for code, number in connection.execute(by_language) if code is not None}
        by_state = select(items.c.state, func.count()).group_by(items.c.state)
        rows = connection.execute(select(facts.c.outcome, facts.c.ended_at, facts.c.alert_id)).all()
        assert status.documents == connection.execute(select(func.count(documents.c.id.distinct()))).scalar_one()
        assert status.clusters == connection.execute(select(func.count(documents.c.cluster_id.distinct()))).scalar_one()
        assert status.languages == languages
        assert status.items_by_state == {state: number for state, number in connection.execute(by_state)}  # noqa: C416
    assert sum(status.facts_by_outcome.values()) == sum(status.facts_by_rule.values()) == len(rows)
    assert status.facts_live == sum(row.ended_at is None for row in rows)
    assert sum(status.told_by_outcome.values()) == sum(row.alert_id is not None for row in rows)


def test_each_document_counts_once_and_each_item_where_it_stands(store: Store) -> None:
    busy(store)
    status = store.views.status(LATER)
    assert (status.documents, status.languages) == (3, {"de": 1, "en": 1})
    assert status.items_by_state == {"done": 2, "parked": 1, "pending": 1, "rejected": 1}
    assert (status.facts_by_outcome, status.told_by_outcome, status.facts_live) == (
        {"new": 3, "repeat": 3},
        {"new": 3},
        5,
    )
    counted(store, LATER)


def test_the_counts_stay_true_when_clusters_are_merged_and_old_documents_are_let_go_of(store: Store) -> None:
    busy(store)
    decide(store, a_document("silent", language="de"))
    store.clusters.merge(*(cluster_of(store, name) for name in ("one", "two")), after(hours=2), "Ada")
    counted(store, LATER)
    before = store.views.status(LATER).documents
    while store.upkeep.let_go(Retention(documents=after(days=30) - NOON), LATER):
        counted(store, LATER)
    assert store.views.status(LATER).documents < before
    counted(store, LATER)
