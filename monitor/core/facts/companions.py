"""What one fact of a document tells beside another that is told: an alert says a thing once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from monitor.model import Explanation, Fact, Mention, MentionKind, Outcome, Rule


def companion_of(fact: Fact, told: Iterable[Fact], known: Iterable[Fact]) -> Explanation | None:
    """Say which fact of the document tells what this one does: of those that are told the figure of an event, "sent 800
    troops", and the denial of it; of all that are known the event that somebody speaks of. `None`: none does.
    """
    mention = fact.claim.mention
    events = (
        other
        for other in known
        if other.claim.mention.kind is MentionKind.EVENT and other.outcome is not Outcome.BACKGROUND
    )
    beside = (each.claim.mention for each in chain(told, events) if each.claim.mention.field == mention.field)
    return next((why for other in beside if (why := _tells(other, mention)) is not None), None)


def _tells(other: Mention, mention: Mention) -> Explanation | None:
    holds = mention.start <= other.start and other.end <= mention.end
    is_topic = mention.kind is MentionKind.STATEMENT and mention.predicate is not None
    if mention.kind is MentionKind.EVENT and other.kind is MentionKind.QUANTITY and holds:
        return Explanation(Rule.BESIDE_FIGURE, "its figure is told")
    if is_topic and other.kind is MentionKind.EVENT and holds:
        return Explanation(Rule.BESIDE_EVENT, "the event that it is on is told")
    is_denial = other.kind is MentionKind.STATEMENT and other.predicate is None
    is_of_it = is_denial and other.start < mention.end and mention.start < other.end
    is_denied = is_of_it and (is_topic or mention.kind is MentionKind.EVENT)
    return Explanation(Rule.BESIDE_DENIAL, "its denial is told") if is_denied else None
