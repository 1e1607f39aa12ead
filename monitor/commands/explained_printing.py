"""What was read of a document and made of it, and why, for people. Records for machines are `core.records`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from monitor.channels.untrusted import fit, one_line
from monitor.commands.cluster_printing import render_copies
from monitor.commands.console import safe
from monitor.core.alerts.reasons import reason_lines, relation_word, why_phrase
from monitor.core.alerts.wording import outcome_phrase, outlet_phrase, source_phrase, time_phrase, what_phrase
from monitor.core.counting.non_quantities import NonQuantity
from monitor.core.facts.silences import scope_phrase
from monitor.core.facts.unasked import Unasked
from monitor.core.language.language_identification import UNDETERMINED
from monitor.core.records import instant
from monitor.model import Event, EventRole, Fact, Mention, MentionKind
from monitor.store.explained import Explained, StoredDelivery, StoredFact, StoredItem

_ROLES = {
    EventRole.OWN: "the article's own event",
    EventRole.BACKGROUND: "looks back",
    EventRole.ELSEWHERE: "another event",
    EventRole.TOTAL: "many events together",
    EventRole.UNREAL: "not real",
}
_UNCOUNTED = {
    "address": "an address",
    "age": "an age",
    "calibre": "a calibre",
    "clock": "a time of day",
    "date": "a date",
    "description": "describes what it is, not how many",
    "label": "a number of a name",
    "listing": "a number of a list",
    "name": "a part of a name or a code",
    "ordinal": "a rank or a day",
    "phone": "a telephone number",
    "pronoun": "one of them, not how many",
    "score": "a score",
    "unread": "nothing that the reader can count",
    "year": "a year",
}
_MOMENT = timedelta(seconds=1)  # a span ends before its last instant
_LONGEST_ROW = 1_000
_MOST_UNASKED = 12  # mentions of one watchlist


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
        parts.append(Padding(Text(_mention_words(mention)), (0, 0, 0, 4), expand=False))
    if not mentions:
        parts.append(Padding(Text("nothing that a watchlist could ask for"), (0, 0, 0, 2), expand=False))
    if uncounted:
        parts += [_heading("Numbers that count nothing"), *(_row(_uncounted_words(one)) for one in uncounted)]
    return Group(*parts)


def _uncounted_words(one: NonQuantity) -> str:
    return f"“{safe(one.text)}” · {_UNCOUNTED.get(one.reason, one.reason)}"


def render_explained(
    found: Explained,
    mentions: Sequence[Mention],
    uncounted: Sequence[NonQuantity] = (),
    unasked: Sequence[Unasked] = (),
) -> RenderableType:
    """Return the stages of a document, fact, alert or cluster, with the reason of each; `mentions` are its text read
    again, `unasked` why watchlists took nothing of it.
    """
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
        parts += [_row(_mention_words(mention)) for mention in mentions]
    if uncounted:
        parts += [_heading("Numbers that count nothing"), *(_row(_uncounted_words(one)) for one in uncounted)]
    if unasked:
        parts += [_heading("Not asked for"), *map(_row, _unasked_lines(unasked))]
    known = {stored.fact.id: stored.fact for stored in (*found.facts, *found.related)}
    for title, facts in (("Facts", found.facts), ("Facts that these rest on, or that rest on them", found.related)):
        if facts:
            parts.append(_heading(title))
            parts += [part for stored in facts for part in _fact_rows(stored, known, with_reasons=title == "Facts")]
    if found.alerts:
        parts += [_heading("Alerts"), *map(_row, _alert_lines(found))]
    return Group(*parts)


def _unasked_lines(unasked: Sequence[Unasked]) -> Iterator[str]:
    """Yield each watchlist with why it took nothing, below it the mentions that it read."""
    for watchlist, group in groupby(unasked, key=lambda each: each.watchlist):
        every = list(group)
        yield from (f"{watchlist}: {each.why}" for each in every if each.mention is None)
        read = [(each.mention, each.why) for each in every if each.mention is not None]
        if read:
            yield f"{watchlist}: read, and took nothing"
        yield from (f"  “{mention.text}”: {why}" for mention, why in read[:_MOST_UNASKED])
        if len(read) > _MOST_UNASKED:
            yield f"  and {len(read) - _MOST_UNASKED} more"


def _alert_lines(found: Explained) -> Iterator[str]:
    """Yield the alerts, what became of each, and what the desk said of them."""
    yield from (f"{alert.id}  {alert.headline}" for alert in found.alerts)
    yield from (f"  {delivery_words(delivery)}" for delivery in found.deliveries)
    for each in found.silences:
        yield f"  silenced until {time_phrase(each.until)}: {scope_phrase(each.scope)}, by {each.made_by}"
    for mark in found.marks:
        note = f": {mark.note}" if mark.note else ""
        yield f"  {mark.verdict} says {mark.author}, {time_phrase(mark.at)}{note}"


def _passed_over(found: Explained) -> list[StoredItem]:
    return [item for item in found.items if item.state == "done" and item.reason is not None]


def language_name(code: str) -> str:
    return "an unknown language" if code == UNDETERMINED else safe(code)


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
    lines += [
        f"{item.state}: {item.reason or 'waiting to be read'}"
        for item in found.items
        if item.state in ("pending", "parked", "paced")
    ]
    lines += [_embargo_words(item) for item in found.items if item.state == "held" or item.held_until is not None]
    lines += [
        f"asked for again, {time_phrase(item.accepted_at)}: {item.reason}, so what was read before stands"
        for item in _passed_over(found)
    ]
    lines += [f"rejected, {rejection.reason}: {rejection.detail}" for rejection in found.rejections]
    return lines


def _embargo_words(item: StoredItem) -> str:
    """Say until when a version was or is held for its embargo."""
    if item.state != "held":
        return f"held for its embargo until {time_phrase(item.held_until)}" if item.held_until else ""
    until = f"held until {time_phrase(item.held_until)}" if item.held_until else "held until a person lets it go"
    return f"under embargo, {until}: {item.reason}"


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


def delivery_words(delivery: StoredDelivery) -> str:
    reason = f", {delivery.reason}" if delivery.reason else ""
    kind = f"{delivery.kind} " if delivery.kind != "alert" else ""
    return f"{delivery.channel}: {kind}{delivery.state}, {delivery.attempts} tries{reason}"


def _mention_words(mention: Mention) -> str:
    said = [f"{mention.kind.value} “{safe(mention.text)}”"]
    if mention.kind is not MentionKind.STATEMENT and what_phrase(mention) != mention.text:
        said.append(what_phrase(mention))
    said += [f"{name} {value}" for name, value in _slots_of(mention) if value]
    if mention.kind not in (MentionKind.STATEMENT, MentionKind.PLACE) and mention.place:
        said.append(f"place {mention.place.name}")
    if mention.speaker or mention.organisation:
        said.append(source_phrase(mention))
    said.append(mention.stance.value if mention.stance.value != "asserted" else "")
    said.append("inherited: " + ", ".join(mention.inherited) if mention.inherited else "")
    if mention.event is not None and mention.event.role is not EventRole.OWN:
        said.append(f"{_ROLES[mention.event.role]}, {mention.event.rule}{_setting_words(mention.event, ': ')}")
    return safe(" · ".join(part for part in said if part))


def _slots_of(mention: Mention) -> tuple[tuple[str, str | None], ...]:
    if mention.kind in (MentionKind.EVENT, MentionKind.DATE):
        return ("what", mention.predicate), ("who", mention.who), ("whom", mention.whom)
    if mention.kind is MentionKind.NAME:
        return ("role", mention.role), ("in place of", mention.whom)
    return ("actor", mention.actor), ("per", mention.per), ("class", mention.unit_class)


def _own_event(mentions: Sequence[Mention]) -> list[RenderableType]:
    """Return the line that says what an article is about: the place and the days of its own event, where it names
    them.
    """
    own = [mention for mention in mentions if mention.event is not None and mention.event.role is EventRole.OWN]
    events = [
        mention.event
        for mention in sorted(own, key=lambda mention: mention.aspect is None)
        if mention.event is not None
    ]
    named = next((event for event in events if event.place is not None or event.start is not None), None)
    return [] if named is None else [_row(f"its own event{_setting_words(named, ': ')}")]


def _setting_words(event: Event, before: str) -> str:
    """Return where and when an event was, after `before`; nothing where neither is known."""
    first, last = (f"{at:%Y-%m-%d}" if at else "" for at in (event.start, event.stop and event.stop - _MOMENT))
    days = first if first == last else f"{first} to {last}"
    where = safe(event.place.name) if event.place else ""
    return before + ", ".join(part for part in (where, days) if part) if where or days else ""


def _heading(text: str) -> RenderableType:
    return Group(Text(""), Text(text, style="bold"))


def _row(text: str) -> Padding:
    indent = len(text) - len(text.lstrip())
    return Padding(Text(fit(one_line(text), _LONGEST_ROW)), (0, 0, 0, 2 + indent), expand=False)
