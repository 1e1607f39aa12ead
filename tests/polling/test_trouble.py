"""The desk hears of a source in trouble once, in one notice, whatever happened meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.channels.layout import render_alert
from monitor.channels.slack.message import compose
from monitor.commands.console import make_console
from monitor.model import SourceState
from monitor.polling.trouble import find_trouble, offline_notice, parked_notice
from monitor.store.explained import StoredItem

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FINE = SourceState(
    "Harbour Post",
    "feed",
    "http://h.example/feed",
    state="ok",
    last_news_at=NOON - timedelta(days=3),
    rhythm_seconds=7200.0,
)
FAILING = replace(FINE, state="failing", reason="dns", failures=3, failing_since=NOON - timedelta(hours=2))


@pytest.mark.parametrize(
    ("state", "headline"),
    [
        pytest.param(FINE, None, id="well"),
        pytest.param(replace(FINE, state="quiet"), "Harbour Post: nothing new for 3 d, usually every 2 h", id="quiet"),
        pytest.param(replace(FINE, state="stale"), "Harbour Post: only repeats for 3 d, usually every 2 h", id="stale"),
        pytest.param(FAILING, "Harbour Post: failing for 2 h (dns)", id="failing for long"),
        pytest.param(replace(FAILING, failures=2), None, id="failing twice"),
        pytest.param(replace(FAILING, failing_since=NOON - timedelta(minutes=59)), None, id="failing for a while"),
        pytest.param(replace(FINE, state="quiet", told_state="quiet"), None, id="told"),
    ],
)
def test_a_notice_is_written_for(state: SourceState, headline: str | None) -> None:
    notice = find_trouble([state], "console:", NOON).notice
    assert (notice.headline if notice else None) == headline


def test_a_notice_says_what_to_do() -> None:
    notice = find_trouble([FAILING], "console:", NOON).notice
    assert notice is not None
    assert notice.title is not None
    assert notice.title.startswith("there is no such host: check the spelling")


def test_many_sources_are_one_notice() -> None:
    states = [replace(FAILING, name=f"feed {number:03}") for number in range(300)]
    trouble = find_trouble(states, "slack:#desk", NOON)
    assert trouble.notice is not None
    assert trouble.notice.headline == "300 sources need a look"
    assert trouble.notice.title is not None
    assert trouble.notice.title.endswith("and 292 more")
    assert (len(trouble.deliveries), len(trouble.told)) == (1, 300)


def test_recovery_is_noted_in_silence_and_the_next_trouble_is_told_again() -> None:
    trouble = find_trouble([replace(FINE, told_state="failing")], "console:", NOON)
    assert (trouble.notice, trouble.deliveries, trouble.told) == (None, (), {"Harbour Post": None})
    assert find_trouble([replace(FINE, state="quiet", told_state="failing")], "console:", NOON).notice is not None


def test_a_notice_reads_well_wherever_it_goes() -> None:
    notice = offline_notice(40, "slack:#desk", NOON).notice
    assert notice is not None
    message = compose(notice)
    assert message.text.startswith("None of 40 feeds can be reached")
    assert "origin" not in message.plain
    console = make_console()
    with console.capture() as captured:
        console.print(render_alert(notice))
    assert "offline" in captured.get()
    assert "origin" not in captured.get()


def test_articles_that_can_not_be_read_are_one_notice_that_counts_them_by_source() -> None:
    def items(source: str, count: int) -> list[StoredItem]:
        return [
            StoredItem(f"{source}{number}", source, "parked", 0, "too_slow: 20 s", NOON, None)
            for number in range(count)
        ]

    one, many = (
        parked_notice(items("Post", 1), "c", NOON),
        parked_notice(items("Post", 3) + items("Mail", 1), "c", NOON),
    )
    assert one.notice is not None
    assert many.notice is not None
    assert one.notice.headline == "An article of Post could not be read; it is tried again"
    assert many.notice.headline == "4 articles of 2 sources could not be read; they are tried again"
    assert (many.notice.title or "").startswith("Post: 3; Mail: 1.")
