"""A desk that pages are read from: decided once for all tests of this folder that only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lab.boards import a_river_desk
from tests.lab.stories import Desk


@pytest.fixture(scope="package")
def river(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = a_river_desk(tmp_path_factory.mktemp("river"))
    yield desk
    desk.close()
