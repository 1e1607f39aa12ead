"""What `monitor status` says of pages that are still to be had."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from rich.console import Console

from monitor.commands.status_printing import render_status
from monitor.model import Arrival, AwaitedPage
from monitor.store import Store
from tests.store.store_builders import NOON, a_state, an_item


def a_page(host: str, number: int, reason: str) -> AwaitedPage:
    return AwaitedPage(an_item(f"{host}/{number}", url=f"https://{host}/{number}"), host, reason, NOON, NOON)


def status_of(*pages: AwaitedPage) -> list[str]:
    store = Store.open("sqlite://")
    store.sources.accept_all([Arrival(a_state(), awaited=pages)], NOON)
    console = Console(record=True, width=200, file=StringIO())
    console.print(render_status(store.views.status(NOON + timedelta(minutes=12)), {}))
    store.close()
    return [line.rstrip() for line in console.export_text().splitlines()]


def test_awaited_pages_are_counted_by_host_and_reason_the_host_with_most_first() -> None:
    lines = status_of(
        a_page("a.example", 1, "late"), a_page("b.example", 1, "late"), a_page("b.example", 2, "unavailable")
    )
    begin = lines.index("pages still to be had: 3, the oldest for 12 min")
    assert lines[begin + 1 : begin + 3] == ["  b.example: 1 late, 1 unavailable", "  a.example: 1 late"]


def test_of_many_hosts_the_rest_are_counted() -> None:
    lines = status_of(*(a_page(f"{number}.example", 1, "late") for number in range(11)))
    assert "  and 3 hosts more" in lines


def test_nothing_is_said_where_no_page_is_awaited() -> None:
    assert not any("pages" in line for line in status_of())
