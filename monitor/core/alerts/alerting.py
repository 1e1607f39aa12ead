"""Facts to one alert a document and watchlist: the change first, who says so, the sentence. Which facts alert is decided elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.core.alerts import wording
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Alert, AlertLine, Document, Fact, History, LedgerEntry, MentionKind, Outcome

# What an editor reads first: figures, then statements, then places; within these, as the text has them.
_ORDER = {MentionKind.QUANTITY: 0, MentionKind.STATEMENT: 1, MentionKind.PLACE: 2}
_LONGEST_EVIDENCE = 600


def alert_of(
    alert_id: str,
    watchlist: Watchlist,
    document: Document,
    facts: Sequence[Fact],
    related: Mapping[str, Fact],
    history: History,
    heads: Mapping[str, LedgerEntry],
    channels: tuple[str, ...],
    now: datetime,
) -> Alert:
    """Return the alert that tells `facts` (at least one, all of one document and watchlist).

    `related` holds, by id, the facts that they revise or contradict; `heads`, by the id of a head, who stands behind it.
    """
    ordered = sorted(facts, key=lambda fact: _ORDER[fact.claim.mention.kind])
    lines = tuple(line_of(fact, related.get(fact.relates_to or ""), document.source) for fact in ordered)
    head = heads.get(ordered[0].head_id)
    outlets = {*history.cluster_outlets, document.source, *(head.outlets if head else ())}
    return Alert(
        id=alert_id,
        watchlist=watchlist.id,
        watchlist_title=watchlist.title,
        cluster_id=history.assignment.cluster_id,
        document_id=document.id,
        at=now,
        headline=_headline(lines),
        lines=lines,
        outlet=document.source,
        title=document.title,
        url=document.url,
        published_at=document.published_at,
        outlets=len(outlets),
        origins=len(head.origins) if head else 1,
        channels=channels,
        story_id=history.assignment.story.story_id if history.assignment.story else None,
    )


def rest_of(alert: Alert, count: int) -> Alert:
    """Return the alert's last `count` lines (1 or more) as what is told below its message."""
    lines = alert.lines[-count:]
    return replace(alert, lines=lines, headline=f"continued – {_headline(lines)}")


def line_of(fact: Fact, related: Fact | None, outlet: str) -> AlertLine:
    """Return the fact as a line of an alert; `related` is what it revises or contradicts, `outlet` speaks where nobody is cited."""
    mention = fact.claim.mention
    now = wording.what_phrase(mention)
    was = wording.what_phrase(related.claim.mention) if related is not None and fact.outcome.revises else None
    if fact.outcome is Outcome.RETRACTION:
        was, now = now, "withdrawn"
    return AlertLine(
        fact_id=fact.id,
        outcome=fact.outcome,
        label=fact.claim.fact,
        was=was,
        now=now,
        source_phrase=wording.source_phrase(mention, outlet),
        evidence=mention.evidence[:_LONGEST_EVIDENCE],
        relates_to=fact.relates_to,
    )


def _headline(lines: Sequence[AlertLine]) -> str:
    first = lines[0]
    change = wording.change_phrase(first.was, first.now)
    more = f" (+{len(lines) - 1} more)" if len(lines) > 1 else ""
    label = f"{first.label} disputed" if first.outcome is Outcome.CONFLICT else first.label  # else it would read as an update
    return f"{label}: {change}{more}"
