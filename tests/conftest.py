"""What holds for every test: hypothesis without a deadline, since a busy machine is no failure; and servers that
misbehave.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.faultlab.slacklab import Slacklab

pytest_plugins = ("tests.faultlab.serving",)

settings.register_profile("monitor", deadline=None, print_blob=True)
settings.load_profile("monitor")


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slacklab]:
    """A Slack on loopback; a proxy of this machine is not asked to reach it."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Slacklab() as lab:
        yield lab
