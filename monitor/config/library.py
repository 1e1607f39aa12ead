"""The library of watchlists: a first one for a kind of story, and the watchlist of one story begun from it.

A file of the library is a watchlist of a topic that loads as it stands: its first line says in a comment what it is
for, and the lines `watchlist:`, `title:`, `match:` with `all:` and, where it has one, `story: {kind: ...}` stand by
themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.config.draft import write_scalar
from monitor.config.yaml import walk_folder
from monitor.data.resources import library_folder
from monitor.model.errors import UsageError

FOLDER = "library"  # a desk's own, in its folder of watchlists
_KEYS = re.compile(r"^(?:watchlist|title|channel|story): .*\n", re.MULTILINE)
_KIND = re.compile(r"^story: \{kind: (\w+)\}$", re.MULTILINE)
_GROUPS = re.compile(r"^  all:.*\n", re.MULTILINE)
_HEAD = re.compile(r"\A(?:#.*\n)*")


@dataclass(frozen=True, slots=True)
class LibraryWatchlist:
    """A watchlist of the library: its name, what it is for, and its file."""

    name: str
    summary: str
    path: Path


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of the story when its watchlist is begun; what is left out asks for nothing."""

    id: str
    title: str
    where: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    channel: str | None = None
    begins: datetime | None = None


def read_library(watchlists: Path) -> tuple[LibraryWatchlist, ...]:
    """Return the library that the package ships, in the order of the names; what a desk has beside its watchlists, in
    `library`, is added, and stands in the place of one of the same name.
    """
    own = watchlists / FOLDER
    folders = (library_folder(), own) if own.is_dir() else (library_folder(),)
    paths = {path.stem: path for folder in folders for path in walk_folder(folder)}
    return tuple(
        LibraryWatchlist(name, _summary(paths[name].read_text(encoding="utf-8")), paths[name]) for name in sorted(paths)
    )


def find_entry(name: str, library: Sequence[LibraryWatchlist]) -> LibraryWatchlist:
    """Return the library's watchlist of that name; raises UsageError with all names where there is none."""
    found = next((entry for entry in library if entry.name == name), None)
    if found is None:
        names = ", ".join(entry.name for entry in library)
        raise UsageError(f"{name}: the library has no such watchlist; it has {names}")
    return found


def begin_watchlist(text: str, beginning: Beginning) -> str:
    """Return the watchlist of one story, from the text of the library's; the rest of it stays as it is."""
    kind = _KIND.search(text)
    head = [
        f"watchlist: {beginning.id}",
        f"title: {write_scalar(beginning.title)}",
        *([f"channel: {write_scalar(beginning.channel)}"] if beginning.channel else []),
        *_story(beginning, kind[1] if kind else None),
    ]
    body = _KEYS.sub("", text)
    comments = _HEAD.match(body)
    rest = body[comments.end() if comments else 0 :].lstrip("\n")
    if beginning.terms:
        group = f"    - [{', '.join(map(write_scalar, beginning.terms))}]\n"
        rest = _GROUPS.sub(lambda match: match[0] + group, rest, count=1)
    return f"{_schema_line(comments[0] if comments else '')}{chr(10).join(head)}\n\n{rest}"


def _story(beginning: Beginning, kind: str | None) -> list[str]:
    parts = []
    if beginning.where:
        parts.append(f"where: [{', '.join(map(write_scalar, beginning.where))}]")
    if beginning.begins is not None:
        parts.append(f"from: {beginning.begins:%Y-%m-%d}")
    if kind is not None:
        parts.append(f"kind: {kind}")
    return [f"story: {{{', '.join(parts)}}}"] if parts else []


def _schema_line(comments: str) -> str:
    """Return the comment that names the schema, as it is reached from the folder of watchlists."""
    lines = [line for line in comments.splitlines() if "$schema" in line]
    return "".join(f"{line.replace('../../', '../')}\n" for line in lines)


def _summary(text: str) -> str:
    first = text.partition("\n")[0]
    return first.removeprefix("#").strip()
