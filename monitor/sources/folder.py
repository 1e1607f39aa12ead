"""The folder that the daemon watches: what is new or changed since the last look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.model import RawItem, Rejected
from monitor.model.errors import UsageError
from monitor.sources.files import document_paths, read_file


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file is written: its time in nanoseconds and its size."""

    modified_ns: int
    size_bytes: int


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
    A file that is half written when it is read is read again once its stamp has changed. `UsageError`: no folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; create it, or set seeds: null")
    stamps = {path: stamp for path in document_paths(folder) if (stamp := _stamp(path)) is not None}
    fresh = [
        document
        for path, stamp in stamps.items()
        if seen.get(str(path)) != stamp
        for document in read_file(path, folder)
    ]
    return FolderReading(
        items=tuple(item for item in fresh if isinstance(item, RawItem)),
        rejected=tuple(item for item in fresh if isinstance(item, Rejected)),
        seen={str(path): stamp for path, stamp in stamps.items()},
    )


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None  # gone since the folder was listed
    return Stamp(status.st_mtime_ns, status.st_size)
