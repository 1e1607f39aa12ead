"""Kills the desk of `killed_desk` as often as asked, and counts what the channel lost and got twice."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faultlab.emulate import Emulate
from tests.faultlab.slacklab import Message, Slacklab

ROOT = Path(__file__).parents[2]
_REPEAT = "Possible repeat: "


@dataclass(frozen=True)
class Toll:
    """What so many kills have cost. `unmarked`: messages that came twice without saying that they may be a repeat."""

    kills: int
    stories: int
    messages: int
    lost: int
    doubled: int
    unmarked: int
    states: dict[str, int]
    integrity: str
    findings: int


class Desk:
    """The desk's processes, over one database and one Slack."""

    def __init__(self, folder: Path, slack: Slacklab | Emulate, way: str, channel: str) -> None:
        self._file, self._slack, self._way = folder / "monitor.db", slack, way
        self.run, self.kills = 0, 0
        address = slack.webhook_url if isinstance(slack, Slacklab) and way == "webhook" else slack.base_url
        command = [sys.executable, "-m", "tests.lab.killed_desk", f"sqlite:///{self._file}", address, way, channel]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def work(self, **order: Any) -> bool:
        """Let a child tell the next story, killed as ordered; tell whether it was. What it had sent has arrived
        then.
        """
        process, slack = self._process, self._slack
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"run": self.run, **order}) + "\n")
        process.stdin.flush()
        slack.victim = int(process.stdout.readline())
        process.stdin.write("go\n")
        process.stdin.flush()
        status = int(process.stdout.readline())
        assert status in (0, -signal.SIGKILL), f"the child ended with {status}"
        slack.settle()
        self.run += 1
        self.kills += status != 0
        return status != 0

    def close(self) -> None:
        self._process.communicate(timeout=60)

    def toll(self) -> Toll:
        """Run once more to the end, and count."""
        assert not self.work()
        connection = sqlite3.connect(self._file)
        told = [row[0] for row in connection.execute("SELECT id FROM deliveries WHERE kind IN ('alert', 'reply')")]
        states = dict(connection.execute("SELECT state, count(*) FROM deliveries GROUP BY state").fetchall())
        documents = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
        connection.close()
        assert documents == 2 * self.run, documents
        posts = self._slack.posts
        names = [_name(post, self._way) for post in posts]
        counts = Counter(names)
        first = {name: names.index(name) for name in counts}
        again = [post for place, post in enumerate(posts) if place != first[names[place]]]
        unmarked = [post for post in again if not post["text"].startswith(_REPEAT)]
        lost = len(set(told) - set(names)) if self._way == "token" else len(told) - len(counts)
        return Toll(
            self.kills,
            documents,
            len(names),
            lost,
            len(again),
            len(unmarked),
            states,
            integrity,
            len(self._slack.findings),
        )


def _name(post: Message, way: str) -> str:
    """Return what tells messages apart: the delivery's id where the message carries it, else what it says."""
    return str(post["metadata"]["event_payload"]["outbox_id"] if way == "token" else post["text"].removeprefix(_REPEAT))


@contextmanager
def open_desk(folder: Path, slack: Slacklab | Emulate, way: str = "token", channel: str = "#alerts") -> Iterator[Desk]:
    """Yield the desk, and end its processes."""
    desk = Desk(folder, slack, way, channel)
    try:
        yield desk
    finally:
        desk.close()


def kill_at_random(desk: Desk, kills: int, seed: int, longest: float) -> None:
    """Kill it so many times, each at a moment of its own up to `longest` seconds after its start; every third run comes
    to its end.
    """
    chance = random.Random(seed)
    while desk.kills < kills:
        desk.work(**({} if desk.run % 3 == 2 else {"after": chance.uniform(0, longest)}))
