"""Documents from a folder or a file, in every form that the input records name.

In a folder, files whose name begins with ".", "_", "expected_", "README" or "LICENSE" are no documents and are left
out. A document that can't be read is a `Rejected` value that names the file, and the line where there is one. Which
files of a folder may be opened at all is decided in `plain_files`; a link that a person names is theirs.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from monitor.core.documents.dates import read_date
from monitor.core.documents.extraction import MOST_TEXT_BYTES
from monitor.core.documents.metadata import one_line
from monitor.model import UNKNOWN_OUTLET, RawItem, Rejected
from monitor.model.errors import UsageError
from monitor.sources.bodies import MOST_FEED_BYTES
from monitor.sources.feeds import read_feed
from monitor.sources.jsonfeed import is_json_feed
from monitor.sources.links import host_of
from monitor.sources.markdown import read_markdown
from monitor.sources.plain_files import FolderListing, RefusedFileError, list_folder, open_named, open_within
from monitor.sources.plain_texts import read_text
from monitor.sources.warc import read_warc

_SKIPPED = (".", "_", "expected_", "readme", "license")
_TEXTS = ("id", "title", "url", "source", "language", "byline")
_DATES = ("published_at", "observed_at", "embargoed")
_LONGEST_ID = 512  # bytes; PostgreSQL refuses an index entry of more than some 2,700, and two stand in one
_LINES = (".jsonl", ".ndjson")
_SINGLE = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
_FORMS = ".txt .md .html .htm .json .jsonl .xml .rss .atom .warc .warc.gz"


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file and what its documents are called after: the path below the folder that was asked for.

    root: what it must not lead out of; `None` for a file that a person named.
    """

    path: Path
    name: str
    root: Path | None

    @property
    def is_of_lines(self) -> bool:
        """Whether each line is a document."""
        return self.path.name.lower().endswith(_LINES)

    @property
    def is_one_document(self) -> bool:
        """Whether it holds one document, small enough to be read whole."""
        return self.path.name.lower().endswith(_SINGLE)

    def open(self) -> BinaryIO:
        """Return its bytes; `RefusedFileError` or `OSError` where they are not to be had."""
        return open_named(self.path) if self.root is None else open_within(self.root, self.path)


def read_path(path: Path) -> Iterator[RawItem | Rejected]:
    """Return the documents of `path` in name order, read one at a time; `UsageError` where there is nothing to read."""
    if _is_folder(path):
        listing = list_documents(path)
        if not listing.paths and not listing.unreadable:
            raise UsageError(f"{path}: no document lies in this folder; known forms are {_FORMS}")
        return read_listed(path, listing)
    return read_file(DocumentFile(path, _printable(path.name), None))


def document_files(path: Path) -> Iterator[DocumentFile] | None:
    """Return the files that `read_path` would read one after the other, by their absolute paths; `None` where a folder
    within can't be opened, so that they are not all that is to be said. `UsageError` as there.
    """
    path = path.absolute()
    if not _is_folder(path):
        return iter((DocumentFile(path, _printable(path.name), None),))
    listing = list_documents(path)
    return _files(path, listing.paths) if listing.paths and not listing.unreadable else None


def count_documents(path: Path) -> int:
    """Return about how many documents `read_path` will give, without reading them: a feed or a web archive counts as
    one.
    """
    is_folder = _is_folder(path)
    files = _files(path, list_documents(path).paths) if is_folder else (DocumentFile(path, path.name, None),)
    return sum(_count_lines(file) if file.is_of_lines else 1 for file in files)


def list_documents(folder: Path) -> FolderListing:
    """Return what below `folder` may hold documents; `UsageError` where it can't be opened."""
    return list_folder(folder, _SKIPPED)


def read_listed(folder: Path, listing: FolderListing) -> Iterator[RawItem | Rejected]:
    """Yield the documents of a folder's files, and a rejection for each folder that can't be looked into."""
    for place, words in listing.unreadable.items():
        name = _printable(place.relative_to(folder).as_posix())
        detail = f"{name}: the folder can't be opened ({words}); check its permissions"
        yield Rejected(_fitting(name), "unreadable", detail)
    for file in _files(folder, listing.paths):
        yield from read_file(file)


