"""What the commands print of clusters for people: the copies of each text, who was first, what each outlet changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from monitor.core.records import Record
from monitor.notifiers.untrusted import fit, one_line

_LONGEST = 160


def render_clusters(documents: Sequence[Record]) -> RenderableType:
    """Return the clusters of `document` records that came in order: those of several documents with their members, the rest counted."""
    clusters: dict[str, list[Record]] = {}
    for document in documents:
        clusters.setdefault(document["cluster_id"], []).append(document)
    shown = [(cluster_id, members) for cluster_id, members in clusters.items() if len(members) > 1 or members[0]["update_of"]]
    parts: list[Text] = []
    for cluster_id, members in shown:
        heading = f"{cluster_id}  {_count(len(members))}"
        parts.append(Text(heading + (f", revises {members[0]['update_of']}" if members[0]["update_of"] else ""), style="bold"))
        parts += [_member_row("copy" if member["copy_of"] else "first", member) for member in members]
        parts.append(Text(""))
    return Group(*parts, Text(f"{len(clusters)} clusters, {len(clusters) - len(shown)} of one document each are not listed"))


def _member_row(role: str, member: Record) -> Text:
    credit = f" ({member['credit']})" if member["credit"] else ""
    title = member["title"] or member["id"]
    return Text("  " + fit(one_line(f"{role} {member['published_at'] or 'without a date'} {member['source']}{credit}: {title}"), _LONGEST))


def _count(number: int) -> str:
    return f"{number} document{'' if number == 1 else 's'}"
