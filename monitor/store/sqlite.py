"""All that is SQLite's own: settings, transactions, errors in words a person can act on, and the lock file."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
from contextlib import closing, suppress
from datetime import timedelta
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from monitor.model.errors import HeldError, StoreError

_BUSY_SECONDS = 10  # how long a statement waits for a backup or another command; `?timeout=` in the URL sets another
_CACHE_KIBIBYTES = 32_768
_TEMPORARY_CACHE_KIBIBYTES = (
    8_192  # each commit looks through a quarter of it, which at 32 MB takes longer than the rest
)
_READERS_CACHE_KIBIBYTES = 4_096  # of each of the few connections that pages are read by
_STEPS_BETWEEN_LOOKS = 10_000  # of SQLite's machine, between two looks at the clock: well under a millisecond

# What SQLite says, and what to do about it.
_REMEDIES = (
    ("not a database", "it is not an SQLite database: name another file, or restore this one from a backup"),
    ("malformed", "it is damaged: restore it from a backup; this program deletes nothing"),
    ("readonly", "it can't be written: give this user write permission on the file and its folder"),
    ("unable to open", "it can't be opened: check that its folder exists and that this user may write there"),
    ("locked", "another program holds it locked: end that program, or try again when it is done"),
    ("interrupted", "it did not answer in time: ask for less, or try again"),
    ("full", "the disk is full: make room; what was stored is safe"),
    ("disk I/O", "the disk failed to read or write: check it; what was stored is safe"),
)


def back_up(source: Path, target: Path, name: str) -> None:
    """Write the database into `target`, whole as of one moment, while others read and write it; raise StoreError where
    that can't be.

    It is written beside its place and moved there when it is complete and sound, so that a half-done backup never
    stands under the name.
    """
    if target.exists():
        raise StoreError(f"{target} exists: name another file, or remove it")
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        create_private(partial)
        with (
            closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True, timeout=_BUSY_SECONDS)) as old,
            closing(sqlite3.connect(partial)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE").close()  # one file, to be copied anywhere
            (state,) = new.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise StoreError(f"{name} is damaged ({state}): restore it from an earlier backup")
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise StoreError(
            f"{name} can't be backed up to {target} ({error}): check the path and the room on its disk"
        ) from error


def put_in_place(checked: Path, target: Path, name: str) -> Path | None:
    """Put a sound database file in the place of `target`, and return where what stood there is kept now; `None` where
    nothing did.

    The caller holds the lock, so that no daemon works on it. What belongs to the old file goes with it.
    """
    kept = target.with_name(f"{target.name}.replaced")
    number = 1
    while kept.exists():
        number += 1
        kept = target.with_name(f"{target.name}.replaced-{number}")
    try:
        had_one = target.exists()
        for ending in ("", "-wal", "-shm"):
            beside = Path(f"{target}{ending}")
            if beside.exists():
                beside.rename(f"{kept}{ending}")
        checked.replace(target)
    except OSError as error:
        raise StoreError(f"{name} can't be replaced ({error.strerror}): check the permissions of its folder") from error
    return kept if had_one else None


def names_memory(url: URL) -> bool:
    """Tell whether `url` names a database that lives and dies with this process: in memory, and as far as it outgrows
    SQLite's cache in a file without a name, in the folder that TMPDIR names.
    """
    return url.database in (None, "", ":memory:")


def create_sqlite_engine(url: URL, name: str, reads_within: timedelta | None = None) -> Engine:
    """Return an engine that waits while others write, never loses a commit, and holds to foreign keys.

    reads_within: one that can't write, and ends a read that takes longer.
    """
    if not names_memory(url):
        create_folder(file_of(url), name)
        if not (url.database or "").startswith("file:"):  # SQLite's own way of writing it, which says more than a place
            with suppress(OSError):  # it is there; or it can't be, which SQLite says itself
                create_private(file_of(url))
    wait = {} if "timeout" in url.query else {"timeout": _BUSY_SECONDS}
    arguments = {"check_same_thread": False, **wait}
    engine = (
        create_engine(url, creator=lambda: sqlite3.connect("", check_same_thread=False), poolclass=StaticPool)
        if names_memory(url)
        else create_engine(url, connect_args=arguments)
    )
    event.listen(engine, "connect", _set_up_temporary if names_memory(url) else _set_up)
    event.listen(engine, "begin", _begin)
    if reads_within is not None:
        _limit(engine, reads_within.total_seconds())
    return engine


def create_folder(path: Path, name: str) -> None:
    """Make sure that the folder of `path` is there; one that is created is its owner's alone, others stay as they
    are.
    """
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{name}: the folder {path.parent} can't be created ({error.strerror}): create it, or name another database"
        ) from error


def create_private(path: Path) -> None:
    """Create an empty file that its owner alone may read, whatever the umask; SQLite gives its -wal and -shm the same
    mode. `OSError` where there is one, or none can be.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def is_open_to_all(path: Path) -> bool:
    """Tell whether every user of this machine may read the file, as far as its own mode and its folder's say."""
    try:
        return bool(path.stat().st_mode & stat.S_IROTH and path.parent.stat().st_mode & stat.S_IXOTH)
    except OSError:
        return False


def _set_up(connection: sqlite3.Connection, record: object) -> None:  # noqa: ARG001 (the pool's record of the connection)
    connection.isolation_level = None  # the driver begins no transaction by itself: `_begin` does
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"cache_size=-{_CACHE_KIBIBYTES}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _set_up_temporary(connection: sqlite3.Connection, record: object) -> None:
    """Keep what undoes a transaction in memory: a database that dies with this process needs nothing after a crash."""
    _set_up(connection, record)
    for pragma in ("journal_mode=MEMORY", f"cache_size=-{_TEMPORARY_CACHE_KIBIBYTES}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    # IMMEDIATE: a write waits for its turn at the start instead of failing in the middle.
    options = connection.get_execution_options()
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if options.get("is_writing") or options.get("is_migrating") else "BEGIN").close()


def _limit(engine: Engine, seconds: float) -> None:
    """Let the engine's connections only read, and interrupt what one of them has done for `seconds` since its
    transaction began.
    """

    def set_up(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA query_only=ON").close()
        connection.execute(f"PRAGMA cache_size=-{_READERS_CACHE_KIBIBYTES}").close()
        connection.set_progress_handler(lambda: monotonic() > record.info.get("ends_at", inf), _STEPS_BETWEEN_LOOKS)

    def begin(connection: Connection) -> None:
        connection.info["ends_at"] = monotonic() + seconds

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", begin)


def file_of(url: URL) -> Path:
    """Return the file that `url` names."""
    return Path((url.database or "").removeprefix("file:"))


def remedy(cause: str) -> str | None:
    """Return what to do where SQLite failed with `cause`, or None where it said something unheard of."""
    return next((words for sign, words in _REMEDIES if sign in cause), None)


def lock_beside(path: Path, name: str) -> int:
    """Return the descriptor of `path`.lock, locked; the system unlocks it when this process ends, however it ends."""
    lock = path.with_name(path.name + ".lock")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            f"{name}: the lock file {lock} can't be created ({error.strerror}): give this user write permission on its"
            " folder"
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise HeldError(
            f"{name} is held by another daemon (process {holder or 'unknown'}): stop that one, or give this one a"
            " database of its own"
        ) from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode("ascii"))
    return descriptor
