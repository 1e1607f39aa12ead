"""What a poll knows after each of its steps: a frozen value a phase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from monitor.model import AwaitedPage, KnownEntry, PacedItem, RawItem, RememberedEntry, SourceState
from monitor.polling.schedule import FeedSource
from monitor.polling.sorting import Sorted
from monitor.sources.feeds import FeedReading
from monitor.sources.fetch import Fetched


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer that differs from the last one."""

    feed: FeedSource
    state: SourceState
    answer: Fetched
    body_hash: str
    is_unconditional: bool  # asked without validators
    is_suspect: bool  # the last reading of this feed ended its reader

    @property
    def is_first(self) -> bool:
        """Whether the feed was never read before at its address."""
        return self.state.body_hash is None


@dataclass(frozen=True, slots=True)
class Understood:
    """A feed as read. `state`: with what the whole answer says of the feed."""

    feed: FeedSource
    state: SourceState
    answer: Fetched
    reading: FeedReading
    is_first: bool


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of the feed's entries, by any of their keys."""

    feed: Understood
    known: Mapping[int, KnownEntry]


@dataclass(frozen=True, slots=True)
class SortedOut:
    """What is to be queued: `fresh`, of which the ids in `bulk` came as no news does."""

    feed: Understood
    found: Sorted
    fresh: tuple[RawItem, ...] = ()
    bulk: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll came to: the state to commit together with `items`. `outcome`: "read", "unchanged" or a failure's
    reason.
    """

    state: SourceState
    items: tuple[RawItem, ...]
    outcome: str
    detail: str = ""
    pages: int = 0  # articles fetched
    retry_after: timedelta | None = None  # what the host asked for; it holds for all its feeds
    memories: tuple[RememberedEntry, ...] = ()
    entries: int = 0  # in the feed now
    revised: int = 0  # among `items`, those that were known with another text
    answer: Fetched | None = None
    awaited: tuple[AwaitedPage, ...] = ()  # pages that are to be asked for later
    settled: tuple[str, ...] = ()  # entries of which no page is awaited any more
    paced: tuple[PacedItem, ...] = ()  # versions that are to be read later
