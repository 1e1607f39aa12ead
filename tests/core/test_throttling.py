"""What waits for a channel, moment by moment, on a clock of the test's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alerts.throttling import Arrangement, QuietHours, Sent, Throttling, Waiting, arrange
from monitor.model import Urgency

NOON = datetime(2024, 10, 20, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(time(22), time(6))


def a_waiting(id: str = "d1", at: datetime = NOON, **slots: Any) -> Waiting:  # noqa: A002
    return Waiting(
        **{"id": id, "watchlist": "flood", "urgency": Urgency.NORMAL, "created_at": at, "due_at": at, **slots}
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_without_wishes_nothing_is_held() -> None:
    assert arrange([a_waiting("d1"), a_waiting("d2")], [], Throttling(), NOON) == Arrangement()


@pytest.mark.parametrize(
    ("now", "is_held"),
    [
        pytest.param("2024-10-20T21:59+02:00", False, id="before"),
        pytest.param("2024-10-20T22:00+02:00", True, id="begin"),
        pytest.param("2024-10-21T05:59+02:00", True, id="past midnight"),
        pytest.param("2024-10-21T06:00+02:00", False, id="end"),
        pytest.param("2024-10-27T05:30+01:00", True, id="the night that the clocks change"),
        pytest.param("2024-10-27T06:00+01:00", False, id="its end, by the new clock"),
    ],
)
def test_quiet_hours_go_by_the_desks_clock(now: str, is_held: bool) -> None:
    waiting = [a_waiting(at=at(now))]
    holds = arrange(waiting, [], Throttling(zone=BERLIN, quiet=NIGHT), at(now)).holds
    assert holds == ((("d1", "quiet hours"),) if is_held else ())


def test_urgent_alerts_pass_quiet_hours_unless_the_desk_wants_none() -> None:
    night = at("2024-10-20T23:00+02:00")
    urgent = [a_waiting(at=night, urgency=Urgency.URGENT)]
    assert arrange(urgent, [], Throttling(zone=BERLIN, quiet=NIGHT), night) == Arrangement()
    assert arrange(urgent, [], Throttling(zone=BERLIN, quiet=replace(NIGHT, passes=frozenset())), night).holds == (
        ("d1", "quiet hours"),
    )


def test_what_the_night_held_is_one_digest_and_a_single_alert_itself() -> None:
    night, morning = at("2024-10-20T23:00+02:00"), at("2024-10-21T06:00+02:00")
    throttling = Throttling(zone=BERLIN, quiet=NIGHT)
    held = [a_waiting(name, at=night, held_for="quiet hours") for name in ("d1", "d2")]
    assert arrange(held, [], throttling, morning).digests == (("quiet hours", ("d1", "d2")),)
    assert arrange(held[:1], [], throttling, morning).releases == ("d1",)


@pytest.mark.parametrize(
    ("times", "minutes", "is_held"),
    [
        pytest.param(tuple(time(hour) for hour in range(24)), 59, True, id="within the hour"),
        pytest.param(tuple(time(hour) for hour in range(24)), 60, False, id="the full hour"),
        pytest.param((time(6), time(14), time(22)), 119, True, id="within the shift"),
        pytest.param((time(6), time(14), time(22)), 120, False, id="the next shift"),
        pytest.param((time(8),), 60 * 20 - 1, True, id="before the day's digest"),
        pytest.param((time(8),), 60 * 20, False, id="the day's digest"),
    ],
)
def test_digests_are_told_at_their_times(times: tuple[time, ...], minutes: int, is_held: bool) -> None:
    waiting = [a_waiting(urgency=Urgency.LOW)]
    planned = arrange(waiting, [], Throttling(digests={Urgency.LOW: times}), NOON + timedelta(minutes=minutes))
    assert bool(planned.holds) is is_held


def test_alerts_of_a_watchlist_wait_for_one_another() -> None:
    throttling = Throttling(group_wait=timedelta(seconds=30))
    first, second = a_waiting("d1", held_for="group"), a_waiting("d2", NOON + timedelta(seconds=20))
    assert arrange([first, second], [], throttling, NOON + timedelta(seconds=20)).holds == (("d2", "group"),)
    later = arrange([first, replace(second, held_for="group")], [], throttling, NOON + timedelta(seconds=30))
    assert later.digests == (("group", ("d1", "d2")),)


def test_after_an_alert_its_watchlist_cools_down_and_others_do_not() -> None:
    throttling = Throttling(cool_down=timedelta(minutes=10))
    sent = [Sent(NOON - timedelta(minutes=1), "flood")]
    waiting = [a_waiting("d1"), a_waiting("d2", watchlist="quakes")]
    assert arrange(waiting, sent, throttling, NOON).holds == (("d1", "cool-down"),)
    assert arrange([a_waiting("d1", held_for="cool-down")], sent, throttling, NOON + timedelta(minutes=9)).releases == (
        "d1",
    )


def test_beyond_the_budget_alerts_roll_into_one_digest() -> None:
    throttling = Throttling(budget=3)
    sent = [Sent(NOON - timedelta(minutes=50), "flood"), Sent(NOON - timedelta(minutes=5), "flood")]
    waiting = [a_waiting(f"d{number}") for number in range(1, 5)]
    assert arrange(waiting, sent, throttling, NOON).holds == (("d2", "budget"), ("d3", "budget"), ("d4", "budget"))
    held = [replace(each, held_for="budget") for each in waiting[1:]]
    sent += [Sent(NOON, "flood")]
    assert arrange(held, sent, throttling, NOON + timedelta(minutes=9)) == Arrangement()
    assert arrange(held, sent, throttling, NOON + timedelta(minutes=10)).digests == (("budget", ("d2", "d3", "d4")),)


def test_a_reply_waits_with_the_alert_that_it_answers() -> None:
    night = at("2024-10-20T23:00+02:00")
    answered = a_waiting("d1", night, held_for="quiet hours")
    reply = a_waiting("d2", night, is_answer=True, parent="d1")
    throttling = Throttling(zone=BERLIN, quiet=NIGHT)
    assert arrange([answered, reply], [], throttling, night).holds == (("d2", "quiet hours"),)
    assert arrange([replace(reply, parent=None)], [], throttling, night) == Arrangement()


def test_what_an_outage_kept_comes_in_order_ten_at_a_time() -> None:
    waiting = [a_waiting(f"d{number}", NOON + timedelta(minutes=number)) for number in range(25)]
    digests = arrange(waiting, [], Throttling(), NOON + timedelta(hours=6)).digests
    assert [len(members) for _, members in digests] == [10, 10, 5]
    assert [member for _, members in digests for member in members] == [each.id for each in waiting]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 600),
            st.sampled_from(Urgency),
            st.sampled_from([None, "quiet hours", "budget"]),
            st.sampled_from(["flood", "quakes"]),
        ),
        max_size=30,
    ),
    st.integers(0, 3000),
    st.one_of(st.none(), st.integers(1, 5)),
)
def test_nothing_is_lost_or_told_twice_and_all_is_told_in_time(
    rows: list[Any], minutes: int, budget: int | None
) -> None:
    throttling = Throttling(
        BERLIN, NIGHT, {Urgency.LOW: (time(8),)}, timedelta(minutes=1), timedelta(minutes=10), budget
    )
    waiting = [
        a_waiting(f"d{number}", NOON + timedelta(minutes=start), urgency=urgency, held_for=why, watchlist=watchlist)
        for number, (start, urgency, why, watchlist) in enumerate(sorted(rows, key=lambda row: row[0]))
    ]
    planned = arrange(waiting, [], throttling, NOON + timedelta(minutes=600 + minutes))
    moved = [
        *(name for name, _ in planned.holds),
        *planned.releases,
        *(name for _, members in planned.digests for name in members),
    ]
    assert len(moved) == len(set(moved))
    assert set(moved) <= {each.id for each in waiting}
    late = arrange(waiting, [], replace(throttling, budget=None), NOON + timedelta(days=3, minutes=30))
    assert {each.id for each in waiting if each.held_for} <= {
        *late.releases,
        *(name for _, members in late.digests for name in members),
    }
