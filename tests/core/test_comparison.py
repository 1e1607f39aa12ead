"""Two runs side by side: what only one of them tells, and how many alerts a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from monitor.core.comparison import Change, compare, difference_record, volume, volume_record
from monitor.model import Alert, Outcome
from tests.lab.alert_builders import a_line, an_alert
from tests.lab.builders import NOON

TROOPS, SITE = (
    a_line(outcome=Outcome.NEW, label="troops", was=None, now="1,500 troops"),
    a_line(outcome=Outcome.NEW, label="site", was=None, now="Kursk"),
)


def told(document: str, *lines: object, days: int = 0, watchlist: str = "river") -> Alert:
    return replace(
        an_alert(),
        watchlist=watchlist,
        document_id=document,
        lines=lines,
        at=NOON + timedelta(days=days),
        published_at=NOON + timedelta(days=days),
    )


def test_runs_that_tell_the_same_have_no_difference() -> None:
    assert compare([told("a", TROOPS)], [told("a", TROOPS)]) == ()


def test_an_alert_of_one_run_alone_is_added_or_removed() -> None:
    both = told("b", SITE, days=1)
    found = compare([told("a", TROOPS), both], [both, told("c", SITE, days=2)])
    assert [(each.change, each.document_id) for each in found] == [(Change.REMOVED, "a"), (Change.ADDED, "c")]


def test_an_alert_with_other_lines_is_changed() -> None:
    (found,) = compare([told("a", TROOPS, SITE)], [told("a", TROOPS, replace(SITE, now="Sumy"))])
    assert found.change is Change.CHANGED
    assert (found.lines_removed, found.lines_added) == (("new site: Kursk",), ("new site: Sumy",))


def test_alerts_of_two_watchlists_on_one_document_are_kept_apart() -> None:
    (found,) = compare([told("a", TROOPS)], [told("a", TROOPS), told("a", TROOPS, watchlist="other")])
    assert (found.change, found.watchlist) == (Change.ADDED, "other")


def test_differences_come_in_the_order_of_time_whatever_the_order_given() -> None:
    alerts = [told("a", TROOPS, days=3), told("b", SITE), told("c", SITE, days=1)]
    assert compare([], alerts) == compare([], alerts[::-1])
    assert [each.document_id for each in compare([], alerts)] == ["b", "c", "a"]


def test_volume_counts_every_day_that_the_documents_span() -> None:
    found = volume([told("a", TROOPS), told("b", SITE), told("c", SITE, days=3)], [NOON, NOON + timedelta(days=4)])
    assert (found.alerts, found.days, found.per_day, found.busiest, found.most) == (3, 5, 0.6, date(2024, 10, 20), 2)


def test_volume_of_nothing_is_none() -> None:
    assert volume_record("new", volume([], [])) == {
        "record": "volume",
        "rules": "new",
        "alerts": 0,
        "days": 0,
        "per_day": 0.0,
        "busiest_day": None,
        "most_a_day": 0,
    }


def test_a_difference_is_a_record() -> None:
    (found,) = compare([], [told("a", TROOPS)])
    record = difference_record(found)
    assert (record["record"], record["change"], record["at"]) == ("difference", "added", "2024-10-20T12:00:00Z")
    assert record["lines_added"] == ["new troops: 1,500 troops"]
