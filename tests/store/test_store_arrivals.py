"""What polls bring is stored together or not at all, and what entries are known by is found again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Arrival, KnownEntry, RememberedEntry
from monitor.store import Store
from monitor.store.views import NAMED_SOURCES
from tests.store.store_builders import NOON, a_state, after, an_item

ENTRY = KnownEntry("a", b"\x01\x02\x03\x04", 1, 2)


def test_many_arrivals_are_one_commit_that_counts_for_each(store: Store) -> None:
    brought = [
        Arrival(a_state(f"feed {number}"), tuple(an_item(f"{number}/{item}") for item in range(number)))
        for number in range(4)
    ]
    assert store.sources.accept_all(brought, NOON) == [0, 1, 2, 3]
    assert store.sources.accept_all(brought, NOON) == [0, 0, 0, 0]
    assert set(store.sources.states()) == {"feed 0", "feed 1", "feed 2", "feed 3"}
    assert len(store.intake.pending(99)) == 6


def test_a_failing_arrival_leaves_nothing_of_the_others(store: Store) -> None:
    broken = replace(a_state("b"), failures=None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="failures"):
        store.sources.accept_all([Arrival(a_state("a"), (an_item(),)), Arrival(broken)], NOON)
    assert store.sources.states() == {}
    assert store.intake.pending(9) == []


def test_an_entry_is_recalled_by_each_of_its_keys_and_by_its_own_feed_alone(store: Store) -> None:
    store.sources.accept_all(
        [Arrival(a_state("a"), memories=(RememberedEntry(ENTRY, (1, -(2**63), 2**63 - 1)),))], NOON
    )
    assert store.sources.recall("a", [1, -(2**63), 2**63 - 1, 7]) == dict.fromkeys((1, -(2**63), 2**63 - 1), ENTRY)
    assert store.sources.recall("b", [1]) == {}


def test_what_is_known_of_an_entry_is_replaced_and_a_key_goes_to_its_last_owner(store: Store) -> None:
    later, other = replace(ENTRY, revisions=2), KnownEntry("b", b"", 0, 1)
    store.sources.accept_all([Arrival(a_state("a"), memories=(RememberedEntry(ENTRY, (1, 2)),))], NOON)
    store.sources.accept_all(
        [Arrival(a_state("a"), memories=(RememberedEntry(later, (3,)), RememberedEntry(other, (2,))))], NOON
    )
    assert store.sources.recall("a", [1, 2, 3]) == {1: later, 2: other, 3: later}


@settings(max_examples=15)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), unique=True, max_size=1_200))
def test_any_number_of_keys_is_recalled(keys: list[int]) -> None:
    store = Store.open("sqlite://")
    store.sources.accept_all([Arrival(a_state("a"), memories=(RememberedEntry(ENTRY, tuple(keys)),))], NOON)
    assert store.sources.recall("a", keys) == dict.fromkeys(keys, ENTRY)
    store.close()


def test_a_host_is_held_until_its_pause_is_over(store: Store) -> None:
    store.sources.accept_all([Arrival(a_state(), host="h.example", held_until=after(minutes=1))], NOON)
    store.sources.accept_all([Arrival(a_state(), host="h.example", held_until=after(minutes=2))], NOON)
    assert store.sources.held_hosts(after(minutes=1)) == {"h.example": after(minutes=2)}
    assert store.sources.held_hosts(after(minutes=2)) == {}


def test_more_feeds_than_a_statement_has_room_for_are_told_from_those_that_were_removed(store: Store) -> None:
    for name in ("first", "gone", "last"):
        store.sources.accept(a_state(name, state="ok"), [], NOON)
    store.sources.retire(["first", *(f"feed {number}" for number in range(70_000)), "last"])
    assert store.sources.counts() == {"ok": 2, "removed": 1}
    assert store.sources.states()["gone"].state == "removed"


def test_sources_are_had_in_portions_those_with_a_trouble_first(store: Store) -> None:
    for name, state in (("a", "ok"), ("b", "failing"), ("c", "ok"), ("d", "gone")):
        store.sources.accept(a_state(name, state=state), [], NOON)
    portions = [store.sources.portion({"ok"}, None, after, 3) for after in (0, 3)]
    assert [[each.name for each in portion] for portion in portions] == [["b", "d", "a"], ["c"]]
    assert [each.name for each in store.sources.portion({"ok"}, "ok", 0, 9)] == ["a", "c"]


def test_of_very_many_sources_in_trouble_a_status_names_the_first_and_counts_the_others(store: Store) -> None:
    for number in range(NAMED_SOURCES + 5):
        store.sources.accept(a_state(f"feed {number:03}", state="stale" if number < 3 else "failing"), [], NOON)
    status = store.views.status(NOON)
    assert {each.state for each in status.sources_in_trouble} == {"failing"}
    assert len(status.sources_in_trouble) == NAMED_SOURCES
    assert status.sources_by_state == {"failing": NAMED_SOURCES + 2, "stale": 3}
