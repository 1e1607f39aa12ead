"""When an article is asked for again to see whether it was corrected: often at first, then ever more rarely. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

# After the last change of an article. Most corrections come within the hour of a publication, and few after a day.
_OFFSETS = tuple(timedelta(minutes=minutes) for minutes in (15, 60, 4 * 60, 12 * 60, 24 * 60))
_LATER = timedelta(hours=24)  # between two questions after those, while the story runs
LONGEST = timedelta(days=7)  # from the first reading
FRESH = timedelta(hours=24)  # an article published longer before it was read has had its corrections
STORY_RUNS = timedelta(hours=24)  # for so long after its last other document a story counts as running
MOST_ASKED = 24  # of one article; one that changes at each look would else be asked every quarter of an hour
LONGEST_STEP = _LATER * 1.1


def next_visit(item_id: str, changed_at: datetime, now: datetime) -> datetime:
    """Return when an article whose text was last seen to change at `changed_at` is to be asked for again.

    What was missed meanwhile is one question. The times of different articles are spread over a tenth of their length,
    so that those of one poll do not come due together; an instant in the future counts as now, for a clock may have
    been wrong.
    """
    spread = 1 + crc32(item_id.encode(errors="replace")) / 2**32 / 10
    since = min(changed_at, now)
    return next(
        (since + offset * spread for offset in _OFFSETS if since + offset * spread > now), now + _LATER * spread
    )


def is_over(first_at: datetime, changed_at: datetime, asked: int, now: datetime, *, is_story_running: bool) -> bool:
    """Tell whether an article that was just asked for is not to be asked for again."""
    if asked >= MOST_ASKED or now - first_at >= LONGEST:
        return True
    return now - changed_at >= _OFFSETS[-1] and not is_story_running


def is_fresh(published_at: datetime | None, observed_at: datetime | None, now: datetime) -> bool:
    """Tell whether an article is young enough to be corrected yet."""
    begun_at = published_at or observed_at
    return begun_at is not None and now - begun_at <= FRESH
