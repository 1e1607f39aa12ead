"""An item that its source tells by revision: what was fetched beside it does not make it new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from monitor.model import RawItem, SourceState
from monitor.store import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STATE = SourceState("harbour", "feed", "https://harbour.example/feed")


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store.open("sqlite://")
    yield store
    store.close()


def an_item(content: str, revision: str | None) -> RawItem:
    return RawItem("harbour#1", "harbour", content, "text/plain", revision=revision)


def test_the_same_revision_is_not_new_whatever_its_content(store: Store) -> None:
    assert store.sources.accept(STATE, [an_item("the page as fetched", "r1")], NOON) == 1
    assert store.sources.unseen([an_item("the feed's own text", "r1")]) == []
    assert store.sources.accept(STATE, [an_item("the page, fetched again", "r1")], NOON) == 0


def test_another_revision_is_new(store: Store) -> None:
    store.sources.accept(STATE, [an_item("text", "r1")], NOON)
    edited = an_item("text", "r2")
    assert store.sources.unseen([edited]) == [edited]
    assert store.sources.accept(STATE, [edited], NOON) == 1


def test_without_a_revision_the_content_tells(store: Store) -> None:
    store.sources.accept(STATE, [an_item("text", None)], NOON)
    assert store.sources.unseen([an_item("text", None)]) == []
    assert store.sources.unseen([an_item("other", None)]) == [an_item("other", None)]


def test_the_fallback_survives_the_queue(store: Store) -> None:
    item = RawItem("harbour#2", "harbour", b"<p>page</p>", "text/html", revision="r1", fallback="The feed's text.")
    store.sources.accept(STATE, [item], NOON)
    assert store.intake.pending(5) == [item]
