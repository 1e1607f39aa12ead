"""What was read of a document and made of it, and why, for people. Records for machines are `core.records`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from monitor.app.explaining import Reread, item_lines, unasked_lines
from monitor.channels.untrusted import fit, one_line
from monitor.commands.cluster_printing import render_copies
from monitor.commands.console import safe
from monitor.commands.delivery_printing import delivery_words
from monitor.core.alerts.reading_words import mention_phrase, own_event_phrase, uncounted_phrase
from monitor.core.alerts.reasons import reason_lines, relation_word, why_phrase
from monitor.core.alerts.wording import outcome_phrase, outlet_phrase, source_phrase, time_phrase, what_phrase
from monitor.core.facts.silences import scope_phrase
from monitor.core.records import instant
from monitor.model import Fact, Mention
from monitor.store.explained import Explained, StoredFact

if TYPE_CHECKING:
    from monitor.core.counting.non_quantities import NonQuantity

_LONGEST_ROW = 1_000


def render_mentions(
    document_id: str, mentions: Sequence[Mention], uncounted: Sequence[NonQuantity] = ()
) -> RenderableType:
    """Return what the reader sees in one document: its own event, each sentence once, and below it what was read
    there; last the numbers that count nothing.
    """
    parts: list[RenderableType] = [Text(safe(document_id), style="bold"), *_own_event(mentions)]
    evidence = None
    for mention in mentions:
        if mention.evidence != evidence:
            evidence = mention.evidence
            parts += [Text(""), Padding(Text(f"“{safe(evidence)}”", style="italic"), (0, 0, 0, 2), expand=False)]
        parts.append(Padding(Text(safe(mention_phrase(mention))), (0, 0, 0, 4), expand=False))
    if not mentions:
        parts.append(Padding(Text("nothing that a watchlist could ask for"), (0, 0, 0, 2), expand=False))
    if uncounted:
        parts += [_heading("Numbers that count nothing"), *(_row(safe(uncounted_phrase(one))) for one in uncounted)]
    return Group(*parts)


def render_explained(found: Explained, read: Reread) -> RenderableType:
    """Return the stages of a document, fact, alert or cluster, with the reason of each; `read` is its text read again,
    and why watchlists took nothing of it.
    """
    mentions, uncounted, unasked = read.mentions, read.uncounted, read.unasked
    parts: list[RenderableType] = [Text(f"{found.kind} {safe(found.id)}", style="bold")]
    parts += [_row(line) for line in _document_lines(found)]
    if found.texts:
        parts += [_heading(f"Documents: {len(found.members)}"), render_copies(found)]
    elif len(found.members) > 1:
        parts.append(_heading("Copies in its cluster"))
        parts += [
            _row(
                f"{outlet_phrase(member.source)}: {member.title or member.document_id}"
                f" ({member.rule}, {member.score:.2f})"
            )
            for member in found.members
        ]
    if mentions and found.kind == "document":
        parts += [_heading(f"Read: {len(mentions)} mentions"), *_own_event(mentions)]
        parts += [_row(safe(mention_phrase(mention))) for mention in mentions]
    if uncounted:
        parts += [_heading("Numbers that count nothing"), *(_row(safe(uncounted_phrase(one))) for one in uncounted)]
    if unasked:
        parts += [_heading("Not asked for"), *map(_row, unasked_lines(unasked))]
    known = {stored.fact.id: stored.fact for stored in (*found.facts, *found.related)}
    for title, facts in (("Facts", found.facts), ("Facts that these rest on, or that rest on them", found.related)):
        if facts:
            parts.append(_heading(title))
            parts += [part for stored in facts for part in _fact_rows(stored, known, with_reasons=title == "Facts")]
    if found.alerts:
        parts += [_heading("Alerts"), *map(_row, _alert_lines(found))]
    return Group(*parts)


def _alert_lines(found: Explained) -> Iterator[str]:
    """Yield the alerts, what became of each, and what the desk said of them."""
    yield from (f"{alert.id}  {alert.headline}" for alert in found.alerts)
    yield from (f"  {delivery_words(delivery)}" for delivery in found.deliveries)
    for each in found.silences:
        yield f"  silenced until {time_phrase(each.until)}: {scope_phrase(each.scope)}, by {each.made_by}"
    for mark in found.marks:
        note = f": {mark.note}" if mark.note else ""
        yield f"  {mark.verdict} says {mark.author}, {time_phrase(mark.at)}{note}"


def _document_lines(found: Explained) -> list[str]:
    lines = []
    for stored in () if found.kind == "cluster" else found.versions:
        document = stored.document
        version = f", version {stored.version}" if len(found.versions) > 1 else ""
        lines.append(f"{outlet_phrase(document.source)}: {document.title or document.id}{version}")
        published = instant(document.published_at) or "without a date"
        credit = f", credits {document.credit}" if document.credit else ""
        notice = f", a {document.notice} notice" if document.notice else ""
        lines.append(f"  published {published}, recorded {instant(stored.recorded_at)}{credit}{notice}")
        joined = f"copy of {stored.assignment.copy_of}" if stored.assignment.copy_of else "first of its cluster"
        update = f", revises cluster {stored.assignment.update_of}" if stored.assignment.update_of else ""
        lines.append(
            f"  cluster {stored.assignment.cluster_id}: {joined} ({stored.assignment.rule},"
            f" {stored.assignment.score:.2f}){update}"
        )
        lines.append(f"  watchlists: {', '.join(stored.watchlists) or 'none matches, so it was not read for facts'}")
        if not document.text:
            lines.append("  its text was let go of (retention in monitor.yaml)")
    return [*lines, *item_lines(found)]


def _fact_rows(stored: StoredFact, known: Mapping[str, Fact], *, with_reasons: bool) -> list[RenderableType]:
    fact = stored.fact
    mention = fact.claim.mention
    ended = f"; ended {instant(stored.ended_at)} by {stored.ended_by}" if stored.ended_at else ""
    rows: list[RenderableType] = [
        _row(f"{fact.id}  {fact.claim.fact}: {what_phrase(mention)}"),
        _row(f"  {outcome_phrase(fact.outcome)}: {why_phrase(fact)}{_related_words(fact, known)}{ended}"),
        _row(
            f"  {source_phrase(mention, fact.source) or 'nobody is named'}; origin {fact.origin}; “{mention.evidence}”"
        ),
    ]
    if with_reasons:
        rows += [_row(f"    {line}") for line in reason_lines(fact)]
    return rows


def _related_words(fact: Fact, known: Mapping[str, Fact]) -> str:
    """Name the fact that it rests on; beside a new one that is context, which claims nothing."""
    if not fact.relates_to:
        return ""
    related = known.get(fact.relates_to)
    said = f"{what_phrase(related.claim.mention)}, {fact.relates_to}" if related else fact.relates_to
    return f" ({relation_word(fact)}: {said})"


def _own_event(mentions: Sequence[Mention]) -> list[RenderableType]:
    said = own_event_phrase(mentions)
    return [_row(said)] if said else []


def _heading(text: str) -> RenderableType:
    return Group(Text(""), Text(text, style="bold"))


def _row(text: str) -> Padding:
    indent = len(text) - len(text.lstrip())
    return Padding(Text(fit(one_line(text), _LONGEST_ROW)), (0, 0, 0, 2 + indent), expand=False)
