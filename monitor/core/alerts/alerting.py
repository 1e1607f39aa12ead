"""Facts to one alert a document and watchlist: the change first, who says so, the sentence. Which facts alert is
decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.alerts.headlines import heading_of, headline_of, weigh
from monitor.core.alerts.lines import change_of
from monitor.core.alerts.title_words import as_titled, is_left_out, stand_in_title
from monitor.core.alerts.wording import days_phrase, source_phrase, turned_phrase, what_phrase
from monitor.core.facts.figures import figure_of
from monitor.core.facts.watchlist import Watchlist
from monitor.model import (
    Alert,
    AlertLine,
    ChangeKind,
    Claim,
    Document,
    Fact,
    History,
    LedgerEntry,
    Mention,
    MentionKind,
    Modifier,
    Notice,
    Outcome,
    count_outlets,
)

_LONGEST_EVIDENCE = 600
_TURNING = frozenset({MentionKind.EVENT, MentionKind.STATEMENT})  # they have a state, and no figure that moves
_MAY_SAY_BEFORE = frozenset({Outcome.NEW, Outcome.UPDATE, Outcome.REFINEMENT})  # a dispute is with somebody else


@dataclass(frozen=True, slots=True)
class AlertContext:
    """What an alert says beside its facts: their document with its past, and what the ledger holds.

    `related` holds, by id, the facts that they revise, contradict or stand near; `heads`, by the id of a head, who
    stands behind it. corrections: ids of earlier facts that the document may correct, rather than outdate. titles: what
    the document's title claims.
    """

    document: Document
    history: History
    related: Mapping[str, Fact]
    heads: Mapping[str, LedgerEntry]
    corrections: Collection[str] = ()
    titles: Sequence[Claim] = ()


def alert_of(
    alert_id: str,
    watchlist: Watchlist,
    facts: Sequence[Fact],
    context: AlertContext,
    channels: tuple[str, ...],
    now: datetime,
) -> Alert:
    """Return the alert that tells `facts` (at least one, all of one document and watchlist)."""
    document, related = context.document, context.related
    assignment = context.history.assignment
    titled = as_titled(facts, context.titles)
    ordered = sorted(titled, key=lambda fact: (is_left_out(fact, context.titles), weigh(fact)))
    was = {
        fact.id: before
        for fact in ordered
        if (before := mention_before(fact, related.get(fact.relates_to or ""))) is not None
    }
    lines = [
        line_of(
            fact,
            related.get(fact.relates_to or ""),
            document.source,
            document.notice,
            is_own=fact.relates_to in context.corrections,
        )
        for fact in ordered
    ]
    lines = [
        replace(line, now=words)
        if fact.id not in was and (words := stand_in_title(fact, context.titles)) and len(words) < len(line.now)
        else line
        for fact, line in zip(ordered, lines, strict=True)
    ]
    headline, told = headline_of(ordered, lines, was, watchlist)
    said = told | _said_by_others(ordered)
    more = sum(fact.id not in said for fact in ordered)
    head = context.heads.get(ordered[0].head_id)
    outlets = {*context.history.cluster_outlets, document.source, *(head.outlets if head else ())}
    return Alert(
        id=alert_id,
        watchlist=watchlist.id,
        watchlist_title=watchlist.title,
        cluster_id=assignment.cluster_id,
        document_id=document.id,
        at=now,
        headline=f"{headline}{f' (+{more} more)' if more else ''}",
        lines=tuple(replace(line, is_said=line.fact_id in said) for line in lines),
        outlet=document.source,
        title=document.title,
        url=document.url,
        published_at=document.published_at,
        outlets=count_outlets(outlets),
        origins=head.witnesses if head else 1,
        channels=channels,
        story_id=assignment.story.story_id if assignment.story else None,
    )


def rest_of(alert: Alert, count: int) -> Alert:
    """Return the alert's last `count` lines (1 or more) as what is told below its message."""
    lines = alert.lines[-count:]
    more = f" (+{len(lines) - 1} more)" if len(lines) > 1 else ""
    return replace(
        alert, lines=(replace(lines[0], is_said=True), *lines[1:]), headline=f"Continued: {change_of(lines[0])}{more}"
    )


