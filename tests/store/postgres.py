"""A PostgreSQL server for the length of a test run, where its programs are installed: in a temporary folder, on a
socket there.

`initdb` refuses to run as the superuser, who therefore hands the server to the user postgres or nobody.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url

_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)


def find_programs() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, the newest of several; None where there is none."""
    on_path = shutil.which("initdb")
    found = (
        [Path(on_path)]
        if on_path
        else sorted(path for place in _PLACES for path in Path("/").glob(f"{place[1:]}/initdb"))
    )
    return next((path.parent for path in reversed(found) if path.with_name("pg_ctl").exists()), None)


@contextmanager
def serving(programs: Path, *, commits_last: bool = False) -> Iterator[str]:
    """Yield the address of an empty database on a server of its own, which is gone afterwards."""
    folder, user = Path(tempfile.mkdtemp(prefix="pg-")), _unprivileged()
    if user is not None:
        os.chown(folder, user, pwd.getpwuid(user).pw_gid)
    try:
        _run(
            programs / "initdb",
            folder,
            "--username=monitor",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        _start(programs, folder, commits_last=commits_last)
        try:
            yield f"postgresql://monitor@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", folder, "stop", "--mode=immediate", "--wait")
    finally:
        shutil.rmtree(folder)


def restart(programs: Path, folder: Path) -> None:
    """Stop the server whose socket is in `folder`, as after a power cut, and start it again."""
    _run(programs / "pg_ctl", folder, "stop", "--mode=immediate", "--wait")
    _start(programs, folder, commits_last=True)


def _start(programs: Path, folder: Path, *, commits_last: bool) -> None:
    """commits_last: what was committed is there after a crash of the server, which costs each commit its time."""
    settings = (
        "listen_addresses=",
        f"unix_socket_directories={folder}",
        "fsync=off",
        f"synchronous_commit={'on' if commits_last else 'off'}",
    )
    options = " ".join(f"-c {setting}" for setting in (*settings, "full_page_writes=off"))
    _run(programs / "pg_ctl", folder, "start", "--wait", "--log", str(folder / "server.log"), "--options", options)


def _run(program: Path, folder: Path, *arguments: str) -> None:
    environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    log = folder / f"{program.name}.log"
    with log.open("wb") as out:
        done = subprocess.run(
            [program, "-D", folder / "data", *arguments],
            stdout=out,
            stderr=out,
            check=False,
            user=_unprivileged(),
            cwd=folder,
            env=environ,
        )
    assert done.returncode == 0, log.read_text(errors="replace")


def empty(url: str) -> None:
    """Leave the tables of the schema and nothing in them."""
    with _connected(url) as connection:
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        keys = [name for name in tables if name.startswith("cluster_keys_")]
        connection.execute(text("SET session_replication_role = replica"))  # references are not checked in between
        for table in tables:
            connection.execute(text(f"DROP TABLE {table}" if table in keys else f"DELETE FROM {table}"))


def erase(url: str) -> None:
    """Leave no table at all."""
    with _connected(url) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _unprivileged() -> int | None:
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user.pw_uid for user in pwd.getpwall()}
    return names.get("postgres", names.get("nobody"))
