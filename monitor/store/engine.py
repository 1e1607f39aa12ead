"""Opens a database and keeps it right: settings, migrations, transactions, and the epoch that those of a daemon are in.

The only module that knows one database from another; what is SQLite's own stands in `sqlite`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from monitor.model.errors import LeaseLostError, StoreError, StoreUnavailableError
from monitor.store.leases import read_epoch
from monitor.store.schema import probes
from monitor.store.sqlite import (
    back_up,
    create_folder,
    create_sqlite_engine,
    file_of,
    is_open_to_all,
    lock_beside,
    names_memory,
    put_in_place,
    remedy,
)

_MIGRATION_LOCK = 0x6D6F6E69746F71
_MIGRATIONS = Path(__file__).parent / "migrations"
# A transaction of a daemon that hangs is ended by the server before its lease is, so that it holds up no other; the
# server asks as soon whether who does not answer still lives, and so does the client.
_IDLE_SECONDS = 12
_SESSION = {
    "idle_in_transaction_session_timeout": f"{_IDLE_SECONDS}s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
_KEEPALIVES = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 12_000}


class Database:
    """An open, migrated database. Reads see one state from start to end; a write is all or nothing."""

    def __init__(self, url: str, *, reads_within: timedelta | None = None) -> None:
        """Open `url`, create what is missing and bring the tables up to date; raise StoreError where that can't be.

        reads_within: open what is there already, for reads alone, each of which ends with StoreUnavailableError where
        its statements take longer than that.
        """
        self.url = _parse(url)
        self._reads_within = reads_within
        self.name = self.url.database or "memory" if self.is_sqlite else self.url.render_as_string(hide_password=True)
        self._lock_file: int | None = None
        self.epoch: int | None = None  # of the lease that this process holds: `leadership` sets it, every write asks
        # One connection serves an in-memory database, so threads take turns.
        self._turn: AbstractContextManager[Any] = RLock() if self.is_memory else nullcontext()
        # Threads that write queue for their turn: SQLite itself lets them try again and again, and under load one may
        # never be let in.
        self._write_turn: AbstractContextManager[Any] = self._turn if self.is_memory or not self.is_sqlite else RLock()
        self._engine = self._create_engine()
        self._writer = self._engine.execution_options(is_writing=True)
        if reads_within is not None:
            return
        try:
            with translated(self.name, self._engine), self._migrator().begin() as connection:
                _migrate(connection, self.name)
        except BaseException:
            self.close()
            raise

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def is_open_to_all(self) -> bool:
        """Whether every user of this machine may read the file, as one that an earlier version made."""
        return self.is_sqlite and not self.is_memory and is_open_to_all(file_of(self.url))

    @property
    def is_memory(self) -> bool:
        """Whether it lives and dies with this process."""
        return self.is_sqlite and names_memory(self.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection whose statements all see the database as it was at the first of them."""
        with self._turn, translated(self.name, self._engine), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self, *, sees_latest: bool = False) -> Iterator[Connection]:
        """Give a connection in a transaction that is alone in writing; commits at the end, or rolls back on any
        error. LeaseLostError where another daemon has taken over from this one.

        sees_latest: each statement sees what was committed before it, rather than all of them one state.
        """
        writer = self._writer
        if sees_latest and not self.is_sqlite:
            writer = writer.execution_options(isolation_level="READ COMMITTED")
        with self._write_turn, translated(self.name, self._engine), writer.begin() as connection:
            if self.epoch is not None and read_epoch(connection) != self.epoch:
                raise LeaseLostError(f"{self.name}: another daemon leads now; this one writes nothing more")
            yield connection

    def for_reading(self, within: timedelta) -> Database:
        """Return the same database through connections of its own that can't write, each read `within` a time; raise
        StoreError for one in memory, which has a single connection.
        """
        if self.is_memory:
            raise StoreError("a database in memory has no second connection: name a file")
        return Database(self.url.render_as_string(hide_password=False), reads_within=within)

    @property
    def has_lock_file(self) -> bool:
        """Whether this process holds the lock file of its SQLite database."""
        return self._lock_file is not None

    def hold_lock_file(self) -> None:
        """Make this process the only daemon of the SQLite file until `close`; raise HeldError where another is."""
        if not self.is_memory and self._lock_file is None:
            self._lock_file = lock_beside(file_of(self.url), self.name)

    @property
    def keepalives(self) -> dict[str, int]:
        """How a connection to the server notices that nobody is there any more, unless the address says it."""
        return {key: value for key, value in _KEEPALIVES.items() if key not in self.url.query}

    def is_writable(self) -> bool:
        """Tell whether a write commits at present; tried by writing."""
        try:
            self.probe()
        except StoreError:
            return False
        return True

    def probe(self) -> None:
        """Write something; raise StoreError where that does not commit."""
        with self.write() as connection:
            if connection.execute(probes.update().values(writes=probes.c.writes + 1)).rowcount == 0:
                connection.execute(probes.insert(), {"id": 1, "writes": 1})

    def schema(self) -> str:
        """Return the revision of the tables."""
        with self.read() as connection:
            return ", ".join(sorted(_revisions(connection)))

    def size(self, connection: Connection) -> tuple[int, int]:
        """Return the bytes of the database, and those of them that are free to be written anew."""
        if not self.is_sqlite:
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()), 0
        page, pages, free = (
            int(connection.execute(text(f"PRAGMA {name}")).scalar_one())
            for name in ("page_size", "page_count", "freelist_count")
        )
        return page * pages, page * free

    def back_up(self, target: Path) -> None:
        """Write the whole database into a new file, as of one moment, while a daemon works on it; raise StoreError
        where that can't be.
        """
        if not self.is_sqlite or self.is_memory:
            raise StoreError(f"{self.name} is no SQLite file: back it up by its own means, such as pg_dump")
        back_up(file_of(self.url), target, self.name)

    def close(self) -> None:
        """Let go of the lock file and the connections."""
        self._engine.dispose()
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None

    def _create_engine(self) -> Engine:
        try:
            if not self.is_sqlite:
                engine = create_engine(
                    self.url,
                    isolation_level="REPEATABLE READ",
                    pool_pre_ping=True,
                    connect_args={**self.keepalives, **_read_only_options(self._reads_within)},
                )
                event.listen(engine, "connect", _set_up_session)
                event.listen(engine, "begin", _take_turn)
                return engine
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            raise StoreError(
                f"database: no driver for {self.name} ({error}): install monitor[postgres], or use"
                " sqlite:///state/monitor.db"
            ) from error
        return create_sqlite_engine(self.url, self.name, self._reads_within)

    def _migrator(self) -> Engine:
        """Return the engine to migrate with; on PostgreSQL it sees what was committed while it waited for its turn."""
        return self._engine.execution_options(
            is_migrating=True, **({} if self.is_sqlite else {"isolation_level": "READ COMMITTED"})
        )


