"""What was found settled in the outbox is what a fresh look finds: whatever is written, sent, fails or grows late
between two looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from monitor.core.alerts.throttling import QuietHours, Throttling
from monitor.model import Delivery, Urgency
from monitor.store import Store
from monitor.store.engine import Database
from monitor.store.holding import Settled, plan
from monitor.store.outbox import Outbox, enqueue
from monitor.store.schema import alerts, deliveries
from tests.store.store_builders import an_alert

BERLIN = ZoneInfo("Europe/Berlin")
CLOCKS_CHANGE = datetime(2024, 10, 26, 21, 50, tzinfo=UTC)  # three hours before they are set back
LEASE = timedelta(minutes=2)
DESKS = {
    "nothing asked": Throttling(),
    "quiet": Throttling(zone=BERLIN, quiet=QuietHours(time(23, 0), time(2, 30))),
    "digests": Throttling(zone=BERLIN, digests={Urgency.NORMAL: (time(1, 0), time(2, 30), time(9, 0))}),
    "paced": Throttling(budget=2, budget_per=timedelta(minutes=20), group_wait=timedelta(seconds=40)),
    "cooled": Throttling(cool_down=timedelta(minutes=12), quiet=QuietHours(time(0, 0), time(0, 20))),
}
STEPS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(("slack:#a", "slack:#b")), st.sampled_from(list(Urgency))),
    st.tuples(st.just("answer"), st.sampled_from(("slack:#a", "slack:#b")), st.sampled_from(list(Urgency))),
    st.tuples(st.just("wait"), st.sampled_from((1, 40, 600, 1801, 4000)), st.none()),
    st.tuples(st.just("send"), st.sampled_from(("posted", "failed", "dead", "posted")), st.none()),
)


@pytest.fixture(scope="module")
def opened() -> Iterator[Store]:
    store = Store.open("sqlite://")
    yield store
    store.close()


@pytest.mark.parametrize("desk", DESKS)
@settings(max_examples=25, deadline=None)
@given(steps=st.lists(STEPS, max_size=25))
def test_what_is_found_settled_is_settled(opened: Store, desk: str, steps: list[tuple[str, object, object]]) -> None:
    database, now = opened.database, CLOCKS_CHANGE
    with database.write() as connection:
        connection.execute(deliveries.delete())
        connection.execute(alerts.delete())
    outbox = Outbox(database)
    for number, (step, what, urgency) in enumerate(steps):
        if isinstance(urgency, Urgency):
            write(database, number, str(what), urgency, now, is_answer=step == "answer")
        elif step == "wait":
            now += timedelta(seconds=float(str(what)))
        else:
            send(outbox, str(what), now)
        for _ in range(3):  # what is let go or put together may be followed by more
            outbox.arrange(DESKS[desk], now)
        with database.read() as connection:
            assert isinstance(plan(connection, DESKS[desk], now), Settled)


def write(database: Database, number: int, channel: str, urgency: Urgency, now: datetime, *, is_answer: bool) -> None:
    """Queue an alert, alone or as an answer to the first that its channel was to have."""
    alert = replace(an_alert(f"a{number}"), watchlist=f"w{number % 2}")
    with database.write() as connection:
        enqueue(connection, [alert], [Delivery(f"d{number}", alert, channel, urgency=urgency)], now)
        if is_answer:
            first = select(func.min(deliveries.c.id)).where(deliveries.c.channel == channel).scalar_subquery()
            connection.execute(
                deliveries.update()
                .where(deliveries.c.id == f"d{number}", deliveries.c.id != first)
                .values(kind="reply", about=first)
            )


def send(outbox: Outbox, end: str, now: datetime) -> None:
    for delivery in outbox.claim("d", now, LEASE, 1):
        match end:
            case "posted":
                outbox.mark_posted(delivery.id, now, "1.2")
            case "failed":
                outbox.mark_failed(delivery.id, now, "unreachable", now + timedelta(seconds=30))
            case _:
                outbox.mark_dead(delivery.id, now, "no_channel")
