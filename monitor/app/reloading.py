"""A configuration that is read anew while the daemon runs: a bad one is refused and the one that holds stays.

Who runs the daemon ends its run in order and begins the next with what was read. The signal handler only notes the
wish.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import structlog

from monitor.model.errors import MonitorError

log = structlog.get_logger()
Configuration = TypeVar("Configuration")


class Reloading(Generic[Configuration]):
    """The configuration that holds, and the next where one was read that is usable."""

    def __init__(self, current: Configuration, load: Callable[[], Configuration]) -> None:
        self.current = current
        self.is_refused = False  # what was read last was not usable
        self._load = load
        self._former: Configuration | None = None
        self._next: Configuration | None = None
        self._is_asked = False
        self._on_ask: Callable[[], None] = lambda: None

    def ask(self) -> None:
        """Note that a reload is wanted; may be called from a signal handler, also while no daemon listens."""
        self._is_asked = True
        self._on_ask()

    def listen(self, on_ask: Callable[[], None]) -> None:
        """Call `on_ask` whenever a reload is wanted, and at once where one is wanted already."""
        self._on_ask = on_ask
        if self._is_asked:
            on_ask()

    def take(self) -> bool:
        """Read the configuration anew; tell whether the run shall end for it. One that is refused is named in the
        log.
        """
        self._is_asked = False
        try:
            found = self._load()
        except MonitorError as error:
            self._refuse(error)
            return False
        self.is_refused = False
        if found == self.current:
            log.info("configuration unchanged")
            return False
        self._next = found
        return True

    def advance(self) -> bool:
        """Let the next configuration hold; tell whether there was one."""
        self._on_ask = lambda: None
        if self._next is None:
            return False
        self._former, self.current, self._next = self.current, self._next, None
        log.info("configuration reloaded")
        return True

    def fall_back(self, error: MonitorError) -> bool:
        """Let the former configuration hold again, since no run could begin with this one; tell whether there was a
        former one.
        """
        if self._former is None:
            return False
        self._refuse(error)
        self.current, self._former = self._former, None
        return True

    def confirm(self) -> None:
        """Note that a run has begun with the configuration that holds."""
        self._former = None

    def _refuse(self, error: MonitorError) -> None:
        self.is_refused = True
        log.error(
            "configuration refused",
            error=str(error),
            remedy="mend it and send SIGHUP again; until then the former one holds",
        )
