"""The time of day is set while the desk runs, as a person, a bad battery or a network does: what comes then is told.

libfaketime sets it for the program and leaves its monotonic clock alone, as a real system does.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faultlab.slacklab import Slacklab
from tests.lab.programs import Newsroom

LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
JUMPS = {
    "a minute back": timedelta(minutes=-1),
    "a minute on": timedelta(minutes=1),
    "two hours back": timedelta(hours=-2),
    "two hours on": timedelta(hours=2),
    "a day back": timedelta(days=-1),
    "a day on": timedelta(days=1),
    "a year back": timedelta(days=-365),
    "a year on": timedelta(days=365),
    "ten years on": timedelta(days=3650),
    "right again": timedelta(),
}
TOWNS = "Opole Brzeg Glogow Krosno Slubice Kostrzyn Gryfino Szczecin Police Raciborz".split()


@pytest.mark.skipif(LIBRARY is None, reason="no libfaketime here: Debian's package faketime has it")
def test_news_is_told_whatever_the_time_of_day_is_set_to(tmp_path: Path, slack: Slacklab) -> None:
    room = Newsroom(tmp_path / "room", slack={"base_url": slack.base_url})
    clock = tmp_path / "clock.txt"
    clock.write_text("+0s\n")
    faked = {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "SLACK_BOT_TOKEN": "xoxb-1",
    }
    with room.running(**faked) as program:
        put(room, "Wroclaw", 300, timedelta())
        program.wait_until(lambda: is_told(slack, "Wroclaw"))
        for count, (town, jump) in enumerate(zip(TOWNS, JUMPS.values(), strict=True), 1):
            clock.write_text(f"{jump.total_seconds():+.0f}s\n")
            put(room, town, 300 + count, jump)
            program.wait_until(lambda town=town: is_told(slack, town))  # type: ignore[misc]
            assert '"ready"' in program.ask("/readyz")
        assert [event for event in program.log if event.get("level") == "error"] == []


def put(room: Newsroom, town: str, count: int, jump: timedelta) -> None:
    text = f"The flood on the Oder has reached {town}. In {town}, {count} people were evacuated, the mayor said."
    room.put(f"{town}.json", text, (datetime.now(UTC) + jump).isoformat(timespec="seconds"))


def is_told(slack: Slacklab, town: str) -> bool:
    return any(town in str(post) for post in slack.posts)
