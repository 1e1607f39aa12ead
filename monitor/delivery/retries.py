"""What becomes of a delivery that did not go through: when it is tried again, or that it is set aside. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Delivery, NotPosted, Uncertain


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


def _backoff(policy: RetryPolicy, earlier_attempts: int) -> timedelta:
    doublings = min(earlier_attempts, 20)  # a million times the first wait is beyond any cap
    return min(policy.first * (1 << doublings), policy.longest)
