"""The store under test: an SQLite file of its own for each test, and again a PostgreSQL database where a server can be
started.

With MONITOR_TEST_POSTGRES=postgresql://... an existing server is used; that database is emptied before each test.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store import Store
from tests.store.postgres import empty, find_programs, serving


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the address of a PostgreSQL database; skip where there is none to be had."""
    named, programs = os.environ.get("MONITOR_TEST_POSTGRES"), find_programs()
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("no driver for PostgreSQL: pip install psycopg[binary]")
    if named and "PYTEST_XDIST_WORKER" in os.environ:
        pytest.exit('one database can\'t serve tests side by side: make test ARGS="-n 0"', returncode=4)
    if named:
        yield named
    elif programs is None:
        pytest.skip(
            "no PostgreSQL here: install its server (initdb, pg_ctl), or name a database in MONITOR_TEST_POSTGRES"
        )
    else:
        with serving(programs) as url:
            yield url


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/state/monitor.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, of either kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/state/monitor.db"
    address: str = request.getfixturevalue("postgres")
    Store.open(address).close()
    empty(address)
    return address


@pytest.fixture
def store(any_url: str) -> Iterator[Store]:
    opened = Store.open(any_url)
    yield opened
    opened.close()
