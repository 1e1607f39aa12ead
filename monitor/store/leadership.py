"""The right to decide and to post for a database, which one daemon has at a time: `Leadership`.

On SQLite it is a lock file, which the system takes back from whoever dies. On PostgreSQL it is a lease (`leases`) that
a thread renews on a connection of its own; who can't renew it posts nothing once it is about to end, and who has lost
it to another writes nothing more: every write transaction asks for the epoch first.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

import structlog
from sqlalchemy import Engine, create_engine, event, text

from monitor.model.errors import HeldError, LeaseLostError, StoreError
from monitor.store import leases
from monitor.store.engine import Database, translated
from monitor.store.leases import LeaseStanding

log = structlog.get_logger()

_STATEMENT_SECONDS = 4
# Keys of the locks that versions before 0.3.0 held on a connection: "monitor".
_OLD_LOCK = (0x6D6F6E, 0x69746F72)
_IS_HELD_BY_OLD = text(
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND classid = :high AND objid = :low"
)


@dataclass(frozen=True, slots=True)
class LeaseTerms:
    """How long a lease lasts, how often it is renewed, and how much of it a send must have before it, in seconds.

    A request that takes its whole time limit (8 s) ends before another daemon begins, and between two renewals there is
    always enough left to begin one. The length is the better part of what a take-over takes.
    """

    lasts: float = 16.0
    renewed_every: float = 2.0
    send: float = 9.0


class Leadership:
    """Whether this process leads. Any thread may call it.

    on_lost: called once, in a thread of its own, when another daemon has taken over.
    """

    def __init__(self, database: Database, terms: LeaseTerms | None = None) -> None:
        self._database, self._terms = database, terms or LeaseTerms()
        self._holder = f"{socket.gethostname()}-{os.getpid()}"
        self.on_lost: Callable[[], None] = lambda: None
        self._epoch: int | None = None
        self._until = 0.0
        self._is_lost = self._runs_out = False
        self._ended = Event()
        self._keeper: Thread | None = None
        self._engine: Engine | None = None

    @property
    def outlives_sends(self) -> bool:
        """Whether all that the last leader has sent had ended before this one could begin."""
        return not self._database.is_sqlite

    def take(self) -> bool:
        """Lead from now on, where nobody else does; tell whether this process leads."""
        if self._database.is_sqlite:
            try:
                self._database.hold_lock_file()
            except HeldError:
                return False
            return True
        if self._epoch is None:
            self._take_lease()
        return self._epoch is not None

    def hold(self) -> None:
        """Lead from now on; raise HeldError where another daemon does."""
        if self._database.is_sqlite:
            self._database.hold_lock_file()
        elif not self.take():
            raise HeldError(
                f"{self._database.name} is held by another daemon ({self._words()}): stop that one, or give this one a"
                " database of its own"
            )

    def standing(self) -> LeaseStanding | None:
        """Return who leads by the database; `None` where nobody has yet, or a lock file says it."""
        if self._database.is_sqlite:
            return None
        with self._database.read() as connection:
            return leases.read_standing(connection)

    def may_send(self) -> bool:
        """Tell whether this process leads for longer than a send takes, whatever becomes of the database."""
        return self._lasts(self._terms.send)

    def is_leading(self) -> bool:
        """Tell whether this process leads, whatever becomes of the database."""
        return self._lasts(0.0)

    def check(self) -> None:
        """Raise LeaseLostError where another daemon has taken over."""
        if self._is_lost:
            raise LeaseLostError(
                f"{self._database.name}: another daemon leads now ({self._words()}), since this one could not renew its"
                " lease in time; it has ended, and may be started again"
            )

    def let_run_out(self) -> None:
        """Leave the lease to its own end, for work is in hand that goes on."""
        self._runs_out = True

    def end(self) -> None:
        """Lead no more; another may begin at once."""
        self._ended.set()
        if self._keeper is not None:
            self._keeper.join(timeout=_STATEMENT_SECONDS)
        if self._epoch is not None and not self._is_lost and not self._runs_out:
            try:
                with translated(self._database.name, self._own_engine()), self._own_engine().connect() as connection:
                    leases.give_up(connection, self._epoch)
            except StoreError as error:
                log.warning("lease not given up", error=str(error), ends_by_itself_in=self._terms.lasts)
        if self._engine is not None:
            self._engine.dispose()
        self._engine = self._keeper = self._epoch = None

    def _lasts(self, seconds: float) -> bool:
        if self._database.is_sqlite:
            return self._database.has_lock_file or self._database.is_memory
        return self._epoch is not None and not self._is_lost and _uptime() + seconds < self._until

    def _take_lease(self) -> None:
        if (found := self.standing()) is not None and found.is_held:
            return  # a standby that looks is in no writer's way
        began = _uptime()
        with self._database.write(sees_latest=True) as connection:
            high, low = _OLD_LOCK
            if connection.execute(_IS_HELD_BY_OLD, {"high": high, "low": low}).first() is not None:
                return
            self._epoch = leases.take(connection, self._holder, self._terms.lasts)
        if self._epoch is None:
            return
        self._until = began + self._terms.lasts
        self._database.epoch = self._epoch
        self._keeper = Thread(target=self._keep, name="lease", daemon=True)
        self._keeper.start()

    def _keep(self) -> None:
        """Renew the lease until it is given up or lost."""
        assert self._epoch is not None
        is_failing = False
        while not self._ended.wait(self._terms.renewed_every):
            began = _uptime()
            try:
                with translated(self._database.name, self._own_engine()), self._own_engine().connect() as connection:
                    is_latest = leases.renew(connection, self._epoch, self._terms.lasts)
            except StoreError as error:
                if not is_failing:
                    log.warning("lease not renewed", error=str(error), seconds_left=round(self._until - _uptime(), 1))
                is_failing = True
                continue
            if not is_latest:
                self._is_lost = True
                log.error("another daemon leads", epoch=self._epoch)
                self.on_lost()
                return
            self._until, is_failing = began + self._terms.lasts, False

    def _own_engine(self) -> Engine:
        """Return what renews: never in the queue for the others' connections, and with a time limit of its own."""
        if self._engine is None:
            self._engine = create_engine(
                self._database.url,
                isolation_level="AUTOCOMMIT",
                pool_size=1,
                max_overflow=1,
                pool_pre_ping=True,
                connect_args={**self._database.keepalives, "connect_timeout": _STATEMENT_SECONDS},
            )
            event.listen(self._engine, "connect", _limit_statements)
        return self._engine

    def _words(self) -> str:
        found = self.standing()
        return found.holder if found is not None and found.is_held else "an earlier version"


def _limit_statements(connection: object, record: object) -> None:  # noqa: ARG001 (the pool's record of the connection)
    connection.execute(f"SET statement_timeout = '{_STATEMENT_SECONDS}s'")  # type: ignore[attr-defined]
    connection.commit()  # type: ignore[attr-defined]


def _uptime() -> float:
    """Return seconds that go on while the machine sleeps, where the system has such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
