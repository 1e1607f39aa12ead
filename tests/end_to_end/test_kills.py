"""Killed by SIGKILL at any moment, the desk loses nothing; with a bot token the channel gets nothing twice, by a
webhook at most once more, marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faultlab.slacklab import Slacklab
from tests.lab.killings import Desk, Toll, kill_at_random, open_desk

RUN = 0.35  # seconds that a run takes here, about: the moments of the kills are spread over it
WAYS = ["token", "webhook"]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory where there is one: a kill leaves the system's own buffers alone, and it is quicker."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as name:
        yield Path(name)


@pytest.fixture
def desk(folder: Path, slack: Slacklab, way: str) -> Iterator[Desk]:
    with open_desk(folder, slack, way) as desk:
        yield desk


def check(toll: Toll, way: str, kills: int) -> None:
    print(way, toll)  # noqa: T201  the figures, for whoever runs it by hand
    assert (toll.kills, toll.lost, toll.unmarked, toll.integrity, toll.findings) == (kills, 0, 0, "ok", 0)
    assert set(toll.states) == {"posted"}
    assert toll.doubled <= (0 if way == "token" else kills)


@pytest.mark.parametrize(
    ("way", "kills"),
    [
        ("token", 8),
        pytest.param("token", 200, marks=pytest.mark.soak),
        pytest.param("webhook", 200, marks=pytest.mark.soak),
    ],
)
def test_killed_at_random(desk: Desk, way: str, kills: int) -> None:
    kill_at_random(desk, kills, seed=6, longest=RUN)
    check(desk.toll(), way, kills)


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("event", ["commit", "statement"])
def test_killed_at_each(desk: Desk, way: str, event: str) -> None:
    desk.work()
    place = 1
    while desk.work(**{event: place}):
        desk.work()
        place += 1
    check(desk.toll(), way, place - 1)


@pytest.mark.parametrize("way", ["token"])
@pytest.mark.parametrize("moment", ["kill_before", "kill_after"])
def test_killed_at_each_kind_of_call(desk: Desk, slack: Slacklab, way: str, moment: str) -> None:
    desk.work()
    for skipped, look_up in enumerate(
        ("conversations.history", "conversations.replies")
    ):  # a message of its own, then a reply
        slack.fail(moment, method="chat.postMessage", skip=skipped)
        assert desk.work()
        slack.fail("kill_before", method=look_up)  # and once more where it is looked for
        assert desk.work()
        desk.work()
    slack.fail(moment, method="chat.update")
    assert desk.work()
    check(desk.toll(), way, 5)


@pytest.mark.parametrize("way", ["webhook"])
def test_by_a_webhook_a_message_whose_answer_was_lost_comes_again_marked(desk: Desk, slack: Slacklab, way: str) -> None:
    slack.fail("kill_after", method="webhook")
    assert desk.work()
    toll = desk.toll()
    check(toll, way, 1)
    assert toll.doubled == 1
