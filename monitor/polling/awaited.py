"""Pages that could not be had at once: which are asked for again, when, and for how long. Pure.

The entry itself is read at once in its feed's words, as news may not wait for a server that is down. So nothing is late
by this queue, and what the page adds when it comes is told as a new version of the same document: the ledger knows what
the teaser has said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from zlib import crc32

from monitor.model import AwaitedPage, PageTry
from monitor.polling.schedule import LONGEST_WAIT
from monitor.sources.articles import ArticleReading
from monitor.sources.links import host_of
from monitor.sources.robots import FORBIDDEN

# Of one source, beyond which an entry stays with its feed's words: at a page a second, the usual spacing, these take
# nine minutes, and a feed that brings more in a day than its site hands out would else grow the queue for ever.
MOST_A_SOURCE = 500
LATE, CROWDED = "late", "crowded"  # not asked to the end within the poll, or not at all since there were too many
PATIENCE = timedelta(hours=24)  # after which what a page tells is no news; as `core.documents.revisits.FRESH`
_FIRST_WAIT, _HOURLY = timedelta(minutes=1), timedelta(hours=1)
# Answers that another question would not change within the day; all others may be of the moment.
_FOR_GOOD = frozenset(
    (
        "not_found",
        "gone",
        "unauthorised",
        "forbidden",
        "challenged",
        "unexpected_status",
        "wrong_type",
        "too_large",
        "bad_encoding",
        "bad_url",
        "bad_redirect",
        "redirects",
        "blocked",
        FORBIDDEN,
    )
)
_OF_ITS_HOST = frozenset(
    ("dns", "connect", "tls", "timeout", "disconnected", "unavailable", "rate_limited", "robots_unreachable")
)


def may_be_had_later(reason: str | None) -> bool:
    """Tell whether a page that was not had for this reason is worth another question."""
    return reason is not None and reason not in _FOR_GOOD


def is_of_its_host(reason: str) -> bool:
    """Tell whether the other pages of the host could not be had for this reason either."""
    return reason in _OF_ITS_HOST


def await_pages(missing: Iterable[ArticleReading], now: datetime) -> tuple[AwaitedPage, ...]:
    """Return what is to be asked for later of the pages that a poll did not get: at once what it never asked for, the
    others after a minute.
    """
    return tuple(
        _awaited(reading, host, now)
        for reading in missing
        if may_be_had_later(reading.reason) and (host := host_of(reading.item.url)) is not None
    )


def after_try(page: AwaitedPage, reading: ArticleReading, now: datetime) -> PageTry:
    """Return what asking came to: the page, one more question after a longer wait, or the end of them."""
    if reading.reason is None:
        assert isinstance(reading.item.content, bytes)
        revision = f"page {sha256(reading.item.content).hexdigest()}"
        return PageTry(page, None, replace(reading.item, revision=revision, replaces=0))
    if not may_be_had_later(reading.reason) or now - page.first_at >= PATIENCE:
        return PageTry(page, None)
    due_at = now + _wait(reading, page.tries + 1)
    return PageTry(page, replace(page, reason=reading.reason, tries=page.tries + 1, asked_at=now, due_at=due_at))


def wait_after(name: str, tries: int) -> timedelta:
    """Return how long what was tried so often is left alone: from a minute, twice as long each time up to an hour;
    spread over a tenth by its name.
    """
    spread = 1 + crc32(name.encode(errors="replace")) / 2**32 / 10
    return spread * min(_FIRST_WAIT * (1 << min(tries - 1, 16)), _HOURLY)


def with_room(awaited: tuple[AwaitedPage, ...], waiting: int) -> tuple[AwaitedPage, ...]:
    """Return as many of the pages as the source may have waiting, the first of its feed before the others."""
    return awaited[: max(0, MOST_A_SOURCE - waiting)]


def _awaited(reading: ArticleReading, host: str, now: datetime) -> AwaitedPage:
    item, reason = reading.item, reading.reason or ""
    if reason in (LATE, CROWDED):
        return AwaitedPage(item, host, reason, first_at=now, due_at=now)
    return AwaitedPage(item, host, reason, first_at=now, due_at=now + _wait(reading, 1), tries=1, asked_at=now)


def _wait(reading: ArticleReading, tries: int) -> timedelta:
    """Return the wait before the next question: what the host asked for, up to a day, or the longer the more tries."""
    asked = reading.retry_after
    return min(asked, LONGEST_WAIT) if asked is not None else wait_after(reading.item.id, tries)
