"""Which entries of a poll are new, which are known under another name, which were only touched, and which came as no
news does. Pure.

A GUID may change at every poll, be used again, or be everybody's; links get tracking and session parameters; headlines
are tried out; dates move. So an entry is known by any of four keys (`sources.identity`), and what a key leads to must
also resemble it. Where a key and the text disagree the entry counts as new: a repeated text brings no false news (the
ledger knows its facts), while a new text under an old name would seem to take back what that name had said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model import KnownEntry, PacedItem, RawItem, RememberedEntry, Trace
from monitor.sources.identity import is_beginning, keys_of, resemblance

# Versions of one entry that are read as fast as they come, and from then on one a quarter of an hour: a toll tracker, a
# daily report under one headline is read for as long as it lives, and a counter in its text does not make a version at
# each poll. Set by hand: a text that changes at each poll, every five minutes, is told at once for twelve hours.
MOST_REVISIONS = 96
_REVISED_EVERY = timedelta(minutes=15)
_MOST_KEYS = 60  # of one entry, beyond which a name that changes at each poll is no longer noted
# Resemblance of two versions under one GUID and link; a live page shares less, and is read as another text.
_SAME_NAME = 0.3
_SAME_TEXT = 0.6  # where the link differs as well, or the title alone agrees
_NEVER = 2.0  # where only the whole of the known text will do
_BULK = 10  # entries from which on old or wholly changed ones are an event of the feed and no news
_BURST = 30  # entries at once that a feed of another rhythm never brings
_LATE = timedelta(hours=6)  # by which a publisher's date may lie before the feed's last news and still be news
# For so long nothing is the past, whatever the feed's rhythm: a day that a cache was stuck, and the half day by which a
# date without an hour or a zone may be off.
_RECENT = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The entries to read: `fresh` and known ones with another text, `revised`; and what to remember of all of them."""

    fresh: tuple[RawItem, ...]
    revised: tuple[RawItem, ...]
    memories: tuple[RememberedEntry, ...]
    paced: tuple[PacedItem, ...] = ()  # changed entries that are read later: they change too often


def sort_out(items: Sequence[RawItem], traces: Sequence[Trace], known: Mapping[int, KnownEntry]) -> Sorted:
    """Return what is new and what has changed among a feed's entries, `known` being what any of their keys leads to.

    A changed entry gets the id that it had, one that took over the name of another an id of its own. A version of one
    that has changed too often waits for the next quarter of an hour, and a later one in its place.
    """
    fresh: list[RawItem] = []
    revised: list[RawItem] = []
    memories: list[RememberedEntry] = []
    paced: list[PacedItem] = []
    taken = {known[trace.text].item_id for trace in traces if trace.text in known}
    for item, trace in zip(items, traces, strict=True):
        same_text = known.get(trace.text)
        entry = same_text or _entry_of(trace, known, taken)
        if entry is None:
            is_reused = any(known[key].item_id == item.id for key in keys_of(trace) if key in known) or item.id in taken
            item = replace(item, id=f"{item.id}-{trace.text & 0xFFFFFFFFFFFF:012x}") if is_reused else item
            entry = KnownEntry(item.id, b"", 0, 0)
            fresh.append(item)
        elif same_text is None:
            entry = _paced(entry, item.observed_at)
            most = _most_revisions(trace, known)
            if entry.revisions >= most and entry.revised_at is not None:
                paced.append(PacedItem(replace(item, id=entry.item_id), entry.revised_at + _REVISED_EVERY))
                memories.append(RememberedEntry(replace(entry, revisions=most + 1), ()))  # its reading counts as one
                taken.add(entry.item_id)
                continue
            entry = replace(entry, revisions=entry.revisions + 1)
            revised.append(replace(item, id=entry.item_id))
        taken.add(entry.item_id)
        memories += _remembered(entry, trace, known)
    return Sorted(tuple(fresh), tuple(revised), tuple(memories), tuple(paced))


def bulk_of(
    sorted_out: Sorted, held: int, last_news_at: datetime, rhythm: timedelta | None, now: datetime
) -> frozenset[str]:
    """Return the ids of entries that came as a bulk change, one event of the feed, and are no news.

    held: entries in the feed now. last_news_at: when it last brought something; a cache that was stuck has answered
    since. That is a backfill (many entries dated well before the last news, and not within a day), all texts changed at
    once (a new template), or so many that claim to be newer than the last news as the feed's rhythm never brings (a
    moved archive with new names and dates).
    """
    fresh, revised = sorted_out.fresh, sorted_out.revised
    since = min(last_news_at - _LATE, now - _RECENT)
    old = [item.id for item in fresh if item.published_at is not None and item.published_at < since]
    bulk: set[str] = set(old) if len(old) >= _BULK else set()
    if len(revised) >= _BULK and len(revised) >= 0.8 * held:
        bulk |= {item.id for item in revised}
    expected = (now - last_news_at) / rhythm if rhythm else None
    sudden = [item.id for item in fresh if item.published_at is None or item.published_at >= last_news_at]
    if expected is not None and len(sudden) >= _BURST and len(sudden) > 10 * max(1.0, expected):
        bulk |= set(sudden)
    return frozenset(bulk)


def _paced(entry: KnownEntry, now: datetime | None) -> KnownEntry:
    """Return the entry with those of its versions forgotten, one after the other, that were read long enough ago."""
    if now is None:
        return entry
    if entry.revised_at is None or entry.revised_at > now:
        return replace(entry, revisions=0 if entry.revised_at is None else entry.revisions, revised_at=now)
    forgotten = (now - entry.revised_at) // _REVISED_EVERY
    if forgotten >= entry.revisions:
        return replace(entry, revisions=0, revised_at=now)
    return replace(
        entry, revisions=entry.revisions - forgotten, revised_at=entry.revised_at + forgotten * _REVISED_EVERY
    )


def _most_revisions(trace: Trace, known: Mapping[int, KnownEntry]) -> int:
    """Return how many versions are read before the next has to wait: twice as many where the headline is new, as no
    counter makes it.
    """
    return MOST_REVISIONS * (2 if trace.title is not None and trace.title not in known else 1)


def _entry_of(trace: Trace, known: Mapping[int, KnownEntry], taken: set[str]) -> KnownEntry | None:
    by_guid, by_link = (known.get(key) if key is not None else None for key in (trace.guid, trace.link))
    by_title = known.get(trace.title) if trace.title is not None else None
    is_elsewhere = trace.link is not None and (by_link is None or by_guid is None or by_link.item_id != by_guid.item_id)
    for entry, least in (
        (by_guid, _SAME_TEXT if is_elsewhere else _SAME_NAME),
        (by_link, _SAME_NAME),
        (by_title, _SAME_TEXT if trace.is_title_own else _NEVER),
    ):
        if entry is not None and entry.item_id not in taken and _is_same(entry.words, trace.words, least):
            return entry
    return None


def _is_same(known: bytes, found: bytes, least: float) -> bool:
    return resemblance(known, found) >= least or is_beginning(known, found)


def _remembered(entry: KnownEntry, trace: Trace, known: Mapping[int, KnownEntry]) -> tuple[RememberedEntry, ...]:
    """Return what is to be written of an entry: nothing where it is as it was, under names that lead to it already."""
    led = [key for key in keys_of(trace) if key not in known or known[key].item_id != entry.item_id]
    is_same = trace.text in known
    if is_same and (not led or entry.keys >= _MOST_KEYS):
        return ()
    return (RememberedEntry(replace(entry, words=trace.words, keys=entry.keys + len(led)), tuple(led)),)
