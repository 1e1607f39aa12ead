"""One more question for an article that is known: what has become of its page, and when to ask next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from monitor.core.documents.revisits import is_over, next_visit
from monitor.model import RawItem, Revisit
from monitor.model.errors import FetchError
from monitor.polling.web import Web
from monitor.sources.articles import fetch_page
from monitor.sources.robots import FORBIDDEN

_UNCONDITIONAL_EVERY = 4  # questions: some servers answer "not modified" for ever
_ENDS = (FORBIDDEN, "gone")  # after which an article is not asked for again


@dataclass(frozen=True, slots=True)
class Visit:
    """What asking for a known article came to: "changed", "unchanged" or why it can't be had; the next plan, `None` for
    no more.
    """

    outcome: str
    next: Revisit | None
    item: RawItem | None = None  # the changed page, to be read
    retry_after: timedelta | None = None  # what the host asked for


async def fetch_again(web: Web, revisit: Revisit, limit_bytes: int, now: datetime) -> Visit:
    """Return what has become of an article, and when to ask for it next. Never raises for what a server does.

    An article that is not to be had keeps its place in the schedule: it may be back. One that is gone by its server's
    word, or that robots.txt has come to forbid, is not asked for again.
    """
    assert revisit.item.url is not None
    is_free = revisit.asked % _UNCONDITIONAL_EVERY == 0
    validators = (None, None) if is_free else (revisit.etag, revisit.last_modified)
    try:
        answer = await fetch_page(web.fetcher, web.robots, revisit.item.url, limit_bytes, validators)
    except FetchError as error:
        if error.retry_after_seconds is not None:
            pause = timedelta(seconds=error.retry_after_seconds)
            return Visit(error.reason, replace(revisit, due_at=now + pause), retry_after=pause)
        return Visit(error.reason, None if error.reason in _ENDS else after_visit(revisit, now))
    if answer.is_not_modified:
        return Visit("unchanged", after_visit(revisit, now))
    body_hash = sha256(answer.body).hexdigest()
    seen = replace(revisit, body_hash=body_hash, etag=answer.etag, last_modified=answer.last_modified)
    if body_hash == revisit.body_hash or not answer.body.strip():
        return Visit("unchanged" if answer.body.strip() else "empty", after_visit(seen, now))
    item = replace(
        revisit.item,
        content=answer.body,
        media_type=answer.media_type or "text/html",
        is_baseline=False,
        observed_at=now,
    )
    return Visit(
        "changed",
        after_visit(replace(seen, is_story_running=True), now),
        replace(item, revision=f"page {body_hash}", replaces=revisit.length),
    )


def after_visit(revisit: Revisit, now: datetime) -> Revisit | None:
    """Return the plan for the next question, the one of `now` counted; `None` where it was the last."""
    asked = revisit.asked + 1
    if is_over(revisit.first_at, revisit.changed_at, asked, now, is_story_running=revisit.is_story_running):
        return None
    return replace(revisit, asked=asked, due_at=next_visit(revisit.item.id, revisit.changed_at, now))
