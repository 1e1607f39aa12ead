"""`find`: an id, or its beginning, with everything around it."""

import pytest

from monitor.model import Outcome
from monitor.model.errors import UsageError
from monitor.store import Store
from monitor.store.explained import Explained
from tests.store.store_builders import NOON, a_document, a_fact, after, an_alert, decide


@pytest.fixture
def told(store: Store) -> Store:
    """Return a store in which one.txt made an alert, and two.txt, a copy of it, repeated the fact."""
    one = a_document("one.txt", source="one")
    decide(
        store,
        one,
        facts=[a_fact("fact-1", document=one, alert_id="alert-1")],
        alerts=[an_alert(document=one)],
        channels=["console:"],
    )
    two = a_document("two.txt", source="two", text=one.text)
    decide(
        store,
        two,
        facts=[a_fact("fact-2", document=two, head_id="fact-1", relates_to="fact-1", outcome=Outcome.REPEAT)],
        now=after(minutes=1),
    )
    return store


def found(store: Store, wanted: str) -> Explained:
    explained = store.explanations.find(wanted)
    assert explained is not None
    return explained


def test_document_comes_with_cluster_facts_alert_and_delivery(told: Store) -> None:
    explained = found(told, "one.txt")
    assert (explained.kind, explained.versions[0].document.source) == ("document", "one")
    assert [(member.document_id, member.copy_of) for member in explained.members] == [
        ("one.txt", None),
        ("two.txt", "one.txt"),
    ]
    assert [(stored.fact.id, stored.fact.outcome, stored.fact.explanation) for stored in explained.facts] == [
        ("fact-1", Outcome.NEW, "Nothing like it was known.")
    ]
    assert [stored.fact.id for stored in explained.related] == ["fact-2"]
    assert [alert.id for alert in explained.alerts] == ["alert-1"]
    assert [(delivery.channel, delivery.state) for delivery in explained.deliveries] == [("console:", "pending")]


def test_fact_comes_with_what_it_rests_on(told: Store) -> None:
    explained = found(told, "fact-2")
    assert (explained.kind, explained.versions[0].document.id) == ("fact", "two.txt")
    assert [stored.fact.id for stored in explained.related] == ["fact-1"]
    assert explained.alerts == ()


def test_alert_comes_with_its_facts(told: Store) -> None:
    explained = found(told, "alert-1")
    assert (explained.kind, [stored.fact.id for stored in explained.facts]) == ("alert", ["fact-1"])
    assert explained.versions[0].document.id == "one.txt"


def test_cluster_comes_with_its_members_and_all_their_facts(told: Store) -> None:
    cluster = found(told, "one.txt").versions[0].assignment.cluster_id
    explained = found(told, cluster)
    assert (explained.kind, len(explained.members)) == ("cluster", 2)
    assert [stored.fact.id for stored in explained.facts] == ["fact-1", "fact-2"]


def test_only_id_that_begins_so_is_found(told: Store) -> None:
    assert found(told, "tw").id == "two.txt"


def test_beginning_of_several_ids_is_refused_with_some_of_them(told: Store) -> None:
    with pytest.raises(
        UsageError, match=r"'fact-' is the beginning of several ids \(fact fact-1, fact fact-2\): give more of it"
    ):
        told.explanations.find("fact-")


def test_whole_id_goes_before_the_beginning_of_another(told: Store) -> None:
    longer = a_document("one.txt.orig")
    decide(told, longer)
    assert found(told, "one.txt").id == "one.txt"


@pytest.mark.parametrize("wanted", ["", "nothing", "%", "_ne.txt"])
def test_what_names_nothing_is_none(told: Store, wanted: str) -> None:
    assert told.explanations.find(wanted) is None


def test_alerts_are_listed_by_watchlist(told: Store) -> None:
    assert [alert.id for alert in told.views.alerts("w")] == ["alert-1"]
    assert told.views.alerts("another") == []


def test_status_counts_the_whole(told: Store) -> None:
    status = told.views.status(NOON)
    assert (status.documents, status.clusters, status.facts_live, status.alerts) == (2, 1, 2, 1)
    assert status.facts_by_outcome == {"new": 1, "repeat": 1}
