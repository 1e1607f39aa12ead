"""Sources and items: accepted once, handed out in order, parked when they never end."""

from datetime import timedelta

import pytest

from monitor.model import RawItem, Rejected, SourceState
from monitor.store import Store
from tests.store.store_builders import NOON, a_document, a_state, after, an_item, decide


def ids(items: list[RawItem]) -> list[str]:
    return [item.id for item in items]


def test_items_come_back_as_they_were_accepted(store: Store) -> None:
    brought = [
        an_item(
            "bytes",
            b"\x00\xff<html>",
            media_type="text/html",
            title="T",
            url="https://example.org/1",
            observed_at=after(hours=1),
            is_baseline=True,
        ),
        an_item(
            "text", "odd \ud800 and \x00 text", title="\udc00", byline="B", language="en", published_at=after(seconds=1)
        ),
    ]
    assert store.sources.accept(a_state(), brought, NOON) == 2
    assert store.intake.pending(10) == brought


def test_state_of_a_source_is_stored_and_replaced(store: Store) -> None:
    full = SourceState("wire", "feed", "u", "e", "l", "h", NOON, NOON, NOON, 3, "failing", "timeout")
    store.sources.accept(a_state(), [], NOON)
    store.sources.accept(full, [], NOON)
    store.sources.accept(a_state("other"), [], NOON)
    assert store.sources.states() == {"wire": full, "other": a_state("other")}


def test_item_seen_with_this_content_is_ignored_for_good(store: Store) -> None:
    assert store.sources.accept(a_state(), [an_item(), an_item()], NOON) == 1
    store.intake.pending(10)
    decide(store)
    assert store.sources.accept(a_state(), [an_item()], after(days=9)) == 0
    assert store.intake.pending(10) == []


@pytest.mark.parametrize(
    "changed",
    [an_item(content="Other text."), an_item(title="Other title"), an_item(media_type="text/html")],
    ids=["content", "title", "kind"],
)
def test_changed_item_is_accepted_again(store: Store, changed: RawItem) -> None:
    store.sources.accept(a_state(), [an_item()], NOON)
    assert store.sources.accept(a_state(), [changed], NOON) == 1


def test_oldest_is_handed_out_first_then_by_id(store: Store) -> None:
    store.sources.accept(
        a_state(),
        [
            an_item("z"),
            an_item("late", published_at=after(hours=1)),
            an_item("b"),
            an_item("undated", published_at=None),
        ],
        after(minutes=5),
    )
    assert ids(store.intake.pending(10)) == ["b", "z", "undated", "late"]


def test_limit_holds(store: Store) -> None:
    store.sources.accept(a_state(), [an_item(str(number)) for number in range(9)], NOON)
    assert ids(store.intake.pending(4)) == ["0", "1", "2", "3"]


def test_versions_of_an_item_are_decided_in_the_order_they_came(store: Store) -> None:
    first, second = an_item(content="First."), an_item(content="Second.", published_at=after(days=-1))
    store.sources.accept(a_state(), [first], NOON)
    store.sources.accept(a_state(), [second], NOON)
    assert store.intake.pending(10) == [first]
    decide(store, a_document(text="First."))
    assert store.intake.pending(10) == [second]
    decide(store, a_document(text="Second."))
    assert store.intake.pending(10) == []


def test_what_is_younger_than_a_waiting_version_waits_with_it(store: Store) -> None:
    first, second = an_item(content="First."), an_item(content="Second.", published_at=after(hours=2))
    store.sources.accept(
        a_state(),
        [first, second, an_item("b", published_at=after(hours=1)), an_item("c", published_at=after(hours=3))],
        NOON,
    )
    assert ids(store.intake.pending(10)) == ["a", "b"]
    decide(store, a_document(text="First."))
    decide(store, a_document("b"))
    assert [item.content for item in store.intake.pending(10)] == ["Second.", "Some text."]


def test_an_item_that_is_handed_out_again_and_again_is_not_held_to_be_guilty(store: Store) -> None:
    store.sources.accept(a_state(), [an_item("a"), an_item("b")], NOON)
    assert [ids(store.intake.pending(10)) for _ in range(5)] == [["a", "b"]] * 5
    assert store.views.status(NOON).parked == ()


def test_an_item_whose_decision_fails_three_times_is_parked_and_named(store: Store) -> None:
    store.sources.accept(a_state(), [an_item("poison"), an_item("rest", published_at=after(seconds=1))], NOON)
    for _ in range(3):
        assert ids(store.intake.pending(1)) == ["poison"]
        store.parked.count_try("poison", "KeyError('x')", NOON)
    assert ids(store.intake.pending(1)) == ["rest"]
    (parked,) = store.views.status(NOON).parked
    reason = "deciding it failed 3 times, at last: KeyError('x')"
    assert (parked.id, parked.attempts, parked.reason) == ("poison", 3, reason)


def test_rejection_that_is_found_again_is_recorded_once(store: Store) -> None:
    for detail in ("There is no text.", "There is no text.", "The text is no text."):
        store.intake.reject(Rejected("a", "empty", detail), NOON)
    assert store.views.status(NOON).rejections_by_reason == {"empty": 2}


def test_rejection_is_recorded_and_ends_the_item(store: Store) -> None:
    store.sources.accept(a_state(), [an_item("a")], NOON)
    store.intake.pending(1)
    store.intake.reject(Rejected("a", "empty", "There is no text."), after(hours=1))
    found = store.explanations.find("a")
    assert store.intake.pending(1) == []
    assert found is not None
    assert found.kind == "item"
    assert [(item.state, item.reason) for item in found.items] == [("rejected", "empty")]
    assert [rejection.detail for rejection in found.rejections] == ["There is no text."]


def test_status_tells_how_long_the_oldest_item_waits(store: Store) -> None:
    store.sources.accept(a_state(), [an_item()], NOON)
    status = store.views.status(after(minutes=3))
    assert (status.items_by_state, status.oldest_pending) == ({"pending": 1}, timedelta(minutes=3))


def test_where_more_wait_than_are_handed_out_each_source_has_its_turn(store: Store) -> None:
    many = [an_item(f"m{number}", source="many", published_at=after(minutes=-number)) for number in range(9)]
    store.sources.accept(a_state("many"), many, NOON)
    store.sources.accept(a_state("few"), [an_item("f1", source="few"), an_item("f2", source="few")], NOON)
    assert ids(store.intake.pending(4)) == ["m8", "m7", "f1", "f2"]
    assert ids(store.intake.pending(4, in_hand=["m8", "f1"])) == ["m7", "m6", "m5", "f2"]


def test_the_documents_of_a_folder_have_one_turn_and_stay_in_their_order(store: Store) -> None:
    folder = [an_item(f"d{number}", source=f"Post {number}", published_at=after(days=number)) for number in range(6)]
    store.sources.accept(a_state("seeds", kind="folder"), folder, NOON)
    store.sources.accept(a_state("wire"), [an_item("w", published_at=after(days=9))], NOON)
    assert ids(store.intake.pending(4)) == ["d0", "d1", "d2", "w"]


def test_an_item_in_hand_holds_up_its_own_later_version_alone(store: Store) -> None:
    first, second = an_item(content="First."), an_item(content="Second.", published_at=after(days=-1))
    store.sources.accept(a_state(), [first, second, an_item("b")], NOON)
    assert ids(store.intake.pending(9, in_hand=["a"])) == ["b"]
    assert store.intake.item("a") == first
