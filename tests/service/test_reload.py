"""SIGHUP: the daemon goes on with what it reads anew, or with what it had."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.app.reloading import Reloading
from monitor.model import RawItem, SourceState
from monitor.model.errors import UsageError
from monitor.store import Store
from tests.lab.programs import WATCHLIST, Newsroom

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
STRIKE = """\
watchlist: strike
title: Strike in Gdansk
match: {all: [[strike*]]}
facts:
  - {fact: strikers, kind: quantity, of: people}
"""


def a_flood(town: str, count: int) -> str:
    return (
        f"The flood on the Oder has reached {town}. In {town}, {count} people were evacuated on Sunday, the mayor said."
    )


def test_what_is_read_at_a_hangup_holds_and_what_is_bad_is_refused(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)

    def events(name: str) -> int:
        return sum(event["event"] == name for event in program.log)

    def hang_up() -> None:
        program.process.send_signal(signal.SIGHUP)

    with room.running() as program, socket.socket() as taken:
        room.put("first.json", a_flood("Wroclaw", 300))
        program.wait_for_alerts(1)
        watchlists = room.folder / "watchlists"
        (watchlists / "strike.yaml").write_text(STRIKE)
        hang_up()
        program.wait_until(lambda: events("daemon started") == 2)
        room.put("second.json", "On Monday a strike began in Gdansk. In the port 450 people were out, the union said.")
        program.wait_for_alerts(2)

        (watchlists / "flood.yaml").write_text(WATCHLIST.replace("kind: quantity", "kind: quantty"))
        hang_up()
        program.wait_until(lambda: events("configuration refused") == 1)
        port = next(event["port"] for event in reversed(program.log) if event["event"] == "daemon started")
        refused = next(event for event in program.log if event["event"] == "configuration refused")
        assert "flood.yaml:6" in refused["error"]
        with socket.create_connection(("127.0.0.1", port)) as asked:
            asked.sendall(b"GET /readyz HTTP/1.0\r\n\r\n")
            assert b'"warnings": ["configuration_refused"]' in b"".join(iter(lambda: asked.recv(4096), b""))
        room.put("third.json", a_flood("Opole", 700))
        program.wait_for_alerts(3)

        (watchlists / "flood.yaml").write_text(WATCHLIST)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        room.configure(http={"bind": f"127.0.0.1:{taken.getsockname()[1]}"})
        hang_up()
        program.wait_until(lambda: events("configuration refused") == 2 and events("daemon started") == 3)
        room.put("fourth.json", a_flood("Legnica", 1_200))
        program.wait_for_alerts(4)


# A program that leads a terminal, as one that a shell has started; these tests may run under nohup, whose deafness it
# would inherit.
_OF_A_TERMINAL = """
import fcntl, signal, termios
from monitor.__main__ import main
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
main()
"""


def test_a_program_whose_terminal_goes_away_ends(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", _OF_A_TERMINAL, "run"]
    process = subprocess.Popen(
        command, cwd=room.folder, env=room.environ(), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    said = b""
    try:
        while b"is watching" not in said:
            said += os.read(ours, 4096)
        os.close(ours)
        process.wait(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode in (0, 1, -signal.SIGHUP)


class Files:
    """What a reload reads: a value, or an error."""

    def __init__(self) -> None:
        self.content: str | None = "first"

    def load(self) -> str:
        if self.content is None:
            raise UsageError("monitor.yaml:3: unknown key")
        return self.content


def test_a_bad_file_leaves_what_holds_and_a_mended_one_takes_its_place() -> None:
    files = Files()
    reloading = Reloading(files.load(), files.load)
    files.content = None
    assert (reloading.take(), reloading.is_refused, reloading.advance(), reloading.current) == (
        False,
        True,
        False,
        "first",
    )
    files.content = "second"
    assert (reloading.take(), reloading.is_refused, reloading.advance(), reloading.current) == (
        True,
        False,
        True,
        "second",
    )
    assert not reloading.take()  # nothing has changed


def test_a_configuration_with_which_no_run_can_begin_gives_way_to_the_former_once() -> None:
    files = Files()
    reloading = Reloading(files.load(), files.load)
    assert not reloading.fall_back(UsageError("port in use"))
    files.content = "second"
    assert reloading.take()
    assert reloading.advance()
    assert reloading.fall_back(UsageError("port in use"))
    assert (reloading.current, reloading.is_refused) == ("first", True)
    assert not reloading.fall_back(UsageError("the former one as well"))


def test_a_wish_that_comes_before_anybody_listens_is_heard_then() -> None:
    reloading = Reloading("first", lambda: "second")
    heard: list[str] = []
    reloading.ask()
    reloading.listen(lambda: heard.append("asked"))
    reloading.ask()
    assert heard == ["asked", "asked"]


def test_a_feed_that_was_taken_out_is_removed_and_brings_nothing_twice_when_it_is_back(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/monitor.db")
    item = RawItem("post-1", "Post", "A text.", "text/plain")
    for name, kind in (("Post", "feed"), ("Times", "feed"), ("folder", "folder")):
        state = SourceState(
            name,
            kind,
            "https://example.org/",
            etag="e",
            state="failing",
            failures=3,
            reason="dns",
            next_poll_at=NOON + timedelta(hours=1),
        )
        store.sources.accept(state, (item,) if name == "Post" else (), NOON)
    store.sources.retire(["Times"])
    states = store.sources.states()
    assert [states[name].state for name in ("Post", "Times", "folder")] == ["removed", "failing", "failing"]
    assert (states["Post"].next_poll_at, states["Post"].failures, states["Post"].etag) == (None, 0, "e")
    store.sources.retire([])
    store.sources.retire(["Post"])
    assert store.sources.unseen([item]) == []
    store.close()
