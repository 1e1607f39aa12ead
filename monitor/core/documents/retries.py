"""When an article that could not be read or decided is tried again: often at first, then daily, then no more. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

# The first are for a machine that was short of memory or time; the days for a program that is updated meanwhile.
_WAITS = (
    *(timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 60, 60, 60, 60)),
    *[timedelta(days=1)] * 14,
)


def next_try(item_id: str, retries: int, now: datetime) -> datetime | None:
    """Return when an article that was tried again `retries` times is tried once more; `None` where it is given up.

    Spread over a tenth of the wait, so that what was parked together does not come together.
    """
    if retries >= len(_WAITS):
        return None
    spread = 1 + crc32(item_id.encode(errors="replace")) / 2**32 / 10
    return now + _WAITS[retries] * spread
