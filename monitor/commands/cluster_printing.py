"""What the commands print of clusters for people: the copies of each text, who was first, what each outlet changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from monitor.app.explaining import origin_phrase
from monitor.channels.untrusted import fit, one_line
from monitor.core.alerts.wording import outlet_phrase
from monitor.core.clusters.word_diff import MOST_WORDS, EditKind, WordDiff, compare_words, words_beside
from monitor.core.records import Record, instant
from monitor.store.explained import Explained, StoredDocument

_LONGEST = 160
_LONGEST_PASSAGE = 400
_WORDS_AROUND = 5  # of what is the same, on either side of a change
_MOST_CHANGES = 25  # shown of one copy; a record has them all
_MARKS = {
    EditKind.REMOVED: ("[-", "-]", "red"),
    EditKind.ADDED: ("{+", "+}", "green"),
}  # the marks of wdiff, for those who see no colour


def render_clusters(documents: Sequence[Record]) -> RenderableType:
    """Return the clusters of `document` records that came in order: those of several documents with their members, the
    rest counted.
    """
    clusters: dict[str, list[Record]] = {}
    for document in documents:
        clusters.setdefault(document["cluster_id"], []).append(document)
    shown = [
        (cluster_id, members) for cluster_id, members in clusters.items() if len(members) > 1 or members[0]["update_of"]
    ]
    parts: list[Text] = []
    for cluster_id, members in shown:
        heading = f"{cluster_id}  {_count(len(members))}"
        parts.append(
            Text(heading + (f", revises {members[0]['update_of']}" if members[0]["update_of"] else ""), style="bold")
        )
        parts += [_member_row("copy" if member["copy_of"] else "first", member) for member in members]
        parts.append(Text(""))
    return Group(
        *parts, Text(f"{len(clusters)} clusters, {len(clusters) - len(shown)} of one document each are not listed")
    )


def render_copies(found: Explained) -> RenderableType:
    """Return the cluster's documents: where the text comes from, who was first, and what each other outlet made of
    it.
    """
    first, *copies = found.texts
    parts: list[RenderableType] = [_line(f"origin: {origin_phrase(found)}"), _stored_row("first", first)]
    if found.revised is not None:
        parts.append(
            _line(
                f"revises {found.revised.assignment.cluster_id}, {outlet_phrase(found.revised.document.source)}:"
                f" {found.revised.document.title or ''}"
            )
        )
        parts += _difference_lines(compare_words(found.revised.document.text, first.document.text))
    for stored in copies:
        parts.append(_stored_row("copy", stored))
        if first.document.text and stored.document.text:  # old texts are let go of
            parts += _difference_lines(compare_words(first.document.text, stored.document.text))
    if found.story:
        story = first.assignment.story
        parts.append(
            _line(
                f"story {story.story_id if story else ''}: {len(found.story)} other"
                f" cluster{'' if len(found.story) == 1 else 's'}"
            )
        )
        parts += [
            _line(
                f"  {instant(member.published_at) or 'without a date'} {outlet_phrase(member.source)}:"
                f" {member.title or member.document_id}"
            )
            for member in found.story
        ]
    for made in found.corrections:
        undone = f", undone by {made.undone_by} at {instant(made.undone_at)}" if made.undone_at else ""
        parts.append(
            _line(
                f"corrected by {made.made_by} at {instant(made.made_at)}: {made.kind} {made.document}"
                f" {made.other}{f': {made.why}' if made.why else ''}{undone}"
            )
        )
    if len(found.members) > len(found.texts):
        parts.append(_line(f"and {len(found.members) - len(found.texts)} more"))
    return Group(*parts)


def _stored_row(role: str, stored: StoredDocument) -> Text:
    document, assignment = stored.document, stored.assignment
    credit = f" ({document.credit})" if document.credit else ""
    how = f"; {assignment.rule}, {assignment.score:.2f}" if role == "copy" else ""
    return _line(
        f"{role} {instant(document.published_at) or 'without a date'} {outlet_phrase(document.source)}{credit}:"
        f" {document.title or document.id}{how}",
        bold=True,
    )


def _difference_lines(difference: WordDiff) -> list[RenderableType]:
    segments = difference.segments
    same, removed, added = (difference.count(change) for change in (EditKind.SAME, EditKind.REMOVED, EditKind.ADDED))
    lines: list[RenderableType] = [
        Padding(Text(f"{same} words the same, {removed} left out, {added} of its own"), (0, 0, 0, 4))
    ]
    body = Text()
    shown = 0
    for place, segment in enumerate(segments):
        if segment.kind is EditKind.SAME:
            is_last = place == len(segments) - 1
            body.append(_safe(words_beside(segment.words, _WORDS_AROUND, is_first=place == 0, is_last=is_last) + " "))
            continue
        if shown == _MOST_CHANGES:
            break
        shown += 1
        opening, closing, style = _MARKS[segment.kind]
        body.append(f"{opening}{_safe(segment.text)}{closing}", style=style)
        body.append(" ")
    if shown:
        lines.append(Padding(body, (0, 0, 0, 4)))
    changes = sum(segment.kind is not EditKind.SAME for segment in segments)
    if changes > shown:
        lines.append(Padding(Text(f"and {changes - shown} more changes; --format jsonl has them"), (0, 0, 0, 4)))
    if difference.is_cut:
        lines.append(Padding(Text(f"only the first {MOST_WORDS:,} words of each were compared"), (0, 0, 0, 4)))
    return lines


def _safe(text: str) -> str:
    ending = " " if text.endswith(" ") else ""
    return fit(one_line(text), _LONGEST_PASSAGE) + ending


def _line(text: str, *, bold: bool = False) -> Text:
    return Text("  " + fit(one_line(text), _LONGEST), style="bold" if bold else "")


def _member_row(role: str, member: Record) -> Text:
    credit = f" ({member['credit']})" if member["credit"] else ""
    title = member["title"] or member["id"]
    return _line(f"{role} {member['published_at'] or 'without a date'} {member['source']}{credit}: {title}")


def _count(number: int) -> str:
    return f"{number} document{'' if number == 1 else 's'}"
