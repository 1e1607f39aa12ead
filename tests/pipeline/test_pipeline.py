"""An item that can't be decided holds up the others for three tries, and only what raised counts as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.core.decision import Rules
from monitor.model import Analysis, RawItem, Rejected, SourceState
from monitor.model.errors import ReaderError
from monitor.pipeline.pipeline import Pipeline
from monitor.store import Store
from monitor.workers.analysts import InProcess
from tests.lab.builders import GEOGRAPHY

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Misreading(InProcess):
    """Reads the item "poison" as something that nothing can be decided of."""

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Any]]:
        for item, result in super().map(items):
            assert isinstance(result, Analysis)
            yield item, replace(result, document=None) if item.id == "poison" else result  # type: ignore[arg-type]


class NoWorkers(InProcess):
    """Analysts whose workers don't come up."""

    def __init__(self) -> None:
        super().__init__(())

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Any]]:
        raise ReaderError("none comes up")


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store.open("sqlite://")
    items = [RawItem(name, "wire", f"Ship {name} left the harbour.", "text/plain") for name in ("a", "poison", "z")]
    store.sources.accept(SourceState("wire", "feed", "https://wire.example/feed"), items, NOON)
    yield store
    store.close()


def test_an_item_that_cannot_be_decided_is_parked_and_the_next_are_decided(store: Store) -> None:
    pipeline = Pipeline(store.intake, store.parked, store.ledger, Misreading(()), Rules({}, GEOGRAPHY, {}))
    for _ in range(3):
        with pytest.raises(AttributeError):
            pipeline.drain(lambda: NOON)
    assert pipeline.drain(lambda: NOON) == 1
    assert store.views.status(NOON).items_by_state == {"done": 2, "parked": 1}


def test_where_no_worker_comes_up_nothing_is_held_against_what_waits(store: Store) -> None:
    for _ in range(5):
        with pytest.raises(ReaderError):
            Pipeline(store.intake, store.parked, store.ledger, NoWorkers(), Rules({}, GEOGRAPHY, {})).drain(
                lambda: NOON
            )
    assert store.views.status(NOON).items_by_state == {"pending": 3}
    assert (
        Pipeline(store.intake, store.parked, store.ledger, InProcess(()), Rules({}, GEOGRAPHY, {})).drain(lambda: NOON)
        == 3
    )


class Deadly(InProcess):
    """Analysts of whom "poison" ends each reader."""

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Any]]:
        for item, result in super().map(items):
            yield item, Rejected(item.id, "too_slow", "20 s") if item.id == "poison" else result


def test_what_ends_its_readers_is_parked_and_read_again_in_its_time(store: Store) -> None:
    def drain(analysts: InProcess, at: datetime) -> int:
        return Pipeline(store.intake, store.parked, store.ledger, analysts, Rules({}, GEOGRAPHY, {})).drain(lambda: at)

    assert drain(Deadly(()), NOON) == 3
    assert store.views.status(NOON).items_by_state == {"done": 2, "parked": 1}
    assert store.views.status(NOON).rejections_by_reason == {}
    assert drain(InProcess(()), NOON) == 0
    assert drain(InProcess(()), NOON + timedelta(hours=1)) == 1
    assert store.views.status(NOON).items_by_state == {"done": 3}
