"""Slow articles are read beside the others: they hold up nothing, each source has its turn, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from monitor.core.decision import Rules
from monitor.model import RawItem, SourceState
from monitor.pipeline.pipeline import Pipeline
from monitor.store import Store
from monitor.workers.analysts import InProcess, Result, Unread
from tests.lab.builders import GEOGRAPHY

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class TwoLanes(InProcess):
    """Analysts for whom every item called slow is late; the long lane is at its end when `come` is called."""

    tried: list[str] = field(default_factory=list)
    begun: list[tuple[RawItem, Future[Result | Unread]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(())

    def map_quickly(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result | Unread]]:
        slow: set[str] = set()
        for item, result in self.map(items):
            if item.source in slow:
                yield item, Unread.PUT_OFF
                continue
            self.tried.append(item.id)
            if item.id.startswith("slow"):
                slow.add(item.source)
            yield item, Unread.LATE if item.id.startswith("slow") else result

    def read_beside(self, item: RawItem, *, is_late: bool) -> Future[Result | Unread]:
        done: Future[Result | Unread] = Future()
        if is_late:
            self.begun.append((item, done))
        else:
            self.tried.append(item.id)
            done.set_result(Unread.LATE if item.id.startswith("slow") else next(iter(self.map([item])))[1])
        return done

    def come(self) -> str:
        item, future = self.begun[-1]
        future.set_result(next(iter(self.map([item])))[1])
        return item.id


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store.open("sqlite://")
    yield store
    store.close()


def bring(store: Store, source: str, *names: str) -> None:
    items = [RawItem(name, source, f"Ship {name} left the harbour.", "text/plain", published_at=NOON) for name in names]
    store.sources.accept(SourceState(source, "feed", f"https://{source}.example/feed"), items, NOON)


def drain_of(store: Store, analysts: TwoLanes) -> Callable[[], int]:
    pipeline = Pipeline(store.intake, store.parked, store.ledger, analysts, Rules({}, GEOGRAPHY, {}))
    return lambda: pipeline.drain(lambda: NOON, awaits_slow=False)


def pending(store: Store) -> list[str]:
    return [item.id for item in store.intake.pending(99)]


def test_after_the_first_slow_article_the_quick_lane_tries_none_of_its_source(store: Store) -> None:
    analysts = TwoLanes()
    bring(store, "evil", *(f"slow{number:02}" for number in range(9)))
    bring(store, "calm", "z")
    assert drain_of(store, analysts)() == 1
    assert analysts.tried[:2] == ["slow00", "z"]


def test_what_is_quick_is_decided_while_any_number_of_slow_articles_is_read(store: Store) -> None:
    analysts = TwoLanes()
    drain = drain_of(store, analysts)
    bring(store, "evil", *(f"slow{number:02}" for number in range(40)), "zebra")
    bring(store, "calm", "b", "c")
    assert drain() == 2
    bring(store, "calm", "d")
    assert drain() == 1
    analysts.come()
    assert drain() == 2
    assert pending(store) == [f"slow{number:02}" for number in range(1, 40)]
    assert [item.id for item, _ in analysts.begun] == ["slow00", "slow01"]


def test_the_long_lane_reads_one_after_the_other_and_each_source_in_turn(store: Store) -> None:
    analysts = TwoLanes()
    drain = drain_of(store, analysts)
    bring(store, "evil", "slow1", "slow2", "slow3")
    bring(store, "odd", "slow8", "slow9")
    drain()
    order = []
    while not analysts.begun[-1][1].done():
        order.append(analysts.come())
        assert drain() == 1
    assert order == ["slow1", "slow8", "slow2", "slow9", "slow3"]
    assert pending(store) == []


def test_a_later_version_waits_for_the_slow_one_and_nobody_else_does(store: Store) -> None:
    analysts = TwoLanes()
    drain = drain_of(store, analysts)
    bring(store, "evil", "slow")
    drain()
    item = RawItem("slow", "evil", "Ship slow has sunk.", "text/plain", published_at=NOON)
    store.sources.accept(SourceState("evil", "feed", "https://evil.example/feed"), [item], NOON)
    bring(store, "calm", "z")
    assert drain() == 1
    analysts.come()
    assert drain() == 1
    analysts.come()
    assert drain() == 1
    found = store.explanations.find("slow")
    assert found is not None
    assert [version.document.text for version in found.versions] == [
        "Ship slow left the harbour.",
        "Ship slow has sunk.",
    ]


def test_a_pipeline_that_begins_anew_reads_what_was_in_the_long_lane(store: Store) -> None:
    first, second = TwoLanes(), TwoLanes()
    bring(store, "evil", "slow")
    drain_of(store, first)()
    again = drain_of(store, second)
    assert again() == 0
    assert second.come() == "slow"
    assert again() == 1


def test_a_drain_that_waits_for_slow_articles_leaves_none(store: Store) -> None:
    class Ready(TwoLanes):
        def read_beside(self, item: RawItem, *, is_late: bool) -> Future[Result | Unread]:
            reading = super().read_beside(item, is_late=is_late)
            if is_late:
                self.come()
            return reading

    bring(store, "evil", "slow1", "slow2", "quick")
    pipeline = Pipeline(store.intake, store.parked, store.ledger, Ready(), Rules({}, GEOGRAPHY, {}))
    assert pipeline.drain(lambda: NOON) == 3
