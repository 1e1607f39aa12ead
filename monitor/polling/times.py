"""The clocks that polling goes by, as values, so that a test or a replay brings its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

GATHER_SECONDS = 1.0


def utc_now() -> datetime:
    """Return the time of the system's clock, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Times:
    """now: the time of day. clock: seconds that nobody can set. jitter: a number in [0, 1), which spreads the polls of
    feeds that were added together. gather_seconds: for which a poll without news waits for others, to be stored with
    them.
    """

    now: Callable[[], datetime] = utc_now
    clock: Callable[[], float] = monotonic
    jitter: Callable[[], float] = random.random
    gather_seconds: float = GATHER_SECONDS
