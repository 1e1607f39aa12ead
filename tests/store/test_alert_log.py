"""The log of alerts: the latest first, by filters, with what has become of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import Decision, Delivery, Feedback, FeedbackKind, Outcome, Urgency
from monitor.store import Store
from monitor.store.alert_log import AlertFilter
from tests.store.store_builders import NOON, a_document, a_fact, after, an_alert, an_analysis

QUIET, LOUD = "slack:#quiet", "slack:#loud"


def tell(store: Store, name: str, hours: float, **fact: object) -> None:
    """Record an alert `name` of a document of its own, with one fact, told to a channel by name."""
    document = a_document(f"{name}.txt", published_at=after(hours=hours))
    found = a_fact(f"f-{name}", document=document, alert_id=name, **fact)
    analysis = an_analysis(document, found.claim)
    history = store.ledger.read_history(analysis, after(hours=hours))
    alert = an_alert(name, document=document, at=after(hours=hours))
    alert = replace(alert, lines=(replace(alert.lines[0], fact_id=found.id),))
    urgency = Urgency.URGENT if name == "loud" else Urgency.NORMAL
    sent = Delivery(f"d-{name}", alert, LOUD if name == "loud" else QUIET, urgency=urgency)
    store.ledger.write(Decision(analysis, history.assignment, (found,), (), (alert,), (sent,), after(hours=hours)))


@pytest.fixture
def told(store: Store) -> Store:
    tell(store, "first", 0)
    tell(store, "loud", 1)
    tell(store, "against", 2, outcome=Outcome.CONFLICT, relates_to="f-first")
    return store


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        pytest.param(AlertFilter(), ["against", "loud", "first"], id="all, the latest first"),
        pytest.param(AlertFilter(is_disputed=True), ["against", "first"], id="both sides of a dispute"),
        pytest.param(AlertFilter(urgency=Urgency.URGENT), ["loud"], id="urgent"),
        pytest.param(AlertFilter(urgency=Urgency.NORMAL), ["against", "first"], id="normal"),
        pytest.param(AlertFilter(since=after(hours=1)), ["against", "loud"], id="since"),
        pytest.param(AlertFilter("none"), [], id="another watchlist"),
    ],
)
def test_a_filter_leaves_what_it_names(told: Store, wanted: AlertFilter, names: list[str]) -> None:
    assert [each.alert.id for each in told.alert_log.page(wanted, 9)] == names


def test_the_next_page_begins_behind_the_last_place_and_meets_nothing_twice(told: Store) -> None:
    (latest,) = told.alert_log.page(AlertFilter(), 1)
    tell(told, "later", 3)
    assert [each.alert.id for each in told.alert_log.page(AlertFilter(before=latest.place), 9)] == ["loud", "first"]


def test_an_alert_has_what_became_of_it_where_it_goes_and_what_was_said(told: Store) -> None:
    told.feedback.mark(Feedback("first", FeedbackKind.ACKNOWLEDGED, "Ada", "", NOON), {})
    (first,) = told.alert_log.named(["first"])
    assert [(note.outcome, note.fact_id) for note in first.standing.notes] == [(Outcome.CONFLICT, "f-against")]
    assert first.standing.acknowledged == ("Ada",)
    assert [(sent.channel, sent.state) for sent in first.deliveries] == [(QUIET, "pending")]
    assert [mark.author for mark in first.marks] == ["Ada"]
