"""What is told of another event than the story's: a look back, a drill, what happened long before.

Such a claim is kept, and never measured against the story's own. Asked before anything else of the ledger is.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model import EventRole, Mention

# On 396 judged alert lines of twelve stories, the eight whose event had ended more than thirty days before publication
# were all of another event, and no right line was among them.
LONG_BEFORE = timedelta(days=30)

_ROLES = {
    EventRole.BACKGROUND: "the text looks back on an earlier event",
    EventRole.UNREAL: "the text tells of no real event: a forecast, a drill, or fiction",
}


def background_of(mention: Mention, published_at: datetime) -> str | None:
    """Say why the mention is of another event than the story's; `None` where nothing says so.

    What began long ago and goes on has no end before the publication, and is not background.
    """
    if mention.event is not None and (why := _ROLES.get(mention.event.role)) is not None:
        return f"{why} ({mention.event.rule})"
    stop = _stop(mention)
    if stop is not None and published_at - stop > LONG_BEFORE:
        return f"it happened long before: over by {stop:%Y-%m-%d}, {(published_at - stop).days} days before publication"
    return None


def _stop(mention: Mention) -> datetime | None:
    """Return when it was over, as the mention says itself, else as its event does."""
    if mention.event_from is not None or mention.event_to is not None:
        return mention.event_to
    return mention.event.stop if mention.event is not None else None
