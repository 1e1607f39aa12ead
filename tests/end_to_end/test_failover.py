"""Two daemons of one PostgreSQL database while alerts flow, and the one that leads is struck at random moments: the other
takes over, nothing is lost, nothing is told twice.

FAILOVERS: how often each fault strikes (3 unless it is set); each takes some twenty seconds.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from monitor.store import Store
from tests.faultlab.slacklab import Slacklab
from tests.lab.programs import Newsroom, Program
from tests.store.postgres import find_programs, restart, serving

_TIMES = int(os.environ.get("FAILOVERS", "3"))
_START = datetime.now(UTC) - timedelta(hours=20)
_GOAL = 25.0  # seconds from the fault to the first alert of whoever leads then
_PATIENCE = 240.0

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(find_programs() is None, reason="no PostgreSQL here: install its server (initdb, pg_ctl)"),
]


class Line:
    """A way to the database's socket that can be held up, as by a network that is parted."""

    def __init__(self, folder: Path, server: Path) -> None:
        self._server, self._open = server, threading.Event()
        self._ends: list[socket.socket] = []
        self._open.set()
        folder.mkdir()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / server.name))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def pause(self) -> None:
        self._open.clear()

    def resume(self) -> None:
        self._open.set()

    def close(self) -> None:
        self.resume()
        for end in (self._listener, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.socket(socket.AF_UNIX)
                self._ends += [near, far]
                try:
                    far.connect(str(self._server))
                except OSError:  # the server restarts
                    near.close()
                    continue
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(65536):
                self._open.wait()
                other.sendall(piece)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@dataclass
class Side:
    """One of the two machines: its folder, its way to the database, and the daemon that runs there."""

    name: str
    room: Newsroom
    line: Line
    program: Program | None = None
    runs: int = 0

    def start(self) -> None:
        self.runs += 1
        self.program = self.room.start(f"run{self.runs}", options=("--standby",), SLACK_BOT_TOKEN="xoxb-1")

    @property
    def running(self) -> Program:
        assert self.program is not None
        return self.program

    def has_event(self, name: str, after: int = 0) -> bool:
        return any(event["event"] == name for event in self.running.log[after:])


@dataclass
class Desk:
    """Two sides of one database."""

    sides: list[Side]
    url: str
    server: Path
    programs: Path
    slack: Slacklab
    seeds: Newsroom
    put: int = 0
    took: list[float] = field(default_factory=list)
    is_flowing: threading.Event = field(default_factory=threading.Event)

    def flow(self) -> None:
        """Lay a document every few seconds into the folder that both sides watch."""
        while not self.is_flowing.wait(5.0):
            self.put_one()

    def put_one(self) -> None:
        number = self.put
        self.put += 1
        self.seeds.put(
            f"note{number}.json",
            f"Officials said {number + 300:,} people were evacuated from the flood on the Oder in district {number}.",
            published_at=(_START + timedelta(seconds=20 * number)).isoformat(),
        )

    def leader(self) -> tuple[Side, Side]:
        """Return who leads and posts, and who stands by, once that is so."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            for one, other in (self.sides, self.sides[::-1]):
                if (
                    one.has_event("alert posted")
                    and other.has_event("standing by")
                    and not other.has_event("taking over")
                ):
                    return one, other
            time.sleep(0.1)
        raise AssertionError("\n".join(side.running.said[-4000:] for side in self.sides))

    def await_alert(self, of: list[Side], struck_at: float) -> None:
        """Note how long it took until one of these sides posted."""
        before = [len(side.running.log) for side in of]
        end = time.monotonic() + _PATIENCE
        while not any(side.has_event("alert posted", seen) for side, seen in zip(of, before, strict=True)):
            assert time.monotonic() < end, "\n".join(side.running.said[-4000:] for side in of)
            time.sleep(0.05)
        self.took.append(time.monotonic() - struck_at)


def end_of(side: Side) -> int:
    """Return the exit status of a daemon that has lost its lease."""
    return side.running.process.wait(timeout=60)


def kill(desk: Desk, one: Side, other: Side) -> None:
    struck = time.monotonic()
    one.running.kill()
    desk.await_alert([other], struck)
    one.start()


def stop(desk: Desk, one: Side, other: Side) -> None:
    struck = time.monotonic()
    one.running.process.send_signal(signal.SIGSTOP)
    desk.await_alert([other], struck)
    one.running.process.send_signal(signal.SIGCONT)
    assert end_of(one) == 2
    one.start()


def part(desk: Desk, one: Side, other: Side) -> None:
    struck = time.monotonic()
    one.line.pause()
    desk.await_alert([other], struck)
    one.line.resume()
    assert end_of(one) == 2
    one.start()


def cut(desk: Desk, one: Side, other: Side) -> None:
    """End all connections of the leader, its lease's among them: it goes on, or the other does."""
    struck = time.monotonic()
    engine = create_engine(make_url(desk.url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"),
            {"name": one.name},
        )
    engine.dispose()
    desk.await_alert([one, other], struck)


def restart_server(desk: Desk, one: Side, other: Side) -> None:
    struck = time.monotonic()
    restart(desk.programs, desk.server)
    desk.await_alert([one, other], struck)


FAULTS: dict[str, Callable[[Desk, Side, Side], None]] = {
    "kill -9": kill,
    "SIGSTOP and SIGCONT": stop,
    "connections cut": cut,
    "server restarted": restart_server,
    "network parted": part,
}


@contextmanager
def opened(folder: Path, slack: Slacklab) -> Iterator[Desk]:
    """Yield two sides at work on an empty database, and documents that come in."""
    programs = find_programs()
    assert programs is not None
    with serving(programs, commits_last=True) as url:
        server = Path(str(make_url(url).query["host"]))
        seeds = Newsroom(folder / "shared")
        sides = []
        for name in ("one", "two"):
            line = Line(folder / f"line-{name}", server / ".s.PGSQL.5432")
            database = f"postgresql://monitor@/postgres?host={folder}/line-{name}&application_name={name}"
            slack_settings = {"base_url": slack.base_url, "default_channel": "#alerts"}
            room = Newsroom(folder / name, database=database, slack=slack_settings)
            room.configure(database=database, slack=slack_settings, seeds={"path": str(seeds.seeds), "every": "0.5s"})
            sides.append(Side(name, room, line))
        desk = Desk(sides, url, server, programs, slack, seeds)
        desk.put_one()
        flow = threading.Thread(target=desk.flow, daemon=True)
        try:
            for side in sides:
                side.start()
            flow.start()
            yield desk
        finally:
            desk.is_flowing.set()
            for side in sides:
                with suppress(subprocess.SubprocessError, OSError):
                    side.running.process.send_signal(signal.SIGCONT)
                side.running.kill()
                side.line.close()


def judge(desk: Desk) -> None:
    """Let what is left be told; nothing is lost, nothing is told twice."""
    desk.is_flowing.set()
    end = time.monotonic() + _PATIENCE + 3.0 * desk.put  # a channel takes a message a second
    while True:
        with closing(Store.open(desk.url)) as store:
            audit = store.audits.read(datetime.now(UTC))
            told = Counter(alert.document_id for alert in store.views.alerts())
        is_sent = set(audit.deliveries) <= {"posted", "merged"}
        if audit.carried == desk.put and not audit.waiting and is_sent:
            break
        assert time.monotonic() < end, audit
        time.sleep(1)
    posts = Counter(post["metadata"]["event_payload"]["outbox_id"] for post in desk.slack.posts)
    assert audit.is_complete
    assert [name for name, count in posts.items() if count > 1] == []
    assert [name for name, count in told.items() if count > 1] == []
    assert len(posts) + len(desk.slack.edits) >= audit.deliveries["posted"]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_other_takes_over_and_nothing_is_lost_or_told_twice(fault: str, slack: Slacklab) -> None:
    chance = random.Random(fault)
    with tempfile.TemporaryDirectory(prefix="desk-") as folder, opened(Path(folder), slack) as desk:  # sockets: short
        for _ in range(_TIMES):
            one, other = desk.leader()
            time.sleep(chance.uniform(0, 4))  # the moment of the fault is what is tried
            FAULTS[fault](desk, one, other)
        judge(desk)
        took = sorted(desk.took)
        sys.stdout.write(  # the figures, for whoever runs it by hand
            f"{fault:20} {len(took)} times: lost 0, doubled 0, first alert after {statistics.median(took):.1f} s"
            f" (median), {took[-1]:.1f} s (longest; at most {_GOAL:.0f} are asked), {desk.put} documents\n"
        )
