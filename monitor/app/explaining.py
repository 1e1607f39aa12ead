"""What is said of a document beside its facts: its way through the intake, what is read in it, what nothing asked for,
and what its copies changed. For `monitor explain`, and for the board's page that shows the same. What reads articles is
loaded when one is read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from monitor.core.alerts.wording import outlet_phrase, time_phrase
from monitor.core.clusters.word_diff import compare_words
from monitor.core.records import Record, copy_record
from monitor.model import Mention
from monitor.store.explained import Explained, StoredDocument, StoredItem

if TYPE_CHECKING:
    from monitor.core.counting.non_quantities import NonQuantity
    from monitor.core.facts.unasked import Unasked
    from monitor.core.facts.watchlist import Watchlist

_MOST_UNASKED = 12  # mentions of one watchlist


@dataclass(frozen=True, slots=True)
class Reread:
    """What a text that is read again shows: its mentions, the numbers that count nothing, and why watchlists that have
    no fact of it took nothing.
    """

    mentions: tuple[Mention, ...] = ()
    uncounted: tuple[NonQuantity, ...] = ()
    unasked: tuple[Unasked, ...] = ()


def read_again(found: Explained, watchlists_of: Callable[[], Sequence[Watchlist]]) -> Reread:
    """Return what is read in the latest version of a document; nothing of other things, and where its text was let go
    of.

    watchlists_of: asked for those that may take something of the text, where one is read.
    """
    document = found.versions[-1].document if found.versions and found.kind == "document" else None
    if document is None:
        return Reread()
    from monitor.core.analysis import read_all, read_non_quantities
    from monitor.core.facts.unasked import why_unasked
    from monitor.workers.analysts import make_reader

    reader, watchlists = make_reader(()), watchlists_of()
    mentions = read_all(document, reader, watchlists)
    took = {stored.fact.claim.watchlist for stored in found.facts}
    others = [each for each in watchlists if each.id not in took] if document.text else []
    return Reread(
        mentions,
        read_non_quantities(document, mentions, reader),
        why_unasked(document, mentions, others, reader.language_of(document)),
    )


def origin_phrase(found: Explained) -> str:
    """Return where the text of a cluster comes from: the agency that most of its documents credit, else who had it
    first.
    """
    first = found.texts[0].document
    named = Counter(stored.document.credit for stored in found.texts if stored.document.credit)
    credit = max(named, key=lambda name: (named[name], name == first.credit, name)) if named else None
    if credit:
        return f"{credit}, credited by {named[credit]} of {len(found.texts)}"
    return f"{outlet_phrase(first.source)}, which had it first"


def compared_with(found: Explained, place: int) -> StoredDocument:
    """Return the text that one of a cluster is compared with: the cluster's first, and of that what it revises."""
    return found.texts[0] if place or found.revised is None else found.revised


def copy_records(found: Explained) -> Iterator[Record]:
    """Yield a `copy` record for each document of the cluster, its first one first; that one is compared with what it
    revises.
    """
    for place, stored in enumerate(found.texts):
        before = compared_with(found, place).document
        yield copy_record(stored.document, stored.assignment, compare_words(before.text, stored.document.text))


def item_lines(found: Explained) -> list[str]:
    """Return what is to be said of the versions on their way, held, passed over or rejected."""
    lines = [
        f"{item.state}: {item.reason or 'waiting to be read'}"
        for item in found.items
        if item.state in ("pending", "parked", "paced")
    ]
    lines += [_embargo_words(item) for item in found.items if item.state == "held" or item.held_until is not None]
    lines += [
        f"asked for again, {time_phrase(item.accepted_at)}: {item.reason}, so what was read before stands"
        for item in found.items
        if item.state == "done" and item.reason is not None
    ]
    return [*lines, *(f"rejected, {rejection.reason}: {rejection.detail}" for rejection in found.rejections)]


def unasked_lines(unasked: Sequence[Unasked]) -> Iterator[str]:
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


def _embargo_words(item: StoredItem) -> str:
    """Say until when a version was or is held for its embargo."""
    if item.state != "held":
        return f"held for its embargo until {time_phrase(item.held_until)}" if item.held_until else ""
    until = f"held until {time_phrase(item.held_until)}" if item.held_until else "held until a person lets it go"
    return f"under embargo, {until}: {item.reason}"
