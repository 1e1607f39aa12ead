"""What is parked is tried again by itself, a bounded number of times, and the desk is told once."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.documents.retries import next_try
from monitor.model import Arrival, PacedItem, Rejected
from monitor.store import Store
from tests.store.store_builders import NOON, a_document, a_state, after, an_alert, an_item, decide

SLOW = Rejected("a", "too_slow", "reading it took over 20 s")


def park(store: Store, at: timedelta = timedelta(0)) -> None:
    assert [item.id for item in store.intake.pending(9)] == ["a"]
    store.parked.park(SLOW, NOON + at)


def test_what_is_parked_keeps_its_content_and_comes_back_when_it_is_due(store: Store) -> None:
    store.sources.accept(a_state(), [an_item()], NOON)
    park(store)
    (parked,) = store.views.status(NOON).parked
    assert (parked.state, parked.reason) == ("parked", "too_slow: reading it took over 20 s")
    assert store.intake.pending(9) == []
    assert store.parked.take_up(after(minutes=4)) == 0
    assert store.parked.take_up(after(minutes=6)) == 1
    assert store.intake.pending(9) == [an_item()]


def test_it_is_tried_within_the_hour_at_first_then_daily_and_at_last_no_more(store: Store) -> None:
    store.sources.accept(a_state(), [an_item()], NOON)
    at, waits = timedelta(0), []
    park(store)
    while (retry_at := store.views.status(NOON).parked[0].retry_at) is not None:
        waits.append(retry_at - NOON - at)
        at += waits[-1]
        assert store.parked.take_up(NOON + at) == 1
        park(store, at)
    assert max(waits[:8]) <= timedelta(minutes=66)
    assert max(waits) <= timedelta(hours=27)
    assert (len(waits), store.parked.take_up(after(days=999))) == (22, 0)


def test_a_command_takes_up_all_at_once_and_begins_the_waits_anew(store: Store) -> None:
    store.sources.accept(a_state(), [an_item()], NOON)
    park(store)
    assert store.parked.take_up(NOON, is_forced=True) == 1
    park(store)
    assert store.views.status(NOON).parked[0].retry_at == next_try("a", 0, NOON)


def test_one_failure_parks_what_was_taken_up(store: Store) -> None:
    store.sources.accept(a_state(), [an_item()], NOON)
    for _ in range(3):
        store.parked.count_try("a", "KeyError()", NOON)
    assert store.parked.take_up(after(minutes=6)) == 1
    store.parked.count_try("a", "KeyError()", after(minutes=6))
    assert store.views.status(NOON).items_by_state == {"parked": 1}


def test_a_version_that_a_later_one_has_overtaken_is_not_read_any_more(store: Store) -> None:
    store.sources.accept(a_state(), [an_item(content="First."), an_item(content="Second.")], NOON)
    store.parked.park(SLOW, NOON)
    decide(store, a_document(text="Second."))
    assert store.parked.take_up(after(hours=1)) == 0
    assert store.views.status(NOON).items_by_state == {"done": 2}


def test_the_desk_is_told_once_of_each(store: Store) -> None:
    store.sources.accept(a_state(), [an_item()], NOON)
    park(store)
    assert [item.id for item in store.parked.untold()] == ["a"]
    store.parked.tell(["a"], an_alert("notice"), (), NOON)
    assert store.parked.untold() == ()
    store.parked.take_up(after(minutes=6))
    park(store)
    assert store.parked.untold() == ()


def pace(store: Store, version: str, minutes: float) -> None:
    item = an_item("chatty", version)
    store.sources.accept_all([Arrival(a_state(), paced=(PacedItem(item, after(minutes=15)),))], after(minutes=minutes))


def test_a_version_that_comes_too_often_is_read_when_it_is_due_unless_a_later_one_has_come(store: Store) -> None:
    for minute, version in enumerate(("one", "two", "two", "one", "three")):
        pace(store, version, minute)
    assert store.audits.read(NOON).waiting == {"changes too often": 1}
    assert store.audits.read(NOON).silent == {"overtaken": 2}
    assert store.parked.take_up(after(minutes=14)) == 0
    assert store.parked.take_up(after(minutes=15)) == 1
    assert store.intake.pending(9) == [an_item("chatty", "three")]
    assert store.parked.untold() == ()


def test_what_waits_is_overtaken_by_a_version_that_is_read_at_once(store: Store) -> None:
    pace(store, "one", 0)
    store.sources.accept(a_state(), [an_item("chatty", "two")], after(minutes=1))
    assert store.audits.read(NOON).silent == {"overtaken": 1}
    assert store.parked.take_up(after(minutes=15)) == 0
    assert store.intake.pending(9) == [an_item("chatty", "two")]


def test_what_a_wrong_clock_made_wait_is_read_by_the_right_one(store: Store) -> None:
    pace(store, "one", 0)
    assert store.parked.take_up(after(days=-365)) == 1
