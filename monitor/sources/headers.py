"""What a server's headers ask of whoever comes again: validators to send back, a pause, how long an answer holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_RETRY_AFTER = timedelta(hours=24)
_LONGEST_VALIDATOR = 1_000
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)


def validator(value: str | None) -> str | None:
    """Return a validator that can be sent back as it came; an over-long or unprintable one is none."""
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the server asks for, at most a day; `None` for nonsense and for the past (RFC 9110,
    10.2.3).
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:12])
    else:
        until, since = _http_date(value), _http_date(headers.get("Date", "")) or datetime.now(UTC)
        seconds = (until - since).total_seconds() if until is not None else 0.0
    return min(seconds, LONGEST_RETRY_AFTER.total_seconds()) if seconds > 0 else None


def max_age(headers: Mapping[str, str]) -> timedelta | None:
    """Return for how long the answer holds by its Cache-Control (RFC 9111, 5.2.2.1); `None` where it doesn't say."""
    control = headers.get("Cache-Control", "")[:500]
    found = _MAX_AGE.search(control)
    return timedelta(seconds=int(found[1])) if found and "no-cache" not in control.lower() else None


def _http_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value[:64])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)
