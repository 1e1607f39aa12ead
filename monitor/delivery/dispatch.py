"""Brings the outbox to its channels: what is due, in order, at a pace the channel bears, for as long as it takes.

The only place that retries. What a message looks like and whether it arrived is the notifier's business; what must
survive a crash is the store's. Only the pace is kept in memory: after a restart a channel may get two messages within
its interval, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from monitor.channels.kinds import Notifier
from monitor.core.alerts.alerting import rest_of
from monitor.core.alerts.throttling import Throttling
from monitor.model import Channel, Delivery, NotPosted, Posted, Uncertain
from monitor.model.errors import StoreUnavailableError
from monitor.store.outbox import Outbox

log = structlog.get_logger()

LEASE = timedelta(
    minutes=2
)  # longer than any send with its look-up takes; after a crash the wait before the delivery is looked up


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to wait. Chosen so that a blip costs seconds, an outage of hours at most a quarter of an hour after its
    end.
    """

    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=10)
    after_permanent: timedelta = timedelta(minutes=15)  # a person must act; then the channel goes on by itself
    after_uncertain: timedelta = timedelta(
        seconds=30
    )  # the lost request may still arrive: longer than a send's time limit
    longest_retry_after: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again at `at`; until then the channel waits, so that its order holds."""

    at: datetime
    reason: str
    is_uncertain: bool
    is_stopped: bool = False  # a person must act


@dataclass(frozen=True, slots=True)
class GiveUp:
    """This one message can't be delivered as it is; it is kept for a person and the channel goes on."""

    reason: str


def plan_retry(
    delivery: Delivery, result: NotPosted | Uncertain, now: datetime, policy: RetryPolicy, jitter: float
) -> Retry | GiveUp:
    """Decide what becomes of a delivery that did not go through; there is no last attempt.

    `jitter` in [0, 1) spreads the waits over the upper half of their length; a service's own Retry-After is never
    undercut. A doubt once raised stays until the notifier has cleared it by `Posted`.
    """
    if isinstance(result, NotPosted) and result.is_message_fault:
        return GiveUp(result.reason)
    wait = _backoff(policy, delivery.attempts) * (0.5 + jitter / 2)
    asked = result.retry_after_seconds
    if isinstance(result, NotPosted) and result.is_permanent:
        wait = policy.after_permanent
    elif asked is not None:
        wait = max(min(timedelta(seconds=asked), policy.longest_retry_after) * (1 + jitter / 10), timedelta(seconds=1))
    if isinstance(result, Uncertain):
        wait = max(wait, policy.after_uncertain)
    is_stopped = isinstance(result, NotPosted) and result.is_permanent
    return Retry(now + wait, result.reason, delivery.is_uncertain or isinstance(result, Uncertain), is_stopped)


class Dispatcher:
    """Sends what is due; call `dispatch_due` as often as the shortest interval of a channel, from one thread."""

    def __init__(
        self,
        outbox: Outbox,
        notifiers: Mapping[str, Notifier],  # by the kind of a channel
        now: Callable[[], datetime],
        *,
        owner: str,
        jitter: Callable[[], float],
        policy: RetryPolicy | None = None,
        throttling: Throttling | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        self._outbox = outbox
        self._notifiers = notifiers
        self._now = now
        self._owner = owner
        self._jitter = jitter
        self._policy = policy or RetryPolicy()
        self._throttling = throttling or Throttling()
        self._lease = lease
        self._last_at: dict[str, datetime] = {}
        self._unmarked: Callable[[], None] | None = None
        self._is_stopping = False

    def dispatch_due(self) -> int:
        """Send every delivery that is due on a channel that may be written to now; return how many were posted.

        One is claimed at a time, so a kill leaves at most one in doubt. What could not be marked when it was sent is
        marked before anything else is.
        """
        posted = 0
        if (unmarked := self._unmarked) is not None:
            self._unmarked = None
            self._mark(unmarked)
        while not self._is_stopping:
            now = self._now()
            busy = [
                channel
                for channel, at in self._last_at.items()
                if at <= now < at + self._notifiers[Channel.parse(channel).kind].interval
            ]
            self._outbox.arrange(self._throttling, now)
            claimed = self._outbox.claim(self._owner, now, self._lease, 1, busy)
            if not claimed:
                break
            posted += self._deliver(claimed[0])
        return posted

    def stop(self) -> None:
        """Let `dispatch_due` return after the delivery in hand; may be called from a signal handler or another
        thread.
        """
        self._is_stopping = True

    def _deliver(self, delivery: Delivery) -> bool:
        notifier = self._notifiers.get(Channel.parse(delivery.channel).kind)
        result = notifier.send(delivery) if notifier else NotPosted("no_notifier", is_permanent=True)
        now = self._now()
        if notifier:
            self._last_at[delivery.channel] = now
        about = log.bind(
            delivery=delivery.id, alert=delivery.alert.id, channel=delivery.channel, attempt=delivery.attempts
        )
        if isinstance(result, Posted):
            rest = rest_of(delivery.alert, result.untold) if result.untold else None
            self._mark(lambda: self._outbox.mark_posted(delivery.id, now, result.reference, rest))
            about.info("alert posted", reference=result.reference)
            return True
        step = plan_retry(delivery, result, now, self._policy, self._jitter())
        if isinstance(step, GiveUp):
            self._mark(lambda: self._outbox.mark_dead(delivery.id, now, step.reason))
            about.error("alert can't be posted", reason=step.reason)
        else:
            self._mark(
                lambda: self._outbox.mark_failed(
                    delivery.id, now, step.reason, step.at, step.is_uncertain, step.is_stopped
                )
            )
            about.warning(
                "alert waits", reason=step.reason, retry_at=step.at.isoformat(), is_uncertain=step.is_uncertain
            )
        return False

    def _mark(self, mark: Callable[[], None]) -> None:
        """Note what became of a try; where the database takes no note now, it is kept until it does."""
        try:
            mark()
        except StoreUnavailableError:
            self._unmarked = mark
            raise


def _backoff(policy: RetryPolicy, earlier_attempts: int) -> timedelta:
    doublings = min(earlier_attempts, 20)  # a million times the first wait is beyond any cap
    return min(policy.first * (1 << doublings), policy.longest)
