"""The store under test: an SQLite file of its own for each test.

With MONITOR_TEST_POSTGRES=postgresql://... the same tests run there. That database is emptied before each test.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from monitor.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/state/monitor.db"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    postgres = os.environ.get("MONITOR_TEST_POSTGRES")
    if postgres:
        empty(postgres)
    opened = Store.open(postgres or url)
    yield opened
    opened.close()


def empty(url: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
