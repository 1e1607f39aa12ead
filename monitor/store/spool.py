"""Values that wait on disk for their turn, so that memory does not grow with how many they are.

They lie in a file without a name, which the system removes however the process ends; what fits SQLite's cache never
reaches the disk. SQLite makes it in the folder that TMPDIR names, else in /var/tmp.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Generic, Self, TypeVar

from monitor.model.errors import StoreError
from monitor.store.sqlite import remedy

Value = TypeVar("Value")
Key = tuple[datetime, str]

_CACHE_KIBIBYTES = 8_192
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Spool(Generic[Value]):
    """Gives back what was added, the least key first, and of one key in the order of adding; use it as a context
    manager, in one thread.

    Every method raises StoreError where the disk is full, or takes nothing.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        for statement in (
            f"PRAGMA cache_size=-{_CACHE_KIBIBYTES}",
            "PRAGMA journal_mode=OFF",  # nothing is ever rolled back
            "CREATE TABLE waiting (at INTEGER, name BLOB, value BLOB)",
            "CREATE INDEX turn ON waiting (at, name)",
            "BEGIN",
        ):
            self._database.execute(statement).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def add(self, key: Key, value: Value) -> None:
        """Let `value`, which is pickled, wait under `key`; a key that is less than what was taken comes next."""
        at, name = key
        row = ((at - _EPOCH) // _MICROSECOND, name.encode("utf-8", "surrogatepass"), pickle.dumps(value, 5))
        with _translated():
            self._database.execute("INSERT INTO waiting VALUES (?, ?, ?)", row).close()

    def first(self) -> Key | None:
        """Return the least key; `None` where nothing waits."""
        with _translated():
            found = self._database.execute("SELECT at, name FROM waiting ORDER BY 1, 2 LIMIT 1").fetchone()
        if found is None:
            return None
        at, name = found
        return _EPOCH + at * _MICROSECOND, name.decode("utf-8", "surrogatepass")

    def take(self) -> Value:
        """Return the value under the least key, which waits no longer; `IndexError` where nothing waits."""
        with _translated():
            found = self._database.execute(_TAKE).fetchall()
        if not found:
            raise IndexError("nothing waits")
        value: Value = pickle.loads(found[0][0])  # noqa: S301 (what `add` wrote, in a file that nobody else can open)
        return value

    def drain(self) -> Iterator[Value]:
        """Yield what waits, in order, until nothing does."""
        while self.first() is not None:
            yield self.take()


_TAKE = "DELETE FROM waiting WHERE rowid = (SELECT rowid FROM waiting ORDER BY at, name, rowid LIMIT 1) RETURNING value"


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(
            f"temporary files: {remedy(str(error)) or 'they failed'} ({error}); TMPDIR names a folder on another disk"
        ) from error
