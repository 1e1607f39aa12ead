"""Brings the outbox to its channels: what is due, in order, at a pace the channel bears, for as long as it takes.

The only place that retries. What a message looks like and whether it arrived is the notifier's business; what must
survive a crash is the store's. Only the pace is kept in memory: after a restart a channel may get two messages within
its interval, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from monitor.channels.kinds import LEASE_ENDS, Notifier
from monitor.core.alerts.alerting import rest_of
from monitor.core.alerts.throttling import Throttling
from monitor.delivery.retries import GiveUp, RetryPolicy, plan_retry
from monitor.model import Channel, Delivery, NotPosted, Posted, SendResult
from monitor.model.errors import StoreUnavailableError
from monitor.store.outbox import Outbox

log = structlog.get_logger()

# Longer than any send with its look-up takes; after a crash the wait before the delivery is looked up.
LEASE = timedelta(minutes=2)


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
        throttling: Throttling | None = None,
        may_post: Callable[[], bool] = lambda: True,
    ) -> None:
        """may_post: asked before each try; false where the right to post could end before a request does."""
        self._outbox = outbox
        self._notifiers = notifiers
        self._now = now
        self._owner = owner
        self._jitter = jitter
        self._throttling = throttling or Throttling()
        self._may_post = may_post
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
        while not self._is_stopping and self._may_post():
            now = self._now()
            busy = [
                channel
                for channel, at in self._last_at.items()
                if at <= now < at + self._notifiers[Channel.parse(channel).kind].interval
            ]
            self._outbox.arrange(self._throttling, now)
            claimed = self._outbox.claim(self._owner, now, LEASE, 1, busy)
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
        result = self._send(notifier, delivery)
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
        step = plan_retry(delivery, result, now, RetryPolicy(), self._jitter())
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

    def _send(self, notifier: Notifier | None, delivery: Delivery) -> SendResult:
        if notifier is None:
            return NotPosted("no_notifier", is_permanent=True)
        if not self._may_post():  # the claim took its time
            return NotPosted(LEASE_ENDS)
        return notifier.send(delivery)

    def _mark(self, mark: Callable[[], None]) -> None:
        """Note what became of a try; where the database takes no note now, it is kept until it does."""
        try:
            mark()
        except StoreUnavailableError:
            self._unmarked = mark
            raise
