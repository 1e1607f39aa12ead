"""Workers read in order, and the death of one costs the guilty item alone."""

from __future__ import annotations

import pytest

from monitor.model import Analysis, RawItem, Rejected
from monitor.workers.analysts import AnalystPool, InProcess, Unread
from tests.lab.builders import a_watchlist

LONG_TEXT = "".join(
    f"In Korea {number} soldiers arrived in Paris, the mayor of Berlin said. " for number in range(120_000)
)  # far longer to read than any article


def items(count: int) -> list[RawItem]:
    return [
        RawItem(f"item{number}", "test", f"In Korea {number + 2} soldiers arrived on Sunday.", "text/plain")
        for number in range(count)
    ]


def test_a_pool_reads_the_same_in_the_same_order_as_one_process() -> None:
    watchlists = (a_watchlist(),)
    with AnalystPool(watchlists, 2) as pool:
        assert list(pool.map(items(30))) == list(InProcess(watchlists).map(items(30)))


def test_an_item_that_takes_too_long_is_rejected_alone() -> None:
    batch = items(12)
    batch.insert(5, RawItem("slow", "test", LONG_TEXT, "text/plain"))
    with AnalystPool((a_watchlist(),), 2, item_seconds=2.0) as pool:
        results = list(pool.map(batch))
    assert [item.id for item, _ in results] == [item.id for item in batch]
    rejected = [result for _, result in results if isinstance(result, Rejected)]
    assert [(refusal.id, refusal.reason) for refusal in rejected] == [("slow", "too_slow")]
    assert sum(isinstance(result, Analysis) for _, result in results) == 12
    assert pool.deaths >= 1


@pytest.mark.parametrize("count", [0, 1, 8, 9])
def test_any_number_of_items_comes_back(count: int) -> None:
    assert len(list(InProcess((a_watchlist(),)).map(items(count)))) == count


def test_in_the_quick_lane_what_is_slow_is_late_and_the_rest_of_its_source_put_off() -> None:
    slow = [RawItem(f"slow{number}", "evil", LONG_TEXT, "text/plain") for number in range(6)]
    with AnalystPool((a_watchlist(),), 1, quick_seconds=1.0) as pool:
        results = list(pool.map_quickly([slow[0], *items(3), *slow[1:], *items(2)]))
    assert [result for item, result in results if item.source == "evil"] == [Unread.LATE, *[Unread.PUT_OFF] * 5]
    assert sum(isinstance(result, Analysis) for _, result in results) == 5


def test_in_the_long_lane_an_item_is_tried_and_then_has_its_time_and_is_given_up() -> None:
    slow = RawItem("slow", "evil", LONG_TEXT, "text/plain")
    with AnalystPool((a_watchlist(),), 1, item_seconds=1.0, quick_seconds=0.5) as pool:
        readings = [
            pool.read_beside(slow, is_late=False),
            pool.read_beside(slow, is_late=True),
            pool.read_beside(items(1)[0], is_late=True),
        ]
        first, second, third = [reading.result() for reading in readings]
    assert first is Unread.LATE
    assert isinstance(second, Rejected)
    assert isinstance(third, Analysis)
