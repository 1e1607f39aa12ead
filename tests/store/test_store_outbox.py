"""Deliveries: in order per channel, leased, never lost."""

from datetime import datetime, timedelta

import pytest

from monitor.model import Delivery
from monitor.model.errors import StoreError
from monitor.store import Store
from tests.store.store_builders import NOON, after, an_alert, decide

LEASE = timedelta(minutes=1)


def claim(store: Store, now: datetime = NOON, limit: int = 10) -> list[str]:
    return [delivery.id for delivery in store.outbox.claim("d", now, LEASE, limit)]


@pytest.fixture
def queued(store: Store) -> Store:
    decide(store, alerts=[an_alert("1"), an_alert("2")], channels=["slack:#a", "slack:#b"])
    return store


def test_claimed_delivery_carries_its_alert(store: Store) -> None:
    decide(store, alerts=[an_alert("1")], channels=["console:"])
    assert store.outbox.claim("d", NOON, LEASE, 1) == [Delivery("1/console:", an_alert("1"), "console:", attempts=0)]


def test_first_of_each_channel_is_claimed_and_blocks_its_channel_alone(queued: Store) -> None:
    assert claim(queued) == ["1/slack:#a", "1/slack:#b"]
    queued.outbox.mark_posted("1/slack:#b", NOON, "ts-1")
    assert claim(queued) == ["2/slack:#b"]


def test_limit_holds_and_the_rest_stays_due(queued: Store) -> None:
    assert claim(queued, limit=1) == ["1/slack:#a"]
    assert claim(queued, limit=1) == ["1/slack:#b"]


def test_failed_delivery_holds_its_channel_until_its_next_try(queued: Store) -> None:
    claim(queued)
    queued.outbox.mark_failed("1/slack:#a", NOON, "ratelimited", after(seconds=30))
    assert claim(queued, after(seconds=29)) == []
    again = queued.outbox.claim("d", after(seconds=30), LEASE, 1)
    assert [(delivery.id, delivery.attempts) for delivery in again] == [("1/slack:#a", 1)]


def test_dead_delivery_lets_its_channel_go_on_and_stays_on_record(queued: Store) -> None:
    claim(queued)
    queued.outbox.mark_dead("1/slack:#a", after(seconds=1), "invalid_blocks")
    assert claim(queued) == ["2/slack:#a"]
    dead = [delivery for delivery in queued.views.status(NOON).troubled if delivery.state == "dead"]
    assert [(delivery.id, delivery.reason, delivery.marked_at) for delivery in dead] == [
        ("1/slack:#a", "invalid_blocks", after(seconds=1))
    ]


def test_lease_that_ran_out_can_be_claimed_and_tells_of_the_earlier_try(queued: Store) -> None:
    claim(queued)
    assert claim(queued, NOON + LEASE - timedelta(microseconds=1)) == []
    again = queued.outbox.claim("another", NOON + LEASE, LEASE, 10)
    assert [(delivery.id, delivery.attempts) for delivery in again] == [("1/slack:#a", 1), ("1/slack:#b", 1)]


def test_posted_delivery_keeps_its_reference_and_is_done_with(queued: Store) -> None:
    claim(queued)
    queued.outbox.mark_posted("1/slack:#a", after(seconds=2), "1729.001")
    found = queued.explanations.find("1")
    assert found is not None
    assert [(delivery.state, delivery.reference) for delivery in found.deliveries] == [
        ("posted", "1729.001"),
        ("sending", None),
    ]
    with pytest.raises(StoreError, match="1/slack:#a is not in the outbox, or is done with"):
        queued.outbox.mark_failed("1/slack:#a", NOON, "late answer", NOON)


def test_status_tells_depth_and_age(queued: Store) -> None:
    claim(queued)
    queued.outbox.mark_posted("1/slack:#a", NOON, None)
    status = queued.views.status(after(hours=6))
    assert (status.waiting, status.oldest_waiting) == (3, timedelta(hours=6))
    assert status.deliveries_by_state == {"pending": 2, "posted": 1, "sending": 1}


def test_doubt_about_a_try_is_kept_for_the_next_one(queued: Store) -> None:
    first = claim(queued)[0]
    queued.outbox.mark_failed(first, after(seconds=8), "timeout", after(seconds=30), is_uncertain=True)
    again = queued.outbox.claim("d", after(seconds=30), LEASE, 1)
    assert [(delivery.id, delivery.is_uncertain) for delivery in again] == [(first, True)]
    queued.outbox.mark_failed(first, after(seconds=31), "ratelimited", after(seconds=40))
    assert [delivery.is_uncertain for delivery in queued.outbox.claim("d", after(seconds=40), LEASE, 1)] == [False]


def test_delivery_of_a_lost_sender_is_in_doubt(queued: Store) -> None:
    queued.outbox.claim("killed", NOON, LEASE, 1)
    assert [delivery.is_uncertain for delivery in queued.outbox.claim("another", NOON + LEASE, LEASE, 1)] == [True]


def test_busy_channel_is_passed_over(queued: Store) -> None:
    assert [delivery.channel for delivery in queued.outbox.claim("d", NOON, LEASE, 10, {"slack:#a"})] == ["slack:#b"]


def test_what_a_killed_sender_had_in_hand_is_due_before_its_lease_ends_and_in_doubt(queued: Store) -> None:
    claim(queued, limit=1)
    assert queued.outbox.release(after(seconds=10)) == 1
    assert claim(queued, after(seconds=9)) == ["1/slack:#b"]
    again = queued.outbox.claim("d", after(seconds=10), LEASE, 10)
    assert [(delivery.id, delivery.attempts, delivery.is_uncertain) for delivery in again] == [("1/slack:#a", 1, True)]


def test_at_a_start_what_failed_is_tried_soon_unless_the_service_named_the_time(queued: Store) -> None:
    claim(queued)
    queued.outbox.mark_failed("1/slack:#a", NOON, "invalid_auth", after(minutes=15))
    queued.outbox.mark_failed("1/slack:#b", NOON, "ratelimited", after(minutes=15))
    assert queued.outbox.release(after(seconds=10)) == 0
    assert claim(queued, after(seconds=10)) == ["1/slack:#a"]
    assert "1/slack:#b" in claim(queued, after(minutes=15))
