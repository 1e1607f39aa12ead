"""What is known of sources and their entries, and what a poll or a second look brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model.documents import RawItem


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source between polls; it commits together with the items that the poll brought.

    `state` is "new", "ok", "empty" (it holds nothing), "quiet" (unchanged for longer than it ever is), "stale" (it
    changes and brings nothing new), "failing", "parked" (reading it ends the reader), "gone" or "removed" (it is not
    configured any more); `reason` says why in a stable word.
    """

    name: str
    kind: str  # "feed" or "folder"
    url: str  # as configured
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_poll_at: datetime | None = None
    last_success_at: datetime | None = None
    last_news_at: datetime | None = None
    failures: int = 0
    state: str = "new"
    reason: str | None = None
    note: str | None = None  # a sentence on what was done with the last poll that needs one
    attempts: int = 0  # readers that reading the body `attempt_hash` has ended
    attempt_hash: str | None = None
    read_at: datetime | None = None  # when it last answered a question without validators, and was understood
    distrusts_validators: bool = False  # it said "not modified" of what had changed
    moved_url: str | None = None  # where it is asked since it has moved for good
    moving_url: str | None = None  # where it says that it has moved, and how many times in a row it led to a feed
    moving_count: int = 0
    rhythm_seconds: float | None = None  # between two of its items, smoothed
    asked_seconds: float | None = None  # the least time between two polls that the feed or its server asks for
    changed_at: datetime | None = None  # when its body last differed from the one before
    failing_since: datetime | None = None
    told_state: str | None = None  # the trouble that the desk was told of


@dataclass(frozen=True, slots=True)
class Trace:
    """What an entry of a feed may be known by at a later poll: keys of GUID, link and title, where they are its own,
    and of its text.

    `words` are the first distinct words of title and text, 32-bit hashes, little-endian.
    """

    guid: int | None
    link: int | None
    title: int | None
    text: int
    words: bytes
    is_title_own: bool = True  # long enough to be nobody else's


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry that a feed has brought before. `revisions`: versions read of late, as of `revised_at`."""

    item_id: str
    words: bytes
    revisions: int
    keys: int
    revised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RememberedEntry:
    """What to remember of an entry: `keys` that lead to it from now on, and how it stands."""

    entry: KnownEntry
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PacedItem:
    """A version of an entry that changes too often: it is read at `due_at`, or a later one in its place."""

    item: RawItem
    due_at: datetime


@dataclass(frozen=True, slots=True)
class AwaitedPage:
    """A page that is still to be had: `item` is its entry as the feed gave it, and was queued so.

    `reason`: why the page could not be had the last time. `asked_at`: when that was; `None` where it was never asked
    for.
    """

    item: RawItem
    host: str
    reason: str
    first_at: datetime
    due_at: datetime
    tries: int = 0
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageTry:
    """What asking for an awaited page came to: how it is to be asked for next, or `None` for no more; the entry with
    its page, if that was had.

    `held_until`: the pause that its host asked for.
    """

    page: AwaitedPage
    next: AwaitedPage | None
    item: RawItem | None = None
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one poll commits, all or nothing. `held_until`: the pause that the host asked for. `awaited`: pages that are
    to be asked for later; `settled`: ids of entries whose earlier version's page is awaited no more. `paced`: versions
    that are read later.
    """

    state: SourceState
    items: tuple[RawItem, ...] = ()
    memories: tuple[RememberedEntry, ...] = ()
    host: str | None = None
    held_until: datetime | None = None
    awaited: tuple[AwaitedPage, ...] = ()
    settled: tuple[str, ...] = ()
    paced: tuple[PacedItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Revisit:
    """An article that is to be asked for again: `item` as it was last read, without its content.

    `length`: characters of its text; `body_hash`: of the page as it last came. `is_story_running`: whether its story
    has had other documents lately.
    """

    item: RawItem
    length: int
    body_hash: str
    first_at: datetime
    changed_at: datetime
    due_at: datetime
    asked: int = 0
    etag: str | None = None
    last_modified: str | None = None
    is_story_running: bool = False


@dataclass(frozen=True, slots=True)
class Revisited:
    """What asking again came to: how the article is to be asked for next, or `None` for no more; its page, if it has
    changed.

    `held_until`: the pause that `host` asked for.
    """

    revisit: Revisit
    next: Revisit | None
    item: RawItem | None = None
    host: str | None = None
    held_until: datetime | None = None
