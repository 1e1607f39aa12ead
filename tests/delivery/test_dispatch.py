"""The outbox to its channels: the real store, mostly the real Slack client, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.channels.kinds import Notifier
from monitor.channels.slack.notifier import SlackNotifier, SlackWebhookNotifier
from monitor.core.alerts.throttling import Throttling
from monitor.delivery.dispatch import LEASE, Dispatcher
from monitor.delivery.retries import GiveUp, Retry, RetryPolicy, plan_retry
from monitor.model import Delivery, NotPosted, Posted, SendResult, Uncertain
from monitor.store import Store
from tests.faultlab.slacklab import Slacklab
from tests.lab.alert_builders import AT, a_delivery, an_alert, queue

POLICY = RetryPolicy()
ONE_BY_ONE = Throttling(backlog_after=timedelta(days=9))  # how they gather is another test's business


class Clock:
    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


class Recorder:
    """A channel at the edge of the world: keeps what it is sent and answers as it is told."""

    def __init__(self, clock: Clock, interval: timedelta = timedelta(seconds=1)) -> None:
        self.interval = interval
        self.sent: list[tuple[str, datetime]] = []
        self.answers: dict[str, list[SendResult]] = {}
        self._clock = clock

    def send(self, delivery: Delivery) -> SendResult:
        self.sent.append((delivery.id, self._clock()))
        answers = self.answers.get(delivery.channel)
        return answers.pop(0) if answers else Posted("there")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/monitor.db")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def a_dispatcher(
    store: Store, clock: Clock, owner: str = "one", jitter: float = 0.0, **notifiers: Notifier
) -> Dispatcher:
    return Dispatcher(store.outbox, notifiers, clock, owner=owner, jitter=lambda: jitter, throttling=ONE_BY_ONE)


def alerts(count: int) -> list[str]:
    return [f"a{number}" for number in range(1, count + 1)]


def run(dispatcher: Dispatcher, clock: Clock, seconds: int) -> int:
    """Call the dispatcher as its clock does: every half second."""
    posted = 0
    for _ in range(seconds * 2):
        posted += dispatcher.dispatch_due()
        clock.forward(seconds=0.5)
    return posted


def test_alerts_of_a_channel_go_out_in_order_one_a_second(store: Store, clock: Clock) -> None:
    ids = queue(store, *(an_alert(id=name) for name in alerts(5)))
    recorder = Recorder(clock)
    assert run(a_dispatcher(store, clock, slack=recorder), clock, 10) == 5
    assert recorder.sent == [(name, AT + timedelta(seconds=number)) for number, name in enumerate(ids)]


def test_channels_do_not_wait_for_one_another(store: Store, clock: Clock) -> None:
    queue(store, an_alert(id="a1"), an_alert(id="a2"), channels=("slack:#one", "slack:#two", "console:"))
    slack, console = Recorder(clock), Recorder(clock, timedelta(0))
    assert a_dispatcher(store, clock, slack=slack, console=console).dispatch_due() == 4
    assert [name for name, _ in slack.sent] == ["a1@slack:#one", "a1@slack:#two"]
    assert [name for name, _ in console.sent] == ["a1@console:", "a2@console:"]


def test_retry_after_is_obeyed_and_holds_the_order(store: Store, clock: Clock) -> None:
    ids = queue(store, an_alert(id="a1"), an_alert(id="a2"))
    recorder = Recorder(clock)
    recorder.answers["slack:#alerts"] = [NotPosted("ratelimited", retry_after_seconds=30)]
    run(a_dispatcher(store, clock, slack=recorder), clock, 60)
    assert recorder.sent == [(ids[0], AT), (ids[0], AT + timedelta(seconds=30)), (ids[1], AT + timedelta(seconds=31))]


def test_a_stopped_channel_loses_nothing_and_stops_alone(store: Store, clock: Clock) -> None:
    queue(store, *(an_alert(id=name) for name in alerts(3)), channels=("slack:#archived", "slack:#alerts"))
    recorder = Recorder(clock)
    recorder.answers["slack:#archived"] = [NotPosted("is_archived", is_permanent=True)]
    dispatcher = a_dispatcher(store, clock, slack=recorder)
    assert run(dispatcher, clock, 10) == 3
    troubled = store.views.status(clock()).troubled
    assert [(delivery.channel, delivery.reason) for delivery in troubled] == [("slack:#archived", "is_archived")]
    assert store.views.status(clock()).stopped == {"slack:#archived": "is_archived"}
    clock.forward(minutes=15)
    assert run(dispatcher, clock, 10) == 3
    assert store.views.status(clock()).stopped == {}
    assert [name for name, _ in recorder.sent if "archived" in name] == [
        "a1@slack:#archived",
        *(f"{name}@slack:#archived" for name in alerts(3)),
    ]


def test_a_message_that_can_not_be_posted_is_set_aside_and_the_channel_goes_on(store: Store, clock: Clock) -> None:
    ids = queue(store, an_alert(id="a1"), an_alert(id="a2"))
    recorder = Recorder(clock)
    recorder.answers["slack:#alerts"] = [NotPosted("msg_too_long", is_permanent=True, is_message_fault=True)]
    assert run(a_dispatcher(store, clock, slack=recorder), clock, 5) == 1
    assert [(delivery.id, delivery.state) for delivery in store.views.status(clock()).troubled] == [(ids[0], "dead")]


def test_a_delivery_without_a_notifier_waits_for_one(store: Store, clock: Clock) -> None:
    queue(store, an_alert())
    assert run(a_dispatcher(store, clock), clock, 5) == 0
    clock.forward(minutes=15)
    assert a_dispatcher(store, clock, slack=Recorder(clock)).dispatch_due() == 1


def test_an_outage_of_hours_ends_in_order_and_without_a_flood(store: Store, clock: Clock) -> None:
    ids = queue(store, *(an_alert(id=name) for name in alerts(20)))
    recorder = Recorder(clock)
    recorder.answers["slack:#alerts"] = [NotPosted("connect_failed:gaierror")] * 40
    dispatcher = a_dispatcher(store, clock, jitter=0.5, slack=recorder)
    while len(recorder.sent) < 40:
        dispatcher.dispatch_due()
        clock.forward(seconds=30)
    clock.forward(minutes=15)
    assert run(dispatcher, clock, 30) == 20
    assert [name for name, _ in recorder.sent[40:]] == ids
    times = [at for _, at in recorder.sent]
    assert min(later - earlier for earlier, later in pairwise(times)) >= timedelta(seconds=1)


def test_a_clock_set_back_does_not_silence_a_channel(store: Store, clock: Clock) -> None:
    clock.forward(hours=2)
    recorder = Recorder(clock)
    dispatcher = a_dispatcher(store, clock, slack=recorder)
    queue(store, an_alert(id="a1"))
    assert dispatcher.dispatch_due() == 1
    clock.forward(hours=-2)
    queue(store, an_alert(id="a2"))
    assert dispatcher.dispatch_due() == 1


def test_stop_leaves_the_rest_unclaimed(store: Store, clock: Clock) -> None:
    queue(store, an_alert(), channels=("slack:#one", "slack:#two"))
    dispatcher = a_dispatcher(store, clock, slack=Recorder(clock))
    dispatcher.stop()
    assert dispatcher.dispatch_due() == 0
    assert store.views.status(clock()).deliveries_by_state == {"pending": 2}


@pytest.mark.parametrize(
    "fault", ["drop_before", "drop_after", "reset_after", "truncate_after", "500_after", "garbage", "ratelimit"]
)
def test_every_alert_is_posted_exactly_once_through_faults(
    store: Store, clock: Clock, slack: Slacklab, fault: str
) -> None:
    ids = queue(store, *(an_alert(id=name) for name in alerts(6)))
    slack.fail(fault, times=3)
    sender = SlackNotifier("xoxb-1", base_url=slack.base_url, default_channel="#desk", timeout_seconds=1)
    run(a_dispatcher(store, clock, jitter=0.5, slack=sender), clock, 200)
    assert [post["metadata"]["event_payload"]["outbox_id"] for post in slack.posts] == ids
    assert (slack.doubled, store.views.status(clock()).deliveries_by_state) == (0, {"posted": 6})


def test_a_sender_killed_after_the_post_does_not_double_it(store: Store, clock: Clock, slack: Slacklab) -> None:
    queue(store, an_alert(id="a1"), an_alert(id="a2"))
    sender = SlackNotifier("xoxb-1", base_url=slack.base_url, default_channel="#desk", timeout_seconds=1)
    (claimed,) = store.outbox.claim("killed", clock(), LEASE, 1)
    assert isinstance(sender.send(claimed), Posted)  # and the process dies before it can say so
    dispatcher = a_dispatcher(store, clock, owner="next", slack=sender)
    assert dispatcher.dispatch_due() == 0  # while the old request may still be on its way
    clock.forward(seconds=LEASE.total_seconds())
    assert run(dispatcher, clock, 5) == 2
    assert (len(slack.posts), slack.doubled) == (2, 0)


def test_a_webhook_doubles_at_most_once_and_says_so(store: Store, clock: Clock, slack: Slacklab) -> None:
    queue(store, an_alert())
    slack.fail("reset_after")
    run(a_dispatcher(store, clock, slack=SlackWebhookNotifier(slack.webhook_url, timeout_seconds=1)), clock, 60)
    assert [post["text"].startswith("Possible repeat") for post in slack.posts] == [False, True]


def test_doubt_outlives_a_clear_refusal() -> None:
    step = plan_retry(a_delivery(is_uncertain=True), NotPosted("ratelimited", 5), AT, POLICY, 0.0)
    assert step == Retry(AT + timedelta(seconds=5), "ratelimited", is_uncertain=True)


@pytest.mark.parametrize(
    ("result", "attempts", "seconds"),
    [
        pytest.param(NotPosted("http_400"), 0, 1, id="first-retry-is-quick"),
        pytest.param(NotPosted("http_400"), 3, 8, id="doubles"),
        pytest.param(NotPosted("http_400"), 10**6, 300, id="for-ever-but-capped"),
        pytest.param(Uncertain("timeout"), 0, 30, id="longer-than-the-lost-request"),
        pytest.param(Uncertain("timeout"), 9, 300, id="uncertain-backs-off-too"),
        pytest.param(NotPosted("ratelimited", 0), 0, 1, id="zero-retry-after"),
        pytest.param(NotPosted("ratelimited", 10**9), 0, 86400, id="absurd-retry-after"),
        pytest.param(NotPosted("token_revoked", is_permanent=True), 0, 900, id="permanent"),
    ],
)
def test_the_wait_fits_the_failure(result: NotPosted | Uncertain, attempts: int, seconds: float) -> None:
    step = plan_retry(a_delivery(attempts=attempts), result, AT, POLICY, 0.0)
    is_permanent = isinstance(result, NotPosted) and result.is_permanent
    assert step == Retry(
        AT + timedelta(seconds=seconds),
        result.reason,
        is_uncertain=isinstance(result, Uncertain),
        is_stopped=is_permanent,
    )


def test_only_a_fault_of_the_message_is_given_up() -> None:
    assert plan_retry(
        a_delivery(), NotPosted("no_text", is_permanent=True, is_message_fault=True), AT, POLICY, 0.0
    ) == GiveUp("no_text")


@given(
    st.one_of(
        st.builds(Uncertain, st.just("x")),
        st.builds(NotPosted, st.just("x"), st.one_of(st.none(), st.floats(min_value=0, max_value=1e12)), st.booleans()),
    ),
    st.integers(min_value=0, max_value=10**9),
    st.floats(min_value=0, max_value=1, exclude_max=True),
)
def test_every_other_failure_is_tried_again_in_bounded_time(
    result: NotPosted | Uncertain, attempts: int, jitter: float
) -> None:
    step = plan_retry(a_delivery(attempts=attempts), result, AT, POLICY, jitter)
    assert isinstance(step, Retry)
    assert timedelta(seconds=1) <= step.at - AT <= POLICY.longest_retry_after * 1.1
    if isinstance(result, NotPosted) and result.retry_after_seconds is not None and not result.is_permanent:
        assert step.at - AT >= min(
            timedelta(seconds=min(result.retry_after_seconds, 10**6)), POLICY.longest_retry_after
        )
