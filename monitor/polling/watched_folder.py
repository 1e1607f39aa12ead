"""The watched folder between the disk and the database: its documents are queued, and what can't be read is told and
recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import structlog

from monitor.model import SourceState
from monitor.model.errors import UsageError
from monitor.sources.folder import Stamp, scan
from monitor.store.intake import Intake
from monitor.store.sources import Sources

log = structlog.get_logger()


class WatchedFolder:
    """One folder over one run of the daemon; what it held is read anew at each start, and known documents are passed
    over.
    """

    def __init__(self, path: Path, sources: Sources, intake: Intake, now: Callable[[], datetime]) -> None:
        self._path, self._sources, self._intake, self._now = path, sources, intake, now
        self._seen: Mapping[str, Stamp] = {}
        self._is_missing = False

    def take_in(self) -> int:
        """Queue the documents of new and changed files, record what can't be read, and return how many were queued.

        A missing folder is a state, told once, and ends when the folder is there.
        """
        now, name = self._now(), f"folder {self._path}"
        state = self._sources.states().get(name) or SourceState(name, "folder", str(self._path))
        try:
            reading = scan(self._path, self._seen)
        except UsageError as error:
            if not self._is_missing:
                log.warning("folder can't be scanned", detail=str(error))
                self._sources.accept(
                    replace(state, state="failing", reason="no_folder", failures=state.failures + 1), (), now
                )
            self._is_missing = True
            return 0
        for rejected in reading.rejected:
            log.warning("document rejected", id=rejected.id, reason=rejected.reason, detail=rejected.detail)
            self._intake.reject(rejected, now)
        self._is_missing = False
        accepted = 0
        if reading.items or state.reason is not None or state.last_success_at is None:
            news_at = now if reading.items else state.last_news_at
            fine = replace(state, state="ok", reason=None, failures=0, last_success_at=now, last_news_at=news_at)
            accepted = self._sources.accept(fine, reading.items, now)
            log.info(
                "folder scanned",
                folder=str(self._path),
                new=accepted,
                rejected=len(reading.rejected),
                is_first=not self._seen,
            )
        self._seen = reading.seen
        return accepted
