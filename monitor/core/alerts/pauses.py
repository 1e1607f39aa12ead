"""For how long a desk can ask for silence with one press, and when that ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from types import MappingProxyType

MORNING = time(8)
SPANS: Mapping[str, str] = MappingProxyType(
    {"hour": "1 hour", "shift": "8 hours", "morning": "until tomorrow morning", "week": "a week"}
)
_LENGTHS: Mapping[str, timedelta] = MappingProxyType(
    {"hour": timedelta(hours=1), "shift": timedelta(hours=8), "week": timedelta(weeks=1)}
)


def end_of(span: str, at: datetime, zone: tzinfo) -> datetime:
    """Return when a span that begins at an instant ends, in UTC; the next morning is that of the desk's clock, and of
    tomorrow's date.
    """
    if span == "morning":
        day = at.astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(day, MORNING, zone).astimezone(UTC)
    return at + _LENGTHS[span]
