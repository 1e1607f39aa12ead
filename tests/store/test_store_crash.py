"""SIGKILL before every statement and every commit of an item's life: nothing half stored, nothing lost, nothing twice."""

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import killed_store
import pytest
from store_builders import NOON

from monitor.store import Store
from monitor.store.views import StoreStatus


@pytest.fixture(scope="module")
def wrecks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return a database for each point at which a process was killed, and last the one of the run that was not."""
    folder = tmp_path_factory.mktemp("wrecks")
    run = subprocess.run(
        [sys.executable, killed_store.__file__, str(folder)], capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    return [folder / f"{count}.db" for count in range(1, int(run.stdout) + 1)]


def summary(status: StoreStatus) -> StoreStatus:
    """Leave out what may differ after a crash: nothing but the tries."""
    return replace(status, parked=(), troubled=())


def test_killed_anywhere_the_store_is_whole_and_goes_on_to_the_same_end(wrecks: list[Path]) -> None:
    assert len(wrecks) > 40
    whole = Store.open(f"sqlite:///{wrecks[-1]}")
    end = summary(whole.status(NOON))
    whole.close()
    assert (end.documents, end.facts_live, end.alerts, end.deliveries_by_state) == (2, 1, 2, {"posted": 2})
    for wreck in wrecks:
        posted = check_whole(wreck)
        sent = killed_store.live(f"sqlite:///{wreck}")
        assert sorted(posted + sent) == sorted({*posted, *sent}), wreck.name
        store = Store.open(f"sqlite:///{wreck}")
        assert summary(store.status(NOON)) == end, wreck.name
        store.close()


def check_whole(wreck: Path) -> list[str]:
    """Check that what belongs together is there together; return the deliveries that are posted."""
    store = Store.open(f"sqlite:///{wreck}")
    status = store.status(NOON)
    documents, facts, alerts = status.documents, sum(status.facts_by_outcome.values()), status.alerts
    assert documents == facts == alerts == sum(status.deliveries_by_state.values()) == status.items_by_state.get("done", 0), wreck.name
    assert bool(status.sources) == bool(status.items_by_state), wreck.name
    assert sum(status.items_by_state.values()) in (0, 2), wreck.name
    store.close()
    connection = sqlite3.connect(wreck)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), wreck.name
    posted = [row[0] for row in connection.execute("SELECT id FROM deliveries WHERE state = 'posted'")]
    connection.close()
    return posted
