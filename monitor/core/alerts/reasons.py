"""Why a fact is what it is, in lines for people: its outcome, and each slot with its words and rule."""

from __future__ import annotations

from monitor.model import Fact, Outcome


def why_phrase(fact: Fact) -> str:
    """Return why it has its outcome, with the id of the rule by which such facts are counted."""
    return f"{fact.explanation} [{fact.rule}]" if fact.rule else fact.explanation


def relation_word(fact: Fact) -> str:
    """Return what the fact that it rests on is to it; beside a new one that is context, which claims nothing."""
    return "earlier" if fact.outcome is Outcome.NEW else "see"


def reason_lines(fact: Fact) -> tuple[str, ...]:
    """Return each slot with the words that it came from and the rule that took it."""
    mention = fact.claim.mention
    begin = mention.start - max(mention.evidence.find(mention.text), 0)
    lines = []
    for reason in mention.reasons:
        words = ""
        if (
            reason.start is not None
            and reason.end is not None
            and 0 <= reason.start - begin < reason.end - begin <= len(mention.evidence)
        ):
            words = f" from “{mention.evidence[reason.start - begin : reason.end - begin]}”"
        inherited = ", inherited" if reason.slot in mention.inherited else ""
        lines.append(f"{reason.slot}{words} by {reason.rule}{inherited}")
    if fact.claim.setting is not None:
        lines.append(f"place {fact.claim.setting.name} by its story or event, and nothing near against it, inherited")
    return tuple(lines)
