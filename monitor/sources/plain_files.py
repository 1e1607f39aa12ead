"""Plain files below a folder: what there is, and how it is opened so that nothing outside the folder is read, whatever
links to where, and no pipe or device holds the reader up.

A link that stays within the folder is followed: container platforms mount files as such links. One that leads out of it
is refused: who may put a link into the folder need not be allowed to read what it points to. What a file holds is its
readers' business.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from monitor.model.errors import UsageError

_DEEPEST = 100  # folders in one another
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class FolderListing:
    """What lies below a folder, but for folders: paths in name order; and why what lies in a folder is not known."""

    paths: tuple[Path, ...]
    unreadable: Mapping[Path, str]


class RefusedFileError(Exception):
    """The file is none that is read: `reason` is a stable word, the text says why and what to do."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason = reason


def list_folder(folder: Path, skipped: tuple[str, ...]) -> FolderListing:
    """List what is below `folder`, without names that begin with one of `skipped`; links to folders are not followed.

    `UsageError`: it can't be opened itself.
    """
    found: list[Path] = []
    unreadable: dict[Path, str] = {}

    def note(error: OSError) -> None:
        place = Path(error.filename)
        if place == folder:
            raise UsageError(f"{folder}: {_OPENING.get(type(error), error.strerror)}")
        unreadable[place] = error.strerror or type(error).__name__

    for parent, folders, names in os.walk(folder, onerror=note):
        place = Path(parent)
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        if folders and len(place.relative_to(folder).parts) >= _DEEPEST:
            unreadable |= {place / name: f"more than {_DEEPEST} folders in one another" for name in folders}
            folders.clear()
        found += [place / name for name in names if not name.lower().startswith(skipped)]
    return FolderListing(tuple(sorted(found)), dict(sorted(unreadable.items())))


def open_named(path: Path) -> BinaryIO:
    """Open the file that a person named, links followed; `OSError` or `RefusedFileError` where that can't be."""
    return _open_plain(path, path.stat(), None)


def open_within(folder: Path, path: Path) -> BinaryIO:
    """Open a file below `folder`; `OSError` or `RefusedFileError` where that can't be.

    Each part of the way is opened beneath the one before it and none through a link, so that what is swapped meanwhile
    leads nowhere else.
    """
    parts = (resolve_within(folder, path) if path.is_symlink() else path.relative_to(folder)).parts
    beneath = os.open(folder, _FLAGS | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FLAGS | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=beneath)
            os.close(beneath)
            beneath = inner
        return _open_plain(parts[-1], os.stat(parts[-1], dir_fd=beneath, follow_symlinks=False), beneath)
    finally:
        os.close(beneath)


def resolve_within(folder: Path, link: Path) -> Path:
    """Return what a link leads to, as a path below `folder`; `RefusedFileError` where it lies elsewhere, `OSError`
    where there is nothing.
    """
    place, root = Path(os.path.realpath(link, strict=True)), folder.resolve()
    if root not in place.parents:
        raise RefusedFileError(
            "outside_folder", "it is a link that leads out of the folder; copy the file into the folder instead"
        )
    return place.relative_to(root)


def _open_plain(name: Path | str, before: os.stat_result, beneath: int | None) -> BinaryIO:
    """Open what is a plain file; a pipe or a device is not even opened, which others would notice."""
    _refuse_all_but_files(before)
    descriptor = os.open(name, _FLAGS if beneath is None else _FLAGS | os.O_NOFOLLOW, dir_fd=beneath)
    try:
        _refuse_all_but_files(os.fstat(descriptor))
    except RefusedFileError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _refuse_all_but_files(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise RefusedFileError(
            "not_a_file", "it is no plain file but a pipe, a device, a folder or the like; remove it"
        )


_OPENING = {
    FileNotFoundError: "no such folder; create it, or set seeds: null",
    NotADirectoryError: "no folder but a file; name a folder",
    PermissionError: "the folder can't be opened; check its permissions",
}
