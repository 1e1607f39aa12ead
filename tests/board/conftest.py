"""A desk that pages are read from: decided once for all tests of this folder that only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.boards import a_river_desk
from tests.lab.stories import Desk


@pytest.fixture(scope="package")
def river(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = a_river_desk(tmp_path_factory.mktemp("river"))
    yield desk
    desk.close()


@pytest.fixture
def desk(river: Desk, tmp_path: Path) -> Iterator[Desk]:
    """The same desk over a database of its own, to be written to."""
    river.store.database.back_up(tmp_path / "monitor.db")
    found = Desk(*river.watchlists, database=f"sqlite:///{tmp_path}/monitor.db")
    yield found
    found.close()
