"""An archive in parts that are read apart from each other, here or on another machine that sees the same files.

A part is handed over by reference: files, or the lines between two places of a file. Whoever reads it first looks
whether the same files lie there (path, size, time of the last change), and says so where they do not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from monitor.model import RawItem, Rejected
from monitor.sources.files import DocumentFile, document_files, read_file, read_lines, read_path
from monitor.sources.plain_files import RefusedFileError

Items = tuple[RawItem | Rejected, ...]
_MOST_DOCUMENTS = 16  # of a part: some tenths of a second, against some milliseconds that handing it over takes
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was when the archive was divided. modified_ns: since the epoch."""

    file: DocumentFile
    size: int
    modified_ns: int

    def is_here(self) -> bool:
        try:
            found = self.file.path.stat()
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (self.size, self.modified_ns)


@dataclass(frozen=True, slots=True)
class FilesPart:
    """Whole files."""

    files: tuple[_Seen, ...]

    def is_here(self) -> bool:
        """Tell whether this machine has the same files at the same paths."""
        return all(file.is_here() for file in self.files)

    def read(self) -> Items:
        """Return the documents."""
        return tuple(item for seen in self.files for item in read_file(seen.file))


@dataclass(frozen=True, slots=True)
class LinesPart:
    """The lines of a file that begin at the bytes from `start` up to `end`, with `before` lines before them."""

    file: _Seen
    start: int
    end: int
    before: int

    def is_here(self) -> bool:
        """Tell whether this machine has the same file at the same path."""
        return self.file.is_here()

    def read(self) -> Items:
        """Return the documents."""
        return tuple(read_lines(self.file.file, self.start, self.end, self.before))


Part = FilesPart | LinesPart


def divide(path: Path) -> Iterator[Part | Items]:
    """Yield what `read_path` gives, in its order, in parts of at most 16 documents; `UsageError` as there.

    Feeds, lists in one file of JSON and web archives, which can't be read from their middle, come by value, as does
    what can't be looked at.
    """
    files = document_files(path)
    if files is None:
        return in_batches(read_path(path))
    return _divide(files)


def in_batches(items: Iterator[RawItem | Rejected]) -> Iterator[Items]:
    """Yield the items in batches of the same measure; a batch ends with the item that passes it."""
    batch: list[RawItem | Rejected] = []
    held = 0
    for item in items:
        batch.append(item)
        held += len(item.content) if isinstance(item, RawItem) else 0
        if len(batch) == _MOST_DOCUMENTS or held >= _MOST_BYTES:
            yield tuple(batch)
            batch, held = [], 0
    if batch:
        yield tuple(batch)


def _divide(files: Iterator[DocumentFile]) -> Iterator[Part | Items]:
    group: list[_Seen] = []
    for file in files:
        seen = _look_at(file)
        is_grouped = seen is not None and file.is_one_document
        if group and (not is_grouped or len(group) == _MOST_DOCUMENTS or _bytes_of(group) >= _MOST_BYTES):
            yield FilesPart(tuple(group))
            group = []
        if seen is not None and is_grouped:
            group.append(seen)
        elif seen is not None and file.is_of_lines:
            yield from _divide_lines(seen)
        else:
            yield from in_batches(read_file(file))
    if group:
        yield FilesPart(tuple(group))


def _divide_lines(seen: _Seen) -> Iterator[Part | Items]:
    start = before = 0
    try:
        with seen.file.open() as stream:
            while counted := _count(stream):
                held, lines = counted
                yield LinesPart(seen, start, start + held, before)
                start, before = start + held, before + lines
    except (OSError, RefusedFileError):
        yield tuple(read_lines(seen.file, start, seen.size, before))


def _count(stream: BinaryIO) -> tuple[int, int] | None:
    """Return how many bytes and lines the next part has, which ends with a line; `None` at the end."""
    held = lines = 0
    is_whole = True
    while (not is_whole or (lines < _MOST_DOCUMENTS and held < _MOST_BYTES)) and (
        piece := stream.readline(_MOST_BYTES)
    ):
        is_whole = piece.endswith(b"\n")
        held, lines = held + len(piece), lines + is_whole
    return (held, lines) if held else None


def _look_at(file: DocumentFile) -> _Seen | None:
    try:
        found = os.stat(file.path)
    except OSError:
        return None
    return _Seen(file, found.st_size, found.st_mtime_ns)


def _bytes_of(group: list[_Seen]) -> int:
    return sum(seen.size for seen in group)
