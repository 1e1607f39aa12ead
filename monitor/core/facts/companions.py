"""What one fact of a document tells beside another that is told: an alert says a thing once."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model import Fact, Mention, MentionKind


def companion_of(fact: Fact, told: Iterable[Fact]) -> str | None:
    """Say which of the facts that are told tells what this one does: the figure of an event, "sent 800 troops"; the
    event that somebody speaks of; the denial of it. `None`: none does.
    """
    mention = fact.claim.mention
    beside = (other.claim.mention for other in told if other.claim.mention.field == mention.field)
    return next((why for other in beside if (why := _tells(other, mention)) is not None), None)


def _tells(other: Mention, mention: Mention) -> str | None:
    holds = mention.start <= other.start and other.end <= mention.end
    is_topic = mention.kind is MentionKind.STATEMENT and mention.predicate is not None
    if mention.kind is MentionKind.EVENT and other.kind is MentionKind.QUANTITY and holds:
        return "its figure is told"
    if is_topic and other.kind is MentionKind.EVENT and holds:
        return "the event that it is on is told"
    is_denial = other.kind is MentionKind.STATEMENT and other.predicate is None
    is_of_it = is_denial and other.start < mention.end and mention.start < other.end
    return "its denial is told" if is_of_it and (is_topic or mention.kind is MentionKind.EVENT) else None
