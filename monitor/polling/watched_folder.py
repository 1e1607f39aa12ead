"""The watched folder between the disk and the database: its documents are queued, and what can't be read is told and
recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import structlog

from monitor.model import RawItem, Rejected, SourceState
from monitor.model.errors import UsageError
from monitor.sources.folder import Stamp, scan

log = structlog.get_logger()


class FolderStore(Protocol):
    """The store, as far as a folder goes."""

    def source_states(self) -> dict[str, SourceState]: ...
    def accept(self, state: SourceState, items: Sequence[RawItem], now: datetime) -> int: ...
    def reject(self, rejected: Rejected, now: datetime) -> None: ...


class WatchedFolder:
    """One folder over one run of the daemon; what it held is read anew at each start, and known documents are passed
    over.
    """

    def __init__(self, path: Path, store: FolderStore, now: Callable[[], datetime]) -> None:
        self._path, self._store, self._now = path, store, now
        self._seen: Mapping[str, Stamp] = {}
        self._is_missing = False

    def take_in(self) -> int:
        """Queue the documents of new and changed files, record what can't be read, and return how many were queued.

        A missing folder is a state, told once, and ends when the folder is there.
        """
        now, name = self._now(), f"folder {self._path}"
        state = self._store.source_states().get(name) or SourceState(name, "folder", str(self._path))
        try:
            reading = scan(self._path, self._seen)
        except UsageError as error:
            if not self._is_missing:
                log.warning("folder can't be scanned", detail=str(error))
                self._store.accept(
                    replace(state, state="failing", reason="no_folder", failures=state.failures + 1), (), now
                )
            self._is_missing = True
            return 0
        for rejected in reading.rejected:
            log.warning("document rejected", id=rejected.id, reason=rejected.reason, detail=rejected.detail)
            self._store.reject(rejected, now)
        self._is_missing = False
        accepted = 0
        if reading.items or state.reason is not None or state.last_success_at is None:
            news_at = now if reading.items else state.last_news_at
            fine = replace(state, state="ok", reason=None, failures=0, last_success_at=now, last_news_at=news_at)
            accepted = self._store.accept(fine, reading.items, now)
            log.info(
                "folder scanned",
                folder=str(self._path),
                new=accepted,
                rejected=len(reading.rejected),
                is_first=not self._seen,
            )
        self._seen = reading.seen
        return accepted
