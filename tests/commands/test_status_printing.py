"""What `monitor status` says of pages that are still to be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO

from rich.console import Console

from monitor.commands.status_printing import render_status
from monitor.model import Arrival, AwaitedPage
from monitor.store import Store
from tests.lab.slack_channels import channels_by_token
from tests.store.store_builders import NOON, a_state, an_item


def a_page(host: str, number: int, reason: str) -> AwaitedPage:
    return AwaitedPage(an_item(f"{host}/{number}", url=f"https://{host}/{number}"), host, reason, NOON, NOON)


def status_of(*pages: AwaitedPage) -> list[str]:
    store = Store.open("sqlite://")
    store.sources.accept_all([Arrival(a_state(), awaited=pages)], NOON)
    console = Console(record=True, width=200, file=StringIO())
    console.print(render_status(store.views.status(NOON + timedelta(minutes=12)), (), {}))
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


def test_a_dead_feed_and_a_stopped_channel_have_their_remedies() -> None:
    store = Store.open("sqlite://")
    store.sources.accept(a_state("Dead Wire", state="failing", reason="dns"), [], NOON)
    status = replace(store.views.status(NOON), stopped={"slack:#desk": "invalid_auth"})
    sources = tuple(store.sources.states().values())
    store.close()
    console = Console(record=True, width=200, file=StringIO())
    console.print(render_status(status, sources, {}, channels_by_token().remedy))
    told = [line.strip() for line in console.export_text().splitlines() if line.startswith("what to do")]
    assert told == [
        "what to do: slack:#desk: Slack does not know this token: copy the Bot User OAuth Token again; it begins with"
        " xoxb-",
        "what to do: Dead Wire: there is no such host: check the spelling of the address, and that this machine has a"
        " name server",
    ]


def test_nothing_is_said_where_no_page_is_awaited() -> None:
    assert not any("pages" in line for line in status_of())


def test_of_very_many_sources_those_in_trouble_are_listed_first_and_the_rest_counted() -> None:
    store = Store.open("sqlite://")
    states = [a_state(f"Feed {number:03}", state="ok" if number < 600 else "failing") for number in range(602)]
    store.sources.accept_all([Arrival(state) for state in states], NOON)
    console = Console(record=True, width=200, file=StringIO())
    console.print(render_status(store.views.status(NOON), tuple(store.sources.states().values()), {}))
    store.close()
    lines = [line.rstrip() for line in console.export_text().splitlines()]
    first = next(number for number, line in enumerate(lines) if line.startswith("Source"))
    assert lines[first - 2] == "sources: 2 failing, 600 ok"
    assert [line.split("  ")[0] for line in lines[first + 1 : first + 4]] == ["Feed 600", "Feed 601", "Feed 000"]
    assert lines[-1] == "and 102 sources more: --format jsonl has all"
