"""Pages that are still to be had wait with their entries, are asked for by turns, and bring their entry once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import Arrival, AwaitedPage, PageTry, RawItem
from monitor.store import Store
from tests.store.store_builders import NOON, a_state, after, an_item


def an_entry(name: str, revision: str = "r1") -> RawItem:
    return an_item(name, "A teaser.", url=f"https://{name[0]}.example/{name}", revision=revision)


def a_page(name: str, *, revision: str = "r1", due_after: float = 0.0, asked_after: float | None = None) -> AwaitedPage:
    due, asked = after(minutes=due_after), after(minutes=asked_after) if asked_after is not None else None
    return AwaitedPage(
        an_entry(name, revision), f"{name[0]}.example", "late", NOON, due, 0 if asked is None else 1, asked
    )


def await_all(store: Store, *pages: AwaitedPage, settled: tuple[str, ...] = ()) -> None:
    arrival = Arrival(a_state(), tuple(page.item for page in pages), awaited=pages, settled=settled)
    store.sources.accept_all([arrival], NOON)


def had(page: AwaitedPage) -> PageTry:
    full = replace(page.item, content=b"<p>All of it.</p>", fallback="A teaser.", revision="page 1", replaces=0)
    return PageTry(page, None, full)


def due(store: Store, **minutes: float) -> list[str]:
    return [page.item.id for page in store.awaited_pages.due(after(**minutes), ())]


def test_an_entry_waits_as_it_was_brought(store: Store) -> None:
    page = a_page("a1")
    await_all(store, page)
    assert store.awaited_pages.due(NOON, ()) == [page]
    assert store.intake.pending(9) == [page.item]


def test_no_host_waits_for_another(store: Store) -> None:
    await_all(store, *(a_page(f"a{number}") for number in range(20)), a_page("b1", due_after=1), a_page("c1"))
    assert due(store, minutes=1) == ["a0", "c1", "b1", "a1", "a10", "a11", "a12", "a13", "a14", "a15"]
    assert [page.item.id for page in store.awaited_pages.due(after(minutes=1), {"a.example"})] == ["c1", "b1"]


@pytest.mark.parametrize(
    ("page", "asked_before", "is_due"),
    [
        pytest.param(a_page("a1", due_after=2), None, False, id="not yet"),
        pytest.param(a_page("a1", due_after=60 * 24 * 400), None, True, id="planned by a clock that was ahead"),
        pytest.param(a_page("a1", due_after=2, asked_after=0), 1, True, id="asked before this round"),
        pytest.param(a_page("a1", due_after=2, asked_after=1), 1, False, id="asked in this round"),
    ],
)
def test_what_is_due(store: Store, page: AwaitedPage, asked_before: float | None, *, is_due: bool) -> None:
    await_all(store, page)
    before = after(minutes=asked_before) if asked_before is not None else None
    assert store.awaited_pages.due(after(minutes=1), (), asked_before=before) == ([page] if is_due else [])


def test_an_entry_is_queued_once_with_its_page(store: Store) -> None:
    page = a_page("a1")
    await_all(store, page)
    assert [store.awaited_pages.note(had(page), NOON) for _ in range(2)] == [1, 0]
    assert due(store) == []
    assert [item.content for item in (*store.intake.pending(1), *store.intake.pending(1))][:1] == ["A teaser."]


def test_a_page_that_is_not_to_be_had_is_put_off_with_the_pause_of_its_host(store: Store) -> None:
    page = a_page("a1")
    await_all(store, page)
    later = replace(page, reason="unavailable", tries=1, asked_at=NOON, due_at=after(minutes=5))
    assert store.awaited_pages.note(PageTry(page, later, held_until=after(minutes=5)), NOON) == 0
    assert store.awaited_pages.due(after(minutes=5), ()) == [later]
    assert store.sources.held_hosts(NOON) == {"a.example": after(minutes=5)}


def test_a_page_asked_for_an_earlier_version_of_its_entry_changes_nothing(store: Store) -> None:
    page, newer = a_page("a1"), a_page("a1", revision="r2")
    await_all(store, page)
    await_all(store, newer)
    assert store.awaited_pages.note(had(page), NOON) == 0
    assert store.awaited_pages.due(NOON, ()) == [newer]


def test_an_entry_whose_page_came_with_a_later_poll_waits_no_more(store: Store) -> None:
    await_all(store, a_page("a1"), a_page("a2"))
    await_all(store, settled=("a1",))
    assert due(store) == ["a2"]
    assert [store.awaited_pages.count(name) for name in ("wire", "other")] == [1, 0]


def test_the_status_counts_by_host_and_reason(store: Store) -> None:
    await_all(store, a_page("a1"), replace(a_page("a2"), reason="timeout"), a_page("b1"))
    awaited = store.views.status(NOON + timedelta(minutes=3)).awaited
    assert awaited.by_host == {"a.example": {"late": 1, "timeout": 1}, "b.example": {"late": 1}}
    assert (awaited.count, awaited.by_reason, awaited.oldest) == (3, {"late": 2, "timeout": 1}, timedelta(minutes=3))
