"""What silences that are over have kept quiet, in one message a channel: where the story stands now against what was
told last, and how much was kept quiet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.alerts.alerting import line_of, mention_before
from monitor.core.alerts.headlines import headline_of, weigh
from monitor.core.alerts.routing import Route, route
from monitor.core.alerts.wording import what_phrase
from monitor.core.facts.silences import scope_phrase
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Alert, Delivery, Document, Fact, Outcome, Silence, Urgency, count_outlets

_NEEDS_BEFORE = frozenset({Outcome.UPDATE, Outcome.CONFLICT, Outcome.REFINEMENT})
_MOST_NAMED = 3  # silences that one message names


@dataclass(frozen=True, slots=True)
class UntoldFact:
    """A fact that stands and that nobody was told: what was told last in its place, its document and story."""

    fact: Fact
    before: Fact | None
    document: Document
    story_id: str | None = None


@dataclass(frozen=True, slots=True)
class SilenceEnd:
    """Silences that are over, oldest first. quiet: the watchlist and document of each fact that they kept quiet."""

    silences: tuple[Silence, ...]
    quiet: tuple[tuple[str, str], ...] = ()
    untold: tuple[UntoldFact, ...] = ()


@dataclass(frozen=True, slots=True)
class _KeptQuiet:
    """What the message says for one watchlist; `alert` has no line where nothing new stands."""

    alert: Alert
    facts: int
    documents: frozenset[str]


def summaries_of(
    end: SilenceEnd,
    watchlists: Mapping[str, Watchlist],
    channels: Mapping[str, tuple[str, ...]],
    routes: Sequence[Route],
    now: datetime,
) -> tuple[Delivery, ...]:
    """Return one message for each channel that the silences kept something from; none where they kept nothing.

    A watchlist that is gone is asked nothing. Where what stands is what was told, the message says so.
    """
    parts: dict[str, list[_KeptQuiet]] = {}
    urgency: dict[str, Urgency] = {}
    for name in dict.fromkeys(watchlist for watchlist, _ in end.quiet):
        if name not in watchlists:
            continue
        untold = [each for each in end.untold if each.fact.claim.watchlist == name and not _is_as_told(each)]
        alert = replace(_alert_of(watchlists[name], untold, now), channels=channels.get(name, ()))
        documents = [document for watchlist, document in end.quiet if watchlist == name]
        part = _KeptQuiet(alert, len(documents), frozenset(documents))
        for channel, how in route(alert, routes):
            parts.setdefault(channel, []).append(part)
            urgency.setdefault(channel, how)
    told = {channel: _message(end, channel, found) for channel, found in parts.items()}
    return tuple(
        Delivery(f"d{alert.id[1:]}", alert, channel, urgency=urgency[channel]) for channel, alert in told.items()
    )


def _is_as_told(untold: UntoldFact) -> bool:
    """Tell whether what stands reads as what was told last: it went away and came back."""
    if untold.before is None or untold.fact.kept_outcome not in _NEEDS_BEFORE:
        return False
    return what_phrase(untold.before.claim.mention) == what_phrase(untold.fact.claim.mention)


def _alert_of(watchlist: Watchlist, untold: Sequence[UntoldFact], now: datetime) -> Alert:
    facts = sorted((_as_told_now(each) for each in untold), key=weigh)
    of_fact = {each.fact.id: each for each in untold}
    before = {fact.id: of_fact[fact.id].before for fact in facts}
    lines = [line_of(fact, before[fact.id], fact.source) for fact in facts]
    was = {fact.id: said for fact in facts if (said := mention_before(fact, before[fact.id])) is not None}
    headline, in_headline = headline_of(facts, lines, was, watchlist) if facts else ("nothing has changed", frozenset())
    lead = of_fact[facts[0].id] if facts else None
    document = lead.document if lead else None
    return Alert(
        id="",
        watchlist=watchlist.id,
        watchlist_title=watchlist.title,
        cluster_id=lead.fact.cluster_id if lead else "",
        document_id=document.id if document else "",
        at=now,
        headline=headline,
        lines=tuple(replace(line, is_said=line.fact_id in in_headline) for line in lines),
        outlet=document.source if document else "News monitor",
        title=document.title if document else None,
        url=document.url if document else None,
        published_at=document.published_at if document else None,
        outlets=count_outlets(fact.source for fact in facts),
        origins=len({fact.origin for fact in facts}),
        channels=(),
        story_id=lead.story_id if lead else None,
    )


def _as_told_now(untold: UntoldFact) -> Fact:
    outcome = untold.fact.kept_outcome or Outcome.NEW
    if untold.before is None and outcome in _NEEDS_BEFORE:
        outcome = Outcome.NEW
    return replace(untold.fact, outcome=outcome, relates_to=untold.before.id if untold.before else None)


def _message(end: SilenceEnd, channel: str, parts: Sequence[_KeptQuiet]) -> Alert:
    """Put the parts of one channel together; the first that has news leads."""
    ordered = sorted(parts, key=lambda part: not part.alert.lines)
    lead, lines = ordered[0].alert, tuple(line for part in ordered for line in part.alert.lines)
    headline_says = {line.fact_id for line in lead.lines if line.is_said}
    lines = tuple(replace(line, is_said=line.fact_id in headline_says) for line in lines)
    more = sum(not line.is_said for line in lines)
    parts_of_id = ("silence over", channel, *(silence.id for silence in end.silences))
    digest = hashlib.sha256("\x1f".join(parts_of_id).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return replace(
        lead,
        id=f"a{digest}",
        watchlist_title="; ".join(dict.fromkeys(part.alert.watchlist_title for part in ordered)),
        headline=f"After a silence: {lead.headline}{f' (+{more} more)' if more else ''}",
        lines=lines,
        channels=(channel,),
        note=_note(end.silences, sum(part.facts for part in parts), len({d for part in parts for d in part.documents})),
    )


def _note(silences: Sequence[Silence], facts: int, documents: int) -> str:
    named = [f"{silence.made_by} ({scope_phrase(silence.scope)})" for silence in silences[:_MOST_NAMED]]
    more = f" and {len(silences) - _MOST_NAMED} more" if len(silences) > _MOST_NAMED else ""
    return f"{_count(facts, 'fact')} in {_count(documents, 'article')} kept quiet for {', '.join(named)}{more}"


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
