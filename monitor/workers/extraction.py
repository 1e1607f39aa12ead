"""What the reader sees in one document, whatever watchlists make of it: for people as values, for programs as lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from monitor.core.analysis import Reader, read_all, read_non_quantities
from monitor.core.counting.non_quantities import NonQuantity
from monitor.core.documents.extraction import read_document
from monitor.core.facts.watchlist import Watchlist
from monitor.core.records import line_of, mention_record, uncounted_record
from monitor.model import Mention, RawItem, Rejected
from monitor.workers.analysts import make_reader


@dataclass(frozen=True, slots=True)
class Extract:
    """What is seen in a document."""

    document_id: str
    mentions: tuple[Mention, ...]
    uncounted: tuple[NonQuantity, ...]


def prepare_extracts(watchlists: tuple[Watchlist, ...]) -> Callable[[RawItem], Extract | Rejected]:
    """Return what reads an item; the watchlists lend their places and questions."""
    return partial(_extract, make_reader(watchlists))


def prepare_lines(watchlists: tuple[Watchlist, ...]) -> Callable[[RawItem], str | Rejected]:
    """Return what reads an item and writes its records, a line each: whoever prints them has nothing else to do."""
    return partial(_write_lines, make_reader(watchlists))


def _extract(reader: Reader, item: RawItem) -> Extract | Rejected:
    document = read_document(item, reader.languages)
    if isinstance(document, Rejected):
        return document
    mentions = read_all(document, reader, reader.watchlists)
    return Extract(document.id, mentions, read_non_quantities(document, mentions, reader))


def _write_lines(reader: Reader, item: RawItem) -> str | Rejected:
    found = _extract(reader, item)
    if isinstance(found, Rejected):
        return found
    records = [mention_record(found.document_id, each) for each in found.mentions]
    records += [uncounted_record(found.document_id, each) for each in found.uncounted]
    return "".join(map(line_of, records))
