"""The misbehaving server of feedlab.py as a fixture: one a test session, on a free port of 127.0.0.1.

`lab` runs in this process; `far_lab` in one of its own, so that what it eats is not measured with the daemon.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import pytest

from tests.faultlab import feedlab

EPOCH = 1_767_225_600  # the instant that its feeds are dated around


@dataclass(frozen=True)
class Lab:
    """Where the server listens. `canary_hits` must stay 0: nothing may connect to the port beside it."""

    url: str
    port: int

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def canary_hits(self) -> int:
        return int(feedlab.STATE["canary"])

    def requests(self, path: str) -> list[dict[str, Any]]:
        """Return the requests for `path` since the test began, oldest first."""
        with feedlab.LOCK:
            return [record for record in feedlab.LOG if record["path"].partition("?")[0] == path]


@pytest.fixture(scope="session")
def running_lab() -> Lab:
    url = feedlab.start(0, epoch=EPOCH)
    return Lab(url, feedlab.CFG["port"])


@pytest.fixture
def lab(running_lab: Lab) -> Iterator[Lab]:
    with feedlab.LOCK:
        feedlab.STATE.update(hits={}, canary=0, canary_log=[])
        feedlab.LOG.clear()
    yield running_lab
    assert running_lab.canary_hits == 0


@dataclass(frozen=True)
class FarLab:
    """The lab in a process of its own."""

    url: str

    @property
    def endpoint(self) -> str:
        return self.url.removeprefix("http://")

    @property
    def canary_hits(self) -> int:
        return int(self._ask("/_state")["canary"])

    def log(self) -> list[dict[str, Any]]:
        """Return all requests so far, oldest first; `t` is when each came."""
        return list(self._ask("/_log"))

    def _ask(self, path: str) -> Any:
        with urlopen(self.url + path, timeout=60) as answer:
            return json.load(answer)


@pytest.fixture
def far_lab() -> Iterator[FarLab]:
    command = [sys.executable, str(feedlab.__file__), "--port", "0", "--epoch", str(EPOCH)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield FarLab(process.stdout.readline().split()[2])
        process.terminate()
