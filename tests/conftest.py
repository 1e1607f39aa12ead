"""What holds for every test: hypothesis without a deadline, since a busy machine is no failure; servers that misbehave;
and how long the tests of each folder took.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.faultlab.slacklab import Slacklab

pytest_plugins = ("tests.faultlab.serving",)

settings.register_profile("monitor", deadline=None, print_blob=True)
settings.load_profile("monitor")


_seconds: pytest.StashKey[Counter[str]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_seconds] = Counter()
    config.pluginmanager.register(_Clock(config.stash[_seconds]))


class _Clock:
    """Adds up how long the tests of each folder took, their fixtures included."""

    def __init__(self, seconds: Counter[str]) -> None:
        self._seconds = seconds

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds["/".join(report.nodeid.split("/")[:2])] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    seconds = config.stash[_seconds]
    if len(seconds) > 1:
        terminalreporter.section("seconds by folder")
        for folder, spent in seconds.most_common():
            terminalreporter.write_line(f"{spent:7.1f}  {folder}")


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slacklab]:
    """A Slack on loopback; a proxy of this machine is not asked to reach it."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Slacklab() as lab:
        yield lab
