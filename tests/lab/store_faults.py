"""Faults of an SQLite database as they really come: no room for another page, a file that takes no write, a lock that
somebody holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import event

from monitor.store import Store

_ROOM = 2**30


class Disk:
    """The disk under an open store, which a test fills and empties while others work on it."""

    def __init__(self, store: Store) -> None:
        self._is_full = self._is_read_only = False
        event.listen(store.database._engine, "checkout", self._check_out)

    @contextmanager
    def full(self) -> Iterator[None]:
        """Give no page more; what fits into the pages that are there is still written."""
        self._is_full = True
        yield
        self._is_full = False

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Refuse every write."""
        self.break_down()
        yield
        self.mend()

    def break_down(self) -> None:
        """Take no write from now on."""
        self._is_read_only = True

    def mend(self) -> None:
        """Take writes again."""
        self._is_read_only = False

    def _check_out(self, connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0] if self._is_full else _ROOM
        connection.execute(f"PRAGMA max_page_count={pages}").close()
        connection.execute(f"PRAGMA query_only={int(self._is_read_only)}").close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the database's lock, as a program does that writes for long."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()
