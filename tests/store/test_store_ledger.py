"""The history that a decision is made on, and what is live when."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import LedgerEntry, Notice, Outcome
from monitor.model.errors import StoreError
from monitor.store import Store
from monitor.store.outbox import enqueue
from monitor.store.schema import facts
from tests.store.store_builders import NOON, a_claim, a_document, a_fact, a_text, after, an_alert, an_analysis, decide


def test_new_document_has_no_past(store: Store) -> None:
    history = store.ledger.read_history(an_analysis(a_document(), a_claim()), NOON)
    assert (history.previous, history.entries, history.cluster_facts, history.cluster_outlets) == (None, (), (), ())


def test_known_document_is_recognised_and_stays_in_its_cluster(store: Store) -> None:
    first = decide(store, a_document(), facts=[a_fact()])
    again = store.ledger.read_history(an_analysis(a_document()), after(hours=1))
    revised = store.ledger.read_history(an_analysis(a_document(text=a_text("entirely different"))), after(hours=1))
    assert again.previous is not None
    assert again.previous.content_hash == a_document().content_hash
    assert [fact.id for fact in again.previous.facts] == ["f1"]
    assert again.assignment == revised.assignment
    assert again.assignment.cluster_id == first.assignment.cluster_id


def test_a_text_is_known_by_its_first_publication_under_another_id(store: Store) -> None:
    text = a_text("one and the same")
    for name, hours in (("second", 2), ("first", 1)):
        decide(store, a_document(name, text=text, published_at=after(hours=hours)))
    first_published = [
        store.ledger.read_history(an_analysis(document, a_claim()), after(hours=9)).text_published_at
        for document in (
            a_document("again", text=text),
            a_document("first", text=text),
            a_document("other", text=a_text("entirely different")),
        )
    ]
    assert first_published == [after(hours=1), after(hours=2), None]


def test_entries_come_under_the_keys_asked_for_oldest_first(store: Store) -> None:
    late, early = a_document("late", published_at=after(hours=2)), a_document("early")
    decide(store, late, facts=[a_fact("late", document=late)])
    decide(
        store, early, facts=[a_fact("early", document=early), a_fact("other", document=early, claim=a_claim("ships"))]
    )
    entries = store.ledger.read_history(an_analysis(a_document("new"), a_claim()), after(hours=3)).entries
    assert [entry.fact.id for entry in entries] == ["early", "late"]


def test_entry_counts_origins_and_outlets_behind_its_head(store: Store) -> None:
    for number, (source, origin) in enumerate(
        [("one", "agency"), ("two", "agency"), ("two", "ministry"), ("three", "agency")]
    ):
        document = a_document(f"d{number}", source=source, published_at=after(minutes=number))
        decide(store, document, facts=[a_fact(f"f{number}", document=document, origin=origin, head_id="f0")])
    history = store.ledger.read_history(an_analysis(a_document("new"), a_claim()), after(hours=1))
    clusters, outlets = history.entries[0].clusters, history.entries[0].outlets
    assert history.entries == (
        LedgerEntry(history.entries[0].fact, ("agency", "ministry"), outlets, clusters, history.entries[0].stories),
    )
    assert (len(clusters), len(outlets)) == (4, 3)
    assert history.entries[0].fact.id == "f0"


def test_superseded_fact_stays_among_the_entries_as_ended(store: Store) -> None:
    decide(store, a_document("a"), facts=[a_fact("old")])
    second = a_document("b")
    decide(
        store,
        second,
        facts=[a_fact("new", document=second, relates_to="old", outcome=Outcome.UPDATE)],
        superseded=["old"],
        now=after(hours=1),
    )
    history = store.ledger.read_history(an_analysis(a_document("c"), a_claim()), after(hours=2))
    found = store.explanations.find("old")
    assert [(entry.fact.id, entry.fact.is_live) for entry in history.entries] == [("old", False), ("new", True)]
    assert found is not None
    assert [(stored.fact.is_live, stored.ended_at, stored.ended_by) for stored in found.facts] == [
        (False, after(hours=1), "b")
    ]


def test_a_store_that_has_read_before_reads_what_one_that_has_not_reads(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    warm, ask = Store.open(url), an_analysis(a_document("new"), a_claim(), a_claim("ships"))
    for number in range(4):
        document = a_document(f"d{number}", source=f"s{number % 2}", published_at=after(minutes=-number))
        head = a_fact(f"f{number}", document=document, origin=f"o{number}")
        repeat = a_fact(
            f"r{number}", document=document, origin=f"o{number}", head_id=f"f{number // 2}", claim=a_claim()
        )
        decide(warm, document, facts=[head, repeat], superseded=[f"f{number - 1}"] if number % 2 else [])
        cold = Store.open(url)
        assert (
            warm.ledger.read_history(ask, after(hours=1)).entries
            == cold.ledger.read_history(ask, after(hours=1)).entries
        )
        cold.close()
    entries = warm.ledger.read_history(ask, after(hours=1)).entries
    assert [(entry.fact.id, entry.fact.is_live) for entry in entries] == [
        ("f3", True),
        ("f2", False),
        ("f1", True),
        ("f0", False),
    ]
    assert [entry.origins for entry in entries if entry.fact.id == "f1"] == [("o1", "o2", "o3")]
    warm.close()


def test_what_other_processes_change_in_what_was_read_is_read_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    warm, ask = Store.open(url), an_analysis(a_document("new"), a_claim())
    first, second = a_document("first"), a_document("second", text=a_text("entirely different"))
    head = a_fact("head", document=first, outcome=Outcome.MUTED, kept_outcome=Outcome.NEW)
    assignments = [
        decide(warm, first, facts=[head]).assignment,
        decide(warm, second, facts=[a_fact("again", document=second, head_id="head")], now=after(hours=1)).assignment,
    ]

    def read(store: Store) -> LedgerEntry:
        (entry,) = store.ledger.read_history(ask, after(hours=2)).entries
        return entry

    assert len(read(warm).clusters) == 2
    assert read(warm).is_untold

    other = Store.open(url)
    other.clusters.merge(assignments[0].cluster_id, assignments[1].cluster_id, after(hours=2), "Ann")
    with other.database.write() as connection:
        enqueue(connection, [an_alert("told")], (), after(hours=2))
        connection.execute(facts.update().where(facts.c.id == "head").values(alert_id="told"))

    assert read(warm) == read(other)
    assert (len(read(warm).clusters), read(warm).fact.alert_id, read(warm).is_untold) == (1, "told", False)
    other.close()
    warm.close()


def test_facts_as_of_an_instant_are_those_known_and_live_then(store: Store) -> None:
    decide(store, a_document("a"), facts=[a_fact("old")])
    second = a_document("b")
    decide(store, second, facts=[a_fact("new", document=second)], superseded=["old"], now=after(hours=1))
    assert [fact.id for fact in store.views.facts()] == ["new"]
    assert [fact.id for fact in store.views.facts(as_of=after(hours=-1))] == []
    assert [fact.id for fact in store.views.facts(as_of=NOON)] == ["old"]
    assert store.views.facts(as_of=after(minutes=59)) == [replace(store.views.facts(as_of=NOON)[0], is_live=True)]
    assert [fact.id for fact in store.views.facts(as_of=after(hours=1))] == ["new"]
    assert store.views.facts(watchlist="another") == []


def test_fact_that_was_never_live_is_recorded_and_not_listed(store: Store) -> None:
    decide(store, a_document(), facts=[a_fact("word", is_live=False, outcome=Outcome.RETRACTION)])
    assert store.views.facts() == []
    assert store.explanations.find("word") is not None


def test_copy_sees_the_facts_and_outlets_of_its_cluster(store: Store) -> None:
    first = a_document("first", source="one")
    decide(store, first, facts=[a_fact("f1", document=first)])
    copy = a_document("copy", source="two", text=first.text, notice=Notice.CORRECTION)
    history = store.ledger.read_history(an_analysis(copy), after(minutes=1))
    assert history.assignment.copy_of == "first"
    assert [fact.id for fact in history.cluster_facts] == ["f1"]
    assert history.cluster_outlets == ("one",)
    decide(store, copy)
    assert store.ledger.read_history(an_analysis(first), after(minutes=2)).cluster_outlets == ("two",)


def test_revision_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    decide(store, a_document(text="First text."))
    decide(store, a_document(text="Second text."), now=after(hours=1))
    decide(store, a_document(text="Second text."), now=after(hours=2), is_unchanged=True)
    found = store.explanations.find("a")
    assert found is not None
    assert [(stored.version, stored.document.text, stored.recorded_at) for stored in found.versions] == [
        (1, "First text.", NOON),
        (2, "Second text.", after(hours=1)),
    ]


def test_same_content_under_new_watchlists_adds_facts_and_no_version(store: Store) -> None:
    decide(store)
    decide(store, facts=[a_fact()], now=after(hours=1))
    found = store.explanations.find("a")
    assert found is not None
    assert (len(found.versions), len(found.facts)) == (1, 1)


def test_everything_of_a_decision_is_refused_together(store: Store) -> None:
    with pytest.raises(StoreError, match="ends facts that the ledger does not hold live: nowhere"):
        decide(store, facts=[a_fact()], superseded=["nowhere"], alerts=[an_alert()], channels=["console:"])
    assert (
        store.views.facts(),
        store.views.alerts(),
        store.explanations.find("a"),
        store.views.status(NOON).waiting,
    ) == (
        [],
        [],
        None,
        0,
    )


def test_fact_whose_head_is_unknown_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match=r"(?i)foreign key"):
        decide(store, facts=[a_fact(head_id="nowhere")])
    assert store.views.facts() == []


def test_text_that_no_database_takes_is_stored_with_its_offsets(store: Store) -> None:
    decide(store, a_document(text="a\x00b\ud800c", title="\udfff"))
    found = store.explanations.find("a")
    assert found is not None
    assert (found.versions[0].document.text, found.versions[0].document.title) == ("a\ufffdb\ufffdc", "\ufffd")


def test_store_in_memory_keeps_the_same_ledger() -> None:
    store = Store.open("sqlite://")
    decide(store, facts=[a_fact()])
    assert [fact.id for fact in store.views.facts()] == ["f1"]
    store.lead()
    store.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.sets(st.integers(0, 9)), st.integers(0, 2)), max_size=8))
def test_ledger_at_any_instant_is_what_was_recorded_by_then_and_not_ended(
    steps: list[tuple[int, set[int], int]],
) -> None:
    """Each step waits some hours, ends facts that live, and records new ones; after each the ledger of that instant is
    noted.
    """
    store, now, live = Store.open("sqlite://"), NOON, list[str]()
    noted = [(now - timedelta(hours=1), list[str]())]
    for number, (hours, ended, count) in enumerate(steps):
        now += timedelta(hours=hours)
        superseded = [live[index] for index in ended if index < len(live)]
        document = a_document(str(number))
        new = [a_fact(f"{number}-{index}", document=document) for index in range(count)]
        decide(store, document, facts=new, superseded=superseded, now=now)
        live = [name for name in live if name not in superseded] + [fact.id for fact in new]
        noted.append((now, live))
    for at, expected in noted:
        assert [fact.id for fact in store.views.facts(as_of=at)] == expected
    assert [fact.id for fact in store.views.facts()] == live
    store.close()


@pytest.mark.parametrize("place", ["sqlite://", "sqlite:///{}/monitor.db"], ids=["memory", "file"])
def test_threads_take_turns(place: str, tmp_path: Path) -> None:
    store = Store.open(place.format(tmp_path))

    def work(name: str) -> None:
        for number in range(5):
            document = a_document(f"{name}{number}")
            decide(store, document, facts=[a_fact(f"fact {document.id}", document=document)])
            store.views.status(NOON)

    threads = [Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.views.facts()) == 15
    store.close()


def test_days_beyond_the_window_are_forgotten_and_their_documents_stay(store: Store) -> None:
    decide(store, a_document("old"), facts=[a_fact(document=a_document("old"))])
    assert store.upkeep.forget(after(days=1)) == 0
    assert store.upkeep.forget(after(days=30)) == 1
    copy = store.ledger.read_history(an_analysis(a_document("copy", text=a_document("old").text)), after(days=30))
    assert copy.assignment.copy_of is None
    assert len(store.views.facts()) == 1
