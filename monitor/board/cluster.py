"""The copies of one text: who copied whom, and what each outlet changed, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.app.explaining import compared_with, copy_records, origin_phrase
from monitor.board.desk import Desk
from monitor.board.pages import Asked, NotThereError, Page, Table
from monitor.core.alerts.wording import outlet_phrase
from monitor.core.clusters.word_diff import MOST_WORDS, EditKind, WordDiff, compare_words, words_beside
from monitor.core.records import Record
from monitor.model import Alert, Constraint
from monitor.store.explained import ClusterMember, Explained, StoredDocument

PAGE = 10  # texts, each of which is compared with another: some milliseconds
_MOST_CHANGES = 80  # of one text; its record has them all
_MOST_MEMBERS = 200
_AROUND = 12  # words of what is the same, on either side of a change


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of words. kind: "same", "removed" or "added"."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Compared:
    """How a text comes from the one that it copies or revises. same, removed, added: how many words; left_out: changes
    that have no room; is_cut: a text is longer than what was compared.
    """

    edits: tuple[Edit, ...]
    same: int
    removed: int
    added: int
    left_out: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A document of the cluster. before: what it is compared with; compared: `None` where there is nothing to compare,
    or a text was let go of.
    """

    stored: StoredDocument
    before: StoredDocument | None
    compared: Compared | None

    @property
    def is_first(self) -> bool:
        return self.stored.assignment.copy_of is None


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """The copies of one text. origin: who is behind it; texts: those of this page; others: documents of the cluster
    that are too many to be compared; story: the first documents of other texts that tell of the same event.
    """

    title: str
    found: Explained
    origin: str
    texts: tuple[Text, ...]
    others: tuple[ClusterMember, ...]
    story: tuple[ClusterMember, ...]
    alerts: tuple[Alert, ...]
    corrections: tuple[Constraint, ...]
    next: Mapping[str, str] | None

    @property
    def size(self) -> int:
        return len(self.found.members)

    @property
    def most_words(self) -> int:
        return MOST_WORDS


def read(desk: Desk, asked: Asked) -> ClusterPage:
    """Return the cluster with this id, or the only one whose id begins so; NotThereError where there is none."""
    wanted, begin = asked.parts["cluster"], asked.cursor("before") or 0
    found = desk.store.explanations.find(wanted)
    if found is None or found.kind != "cluster":
        raise NotThereError(f"No cluster has the id {wanted}.")
    first = found.texts[0].document
    stop = min(begin + PAGE, len(found.texts))
    return ClusterPage(
        first.title or f"{outlet_phrase(first.source)}: {first.id}",
        found,
        origin_phrase(found),
        tuple(_text(found, place) for place in range(begin, stop)),
        found.members[len(found.texts) : len(found.texts) + _MOST_MEMBERS] if stop == len(found.texts) else (),
        found.story,
        found.alerts,
        found.corrections,
        {"before": str(stop)} if stop < len(found.texts) else None,
    )


def _text(found: Explained, place: int) -> Text:
    stored, before = found.texts[place], compared_with(found, place)
    if before is stored or not before.document.text or not stored.document.text:
        return Text(stored, None if before is stored else before, None)
    return Text(stored, before, _compared(compare_words(before.document.text, stored.document.text)))


def _compared(difference: WordDiff) -> Compared:
    edits = tuple(_edits(difference))
    changes = sum(segment.kind is not EditKind.SAME for segment in difference.segments)
    return Compared(
        edits,
        same=difference.count(EditKind.SAME),
        removed=difference.count(EditKind.REMOVED),
        added=difference.count(EditKind.ADDED),
        left_out=changes - sum(edit.kind != EditKind.SAME for edit in edits),
        is_cut=difference.is_cut,
    )


def _edits(difference: WordDiff) -> Iterator[Edit]:
    shown, last = 0, len(difference.segments) - 1
    for place, segment in enumerate(difference.segments):
        if segment.kind is EditKind.SAME:
            said = words_beside(segment.words, _AROUND, is_first=place == 0, is_last=place == last)
        elif shown == _MOST_CHANGES:
            return
        else:
            shown, said = shown + 1, segment.text
        yield Edit(segment.kind.value, said)


def table(view: ClusterPage) -> Table:
    """Return a text a row, with what it changed."""
    columns = (
        "document_id source title published_at url cluster_id copy_of update_of credit rule score words_same"
        " words_removed words_added removed added"
    )
    return Table(tuple(columns.split()), tuple(map(_record, copy_records(view.found))))


def _record(record: Record) -> Record:
    """Return a record with its changes by kind, too, as a table for people has them."""
    by_kind: dict[str, list[str]] = {"removed": [], "added": []}
    for change in record["changes"]:
        by_kind[change["change"]].append(change["text"])
    return {**record, **by_kind}


CLUSTER = Page("/cluster/{cluster}", "cluster.html", read, table)