def _set_up_session(connection: Any, record: object) -> None:  # noqa: ARG001 (the pool's record of the connection)
    for name, value in _SESSION.items():
        connection.execute(f"SET {name} = '{value}'")
    connection.commit()


def _read_only_options(within: timedelta | None) -> dict[str, str]:
    """Return the settings of a PostgreSQL session that only reads, each statement `within` a time."""
    if within is None:
        return {}
    milliseconds = round(within.total_seconds() * 1000)
    return {"options": f"-c default_transaction_read_only=on -c statement_timeout={milliseconds}"}


def _take_turn(connection: Connection) -> None:
    """Be alone in writing on PostgreSQL too, from before the first look at the data; whoever reads goes on."""
    options = connection.get_execution_options()
    if options.get("is_migrating"):
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
    elif options.get("is_writing"):
        connection.exec_driver_sql("LOCK TABLE probes IN SHARE ROW EXCLUSIVE MODE")


def is_there(url: str) -> bool:
    """Tell whether a database stands at `url`: its file is there, or it is on a server."""
    parsed = _parse(url)
    return parsed.get_backend_name() != "sqlite" or file_of(parsed).is_file()


def restore(url: str, backup: Path) -> Path | None:
    """Put a backup in the place of the database at `url`; return where the old one is kept, `None` where there was
    none.

    The backup is copied and checked first, and brought up to date; StoreError where it is damaged, newer than this
    program or not ours, or where a daemon holds the database.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite" or names_memory(parsed):
        raise StoreError(
            "only an SQLite file is restored so: a PostgreSQL database by its own means, such as pg_restore"
        )
    target, name = file_of(parsed), parsed.database or ""
    if not backup.is_file():
        raise StoreError(f"{backup}: there is no such file; monitor backup writes one")
    create_folder(target, name)
    lock = lock_beside(target, name)
    partial = target.with_name(target.name + ".restoring")
    try:
        partial.unlink(missing_ok=True)
        back_up(backup, partial, str(backup))
        copy = Database(f"sqlite:///{partial}")
        copy.close()
        if target.exists():  # who could read the old one can read the new one
            partial.chmod(S_IMODE(target.stat().st_mode))
        return put_in_place(partial, target, name)
    finally:
        for ending in ("", "-wal", "-shm"):
            Path(f"{partial}{ending}").unlink(missing_ok=True)
        os.close(lock)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            f"database: not a URL (sqlite:///FILE or postgresql://USER@HOST/NAME): {url.partition('@')[2] or url}"
        ) from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(
            f"database: {parsed.get_backend_name()} is not supported: use sqlite:///FILE or postgresql://USER@HOST/NAME"
        )
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


@contextmanager
def translated(name: str, engine: Engine) -> Iterator[None]:
    """Raise what the driver raises as StoreError or StoreUnavailableError, in words."""
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreUnavailableError(f"{name}: it is busy, and nobody gave way in time: try again") from error
    except (
        DBAPIError,
        engine.dialect.loaded_dbapi.Error,
    ) as error:  # the driver's own from `statements`, or where a connection is being set up
        kind = (
            StoreUnavailableError
            if isinstance(error, OperationalError | engine.dialect.loaded_dbapi.OperationalError)
            else StoreError
        )
        raise kind(f"{name}: {_in_words(error.orig or error if isinstance(error, DBAPIError) else error)}") from error


def _in_words(error: BaseException) -> str:
    lines = str(error).splitlines()
    cause = lines[0].strip() if lines else type(error).__name__
    words = remedy(cause) if isinstance(error, sqlite3.Error) else None
    return f"{words} ({cause})" if words else f"the database refused ({cause})"


def _migrate(connection: Connection, name: str) -> None:
    """Bring the tables up to date; leave a database alone that is newer than this program or another program's."""
    found = _revisions(connection)
    if found == {latest_revision()}:
        return
    from alembic import command  # a third of the time that opening takes, and seldom needed
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    _refuse_unknown(connection, name, found, {script.revision for script in scripts.walk_revisions()})
    command.upgrade(config, "head")


def latest_revision() -> str:
    """Return the revision of the newest step: the number that its file is named by."""
    return max(path.stem for path in (_MIGRATIONS / "versions").glob("r[0-9]*.py"))[1:5]


def _revisions(connection: Connection) -> set[str]:
    """Return the revision that the tables are at, in alembic's own table; none where nothing is there yet."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def _refuse_unknown(connection: Connection, name: str, found: set[str], known: set[str]) -> None:
    if found - known:
        raise StoreError(
            f"{name} was written by a newer monitor (schema {', '.join(sorted(found))}): install that version, or name"
            " another database"
        )
    if not found and (tables := inspect(connection).get_table_names()):
        raise StoreError(
            f"{name} holds another program's tables ({', '.join(sorted(tables)[:3])}): name another database"
        )
