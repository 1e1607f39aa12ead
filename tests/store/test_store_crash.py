"""SIGKILL before every statement and every commit: nothing half stored, nothing lost, nothing twice."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from monitor.model import SourceState
from monitor.store import Store
from monitor.store.views import StoreStatus
from tests.store import killed_store
from tests.store.store_builders import NOON


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory where there is one: a kill leaves the system's own buffers alone, and it is quicker."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as name:
        yield Path(name)


def wrecks_of(kind: str, folder: Path) -> list[Path]:
    """Return a database for each point at which a process was killed, and last the one of the run that was not."""
    command = [sys.executable, killed_store.__file__, str(folder), kind]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)})
    return [folder / f"{count}.db" for count in range(1, int(run.stdout) + 1)]


def run_sql(path: Path, query: str) -> list[str]:
    connection = sqlite3.connect(path)
    rows = [row[0] for row in connection.execute(query)]
    connection.close()
    return rows


def test_killed_in_the_life_of_an_item_the_store_goes_on_to_the_same_end(folder: Path) -> None:
    wrecks = wrecks_of("life", folder)
    end, states = end_of(wrecks[-1])
    assert len(wrecks) > 25
    assert (end.documents, end.facts_live, end.alerts, end.deliveries_by_state) == (2, 1, 2, {"posted": 2})
    for wreck in wrecks:
        assert run_sql(wreck, "PRAGMA integrity_check") == ["ok"], wreck.name
        posted = run_sql(wreck, "SELECT id FROM deliveries WHERE state = 'posted'")
        store = Store.open(f"sqlite:///{wreck}")
        check_whole(store, wreck.name)
        sent = killed_store.live(store, "b")
        store.close()
        assert sorted(posted + sent) == sorted({*posted, *sent}), wreck.name
        assert end_of(wreck) == (end, states), wreck.name


def test_killed_while_an_article_is_asked_for_again_it_is_read_anew_once(folder: Path) -> None:
    wrecks = wrecks_of("revisit", folder)
    assert len(wrecks) > 20
    for wreck in (*wrecks[::2], wrecks[-1]):
        store = Store.open(f"sqlite:///{wreck}")
        killed_store.look_again(store)
        store.close()
        assert run_sql(wreck, "SELECT count(*) FROM documents WHERE id = 'p'") == [2], wreck.name
        assert run_sql(wreck, "SELECT state FROM items WHERE id = 'p'") == ["done", "done"], wreck.name
        assert run_sql(wreck, "SELECT count(*) FROM revisits") == [1], wreck.name
        assert end_of(wreck) == end_of(wrecks[-1]), wreck.name


def test_killed_while_a_page_is_awaited_the_entry_gets_it_once(folder: Path) -> None:
    wrecks = wrecks_of("page", folder)
    assert len(wrecks) > 20
    for wreck in (*wrecks[::2], wrecks[-1]):
        store = Store.open(f"sqlite:///{wreck}")
        killed_store.complete(store)
        store.close()
        assert run_sql(wreck, "SELECT count(*) FROM documents WHERE id = 'w'") == [2], wreck.name
        assert run_sql(wreck, "SELECT state FROM items WHERE id = 'w'") == ["done", "done"], wreck.name
        assert run_sql(wreck, "SELECT count(*) FROM awaited_pages") == [0], wreck.name
        assert end_of(wreck) == end_of(wrecks[-1]), wreck.name


def test_killed_while_it_makes_its_tables_the_store_opens_afterwards(folder: Path) -> None:
    wrecks = wrecks_of("opening", folder)
    assert len(wrecks) > 20
    for wreck in wrecks[::4]:
        tables = run_sql(wreck, "SELECT name FROM sqlite_master")
        assert tables == [] or wreck == wrecks[-1]
        assert end_of(wreck)[0].documents == 0


def check_whole(store: Store, name: str) -> None:
    """Check that what belongs together is there together."""
    status, [source] = store.views.status(NOON), store.sources.states().values()
    documents, facts, alerts = status.documents, sum(status.facts_by_outcome.values()), status.alerts
    assert (
        documents == facts == alerts == sum(status.deliveries_by_state.values()) == status.items_by_state.get("done", 0)
    ), name
    assert sum(status.items_by_state.values()) == (1 if source.etag == "a" else 2), name


def end_of(path: Path) -> tuple[StoreStatus, dict[str, SourceState]]:
    store = Store.open(f"sqlite:///{path}")
    status, states = store.views.status(NOON), store.sources.states()
    store.close()
    return replace(status, parked=(), troubled=()), states