def _is_folder(path: Path) -> bool:
    """Tell a folder from a file; raise UsageError for what is neither."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file or folder; give a folder of documents or one document") from error
    except OSError as error:
        raise UsageError(
            f"{path}: it can't be opened ({error.strerror}); check the path and its permissions"
        ) from error
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise UsageError(f"{path}: neither a file nor a folder; give a folder of documents or one document")
    return stat.S_ISDIR(mode)


def _files(folder: Path, paths: Iterable[Path]) -> Iterator[DocumentFile]:
    for path in paths:
        yield DocumentFile(path, _printable(path.relative_to(folder).as_posix()), folder)


def read_file(file: DocumentFile) -> Iterator[RawItem | Rejected]:
    """Yield the documents of one file."""
    reader = _reader(file.path.name.lower())
    if reader is None:
        detail = f"{file.name}: this form is not read; known are {_FORMS}"
        yield Rejected(_fitting(file.name), "unsupported_format", detail)
        return
    yield from _read(file, partial(reader, file))


def read_lines(file: DocumentFile, start: int, end: int, before: int) -> Iterator[RawItem | Rejected]:
    """Return the documents of those lines of a file that begin at the bytes from `start` up to `end`; `before` is how
    many lines stand before them.
    """

    def read(stream: BinaryIO) -> Iterator[RawItem | Rejected]:
        stream.seek(start)
        return _read_lines(file, stream, before, end)

    return _read(file, read)


def _read(file: DocumentFile, read: Callable[[BinaryIO], Iterator[RawItem | Rejected]]) -> Iterator[RawItem | Rejected]:
    """Yield what is read in a file, by ids that fit, and why where it is not to be had."""
    try:
        with file.open() as stream:
            for found in read(stream):
                yield replace(found, id=_fitting(found.id))
    except RefusedFileError as error:
        yield Rejected(_fitting(file.name), error.reason, f"{file.name}: {error}")
    except OSError as error:
        detail = f"{file.name}: {error.strerror or error}; check the file and its permissions"
        yield Rejected(_fitting(file.name), "unreadable", detail)


def _fitting(name: str) -> str:
    """Return an id that every database takes: a long one is cut, and ends with the digest of the whole."""
    data = name.encode(errors="replace")
    if len(data) <= _LONGEST_ID:
        return name
    digest = sha256(data).hexdigest()[:24]
    return f"{data[: _LONGEST_ID - len(digest) - 3].decode(errors='ignore')}…{digest}"


def _reader(name: str) -> Any | None:
    return next((reader for suffixes, reader in _READERS if name.endswith(suffixes)), None)


def _read_text(file: DocumentFile, stream: BinaryIO) -> Iterator[RawItem | Rejected]:
    content = _bounded(file, stream, MOST_TEXT_BYTES)
    yield content if isinstance(content, Rejected) else read_text(content, file.name)


def _read_html(file: DocumentFile, stream: BinaryIO) -> Iterator[RawItem | Rejected]:
    content = _bounded(file, stream, MOST_TEXT_BYTES)
    yield content if isinstance(content, Rejected) else RawItem(file.name, UNKNOWN_OUTLET, content, "text/html")


def _read_markdown(file: DocumentFile, stream: BinaryIO) -> Iterator[RawItem | Rejected]:
    content = _bounded(file, stream, MOST_TEXT_BYTES)
    yield content if isinstance(content, Rejected) else read_markdown(content, file.name)


def _read_feed(file: DocumentFile, stream: BinaryIO) -> Iterator[RawItem | Rejected]:
    content = _bounded(file, stream, MOST_FEED_BYTES)
    if isinstance(content, Rejected):
        yield content
    else:
        yield from _entries(content, file)


def _entries(content: bytes, file: DocumentFile) -> Iterator[RawItem | Rejected]:
    reading = read_feed(content, url="", source=UNKNOWN_OUTLET, prefix=file.name)
    if isinstance(reading, Rejected):
        yield reading
        return
    outlet = one_line(reading.title)
    yield from (replace(entry, source=entry.source or outlet) for entry in reading.entries)


def _read_json(file: DocumentFile, stream: BinaryIO) -> Iterator[RawItem | Rejected]:
    content = _bounded(file, stream, MOST_TEXT_BYTES)
    if isinstance(content, Rejected):
        yield content
    elif is_json_feed(content):
        yield from _entries(content, file)
    else:
        yield _document(content, file.name)


def _read_lines(
    file: DocumentFile, stream: BinaryIO, number: int = 0, end: int | None = None
) -> Iterator[RawItem | Rejected]:
    while (end is None or stream.tell() < end) and (line := stream.readline(MOST_TEXT_BYTES + 1)):
        number += 1
        place = f"{file.name}:{number}"
        if len(line) > MOST_TEXT_BYTES:
            yield Rejected(
                place, "too_large", f"{place}: a line of more than {MOST_TEXT_BYTES:,} bytes; split the document"
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(MOST_TEXT_BYTES)
        elif line.strip():
            yield _document(line, place)


def _read_archive(file: DocumentFile, stream: BinaryIO) -> Iterator[RawItem | Rejected]:
    yield from read_warc(stream, file.name, is_packed=file.path.name.lower().endswith(".gz"))


_READERS = (
    ((".txt", ".text"), _read_text),
    ((".md", ".markdown"), _read_markdown),
    ((".html", ".htm", ".xhtml"), _read_html),
    ((".json",), _read_json),
    (_LINES, _read_lines),
    ((".xml", ".rss", ".atom", ".rdf"), _read_feed),
    ((".warc", ".warc.gz"), _read_archive),
)


def _bounded(file: DocumentFile, stream: BinaryIO, limit: int) -> bytes | Rejected:
    content = stream.read(limit + 1)
    if len(content) <= limit:
        return content
    return Rejected(
        file.name,
        "too_large",
        f"{file.name}: {os.fstat(stream.fileno()).st_size:,} bytes, at most {limit:,} are read; split or shorten it",
    )


def _document(content: bytes, place: str) -> RawItem | Rejected:
    """Return the document that one JSON object gives; its own id and source come before those of the file."""
    try:
        data = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        return Rejected(
            place,
            "bad_json",
            f"{place}: no JSON object ({str(error)[:120]}); write one object, in .jsonl one on each line",
        )
    data = _of_case(data)
    problem = _problem(data)
    if problem:
        return Rejected(place, "bad_document", f"{place}: {problem}")
    dates = {key: read_date(data[key]) if data.get(key) else None for key in _DATES}
    url = data.get("url")
    return RawItem(
        id=str(data.get("id") or place),
        source=data.get("source") or host_of(url) or UNKNOWN_OUTLET,
        content=data["text"] if isinstance(data.get("text"), str) else data["html"],
        media_type="text/plain" if isinstance(data.get("text"), str) else "text/html",
        title=data.get("title") or None,
        url=url or None,
        published_at=dates["published_at"],
        observed_at=dates["observed_at"],
        language=data.get("language") or None,
        byline=data.get("byline") or None,
        embargoed_until=dates["embargoed"],
    )


def _of_case(data: Any) -> Any:
    """Return the document of a labelled case, as `monitor cases` prints it; anything else as it is."""
    is_case = isinstance(data, dict) and data.get("record") == "case"
    return data.get("document") if is_case else data


def _problem(data: Any) -> str | None:
    """Say what makes `data` no document, with the remedy; `None` where it is one."""
    if not isinstance(data, dict):
        return f'a JSON {type(data).__name__}, not an object; write {{"text": "..."}}, and several documents as .jsonl'
    if not isinstance(data.get("text"), str) and not isinstance(data.get("html"), str):
        return 'neither "text" nor "html" holds a string; give one of them'
    for key in _TEXTS:
        if (
            data.get(key) is not None
            and not isinstance(data[key], str)
            and not (key == "id" and isinstance(data[key], int))
        ):
            return f'"{key}" must be a string, not {json.dumps(data[key])[:60]}'
    for key in _DATES:
        if data.get(key) is not None and _date(data[key]) is None:
            return f'"{key}" must be a date such as "2026-01-31T12:00:00Z", not {json.dumps(data[key])[:60]}'
    return None


def _date(value: Any) -> datetime | None:
    return read_date(value) if isinstance(value, str) else None


def _count_lines(file: DocumentFile) -> int:
    try:
        with file.open() as stream:
            return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(1 << 20), b""))
    except (OSError, RefusedFileError):
        return 1  # reading it will give one rejection


def _printable(name: str) -> str:
    """Return a file name as storable text; bytes that are no UTF-8 show as replacement characters."""
    return os.fsencode(name).decode("utf-8", errors="replace")
