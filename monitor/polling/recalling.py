"""The steps of a poll between its reading and its pages: what is known of the entries, and what of them is to be read.

What the database knows is asked in two questions, since the second, which of the entries were queued before with the
same content, depends on what the first makes of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model import SourceState
from monitor.polling.phases import Recalled, SortedOut, Understood
from monitor.polling.schedule import with_news
from monitor.polling.sorting import MOST_REVISIONS, Sorted, bulk_of, sort_out
from monitor.sources.identity import keys_of
from monitor.sources.threads import Threads
from monitor.store.sources import Sources

_FEW = 3  # entries below which a feed holds only its last news anyway


@dataclass(frozen=True, slots=True)
class Recall:
    """What the database knows of a feed's entries; a feed that never answered has brought nothing, and is not asked
    about.
    """

    sources: Sources
    threads: Threads

    async def __call__(self, feed: Understood) -> Recalled:
        """Return the entries that any key of the feed's leads to."""
        if _is_new(feed.state):
            return Recalled(feed, {})
        keys = [key for trace in feed.reading.traces for key in keys_of(trace)]
        return Recalled(feed, await self.threads.run(lambda: self.sources.recall(feed.feed.name, keys)))

    async def leave_out_queued(self, sorted_out: SortedOut) -> SortedOut:
        """Return what was never queued with its content."""
        found = sorted_out.found
        items = (*found.fresh, *found.revised)
        if not items or _is_new(sorted_out.feed.state):
            return sorted_out
        unknown = {item.id for item in await self.threads.run(lambda: self.sources.unseen(items))}
        fresh, revised = (tuple(item for item in kept if item.id in unknown) for kept in (found.fresh, found.revised))
        return replace(sorted_out, found=replace(found, fresh=fresh, revised=revised))


def sort_entries(recalled: Recalled) -> SortedOut:
    """Return which of the entries are new, changed, or to be read later. Pure."""
    reading = recalled.feed.reading
    return SortedOut(recalled.feed, sort_out(reading.entries, reading.traces, recalled.known))


def judge_news(sorted_out: SortedOut, now: datetime) -> SortedOut:
    """Return what is to be queued, with what is the feed's past marked as such. Pure."""
    feed, found = sorted_out.feed, sorted_out.found
    bulk = frozenset[str]() if feed.is_first else _bulk(found, feed.state, len(feed.reading.entries), now)
    fresh = tuple(
        replace(item, is_baseline=feed.is_first or item.id in bulk) for item in (*found.fresh, *found.revised)
    )
    return replace(sorted_out, fresh=fresh, bulk=bulk)


def with_found(state: SourceState, sorted_out: SortedOut, now: datetime) -> SourceState:
    """Return the state with the news that came, and with a note of what came at once or has to wait. Pure."""
    found, bulk = sorted_out.found, sorted_out.bulk
    if bulk:
        state = replace(state, note=f"{len(bulk)} entries came at once, as no news does; they are taken as its past")
    elif found.paced:
        count = len(found.paced)
        who = "an entry has" if count == 1 else f"{count} entries have"
        state = replace(state, note=f"{who} changed {MOST_REVISIONS} times of late; read again within a quarter hour")
    elif _has_rolled_over(sorted_out):
        note = (
            f"none of its {len(found.fresh)} entries was there before; others may have come and gone since it was read"
        )
        state = replace(state, note=note)
    news = [item for item in found.fresh if item.id not in bulk]
    return with_news(state, news, now) if news else state


def _has_rolled_over(sorted_out: SortedOut) -> bool:
    """Tell whether all that a known feed holds is new, so that more may have been there in between."""
    held = len(sorted_out.feed.reading.entries)
    return not sorted_out.feed.is_first and held >= _FEW and len(sorted_out.found.fresh) == held


def _is_new(state: SourceState) -> bool:
    """Tell whether nothing of the source can be stored: what it brought would be, with the answer that brought it."""
    return state.last_success_at is None


def _bulk(found: Sorted, state: SourceState, held: int, now: datetime) -> frozenset[str]:
    """Return the ids of entries that are no news, since they came at once; none where nothing ever came."""
    since = state.last_news_at or state.last_success_at
    if since is None:
        return frozenset()
    rhythm = timedelta(seconds=state.rhythm_seconds) if state.rhythm_seconds else None
    return bulk_of(found, held, since, rhythm, now)
