"""No secret leaves the program: a whole run with failures, and everything that it wrote or said searched for what was
planted.
"""

from __future__ import annotations

from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.faultlab.slacklab import Slacklab
from tests.lab.programs import Newsroom

TOKEN = "xoxb-4711-planted-canary"


def a_story(town: str, count: int) -> str:
    return (
        f"The flood on the Oder has reached {town}. In {town}, {count} people were evacuated on Sunday, the mayor said."
    )


def test_a_planted_token_is_in_nothing_that_a_run_with_failures_leaves_behind(tmp_path: Path, slack: Slacklab) -> None:
    room = Newsroom(tmp_path / "room", slack={"base_url": slack.base_url})
    slack.fail("ratelimit", retry_after=1, method="chat.postMessage")
    slack.fail("error", error="brand_new_error", method="chat.postMessage")
    room.put("first.json", a_story("Wroclaw", 300))
    with room.running(SLACK_BOT_TOKEN=TOKEN) as program:
        program.wait_for_alerts(1)
        slack.fail("error", error="token_revoked", times=-1, method="chat.*")
        room.put("second.json", a_story("Opole", 450))
        program.wait_until(lambda: program.status().stopped)
        with pytest.raises(HTTPError) as refusal:
            program.ask("/readyz")
        said = [program.ask("/metrics"), refusal.value.read().decode()]
        for command in (
            ("status",),
            ("explain", "first.json"),
            ("check",),
            ("backup", "backup.db"),
            ("notify-test", "#alerts"),
        ):
            done = room.finished(*command, SLACK_BOT_TOKEN=TOKEN)
            said += [done.stdout, done.stderr]
    assert "channel_stopped:slack:#alerts:token_revoked" in said[1]
    assert "waits" in program.said
    written = [path.read_bytes() for path in room.folder.rglob("*") if path.is_file()]
    assert len(written) > 5
    assert not any(TOKEN.encode() in content for content in written)
    assert not any(TOKEN in text for text in [*said, program.said, str(slack.posts), str(slack.edits)])
