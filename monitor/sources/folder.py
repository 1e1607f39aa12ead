"""The folder that the daemon watches: what is new or changed since the last look."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.model import RawItem, Rejected
from monitor.sources.files import list_documents, read_listed
from monitor.sources.plain_files import RefusedFileError, resolve_within


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file is written, or another is put in its place: its time in nanoseconds, its size, and its
    number on the disk.
    """

    modified_ns: int
    size_bytes: int
    inode: int


@dataclass(frozen=True, slots=True)
class FolderReading:
    """Documents of new and changed files in name order, and the stamps to hand to the next scan."""

    items: tuple[RawItem, ...]
    rejected: tuple[Rejected, ...]
    seen: Mapping[str, Stamp]


def scan(folder: Path, seen: Mapping[str, Stamp]) -> FolderReading:
    """Read the files of `folder` whose stamp is not in `seen`; a removed file is forgotten, not an event.

    A document that is put into a folder counts as seen when it was published, unless it says otherwise: a folder is how
    a desk hands over its own texts, of whatever age, and none of them is old news resurfacing.
    A file that is half written when it is read is read again once its stamp has changed. `UsageError`: no folder, or
    none that may be opened.
    """
    listing = list_documents(folder)
    stamps = {path: stamp for path in listing.paths if (stamp := _stamp(folder, path)) is not None}
    closed = dict.fromkeys(listing.unreadable, _CLOSED)
    fresh = replace(
        listing,
        paths=tuple(path for path, stamp in stamps.items() if seen.get(str(path)) != stamp),
        unreadable={place: words for place, words in listing.unreadable.items() if str(place) not in seen},
    )
    documents = tuple(read_listed(folder, fresh))
    return FolderReading(
        items=tuple(item for item in documents if isinstance(item, RawItem)),
        rejected=tuple(item for item in documents if isinstance(item, Rejected)),
        seen={str(path): stamp for path, stamp in (stamps | closed).items()},
    )


def _stamp(folder: Path, path: Path) -> Stamp | None:
    """Return the stamp of a file, or of the file within the folder that a link leads to; what is no plain file never
    changes.
    """
    try:
        status = path.lstat()
    except OSError:
        return None  # gone since the folder was listed
    if stat.S_ISLNK(status.st_mode):
        try:
            status = (folder / resolve_within(folder, path)).lstat()
        except (OSError, RefusedFileError):
            return Stamp(status.st_mtime_ns, 0, status.st_ino)
    if not stat.S_ISREG(status.st_mode):
        return Stamp(0, 0, status.st_ino)
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


_CLOSED = Stamp(0, 0, 0)  # of a folder that can't be looked into