def line_of(
    fact: Fact, related: Fact | None, outlet: str, notice: Notice | None = None, *, is_own: bool = False
) -> AlertLine:
    """Return the fact as a line of an alert; `related` is what it revises, contradicts or stands near, `outlet` speaks
    where nobody is cited.

    notice: what the text says that it is. is_own: whether `related` is of the same text or of one that it may correct.
    """
    mention = fact.claim.mention
    said_by = source_phrase(mention, outlet)
    is_unnamed = mention.kind is MentionKind.STATEMENT and not mention.speaker and not mention.organisation
    now = (said_by if is_unnamed else "") or what_phrase(mention)
    before = mention_before(fact, related)
    is_turn = before is not None and before.predicate is not None and before.kind in _TURNING
    was = what_phrase(before) if before is not None and not is_turn else None
    if before is not None and is_turn:
        now = turned_phrase(now, before)
    earlier = (
        what_phrase(related.claim.mention)
        if related is not None and before is None and fact.outcome is Outcome.NEW and not mention.part_of
        else None
    )
    if fact.outcome is Outcome.RETRACTION:
        is_denial = related is not None and mention.negated
        was, now = what_phrase(related.claim.mention) if related is not None and is_denial else now, "withdrawn"
    return AlertLine(
        fact_id=fact.id,
        outcome=fact.outcome,
        label=fact.claim.fact,
        was=was,
        now=now,
        source_phrase=said_by,
        evidence=mention.evidence[:_LONGEST_EVIDENCE],
        relates_to=fact.relates_to,
        heading=heading_of(fact.claim.fact, mention),
        course=_course(fact, before, notice, is_own=is_own),
        earlier=earlier if earlier != now else None,
    )


def mention_before(fact: Fact, related: Fact | None) -> Mention | None:
    """Return the figure, place or date that a fact changes: the text's own earlier figure, whether the ledger knows it
    or not, else the one revised, else the date that the text says it was.
    """
    mention = fact.claim.mention
    if fact.outcome in _MAY_SAY_BEFORE and (mention.was_low is not None or mention.was_high is not None):
        modifier = Modifier.EXACT if mention.was_low == mention.was_high else None
        return replace(
            mention, value_low=mention.was_low, value_high=mention.was_high, modifier=modifier, is_increment=False
        )
    if related is not None and fact.outcome.revises:
        return related.claim.mention
    if fact.outcome in _MAY_SAY_BEFORE and mention.was_from is not None and mention.was_to is not None:
        text = days_phrase(mention.was_from, mention.was_to)
        return replace(mention, text=text, event_from=mention.was_from, event_to=mention.was_to, negated=False)
    return None


def _course(fact: Fact, before: Mention | None, notice: Notice | None, *, is_own: bool) -> ChangeKind | None:
    if before is None or fact.outcome is Outcome.CONFLICT:
        return None
    now, was = figure_of(fact.claim.mention), figure_of(before)
    is_fall = now is not None and was is not None and now.headline < was.headline
    if (
        is_own
        and notice is not Notice.UPDATE
        and fact.outcome is Outcome.UPDATE
        and (notice is Notice.CORRECTION or is_fall)
    ):
        return ChangeKind.CORRECTION  # a page whose toll rises is brought up to date
    return ChangeKind.FALL if is_fall else None


def _said_by_others(facts: Sequence[Fact]) -> frozenset[str]:
    """Return the places that a figure of the same sentence names already: "5 people injured in Takengon" says where."""
    figures = {
        (mention.evidence, mention.aspect, mention.place.id)
        for mention in (fact.claim.mention for fact in facts)
        if mention.kind is MentionKind.QUANTITY and mention.place is not None
    }
    return frozenset(
        fact.id
        for fact in facts
        if fact.outcome is Outcome.NEW
        and (mention := fact.claim.mention).kind is MentionKind.PLACE
        and mention.place is not None
        and (mention.evidence, mention.aspect, mention.place.id) in figures
    )
